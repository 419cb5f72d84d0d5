"""How coverage came about while an answer was typed, as the record tells it."""

from __future__ import annotations

from assessment_kit import Sat, plan
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.assessment.tracks import PointTrack, Shift, tracks_of
from interview_sim.matching.model import Verdict
from interview_sim.session.fold import fold

COVERED, PARTLY, MISSED = Verdict.COVERED, Verdict.PARTLY, Verdict.MISSED


def tracked(*drafts: str) -> tuple[Sat, dict[str, PointTrack]]:
    """The points of the first answer after these drafts, one every two seconds."""
    sat = Sat(plan(follow_ups=0)).start()
    for draft in drafts:
        sat.type(draft, 1.5)
    sat.engine.submit()
    sat.judge()
    return sat, {point.id: point for point in tracks_of(sat.state)[0].points}


def test_a_point_lights_up_when_the_last_of_its_words_is_typed() -> None:
    """And a point that was half said is half there at the end."""
    _, points = tracked("first", "first variance", "first variance ~speed")
    assert points["variance"].shifts == (Shift(3_500, COVERED),)
    assert [points["variance"].at(t) for t in (0, 3_499, 3_500)] == [MISSED, MISSED, COVERED]
    assert [shift.verdict for shift in points["speed"].shifts] == [PARTLY]
    assert points["oob"].shifts == ()


def test_a_point_goes_out_when_its_words_are_deleted() -> None:
    """From the deletion on it is what the whole answer makes of it."""
    _, points = tracked("it lowers variance well", "it")
    assert points["variance"].shifts == (Shift(1_500, COVERED), Shift(3_500, MISSED))
    assert points["variance"].first_covered == 1_500


@given(drafts=st.lists(st.sampled_from(["variance", "speed", "oob", "votes bagging", "x " * 40])))
def test_it_ends_at_what_the_whole_answer_covers(drafts: list[str]) -> None:
    """The last verdict on each point is the judge's on the final text; times never run back."""
    sat, points = tracked(*(" ".join(drafts[: n + 1]) for n in range(len(drafts))))
    judgement = sat.state.judgement(0)
    for point in points.values():
        found = judgement.of(point.id) if judgement else None
        assert point.at(10**9) is (MISSED if found is None else found.verdict)
        assert list(point.shifts) == sorted(point.shifts, key=lambda shift: shift.t)


def test_every_answer_has_its_track_and_agrees_with_the_scorecard() -> None:
    """Follow-ups too; the times are those of the scorecard."""
    sat = Sat(plan(follow_ups=1)).start()
    for draft in ("variance", "variance with speed and oob", "variance"):
        sat.type(draft, 2)
    sat.engine.submit()
    sat.judge()
    sat.type("thresholds")
    sat.engine.submit()
    sat.judge()
    sat.answer("found")
    state = fold(sat.events)
    tracks = {(track.question, track.part): track for track in tracks_of(state)}
    assert list(tracks) == [(0, ""), (0, "compare"), (1, ""), (1, "misses")][: len(tracks)]
    card = build_scorecard(state)
    times = {row.id: row.first_covered_ms for row in card.questions[0].main.points}
    assert {p.id: p.first_covered for p in tracks[0, ""].points} == times
    assert [gone.point for gone in tracks[0, ""].deleted] == ["speed"]
    assert [point.id for point in tracks[0, ""].counted] == ["variance", "reasons", "speed", "oob"]
