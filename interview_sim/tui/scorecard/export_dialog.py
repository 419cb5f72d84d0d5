"""Exporting a session from the scorecard: the choice of the format."""

from __future__ import annotations

from interview_sim.exchange.session_exporters import session_formats
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.present import one_line
from interview_sim.tui.widgets.rows import Row

_WORDS = (
    "With your answers and the scorecard. Nothing is overwritten. Names, notes and dates can be "
    "left out with: interview-sim export --anonymous"
)
_KEYS = "123456789"


def export_modal() -> ConfirmModal:
    """Asks for a format; gives its name, something else for none."""
    formats, _ = session_formats()
    rows = [
        Row(format_.name, one_line(format_.title), one_line(format_.purpose), key)
        for format_, key in zip(formats.values(), _KEYS, strict=False)
    ]
    return ConfirmModal("Export this session", _WORDS, [*rows, Row("", "Never mind", key="n")])
