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

_IGNORED_FOLDERS = frozenset({"__pycache__", "__MACOSX", "node_modules", ".git"})
_OTHER_FILES = (
    ".png .jpg .jpeg .gif .svg .webp .ico .bmp .pdf .mp3 .mp4 .wav .mov .avi .woff .woff2 .ttf "
    ".docx .pptx .xlsx .css .js .ts .py .ipynb .lock .sh .toml .gz .xz .7z .rar"
)
_OTHER_SUFFIXES = frozenset(_OTHER_FILES.split())
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
_NO_LIST = "not a list of questions, by its suffix"
_SYMLINK = "a symbolic link; links are not followed"


class InputFiles:
    """Documents, and files that were skipped with the reason."""

    def __init__(self, is_document: Callable[[Document], bool] = lambda _: False) -> None:
        self.documents: list[Document] = []
        self.skipped: list[Skipped] = []
        self._is_document = is_document
        self._bytes = 0

    def add(self, name: str, data: bytes, *, is_named: bool = False) -> None:
        """Add one file: a document, or all files of a zip that is none.

        Raises:
            ImportFailed: All of them together are more than is read.
        """
        document = Document(name, data)
        if is_zip(data) and self._is_document(document):
            self.documents.append(document)
        elif is_zip(data) and is_named:
            self._add_zip(name, data)
        elif is_zip(data):
            self.skip(name, "a zip within a folder or zip; name it itself")
        else:
            self._bytes += len(data)
            if self._bytes > limits.MAX_TOTAL_BYTES:
                raise ImportFailed(
                    f"there are more than {megabytes(limits.MAX_TOTAL_BYTES)} to read; "
                    "import it in parts"
                )
            self.documents.append(document)
        if len(self.documents) > limits.MAX_FILES:
            raise ImportFailed(
                f"there are more than {limits.MAX_FILES:,} files; import them in parts"
            )

    def skip(self, name: str, why: str) -> None:
        """Note a file that is not read."""
        self.skipped.append(Skipped(Location(name), PurePosixPath(name).name, why))

    def add_folder(self, root: Path) -> None:
        """Add all files below a folder."""
        for path, why in _files(root):
            name = path.relative_to(root).as_posix()
            if why:
                self.skip(name, why)
                continue
            try:
                data = _read(path)
            except ImportFailed as failure:
                self.skip(name, str(failure).partition(": ")[2])
            else:
                self.add(name, data)

    def _add_zip(self, name: str, data: bytes) -> None:
        for member, content, why in _members(data, name):
            path = PurePosixPath(member)
            if content is None:
                self.skip(f"{name}/{member}", why)
            elif _IGNORED_FOLDERS & set(path.parts) or path.name.startswith("."):
                self.skip(f"{name}/{member}", _HIDDEN)
            elif path.suffix.lower() in _OTHER_SUFFIXES:
                self.skip(f"{name}/{member}", _NO_LIST)
            else:
                self.add(f"{name}/{member}", content)


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
            found.add_folder(path)
        elif path.exists():
            found.add(path.name, _read(path), is_named=True)
        else:
            raise ImportFailed(f"{path}: there is no such file or folder")
    return found


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    """The files below a folder in the order of their names, each with why it is not read."""
    count = 0
    for folder, folders, names in os.walk(root, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(
            name for name in folders if name not in _IGNORED_FOLDERS and not name.startswith(".")
        )
        for name in [name for name in folders if (here / name).is_symlink()]:
            yield here / name, _SYMLINK
        if len(here.relative_to(root).parts) >= limits.MAX_DEPTH and folders:
            for name in folders:
                yield here / name, f"more than {limits.MAX_DEPTH} nested folders"
            folders.clear()
        for name in sorted(names):
            count += 1
            if count > limits.MAX_FILES:
                raise ImportFailed(
                    f"{root}: more than {limits.MAX_FILES:,} files; name parts of it"
                )
            yield here / name, _why_skipped(here / name)


def _why_skipped(path: Path) -> str:
    if path.is_symlink():
        return _SYMLINK
    if path.name.startswith("."):
        return _HIDDEN
    if not path.is_file():
        return "not a regular file"
    return _NO_LIST if path.suffix.lower() in _OTHER_SUFFIXES else ""


def _read(path: Path) -> bytes:
    """The content of a file.

    Raises:
        ImportFailed: It cannot be read, or is larger than is read.
    """
    try:
        if not path.is_file():
            raise ImportFailed(f"{path}: this is not a regular file")
        with path.open("rb") as file:
            head = file.read(4)
            is_package = head.startswith(b"PK")
            limit = limits.MAX_PACKAGE_BYTES if is_package else limits.MAX_FILE_BYTES
            data = head + file.read(limit + 1 - len(head))
    except OSError as error:
        raise ImportFailed(f"{path}: it cannot be read: {error.strerror or error}") from None
    if len(data) > limit:
        raise ImportFailed(f"{path}: larger than {megabytes(limit)}; import it in parts")
    return data


# -- zips ----------------------------------------------------------------------------------------


def is_zip(data: bytes) -> bool:
    """Whether the bytes are a zip file."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and zipfile.is_zipfile(io.BytesIO(data))


def member_names(data: bytes, name: str) -> list[str]:
    """The names in a zip, without reading any member.

    Raises:
        ImportFailed: It is damaged, or holds too many files.
    """
    return [info.filename for info in _open(data, name).infolist() if not info.is_dir()]


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
    if content is None:
        raise ImportFailed(f"{name}: {member} in it is damaged or encrypted")
    if len(content) > limits.MAX_TOTAL_BYTES:
        raise ImportFailed(
            f"{name}: {member} in it is larger than {megabytes(limits.MAX_TOTAL_BYTES)}"
        )
    return content


def _members(data: bytes, name: str) -> Iterator[tuple[str, bytes | None, str]]:
    """The files in a zip with their content, or why they are not safe to read."""
    archive = _open(data, name)
    left = limits.MAX_TOTAL_BYTES
    for info in archive.infolist():
        if info.is_dir():
            continue
        why = _why_unsafe(info)
        if why:
            yield info.filename, None, why
            continue
        content = _read_member(archive, info, min(left, limits.MAX_FILE_BYTES))
        if content is None:
            yield info.filename, None, "it is damaged or encrypted"
            continue
        if len(content) > left:
            raise ImportFailed(
                f"{name}: what is in it is larger than {megabytes(limits.MAX_TOTAL_BYTES)}; "
                "import its files in parts"
            )
        left -= len(content)
        if len(content) > limits.MAX_FILE_BYTES:
            yield info.filename, None, f"it is larger than {megabytes(limits.MAX_FILE_BYTES)}"
        else:
            yield info.filename, content, ""


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
        return "its name climbs out of the zip"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a symbolic link"
    ratio = limits.MAX_RATIO
    if info.file_size > _RATIO_FROM and info.file_size > ratio * max(1, info.compress_size):
        return f"it unpacks to more than {ratio} times its size"
    return ""


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes | None:
    """The content, cut one byte past `limit` whatever the zip says of it; None: unreadable."""
    try:
        with archive.open(info) as file:
            return file.read(limit + 1)
    except _UNREADABLE:
        return None


# -- licences ------------------------------------------------------------------------------------

_LICENCE_FILES = re.compile(r"(licen[cs]e|copying|unlicense)([-._ ].*)?", re.IGNORECASE)
_LICENCES = (
    ("CC0-1.0", r"CC0 1\.0|creative commons zero"),
    ("CC-BY-NC-SA-4.0", r"attribution-noncommercial-sharealike 4\.0|CC[ -]BY-NC-SA[ -]4"),
    ("CC-BY-NC-ND-4.0", r"attribution-noncommercial-noderivatives 4\.0|CC[ -]BY-NC-ND[ -]4"),
    ("CC-BY-NC-4.0", r"attribution-noncommercial 4\.0|CC[ -]BY-NC[ -]4"),
    ("CC-BY-SA-4.0", r"attribution-sharealike 4\.0|CC[ -]BY-SA[ -]4"),
    ("CC-BY-ND-4.0", r"attribution-noderivatives 4\.0|CC[ -]BY-ND[ -]4"),
    ("CC-BY-SA-3.0", r"attribution-sharealike 3\.0|CC[ -]BY-SA[ -]3"),
    ("CC-BY-4.0", r"attribution 4\.0|CC[ -]BY[ -]4"),
    ("CC-BY-3.0", r"attribution 3\.0|CC[ -]BY[ -]3"),
    ("AGPL-3.0", r"gnu affero general public license\s+version 3"),
    ("LGPL-3.0", r"gnu lesser general public license\s+version 3"),
    ("GPL-3.0", r"gnu general public license\s+version 3"),
    ("GPL-2.0", r"gnu general public license\s+version 2"),
    ("Apache-2.0", r"apache license,?\s+version 2\.0"),
    ("MPL-2.0", r"mozilla public license,? (version|v\.) ?2\.0"),
    ("BSD-3-Clause", r"redistribution and use in source and binary forms"),
    ("MIT", r"\bMIT license\b|permission is hereby granted, free of charge"),
    ("Unlicense", r"this is free and unencumbered software"),
    ("WTFPL", r"do what the fuck you want to public license"),
)
"""Name and what its text says, the more particular ones first."""


def is_licence_file(name: str) -> bool:
    """Whether a file by its name states a licence rather than questions."""
    return _LICENCE_FILES.fullmatch(PurePosixPath(name).name) is not None


def licence_of(data: bytes) -> str:
    """The short name of the licence in a text; empty when it is none that we know."""
    head = " ".join(data[:6000].decode("utf-8", "replace").split())
    return next((name for name, says in _LICENCES if re.search(says, head, re.IGNORECASE)), "")
