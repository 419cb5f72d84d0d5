"""Setting up: every value changes in place, and what comes of it is told before Enter."""

from __future__ import annotations

import re

import pytest
from frames import frame, press, until
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from scripted import PLAN
from textual.widgets import Input

from interview_sim.bank.model import Bank, Level, Question
from interview_sim.bank.resume import Project, Resume
from interview_sim.services import Services
from interview_sim.session.plan import Mode, Plan, Round
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.interview.pages import OpeningScreen
from interview_sim.tui.setup import values
from interview_sim.tui.setup.resume_form import ProjectRow, ResumeForm
from interview_sim.tui.setup.screen import SetupScreen

BANK = Bank(
    id="b",
    title="B",
    questions=tuple(
        Question(id=f"q{i}", prompt="?", topic=topic, level=level, roles=("analyst",), time=240)
        for i, (topic, level) in enumerate(
            [("trees", Level.CORE), ("trees", Level.ADVANCED), ("metrics", Level.CORE)]
        )
    ),
)
OWN = Plan(questions=2, minutes=20, follow_ups=0, reading=0)


def _value(plan: Plan, field: str) -> str:
    return next(f.detail for f in values.fields(plan, [BANK]) if f.id == field)


async def test_values_change_in_place_and_the_outlook_follows(services: Services) -> None:
    """A typed number and an arrow change the plan, and Enter starts what is shown."""
    app = InterviewSimApp(services, lambda flow: flow.setup(PLAN))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, SetupScreen)
        assert "Last: A tiny interview" in frame(app)
        assert "3 of" in frame(app)
        places = set()
        for _ in services.plans:
            await press(pilot, "down")
            found = re.search(r"^.*▸ (questions|rounds) +", frame(app), re.MULTILINE)
            assert found is not None
            places.add(len(found[0]))
        assert len(places) == 1  # The values stay in their column.
        await pilot.press("home")
        await press(pilot, "tab", "1", "down", "right")
        shown = frame(app)
        assert "3 of" in shown
        assert "seed 7" in shown
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
        sitting = app.flow.sitting
        assert sitting is not None
        plan = sitting.engine.state.header.plan
        assert (plan.questions, plan.minutes, plan.seed) == (1, 20, 7)
        assert plan.title == "Your own choice"


def test_what_each_round_says_is_not_changed_for_the_whole() -> None:
    """The setup says that there are rounds, and offers what holds for all of them."""
    parts = (Round(title="A", questions=1, minutes=5), Round(title="B", questions=2, minutes=9))
    plan = replace(OWN, rounds=parts, questions=3, minutes=14)
    names = [row.id for row in values.fields(plan, [BANK])]
    assert _value(plan, "rounds") == "2, with breaks"
    assert not {"questions", "minutes", "kinds"} & set(names)
    assert "follow_ups" in names
    assert values.stepped(plan, "rounds", 1, [BANK]) == plan
    assert values.stepped(plan, "follow_ups", 1, [BANK]).rounds == parts


async def test_keys_in_one_go_reach_the_values_too(services: Services) -> None:
    """Tab and what is pressed before the next frame: none of it is meant for the plans."""
    app = InterviewSimApp(services, lambda flow: flow.setup(PLAN))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        for key in ("tab", "right", "down"):
            app.simulate_key(key)
        await pilot.pause()
        assert "▸ Last: A tiny interview" in frame(app)
        assert "▸ minutes" in frame(app)


async def test_an_impossible_choice_says_so_and_does_not_start(services: Services) -> None:
    """Where no question fits, the screen says it before Enter, and Enter does not leave."""
    nothing = replace(PLAN, topics=("nothing",))
    app = InterviewSimApp(services, lambda flow: flow.setup(nothing))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "No question has the topic `nothing`" in frame(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, SetupScreen)


def test_the_outlook_counts_what_matches_and_how_long_it_takes() -> None:
    """Matches of all questions, minutes and seed stand in one line; what is not meant below.

    A strict clock is an upper limit of the estimate; in practice there is none.
    """
    assert values.outlook(OWN, [BANK]).words == (
        "3 of 3 questions match · about 8 of 20 minutes · a new seed"
    )
    many = values.outlook(replace(OWN, questions=9, seed=4182), [BANK])
    assert many.can_start
    assert "only 3 questions match" in many.doubts
    assert many.words.endswith("· about 12 of 20 minutes · seed 4182")
    short = replace(OWN, minutes=5)
    assert "· all of the 5 minutes ·" in values.outlook(short, [BANK]).words
    assert values.outlook(short, [BANK]).doubts == (
        "Full answers take 8 minutes; time may run out before the last question."
    )
    practice = values.outlook(replace(short, mode=Mode.PRACTICE), [BANK])
    assert ("· about 8 minutes ·" in practice.words, practice.doubts) == (True, "")
    misspelt = values.outlook(replace(OWN, topics=("trees", "metrisc")), [BANK])
    assert misspelt.can_start
    assert misspelt.doubts == "No question has the topic `metrisc`; did you mean metrics?"
    assert not values.outlook(replace(OWN, roles=("pilot",)), [BANK]).can_start


def test_what_is_revealed_after_each_question_is_rated_after_each() -> None:
    """The two values never contradict each other."""
    each = values.stepped(OWN, "reveal", 1, [BANK])
    assert (_value(each, "reveal"), _value(each, "rate")) == (
        "after each question",
        "after each answer",
    )
    back = values.stepped(each, "rate", 1, [BANK])
    assert (_value(back, "reveal"), _value(back, "rate")) == ("at the end", "at the end")


