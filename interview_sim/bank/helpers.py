"""Helper processes that read banks for the first time, when there are many to read.

A helper parses the files it is told, one at a time, and puts what it read into the cache, where it
is found by the digest of the file. So nothing but file names passes between the processes, and a
helper that cannot be started, dies or is slow costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Thread
from typing import Self, TextIO

from interview_sim.bank.cache import BankCache
from interview_sim.bank.loading import parse_bank, read_bytes
from interview_sim.bank.problems import Problem

MOST_HELPERS = 3

_PATIENCE = 60.0
"""Seconds that a helper may take over its last file before it is given up."""

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.stdin.readline());"
    "from interview_sim.bank.helpers import help_reading; help_reading(sys.stdin, sys.stdout)"
)


def helpers_for(files: int) -> int:
    """How many helpers are worth starting on this machine for so many files."""
    if not sys.executable or getattr(sys, "frozen", False):
        return 0
    return max(0, min(_processors() - 1, MOST_HELPERS, files - 1))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class SharedWork:
    """Files that are still to be read, shared between this process and its helpers."""

    def __init__(self, paths: Sequence[Path], told: Callable[[Path], None]) -> None:
        self._waiting = deque(paths)
        self._told = told
        self._helpers: list[tuple[Popen[bytes], Thread]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.clear()
        for process, _thread in self._helpers:
            process.kill()
        self._end()

    def start(self, count: int, cache: BankCache) -> None:
        """Let `count` helpers begin."""
        first = "".join(f"{json.dumps(line)}\n" for line in (sys.path, str(cache.folder)))
        for _ in range(count):
            try:
                process = Popen(  # noqa: S603 - our own interpreter with our own code
                    [sys.executable, "-I", "-c", _START], stdin=PIPE, stdout=PIPE, stderr=DEVNULL
                )
            except OSError:
                return
            thread = Thread(target=self._feed, args=(process, first.encode()), daemon=True)
            self._helpers.append((process, thread))
            thread.start()

    def __iter__(self) -> Iterator[Path]:
        """The files that this process is to read, until every file has been taken care of.

        A file that a helper could not finish comes last.
        """
        while True:
            path = self._take()
            if path is not None:
                yield path
            elif self._helpers:
                self._end()
            else:
                return

    def _take(self) -> Path | None:
        try:
            return self._waiting.popleft()
        except IndexError:
            return None

    def _end(self) -> None:
        """Wait for the helpers to finish the files they are at."""
        for process, thread in self._helpers:
            thread.join(_PATIENCE)
            process.kill()
            thread.join()
            process.wait()
        self._helpers.clear()

    def _feed(self, process: Popen[bytes], first: bytes) -> None:
        """Give one helper file after file; what it did not finish is waiting again."""
        if process.stdin is None or process.stdout is None:
            return
        path = None
        with contextlib.suppress(OSError), process.stdout as hear, process.stdin as tell:
            tell.write(first)
            while (path := self._take()) is not None:
                tell.write(f"{json.dumps(str(path))}\n".encode())
                tell.flush()
                if not hear.readline():
                    break
                self._told(path)
        if path is not None:
            self._waiting.append(path)


def help_reading(orders: Iterable[str], answers: TextIO) -> None:
    """What a helper does.

    Args:
        orders: Lines of JSON: the folder of the cache, then file after file.
        answers: Gets a line for each file that is done.
    """
    told = iter(orders)
    cache = BankCache(Path(json.loads(next(told))))
    for order in told:
        path = Path(json.loads(order))
        data = read_bytes(path)
        if not isinstance(data, Problem):
            cache.put(data, parse_bank(data, str(path)))
        answers.write("done\n")
        answers.flush()
