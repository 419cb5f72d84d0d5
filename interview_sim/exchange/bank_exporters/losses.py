"""What of a bank a format cannot hold, counted, so that nobody takes a copy for the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from interview_sim.bank.model import Bank, Defaults, Kind, Question, When
from interview_sim.exchange.bank_exporters.registry import Target


def _match(question: Question) -> int:
    rubrics = [question.rubric, *(f.rubric for f in question.follow_ups)]
    leaves = (leaf for rubric in rubrics for point in rubric for leaf in point.leaves)
    return sum(bool(leaf.match) for leaf in leaves) + sum(
        bool(wrong.match) for wrong in question.misconceptions
    )


_OF_QUESTIONS: Mapping[str, tuple[tuple[str, str], Callable[[Question], int]]] = {
    "match": (("list of accepted wordings", "lists of accepted wordings"), _match),
    "misconceptions": (("misconception", "misconceptions"), lambda q: len(q.misconceptions)),
    "misconception probes": (
        ("probe of a misconception", "probes of misconceptions"),
        lambda q: sum(bool(wrong.probe) for wrong in q.misconceptions),
    ),
    "follow-ups": (("follow-up question", "follow-up questions"), lambda q: len(q.follow_ups)),
    "follow-up rubrics": (
        ("rubric of a follow-up question", "rubrics of follow-up questions"),
        lambda q: sum(bool(follow_up.rubric) for follow_up in q.follow_ups),
    ),
    "conditions": (
        ("condition of a follow-up question", "conditions of follow-up questions"),
        lambda q: sum(follow_up.when != When(always=True) for follow_up in q.follow_ups),
    ),
    "hints": (("hint", "hints"), lambda q: len(q.hints)),
    "times": (
        ("time", "times"),
        lambda q: (q.time is not None) + sum(f.time is not None for f in q.follow_ups),
    ),
    "roles": (("question with roles", "questions with roles"), lambda q: bool(q.roles)),
    "kinds": (("kind of question", "kinds of question"), lambda q: q.kind is not Kind.CONCEPTUAL),
    "sources": (("question with sources", "questions with sources"), lambda q: bool(q.sources)),
    "levels": (("level", "levels"), lambda q: q.level.value != "core"),
    "tags": (("question with tags", "questions with tags"), lambda q: bool(q.tags)),
}
"""What a question may have: its words for one and for many, and how much of it there is."""


def losses(bank: Bank, target: Target) -> list[str]:
    """What of this bank the format leaves out, a few words each; empty: nothing."""
    told = []
    for key, ((one, many), count) in _OF_QUESTIONS.items():
        if key not in target.holds:
            total = _total(map(count, bank.questions))
            told += [f"{total} {one if total == 1 else many}"] if total else []
    if "scoring" not in target.holds and bank.scoring is not None:
        told.append("the rubric that answers are weighed by")
    if "glossary" not in target.holds and bank.glossary:
        told.append("the glossary")
    if "times" not in target.holds and bank.defaults != Defaults():
        told.append("the usual times")
    if "sources" not in target.holds and bank.sources:
        told.append(f"{len(bank.sources)} {'source' if len(bank.sources) == 1 else 'sources'}")
    return told


def _total(counts: Iterable[int]) -> int:
    return sum(int(count) for count in counts)