def test_topics_are_switched_one_by_one() -> None:
    """From all, a topic is picked out; others join it; all of them is no limit again."""
    one = values.stepped(OWN, "topic:trees", 1, [BANK])
    assert one.topics == ("trees",)
    assert [f.title for f in values.fields(one, [BANK]) if f.id.startswith("topic:")] == [
        "    [ ] metrics",
        "    [x] trees",
    ]
    assert values.stepped(one, "topic:metrics", 1, [BANK]).topics == ()


def test_banks_are_ticked_one_by_one_and_those_picked_show_their_topics() -> None:
    """However many there are; what of them a plan draws is seen at each, and no topic is lost."""
    banks = [BANK, *(replace(BANK, id=f"b{n}", title=f"B {n}") for n in range(9))]
    others = [
        replace(bank, questions=tuple(replace(q, topic=f"{bank.id}/x") for q in bank.questions))
        for bank in banks[1:]
    ]
    banks = [BANK, *others]

    def ticks(plan: Plan) -> list[str]:
        return [f"{f.title}: {f.detail}" for f in values.fields(plan, banks) if ":" in f.id]

    assert ticks(OWN) == [f"[x] {bank.title}: 3 questions" for bank in banks]
    two = values.stepped(values.stepped(OWN, "bank:b", 1, banks), "bank:b4", 1, banks)
    assert two.banks == ("b", "b4")
    assert ticks(two)[:4] == [
        "[x] B: 3 questions",
        "    [x] metrics: 1 question",
        "    [x] trees: 2 questions",
        "[ ] B 0: 3 questions",
    ]
    assert "    [x] x: 3 questions" in ticks(two)
    shown = next(f.detail for f in values.fields(two, banks) if f.id == "banks")
    assert shown == "2 of 10"
    trees = values.stepped(two, "topic:trees", 1, banks)
    assert ticks(trees)[:3] == [
        "[x] B: 2 questions",
        "    [ ] metrics: 1 question",
        "    [x] trees: 2 questions",
    ]
    assert "[x] B 4: 0 questions" in ticks(trees)
    assert values.stepped(trees, "bank:b", 1, banks).topics == ()
    everything = OWN
    for bank in banks:
        everything = values.stepped(everything, f"bank:{bank.id}", 1, banks)
    assert everything.banks == ()


@pytest.mark.parametrize(
    ("field", "by", "shown"),
    [
        ("mode", 1, "practice"),
        ("levels", 1, "core"),
        ("roles", 1, "analyst"),
        ("banks", -1, "B"),
        ("question_time", 1, "1:00"),
        ("rate", 1, "after each answer"),
        ("style", 1, "tough, pushes back"),
        ("kinds", 1, "conceptual"),
        ("follow_up_time", 1, "0:30"),
        ("prefer", 1, "due ones"),
        ("prefer", -1, "weak ones"),
        ("follow_ups", 1, "up to 1 each"),
        ("seed", 5, "5"),
    ],
)
def test_each_value_steps_through_what_it_may_be(field: str, by: int, shown: str) -> None:
    """Arrows go through the choices and end where they began."""
    changed = values.stepped(OWN, field, by, [BANK])
    assert _value(changed, field) == shown
    assert changed.mode in set(Mode)


def test_a_fixed_seed_says_that_nothing_is_preferred() -> None:
    """With a seed everyone gets the same questions, whatever is due."""
    assert _value(replace(OWN, seed=7), "prefer") == "any, with a seed"


_FIELDS = [field.id for field in values.fields(OWN, [BANK])]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(_FIELDS),
            st.integers(-3, 3) | st.text("0123456789", max_size=9),
        ),
        max_size=12,
    )
)
def test_no_sequence_of_keys_makes_an_impossible_plan(keys: list[tuple[str, int | str]]) -> None:
    """Whatever is pressed, the numbers stay within their limits."""
    plan = OWN
    for field, key in keys:
        if isinstance(key, str):
            plan = values.typed(plan, field, key)
        else:
            plan = values.stepped(plan, field, key, [BANK])
    assert 1 <= plan.questions <= 500
    assert 1 <= plan.minutes <= 1440
    assert 0 <= plan.follow_ups <= 10
    assert plan.seed is None or plan.seed >= 0
    assert values.outlook(plan, [BANK]).words


async def test_a_resume_is_filled_in_and_kept(services: Services) -> None:
    """What is missing is told beside what was written; the setup screen says what comes of it."""
    plan = next(plan for plan in services.plans if plan.name == "resume")
    app = InterviewSimApp(services, lambda flow: flow.setup(plan))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "a project of yours" in frame(app)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ResumeForm))
        shown = frame(app)
        assert "They stay on this machine" in shown
        assert str(services.paths.resume)[-20:] in "".join(shown.split())
        row = app.screen.query(ProjectRow).last()
        row.query_one(".method", Input).value = "[red]trees[/]"
        await pilot.pause()
        assert len(app.screen.query(ProjectRow)) == 2, "there is room for one more"
        await press(pilot, "ctrl+s")
        assert "“[red]trees[/]” has no name" in frame(app)
        await pilot.press(*"Shop")
        app.screen.query_one("#cv-skills", Input).value = "Spark; Spark ;"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        assert services.own_resume.read() == Resume(
            projects=(Project(name="Shop", method="[red]trees[/]"),), skills=("Spark",)
        )
        assert "with 1 project" in " ".join(frame(app).split())
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ResumeForm))
        await pilot.press("escape")  # nothing was changed, so nothing is asked
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ResumeForm))
        await press(pilot, "x", "escape")
        assert "Nothing was saved" in frame(app)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        assert services.own_resume.read().projects[0].name == "Shop"
        services.paths.resume.write_text("[")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ResumeForm))
        assert "Saving replaces the file" in " ".join(frame(app).split())
