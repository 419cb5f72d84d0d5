"""What is left of an interview after the program was ended in the middle of it.

    uv run python -m benchmarks.durability [--rounds N] [--others N] [--seed S] [--only NAME]

Every round is the real program in a real pseudo-terminal. Random text is typed into the first
answer, with corrections, at the pace of a person or in bursts of up to 240 keys a second. Then the
program is ended, its transcript is read, and the answer is compared with what was typed.

After `kill -9`, at a random moment, the answer must be exactly what stood in the editor at some
moment of the last second: whatever is older must be there. Every other way of ending must keep
everything to the last key that had reached the screen. Exits with 1 where anything is missing.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from interview_sim.clock import parse_stamp
from interview_sim.transcript.reader import Transcript, read_transcript

sys.path.append(str(Path(__file__).parents[1] / "tests" / "e2e"))
from terminal import Terminal

from benchmarks.kit import Bench, Row, Rows

START = ("start", "--plan", "quick-five", "--bank", "trees-ensembles")
WORDS = [
    *("averaging", "trees", "lowers", "variance", "because", "their", "errors", "corrélated"),
    *("and", "the", "bias", "hardly", "grows", "平均", "so", "straße", "naïve", "is", "steadier"),
]
BACKSPACE = "\x7f"
PROMISE = 1.0
"""Seconds after which what was typed must survive anything."""


@dataclass
class Typist:
    """Types into a terminal and remembers what stood in the editor when."""

    terminal: Terminal
    rng: random.Random
    text: str = ""
    states: list[tuple[float, str]] = field(default_factory=lambda: [(0.0, "")])
    keys: int = 0

    def _press(self, keys: str) -> None:
        at = time.monotonic()
        self.terminal.type(keys)
        for key in keys:
            self.text = self.text[:-1] if key == BACKSPACE else self.text + key.replace("\r", "\n")
            self.states.append((at, self.text))
        self.keys += len(keys)

    def _some_keys(self) -> Iterator[str]:
        while True:
            yield from self.rng.choice(WORDS)
            yield self.rng.choice("     \r")
            if self.rng.random() < 0.15:
                yield from BACKSPACE * self.rng.randrange(1, 5)

    def type_for(self, seconds: float, *, in_bursts: bool) -> None:
        """Type for so long; what the terminal shows is read meanwhile."""
        keys = self._some_keys()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            many = self.rng.randrange(20, 61) if in_bursts else 1
            self._press("".join(next(keys) for _ in range(many)))
            # A person's pauses: short within a word, now and then a thought.
            pause = 0.25 if in_bursts else self.rng.choice((0.03, 0.06, 0.1, 0.15, 0.15, 0.7))
            self.terminal.rest(min(pause, max(0.0, until - time.monotonic())))

    def finish(self) -> None:
        """Type a last word and wait until it is on the screen."""
        last = f"end{self.rng.randrange(10_000)}"
        self._press(f" {last}")
        self.terminal.wait_for(last)

    def keys_missing(self, found: str, older_than: float) -> int | None:
        """Keys pressed before `older_than` that `found` lacks; None: it never looked like that."""
        known = [at for at, (_, text) in enumerate(self.states) if text == found]
        if not known:
            return None
        due = max(at for at, (when, _) in enumerate(self.states) if when <= older_than)
        return max(0, due - max(known))


@dataclass
class Tally:
    """What the rounds of one way of ending came to."""

    name: str
    rounds: int = 0
    keys: int = 0
    due: int = 0
    """Keys that had to survive."""
    missing: int = 0
    garbled: int = 0
    """Answers that never stood in the editor like that."""
    torn: int = 0
    """Files with an incomplete last line, which reading leaves out."""
    damaged: int = 0
    """Files with any other damage."""
    clock: float = 0.0
    """The most that the clock lost, in seconds."""

    @property
    def is_good(self) -> bool:
        """Whether nothing that had to survive is missing."""
        return not (self.missing or self.garbled or self.damaged)

    def line(self) -> str:
        """The figures, below `HEAD`."""
        return (
            f"{self.name:<24}{self.rounds:>7}{self.keys:>8}{self.due:>8}{self.missing:>9}"
            f"{self.garbled:>9}{self.torn:>6}{self.damaged:>9}{self.clock:>9.2f} s"
        )


HEAD = (
    f"{'ended by':<24}{'rounds':>7}{'keys':>8}{'due':>8}{'missing':>9}"
    f"{'garbled':>9}{'torn':>6}{'damaged':>9}{'clock':>11}"
)


def _kill(typist: Typist) -> float:
    at = time.monotonic()
    typist.terminal.kill()
    return at - PROMISE


def _signalled(number: signal.Signals) -> Callable[[Typist], float]:
    def end(typist: Typist) -> float:
        typist.finish()
        typist.terminal.signal(number)
        typist.terminal.wait()
        return time.monotonic()

    return end


def _window_closed(typist: Typist) -> float:
    typist.finish()
    typist.terminal.close_window()
    if not typist.terminal.is_over():
        raise AssertionError("the program went on without its window")
    return time.monotonic()


def _left(typist: Typist) -> float:
    typist.terminal.press("ctrl+q")
    typist.terminal.wait_for("Leave, resume later")
    typist.terminal.press("l")
    typist.terminal.wait_for("Start an interview")
    typist.terminal.press("ctrl+q")
    typist.terminal.wait()
    return time.monotonic()


def _interrupted(typist: Typist) -> float:
    """Ctrl+C does not end the program, so typing goes on and it is left afterwards."""
    typist.terminal.press("ctrl+c", "ctrl+c")
    typist.type_for(0.5, in_bursts=False)
    typist.terminal.press("ctrl+c")
    return _left(typist)


ENDS: dict[str, Callable[[Typist], float]] = {
    "kill -9": _kill,
    "SIGTERM": _signalled(signal.SIGTERM),
    "SIGHUP": _signalled(signal.SIGHUP),
    "SIGINT": _signalled(signal.SIGINT),
    "window closed": _window_closed,
    "Ctrl+C, then Ctrl+Q l": _interrupted,
    "Ctrl+Q l": _left,
}


def one_round(name: str, tally: Tally, folder: Path, rng: random.Random) -> None:
    """Start, type, end, read, compare."""
    kept = folder / f"{name.split(maxsplit=1)[0]}-{tally.rounds}"
    terminal = Terminal(
        *START,
        *("--seed", str(rng.randrange(1000)), "--transcripts", str(kept)),
        cwd=folder,
        home=folder / "home",
        HOME=str(folder),
    )
    terminal.wait_for("to read")
    terminal.press("enter")
    terminal.wait_for("your answer", gone="to read")
    typist = Typist(terminal, rng)
    sharp = name == "kill -9"
    typist.type_for(rng.uniform(0.2, 5.0 if sharp else 2.0), in_bursts=rng.random() < 0.5)
    ended = datetime.now(UTC)
    due_at = ENDS[name](typist)
    (path,) = kept.glob("*.jsonl")
    found = read_transcript(path)
    tally.rounds += 1
    tally.keys += typist.keys
    tally.due += sum(1 for when, _ in typist.states[1:] if when <= due_at)
    tally.torn += bool(found.torn)
    tally.damaged += len(found.problems) > bool(found.torn)
    if sharp:
        tally.clock = max(tally.clock, _clock_lost(found, ended))
    turn = found.state.turns[0] if found.state.turns else None
    missing = typist.keys_missing(turn.text if turn else "", due_at)
    if missing is None:
        tally.garbled += 1
    else:
        tally.missing += missing


def _clock_lost(found: Transcript, ended: datetime) -> float:
    """Seconds between the last event in the file and the end: the clocks go on from that event."""
    last = parse_stamp(found.state.at)
    return (ended - last).total_seconds() if last else 0.0


def tallies(folder: Path, seed: int, kills: int, others: int, only: str = "") -> Iterator[Tally]:
    """What becomes of so many rounds of each way of ending, or of the named one."""
    for name in [only] if only else ENDS:
        rng = random.Random(f"{seed} {name}")
        tally = Tally(name)
        for _ in range(kills if name == "kill -9" else others):
            one_round(name, tally, folder, rng)
        yield tally


def rows(bench: Bench) -> Rows:
    """Keys that had to survive and did not."""
    kills, others = (2, 1) if bench.is_quick else (12, 3)
    for tally in tallies(bench.folder, 1, kills, others):
        lost = tally.missing + tally.garbled + tally.damaged
        note = f"{tally.rounds} rounds"
        if tally.name == "kill -9":
            note += f", {tally.clock:.2f} s of the clocks"
        yield Row(f"{tally.name}: keys lost of {tally.due}", lost, "", 0, note)


def main() -> int:
    """Run the rounds and print one line for each way of ending."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=40, help="rounds of kill -9")
    parser.add_argument("--others", type=int, default=10, help="rounds of each other way")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=list(ENDS), help="this way of ending alone")
    given = parser.parse_args()
    good = True
    print(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        for tally in tallies(Path(folder), given.seed, given.rounds, given.others, given.only):
            good = good and tally.is_good
            print(tally.line(), flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
