"""Whatever is answered and marked, the scores keep their promises."""

from __future__ import annotations

from assessment_kit import FORESTS, RECALL, Sat, plan
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.assessment.model import Scorecard
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.judging.judgement import within
from interview_sim.judging.parts import MAIN
from interview_sim.matching.model import Verdict
from interview_sim.session.fold import fold

WORDS = (
    "variance",
    "~variance",
    "bagging",
    "features",
    "votes",
    "speed",
    "~oob",
    "!never-overfits",
)
ANSWERS = st.lists(st.sampled_from((*WORDS, "found", "misses", "well")), max_size=5).map(" ".join)
POINTS = (*(leaf.id for leaf in FORESTS.leaves()), "reasons")
MARKS = st.dictionaries(st.sampled_from(POINTS), st.sampled_from(Verdict), max_size=4)
ORDER = (Verdict.MISSED, Verdict.PARTLY, Verdict.COVERED)


def sit(answers: list[str], marks: dict[str, Verdict], seconds: int = 2) -> Sat:
    """A session with these answers in turn, the last one repeated, then marked."""
    sat = Sat(plan(follow_ups=1), (FORESTS, RECALL)).start()
    queue = list(answers)
    while not sat.state.is_over:
        sat.answer(queue.pop(0) if queue else "", seconds)
    sat.engine.reveal(0)
    for point, verdict in marks.items():
        sat.engine.mark(0, point, verdict)
    return sat


def card(sat: Sat) -> Scorecard:
    """The scorecard as things stand."""
    return build_scorecard(sat.state)


def every_score(scorecard: Scorecard) -> list[float]:
    """All scores on the card."""
    questions = scorecard.questions
    found = [
        scorecard.score,
        *(d.score for d in scorecard.dimensions),
        *(t.score for t in scorecard.topics),
        *(s for q in questions for s in (q.score, q.coverage, q.depth, q.time_score)),
        *(f.score for q in questions for f in q.follow_ups),
    ]
    return [score for score in found if score is not None]


@given(st.lists(ANSWERS, min_size=1, max_size=3), MARKS, st.sampled_from([1, 70]))
def test_scores_stay_between_0_and_100(
    answers: list[str], marks: dict[str, Verdict], seconds: int
) -> None:
    """No answer, mark or clock makes a score below 0 or above 100."""
    scores = every_score(card(sit(answers, marks, seconds)))
    assert scores
    assert all(0 <= score <= 100 for score in scores)


@given(ANSWERS, MARKS, st.sampled_from(POINTS))
def test_a_better_mark_never_lowers_a_score(
    answer: str, marks: dict[str, Verdict], point: str
) -> None:
    """Going from missed over partly to covered, no score on the card falls."""
    sat = sit([answer], marks)
    before: list[float] = []
    for verdict in ORDER:
        sat.engine.mark(0, point, verdict)
        after = every_score(card(sat))
        if before:
            assert all(b <= a + 1e-9 for b, a in zip(before, after, strict=True))
        before = after


@given(ANSWERS, MARKS)
def test_a_mark_taken_back_leaves_no_trace(answer: str, marks: dict[str, Verdict]) -> None:
    """Undo brings the suggestion back, for points and for groups."""
    sat = sit([answer], {})
    before = card(sat)
    for point, verdict in marks.items():
        sat.engine.mark(0, point, verdict)
    for point in marks:
        sat.engine.mark(0, point, None, part=MAIN)
    assert card(sat) == before


@given(st.lists(ANSWERS, max_size=3), MARKS)
def test_the_card_of_a_saved_session_is_the_card_of_the_live_one(
    answers: list[str], marks: dict[str, Verdict]
) -> None:
    """Folding the events again gives the same scorecard."""
    sat = sit(answers or [""], marks)
    again = fold(sat.events)
    assert build_scorecard(again) == card(sat)


@given(st.lists(st.tuples(st.integers(-5, 20), st.integers(-5, 20)), max_size=6), st.text())
def test_evidence_lies_within_the_answer(spans: list[tuple[int, int]], text: str) -> None:
    """Offsets from a file may be anything; those that are kept cut real words."""
    for start, end in within(spans, text):
        assert 0 <= start < end <= len(text)
