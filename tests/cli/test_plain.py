"""The interview line by line: asked, told the time, assessed, and left without losing anything."""

from __future__ import annotations

import os
from concurrent.futures import wait
from pathlib import Path

import pytest
from cli_kit import Script
from judging_kit import Odd
from msgspec.structs import replace

from interview_sim.cli.plain.assessing import flowing_text
from interview_sim.cli.plain.dialogue import Dialogue
from interview_sim.cli.plain.interview import HELP, PlainInterview
from interview_sim.clock import ManualClock
from interview_sim.judging.desk import Desk
from interview_sim.matching import Verdict
from interview_sim.matching.model import Coverage
from interview_sim.services import Options, Services, build_services
from interview_sim.session.lines import opening
from interview_sim.session.phases import EndReason, Outcome, Phase
from interview_sim.session.plan import Mode, Plan, Rate, Round
from interview_sim.sitting import Sitting

HOSTILE = Path(__file__).parents[1] / "data" / "hostile.yaml"
PLAN = Plan(banks=("hostile",), questions=1, minutes=5, follow_ups=1, reading=30)


@pytest.fixture
def services(clock: ManualClock) -> Services:
    """Services on the bank of hostile text."""
    return build_services(Path.cwd(), os.environ, clock, Options(banks=(HOSTILE,)))


def _sit(
    sitting: Sitting, script: Script, *, waits: bool = False, offers_sample: bool = False
) -> tuple[bool, str]:
    said: list[str] = []
    dialogue = Dialogue(script, said.append)
    done = PlainInterview(sitting, dialogue, waits=waits, offers_sample=offers_sample).run()
    sitting.engine.flush()
    sitting.close()
    return done, "\n".join(said)


def test_a_whole_interview_is_asked_rated_and_marked(
    services: Services, clock: ManualClock
) -> None:
    """A lone dot hands in, ratings come before the reveal, and each point takes one's word."""
    sitting = services.start(PLAN, 1)
    lines = (
        "This is literal text",
        "and more.",
        ".",
        "9",
        "3",
        "",
        "2",
        "x",
        "4",
        "?",
        "maybe",
        "n",
        "",
    )
    done, said = _sit(sitting, Script(clock, *lines))
    state = sitting.engine.state
    assert done
    assert state.turns[0].text == "This is literal text\nand more."
    assert state.predictions[0].ratings == {"coverage": 3, "clarity": 2}
    assert state.predictions[0].confidence == 0.7
    mark = state.marks[(0, "", "literal")]
    assert (mark.suggested, mark.verdict) == (Verdict.COVERED, Verdict.MISSED)
    assert state.phase is Phase.FINISHED
    rated, marked = said.split("Now point by point.")
    assert "You answered:\n  This is literal text\n  and more.\n" in rated
    assert rated.count("Type one of the numbers.") == 2
    assert "How sure are you of these ratings?" in rated
    assert "A model answer" in marked
    assert marked.count("  n  missed ") == 3, "at first, at ?, at what it is not"


