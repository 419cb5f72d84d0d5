"""What the matcher and the interviewer make of an answer that is tried out, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content

from interview_sim.bank.model import Point, Question
from interview_sim.matching import rubric_of
from interview_sim.matching.model import PointCoverage, Span, Verdict, excerpts
from interview_sim.session.rehearsal import Rehearsal
from interview_sim.tui.present import (
    ACCENT,
    DOUBTFUL,
    MUTED,
    lit,
    literal,
    many,
    one_line,
    shortened,
    sign,
    tone,
)

_NEED_WIDTH = 7
_LIT = "bold underline $text-accent"
_CAUGHT = "bold underline $text-warning"


@dataclass(frozen=True, slots=True)
class TryRow:
    """One point, claim or follow-up."""

    id: str
    """Stays while the answer changes, so that the cursor can stay too."""
    lead: Content
    words: str
    """What it says, from the bank."""
    reason: str = ""
    """Why it is as it is, in a line."""
    state: str = ""
    """Changes when it is worth looking at the row: the verdict, for a point."""
    spans: tuple[Span, ...] = ()
    """The evidence in the answer."""
    style: str = _LIT
    """How the evidence is lit."""
    is_heading: bool = False


def rows(question: Question, rehearsal: Rehearsal) -> tuple[TryRow, ...]:
    """The points in the rubric's order, then what is claimed wrongly, then the follow-ups."""
    return (
        *_points(question, rehearsal),
        *_claims(question, rehearsal),
        *_follow_ups(rehearsal),
    )


def row(found: TryRow, width: int) -> Content:
    """A row on one line."""
    if found.is_heading:
        return Content.styled(shortened(found.words, width), "bold")
    room = max(1, width - found.lead.cell_length)
    return Content.assemble(found.lead, shortened(found.words, room))


def detail(found: TryRow, answer: str) -> Content:
    """A row in full: the words that count for it, why, and what it says.

    What it says comes last because its beginning stands in the row already.
    """
    lines: list[Content] = []
    for excerpt in excerpts(answer, found.spans):
        moved = [(start - excerpt.start, end - excerpt.start) for start, end in excerpt.spans]
        text = answer[excerpt.start : excerpt.end].replace("\n", " ")
        before, after = "…" * (excerpt.start > 0), "…" * (excerpt.end < len(answer))
        lit_words = lit(text, moved, style=found.style)
        lines.append(Content.assemble("“", before, lit_words, after, "”"))
    if found.reason:
        lines.append(Content.styled(one_line(found.reason), MUTED))
    lines.append(literal(found.words, "bold"))
    return Content("\n").join(lines)


def newest(before: Sequence[TryRow], now: Sequence[TryRow]) -> str | None:
    """The first row that says something else than before, by its id; None where none does."""
    states = {known.id: known.state for known in before}
    return next(
        (known.id for known in now if known.state and known.state != states.get(known.id)), None
    )


def title(rehearsal: Rehearsal) -> str:
    """What the list is of."""
    return "points from the model answer" if rehearsal.coverage.derived else "what becomes of it"


def summary(rehearsal: Rehearsal) -> str:
    """The score, and how many points were found."""
    leaves = rehearsal.coverage.leaves().values()
    found = sum(1 for leaf in leaves if leaf.verdict is Verdict.COVERED)
    return f"{rehearsal.coverage.score * 100:.0f} · {found} of {many(len(leaves), 'point')}"


def _points(question: Question, rehearsal: Rehearsal) -> Iterator[TryRow]:
    items = {item.id: item for item in rubric_of(question)}
    for found in rehearsal.coverage.points:
        item = items[found.id]
        yield _point(item, found)
        members = {member.id: member for member in item.of}
        for member in found.members:
            yield _point(members[member.id], member, is_member=True)


def _point(point: Point, found: PointCoverage, *, is_member: bool = False) -> TryRow:
    shown = (f"{sign(found.verdict)} ", f"bold {tone(found.verdict)}")
    need = (point.need.value.ljust(_NEED_WIDTH), MUTED)
    words = one_line(point.point)
    if point.is_group:
        label = f": {words}" if words else ""
        words = f"any {point.pick or len(point.of)} of these{label}"
    return TryRow(
        f"point:{point.id}",
        Content.assemble("  ", shown) if is_member else Content.assemble(shown, need),
        words,
        found.reason,
        # A group changes with its members, which say more.
        "" if found.members else found.verdict.value,
        () if found.members else found.evidence,
    )


def _claims(question: Question, rehearsal: Rehearsal) -> Iterator[TryRow]:
    wrong = {misconception.id: misconception.claim for misconception in question.misconceptions}
    for claim in rehearsal.coverage.claims:
        yield TryRow(
            f"claim:{claim.id}",
            Content.assemble(("? ", f"bold {DOUBTFUL}"), ("claims ", MUTED)),
            f"“{one_line(wrong.get(claim.id, claim.id))}”",
            claim.reason,
            "claimed",
            claim.evidence,
            _CAUGHT,
        )


def _follow_ups(rehearsal: Rehearsal) -> Iterator[TryRow]:
    asked = rehearsal.follow_ups
    title = "Then it would be asked" if asked else "No follow-up would be asked"
    yield TryRow("follow-ups", Content(""), title, is_heading=True)
    for number, choice in enumerate(asked, 1):
        lead = Content.styled(f"{number}. ", ACCENT)
        yield TryRow(f"ask:{choice.id}", lead, one_line(choice.ask), choice.reason)
