"""A sitting has every answer judged once, whoever is in a hurry."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from pathlib import Path

import pytest
from endpoint_kit import KEY, Act, Call, Server, serving, verdicts
from judging_kit import Slow
from msgspec.structs import replace

from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.clock import ManualClock
from interview_sim.config import Endpoint
from interview_sim.errors import UsageError
from interview_sim.judging.desk import LATE
from interview_sim.judging.llm.client import NONSENSE
from interview_sim.judging.llm.writer import SECONDS
from interview_sim.services import Services, build_services
from interview_sim.session.events import FollowUpAsked
from interview_sim.session.phases import Phase
from interview_sim.session.plan import Plan
from interview_sim.sitting import Sitting
from interview_sim.together.marking import judge_marks


def test_what_is_settled_in_a_hurry_is_not_judged_again_when_the_judge_answers(
    home: Path,
) -> None:
    """Several answers may wait for a slow judge; words stand in for all of them, and that's it."""
    clock = ManualClock()
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, clock)
    services.change_settings(judge_seconds=120)
    plan = Plan(questions=3, banks=("ml-fundamentals",), reading=0, question_time=30)
    sitting = services.start(plan, 7)
    judge = sitting.desk.judge = Slow()
    engine = sitting.engine
    engine.start()
    for _ in range(3):  # a clock that ran out does not wait for the interviewer
        engine.draft("It lowers the variance.")
        clock.advance(31)
        sitting.tick()
    assert engine.state.is_over
    assert len(engine.unjudged) == 3
    sitting.settle()
    judge.may_go.set()
    for _ in range(3):
        clock.advance(10)
        sitting.tick()
    sitting.close()

    judgements = list(engine.state.judgements.values())
    assert [len(of) for of in judgements] == [1, 1, 1]
    assert {of[0].because for of in judgements} == {LATE}


def test_a_session_that_was_opened_and_left_is_not_kept(home: Path) -> None:
    """Neither before the first question nor at it; one word, a pass or a flag is enough to keep it.

    Also where it is found after a kill: it is neither listed nor offered.
    """
    clock = ManualClock()
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, clock)
    plan = Plan(questions=3, banks=("ml-fundamentals",), reading=0)
    services.start(plan).close()
    left = services.start(plan)
    left.engine.start()
    clock.advance(20)
    left.tick()
    assert services.unfinished() is None
    killed = left.path.read_bytes()
    left.close()
    assert services.store.paths() == ()

    left.path.write_bytes(killed)
    history = services.history()
    assert (history.sessions, history.unreadable) == ((), ())
    assert services.unfinished() is None

    for touch in (
        lambda engine: engine.draft("One"),
        lambda engine: engine.skip(),
        lambda engine: engine.flag(),
        lambda engine: engine.finish(),
    ):
        clock.advance(60)
        sitting = services.start(plan)
        sitting.engine.start()
        touch(sitting.engine)
        clock.advance(2)
        sitting.tick()
        sitting.close()
        assert services.history().sessions[0].id == sitting.id


def test_a_question_that_nobody_was_asked_is_still_a_fresh_one(home: Path) -> None:
    """Drawn is not asked: what a session did not come to stays first in the next draw."""
    clock = ManualClock()
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, clock)
    plan = Plan(questions=5, banks=("ml-fundamentals",), reading=0)
    asked = set()
    for _ in range(2):
        services.start(plan).close()
        sitting = services.start(plan)
        sitting.engine.start()
        sitting.engine.draft("One")
        clock.advance(2)
        sitting.tick()
        sitting.close()
        first, *later = (drawn.ref for drawn in sitting.engine.state.header.questions)
        assert asked.isdisjoint({first, *later})
        asked.add(first)
    assert services.history().draw_history().seen.keys() == asked


