"""The documents in what the user named: a file, a folder or a zip, read within limits.

Zips are read in memory; nothing is ever unpacked to disk.
"""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from interview_sim.exchange.importers import limits
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import ImportFailed, Location, Skipped
from interview_sim.exchange.importers.limits import megabytes
from interview_sim.exchange.importers.words import patterns, words_for

_IGNORED_FOLDERS = frozenset({"__pycache__", "__MACOSX", "node_modules", ".git"})
_OTHER_SUFFIXES = words_for("other_suffixes")
_OTHER_NAMES = words_for("other_names")
_RATIO_FROM = 1_000_000
"""Smaller members may be as repetitive as they like."""

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged or encrypted member raises."""

_HIDDEN = "a hidden file"
_SYMLINK = "a symbolic link; links are not followed"


class InputFiles:
    """Documents, and files that were skipped with the reason."""

    def __init__(self, is_document: Callable[[Document], bool]) -> None:
        self.documents: list[Document] = []
        self.skipped: list[Skipped] = []
        self._is_document = is_document
        self._bytes = 0

    def add(self, name: str, content: bytes | str) -> None:
        """Add one file with its content, or with why it was not read.

        Raises:
            ImportFailed: All of them together are more than is read.
        """
        if isinstance(content, bytes):
            document = Document(name, content)
            is_packed = is_zip(content)
            if is_packed and not self._is_document(document):
                content = "a zip inside a folder or zip; import it by itself"
            elif not is_packed and len(content) > limits.MAX_FILE_BYTES:
                content = f"it is larger than {megabytes(limits.MAX_FILE_BYTES)}"
            else:
                self.documents.append(document)
                self._bytes += 0 if is_packed else len(content)
        if isinstance(content, str):
            self.skipped.append(Skipped(Location(name), PurePosixPath(name).name, content))
        limit = ""
        if len(self.documents) + len(self.skipped) > limits.MAX_FILES:
            limit = f"{limits.MAX_FILES:,} files"
        elif self._bytes > limits.MAX_TOTAL_BYTES:
            limit = megabytes(limits.MAX_TOTAL_BYTES)
        if limit:
            raise ImportFailed(f"there are more than {limit} to read; import them in parts")


def collect(
    paths: Iterable[Path], is_document: Callable[[Document], bool] = lambda _: False
) -> InputFiles:
    """Everything to be read at `paths`.

    Args:
        paths: Files, folders and zips.
        is_document: Whether a zip is one document rather than a folder of them.

    Raises:
        ImportFailed: Something named does not exist, cannot be read, or is more than is read.
    """
    found = InputFiles(is_document)
    for path in paths:
        if path.is_dir():
            for name, content in _folder(path):
                found.add(name, content)
            continue
        if not path.exists():
            raise ImportFailed(f"{path}: there is no such file or folder")
        data = _read(path)
        if isinstance(data, str):
            raise ImportFailed(f"{path}: {data}")
        if is_zip(data) and not is_document(Document(path.name, data)):
            for name, content in _members(data, path.name):
                found.add(name, content)
        else:
            found.add(path.name, data)
    return found


def _folder(root: Path) -> Iterator[tuple[str, bytes | str]]:
    """The files below a folder in the order of their names, with content or why it is not read."""
    for folder, folders, names in os.walk(root, followlinks=False):
        here = Path(folder)
        inner = here.relative_to(root)
        kept = sorted(name for name in folders if not _is_hidden(PurePosixPath(name)))
        is_deepest = len(inner.parts) >= limits.MAX_DEPTH
        for name in kept:
            if (here / name).is_symlink():
                yield (inner / name).as_posix(), _SYMLINK
            elif is_deepest:
                yield (inner / name).as_posix(), f"more than {limits.MAX_DEPTH} nested folders"
        folders[:] = [] if is_deepest else kept
        for name in sorted(names):
            path = here / name
            why = _SYMLINK if path.is_symlink() else _why_ignored(PurePosixPath(name))
            yield (inner / name).as_posix(), why or _read(path)


def _is_hidden(path: PurePosixPath) -> bool:
    return path.name.startswith(".") or not _IGNORED_FOLDERS.isdisjoint(path.parts)


def _why_ignored(path: PurePosixPath) -> str:
    """Why a file is not read, by its name; empty: it may be."""
    if _is_hidden(path):
        return _HIDDEN
    is_other = path.suffix.lower() in _OTHER_SUFFIXES
    is_other |= re.sub(r"[\W_]+", "-", path.stem.lower()) in _OTHER_NAMES
    return "not a list of questions, going by its name" if is_other else ""


def _read(path: Path) -> bytes | str:
    """The content of a file, or why it is not read."""
    try:
        if not path.is_file():
            return "not a regular file"
        with path.open("rb") as file:
            head = file.read(4)
            is_package = head.startswith(b"PK")
            limit = limits.MAX_PACKAGE_BYTES if is_package else limits.MAX_FILE_BYTES
            data = head + file.read(limit + 1 - len(head))
    except OSError as error:
        return f"it cannot be read: {error.strerror or error}"
    return data if len(data) <= limit else f"larger than {megabytes(limit)}; import it in parts"


# -- zips ----------------------------------------------------------------------------------------


def is_zip(data: bytes) -> bool:
    """Whether the bytes are a zip file."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and zipfile.is_zipfile(io.BytesIO(data))


