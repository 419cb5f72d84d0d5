"""Runs the command line in this process, and sits small sessions for it to work on."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from interview_sim.cli.main import main
from interview_sim.cli.plain.dialogue import EndOfInput
from interview_sim.clock import ManualClock

ANSWERS = Path(__file__).parents[1] / "data" / "answers.yaml"


class Run(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All that it printed."""
        return self.out + self.err


Runner = Callable[..., Run]
"""Runs the command line in this process.

`typed` stands on its standard input, and `code` is how it has to end.
"""


def runner(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """What the fixture `run` gives."""

    def run(*arguments: object, typed: str | None = None, code: int | None = None) -> Run:
        if typed is not None:
            monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments)])
        done = Run(int(ended.value.code or 0), *capsys.readouterr())
        assert code in {None, done.code}, done.err
        return done

    return run


def sit(run: Runner, *more: str | Path, questions: int = 3) -> str:
    """Sit a small session unattended; its id."""
    plan = () if "--paper" in more else ("--plan", "data-scientist", "--questions", str(questions))
    done = run("start", "--plain", "--answers", ANSWERS, "--json", *plan, *more)
    assert done.code == 0, done.err
    import json

    report: dict[str, str] = json.loads(done.out)
    return report["id"]


Line = str | float | Callable[[], object]


class Script:
    """Lines as they are typed; a number lets so many seconds pass, and a call happens, before."""

    def __init__(self, clock: ManualClock, *lines: Line) -> None:
        self._clock = clock
        self._lines = list(lines)

    def next_line(self, timeout: float) -> str | None:
        if not self._lines:
            raise EndOfInput
        line = self._lines.pop(0)
        self._clock.advance(line if isinstance(line, float) else 1)
        if isinstance(line, str):
            return line
        if callable(line):
            line()
        return None


def take_away(transcript: Path) -> None:
    """Put a file where the folder of the transcripts was."""
    folder = transcript.parent
    folder.rename(folder.with_name("taken"))
    folder.touch()


def bring_back(transcript: Path) -> None:
    """Put the folder back that was taken away."""
    folder = transcript.parent
    folder.unlink()
    folder.with_name("taken").rename(folder)
