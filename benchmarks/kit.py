"""What the benchmarks share: programs in a pseudo-terminal, paired times, and rows of figures.

Machines differ by a factor of three and more, so times are given as ratios to something that ran in
turn with what is measured: T is the first frame of a bare Textual app, P the start of bare Python.
"""

from __future__ import annotations

import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ
from typing import NamedTuple

BARE_APP = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("READY-MARK")
Bare().run()
"""
PROGRAM = Path(sys.executable).with_name("interview-sim")
_PATIENCE = 60.0
_PAUSE = 0.05
"""Seconds without output after which a program has painted everything it has to."""


class Row(NamedTuple):
    """One figure."""

    what: str
    value: float
    unit: str
    """`T`, `P`, `ms`, `×` or nothing."""
    limit: float | None = None
    """What it must not exceed; None where it is only told."""
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether it is within its limit; None without one."""
        return None if self.limit is None else self.value <= self.limit


class Skipped(NamedTuple):
    """A benchmark that can't run here."""

    why: str


Rows = Iterator[Row | Skipped]


# Time


class Pairs(NamedTuple):
    """Times in seconds of what is measured, and of what it is held against, taken in turn."""

    ours: tuple[float, ...]
    base: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return statistics.median(a / b for a, b in zip(self.ours, self.base, strict=True))

    @property
    def note(self) -> str:
        """The medians in ms."""
        ours, base = (statistics.median(times) * 1000 for times in self)
        return f"{ours:.0f} against {base:.0f} ms"


def seconds(job: Callable[[], object]) -> float:
    """How long a job takes."""
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def paired(ours: Callable[[], float], base: Callable[[], float], runs: int) -> Pairs:
    """Times of both in turn; each gives its own, and a first time is not counted."""
    ours(), base()
    taken = [(ours(), base()) for _ in range(runs)]
    return Pairs(tuple(a for a, _ in taken), tuple(b for _, b in taken))


def percentile(times: Sequence[float], share: float) -> float:
    """The time that this share of them does not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(len(ordered) * share))]


# Programs


class Pty:
    """A program in a pseudo-terminal of 100×30."""

    def __init__(self, command: Sequence[str], env: dict[str, str], cwd: Path) -> None:
        self.begun = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.execve(command[0], list(command), env)
        ioctl(self.fd, TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def until(self, mark: bytes) -> float:
        """Seconds from now until `mark` is in the output."""
        begun, seen = time.perf_counter(), b""
        while time.perf_counter() - begun < _PATIENCE:
            if select.select([self.fd], [], [], 0.5)[0]:
                seen += os.read(self.fd, 65_536)
                if mark in seen:
                    return time.perf_counter() - begun
        raise TimeoutError(f"{mark!r} never came; the end of the output: {seen[-2000:]!r}")

    def drain(self) -> None:
        """Read what is waiting, until nothing comes for a moment."""
        while select.select([self.fd], [], [], _PAUSE)[0]:
            os.read(self.fd, 65_536)

    def press(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self.fd, keys)

    def painted(self, key: bytes) -> float:
        """Seconds from the key to the frame that shows it."""
        self.drain()
        begun = time.perf_counter()
        self.press(key)
        self.until(key)
        return time.perf_counter() - begun

    def end(self) -> None:
        """End the program at once."""
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


class Bench:
    """A folder of its own to run programs in, with a home of its own.

    Args:
        folder: An empty folder.
        is_quick: Whether few runs and smaller sizes will do.
    """

    def __init__(self, folder: Path, *, is_quick: bool = False) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.is_quick = is_quick
        kept = {k: v for k, v in os.environ.items() if not k.startswith("INTERVIEW_SIM")}
        # The first start compiles; every start that counts finds what it left.
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        self.env = kept | {
            "INTERVIEW_SIM_HOME": str(self.home),
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
            "TERM": "xterm-256color",
        }

    @property
    def runs(self) -> int:
        """How often to take a time."""
        return 3 if self.is_quick else 9

    def limit(self, value: float, *, at_full_size: bool = False) -> float | None:
        """The limit; none where it is for the full size and this is not."""
        return None if at_full_size and self.is_quick else value

    def program(self, *arguments: str) -> list[str]:
        """The command that starts our program."""
        own = [str(PROGRAM)] if PROGRAM.exists() else [sys.executable, "-m", "interview_sim"]
        return [*own, *arguments]

    def whole(self, command: Sequence[str]) -> float:
        """Seconds until a command has ended."""

        def run() -> None:
            subprocess.run(command, env=self.env, cwd=self.folder, capture_output=True, check=True)

        return seconds(run)

    def ours(self, *arguments: str) -> Callable[[], float]:
        """Times our program from start to end."""
        return lambda: self.whole(self.program(*arguments))

    def bare_python(self) -> float:
        """P in seconds."""
        return self.whole([sys.executable, "-c", "pass"])

    def bare_textual(self) -> float:
        """T in seconds."""
        return self.first_frame([sys.executable, "-c", BARE_APP], b"READY-MARK")

    def first_frame(self, command: Sequence[str], mark: bytes) -> float:
        """Seconds from the start of a program to the frame that has `mark` in it."""
        with self.terminal(command) as terminal:
            terminal.until(mark)
            return time.perf_counter() - terminal.begun

    @contextmanager
    def terminal(self, command: Sequence[str]) -> Iterator[Pty]:
        """A program in a terminal, ended when this is left."""
        terminal = Pty(command, self.env, self.folder)
        try:
            yield terminal
        finally:
            terminal.end()


@contextmanager
def bench(*, is_quick: bool = False) -> Iterator[Bench]:
    """A bench in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        yield Bench(Path(folder), is_quick=is_quick)


# The table


@dataclass
class Table:
    """The rows as they come in."""

    as_markdown: bool = False

    def head(self) -> str:
        """The names of the columns."""
        if self.as_markdown:
            return (
                "| benchmark | figure | measured | limit | holds | in detail |\n"
                "|---|---|--:|--:|---|---|"
            )
        return f"{'benchmark':<11}{'figure':<52}{'measured':>10}{'limit':>10}  holds  in detail"

    def line(self, name: str, row: Row | Skipped) -> str:
        """One row."""
        if isinstance(row, Skipped):
            cells = (name, f"skipped: {row.why}", "", "", "", "")
        else:
            holds = {None: "", True: "yes", False: "NO"}[row.holds]
            limit = "" if row.limit is None else _figure(row.limit, row.unit)
            cells = (name, row.what, _figure(row.value, row.unit), limit, holds, row.note)
        if self.as_markdown:
            return f"| {' | '.join(cells)} |"
        name, what, measured, limit, holds, note = cells
        return f"{name:<11}{what:<52}{measured:>10}{limit:>10}  {holds:<5}  {note}".rstrip()


def _figure(value: float, unit: str) -> str:
    digits = 0 if value == round(value) and not unit else 2 if value < 10 else 1
    return f"{value:.{digits}f} {unit}".rstrip()
