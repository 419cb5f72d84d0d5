"""The only place that opens a file for writing.

What is written whole is written beside its target and moved over it, so that a reader finds the
old content or the new one and never half of either. What grows is appended to.
"""

from __future__ import annotations

import contextlib
import io
import os
import secrets
import stat
from pathlib import Path

from interview_sim.errors import InterviewSimError

PRIVATE = 0o600
"""The permissions of what only its owner may read."""


class FileError(InterviewSimError):
    """A file or folder cannot be written; `__cause__` is the operating system's own error."""


class AppendHandle(io.FileIO):
    """A binary file to whose end is written, unbuffered: what `write` was given has left us."""

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Append all of `data`, however many calls the system needs for it.

        Raises:
            OSError: The disk is full or gone; part of `data` may have been written.
        """
        rest = memoryview(data).cast("B")
        total = len(rest)
        while rest:
            rest = rest[super().write(rest) :]
        return total


def ensure_folder(path: Path) -> Path:
    """The folder at `path`, made together with its parents if it was missing.

    Raises:
        FileError: It cannot be made, or something else has that name.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _failure("make the folder", path, error) from error
    return path


def open_append(path: Path) -> AppendHandle:
    """A handle that appends to the file at `path`, making it and its folder if needed.

    The handle can be read, truncated and fsynced (`os.fsync(handle.fileno())`) as well.

    Raises:
        FileError: The file cannot be opened for writing.
    """
    ensure_folder(path.parent)
    is_new = not path.exists()
    try:
        handle = AppendHandle(path, "a+b")
    except OSError as error:
        raise _failure("write", path, error) from error
    if is_new:
        _sync_folder(path.parent)
    return handle


def write_atomic(path: Path, content: str | bytes, *, is_durable: bool = True) -> None:
    """Put `content` at `path` so that no reader ever sees a part of it.

    Text is written as UTF-8 with line ends as given. A symlink stays one: the file it leads to is
    replaced. Permissions of a replaced file are kept. Without `is_durable` the disk is not waited
    for, which is enough for what can be made again.

    Raises:
        FileError: It cannot be written; what was there before is untouched.
    """
    data = content.encode() if isinstance(content, str) else content
    target = Path(os.path.realpath(path))
    ensure_folder(target.parent)
    draft = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        _write_new(draft, data, is_durable=is_durable)
        with contextlib.suppress(FileNotFoundError):
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise _failure("write", path, error) from error
    if is_durable:
        _sync_folder(target.parent)


def create_new(path: Path, content: str | bytes) -> None:
    """Put `content` in a file that must not exist yet.

    Raises:
        FileError: Something is there already (nothing is overwritten), or it cannot be written.
    """
    ensure_folder(path.parent)
    data = content.encode() if isinstance(content, str) else content
    try:
        _write_new(path, data)
    except OSError as error:
        raise _failure("write", path, error) from error
    _sync_folder(path.parent)


def create_private(path: Path) -> None:
    """Make an empty file that only its owner may read, together with its folder.

    Raises:
        FileExistsError: Something is there already.
        OSError: It cannot be made.
    """
    ensure_folder(path.parent)
    path.touch(mode=PRIVATE, exist_ok=False)


def _write_new(path: Path, data: bytes, *, is_durable: bool = True) -> None:
    """Write a file that must not exist, and wait until the disk has it if asked to."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        if is_durable:
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a new name in `folder` survive a power cut, where the system can promise that."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _failure(action: str, path: Path, error: OSError) -> FileError:
    """The sentence for a failed attempt to write."""
    reason = error.strerror or type(error).__name__
    return FileError(f"cannot {action} {path}: {reason}")
