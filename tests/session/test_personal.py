"""Questions about the candidate's own work: drawn, filled from the résumé, and put back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.loading import load_bank
from interview_sim.bank.model import Bank, Kind
from interview_sim.bank.resume import Place, Project, Resume
from interview_sim.clock import ManualClock
from interview_sim.errors import UsageError
from interview_sim.session.draw import pool, prepare
from interview_sim.session.events import DrawnQuestion, FollowUpAsked, HintShown
from interview_sim.session.personal import impersonal, in_quotes
from interview_sim.session.phases import FollowUpKind
from interview_sim.session.plan import Plan
from interview_sim.session.planning import shipped_plans
from interview_sim.together.paper import check_against, make_paper

BANKS = Path(__file__).parents[2] / "banks"
OWN = load_bank(BANKS / "resume.yaml")
PLAIN = Path(__file__).parents[1] / "data" / "banks" / "ml-fundamentals.yaml"
PLAN = next(plan for plan in shipped_plans() if plan.name == "resume")
RESUME = Resume(
    projects=(
        Project(name="Basket forecaster", method="boosted trees", result="17 percent error"),
        Project(name="Ticket router", method="a linear model"),
        Project(name="Crane monitor"),
    ),
    places=(Place(employer="Bakeries Ltd"), Place(employer="Harbour Co")),
    skills=("Spark",),
    label="Data scientist",
)


def header_of(resume: Resume | None, plan: Plan = PLAN, bank: Bank = OWN, seed: int = 3):  # type: ignore[no-untyped-def]
    """What a session begins with."""
    clock = ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
    return prepare(plan, [bank], session_id="s", seed=seed, clock=clock, resume=lambda: resume)


def drawn(resume: Resume | None, count: int = 18, seed: int = 3) -> tuple[DrawnQuestion, ...]:
    """All questions of the bank, or some."""
    plan = msgspec.structs.replace(PLAN, questions=count)
    return header_of(resume, plan, seed=seed).questions  # type: ignore[no-any-return]


def test_each_question_is_about_another_project_as_far_as_there_are() -> None:
    """The same seed fills in the same, another seed in another order; none is left out."""
    for seed in range(4):
        questions = drawn(RESUME, seed=seed)
        assert questions == drawn(RESUME, seed=seed)
        names = [p.name for q in questions for p in RESUME.projects if p.name in q.question.prompt]
        counts = [names.count(project.name) for project in RESUME.projects]
        assert max(counts) - min(counts) <= 1, "each as often as the others"
    prompts = {tuple(q.question.prompt for q in drawn(RESUME, seed=seed)) for seed in range(4)}
    assert len(prompts) > 1


def test_the_parts_of_one_question_belong_to_one_project() -> None:
    """A method is asked of the project that it was used in, and one without says so itself."""
    by_id = {each.question.id: each for each in drawn(RESUME)}
    asked = " ".join(by_id["why-this-method"].question.prompt.split())
    assert asked in {
        "Let us talk about “Basket forecaster”. Why boosted trees and not something simpler?",
        "Let us talk about “Ticket router”. Why a linear model and not something simpler?",
    }
    poor = Resume(projects=(Project(name="Crane monitor"),))
    (only,) = (q for q in drawn(poor) if q.question.id == "why-this-method")
    assert "“Crane monitor”. Why the method you chose and" in " ".join(only.question.prompt.split())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Churn model", "“Churn model”"),
        ('"Churn model"', "“Churn model”"),
        ("„Kundenabwanderung“", "“Kundenabwanderung”"),
        ("'Churn'.", "“Churn”"),
        ('The "Churn" model', '‘The "Churn" model’'),
        ('"A" and "B"', '‘"A" and "B"’'),
        ("a baker's model.", "“a baker's model”"),
        ("[bold]{method}[/] $x", "“[bold]{method}[/] $x”"),
        ('"', '‘"’'),
        ('""', ""),
        ("...", ""),
    ],
)
def test_a_name_reads_well_in_a_sentence_whatever_it_is(name: str, shown: str) -> None:
    """It is marked off once, and nothing in it is looked at; one that is nothing is not known."""
    assert in_quotes(name) == shown
    asked = next(
        each for each in drawn(Resume(projects=(Project(name=name),))) if "talk" in prompt_of(each)
    )
    assert f"talk about {shown or 'a project of yours'}." in prompt_of(asked)


def prompt_of(each: DrawnQuestion) -> str:
    """What is asked, on one line."""
    return " ".join(each.question.prompt.split())


def test_places_of_work_stand_in_for_projects() -> None:
    """Many a résumé has none; and a full stop of its own does not end a question's sentence."""
    resume = Resume(places=(Place(employer="Bakeries Inc."),))
    prompts = [" ".join(each.question.prompt.split()) for each in drawn(resume)]
    assert any("Let us talk about your work at Bakeries Inc. Why" in each for each in prompts)
    assert any("after your time at Bakeries Inc?" in each for each in prompts)


