"""Tests a bank with the matcher: what its author should know before anyone is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from interview_sim.bank.model import CLARIFY, Bank, FollowUp, Misconception, Point, Question, Stage
from interview_sim.bank.problems import Severity, quoted
from interview_sim.bank.terms import Need
from interview_sim.matching.findings import DEFAULT_LIMITS, Finding, Limits, Rule
from interview_sim.matching.matcher import Matcher, is_english, rubric_of
from interview_sim.matching.model import Claim, Coverage, PointCoverage, Verdict
from interview_sim.matching.pairs import Pairs

_MOST_NAMED = 3
_PREMISE = re.compile(
    r"\b(?:as )?you(?:['’]ve| have)?(?: just| already| rightly)? "
    r"(?:named|said|mentioned|listed|described|suggested|proposed|explained|told me"
    r"|brought up|pointed out|talked about)\b",
    re.IGNORECASE,
)
"""What a follow-up takes for granted that was said."""
_HELD_BACK = "reword it: the interviewer does not say it while that point is open"
Item = TypeVar("Item")


class _Asked(NamedTuple):
    """Something that is asked and has points of its own: a question, or a scripted follow-up."""

    home: Question
    """The bank's question that it belongs to."""
    record: Question | Stage | FollowUp
    """What the author wrote of it, for its place."""
    question: Question
    """What an answer is held against."""

    @property
    def name(self) -> str:
        """What findings call it."""
        return self.home.id if self.is_question else f"{self.home.id}/{self.record.id}"

    @property
    def is_question(self) -> bool:
        return not isinstance(self.record, FollowUp)

    @property
    def points(self) -> tuple[Point, ...]:
        """The points that can be covered, as the author wrote them, so that places are found.

        Those with a signal are left out: signs of how something is told are in any good answer.
        """
        leaves = (leaf for item in self.question.rubric for leaf in (item.of or (item,)))
        return tuple(leaf for leaf in leaves if leaf.signal is None)

    def finding(
        self,
        rule: Rule,
        about: Point | Misconception | None,
        message: str,
        remedy: str,
        *,
        severity: Severity = Severity.WARNING,
        record: object = None,
        key: str = "",
        item: int | None = None,
    ) -> Finding:
        """A finding on something; `record` where another part of the bank is to be pointed at."""
        return Finding(
            rule=rule,
            severity=severity,
            question=self.name,
            about=about.id if about else "",
            record=record or about or self.record,
            key=key,
            item=item,
            message=message,
            remedy=remedy,
        )


class _ModelAnswer(NamedTuple):
    """A model answer of the bank."""

    question: str
    text: str
    sentences: tuple[str, ...]


def audit(bank: Bank, limits: Limits = DEFAULT_LIMITS) -> Iterator[Finding]:
    """What the matcher makes of a bank's own texts where it should make something else of them.

    Args:
        bank: A bank that was read without errors.
        limits: Where to draw the lines.

    Yields:
        The findings, question by question in the bank's order.
    """
    rules = _Audit(bank, limits)
    if not is_english(bank.language):
        yield Finding(
            rule=Rule.LANGUAGE_IS_READ,
            severity=Severity.WARNING,
            question="",
            about="",
            record=bank,
            key="language",
            message=f"in {quoted(bank.language)} answers are compared word by word: whether they "
            "deny something is noticed in English only",
            remedy="give each point phrases that a wrong answer would not use",
        )
    for case in bank.questions:
        yield from rules.told(case)
    written = [record for each in bank.questions for record in each.written]
    asked = [
        one
        for question, record in zip(bank.asked, written, strict=True)
        for one in (
            _Asked(question, record, question),
            *(_Asked(question, each, each.as_question()) for each in question.follow_ups),
        )
    ]
    yield from _unanswered(asked)
    for one in asked:
        yield from rules.model_answer(one)
        yield from rules.prompt(one)
        yield from rules.sisters(one)
        yield from rules.claims(one)
        yield from rules.given_away(one)
        yield from rules.premises(one)
        yield from rules.loose_phrases(one)
        yield from rules.other_questions(one)


