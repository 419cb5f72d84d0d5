"""A case while it is sat: what is told, what is asked on, and the twist."""

from __future__ import annotations

from msgspec.structs import replace
from session_kit import Sat, WordJudge

from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.bank.model import (
    AskKind,
    Bank,
    CaseFact,
    FollowUp,
    Kind,
    Occasion,
    Point,
    Question,
    Stage,
)
from interview_sim.bank.terms import Need
from interview_sim.judging.desk import Desk
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.protocol import Task
from interview_sim.matching.model import Coverage
from interview_sim.session import cases
from interview_sim.session.draw import Candidate
from interview_sim.session.events import Event, FollowUpAsked, Said
from interview_sim.session.fold import fold
from interview_sim.session.phases import FollowUpKind
from interview_sim.session.plan import Mode, Plan

CASE = Question(
    id="shop",
    title="A shop",
    prompt="Sales fall.",
    kind=Kind.CASE,
    facts=(
        CaseFact(id="size", match=("how many shops",), tell="There are nine."),
        CaseFact(id="season", match=("season",), tell="Weak winters."),
    ),
    stages=(
        Stage(
            id="clarify",
            prompt="What would you ask?",
            time=100,
            rubric=(
                Point(
                    id="shops",
                    point="Asks how many shops.",
                    match=("how many shops",),
                    probe="?",
                ),
                Point(id="seasons", point="Asks of seasons.", match=("season",), need=Need.SHOULD),
            ),
        ),
        Stage(
            id="model",
            prompt="Which model?",
            time=60,
            rubric=(Point(id="line", point="A line.", match=("straight line",), probe="How?"),),
            follow_ups=(
                FollowUp(id="why", ask="Why?", kind=AskKind.WHY),
                FollowUp(id="flood", ask="There was a flood.", kind=AskKind.TWIST),
            ),
        ),
    ),
)
BANK = Bank(id="b", title="B", questions=(CASE,))
PLAN = Plan(kinds=(Kind.CASE,), questions=1, minutes=20, reading=0, follow_ups=1)


class Case(Sat):
    """A case being sat, judged by words."""

    def __init__(
        self, plan: Plan = PLAN, *, case: Question = CASE, stages: tuple[str, ...] = ()
    ) -> None:
        super().__init__(plan)
        drawn = Candidate(replace(BANK, questions=(case,)), case).drawn(plan)
        drawn = tuple(each for each in drawn if not stages or each.question.id in stages)
        self.header = replace(self.header, questions=drawn)
        self.events[:] = [self.header]
        self.engine._state = fold(self.events)
        self.desk = Desk(is_inline=True)
        self.engine.start()

    def judge(self) -> tuple[Event, ...]:
        made: list[Event] = []
        for turn in self.engine.unjudged:
            judgement: Judgement = self.desk.decide(self.engine.request(turn))
            made.extend(self.engine.judged(turn.question, judgement))
        return tuple(made)

    @property
    def state(self):
        return self.engine.state


def _told(made: tuple[Event, ...]) -> list[str]:
    return [event.fact for event in made if isinstance(event, Said) and event.fact]


def _asks(made: tuple[Event, ...]) -> list[FollowUpKind]:
    return [event.kind for event in made if isinstance(event, FollowUpAsked)]


def test_what_is_asked_is_told_once_and_more_is_asked_for_until_nothing_new_comes() -> None:
    """Facts that nobody asks for are never told; replies count for the points of the stage."""
    sat = Case()
    made = sat.answer("How many shops are there? What is the owner's name?", 20)
    assert _told(made) == ["size"]
    assert [event.occasion for event in made if isinstance(event, Said)] == ["told", "untold-rest"]
    assert _asks(made) == [FollowUpKind.MORE]
    assert sat.state.turn is not None
    assert sat.state.turn.budget == 80_000, "what is left of the stage"

    made = sat.answer("The season, and how many shops did you say?", 10)
    assert _told(made) == ["season"]
    assert _asks(made) == [FollowUpKind.MORE]
    assert sat.state.turn.budget == 70_000
    made = sat.answer("No, thank you.", 5)
    assert _told(made) == _asks(made) == []
    assert [event.occasion for event in made if isinstance(event, Said)] == ["stage"]
    assert [fact.id for fact in cases.told(sat.state)] == ["size", "season"]
    assert fold(sat.events) == sat.state

    question = build_scorecard(sat.state).questions[0]
    assert (question.coverage, question.depth) == (100, None)
    assert [row.id for row in question.answers[1].points] == ["shops", "seasons"]
    assert [answer.score for answer in question.answers[1:]] == [None, None]


def test_who_asks_nothing_is_told_nothing_and_probed_as_usual() -> None:
    """Scoping is the candidate's to do."""
    sat = Case()
    made = sat.answer("I would draw a straight line. The season decides what I would sell.")
    assert _told(made) == []
    assert _asks(made) == [FollowUpKind.PROBE]
    made = sat.answer("How many shops are there?")
    assert _told(made) == ["size"], "also in the answer to a probe"
    assert sat.state.question_index == 1


