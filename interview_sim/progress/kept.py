"""Reading the small files of one's own that are kept beside the transcripts."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

_MOST = 2_000_000
"""Bytes of the file at most."""


class _Kept(Protocol):
    @property
    def format(self) -> str: ...


K = TypeVar("K", bound=_Kept)


def read_kept(path: Path, kind: type[K], form: str) -> K | None:
    """The record in a JSON file that says that format; None where there is no file.

    Raises:
        OSError: It cannot be read.
        ValueError: It is no such file; the text is why.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    if len(content) > _MOST:
        raise ValueError("it is too large")
    try:
        found = msgspec.json.decode(content, type=kind)
    except RecursionError as error:
        raise ValueError(str(error)) from error
    if found.format != form:
        raise ValueError(f"it does not say format: {form}")
    return found
