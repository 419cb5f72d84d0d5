"""The scorecard in words, signs and bars; every number is computed by `assessment`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from textual.content import Content

from interview_sim.assessment.model import QuestionResult, Scorecard, StudyItem
from interview_sim.assessment.study import Page
from interview_sim.assessment.words import (
    FLAG,
    NOTHING_WRITTEN,
    basis,
    calibration_line,
    extent,
    noun,
    second_line,
    spread_line,
)
from interview_sim.bank.model import Source
from interview_sim.bank.terms import topic_in_full
from interview_sim.clock import parse_stamp
from interview_sim.session.phases import Outcome
from interview_sim.session.plan import Mode
from interview_sim.tui.present import (
    ACCENT,
    DOUBTFUL,
    MUTED,
    bar,
    duration,
    literal,
    many,
    one_line,
    sign,
    tone,
)
from interview_sim.tui.prose import prose
from interview_sim.tui.widgets.lists import in_columns

_WELL = 75
_HALF = 40
_BAR = 24
_TITLE = 20
_SHOWN_TOPICS = 8
NO_MODEL_ANSWER = "The bank has no model answer for this."
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
    """What the score amounts to, and why it is no more."""
    title = "so far" if card.so_far else card.band
    parts: Parts = [(title, "bold"), "\n", one_line(card.band_words)]
    if basis(card):
        parts += ["\n", (one_line(basis(card)), MUTED)]
    return Content.assemble(*parts)


def dimensions(card: Scorecard, width: int) -> Content:
    """A bar for each dimension with the count behind it, and how far the questions lie apart."""
    is_roomy = width >= _TITLE + _BAR + len("  100  from 99 questions")
    length = _BAR if is_roomy else _BAR // 2
    lines: list[Content] = []
    for dimension in card.dimensions:
        title = one_line(dimension.title)[: _TITLE - 1].ljust(_TITLE)
        score, rests_on = "   –", "not measured" if is_roomy else ""
        if dimension.score is not None:
            score, rests_on = f" {dimension.score:3.0f}", f"({dimension.n})"
            if is_roomy:
                rests_on = f"from {many(dimension.n, noun(card.questions))}"
        full, rest = bar((dimension.score or 0) / 100, length)
        lines.append(
            Content.assemble(
                title, (full, ACCENT), (rest, MUTED), (score, "bold"), (f"  {rests_on}", MUTED)
            )
        )
    if spread_line(card):
        lines.append(Content.styled(spread_line(card), MUTED))
    return Content("\n").join(lines)


def marked(card: Scorecard) -> Content:
    """How many points the candidate marked."""
    if not card.markable:
        return Content("")
    rest = card.markable - card.marked
    tail = "; the rest are suggestions" if rest else ""
    text = f"You marked {card.marked} of {many(card.markable, 'point')}{tail}."
    return Content.styled(text, DOUBTFUL if card.marked == 0 and rest else MUTED)


_WIDTHS = (0, -5, 5, 13, 11)
_ROOMY = (0, -5, 5, 13, 20)
_ROOM = 90
"""From so many cells on, follow-ups are told in full."""
_TIGHT = 64
"""Below so many cells, the time is left out for the question's sake."""


class Line(NamedTuple):
    """One line of the list of questions and of what to study."""

    draw: Callable[[int], Content]
    """What it shows, in so many cells."""
    opens: QuestionResult | StudyItem | None = None
    """What the cursor is on; None: it passes the line."""


def lines(card: Scorecard, width: int) -> tuple[Line, ...]:
    """The questions, then what to study in full, in lines of `width` cells."""
    found = [Line(heading)]
    for case, stages in groupby(card.questions, key=lambda question: question.case):
        asked = tuple(stages)
        if case is not None:
            found.append(Line(partial(_case_row, case, asked)))
        found += [Line(partial(row, question), question) for question in asked]
    if card.study:
        found += [Line(lambda _: Content("")), Line(_study_heading)]
    for item in card.study:
        first, *rest = _study_lines(item, width)
        found.append(Line(lambda _, first=first: first, item))  # type: ignore[misc]
        found += [Line(lambda _, more=more: more) for more in rest]  # type: ignore[misc]
    return tuple(found)


def _study_heading(width: int) -> Content:
    left, right = Content.styled("Study next", "bold"), Content.styled("d drills these", MUTED)
    return Content.assemble(left, " " * (width - left.cell_length - right.cell_length), right)


def _study_lines(item: StudyItem, width: int) -> list[Content]:
    """What it says, wrapped, then its question and how it came here."""
    text = Content(one_line(item.text)).wrap(max(1, width - 2)) or [Content("–")]
    about = Content.styled(one_line(f"{item.name} · {item.reason}"), MUTED)
    rest = [*text[1:], *about.wrap(max(1, width - 2))]
    return [
        Content.assemble(("• ", ACCENT), text[0]),
        *(Content.assemble("  ", line) for line in rest),
    ]


def heading(width: int) -> Content:
    """The names of the columns."""
    names = ("  question", "score", "must", "time", "follow-ups")
    return _in_columns(names, width).stylize(MUTED)


