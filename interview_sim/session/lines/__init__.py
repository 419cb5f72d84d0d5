"""What the interviewer says besides its questions: an opening, bridges, an ending.

The lines are data, `en.yaml` beside this module; a bank may bring its own under `lines`. Which one
is said follows from the seed, so that the same session has the same lines. None is said twice in a
row, and none again before the others of its occasion were used.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from interview_sim.bank.model import Lines, Occasion
from interview_sim.figures import counted
from interview_sim.session.events import Header
from interview_sim.session.plan import Style

_ELSE = {Occasion.SILENT: Occasion.TIMED_OUT, Occasion.TWIST: Occasion.FULL}
"""Whose lines serve where a bank with lines of its own has none for an occasion."""
_SHIPPED = Path(__file__).with_name("en.yaml")


@cache
def _shipped() -> Mapping[str, Lines]:
    """The lines that ship, by style."""
    import yaml

    read: dict[str, dict[str, list[str]]] = yaml.safe_load(_SHIPPED.read_text(encoding="utf-8"))
    return {style: {o: tuple(said) for o, said in of.items()} for style, of in read.items()}


def lines_for(header: Header, occasion: Occasion) -> tuple[str, ...]:
    """What may be said on an occasion: as the only bank has it, else what ships."""
    shipped, style = _shipped(), header.plan.style
    own: Lines = header.banks[0].lines if len(header.banks) == 1 else {}
    of_style = shipped.get(style, {}) if style is not Style.NEUTRAL else {}
    mine = own.get(occasion) or own.get(_ELSE.get(occasion, occasion))
    return mine or of_style.get(occasion) or shipped[Style.NEUTRAL][occasion]


def opening(header: Header) -> str:
    """What the interviewer says before the clocks start."""
    said = line_for(header, Occasion.OPENING)
    minutes = max(1, round(header.plan.total_seconds / 60))
    said = said.replace("{questions}", _contents(header))
    return said.replace("{time}", counted(minutes, "minute"))


def _contents(header: Header) -> str:
    """`4 questions`, `1 case of 8 stages`, `3 questions and 1 case`."""
    stages = [drawn.case for drawn in header.questions if drawn.case is not None]
    cases = len({case.id for case in stages})
    others = len(header.questions) - len(stages)
    if not stages:
        return counted(others, "question")
    if not others:
        return f"{counted(cases, 'case')} of {counted(len(stages), 'stage')}"
    return f"{counted(others, 'question')} and {counted(cases, 'case')}"


def line_for(header: Header, occasion: Occasion, said: Sequence[str] = ()) -> str:
    """What to say now.

    Args:
        header: The session; its seed decides.
        occasion: Why something is said.
        said: What was said so far, oldest first.
    """
    known = lines_for(header, occasion)
    times = {text: said.count(text) for text in known}
    fewest = min(times.values())
    fresh = [text for text in known if times[text] == fewest and text != (said or [""])[-1]]
    choice = fresh or known
    return choice[zlib.crc32(f"{header.seed}:{occasion}:{len(said)}".encode()) % len(choice)]
