"""The page `docs/keys.md`, made from the actions: `python -m interview_sim.tui.help.keys_page`."""

from __future__ import annotations

import sys

from interview_sim.tui.actions import SCREENS, ScreenKeys

_HEAD = """\
# Keys

Every screen shows its keys in its last line, and `?` or F1 explains them there. Ctrl+P opens the
command palette, which finds every action by its words. The answer editor keeps the usual keys of an
editor.
"""


def keys_page() -> str:
    """The whole page, as Markdown."""
    return "\n".join([_HEAD, *(_section(place) for place in SCREENS.values())])


def _section(place: ScreenKeys) -> str:
    rows = [
        f"| {_cell(action.all_keys)} | {_cell(action.description)} |" for action in place.actions
    ]
    table = ["| key | what it does |", "|---|---|", *rows]
    return "\n".join([f"## {place.title}", "", place.purpose, "", *table, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(keys_page())
