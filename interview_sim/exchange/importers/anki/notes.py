"""Anki's notes as questions, and what Anki writes in their fields as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, structs

from interview_sim.exchange.importers.html_text import looks_like_html, to_markdown
from interview_sim.exchange.importers.imported import (
    ImportedPoint,
    ImportedQuestion,
    ImportResult,
    Location,
    Skipped,
    has_words,
)
from interview_sim.exchange.importers.quizzes import essay, level_in_tags, quiz_of
from interview_sim.exchange.importers.records import Record, assign, field_of, read_record
from interview_sim.literal import brief

GUID = re.compile(r"interview-sim:[a-z0-9-]{1,100}:([a-z0-9-]{1,100})")
"""How our own exports name notes, so that importing one again into Anki updates it."""

_ANKI_TAGS = frozenset({"leech", "marked"})
_PLACED = ("question", "answer", "points", "follow_ups", "hints", "tags", "level", "topic", "links")
"""Fields of a question that a note's fields can be; all others go below the answer."""

_BEHIND = frozenset({"back extra", "extra", "notes", "remarks", "header"})
"""Names of fields that are shown below the answer without their name."""

_TEMPLATE_FIELD = re.compile(r"\{\{([^{}]{1,200})\}\}")


class NoteType(Struct, frozen=True):
    """What the notes of one kind have in common."""

    name: str = ""
    fields: tuple[str, ...] = ()
    front: str = ""
    """The template of the first card's front, where the package has it."""
    back: str = ""


@lru_cache(maxsize=500)
def _shown(note_type: NoteType, template: str) -> tuple[str, ...]:
    """The fields that a template shows; those that are to be typed are not shown."""
    named = _TEMPLATE_FIELD.findall(template)
    typed = {_field_in(found) for found in named if found.startswith("type:")}
    shown = dict.fromkeys(map(_field_in, named))
    return tuple(name for name in shown if name in note_type.fields and name not in typed)


@lru_cache(maxsize=500)
def _has_own_words(template: str) -> bool:
    """Whether a template says anything but its fields."""
    return any(map(str.isalpha, to_markdown(_TEMPLATE_FIELD.sub("", template))))


def _field_in(found: str) -> str:
    return found.rpartition(":")[2].strip()


class Note(Struct, frozen=True, kw_only=True):
    """One note."""

    values: tuple[str, ...]
    """One text for each field, in the order of the type's fields."""
    location: Location
    type: NoteType
    tags: tuple[str, ...] = ()
    deck: tuple[str, ...] = ()
    guid: str = ""
    is_html: bool = True


def read_notes(notes: Sequence[Note], mapping: Mapping[str, str]) -> ImportResult:
    """What the notes of one file hold; one that is no question is skipped with the reason.

    `mapping` is what the user gave: field of a question to field of the notes.
    """
    kinds = dict.fromkeys(note.type for note in notes)
    types = {note_type: _fields(note_type, mapping) for note_type in kinds}
    told = [_fields_note(note_type, fields) for note_type, fields in types.items()]
    return quiz_of((_read(note, types[note.type]) for note in notes), told)


def _read(note: Note, fields: Mapping[str, str]) -> ImportedQuestion | Skipped:
    texts = {
        name: field_markdown(value, is_html=note.is_html)
        for name, value in zip(note.type.fields, note.values, strict=False)
    }
    why = _why_skipped(note, texts.get(fields.get("question", ""), ""))
    if why:
        first = next(filter(None, texts.values()), "(nothing)")
        return Skipped(note.location, brief(first), why)
    return _question(note, texts, fields)


def deck_parts(names: Iterable[str]) -> tuple[str, ...]:
    """A deck's path; Anki's default deck says nothing."""
    parts = tuple(part.strip() for part in names if part.strip())
    return () if parts == ("Default",) else parts


def _fields_note(note_type: NoteType, fields: Mapping[str, str]) -> str:
    name = f"notes of the type “{brief(note_type.name, 40)}”" if note_type.name else "notes"
    roles = ", ".join(f"{role} from {brief(field, 40)}" for role, field in fields.items())
    return f"{name}: {roles}"


