"""A question from a form goes into a bank file, and the file stays its author's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from interview_sim.bank.editing import EditError, insert_question
from interview_sim.bank.loading import Spot, fingerprint, load_bank, parse_bank, spot_of
from interview_sim.bank.model import Question
from interview_sim.bank.new_question import (
    AddError,
    NewPoint,
    NewQuestion,
    add_question,
    begin_bank,
    copy_bank,
    question_of,
    suggested_id,
)
from interview_sim.bank.terms import Need
from interview_sim.paths import BankSource

SHIPPED = Path(__file__).parents[1] / "data" / "banks" / "ml-fundamentals.yaml"
BANK = """\
# My bank.
id: b
title: B

questions:
    - id: first   # keep
      prompt: Why?

      rubric:
          - {id: p, point: Because.}
          # - a point to come

    # what comes here stands below the questions
defaults: {time: 2m}   # short
"""
DRAFT = NewQuestion(
    id="second",
    topic=" trees /  bagging ",
    level="advanced",
    time="90s",
    prompt="How: does # it 'work'?\n\n  - [x] a list  ",
    title=" How it  works ",
    points=(
        NewPoint(" It does.", ask="Does it? "),
        NewPoint("It does not, too.", Need.BONUS),
        NewPoint(" "),
        NewPoint("It does."),
    ),
    model_answer="It does.",
)


def test_a_question_comes_behind_the_last_one_and_nothing_else_changes(tmp_path: Path) -> None:
    """Comments, blank lines, indentation and the keys below are as they were."""
    path = tmp_path / "b.yaml"
    path.write_text(BANK, encoding="utf-8")
    added = add_question(path, DRAFT)
    text = path.read_text(encoding="utf-8")
    start = text.index("\n    - id: second")
    end = text.index("\n    # what comes here")
    assert text[:start] + text[end:] == BANK
    assert load_bank(path).question("second") == added
    assert [(p.id, p.need, p.probe) for p in added.rubric] == [
        ("it-does", Need.MUST, "Does it?"),
        ("not-too", Need.BONUS, None),
        ("it-does-2", Need.MUST, None),
    ]
    assert (added.topic, added.title) == ("trees / bagging", "How it works")


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n# the end", "\n...\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_however_the_file_ends(end: str, newline: str) -> None:
    """A missing line end, comments behind the list and CRLF are no hindrance."""
    text = (
        "id: b\ntitle: B\nquestions:\n- id: a\n  prompt: A?\n  model_answer: |\n    One.\n\n    Two"
    )
    data = (text + end).replace("\n", newline).encode()
    question = question_of(DRAFT)
    changed = insert_question(data, question)
    bank = parse_bank(changed).bank
    assert bank is not None
    assert [known.id for known in bank.questions] == ["a", "second"]
    assert bank.questions[1] == question
    if newline == "\r\n":
        assert b"\n" not in changed.replace(b"\r\n", b"")


def test_a_shipped_bank_takes_a_question() -> None:
    """Every line of it is still there, in order."""
    data = SHIPPED.read_bytes()
    changed = insert_question(data, question_of(DRAFT))
    assert changed.startswith(data[: data.rindex(b"\n", 0, -1)])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "First Steps"}, "first-steps"),
        ({"id": "first"}, "first"),
        ({"prompt": " \n"}, "Write the question"),
        ({"points": (), "model_answer": ""}, "Write at least one point"),
        ({"points": (NewPoint("", ask="Why?"),)}, "Write the point"),
        ({"time": "soon"}, "4m, 90s"),
        ({"level": "expert"}, "core, intermediate"),
    ],
)
def test_what_is_wrong_is_told_and_the_file_is_left(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    """The reader's own words, without places in a file that the author has never seen."""
    path = tmp_path / "b.yaml"
    path.write_text(BANK, encoding="utf-8")
    draft = {field: getattr(DRAFT, field) for field in DRAFT.__struct_fields__} | change
    with pytest.raises(AddError) as caught:
        add_question(path, NewQuestion(**draft))
    assert words in str(caught.value)
    assert "b.yaml:" not in str(caught.value)
    assert path.read_text(encoding="utf-8") == BANK


def test_a_list_in_brackets_and_a_broken_file_take_a_person(tmp_path: Path) -> None:
    """They are refused with a reason."""
    with pytest.raises(EditError, match="brackets"):
        insert_question(
            b"{id: b, title: B, questions: [{id: a, prompt: A, model_answer: B}]}", _q()
        )
    path = tmp_path / "b.yaml"
    path.write_text("id: b\n", encoding="utf-8")
    with pytest.raises(AddError, match=r"b\.yaml: The bank has errors"):
        add_question(path, DRAFT)


