"""Anki's notes as questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from interview_sim.exchange.importers.anki.markup import (
    field_markdown,
    has_cloze,
    is_only_media,
    read_cloze,
)
from interview_sim.exchange.importers.fields import assign, field_of
from interview_sim.exchange.importers.levels import level_of
from interview_sim.exchange.importers.model import (
    Draft,
    DraftFollowUp,
    DraftPoint,
    ImportResult,
    Link,
    Place,
    Skipped,
    brief,
)
from interview_sim.exchange.importers.quizzes import (
    level_in_tags,
    rubric_sections,
    titled,
    with_mistakes,
)
from interview_sim.exchange.importers.stubs import is_stub
from interview_sim.exchange.rubric_lists import split_sections

GUID = re.compile(r"interview-sim:[a-z0-9-]{1,100}:([a-z0-9-]{1,100})")
"""How our own exports name notes, so that importing one again into Anki updates it."""

_ANKI_TAGS = frozenset({"leech", "marked"})
_URL = re.compile(r"https?://[^\s<>()\"']{1,1000}")


class NoteType(Struct, frozen=True):
    """What the notes of one kind have in common."""

    name: str = ""
    fields: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    """The fields on the front of the first card, where the package says."""


class Note(Struct, frozen=True, kw_only=True):
    """One note."""

    values: tuple[str, ...]
    """A text a field, in the order of the type's fields."""
    place: Place
    type: NoteType
    tags: tuple[str, ...] = ()
    deck: tuple[str, ...] = ()
    guid: str = ""
    is_html: bool = True


def read_notes(notes: Sequence[Note], mapping: Mapping[str, str]) -> ImportResult:
    """What notes hold; a note that is no question is skipped with the reason.

    Args:
        notes: All notes of one file.
        mapping: Field of a draft to field of the notes, as the user gave it.
    """
    types: dict[NoteType, dict[str, str]] = {}
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    for note in notes:
        fields = types.get(note.type)
        if fields is None:
            fields = types[note.type] = _fields(note.type, mapping)
        found = _Reader(note, fields).draft()
        if isinstance(found, Draft):
            drafts.append(found)
        else:
            shown = next((v for v in map(field_markdown, note.values) if v), "(nothing)")
            skipped.append(Skipped(note.place, brief(shown), found))
    title, drafts = titled(drafts)
    return ImportResult(
        format="anki",
        drafts=tuple(drafts),
        skipped=tuple(skipped),
        notes=tuple(_told(note_type, fields) for note_type, fields in types.items()),
        title=title,
    )


def _told(note_type: NoteType, fields: Mapping[str, str]) -> str:
    name = f"notes of the type “{brief(note_type.name, 40)}”" if note_type.name else "notes"
    roles = ", ".join(f"{role} from {brief(field, 40)}" for role, field in fields.items())
    return f"{name}: {roles}"


def _fields(note_type: NoteType, mapping: Mapping[str, str]) -> dict[str, str]:
    """For each part of a draft, the field that holds it."""
    names = list(note_type.fields)
    known = {k: v for k, v in mapping.items() if v in names or len(mapping) == 1}
    fields = assign(names, mapping if len(known) == len(mapping) else known)
    if "question" not in mapping:
        asked = [name for name in note_type.asked if name in names]
        is_named = "question" in fields and (not asked or fields["question"] in asked)
        if not is_named and names:
            fields = {k: v for k, v in fields.items() if v != (asked or names)[0]}
            fields = {"question": (asked or names)[0], **fields}
    free = [name for name in names if name not in fields.values()]
    if "answer" not in fields and free:
        fields["answer"] = next((n for n in free if field_of(n) is None), free[0])
    return fields


