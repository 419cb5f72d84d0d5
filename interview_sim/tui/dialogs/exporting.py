"""A session as a file, wherever one is on the screen: asks for the format, and writes it."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from interview_sim.errors import InterviewSimError
from interview_sim.tui.dialogs.confirm import ConfirmModal
from interview_sim.tui.present import one_line, short_path
from interview_sim.tui.widgets.lists import Row

if TYPE_CHECKING:
    from interview_sim.exchange.session_exporters import SessionFormat
    from interview_sim.services import Services

_WORDS = (
    "With your answers and the scorecard. Nothing is overwritten. Names, notes and dates can be "
    "left out with: interview-sim export --anonymous"
)


async def export_session(screen: Screen[Any], services: Services, ref: str) -> None:
    """Ask for a format, and put the file beside the transcripts unless it goes to a browser.

    Waits for the dialog, so it is for a worker.
    """
    from interview_sim.exchange.session_exporters import session_formats

    formats, _ = session_formats()
    rows = [
        Row(name, one_line(known.title), one_line(known.purpose), str(n) if n <= 9 else "")
        for n, (name, known) in enumerate(formats.items(), 1)
    ]
    rows.append(Row("", "Never mind", key="n"))
    dialog = ConfirmModal("Export this session", _WORDS, rows)
    chosen = await screen.app.push_screen_wait(dialog)
    if chosen in formats:
        writing = _write(screen, services, ref, formats[chosen])
        screen.run_worker(writing, group="export", exit_on_error=False)


async def _write(screen: Screen[Any], services: Services, ref: str, format_: SessionFormat) -> None:
    from interview_sim.exchange.exporting import exported, save_new

    try:
        transcript = await asyncio.to_thread(services.read, ref)
        export = await asyncio.to_thread(exported, transcript, format_)
        if screen.app.is_web:
            screen.app.deliver_binary(BytesIO(export.content), save_filename=export.name)
            return
        path = await asyncio.to_thread(save_new, services.store.folder, export)
    except InterviewSimError as error:
        screen.notify(str(error), title="Nothing was exported", severity="error", timeout=8)
    else:
        screen.notify(f"Written to {short_path(path)}", timeout=8)
