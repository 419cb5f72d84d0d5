"""How fast it starts and answers a key, as ratios within one run.

    uv run python -m benchmarks.startup [--runs N]

Whole processes in a real pseudo-terminal: the home screen against a bare Textual app, commands
without a screen against bare Python, and a key press on the interview screen to the painted frame,
while the journal writes.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fcntl import ioctl
from termios import TIOCSWINSZ

BARE_APP = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("READY-MARK")
Bare().run()
"""
PATIENCE = 30.0


class Pty:
    """A process on a pseudo-terminal of 100×30."""

    def __init__(self, arguments: list[str], env: dict[str, str], cwd: str) -> None:
        self.begun = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.execve(arguments[0], arguments, env)
        ioctl(self.fd, TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def until(self, mark: bytes) -> float:
        """Seconds from the start of the wait to `mark` in the output."""
        begun, seen = time.perf_counter(), b""
        while time.perf_counter() - begun < PATIENCE:
            if select.select([self.fd], [], [], 0.5)[0]:
                seen += os.read(self.fd, 65_536)
                if mark in seen:
                    return time.perf_counter() - begun
        raise TimeoutError(f"{mark!r} never came; the end of the output: {seen[-2000:]!r}")

    def drain(self) -> None:
        """Read what is waiting, until nothing comes for a moment."""
        while select.select([self.fd], [], [], 0.05)[0]:
            os.read(self.fd, 65_536)

    def press(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self.fd, keys)

    def end(self) -> None:
        """End the process at once."""
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def _first_frame(arguments: list[str], mark: bytes, env: dict[str, str], cwd: str) -> float:
    process = Pty(arguments, env, cwd)
    try:
        process.until(mark)
        return time.perf_counter() - process.begun
    finally:
        process.end()


def _whole(arguments: list[str], env: dict[str, str], cwd: str) -> float:
    begun = time.perf_counter()
    subprocess.run(arguments, env=env, cwd=cwd, capture_output=True, check=True)
    return time.perf_counter() - begun


def _compare(
    title: str, ours: Callable[[], float], theirs: Callable[[], float], base: str, runs: int
) -> None:
    ours(), theirs()  # a warm-up, not counted
    pairs = [(ours(), theirs()) for _ in range(runs)]
    ratios = [a / b for a, b in pairs]
    print(
        f"{title:<28} {statistics.median(a for a, _ in pairs) * 1000:7.0f} ms"
        f"   {base} {statistics.median(b for _, b in pairs) * 1000:6.0f} ms"
        f"   ratio {statistics.median(ratios):5.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
    )


def _keys(env: dict[str, str], cwd: str, presses: int) -> list[float]:
    """Seconds from each key press to its character on the screen, one at a time."""
    command = [sys.executable, "-m", "interview_sim", "start", "--plan", "practice", "--seed", "7"]
    process = Pty(command, env, cwd)
    times = []
    try:
        process.until(b"your answer")
        process.drain()
        for count in range(presses):
            letter = b"abcdefghijklmnopqrstuvwxyz"[count % 26 : count % 26 + 1]
            process.drain()
            begun = time.perf_counter()
            process.press(letter)
            process.until(letter)
            times.append(time.perf_counter() - begun)
            if count % 60 == 59:
                process.press(b"\r")
        return times
    finally:
        process.end()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--keys", type=int, default=300)
    chosen = parser.parse_args()
    python = sys.executable
    with tempfile.TemporaryDirectory() as home:
        env = {k: v for k, v in os.environ.items() if not k.startswith("INTERVIEW_SIM")}
        env |= {"INTERVIEW_SIM_HOME": home, "TERM": "xterm-256color"}
        app = [python, "-m", "interview_sim"]
        _compare(
            "home screen, first frame",
            lambda: _first_frame(app, b"Start an interview", env, home),
            lambda: _first_frame([python, "-c", BARE_APP], b"READY-MARK", env, home),
            "bare Textual app",
            chosen.runs,
        )
        for arguments in (["--version"], ["bank", "list"], ["history"]):
            _compare(
                "interview-sim " + " ".join(arguments),
                lambda arguments=arguments: _whole([*app, *arguments], env, home),
                lambda: _whole([python, "-c", "pass"], env, home),
                "bare Python     ",
                chosen.runs,
            )
        times = sorted(_keys(env, home, chosen.keys))
        p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
        print(f"key press to painted frame   p50 {p50 * 1000:.1f} ms   p99 {p99 * 1000:.1f} ms")


if __name__ == "__main__":
    main()
