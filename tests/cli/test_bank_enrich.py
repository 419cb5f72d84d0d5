"""`bank enrich`: what a model proposes, what of it is dropped, shown and written."""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cli_kit import Runner
from endpoint_kit import Call, serving

from interview_sim.bank.examples import examples_path, read_tests
from interview_sim.bank.loading import load_bank
from interview_sim.bank.model import AllOf, Level
from interview_sim.bank.problems import Severity
from interview_sim.cli.context import forget_typed_ahead
from interview_sim.exchange.drafting import is_open
from interview_sim.matching.audit import audit
from interview_sim.matching.examples import try_tests
from interview_sim.paths import find_paths

DECK = """\
format: interview-sim/bank@1
id: deck
title: Deck   # imported
questions:
  # from the book
  - id: overfitting
    prompt: What is overfitting?
    model_answer: >
      A model overfits when it learns the noise of the training data. Its error on new data is
      then much higher than on the training data. Regularisation reduces it.
  - id: variance
    prompt: What does bagging do?
    rubric:
      - id: averages   # keep
        point: It averages many models.
    model_answer: It averages many models, each fitted to a bootstrap sample of the rows.
"""
NOISE = {
    "number": 0,
    "statement": "It learns the noise of the training data.",
    "need": "must",
    "match": [["learns|memorises|memorizes", "noise"], ["memorises|memorizes", "training data"]],
    "says": [
        "The model memorizes the training data, quirks and all.",
        "It picks up patterns that are not there: it learns noise.",
    ],
    "says_not": ["The model is too simple for the data.", "It never learns noise."],
    "probe": "What exactly does such a model pick up?",
}
GAP = {
    "number": 0,
    "statement": "The error on new data is much higher than on the training data.",
    "need": "must",
    "match": [["test|unseen|validation", "worse|higher"], ["generalises|generalizes", "poorly"]],
    "says": ["On unseen rows it does far worse.", "It generalizes poorly."],
    "says_not": ["Training takes longer."],
    "probe": "How would you notice it?",
}
WRONG = {
    "claim": "Overfitting means that the training error is high.",
    "correction": "A model that overfits fits the rows it has seen very well.",
    "match": [["training error", "high"]],
    "says": ["You see it when the training error is high."],
    "says_not": ["The validation loss goes up."],
    "probe": "And on the rows it was fitted to?",
}
GOOD = {"points": [NOISE, GAP], "level": "advanced", "minutes": 3, "misconception": WRONG}
MEMBER = {
    **NOISE,
    "number": 1,
    "match": [["mean|average", "fits|models|trees"]],
    "says": ["You take the mean of all the trees."],
    "says_not": ["You pick the best tree."],
    "probe": "What becomes of their predictions?",
}
OTHER = {**GOOD, "points": [MEMBER]}

Run = Callable[..., tuple[int, str]]


