"""The benchmark's own arithmetic, and that it does without data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.matching.attacks import raised
from benchmarks.matching.data import VARIABLE, Graded, folder, graded
from benchmarks.matching.inverted import inverted, unlabelled
from benchmarks.matching.methods import without
from benchmarks.matching.plain import lengths, letters, means, recalls, token_sets
from benchmarks.matching.stats import folds, inside, isotonic_rmse, pearson, spearman
from interview_sim.bank.model import Point, Question
from interview_sim.matching.matcher import Matcher
from interview_sim.matching.model import Verdict

ROOT = Path(__file__).parents[2]


def test_pearson_and_spearman() -> None:
    """Both correlations agree with values worked out by hand."""
    assert pearson([1, 2, 3], [2, 4, 6]) == pytest.approx(1.0)
    assert pearson([1, 2, 3], [6, 4, 2]) == pytest.approx(-1.0)
    assert pearson([1, 1, 1], [1, 2, 3]) == 0.0
    assert spearman([1, 2, 3, 4], [1, 8, 27, 64]) == pytest.approx(1.0)
    assert spearman([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(0.9486832980505138)


def test_inside_questions() -> None:
    """The mean inside groups leaves out groups that are small or do not vary."""
    left = [1.0, 2, 3, 4, 5, 1, 2, 3, 4, 5, 9]
    right = [1.0, 2, 3, 4, 5, 7, 7, 7, 7, 7, 1]
    groups = list("aaaaabbbbbc")
    assert inside(left, right, groups) == pytest.approx(1.0)


def test_folds_never_split_a_question() -> None:
    """Each question's answers are in one fold, and every answer is in one."""
    groups = list("aabbbccddeefff")
    found = folds(groups)
    assert sorted(at for fold in found for at in fold) == list(range(len(groups)))
    for group in set(groups):
        members = {at for at, name in enumerate(groups) if name == group}
        assert sum(bool(members & set(fold)) for fold in found) == 1


def test_isotonic_error_of_a_perfect_order() -> None:
    """Scores in the right order leave little error, whatever their scale; constant ones much."""
    groups = [str(number % 6) for number in range(60)]
    right = [number / 59 for number in range(60)]
    assert isotonic_rmse([value**3 for value in right], right, groups) < 0.05
    assert isotonic_rmse([0.5] * 60, right, groups) == pytest.approx(0.294, abs=0.01)


def test_reading_graded_answers(tmp_path: Path) -> None:
    """Blank answers are left out, and each question is read once."""
    rows = [
        {"question_id": "1", "question": "Why?", "reference": "So.", "answer": a, "score": 1.0}
        for a in ("Because.", "  ", "Therefore.")
    ]
    (tmp_path / "asag").mkdir()
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "asag" / "mohler-dev.jsonl").write_text(lines, "utf-8")
    (one,) = graded(tmp_path)
    assert one.answers == ["Because.", "Therefore."]
    assert one.question(0).model_answer == "So."
    assert len(one.questions) == 1


def made_up() -> Graded:
    """Two questions with two answers each, of which the second says something else."""
    questions = {
        "tree": Question(
            id="q0", prompt="What is a leaf?", model_answer="A node that has no child."
        ),
        "sort": Question(id="q1", prompt="How to sort?", model_answer="Swap each unsorted pair."),
    }
    answers = {
        "tree": ("A node without a single child hanging below.", "Something green in spring."),
        "sort": ("Swap every pair that is unsorted until done.", "I would call the library."),
    }
    rows = [(name, answer) for name, pair in answers.items() for answer in pair]
    return Graded(
        name="made up",
        questions=questions,
        question_ids=[name for name, _ in rows],
        answers=[answer for _, answer in rows],
        scores=[1.0, 0.0, 1.0, 0.0],
    )


def test_baselines_rank_what_they_can_rank() -> None:
    """Each is a share, and each but length puts the right answers before the others."""
    one = made_up()
    for score in (recalls, token_sets, letters, means):
        found = score(one)
        assert all(0.0 <= value <= 1.0 for value in found)
        assert min(found[0], found[2]) > max(found[1], found[3]), score.__name__
    assert lengths(one) == [1.0, 4 / 6, 1.0, 1.0]


def test_attacks_are_counted() -> None:
    """A sentence that is an answer gains; one that is none does not; a "not" is seen."""
    one = made_up()
    assert raised(one, [one]) == 0.0
    helpful = replace(one, question_ids=["sort", "sort", "tree", "tree"])
    assert raised(one, [helpful]) > 0.1
    counts, _ = inverted(unlabelled(one))
    assert counts.points
    assert counts.shares == (0.0, 0.0)


def test_without_stems_nothing_is_stemmed_and_afterwards_everything() -> None:
    """What was read before is read anew: a bank with stems would be held against none."""
    question = Question(
        id="q", prompt="?", rubric=(Point(id="p", point="?", match=("trees vote",)),)
    )

    def is_covered(answer: str) -> bool:
        return Matcher().cover(question, answer).of("p").verdict is Verdict.COVERED

    assert is_covered("The trees voted.")
    with without(("interview_sim.matching.text.stem", str)):
        assert is_covered("The trees vote.")
        assert not is_covered("The trees voted.")
    assert is_covered("The trees voted.")


@pytest.mark.thorough
def test_without_data_the_benchmark_says_so(tmp_path: Path) -> None:
    """Where the data is absent the benchmark skips with a clear message and no failure."""
    environment = {**os.environ, VARIABLE: ""}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.matching", "--quick", "--data", str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"--data or ${VARIABLE}" in done.stdout
    assert "ms warm" in done.stdout


def test_floor_on_real_answers() -> None:
    """Where the graded answers are at hand, agreement does not fall behind what it was."""
    given = folder(None)
    root = ROOT / given if given else None
    if root is None or not graded(root):
        pytest.skip(f"no graded answers: set {VARIABLE} to their folder")
    from benchmarks.matching.methods import matched

    floors = {"nn_exam-dev": 0.50, "mohler-dev": 0.60}
    for one in graded(root):
        agreed = pearson(matched(one), one.scores)
        assert agreed >= floors[one.name], one.name
        assert agreed >= pearson(means(one), one.scores), one.name
        assert max(inverted(unlabelled(one))[0].shares) <= 0.08, one.name
        assert raised(one, [one]) <= 0.10, one.name
