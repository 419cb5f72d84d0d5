"""Anki's cards: its text exports, and its packages of every age."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from interview_sim.exchange.importers.anki.notes import Note, NoteType, deck_parts, read_notes
from interview_sim.exchange.importers.csv_tables import (
    TableRow,
    delimiter_of,
    distinct_names,
    read_table,
)
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.html_text import looks_like_html
from interview_sim.exchange.importers.imported import (
    ImportFailed,
    ImportOptions,
    ImportResult,
    Skipped,
)
from interview_sim.exchange.importers.input_files import member_names
from interview_sim.exchange.importers.records import field_of
from interview_sim.exchange.importers.registry import Guess
from interview_sim.literal import brief

_PACKAGES = frozenset({".apkg", ".colpkg"})
_TEXTS = frozenset({".txt", ".csv", ".tsv"})
MEMBERS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""Where a package has its notes; the first that is there counts, the others are for old Ankis."""

_HEADER = re.compile(
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
        if any(PurePosixPath(name).name in MEMBERS for name in member_names(document.data)):
            return Guess(0.97, "there is an Anki collection in it")
        if document.suffix in _PACKAGES:
            return Guess(0.9, f"its name ends in {document.suffix}")
        if document.suffix not in {*_TEXTS, ""}:
            return None
        if _HEADER.match(document.head):
            return Guess(0.95, "it begins with Anki's headers")
        if _OWN.search(document.head):
            return Guess(0.7, "it has gaps or sounds as Anki writes them")
        return None

    def read(self, document: Document, options: ImportOptions) -> ImportResult:
        """Every note is a question, by the fields that its first card asks and shows."""
        if document.data.startswith(b"PK") or document.suffix in _PACKAGES:
            from interview_sim.exchange.importers.anki.package import read_package

            return read_package(document, options)
        return _read_text(document, options)


# -- text exports -----------------------------------------------------------------------------

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}
_NO_FIELD = "\x00"
"""What the name of a column begins with that holds tags, the deck, the note type or the guid."""

_MAX_COLUMNS = 100


def _read_text(document: Document, options: ImportOptions) -> ImportResult:
    """The notes of a text export.

    Raises:
        ImportFailed: It is not text, or has no rows.
    """
    text, notes = document.decoded
    lines = text.split("\n")
    headers, start = _headers(lines)
    sample = headers.get("columns") or "\n".join(lines[start:])
    separator = _separator(headers.get("separator", "")) or delimiter_of(sample)
    table = read_table(lines, separator, document.name, start=start, has_comments=True)
    skipped = tuple(
        Skipped(document.location(number), brief(lines[number - 1]), "a comment line")
        for number in table.comments
    )
    if not table.rows:
        raise ImportFailed(f"{document.name}: there are no notes in it")
    columns, rows = _columns(headers, separator, table.rows)
    if "html" in headers:
        is_html = headers["html"].strip().lower() in {"true", "1", "yes"}
    else:
        is_html = any(looks_like_html(cell) for row in rows for cell in row.cells)
    found = read_notes(
        [_note(row, columns, headers, document, is_html=is_html) for row in rows], options.mapping
    )
    shown = "tab" if separator == "\t" else separator
    markup = "HTML" if is_html else "plain text"
    note = f"{document.name}: {len(rows)} rows, {shown}-separated, fields are {markup}"
    return found.replace(
        notes=(*notes, note, *table.notes, *found.notes), skipped=(*skipped, *found.skipped)
    )


def _headers(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """What the first lines say, by their names, and how many lines that are."""
    headers: dict[str, str] = {}
    for count, line in enumerate(lines):
        found = _HEADER.fullmatch(line.rstrip())
        if found is None:
            return headers, count
        headers[found.group(1).lower()] = found.group(2)
    return headers, len(lines)


def _separator(value: str) -> str:
    """The sign that a header names or is; empty where it is no use."""
    sign = value if len(value) == 1 else ""
    return _SEPARATORS.get(value.strip().lower(), sign).strip('"#')


def _columns(
    headers: Mapping[str, str], separator: str, rows: list[TableRow]
) -> tuple[list[str], list[TableRow]]:
    """The names of all columns: from a header, from a first row of names, or by position."""
    special = {
        int(text) - 1: _NO_FIELD + name.removesuffix(" column")
        for name, value in headers.items()
        if name.endswith(" column") and re.fullmatch(r"[1-9][0-9]?", text := value.strip())
    }
    width = min(max(len(row.cells) for row in rows), _MAX_COLUMNS)
    named = next(csv.reader([headers.get("columns", "")], delimiter=separator), [])
    first = [cell.strip() for cell in rows[0].cells]
    if not named and not special and len(rows) > 1 < len(first) and all(map(field_of, first)):
        return distinct_names(first, width, "Field "), rows[1:]
    usual = iter(("Front", "Back"))
    names = named or ["" if n in special else next(usual, "") for n in range(width)]
    placed = [special.get(n, name.strip()) for n, name in enumerate(names)]
    return distinct_names(placed, width, "Field "), rows


def _note(
    row: TableRow,
    columns: Sequence[str],
    headers: Mapping[str, str],
    document: Document,
    *,
    is_html: bool,
) -> Note:
    cells = dict(zip(columns, row.cells, strict=False))
    fields = [name for name in columns if not name.startswith(_NO_FIELD)]

    def own(role: str) -> str:
        return cells.get(_NO_FIELD + role, "").strip()

    tags = f"{headers.get('tags', '')} {own('tags')}".split()
    deck = own("deck") or headers.get("deck", "")
    return Note(
        values=tuple(cells.get(name, "") for name in fields),
        location=document.location(row.line),
        type=NoteType(own("notetype") or headers.get("notetype", "").strip(), tuple(fields)),
        tags=tuple(dict.fromkeys(tags)),
        deck=deck_parts(deck.split("::")),
        guid=own("guid"),
        is_html=is_html,
    )
