"""After a real interview: asked line by line, kept at each step, set beside the practice before."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_kit import Runner
from msgspec.structs import replace

from interview_sim.bank.loading import load_bank
from interview_sim.cli.commands.debrief import conduct
from interview_sim.cli.plain.dialogue import EndOfInput
from interview_sim.clock import ManualClock
from interview_sim.progress.debriefs import (
    AskedThere,
    Debrief,
    DebriefError,
    Outcome,
    read_debriefs,
    side_by_side,
    write_debriefs,
)
from interview_sim.progress.history import History
from interview_sim.services import Options, Services, build_services

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


class Typed:
    """Lines as they are typed."""

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)

    def next_line(self, timeout: float) -> str | None:
        """The next one."""
        if not self._lines:
            raise EndOfInput
        return self._lines.pop(0)


@pytest.fixture
def services(home: Path) -> Services:
    """Services on a day in March."""
    environment = {"INTERVIEW_SIM_HOME": str(home)}
    return build_services(Path.cwd(), environment, ManualClock(NOW), Options())


def _debrief(day: str, went: int = 3, outcome: Outcome = Outcome.WAITING) -> Debrief:
    return Debrief(day=day, questions=(AskedThere(question="Q?", went=went),), outcome=outcome)


def test_what_was_asked_is_kept_and_goes_to_ones_own_bank(services: Services) -> None:
    """What cannot be is asked for again; a question without a point is not taken."""
    path = services.paths.debriefs
    lines = ("soon", "2026-04-01", "2026-03-08", "A job", "What is [b]recall[/b]?", "5", "2")
    more = ("metrics", "y", "Found of all positives.", "", "Why?", "4", "", "y", "", "", "z", "x")
    conduct(services, path, Typed(*lines, *more, "Ask about the team."))
    (kept,) = read_debriefs(path)
    assert (kept.day, kept.role, kept.outcome) == ("2026-03-08", "A job", Outcome.NEXT)
    assert [(q.question, q.went, q.topic) for q in kept.questions] == [
        ("What is [b]recall[/b]?", 2, "metrics"),
        ("Why?", 4, ""),
    ]
    assert kept.note == "Ask about the team."
    assert kept.went == pytest.approx((100 / 3 + 100) / 2)
    (question,) = load_bank(services.paths.user_banks / "my-questions.yaml").questions
    assert (question.prompt, question.topic) == ("What is [b]recall[/b]?", "metrics")

    conduct(services, path, Typed("", "", "Half a question?", "1"))
    assert len(read_debriefs(path)) == 1, "left before the question was whole"
    conduct(services, path, Typed("", "", "One?", "1", "", "", "Two?"))
    assert [len(debrief.questions) for debrief in read_debriefs(path)] == [2, 1]


def test_what_came_of_the_last_interview_is_asked_first(services: Services) -> None:
    """Of the newest that waits; the answer is kept although nothing else is said then."""
    path = services.paths.debriefs
    write_debriefs(path, [_debrief("2026-03-01"), _debrief("2026-03-02")])
    conduct(services, path, Typed(""))
    assert [each.outcome for each in read_debriefs(path)] == ["waiting", "waiting"]
    conduct(services, path, Typed("o"))
    assert [each.outcome for each in read_debriefs(path)] == ["waiting", "offer"]


def test_practice_stands_beside_outcomes_from_the_third_on(services: Services) -> None:
    """Of the four weeks before; without any, nothing is made up."""
    days = [(NOW - timedelta(days=back)).date().isoformat() for back in (40, 20, 1)]
    debriefs = [_debrief(day) for day in days]
    assert side_by_side(History(), debriefs[:2]) == ()
    beside = side_by_side(History(), debriefs)
    assert [(b.day, b.practice, b.answers) for b in beside] == [(day, None, 0) for day in days]
    assert beside[0].went == pytest.approx(200 / 3)


def test_the_command_lists_and_decides_and_refuses_a_damaged_file(
    services: Services, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest that is waiting gets its outcome; a damaged file is never overwritten."""
    monkeypatch.setenv("INTERVIEW_SIM_HOME", str(services.paths.user_banks.parents[1]))
    path = services.paths.debriefs

    def told(*arguments: str, code: int = 0) -> str:
        return run("debrief", *arguments, code=code).said

    assert "Nothing yet" in told("--list")
    assert "No interview is waiting" in told("--outcome", "no", code=2)
    known = [_debrief("2026-01-02"), _debrief("2026-02-02"), _debrief("2026-01-20")]
    write_debriefs(path, known)
    told("--outcome", "offer")
    assert [each.outcome for each in read_debriefs(path)] == ["waiting", "waiting", "offer"]
    listed = told("--list")
    assert "2026-02-02" in listed
    assert "practice" in listed
    assert len(json.loads(told("--json"))["beside"]) == 3
    for damaged in (b"{", b'{"format": "other", "debriefs": []}', b"[" * 100_000):
        path.write_bytes(damaged)
        with pytest.raises(DebriefError, match="move it away"):
            read_debriefs(path)
        assert "move it away" in told("--outcome", "no", code=2)
        assert path.read_bytes() == damaged
    path.write_bytes(b'{"format": "interview-sim/debriefs@1", "debriefs": [{"day": "soon"}]}')
    with pytest.raises(DebriefError):
        read_debriefs(path)
    assert replace(known[0], day="2026-01-03").went == pytest.approx(200 / 3)
