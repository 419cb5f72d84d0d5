"""Moodle's GIFT: which questions are taken, what of them, and why the others are not."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from foreign_kit import bring_in, built, only, prompts, read, whys

from interview_sim.bank.model import Level, Need
from interview_sim.exchange.importers.gift import GiftQuestion, parse_gift
from interview_sim.exchange.importers.quizzes import Kind

_DATA = os.environ.get("INTERVIEW_SIM_DATA", "")
_DECK = Path(_DATA).resolve() / "decks" / "gift" if _DATA else None
_KINDS = {
    Kind.ESSAY: "Essay",
    Kind.SHORT: "Short",
    Kind.CHOICE: "MC",
    Kind.TRUE_FALSE: "TF",
    Kind.MATCHING: "Matching",
    Kind.NUMERICAL: "Numerical",
    Kind.DESCRIPTION: "Description",
}


def test_an_essay_is_a_question_and_its_feedback_the_model_answer() -> None:
    """Title, text, general feedback, id and tags of an essay find their places."""
    question = only(
        "q.gift", "// [id:rf-1] [tag:trees]\n::Forests::Why forests? {####Averaging.}\n"
    )
    assert (question.prompt, question.answer) == ("Why forests?", "Averaging.")
    assert (question.name, question.tags, question.location.line) == ("rf-1", ("trees",), 2)


def test_right_answers_of_a_short_question_are_one_point_in_any_wording() -> None:
    """Full-mark answers are wordings of one point; the others are told or become misconceptions."""
    question = only(
        "q.gift",
        "Who is buried in Grant's tomb?{=no one#Quite. =nobody =%50%some people "
        "=%0%Grant#He is entombed.}",
    )
    (point,) = question.points
    assert (point.text, point.match) == ("no one", ("no one", "nobody"))
    assert (
        question.answer
        == "no one\n\nAlso right: nobody.\n\nPartly right (50 %): some people\n\nQuite."
    )
    assert [(m.claim, m.correction) for m in question.misconceptions] == [
        ("Grant", "He is entombed.")
    ]


def test_escapes_are_taken_back() -> None:
    r"""`\=`, `\~`, `\#`, `\{`, `\}`, `\:`, `\n` and `\\` are what they stand for."""
    question = only("q.gift", "::a\\:b::[markdown]\\{x\\=1\\} \\~ \\# \\\\neq\\n2\\: {####\\#}")
    assert question.prompt == "{x=1} ~ # \\neq\n2:"
    assert question.name == "a:b"


def test_the_blank_stands_where_the_answer_was() -> None:
    """A question with its answer in the middle has a gap there."""
    assert only("q.gift", "Two plus two equals {=four =4}.").prompt == "Two plus two equals _____."


def test_formats_of_texts_are_heeded() -> None:
    """HTML is read as such, Markdown stays, and feedback has its question's format."""
    question = only("q.gift", "[html]<p>Why <b>not</b>?</p>{####<ul><li>a</li><li>b</li></ul>}")
    assert (question.prompt, question.answer) == ("Why **not**?", "- a\n- b")
    question = only("q.gift", "[markdown]List\\:  \n- a\n    - b {####[plain]1 < 2}")
    assert (question.prompt, question.answer) == ("List:  \n- a\n    - b", "1 < 2")


def test_line_ends_of_moodles_own_format_are_kept() -> None:
    """Moodle shows a line end where one is, so lists in feedback stay lists."""
    assert only("q.gift", "A? {####One.\n- a\n- b}").answer == "One.\n- a\n- b"


def test_categories_are_topics_without_what_moodle_adds() -> None:
    """The path of a category is the topic; one that holds all is the title."""
    bank = bring_in(
        "q.gift",
        "$CATEGORY: $course$/top/ML/Trees\n\nA? {}\n\nB? {####b}\n\n"
        "$CATEGORY: $course$/top/ML/Nets//Deep\n\nC? {####c}\n",
    )
    assert (bank.title, [q.topic for q in bank.questions]) == ("ML", ["trees", "nets-deep"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A?{~x =y}", "a multiple-choice question is answered by choosing"),
        ("A?{T}", "a true-or-false question is answered by choosing"),
        ("A?{FALSE#no#yes}", "a true-or-false question is answered by choosing"),
        ("A?{=a -> b =c -> d}", "a matching question is answered by choosing"),
        ("A?{#3:2}", "a question that asks for a number leaves nothing to explain"),
        ("Read this.", "a text without a question"),
        ("A fruit: {1:MULTICHOICE:=Pear#Right}", "a text with gaps of Moodle's (Cloze)"),
        ("A? {=x", "a brace has no partner"),
        ("A {=x} b {=y}?", "it has several answers in braces"),
        ("{}", "there is no question in its text"),
    ],
)
def test_what_is_no_question_to_talk_about_is_told(text: str, why: str) -> None:
    """Other kinds and broken blocks are skipped with a reason, and the rest is read."""
    result = read("q.gift", f"{text}\n\n::t::B? {{####b}}\n")
    assert prompts(result) == ["B?"]
    (skipped,) = result.skipped
    assert skipped.why.startswith(why)


