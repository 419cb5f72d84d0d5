"""What is on the screen, as plain text: the only place that touches a private name of Textual."""

from __future__ import annotations

from typing import Any

from textual.app import App


def frame(app: App[Any]) -> str:
    """The screen on top, line by line, without trailing blanks."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def lines_with(app: App[Any], text: str) -> list[str]:
    """The lines of the screen that hold a text."""
    return [line for line in frame(app).splitlines() if text in line]
