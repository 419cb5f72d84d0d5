"""Lines from the candidate, waited for without stopping the clock."""

from __future__ import annotations

import queue
import sys
import threading
from typing import Protocol, TextIO


class EndOfInput(Exception):
    """Nobody will type any more."""


class LineSource(Protocol):
    """Where typed lines come from."""

    def next_line(self, timeout: float) -> str | None:
        """The next line without its end; None where none came within `timeout` seconds.

        Raises:
            EndOfInput: There will be no more lines.
        """
        ...


class TypedLines:
    """Lines from a stream, read by a thread so that time-outs are told when they happen."""

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
