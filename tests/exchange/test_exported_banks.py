"""A bank that is exported and brought in again keeps its questions, answers and points."""

from __future__ import annotations

import json
import re
import xml.dom.minidom
from html import unescape
from pathlib import Path

import pytest
from foreign_kit import bring_in, read
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from interview_sim.bank.loading import load_bank
from interview_sim.bank.model import (
    AllOf,
    Bank,
    Defaults,
    FollowUp,
    Kind,
    Level,
    Misconception,
    Need,
    Point,
    Question,
    Source,
    When,
)
from interview_sim.exchange.bank_exporters import bank_format, bank_formats, losses
from interview_sim.exchange.importers.records import is_placeholder

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "tests" / "data" / "banks").glob("*.yaml"))
# Shrinking a bank takes minutes and the failure is as plain without.
modest = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])

# -- texts ---------------------------------------------------------------------------------------

SIGNS = st.sampled_from(
    ["\\", "~", "=", "#", "{", "}", ":", "::", "####", "->", "{{c1::x}}", "[html]", "[sound:a]",
     "<b>", "&lt;", "]]>", "<!--", "$x$", "%50%", "//", "\\n", "\\:", '"', "- ", "\n", "\n\n",
     "\t", "@@PLUGINFILE@@", "$CATEGORY: x", "(must) ", "`", "**", "1. ", "é👶"]
)  # fmt: skip
CHARACTERS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12)


def _tidy(text: str) -> str:
    """A text without spaces at the ends of its lines and at its own ends."""
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


any_texts = (
    st.lists(st.one_of(SIGNS, CHARACTERS), min_size=1, max_size=8)
    .map(lambda parts: _tidy(" ".join(parts)))
    .filter(
        lambda text: any(char.isalnum() for char in unescape(text)) and not is_placeholder(text)
    )
)
"""Texts full of what means something to one of the formats."""

