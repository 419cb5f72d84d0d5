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
from interview_sim.literal import visible
from interview_sim.matching.model import Claim, Coverage, PointCoverage, Span, Verdict
from interview_sim.session.answers import printable_draft

_REASON = 200
_SHOWN = 80


class Proposed(NamedTuple):
    """A verdict on one point, or a misconception that the answer is said to state."""

    about: str
    """The id of either."""
    verdict: Verdict = Verdict.COVERED
    """Of a misconception: that it is there."""
    evidence: tuple[str, ...] = ()
    """Words of the answer."""
    reason: str = ""


def coverage_of(
    verdicts: Iterable[Proposed],
    claims: Iterable[Proposed] | None,
    task: Task,
    words: LexicalJudge,
) -> Coverage:
    """What an answer covers by these verdicts; candour is found by words, as always.

    Args:
        verdicts: One on each point.
        claims: The misconceptions that the answer states; None: those that are found by words.
        task: What was asked, and the answer.
        words: The lexical judge.

    Raises:
        UsageError: A point has none or two, there is no such point or misconception, or the
            evidence of what is said to be there does not stand in the answer; everything that is
            wrong is listed.
    """
    items = points_of(task.question)
    leaves = [leaf.id for item in items for leaf in item.leaves]
    wrong = [each.id for each in task.question.misconceptions]
    problems: list[str] = []
    given = _told("point", verdicts, leaves, task.answer, problems)
    stated = _told("misconception", claims or (), wrong, task.answer, problems)
    if missing := [f"“{name}”" for name in leaves if name not in given]:
        problems.append(f"No verdict on {', '.join(missing)}. Each point needs one.")
    if problems:
        raise UsageError("\n".join(["Nothing was recorded:", *problems]))
    from interview_sim.matching.matcher import of_item

    found = {name: _found(each, task.answer) for name, each in given.items()}
    coverage = replace(words.judge(task), points=tuple(of_item(item, found) for item in items))
    if claims is not None:
        made = tuple(_claim(each, task.answer) for each in stated.values())
        coverage = replace(coverage, claims=made)
    return conformed(coverage, task)


def _told(
    kind: str, proposed: Iterable[Proposed], known: list[str], answer: str, problems: list[str]
) -> dict[str, Proposed]:
    """What was said, by what it is about; what is wrong with it is added to `problems`."""
    told: dict[str, Proposed] = {}
    for each in proposed:
        name = f"“{_one_line(visible(each.about), _SHOWN)}”"
        if each.about not in known:
            there = f"Its {kind}s: {', '.join(known) or 'none'}."
            problems.append(f"There is no {kind} {name} for this answer. {there}")
        elif each.about in told:
            problems.append(f"The {kind} {name} is there twice.")
        else:
            problems += (f"{name}: {what}" for what in _problems(each, answer))
            told[each.about] = each
    return told


def _problems(given: Proposed, answer: str) -> Iterator[str]:
    if given.verdict is not Verdict.MISSED and not given.evidence:
        yield "it needs evidence: words of the answer."
    for quote in given.evidence:
        if not quote.strip() or quote.strip() not in answer:
            yield (
                f"the evidence “{_one_line(visible(quote), _SHOWN)}” does not stand in the answer. "
                "Quote it word for word, or say that it is not there."
            )


def _found(given: Proposed, answer: str) -> PointCoverage:
    return PointCoverage(
        id=given.about,
        verdict=given.verdict,
        strength=given.verdict.value_share,
        reason=_one_line(given.reason, _REASON),
        evidence=_spans(given.evidence, answer),
    )


def _claim(given: Proposed, answer: str) -> Claim:
    return Claim(
        id=given.about,
        strength=1.0,
        reason=_one_line(given.reason, _REASON),
        evidence=_spans(given.evidence, answer),
    )


def _spans(evidence: Iterable[str], answer: str) -> tuple[Span, ...]:
    from interview_sim.matching.text import merged

    quotes = (quote.strip() for quote in evidence)
    starts = ((answer.find(quote), len(quote)) for quote in quotes)
    return merged((start, start + length) for start, length in starts if start >= 0)


def _one_line(text: str, most: int) -> str:
    return " ".join(printable_draft(text).split())[:most]
