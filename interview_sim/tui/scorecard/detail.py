"""One question of a scorecard in full: answers, points, follow-ups, time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interview_sim.assessment.model import AnswerResult, ClaimResult, PointResult, QuestionResult
from interview_sim.assessment.words import OUTCOMES
from interview_sim.tui.actions import bindings
from interview_sim.tui.dialogs.confirm import Dialog
from interview_sim.tui.present import (
    DOUBTFUL,
    MUTED,
    duration,
    literal,
    many,
    one_line,
    point_text,
    sign,
    tone,
)
from interview_sim.tui.widgets.frame import HeadLine, KeyBar

NextStep = Literal["mark", "note"]


def detail(question: QuestionResult) -> Content:
    """Everything that is known of one question, from its prompt to the candidate's note."""
    blocks = [
        literal(question.prompt.strip(), "bold"),
        Content.styled(_facts(question), MUTED),
        _answer(question.main.text),
        _points(question.main.points),
        *(_follow_up(follow_up) for follow_up in question.follow_ups),
        _claims(question.claims),
        _time(question),
        _deleted(question),
        _note(question),
    ]
    return Content("\n\n").join([block for block in blocks if block])


def _facts(question: QuestionResult) -> str:
    words = [
        one_line(question.topic),
        OUTCOMES[question.main.outcome],
        f"{duration(question.main.seconds)} of {duration(question.main.budget)}",
    ]
    if question.hints:
        words.append(many(question.hints, "hint"))
    said = ", ".join(f"{name} {rating}" for name, rating in question.predicted.items())
    if said:
        sure = "" if question.confidence is None else f", {question.confidence:.0%} sure"
        words.append(f"you said {one_line(said)}{sure}")
    if question.derived:
        words.append("points taken from the model answer")
    return " · ".join(words)


def _answer(answer: str) -> Content:
    if not answer.strip():
        return Content.styled("Nothing was written.", "italic")
    return literal(answer.rstrip())


def _points(points: Iterable[PointResult]) -> Content:
    lines = [_point(point) for point in points]
    return Content("\n").join(lines)


def _point(point: PointResult) -> Content:
    own = "" if point.marked or point.pick is not None else "?"
    shown = f"{sign(point.confirmed)}{own}".ljust(3)
    text = point_text(point.point, point.pick)
    need = "" if point.group is not None else f"{point.need.value:<7}"
    indent = "  " if point.group is not None else ""
    why = "" if point.pick is not None else f"  {one_line(point.reason)}"
    return Content.assemble(
        indent,
        (shown, f"bold {tone(point.confirmed)}"),
        (need, MUTED),
        text,
        (why, MUTED),
    )


def _follow_up(follow_up: AnswerResult) -> Content:
    score = "" if follow_up.score is None else f" · {follow_up.score:.0f}"
    outcome = OUTCOMES[follow_up.outcome]
    facts = f"follow-up · {outcome} · {duration(follow_up.seconds)}{score}"
    why = f"\n{one_line(follow_up.reason)}" if follow_up.reason else ""
    head = Content.assemble(
        literal(follow_up.ask.strip(), "bold"), (f"\n{facts}", MUTED), (why, MUTED)
    )
    blocks = [head, _answer(follow_up.text), _points(follow_up.points)]
    return Content("\n").join([block for block in blocks if block])


def _claims(claims: Iterable[ClaimResult]) -> Content:
    lines: list[Content] = []
    for claim in claims:
        word = {True: "claimed", False: "not claimed", None: "claimed?"}[claim.confirmed]
        right = f"  Right is: {one_line(claim.correction)}" if claim.correction else ""
        lines.append(
            Content.assemble((f"{word}: ", DOUBTFUL), f"“{one_line(claim.claim)}”", (right, MUTED))
        )
    return Content("\n").join(lines)


def _time(question: QuestionResult) -> Content:
    time = question.time
    spent = [
        ("reading", time.reading),
        ("thinking", time.thinking),
        ("writing", time.writing),
        ("paused", time.paused),
        ("over", time.over),
    ]
    words = " · ".join(f"{name} {duration(seconds)}" for name, seconds in spent if seconds >= 1)
    return Content.assemble(("Time  ", "bold"), words) if words else Content("")


def _deleted(question: QuestionResult) -> Content:
    lines: list[Content] = []
    for gone in question.deleted:
        at = duration(gone.deleted_ms / 1000)
        lines.append(Content(f"  “{one_line(gone.text)}” at {at}"))
    if not lines:
        return Content("")
    return Content("\n").join([Content.styled("Typed and taken out", "bold"), *lines])


def _note(question: QuestionResult) -> Content:
    if not question.note.strip():
        return Content("")
    return Content.assemble(("Your note", "bold"), "\n", literal(question.note.strip()))


class DetailScreen(Dialog[NextStep]):
    """Shows a question to its end; gives what the candidate wants to do with it, or None."""

    CSS_PATH = Path(__file__).with_name("detail.tcss")
    BINDINGS = bindings("detail")

    def __init__(self, question: QuestionResult) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        question = self._question
        score = "no score" if question.score is None else f"{question.score:.0f}"
        yield HeadLine(
            Content.assemble(("Question", "bold"), f" · {one_line(question.id)}"), right=score
        )
        with VerticalScroll(id="detail-scroll"):
            yield Static(detail(question), id="detail-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one("#detail-scroll").focus()
