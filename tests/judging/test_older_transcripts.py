"""Transcripts that recorded no judgements are judged once, beside the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.judging.desk import Desk
from interview_sim.session.judgements import is_judged
from interview_sim.transcript.reader import read_transcript
from interview_sim.transcript.store import Store

FIRST = sorted((Path(__file__).parents[1] / "transcript" / "fixtures").glob("*-1.jsonl"))


@pytest.mark.parametrize("path", FIRST, ids=lambda path: path.stem)
def test_a_first_format_file_is_judged_once_and_never_rewritten(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a reveal had recorded stands; the rest is judged; the second reading asks nobody."""
    copy = tmp_path / "transcripts" / "old.jsonl"
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes())
    bare = read_transcript(copy)
    store = Store(copy.parent, judgements=tmp_path / "cache")
    first = store.read("old")
    assert is_judged(first.state)
    for (question, part), opinions in bare.state.judgements.items():
        found = first.state.judgement(question, part)
        assert found is not None
        assert (found.version, found.points) == (opinions[-1].version, opinions[-1].points)
    assert any(j[-1].covered_at for j in first.state.judgements.values())

    def refuse(*_: object) -> None:
        raise AssertionError("matched again")

    monkeypatch.setattr(Desk, "decide", refuse)
    again = store.read("old")
    assert again.state.judgements == first.state.judgements
    assert build_scorecard(again.state) == build_scorecard(first.state)
    assert copy.read_bytes() == path.read_bytes()


def test_without_a_place_to_keep_them_they_are_made_anew(tmp_path: Path) -> None:
    """A cache that cannot be written costs time, nothing else."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    store = Store(FIRST[0].parent, judgements=blocked / "cache")
    assert is_judged(store.read(FIRST[0]).state)


@pytest.mark.parametrize("name", ["practice", "quick-five"])
def test_a_session_of_the_first_format_scores_as_it_always_did(name: str) -> None:
    """The samples were format 1 once: read from that file they have the card of today's file."""
    root = Path(__file__).parents[2]
    store = Store(root / "transcripts")
    old, new = store.read(FIRST[0].with_name(f"{name}-1.jsonl")), store.read(f"sample-{name}")
    assert (old.version, new.version) == (1, 2)
    assert build_scorecard(old.state) == build_scorecard(new.state)
    assert len(old.events) < len(new.events)
