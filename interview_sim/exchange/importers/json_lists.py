"""Questions in JSON and JSON Lines: lists of objects, objects of lists, and lists within those."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import structs

from interview_sim.bank.model import BANK_FORMAT, Bank
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import (
    ImportedQuestion,
    ImportFailed,
    ImportOptions,
    ImportResult,
    Skipped,
    brief,
)
from interview_sim.exchange.importers.records import Record, assign, field_of, read_records
from interview_sim.exchange.importers.registry import Guess

_MAX_DEPTH = 24
_MAX_RECORDS = 50_000
_GENERIC = frozenset({"questions", "items", "data", "cards", "notes", "entries", "results", "quiz"})
"""Keys that name no topic."""


class JsonImporter:
    """Objects that are questions, wherever they are in the document."""

    name = "json"
    suffixes = frozenset({".json", ".jsonl", ".ndjson"})

    def recognise(self, document: Document) -> Guess | None:
        """By the suffix, or by how a text begins."""
        head = document.data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
        begins = head[:1] in {b"{", b"["}
        if document.suffix in self.suffixes:
            return Guess(0.9 if begins else 0.5, f"its name ends in {document.suffix}")
        if document.suffix in {".txt", ""} and begins and b'"' in head:
            return Guess(0.65, "it begins as JSON does")
        return None

    def read(self, document: Document, options: ImportOptions) -> ImportResult:
        """All objects that hold a question; a bank of ours is taken whole."""
        text, notes = document.decoded
        values = _values(text, document)
        if len(values) == 1 and isinstance(values[0][1], Mapping):
            bank = _own_bank(values[0][1], text, document)
            if bank is not None:
                return _of_bank(bank, document)
        collector = _Collector(document)
        for line, value in values:
            collector.walk(value, line, ())
        records = [record for _, record in collector.found]
        if not records:
            raise ImportFailed(f"{document.name}: there is no list of objects in it")
        names = list(dict.fromkeys(str(name) for record in records for name in record.values))
        fields = assign(names, options.mapping)
        if "question" not in fields:
            raise ImportFailed(
                f"{document.name}: no key holds the questions by its name; say which does, such as "
                f"--map question={names[0] if names else 'text'}"
            )
        found = read_records(list(_unified(records, fields, options)), fields)
        note = f"{document.name}: {len(records)} objects; " + ", ".join(
            f"{field} from {brief(name, 40)}" for field, name in fields.items()
        )
        paths = {record.location: path for path, record in collector.found}
        return found.replace(
            questions=tuple(_with_topic(q, paths.get(q.location, ())) for q in found.questions),
            notes=(*notes, note, *found.notes),
            skipped=(*collector.skipped, *found.skipped),
        )


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
        self.found: list[tuple[tuple[str, ...], Record]] = []
        self.skipped: list[Skipped] = []
        self._document = document

    def walk(self, value: Any, line: int, path: tuple[str, ...]) -> None:
        """Collect what is in `value`; `path` are the keys that lead to it."""
        is_listed = bool(path) and path[-1].startswith("[")
        if len(path) > _MAX_DEPTH:
            self._skip(value, line, path, f"more than {_MAX_DEPTH} nested levels")
        elif isinstance(value, Mapping):
            self._walk_object(value, line, path, is_listed=is_listed)
        elif isinstance(value, list):
            for number, item in enumerate(value, 1):
                self.walk(item, line, (*path, f"[{number}]"))
        elif is_listed and isinstance(value, str) and "?" in value:
            self._add({"question": value}, line, path)
        elif is_listed and value is not None:
            self._skip(value, line, path, "not an object")

    def _walk_object(
        self, value: Mapping[str, Any], line: int, path: tuple[str, ...], *, is_listed: bool
    ) -> None:
        if _is_record(value):
            self._add(value, line, path)
            return
        inner = {k: v for k, v in value.items() if isinstance(v, Mapping | list)}
        texts = {k: v for k, v in value.items() if isinstance(v, str)}
        asking = sum("?" in key for key in texts)
        if texts and len(texts) * 2 > len(value) and asking * 2 > len(texts):
            for question, answer in texts.items():
                self._add({"question": question, "answer": answer}, line, (*path, question))
        elif is_listed and not inner:
            self._add(value, line, path)
        named = next((v for k, v in texts.items() if field_of(k) in {"topic", "title"}), None)
        here = path if named is None else (*path, named)
        for key, item in inner.items():
            self.walk(item, line, (*here, key))

    def _add(self, values: Mapping[str, Any], line: int, path: tuple[str, ...]) -> None:
        if len(self.found) >= _MAX_RECORDS:
            raise ImportFailed(f"{self._document.name}: more than {_MAX_RECORDS:,} objects")
        names = tuple(part for part in path if not part.startswith("["))
        self.found.append((names, Record(values, self._document.location(line, _item(line, path)))))

    def _skip(self, value: Any, line: int, path: tuple[str, ...], why: str) -> None:
        what = brief(value) if isinstance(value, str) else type(value).__name__
        self.skipped.append(
            Skipped(self._document.location(line, _item(line, path[:8])), what, why)
        )


def _item(line: int, path: Sequence[str]) -> str:
    """The way to a value, as in `ML[3].text`; empty where a line says it."""
    steps = (part if part.startswith("[") else f".{part}" for part in path)
    return "" if line else brief("".join(steps).lstrip("."), 80)


def _is_record(value: Mapping[str, Any]) -> bool:
    """Whether an object is a question itself rather than a holder of questions."""
    question = next((value[key] for key in value if field_of(key) == "question"), None)
    if isinstance(question, Mapping):
        return not _is_record(question)
    return isinstance(question, str)


def _unified(
    records: Iterable[Record], fields: Mapping[str, str], options: ImportOptions
) -> Iterator[Record]:
    """Records in which each field has the one name it was assigned, whatever its own."""
    for record in records:
        values = dict(record.values)
        for name in record.values:
            field = field_of(name)
            if field is None or field in options.mapping or field not in fields:
                continue
            if fields[field] not in record.values:
                values.setdefault(fields[field], values.pop(name))
        yield Record(values, record.location)


def _with_topic(question: ImportedQuestion, path: tuple[str, ...]) -> ImportedQuestion:
    """The question with the topic that the names of the lists around it give, if it has none."""
    topic = tuple(
        part
        for part in path
        if field_of(part) is None and part != question.prompt and part.lower() not in _GENERIC
    )
    return question if question.topic else structs.replace(question, topic=topic[-2:])


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
    return ImportResult(
        questions=tuple(
            ImportedQuestion(
                prompt=q.prompt,
                location=document.location(item=q.id),
                answer=q.model_answer,
                whole=q,
            )
            for q in bank.questions
        ),
        title=bank.title,
        description=bank.description,
        licence=bank.licence,
        language=bank.language,
        base=bank,
    )
