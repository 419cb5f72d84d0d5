"""Taking a session out of the app: in which format, and where it went."""

from __future__ import annotations

from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.widgets.rows import Row

_WORDS = (
    "With your answers and the scorecard. Nothing is overwritten. Names, notes and dates can be "
    "left out with: interview-sim export --anonymous"
)


def export_modal() -> ConfirmModal:
    """Asks for a format; gives its name, `stay` or None."""
    rows = [
        Row("md", "Markdown", "to read, or for a pull request", "1"),
        Row("html", "HTML page", "with the replay, works offline", "2"),
        Row("json", "JSON", "everything, for programs", "3"),
        Row("csv", "CSV", "one row a point, for spreadsheets", "4"),
        Row("cast", "Terminal recording", "for asciinema players", "5"),
        Row("stay", "Never mind", key="n"),
    ]
    return ConfirmModal("Export this session", _WORDS, rows)
