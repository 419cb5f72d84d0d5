"""The words of the reveal, put together from what is known of a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from interview_sim.assessment.marking import Cue, Opinion, Page, Row, RowKind, Standing
from interview_sim.assessment.words import (
    FACTS,
    NOTHING_WRITTEN,
    anchor_words,
    fact_words,
    put_right,
    why_asked,
)
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.registry import LEXICAL
from interview_sim.literal import visible
from interview_sim.matching.model import Verdict
from interview_sim.session.state import Turn
from interview_sim.sitting import FreshOpinion
from interview_sim.tui.present import (
    BAD,
    DOUBTFUL,
    GOOD,
    MUTED,
    many,
    one_line,
    point_text,
    sign,
    tone,
)
from interview_sim.tui.prose import prose

NO_MODEL = Content.styled("The bank has no model answer for this.", MUTED)
_NEED_WIDTH = 7
_CLAIMED = {None: ("? ", DOUBTFUL), True: ("✗ ", BAD), False: ("✓ ", GOOD)}


def place(where: str, name: str, page: Page | None = None) -> Content:
    """Which question, and which of its answers."""
    parts: list[str | tuple[str, str]] = [("Reveal", "bold"), f" · {where}"]
    if page is not None and page.number:
        parts.append(f" · follow-up {page.number} of {page.follow_ups}")
    parts.append((f" · {one_line(name)}", MUTED))
    return Content.assemble(*parts)


def standing(known: Standing) -> Content:
    """The blind rating, what is suggested, and what the marks amount to."""
    parts: list[str | tuple[str, str]] = []
    if known.said is not None:
        parts += [f"expected {known.said:.0f} · "]
    if known.suggested is not None:
        parts += [f"suggested {known.suggested:.0f}"]
    if known.yours is not None and known.answered:
        parts += [" · ", (f"marked {known.yours:.0f}", "bold")]
    return Content.assemble(*parts)


BLIND = Content.styled("before anything is shown", MUTED)
"""Stands there until the points are shown."""


def before(cue: Cue) -> Content:
    """What is asked before the points and the model answer are shown."""
    return Content.assemble(
        (one_line(cue.text), "bold"),
        ("\nOne line in your own words, before you see the model answer. Enter skips.", MUTED),
    )


def model(answer: str, page: Page) -> Content:
    """The model answer, and what could be asked for in a case."""
    shown = prose(answer) if answer else NO_MODEL
    if not page.facts:
        return shown
    lines = [Content.styled(FACTS, "bold")]
    for fact in page.facts:
        sign, style = ("✓", GOOD) if fact.told else ("✗", BAD)
        lines.append(Content.assemble((f"{sign} ", style), one_line(fact_words(fact))))
    return Content("\n").join([shown, Content(""), *lines])


def points(page: Page, judgement: Judgement | None) -> str:
    """What the list of points is called, and on how many of them the judges disagree."""
    disputed = sum(row.is_disputed and row.kind is not RowKind.GROUP for row in page.rows)
    title = judged_by(judgement)
    return f"{title} · judges disagree on {disputed}" if disputed else title


def judged_by(judgement: Judgement | None) -> str:
    """Who suggested the verdicts, where that is not usual."""
    if judgement is None or (judgement.judge == LEXICAL and not judgement.instead_of):
        return "points"
    late = f" instead of {one_line(judgement.instead_of)}" if judgement.instead_of else ""
    return f"points · by {one_line(judgement.judge)}{late}"


JUDGING = "points · judging again …"
"""What the list of points is called while a fresh opinion is awaited."""


def fresh(opinions: Sequence[FreshOpinion]) -> str:
    """What came of judging a question once more."""
    if not opinions:
        return "Nothing was typed here, so there is nothing to judge."
    latest = opinions[-1].after
    changed = sum(len(opinion.changed) for opinion in opinions)
    words = f"A second opinion by {one_line(latest.judge)} is on record. "
    if latest.instead_of:
        words += f"{one_line(latest.instead_of)} was asked first: {one_line(latest.because)}. "
    return f"{words}{many(changed, 'suggestion')} changed. Your marks are unchanged."


def come(judgements: Sequence[Judgement]) -> str:
    """What is said when second opinions have come while the reveal is open."""
    judge = one_line(judgements[-1].instead_of or judgements[-1].judge)
    if judgements[-1].instead_of:
        return f"There is no second opinion: {judge}: {one_line(judgements[-1].because)}."
    return f"A second opinion by {judge} has come. Points on which judges disagree come first."


MARKED = "You have marked this one. y, p and n change it; → goes on."
ALL_MARKED = "Nothing is open here. → goes on."


def asked(page: Page) -> Content:
    """Shown above the answer: the question or the follow-up, and why it was asked."""
    shown = asked_of(page.turn, page.correction)
    note = ASKED_AGAIN if page.is_asked_again else ASKED_ON if page.is_asked_on else ""
    return Content.assemble((note, MUTED), "\n\n", shown) if note else shown


ASKED_ON = "You asked more afterwards. Of each point, the best of your answers counts."
ASKED_AGAIN = "This was asked once more. Of each point, the better answer counts."


def asked_of(turn: Turn, correction: str = "") -> Content:
    """The same of any answer; what was said on purpose and is not so is put right."""
    text = visible(turn.ask).strip()
    why = f"\n{why_asked(one_line(turn.reason))}" if turn.reason else ""
    parts: list[str | tuple[str, str]] = [(f"{text}{why}\n", MUTED)]
    if correction:
        parts.append((f"{put_right(one_line(correction))}\n", f"bold {DOUBTFUL}"))
    parts.append("\n")
    if not turn.text.strip():
        parts.append((NOTHING_WRITTEN[turn.outcome], "italic"))
    return Content.assemble(*parts)


def left_over(page: Page) -> str:
    """How many rows are still open, and the key that agrees to them all."""
    open_ = len(page.pending)
    points = sum(row.kind is not RowKind.CLAIM for row in page.pending)
    tail = " · a agrees to all" if points > 1 else ""
    if page.is_bare:
        return "nothing to mark · Enter goes on"
    return f"{open_} open{tail}" if open_ else "nothing open · → goes on"


def reason(page: Page, row: Row | None) -> Content:
    """Why a row is suggested as it is, and what the candidate said of it."""
    if row is None:
        return Content("There are no points to mark here. Enter goes on.")
    if row.kind is RowKind.CLAIM:
        return _claim_reason(row, one_line(row.reason))
    if row.kind is RowKind.GROUP:
        source = "your mark" if row.is_marked else "follows from the points below"
        return Content(f"{row.verdict.value}: {source}. {row.pick} of them earn full marks.")
    parts: list[str | tuple[str, str]] = []
    if row.is_marked:
        agreed = row.verdict is row.suggested
        parts.append((f"your mark: {row.verdict.value}", "bold"))
        parts.append(".\n" if agreed else f" (suggested: {row.suggested.value}).\n")
    else:
        parts += [(f"suggested: {row.suggested.value}", "bold"), ".\n"]
    parts += _why(row)
    for name, sounds in anchor_words(row.anchors):
        parts += [(f"\n{name}: ", "bold"), one_line(sounds)]
    if row.why and row.verdict is not Verdict.COVERED:
        parts += [("\nWhy it matters: ", "bold"), one_line(row.why)]
    if row.own_words:
        parts += [("\nYour own words: ", "bold"), one_line(row.own_words)]
    if page.derived:
        parts.append(("\nThis bank gives no rubric; the points come from its model answer.", MUTED))
    return Content.assemble(*parts)


def _why(row: Row) -> list[str | tuple[str, str]]:
    """The reason of the judge, or of both: which it is says nothing of who is right."""
    if row.other is None:
        return [one_line(row.reason)]
    parts: list[str | tuple[str, str]] = []
    for judge, verdict, said in (Opinion(row.judge, row.suggested, row.reason), row.other):
        parts += ["\n"] if parts else []
        parts += [(f"{one_line(judge)}: {verdict.value}", f"bold {tone(verdict)}")]
        parts += [f". {one_line(said)}"]
    return parts


def _claim_reason(row: Row, why: str) -> Content:
    asks = {
        None: "Did you claim this? y: yes, n: no. It costs no points.",
        True: "Your mark: you claimed it.",
        False: "Your mark: you did not claim it.",
    }[row.claimed]
    parts: list[str | tuple[str, str]] = [(asks, "bold")]
    if row.correction:
        parts.append(f"\nCorrect: {visible(row.correction)}")
    if why:
        parts.append((f"\n{why}", MUTED))
    return Content.assemble(*parts)


def next_open(page: Page, index: int) -> int:
    """The row to go to after a word on row `index`: the next one open, from the top if need be."""
    open_ids = {row.id for row in page.pending}
    order = [*range(index + 1, len(page.rows)), *range(index + 1)]
    return next((there for there in order if page.rows[there].id in open_ids), index)


def lead(row: Row, *, asks: bool = True) -> Content:
    """The sign of a row, with a question mark while it is only suggested, and its need."""
    if row.kind is RowKind.CLAIM:
        shown, style = _CLAIMED[row.claimed]
        return Content.assemble((shown, f"bold {style}"), ("claimed ", "dim"))
    open_ = not row.is_marked and row.kind is not RowKind.GROUP
    style = tone(row.verdict) if open_ and asks else f"bold {tone(row.verdict)}"
    shown = sign(row.verdict) + (" ?"[open_] if asks else "")
    if row.kind is RowKind.MEMBER:
        return Content.assemble("  ", (shown, style), " ")
    return Content.assemble((shown, style), " ", (row.need.value.ljust(_NEED_WIDTH), "dim"))


def rows(page: Page) -> Iterator[tuple[Content, Content]]:
    """The rows of the list: their signs, with a question mark while they are open, and words."""
    asks = bool(page.turn.text.strip())  # Where nothing was said, nothing is open either.
    return ((lead(row, asks=asks), body(row)) for row in page.rows)


def body(row: Row) -> Content:
    """What a row says."""
    text = one_line(row.text)
    if row.kind is RowKind.CLAIM:
        return Content(f"“{text}”")
    weight = f"×{row.weight:g} " if row.weight != 1 and row.kind is not RowKind.MEMBER else ""
    if row.kind is RowKind.GROUP:
        return Content.assemble((weight, "bold"), (point_text(row.text, row.pick), "italic"))
    return Content.assemble((weight, "bold"), text)
