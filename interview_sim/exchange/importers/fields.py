"""What the columns and keys of tables and objects mean, by their names or as the user maps them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from interview_sim.bank.problems import nearest, one_of
from interview_sim.exchange.importers.model import ImportFailed

FIELDS = {
    "question": "question prompt q front ask query frage pregunta vraag domanda вопрос problem "
    "question-text questiontext interview-question instruction",
    "answer": "answer a back response model-answer modelanswer solution explanation reply "
    "answer-text answertext reference reference-answer referenceanswer antwort respuesta réponse "
    "reponse ответ ideal-answer sample-answer answers output expected-answer",
    "points": "points rubric key-points keypoints good-to-hear goodtohear criteria checklist "
    "bullets must-mention concepts key-concepts graderinfo",
    "follow_ups": "follow-ups followups follow-up followup follow-up-questions "
    "followup-questions subquestions sub-questions",
    "topic": "topic category subject section chapter area theme deck kategorie categoria domain "
    "skill topics categories group",
    "tags": "tags tag labels keywords",
    "level": "level difficulty expertise seniority grade complexity difficulty-level "
    "difficultylevel",
    "title": "title name headline summary",
    "hints": "hints hint clue",
    "links": "links link url urls source sources reference-url references additional-links",
    "roles": "roles role position",
    "id": "id slug key uid uuid guid number no nr # index",
    "code": "code snippet question-code code-snippet question-code-blocks questioncodeblocks",
    "options": "options choices alternatives",
}
"""Field of a draft and the names that people give it; matched without case and punctuation."""

MAPPABLE = tuple(FIELDS)
"""What stands on the left of `--map`."""

_APART = re.compile(r"[^\w#]+|_")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def spelt(name: str) -> str:
    """A column's name as names are compared."""
    return _APART.sub("-", _CAMEL.sub("-", name.strip())).strip("-").lower()


_NAMES = {spelt(word): field for field, words in FIELDS.items() for word in words.split()}


def field_of(name: str) -> str | None:
    """The field that a column of that name holds, or None when the name says nothing."""
    return _NAMES.get(spelt(name)) or _NAMES.get(spelt(name).replace("-", ""))


def assign(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """For each field that is there, the name of its column; the user's mapping comes first.

    Without a `question`, a `title` serves as one.

    Raises:
        ImportFailed: The mapping names a field or a column that does not exist.
    """
    found: dict[str, str] = {}
    for field, name in mapping.items():
        if field not in FIELDS:
            meant = nearest(field, FIELDS)
            remedy = f"did you mean {meant}?" if meant else f"there are {one_of(FIELDS)}"
            raise ImportFailed(f"--map: there is no field “{field}”; {remedy}")
        found[field] = _column(name, names)
    for name in names:
        guessed = field_of(name)
        if guessed is not None and guessed not in found and name not in found.values():
            found[guessed] = name
    if "question" not in found and "title" in found:
        found["question"] = found.pop("title")
    return found


def _column(name: str, names: Sequence[str]) -> str:
    if name in names:
        return name
    numbered = re.fullmatch(r"(?:col(?:umn)?\s*)?(\d{1,4})", name.strip(), re.IGNORECASE)
    if numbered is not None and 1 <= int(numbered.group(1)) <= len(names):
        return names[int(numbered.group(1)) - 1]
    same = next((known for known in names if spelt(known) == spelt(name)), None)
    if same is not None:
        return same
    meant = nearest(name, names)
    shown = one_of([*names[:11], "…"] if len(names) > 12 else names) if names else "none"
    remedy = f"did you mean “{meant}”?" if meant else f"there are {shown}"
    raise ImportFailed(f"--map: there is no column “{name}”; {remedy}")


def parse_mapping(pairs: Iterable[str]) -> dict[str, str]:
    """The mapping in words such as `question=col1`.

    Raises:
        ImportFailed: One of them has no `=`, or a field is given twice.
    """
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, sign, name = pair.partition("=")
        field = field.strip().replace("-", "_").lower()
        if not sign or not field or not name.strip():
            raise ImportFailed(
                f"--map {pair}: write FIELD=COLUMN, such as question=col1; "
                f"the fields are {one_of(FIELDS)}"
            )
        if field in mapping:
            raise ImportFailed(f"--map: the field “{field}” is given twice")
        mapping[field] = name.strip()
    return mapping
