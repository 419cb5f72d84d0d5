# ruff: noqa: E501 - a table whose rows are whole messages
"""What a well-formed bank can still get wrong."""

from __future__ import annotations

from itertools import count

import pytest

from interview_sim.bank.loading import parse_bank

HEAD = "format: interview-sim/bank@1\nid: b\ntitle: B\n"


def told(text: str) -> list[str]:
    """What is said about a bank whose questions begin in line 4."""
    return [str(problem) for problem in parse_bank(HEAD + text, "b").problems]


def question(rest: str, *, head: str = "") -> list[str]:
    """What is said about a bank of one question, whose other keys begin in line 7."""
    return told(f"{head}questions:\n  - id: q\n    prompt: Why?\n{rest}")


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", ["5:5: a question needs `rubric` or `model_answer`; write what a good answer says as points, or as a model answer"]),
        ("    rubric: []\n    model_answer: ' '\n", ["5:5: a question needs `rubric` or `model_answer`; write what a good answer says as points, or as a model answer", "8:19: `model_answer` is empty; write some text"]),
        ("    rubric: 3\n", ["7:13: `rubric` must be a list, not `3`; begin each item on its own line with `- `"]),
        ("    model_answer: A\n    sources: [x]\n", ["8:15: there is no source `x`; there are none"]),
        ("    model_answer: A\n    topic: a//b\n", ["8:12: the topic `a//b` has an empty part; write it as `topic` or `topic/subtopic`"]),
        ("    model_answer: A\n    hints: [' ']\n", ["8:13: an item of `hints` is empty; write some text"]),
        ("    rubric:\n      - {id: p}\n", ["8:9: the point `p` does not say what it is; add `point:` with a full sentence", "8:9: warning: the must point `p` has no probe: a miss is not asked about; add `probe: …`"]),
        ("    rubric:\n      - {id: p, point: A, need: bonus}\n      - {id: p, point: B, need: bonus}\n", ["9:14: the point or follow-up id `p` is taken (line 8); give each its own id"]),
        ("    rubric:\n      - {id: p, point: A, need: bonus}\n      - {id: P, point: B, need: bonus}\n", ["9:14: `id` cannot be `P`: lower-case letters, digits and single hyphens; write `p`", "9:14: the point or follow-up id `P` differs from `p` (line 8) in case only; give each its own id"]),
        ("    rubric:\n      - {id: p, point: A, need: bonus}\n    misconceptions:\n      - {id: p, claim: C}\n", ["10:14: the point or follow-up id `p` is taken (line 8); give each its own id"]),
        ("    rubric:\n      - {id: g, need: bonus, pick: 3, of: [{id: a, point: A}, {id: b, point: B}]}\n", ["8:36: `pick` is 3, but the group `g` has only 2; lower it or add points"]),
        ("    rubric:\n      - {id: g, need: bonus, of: [{id: a, point: A}]}\n", ["8:9: the group `g` does not say how many are enough; add `pick: 2`"]),
        ("    rubric:\n      - {id: g, need: bonus, pick: ~, of: [{id: a, point: A}]}\n", ["8:9: the group `g` does not say how many are enough; add `pick: 2`"]),
        ("    rubric:\n      - {id: g, need: bonus, pick: 1}\n", ["8:9: the group `g` has no points; list them under `of:`"]),
        ("    rubric:\n      - {id: g, need: bonus, pick: 1, match: [x], of: [{id: a, point: A}]}\n", ["8:46: warning: `match` of a group is not used; put it in the points under `of:`"]),
        ("    rubric:\n      - {id: g, need: bonus, pick: 1, of: [{id: a, need: must, weight: 2}]}\n", ["8:44: the point `a` does not say what it is; add `point:` with a full sentence", "8:58: warning: `need` of a point in a group is not used; give it to the group", "8:72: warning: `weight` of a point in a group is not used; give it to the group"]),
        ("    rubric:\n      - {id: g, need: bonus, pick: 1, of: [{id: a, pick: 1, of: [{id: c, point: C}]}]}\n", ["8:44: a group cannot be in a group; list its points one by one"]),
        ("    rubric:\n      - {id: p, point: A, need: bonus, match: [a, '…']}\n", ["8:51: the phrase `…` has no word in it; write words or symbols with letters"]),
        ("    rubric:\n      - {id: p, point: A, need: bonus, match: [{all: [a, b|c, 'p(y|x)']}]}\n", ["8:48: warning: `|` stands for alternatives in phrases only; in `all` and `unless` list them, as in [lower, shrink]"]),
        ("    rubric:\n      - {id: p, point: A, need: bonus, match: [{all: [a, [b, '?']]}]}\n", ["8:62: the phrase `?` has no word in it; write words or symbols with letters"]),
        ("    rubric:\n      - {id: p, point: A, need: bonus, match: [{all: []}]}\n", ["8:48: `all` is empty; list the terms that must appear"]),
        ("    rubric:\n      - {id: p, point: A, need: bonus, match: [{all: [a, []]}]}\n", ["8:58: a term without alternatives; list them, or remove it"]),
        ("    rubric:\n      - {id: p, point: A, need: bonus, match: ['w²', 'Σ|wᵢ|', 汉字]}\n", []),
        ("    model_answer: A\n    follow_ups:\n      - {id: f, ask: ' '}\n", ["9:22: `ask` is empty; write some text"]),
        ("    model_answer: A\n    follow_ups:\n      - {id: f, ask: A, when: {missed: p}}\n", ["9:40: there is no rubric point `p`; there are none"]),
        ("    model_answer: A\n    follow_ups:\n      - {id: f, ask: A, when: {}}\n", ["9:31: `when` says nothing; write `when: {always: true}` or leave it out"]),
        ("    model_answer: A\n    follow_ups:\n      - {id: f, ask: A, when: {always: no}}\n", ["9:31: warning: this `when` sets no condition; give one, or leave `when` out"]),
        ("    model_answer: A\n    follow_ups:\n      - {id: f, ask: A, when: {score_below: 0.2, score_above: 0.4}}\n", ["9:31: warning: no score is below 0.2 and above 0.4: this is never asked"]),
        ("    rubric:\n      - {id: p, point: A, need: bonus}\n    follow_ups:\n      - {id: f, ask: A, when: {covered: p, missed: p}}\n", ["10:31: warning: a point cannot be covered and missed: this is never asked"]),
        ("    model_answer: A\n    follow_ups:\n      - {id: f, ask: A, time: 0s}\n", ["9:31: `time` is 0s; give between a second and a day, such as 4m"]),
        ("    model_answer: A\n    follow_ups:\n      - {id: f, ask: A, rubric: [{id: f, point: A}, {id: f, point: B}]}\n", ["9:58: the point id `f` is taken (line 9); give each its own id"]),
        ("    model_answer: A\n    follow_ups:\n      - {id: f, ask: A, kind: pushback}\n      - {id: g, ask: A, correction: C}\n", ["9:9: the pushback `f` is never put right; add `correction:` with what is true", "10:37: warning: only a pushback is put right; add `kind: pushback`, or move it to a misconception"]),
        ("    model_answer: A\n    follow_ups:\n      - {id: f, ask: A, when: {covered: g}}\n      - {id: g, ask: A, kind: why, when: {covered: f}}\n", ["9:41: there is no rubric point `g`; there are none"]),
        ("    model_answer: A\n    follow_ups: [x]\n", ["8:18: an item of `follow_ups` must be a follow-up with keys, not `x`; its keys are `id`, `ask`, `kind`, `when`, `correction`, `time`, `rubric` or `model_answer`"]),
        ("    rubric: [x]\n    misconceptions: [x]\n", ["7:14: an item of `rubric` must be a rubric point with keys, not `x`; its keys are `id`, `point`, `need`, `weight`, `match`, `probe`, `about`, `why`, `signal`, `anchors`, `pick` or `of`", "8:22: an item of `misconceptions` must be a misconception with keys, not `x`; its keys are `id`, `claim`, `match`, `probe` or `correction`"]),
    ],
    ids=count(),
)  # fmt: skip
def test_what_is_wrong_with_a_question_is_told_once_and_in_its_place(
    rest: str, expected: list[str]
) -> None:
    """Each check of a question points at what it is about, and raises no false alarm beside."""
    assert question(rest) == [f"b:{line}" for line in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("questions: []\n", ["4:12: `questions` needs at least 1"]),
        ("questions: [x]\n", ["4:13: an item of `questions` must be a question with keys, not `x`; its keys are `id`, `moved`, `title`, `prompt`, `sister`, `kind`, `topic`, `tags`, `roles`, `level`, `time`, `sources`, `rubric`, `misconceptions`, `follow_ups`, `hints`, `model_answer`, `facts` or `stages`"]),
        ("questions:\n  - {id: q, prompt: P, model_answer: A}\n  - {id: q, prompt: P, model_answer: A}\n", ["6:10: the question id `q` is taken (line 5); give each its own id"]),
        ("questions:\n  - {id: q, prompt: P, model_answer: A}\n  - {id: Q, prompt: P, model_answer: A}\n", ["6:10: `id` cannot be `Q`: lower-case letters, digits and single hyphens; write `q`", "6:10: the question id `Q` differs from `q` (line 5) in case only; give each its own id"]),
        ("sources: [{id: s, title: S}, {id: s, title: S}]\nquestions: [{id: q, prompt: P, model_answer: A}]\n", ["4:35: the source id `s` is taken (line 4); give each its own id"]),
        ("sources: [{id: smith-1, title: S}]\nquestions: [{id: q, prompt: P, model_answer: A, sources: [smth-1, z]}]\n", ["5:59: there is no source `smth-1`; did you mean `smith-1`?", "5:67: there is no source `z`; there are smith-1"]),
        ("glossary: [[a], [], [b, '!']]\nquestions: [{id: q, prompt: P, model_answer: A}]\n", ["4:12: warning: a glossary line needs two terms or more; add a synonym, or remove it", "4:17: warning: a glossary line needs two terms or more; add a synonym, or remove it", "4:25: the phrase `!` has no word in it; write words or symbols with letters"]),
        ("lines: {nxt: [A], full: ['']}\nquestions: [{id: q, prompt: P, model_answer: A}]\n", ["4:8: there is no occasion `nxt`; did you mean `next`?", "4:26: an item of `full` is empty; write some text"]),
        ("defaults: {time: 0, follow_up_time: 25h}\nquestions: [{id: q, prompt: P, model_answer: A}]\n", ["4:18: `time` is 0s; give between a second and a day, such as 4m", "4:37: `follow_up_time` is 25h; give between a second and a day, such as 4m"]),
    ],
    ids=count(),
)  # fmt: skip
def test_what_is_wrong_with_a_bank_as_a_whole(text: str, expected: list[str]) -> None:
    """Ids, sources, glossary and default times are checked over the whole bank."""
    assert told(text) == [f"b:{line}" for line in expected]


def test_a_reference_to_a_point_whose_id_is_broken_is_not_told_twice() -> None:
    """What follows from another problem is not a problem of its own."""
    rest = (
        "    rubric:\n      - {id: [x], point: A, need: bonus}\n"
        "    follow_ups:\n      - {id: f, ask: A, when: {covered: x}}\n"
    )
    assert question(rest) == ["b:8:14: `id` must be a text, not a list; put the text in quotes"]


def test_follow_ups_may_refer_to_groups_and_their_members() -> None:
    """A condition may name a plain point, a group or one of its members."""
    rest = (
        "    rubric:\n      - {id: g, need: bonus, pick: 1, of: [{id: a, point: A}]}\n"
        "    follow_ups:\n      - {id: f, ask: A, when: {covered: g}}\n"
        "      - {id: h, ask: A, when: {missed: a}}\n"
    )
    assert question(rest) == []


def test_hostile_ids_are_cited_visibly() -> None:
    """An id with an escape in it cannot reach the terminal through another's remedy."""
    rest = "    model_answer: A\n    sources: [zz]\n"
    lines = question(rest, head='sources: [{id: "\\e[31m", title: S}]\n')
    assert all(line.isprintable() for line in lines)
    assert len(lines) == 3
