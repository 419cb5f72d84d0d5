"""The Anki format: which documents are in it, and what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interview_sim.exchange.importers.gathering import Document
from interview_sim.exchange.importers.model import ImportFailed, ImportResult, Options, joined
from interview_sim.exchange.importers.registry import Format, Guess

_PACKAGES = (".apkg", ".colpkg")
_TEXTS = (".txt", ".csv", ".tsv", "")
_SUFFIXES = (*_PACKAGES, ".txt", ".csv", ".tsv")
_MEMBERS = frozenset({"collection.anki21b", "collection.anki21", "collection.anki2"})
_HEADED = re.compile(
    r"#(?:separator|html|columns|(?:tags|deck|notetype|guid) column|notetype|deck|tags):",
    re.IGNORECASE,
)
_OWN = re.compile(r"\{\{c\d{1,3}::|\[sound:[^\]\n]{1,200}\]")


def _look(document: Document) -> Guess | None:
    if document.data.startswith(b"PK"):
        return Guess(0.97, "there is an Anki collection in it")
    if document.suffix in _PACKAGES:
        return Guess(0.9, f"its name ends in {document.suffix}")
    if document.suffix not in _TEXTS or not _may_be(document.data):
        return None
    try:
        text = document.text
    except ImportFailed:
        return None
    if _HEADED.match(text):
        return Guess(0.95, "it begins with Anki's headers")
    if _OWN.search(text[:200_000]):
        return Guess(0.7, "it has gaps or sounds as Anki writes them")
    return None


def _may_be(data: bytes) -> bool:
    """Whether the text is worth decoding to look for what is Anki's own."""
    return data[:8].lstrip(b"\xef\xbb\xbf\xff\xfe\x00").startswith(b"#") or (
        b"{{c" in data[:200_000] or b"[sound:" in data[:200_000]
    )


def _read(documents: Sequence[Document], options: Options) -> ImportResult:
    return joined(_read_one(document, options) for document in documents).but(format="anki")


def _read_one(document: Document, options: Options) -> ImportResult:
    if document.data.startswith(b"PK") or document.suffix in _PACKAGES:
        from interview_sim.exchange.importers.anki.packages import read_package

        return read_package(document, options)
    from interview_sim.exchange.importers.anki.text_files import read_text

    return read_text(document, options)


FORMAT = Format(
    name="anki",
    title="Anki: a package (.apkg, .colpkg) or a text export",
    suffixes=_SUFFIXES,
    look=_look,
    read=_read,
    packages=_MEMBERS,
)
"""Anki's cards."""
