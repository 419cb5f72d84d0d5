"""Questions about the candidate's own work: filled from the résumé, and put back for others."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from interview_sim.bank.holes import filled, names_in
from interview_sim.bank.model import Bank, Kind, Question
from interview_sim.bank.resume import Place, Project, Resume
from interview_sim.session.events import DrawnQuestion, Event, FollowUpAsked, Header, HintShown

_OF_PROJECT = {"project": "name", "method": "method", "result": "result", "role": "role"}
_OF_PLACE = {"employer": "employer", "role": "role"}
_Known = TypeVar("_Known", Project, Place)


_PAIRS = {'"': '"', "“": "”", "„": "“", "«": "»", "‘": "’", "'": "'"}


def in_quotes(name: str) -> str:
    """A name or a line of the candidate's as it stands in a sentence of somebody else's.

    It may be anything: without quotation marks “Walk me through Churn model” reads as a slip. Marks
    that it has itself all around are replaced, others stay, within single ones.
    """
    name = name.strip().rstrip(".")
    last = _PAIRS.get(name[:1], "")
    if last and len(name) > 1 and name[1:].find(last) == len(name) - 2:
        name = name[1:-1].strip().rstrip(".")
    if not name:
        return ""
    has_marks = any(mark in name for mark in '"“”„«»')
    return f"‘{name}’" if has_marks else f"“{name}”"


def is_personal(questions: Iterable[DrawnQuestion]) -> bool:
    """Whether any of them can be filled from a résumé."""
    return any(drawn.question.kind is Kind.RESUME for drawn in questions)


def personal(
    questions: tuple[DrawnQuestion, ...], banks: Sequence[Bank], resume: Resume, seed: int
) -> tuple[DrawnQuestion, ...]:
    """The questions with what the résumé says in their holes.

    Each has another project, place and skill, as far as there are any; the same seed, the same.
    What the résumé does not say is asked as without one.
    """
    by_id, choice = {bank.id: bank for bank in banks}, _Choice(resume, seed)
    return tuple(_filled(drawn, by_id.get(drawn.bank), choice) for drawn in questions)


def _filled(drawn: DrawnQuestion, bank: Bank | None, choice: _Choice) -> DrawnQuestion:
    template = bank.template(drawn.question.id) if bank else None
    if template is None or template.kind is not Kind.RESUME:
        return drawn
    template = template.worded(drawn.wording)
    fill = partial(filled, known=choice.values(template))
    texts = {fill(text): filled(text) for text in template.texts}
    plain = {ours: theirs for ours, theirs in texts.items() if ours != theirs}
    return replace(drawn, question=template.with_texts(fill), plain=plain)


class _Choice:
    """What to fill in next: of all there is, what was used least and says most."""

    def __init__(self, resume: Resume, seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311 - a choice of projects, not a secret
        self._resume = resume
        works = tuple(
            replace(project, name=in_quotes(project.name), result=in_quotes(project.result))
            for project in resume.projects
        ) or tuple(
            Project(name=f"your work at {place.employer}", role=place.role)
            for place in resume.places
        )
        self._projects = rng.sample(works, len(works))
        self._places = rng.sample(resume.places, len(resume.places))
        self._skills = rng.sample(resume.skills, len(resume.skills))
        self._used: Counter[str] = Counter()

    def values(self, question: Question) -> dict[str, str]:
        """What to put into the holes of one question: all of one project, or of one place."""
        wanted = {name for text in question.texts for name in names_in(text)}
        found: dict[str, str] = {}
        if "employer" in wanted:
            found |= self._of(self._places, _OF_PLACE, wanted)
        if wanted & {"project", "method", "result"}:
            found = self._of(self._projects, _OF_PROJECT, wanted) | found
        elif "role" in wanted and self._resume.label:
            found.setdefault("role", self._resume.label)
        if "skill" in wanted and self._skills:
            found["skill"] = min(self._skills, key=self._used.__getitem__)
            self._used[found["skill"]] += 1
        return {name: text.rstrip(".") for name, text in found.items() if text.rstrip(".")}

    def _of(
        self, things: Sequence[_Known], fields: Mapping[str, str], wanted: set[str]
    ) -> dict[str, str]:
        if not things:
            return {}
        asked = {name: field for name, field in fields.items() if name in wanted}

        def order(thing: _Known) -> tuple[int, int]:
            lacks = sum(not getattr(thing, field) for field in asked.values())
            return self._used[repr(thing)], lacks

        chosen = min(things, key=order)
        self._used[repr(chosen)] += 1
        return {name: getattr(chosen, field) for name, field in asked.items()}


# Put back, for what others get to see


def impersonal(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events of a session as they would be had there been no résumé.

    What the candidate typed stays as it is.
    """
    header = events[0] if events else None
    if not isinstance(header, Header):
        return tuple(events)
    texts = dict(pair for drawn in header.questions for pair in _plain_texts(drawn))
    if not texts:
        return tuple(events)
    longest = sorted(texts, key=len, reverse=True)

    def plain(text: str) -> str:
        for ours in longest:
            text = text.replace(ours, texts[ours])
        return text

    def one(event: Event) -> Event:
        if isinstance(event, FollowUpAsked):
            # What a résumé says may be in anyone's words; in the bank's it can be found.
            ask = plain(event.bank_ask or event.ask)
            return replace(event, ask=ask, reason=plain(event.reason), bank_ask="", refused_ask="")
        return replace(event, text=plain(event.text)) if isinstance(event, HintShown) else event

    questions = tuple(
        replace(
            drawn,
            question=drawn.question.with_texts(partial(_looked_up, drawn.plain)),
            plain={},
        )
        for drawn in header.questions
    )
    return (replace(header, questions=questions), *map(one, events[1:]))


def _looked_up(plain: Mapping[str, str], text: str) -> str:
    return plain.get(text, text)


def _plain_texts(drawn: DrawnQuestion) -> Iterator[tuple[str, str]]:
    for ours, theirs in drawn.plain.items():
        yield ours, theirs
        # A reason quotes what was asked, on one line.
        yield " ".join(ours.split()), " ".join(theirs.split())
