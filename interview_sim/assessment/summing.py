"""What a session amounts to: whether there is a band, which, and what is said beside it.

The sentences are data in the scoring rules; here are the facts that they are chosen by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from interview_sim.assessment.model import QuestionResult
from interview_sim.assessment.score import gathered
from interview_sim.assessment.words import noun
from interview_sim.bank.scoring import NO_BAND, Cap, Fact, Scoring, Sentences
from interview_sim.bank.terms import Need, topic_in_sentence
from interview_sim.figures import counted
from interview_sim.matching.model import Verdict
from interview_sim.session.phases import Outcome


class Sum(NamedTuple):
    """What stands beside the score."""

    band: str
    words: str
    so_far: bool = False
    held_back: str = ""
    """Why the band is lower than the score alone would make it, in a sentence."""


def sum_up(scoring: Scoring, score: float | None, questions: Sequence[QuestionResult]) -> Sum:
    """The band of a score and the sentences beside it, as far as the answers carry them."""
    plain = scoring.band(score)
    if score is None:
        return Sum(plain.title, plain.words)
    answered = sum(question.main.is_answered for question in questions)
    few = no_band = False
    if (least := scoring.enough) is not None:
        few = answered < max(least.answered, least.share * len(questions))
        no_band = few or answered < least.band
    why = _held_by(scoring.cap, questions) if scoring.cap else ""
    band = scoring.capped(plain) if why else plain
    words = band.words
    if scoring.sentence is not None:
        words = scoring.sentence.of(_facts(scoring.sentence, questions, few=few)) or words
    if no_band:
        return Sum(NO_BAND, words, few)
    held_back = f"By the score alone it would be “{plain.title}”; {why} it."
    return Sum(band.title, words, held_back="" if band is plain else held_back)


def _held_by(cap: Cap, questions: Sequence[QuestionResult]) -> str:
    """What no score makes up for, where there is something."""
    if sum(len([*_left_standing(question)]) for question in questions) >= cap.claims:
        return "a wrong claim left standing caps"
    shares = [m.missed / m.of for q in questions if not q.derived and (m := _musts(q)).of]
    if 2 * sum(share >= cap.missed for share in shares) > len(shares):
        return "main points missed in most questions cap"
    return ""


class _Musts(NamedTuple):
    """The `must` points of a question, follow-ups included; a group is one."""

    made: int
    asked_out: int
    """Of those that were made, how many only when asked."""
    missed: int
    of: int


def _musts(question: QuestionResult) -> _Musts:
    points = gathered(question.answers)
    rows = [row for row in points if row.need is Need.MUST and row.group is None]
    told = {
        answer.part
        for answer in question.probing
        if any(row.id == answer.part and row.confirmed is Verdict.COVERED for row in answer.points)
    }
    first = {row.id for row in rows if row.confirmed is Verdict.COVERED}
    later = {row.id for row in rows if row.id in told} - first
    missed = sum(row.confirmed is Verdict.MISSED and row.id not in later for row in rows)
    return _Musts(len(first | later), len(later), missed, len(rows))


def _left_standing(question: QuestionResult) -> Iterator[str]:
    """Wrong claims that the candidate confirmed and did not put right when asked."""
    right = {
        answer.part
        for answer in question.follow_ups
        if answer.points and all(row.confirmed is Verdict.COVERED for row in answer.points)
    }
    for claim in question.claims:
        if claim.confirmed and claim.id not in right:
            yield claim.claim.strip()


def _facts(told: Sentences, questions: Sequence[QuestionResult], *, few: bool) -> dict[str, str]:
    main = [question.main for question in questions]
    answered = [answer for answer in main if answer.is_answered]
    passed = [answer for answer in main if answer.is_passed]
    claims = [claim for question in questions for claim in _left_standing(question)]
    made, asked_out, _, of = map(sum, zip(*map(_musts, questions), strict=True))
    asked = [f.score for question in questions for f in question.probing if f.score is not None]
    solid, weak = _topics(told, questions)
    return {
        Fact.ASKED: counted(len(questions), noun(questions)),
        Fact.ANSWERED: _number(len(answered)),
        Fact.FEW: counted(len(answered), "answer") if few else "",
        Fact.PASSED: _number(sum(not answer.candour for answer in passed)),
        Fact.CANDID: _number(sum(bool(answer.candour) for answer in passed)),
        Fact.CUT_OFF: _number(sum(answer.outcome is Outcome.TIMED_OUT for answer in main)),
        Fact.ELSEWHERE: _number(sum(map(_is_elsewhere, questions))),
        Fact.CLAIM: claims[0] if claims else "",
        Fact.CLAIMS: _number(len(claims)) if len(claims) > 1 else "",
        Fact.MUSTS: counted(of, "main point") if of else "",
        Fact.MADE: _number(made),
        Fact.ASKED_OUT: _number(asked_out),
        Fact.PROBED: counted(len(asked), "follow-up") if asked else "",
        Fact.HELD: _number(sum(score >= told.solid for score in asked)),
        Fact.SOLID: solid,
        Fact.WEAK: weak,
    }


def _is_elsewhere(question: QuestionResult) -> bool:
    """Whether it was answered with something else, also when it was asked once more."""
    again = question.again
    put_right = again is not None and again.is_answered and not again.off_topic
    return question.main.off_topic and not put_right


def _number(n: int) -> str:
    return str(n) if n else ""


def _topics(told: Sentences, questions: Sequence[QuestionResult]) -> tuple[str, str]:
    """The topics that went well and those that did not, the clearest first; of only one, nothing.

    The score has said it then, and “weakest on fraud” of a case on fraud is no news.
    """
    scores: dict[str, list[float]] = {}
    for question in questions:
        if question.score is not None:
            name = topic_in_sentence(question.topic)
            scores.setdefault(name, []).append(question.score)
    if len(scores) == 1:
        return "", ""
    ranked = sorted((sum(of) / len(of), name) for name, of in scores.items())
    weak = [name for score, name in ranked if score < told.weak]
    solid = [name for score, name in reversed(ranked) if score >= told.solid]
    return " and ".join(solid[: told.topics]), " and ".join(weak[: told.topics])
