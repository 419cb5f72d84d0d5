"""A desk answers in time whatever its judge does, and says who judged."""

from __future__ import annotations

import threading

import pytest
from judging_kit import QUESTION, Odd, covering, request

from interview_sim.bank.model import Point, Question
from interview_sim.judging.desk import LATE, Desk, Pending, conformed
from interview_sim.judging.judgement import Deletion, Judgement
from interview_sim.judging.protocol import Task
from interview_sim.matching.model import Claim, Coverage, Verdict

SAID = "They lower variance with a bootstrap sample for each tree."


def begun(desk: Desk, answer: str = SAID, now: float = 0.0) -> tuple[Pending, threading.Event]:
    """A judgement that was begun; the event is set whenever there may be news."""
    news = threading.Event()
    return desk.begin(lambda: request(answer), now, news.set), news


def polled(now: float, pending: Pending, news: threading.Event) -> Judgement:
    """The judgement at that time, as soon as there is one."""
    for _ in range(100):
        opinion = pending.poll(now)
        if opinion is not None:
            return opinion
        news.wait(1)
        news.clear()
    raise AssertionError("the desk never answered")


def test_words_are_judged_at_once_or_in_the_background_alike() -> None:
    """The lexical judge needs nothing, and signs with its name and version."""
    desk = Desk()
    now = desk.decide(request(SAID))
    later = polled(0.0, *begun(desk))
    assert now == later
    assert (now.judge, now.instead_of) == ("lexical", "")
    assert [p.verdict for p in now.points] == [Verdict.COVERED, Verdict.COVERED]


def test_another_judge_is_asked_first() -> None:
    """Its verdicts count as long as it answers in time."""
    desk = Desk(Odd(lambda _task: covering("variance")), deadline=5)
    for opinion in (desk.decide(request("x")), polled(1.0, *begun(desk, "x"))):
        assert (opinion.judge, opinion.version) == ("odd", "1")
        assert [p.verdict for p in opinion.points] == [Verdict.COVERED, Verdict.MISSED]


def test_a_judge_that_is_late_is_replaced_and_the_record_says_so() -> None:
    """Up to the deadline it is waited for; then words decide, and it is not waited for again."""
    gate = threading.Event()

    def stuck(_task: Task) -> Coverage:
        gate.wait(30)
        return covering("variance")

    desk = Desk(Odd(stuck), deadline=8)
    pending, news = begun(desk, now=100.0)
    news.wait(10)  # the words are ready long before
    assert pending.poll(107.9) is None
    opinion = polled(108.0, pending, news)
    gate.set()
    assert (opinion.judge, opinion.instead_of, opinion.because) == ("lexical", "odd", LATE)


def test_who_waits_does_not_wait_for_ever() -> None:
    """A front end without a screen has the same deadline."""
    gate = threading.Event()
    desk = Desk(Odd(lambda _task: gate.wait(30)), deadline=0.05)
    opinion = desk.decide(request(SAID))
    gate.set()
    assert (opinion.instead_of, opinion.because) == ("odd", LATE)


def fails(_task: Task) -> Coverage:
    """A judge whose model is not there."""
    raise ValueError("no model\nloaded")


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (fails, "no model loaded"),
        (lambda _task: "covered", "it did not return a coverage"),
        (lambda _task: None, "it did not return a coverage"),
    ],
)
def test_a_judge_that_fails_or_returns_nonsense_is_replaced(act: object, why: str) -> None:
    """The reason is one line, for the transcript."""
    desk = Desk(Odd(act), deadline=5)  # type: ignore[arg-type]
    for opinion in (desk.decide(request(SAID)), polled(0.0, *begun(desk))):
        assert (opinion.judge, opinion.instead_of, opinion.because) == ("lexical", "odd", why)
        assert opinion.points[0].verdict is Verdict.COVERED


def test_what_a_judge_returns_is_held_to_what_was_asked() -> None:
    """In the rubric's order, nothing left out, nothing made up, evidence within the answer."""
    task = Task(question=QUESTION, answer="short")
    found = covering("rows", "made-up", "variance", evidence=((0, 5), (3, 900), (-1, 2)))
    claims = (Claim(id="never", strength=1.0, evidence=((0, 99),)), Claim(id="other", strength=1.0))
    held = conformed(Coverage(score=0.0, points=found.points, claims=claims), task)
    assert [p.id for p in held.points] == ["variance", "reasons"]
    assert held.points[0].evidence == ((0, 5),)
    assert held.points[1].verdict is Verdict.COVERED, "one of one is enough"
    assert [m.verdict for m in held.points[1].members] == [Verdict.COVERED, Verdict.MISSED]
    assert [(c.id, c.evidence) for c in held.claims] == [("never", ())]


@pytest.mark.parametrize(
    ("said", "kept"), [("", ""), ("unknown", "unknown"), ("plan", "plan"), ("shrug", ""), (3, "")]
)
def test_any_judge_may_say_that_an_answer_is_off_topic_or_candid(said: str, kept: str) -> None:
    """Both are recorded, and nonsense is not."""
    found = Coverage(points=(), off_topic=said == "", candour=said)
    judgement = Desk(Odd(lambda _task: found), deadline=5).decide(request(SAID))
    assert (judgement.judge, judgement.off_topic, judgement.candour) == ("odd", said == "", kept)


def test_words_say_what_a_deletion_cost_and_what_a_wording_gives_away() -> None:
    """Both are told whoever judges."""
    words, more = "each sees a bootstrap sample", "and so on"
    asked = request(
        "They lower variance.",
        deletions=(
            Deletion(0, 90, words, tuple(range(len(words)))),
            Deletion(100, 120, more, (100,) * len(more)),
        ),
        wordings=(("probe", "Do they use random features?"), ("plain", "And how?")),
    )
    judgement = Desk(Odd(lambda _task: covering("variance")), deadline=5).decide(asked)
    assert judgement.judge == "odd"
    assert [(gone.text, gone.point) for gone in judgement.deleted] == [
        (words, "rows"),
        (more, None),
    ]
    assert judgement.covered_at["rows"] == len(words) - 1
    assert judgement.gives_away == {"probe": ("reasons",)}


def test_words_say_which_follow_ups_are_answered_already() -> None:
    """Whoever judges: those of which every point is in the answer."""
    lower = Point(id="lower", point="", match=("lower variance",))
    asks = (
        Question(id="had", prompt="And then?", rubric=(lower,)),
        Question(id="half", prompt="?", rubric=(lower, Point(id="z", point="", match=("zebra",)))),
    )
    asked = request("They lower variance.", asks=asks)
    judgement = Desk(Odd(lambda _task: covering("variance")), deadline=5).decide(asked)
    assert (judgement.judge, judgement.answered) == ("odd", ("had",))


def test_finishing_lets_the_deadline_be_now() -> None:
    """As at the reveal, which waits for nobody."""
    gate = threading.Event()
    desk = Desk(Odd(lambda _task: gate.wait(30)), deadline=600)
    pending, _news = begun(desk)
    judgement = pending.finish()
    gate.set()
    assert judgement.because == LATE