def _in_columns(cells: tuple[str | Content, ...], width: int) -> Content:
    widths: tuple[int, ...] = _ROOMY if width >= _ROOM else _WIDTHS
    if width < _TIGHT:
        cells, widths = (*cells[:3], *cells[4:]), (*widths[:3], *widths[4:])
    return in_columns(cells, widths, width)


def row(question: QuestionResult, width: int) -> Content:
    """One question."""
    word, musts = verdict(question.score), question.musts
    flag = f"{FLAG} " if question.flagged else ""
    score = "–" if question.score is None else f"{question.score:.0f}"
    name = one_line(question.name) if question.stage is None else f"  {one_line(question.stage)}"
    cells = (
        Content.assemble((f"{sign(word)} ", f"bold {tone(word)}"), (flag, ACCENT), name),
        Content.styled(score, "bold"),
        f"{musts.covered}/{musts.of}" if musts.of else "–",
        time_used(question),
        follow_ups(question, is_roomy=width >= _ROOM),
    )
    return _in_columns(cells, width)


def _case_row(title: str, stages: Sequence[QuestionResult], width: int) -> Content:
    """What the stages below belong to, with their mean."""
    scores = [stage.score for stage in stages if stage.score is not None]
    score = f"{sum(scores) / len(scores):.0f}" if scores else "–"
    must = sum(s.musts.covered for s in stages), sum(s.musts.of for s in stages)
    cells = (f"  {one_line(title)}", score, f"{must[0]}/{must[1]}", "", "")
    return _in_columns(cells, width).stylize(MUTED)


def time_used(question: QuestionResult) -> str:
    """The time of the first answer beside its budget."""
    if question.main.outcome is Outcome.SKIPPED:
        return "skipped"
    used = duration(question.main.seconds)
    budget = duration(question.main.budget)
    return f"{used}, cut off" if question.timed_out else f"{used} of {budget}"


def follow_ups(question: QuestionResult, *, is_roomy: bool) -> str:
    """How many follow-ups were answered well."""
    asked = question.probing
    if not asked:
        return "–"
    if all(follow_up.outcome is Outcome.SKIPPED for follow_up in asked):
        return f"{len(asked)} skipped"
    well = sum(f.score is not None and f.score >= _WELL for f in asked)
    return f"{well} of {len(asked)} {'answered well' if is_roomy else 'well'}"


def below(card: Scorecard) -> Content:
    """What follows: topics, the note, what it rests on."""
    note = Content("")
    if card.note.strip():
        title = Content.styled("Your note", "bold")
        note = Content("\n").join([title, literal(card.note.strip())])
    expected = Content.styled(calibration_line(card), MUTED)
    blocks = [expected, _topics(card), note, _facts(card)]
    return Content("\n\n").join([block for block in blocks if block])


def _topics(card: Scorecard) -> Content:
    weakest = sorted(card.topics, key=lambda topic: topic.score)
    parts: Parts = [("Topics", "bold")]
    for topic in weakest[:_SHOWN_TOPICS]:
        word = verdict(topic.score)
        name = one_line(topic_in_full(topic.topic))
        # A space that does not break: the sign stays with its topic.
        parts += ["  ", (sign(word), tone(word)), f"\xa0{name} {topic.score:.0f} ({topic.n})"]
    return Content.assemble(*parts) if weakest else Content("")


def _facts(card: Scorecard) -> Content:
    second = Content.styled(one_line(second_line(card)), MUTED)
    extent_ = Content.styled(f"{extent(card)}.", MUTED)
    lines = [line for line in (marked(card), second, extent_) if line]
    return Content("\n").join(lines)


def from_bank(model_answer: str, sources: Sequence[Source]) -> Content:
    """The model answer, and where its facts are from."""
    answer = prose(model_answer) if model_answer else Content.styled(NO_MODEL_ANSWER, MUTED)
    blocks = [Content.styled("Model answer", "bold"), answer]
    if sources:
        blocks += [Content(""), Content.styled("Sources", "bold"), *map(_source, sources)]
    return Content("\n").join(blocks)


def _source(source: Source) -> Content:
    by = f"{one_line(source.author)}: " if source.author else ""
    url = f"\n  {one_line(source.url)}" if source.url else ""
    return Content.assemble(f"• {by}", (one_line(source.title), "italic"), (url, MUTED))


def study_head(page: Page) -> Content:
    """What there is to learn, and why it is here."""
    parts: Parts = [(one_line(page.item.text), "bold"), "\n"]
    parts += [(one_line(f"{page.question.name} · {page.item.reason}"), MUTED)]
    if page.matters:
        parts += ["\n\n", ("Why it matters: ", "bold"), one_line(page.matters)]
    return Content.assemble(*parts)


def study_own(page: Page) -> Content:
    """What the candidate said: the answer, and their own words for the point since."""
    answer = page.answer
    text = literal(answer.text.strip()) if answer.text.strip() else Content("")
    if not text:
        text = Content.styled(NOTHING_WRITTEN[answer.outcome], "italic")
    blocks = [
        Content.styled("Your words", "bold"),
        literal(answer.ask.strip(), MUTED),
        Content(""),
        text,
    ]
    if page.own_words:
        blocks += [
            Content(""),
            Content.styled("At the reveal, in one line", "bold"),
            literal(page.own_words),
        ]
    return Content("\n").join(blocks)
