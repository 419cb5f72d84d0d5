"""Collections that nobody here wrote: found through INTERVIEW_SIM_DATA, else skipped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interview_sim.bank.loading import parse_bank
from interview_sim.bank.writing import write_bank
from interview_sim.exchange.importers.imported import ImportOptions, ImportResult
from interview_sim.exchange.importers.make_bank import MadeBank, make_bank
from interview_sim.exchange.importers.registry import read


def deck(name: str) -> Path:
    """A collection, or a skip that says it is not there."""
    data = os.environ.get("INTERVIEW_SIM_DATA")
    path = Path(data or "/nowhere") / "decks" / name
    if data is None or not path.exists():
        pytest.skip(f"INTERVIEW_SIM_DATA has no decks/{name}")
    return path


def bring(name: str) -> tuple[ImportResult, MadeBank]:
    """What a collection gives; the bank has passed the check and is read back the same."""
    result = read([deck(name)])
    built = make_bank(result, ImportOptions(), name="Deck")
    checked = parse_bank(write_bank(built.bank))
    assert checked.problems == ()
    assert checked.bank == built.bank
    return result, built


def answered(result: ImportResult) -> int:
    """How many questions have an answer."""
    return sum(question.is_answered for question in result.questions)


def test_bold_lines_with_level_signs() -> None:
    """All 166 questions, of which 14 have only a stub; one has no mark."""
    result, built = bring("data-science-interviews/theory.md")
    assert (len(result.questions), answered(result)) == (166, 152)
    assert sum(question.level is None for question in result.questions) == 1
    assert len(built.bank.questions) == 152
    assert sum(item.why == "no answer" for item in built.skipped) == 14
    assert sum(item.why == "part of a table of contents" for item in built.skipped) == 19
    assert {question.topic for question in built.bank.questions} >= {
        "linear-regression",
        "time-series",
    }


def test_numbered_bold_lines_with_code() -> None:
    """All 40 tasks, with the tables that the SQL ones rest on."""
    result, _ = bring("data-science-interviews/technical.md")
    assert (len(result.questions), answered(result)) == (40, 40)
    assert "Ads(ad_id, campaign_id, status)" in result.questions[0].prompt
    assert result.questions[0].answer.startswith("```sql")


def test_a_folder_of_several_layouts() -> None:
    """The folder gives the questions of its three files and the licence that lies in it."""
    result, built = bring("data-science-interviews")
    assert (len(result.questions), built.bank.licence) == (207, "CC-BY-4.0")


def test_numbered_headings_with_headings_in_answers() -> None:
    """All 33 questions, two of which are the same with another answer."""
    result, built = bring("iamtodor/README.md")
    assert (len(result.questions), len(built.bank.questions)) == (33, 33)
    assert sum(item.why == "part of a table of contents" for item in built.skipped) == 49


def test_one_file_a_question() -> None:
    """Every file is a question with an answer; the bullets that are good to hear are its points."""
    folder = deck("30-seconds-of-interviews/questions")
    result, built = bring("30-seconds-of-interviews/questions")
    count = len(list(folder.glob("*.md")))
    assert (len(result.questions), answered(result)) == (count, count)
    assert sum(len(question.points) for question in result.questions) == 183
    assert sum(question.level is None for question in result.questions) == 1
    assert built.skipped == ()


def test_the_same_questions_in_three_forms() -> None:
    """A folder that holds them as files, in one file and as JSON gives each of them once."""
    _, built = bring("30-seconds-of-interviews")
    prompts = [question.prompt.partition("\n")[0] for question in built.bank.questions]
    assert 103 <= len(prompts) <= 112
    assert len(set(prompts)) >= len(prompts) - 2


def test_json_of_the_same_questions() -> None:
    """All objects, with their points, tags and levels."""
    result, _ = bring("30-seconds-of-interviews/data/questions.json")
    assert (len(result.questions), answered(result)) == (103, 103)
    assert sum(len(question.points) for question in result.questions) == 166
    assert all(question.level is not None for question in result.questions)


def test_bullets_without_answers() -> None:
    """A list of questions alone is kept whole, with the nested ones as follow-ups."""
    result, built = bring("h5bp-frontend")
    assert (len(result.questions), answered(result)) == (157, 0)
    assert len(built.bank.questions) == 157
    assert sum(len(question.follow_ups) for question in built.bank.questions) == 13
    left_out = [item.why for item in built.skipped if item.location.file.startswith("src/")]
    assert set(left_out) == {"front matter that says nothing of questions"}


@pytest.mark.parametrize(
    ("name", "count"), [("devops", 16), ("programming-basic", 53), ("programming-general", 22)]
)
def test_cards_in_csv(name: str, count: int) -> None:
    """Tables without a header: every row is a question with its answer."""
    result, _ = bring(f"anki-csv/interview-questions/{name}/{name}.csv")
    assert (len(result.questions), answered(result)) == (count, count)
    assert not any("<br>" in question.answer for question in result.questions)
