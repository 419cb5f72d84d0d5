"""The check that banks are in our own words finds what is shared, and says what it skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.borrowed import main

BANK = """\
format: interview-sim/bank@1
id: b
title: B
questions:
  - id: q
    prompt: Why average many trees?
    rubric:
      - {id: v, point: "It makes the errors of single trees cancel, so variance falls."}
    hints:
      - Think of dice.
      - Nothing at all is shared in this one.
    model_answer: |
      The *errors of single* trees
      cancel out when many are averaged.
"""


def test_words_that_stand_elsewhere_are_found_with_their_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Markup and line ends do not hide them, and overlapping runs are one finding."""
    bank = tmp_path / "b.yaml"
    bank.write_text(BANK)
    decks = tmp_path / "data" / "decks"
    decks.mkdir(parents=True)
    deck = decks / "deck.md"
    deck.write_text("<p>The errors of&nbsp;single trees cancel out when **many** come</p>")
    (decks / "picture.png").write_bytes(b"\x89PNG\xff")
    arguments = [str(bank), "--data", str(tmp_path / "data")]
    assert main(arguments) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        f"{bank}:8: “the errors of single trees cancel” is in {deck}",
        f"{bank}:12: “the errors of single trees cancel out when many” is in {deck}",
    ]
    assert told.err.startswith("Skipped: the articles are not here")
    article = tmp_path / "article.txt"
    article.write_text("Nothing at all is shared, in this or that")
    deck.write_text("Something else")
    assert main([*arguments, "--article", str(article)]) == 1
    assert f"{bank}:11: “nothing at all is shared in this” is in" in capsys.readouterr().out


def test_nothing_to_compare_with_is_no_success(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else a wrong folder would look like a clean bank."""
    bank = tmp_path / "b.yaml"
    bank.write_text(BANK)
    assert main([str(bank), "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("Skipped: ") == 2
