"""How far the reading of banks is, on one line of a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

_FEWEST = 4
"""With fewer new files the line would be gone before it is read."""


@contextmanager
def progress_line() -> Iterator[Callable[[int, int], None]]:
    """Gives what to tell the progress to; it is shown on standard error if that is a terminal.

    The line is wiped in the end, so that nothing of it stays on the screen.
    """
    is_shown = sys.stderr.isatty()
    longest = 0

    def tell(done: int, of: int) -> None:
        nonlocal longest
        if is_shown and of >= _FEWEST:
            line = f"Reading banks: {done} of {of} new files"
            longest = max(longest, len(line))
            click.echo(f"\r{line}", nl=False, err=True)

    try:
        yield tell
    finally:
        if longest:
            click.echo(f"\r{' ' * longest}\r", nl=False, err=True)
