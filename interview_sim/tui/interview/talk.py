"""The conversation so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from interview_sim.tui.interview.words import Said
from interview_sim.tui.present import ACCENT, MUTED, duration, literal, one_line


class Talk(VerticalScroll):
    """Shows what was said, from the latest upwards; scrolls where it is longer than its place."""

    DEFAULT_CSS = """
    Talk {
        height: auto;
        & Static { width: auto; }
        & .text { width: 1fr; }
        & .-short { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & Horizontal { height: auto; }
        & Horizontal > .text { border-left: vkey $text-accent; padding-left: 1; }
        &.-whole > * { margin-bottom: 1; }
        &.-whole > .-aside, &.-whole > :last-child { margin-bottom: 0; }
    }
    """

    def show(self, said: Sequence[Said], *, whole: bool = False) -> None:
        """Show this much, and bring its end into view."""
        self.set_class(not said, "-empty")
        self.set_class(whole, "-whole")
        self.remove_children()
        self.mount_all(_entries(said, whole=whole))
        self.call_after_refresh(self.scroll_end, animate=False)


def _entries(said: Sequence[Said], *, whole: bool) -> Iterator[Widget]:
    for at, one in enumerate(said):
        if one.who in {"you", "hint"}:
            time = "" if one.seconds is None else duration(one.seconds)
            is_short = one.who == "you" and not whole
            text = literal(one_line(one.text), MUTED) if is_short else literal(one.text)
            yield Horizontal(
                Static(literal(f"{one.who} ", ACCENT)),
                Static(text, classes="text -short" if is_short else "text"),
                Static(literal(f" {time} ▏" if time else "")),
            )
        else:
            is_last = at == len(said) - 1 or said[at + 1].who == "hint"
            style = MUTED if one.who == "aside" else "bold" if is_last else ""
            yield Static(literal(one.text, style), classes=f"text -{one.who}")
