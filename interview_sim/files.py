"""The only place that opens a file for writing.

What is written whole is written beside its target and moved over it, so that a reader finds the
old content or the new one and never half of either. What grows is appended to.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
from collections.abc import Callable
from pathlib import Path

from interview_sim.errors import InterviewSimError

PRIVATE = 0o600
"""The permissions of a file that nobody but its owner may read."""

_PRIVATE_FOLDER = 0o700

_USUAL = 0o666
"""What the user's umask takes from."""

_BINARY: int = getattr(os, "O_BINARY", 0)
"""Without it Windows would change line ends."""


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


def ensure_folder(path: Path, *, is_private: bool = False) -> Path:
    """The folder at `path`, made together with its parents if it was missing.

    One that is made private is its owner's alone; its parents are as usual.

    Raises:
        FileError: It cannot be made, or something else has that name.
    """
    try:
        path.mkdir(_PRIVATE_FOLDER if is_private else 0o777, parents=True, exist_ok=True)
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
        sync_folder(path.parent)
    return handle


def write_atomic(
    path: Path, content: str | bytes, *, is_durable: bool = True, is_private: bool = False
) -> None:
    """Put `content` at `path` so that no reader ever sees a part of it.

    Text is written as UTF-8 with line ends as given. A symlink stays one: the file it leads to is
    replaced. Permissions of a replaced file are kept, but a private one is its owner's alone.
    Without `is_durable` the disk is not waited for, which is enough for what can be made again.

    Raises:
        FileError: It cannot be written; what was there before is untouched.
    """
    data = content.encode() if isinstance(content, str) else content
    target = Path(os.path.realpath(path))
    ensure_folder(target.parent)
    draft = target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}.tmp")
    try:
        mode = PRIVATE if is_private else _USUAL
        _write_new(draft, data, is_durable=is_durable, mode=mode)
        if not is_private:
            with contextlib.suppress(FileNotFoundError):
                draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise _failure("write", path, error) from error
    if is_durable:
        sync_folder(target.parent)


def first_free(name: str, is_taken: Callable[[str], bool], ending: str = "") -> str:
    """The first of `name`, `name-2`, `name-3` … that is not taken, with the ending behind it."""
    number, free = 1, name + ending
    while is_taken(free):
        number += 1
        free = f"{name}-{number}{ending}"
    return free


def free_path(path: Path, end: str | None = None) -> Path:
    """The path, or one beside it with a number, where there is nothing yet, not even a link.

    The number goes before `end`, by default the file's suffix.
    """
    folder, suffix = path.parent, path.suffix if end is None else end
    stem = path.name.removesuffix(suffix)
    return folder / first_free(stem, lambda name: os.path.lexists(folder / name), suffix)


def create_new(path: Path, content: str | bytes, *, is_private: bool = False) -> None:
    """Put `content` in a file that must not exist yet; a private one is its owner's alone.

    Raises:
        FileError: Something is there already (nothing is overwritten), or it cannot be written.
    """
    ensure_folder(path.parent)
    data = content.encode() if isinstance(content, str) else content
    try:
        _write_new(path, data, mode=PRIVATE if is_private else _USUAL)
    except OSError as error:
        if not isinstance(error, FileExistsError):
            with contextlib.suppress(OSError):
                path.unlink()
        raise _failure("write", path, error) from error
    sync_folder(path.parent)


def _write_new(path: Path, data: bytes, *, is_durable: bool = True, mode: int = _USUAL) -> None:
    """Write a file that must not exist, and wait until the disk has it if asked to."""
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode), "wb"
    ) as file:
        file.write(data)
        file.flush()
        if is_durable:
            os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
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
