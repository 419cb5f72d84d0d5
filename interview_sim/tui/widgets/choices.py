"""An option list that keeps to moving up and down: Enter and the sides are the screen's."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList


class Choices(OptionList, inherit_bindings=False):
    """Options with a quiet cursor that leaves their colours readable.

    Without colour it is underlined: Textual leaves `reverse` out of the styles of components.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]
    DEFAULT_CSS = """
    Choices {
        background: $background;
        scrollbar-size-vertical: 1;
        & > .option-list--option-highlighted { background: $panel; color: $foreground; }
        & > .option-list--option-hover { background: $panel; }
        &:focus > .option-list--option-highlighted {
            background: $primary 25%;
            color: $foreground;
            text-style: none;
        }
        &:nocolor > .option-list--option-highlighted { text-style: underline; }
        &:nocolor:focus > .option-list--option-highlighted { text-style: bold underline; }
    }
    """
