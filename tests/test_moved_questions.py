"""What is known of a question goes with it to another bank."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from session_kit import hand_in, sit_through

from interview_sim.clock import ManualClock
from interview_sim.errors import NotFoundError
from interview_sim.progress.comparing import compare, earlier_results, latest_pace, sessions_asking
from interview_sim.progress.schedule import Schedule
from interview_sim.progress.studying import past_answers, read_stars, toggle_star
from interview_sim.progress.summary import summarise, with_moves
from interview_sim.services import Options, Services, build_services
from interview_sim.session.phases import Phase
from interview_sim.session.plan import Plan, Prefer
from interview_sim.sitting import Sitting
from interview_sim.together.paper import make_paper

OLD = """\
format: interview-sim/bank@1
id: ml
title: All of it
questions:
  - {id: woods, prompt: Why forests?, rubric: [{id: v, point: They lower the variance.}]}
  - {id: elbow, prompt: Why an elbow?, rubric: [{id: e, point: The curve bends there.}]}
"""
NEW = """\
format: interview-sim/bank@1
id: trees
title: Trees
sources: [{id: book, title: A book}]
questions:
  - id: forests
    moved: [ml:woods]
    prompt: Why forests?
    sources: [book]
    rubric: [{id: v, point: They lower the variance.}]
"""


def opened(home: Path, clock: ManualClock, *banks: str) -> Services:
    """The program started anew, with these banks of one's own."""
    folder = Path.cwd() / "mine"
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.yaml"):
        path.unlink()
    for number, text in enumerate(banks):
        (folder / f"{number}.yaml").write_text(text)
    env = {"INTERVIEW_SIM_HOME": str(home)}
    return build_services(Path.cwd(), env, clock, Options(banks=(folder,)))


def answer(services: Services, sitting: Sitting, clock: ManualClock, *, marked: bool) -> None:
    """Answer everything in half a minute each, and close the assessment if wanted."""
    engine = sitting.engine
    if engine.state.phase is Phase.PAUSED:
        engine.unpause()
    sit_through(sitting, "They lower the variance.", clock)
    if marked:
        engine.complete()
    sitting.close()


def test_history_follows_a_question_to_its_new_bank(home: Path) -> None:
    """Its results, when it is due, past answers, the star, the pace and what is compared."""
    clock = ManualClock()
    before = opened(home, clock, OLD)
    plan = Plan(banks=("ml",), questions=2, follow_ups=0, reading=0)
    answer(before, before.start(plan, 1), clock, marked=True)
    toggle_star(before.paths.stars, "ml:woods")
    clock.advance(40 * 24 * 3600)

    after = opened(home, clock, OLD.replace("  - {id: woods", "  - {id: shrubs"), NEW)
    history = after.history()
    assert history.draw_history().seen == {"trees:forests": 1, "ml:elbow": 1}
    standing = Schedule.of(history).standing("trees:forests")
    assert standing is not None
    assert standing.answers == 1
    assert after.agenda(history).due == ("ml:elbow", "trees:forests")
    assert [one.turns[0].text for one in past_answers(after.store, history, "trees:forests")] == [
        "They lower the variance."
    ]
    stars = read_stars(after.paths.stars, after.catalogue.moves)
    assert stars == {"trees:forests"}
    moves = after.catalogue.moves
    assert toggle_star(after.paths.stars, "trees:forests", moves) == frozenset()

    weak = Plan(banks=("ml", "trees"), questions=1, follow_ups=0, reading=0, prefer=Prefer.FRESH)
    fresh = after.start(weak)
    assert [drawn.ref for drawn in fresh.engine.state.header.questions] == ["ml:shrubs"]
    fresh.close()

    again = after.start_drill(["ml:woods"])
    assert [drawn.ref for drawn in again.engine.state.header.questions] == ["trees:forests"]
    answer(after, again, clock, marked=True)
    assert [source.id for source in after.sources("ml:woods")] == ["book"]
    history = after.history()
    newest, oldest = history.sessions
    assert compare(newest, oldest).pairs[0].in_both
    assert [one.id for one in sessions_asking(history, "ml:woods", besides=newest.id)] == [
        oldest.id
    ]
    for ref in ("ml:woods", "trees:forests"):
        pace = latest_pace(after.store, history, ref, besides=newest.id)
        assert pace is not None
        assert pace.total == 4
    ((_day, (earlier,)),) = earlier_results(after.store, history, after.scorecard(newest.id))
    assert earlier.id == "trees:forests"
    read = summarise(after.read(oldest.id), "")
    assert [one.ref for one in with_moves(read, moves).questions] == [
        one.ref for one in oldest.questions
    ]


def test_a_session_that_broke_off_goes_on_after_its_question_has_moved(home: Path) -> None:
    """It has a copy of what it asks; what comes of it counts for the question in its new place."""
    clock = ManualClock()
    before = opened(home, clock, OLD)
    plan = Plan(banks=("ml",), questions=2, follow_ups=0, reading=0)
    sitting = before.start(plan, 1)
    hand_in(sitting, "They", clock, 5)
    sitting.close()

    after = opened(home, clock, NEW)
    left = after.unfinished()
    assert left is not None
    answer(after, after.resume(left.id), clock, marked=True)
    assert after.history().draw_history().scores.keys() == {"trees:forests", "ml:elbow"}


def test_a_paper_finds_a_question_that_has_moved(home: Path) -> None:
    """It is told only if the question or what its bank lends it is another."""
    clock = ManualClock()
    before = opened(home, clock, OLD)
    banks = [loaded.bank for loaded in before.catalogue.banks if loaded.id == "ml"]
    paper = make_paper(Plan(banks=("ml",), questions=2), banks, 1, app_version="1")
    same = NEW.replace("    sources: [book]\n", "").replace("id: forests", "id: woods")
    check = opened(home, clock, OLD.replace("id: woods", "id: shrubs"), same).hold_paper(paper)
    assert [candidate.ref for candidate in check.candidates] == ["trees:woods", "ml:elbow"]
    assert check.obstacles == ()


def test_a_plan_on_a_bank_that_is_gone_draws_what_was_in_it(home: Path) -> None:
    """Plans of before go on; who asks for that bank by name is told where its questions are."""
    services = opened(home, ManualClock(), NEW)
    sitting = services.start(Plan(banks=("ml",), questions=2))
    assert [drawn.ref for drawn in sitting.engine.state.header.questions] == ["trees:forests"]
    sitting.close()
    for ask in (services.plan, services.bank_plan):
        with pytest.raises(NotFoundError, match=r"questions of the bank `ml` are now in trees$"):
            ask("ml")


def test_a_redirect_counts_from_any_day(home: Path) -> None:
    """Results under both names are one series."""
    clock = ManualClock()
    before = opened(home, clock, OLD)
    answer(before, before.start_drill(["ml:woods"]), clock, marked=True)
    clock.advance(timedelta(days=3).total_seconds())
    after = opened(home, clock, NEW)
    answer(after, after.start_drill(["trees:forests"]), clock, marked=True)
    standing = Schedule.of(after.history()).standing("trees:forests")
    assert standing is not None
    assert standing.answers == 2
