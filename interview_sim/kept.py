"""The small files of one's own that are kept beside the transcripts: read, and changed by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from interview_sim import files
from interview_sim.errors import InterviewSimError
from interview_sim.literal import visible

_MOST = 8_000_000
"""Bytes of the file at most."""
_PATIENCE = 5.0
"""Seconds to wait for another window, which needs some milliseconds."""


class _Kept(Protocol):
    @property
    def format(self) -> str: ...


K = TypeVar("K", bound=_Kept)


def read_kept(
    path: Path, kind: type[K], form: str, *, called: str, refused: type[InterviewSimError]
) -> K | None:
    """The record in a JSON file that says that format; None where there is no file.

    Args:
        path: The file.
        kind: What it is read as; a `ValueError` of its own says what else is wrong.
        form: The format it has to name.
        called: What a message calls it.
        refused: The class of the error.

    Raises:
        InterviewSimError: Of that class: it cannot be read, and is never overwritten then.
    """
    name = visible(str(path), newlines=False)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST + 1)
        if len(content) > _MOST:
            raise ValueError("it is too large")
        found = msgspec.json.decode(content, type=kind)
        if found.format != form:
            said = visible(found.format[:60], newlines=False)
            newer = "A newer version of the program may read it"
            raise ValueError(f"it says it is “{said}”, and not {form}. {newer}")
    except FileNotFoundError:
        return None
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise refused(f"{name}: {called} cannot be read: {why}.") from error
    except (ValueError, RecursionError) as error:
        raise refused(f"{name}: not {called}: {error}. Mend the file, or move it away.") from error
    return found


def kept_json(record: _Kept) -> bytes:
    """The content of a record's file."""
    data = {"format": record.format, **msgspec.to_builtins(record)}
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def write_kept(path: Path, record: _Kept) -> None:
    """Write a record to its file, in place of what is there.

    Raises:
        FileError: It cannot be written; it is as it was.
    """
    files.write_atomic(path, kept_json(record), is_private=True)


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