class _Reader:
    """Makes a draft of one note."""

    def __init__(self, note: Note, fields: Mapping[str, str]) -> None:
        self._note = note
        self._raw = dict(zip(note.type.fields, note.values, strict=False))
        self._fields = fields

    def draft(self) -> Draft | str:
        """The draft, or why there is none."""
        raw = self._raw.get(self._fields.get("question", ""), "")
        prompt = self._get("question")
        if not any(value.strip() for value in self._note.values):
            return "an empty note"
        if "image-occlusion:" in raw or "image-occlusion:" in "".join(self._note.values[:1]):
            return "an image-occlusion card: there is nothing to ask without its picture"
        if is_only_media(prompt):
            return "only a picture or a sound is asked" if prompt else "no question in it"
        if not any(char.isalnum() for char in prompt):
            return "no question in it"
        answer = self._get("answer")
        points: tuple[DraftPoint, ...] = ()
        cloze = read_cloze(prompt) if has_cloze(raw) else None
        if cloze is not None and cloze.deletions:
            prompt = f"Fill the gaps:\n\n{cloze.hidden}"
            answer = "\n\n".join(filter(None, (cloze.full, answer)))
            points = tuple(DraftPoint(text=text, match=_phrases(text)) for text in cloze.deletions)
            return self._assembled(prompt, answer, points, name=cloze.hidden)
        return self._assembled(prompt, answer, points)

    def _assembled(
        self, prompt: str, answer: str, points: tuple[DraftPoint, ...], name: str = ""
    ) -> Draft:
        told = split_sections("\n\n".join(filter(None, (answer, *self._others()))))
        grading = rubric_sections(self._get("points"))
        tags = tuple(tag for tag in self._note.tags if tag.lower() not in _ANKI_TAGS)
        level, tags = level_in_tags(tags)
        guid = GUID.fullmatch(self._note.guid)
        body = "" if is_stub(told.body) else told.body
        draft = Draft(
            prompt=prompt,
            place=self._note.place,
            answer=body,
            points=(*points, *grading.points, *told.points),
            follow_ups=(*_asked(self._get("follow_ups")), *grading.follow_ups, *told.follow_ups),
            hints=(*filter(None, (self._get("hints"),)), *grading.hints, *told.hints),
            tags=(*tags, *filter(None, re.split(r"[,;\s]+", self._get("tags")))),
            level=level_of(self._get("level")) or level,
            topic=self._topic(),
            links=tuple(Link(url, url) for url in _URL.findall(self._get("links"))),
            name=guid.group(1) if guid else name.partition("\n")[0],
        )
        return with_mistakes(draft, (*grading.mistakes, *told.mistakes))

    def _get(self, role: str) -> str:
        return self._markdown(self._fields.get(role, ""))

    def _markdown(self, name: str) -> str:
        return field_markdown(self._raw.get(name, ""), is_html=self._note.is_html)

    def _topic(self) -> tuple[str, ...]:
        given = self._get("topic")
        if given:
            return tuple(part.strip() for part in re.split(r"::|/|>", given) if part.strip())
        return self._note.deck

    def _others(self) -> Iterable[str]:
        """What stands in fields that have no other place: shown below the answer, by name."""
        used = {self._fields.get(role) for role in _PLACED}
        for name in self._note.type.fields:
            text = "" if name in used else self._markdown(name)
            if text and name.strip().lower() in _BEHIND:
                yield text
            elif text:
                yield f"**{' '.join(name.split())}:** {text}"


_PLACED = ["question", "answer", "points", "follow_ups", "hints", "tags", "level", "topic", "links"]
_BEHIND = frozenset({"back extra", "extra", "notes", "remarks", "header"})


def _phrases(text: str) -> tuple[str, ...]:
    is_short = len(text) <= 60 and any(char.isalnum() for char in text)
    return (text,) if is_short and "\n" not in text else ()


def _asked(text: str) -> Iterable[DraftFollowUp]:
    for line in text.split("\n"):
        asked = line.strip().removeprefix("- ").strip()
        if any(char.isalnum() for char in asked):
            yield DraftFollowUp(ask=asked)