def member_names(data: bytes) -> list[str]:
    """The names in a zip, without reading any member; none where it is no zip that can be read."""
    try:
        archive = _open(data, "") if is_zip(data) else None
    except ImportFailed:
        return []
    return archive.namelist() if archive is not None else []


def read_member(data: bytes, name: str, member: str) -> bytes | None:
    """One file of a zip by its exact name, or None when there is none.

    Raises:
        ImportFailed: The zip or the file in it is damaged, encrypted, or too large.
    """
    archive = _open(data, name)
    info = next((info for info in archive.infolist() if info.filename == member), None)
    if info is None:
        return None
    content = _read_member(archive, info, limits.MAX_TOTAL_BYTES)
    if isinstance(content, str):
        raise ImportFailed(f"{name}: {member} in it: {content}")
    if len(content) > limits.MAX_TOTAL_BYTES:
        raise ImportFailed(
            f"{name}: {member} in it is larger than {megabytes(limits.MAX_TOTAL_BYTES)}"
        )
    return content


def _members(data: bytes, name: str) -> Iterator[tuple[str, bytes | str]]:
    """The files in a zip, with content or why it is not read."""
    archive = _open(data, name)
    left = limits.MAX_TOTAL_BYTES
    for info in archive.infolist():
        if info.is_dir():
            continue
        why = _why_unsafe(info) or _why_ignored(PurePosixPath(info.filename))
        content = why or _read_member(archive, info, limits.MAX_FILE_BYTES)
        left -= 0 if why else len(content)
        if left < 0:
            raise ImportFailed(
                f"{name}: what is in it is larger than {megabytes(limits.MAX_TOTAL_BYTES)}; "
                "import its files in parts"
            )
        yield f"{name}/{info.filename}", content


def _open(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE as error:
        raise ImportFailed(f"{name}: the zip file is damaged ({error})") from None
    if len(archive.infolist()) > limits.MAX_FILES:
        raise ImportFailed(
            f"{name}: it holds more than {limits.MAX_FILES:,} files; import it in parts"
        )
    return archive


def _why_unsafe(info: zipfile.ZipInfo) -> str:
    """Why a member is not read, by what the zip says of it; empty: it may be."""
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return "its path leads out of the zip"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a symbolic link"
    ratio = limits.MAX_RATIO
    if info.file_size > _RATIO_FROM and info.file_size > ratio * max(1, info.compress_size):
        return f"it unpacks to more than {ratio} times its size"
    return ""


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes | str:
    """The content, cut one byte past `limit` whatever the zip says of it, or why it is not read."""
    try:
        with archive.open(info) as file:
            return file.read(limit + 1)
    except _UNREADABLE:
        return "it is damaged or encrypted"


# -- licences ------------------------------------------------------------------------------------

_LICENCE_FILES = re.compile(r"(licen[cs]e|copying|unlicense)([-._ ].*)?", re.IGNORECASE)


def is_licence_file(name: str) -> bool:
    """Whether a file by its name states a licence rather than questions."""
    return _LICENCE_FILES.fullmatch(PurePosixPath(name).name) is not None


def licence_of(data: bytes) -> str:
    """The short name of the licence in a text; empty when it is none that we know."""
    head = " ".join(data[:6000].decode("utf-8", "replace").split())
    return next(
        (
            name
            for name, says in patterns("licences").items()
            if re.search(says, head, re.IGNORECASE)
        ),
        "",
    )
