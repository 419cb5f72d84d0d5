"""Questions as rows to browse, and one of them as a page to study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from textual.content import Content

from interview_sim.bank.terms import topic_words
from interview_sim.progress.studying import Entry, PastAnswer
from interview_sim.session.state import Turn
from interview_sim.tui.banks.rows import as_assessor
from interview_sim.tui.present import (
    ACCENT,
    DOUBTFUL,
    MUTED,
    literal,
    many,
    number,
    one_line,
    shortened,
    when_stamped,
)

STAR = "★"


class Line(NamedTuple):
    """One row: a question, or the bank and subject that those below it belong to."""

    entry: Entry | None
    heading: str = ""


def lines_of(shown: Sequence[Entry]) -> tuple[Line, ...]:
    """The questions under their banks and subjects; a bank's only subject is not named."""
    subjects: dict[str, set[str]] = {}
    for entry in shown:
        subjects.setdefault(entry.bank.id, set()).add(entry.subject)
    lines: list[Line] = []
    before = ("", "")
    for entry in shown:
        place = (entry.bank.id, entry.subject)
        if place != before:
            is_one = len(subjects[entry.bank.id]) == 1
            named = "" if is_one else f" · {topic_words(entry.subject)}"
            lines.append(Line(None, f"{entry.bank.title}{named}"))
            before = place
        lines.append(Line(entry))
    return tuple(lines)


def row(line: Line, width: int, stars: frozenset[str], scores: Mapping[str, float]) -> Content:
    """One row: whether it is starred, what it is, and the latest score."""
    if line.entry is None:
        return Content.styled(shortened(line.heading, width), f"bold {ACCENT}")
    ref = line.entry.ref
    star = (f"{STAR} ", DOUBTFUL) if ref in stars else "  "
    score = number(round(scores[ref])) if ref in scores else ""
    room = max(1, width - 3 - len(score))
    title = Content(one_line(line.entry.question.name)).truncate(room, ellipsis=True, pad=True)
    return Content.assemble(star, title, " ", (score, MUTED))


def page(entry: Entry, past: Sequence[PastAnswer] | None, now: datetime) -> Content:
    """All there is to know of a question, then what one said before; None: not read yet."""
    blocks = [as_assessor(entry.bank, entry.question)]
    if past is None:
        blocks.append(Content.styled("Your answers …", MUTED))
    elif not past:
        blocks.append(Content.styled("You have not been asked this yet.", MUTED))
    else:
        title = Content.styled("Your answers", "bold")
        prompt = entry.question.prompt
        blocks += [title, *(_answer(answer, now, prompt) for answer in past)]
    return Content("\n\n").join(blocks)


def _answer(answer: PastAnswer, now: datetime, prompt: str) -> Content:
    worth = "" if answer.score is None else f" · {number(round(answer.score))}"
    parts = [Content.styled(f"{when_stamped(answer.at, now)}{worth}", f"bold {ACCENT}")]
    parts += [_said(turn, prompt) for turn in answer.turns]
    if answer.note:
        parts.append(Content.styled(f"your note: {one_line(answer.note)}", MUTED))
    return Content("\n").join(parts)


def _said(turn: Turn, prompt: str) -> Content:
    """What was said, below what was asked where that is not what the page begins with."""
    said = literal(turn.text.strip()) if turn.text.strip() else Content.styled("– nothing", MUTED)
    if turn.is_main and turn.ask.strip() == prompt.strip():
        return said
    return Content.assemble((f"{one_line(turn.ask)}\n", "italic"), said)


def nothing_to_show(words: str, *, starred: bool) -> Content:
    """What is said where no question fits."""
    if starred and not words.strip():
        return Content(f"No question is starred yet. * stars one ({STAR}).")
    return Content(f"No question matches “{one_line(words)}”.")


def count(shown: int, total: int, what: str) -> str:
    """`12 of 240 questions · starred`."""
    of = f"{shown} of " if shown != total else ""
    return f"{of}{many(total, 'question')}{f' · {one_line(what)}' if what else ''}"