def test_a_second_opinion_is_told_before_ones_own(
    services: Services, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both verdicts are said, and the candidate's word decides."""
    sitting = services.start(PLAN, 1)
    sitting._second = Desk(Odd(lambda _task: Coverage(points=())), deadline=30)
    take = sitting.take_second_opinions

    def once_they_are_there() -> object:
        wait([future for _turn, future in sitting._asked])
        return take()

    monkeypatch.setattr(sitting, "take_second_opinions", once_they_are_there)
    lines = ("This is literal text", "and more.", ".", "3", "", "2", "4", "y")
    _done, said = _sit(sitting, Script(clock, *lines))
    assert "  By odd: missed." in said
    assert "Suggested: covered" in said


def test_an_interviewer_opens_bridges_and_ends(services: Services, clock: ManualClock) -> None:
    """The same lines as on the screen, each once; no clock runs and nothing acts before Enter."""
    plan = replace(PLAN, banks=("ml-fundamentals",), questions=2, minutes=30)
    sitting = services.start(plan, 1)
    engine = sitting.engine
    before = ("yes", ".", "/skip", 300.0, "/help", "")
    _, said = _sit(sitting, Script(clock, *before, "/skip", "/skip", "s"), waits=True)
    assert said.startswith(opening(engine.state.header))
    assert "Interview mode: the clocks do not stop" in said
    assert said.count("Press Enter when you are ready") == 5
    assert HELP in said
    assert [turn.text for turn in engine.state.turns] == ["", ""]
    assert engine.state.turns[0].asked_at < 1000
    lines = [line.text for line in engine.state.said]
    assert len(lines) == 3
    assert all(said.count(line) == 1 for line in lines)
    assert said.index(lines[1]) < said.index("Question 2 of 2") < said.index(lines[2])
    left = services.start(plan, 1)
    assert not _sit(left, Script(clock, "/quit"), waits=True)[0]
    assert left.engine.state.phase is Phase.PLANNED


def test_a_sample_is_mentioned_before_the_first_marks_of_ones_own(
    services: Services, clock: ManualClock
) -> None:
    """Once, when the asking is over and before anything is rated; never again after that."""
    said = []
    for _ in range(2):
        sitting = services.start(PLAN, 1)
        script = Script(clock, "This is literal text", ".", "3", "", "2", "4", "y")
        _, all_of_it = _sit(sitting, script, offers_sample=services.offers_sample)
        said.append(all_of_it)
    first, again = said
    assert first.count("interview-sim mark --sample") == 1
    assert first.index("mark --sample") < first.index("First, how did it go?")
    assert "--sample" not in again


def test_rounds_are_told_and_the_next_waits_for_enter(
    services: Services, clock: ManualClock
) -> None:
    """However long the break is; where nobody sits at a terminal there is none to wait for."""
    rounds = (
        Round(title="One", questions=1, minutes=5),
        Round(title="Two", questions=1, minutes=9),
    )
    plan = Plan(banks=("ml-fundamentals",), questions=2, minutes=14, follow_ups=0, rounds=rounds)
    sitting = services.start(plan, 1)
    _, said = _sit(sitting, Script(clock, "", "/skip", 300.0, "yes", "", "/skip"), waits=True)
    assert "2 rounds: One (5 min), Two (9 min)." in said
    assert "That was round 1 of 2, One. Take a break" in said
    assert said.count("Press Enter when you are ready") == 3
    assert [turn.outcome for turn in sitting.engine.state.turns] == [Outcome.SKIPPED] * 2
    piped = services.start(plan, 1)
    _, said = _sit(piped, Script(clock, "/skip", "Something.", "."))
    assert piped.engine.state.turns[1].text == "Something."


def test_points_are_shown_after_each_question_where_the_plan_says_so(
    services: Services, clock: ManualClock
) -> None:
    """Each is rated, and a missed point said in one's own words, before it is revealed; once."""
    plan = replace(
        PLAN, banks=("ml-fundamentals",), questions=2, minutes=30, follow_ups=0, reveal=Rate.EACH
    )
    sitting = services.start(plan, 1)
    rated = ("3", "3", "3", "3")
    lines = ("Trees.", ".", *rated, "y", "Mine.", "s", "More trees.", ".", *rated, "", "s")
    done, said = _sit(sitting, Script(clock, *lines))
    first, second = said.split("Question 2 of 2")
    assert done
    assert first.index("How sure are you") < first.index("A model answer")
    assert (first.count("A model answer"), second.count("A model answer")) == (1, 1)
    assert first.index("one line in your own words") < first.index("A model answer")
    assert list(sitting.engine.state.own_words.values()) == ["Mine."]
    assert set(sitting.engine.state.predictions) == {0, 1}
    assert "Now point by point." not in said
    assert said.count("Enter  agree with the suggestion") == 1


def test_paragraphs_flow_and_lists_and_formulas_keep_their_lines() -> None:
    """A bank wraps its model answers for an editor; a terminal may be narrower, or read aloud."""
    text = "Two kinds\nof error:\n\n- **one**\n  and more\n- two  \nlast\n1. first\n\n    x = 1\n"
    flowing = "Two kinds of error:\n\n- one and more\n- two  \nlast\n1. first\n\n    x = 1"
    assert flowing_text(text) == flowing
    assert flowing_text("It **underfits**, *at* **2 * 3** * 4; `a**b**c` **.") == (
        "It underfits, at **2 * 3** * 4; `a**b**c` **."
    )
    code = "```\na\nb\n```"
    assert flowing_text(code) == code


def test_time_is_told_and_taken(services: Services, clock: ManualClock) -> None:
    """Warnings come as they are due, and at zero the answer is handed in as it stands."""
    sitting = services.start(PLAN, 1)
    _, said = _sit(sitting, Script(clock, "half an answer", 60.0, 30.0, 40.0))
    assert "left for this answer" in said
    assert "Time. Your answer was submitted as it was." in said
    assert sitting.engine.state.turns[0].outcome is Outcome.TIMED_OUT
    assert sitting.engine.state.turns[0].text == "half an answer"
    _, silent = _sit(services.start(PLAN, 1), Script(clock, 60.0, 60.0, 10.0))
    assert "Time. Nothing was typed." in silent


def test_a_line_that_was_under_way_at_the_time_out_is_no_answer_to_the_next(
    services: Services, clock: ManualClock
) -> None:
    """It is said to be left out, whatever it is; leaving still leaves, and later lines count."""
    plan = replace(PLAN, banks=("ml-fundamentals",), questions=3, minutes=30, question_time=60)
    sitting = services.start(plan, 1)
    lines = (
        "It is",
        59.2,
        "what it is",
        2.0,
        "On the next.",
        55.2,
        "/skip",
        "",
        2.0,
        ".",
        61.0,
        "/quit",
    )
    done, said = _sit(sitting, Script(clock, *lines))
    turns = sitting.engine.state.turns
    assert not done
    assert [turn.text for turn in turns[:2]] == ["It is", "On the next."]
    assert [turn.outcome for turn in turns[:2]] == [Outcome.TIMED_OUT] * 2
    assert "is in no answer: what it is" in said
    assert "is in no answer: /skip" in said
    assert said.count("is in no answer") == 2


def test_hostile_text_is_spelt_out(services: Services, clock: ManualClock) -> None:
    """Neither the bank's escapes nor the candidate's own reach the terminal."""
    sitting = services.start(PLAN, 1)
    _, said = _sit(sitting, Script(clock, "\x1b[2Jx", "/show", "/again", ".", "", "", ""))
    assert "\x1b" not in said
    assert "␛[2J" in said
    assert "[@click=app.quit]x[/]" in said


def test_leaving_keeps_what_was_typed_and_resuming_goes_on(
    services: Services, clock: ManualClock
) -> None:
    """The end of input in the middle of an answer is no loss."""
    sitting = services.start(PLAN, 1)
    done, _ = _sit(sitting, Script(clock, "first line", "second line"))
    assert not done
    again = services.resume(sitting.id)
    _, said = _sit(again, Script(clock, "third line", ".", "", "", ""))
    assert "run again now" in said
    assert again.engine.state.turns[0].text == "first line\nsecond line\nthird line"


def test_commands_flag_undo_hint_and_pause(services: Services, clock: ManualClock) -> None:
    """In practice mode all of them work; what was taken back is no longer in the answer."""
    sitting = services.start(replace(PLAN, mode=Mode.PRACTICE), 1)
    script = Script(
        clock, "keep", "drop", "/undo", "/flag", "/hint", "/pause", 100.0, "/go", "/time", "/finish"
    )
    _, said = _sit(sitting, script)
    state = sitting.engine.state
    assert state.turns[0].text == "keep"
    assert state.flagged == {0}
    assert state.paused_total == 101_000
    assert state.end_reason is EndReason.FINISHED_EARLY
    assert "Hint: And [@click=app.bell]ring[/]?" in said


def test_help_fits_a_terminal_of_eighty_columns() -> None:
    """No line of the help wraps."""
    assert max(map(len, HELP.splitlines())) < 80


def test_a_command_that_there_is_not_is_told(services: Services, clock: ManualClock) -> None:
    """A slip is not swallowed by the answer in silence, and nothing to undo is said, too."""
    sitting = services.start(PLAN, 1)
    _, said = _sit(sitting, Script(clock, "/undo", "a/b", "/flga", "/undo", "/bin/sh", "."))
    assert "There is nothing to remove." in said
    assert said.count("is not a command") == 1
    assert "/flga is not a command, so it is in your answer. /undo removes it." in said
    assert sitting.engine.state.turns[0].text == "a/b\n/bin/sh"


def test_nothing_is_rated_where_nothing_was_written(services: Services, clock: ManualClock) -> None:
    """A question that was passed on goes straight to its points."""
    sitting = services.start(PLAN, 1)
    done, said = _sit(sitting, Script(clock, ".", "/skip", "n", ""))
    assert done
    assert said.count("Nothing is typed yet. To skip, type /skip.") == 1
    assert said.count("Enter goes on:") == 2, "a key that means nothing here goes nowhere"
    assert "How sure are you of these ratings?" not in said
    assert "Now point by point." in said
    assert sitting.engine.state.predictions == {}


def test_a_claim_is_asked_about_like_a_point(services: Services, clock: ManualClock) -> None:
    """What the answer seems to claim is confirmed or denied, as it is on the screen."""
    sitting = services.start(replace(PLAN, follow_ups=0), 1)
    lines = ("So markup is obeyed.", ".", "", "", "", "", "", "n", "y")
    done, said = _sit(sitting, Script(clock, *lines))
    assert done
    assert "You seem to claim: [link='file:///etc']markup is obeyed[/]" in said
    assert "Correct: " in said
    assert sitting.engine.state.claims == {(0, "", "obeys"): True}


def test_stopping_at_the_points_shows_no_further_model_answer(
    services: Services, clock: ManualClock
) -> None:
    """After `s` the other questions stay covered; the scorecard follows."""
    plan = Plan(banks=("ml-fundamentals",), questions=2, minutes=9, follow_ups=0, reading=0)
    sitting = services.start(plan, 1)
    done, said = _sit(sitting, Script(clock, "/skip", "/skip", "s"))
    assert done
    assert said.count("A model answer:") == 1
    assert sitting.engine.state.phase is Phase.FINISHED
    assert list(sitting.engine.state.revealed) == [0]


def test_a_point_on_how_it_was_told_comes_with_a_weak_and_a_strong_example(
    clock: ManualClock, tmp_path: Path
) -> None:
    """The candidate judges it by them; a name out of the résumé is literal here, too."""
    resume = tmp_path / "mine.json"
    resume.write_text('{"projects": [{"name": "Shop [bold]\\u001b[31m"}]}')
    own = Path(__file__).parents[2] / "banks" / "resume.yaml"
    chosen = Options(banks=(own,), resume=resume)
    services = build_services(Path.cwd(), os.environ, clock, chosen)
    plan = Plan(banks=("resume",), topics=("own-work/projects",), questions=1, follow_ups=0)
    lines = ("I built it, and it fell from 24 to 17 percent.", ".", *[""] * 5, *["p"] * 6)
    _, said = _sit(services.start(plan, 1), Script(clock, *lines))
    assert "Shop [bold] [31m" in said
    assert said.count("  Weak: “") == said.count("  Strong: “") >= 4
    assert "A sign of it: “24”, “17”, “percent”. Only you can tell" in said
