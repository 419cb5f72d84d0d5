"""Questions in JSON and JSON Lines: lists of objects, objects of lists, and lists within those."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from interview_sim.bank.model import BANK_FORMAT, Bank
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import (
    ImportedQuestion,
    ImportFailed,
    ImportOptions,
    ImportResult,
    Skipped,
)
from interview_sim.exchange.importers.records import Record, assign, field_of, read_records
from interview_sim.exchange.importers.registry import Guess
from interview_sim.literal import brief

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
        found = [item for line, value in values for item in _walk(value, document, line, ())]
        records = [item for item in found if isinstance(item, Record)]
        if not records:
            raise ImportFailed(f"{document.name}: there is no list of objects in it")
        if len(records) > _MAX_RECORDS:
            raise ImportFailed(f"{document.name}: more than {_MAX_RECORDS:,} objects")
        names = list(dict.fromkeys(str(name) for record in records for name in record.values))
        fields = assign(names, options.mapping)
        if "question" not in fields:
            raise ImportFailed(
                f"{document.name}: no key is named like questions; say which one holds them, such "
                f"as --map question={names[0] if names else 'text'}"
            )
        result = read_records(records, fields)
        note = f"{document.name}: {len(records)} objects; " + ", ".join(
            f"{field} from {brief(name, 40)}" for field, name in fields.items()
        )
        skipped = (item for item in found if isinstance(item, Skipped))
        return result.replace(
            notes=(*notes, note, *result.notes), skipped=(*skipped, *result.skipped)
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


def _walk(
    value: Any, document: Document, line: int, path: tuple[str, ...]
) -> Iterator[Record | Skipped]:
    """The objects in `value` that can be questions; `path` are the keys that lead to it."""
    is_listed = bool(path) and path[-1].startswith("[")
    why = ""
    if len(path) > _MAX_DEPTH:
        why = f"more than {_MAX_DEPTH} nested levels"
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _walk(item, document, line, (*path, f"[{number}]"))
    elif isinstance(value, Mapping):
        yield from _walk_object(value, document, line, path, is_listed=is_listed)
    elif is_listed and isinstance(value, str) and "?" in value:
        yield _record({"question": value}, document, line, path)
    elif is_listed and value is not None:
        why = "not an object"
    if why:
        what = brief(value) if isinstance(value, str) else type(value).__name__
        yield Skipped(document.location(line, _item(line, path)), what, why)


def _walk_object(
    value: Mapping[str, Any],
    document: Document,
    line: int,
    path: tuple[str, ...],
    *,
    is_listed: bool,
) -> Iterator[Record | Skipped]:
    if _is_record(value):
        yield _record(value, document, line, path)
        return
    inner = {k: v for k, v in value.items() if isinstance(v, Mapping | list)}
    texts = {k: v for k, v in value.items() if isinstance(v, str)}
    asking = sum("?" in key for key in texts)
    if texts and len(texts) * 2 > len(value) and asking * 2 > len(texts):
        for question, answer in texts.items():
            pair = {"question": question, "answer": answer}
            yield _record(pair, document, line, (*path, question))
    elif is_listed and not inner:
        yield _record(value, document, line, path)
    named = next((v for k, v in texts.items() if field_of(k) in {"topic", "title"}), None)
    here = path if named is None else (*path, named)
    for key, item in inner.items():
        yield from _walk(item, document, line, (*here, key))


def _record(
    values: Mapping[str, Any], document: Document, line: int, path: tuple[str, ...]
) -> Record:
    names = (name for name in path if not name.startswith("[") and field_of(name) is None)
    topic = tuple(name for name in names if name.lower() not in _GENERIC)
    return Record(values, document.location(line, _item(line, path)), topic)


def _item(line: int, path: Sequence[str]) -> str:
    """The way to a value, as in `ML[3].text`; empty where a line says it."""
    steps = (part if part.startswith("[") else f".{part}" for part in path[:8])
    return "" if line else brief("".join(steps).lstrip("."), 80)


def _is_record(value: Mapping[str, Any]) -> bool:
    """Whether an object is a question itself rather than a holder of questions."""
    question = next((value[key] for key in value if field_of(key) == "question"), None)
    if isinstance(question, Mapping):
        return not _is_record(question)
    return isinstance(question, str)


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
        licence=bank.licence,
        base=bank,
    )