def _unanswered(asked: Sequence[_Asked]) -> Iterator[Finding]:
    """What has points and no answer to hold them against, in one finding: there may be many."""
    found = [one for one in asked if one.question.rubric and not one.question.model_answer.strip()]
    if not found:
        return
    names = ", ".join(quoted(one.name) for one in found[:_MOST_NAMED])
    rest = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    has, its = ("has", "its") if len(found) == 1 else ("have", "their")
    first = found[0].finding(
        Rule.MODEL_ANSWER_COVERS,
        None,
        f"{names}{rest} {has} no model answer to test {its} points with",
        "add `model_answer: …`",
    )
    yield first if len(found) == 1 else replace(first, question="")


class _Audit:
    """The rules, and the bank and the matcher that they are tried with."""

    def __init__(self, bank: Bank, limits: Limits) -> None:
        self._limits = limits
        self._glossary = [{term.casefold() for term in terms} for terms in bank.glossary]
        self._cover = Matcher(bank.glossary, language=bank.language).cover
        self._answers = {question.id: _model_answers(question) for question in bank.asked}
        self._main = [
            self._answers[question.id][0]
            for question in bank.asked
            if question.model_answer.strip()
        ]
        stages = [(case.id, stage.id) for case in bank.questions for stage in case.stages]
        self._kin = {
            f"{case}-{stage}": {
                f"{one}-{other}" for one, other in stages if case == one or stage == other
            }
            for case, stage in stages
        }
        """For a stage, what touches on the same: the others of its case, the same of others."""

    def told(self, case: Question) -> Iterator[Finding]:
        """The facts that a single common word asks for, or that say a point of a later stage."""
        for fact in case.facts:
            for index, phrase in enumerate(fact.match):
                word = self._enough_for(phrase) if isinstance(phrase, str) else None
                if word is not None:
                    yield Finding(
                        rule=Rule.PHRASE_HOLDS_TOGETHER,
                        severity=Severity.WARNING,
                        question=case.id,
                        about=fact.id,
                        record=fact,
                        key="match",
                        item=index,
                        message=f"of the phrase {quoted(str(phrase))} the word {quoted(word)} is "
                        f"enough to be told the fact {quoted(fact.id)}",
                        remedy="write its words under `all:` if each of them matters",
                    )
        for asked, stage in zip(case.asked, case.stages, strict=False):
            if stage.id == CLARIFY:
                continue
            for fact in case.facts:
                for point, found in self._cover(bare(asked.rubric), fact.tell).leaves().items():
                    if found.verdict is Verdict.COVERED:
                        yield Finding(
                            rule=Rule.NOTHING_GIVEN_AWAY,
                            severity=Severity.WARNING,
                            question=asked.id,
                            about=point,
                            record=fact,
                            key="tell",
                            message=f"what is told here gives the point {quoted(point)} away"
                            f"{_because(found)}",
                            remedy="tell less, or let the point ask for more",
                        )

    # What a question, its model answer and its phrases have to be to each other

    def model_answer(self, asked: _Asked) -> Iterator[Finding]:
        """The points that the model answer leaves out, as the matcher reads it."""
        rubric, answer = asked.question.rubric, asked.question.model_answer
        if not rubric or not answer.strip():
            return
        rule = Rule.MODEL_ANSWER_COVERS
        for point, found in zip(rubric, self._cover(asked.question, answer).points, strict=True):
            is_must, is_partly = point.need is Need.MUST, found.verdict is Verdict.PARTLY
            if found.verdict is Verdict.COVERED or (is_partly and not is_must):
                continue
            said = "only partly covers" if is_partly else "does not cover"
            yield asked.finding(
                rule,
                point,
                f"the model answer {said} the {point.need} point {_named(point, found)}",
                "say it there, or add a `match` entry in its words",
                severity=Severity.ERROR if is_must else Severity.WARNING,
            )

    def prompt(self, asked: _Asked) -> Iterator[Finding]:
        """The points that reading the question out would cover, or that it all but says.

        A follow-up must not even mention its points, or it gives them away. The first question may
        use a point's words, for as an answer they count for next to nothing.
        """
        question = asked.question
        if not question.rubric:
            return
        read_out = self._cover(question, question.prompt).leaves()
        said = self._cover(bare(question.rubric), question.prompt).leaves()
        for point in asked.points:
            rule, severity = Rule.PROMPT_COVERS_NOTHING, Severity.ERROR
            if read_out[point.id].verdict is Verdict.COVERED:
                what = "the question alone covers"
            elif said[point.id].verdict is not Verdict.COVERED:
                continue
            elif asked.is_question:
                severity, what = Severity.WARNING, "the question already says what is looked for in"
            else:
                rule, what = Rule.NOTHING_GIVEN_AWAY, "the follow-up gives away"
            yield asked.finding(
                rule,
                point,
                f"{what} the point {_named(point, said[point.id])}",
                "reword it, or let the point ask for more",
                severity=severity,
                record=asked.record,
                key="prompt" if asked.is_question else "ask",
            )

    def sisters(self, asked: _Asked) -> Iterator[Finding]:
        """The same of the other wordings of a question, each for itself.

        The first wording's findings on the model answer are not repeated for the others.
        """
        if not asked.is_question:
            return
        known = {found.about for found in self.model_answer(asked)}
        for index, prompt in enumerate(asked.question.sister):
            other = asked._replace(question=replace(asked.question, prompt=prompt))
            for found in self.prompt(other):
                yield replace(found, key="sister", item=index)
            for found in self.model_answer(other):
                if found.about not in known:
                    message = f"asked in these words, {found.message}"
                    remedy = "leave the point's words to the answer"
                    yield replace(
                        found,
                        record=asked.record,
                        key="sister",
                        item=index,
                        message=message,
                        remedy=remedy,
                    )

    def claims(self, asked: _Asked) -> Iterator[Finding]:
        """The misconceptions that fire on a right answer, or miss what they are there for."""
        question = asked.question
        answer = question.model_answer
        yield from self._false_claims(asked, question, answer, "the model answer", Severity.ERROR)
        for wrong in question.misconceptions:
            alone = Question(id="claim", prompt="", misconceptions=(wrong,))
            text, where = wrong.correction, "its own correction"
            yield from self._false_claims(asked, alone, text, where, Severity.WARNING)
            if not self._cover(alone, wrong.claim).claims:
                yield asked.finding(
                    Rule.NO_FALSE_CLAIM,
                    wrong,
                    f"the misconception {quoted(wrong.id)} is not found in its own claim",
                    "add a `match` entry in the words of the claim",
                    key="claim",
                )

    def _false_claims(
        self, asked: _Asked, question: Question, text: str, where: str, severity: Severity
    ) -> Iterator[Finding]:
        by_id = {wrong.id: wrong for wrong in question.misconceptions}
        for claim in self._cover(question, text).claims if by_id else ():
            wrong = by_id[claim.id]
            yield asked.finding(
                Rule.NO_FALSE_CLAIM,
                wrong,
                f"the misconception {quoted(wrong.id)} fires on {where}{_because(claim)}",
                "narrow its `match`, or reword that text",
                severity=severity,
                key=_looked_for(wrong),
            )

    def given_away(self, asked: _Asked) -> Iterator[Finding]:
        """What the title, probes and follow-ups of a question say themselves.

        Whether a follow-up says its own points is seen where the follow-up is what is asked.
        """
        question = asked.question
        if question.title:
            yield from self._said(asked, question, "title")
        for point in question.rubric:
            if point.probe:
                own = frozenset({point.id, *(leaf.id for leaf in point.leaves)})
                yield from self._said(asked, point, "probe", own)
        for wrong in question.misconceptions:
            if wrong.probe:
                yield from self._said(asked, wrong, "probe")
                yield from self._corrects(asked, wrong, wrong.probe)
        for follow_up in question.follow_ups:
            # What is covered already when it is asked cannot be given away by it.
            for finding in self._said(asked, follow_up, "ask"):
                if finding.about != follow_up.when.covered:
                    yield finding

    def _said(
        self, asked: _Asked, record: object, key: str, own: frozenset[str] = frozenset()
    ) -> Iterator[Finding]:
        """The points that a wording covers: an error for its own, a warning for others."""
        said = self._cover(bare(asked.question.rubric), getattr(record, key)).leaves()
        for point in asked.points:
            if said[point.id].verdict is Verdict.COVERED:
                is_own = point.id in own
                yield asked.finding(
                    Rule.NOTHING_GIVEN_AWAY,
                    point,
                    f"this gives {'its own' if is_own else 'the'} point {quoted(point.id)} away"
                    f"{_because(said[point.id])}",
                    "reword it" if key == "title" else _HELD_BACK,
                    severity=Severity.ERROR if is_own else Severity.WARNING,
                    record=record,
                    key=key,
                )

    def _corrects(self, asked: _Asked, wrong: Misconception, probe: str) -> Iterator[Finding]:
        if not wrong.correction:
            return
        right = bare((Point(id=wrong.id, point=wrong.correction),))
        found = self._cover(right, probe).points[0]
        if found.verdict is Verdict.COVERED:
            yield asked.finding(
                Rule.NOTHING_GIVEN_AWAY,
                wrong,
                f"this gives the correction of {quoted(wrong.id)} away{_because(found)}",
                "ask neutrally",
                severity=Severity.ERROR,
                key="probe",
            )

    def premises(self, asked: _Asked) -> Iterator[Finding]:
        """Where "You named …" is said of an answer that may not have.

        A probe asks for what is missing; only a follow-up can wait for what it takes for granted.
        """
        waiting = (each for each in asked.question.follow_ups if each.when.covered is None)
        texts = [(point, "probe", point.probe or "") for point in asked.question.rubric]
        for record, key, text in (*texts, *((each, "ask", each.ask) for each in waiting)):
            said = _PREMISE.search(text)
            if said is not None:
                is_probe = key == "probe"
                yield asked.finding(
                    Rule.PREMISE_HOLDS,
                    None,
                    f"this says {quoted(said.group())} of an answer that may not have",
                    "reword it" if is_probe else "add `when: {covered: …}`, or reword it",
                    record=record,
                    key=key,
                )

    def loose_phrases(self, asked: _Asked) -> Iterator[Finding]:
        """Phrases whose other words are so common that a single one is enough to be found."""
        for point in asked.points:
            for index, phrase in enumerate(point.match):
                word = self._enough_for(phrase) if isinstance(phrase, str) else None
                if word is not None:
                    yield asked.finding(
                        Rule.PHRASE_HOLDS_TOGETHER,
                        point,
                        f"of the phrase {quoted(str(phrase))} the word {quoted(word)} is enough",
                        "write its words under `all:` if each of them matters",
                        key="match",
                        item=index,
                    )

    def _enough_for(self, phrase: str) -> str | None:
        """The one word that is enough, unless the bank says itself that it is."""
        words = phrase.split()
        alone = bare((Point(id="p", point="", match=(phrase,)),))
        for word in words if len(words) > 1 else ():
            # A sentence around the word: of a single word nothing is believed.
            is_text = any(char.isalpha() for char in word)
            found = self._cover(alone, f"Here it is: {word}.").points[0] if is_text else None
            if found is not None and found.verdict is Verdict.COVERED:
                wanted = {word.casefold(), phrase.casefold()}
                return None if any(wanted <= terms for terms in self._glossary) else word
        return None

    # What the points of a question have to be to each other and to other questions

    def other_questions(self, asked: _Asked) -> Iterator[Finding]:
        """The points that fire on other questions, and those that always fire together."""
        if not asked.question.rubric:
            return
        home = asked.home.id
        kin = self._kin.get(home, {home})
        others = [answer for answer in self._main if answer.question not in kin]
        tried = _Tried(self._cover, asked, spread(others, self._limits.most_others))
        yield from self._fires_on_others(asked, tried)
        yield from self._always_together(asked, tried)

    def _fires_on_others(self, asked: _Asked, tried: _Tried) -> Iterator[Finding]:
        count = len(tried.answers)
        most = max(self._limits.least_fired - 1, self._limits.share * count)
        fired: dict[str, list[str]] = {point.id: [] for point in asked.points}
        for at, answer in enumerate(tried.answers):
            # What can no longer be found on too many need not be looked for in the rest.
            fired = {name: where for name, where in fired.items() if len(where) + count - at > most}
            if not fired:
                return
            leaves = tried.coverage(at).leaves()
            for name, where in fired.items():
                if leaves[name].verdict is Verdict.COVERED:
                    where.append(f"{quoted(answer.question)}{_because(leaves[name])}")
        for point in asked.points:
            found = fired.get(point.id, [])
            if len(found) > most:
                examples = ", ".join(found[:_MOST_NAMED]) + ", …" * (len(found) > _MOST_NAMED)
                yield asked.finding(
                    Rule.POINT_STAYS_HOME,
                    point,
                    f"the point {quoted(point.id)} is covered by the model answers of "
                    f"{len(found)} of {count} other questions: {examples}",
                    "ask for words that belong to this question alone",
                    severity=Severity.ERROR,
                    key=_looked_for(point),
                )

    def _always_together(self, asked: _Asked, tried: _Tried) -> Iterator[Finding]:
        own = self._answers[asked.home.id]
        near = dict.fromkeys([*(point.point for point in asked.points), *_sentences(own)])
        pairs = Pairs(asked.points)
        for text in near:
            pairs.seen(self._cover(asked.question, text), counts=True)
        for answer in own:
            pairs.seen(self._cover(asked.question, answer.text))
        for at in range(len(tried.answers)):
            if not pairs.tied:
                return
            pairs.seen(tried.coverage(at))
        pairs.drop_unmet()
        # The sentences of the others can only part what is still tied, and are many.
        for text in dict.fromkeys(_sentences(tried.answers)):
            if not pairs.tied:
                return
            pairs.seen(self._cover(asked.question, text), counts=True)
        for (one, other), both in pairs.tied.items():
            if both >= self._limits.least_together:
                yield asked.finding(
                    Rule.POINTS_TELL_APART,
                    other,
                    f"the points {quoted(one.id)} and {quoted(other.id)} are always "
                    f"covered together, by {both} sentences and never by one alone",
                    "make one point of them, or give each phrases of its own",
                    key=_looked_for(other),
                )


