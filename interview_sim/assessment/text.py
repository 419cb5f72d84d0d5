"""The scorecard as plain text: for `show`, for plain mode, for a screen reader.

No colour and no escapes. Every sign has its word beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from interview_sim.assessment.model import (
    FollowUpResult,
    PointResult,
    QuestionResult,
    Scorecard,
)
from interview_sim.bank.terms import Need
from interview_sim.figures import counted, digits, shown
from interview_sim.literal import visible
from interview_sim.matching.model import Verdict
from interview_sim.session.events import FollowUpKind
from interview_sim.session.stamp import parse_stamp
from interview_sim.wrapping import cells, wrap

SIGNS = {Verdict.COVERED: "✓", Verdict.PARTLY: "~", Verdict.MISSED: "✗"}
"""The sign of each verdict; its word always stands beside it."""

FLAG = "⚑"
LEAST_WIDTH = 40

_OUTCOMES = {
    "submitted": "",
    "timed_out": "cut off by the clock",
    "skipped": "skipped",
    "open": "not handed in",
}
_KINDS = {
    FollowUpKind.PROBE: "Follow-up on a point",
    FollowUpKind.SCRIPTED: "Follow-up",
    FollowUpKind.MISCONCEPTION: "Follow-up on a claim",
}
_ENDS = {
    "completed": "all questions were asked",
    "out_of_time": "the time ran out",
    "finished_early": "finished early",
    None: "not finished",
}


def scorecard_lines(scorecard: Scorecard, *, width: int = 80) -> list[str]:
    """The whole scorecard in lines of at most `width` cells.

    Text from banks and answers is shown literally: what a terminal would obey is spelt out.

    Args:
        scorecard: The scorecard.
        width: Cells a line may take; fewer than 40 are taken as 40.
    """
    return list(_Writer(max(LEAST_WIDTH, width)).whole(scorecard))


def standing(question: QuestionResult) -> Verdict | None:
    """Where a question stands at a glance: its `must` points all, some or none covered.

    Without `must` points its coverage decides; None where there is nothing to go by.
    """
    covered, of = question.musts
    if not of:
        if question.coverage is None:
            return None
        covered, of = round(question.coverage), 100
    if covered == of:
        return Verdict.COVERED
    partly = any(row.share > 0 for row in question.points if row.group is None)
    return Verdict.PARTLY if covered or partly else Verdict.MISSED


def clock(seconds: float) -> str:
    """Minutes and seconds, as in `3:05`; hours where there are any."""
    return digits(max(0, round(seconds)))


class _Writer:
    """Writes for one width."""

    def __init__(self, width: int) -> None:
        self._width = width

    def whole(self, card: Scorecard) -> Iterator[str]:
        """All parts that have something to say, with a blank line between."""
        parts = (
            self._head(card),
            self._dimensions(card),
            self._calibration(card),
            self._topics(card),
            *(self._question(number, q) for number, q in enumerate(card.questions, 1)),
            self._study(card),
            self._deleted(card),
            self._note("Your note on the session", card.note),
        )
        is_first = True
        for part in parts:
            lines = list(part)
            if lines and not is_first:
                yield ""
            yield from lines
            is_first = is_first and not lines

    def _say(self, text: str, first: str = "", *, one_line: bool = False) -> list[str]:
        literal = visible(" ".join(text.split()) if one_line else text)
        return wrap(literal, self._width, first=first)

    def _head(self, card: Scorecard) -> Iterator[str]:
        if card.score is None:
            yield from self._say(f"{card.band}. {card.band_words}")
        else:
            yield from self._say(f"{shown(card.score)} of 100 · {card.band}")
            yield from self._say(card.band_words)
        facts = (card.title, _date(card.at), f"{card.mode} mode", f"seed {card.seed}", card.id)
        yield from self._say(" · ".join(facts), one_line=True)
        used = f"{clock(card.session_seconds)} of {clock(card.session_budget)} used"
        ended = _ENDS.get(card.end_reason, "")
        asked = f"{card.asked} of {counted(card.planned, 'question')} asked"
        yield from self._say(f"{asked}, {used}; {ended}.")
        if card.markable and card.marked < card.markable:
            yield from self._say(
                f"You gave a word on {card.marked} of {counted(card.markable, 'point')}; "
                "the others count as the program suggests."
            )

    def _dimensions(self, card: Scorecard) -> Iterator[str]:
        if not card.questions:
            return
        wide = max(cells(d.title) for d in card.dimensions)
        for d in card.dimensions:
            title = visible(d.title, newlines=False) + " " * (wide - cells(d.title))
            basis = counted(d.n, "question") if d.n else "no data"
            yield f"{title}  {shown(d.score):>5}  {basis}"

    def _calibration(self, card: Scorecard) -> Iterator[str]:
        calibration = card.calibration
        if calibration.predicted is None:
            return
        said = f"Before the reveal you said {shown(calibration.predicted)}"
        got = f"the marks came to {shown(calibration.confirmed)}"
        yield from self._say(f"{said}; {got}. {calibration.words}")

    def _topics(self, card: Scorecard) -> Iterator[str]:
        if len(card.topics) > 1:
            yield "Topics"
            for topic in card.topics:
                basis = counted(topic.n, "question")
                yield from self._say(f"{topic.topic}: {shown(topic.score)} ({basis})", "  ")

    def _question(self, number: int, question: QuestionResult) -> Iterator[str]:
        verdict = standing(question)
        sign = SIGNS[verdict] if verdict else "·"
        covered, of = question.musts
        facts = [
            f"{sign} {question.id}",
            f"score {shown(question.score)}",
            f"must {covered} of {of}" if of else "",
            f"{clock(question.seconds)} of {clock(question.budget)}",
            _OUTCOMES.get(question.outcome, question.outcome),
            f"{FLAG} flagged" if question.flagged else "",
            counted(question.hints, "hint") if question.hints else "",
        ]
        yield from self._say(" · ".join(filter(None, facts)), f"{number}. ")
        yield from self._say(question.prompt, "   ")
        if question.derived and question.points:
            yield from self._say("No rubric: its points come from the model answer.", "   ")
        yield from self._points(question.points, "   ")
        for claim in question.claims:
            word = {True: "you claimed", False: "you did not claim", None: "seems to claim"}
            right = f" Right is: {claim.correction}" if claim.correction else ""
            yield from self._say(f"{word[claim.confirmed]}: {claim.claim}{right}", "   ? ")
        for follow_up in question.follow_ups:
            yield from self._follow_up(follow_up)
        yield from self._note("Your note", question.note, "   ")

    def _follow_up(self, follow_up: FollowUpResult) -> Iterator[str]:
        facts = [shown(follow_up.score), _OUTCOMES.get(follow_up.outcome, follow_up.outcome)]
        kind = _KINDS[follow_up.kind]
        yield from self._say(f"{kind} ({', '.join(filter(None, facts))}): {follow_up.ask}", "   ")
        yield from self._points(follow_up.points, "     ")

    def _points(self, rows: Iterable[PointResult], indent: str) -> Iterator[str]:
        for row in rows:
            depth = indent + ("  " if row.group is not None else "")
            yield from self._say(_point(row), f"{depth}{SIGNS[row.confirmed]} ")
            if row.evidence and row.confirmed is not Verdict.MISSED and row.pick is None:
                words = " … ".join(f"“{words}”" for words in row.evidence)
                yield from self._say(words, f"{depth}    ", one_line=True)

    def _study(self, card: Scorecard) -> Iterator[str]:
        if card.study:
            yield "Study next"
            for item in card.study:
                yield from self._say(f"{item.text} ({item.topic}) {item.why}", "  - ")

    def _deleted(self, card: Scorecard) -> Iterator[str]:
        # Most of what is taken out is only put better; what took a point along is worth telling.
        lost = [(q, d) for q in card.questions for d in q.deleted if d.point]
        if lost:
            yield "You had it and took it out"
            for question, deleted in lost:
                at = clock(deleted.deleted_at / 1000)
                text = f"“{deleted.text}” in {question.id} at {at}: it covered “{deleted.point}”"
                yield from self._say(text, "  - ", one_line=True)

    def _note(self, title: str, note: str, indent: str = "") -> Iterator[str]:
        if note:
            yield from self._say(f"{title}: {note}", indent)


def _point(row: PointResult) -> str:
    weight = f" ×{row.weight:g}" if row.weight != 1 and row.group is None else ""
    need = "" if row.group is not None else f"{row.need.value}{weight}, "
    if row.need is Need.BONUS and row.group is None:
        need = f"bonus{weight}, "
    pick = f" (any {row.pick})" if row.pick is not None else ""
    by = ""
    if row.marked:
        same = row.confirmed is row.suggested
        by = " – you agreed" if same else f" – your word; suggested: {row.suggested.value}"
    return f"{row.confirmed.value}, {need}{row.point}{pick}{by}"


def _date(stamp: str) -> str:
    at = parse_stamp(stamp)
    return stamp if at is None else f"{at:%Y-%m-%d %H:%M} UTC"
