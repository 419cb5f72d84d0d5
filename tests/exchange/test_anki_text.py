"""Anki's text exports: headers, delimiters, quoted cells, HTML and deletions."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from foreign_kit import bring_in, built, only, prompts, read, whys

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.anki.notes import field_markdown, read_cloze
from interview_sim.exchange.importers.imported import ImportFailed

_DATA = os.environ.get("INTERVIEW_SIM_DATA", "")
_DECKS = Path(_DATA).resolve() / "decks" / "anki-csv" if _DATA else None

FULL = """\
#separator:tab
#html:true
#guid column:1
#notetype column:2
#deck column:3
#tags column:6
interview-sim:ml:forests	Basic	ML::Trees	Why <b>forests</b>?	"A ""b"" c:<ul><li>one</li>
<li>two</li></ul>"	bagging hard
abc	Cloze	ML::Stats	The {{c1::mode::most frequent}} and the {{c2::mean}}		leech
"#x"	Basic	ML::Stats	#1?	"a
b"
"""


def test_headers_say_what_is_in_which_column() -> None:
    """Note type, deck, tags and guid find their places; the deck that holds all is the title."""
    result = read("deck.txt", FULL)
    assert (result.format, result.title) == ("anki", "ML")
    first, second, third = result.questions
    assert first.prompt == "Why **forests**?"
    assert first.answer == 'A "b" c:\n\n- one\n- two'
    assert (first.name, first.topic, first.tags) == ("forests", ("Trees",), ("bagging",))
    assert (first.level, first.location.line) == (Level.ADVANCED, 7)
    assert second.prompt == "Fill the gaps:\n\nThe [most frequent] and the _____"
    assert second.answer == "The **mode** and the **mean**"
    assert ([p.match for p in second.points], second.tags) == ([("mode",), ("mean",)], ())
    assert (third.prompt, third.location.line) == ("#1?", 10)


@pytest.mark.parametrize(
    ("header", "sign"),
    [("Comma", ","), ("semicolon", ";"), ("Pipe", "|"), ("TAB", "\t"), ("colon", ":"), ("!", "!")],
)
def test_the_separator_is_named_or_given(header: str, sign: str) -> None:
    """Anki's names of separators and a sign itself are understood."""
    question = only("d.txt", f'#separator:{header}\nA?{sign}"b{sign}\nc"\n')
    assert (question.prompt, question.answer) == ("A?", f"b{sign}\nc")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_without_a_header_the_delimiter_is_found(sign: str) -> None:
    """A file of gaps without headers is read as Anki's, split where its rows agree."""
    rows = [f"The {{{{c1::a}}}} is x{n}{sign}extra{sign}t{n}" for n in range(4)]
    result = read("d.txt", "\n".join(rows))
    assert result.format == "anki"
    assert [question.answer for question in result.questions][:1] == [
        "The **a** is x0\n\nextra\n\n**Field 3:** t0"
    ]


def test_columns_name_fields_and_the_global_tags_and_deck_hold() -> None:
    """`#columns`, `#tags` and `#deck` are heeded; a field without a place is kept by its name."""
    text = (
        "#separator:Comma\n#columns:Back,Front,Source,Hint,Tags\n#tags:a b\n#deck:D\n"
        "#tags column:5\nIt is.,Question?,https://x.org/1,Think,c\n"
    )
    result = read("d.csv", text)
    (question,) = result.questions
    assert (question.prompt, question.answer, question.hints) == ("Question?", "It is.", ("Think",))
    assert (question.tags, result.title) == (("a", "b", "c"), "D")
    assert [link.url for link in question.links] == ["https://x.org/1"]


def test_plain_fields_are_not_read_as_html() -> None:
    """With `#html:false` a tag is text."""
    question = only("d.txt", "#html:false\n#separator:tab\nWhat is <b>?\tA &lt; tag\n")
    assert (question.prompt, question.answer) == ("What is <b>?", "A &lt; tag")


def test_comments_empty_notes_and_pictures_alone_are_told() -> None:
    """Nothing is dropped without a word."""
    result = read(
        "d.txt",
        "#separator:tab\nA?\tb\n# a remark\n<img src='x.png'>\tbrain\n \t <br>\n"
        "[sound:a.mp3]\tc\n{{c1::image-occlusion:rect:left=.1}}\td\n",
    )
    assert len(result.questions) == 1
    assert sorted(whys(result)) == [
        "a comment line",
        "an image-occlusion card: there is nothing to ask without its picture",
        "no question in it",
        "only a picture or a sound is asked",
        "only a picture or a sound is asked",
    ]


def test_a_quotation_mark_that_never_closes_swallows_nothing() -> None:
    """Each line is then a note, and that is told."""
    rows = "\n".join(f"Q{n}?\ta{n}" for n in range(5))
    result = read("d.txt", f'#separator:tab\nX?\t"open\n{rows}\n')
    assert prompts(result)[:2] == ["X?", "Q0?"]
    assert any("never closed" in note for note in result.notes)


def test_named_columns_in_the_first_row_are_no_note() -> None:
    """A first row of names is one, where no header says otherwise."""
    result = read("d.csv", "Front,Back\nThe {{c1::x}}?,y\n")
    assert len(result.questions) == 1


