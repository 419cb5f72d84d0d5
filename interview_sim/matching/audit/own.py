"""What a question, its model answer and its phrases have to be to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from interview_sim.bank.model import Misconception, Point, Question
from interview_sim.bank.problems import Severity, quoted
from interview_sim.bank.terms import Need
from interview_sim.matching.audit.finding import Asked, Finding, Rule, bare, leaves_of
from interview_sim.matching.matcher import Matcher
from interview_sim.matching.model import PointCoverage, Verdict


def model_answer(asked: Asked, matcher: Matcher) -> Iterator[Finding]:
    """The points that the model answer leaves out, as the matcher reads it."""
    rubric, answer = asked.question.rubric, asked.question.model_answer
    if not rubric:
        return
    if not answer.strip():
        yield Finding(
            rule=Rule.MODEL_ANSWER_COVERS,
            severity=Severity.WARNING,
            question=asked.name,
            about="",
            record=asked.record,
            key="",
            message=f"{quoted(asked.name)} has no model answer to hold its points against",
            remedy="add `model_answer: …`",
        )
        return
    coverage = matcher.cover(asked.question, answer)
    for point, found in zip(rubric, coverage.points, strict=True):
        is_must = point.need is Need.MUST
        if found.verdict is Verdict.COVERED or (not is_must and found.verdict is Verdict.PARTLY):
            continue
        said = "only partly covers" if found.verdict is Verdict.PARTLY else "does not cover"
        yield Finding(
            rule=Rule.MODEL_ANSWER_COVERS,
            severity=Severity.ERROR if is_must else Severity.WARNING,
            question=asked.name,
            about=point.id,
            record=point,
            key="",
            message=f"the model answer {said} the {point.need} point {quoted(point.id)}"
            f"{_because(found)}",
            remedy="say it there, or add a `match` entry in its words",
        )


def prompt(asked: Asked, matcher: Matcher) -> Iterator[Finding]:
    """The points that reading the question out would cover, or that it all but says.

    A follow-up must not even say its points: who has been asked twice has been told. The first
    question may use a point's words, for as an answer they count for next to nothing.
    """
    question = asked.question
    if not question.rubric:
        return
    told = matcher.cover(question, question.prompt).leaves()
    bared = matcher.cover(bare(question.rubric), question.prompt).leaves()
    is_follow_up = asked.record is not asked.home
    for point in leaves_of(question):
        rule, severity = Rule.PROMPT_COVERS_NOTHING, Severity.ERROR
        if told[point.id].verdict is Verdict.COVERED:
            what = "the question alone covers"
        elif bared[point.id].verdict is not Verdict.COVERED:
            continue
        elif is_follow_up:
            rule, what = Rule.NOTHING_GIVEN_AWAY, "the follow-up gives away"
        else:
            severity, what = Severity.WARNING, "the question already says what is looked for in"
        yield Finding(
            rule=rule,
            severity=severity,
            question=asked.name,
            about=point.id,
            record=asked.record,
            key=asked.prompt_key,
            message=f"{what} the point {quoted(point.id)}{_because(bared[point.id])}",
            remedy="reword it, or let the point ask for more",
        )


def claims(asked: Asked, matcher: Matcher) -> Iterator[Finding]:
    """The misconceptions that fire on a right answer, or on what puts them right."""
    question = asked.question
    by_id = {misconception.id: misconception for misconception in question.misconceptions}
    for claim in matcher.cover(question, question.model_answer).claims:
        yield _false_claim(asked, by_id[claim.id], Severity.ERROR, "the model answer", claim.reason)
    for misconception in question.misconceptions:
        yield from _claim_itself(asked, misconception, matcher)


def _claim_itself(asked: Asked, wrong: Misconception, matcher: Matcher) -> Iterator[Finding]:
    alone = Question(id="claim", prompt="", misconceptions=(wrong,))
    for claim in matcher.cover(alone, wrong.correction).claims:
        yield _false_claim(asked, wrong, Severity.WARNING, "its own correction", claim.reason)
    if not matcher.cover(alone, wrong.claim).claims:
        yield Finding(
            rule=Rule.NO_FALSE_CLAIM,
            severity=Severity.WARNING,
            question=asked.name,
            about=wrong.id,
            record=wrong,
            key="claim",
            message=f"the misconception {quoted(wrong.id)} is not seen in its own claim",
            remedy="add a `match` entry in the words of the claim",
        )


def _false_claim(
    asked: Asked, wrong: Misconception, severity: Severity, where: str, reason: str
) -> Finding:
    return Finding(
        rule=Rule.NO_FALSE_CLAIM,
        severity=severity,
        question=asked.name,
        about=wrong.id,
        record=wrong,
        key="match" if wrong.match else "claim",
        message=f"the misconception {quoted(wrong.id)} fires on {where}"
        f"{f' ({reason})' if reason else ''}",
        remedy="narrow its `match`, or reword that text",
    )


class _Wording(NamedTuple):
    """Something that the interviewer may say."""

    record: object
    key: str
    text: str
    own: frozenset[str] = frozenset()
    """The points it is there to ask for."""


def given_away(asked: Asked, matcher: Matcher) -> Iterator[Finding]:
    """What the probes and follow-ups of a question say themselves.

    Whether a follow-up says its own points is seen where the follow-up is what is asked.
    """
    for point in asked.question.rubric:
        if point.probe:
            own = frozenset({point.id, *(leaf.id for leaf in point.leaves)})
            yield from _told(asked, _Wording(point, "probe", point.probe, own), matcher)
    for wrong in asked.question.misconceptions:
        if wrong.probe:
            yield from _told(asked, _Wording(wrong, "probe", wrong.probe), matcher)
            yield from _corrects(asked, wrong, wrong.probe, matcher)
    for follow_up in asked.question.follow_ups:
        # What is covered already when it is asked cannot be given away by it.
        for finding in _told(asked, _Wording(follow_up, "ask", follow_up.ask), matcher):
            if finding.about != follow_up.when.covered:
                yield finding


def _told(asked: Asked, wording: _Wording, matcher: Matcher) -> Iterator[Finding]:
    """The points that the wording covers: an error for its own, a warning for others."""
    told = matcher.cover(bare(asked.question.rubric), wording.text).leaves()
    for point in leaves_of(asked.question):
        found = told[point.id]
        if found.verdict is not Verdict.COVERED:
            continue
        is_own = point.id in wording.own
        yield Finding(
            rule=Rule.NOTHING_GIVEN_AWAY,
            severity=Severity.ERROR if is_own else Severity.WARNING,
            question=asked.name,
            about=point.id,
            record=wording.record,
            key=wording.key,
            message=f"this gives {'its own' if is_own else 'the'} point "
            f"{quoted(point.id)} away{_because(found)}",
            remedy="reword it: the interviewer does not say it while that point is open",
        )


def _corrects(asked: Asked, wrong: Misconception, text: str, matcher: Matcher) -> Iterator[Finding]:
    if not wrong.correction:
        return
    right = bare((Point(id=wrong.id, point=wrong.correction),))
    found = matcher.cover(right, text).points[0]
    if found.verdict is Verdict.COVERED:
        yield Finding(
            rule=Rule.NOTHING_GIVEN_AWAY,
            severity=Severity.ERROR,
            question=asked.name,
            about=wrong.id,
            record=wrong,
            key="probe",
            message=f"this gives the correction of {quoted(wrong.id)} away{_because(found)}",
            remedy="ask neutrally",
        )


def _because(found: PointCoverage) -> str:
    return f" ({found.reason})" if found.reason else ""


def loose_phrases(
    asked: Asked, matcher: Matcher, glossary: Sequence[Sequence[str]]
) -> Iterator[Finding]:
    """Phrases whose other words are so common that a single one is enough to be found."""
    for point in leaves_of(asked.question):
        for index, phrase in enumerate(point.match):
            words = phrase.split() if isinstance(phrase, str) else []
            if not isinstance(phrase, str) or len(words) < 2:
                continue
            alone = bare((Point(id=point.id, point="", match=(phrase,)),))
            found = next((word for word in words if _is_enough(word, alone, matcher)), None)
            if found is None or _is_synonym(found, phrase, glossary):
                continue
            yield Finding(
                rule=Rule.PHRASE_HOLDS_TOGETHER,
                severity=Severity.WARNING,
                question=asked.name,
                about=point.id,
                record=point,
                key="match",
                item=index,
                message=f"of the phrase {quoted(phrase)} the word {quoted(found)} is enough",
                remedy="write its words under `all:` if each of them matters",
            )


def _is_enough(word: str, alone: Question, matcher: Matcher) -> bool:
    if not any(char.isalpha() for char in word):
        return False
    # A sentence around the word: of a single word nothing is believed.
    return matcher.cover(alone, f"Here it is: {word}.").points[0].verdict is Verdict.COVERED


def _is_synonym(word: str, phrase: str, glossary: Sequence[Sequence[str]]) -> bool:
    """Whether the bank says itself that the word is as good as the phrase."""
    wanted = {word.casefold(), phrase.casefold()}
    return any(wanted <= {term.casefold() for term in terms} for terms in glossary)