words = st.from_regex(r"[A-Za-zäöé][A-Za-z0-9äöé]{1,8}", fullmatch=True)
inline = st.one_of(
    words,
    words,
    words,
    words.map(lambda word: f"**{word}**"),
    words.map(lambda word: f"`{word} <x> & y`"),
    words.map(lambda word: f"${word}_1^2$"),
    st.sampled_from(["a < b", "x & y", "(so)", "it's", "α → β", "5 %"]),
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A line of Markdown that begins with a word that labels nothing."""
    return f"Zq{draw(words)} {' '.join(draw(st.lists(inline, min_size=1, max_size=6)))}"


blocks = st.one_of(
    st.lists(sentences(), min_size=1, max_size=2).map("\n".join),
    st.lists(sentences(), min_size=2, max_size=3).map(lambda t: "\n".join(f"- {x}" for x in t)),
    sentences().map(lambda text: f"```python\nx = 1\n    {text}\n```"),
    st.lists(words, min_size=2, max_size=2).map(
        lambda t: f"| {t[0]} | b |\n| --- | --- |\n| 1 | {t[1]} |"
    ),
)


@st.composite
def markdown_texts(draw: st.DrawFn) -> str:
    """Paragraphs, lists, code and tables, none of which joins the one before."""
    found = [draw(sentences())]
    for block in draw(st.lists(blocks, max_size=4)):
        follows_list = found[-1].rpartition("\n")[2].startswith("- ")
        found.append(f"Zq then\n\n{block}" if follows_list else block)
    return "\n\n".join(found)


# -- banks ---------------------------------------------------------------------------------------


@st.composite
def banks(draw: st.DrawFn, texts: st.SearchStrategy[str], lines: st.SearchStrategy[str]) -> Bank:
    """A bank whose texts are `texts`, and whose points are `lines`."""

    def point(number: int) -> Point:
        members = tuple(
            Point(id=f"m{number}-{n}", point=draw(lines)) for n in range(draw(st.integers(0, 2)))
        )
        return Point(
            id=f"p{number}",
            point=" ".join(draw(lines).split()) if members else draw(lines),
            need=draw(st.sampled_from(Need)),
            weight=draw(st.sampled_from([1.0, 2.0, 0.5])),
            probe=draw(st.one_of(st.none(), lines.map(lambda text: " ".join(text.split())))),
            pick=1 if members else None,
            of=members,
        )

    questions = []
    for number in range(draw(st.integers(1, 3))):
        rubric = tuple(point(n) for n in range(draw(st.integers(0, 3))))
        answer = draw(texts) if not rubric or draw(st.booleans()) else ""
        questions.append(
            Question(
                id=f"q-{number}",
                prompt=f"Zq{number} {draw(texts)}",
                rubric=rubric,
                model_answer=answer,
                level=draw(st.sampled_from(Level)),
                topic=draw(st.sampled_from(["general", "a/b", "nets"])),
                tags=draw(st.sampled_from([(), ("trees",), ("a-b", "c")])),
            )
        )
    return Bank(id="mine", title="My bank", questions=tuple(questions))


def kept(bank: Bank) -> list[object]:
    """What every format promises to keep, and the level, topic and tags."""
    return [
        (
            question.id,
            question.prompt.strip(),
            question.model_answer.strip(),
            [
                (p.point.strip(), p.need, p.weight, p.probe, p.pick, [m.point for m in p.of])
                for p in question.rubric
            ],
            question.level,
            question.topic,
            question.tags,
        )
        for question in bank.questions
    ]


def again(bank: Bank, format_: str) -> Bank:
    """The bank, exported and brought in."""
    target = bank_format(format_)
    return bring_in(f"mine{target.endings[0]}", target.file(bank).decode())


BACKSLASHES = Bank(
    id="mine",
    title="T",
    questions=(Question(id="q-0", prompt="a\\", model_answer="b\\n\nc \\neq \\\\: \\"),),
)


@given(banks(any_texts, any_texts))
@example(
    Bank(id="x", title="T", questions=(Question(id="q-0", prompt="a\\", model_answer="b\\n\nc"),))
)
@modest
def test_any_text_is_kept(bank: Bank) -> None:
    """Moodle's formats give back to the letter whatever a prompt, an answer or a point says.

    And signs that mean something to Anki, HTML or Markdown neither break nor multiply questions.
    """
    for format_ in ("gift", "moodle-xml"):
        found = again(bank, format_)
        assert [q[:4] for q in kept(found)] == [q[:4] for q in kept(bank)], format_  # type: ignore[index]
    assert [q.id for q in again(bank, "anki").questions] == [q.id for q in bank.questions]
    assert again(bank, "md").questions


def test_the_number_that_stands_in_for_a_heading_is_no_part_of_the_question() -> None:
    """A prompt of several blocks has none of its own in Markdown: it comes back as it was."""
    prompt = "Look at these:\n\n- one\n- two"
    bank = Bank(id="x", title="T", questions=(Question(id="q-0", prompt=prompt),))
    assert again(bank, "md").questions[0].prompt.strip() == prompt


@pytest.mark.thorough
@given(banks(markdown_texts(), sentences()))
@settings(modest, max_examples=100)
def test_every_format_keeps_markdown(bank: Bank) -> None:
    """Paragraphs, lists, code, tables and formulas come back as they were, and so do points."""
    for format_ in bank_formats()[0]:
        assert kept(again(bank, format_)) == kept(bank), format_


# -- everything, for JSON ------------------------------------------------------------------------

nasty = st.one_of(
    any_texts,
    st.text(
        st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=9
    ),
).filter(lambda text: bool(text.strip()))


@st.composite
def whole_banks(draw: st.DrawFn) -> Bank:
    """A bank with everything that a bank may have."""
    phrase = st.one_of(words, words.map(lambda word: AllOf(all=(word, ("x", "y")))))
    match = st.lists(phrase, max_size=2).map(tuple)
    rubric = (
        Point(id="p", point=draw(nasty), match=draw(match), probe=draw(nasty), weight=1 / 3),
        Point(id="g", need=Need.BONUS, pick=1, of=(Point(id="m", point=draw(nasty)),)),
    )
    question = Question(
        id="q",
        prompt=draw(nasty),
        kind=draw(st.sampled_from(Kind)),
        level=draw(st.sampled_from(Level)),
        roles=("dev",),
        time=draw(st.sampled_from([None, 90.0, 61.5])),
        sources=("s",),
        rubric=rubric,
        misconceptions=(Misconception(id="w", claim=draw(nasty), correction=draw(nasty)),),
        follow_ups=(
            FollowUp(id="f", ask=draw(nasty), when=When(covered="p"), rubric=rubric[:1]),
            FollowUp(id="h", ask=draw(nasty), when=When(score_below=0.5), time=30.0),
        ),
        hints=(draw(nasty),),
        model_answer=draw(nasty),
    )
    return Bank(
        id="whole",
        title="Whole",
        description="All of it",
        language="de",
        licence="CC0-1.0",
        sources=(Source(id="s", title="S", author="A", url="https://x.org", year=2020),),
        glossary=(("a", "b"),),
        defaults=Defaults(time=120.0),
        questions=(question,),
    )


@given(whole_banks())
@modest
def test_json_keeps_everything(bank: Bank) -> None:
    """The bank that comes back from JSON is the same bank."""
    text = bank_format("json").file(bank).decode()
    assert json.loads(text)["format"] == bank.format
    assert bring_in("whole.json", text) == bank
    assert losses(bank, bank_format("json")) == []


@given(whole_banks())
@modest
def test_no_format_writes_what_a_terminal_obeys(bank: Bank) -> None:
    """Escapes and marks of direction in a bank do not reach the file as they are."""
    for format_ in bank_formats()[0].values():
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", format_.file(bank).decode())


# -- whole banks ---------------------------------------------------------------------------------


@pytest.mark.thorough
def test_real_banks_come_back() -> None:
    """Questions, answers, points, follow-ups, hints and misconceptions of real banks survive."""

    def others(given: Bank) -> list[object]:
        return [
            (
                [(f.ask.strip(), f.model_answer.strip()) for f in q.follow_ups],
                [(m.claim.strip(), m.correction.strip()) for m in q.misconceptions],
                q.hints,
            )
            for q in given.questions
        ]

    def loosened(given: Bank) -> list[object]:
        """Without the empty lines that a list may have before it or not."""
        return [(q[0], q[1], q[2].replace("\n\n", "\n"), *q[3:]) for q in kept(given)]  # type: ignore[index]

    assert SHIPPED
    for path in SHIPPED:
        bank = load_bank(path)
        for format_ in bank_formats()[0]:
            found = again(bank, format_)
            assert found.title == bank.title
            assert loosened(found) == loosened(bank), (path.name, format_)
            assert others(found) == others(bank), (path.name, format_)


def test_what_a_format_cannot_hold_is_listed() -> None:
    """The command can say what is not in the file, with how much of it there is."""
    bank = load_bank(SHIPPED[0])
    listed = " ".join(losses(bank, bank_format("gift")))
    assert "lists of accepted wordings" in listed
    assert "sources" in listed


def test_moodle_xml_is_well_formed() -> None:
    """Any XML reader takes it."""
    text = bank_format("moodle-xml").file(load_bank(SHIPPED[0])).decode()
    document = xml.dom.minidom.parseString(text)
    assert len(document.getElementsByTagName("graderinfo")) == len(load_bank(SHIPPED[0]).questions)


def test_a_markdown_export_skips_only_what_is_about_the_bank() -> None:
    """Nothing of a question is left over when it is read again."""
    bank = load_bank(SHIPPED[0])
    result = read("mine.md", bank_format("md").file(bank).decode())
    assert {item.what for item in result.skipped} <= {
        " ".join(bank.description.split())[:59].rstrip() + "…", f"Licence: {bank.licence}"
    }  # fmt: skip
