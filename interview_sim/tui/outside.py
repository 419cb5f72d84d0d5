"""Another program in the same terminal while the app steps aside, such as the user's editor."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App, SuspendNotSupported

from interview_sim.errors import InterviewSimError
from interview_sim.tui.guard import Guard

if TYPE_CHECKING:
    from interview_sim.bank.loading import Spot

_USUAL = ("nano", "vim", "vi", "notepad")
_PLUS = frozenset(
    "vi vim nvim view gvim nano pico emacs emacsclient joe jed kak mcedit ne micro vis ed".split()  # noqa: SIM905
)
"""Editors that take the line as `+LINE` before the file."""
_COLON = frozenset({"hx", "helix", "subl", "zed", "mate", "lapce"})
"""Editors that take `FILE:LINE:COLUMN`."""
_GOTO = frozenset({"code", "code-insiders", "codium", "cursor", "windsurf"})
_WAIT = _GOTO | {"subl", "zed", "mate"}
"""Editors with a window of their own, which come back at once unless told to wait."""


class OutsideError(InterviewSimError):
    """The program did not start or failed, or there is no terminal to give to it."""


class EditorError(InterviewSimError):
    """It is not known which editor to open."""


def run_outside(app: App[Any], command: Sequence[str], *, pause: str = "") -> None:
    """Give the terminal to the program until it ends.

    Args:
        app: The app that steps aside.
        command: The program and its arguments.
        pause: What to ask before coming back, so that its output can be read.

    Raises:
        OutsideError: It did not start or failed, or there is no terminal to give to it.
    """
    try:
        with app.suspend():
            problem = _run(command, pause)
        Guard.of(app).turned()  # What was pressed meanwhile was meant for the program.
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


def editor_command(env: Mapping[str, str], path: Path, spot: Spot) -> list[str]:
    """How to open the file at that place in the editor that `$VISUAL` or `$EDITOR` names.

    Raises:
        EditorError: Neither says anything of use, and none of the usual editors is there.
    """
    named = env.get("VISUAL", "").strip() or env.get("EDITOR", "").strip()
    usual = named or next((name for name in _USUAL if shutil.which(name)), "")
    try:
        words = shlex.split(usual, posix=os.name != "nt")
    except ValueError as error:
        raise EditorError(f"$VISUAL or $EDITOR cannot be understood: {usual}") from error
    if not words:
        raise EditorError("No editor was found. Name yours in $VISUAL or $EDITOR.")
    return [*words, *_arguments(words, path, spot)]


def _arguments(words: Sequence[str], path: Path, spot: Spot) -> list[str]:
    name = Path(words[0].strip('"')).stem.lower()
    wait = ["--wait"] if name in _WAIT and not {"--wait", "-w"} & set(words) else []
    # A name that begins with a dash must not be taken for an option.
    file = str(path.absolute())
    if name in _PLUS:
        return [f"+{spot.line}", file]
    if name in _GOTO:
        return [*wait, "--goto", f"{file}:{spot.line}:{spot.column}"]
    if name in _COLON:
        return [*wait, f"{file}:{spot.line}:{spot.column}"]
    return [file]
