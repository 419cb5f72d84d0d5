"""How things are put into words and signs on the screen.

Everything that comes from a bank, an answer or a file goes through `literal` or `one_line` and so
is shown as it is written: never as markup, never as a terminal escape.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content
from textual.keys import format_key

from interview_sim.assessment.words import SIGNS
from interview_sim.clock import parse_stamp
from interview_sim.figures import counted, digits
from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.matching.model import Span

GOOD, DOUBTFUL, BAD, ACCENT, MUTED = (
    "$text-success",
    "$text-warning",
    "$text-error",
    "$text-accent",
    "$foreground-muted",
)
"""The four meanings that colour has, and the quiet tone; styles for `Content`."""

OPENS, CLOSES = "▸", "◂"
"""Stand around evidence, so that its colour is never the only sign."""

_TONES = {"covered": GOOD, "partly": DOUBTFUL, "missed": BAD}
_BARS = "▁▂▃▄▅▆▇█"


def literal(text: str, style: str = "") -> Content:
    """Text from outside, of any number of lines, as it is written."""
    shown = visible(text)
    return Content.styled(shown, style) if style else Content(shown)


def lit(
    text: str,
    spans: Sequence[Span],
    *,
    style: str = "bold underline $accent",
    signs: tuple[str, str] = (OPENS, CLOSES),
) -> Content:
    """The text with the words at `spans` between signs and styled; all of it literal."""
    parts: list[str | tuple[str, str]] = []
    at = 0
    for start, end in spans:
        begin = max(start, at)
        if not begin < end <= len(text):
            continue
        parts.append(visible(text[at:begin]))
        parts.append((f"{signs[0]}{visible(text[begin:end])}{signs[1]}", style))
        at = end
    parts.append(visible(text[at:]))
    return Content.assemble(*parts)


def one_line(text: str) -> str:
    """Text from outside for a place of one line: white space is folded, controls are shown."""
    return visible(" ".join(text.split()), newlines=False)


def shortened(text: str, width: int) -> str:
    """Text from outside on one line of at most `width` cells, with `…` where it was cut."""
    return Content(one_line(text)).truncate(max(1, width), ellipsis=True).plain


def short_path(path: Path) -> str:
    """A path as people write it: from here, else from home, else whole."""
    cwd = Path.cwd()
    if path.is_relative_to(cwd):
        return os.path.join(".", path.relative_to(cwd))  # noqa: PTH118 - Path drops the dot
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def point_text(text: str, pick: int | None) -> str:
    """What a point says, on one line; of a group, how many of its members are full marks."""
    if pick is None:
        return one_line(text)
    return f"any {pick} of these" + (f": {one_line(text)}" if text else "")


def sign(verdict: str) -> str:
    """The sign of a verdict: ✓, ~ or ✗."""
    return SIGNS.get(verdict, " ")


def tone(verdict: str) -> str:
    """The style of a verdict's sign and word."""
    return _TONES.get(verdict, "")


def clock(seconds: float) -> str:
    """Time left as `m:ss` or `h:mm:ss`; below zero as time over, `+0:12`."""
    if seconds < 0:
        return f"+{duration(-seconds)}"
    return duration(math.ceil(seconds))


def duration(seconds: float) -> str:
    """A length of time as `m:ss` or `h:mm:ss`."""
    return digits(int(seconds))


def about_minutes(seconds: float) -> str:
    """A length of time in words: `about 44 minutes`."""
    return f"about {many(max(1, round(seconds / 60)), 'minute')}"


def minutes(value: float) -> str:
    """So many minutes: `45 minutes`, `1 minute`, `7.5 minutes`."""
    return f"{number(value)} minute{'' if value == 1 else 's'}"


def number(value: float) -> str:
    """A number without a needless fraction: 45, 7.5."""
    return f"{value:.10g}"


many = counted
"""The name under which the screens know it."""


def when(at: datetime, now: datetime) -> str:
    """A moment as seen from `now`, on the local clock: `today 09:12`, `3 Nov, 21:40`."""
    local, today = at.astimezone(), now.astimezone()
    days = (today.date() - local.date()).days
    if days in {0, 1}:
        return f"{('today', 'yesterday')[days]} {local:%H:%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%b}{year}, {local:%H:%M}"


def when_stamped(stamp: str, now: datetime) -> str:
    """The same of a stamp from a file; as it is where it is none."""
    at = parse_stamp(stamp)
    return when(at, now) if at else one_line(stamp)


def bar(share: float, width: int) -> tuple[str, str]:
    """A pace bar of `width` cells: the part that is filled, and the rest."""
    halves = round(min(1.0, max(0.0, share)) * width * 2)
    full, half = divmod(halves, 2)
    done = "━" * full + ("╸" if half else "")
    return done, "─" * (width - len(done))


def sparkline(values: Sequence[float], top: float = 100) -> str:
    """Values from 0 to `top` as little bars, one character each."""
    last = len(_BARS) - 1
    return "".join(_BARS[min(last, max(0, round(value / top * last)))] for value in values)


def key_name(key: str) -> str:
    """A key as the screens write it: `^S`, `F1`, `Esc`, `Enter`, `→`."""
    if key.startswith("ctrl+"):
        return "^" + key_name(key.removeprefix("ctrl+")).upper()
    if key.startswith("shift+"):
        return "⇧" + key_name(key.removeprefix("shift+"))
    name = _KEY_NAMES.get(key) or format_key(key)
    return name.upper() if key[:1] == "f" and key[1:].isdigit() else name


_KEY_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
}
"""Where Textual writes another name than this app; the rest is its `format_key`."""