def test_an_empty_line_within_braces_does_not_end_a_question() -> None:
    """Feedback of several paragraphs stays with its question; a brace left open takes no other."""
    assert only("q.gift", "A? {####one\n\ntwo}").answer == "one\n\ntwo"
    result = read("q.gift", "A? {=x\n\n::t::B? {####b}\n\nC? {####c}\n")
    assert prompts(result) == ["B?", "C?"]


def test_named_lists_in_feedback_are_points_and_follow_ups() -> None:
    """What our own export writes behind the model answer is read as what it was."""
    question = only(
        "q.gift",
        "A? {####[markdown]b\\n\\n**Key points**\\n\\n- (must, ×2) c\\n  Probe\\: d?\\n- e\\n\\n"
        "**Follow-up questions**\\n\\n- f?}",
    )
    assert (question.answer, [f.ask for f in question.follow_ups]) == ("b", ["f?"])
    assert [(p.text, p.need, p.weight, p.probe) for p in question.points] == [
        ("c", Need.MUST, 2.0, "d?"),
        ("e", Need.SHOULD, 1.0, ""),
    ]


def test_a_tag_can_give_the_level() -> None:
    """`level::advanced` and `hard` are levels, other tags stay."""
    question = only("q.gift", "// [tag:level::advanced] [tag:nets]\nA? {####b}")
    assert (question.level, question.tags) == (Level.ADVANCED, ("nets",))


def test_the_format_is_told_from_the_text() -> None:
    """A text file with titles, categories or answers in braces is GIFT; prose and code are not."""
    assert read("q.txt", "::t::A? {####b}\n").format == "gift"
    assert read("q.txt", "A? {=b}\n\nC? {=d}\n").format == "gift"
    prose = "int main() {\n return 0;\n}\n\nMore prose.\n\nAnd more.\n"
    assert read("q.txt", prose).format != "gift"
    assert whys(read("q.gift", "Prose only.")) == ["a text without a question"]


def _normal(text: str) -> str:
    """A text without differences in white space, and before punctuation."""
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split()))


def _told(question: GiftQuestion) -> tuple[Any, ...]:
    assert not question.damage
    choices = [(choice.text, choice.weight) for choice in question.choices]
    return (
        _KINDS[question.kind],
        question.title or None,
        question.stem.markup,
        _normal(question.stem.text),
        question.name or None,
        _normal(question.feedback.text),
        choices if question.kind is Kind.SHORT else None,
    )


def _expected(question: dict[str, Any]) -> tuple[Any, ...]:
    choices = [
        (choice["text"]["text"], 100.0 if choice["weight"] is None else float(choice["weight"]))
        for choice in question.get("choices") or []
    ]
    return (
        question["type"],
        question["title"],
        question["stem"]["format"],
        _normal(question["stem"]["text"]),
        question["id"],
        _normal((question.get("globalFeedback") or {"text": ""})["text"]),
        choices if question["type"] == "Short" else None,
    )


@pytest.mark.skipif(
    _DECK is None or not _DECK.is_dir(), reason="INTERVIEW_SIM_DATA has no decks/gift"
)
def test_others_samples_are_read_as_their_parser_reads_them() -> None:
    """Kind, title, format, text, id, feedback and short answers are those of another grammar."""
    assert _DECK is not None
    count = 0
    for path in sorted(_DECK.glob("*.gift")):
        found = [_told(question) for question in parse_gift(path.read_text(encoding="utf-8"))]
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert found == [_expected(question) for question in expected], path.name
        count += len(found)
    assert count >= 31


@pytest.mark.skipif(
    _DECK is None or not _DECK.is_dir(), reason="INTERVIEW_SIM_DATA has no decks/gift"
)
def test_a_folder_of_others_samples_gives_a_bank_that_passes_the_check() -> None:
    """Everything in the samples is a question or is told, and the bank is valid."""
    assert _DECK is not None
    for path in sorted(_DECK.glob("*.gift")):
        result = read(path.name, path.read_bytes())
        seen = len(list(parse_gift(path.read_text(encoding="utf-8"))))
        assert len(result.questions) + len(result.skipped) == seen
        if result.questions and any(question.is_answered for question in result.questions):
            built(result)
