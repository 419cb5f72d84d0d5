"""Marking blind, and the file that keeps it."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from assessment_kit import FORESTS, RECALL, Sat

from interview_sim.errors import InterviewSimError
from interview_sim.matching.model import Verdict
from interview_sim.together.marking import (
    BlindMarking,
    MarkingError,
    MarkingFile,
    again_files,
    again_name,
    header_digest,
    markables,
    marking_name,
    own_marks,
    read_marking,
    write_marking,
)


def sat() -> Sat:
    """A session with one answer and a follow-up; the second question is skipped."""
    session = Sat().start("variance bagging")
    while session.state.turn.question == 0:
        session.answer("some thresholds")
    session.engine.skip()
    while not session.state.is_over:
        session.engine.skip()
    return session


def begun(session: Sat, by: str = "Ada") -> MarkingFile:
    """A marking in which nothing is marked yet."""
    return MarkingFile(session="s1", header=header_digest(session.header), by=by)


def walk(session: Sat, marking: MarkingFile | None = None) -> tuple[BlindMarking, list]:
    """A walk over all answers, and what it kept."""
    kept: list[MarkingFile] = []
    answers = list(markables(session.state))
    blind = BlindMarking(marking or begun(session), answers, kept.append, lambda: "now")
    return blind, kept


def test_answers_with_nothing_typed_are_not_marked() -> None:
    """Members of groups are marked one by one; the skipped question is not there."""
    answers = list(markables(sat().state))
    assert {answer.ref for answer in answers} == {"b:forests"}
    assert [point.id for point in answers[0].points] == [
        "variance", "bagging", "features", "votes", "speed", "oob",
    ]  # fmt: skip
    assert len(answers) > 1


def test_each_verdict_is_kept_at_once_and_the_walk_ends() -> None:
    """As many verdicts as points, and as many times kept."""
    blind, kept = walk(sat())
    while blind.current is not None:
        blind.mark(Verdict.PARTLY)
    assert len(kept) == blind.total == blind.marked
    assert kept[-1].changed == "now"


def test_a_marking_is_gone_on_with_where_points_are_open() -> None:
    """What was left open comes again, what was said does not."""
    session = sat()
    blind, kept = walk(session)
    blind.mark(Verdict.COVERED)
    blind.skip()
    blind.mark(Verdict.MISSED)
    again, _ = walk(session, kept[-1])
    assert again.marked == 2
    assert again.current.point.id == "bagging"


def test_back_returns_to_the_points_that_were_seen() -> None:
    """One after the other, to the first and no further; the newer verdict counts."""
    blind, kept = walk(sat())
    blind.mark(Verdict.COVERED)
    blind.skip()
    assert blind.back()
    assert blind.current.point.id == "bagging"
    assert blind.back()
    assert blind.verdict_on(blind.current) is Verdict.COVERED
    blind.mark(Verdict.MISSED)
    assert blind.back()
    assert blind.current.point.id == "variance"
    assert not blind.back()
    assert kept[-1].answers[0].points["variance"] is Verdict.MISSED
    assert blind.marked == 1


def test_an_answer_that_changed_since_is_marked_anew() -> None:
    """Verdicts belong to the words they were given on."""
    session = sat()
    blind, kept = walk(session)
    blind.mark(Verdict.COVERED)
    marks = msgspec.structs.replace(kept[-1].answers[0], answer="0" * 16)
    other = msgspec.structs.replace(kept[-1], answers=(marks,))
    assert walk(session, other)[0].marked == 0


def test_only_the_candidates_own_words_count_as_their_marks() -> None:
    """Suggestions, however many, are nobody's verdict."""
    session = sat()
    session.engine.reveal(0)
    assert all(not marks.points for marks in own_marks(session.state))
    session.engine.mark(0, "bagging", Verdict.MISSED)
    session.engine.mark(0, "variance", Verdict.COVERED)
    session.engine.mark(0, "variance", None)
    assert own_marks(session.state)[0].points == {"bagging": Verdict.MISSED}


def test_the_file_reads_back_and_holds_no_texts(tmp_path: Path) -> None:
    """What was marked is named by digests; neither question nor answer can be read in it."""
    blind, kept = walk(sat())
    blind.mark(Verdict.COVERED)
    path = tmp_path / "m.json"
    write_marking(path, kept[-1], is_new=True)
    assert read_marking(path) == kept[-1]
    text = path.read_text()
    for secret in (FORESTS.prompt, RECALL.prompt, "variance bagging", "Lowers variance"):
        assert secret not in text
    with pytest.raises(InterviewSimError, match="exists"):
        write_marking(path, kept[-1], is_new=True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a marking"),
        (b"[1, 2]", "not a marking"),
        (b'{"session": "s"}', "not a marking"),
        (b'{"format":"interview-sim/marking@9","session":"s","header":"h","by":"x"}', "newer"),
        (b'{"session":"s","header":"h","by":"\\u001b[2J","answers":[{"ref":7}]}', "not a marking"),
        (b"[" * 100_000, "not a marking"),
    ],
)
def test_what_is_no_marking_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    """And a file that is not there is said not to be."""
    path = tmp_path / "m.json"
    with pytest.raises(MarkingError, match="cannot be read"):
        read_marking(path)
    path.write_bytes(content)
    with pytest.raises(MarkingError, match=words):
        read_marking(path)


def test_a_file_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    """A marking comes from somebody else."""
    path = tmp_path / "m.json"
    path.touch()
    os.truncate(path, 1 << 40)  # with nothing in it, it takes no room
    with pytest.raises(MarkingError, match="too large"):
        read_marking(path)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ada", "ada"), ("Zoë O'Neil", "zoe-o-neil"), ("../../etc/passwd", "etc-passwd"),
        ("\x1b[2J", "2j"), ("方差", "marker"), ("x" * 200, "x" * 40),
    ],
)  # fmt: skip
def test_any_name_makes_a_file_name_that_stays_in_its_folder(name: str, slug: str) -> None:
    """Letters and digits only."""
    assert marking_name("s1", name) == f"s1.marking-{slug}.json"


def test_regrades_are_found_by_their_transcript(tmp_path: Path) -> None:
    """Only those, oldest first; a folder that is not there has none."""
    for stem, day in (("s1", "2026-01-09"), ("s1", "2026-01-02"), ("s10", "2026-01-03")):
        (tmp_path / again_name(stem, day, 0)).write_text("{}")
    (tmp_path / marking_name("s1", "Ada")).write_text("{}")
    assert [path.name[:24] for path in again_files(tmp_path, "s1")] == [
        "s1.marking-again-2026-01", "s1.marking-again-2026-01",
    ]  # fmt: skip
    assert len(again_files(tmp_path)) == 3
    assert again_files(tmp_path / "none") == ()
