"""The rows of the history: sessions newest first, then what cannot be read, then the samples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from interview_sim.errors import InterviewSimError
from interview_sim.session.stamp import parse_stamp
from interview_sim.tui.present import (
    ACCENT,
    BAD,
    DOUBTFUL,
    MUTED,
    clock,
    duration,
    many,
    one_line,
    when,
)

if TYPE_CHECKING:
    from interview_sim.progress.history import SessionSummary
    from interview_sim.services import Services

_WHEN = 17
_ASKED = 7
_RESULT = 22


@dataclass(frozen=True, slots=True)
class Line:
    """One row; exactly one of its three kinds."""

    summary: SessionSummary | None = None
    ref: str = ""
    """What opens it; empty where nothing can."""
    is_sample: bool = False
    problem: str = ""
    """Why the file named by `file` cannot be used."""
    file: str = ""
    heading: str = ""

    @property
    def can_resume(self) -> bool:
        """Whether questions or the assessment are still open, and it is the user's own."""
        summary = self.summary
        return (
            summary is not None
            and not self.is_sample
            and (summary.is_unfinished or summary.awaits_assessment)
        )


def gather(services: Services) -> tuple[Line, ...]:
    """All rows; reads files, so not for the thread that draws.

    Raises:
        TranscriptError: The folder of transcripts cannot be listed.
    """
    history = services.history()
    lines = [Line(summary=summary, ref=summary.id) for summary in history.sessions]
    lines += [Line(file=file.file, problem=file.problem) for file in history.unreadable]
    samples = _samples(services)
    if samples:
        lines += [Line(heading="Samples that ship with interview-sim"), *samples]
    return tuple(lines)


def _samples(services: Services) -> list[Line]:
    from interview_sim.progress.summary import summarise

    lines: list[Line] = []
    for path in services.store.samples():
        try:
            summary = summarise(services.store.read(path), path.name)
        except InterviewSimError as error:
            lines.append(Line(file=path.name, problem=str(error), is_sample=True))
        else:
            lines.append(Line(summary=summary, ref=path.stem, is_sample=True))
    return lines


def heading(width: int) -> Content:
    """The names of the columns."""
    title = "interview".ljust(_title_width(width))
    return Content.styled(f"{'when':<{_WHEN}}{title}  {'asked':>5}  score   result", MUTED)


def row(line: Line, width: int, now: datetime) -> Content:
    """One row at that width."""
    if line.heading:
        return Content.styled(line.heading, f"bold {ACCENT}")
    summary = line.summary
    if summary is None:
        return Content.assemble(("✗ ", BAD), f"{one_line(line.file)}  ", ("cannot be read", MUTED))
    at = parse_stamp(summary.at)
    room = _title_width(width)
    title = Content(one_line(summary.title)).truncate(room, ellipsis=True, pad=True)
    score = summary.final_score
    return Content.assemble(
        f"{when(at, now) if at else one_line(summary.at)[:16]:<{_WHEN}}",
        title,
        f"  {f'{summary.asked}/{summary.planned}':>5}",
        ("      –" if score is None else f"   {score:4.0f}", "bold"),
        "   ",
        result(line),
    )


def result(line: Line) -> Content:
    """What a session came to, or what is still open about it."""
    summary = line.summary
    if summary is None:
        return Content("")
    if summary.is_unfinished:
        left = f", {clock(summary.left)} left" if summary.left is not None else ""
        return Content.styled(f"broke off{left}", DOUBTFUL)
    if summary.awaits_assessment:
        return Content.styled("to assess", DOUBTFUL)
    return Content(one_line(summary.band)) if summary.is_over else Content("not begun")


def about(line: Line) -> Content:
    """What there is to know of a row besides, and what Enter does."""
    if line.problem:
        return Content.assemble((one_line(line.problem), BAD))
    summary = line.summary
    if summary is None:
        return Content("")
    facts = [
        f"{summary.asked} of {many(summary.planned, 'question')} in {duration(summary.seconds)}",
        f"{summary.marked} of {many(summary.markable, 'point')} marked",
        f"seed {summary.seed}",
        one_line(summary.file),
    ]
    if summary.problems:
        facts.append(f"{many(summary.problems, 'line')} of the file could not be used")
    return Content.styled(" · ".join(facts), MUTED)


def empty_words(folder: str) -> Content:
    """What to do where there is nothing."""
    return Content.assemble(
        ("Nothing is kept here yet.\n\n", "bold"),
        "Every interview is written down from its first keystroke, and stays.\n"
        "Esc goes home; Enter there starts one.\n\n",
        (f"They are kept in {one_line(folder)}.", MUTED),
    )


def _title_width(width: int) -> int:
    return max(12, width - _WHEN - _ASKED - 7 - 3 - _RESULT)
