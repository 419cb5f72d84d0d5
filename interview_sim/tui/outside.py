"""Another program in the same terminal, while the app steps aside."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Sequence
from typing import Any

from textual.app import App, SuspendNotSupported

from interview_sim.errors import InterviewSimError


class OutsideError(InterviewSimError):
    """The program did not start or failed, or there is no terminal to give to it."""


def run_outside(app: App[Any], command: Sequence[str], *, pause: str = "") -> None:
    """Give the terminal to the program until it ends.

    Args:
        app: The app that steps aside.
        command: The program and its arguments.
        pause: What to ask before coming back, so that its last words can be read.

    Raises:
        OutsideError: It did not start or failed, or there is no terminal to give to it.
    """
    try:
        with app.suspend():
            problem = _run(command, pause)
    except SuspendNotSupported as error:
        raise OutsideError(f"{command[0]} can only be started in a terminal.") from error
    if problem:
        raise OutsideError(problem)


def _run(command: Sequence[str], pause: str) -> str:
    """Run it to its end and say what went wrong; the terminal comes back whatever happens."""
    # Ctrl+C is meant for the program; a handler, unlike ignoring, is not passed on to it.
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        ended = subprocess.run(command, check=False)  # noqa: S603 - the user's own choice
        if pause:
            with contextlib.suppress(EOFError):
                input(pause)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return f"{command[0]} could not be started: {reason}."
    finally:
        signal.signal(signal.SIGINT, before)
    return f"{command[0]} ended with an error ({ended.returncode})." if ended.returncode else ""
