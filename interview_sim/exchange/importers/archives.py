"""Zip files, read in memory and within bounds; nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from interview_sim.exchange.importers.limits import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    megabytes,
)
from interview_sim.exchange.importers.model import ImportFailed

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


class Member(NamedTuple):
    """One file of a zip, or why it is left alone."""

    name: str
    data: bytes | None
    why: str = ""


def is_zip(data: bytes) -> bool:
    """Whether the bytes are a zip file."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and zipfile.is_zipfile(io.BytesIO(data))


def member_names(data: bytes, name: str) -> list[str]:
    """The names in a zip, without reading any member.

    Raises:
        ImportFailed: It is damaged, or holds too many files.
    """
    return [info.filename for info in _open(data, name).infolist() if not info.is_dir()]


def read_members(data: bytes, name: str) -> Iterator[Member]:
    """The files in a zip, in its own order; those that are not safe to read come with a reason.

    Raises:
        ImportFailed: It is damaged, or holds more than is read.
    """
    archive = _open(data, name)
    left = MAX_TOTAL_BYTES
    for info in archive.infolist():
        if info.is_dir():
            continue
        why = _refusal(info)
        if why:
            yield Member(info.filename, None, why)
            continue
        content = _read(archive, info, min(left, MAX_FILE_BYTES))
        if content is None:
            yield Member(info.filename, None, "it is damaged or encrypted")
            continue
        if len(content) > left:
            raise ImportFailed(
                f"{name}: what is in it is larger than {megabytes(MAX_TOTAL_BYTES)}; "
                "import its files in parts"
            )
        left -= len(content)
        if len(content) > MAX_FILE_BYTES:
            yield Member(info.filename, None, f"it is larger than {megabytes(MAX_FILE_BYTES)}")
        else:
            yield Member(info.filename, content)


def read_member(data: bytes, name: str, member: str, limit: int = MAX_TOTAL_BYTES) -> bytes | None:
    """One file of a zip by its exact name, or None when there is none.

    Raises:
        ImportFailed: The zip or the file in it is damaged, encrypted, or larger than `limit`.
    """
    archive = _open(data, name)
    info = next((info for info in archive.infolist() if info.filename == member), None)
    if info is None:
        return None
    content = _read(archive, info, limit)
    if content is None:
        raise ImportFailed(f"{name}: {member} in it is damaged or encrypted")
    if len(content) > limit:
        raise ImportFailed(f"{name}: {member} in it is larger than {megabytes(limit)}")
    return content


def _open(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE as error:
        raise ImportFailed(f"{name}: the zip file is damaged ({error})") from None
    if len(archive.infolist()) > MAX_FILES:
        raise ImportFailed(f"{name}: it holds more than {MAX_FILES:,} files; import it in parts")
    return archive


def _refusal(info: zipfile.ZipInfo) -> str:
    """Why a member is not read, judged by what the zip says of it; empty: it may be."""
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return "its name climbs out of the zip"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a symbolic link"
    if info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
        return f"it unpacks to more than {MAX_RATIO} times its size"
    return ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes | None:
    """The content, cut one byte past `limit` whatever the zip says of it; None: unreadable."""
    try:
        with archive.open(info) as file:
            return file.read(limit + 1)
    except _UNREADABLE:
        return None
