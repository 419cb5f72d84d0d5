"""A report for a mentor: figures and points, no answer, and any text in it is text."""

from __future__ import annotations

import re
from datetime import date

from interview_sim.assessment.speaking import Manner, Silence, Times
from interview_sim.bank.model import Level
from interview_sim.progress.history import History
from interview_sim.progress.standing import standing
from interview_sim.progress.summary import (
    QuestionDetail,
    QuestionSummary,
    SessionSummary,
    pack_details,
    pack_questions,
)
from interview_sim.session.phases import Phase
from interview_sim.together.report import as_html, as_markdown, report

HOSTILE = "<img src=x onerror=alert(1)> | [b]x[/b] \x1b[31m"
TODAY = date(2026, 3, 9)


def _session(day: int) -> SessionSummary:
    detail = QuestionDetail(
        level=Level.CORE,
        is_answered=True,
        coverage=50.0,
        depth=None,
        judgement=None,
        time=100.0,
        musts=(1, 2),
        expected=0.9,
        own=(1, 0, 1),
        judged=(2, 0, 0),
        missed=("gone",),
    )
    return SessionSummary(
        file=f"{day}.jsonl",
        id=str(day),
        title="T",
        plan="p",
        at=f"2026-03-0{day}T12:00:00.000Z",
        mode="interview",
        phase=Phase.FINISHED,
        seed=1,
        score=50.0,
        band="",
        answered=1,
        asked=1,
        planned=1,
        seconds=60.0,
        left=None,
        marked=2,
        markable=2,
        problems=0,
        packed_questions=pack_questions([QuestionSummary("b:q", HOSTILE, HOSTILE, 50.0)]),
        notes="a private note",
        packed_details=pack_details([detail]),
    )


def test_the_same_figures_stand_in_both_formats_and_nothing_in_them_acts() -> None:
    """Topics and titles come from files of anyone; notes and answers stay at home."""
    found = standing(History(sessions=tuple(map(_session, (3, 2, 1)))))
    silence = Silence(seconds=9, question=1, at=1, after="words of an answer")
    manner = Manner(
        answers=2,
        words=10,
        pace=None,
        first_word=3.0,
        silences=(silence,),
        hedges=(Times("i think", 2),),
        frequent=(),
        used=(HOSTILE,),
        unused=(),
    )
    made = report(found, (), today=TODAY, since=date(2026, 2, 1), manner=manner)
    markdown, page = as_markdown(made), as_html(made)
    for text in (markdown, page):
        assert "Interview practice, 9 March 2026" in text
        assert "3 answers in 3 sessions since 1 February 2026; 3 days with a session." in text
        assert "50 (3)" in text
        assert "gone" in text, "the id of a point whose bank is not here"
        assert "too early to tell" in text
        assert "private note" not in text
        assert "Hedges: i think (2)" in text
        assert "words of an answer" not in text
        assert "\x1b" not in text
    assert "<img" not in page
    assert "<script" not in page
    assert "&lt;img" in page
    assert not re.search(r"(?<!\\)<img", markdown)
    rows = [line for line in markdown.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {4, 7}