def _q() -> Question:
    return question_of(DRAFT)


_TEXT = st.text(max_size=60)


@given(prompt=_TEXT, points=st.lists(_TEXT, max_size=3), answer=_TEXT, topic=_TEXT)
def test_whatever_is_typed_stands_in_the_file_or_is_refused(
    prompt: str, points: list[str], answer: str, topic: str
) -> None:
    """The bank that is read back has exactly that question, or there is an error in words."""
    typed = tuple(map(NewPoint, points))
    draft = NewQuestion(id="typed", prompt=prompt, points=typed, model_answer=answer, topic=topic)
    try:
        question = question_of(draft)
    except AddError:
        assert not prompt.strip() or not ("".join(points) + answer).strip()
        return
    result = parse_bank(insert_question(BANK.encode(), question))
    if result.bank is None:
        assert result.errors
    else:
        assert result.bank.questions[1] == question


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("What is the motivation behind random forests?", "motivation-behind-random-forests"),
        ("Why?", "why"),
        ("Où est le café?", "ou-est-le-cafe"),
        ("什么?", ""),
        ("first", "first-2"),
    ],
)
def test_an_id_is_made_of_the_main_words(prompt: str, expected: str) -> None:
    """Small words are left out, a taken id gets a number, and nothing is better than nonsense."""
    assert suggested_id(prompt, {"first"}) == expected


def test_an_id_is_made_where_none_is_given(tmp_path: Path) -> None:
    """From the title, else from the prompt, else from neither; never one that is taken."""
    path = tmp_path / "b.yaml"
    path.write_text(BANK, encoding="utf-8")
    typed = NewQuestion(title="First", prompt="什么?", model_answer="Yes.")
    ids = [add_question(path, replace(typed, title=title)).id for title in ("First", "", "")]
    assert ids == ["first-2", "question", "question-2"]


def test_a_bank_of_ones_own_is_begun_beside_those_that_are_there(tmp_path: Path) -> None:
    """It passes the check, and a second one gets another name and id."""
    first, _ = begin_bank(tmp_path, DRAFT)
    second, question = begin_bank(tmp_path, DRAFT)
    assert (first.name, second.name) == ("my-questions.yaml", "my-questions-2.yaml")
    bank = load_bank(second)
    assert (bank.id, bank.questions) == ("my-questions-2", (question,))
    assert (tmp_path / "bank.schema.json").exists()


def test_a_copy_never_replaces_anything(tmp_path: Path) -> None:
    """The copy has the same bytes, and a free name."""
    (tmp_path / SHIPPED.name).write_text("mine", encoding="utf-8")
    copy = copy_bank(SHIPPED, tmp_path)
    assert copy.name == "ml-fundamentals-2.yaml"
    assert copy.read_bytes() == SHIPPED.read_bytes()
    assert (tmp_path / SHIPPED.name).read_text(encoding="utf-8") == "mine"


def test_an_editor_opens_at_the_question_or_at_the_first_error(tmp_path: Path) -> None:
    """The top where there is neither."""
    path = tmp_path / "b.yaml"
    path.write_text(BANK, encoding="utf-8")
    assert spot_of(path, "first") == Spot(6, 7)
    assert spot_of(path, "gone") == spot_of(tmp_path / "gone.yaml", "a") == Spot(1, 1)
    path.write_text(BANK.replace("prompt:", "promt:"), encoding="utf-8")
    assert spot_of(path, "first") == Spot(7, 7)
    path.write_text(BANK.replace("{time: 2m}", "{time: later}"), encoding="utf-8")
    assert spot_of(path, "first").line == 14


def test_a_fingerprint_changes_with_any_bank_file(tmp_path: Path) -> None:
    """A new, a changed and a removed file are all seen; others are not looked at."""
    sources = [BankSource(tmp_path)]
    seen = [fingerprint(sources)]
    (tmp_path / "a.yaml").write_text("id: a\n", encoding="utf-8")
    seen.append(fingerprint(sources))
    (tmp_path / "a.yaml").write_text("id: ab\n", encoding="utf-8")
    seen.append(fingerprint(sources))
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert fingerprint(sources) == seen[-1]
    (tmp_path / "a.yaml").unlink()
    seen.append(fingerprint(sources))
    assert len(set(seen)) == 3
    assert seen[0] == seen[3]
