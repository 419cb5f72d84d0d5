"""Which files have changed: looked at again and again, without the help of the system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

from interview_sim.bank.bank_files import stamp_of

INTERVAL = 0.4
"""Seconds between two looks."""


def changes(
    files: Callable[[], Iterable[Path]], pause: Callable[[], bool] | None = None
) -> Iterator[list[Path]]:
    """After each pause, the files that are new, changed or gone since the look before, if any.

    Args:
        files: Which files there are now.
        pause: Waits until the next look; with False nothing is looked at any more. Without one
            it is a fraction of a second, for ever.
    """
    wait = pause or _wait
    before = {path: stamp_of(path) for path in files()}
    while wait():
        now = {path: stamp_of(path) for path in files()}
        changed = [path for path, stamp in now.items() if before.get(path) != stamp]
        changed += [path for path in before if path not in now]
        before = now
        if changed:
            yield changed


def _wait() -> bool:
    Event().wait(INTERVAL)
    return True
