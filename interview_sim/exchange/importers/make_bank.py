"""A bank made of what an importer understood."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from msgspec import Struct, structs

from interview_sim.bank.model import Bank, FollowUp, Level, Misconception, Point, Question, Source
from interview_sim.bank.terms import Need
from interview_sim.exchange.importers.documents import clean
from interview_sim.exchange.importers.imported import (
    ImportedFollowUp,
    ImportedPoint,
    ImportedQuestion,
    ImportFailed,
    ImportOptions,
    ImportResult,
    Link,
    Skipped,
    Unanswered,
    has_words,
)
from interview_sim.exchange.importers.limits import MAX_QUESTIONS, MAX_TEXT
from interview_sim.exchange.importers.words import words_for
from interview_sim.literal import brief

OWN_ANSWER = "Answers what was asked, in a way that you would stand by in an interview."
"""The only point of a question that came without an answer: the candidate judges it alone."""

_HARDLY_ANY = 0.25
"""With a smaller share of answers, a collection is taken as a list of questions only."""

_NOT_IN_WORDS = re.compile(r"[^\w+#.]+")
_FILE_WORDS = words_for("files")


class MadeBank(Struct, frozen=True, kw_only=True):
    """The bank, with what making it skipped or decided."""

    bank: Bank
    questions: tuple[ImportedQuestion, ...]
    """Those that are in the bank, in its order."""
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]


def make_bank(
    result: ImportResult,
    options: ImportOptions,
    *,
    bank_id: str = "",
    title: str = "",
    name: str = "",
) -> MadeBank:
    """The bank that the questions make, with the id and the title that the user asked for.

    `name` is what the user named, for a collection without a title.

    Raises:
        ImportFailed: There is no question left to put in it.
    """
    distinct, repeated = _without_repeats(result.questions)
    kept, unanswered, notes = _without_unanswered(distinct, options.unanswered)
    if len(kept) > MAX_QUESTIONS:
        raise ImportFailed(
            f"there are {len(kept):,} questions, and a bank may have {MAX_QUESTIONS:,}; "
            "import the collection in parts"
        )
    if not kept:
        raise ImportFailed(_why_empty(result, unanswered))
    chosen = title or result.title or name or "Imported questions"
    maker = _Maker(result.base, has_files=len({question.location.file for question in kept}) > 1)
    questions = tuple(maker.question(question) for question in kept)
    base = result.base or Bank(id=slug(chosen, "bank"), title="", questions=())
    bank = structs.replace(
        base,
        id=bank_id or base.id,
        title=_line(chosen) or "Imported questions",
        licence=_line(result.licence),
        sources=tuple(maker.sources.values()),
        questions=questions,
    )
    if not bank.licence:
        notes.append("no licence was found: check before you pass the bank on")
    return MadeBank(
        bank=bank,
        questions=tuple(kept),
        skipped=(*result.skipped, *repeated, *unanswered),
        notes=(*result.notes, *notes, *maker.notes()),
    )


def _without_repeats(
    questions: Iterable[ImportedQuestion],
) -> tuple[list[ImportedQuestion], list[Skipped]]:
    """Each question once: of the same prompt in several files, the fullest.

    Within one file the same prompt with another answer is another question.
    """
    same_prompt: dict[str, dict[str, dict[object, int]]] = {}
    kept: list[ImportedQuestion] = []
    skipped: list[Skipped] = []
    for question in questions:
        key = re.sub(r"\W+", " ", question.prompt.casefold()).strip() or question.prompt
        files = same_prompt.setdefault(key, {})
        file, content = question.location.file, (question.answer, question.points)
        index = files.get(file, {}).get(content)
        if index is None:
            others = (known for name, known in files.items() if name != file)
            index = next((next(iter(known.values())) for known in others), None)
        if index is None:
            files.setdefault(file, {})[content] = len(kept)
            kept.append(question)
            continue
        worse, better = sorted((question, kept[index]), key=_fullness)
        skipped.append(Skipped(worse.location, brief(worse.prompt), f"also in {better.location}"))
        if better is question:
            known = files[worse.location.file]
            del known[worse.answer, worse.points]
            if not known:
                del files[worse.location.file]
            files.setdefault(file, {})[content] = index
            kept[index] = question
    return kept, skipped


def _fullness(question: ImportedQuestion) -> tuple[bool, int, int, int]:
    return (
        question.is_answered,
        len(question.points),
        len(question.answer),
        len(question.follow_ups) + len(question.tags) + len(question.links),
    )


def _without_unanswered(
    questions: Sequence[ImportedQuestion], policy: Unanswered
) -> tuple[list[ImportedQuestion], list[Skipped], list[str]]:
    """The questions to keep, those without an answer that are skipped, and why."""
    bare = [question for question in questions if not question.is_answered]
    if not bare:
        return list(questions), [], []
    if policy is Unanswered.AUTO:
        answered = len(questions) - len(bare)
        is_bare_list = answered < _HARDLY_ANY * len(questions)
        policy = Unanswered.KEEP if is_bare_list else Unanswered.SKIP
    count = f"{len(bare)} questions have" if len(bare) > 1 else "one question has"
    are = "are" if len(bare) > 1 else "is"
    if policy is Unanswered.KEEP:
        note = f"{count} no answer and {are} kept; you judge your own answers yourself"
        return list(questions), [], [note]
    note = f"{count} no answer and {are} skipped; `--unanswered keep` imports such questions"
    skipped = [Skipped(one.location, brief(one.prompt), "no answer") for one in bare]
    return [question for question in questions if question.is_answered], skipped, [note]


def _why_empty(result: ImportResult, unanswered: Sequence[Skipped]) -> str:
    if unanswered:
        return "none of the questions has an answer; import them with `--unanswered keep`"
    read = f" (read as {result.format})" if result.format else ""
    if not result.skipped:
        return f"nothing that looks like a question was found{read}"
    if result.format == "markdown":
        read += "; if there are some, say with --layout what marks one"
    # Of reasons that are as common the last one says most: headings come first.
    why, count = Counter(item.why for item in reversed(result.skipped)).most_common(1)[0]
    first = next(item for item in result.skipped if item.why == why)
    return (
        f"no question was found{read}: {len(result.skipped)} parts were skipped, {count} of them "
        f"as {why}, the first at {first.location}: {brief(first.what)}"
    )


class _Maker:
    """Makes questions with ids that are unique in the bank."""

    def __init__(self, base: Bank | None, *, has_files: bool) -> None:
        self.sources: dict[str, Source] = {s.id: s for s in (base.sources if base else ())}
        self._has_files = has_files
        self._ids: dict[str, int] = {}
        self._source_names = dict.fromkeys(self.sources, 1)
        self._source_ids = {s.url or s.title: s.id for s in self.sources.values()}
        self._removed = 0
        self._cut = 0

    def notes(self) -> list[str]:
        """What was changed in the texts."""
        notes = []
        if self._removed:
            notes.append(f"{self._removed} hidden characters were removed")
        if self._cut:
            notes.append(f"{self._cut} texts were cut at {MAX_TEXT:,} characters")
        return notes

    def question(self, source: ImportedQuestion) -> Question:
        """One question of the bank."""
        if source.whole is not None:
            return structs.replace(source.whole, id=unique(source.whole.id, self._ids))
        ids: dict[str, int] = {}
        points = self._points(source.points, ids)
        answer = self._text(source.answer)
        if not points and not answer:
            points = (Point(id="own-answer", point=OWN_ANSWER, need=Need.SHOULD),)
        prompt = self._text(source.prompt) or "(no text)"
        return Question(
            id=_new_id(source.name or prompt.partition("\n")[0], self._ids),
            prompt=prompt,
            topic=self._topic(source),
            tags=self._words(source.tags),
            roles=self._words(source.roles),
            level=source.level or Level.CORE,
            sources=tuple(dict.fromkeys(self._source(link) for link in source.links)),
            rubric=points,
            misconceptions=tuple(
                Misconception(
                    id=_new_id(wrong.claim, ids, "claim", words=6),
                    claim=self._text(wrong.claim),
                    correction=self._text(wrong.correction),
                )
                for wrong in source.misconceptions
                if has_words(wrong.claim)
            ),
            follow_ups=tuple(self._follow_up(f, ids) for f in source.follow_ups if f.ask.strip()),
            hints=tuple(filter(None, (self._text(hint) for hint in source.hints))),
            model_answer=answer,
        )

    def _points(self, points: Iterable[ImportedPoint], ids: dict[str, int]) -> tuple[Point, ...]:
        made = []
        for point in points:
            text = self._text(point.text)
            if not point.of and not has_words(text):
                continue
            name = _new_id(text, ids, "point", words=6)
            members = self._points(point.of, ids)
            if text or members:
                made.append(
                    Point(
                        id=name,
                        point=text,
                        need=point.need,
                        weight=point.weight,
                        match=point.match,
                        probe=self._text(point.probe) or None,
                        pick=min(point.pick or 1, len(members)) if members else None,
                        of=members,
                    )
                )
        return tuple(made)

    def _follow_up(self, asked: ImportedFollowUp, ids: dict[str, int]) -> FollowUp:
        return FollowUp(
            id=_new_id(asked.ask, ids, "follow-up", words=8),
            ask=self._text(asked.ask) or "(no text)",
            model_answer=self._text(asked.answer),
        )

    def _source(self, link: Link) -> str:
        """The id of the source that a link is, which is added when it is new."""
        key = link.url or link.title
        found = self._source_ids.get(key)
        if found is None:
            title = self._text(link.title) or link.url
            found = _new_id(title, self._source_names, "source", words=8)
            url = _line(link.url)
            self.sources[found] = Source(id=found, title=_line(title) or found, url=url)
            self._source_ids[key] = found
        return found

    def _text(self, text: str) -> str:
        """A text as a bank may hold it."""
        text, removed = clean(text)
        self._removed += removed
        text = text.strip()
        if len(text) > MAX_TEXT:
            self._cut += 1
            text = text[:MAX_TEXT].rstrip() + " …"
        return text

    def _topic(self, source: ImportedQuestion) -> str:
        """The topic that the collection gives; else its first tag, else the file it is in."""
        found = self._words(source.topic) or self._words(source.tags)[:1]
        if not found and self._has_files:
            found = self._words([_file_topic(source.location.file)])
        return "/".join(found) or "general"

    def _words(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Topics or tags as banks write them: lower-case and without spaces."""
        words = (_NOT_IN_WORDS.sub("-", self._text(text).lower()).strip("-.") for text in texts)
        return tuple(dict.fromkeys(word for word in words if word))


