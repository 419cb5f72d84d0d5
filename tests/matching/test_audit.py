"""The audit tells an author what would mislead the matcher, and nothing of a sound bank."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import Bank, FollowUp, Misconception, Point, Question, When
from interview_sim.bank.problems import Severity
from interview_sim.bank.terms import Need
from interview_sim.matching.audit import audit, spread
from interview_sim.matching.findings import DEFAULT_LIMITS, Finding, Rule
from interview_sim.matching.matcher import Matcher
from interview_sim.matching.model import Coverage

FORESTS = Question(
    id="forests",
    prompt="Why do random forests work?",
    rubric=(
        Point(
            id="variance",
            point="Averaging many trees lowers the variance.",
            match=("lower variance",),
            probe="Why does averaging help at all?",
        ),
        Point(
            id="sampling",
            point="Each tree sees its own bootstrap sample.",
            match=("bootstrap sample",),
            probe="What makes the trees differ?",
        ),
    ),
    misconceptions=(
        Misconception(
            id="never",
            claim="A forest can never overfit.",
            match=("never overfit",),
            probe="Can it go wrong?",
            correction="It is less prone to it, and deep trees on noisy data still are.",
        ),
    ),
    follow_ups=(
        FollowUp(
            id="extra",
            ask="What do extremely randomised trees change?",
            rubric=(Point(id="cuts", point="Cuts are drawn at random.", match=("random cuts",)),),
            model_answer="They try random cuts.",
        ),
    ),
    model_answer="They lower variance. Each tree is grown on a bootstrap sample.",
)
OTHERS = tuple(
    Question(
        id=name,
        prompt=f"What is {name}?",
        rubric=(Point(id="is", point=f"It is {words}.", match=(words,), probe="Go on?"),),
        model_answer=f"It is {words}, as everybody knows.",
    )
    for name, words in [
        ("recall", "true positives over positives"),
        ("pca", "orthogonal directions"),
        ("lasso", "shrinkage towards zero"),
        ("k-means", "moving centroids"),
        ("dropout", "silencing neurons"),
    ]
)


def findings(question: Question = FORESTS, **limits: object) -> list[Finding]:
    """What is found in a bank of this question and five sound ones."""
    bank = Bank(id="b", title="B", questions=(question, *OTHERS))
    return list(audit(bank, replace(DEFAULT_LIMITS, **limits)))


def only(found: list[Finding]) -> tuple[Rule, Severity, str, str]:
    """The one finding, in short."""
    (finding,) = found
    return finding.rule, finding.severity, finding.about, finding.key


def with_point(at: int, **changes: object) -> Question:
    """The question with one of its points changed."""
    rubric = list(FORESTS.rubric)
    rubric[at] = replace(rubric[at], **changes)
    return replace(FORESTS, rubric=tuple(rubric))


def test_a_sound_bank_has_no_findings() -> None:
    """Nothing is said where nothing is wrong."""
    assert findings() == []


@pytest.mark.parametrize(
    ("need", "severity"), [(Need.MUST, Severity.ERROR), (Need.SHOULD, Severity.WARNING)]
)
def test_a_point_that_the_model_answer_leaves_out(need: Need, severity: Severity) -> None:
    """A `must` is an error, anything else a warning; it points at the point."""
    question = with_point(1, match=("permuted columns",), point="Columns are permuted.", need=need)
    found = findings(question)
    assert only(found) == (Rule.MODEL_ANSWER_COVERS, severity, "sampling", "")
    assert found[0].record is question.rubric[1]


def test_a_question_without_model_answer_is_said_once() -> None:
    """There is nothing to hold its points against."""
    assert only(findings(replace(FORESTS, model_answer=""))) == (
        Rule.MODEL_ANSWER_COVERS, Severity.WARNING, "", "",
    )  # fmt: skip


def test_questions_without_model_answers_are_one_finding() -> None:
    """An imported list of questions has hundreds; the first ones are named."""
    questions = [replace(FORESTS, id=f"q-{n}", follow_ups=(), model_answer="") for n in range(5)]
    bank = Bank(id="b", title="B", questions=tuple(questions))
    (finding,) = (one for one in audit(bank) if one.rule is Rule.MODEL_ANSWER_COVERS)
    assert (finding.question, finding.record) == ("", questions[0])
    assert finding.message == (
        "`q-0`, `q-1`, `q-2` and 2 more have no model answer to test their points with"
    )


def test_the_work_grows_with_the_number_of_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a question with nothing but a model answer there is nothing to match at all."""
    calls: list[str] = []
    cover = Matcher.cover

    def counted(self: Matcher, question: Question, answer: str) -> Coverage:
        calls.append(question.id)
        return cover(self, question, answer)

    monkeypatch.setattr(Matcher, "cover", counted)
    made = {}
    for size in (40, 80):
        numbered = (replace(OTHERS[0], id=f"q-{n}") for n in range(size))
        calls.clear()
        list(audit(Bank(id="b", title="B", questions=tuple(numbered))))
        made[size] = len(calls)
    assert made[80] <= 2.1 * made[40]
    calls.clear()
    plain = (replace(OTHERS[0], id=f"q-{n}", rubric=()) for n in range(9))
    assert list(audit(Bank(id="b", title="B", questions=tuple(plain)))) == []
    assert calls == []


