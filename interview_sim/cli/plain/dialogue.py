"""Talking with the candidate: lines that are printed, and lines that are typed."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from typing import Protocol, TextIO

from interview_sim.cli.printing import say
from interview_sim.literal import visible

_WAIT = 3600.0
QUIT = "/quit"
"""Leaves at any moment; what was said so far is kept."""


class EndOfInput(Exception):
    """There is no more input."""


class LineSource(Protocol):
    """Where typed lines come from."""

    def next_line(self, timeout: float) -> str | None:
        """The next line without its end; None where none came within `timeout` seconds.

        Raises:
            EndOfInput: There will be no more lines.
        """
        ...


class TypedLines:
    """Lines from a stream, read by a thread, so that waiting for one never stops the clock."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdin
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, name="typed-lines", daemon=True).start()

    def _read(self) -> None:
        try:
            for line in self._stream:
                self._lines.put(line.rstrip("\r\n"))
        except (OSError, ValueError):
            pass
        self._lines.put(None)

    def next_line(self, timeout: float) -> str | None:
        """The next line, or None where none came in time.

        Raises:
            EndOfInput: The stream has ended.
        """
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            return None
        if line is None:
            self._lines.put(None)
            raise EndOfInput
        return line


class Dialogue:
    """One conversation.

    Args:
        lines: Where typed lines come from.
        show: Prints a paragraph; the standard output where absent.
    """

    def __init__(self, lines: LineSource, show: Callable[[str], None] = say) -> None:
        self.lines = lines
        self._show = show

    def say(self, text: str = "") -> None:
        """Print a paragraph, literally."""
        self._show(visible(text))

    def ask(self, text: str) -> str:
        """Print a prompt and wait for a key or a word, which is given in lower case.

        Raises:
            EndOfInput: There will be no more lines, or the candidate leaves with `/quit`.
        """
        return self.line(text).lower()

    def line(self, text: str) -> str:
        """Print a prompt and wait for a line, which is given without blanks around it.

        Raises:
            EndOfInput: There will be no more lines, or the candidate leaves with `/quit`.
        """
        self.say(text)
        while (line := self.lines.next_line(_WAIT)) is None:
            pass
        reply = line.strip()
        if reply.lower() == QUIT:
            raise EndOfInput
        return reply
