"""Moodle XML: essays with their rubric, short answers, and what XML can be made to do."""

from __future__ import annotations

import time

import pytest
from foreign_kit import bring_in, only, read, whys

from interview_sim.bank.model import Need
from interview_sim.exchange.importers.imported import ImportFailed


def quiz(*questions: str, head: str = "") -> str:
    """A quiz with these questions."""
    return f'<?xml version="1.0"?>{head}<quiz>{"".join(questions)}</quiz>'


def question(kind: str, inner: str, text: str = "Why?") -> str:
    """One question."""
    asked = f"<questiontext format='html'><text><![CDATA[{text}]]></text></questiontext>"
    return f"<question type='{kind}'><name><text>n</text></name>{asked}{inner}</question>"


ESSAY = question(
    "essay",
    "<generalfeedback format='html'><text><![CDATA[<p>Averaging <i>helps</i>.</p>]]></text>"
    "</generalfeedback><graderinfo format='html'><text><![CDATA[<p>Look for:</p><ul>"
    "<li>(must, ×2) lower variance<ul><li>by averaging</li></ul></li><li>bias</li></ul>"
    "<p>Speaks clearly.</p>]]></text></graderinfo><idnumber>rf-1</idnumber>"
    "<hint format='markdown'><text>Think.</text></hint>"
    "<tags><tag><text>trees</text></tag></tags>",
    "<p>Why <b>forests</b>?</p><img src='@@PLUGINFILE@@/3.png'>",
)


def test_an_essay_has_its_rubric_answer_hints_tags_and_id() -> None:
    """`graderinfo` gives points, `generalfeedback` the model answer."""
    question = only("q.xml", quiz(ESSAY))
    assert question.prompt == "Why **forests**?\n\n[picture: 3.png]"
    assert question.answer == "Averaging *helps*."
    assert [(p.text, p.need, p.weight) for p in question.points] == [
        ("lower variance\n- by averaging", Need.MUST, 2.0),
        ("bias", Need.SHOULD, 1.0),
        ("Speaks clearly.", Need.SHOULD, 1.0),
    ]
    assert (question.hints, question.tags, question.name) == (("Think.",), ("trees",), "rf-1")


def test_a_short_answer_is_a_point_and_wrong_ones_with_a_reply_misconceptions() -> None:
    """Fractions say what is right."""
    answers = (
        "<answer fraction='100'><text>Amsterdam</text></answer>"
        "<answer fraction='0'><text>The Hague</text><feedback><text>Only the seat.</text>"
        "</feedback></answer><answer fraction='0'><text>*</text><feedback><text>No.</text>"
        "</feedback></answer>"
    )
    found = only("q.xml", quiz(question("shortanswer", answers)))
    assert [p.match for p in found.points] == [("Amsterdam",)]
    assert [(m.claim, m.correction) for m in found.misconceptions] == [
        ("The Hague", "Only the seat.")
    ]


def test_categories_become_topics() -> None:
    """A category holds for what follows it."""
    path = "<question type='category'><category><text>$course$/top/{}</text></category></question>"
    other = ESSAY.replace("rf-1", "nets").replace("forests", "nets")
    text = quiz(path.format("ML/Trees"), ESSAY, path.format("ML/Nets"), other)
    bank = bring_in("q.xml", text)
    assert (bank.title, [q.topic for q in bank.questions]) == ("ML", ["trees", "nets"])


def test_other_kinds_are_told_with_their_place() -> None:
    """Multiple choice and the like are skipped, each with its line and reason."""
    kinds = ["multichoice", "truefalse", "matching", "numerical", "calculated", "description",
             "ddwtos"]  # fmt: skip
    lines = "\n".join(question(kind, "") for kind in kinds)
    result = read("q.xml", quiz(ESSAY, "\n", lines, question("essay", "", " ")))
    assert len(result.questions) == 1
    assert [item.location.line for item in result.skipped] == [2, 3, 4, 5, 6, 7, 8, 8]
    assert whys(result)[-2:] == [
        "a question of the kind “ddwtos”, which only Moodle can ask",
        "there is no question in its text",
    ]


LAUGHS = "<!DOCTYPE quiz [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)
) + "]>"  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("laughs", quiz("&m;", head=LAUGHS), "defines entities"),
        (
            "outside",
            quiz("&x;", head="<!DOCTYPE quiz [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
            "defines entities",
        ),
        ("deep", "<quiz>" + "<a>" * 50_000, "more than 100 elements within each other"),
        ("many", "<quiz>" + "<a/>" * 400_001 + "</quiz>", "more than 400,000 elements"),
        ("cut", quiz(ESSAY)[:-20], "not well-formed"),
        ("nul", quiz(ESSAY).replace("Why", "W\0y"), "not well-formed"),
        ("encoding", "<?xml version='1.0' encoding='klingon'?><quiz/>", "not well-formed"),
        ("other", "<html/>", "its first element is <html>"),
        ("attribute", f"<quiz><question type='{'x' * 9_000_000}'/></quiz>", "larger than 8 MB"),
        ("empty", "", "not well-formed"),
    ],
)
def test_hostile_xml_is_refused_quickly_with_a_reason(name: str, data: str, told: str) -> None:
    """Nothing is expanded, fetched or followed without bound."""
    began = time.perf_counter()
    with pytest.raises(ImportFailed, match=told):
        read(f"{name}.xml", data, format="moodle-xml")
    assert time.perf_counter() - began < 10


def test_a_huge_kind_is_told_briefly() -> None:
    """A megabyte in an attribute does not reach the terminal."""
    (why,) = whys(read("q.xml", quiz(question("x" * 1_000_000, ""))))
    assert len(why) < 120


def test_a_document_type_without_entities_and_utf_16_are_read() -> None:
    """What is harmless is not refused."""
    assert read("q.xml", quiz(ESSAY, head="<!DOCTYPE quiz>")).questions
    wide = quiz(ESSAY).replace('version="1.0"', 'version="1.0" encoding="utf-16"')
    assert read("q.xml", wide.encode("utf-16")).questions