@pytest.mark.parametrize(
    ("field", "markdown"),
    [
        ("a<br>b<div>c</div>", "a\nb\n\nc"),
        ("&lt;b&gt; &amp; <b>c</b>", "<b> & **c**"),
        ("<ol><li>a</li><li>b<br>c</li></ol>", "1. a\n2. b\n   c"),
        ("<pre><code>x = 1\n  y</code></pre>", "```\nx = 1\n  y\n```"),
        ("<code>a &lt; b</code>", "`a < b`"),
        (r"so \(x^2\) and \[\sum_i\]", r"so $x^2$ and $$\sum_i$$"),
        ("[$]x[/$] [$$]y[/$$] [latex]z[/latex]", "$x$ $$y$$ $$z$$"),
        ("<anki-mathjax block='true'>a</anki-mathjax>", "$$a$$"),
        ("<img src='brain.png'>", "[picture: brain.png]"),
        ("<img src=\"a.png\" alt='The cell'>", "[picture: The cell]"),
        ("hear [sound:../../etc/x.mp3] [anki:play:q:0]", "hear [sound: ../../etc/x.mp3]"),
        ("see <a href='https://x.org/y'>this</a>", "see this (https://x.org/y)"),
        ("<script>alert(1)</script><style>.a{}</style>x", "x"),
        ("x<sup>2</sup>", "x²"),
        ("one\ntwo", "one\ntwo"),
    ],
)  # fmt: skip
def test_html_becomes_text_to_read(field: str, markdown: str) -> None:
    """Tags, entities, formulas and media are what a person would write for them."""
    assert field_markdown(field) == markdown


@pytest.mark.parametrize(
    ("text", "hidden", "full"),
    [
        ("a {{c1::b}} c", "a _____ c", "a **b** c"),
        ("{{c1::b::hint}}", "[hint]", "**b**"),
        ("{{c1::a {{c2::b}} c}} d", "_____ d", "**a b c** d"),
        ("{{c1::a", "{{c1::a", "{{c1::a"),
        ("a :: b }} c", "a :: b }} c", "a :: b }} c"),
        ("{{c1::std::vector}}", "[vector]", "**std**"),
    ],
)
def test_deletions_are_read_both_ways(text: str, hidden: str, full: str) -> None:
    """Gaps with their hints, and the text filled in; what never ends is text."""
    found = read_cloze(text)
    assert (found.hidden, found.full) == (hidden, full)


def test_deletions_without_end_cost_little() -> None:
    """A hundred thousand openings are plain text."""
    found = read_cloze("{{c1::x" * 100_000)
    assert not found.deletions


OPENINGS = [
    "\\(", "\\[", "[$]", "[latex]", "[anki:tts]", "<anki-mathjax>", "<ul><li>", "<pre>", "[sound:",
    "<a href='http://x.org'>y", "<sup>y", "<b>y", "<li>y<pre>", "<table><td>y",
]  # fmt: skip


@pytest.mark.parametrize("opening", OPENINGS)
def test_what_is_opened_and_never_closed_costs_little(opening: str) -> None:
    """Two hundred kilobytes of openings take seconds at most."""
    began = time.perf_counter()
    count = 200_000 // len(opening)
    closing = "".join(f"</{tag}>" for tag in re.findall(r"<([a-z-]+)", opening)[::-1])
    field_markdown(opening * count)
    field_markdown(opening * (count // 4) + closing * (count // 4))
    assert time.perf_counter() - began < 10


def test_a_mapping_is_heeded() -> None:
    """`--map` names the fields."""
    text = "#separator:tab\n#columns:X\tY\na b c\twhat is it\n"
    question = only("d.txt", text, mapping={"question": "Y", "answer": "X"})
    assert (question.prompt, question.answer) == ("what is it", "a b c")


def test_an_empty_export_is_refused() -> None:
    """Headers without notes are no deck."""
    with pytest.raises(ImportFailed, match="no notes"):
        read("d.txt", "#separator:tab\n#html:true\n")


def test_escapes_and_turned_text_never_reach_a_bank() -> None:
    """Terminal escapes and direction marks in fields are left out."""
    bank = bring_in("d.txt", "#separator:tab\nA\x1b[31m?&#27;[0m\tb&#8238;c\n")
    (question,) = bank.questions
    assert "\x1b" not in question.prompt
    assert question.model_answer == "bc"


@pytest.mark.skipif(
    _DECKS is None or not _DECKS.is_dir(), reason="INTERVIEW_SIM_DATA has no decks/anki-csv"
)
def test_others_decks_without_headers_are_read_when_asked_for() -> None:
    """Every row of decks that people publish as CSV is a question with an answer."""
    assert _DECKS is not None
    counts = []
    for path in sorted(_DECKS.rglob("*.csv")):
        made = built(read(path.name, path.read_bytes(), format="anki"))
        assert not made.skipped
        assert all(q.prompt and q.model_answer for q in made.bank.questions)
        assert not any("<br" in q.model_answer for q in made.bank.questions)
        counts.append(len(made.bank.questions))
    assert sum(counts) >= 80