def plays(**by_question: object) -> Callable[[Call], None]:
    """A model that has something to say to each question, by a word of it."""

    def act(call: Call) -> None:
        said = next(said for word, said in by_question.items() if word in call.prompt)
        if isinstance(said, bytes):
            call.send(said)
        else:
            call.say(said)

    return act


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A bank as it comes from an import."""
    path = tmp_path / "deck.yaml"
    path.write_text(DECK)
    return path


@pytest.fixture
def run(run: Runner) -> Run:
    """Runs the command with what is typed."""

    def once(*arguments: object, typed: str = "") -> tuple[int, str]:
        ended = run("bank", "enrich", *arguments, typed=typed)
        return ended.code, ended.said

    return once


@contextmanager
def model(act: Callable[[Call], None]) -> Iterator[Any]:
    """A model that is set up, and plays that part."""
    with serving(act) as server:
        file = find_paths(Path.cwd(), os.environ).config_file
        file.parent.mkdir(parents=True, exist_ok=True)
        e = server.endpoint
        file.write_text(f'[judge]\nbase_url = "{e.base_url}"\nmodel = "tiny"\n')
        yield server


def test_what_stands_its_tests_is_shown_and_written_on_yes(run: Run, deck: Path) -> None:
    """Question by question, in a file that otherwise stays; a no is asked again another time."""
    with model(plays(overfitting=GOOD, bagging=OTHER)) as server:
        code, said = run(deck, typed="y\ny\nn\n")
        assert code == 0
        assert "2 questions, about " in said
        assert "on this machine" in said
        assert "+        match:" in said
        assert "1 of 2 questions written. Asked about 2; 308 tokens" in said
        bank = load_bank(deck)
        first, second = bank.questions
        assert [len(point.match) for point in first.rubric] == [2, 3]
        assert (is_open(first), is_open(second)) == (False, True)
        assert (first.level, first.time) == (Level.ADVANCED, 180.0)

        code, said = run(deck, "--yes")
        assert "1 question, about " in said
        bank = load_bank(deck)
        assert not any(map(is_open, bank.questions))
        text = deck.read_text()
        kept = [line for line in text.splitlines() if line in DECK.splitlines()]
        assert [line for line in kept if line != "    rubric:"] == [
            line for line in DECK.splitlines() if line != "    rubric:"
        ]
        assert not [found for found in audit(bank) if found.severity is Severity.ERROR]
        tests = read_tests(examples_path(deck, bank), bank).sentences
        assert len(tests) > 8
        assert all(one.passes for one in try_tests(bank, tests))

        calls = len(server.calls)
        assert "Nothing to do" in run(deck)[1]
        assert len(server.calls) == calls


def test_nothing_is_written_unless_it_is_wanted(run: Run, deck: Path) -> None:
    """Not at a no to the first question, in a dry run, after q, or at the end of the input."""
    with model(plays(overfitting=GOOD, bagging=OTHER)) as server:
        assert run(deck, typed="n\n")[0] == 0
        assert not server.calls
        code, said = run(deck, "--dry-run", "--yes", "--question", "variance")
        assert code == 0
        assert "+        probe: " in said
        assert len(server.calls) == 1
        assert "0 of 2" in run(deck, typed="y\nq\n")[1]
        assert "0 of 2" in run(deck, typed="y\n")[1]
        assert len(server.calls) == 3
    assert deck.read_text() == DECK
    assert not examples_path(deck, load_bank(deck)).exists()
    assert "no question" in run(deck, "-q", "gone")[1]


def test_a_model_that_gives_nothing_changes_nothing(run: Run, deck: Path) -> None:
    """Nonsense, and an answer without an end: what it was is said, and the next is asked about."""
    endless = b"{" + b" " * 2_000_000
    with model(plays(overfitting=endless, bagging="\x1b[31m[bold]no[/bold] {")) as server:
        code, said = run(deck, "--yes")
    assert code == 0
    assert len(server.calls) > 1
    assert "the endpoint sent far too much" in said
    assert "the model did not answer as asked" in said
    assert "0 of 2 questions written" in said
    assert "\x1b" not in said
    assert deck.read_text() == DECK


def test_without_a_model_rules_do_little_and_say_so(run: Run, deck: Path) -> None:
    """Points from the statements of a model answer; terms of the glossary where two are in one."""
    deck.write_text(
        DECK.replace(
            "questions:", "glossary:\n  - [noise, chance]\n  - [training data, rows]\nquestions:", 1
        )
    )
    code, said = run(deck, "--yes")
    assert code == 0
    assert "It is little." in said
    assert "tokens" not in said
    first = load_bank(deck).questions[0]
    assert len(first.rubric) == 2
    assert not examples_path(deck, load_bank(deck)).exists(), "a test of a statement cannot fail"
    assert first.rubric[0].match == (AllOf(all=("noise", "training data")),)


def test_what_was_typed_while_the_model_was_asked_is_no_yes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It was meant for nothing that could be read; what is typed from then on counts."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    with os.fdopen(slave, "r") as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        os.write(master, b"y\n")
        assert select.select([slave], [], [], 5)[0]
        forget_typed_ahead()
        os.write(master, b"n\n")
        assert terminal.readline() == "n\n"
    os.close(master)