def test_what_a_later_stage_needs_is_told_before_it_to_those_who_did_not_ask() -> None:
    """It is on record as what is asked for is, told once, and no sign that anybody asked."""
    size, season = CASE.facts
    due = replace(CASE, facts=(replace(size, before="model"), season))
    sat = Case(case=due)
    made = (*sat.engine.skip(), *sat.judge())
    lines = [(event.occasion, event.fact) for event in made if isinstance(event, Said)]
    assert lines == [("stage", ""), ("given", ""), ("told", "size")]
    assert [fact.id for fact in cases.told(sat.state)] == ["size"]
    sat.engine.finish()
    sat.engine.reveal(0)
    question = build_scorecard(sat.state).questions[0]
    assert [(fact.id, fact.told) for fact in question.facts] == [("size", False), ("season", False)]

    asked = Case(case=due)
    made = asked.answer("How many shops are there?", 90)
    assert _told(made) == ["size"]

    alone = Case(case=due, stages=("shop-model",))
    assert _told(alone.events[1:]) == []
    assert list(cases.known(alone.state)) == ["Sales fall.", "There are nine."]


def test_passing_on_anything_else_ends_the_asking_and_not_the_stage() -> None:
    """What is still open is probed as after any answer."""
    sat = Case()
    assert _asks(sat.answer("Is there a season?")) == [FollowUpKind.MORE]
    assert _asks((*sat.engine.skip(), *sat.judge())) == [FollowUpKind.PROBE]


def test_after_a_stage_that_was_passed_nothing_else_is_announced() -> None:
    """What comes is the same case, and no "let's try something else"."""
    sat = Case()
    made = (*sat.engine.skip(), *sat.judge())
    assert sat.state.question_index == 1
    assert [event.occasion for event in made if isinstance(event, Said)] == ["stage"]


def test_with_the_time_of_the_stage_gone_nothing_more_is_asked_for() -> None:
    """Under 20 seconds nobody could; practice gives the time of a follow-up."""
    assert FollowUpKind.MORE not in _asks(Case().answer("How many shops are there?", 90))
    practice = Case(replace(PLAN, mode=Mode.PRACTICE))
    assert _asks(practice.answer("How many shops are there?", 130)) == [FollowUpKind.MORE]


def test_it_asks_on_four_times_at_most() -> None:
    """However much there is that nobody knows."""
    sat = Case()
    made = sat.answer("What is this?", 1)
    asked = 0
    while FollowUpKind.MORE in _asks(made):
        asked += 1
        made = sat.answer(f"And what is number {asked}?", 1)
    assert asked == 4


def test_an_answer_that_was_cut_off_has_its_questions_answered_at_the_next_turn() -> None:
    """Nothing can be said between a time-out and the next stage, but it is not forgotten."""
    sat = Case()
    sat.engine.draft("How many shops are there?")
    assert _told(sat.wait(101)) == []
    assert sat.state.question_index == 1
    assert _told(sat.answer("A straight line.")) == ["size"]


def test_a_later_stage_tells_too_and_ends_with_its_twist_whatever_was_said() -> None:
    """The twist is part of the case: it comes besides what the plan allows, and as the last."""
    for follow_ups, first in ((1, [FollowUpKind.PROBE]), (0, [FollowUpKind.TWIST])):
        sat = Case(replace(PLAN, follow_ups=follow_ups))
        sat.engine.skip()
        made = sat.answer("A crooked one. Which season is it? What colour?")
        assert _told(made) == ["season"]
        assert "untold" not in [event.occasion for event in made if isinstance(event, Said)]
        assert _asks(made) == first
        if first == [FollowUpKind.PROBE]:
            made = sat.answer("No idea what.")
            assert _asks(made) == [FollowUpKind.TWIST]
        # Whatever was said, what changes is announced as that.
        bridge = [event.occasion for event in made if isinstance(event, Said)][-1]
        assert bridge == Occasion.TWIST
        sat.answer("Then a boat.")
        assert sat.state.is_over


def test_without_time_there_is_no_twist() -> None:
    """Never past the time left."""
    sat = Case(replace(PLAN, minutes=2))
    sat.engine.skip()
    sat.wait(55)
    sat.engine.draft("A straight line.")
    sat.clock.advance(50)
    assert _asks((*sat.engine.submit(), *sat.judge())) == []
    assert sat.state.is_over


def test_what_belongs_to_another_stage_is_not_taken_for_something_else() -> None:
    """Nobody is told to answer the question who runs ahead within the case."""
    sat = Case()
    sat.desk = Desk(Elsewhere(), is_inline=True)
    assert _asks(sat.answer("A straight line, and then the next stage.")) == [FollowUpKind.PROBE]
    judgement = sat.state.judgement(0)
    assert judgement is not None
    assert not judgement.off_topic


class Elsewhere(WordJudge):
    """Takes everything for an answer to something else."""

    def judge(self, task: Task) -> Coverage:
        return replace(super().judge(task), off_topic=True)
