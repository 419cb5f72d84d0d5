"""How the user's own editor is opened at a place in a file."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from interview_sim.bank.loading import Spot
from interview_sim.errors import InterviewSimError

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


class EditorError(InterviewSimError):
    """It is not known which editor to open."""


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
