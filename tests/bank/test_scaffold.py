"""The beginning of a new bank says what its author said, whatever that was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interview_sim.bank.formatting import format_bank
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.scaffold import NewBank, NewPoint, bank_schema, create_bank, scaffold
from interview_sim.files import FileError

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=150)
said = st.one_of(texts, st.text("ab :#-{}[]'\"\\\n>|&*!%@`,?~", max_size=90)).filter(str.strip)


@given(said, said, said, said)
@example("null", "yes", "- a", "12:30")
@example("a" * 200, "a b " * 60, "key: value", "ends:")
def test_any_text_is_spelt_so_that_it_is_read_back(
    title: str, question: str, point: str, phrase: str
) -> None:
    """The bank passes the check, says just that, and is laid out as `bank fmt` would."""
    drafted = NewPoint(text=point, phrases=(f"w{phrase}",), probe=question)
    text = scaffold(NewBank(title=title, question=question, topic="t", points=(drafted,)))
    result = parse_bank(text)
    assert result.bank is not None, result.errors
    asked = result.bank.questions[0]
    assert (result.bank.title, asked.prompt, asked.rubric[0].point) == (title, question, point)
    assert asked.rubric[0].match == (f"w{phrase}",)
    assert asked.rubric[0].probe == question
    assert asked.model_answer == point
    assert format_bank(text.encode()) == text


def test_a_bank_is_written_with_its_schema_once(tmp_path: Path) -> None:
    """The schema lies beside the bank; one that is there already is kept, and so is a bank."""
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    schema = tmp_path / "bank.schema.json"
    assert create_bank(first, scaffold(NewBank())) == [first, schema]
    assert schema.read_text(encoding="utf-8") == bank_schema()
    schema.write_text("{}")
    assert create_bank(second, scaffold(NewBank())) == [second]
    assert schema.read_text() == "{}"
    with pytest.raises(FileError):
        create_bank(second, "")
    assert second.read_text() == scaffold(NewBank())