def test_an_older_session_is_never_offered_before_a_newer_one(home: Path) -> None:
    """Questions and marks count alike; what another window has open does not count."""
    clock = ManualClock()
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, clock)
    plan = Plan(questions=2, banks=("ml-fundamentals",), reading=0)
    names = []
    for is_broken in (True, False, True):
        clock.advance(3600)
        sitting = services.start(plan)
        sitting.engine.start()
        sitting.engine.draft("One")
        clock.advance(2)
        sitting.tick()
        if not is_broken:
            sitting.engine.finish()
        sitting.close()
        names.append(sitting.id)
    oldest, to_mark, newest = names

    def offered() -> str:
        found = services.unfinished()
        assert found is not None
        return found.id

    assert [summary.id for summary in services.waiting()] == [newest, to_mark, oldest]
    assert offered() == newest
    with services.store.open(newest):
        assert offered() == to_mark
    services.store.delete(newest)
    assert offered() == to_mark


def test_a_follow_up_waits_to_be_worded_and_gives_nothing_away(home: Path) -> None:
    """Other words are asked and both are on record; what gives the point away is refused.

    The session clock stands while it waits, and repeating the question is no answer.
    """
    clock = ManualClock()
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, clock)
    services.judges_inline = True
    plan = Plan(questions=2, banks=("ml-fundamentals",), reading=0, follow_ups=2)
    sitting = services.start(plan, 7)
    sitting.holds_follow_ups = True
    engine = sitting.engine
    engine.start()
    engine.draft("I would look at the data first, and then think about it.")
    engine.submit()
    sitting.tick()
    choice = sitting.follow_up
    assert choice is not None
    assert engine.state.phase is Phase.THINKING
    left = engine.session_left
    clock.advance(20)
    sitting.tick()
    assert engine.session_left == left

    point = next(
        point
        for point in engine.state.drawn(0).question.rubric
        if point.id == choice.point and not point.of
    )
    (*_, told) = sitting.ask(point.point, "a client")
    assert isinstance(told, FollowUpAsked)
    assert (told.ask, told.refused_ask) == (choice.ask, " ".join(point.point.split()))
    engine.draft("Because it says nothing about the shape of what you have.")
    engine.submit()
    sitting.tick()
    second = sitting.follow_up
    assert second is not None
    assert second.id != choice.id
    (*_, asked) = sitting.ask("And what\nelse comes to mind?", "a client")
    assert isinstance(asked, FollowUpAsked)
    assert (asked.ask, asked.bank_ask) == ("And what else comes to mind?", second.ask)
    assert asked.worded_by == told.worded_by == "a client"
    turn = engine.state.turns[-1]
    assert engine.upcoming is not None
    assert engine.upcoming.task.question.prompt == turn.ask
    engine.finish()
    sitting.close()

    state = services.read(sitting.id).state
    assert [turn.ask for turn in state.turns][1:] == [choice.ask, asked.ask]


def test_what_ends_while_a_follow_up_waits_is_judged_all_the_same(home: Path) -> None:
    """Nothing more is asked, and the answer before it counts."""
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, ManualClock())
    services.judges_inline = True
    sitting = services.start(Plan(questions=2, banks=("ml-fundamentals",), reading=0), 7)
    sitting.holds_follow_ups = True
    sitting.engine.start()
    sitting.engine.draft("I would look at the data first.")
    sitting.engine.submit()
    sitting.tick()
    assert sitting.follow_up is not None
    sitting.engine.finish()
    sitting.tick()
    sitting.close()

    state = services.read(sitting.id).state
    assert state.is_over
    assert len(state.turns) == len(state.judgements) == 1


def with_a_second(home: Path, server: Server, questions: int) -> tuple[Services, Sitting]:
    """A session whose answers a model has a second opinion on, with its first question asked."""
    services = build_services(
        Path.cwd(), {"INTERVIEW_SIM_HOME": str(home), "MY_KEY": KEY}, ManualClock()
    )
    endpoint = replace(server.endpoint, when="reveal", key_env="MY_KEY")
    services.change_settings(endpoint=endpoint)
    plan = Plan(questions=questions, banks=("ml-fundamentals",), reading=0, follow_ups=0)
    sitting = services.start(plan, 7)
    sitting.engine.start()
    return services, sitting


