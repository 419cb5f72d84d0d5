"""Questions that changed banks: old names lead to them, and names that clash are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_sim.bank.catalogue import Catalogue
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import Bank, Question
from interview_sim.bank.moves import moves_of


def bank(name: str, **questions: tuple[str, ...]) -> Bank:
    """A bank of questions with the names that each had before."""
    return Bank(
        id=name,
        title=name,
        questions=tuple(
            Question(id=one, prompt="?", model_answer="!", moved=moved)
            for one, moved in questions.items()
        ),
    )


def text(name: str, **questions: str) -> str:
    """The same as a file."""
    items = "".join(
        f"  - {{id: {one}, {moved and f'moved: [{moved}], '}prompt: W, model_answer: B}}\n"
        for one, moved in questions.items()
    )
    return f"format: interview-sim/bank@1\nid: {name}\ntitle: {name}\nquestions:\n{items}"


def test_old_names_lead_to_where_a_question_is() -> None:
    """Several names may; one that a question still has leads nowhere else."""
    trees = bank("trees", forests=("ml:forests", "ml:woods"), cuts=("ml:cuts",))
    assert moves_of([trees, bank("ml", cuts=())]) == {
        "ml:forests": "trees:forests",
        "ml:woods": "trees:forests",
    }


@pytest.mark.parametrize(
    ("moved", "message"),
    [
        ("b:other", "`b:other` is still a question; take it out of `moved`, or that question"),
        ("b:q", "`b:q` is still a question; take it out of `moved`, or that question"),
        ("a:x", "`a:x` is claimed by `b:other`, too; keep one of the two"),
        ("a/x", "an item of `moved` cannot be `a/x`: a bank's id and a question's, with a colon"),
    ],
)
def test_a_name_that_leads_nowhere_is_an_error(moved: str, message: str) -> None:
    """With its place, as everything else in a bank."""
    result = parse_bank(text("b", other="a:x", q=moved), "b.yaml")
    (error,) = result.errors
    assert str(error).startswith("b.yaml:6:")
    assert message in str(error)


@pytest.mark.parametrize("name", ["ml:forests", "forests", "trees:woods", "woods"])
def test_a_question_is_found_by_its_old_name(tmp_path: Path, name: str) -> None:
    """Also by the old id alone, and although the old bank is gone."""
    (tmp_path / "trees.yaml").write_text(text("trees", woods="ml:forests", cuts=""))
    assert Catalogue.load([tmp_path]).find(name).name == "trees:woods"


def test_of_two_that_claim_a_name_the_first_is_meant_and_it_is_told(tmp_path: Path) -> None:
    """Loaded together they work; `bank check` has them put right."""
    (tmp_path / "a.yaml").write_text(text("a", x="ml:q"))
    (tmp_path / "b.yaml").write_text(text("b", y="ml:q"))
    catalogue = Catalogue.load([tmp_path], cache_folder=tmp_path / "cache")
    assert catalogue.find("ml:q").name == "a:x"
    assert catalogue.notes == ("ml:q is now a:x, and not b:y as well",)
    assert Catalogue.load([tmp_path], cache_folder=tmp_path / "cache").moves == {"ml:q": "a:x"}