class _Tried:
    """What the answers to other questions cover of one, worked out when it is asked for."""

    def __init__(
        self,
        cover: Callable[[Question, str], Coverage],
        asked: _Asked,
        answers: Sequence[_ModelAnswer],
    ) -> None:
        self.answers = answers
        self._cover = cover
        self._asked = asked
        self._found: dict[int, Coverage] = {}

    def coverage(self, at: int) -> Coverage:
        """What one of the answers covers."""
        if at not in self._found:
            self._found[at] = self._cover(self._asked.question, self.answers[at].text)
        return self._found[at]


def _model_answers(question: Question) -> list[_ModelAnswer]:
    """The model answers of a question and its follow-ups."""
    texts = (question.model_answer, *(follow_up.model_answer for follow_up in question.follow_ups))
    return [_ModelAnswer(question.id, text, _sentences_of(text)) for text in texts if text.strip()]


def _sentences_of(text: str) -> tuple[str, ...]:
    """What a text says, one statement each."""
    return tuple(point.point for point in rubric_of(Question(id="t", prompt="", model_answer=text)))


def _sentences(answers: Sequence[_ModelAnswer]) -> Iterator[str]:
    for answer in answers:
        yield from answer.sentences


def _looked_for(record: Point | Misconception) -> str:
    """The key under which the author says what a point or claim is found by."""
    own_words = "point" if isinstance(record, Point) else "claim"
    return "match" if record.match else own_words


def _named(point: Point, found: PointCoverage) -> str:
    return quoted(point.id) + _because(found)


def _because(found: PointCoverage | Claim) -> str:
    """The reason in brackets, said of whatever text was tried."""
    reason = found.reason.rstrip(".").replace("You said", "it says", 1)
    return f" ({reason})" if reason else ""


def bare(rubric: Sequence[Point]) -> Question:
    """These points alone: without a prompt, no word counts little for standing in the question."""
    return Question(id="wording", prompt="", rubric=tuple(rubric))


def spread(items: Sequence[Item], most: int) -> list[Item]:
    """At most so many of the items, evenly from first to last."""
    if len(items) <= most:
        return list(items)
    return [items[at * len(items) // most] for at in range(most)]