def test_a_second_opinion_never_delays_an_interview_and_counts_for_nothing(home: Path) -> None:
    """It is asked for one answer at a time, and on record once something of it is to be shown."""
    gate, arrived = threading.Event(), threading.Event()

    def act(call: Call) -> None:
        arrived.set()
        assert gate.wait(30)
        call.say(verdicts(("opposite", 1)))

    with serving(act) as server:
        services, sitting = with_a_second(home, server, 2)
        engine = sitting.engine
        for _ in range(2):
            engine.draft("Ignore this. It lowers the variance.")
            engine.submit()
            sitting.wait()
        assert engine.state.is_over
        assert arrived.wait(30)
        assert (len(server.calls), sitting.take_second_opinions()) == (1, ())
        card = sitting.scorecard()
        assert card.second is None
        gate.set()
        wait([future for _turn, future in sitting._asked])
        come = sitting.take_second_opinions()
    assert [(it.judge, it.beside, it.because) for it in come] == [("llm", True, NONSENSE)] * 2
    sitting.close()

    read = services.read("last")
    assert [of[0].judge for of in read.state.judgements.values()] == ["lexical"] * 2
    assert len(read.state.judgements) == len(read.state.second) == 2
    again = build_scorecard(read.state)
    assert (again.judge.name, again.score) == ("lexical", card.score)
    assert again.second is not None
    assert (again.second.name, again.second.points) == ("llm", len(server.calls))
    marks = {name: judge_marks(read.state, name) for name in ("lexical", "llm", "nobody")}
    counts = {name: sum(len(of.points) for of in found) for name, found in marks.items()}
    assert counts["lexical"] > counts["llm"] == again.second.points
    assert counts["nobody"] == 0
    told = server.calls[0].prompt
    assert "lexical" not in told
    assert KEY not in told
    assert KEY not in read.path.read_text()


def test_no_answer_is_sent_once_its_session_is_closed(home: Path) -> None:
    """Neither one that was waiting for its turn, nor one that is judged while it closes."""
    gate, arrived = threading.Event(), threading.Event()

    def act(call: Call) -> None:
        arrived.set()
        assert gate.wait(30)
        call.say(verdicts(("covered", 1)))

    with serving(act) as server:
        services, sitting = with_a_second(home, server, 3)
        for number in range(3):
            sitting.engine.draft("It lowers the variance.")
            sitting.engine.submit()
            if number < 2:
                sitting.wait()
        assert arrived.wait(30)
        asked = [future for _turn, future in sitting._asked]
        for _ in range(2):
            sitting.close()
        assert sitting.farewell() == (
            "Your model had not answered yet on 2 answers. To ask it again, once the session is "
            f"over: interview-sim judge {sitting.id} --beside"
        )
        deleted = services.store.delete(sitting.id)
        assert sitting.farewell() == "", "nothing is left to ask about"
        services.store.restore(deleted)
        assert sitting.id in sitting.farewell()
        gate.set()
        wait(asked)
    assert sitting.take_second_opinions() == (), "the file is closed"
    state = services.read("last").state
    prompts = {call.prompt.split("Points:")[0] for call in server.calls}
    assert (len(asked), len(prompts), len(state.judgements)) == (2, 1, 3)


def test_what_has_come_is_on_record_when_a_session_is_left(home: Path) -> None:
    """Though nobody looked at it yet, and the interview goes on another time."""

    def act(call: Call) -> None:
        call.say(verdicts(("covered", 1)))

    with serving(act) as server:
        services, sitting = with_a_second(home, server, 2)
        sitting.engine.draft("It lowers the variance.")
        sitting.engine.submit()
        sitting.wait()
        wait([future for _turn, future in sitting._asked])
        sitting.close()
    assert sitting.farewell() == ""
    state = services.read("last").state
    assert (state.is_over, len(state.turns)) == (False, 2)
    assert [judgement.beside for judgement in state.second.values()] == [True]

    # When it is asked for again and does not come, what stands in is none.
    again = services.resume("last")
    again.engine.finish()
    again.close()
    (fresh,) = services.judge_again("last", "llm", beside=True)
    assert (fresh.after.judge, fresh.after.instead_of) == ("lexical", "llm")
    assert [it.judge for it in services.read("last").state.second.values()] == ["llm"]
    services.change_settings(endpoint=Endpoint())
    with pytest.raises(UsageError, match="No model is set up"):
        services.judge_again("last", "llm", beside=True)


