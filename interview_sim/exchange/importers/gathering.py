"""The documents in what the user named: a file, a folder or a zip, read within bounds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath

from interview_sim.exchange.importers.archives import is_zip, member_names, read_members
from interview_sim.exchange.importers.limits import (
    MAX_DEPTH,
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_PACKAGE_BYTES,
    MAX_TOTAL_BYTES,
    megabytes,
)
from interview_sim.exchange.importers.model import ImportFailed, Place, Skipped
from interview_sim.exchange.importers.texts import Text, decode

_IGNORED_FOLDERS = frozenset({"__pycache__", "__MACOSX", "node_modules", ".git"})

_OTHER_SUFFIXES = (
    ".png .jpg .jpeg .gif .svg .webp .ico .bmp .pdf .mp3 .mp4 .wav .mov .avi .woff .woff2 .ttf "
    ".docx .pptx .xlsx .css .js .ts .py .ipynb .lock .sh .toml .gz .xz .7z .rar"
)
_MEDIA = frozenset(_OTHER_SUFFIXES.split())


class Document:
    """One file with its content; `name` is relative to what the user named."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data

    @property
    def suffix(self) -> str:
        """The last suffix in lower case, with its dot."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The file's name without folder and suffix."""
        return PurePosixPath(self.name).stem

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders it lies in, from the widest."""
        return PurePosixPath(self.name).parts[:-1]

    @cached_property
    def decoded(self) -> Text:
        """Its text with line feeds as line ends, and notes on how it was read.

        Raises:
            ImportFailed: It is not text.
        """
        if len(self.data) > MAX_FILE_BYTES:
            raise ImportFailed(
                f"{self.name}: larger than {megabytes(MAX_FILE_BYTES)}; import it in parts"
            )
        return decode(self.data, self.name)

    @property
    def text(self) -> str:
        """Its text with line feeds as line ends."""
        return self.decoded.text

    def place(self, line: int = 0, item: str = "") -> Place:
        """A place in it."""
        return Place(self.name, line, item)


class Gathered:
    """Documents, and files that were left alone with the reason."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.skipped: list[Skipped] = []
        self._bytes = 0

    def add(self, document: Document, *, is_package: bool = False) -> None:
        """Take a document in.

        Raises:
            ImportFailed: All of them together are more than is read.
        """
        if not is_package:
            self._bytes += len(document.data)
        if self._bytes > MAX_TOTAL_BYTES:
            raise ImportFailed(
                f"there are more than {megabytes(MAX_TOTAL_BYTES)} to read; import it in parts"
            )
        if len(self.documents) >= MAX_FILES:
            raise ImportFailed(f"there are more than {MAX_FILES:,} files; import them in parts")
        self.documents.append(document)

    def skip(self, name: str, why: str) -> None:
        """Leave a file alone."""
        self.skipped.append(Skipped(Place(name), PurePosixPath(name).name, why))


def gather(paths: Iterable[Path], packages: frozenset[str] = frozenset()) -> Gathered:
    """Everything to be read at `paths`.

    Args:
        paths: Files, folders and zips.
        packages: Names of members that make a zip one document rather than a folder of them.

    Raises:
        ImportFailed: Something named does not exist, cannot be read, or is more than is read.
    """
    gathered = Gathered()
    for path in paths:
        if path.is_dir():
            _folder(path, gathered, packages)
        elif path.exists():
            _take(path.name, _read(path), gathered, packages, is_named=True)
        else:
            raise ImportFailed(f"{path}: there is no such file or folder")
    return gathered


def _take(
    name: str, data: bytes, gathered: Gathered, packages: frozenset[str], *, is_named: bool = False
) -> None:
    """Take one file in: a document, a package, or the files of a zip."""
    if not is_zip(data):
        gathered.add(Document(name, data))
        return
    names = {PurePosixPath(member).name for member in member_names(data, name)}
    if names & packages:
        gathered.add(Document(name, data), is_package=True)
    elif not is_named:
        gathered.skip(name, "a zip within a folder or zip; name it itself")
    else:
        _zip(name, data, gathered, packages)


def _zip(name: str, data: bytes, gathered: Gathered, packages: frozenset[str]) -> None:
    for member in read_members(data, name):
        place = f"{name}/{member.name}"
        parts = PurePosixPath(member.name).parts
        if member.data is None:
            gathered.skip(place, member.why)
        elif _IGNORED_FOLDERS & set(parts) or parts[-1].startswith("."):
            gathered.skip(place, "a hidden file")
        elif PurePosixPath(member.name).suffix.lower() in _MEDIA:
            gathered.skip(place, "not a list of questions, by its suffix")
        else:
            _take(place, member.data, gathered, packages)


def _folder(root: Path, gathered: Gathered, packages: frozenset[str]) -> None:
    for path, why in _files(root):
        name = path.relative_to(root).as_posix()
        if why:
            gathered.skip(name, why)
            continue
        try:
            data = _read(path)
        except ImportFailed as failure:
            gathered.skip(name, str(failure).partition(": ")[2])
            continue
        _take(name, data, gathered, packages)


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    """The files below a folder in the order of their names, each with why it is left alone."""
    count = 0
    for folder, folders, names in os.walk(root, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not _is_left(name))
        for name in [name for name in folders if (here / name).is_symlink()]:
            yield here / name, "a symbolic link; links are not followed"
        if len(here.relative_to(root).parts) >= MAX_DEPTH and folders:
            for name in folders:
                yield here / name, f"more than {MAX_DEPTH} folders within each other"
            folders.clear()
        for name in sorted(names):
            count += 1
            if count > MAX_FILES:
                raise ImportFailed(f"{root}: more than {MAX_FILES:,} files; name parts of it")
            yield here / name, _why_left(here / name)


def _is_left(folder: str) -> bool:
    return folder in _IGNORED_FOLDERS or folder.startswith(".")


def _why_left(path: Path) -> str:
    if path.is_symlink():
        return "a symbolic link; links are not followed"
    if path.name.startswith("."):
        return "a hidden file"
    if not path.is_file():
        return "not a regular file"
    if path.suffix.lower() in _MEDIA:
        return "not a list of questions, by its suffix"
    return ""


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
            limit = MAX_PACKAGE_BYTES if head.startswith(b"PK") else MAX_FILE_BYTES
            data = head + file.read(limit + 1 - len(head))
    except OSError as error:
        raise ImportFailed(f"{path}: it cannot be read: {error.strerror or error}") from None
    if len(data) > limit:
        raise ImportFailed(f"{path}: larger than {megabytes(limit)}; import it in parts")
    return data
