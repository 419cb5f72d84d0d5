"""The conversation so far."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.getters import query_one
from textual.widget import Widget

from interview_sim.tui.interview.words import Said
from interview_sim.tui.present import ACCENT, MUTED, duration, literal, shortened

_YOU, _HINT = "you ▏ ", "hint ▏ "


class _Lines(Widget):
    """What was said, laid out for the width there is."""

    DEFAULT_CSS = "_Lines { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[Said, ...] = ()
        self._whole = False

    def show(self, said: Sequence[Said], *, whole: bool) -> None:
        self._said, self._whole = tuple(said), whole
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width)) if self._said else 0

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        last = len(self._said) - 1
        for at, said in enumerate(self._said):
            if said.who == "you":
                lines += _yours(said, width, whole=self._whole)
            elif said.who == "hint":
                lines += _marked(_HINT, said.text, width)
            elif said.who == "aside":
                lines += literal(said.text, MUTED).wrap(max(1, width))
            else:
                style = "bold" if at == last or self._said[at + 1].who == "hint" else ""
                lines += literal(said.text, style).wrap(max(1, width))
            if self._whole and at < last and said.who != "aside":
                lines.append(Content(""))
        return lines


def _yours(said: Said, width: int, *, whole: bool) -> list[Content]:
    """An answer: on one line with the time it took, or whole."""
    time = "" if said.seconds is None else duration(said.seconds)
    if whole:
        return _marked(_YOU, f"{said.text}  [{time}]" if time else said.text, width)
    room = max(1, width - len(_YOU) - len(time) - 3)
    text = Content.styled(shortened(said.text, room), MUTED).truncate(room, pad=True)
    return [Content.assemble((_YOU, ACCENT), text, f" {time} ▏")]


def _marked(mark: str, text: str, width: int) -> list[Content]:
    wrapped = literal(text).wrap(max(1, width - len(mark)))
    rest = "▏ ".rjust(len(mark))
    return [
        Content.assemble((rest if at else mark, ACCENT), line) for at, line in enumerate(wrapped)
    ]


class Talk(VerticalScroll):
    """Shows what was said, from the latest upwards; scrolls where it is longer than its place."""

    DEFAULT_CSS = "Talk { height: auto; }"

    lines = query_one(_Lines)

    def compose(self) -> ComposeResult:
        """One widget draws it all."""
        yield _Lines()

    def show(self, said: Sequence[Said], *, whole: bool = False) -> None:
        """Show this much, and bring its end into view."""
        self.lines.show(said, whole=whole)
        self.set_class(not said, "-empty")
        self.call_after_refresh(self.scroll_end, animate=False)