def test_a_prompt_that_says_a_point() -> None:
    """It is a warning: read out as an answer the words count for nothing."""
    prompt = "Forests use a bootstrap sample for each tree: why do they work?"
    assert only(findings(replace(FORESTS, prompt=prompt))) == (
        Rule.PROMPT_COVERS_NOTHING, Severity.WARNING, "sampling", "prompt",
    )  # fmt: skip


def test_a_probe_that_gives_its_own_point_away() -> None:
    """It would never be asked."""
    question = with_point(1, probe="Does each tree get a bootstrap sample?")
    found = findings(question)
    assert only(found) == (Rule.NOTHING_GIVEN_AWAY, Severity.ERROR, "sampling", "probe")
    assert found[0].record is question.rubric[1]


def test_a_probe_that_gives_another_point_away() -> None:
    """It is held back while that point is open, which is a warning."""
    question = with_point(0, probe="What does a bootstrap sample do for the average?")
    found = findings(question)
    assert only(found) == (Rule.NOTHING_GIVEN_AWAY, Severity.WARNING, "sampling", "probe")
    assert found[0].record is question.rubric[0]


def test_a_follow_up_that_gives_its_own_point_away() -> None:
    """Whoever is asked has been told."""
    follow_up = replace(FORESTS.follow_ups[0], ask="Do extremely randomised trees use random cuts?")
    assert only(findings(replace(FORESTS, follow_ups=(follow_up,)))) == (
        Rule.NOTHING_GIVEN_AWAY, Severity.ERROR, "cuts", "ask",
    )  # fmt: skip


def test_a_follow_up_may_speak_of_what_must_be_covered_before_it() -> None:
    """What is said already cannot be given away, and anything else can."""
    ask = "How do extremely randomised trees do with a bootstrap sample?"
    after = replace(FORESTS.follow_ups[0], ask=ask, when=When(covered="sampling"))
    assert findings(replace(FORESTS, follow_ups=(after,))) == []
    always = replace(after, when=When(always=True))
    assert [f.about for f in findings(replace(FORESTS, follow_ups=(always,)))] == ["sampling"]


@pytest.mark.parametrize(
    "ask",
    [
        "You named the right trick. What does it cost?",
        "As you said, they vote. What if they tie?",
        "You’ve just mentioned votes: who breaks a tie?",
    ],
)
def test_a_premise_that_may_not_be_true_of_the_answer(ask: str) -> None:
    """Only a follow-up can wait for it; a probe asks for what was not said."""
    follow_up = replace(FORESTS.follow_ups[0], ask=ask)
    found = findings(replace(FORESTS, follow_ups=(follow_up,)))
    assert only(found) == (Rule.PREMISE_HOLDS, Severity.WARNING, "", "ask")
    assert found[0].record is follow_up
    after = replace(follow_up, when=When(covered="sampling"))
    assert findings(replace(FORESTS, follow_ups=(after,))) == []
    assert only(findings(with_point(1, probe=ask))) == (
        Rule.PREMISE_HOLDS, Severity.WARNING, "", "probe",
    )  # fmt: skip


def test_a_case_that_is_put_is_no_premise() -> None:
    """What is supposed may be supposed of anybody."""
    ask = "You fill each gap with its mean, and a colleague said so. What do you say?"
    follow_up = replace(FORESTS.follow_ups[0], ask=ask)
    assert findings(replace(FORESTS, follow_ups=(follow_up,))) == []


def test_a_title_that_gives_a_point_away() -> None:
    """It stands in lists before the question is asked."""
    found = findings(replace(FORESTS, title="Bootstrap samples in forests"))
    assert only(found) == (Rule.NOTHING_GIVEN_AWAY, Severity.WARNING, "sampling", "title")
    assert "the interviewer" not in found[0].remedy


def test_the_rubric_of_a_follow_up_is_held_against_its_model_answer() -> None:
    """Findings name it after its question."""
    follow_up = replace(FORESTS.follow_ups[0], model_answer="They skip the search.")
    (finding,) = findings(replace(FORESTS, follow_ups=(follow_up,)))
    assert (finding.question, finding.about) == ("forests/extra", "cuts")


