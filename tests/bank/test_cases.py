# ruff: noqa: E501 - a table whose rows are whole messages
"""A case of a bank: what it holds, what is asked of it, and what its author is told."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from interview_sim.bank.additions import Addition, with_additions
from interview_sim.bank.cache import BankCache
from interview_sim.bank.editing import insert_entries
from interview_sim.bank.loading import load_bank, parse_bank
from interview_sim.bank.model import Kind
from interview_sim.bank.writing import write_bank
from interview_sim.errors import UsageError
from interview_sim.matching.audit import audit
from interview_sim.session.draw import DrawHistory, draw, expected_seconds, pool
from interview_sim.session.drill import find
from interview_sim.session.plan import Plan, Prefer
from interview_sim.together.paper import check_against, make_paper

CASES = Path(__file__).parents[1] / "data" / "case-bank" / "cases.yaml"
PLAN = Plan(kinds=(Kind.CASE,), questions=5, reading=0, follow_ups=1)
HEAD = "format: interview-sim/bank@1\nid: b\ntitle: B\nquestions:\n"
TWO = HEAD + (
    "  - id: shop\n    title: A shop\n    prompt: Sales fall.\n    kind: case\n    topic: case/shop\n"
    "    facts: [{id: size, match: [how many shops], tell: There are nine.}]\n    stages:\n"
    "      - {id: clarify, prompt: What would you ask?, model_answer: How many shops are there?}\n"
    "      - {id: model, prompt: Which model?, model_answer: A line., time: 2m}\n"
    "  - {id: line, prompt: Why a line?, model_answer: It is simple., kind: case, topic: lines}\n"
    "  - {id: tree, prompt: Why a tree?, model_answer: It branches., topic: trees}\n"
)
BANK = parse_bank(TWO).bank
assert BANK is not None


def test_a_case_is_asked_stage_by_stage_each_as_a_question_of_its_own() -> None:
    """The first stage begins with the situation; topic and kind are those of the case."""
    clarify, model, line, tree = BANK.asked
    assert [one.id for one in BANK.asked] == ["shop-clarify", "shop-model", "line", "tree"]
    assert clarify.prompt == "Sales fall.\n\nWhat would you ask?"
    assert (model.prompt, model.name, model.topic) == ("Which model?", "A shop: model", "case/shop")
    assert BANK.question("shop-model") == model
    assert (line.kind, tree.kind) == (Kind.CASE, Kind.CONCEPTUAL)
    assert BANK.stage_of("line") is None


def test_a_draw_takes_a_case_whole_and_only_where_cases_are_asked_for() -> None:
    """It counts as one question, takes the time of its stages, and they stay next to each other."""
    assert [c.question.id for c in pool(Plan(), [BANK])] == ["line", "tree"]
    for seed in range(8):
        drawn = draw(PLAN, [BANK], seed)
        names = [one.question.id for one in drawn]
        assert sorted(names) == ["line", "shop-clarify", "shop-model"]
        assert names.index("shop-model") == names.index("shop-clarify") + 1
    stage = next(one for one in drawn if one.question.id == "shop-model")
    assert stage.budget == 120
    assert stage.case is not None
    assert (stage.case.stages, stage.case.number, stage.case.clarifies) == (
        ("Clarify", "Model"),
        1,
        False,
    )
    case = next(c for c in pool(PLAN, [BANK]) if c.question.id == "shop")
    assert expected_seconds(PLAN, [case]) == 240 + 120 + 2 * 90


def test_what_is_known_of_its_stages_is_known_of_a_case() -> None:
    """One that was asked gives way to one that was not, and one with a stage that is due comes."""
    one = Plan(kinds=(Kind.CASE,), questions=1)
    seen = DrawHistory(seen={"b:shop-model": 1})
    due = DrawHistory(due={"b:shop-model": 3.0})
    for seed in range(5):
        assert draw(one, [BANK], seed, seen)[0].question.id == "line"
        for_due = Plan(kinds=(Kind.CASE,), questions=1, prefer=Prefer.DUE)
        assert draw(for_due, [BANK], seed, due)[0].question.id == "shop-clarify"


def test_a_stage_can_be_drilled_and_sealed_by_itself() -> None:
    """It knows its case all the same; a fact that changes makes it another interview."""
    (drilled,) = [drawn for c in find(["b:shop-model"], [BANK]) for drawn in c.drawn(PLAN)]
    assert drilled.case is not None
    assert drilled.case.situation == "Sales fall."
    paper = make_paper(PLAN, [BANK], 1, app_version="1")
    assert check_against(paper, [BANK], app_version="1").drawn(paper.plan) == draw(PLAN, [BANK], 1)
    changed = parse_bank(TWO.replace("There are nine.", "There are ten.")).bank
    assert changed is not None
    assert check_against(paper, [changed], app_version="1").obstacles


def test_that_only_cases_fit_is_said() -> None:
    """Who chose the topic of a case is told how to have one."""
    with pytest.raises(UsageError, match="Widen the topics"):
        draw(Plan(topics=("law",)), [BANK], 1)
    with pytest.raises(UsageError, match="choose the plan “case”"):
        draw(Plan(topics=("case",)), [BANK], 1)


def test_a_case_is_written_and_read_back_and_its_outline_knows_its_stages(tmp_path: Path) -> None:
    """The shipped one, through the writer and the cache."""
    bank = load_bank(CASES)
    assert parse_bank(write_bank(bank)).bank == bank
    loaded = BankCache(tmp_path).read(CASES).loaded
    assert loaded is not None
    assert [q.id for q in loaded.outline.asked] == [q.id for q in bank.asked]
    assert [q.title for q in loaded.outline.asked] == [q.title for q in bank.asked]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("    stages:\n      - {id: x, prompt: P}\n", ["9:9: a stage needs `rubric` or `model_answer`"]),
        ("    stages:\n      - {id: x, prompt: P, model_answer: A}\n    time: 4m\n", ["10:11: `time` of a case belongs to one of its stages"]),
        ("    facts: [{id: f, match: [a b], tell: T}]\n    model_answer: A\n", ["8:12: the case `q` has facts, and no stage", "9:19: `model_answer` of a case belongs to"]),
        ("    facts: [{id: f, tell: T}]\n    stages: [{id: x, prompt: P, model_answer: A}]\n", ["8:13: nobody can ask for the fact `f`"]),
        ("    facts: [{id: f, match: [a b], tell: T, before: x}]\n    stages: [{id: x, prompt: P, model_answer: A}, {id: y, prompt: P, model_answer: A}]\n", ["8:52: there is no later stage `x`"]),
        ("    facts: [{id: f, match: [a b]}]\n    stages: [{id: x, prompt: P, model_answer: A}]\n", ["8:13: a fact needs `tell`"]),
        ("    facts: [{id: f, match: ['?'], tell: T}, {id: f, match: [a b], tell: T}]\n    stages: [{id: x, prompt: P, model_answer: A}, {id: x, prompt: P, model_answer: A}]\n", ["8:29: the phrase `?` has no word", "8:50: the fact id `f` is taken", "9:56: the stage id `x` is taken"]),
        ("    stages: [{id: x, prompt: P, model_answer: A}]\n  - {id: q-x, prompt: P, model_answer: A}\n", ["8:19: this stage goes by `q-x`, which another question has as id"]),
        ("    stages: [{id: x, prompt: P, rubric: [{id: p, point: A, need: bonus}, {id: p, point: B, need: bonus}]}]\n", ["8:79: the point or follow-up id `p` is taken"]),
    ],
    ids=count(),
)  # fmt: skip
def test_what_is_wrong_with_a_case_is_told_in_its_place(keys: str, expected: list[str]) -> None:
    """Stages, facts, and what belongs to a stage and not to the case."""
    text = f"{HEAD}  - id: q\n    prompt: P\n    kind: case\n{keys}"
    problems = [str(problem) for problem in parse_bank(text, "b").problems]
    assert len(problems) == len(expected)
    for problem, wanted in zip(problems, expected, strict=True):
        assert wanted in problem


def test_stages_without_the_kind_are_noticed() -> None:
    """Else it would be drawn as a conceptual question."""
    result = parse_bank(TWO.replace("    kind: case\n", ""), "b")
    assert [p.message for p in result.errors] == ["`shop` has `stages` or `facts` and is no case"]


def test_an_audit_looks_at_every_stage_and_at_what_is_told() -> None:
    """A fact that says a later point is pointed at; so is one that a common word asks for."""
    giving = (
        TWO.replace("There are nine.", "A straight line fits well.")
        .replace(
            "model_answer: A line.",
            "rubric: [{id: p, point: A straight line fits well., probe: Which?}], model_answer: A bow.",
        )
        .replace("how many shops", "done today")
    )
    bank = parse_bank(giving, "b").bank
    assert bank is not None
    found = [(each.question, each.about, each.key) for each in audit(bank)]
    assert ("shop-model", "p", "tell") in found
    assert ("shop", "size", "match") in found
    assert ("shop-model", "p", "") in found, "the model answer does not cover the point"
    assert list(audit(load_bank(CASES))) == []


def test_entries_are_added_to_the_points_of_a_stage_in_its_file() -> None:
    """As `bank learn` proposes them; every other line stays as it was."""
    data = CASES.read_bytes()
    added = (
        Addition(question="churn-data", point="as-of", entries=("peeking ahead",)),
        Addition(
            question="churn-evaluation",
            follow_up="dearer-calls",
            point="effect-not-risk",
            entries=("who reacts",),
        ),
    )
    changed = insert_entries(data, added)
    bank = parse_bank(changed).bank
    assert bank == with_additions(load_bank(CASES), added)
    assert bank is not None
    stage = bank.question("churn-data")
    assert stage is not None
    assert "peeking ahead" in next(p for p in stage.rubric if p.id == "as-of").match
    assert len(changed.splitlines()) == len(data.splitlines()) + 2
