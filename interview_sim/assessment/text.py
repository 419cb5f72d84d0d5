"""The scorecard as plain text: for `show`, for plain mode, for a screen reader.

No colour and no escapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from interview_sim.assessment import words
from interview_sim.assessment.model import AnswerResult, PointResult, QuestionResult, Scorecard
from interview_sim.figures import counted, shown
from interview_sim.literal import visible
from interview_sim.wrapping import cells, wrap

LEAST_WIDTH = 40


def scorecard_lines(scorecard: Scorecard, *, width: int = 80) -> list[str]:
    """The whole scorecard in lines of at most `width` cells.

    Text from banks and answers is shown literally: what a terminal would obey is made visible.

    Args:
        scorecard: The scorecard.
        width: Cells a line may take; fewer than 40 are taken as 40.
    """
    return list(_Writer(max(LEAST_WIDTH, width)).whole(scorecard))


class _Writer:
    """Writes for one width."""

    def __init__(self, width: int) -> None:
        self._width = width

    def whole(self, card: Scorecard) -> Iterator[str]:
        """All parts that have something to say, with a blank line between."""
        parts = (
            self._head(card),
            self._dimensions(card),
            self._say(words.calibration_line(card)),
            self._topics(card),
            *(self._question(question) for question in card.questions),
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
        if not text:
            return []
        literal = visible(" ".join(text.split()) if one_line else text)
        return wrap(literal, self._width, first=first)

    def _head(self, card: Scorecard) -> Iterator[str]:
        yield from self._say(words.verdict_line(card))
        yield from self._say(card.band_words)
        named = filter(None, (card.title, words.occasion(card), card.id))
        yield from self._say(" · ".join(named), one_line=True)
        yield from self._say(f"{words.extent(card)}.")
        yield from self._say(words.marked_line(card))

    def _dimensions(self, card: Scorecard) -> Iterator[str]:
        if not card.questions:
            return
        wide = max(cells(d.title) for d in card.dimensions)
        for d in card.dimensions:
            title = visible(d.title, newlines=False) + " " * (wide - cells(d.title))
            basis = counted(d.n, "question") if d.n else "no data"
            yield f"{title}  {shown(d.score):>5}  {basis}"

    def _topics(self, card: Scorecard) -> Iterator[str]:
        if len(card.topics) > 1:
            yield "Topics"
            for topic in card.topics:
                basis = counted(topic.n, "question")
                yield from self._say(f"{topic.topic}: {shown(topic.score)} ({basis})", "  ")

    def _question(self, question: QuestionResult) -> Iterator[str]:
        name = f"{words.glance_sign(question)} {question.id}"
        facts = " · ".join((name, *words.question_facts(question)))
        yield from self._say(facts, f"{question.number}. ", one_line=True)
        yield from self._say(question.prompt, "   ")
        if question.derived and question.main.points:
            yield from self._say(words.NO_RUBRIC, "   ")
        for answer in question.answers:
            yield from self._answer(answer)
        for claim in question.claims:
            right = f" Right is: {claim.correction}" if claim.correction else ""
            yield from self._say(f"{words.CLAIMED[claim.confirmed]}: {claim.claim}{right}", "   ? ")
        yield from self._note("Your note", question.note, "   ")

    def _answer(self, answer: AnswerResult) -> Iterator[str]:
        facts, indent = words.answer_facts(answer), "   "
        if answer.is_main:
            yield from self._say(f"{facts.capitalize()}.", indent)
        else:
            name, indent = words.answer_name(answer), "     "
            yield from self._say(f"{name} ({shown(answer.score)}, {facts}): {answer.ask}", "   ")
        yield from self._points(answer.points, indent)

    def _points(self, rows: Iterable[PointResult], indent: str) -> Iterator[str]:
        for row in rows:
            depth = indent + ("  " if row.group is not None else "")
            facts = ", ".join(words.point_facts(row))
            text = f"{row.confirmed.value} – {row.point}" + (f" ({facts})" if facts else "")
            yield from self._say(text, f"{depth}{words.SIGNS[row.confirmed]} ")
            if row.shows_evidence:
                yield from self._say(words.quoted(row), f"{depth}    ", one_line=True)

    def _study(self, card: Scorecard) -> Iterator[str]:
        if card.study:
            yield "Study next"
            for item in card.study:
                yield from self._say(f"{item.text} ({item.topic}) {item.why}", "  - ")

    def _deleted(self, card: Scorecard) -> Iterator[str]:
        # Most deleted text was only rephrased; what took a point with it is worth a line.
        lost = [(q, d) for q in card.questions for d in q.deleted if d.point]
        if lost:
            yield "You had it and deleted it"
            for question, deleted in lost:
                at = words.at(deleted.deleted_ms)
                text = f"“{deleted.text}” in {question.id} at {at}: it covered “{deleted.point}”"
                yield from self._say(text, "  - ", one_line=True)

    def _note(self, title: str, note: str, indent: str = "") -> Iterator[str]:
        if note:
            yield from self._say(f"{title}: {note}", indent)
