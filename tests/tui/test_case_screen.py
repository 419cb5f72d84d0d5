"""A case on the screen: its stages, what was told, and where both can be read."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from frames import begin, frame, lines_with, settled, until
from msgspec.structs import replace
from textual.content import Content

from interview_sim.assessment.marking import Marking
from interview_sim.assessment.scorecard import question_result
from interview_sim.assessment.words import extent
from interview_sim.bank.loading import load_bank
from interview_sim.cli.plain.interview import prompt_lines
from interview_sim.cli.plain.unattended import read_answers, sit
from interview_sim.clock import ManualClock
from interview_sim.services import Options, build_services
from interview_sim.session.cases import done, place
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.interview.case import stage_line
from interview_sim.tui.interview.screen import InterviewScreen
from interview_sim.tui.interview.words import said_before
from interview_sim.tui.reveal import words as reveal_words
from interview_sim.tui.scorecard.words import dimensions as scorecard_dimensions
from interview_sim.tui.scorecard.words import lines as scorecard_lines

BANK = Path(__file__).parents[1] / "data" / "case-bank" / "cases.yaml"
SITUATION = " ".join(f"Sales fell in every shop in week {week}." for week in range(1, 21))
ANSWERS = Path(__file__).parents[1] / "data" / "case-churn.yaml"


def test_the_line_of_stages_fits_the_smallest_screen_at_every_stage() -> None:
    """By name as long as there is room; then what is behind is only ticked."""
    bank = load_bank(BANK)
    for number, stage in enumerate(bank.asked):
        case = bank.stage_of(stage.id)
        assert case is not None
        line: Content = stage_line(case, frozenset(range(number)), 78)
        assert line.cell_length <= 78
        assert f"▸ {case.name}" in line.plain
        assert line.plain.count("✓") == number
        assert all(name in line.plain for name in case.stages[number:])
    assert "Clarify" not in line.plain
    assert "✓ Clarify  ✓ Framing" in stage_line(case, frozenset({0, 1}), 120).plain


async def test_a_stage_that_is_drilled_by_itself_begins_with_what_it_needs(
    home: Path, tmp_path: Path
) -> None:
    """What everyone is told before it stands below the situation, and is told by no line.

    However much that is, what is asked is in view.
    """
    bank = tmp_path / "tiny.yaml"
    bank.write_text(
        "format: interview-sim/bank@1\nid: tiny\ntitle: Tiny\nquestions:\n  - id: shop\n"
        f"    prompt: {SITUATION}\n    kind: case\n    facts:\n"
        "      - {id: size, match: [how many shops], tell: There are nine., before: model}\n"
        "      - {id: owner, match: [who owns it], tell: Ann does.}\n    stages:\n"
        "      - {id: clarify, prompt: Ask., model_answer: A}\n"
        "      - {id: model, prompt: Which?, model_answer: A}\n"
    )
    environment = {"INTERVIEW_SIM_HOME": str(home)}
    services = build_services(Path.cwd(), environment, ManualClock(), Options(banks=(bank,)))
    sitting = services.start_drill(["tiny:shop-model"])
    sitting.engine.start()
    state = sitting.engine.state
    assert [text for text, _ in said_before(state, 0)] == [f"{SITUATION}\n", "· There are nine."]
    assert list(prompt_lines(state))[-3:] == [SITUATION, "There are nine.", "Which?"]
    sitting.close()
    app = InterviewSimApp(services, lambda flow: flow.drill(["tiny:shop-model"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(app, pilot)
        shown = await settled(app, pilot)
        assert "There are nine." in shown
        assert "Which?" in shown


async def test_what_is_told_is_seen_at_once_and_again_with_a_key(home: Path) -> None:
    """80×24: told above the next question, then behind ^B; from 120 columns beside the answer."""
    environment = {"INTERVIEW_SIM_HOME": str(home)}
    services = build_services(Path.cwd(), environment, ManualClock(), Options(banks=(BANK,)))
    plan = replace(services.plan("case"), banks=("cases",), reading=0)
    app = InterviewSimApp(services, lambda flow: flow.start(plan))
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(app, pilot)
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        shown = await settled(app, pilot)
        assert "Stage 1 of 8" in shown
        assert "▸ Clarify" in shown
        assert "what would you like to know" in shown
        assert "^B" not in shown
        assert screen.why_not("interview.case") == "The question says it all so far."

        screen.answer.insert("How is churn defined? What is the weather?")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "skipped eight" in frame(app))
        shown = await settled(app, pilot)
        assert "follow-up" not in shown
        assert "Once a week is enough" not in shown
        assert screen.answer.has_focus
        await pilot.press("ctrl+b")
        shown = await settled(app, pilot)
        assert lines_with(app, "You were told")
        assert lines_with(app, "recipe boxes")
        await pilot.press("escape")
        assert "You were told" not in await settled(app, pilot)

        await pilot.press("ctrl+n")
        await until(pilot, lambda: "What would have to be" not in shown and "^L" in frame(app))
        assert screen.has_class("-follow-up")
        assert screen.answer.size.height >= 5, "there is room to write"
        await pilot.resize_terminal(160, 50)
        await until(pilot, lambda: bool(lines_with(app, "You were told")))
        turn = screen._engine.state.turn
        assert turn is not None
        assert turn.ask[:40] in frame(app), "what is asked now is in view"


def test_the_reveal_says_what_could_be_asked_and_the_scorecard_keeps_the_stages_together(
    home: Path,
) -> None:
    """Nothing of it is shown before; the case has its title once, above the names of its stages."""
    clock = ManualClock()
    services = build_services(
        Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, clock, Options(banks=(BANK,))
    )
    sitting = services.start(replace(services.plan("case"), banks=("cases",)), 3)
    deque(sit(sitting, read_answers(ANSWERS), clock), maxlen=0)
    before = question_result(replace(sitting.engine.state, revealed=frozenset()), 0)
    assert before.facts == ()

    page = Marking(sitting.engine).page(0)
    shown = reveal_words.model(page.model_answer, page).plain
    assert "✗ not asked – Today they call whoever has skipped two boxes in a row." in shown
    assert "✓ asked – The team manages about four hundred calls a week." in shown
    assert reveal_words.ASKED_ON in reveal_words.asked(page).plain
    marking = Marking(sitting.engine)
    assert [step.part for step in marking.steps[:3]] == ["", "@more", ""], "the empty reply is left"
    assert [row.id for row in marking.page(1).rows] == ["asks-data", "asks-lead-time"]

    head, case, *stages = scorecard_lines(sitting.scorecard(), 78)
    assert (head.opens, case.opens) == (None, None)
    assert case.draw(78).plain.split()[:2] == ["Leaving", "subscribers"]
    assert [stage.draw(78).plain.split()[1] for stage in stages[:3]] == [
        "Clarify",
        "Framing",
        "Data",
    ]
    card = sitting.scorecard()
    assert "from 8 stages" in scorecard_dimensions(card, 158).plain
    assert "question" not in scorecard_dimensions(card, 158).plain
    # What is left over may be other than stages.
    assert extent(replace(card, asked=5)).startswith("5 of 8 asked ·")
    sitting.close()


def test_a_stage_that_is_drilled_by_itself_comes_with_the_situation(home: Path) -> None:
    """On the screen and line by line; no stage is ticked that was not asked."""
    services = build_services(
        Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, ManualClock(), Options(banks=(BANK,))
    )
    sitting = services.start_drill(["cases:churn-model"])
    sitting.engine.start()
    state = sitting.engine.state
    assert "recipe boxes" in said_before(state, 0)[0][0]
    assert any("recipe boxes" in line for line in prompt_lines(state))
    assert done(state) == frozenset()
    assert place(state, 0) == "Q1 of 1"
    sitting.close()
