"""Sample answers: what they lack is known, and marks on them are held against it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from interview_sim.bank.loading import load_bank
from interview_sim.bank.model import Bank, Point, Question
from interview_sim.bank.terms import Need
from interview_sim.matching import Matcher
from interview_sim.matching.model import Verdict
from interview_sim.progress.debriefs import Debrief, keep_debrief, read_debriefs
from interview_sim.progress.drawing import ledger_lines
from interview_sim.progress.history import History
from interview_sim.progress.samples import (
    Sample,
    SampleError,
    Samples,
    correction,
    is_right,
    kindness,
    marks_on,
    next_open,
    result_line,
)
from interview_sim.progress.sampling import find_sample, sample_of
from interview_sim.progress.standing import standing

BANKS = Path(__file__).parents[2] / "banks"
QUESTION = Question(
    id="q",
    prompt="What is it about trees?",
    rubric=(
        Point(id="a", point="Oak wood is heavy.", match=("oak is heavy",)),
        Point(id="b", point="Pine grows fast.", match=("pine grows fast",), need=Need.SHOULD),
        Point(id="c", point="Birch bark is white.", match=("birch bark",), need=Need.SHOULD),
        Point(id="d", point="Willows like water.", match=("willows like water",)),
    ),
    model_answer=(
        "To begin with, **oak is heavy** as everybody knows who has ever carried any. It sinks. "
        "By contrast pine grows fast, within a few decades. People notice birch bark from afar. "
        "Last of all, willows like water, as any riverside walk will show you on a Sunday."
    ),
)


def bank(*questions: Question) -> Bank:
    """A bank of these."""
    return Bank(id="b", title="B", questions=questions)


def made(seed: int = 1) -> Sample:
    """A sample that can be made."""
    sample = sample_of(bank(QUESTION), QUESTION, seed)
    assert sample is not None
    return sample


def test_what_a_sample_lacks_is_surely_missing_and_all_the_rest_is_there() -> None:
    """By the matcher, for every bank that ships: two to four points, one a must; no half ones."""
    count = 0
    for path in sorted(BANKS.glob("*.yaml"))[::4]:
        loaded = load_bank(path)
        matcher = Matcher(loaded.glossary, language=loaded.language)
        for question in loaded.asked[::3]:
            sample = sample_of(loaded, question, 5)
            if sample is None:
                continue
            count += 1
            found = matcher.cover(question, sample.answer).leaves()
            gone = [each for each in sample.points if not each.is_there]
            assert 2 <= len(gone) <= 4
            assert any(each.point.need is Need.MUST for each in gone)
            assert all(each.left_out for each in gone)
            for each in sample.points:
                wanted = Verdict.COVERED if each.is_there else Verdict.MISSED
                assert found[each.point.id].verdict is wanted
    assert count >= 3


def test_a_sample_is_the_same_for_a_seed_and_whole_sentences_fall() -> None:
    """What hangs on a sentence falls with it, and no mark-up is left."""
    assert made(1) == made(1)
    answers = {made(seed).answer for seed in range(8)}
    assert len(answers) > 1
    for answer in answers:
        assert "**" not in answer
        assert ("oak is heavy" in answer) == ("It sinks." in answer)


@pytest.mark.parametrize(
    "question",
    [
        replace(QUESTION, model_answer="Oak is heavy. Pine grows fast. Willows like water."),
        replace(QUESTION, model_answer=""),
        replace(QUESTION, rubric=QUESTION.rubric[:3]),
        replace(
            QUESTION,
            model_answer="Oak is heavy, pine grows fast, birch bark is white, willows like water.",
        ),
    ],
    ids=["a point is not in it", "none", "few points", "one sentence says all"],
)
def test_where_it_cannot_be_made_cleanly_there_is_none(question: Question) -> None:
    """A question is refused rather than marked wrongly."""
    assert sample_of(bank(question), question, 1) is None


def test_a_sample_is_of_a_question_that_may_be_given_away() -> None:
    """One that waits to be answered or marked is left out."""
    other = replace(QUESTION, id="other")
    both = [bank(QUESTION, other)]
    for seed in range(4):
        assert find_sample(both, seed, {"b:q"}).ref == "b:other"
        assert find_sample(both, seed, marked={"b:q"}).ref == "b:other"
        assert find_sample(both, seed, {"b:other"}, {"b:q"}).ref == "b:q"
    with pytest.raises(SampleError):
        find_sample(both, 1, {"b:q", "b:other"})


def test_marks_are_held_against_what_is_so() -> None:
    """In figures, in a line, and point by point with the words or their absence."""
    sample = made()
    kind = {each.point.id: Verdict.COVERED for each in sample.points}
    gone = sum(not each.is_there for each in sample.points)
    marks = marks_on(sample, kind, "2026-03-01T12:00:00.000Z")
    assert (marks.points, marks.agreed, marks.kinder, marks.squares) == (4, 4 - gone, gone, gone)
    right = {e.point.id: Verdict.COVERED if e.is_there else Verdict.MISSED for e in sample.points}
    assert all(is_right(each, right[each.point.id]) for each in sample.points)
    line = result_line(marks_on(sample, right, ""))
    assert line.startswith("You were right on 4 of 4 points, and your marks were just like what is")
    for each in sample.points:
        said = correction(sample, each)
        assert said.startswith("The answer says it: “" if each.is_there else "It is not in the")
        assert each.is_there or each.left_out not in sample.answer
    assert next_open(sample, {}, 3) == 0
    assert next_open(sample, kind, 2) == 2


@pytest.mark.parametrize(
    ("bias", "words"),
    [(0.4, "just like"), (1.0, "1 point kinder than"), (-12.4, "12 points stricter than")],
)
def test_kindness_is_told_in_whole_points(bias: float, words: str) -> None:
    """One point is one point."""
    assert kindness(bias) == words


def test_marks_are_kept_and_stand_in_the_ledger(tmp_path: Path) -> None:
    """Beside the expectations, from the day on that counts; a declined offer stays declined."""
    samples = Samples(tmp_path / "kept" / "sample-marks.json")
    assert samples.is_offered
    samples.decline()
    assert not samples.is_offered
    sample = made()
    verdicts = {each.point.id: Verdict.COVERED for each in sample.points}
    for _ in range(2):
        marks = samples.keep(sample, verdicts, "2026-03-01T12:00:00.000Z")
    assert samples.refs == {"b:q"}
    ledger = standing(History(), samples=samples.known).ledger
    gone = len(marks.left_out)
    assert (ledger.sample_points, ledger.sample_bias) == (8, 25.0 * gone)
    assert ledger_lines(ledger)[-1] == (
        f"On samples your marks were {25 * gone} points kinder than what is so (8 points; "
        f"Brier score {gone / 4:.2f})."
    )
    later = standing(History(), samples=samples.known, since=date(2026, 4, 1)).ledger
    assert later.sample_points == 0


@pytest.mark.parametrize("content", ["{", '{"format": "other@1"}', '{"marks": 3}'])
def test_a_damaged_file_is_told_and_never_overwritten(tmp_path: Path, content: str) -> None:
    """The message names the file; where one stands is shown without it, and nothing is offered."""
    path = tmp_path / "sample-marks.json"
    path.write_text(content)
    samples = Samples(path)
    with pytest.raises(SampleError, match="sample-marks"):
        samples.decline()
    assert samples.known == ()
    assert not samples.is_offered
    assert path.read_text() == content


def test_what_several_windows_keep_at_once_is_all_kept(tmp_path: Path) -> None:
    """Marks are added to what is there then, not to what was there before."""
    path, sample, windows, each = tmp_path / "sample-marks.json", made(), 4, 6
    verdicts = {point.point.id: Verdict.COVERED for point in sample.points}

    def mark(window: int) -> None:
        for number in range(each):
            Samples(path).keep(sample, verdicts, f"{window}-{number}")
            keep_debrief(tmp_path / "debriefs.json", Debrief(day="2026-03-01", role=str(window)))

    with ThreadPoolExecutor(windows) as pool:
        list(pool.map(mark, range(windows)))
    assert len({marks.at for marks in Samples(path).known}) == windows * each
    assert len(read_debriefs(tmp_path / "debriefs.json")) == windows * each
