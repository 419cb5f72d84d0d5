"""What an import understood and what it skipped, as data for any way of printing it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from interview_sim.exchange.importers.imported import ImportedQuestion, Skipped, brief
from interview_sim.exchange.importers.make_bank import OWN_ANSWER, MadeBank
from interview_sim.literal import visible

HEADS = ("#", "answer", "points", "follow-ups", "level", "question")
"""The columns of `Report.rows`."""


class SkippedGroup(Struct, frozen=True):
    """All that was skipped for the same reason."""

    reason: str
    items: tuple[str, ...]
    """Each with its location and first words."""


class Report(Struct, frozen=True, kw_only=True):
    """What to print about an import; every text is safe to print."""

    rows: tuple[tuple[str, ...], ...]
    """One for each question, under `HEADS`."""
    counts: tuple[tuple[str, int], ...]
    skipped: tuple[SkippedGroup, ...]
    """The largest group first."""
    notes: tuple[str, ...]


def report_of(made: MadeBank) -> Report:
    """The report of an import."""
    questions = made.bank.questions
    own = [q for q in questions if not any(point.point == OWN_ANSWER for point in q.rubric)]
    counts = {
        "questions": len(questions),
        "with an answer": sum(bool(q.model_answer) for q in questions),
        "points": sum(sum(1 for _ in q.leaves()) for q in own),
        "follow-ups": sum(len(q.follow_ups) for q in questions),
        "with a level": sum(q.level is not None or q.whole is not None for q in made.questions),
        "topics": len({q.topic for q in questions}),
        "skipped": len(made.skipped),
    }
    return Report(
        rows=tuple(_row(number, question) for number, question in enumerate(made.questions, 1)),
        counts=tuple(counts.items()),
        skipped=tuple(_by_reason(made.skipped)),
        notes=tuple(visible(note, newlines=False) for note in made.notes),
    )


def _row(number: int, question: ImportedQuestion) -> tuple[str, ...]:
    whole = question.whole
    points = question.points if whole is None else whole.rubric
    follow_ups = question.follow_ups if whole is None else whole.follow_ups
    level = question.level if whole is None else whole.level
    words = len(question.answer.split())
    return (
        str(number),
        f"{words} words" if words else "–",
        str(len(points) or "–"),
        str(len(follow_ups) or "–"),
        level.value if level is not None else "–",
        visible(brief(question.prompt, 300), newlines=False),
    )


def _by_reason(skipped: Iterable[Skipped]) -> list[SkippedGroup]:
    groups: dict[str, list[str]] = {}
    for item in skipped:
        is_repeat = item.why.startswith("also in ")
        line = f"{item.location}: {brief(item.what, 70)}" + (f" ({item.why})" if is_repeat else "")
        reason = "a question that is there twice" if is_repeat else item.why
        groups.setdefault(reason, []).append(visible(line, newlines=False))
    found = [
        SkippedGroup(visible(reason, newlines=False), tuple(items))
        for reason, items in groups.items()
    ]
    return sorted(found, key=lambda group: -len(group.items))