def test_who_has_no_network_or_wants_none_gets_no_second_opinion(home: Path) -> None:
    """Visitors, front ends that wait, and everybody until it is set up."""
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, ManualClock())
    plan = Plan(questions=1, banks=("ml-fundamentals",), reading=0)

    def is_asked() -> bool:
        sitting = services.start(plan, 7)
        second = sitting._second
        sitting.close()
        return second is not None

    endpoint = Endpoint(base_url="http://127.0.0.1:9/v1", model="m", when="reveal")
    assert not is_asked()
    services.change_settings(endpoint=replace(endpoint, when="never"))
    assert not is_asked()
    services.change_settings(endpoint=endpoint)
    assert is_asked()
    services.change_settings(judge="llm")
    assert not is_asked()
    services.change_settings(judge="lexical")
    services.judges_inline = True
    assert not is_asked()
    services.judges_inline = False
    services.paths = dataclasses.replace(services.paths, is_visitor=True)
    assert not is_asked()


SAID = "I would look at the data first, and then think about it."


@contextmanager
def worded(home: Path, act: Act) -> Iterator[tuple[Sitting, ManualClock, Server]]:
    """A sitting with a first answer that leaves points open, where a model words follow-ups."""
    clock = ManualClock()
    env = {"INTERVIEW_SIM_HOME": str(home), "MY_KEY": KEY}
    with serving(act) as server:
        services = build_services(Path.cwd(), env, clock)
        services.change_settings(
            endpoint=replace(server.endpoint, when="follow-ups", key_env="MY_KEY")
        )
        plan = Plan(questions=2, banks=("ml-fundamentals",), reading=0, follow_ups=2)
        sitting = services.start(plan, 7)
        sitting._second = None  # it would ask the same server
        sitting.desk.is_inline = True
        sitting.engine.start()
        sitting.engine.draft(SAID)
        sitting.engine.submit()
        yield sitting, clock, server
        sitting.close()


def follow_up(sitting: Sitting) -> FollowUpAsked:
    """The first, once it has been asked."""
    while True:
        made = [event for event in sitting.tick() if isinstance(event, FollowUpAsked)]
        if made:
            return made[0]
        assert sitting._words is not None
        assert wait([sitting._words[0]], 30).done


def probe_of(sitting: Sitting, asked: FollowUpAsked) -> str:
    """What the bank asks for that point."""
    question = sitting.engine.state.drawn(0).question
    return next(point.probe for point in question.rubric if point.id == asked.point)


def test_a_model_words_the_probe_for_the_answer_and_is_told_no_point(home: Path) -> None:
    """Both wordings are on record and whose it is; the clocks stand while it waits."""
    gate, words = threading.Event(), "[b]And[/b] once you looked at it, what\n then?"

    def act(call: Call) -> None:
        assert gate.wait(30)
        call.say({"ask": words})

    with worded(home, act) as (sitting, clock, server):
        engine = sitting.engine
        sitting.tick()
        assert sitting.follow_up is not None
        left = engine.session_left
        clock.advance(SECONDS - 1)
        sitting.tick()
        assert (engine.state.phase, engine.session_left) == (Phase.THINKING, left)
        gate.set()
        asked = follow_up(sitting)
        assert asked.ask == "[b]And[/b] once you looked at it, what then?"
        assert (asked.bank_ask, asked.worded_by) == (probe_of(sitting, asked), "llm tiny")
        (call,) = server.calls
        question = engine.state.drawn(0).question
        assert all(text in call.prompt for text in (question.prompt.strip(), SAID, asked.bank_ask))
        assert not any(leaf.point in call.prompt for it in question.rubric for leaf in it.leaves)
        assert KEY not in sitting.path.read_text()


