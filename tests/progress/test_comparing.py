"""Two sessions side by side."""

from __future__ import annotations

from msgspec.structs import replace

from interview_sim.progress.comparing import comparable, compare
from interview_sim.progress.summary import QuestionSummary, SessionSummary, pack_questions
from interview_sim.session.phases import Phase


def _session(name: str, plan: str = "", **scores: float | None) -> SessionSummary:
    questions = (QuestionSummary(f"b:{k}", "t", k.upper(), v) for k, v in scores.items())
    return SessionSummary(
        file=f"{name}.jsonl", id=name, title="T", plan=plan, at="2026-01-05T09:00:00.000Z",
        mode="interview", phase=Phase.FINISHED, seed=1, score=50.0, band="", answered=1,
        asked=len(scores),
        planned=len(scores), seconds=60.0, left=None, marked=0, markable=0, problems=0,
        packed_questions=pack_questions(questions),
    )  # fmt: skip


def test_what_both_asked_comes_first_with_its_change() -> None:
    """Then what only one asked; a question without a score has no change, not a zero."""
    here = _session("new", a=80.0, b=None, c=10.0, d=5.0)
    there = _session("old", d=25.0, a=60.0, b=40.0, e=90.0)
    found = compare(here, there)
    assert [(pair.title, pair.change, pair.in_both) for pair in found.pairs] == [
        ("A", 20.0, True),
        ("B", None, True),
        ("D", -20.0, True),
        ("C", None, False),
        ("E", None, False),
    ]
    assert found.changes == (20.0, -20.0)
    assert found.mean_change == 0.0
    assert compare(here, _session("other", z=1.0)).mean_change is None


def test_nothing_is_subtracted_from_what_is_not_marked() -> None:
    """Before the assessment is closed a score is only suggested; it is shown as none."""
    here, there = _session("new", a=80.0), _session("old", a=60.0)
    open_ = replace(there, phase=Phase.ASSESSING)
    [pair] = compare(here, open_).pairs
    assert (pair.here, pair.there, pair.change) == (80.0, None, None)
    assert compare(open_, here).mean_change is None


def test_sessions_with_most_in_common_are_offered_first() -> None:
    """Those of the same plan count without a common question; strangers and itself do not."""
    here = _session("here", plan="p", a=1.0, b=1.0)
    one, two = _session("one", a=1.0), _session("two", a=1.0, b=1.0)
    plan, stranger = _session("plan", plan="p", z=1.0), _session("stranger", z=1.0)
    empty = _session("empty", plan="p")
    found = comparable((stranger, one, here, plan, empty, two), here)
    assert [session.id for session in found] == ["two", "one", "plan"]
