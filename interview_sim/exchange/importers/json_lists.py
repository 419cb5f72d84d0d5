"""Questions in JSON and JSON Lines: lists of objects, objects of lists, and lists within those."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from interview_sim.bank.model import BANK_FORMAT, Bank
from interview_sim.exchange.importers.fields import assign, field_of
from interview_sim.exchange.importers.gathering import Document
from interview_sim.exchange.importers.model import (
    Draft,
    ImportFailed,
    ImportResult,
    Options,
    Skipped,
    brief,
    joined,
)
from interview_sim.exchange.importers.records import Row, read_rows
from interview_sim.exchange.importers.registry import Format, Guess

_SUFFIXES = (".json", ".jsonl", ".ndjson", ".geojson")
_MAX_DEPTH = 24
_MAX_ROWS = 50_000
_START = re.compile(r"\s*[\[{]")


def _look(document: Document) -> Guess | None:
    head = document.data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    begins = head[:1] in {b"{", b"["}
    if document.suffix in _SUFFIXES[:3]:
        return Guess(0.9 if begins else 0.5, f"its name ends in {document.suffix}")
    if document.suffix in {".txt", ""} and begins and head.rstrip()[-1:] and b'"' in head:
        return Guess(0.6, "it begins as JSON does")
    return None


def _read(documents: Sequence[Document], options: Options) -> ImportResult:
    return joined(_read_one(document, options) for document in documents).but(format="json")


def _read_one(document: Document, options: Options) -> ImportResult:
    text, notes = document.decoded
    values = _values(text, document)
    if len(values) == 1 and isinstance(values[0][1], Mapping):
        bank = _own_bank(values[0][1], text, document)
        if bank is not None:
            return _of_bank(bank, document)
    collector = _Collector(document)
    for line, value in values:
        collector.walk(value, line, ())
    if not collector.rows:
        raise ImportFailed(f"{document.name}: there is no list of objects in it")
    found = _read_groups(collector.rows, options, document)
    return found.but(notes=(*notes, *found.notes), skipped=(*collector.skipped, *found.skipped))


def _values(text: str, document: Document) -> list[tuple[int, Any]]:
    """The values in the text with their lines: one as a rule, many in JSON Lines."""
    try:
        return [(0, json.loads(text))]
    except RecursionError:
        raise ImportFailed(f"{document.name}: it is nested too deeply") from None
    except ValueError as error:
        reason = f"{error}"
    found: list[tuple[int, Any]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append((number, json.loads(line)))
        except (ValueError, RecursionError):
            raise ImportFailed(
                f"{document.name}: this is not JSON: {reason}"
                + (f"; nor is line {number} JSON by itself" if found else "")
            ) from None
    if not found:
        raise ImportFailed(f"{document.name}: the file is empty")
    return found


class _Collector:
    """Finds the objects that can be questions, with the names of the lists they are in."""

    def __init__(self, document: Document) -> None:
        self.rows: list[tuple[tuple[str, ...], Row]] = []
        self.skipped: list[Skipped] = []
        self._document = document

    def walk(self, value: Any, line: int, path: tuple[str, ...]) -> None:
        """Take in what is in `value`; `path` are the keys that lead to it."""
        if len(path) > _MAX_DEPTH:
            self._skip(value, line, path, f"more than {_MAX_DEPTH} levels within each other")
        elif isinstance(value, Mapping):
            self._object(value, line, path)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            for number, item in enumerate(value, 1):
                self.walk(item, line, (*path, f"[{number}]"))
        elif path and path[-1].startswith("[") and isinstance(value, str) and "?" in value:
            self._row({"question": value}, line, path)
        elif value is not None and path and path[-1].startswith("["):
            self._skip(value, line, path, "not an object")

    def _object(self, value: Mapping[str, Any], line: int, path: tuple[str, ...]) -> None:
        if _is_record(value):
            self._row(value, line, path)
            return
        lists = {k: v for k, v in value.items() if isinstance(v, Mapping | list)}
        pairs = {k: v for k, v in value.items() if isinstance(v, str)}
        if pairs and len(pairs) * 2 > len(value) and sum("?" in k for k in pairs) * 2 > len(pairs):
            for question, answer in pairs.items():
                self._row({"question": question, "answer": answer}, line, (*path, question))
        elif path and path[-1].startswith("[") and not lists:
            self._row(value, line, path)
        named = next((v for k, v in pairs.items() if field_of(k) in {"topic", "title"}), None)
        here = path if named is None else (*path, named)
        for key, item in lists.items():
            self.walk(item, line, (*here, key))

    def _row(self, values: Mapping[str, Any], line: int, path: tuple[str, ...]) -> None:
        if len(self.rows) >= _MAX_ROWS:
            raise ImportFailed(f"{self._document.name}: more than {_MAX_ROWS:,} objects")
        names = tuple(part for part in path if not part.startswith("["))
        item = "" if line else "".join(_step(part) for part in path).lstrip(".")
        place = self._document.place(line, brief(item, 80))
        self.rows.append((names, Row(values, place)))

    def _skip(self, value: Any, line: int, path: tuple[str, ...], why: str) -> None:
        item = "" if line else "".join(_step(part) for part in path[:8]).lstrip(".")
        self.skipped.append(Skipped(self._document.place(line, brief(item, 80)), _what(value), why))


def _what(value: Any) -> str:
    return brief(value) if isinstance(value, str) else type(value).__name__


def _step(part: str) -> str:
    return part if part.startswith("[") else f".{part}"


def _is_record(value: Mapping[str, Any]) -> bool:
    """Whether an object is a question itself rather than a holder of questions."""
    fields = {field_of(key): key for key in value}
    key = fields.get("question")
    if key is None or isinstance(value[key], list):
        return False
    return isinstance(value[key], str | Mapping) and not (
        isinstance(value[key], Mapping) and _is_record(value[key])
    )


def _read_groups(
    rows: Sequence[tuple[tuple[str, ...], Row]], options: Options, document: Document
) -> ImportResult:
    """Read rows with the same keys together, each group by its own names."""
    names: dict[str, None] = {}
    for _, row in rows:
        names.update(dict.fromkeys(map(str, row.values)))
    fields = assign(list(names), options.mapping)
    if "question" not in fields:
        raise ImportFailed(
            f"{document.name}: no key holds the questions by its name; say which does, such as "
            f"--map question={next(iter(names), 'text')}"
        )
    found = read_rows(_unified(rows, fields, options), fields)
    told = f"{document.name}: {len(rows)} objects; " + ", ".join(
        f"{field} from {brief(name, 40)}" for field, name in fields.items()
    )
    paths = {row.place: path for path, row in rows}
    drafts = tuple(_placed(draft, paths.get(draft.place, ())) for draft in found.drafts)
    return found.but(drafts=drafts, notes=(told, *found.notes))


def _unified(
    rows: Iterable[tuple[tuple[str, ...], Row]], fields: Mapping[str, str], options: Options
) -> Iterator[Row]:
    """Rows in which each field stands under the one name it was assigned, whatever its own."""
    for _, row in rows:
        values = dict(row.values)
        for name in list(values):
            field = field_of(name)
            if field is None or field in options.mapping or field not in fields:
                continue
            if fields[field] not in row.values:
                values.setdefault(fields[field], values.pop(name))
        yield Row(values, row.place)


def _placed(draft: Draft, path: tuple[str, ...]) -> Draft:
    """The draft with the topic that the names of the lists around it give, if it has none."""
    topic = [part for part in path if field_of(part) is None and part != draft.prompt]
    generic = {"questions", "items", "data", "cards", "notes", "entries", "results", "quiz"}
    topic = [part for part in topic if part.lower() not in generic]
    if draft.topic or not topic:
        return draft
    from msgspec import structs

    return structs.replace(draft, topic=tuple(topic[-2:]))


def _own_bank(value: Mapping[str, Any], text: str, document: Document) -> Bank | None:
    """The bank, where the JSON is one of ours; JSON is YAML too, so it is read as a bank is."""
    from interview_sim.bank.loading import parse_bank

    is_ours = value.get("format") == BANK_FORMAT
    if not is_ours and not {"id", "title", "questions"} <= value.keys():
        return None
    result = parse_bank(text, document.name)
    if result.bank is None and is_ours:
        raise ImportFailed(
            f"{document.name}: this is a bank of ours, but it has errors:\n"
            + "\n".join(str(problem) for problem in result.errors[:10])
        )
    return result.bank


def _of_bank(bank: Bank, document: Document) -> ImportResult:
    drafts = tuple(
        Draft(prompt=q.prompt, place=document.place(item=q.id), answer=q.model_answer, whole=q)
        for q in bank.questions
    )
    return ImportResult(
        format="json",
        drafts=drafts,
        title=bank.title,
        description=bank.description,
        licence=bank.licence,
        language=bank.language,
        base=bank,
    )


FORMAT = Format(
    name="json",
    title="questions in JSON or JSON Lines",
    suffixes=_SUFFIXES[:3],
    look=_look,
    read=_read,
)
"""Lists of objects."""
