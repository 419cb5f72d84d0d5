"""How coverage came and went while an answer was typed."""

from __future__ import annotations

from assessment_kit import FORESTS, Sat, WordMatcher, plan
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_sim.assessment.coverage_timeline import (
    MOST_DRAFTS,
    AnswerTrack,
    Shift,
    drafts_of,
    track_points,
    tracks_of,
)
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.matching.model import Verdict
from interview_sim.session.events import Edit
from interview_sim.session.fold import fold
from interview_sim.transcript.reader import Transcript

COVERED, PARTLY, MISSED = Verdict.COVERED, Verdict.PARTLY, Verdict.MISSED


def edits_to(*drafts: str, every: int = 2_000) -> list[Edit]:
    """One edit a draft, each of the whole text."""
    edits, before = [], ""
    for number, draft in enumerate(drafts):
        same = len(before) if draft.startswith(before) else 0
        gone = len(before) - same
        edits.append(Edit(seq=number + 1, t=(number + 1) * every, at="", at_char=same,
                          delete=gone, ins=draft[same:]))  # fmt: skip
        before = draft
    return edits


def shifts(*drafts: str) -> dict[str, list[tuple[int, Verdict]]]:
    """The changes of each point that changed, with times in ms."""
    matcher: object = WordMatcher()
    points = track_points(FORESTS, FORESTS.rubric, edits_to(*drafts), matcher)  # type: ignore[arg-type]
    return {p.id: [tuple(s) for s in p.shifts] for p in points if p.shifts}  # type: ignore[misc]


def test_a_point_lights_up_with_the_last_of_its_words() -> None:
    """Each point changes when the words that say it are typed, partly first where it is so."""
    assert shifts("the ", "the ~variance", "the ~variance and speed") == {
        "variance": [(4_000, PARTLY)],
        "speed": [(6_000, COVERED)],
    }


def test_a_group_lights_up_with_the_member_that_completes_it() -> None:
    """Partly with the first of two, covered with the second; members stand for themselves."""
    got = shifts("votes", "votes and", "votes and bagging", "votes and bagging, oob")
    assert got["reasons"] == [(2_000, PARTLY), (6_000, COVERED)]
    assert got["bagging"] == [(6_000, COVERED)]


def test_a_point_goes_out_when_its_words_are_taken_out() -> None:
    """What was covered, lost and covered again says so at every moment between."""
    edits = edits_to("variance", "variance falls", "falls", "falls, the variance")
    points = track_points(FORESTS, FORESTS.rubric, edits, WordMatcher())  # type: ignore[arg-type]
    track = points[0]
    assert track.shifts == (Shift(2_000, COVERED), Shift(6_000, MISSED), Shift(8_000, COVERED))
    assert [track.at(t) for t in (0, 2_000, 5_999, 6_000, 9_000)] == [
        MISSED, COVERED, COVERED, MISSED, COVERED,
    ]  # fmt: skip
    assert track.first_covered == 2_000


@settings(max_examples=40, deadline=None)
@given(drafts=st.lists(st.sampled_from(["variance", "speed", "oob", "votes bagging", "x " * 40])))
def test_it_ends_at_what_the_whole_answer_covers(drafts: list[str]) -> None:
    """The last verdict on each point is the matcher's on the final text; times never run back."""
    texts = [" ".join(drafts[: n + 1]) for n in range(len(drafts))]
    final = texts[-1] if texts else ""
    points = track_points(FORESTS, FORESTS.rubric, edits_to(*texts), WordMatcher())  # type: ignore[arg-type]
    said = WordMatcher().cover(FORESTS, final)
    for point in points:
        found = said.of(point.id)
        assert found is not None
        assert point.at(10**9) is found.verdict
        assert list(point.shifts) == sorted(point.shifts, key=lambda shift: shift.t)


def test_a_long_answer_is_matched_no_more_often_than_a_short_one() -> None:
    """Two thousand edits come to a bounded number of drafts, the last among them."""
    edits = edits_to(*("word " * n for n in range(1, 2_000)), every=900)
    chosen = drafts_of(edits)
    assert len(chosen) <= MOST_DRAFTS
    assert chosen[-1] == len(edits) - 1
    assert drafts_of([]) == []


def tracked(sat: Sat, first: int = 0) -> list[AnswerTrack]:
    """The tracks of a session that was sat."""
    transcript = Transcript(
        path=None, header=sat.header, events=tuple(sat.events), state=fold(sat.events)
    )
    return list(tracks_of(transcript, sat.grader, first=first))


def test_every_answer_has_its_track_and_agrees_with_the_scorecard() -> None:
    """Follow-ups too; the one at hand comes first; the times are those of the scorecard."""
    sat = Sat(plan(follow_ups=1))
    sat.engine.start()
    for draft in ("variance", "variance with speed and oob", "variance"):
        sat.type(draft, 2)
    sat.engine.submit()
    sat.type("thresholds")
    sat.engine.submit()
    sat.answer("found")
    tracks = {(track.question, track.part): track for track in tracked(sat)}
    assert list(tracks) == [(0, ""), (0, "compare"), (1, ""), (1, "misses")][: len(tracks)]
    card = build_scorecard(fold(sat.events), grader=sat.grader, events=sat.events)
    times = {row.id: row.first_covered_ms for row in card.questions[0].main.points}
    assert {p.id: p.first_covered for p in tracks[0, ""].points} == times
    assert [gone.point for gone in tracks[0, ""].taken_out] == ["speed"]
    assert next(iter(tracked(sat, first=1))).question == 1
    assert [point.id for point in tracks[0, ""].counted] == ["variance", "reasons", "speed", "oob"]
