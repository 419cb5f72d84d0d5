"""A bank made of what an importer understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from msgspec import Struct, structs

from interview_sim.bank.model import Bank, FollowUp, Level, Misconception, Point, Question, Source
from interview_sim.exchange.importers.limits import MAX_QUESTIONS, MAX_TEXT
from interview_sim.exchange.importers.model import (
    Draft,
    DraftFollowUp,
    DraftPoint,
    ImportFailed,
    ImportResult,
    Link,
    Options,
    Skipped,
    Use,
    brief,
)
from interview_sim.exchange.importers.naming import slug, unique
from interview_sim.exchange.importers.texts import clean

OWN_ANSWER = "Answers what was asked, in a way that you would stand by in an interview."
"""The only point of a question that came without an answer: the candidate judges it alone."""

_HARDLY_ANY = 0.25
"""With a smaller share of answers, a collection is taken as a list of questions only."""

_UNSPELT = re.compile(r"[^\w+#.]+")
_FILE_WORDS = re.compile(
    r"(?:interview|questions?|answers?|readme|index|theory|main|data|q&a|list|and|the)",
    re.IGNORECASE,
)
_WORDLESS = re.compile(r"\W+")


class Built(Struct, frozen=True, kw_only=True):
    """The bank, with what the building itself left out or decided."""

    bank: Bank
    drafts: tuple[Draft, ...]
    """Those that became questions, in the bank's order."""
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]


def build(
    result: ImportResult, options: Options, *, bank_id: str = "", title: str = "", name: str = ""
) -> Built:
    """The bank that the drafts make.

    Args:
        result: What was understood.
        options: What the user asked for.
        bank_id: The bank's id; without, made from the title.
        title: Its title; without, that of the collection.
        name: What the user named, for a collection without a title.

    Raises:
        ImportFailed: There is no question left to put in it.
    """
    drafts, repeated = _without_repeats(result.drafts)
    kept, unanswered, notes = _choose(drafts, options)
    if len(kept) > MAX_QUESTIONS:
        raise ImportFailed(
            f"there are {len(kept):,} questions, and a bank may have {MAX_QUESTIONS:,}; "
            "import the collection in parts"
        )
    if not kept:
        raise ImportFailed(_why_empty(result, unanswered))
    chosen = title or result.title or name or "Imported questions"
    maker = _Maker(result.base, has_files=len({draft.place.file for draft in kept}) > 1)
    questions = tuple(maker.question(draft) for draft in kept)
    bank = Bank(
        id=bank_id or slug(chosen, "bank"),
        title=_line(chosen) or "Imported questions",
        description=_line(result.description),
        language=result.language or "en",
        licence=_line(result.licence),
        sources=maker.sources(),
        questions=questions,
    )
    if result.base is not None:
        bank = structs.replace(bank, glossary=result.base.glossary, defaults=result.base.defaults)
        bank = structs.replace(bank, id=bank_id or result.base.id)
    if not bank.licence:
        notes.append("no licence was found: look before you pass the bank on")
    return Built(
        bank=bank,
        drafts=tuple(kept),
        skipped=(*result.skipped, *repeated, *unanswered),
        notes=(*result.notes, *notes, *maker.notes()),
    )


def _without_repeats(drafts: Iterable[Draft]) -> tuple[list[Draft], list[Skipped]]:
    """Each question once: of the same prompt in several files, the fullest draft.

    Within one file the same prompt with another answer is another question.
    """
    met: dict[tuple[str, str], list[int]] = {}
    kept: list[Draft | None] = []
    skipped: list[Skipped] = []
    for draft in drafts:
        key = (_key(draft.prompt), "")
        for index in met.get(key, []):
            other = kept[index]
            if other is None or not _is_same(draft, other):
                continue
            worse, better = (
                (other, draft) if _fullness(draft) > _fullness(other) else (draft, other)
            )
            skipped.append(Skipped(worse.place, brief(worse.prompt), f"also in {better.place}"))
            kept[index] = better
            break
        else:
            met.setdefault(key, []).append(len(kept))
            kept.append(draft)
    return [draft for draft in kept if draft is not None], skipped


def _is_same(one: Draft, other: Draft) -> bool:
    if one.place.file != other.place.file:
        return True
    return one.answer == other.answer and one.points == other.points


def _key(prompt: str) -> str:
    return _WORDLESS.sub(" ", prompt.casefold()).strip() or prompt


def _fullness(draft: Draft) -> tuple[bool, int, int, int]:
    return (
        draft.is_answered,
        len(draft.points),
        len(draft.answer),
        len(draft.follow_ups) + len(draft.tags) + len(draft.links),
    )


def _choose(
    drafts: Sequence[Draft], options: Options
) -> tuple[list[Draft], list[Skipped], list[str]]:
    """The drafts to take in, those without an answer that are left out, and why."""
    bare = [draft for draft in drafts if not draft.is_answered]
    if not bare:
        return list(drafts), [], []
    use = options.unanswered
    if use is Use.AUTO:
        answered = len(drafts) - len(bare)
        use = Use.KEEP if answered < _HARDLY_ANY * len(drafts) else Use.SKIP
    count = f"{len(bare)} questions have" if len(bare) > 1 else "one question has"
    if use is Use.KEEP:
        note = (
            f"{count} no answer and {'are' if len(bare) > 1 else 'is'} kept: you alone judge yours"
        )
        return list(drafts), [], [note]
    verb = "stay" if len(bare) > 1 else "stays"
    note = f"{count} no answer and {verb} out; `--unanswered keep` takes such questions in"
    skipped = [Skipped(draft.place, brief(draft.prompt), "no answer") for draft in bare]
    return [draft for draft in drafts if draft.is_answered], skipped, [note]


