"""Verdicts from outside: one for each point, and each resting on words of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from interview_sim.errors import UsageError
from interview_sim.judging.desk import conformed
from interview_sim.judging.lexical import LexicalJudge
from interview_sim.judging.parts import points_of
from interview_sim.judging.protocol import Task
from interview_sim.matching.model import Coverage, PointCoverage, Verdict
from interview_sim.session.answers import printable_draft

_REASON = 200
_SHOWN = 80


class Proposed(NamedTuple):
    """A verdict on one point."""

    point: str
    """Its id."""
    verdict: Verdict
    evidence: tuple[str, ...] = ()
    """Words of the answer."""
    reason: str = ""


def coverage_of(verdicts: Iterable[Proposed], task: Task, words: LexicalJudge) -> Coverage:
    """What an answer covers by these verdicts; claims and candour are found by words, as always.

    Raises:
        UsageError: A point has none or two, there is no such point, or the evidence of what is
            said to be there does not stand in the answer; everything that is wrong is listed.
    """
    items = points_of(task.question)
    leaves = {leaf.id: leaf for item in items for leaf in item.leaves}
    given: dict[str, PointCoverage] = {}
    problems: list[str] = []
    for each in verdicts:
        name = f"“{_one_line(each.point, _SHOWN)}”"
        if each.point not in leaves:
            known = ", ".join(leaves) or "none"
            problems.append(f"There is no point {name} for this answer. Its points: {known}.")
        elif each.point in given:
            problems.append(f"{name} has two verdicts.")
        else:
            problems += (f"{name}: {what}" for what in _problems(each, task.answer))
            given[each.point] = _found(each, task.answer)
    if missing := [f"“{name}”" for name in leaves if name not in given]:
        problems.append(f"No verdict on {', '.join(missing)}. Each point needs one.")
    if problems:
        raise UsageError("\n".join(["Nothing was recorded:", *problems]))
    from interview_sim.matching.matcher import of_item

    points = tuple(of_item(item, given) for item in items)
    return conformed(replace(words.judge(task), points=points), task)


def _problems(given: Proposed, answer: str) -> Iterator[str]:
    if given.verdict is not Verdict.MISSED and not given.evidence:
        yield f"{given.verdict} needs evidence: words of the answer."
    for quote in given.evidence:
        if not quote.strip() or quote.strip() not in answer:
            yield (
                f"the evidence “{_one_line(quote, _SHOWN)}” does not stand in the answer. Quote it "
                "word for word, or find the point missed."
            )


def _found(given: Proposed, answer: str) -> PointCoverage:
    from interview_sim.matching.text import merged

    quotes = (quote.strip() for quote in given.evidence)
    starts = ((answer.find(quote), len(quote)) for quote in quotes)
    return PointCoverage(
        id=given.point,
        verdict=given.verdict,
        strength=given.verdict.value_share,
        reason=_one_line(given.reason, _REASON),
        evidence=merged((start, start + length) for start, length in starts if start >= 0),
    )


def _one_line(text: str, most: int) -> str:
    return " ".join(printable_draft(text).split())[:most]
