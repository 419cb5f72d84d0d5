"""Tables in a Markdown document whose rows are questions."""

from __future__ import annotations

from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import ImportOptions, ImportResult
from interview_sim.exchange.importers.markdown.blocks import Block
from interview_sim.exchange.importers.markdown.rendering import Renderer
from interview_sim.exchange.importers.markdown.titles import read_title
from interview_sim.exchange.importers.records import Record, assign, field_of, read_records

_QUESTION_SHARE = 0.6


def table_rows(
    block: Block, document: Document, line: int, options: ImportOptions, renderer: Renderer
) -> ImportResult | None:
    """What a table's rows hold, or None when they are no questions."""
    if len(block.rows) < 2:
        return None
    names = [name or f"col{n}" for n, name in enumerate(block.rows[0], 1)]
    rows = block.rows[1:]
    fields = _fields(names, rows, options)
    if fields is None:
        return None
    place = [document.location(line + 2 + n) for n in range(len(rows))]
    records = []
    for number, row in enumerate(rows):
        cells = {
            name: renderer.text(cell.replace("<br>", "\n"))
            for name, cell in zip(names, row, strict=False)
        }
        question = cells.get(fields["question"], "")
        cells[fields["question"]] = read_title(question).text or question
        records.append(Record(cells, place[number]))
    return read_records(records, fields)


def _fields(
    names: list[str], rows: tuple[tuple[str, ...], ...], options: ImportOptions
) -> dict[str, str] | None:
    """What the columns hold, by their names or by which column asks."""
    mapping = {f: n for f, n in options.mapping.items() if n in names}
    fields = assign(names, mapping)
    asking = [
        sum(read_title(row[n]).is_question for row in rows if n < len(row)) / len(rows)
        for n in range(len(names))
    ]
    named = fields.get("question")
    if named is not None and "question" not in mapping:
        is_sure = field_of(named) == "question" and "answer" in fields
        if not is_sure and asking[names.index(named)] < _QUESTION_SHARE:
            named = None
    if named is not None:
        return fields
    best = max(range(len(names)), key=lambda n: asking[n])
    if asking[best] < _QUESTION_SHARE:
        return None
    fields = {f: n for f, n in fields.items() if n != names[best] and f != "question"}
    fields["question"] = names[best]
    if "answer" not in fields and best + 1 < len(names) and names[best + 1] not in fields.values():
        fields["answer"] = names[best + 1]
    return fields