def _new_id(text: str, ids: dict[str, int], fallback: str = "question", words: int = 60) -> str:
    """An id made of the first words of a text that is new among `ids`."""
    return unique(slug(" ".join(text.split()[:words]), fallback), ids)


def unique(wanted: str, ids: dict[str, int]) -> str:
    """The id, or with the first number that makes it new; it is added to `ids` with its number."""
    found, number = wanted, ids.get(wanted, 0)
    while found in ids:
        number += 1
        found = f"{wanted}-{number}"
    ids[wanted] = max(number, 1)
    ids.setdefault(found, 1)
    return found


def _file_topic(file: str) -> str:
    """A topic from a file's name, or from its folder's where the name says nothing."""
    path = PurePosixPath(file)
    for part in (path.stem, path.parent.name):
        words = [w for w in re.split(r"[\W_]+", part) if w and w.lower() not in _FILE_WORDS]
        if words:
            return "-".join(words)
    return ""


def _line(text: str) -> str:
    """A text on one line, without what a bank may not hold."""
    return " ".join(clean(text)[0].split())


# -- ids -----------------------------------------------------------------------------------------

MAX_ID = 60
"""Characters; a question's id is typed and shown."""

_RUNS = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['’`´]")
_SIGNS = (
    ("c++", "cpp"),
    ("c#", "c-sharp"),
    (".net", "dotnet"),
    ("&", " and "),
    ("===", " strict-equals "),
    ("==", " equals "),
)


def slug(text: str, fallback: str = "question") -> str:
    """An id made of the words of `text`; from a text without Latin letters, one by its content."""
    lowered = text.lower()
    for sign, words in _SIGNS:
        lowered = lowered.replace(sign, words)
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", lowered)).casefold()
    ascii_only = "".join(char for char in plain if not unicodedata.combining(char))
    letters = sum(char.isalnum() for char in ascii_only)
    found = _RUNS.sub("-", ascii_only).strip("-")
    if len(found.replace("-", "")) * 2 < letters or not found:
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
        found = f"{fallback}-{digest}" if letters else fallback
    if len(found) <= MAX_ID:
        return found
    cut = found[: MAX_ID + 1]
    return (cut.rpartition("-")[0] or cut[:MAX_ID]).strip("-")
