"""Where deleted transcripts go: a folder beside them, from which they can be taken back."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime, timedelta
from pathlib import Path

from interview_sim.files import ensure_folder, free_path

FOLDER = "trash"
DAYS = 30
"""How long a deleted transcript is kept."""


def throw_away(path: Path, now: datetime) -> Path:
    """Move the file to the trash beside it; where it is now.

    Raises:
        OSError: It cannot be moved; it is where it was.
        FileError: There can be no trash there.
    """
    target = free_path(ensure_folder(path.parent / FOLDER) / path.name)
    path.rename(target)
    with contextlib.suppress(OSError):  # it is kept from now on, however old it is
        os.utime(target, (now.timestamp(), now.timestamp()))
    return target


def empty(folder: Path, now: datetime) -> None:
    """Remove for good what was thrown away too long ago; what cannot be removed stays."""
    oldest = (now - timedelta(days=DAYS)).timestamp()
    with contextlib.suppress(OSError), os.scandir(folder / FOLDER) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                is_file = entry.is_file(follow_symlinks=False)
                if is_file and entry.stat(follow_symlinks=False).st_mtime < oldest:
                    Path(entry.path).unlink()
