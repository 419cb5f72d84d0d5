"""The scorecard in words, signs and bars; every number is computed by `assessment`."""

from __future__ import annotations

from msgspec.structs import replace
from textual.content import Content

from interview_sim.assessment.model import QuestionResult, Scorecard
from interview_sim.assessment.outline import study_and_note
from interview_sim.assessment.words import FLAG, extent
from interview_sim.clock import parse_stamp
from interview_sim.session.phases import Outcome
from interview_sim.session.plan import Mode
from interview_sim.tui.present import (
    ACCENT,
    DOUBTFUL,
    MUTED,
    bar,
    duration,
    many,
    one_line,
    sign,
    tone,
)
from interview_sim.tui.scorecard.detail import shown
from interview_sim.tui.widgets.lists import in_columns

_WELL = 75
_HALF = 40
_BAR = 24
_TITLE = 20
_SHOWN_TOPICS = 8
_SHOWN_STUDY = 5
Parts = list[str | Content | tuple[str, str]]


def verdict(score: float | None) -> str:
    """The word for a score, which the signs ✓ ~ ✗ mark; empty where there is none."""
    if score is None:
        return ""
    return "covered" if score >= _WELL else "partly" if score >= _HALF else "missed"


def when(at: str) -> str:
    """A stamp as a date and a time of day on the local clock."""
    instant = parse_stamp(at)
    if instant is None:
        return one_line(at)
    local = instant.astimezone()
    return f"{local.day} {local:%b %Y, %H:%M}"


def head(card: Scorecard) -> tuple[Content, Content]:
    """What was sat, and when."""
    left = Content.assemble(("Scorecard", "bold"), f" · {one_line(card.title)}")
    mode = "" if card.mode == Mode.INTERVIEW else f"{one_line(card.mode)} · "
    return left, Content.assemble((f"{mode}{when(card.at)} · seed {card.seed}", MUTED))


def number(card: Scorecard) -> str:
    """The score as the big figures show it."""
    return "--" if card.score is None else f"{card.score:.0f}"


def band(card: Scorecard) -> Content:
    """What the score amounts to, and how it compares with what was expected."""
    expected = card.calibration
    parts: Parts = [(card.band, "bold"), (f"  {card.band_words}", MUTED), "\n"]
    if expected.predicted is not None and expected.confirmed is not None:
        parts.append(
            f"Coverage: you expected {expected.predicted:.0f} before the reveal "
            f"and got {expected.confirmed:.0f}. "
        )
    parts.append((expected.words, MUTED))
    return Content.assemble(*parts)


def dimensions(card: Scorecard) -> Content:
    """A bar for each dimension, with its number and how many questions it rests on."""
    lines: list[Content] = []
    for dimension in card.dimensions:
        title = one_line(dimension.title)[: _TITLE - 1].ljust(_TITLE)
        score, rests_on = "   –", "not measured"
        if dimension.score is not None:
            score, rests_on = f" {dimension.score:3.0f}", f"from {many(dimension.n, 'question')}"
        full, rest = bar((dimension.score or 0) / 100, _BAR)
        lines.append(
            Content.assemble(
                title, (full, ACCENT), (rest, MUTED), (score, "bold"), (f"  {rests_on}", MUTED)
            )
        )
    return Content("\n").join(lines)


def marked(card: Scorecard) -> Content:
    """How many points the candidate marked."""
    if not card.markable:
        return Content("")
    rest = card.markable - card.marked
    tail = "; the rest are suggestions" if rest else ""
    text = f"You marked {card.marked} of {many(card.markable, 'point')}{tail}."
    return Content.styled(text, DOUBTFUL if card.marked == 0 and rest else MUTED)


def has_banks(card: Scorecard) -> bool:
    """Whether the questions are of several banks, so that their names need the bank's."""
    return len({question.id.partition(":")[0] for question in card.questions}) > 1


_WIDTHS = (0, -5, -5, 14, 16)


def heading(width: int) -> Content:
    """The names of the columns."""
    names = ("  question", "score", "must", "time", "follow-ups")
    return in_columns(names, _WIDTHS, width).stylize(MUTED)


def row(question: QuestionResult, width: int, *, has_banks: bool) -> Content:
    """One question."""
    word, musts = verdict(question.score), question.musts
    name = question.id if has_banks else question.id.partition(":")[2] or question.id
    flag = f"{FLAG} " if question.flagged else ""
    score = "–" if question.score is None else f"{question.score:.0f}"
    cells = (
        Content.assemble((f"{sign(word)} ", f"bold {tone(word)}"), (flag, ACCENT), one_line(name)),
        Content.styled(score, "bold"),
        f"{musts.covered}/{musts.of}",
        time_used(question),
        follow_ups(question),
    )
    return in_columns(cells, _WIDTHS, width)


def time_used(question: QuestionResult) -> str:
    """The time of the first answer beside its budget."""
    if question.main.outcome is Outcome.SKIPPED:
        return "skipped"
    used = duration(question.main.seconds)
    budget = duration(question.main.budget)
    return f"{used} time out" if question.timed_out else f"{used} of {budget}"


def follow_ups(question: QuestionResult) -> str:
    """How many follow-ups were answered well."""
    asked = question.probing
    if not asked:
        return "–"
    if all(follow_up.outcome is Outcome.SKIPPED for follow_up in asked):
        return f"{len(asked)} skipped"
    well = sum(f.score is not None and f.score >= _WELL for f in asked)
    return f"{well} of {len(asked)} well"


def below(card: Scorecard) -> Content:
    """What follows the table: topics, what to study, what was deleted, the note."""
    short = replace(card, study=card.study[:_SHOWN_STUDY])
    blocks = [_topics(card), shown(study_and_note(short)), _deleted(card), _facts(card)]
    return Content("\n\n").join([block for block in blocks if block])


def _topics(card: Scorecard) -> Content:
    weakest = sorted(card.topics, key=lambda topic: topic.score)
    parts: Parts = [("Topics", "bold")]
    for topic in weakest[:_SHOWN_TOPICS]:
        word = verdict(topic.score)
        name = one_line(topic.topic)
        parts += ["  ", (sign(word), tone(word)), f" {name} {topic.score:.0f} ({topic.n})"]
    return Content.assemble(*parts) if weakest else Content("")


def _deleted(card: Scorecard) -> Content:
    """What would have counted, had it not been deleted."""
    lines: list[Content] = []
    for question in card.questions:
        name = question.id.partition(":")[2] or question.id
        for gone in question.deleted:
            if gone.point is not None:
                at = duration(gone.deleted_ms / 1000)
                text = f"  “{one_line(gone.text)}” in {one_line(name)} at {at}"
                lines.append(Content(text))
    if not lines:
        return Content("")
    return Content("\n").join([Content.styled("You had it and deleted it", "bold"), *lines])


def _facts(card: Scorecard) -> Content:
    lines = [line for line in (marked(card), Content.styled(f"{extent(card)}.", MUTED)) if line]
    return Content("\n").join(lines)