def _fields(note_type: NoteType, mapping: Mapping[str, str]) -> dict[str, str]:
    """For each field of a question, the note's field: the question is what the front shows."""
    names = list(note_type.fields)
    known = {k: v for k, v in mapping.items() if v in names or len(mapping) == 1}
    fields = assign(names, mapping if len(known) == len(mapping) else known)
    asked = list(_shown(note_type, note_type.front))
    if "question" not in mapping and names:
        is_named = "question" in fields and (not asked or fields["question"] in asked)
        if not is_named:
            first = (asked or names)[0]
            others = {k: v for k, v in fields.items() if v != first and k != "question"}
            fields = {"question": first, **others}
    free = [name for name in names if name not in fields.values()]
    if "answer" not in fields and free:
        shown = [name for name in _shown(note_type, note_type.back) if name in free]
        unnamed = [name for name in free if field_of(name) is None]
        fields["answer"] = (shown or unnamed or free)[0]
    return fields


def _why_skipped(note: Note, prompt: str) -> str:
    """Why a note is no question; empty: it is one."""
    if not any(value.strip() for value in note.values):
        return "an empty note"
    if "image-occlusion:" in f"{note.values[0]} {prompt}":
        return "an image-occlusion card: there is nothing to ask without its picture"
    if prompt and _ONLY_MEDIA.fullmatch(prompt):
        return "only a picture or a sound is asked"
    return "" if has_words(prompt) else "no question in it"


def _question(note: Note, texts: Mapping[str, str], fields: Mapping[str, str]) -> ImportedQuestion:
    prompt = texts[fields["question"]]
    plain = {field: name for field, name in fields.items() if field in _PLACED}
    rubric = texts.get(plain.pop("points", ""), "")
    record = Record(texts, note.location)
    found = read_record(record, plain, is_plain=True)
    assert found is not None  # noqa: S101 - a record with a question gives one
    answer = found.answer
    cloze = read_cloze(prompt)
    points: tuple[ImportedPoint, ...] = ()
    name = ""
    if cloze.deletions:
        name = cloze.hidden.partition("\n")[0]
        prompt = f"Fill the gaps:\n\n{cloze.hidden}"
        answer = "\n\n".join(filter(None, (cloze.full, answer)))
        points = tuple(ImportedPoint(text=text, match=_phrases(text)) for text in cloze.deletions)
    elif _has_own_words(note.type.front):
        prompt = _rendered(note, texts)
    tags = tuple(tag for tag in note.tags if tag.lower() not in _ANKI_TAGS)
    level, tags = level_in_tags(tags)
    guid = GUID.fullmatch(note.guid)
    told = {name for field, name in plain.items() if field != "level" or found.level is not None}
    more = [answer, *_below(note, texts, told | {fields.get("points", "")})]
    question = structs.replace(
        found,
        prompt=prompt,
        points=points,
        tags=(*tags, *found.tags),
        level=found.level or level,
        topic=found.topic or note.deck,
        name=guid.group(1) if guid else name,
    )
    return essay(question, "\n\n".join(filter(None, more)), rubric)


def _rendered(note: Note, texts: Mapping[str, str]) -> str:
    """The front of a note's card: the words of its template with the fields in them."""

    def shown(found: re.Match[str]) -> str:
        name = _field_in(found.group(1))
        is_typed = found.group(1).startswith("type:")
        return "" if is_typed or name not in texts else values.get(name, "")

    values = dict(zip(note.type.fields, note.values, strict=False))
    return field_markdown(_TEMPLATE_FIELD.sub(shown, note.type.front))


def _below(note: Note, texts: Mapping[str, str], used: set[str]) -> Iterator[str]:
    """What is in fields that are nothing else: shown below the answer, with their name."""
    on_front = _shown(note.type, note.type.front) if _has_own_words(note.type.front) else ()
    for name in note.type.fields:
        text = "" if name in used or name in on_front else texts.get(name, "")
        if text and name.strip().lower() in _BEHIND:
            yield text
        elif text:
            yield f"**{' '.join(name.split())}:** {text}"


def _phrases(text: str) -> tuple[str, ...]:
    is_short = len(text) <= 60 and has_words(text)
    return (text,) if is_short and "\n" not in text else ()


# -- fields --------------------------------------------------------------------------------------

GAP = "_____"
"""What stands for a deletion without a hint."""

