"""Weights, anchors and bands are data, and bad data is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_sim.assessment.scoring import ScoringError, load_scoring
from interview_sim.bank.scoring import CURRENT, Measure
from interview_sim.matching.model import Verdict
from interview_sim.matching.tuning import DEFAULT

SHIPPED = Path(__file__).parents[2] / "interview_sim" / "assessment" / "scoring.yaml"
TEXT = SHIPPED.read_text(encoding="utf-8")


def broken(old: str, new: str) -> str:
    """What is said of the shipped rules with one thing changed."""
    assert old in TEXT
    with pytest.raises(ScoringError) as caught:
        load_scoring(TEXT.replace(old, new, 1).encode(), "mine.yaml")
    return str(caught.value)


def test_the_copy_that_is_read_says_what_the_file_says() -> None:
    """Write it again with `python -m interview_sim.assessment.scoring` after a change."""
    assert load_scoring() == load_scoring(SHIPPED)


def test_the_rubric_that_ships_is_whole() -> None:
    """Five dimensions with four sentences each, and weights that make a hundred."""
    scoring = load_scoring()
    assert [d.id for d in scoring.dimensions] == list(Measure)
    assert sum(d.weight for d in scoring.dimensions) == 100
    for dimension in scoring.dimensions:
        assert len(dimension.anchors) == 4
        assert all(anchor.endswith(".") for anchor in dimension.anchors)
        assert dimension.asks.endswith("?")
    assert scoring.label == CURRENT


def test_a_point_weighs_the_same_to_the_matcher() -> None:
    """The score that the reveal suggests and the scorecard's are made with the same numbers."""
    scoring = load_scoring()
    needs = (scoring.needs.must, scoring.needs.should, scoring.needs.bonus)
    assert needs == (DEFAULT.must, DEFAULT.should, DEFAULT.bonus)
    assert scoring.partly == Verdict.PARTLY.value_share


def test_depth_is_rated_where_follow_ups_were_asked() -> None:
    """Nobody rates what there was not; time is never rated, the clock knows."""
    scoring = load_scoring()
    assert [d.id for d in scoring.to_rate(follow_ups=False)] == ["coverage", "judgement", "clarity"]
    assert [d.id for d in scoring.to_rate(follow_ups=True)] == [
        "coverage", "depth", "judgement", "clarity",
    ]  # fmt: skip
    assert [d.id for d in scoring.dimensions if not d.rated] == ["time"]


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (100, "strong hire"), (85, "strong hire"), (84.6, "strong hire"), (84.4, "hire"),
        (75, "hire"), (60, "lean hire"), (45, "lean no hire"), (44.4, "no hire (yet)"),
        (0, "no hire (yet)"), (None, "not scored"),
    ],
)  # fmt: skip
def test_bands_go_by_the_score_that_is_shown(score: float | None, band: str) -> None:
    """Whoever reads 85 reads strong hire beside it."""
    assert load_scoring().band(score).title == band


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("/rubric@2", "/rubric@9", "write `format: interview-sim/rubric@2`"),
        ("must: 1", "must: 0", "`must` points have to count"),
        ("must: 1", "must: lots", "`must` must be a number"),
        ("weight: 25", "weight: -1", "more than 0"),
        ("id: depth", "id: depht", "did you mean `depth`?"),
        ("id: depth", "id: coverage", "given twice"),
        ("when_rated: never", "when_rated: rarely", "always, when_asked or never"),
        ("partly: 0.5", "partly: 5", "at most 1"),
        ("at_least: 75", "at_least: 95", "down to 0"),
        ("at_least: 0,", "at_least: 10,", "down to 0"),
        ("      - You repeated your first answer, or skipped them.\n", "", "3 anchors"),
        ("band: lean no hire", "band: so so", "names a band that there is not"),
        ("“{claim}”", "“{clam}”", "write claim"),
        ("when: [claims]", "when: [clams]", "did you mean `claims`?"),
        ("title: Mock interview", "tilte: Mock interview", "did you mean `title`?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, said: str) -> None:
    """Broken rules name file, line and column, and what to write instead."""
    message = broken(old, new)
    assert said in message
    assert message.startswith("mine.yaml:")


def test_several_problems_are_told_at_once(tmp_path: Path) -> None:
    """Whoever writes rules sees everything that is wrong with them."""
    path = tmp_path / "r.yaml"
    path.write_text("format: interview-sim/rubric@1\nid: Mine\nversion: 0\n")
    with pytest.raises(ScoringError) as caught:
        load_scoring(path)
    assert len(str(caught.value).splitlines()) > 5


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    """No traceback for a file that is not there."""
    with pytest.raises(ScoringError, match="no such file"):
        load_scoring(tmp_path / "none.yaml")
