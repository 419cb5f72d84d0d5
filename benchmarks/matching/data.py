"""Graded answers: read where they are, never copied here."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from interview_sim.bank.model import Question

VARIABLE = "INTERVIEW_SIM_DATA"
NAMES = ("nn_exam-dev", "mohler-dev")


@dataclass(frozen=True)
class Graded:
    """A set of answers that people graded, blank ones left out."""

    name: str
    questions: dict[str, Question]
    question_ids: list[str]
    answers: list[str]
    scores: list[float]

    def __len__(self) -> int:
        return len(self.answers)

    def question(self, at: int) -> Question:
        """The question of one answer."""
        return self.questions[self.question_ids[at]]


def folder(given: str | None) -> Path | None:
    """The folder of the data, from the command line or the environment."""
    named = given or os.environ.get(VARIABLE)
    return Path(named) if named else None


def graded(root: Path) -> list[Graded]:
    """The sets that are there."""
    paths = (root / "asag" / f"{name}.jsonl" for name in NAMES)
    return [_read(path) for path in paths if path.is_file()]


def _read(path: Path) -> Graded:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row["answer"].strip()]
    questions: dict[str, Question] = {}
    for row in rows:
        questions.setdefault(
            row["question_id"],
            Question(
                id=f"q{len(questions)}", prompt=row["question"], model_answer=row["reference"]
            ),
        )
    return Graded(
        name=path.stem,
        questions=questions,
        question_ids=[row["question_id"] for row in rows],
        answers=[row["answer"] for row in rows],
        scores=[row["score"] for row in rows],
    )