def test_without_a_resume_they_ask_about_a_project_of_yours() -> None:
    """And are the very questions that the bank shows."""
    for questions in (drawn(None), drawn(Resume())):
        asked = {each.question.id: each for each in questions}
        assert {each.question for each in asked.values()} == set(OWN.asked)
        assert not any(each.plain for each in questions)
        assert "about a project of yours. Why the method you" in " ".join(
            asked["why-this-method"].question.prompt.split()
        )


def test_they_come_where_they_are_asked_for() -> None:
    """By kind or by bank; an interview on everything has none, and old questions come as before."""
    both = [OWN, load_bank(PLAIN)]
    assert all(c.question.kind is not Kind.RESUME for c in pool(Plan(), both))
    assert len(pool(Plan(kinds=(Kind.RESUME,)), both)) == len(OWN.questions)
    assert len(pool(Plan(banks=("resume",)), both)) == len(OWN.questions)
    with pytest.raises(UsageError):
        header_of(RESUME, Plan())
    plain = msgspec.structs.replace(
        OWN, questions=(msgspec.structs.replace(OWN.questions[0], prompt="Tell me of your work."),)
    )
    assert len(pool(Plan(), [plain])) == 1


def test_a_resume_is_read_only_where_a_question_can_be_filled() -> None:
    """A broken one stops nothing else."""

    def broken() -> Resume:
        raise AssertionError

    bank = load_bank(PLAIN)
    clock = ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
    prepare(Plan(), [bank], session_id="s", seed=1, clock=clock, resume=broken)


def test_a_paper_has_the_questions_without_it() -> None:
    """It is the same interview for everyone."""
    paper = make_paper(PLAN, [OWN], 3, app_version="1")
    check = check_against(paper, [OWN], app_version="1")
    assert not check.obstacles
    asked = [each.question for each in check.drawn(PLAN)]
    assert asked == [each.question for each in header_of(None).questions]


_names = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12).map(
    lambda text: f"\N{SNOWMAN}{text}\N{SNOWMAN}"
)
_resumes = st.builds(
    Resume,
    projects=st.lists(
        st.builds(Project, name=_names, method=_names, role=_names, result=_names), max_size=3
    ).map(tuple),
    places=st.lists(st.builds(Place, employer=_names, role=_names), max_size=2).map(tuple),
    skills=st.lists(_names, max_size=2).map(tuple),
    label=_names,
)


@given(_resumes, st.integers(0, 99))
def test_put_back_nothing_of_the_resume_is_left(resume: Resume, seed: int) -> None:
    """Neither in what was drawn nor in what was asked, hinted, or given as a reason."""
    plan = msgspec.structs.replace(PLAN, questions=18)
    header = header_of(resume, plan, seed=seed)
    stamp = {"seq": 1, "t": 0, "at": ""}
    events = [header]
    for index, each in enumerate(header.questions):
        for text in each.question.texts:
            one_line = " ".join(text.split())
            events += [
                FollowUpAsked(
                    **stamp,
                    question=index,
                    id="x",
                    kind=FollowUpKind.PROBE,
                    ask=text,
                    reason=f"You covered: {one_line}",
                    time_left=1,
                    budget=1,
                ),
                HintShown(**stamp, text=text),
            ]
    said = msgspec.json.encode(events).decode()
    assert ("\N{SNOWMAN}" in said) is bool(resume.projects or resume.places or resume.skills)
    back = impersonal(events)
    assert "\N{SNOWMAN}" not in msgspec.json.encode(back).decode()
    assert back[0].questions == header_of(None, plan, seed=seed).questions  # type: ignore[attr-defined]