def _why_empty(result: ImportResult, unanswered: Sequence[Skipped]) -> str:
    if unanswered:
        return "every question is without an answer; take them in with `--unanswered keep`"
    seen = len(result.skipped)
    read = f" (read as {result.format})" if result.format else ""
    if not seen:
        return f"nothing that looks like a question was found{read}"
    if result.format == "markdown":
        read += "; say with --layout what marks one if they are there"
    first = result.skipped[0]
    return (
        f"no question was found{read}: {seen} parts were seen and skipped, the first at "
        f"{first.place}: {brief(first.what)} ({first.why})"
    )


class _Maker:
    """Makes questions of drafts, with ids that are unique in the bank."""

    def __init__(self, base: Bank | None, *, has_files: bool) -> None:
        self._has_files = has_files
        self._ids: set[str] = set()
        self._sources: dict[str, Source] = {}
        self._by_url: dict[str, str] = {}
        self._removed = 0
        self._cut = 0
        for source in base.sources if base else ():
            self._sources[source.id] = source
            self._by_url[source.url] = source.id

    def sources(self) -> tuple[Source, ...]:
        """The pages that the questions refer to."""
        return tuple(self._sources.values())

    def notes(self) -> list[str]:
        """What was changed in the texts."""
        notes = []
        if self._removed:
            notes.append(f"{self._removed} hidden characters were left out")
        if self._cut:
            notes.append(f"{self._cut} texts were cut at {MAX_TEXT:,} characters")
        return notes

    def question(self, draft: Draft) -> Question:
        """The question that a draft makes."""
        if draft.whole is not None:
            return structs.replace(draft.whole, id=self._id(draft.whole.id))
        names: set[str] = set()
        points = self._points(draft.points, names)
        answer = self._text(draft.answer)
        if not points and not answer:
            points = (Point(id="own-answer", point=OWN_ANSWER, need=DraftPoint(text="").need),)
        prompt = self._text(draft.prompt) or "(no text)"
        return Question(
            id=self._id(slug(draft.name or prompt.partition("\n")[0])),
            prompt=prompt,
            topic=self._topic(draft),
            tags=self._words(draft.tags),
            roles=self._words(draft.roles),
            level=draft.level or Level.CORE,
            sources=tuple(dict.fromkeys(self._source(link) for link in draft.links)),
            rubric=points,
            misconceptions=tuple(self._misconception(m, names) for m in draft.misconceptions),
            follow_ups=tuple(self._follow_up(f, names) for f in draft.follow_ups if f.ask.strip()),
            hints=tuple(filter(None, (self._text(hint) for hint in draft.hints))),
            model_answer=answer,
        )

    def _id(self, wanted: str) -> str:
        found = unique(wanted, self._ids)
        self._ids.add(found)
        return found

    def _points(self, drafts: Iterable[DraftPoint], names: set[str]) -> tuple[Point, ...]:
        points = []
        for draft in drafts:
            text = self._text(draft.text)
            if not draft.of and not any(char.isalnum() for char in text):
                continue
            found = unique(slug(" ".join(text.split()[:6]), "point"), names)
            names.add(found)
            members = self._points(draft.of, names)
            point = Point(
                id=found,
                point=text,
                need=draft.need,
                weight=draft.weight,
                match=draft.match,
                probe=self._text(draft.probe) or None,
                pick=min(draft.pick or 1, len(members)) if members else None,
                of=members,
            )
            if text or members:
                points.append(point)
        return tuple(points)

    def _follow_up(self, draft: DraftFollowUp, names: set[str]) -> FollowUp:
        found = unique(slug(" ".join(draft.ask.split()[:8]), "follow-up"), names)
        names.add(found)
        return FollowUp(
            id=found,
            ask=self._text(draft.ask) or "(no text)",
            rubric=self._points(draft.points, set()),
            model_answer=self._text(draft.answer),
        )

    def _misconception(self, found: Misconception, names: set[str]) -> Misconception:
        name = unique(found.id, names)
        names.add(name)
        return structs.replace(found, id=name)

    def _source(self, link: Link) -> str:
        title, url = link.title, link.url
        found = self._by_url.get(url)
        if found is None:
            name = self._text(title) or url
            found = unique(slug(" ".join(name.split()[:8]), "source"), self._sources)
            self._sources[found] = Source(id=found, title=_line(name) or found, url=_line(url))
            self._by_url[url] = found
        return found

    def _text(self, text: str) -> str:
        """A text as a bank may hold it."""
        cleaned = clean(text)
        self._removed += cleaned.removed
        found = cleaned.text.strip()
        if len(found) > MAX_TEXT:
            self._cut += 1
            found = found[:MAX_TEXT].rstrip() + " …"
        return found

    def _topic(self, draft: Draft) -> str:
        """The topic that the collection gives; else its first tag, else the file it is in."""
        found = self._words(draft.topic) or self._words(draft.tags)[:1]
        if not found and self._has_files:
            found = self._words([_file_topic(draft.place.file)])
        return "/".join(found) or "general"

    def _words(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Topics or tags, spelt as banks spell them: lower-case and without spaces."""
        spelt = (_UNSPELT.sub("-", self._text(text).lower()).strip("-.") for text in texts)
        return tuple(dict.fromkeys(word for word in spelt if word))


def _file_topic(file: str) -> str:
    """A topic from a file's name, or from its folder's where the name says nothing."""
    path = PurePosixPath(file)
    for part in (path.stem, path.parent.name):
        words = [w for w in re.split(r"[\W_]+", part) if w and not _FILE_WORDS.fullmatch(w)]
        if words:
            return "-".join(words)
    return ""


def _line(text: str) -> str:
    """A text on one line, without what a bank may not hold."""
    return " ".join(clean(text).text.split())
