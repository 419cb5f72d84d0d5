"""Anki's cards: its text exports, and its packages of every age."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import ImportFailed, ImportOptions, ImportResult
from interview_sim.exchange.importers.input_files import is_zip, member_names
from interview_sim.exchange.importers.registry import Guess

_PACKAGES = frozenset({".apkg", ".colpkg"})
_TEXTS = frozenset({".txt", ".csv", ".tsv"})
MEMBERS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""Where a package has its notes; the first that is there counts, the others are for old Ankis."""

HEADER = re.compile(
    r"#(separator|html|columns|(?:tags|deck|notetype|guid) column|notetype|deck|tags|if matches)"
    ":(.*)",
    re.IGNORECASE,
)
"""One of the lines that a text export begins with."""

_OWN = re.compile(r"\{\{c\d{1,3}::|\[sound:[^\]\n]{1,200}\]")


class AnkiImporter:
    """A package or a text export."""

    name = "anki"
    suffixes = _PACKAGES | _TEXTS

    def recognise(self, document: Document) -> Guess | None:
        """By what is in a zip, by the suffix, or by headers and marks that are Anki's own."""
        if _has_collection(document):
            return Guess(0.97, "there is an Anki collection in it")
        if document.suffix in _PACKAGES:
            return Guess(0.9, f"its name ends in {document.suffix}")
        if document.suffix not in {*_TEXTS, ""}:
            return None
        if HEADER.match(document.head):
            return Guess(0.95, "it begins with Anki's headers")
        if _OWN.search(document.head):
            return Guess(0.7, "it has gaps or sounds as Anki writes them")
        return None

    def read(self, document: Document, options: ImportOptions) -> ImportResult:
        """Every note is a question, by the fields that its first card asks and shows."""
        if document.data.startswith(b"PK") or document.suffix in _PACKAGES:
            from interview_sim.exchange.importers.anki.package import read_package

            return read_package(document, options)
        from interview_sim.exchange.importers.anki.text_export import read_text_export

        return read_text_export(document, options)


def _has_collection(document: Document) -> bool:
    """Whether a document is a zip with a collection, at any depth."""
    if not is_zip(document.data):
        return False
    try:
        names = member_names(document.data, document.name)
    except ImportFailed:
        return False
    return any(PurePosixPath(name).name in MEMBERS for name in names)
