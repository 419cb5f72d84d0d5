"""Tables of questions in CSV, TSV and the like: delimiter, quoting and header are detected."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import ImportFailed, ImportOptions, ImportResult
from interview_sim.exchange.importers.records import (
    Record,
    assign,
    field_of,
    read_records,
    with_answer_behind,
)
from interview_sim.exchange.importers.registry import Guess

_DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}
_SAMPLE = 40
_MAX_CELL = 1_000_000
_MAX_COLUMNS = 1_000
_MAX_DAMAGED = 50
_END = "\x02"
"""A line that no text has (`clean` removes it), to see whether the last quotation was closed."""

_QUESTION = re.compile(r"\?\s*[\"']?\s*$")


class CsvImporter:
    """A table whose rows are questions."""

    name = "csv"
    suffixes = frozenset({".csv", ".tsv", ".tab", ".psv"})

    def recognise(self, document: Document) -> Guess | None:
        """By the suffix; a text when all lines have the same number of columns."""
        if document.suffix in self.suffixes:
            return Guess(0.6, f"its name ends in {document.suffix}")
        if document.suffix != ".txt":
            return None
        head = document.head[:20_000]
        widths = [len(row) for row in _sample(head, delimiter_of(head)) if row]
        if len(widths) >= 3 and min(widths) == max(widths) and 2 <= widths[0] <= 20:
            return Guess(0.5, f"every line has {widths[0]} columns")
        return None

    def read(self, document: Document, options: ImportOptions) -> ImportResult:
        """Every row is a question, by the names of the columns or by which column asks."""
        text, notes = document.decoded
        delimiter = delimiter_of(text)
        table = read_table(text.split("\n"), delimiter, document.name)
        if not table.rows:
            raise ImportFailed(f"{document.name}: the table is empty")
        rows = [row.cells for row in table.rows]
        header = _header(rows[0], options)
        names = distinct_names(header or (), max(map(len, rows)), "col")
        fields = assign(names, options.mapping)
        if header is None:
            fields = _by_position(rows, names, fields)
        if "question" not in fields:
            first = f"“{names[0]}”" if " " in names[0] else names[0]
            raise ImportFailed(
                f"{document.name}: no column is named like questions; say which one holds them, "
                f"such as --map question={first}"
            )
        records = [
            Record(
                dict(zip(names, row.cells, strict=False)),
                document.location(item=f"row {row.number}"),
            )
            for row in table.rows[header is not None :]
        ]
        found = read_records(records, fields)
        note = (
            f"{document.name}: {len(records)} rows, {_DELIMITERS[delimiter]}-separated, "
            f"{'with' if header is not None else 'without'} a header; "
            + ", ".join(f"{field} from {name}" for field, name in fields.items())
        )
        return found.replace(notes=(*notes, note, *table.notes, *found.notes))


# -- reading any table ---------------------------------------------------------------------------


class TableRow(Struct, frozen=True):
    """One row that holds anything; row and line are counted from one."""

    number: int
    line: int
    cells: list[str]


class Table(Struct, frozen=True):
    """The rows of a text."""

    rows: list[TableRow]
    comments: list[int]
    """The lines that are comments, where there may be some."""
    notes: list[str]


def read_table(
    lines: Sequence[str], delimiter: str, name: str, *, start: int = 0, has_comments: bool = False
) -> Table:
    """The rows of a table; a row with a quotation mark that nothing closes is read as it is.

    Args:
        lines: All lines of the file.
        delimiter: What separates the cells.
        name: Of the file, for messages.
        start: How many lines to skip.
        has_comments: Whether a line that begins with `#` is none of the table.

    Raises:
        ImportFailed: A cell is longer than any text that anybody asks about.
    """
    table = Table([], [], [])
    at = row = start  # the next line to read, and the one on which the current row began

    def rest() -> Iterator[str]:
        nonlocal at, row
        while at < len(lines):
            line, at = lines[at], at + 1
            if has_comments and at == row + 1 and line.startswith("#"):
                table.comments.append(at)
                row = at
            else:
                yield line + "\n"
        at += 1
        yield _END

    previous = csv.field_size_limit(_MAX_CELL)
    number = 0
    try:
        while at < len(lines):
            reader = csv.reader(
                rest(),
                delimiter=delimiter,
                quoting=csv.QUOTE_MINIMAL if len(table.notes) < _MAX_DAMAGED else csv.QUOTE_NONE,
                strict=True,
            )
            for cells in _until_damaged(reader):
                is_damaged = cells is None or at > len(lines)
                if is_damaged and cells == [_END]:
                    break
                number += 1
                if cells is None or is_damaged:
                    what = "is never closed" if at > len(lines) else "closes within a cell"
                    table.notes.append(
                        f"{name}:{row + 1}: a quotation mark {what}, so this row was read as it is"
                    )
                    cells, at = lines[row].split(delimiter), row + 1  # noqa: PLW2901
                if any(map(str.strip, cells)):
                    table.rows.append(TableRow(number, row + 1, cells))
                row = at
    except csv.Error:
        raise ImportFailed(
            f"{name}: a cell is longer than {_MAX_CELL:,} characters; this is no table of "
            "questions, or it needs another --from"
        ) from None
    finally:
        csv.field_size_limit(previous)
    return table


def _until_damaged(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    """The rows up to one with a quotation mark that is out of place, for which None stands."""
    try:
        yield from reader
    except csv.Error as error:
        if "limit" in str(error):
            raise
        yield None


def _sample(text: str, delimiter: str) -> list[list[str]]:
    """The first rows of a text."""
    try:
        return list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), _SAMPLE))
    except csv.Error:
        return []


def delimiter_of(text: str) -> str:
    """The delimiter that gives the most even table of at least two columns; a comma else."""

    def evenness(delimiter: str) -> tuple[float, int]:
        rows = [row for row in _sample(text[:50_000], delimiter) if row]
        wide = [len(row) for row in rows if len(row) > 1]
        if not wide:
            return (0.0, 0)
        commonest = max(set(wide), key=wide.count)
        return (wide.count(commonest) / len(rows), -commonest)

    best = max(_DELIMITERS, key=evenness)
    return best if evenness(best)[0] > 0 else ","


def distinct_names(names: Sequence[str], width: int, fallback: str) -> list[str]:
    """Names for that many columns, with a number added where they are empty or repeated.

    Raises:
        ImportFailed: There are more columns than any table of questions has.
    """
    if max(width, len(names)) > _MAX_COLUMNS:
        raise ImportFailed(
            f"a table of more than {_MAX_COLUMNS:,} columns is no table of questions; try another "
            "--from"
        )
    result: list[str] = []
    for number, given in enumerate([*names, *[""] * (width - len(names))], 1):
        name = given or f"{fallback}{number}"
        result.append(name if name not in result else f"{name} ({number})")
    return result


# -- columns -------------------------------------------------------------------------------------


def _header(row: Sequence[str], options: ImportOptions) -> list[str] | None:
    """The names of the columns, if the first row holds names rather than a question."""
    first = [cell.strip() for cell in row]
    if set(options.mapping.values()) & set(first):
        return first
    known = [cell for cell in first if field_of(cell)]
    if not known or any(_QUESTION.search(cell) or len(cell) > 60 for cell in first):
        return None
    is_worded = len({"question", "title"} & {field_of(cell) for cell in known}) > 0
    return first if is_worded or len(known) * 2 >= len([c for c in first if c]) else None


def _by_position(
    rows: Sequence[Sequence[str]], names: Sequence[str], mapped: Mapping[str, str]
) -> dict[str, str]:
    """Without a header: the column with the most questions, and the one after it with answers."""
    found = dict(mapped)
    free = [index for index, name in enumerate(names) if name not in found.values()]
    sample = rows[:200]

    def column(index: int) -> list[str]:
        return [row[index] for row in sample if index < len(row)]

    def asked(index: int) -> int:
        return sum(bool(_QUESTION.search(cell)) for cell in column(index))

    def words(index: int) -> float:
        counts = [len(cell.split()) for cell in column(index)]
        return sum(counts) / len(counts) if counts else 0.0

    if "question" not in found and free:
        wordy = [index for index in free if words(index) >= 2] or free
        found["question"] = names[max(wordy, key=lambda index: (asked(index), -index))]
    if "question" in found:
        found = with_answer_behind(found, names)
    rest = [index for index in free if names[index] not in found.values()]
    if "answer" not in found and rest:
        found["answer"] = names[max(rest, key=words)]
    return found