def test_a_misconception_that_fires_on_the_right_answer() -> None:
    """Who answers well must not be accused."""
    wrong = replace(FORESTS.misconceptions[0], claim="They lower variance.", match=())
    found = findings(replace(FORESTS, misconceptions=(wrong,)))
    assert only(found) == (Rule.NO_FALSE_CLAIM, Severity.ERROR, "never", "claim")


def test_a_misconception_that_is_not_seen_in_its_own_words() -> None:
    """Its phrases then miss what they are for."""
    wrong = replace(FORESTS.misconceptions[0], match=("immune to noise",))
    found = findings(replace(FORESTS, misconceptions=(wrong,)))
    assert only(found) == (Rule.NO_FALSE_CLAIM, Severity.WARNING, "never", "claim")


def test_a_point_that_fires_on_other_questions() -> None:
    """More often than the share allows, it is an error that names them."""
    question = with_point(0, match=("lower variance", "everybody knows"))
    found = findings(question)
    assert only(found) == (Rule.POINT_STAYS_HOME, Severity.ERROR, "variance", "match")
    assert "5 of 5" in found[0].message
    assert "`recall`" in found[0].message
    assert findings(question, share=1.0) == []


def test_one_answer_elsewhere_says_nothing_however_small_the_bank() -> None:
    """With a single neighbour a share would be all or nothing."""
    question = with_point(0, match=("lower variance", "everybody knows"))
    bank = Bank(id="b", title="B", questions=(question, OTHERS[0]))
    assert list(audit(bank)) == []


def test_two_points_that_are_always_covered_together() -> None:
    """Where no sentence covers one without the other they are one point."""
    twin = Point(
        id="twin", point="Averaging lowers variance.", match=("lower variance",), probe="More?"
    )
    question = replace(FORESTS, rubric=(*FORESTS.rubric, twin))
    found = findings(question)
    assert only(found) == (Rule.POINTS_TELL_APART, Severity.WARNING, "twin", "match")
    assert "`variance`" in found[0].message


def test_points_that_one_sentence_tells_apart_are_two() -> None:
    """It is enough that the statement of one does not cover the other."""
    both = replace(FORESTS, model_answer="On a bootstrap sample each, they lower variance.")
    assert findings(both) == []


def test_a_question_without_rubric_is_passed_over() -> None:
    """Its points are its model answer's own statements."""
    question = Question(id="free", prompt="What is recall?", model_answer="Found of all positives.")
    assert findings(question) == []


def test_a_phrase_that_one_of_its_words_is_enough_for() -> None:
    """The entry itself is pointed at, unless the glossary says that the word stands for it."""
    question = with_point(1, match=("bootstrap sample", "about the hyperplane"))
    found = findings(question)
    assert only(found) == (Rule.PHRASE_HOLDS_TOGETHER, Severity.WARNING, "sampling", "match")
    assert found[0].item == 1
    glossary = (("about the hyperplane", "hyperplane"),)
    bank = Bank(id="b", title="B", glossary=glossary, questions=(question, *OTHERS))
    assert list(audit(bank)) == []


def test_at_most_so_many_others_are_tried_and_evenly() -> None:
    """A large bank does not take for ever."""
    assert spread(range(10), 20) == list(range(10))
    assert spread(range(100), 4) == [0, 25, 50, 75]


TEXTS = st.text(min_size=1, max_size=40).filter(str.strip)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_text_breaks_the_audit(prompt: str, point: str, phrase: str, answer: str) -> None:
    """A bank may hold anything, and findings are about parts of it."""
    rubric = (Point(id="p", point=point, match=(phrase,), probe=prompt),)
    question = Question(id="q", prompt=prompt, rubric=rubric, model_answer=answer)
    for finding in findings(question):
        assert finding.record is not None
        assert finding.message


def test_findings_are_about_the_very_parts_that_were_read() -> None:
    """So that their places in the file are found, those of group members too."""
    text = """
format: interview-sim/bank@1
id: b
title: B
questions:
  - id: q
    prompt: Why?
    rubric:
      - id: g
        need: should
        pick: 1
        of:
          - {id: one, point: "Silver foxes.", match: [silver foxes]}
          - {id: two, point: "Silver foxes.", match: [silver foxes]}
        probe: What else?
    model_answer: Silver foxes are said. And silver foxes again.
"""
    bank = parse_bank(text).bank
    assert bank is not None
    (finding,) = audit(bank, replace(DEFAULT_LIMITS, least_together=1))
    assert finding.record is bank.questions[0].rubric[0].of[1]
