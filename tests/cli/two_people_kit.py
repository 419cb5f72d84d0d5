"""Runs the command line in this process, and sits small sessions for it to work on."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from interview_sim.cli.main import main

ANSWERS = Path(__file__).parents[1] / "data" / "answers.yaml"


class Run:
    """What a command printed and how it ended."""

    def __init__(
        self,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        arguments: tuple[str, ...],
        typed: str,
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        self.code = ended.value.code
        self.out, self.err = capsys.readouterr()


Runner = Callable[..., Run]


def runner(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Runs a command; `typed` is what stands on its standard input."""

    def run(*arguments: str | Path, typed: str = "") -> Run:
        return Run(capsys, monkeypatch, tuple(map(str, arguments)), typed)

    return run


def sit(run: Runner, *more: str | Path, questions: int = 3) -> str:
    """Sit a small session unattended; its id."""
    plan = () if "--paper" in more else ("--plan", "data-scientist", "--questions", str(questions))
    done = run("start", "--plain", "--answers", ANSWERS, "--json", *plan, *more)
    assert done.code == 0, done.err
    import json

    report: dict[str, str] = json.loads(done.out)
    return report["id"]
