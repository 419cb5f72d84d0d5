"""The small files of one's own that are kept beside the transcripts: read, and changed by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from interview_sim import files

_MOST = 2_000_000
"""Bytes of the file at most."""
_PATIENCE = 5.0
"""Seconds to wait for another window, which needs some milliseconds."""


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


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Be the only one who changes that file: what is read in here is there until it is written.

    Raises:
        FileError: Nothing can be written there, or another window does not let go of it.
    """
    from filelock import FileLock

    files.ensure_folder(path.parent)
    lock = FileLock(path.with_name(f".{path.stem}.lock"), mode=files.PRIVATE)
    try:
        lock.acquire(timeout=_PATIENCE, poll_interval=0.01)
    except (OSError, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or "another window is changing it"
        raise files.FileError(f"cannot write {path}: {why}") from error
    try:
        yield
    finally:
        lock.release()