_SOUND = re.compile(r"\[sound:([^\]\n]{1,200})\]")
_PLAY = re.compile(r"\[anki:(?:play|tts)[^\]\n]{0,300}\]")
# Nothing that could be an opening may be within, so that no text costs more than its length.
_SPOKEN = re.compile(
    r"\[anki:tts[^\]\n]{0,300}\]((?:(?!\[anki:tts).){0,3000}?)\[/anki:tts\]", re.DOTALL
)
_FORMULAS = (
    (re.compile(r"\\\(((?:(?!\\\().){1,3000}?)\\\)", re.DOTALL), "$"),
    (re.compile(r"\\\[((?:(?!\\\[).){1,5000}?)\\\]", re.DOTALL), "$$"),
    (re.compile(r"\[\$\$\]((?:(?!\[\$\$\]).){1,5000}?)\[/\$\$\]", re.DOTALL), "$$"),
    (re.compile(r"\[\$\]((?:(?!\[\$\]).){1,3000}?)\[/\$\]", re.DOTALL), "$"),
    (re.compile(r"\[latex\]((?:(?!\[latex\]).){1,5000}?)\[/latex\]", re.DOTALL), "$$"),
)
_MATHJAX = re.compile(
    r"<anki-mathjax(\s[^<>]{0,100})?>((?:(?!<anki-mathjax).){1,5000}?)</anki-mathjax>", re.DOTALL
)
_ONLY_MEDIA = re.compile(r"(?:\[(?:picture|sound)[^\]\n]{0,300}\]|\s)*")
_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_DELETION = re.compile(r"\{\{c\d{1,3}::((?:(?!\{\{c\d{1,3}::|\}\}).)*)\}\}", re.DOTALL)
_HELD = re.compile("\ue000(\\d+)\ue001")
_MAX_NESTED = 8


def field_markdown(text: str, *, is_html: bool = True) -> str:
    """A field as Markdown; media are named, and never looked for."""
    if not text.strip():
        return ""
    text = _SPOKEN.sub(r"\1", text)
    text = _SOUND.sub(r"[sound: \1]", _PLAY.sub("", text))
    if is_html:
        text = _MATHJAX.sub(_mathjax, text)
        is_plain = "\n" in text and not looks_like_html(text)
        text = to_markdown(text.replace("\n", " <br> ") if is_plain else text)
    pieces = _CODE.split(text)
    for index in range(0, len(pieces), 2):
        for pattern, sign in _FORMULAS:
            pieces[index] = pattern.sub(
                lambda found, sign=sign: f"{sign}{found.group(1).strip()}{sign}", pieces[index]
            )
    return "".join(pieces).strip()


def _mathjax(found: re.Match[str]) -> str:
    is_block = "true" in (found.group(1) or "")
    return f"\\[{found.group(2)}\\]" if is_block else f"\\({found.group(2)}\\)"


class Cloze(Struct, frozen=True):
    """A text with deletions, both ways."""

    hidden: str
    """Each deletion is a gap, or its hint in brackets."""
    full: str
    """Each deletion is filled in, in bold."""
    deletions: tuple[str, ...]
    """What is to be said, each once."""


def read_cloze(text: str) -> Cloze:
    """A text with its deletions taken apart, the innermost first; those that never end are text."""
    found: list[tuple[str, str]] = []

    def filled(text: str) -> str:
        return _HELD.sub(lambda held: found[int(held.group(1))][0], text).strip()

    def hold(deletion: re.Match[str]) -> str:
        full, _, hint = deletion.group(1).partition("::")
        found.append((filled(full), filled(hint)))
        return f"\ue000{len(found) - 1}\ue001"

    def hidden(held: re.Match[str]) -> str:
        hint = found[int(held.group(1))][1]
        return f"[{hint}]" if hint else GAP

    def full(held: re.Match[str]) -> str:
        text = found[int(held.group(1))][0]
        return f"**{text}**" if text and "\n" not in text and "*" not in text else text

    text = text.replace("\ue000", "").replace("\ue001", "")
    for _ in range(_MAX_NESTED):
        text = _DELETION.sub(hold, text)
    deletions = dict.fromkeys(full for full, _ in found if full)
    return Cloze(_HELD.sub(hidden, text).strip(), _HELD.sub(full, text).strip(), tuple(deletions))
