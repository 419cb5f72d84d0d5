"""Anki's text exports: a note a row, with `#` headers that say what is in which column."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from interview_sim.exchange.importers.anki.notes import Note, NoteType, read_notes
from interview_sim.exchange.importers.csv_tables import delimiter_of
from interview_sim.exchange.importers.fields import field_of
from interview_sim.exchange.importers.gathering import Document
from interview_sim.exchange.importers.html_text import looks_like_html
from interview_sim.exchange.importers.model import (
    ImportFailed,
    ImportResult,
    Options,
    Skipped,
    brief,
)

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
HEADERS = frozenset(
    {"separator", "html", "tags", "columns", "deck", "notetype", "if matches", *_COLUMN_HEADERS}
)
"""What Anki reads from the first lines."""

_MAX_CELL = 1_000_000
_MAX_COLUMNS = 100


class Headers(Struct):
    """What the first lines say."""

    separator: str = ""
    is_html: bool | None = None
    tags: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    deck: str = ""
    notetype: str = ""
    special: dict[int, str] = {}
    """Column, from zero, and what is in it: tags, deck, notetype or guid."""


class _Row(Struct, frozen=True):
    line: int
    cells: list[str]


def read_text(document: Document, options: Options) -> ImportResult:
    """The notes of a text export.

    Raises:
        ImportFailed: It is not text, or has no rows.
    """
    text, notes = document.decoded
    lines = text.split("\n")
    headers, start = read_headers(lines)
    separator = headers.separator or delimiter_of("\n".join(lines[start:]))
    table = _Table(document.name, lines, start, separator)
    rows = table.rows()
    skipped = [
        Skipped(document.place(number), brief(lines[number - 1]), "a comment line")
        for number in table.comments
    ]
    if not rows:
        raise ImportFailed(f"{document.name}: there are no notes in it")
    columns, rows = _columns(headers, rows)
    is_html = headers.is_html
    if is_html is None:
        is_html = any(looks_like_html(cell) for row in rows for cell in row.cells)
    made = [_note(row, columns, headers, document, is_html=is_html) for row in rows]
    found = read_notes(made, options.mapping)
    shown = "tab" if separator == "\t" else separator
    told = f"{document.name}: {len(rows)} rows, {shown}-separated, " + (
        "fields are HTML" if is_html else "fields are plain text"
    )
    return found.but(
        notes=(*notes, told, *table.notes, *found.notes), skipped=(*skipped, *found.skipped)
    )


def read_headers(lines: Sequence[str]) -> tuple[Headers, int]:
    """The headers, and how many lines they are."""
    headers = Headers()
    number = 0
    columns = ""
    for number, line in enumerate(lines):  # noqa: B007 - the count is what is wanted
        found = _HEADER.fullmatch(line.rstrip())
        if found is None or found.group(1).lower() not in HEADERS:
            break
        key, value = found.group(1).lower(), found.group(2)
        if key == "columns":
            columns = value
        elif key in _COLUMN_HEADERS:
            _special(headers, key, value)
        else:
            _plain_header(headers, key, value)
    else:
        number = len(lines)
    if columns:
        separator = headers.separator or delimiter_of(columns)
        cells = next(csv.reader([columns], delimiter=separator), [])
        headers.columns = tuple(cell.strip() for cell in cells)
    return headers, number


def _special(headers: Headers, key: str, value: str) -> None:
    number = value.strip()
    if number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= _MAX_COLUMNS:
        headers.special[int(number) - 1] = key.partition(" ")[0]


def _plain_header(headers: Headers, key: str, value: str) -> None:
    text = value.strip()
    if key == "separator":
        named = _SEPARATORS.get(text.lower())
        headers.separator = named or (value[:1] if len(value.strip("\r\n")) == 1 else "")
        if headers.separator in {'"', "#"}:
            headers.separator = ""
    elif key == "html":
        headers.is_html = text.lower() in {"true", "1", "yes"}
    elif key == "tags":
        headers.tags = tuple(text.split())
    elif key == "deck":
        headers.deck = text
    elif key == "notetype":
        headers.notetype = text


class _Table:
    """The rows of a file, with the line on which each begins."""

    def __init__(self, name: str, lines: Sequence[str], start: int, separator: str) -> None:
        self._name = name
        self._lines = lines
        self._start = start
        self._separator = separator
        self._number = start
        self._is_first = True
        self._begins = start
        self.comments: list[int] = []
        self.notes: list[str] = []

    def rows(self) -> list[_Row]:
        """The rows that hold anything.

        Raises:
            ImportFailed: A field is longer than any note.
        """
        try:
            return list(self._read(strict=True))
        except csv.Error as error:
            is_open = "unexpected end" in str(error)
        if not is_open:
            try:
                return list(self._read(strict=False))
            except csv.Error:
                pass
        self.notes.append("a quotation mark is never closed, so all were taken as they stand")
        try:
            return list(self._read(strict=False, quoted=False))
        except csv.Error:
            raise ImportFailed(
                f"{self._name}: a field is longer than {_MAX_CELL:,} characters; this is no list "
                "of notes, or another --from is needed"
            ) from None

    def _read(self, *, strict: bool, quoted: bool = True) -> Iterator[_Row]:
        self._number = self._start
        self.comments.clear()
        previous = csv.field_size_limit(_MAX_CELL)
        try:
            reader = csv.reader(
                self._feed(),
                delimiter=self._separator,
                strict=strict,
                quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
            )
            while True:
                self._is_first = True
                cells = next(reader, None)
                if cells is None:
                    return
                if any(cell.strip() for cell in cells):
                    yield _Row(self._begins, cells[:_MAX_COLUMNS])
        finally:
            csv.field_size_limit(previous)

    def _feed(self) -> Iterator[str]:
        """The lines, save those that are comments where a row could begin."""
        while self._number < len(self._lines):
            line = self._lines[self._number]
            self._number += 1
            if self._is_first and line.startswith("#"):
                self.comments.append(self._number)
                continue
            if self._is_first:
                self._begins = self._number
                self._is_first = False
            yield line + "\n"


def _columns(headers: Headers, rows: list[_Row]) -> tuple[list[str], list[_Row]]:
    """The names of all columns, from the headers, from a first row that has names, or made up."""
    width = max(len(row.cells) for row in rows)
    names = list(headers.columns)
    first = [cell.strip() for cell in rows[0].cells]
    has_headers = bool(names or headers.special)
    if not has_headers and len(rows) > 1 and all(map(field_of, first)) and len(first) > 1:
        return _named(first, width), rows[1:]
    if not names:
        plain = (name for name in ("Front", "Back"))
        names = [
            "" if index in headers.special else next(plain, f"Field {index + 1}")
            for index in range(width)
        ]
    return _named(names, width), rows


def _named(names: Sequence[str], width: int) -> list[str]:
    """Names that are each given once, for that many columns."""
    result: list[str] = []
    for index in range(max(width, len(names))):
        name = (names[index] if index < len(names) else "") or f"Field {index + 1}"
        result.append(name if name not in result else f"{name} ({index + 1})")
    return result


def _note(
    row: _Row, columns: Sequence[str], headers: Headers, document: Document, *, is_html: bool
) -> Note:
    special = {
        role: row.cells[index].strip()
        for index, role in headers.special.items()
        if index < len(row.cells)
    }
    kept = [index for index in range(len(columns)) if index not in headers.special]
    deck = special.get("deck") or headers.deck
    return Note(
        values=tuple(row.cells[index] if index < len(row.cells) else "" for index in kept),
        place=document.place(row.line),
        type=NoteType(
            special.get("notetype") or headers.notetype, tuple(columns[index] for index in kept)
        ),
        tags=tuple(dict.fromkeys([*headers.tags, *special.get("tags", "").split()])),
        deck=deck_parts(deck.split("::")),
        guid=special.get("guid", ""),
        is_html=is_html,
    )


def deck_parts(names: Iterable[str]) -> tuple[str, ...]:
    """A deck's path; Anki's default deck says nothing."""
    parts = tuple(part.strip() for part in names if part.strip())
    return () if parts == ("Default",) else parts
