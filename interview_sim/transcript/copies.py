"""Copies of a transcript whose own file cannot be written, and what is said of them."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from interview_sim.figures import counted
from interview_sim.files import FileError, free_path

if TYPE_CHECKING:
    from interview_sim.transcript.journal import Journal


class Copies:
    """Keeps what a journal's own file cannot take, while the journal goes on trying that file."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._copy: Path | None = None
        self._copied = -1
        self.is_given_up = False
        """Whether the candidate said that what cannot be saved may be lost."""

    @property
    def at_risk(self) -> int:
        """Events in memory alone: not in the file, not in a copy, and not given up."""
        is_safe = self.is_given_up or self._copied == self._journal.recorded
        return 0 if is_safe else self._journal.backlog

    def suggested(self) -> Path:
        """A path where saving a copy is likely to work."""
        return suggested_copy(self._journal.path.name, self._journal.size)

    def save(self, path: Path) -> Path:
        """Write everything, from memory, to a new file at `path`, or in that folder.

        Raises:
            FileError: It cannot be written there, or a file of that name exists.
        """
        return self._saved(self._journal.save_copy(path))

    def rescue(self) -> str:
        """Save what would be lost now, without asking; a report, or nothing.

        A copy that was saved before is brought up to date; a new one goes to the temporary folder,
        or else to the home folder.
        """
        lost, why = self._journal.backlog, self._journal.why_unsaved
        if not lost or self.is_given_up:
            return ""
        problem = f"Not all of the transcript could be saved: {why}."
        copy = self._rescued()
        if copy is None:
            changes = counted(lost, "change")
            return f"{problem}\nA copy could not be saved either: {changes} lost."
        return f"{problem}\n{copy_report(copy)}"

    def _rescued(self) -> Path | None:
        if self._copy is not None and not self.at_risk:
            return self._copy
        places = [free_path(folder / self._journal.path.name) for folder in reversed(_folders())]
        for place in places if self._copy is None else [self._copy, *places]:
            with contextlib.suppress(FileError):
                return self._saved(self._journal.save_copy(place, replace=place == self._copy))
        return None

    def _saved(self, copy: Path) -> Path:
        self._copy, self._copied = copy, self._journal.recorded
        return copy


def suggested_copy(name: str, size: int) -> Path:
    """A path for a copy of `size` bytes that looks as if it will work; nothing is written.

    In the user's home folder where there is room, else in the temporary folder; never the path of
    something that exists.
    """
    folders = sorted(_folders(), key=lambda folder: not _has_room(folder, size))
    return free_path((folders or [Path.cwd()])[0] / name)


def copy_report(copy: Path) -> str:
    """Where everything is now, and how to go on with it."""
    return (
        f"A copy with everything is here:\n{copy.absolute()}\n"
        "Continue it at any time: interview-sim resume, followed by that path."
    )


def _folders() -> list[Path]:
    """The home folder and the temporary one, where they are known."""
    found = []
    with contextlib.suppress(RuntimeError):  # no home folder is known
        found.append(Path.home())
    with contextlib.suppress(OSError):  # nothing at all can be written to
        found.append(Path(tempfile.gettempdir()))
    return found


def _has_room(folder: Path, size: int) -> bool:
    try:
        return os.access(folder, os.W_OK | os.X_OK) and shutil.disk_usage(folder).free > size
    except OSError:
        return False