@pytest.mark.parametrize(
    "asks", ["Is it that {}?", "Isn't it often the more accurate of the two, once well tuned?"]
)
def test_words_of_a_model_that_give_a_point_away_are_refused_and_kept(
    home: Path, asks: str
) -> None:
    """The same filter as for anybody's, and asking whether it is not so tells it as well."""
    giving: list[str] = []
    with worded(home, lambda call: call.say({"ask": giving[0]})) as (sitting, _clock, _server):
        rubric = sitting.engine.state.drawn(0).question.rubric
        giving.append(asks.format(next(it for it in rubric if not it.of).point.rstrip(".")))
        asked = follow_up(sitting)
        assert asked.ask == probe_of(sitting, asked)
        assert (asked.bank_ask, asked.refused_ask, asked.worded_by) == ("", giving[0], "llm tiny")


@pytest.mark.parametrize(
    "act",
    [
        lambda call: call.refuse(429),
        lambda call: call.say("I would rather not."),
        lambda call: call.say({"ask": ["Why?"]}),
        lambda call: call.say({"ask": " \n"}),
        lambda call: call.say({"ask": "Very good, go on."}),
        lambda call: call.say({"ask": "Why \x1b[31mso?"}),
        lambda call: call.say({"ask": "Good. So much for that. Why?"}),
        lambda call: call.say({"ask": f"Why {'so ' * 40}?"}),
        lambda call: call.say({"ask": f"Why {'o' * 400}?"}),
    ],
)
def test_without_usable_words_the_bank_asks(home: Path, act: Act) -> None:
    """Refused, nonsense, no question, hidden characters, a lecture: none of it is recorded."""
    with worded(home, act) as (sitting, _clock, server):
        asked = follow_up(sitting)
        assert asked.ask == probe_of(sitting, asked)
        assert (asked.bank_ask, asked.refused_ask, asked.worded_by) == ("", "", "")
        assert server.calls
        assert sitting.problem is None


def test_nobody_waits_longer_than_the_deadline_for_words(home: Path) -> None:
    """Nor has to wait so long; who finishes meanwhile has finished, and late words are nothing."""
    gate = threading.Event()

    def act(call: Call) -> None:
        assert gate.wait(30)
        call.say({"ask": "And then?"})

    with worded(home, act) as (sitting, clock, _server):
        sitting.tick()
        assert sitting.follow_up is not None
        clock.advance(SECONDS)
        made = [event for event in sitting.tick() if isinstance(event, FollowUpAsked)]
        assert [(it.ask, it.worded_by) for it in made] == [(probe_of(sitting, made[0]), "")]
        turns = len(sitting.engine.state.turns)
        sitting.engine.draft("Because.")
        sitting.engine.submit()
        sitting.tick()
        assert sitting.follow_up is not None
        sitting.engine.finish()
        sitting.tick()
        gate.set()
        sitting.tick()
        state = sitting.engine.state
        assert state.is_over
        assert len(state.turns) == len(state.judgements) == turns


def test_a_front_end_that_waits_has_the_words_at_once(home: Path) -> None:
    """As line by line; what runs unattended, and a visitor, has the bank's."""
    with worded(home, lambda call: call.say({"ask": "And then?"})) as (sitting, _clock, server):
        made = [event for event in sitting.wait() if isinstance(event, FollowUpAsked)]
        assert [(it.ask, it.worded_by) for it in made] == [("And then?", "llm tiny")]
        endpoint = replace(server.endpoint, when="follow-ups")
    services = build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, ManualClock())
    services.change_settings(endpoint=endpoint)
    plan = Plan(questions=1, banks=("ml-fundamentals",), reading=0)

    def has_writer() -> bool:
        sitting = services.start(plan, 7)
        sitting.close()
        return sitting._writer is not None

    assert has_writer()
    services.judges_inline = True
    assert not has_writer()
    services.judges_inline = False
    services.paths = dataclasses.replace(services.paths, is_visitor=True)
    assert not has_writer()
    services.paths = dataclasses.replace(services.paths, is_visitor=False)
    services.change_settings(endpoint=replace(endpoint, when="reveal"))
    assert not has_writer()
