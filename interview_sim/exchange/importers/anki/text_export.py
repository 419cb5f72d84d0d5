"""Anki's text exports: one note in each row, with `#` headers that say what is in which column."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from msgspec import Struct

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
    brief,
)
from interview_sim.exchange.importers.records import field_of

_HEADER = re.compile(r"#([a-zA-Z][a-zA-Z ]{0,30}):(.*)")
_SEPARATORS = {
    "tab": "\t",
    "comma": ",",
    "semicolon": ";",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
_COLUMN_HEADERS = ("tags column", "deck column", "notetype column", "guid column")
_HEADERS = frozenset(
    {"separator", "html", "tags", "columns", "deck", "notetype", "if matches", *_COLUMN_HEADERS}
)
_MAX_COLUMNS = 100


class _Headers(Struct):
    """What the first lines say."""

    separator: str = ""
    is_html: bool | None = None
    tags: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    deck: str = ""
    notetype: str = ""
    special: dict[int, str] = {}
    """Column, from zero, and what is in it: tags, deck, notetype or guid."""


def read_text_export(document: Document, options: ImportOptions) -> ImportResult:
    """The notes of a text export.

    Raises:
        ImportFailed: It is not text, or has no rows.
    """
    text, notes = document.decoded
    lines = text.split("\n")
    headers, start = _read_headers(lines)
    separator = headers.separator or delimiter_of("\n".join(lines[start:]))
    table = read_table(lines, separator, document.name, start=start, has_comments=True)
    skipped = tuple(
        Skipped(document.location(number), brief(lines[number - 1]), "a comment line")
        for number in table.comments
    )
    if not table.rows:
        raise ImportFailed(f"{document.name}: there are no notes in it")
    columns, rows = _columns(headers, table.rows)
    is_html = headers.is_html
    if is_html is None:
        is_html = any(looks_like_html(cell) for row in rows for cell in row.cells)
    found = read_notes(
        [_note(row, columns, headers, document, is_html=is_html) for row in rows], options.mapping
    )
    shown = "tab" if separator == "\t" else separator
    note = (
        f"{document.name}: {len(rows)} rows, {shown}-separated, fields are "
        f"{'HTML' if is_html else 'plain text'}"
    )
    return found.replace(
        notes=(*notes, note, *table.notes, *found.notes), skipped=(*skipped, *found.skipped)
    )


def _read_headers(lines: Sequence[str]) -> tuple[_Headers, int]:
    """The headers, and how many lines they are."""
    headers = _Headers()
    count = 0
    columns = ""
    for line in lines:
        found = _HEADER.fullmatch(line.rstrip())
        key = found.group(1).lower() if found is not None else ""
        if found is None or key not in _HEADERS:
            break
        count += 1
        if key == "columns":
            columns = found.group(2)
        else:
            _set_header(headers, key, found.group(2))
    if columns:
        separator = headers.separator or delimiter_of(columns)
        cells = next(csv.reader([columns], delimiter=separator), [])
        headers.columns = tuple(cell.strip() for cell in cells)
    return headers, count


def _set_header(headers: _Headers, key: str, value: str) -> None:
    text = value.strip()
    if key in _COLUMN_HEADERS:
        if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= _MAX_COLUMNS:
            headers.special[int(text) - 1] = key.partition(" ")[0]
    elif key == "separator":
        sign = value if len(value) == 1 else ""
        headers.separator = _SEPARATORS.get(text.lower(), sign).strip('"#')
    elif key == "html":
        headers.is_html = text.lower() in {"true", "1", "yes"}
    elif key == "tags":
        headers.tags = tuple(text.split())
    elif key == "deck":
        headers.deck = text
    elif key == "notetype":
        headers.notetype = text


def _columns(headers: _Headers, rows: list[TableRow]) -> tuple[list[str], list[TableRow]]:
    """The names of all columns: from the headers, from a first row of names, or by position."""
    width = min(max(len(row.cells) for row in rows), _MAX_COLUMNS)
    names = list(headers.columns)
    first = [cell.strip() for cell in rows[0].cells]
    has_headers = bool(names or headers.special)
    if not has_headers and len(rows) > 1 and all(map(field_of, first)) and len(first) > 1:
        return distinct_names(first, width, "Field "), rows[1:]
    if not names:
        usual = iter(("Front", "Back"))
        names = ["" if n in headers.special else next(usual, "") for n in range(width)]
    return distinct_names(names, width, "Field "), rows


def _note(
    row: TableRow, columns: Sequence[str], headers: _Headers, document: Document, *, is_html: bool
) -> Note:
    cells = row.cells
    special = {
        role: cells[index].strip() for index, role in headers.special.items() if index < len(cells)
    }
    kept = [index for index in range(len(columns)) if index not in headers.special]
    deck = special.get("deck") or headers.deck
    return Note(
        values=tuple(cells[index] if index < len(cells) else "" for index in kept),
        location=document.location(row.line),
        type=NoteType(
            special.get("notetype") or headers.notetype, tuple(columns[index] for index in kept)
        ),
        tags=tuple(dict.fromkeys([*headers.tags, *special.get("tags", "").split()])),
        deck=deck_parts(deck.split("::")),
        guid=special.get("guid", ""),
        is_html=is_html,
    )
