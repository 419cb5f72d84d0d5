"""What of a bank a format cannot hold, counted, so that nobody takes a copy for the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from interview_sim.bank.exporters.registry import Target
from interview_sim.bank.model import Bank, Defaults, Kind, Question, When


def _match(question: Question) -> int:
    rubrics = [question.rubric, *(f.rubric for f in question.follow_ups)]
    leaves = (leaf for rubric in rubrics for point in rubric for leaf in point.leaves)
    return sum(bool(leaf.match) for leaf in leaves) + sum(
        bool(wrong.match) for wrong in question.misconceptions
    )


_OF_QUESTIONS: Mapping[str, tuple[str, Callable[[Question], int]]] = {
    "match": ("lists of accepted wordings", _match),
    "misconceptions": ("misconceptions", lambda q: len(q.misconceptions)),
    "misconception probes": (
        "probes of misconceptions",
        lambda q: sum(bool(wrong.probe) for wrong in q.misconceptions),
    ),
    "follow-ups": ("follow-up questions", lambda q: len(q.follow_ups)),
    "follow-up rubrics": (
        "rubrics of follow-up questions",
        lambda q: sum(bool(follow_up.rubric) for follow_up in q.follow_ups),
    ),
    "conditions": (
        "conditions of follow-up questions",
        lambda q: sum(follow_up.when != When(always=True) for follow_up in q.follow_ups),
    ),
    "hints": ("hints", lambda q: len(q.hints)),
    "times": (
        "times",
        lambda q: (q.time is not None) + sum(f.time is not None for f in q.follow_ups),
    ),
    "roles": ("questions with roles", lambda q: bool(q.roles)),
    "kinds": ("kinds of question", lambda q: q.kind is not Kind.CONCEPTUAL),
    "sources": ("questions with sources", lambda q: bool(q.sources)),
    "levels": ("levels", lambda q: q.level.value != "core"),
    "tags": ("questions with tags", lambda q: bool(q.tags)),
}
"""What a question may have: its words for the user, and how much of it there is."""


def losses(bank: Bank, target: Target) -> list[str]:
    """What of this bank the format leaves out, a few words each; empty: nothing."""
    told = []
    for key, (words, count) in _OF_QUESTIONS.items():
        if key not in target.holds:
            total = _total(map(count, bank.questions))
            told += [f"{total} {words}"] if total else []
    if "glossary" not in target.holds and bank.glossary:
        told.append("the glossary")
    if "times" not in target.holds and bank.defaults != Defaults():
        told.append("the usual times")
    if "sources" not in target.holds and bank.sources:
        told.append(f"{len(bank.sources)} sources")
    return told


def _total(counts: Iterable[int]) -> int:
    return sum(int(count) for count in counts)
