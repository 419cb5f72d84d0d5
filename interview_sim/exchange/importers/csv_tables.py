"""Tables of questions in CSV, TSV and their kin: delimiter, quoting and header are found out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from interview_sim.exchange.importers.fields import assign, field_of
from interview_sim.exchange.importers.gathering import Document
from interview_sim.exchange.importers.model import ImportFailed, ImportResult, Options, joined
from interview_sim.exchange.importers.records import Row, read_rows
from interview_sim.exchange.importers.registry import Format, Guess

_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
_DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}
_SAMPLE = 40
_MAX_CELL = 1_000_000
_QUESTION = re.compile(r"\?\s*[\"']?\s*$")


def _look(document: Document) -> Guess | None:
    if document.suffix not in {*_SUFFIXES, ".txt"}:
        return None
    try:
        text = document.text
    except ImportFailed:
        return None
    if document.suffix in _SUFFIXES:
        return Guess(0.6, f"its name ends in {document.suffix}")
    delimiter = delimiter_of(text)
    rows = _parse(text[:20_000], delimiter)[:_SAMPLE]
    widths = [len(row) for row in rows if row]
    if len(widths) >= 3 and min(widths) == max(widths) and 2 <= widths[0] <= 20:
        return Guess(0.5, f"every line has {widths[0]} columns")
    return None


def _read(documents: Sequence[Document], options: Options) -> ImportResult:
    return joined(_read_one(document, options) for document in documents).but(format="csv")


def _read_one(document: Document, options: Options) -> ImportResult:
    text, notes = document.decoded
    delimiter = delimiter_of(text)
    table = _parse(text, delimiter)
    rows = [(number, row) for number, row in enumerate(table, 1) if any(map(str.strip, row))]
    if not rows:
        raise ImportFailed(f"{document.name}: the table is empty")
    width = max(len(row) for _, row in rows)
    header = _header([row for _, row in rows], options)
    if header is None:
        names = [f"col{number}" for number in range(1, width + 1)]
        fields = _by_position([row for _, row in rows], names, options)
    else:
        rows = rows[1:]
        names = _distinct([*header, *(f"col{n}" for n in range(len(header) + 1, width + 1))])
        fields = assign(names, options.mapping)
    if "question" not in fields:
        raise ImportFailed(
            f"{document.name}: no column holds the questions by its name; say which does, such as "
            f"--map question={_shown(names)}"
        )
    told = (
        f"{document.name}: {len(rows)} rows, "
        f"{_DELIMITERS[delimiter]}-separated, "
        f"{'with' if header is not None else 'without'} a header; "
        + ", ".join(f"{field} from {name}" for field, name in fields.items())
    )
    found = read_rows(
        [
            Row(dict(zip(names, row, strict=False)), document.place(item=f"row {number}"))
            for number, row in rows
        ],
        fields,
    )
    return found.but(notes=(*notes, told, *found.notes))


def _shown(names: Sequence[str]) -> str:
    first = names[0] if names else "col1"
    return f"“{first}”" if " " in first else first


def delimiter_of(text: str) -> str:
    """The delimiter that gives the most even table of at least two columns; a comma else."""
    sample = text[:50_000]

    def evenness(delimiter: str) -> tuple[float, int]:
        rows = [row for row in _parse(sample, delimiter)[:_SAMPLE] if row]
        wide = [len(row) for row in rows if len(row) > 1]
        if not rows or not wide:
            return (0.0, 0)
        commonest = max(set(wide), key=wide.count)
        return (wide.count(commonest) / len(rows), -commonest)

    best = max(_DELIMITERS, key=evenness)
    return best if evenness(best)[0] > 0 else ","


def _parse(text: str, delimiter: str) -> list[list[str]]:
    """The cells of all rows; a quote that never closes is taken as a character."""
    previous = csv.field_size_limit(_MAX_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        rows = [line.split(delimiter) for line in text.split("\n")]
    finally:
        csv.field_size_limit(previous)
    lines = text.count("\n")
    if lines > 3 and len(rows) * 20 < lines and any(len(c) > 20_000 for r in rows for c in r):
        return [line.split(delimiter) for line in text.split("\n")]
    return rows


def _header(rows: Sequence[Sequence[str]], options: Options) -> list[str] | None:
    """The names of the columns, if the first row holds names rather than a question."""
    first = [cell.strip() for cell in rows[0]]
    if set(options.mapping.values()) & set(first):
        return first
    known = [cell for cell in first if field_of(cell)]
    if not known or any(_QUESTION.search(cell) or len(cell) > 60 for cell in first):
        return None
    is_worded = len({"question", "title"} & {field_of(cell) for cell in known}) > 0
    return first if is_worded or len(known) * 2 >= len([c for c in first if c]) else None


def _by_position(
    rows: Sequence[Sequence[str]], names: Sequence[str], options: Options
) -> dict[str, str]:
    """Without a header: the column with the most questions, and the one after it with answers."""
    found = assign(names, options.mapping)
    free = [index for index, name in enumerate(names) if name not in found.values()]
    if "question" not in found and free:
        sample = rows[:200]

        def asked(index: int) -> int:
            return sum(bool(_QUESTION.search(row[index])) for row in sample if index < len(row))

        wordy = [i for i in free if _words(sample, i) >= 2] or free
        found["question"] = names[max(wordy, key=lambda index: (asked(index), -index))]
    if "answer" not in found and "question" in found:
        after = names.index(found["question"]) + 1
        rest = [i for i in free if names[i] != found["question"]]
        chosen = after if after in rest else max(rest, default=None, key=lambda i: _words(rows, i))
        if chosen is not None:
            found["answer"] = names[chosen]
    return found


def _words(rows: Sequence[Sequence[str]], index: int) -> float:
    counts = [len(row[index].split()) for row in rows[:200] if index < len(row)]
    return sum(counts) / len(counts) if counts else 0.0


def _distinct(names: Sequence[str]) -> list[str]:
    """Names with a number added where they are empty or given twice."""
    result: list[str] = []
    for number, name in enumerate(names, 1):
        wanted = name or f"col{number}"
        result.append(wanted if wanted not in result else f"{wanted} ({number})")
    return result


FORMAT = Format(
    name="csv",
    title="a table of questions: CSV, TSV or with another delimiter",
    suffixes=_SUFFIXES,
    look=_look,
    read=_read,
)
"""Tables of questions."""
