"""The Markdown export reads well, and no text in it is anything but text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from export_kit import HOSTILE, INVISIBLE, exported, file_of, hostile, one_question, small
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from interview_sim.assessment.model import Scorecard
from interview_sim.exchange.session_exporters.markdown import as_typed as block
from interview_sim.exchange.session_exporters.markdown import inline, quoted
from interview_sim.literal import visible

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = {
    "heading", "paragraph", "blockquote", "table", "thead", "tbody", "tr", "th", "td",
    "bullet_list", "list_item", "strong", "em", "inline", "text", "softbreak", "hardbreak",
    "code_inline",
}  # fmt: skip

# Signs that mean something make up most of what is tried.
nasty = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("`*_~[]()<>!#|\\&;:-+=.1@$ \t\n\"'{}^/")),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
) | st.sampled_from(HOSTILE.split("\n"))


def tokens(text: str) -> Iterator[Token]:
    """Every token of a document, those inside lines too."""
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def kinds(text: str) -> set[str]:
    """What kinds of tokens a document is made of."""
    return {token.type.removesuffix("_open").removesuffix("_close") for token in tokens(text)}


def shown(text: str) -> str:
    """What a reader sees, with blanks made alike."""
    parts = [
        " " if token.type in {"softbreak", "hardbreak", "paragraph_close"} else token.content
        for token in tokens(text)
        if token.type != "inline"
    ]
    return " ".join("".join(parts).split())


def as_typed(text: str) -> str:
    """The same of a text that was typed."""
    return " ".join(visible(text).split())


def written(session: Scorecard) -> str:
    """The whole file."""
    return file_of(session, "md").decode()


@given(nasty)
@example(HOSTILE)
def test_any_text_shows_as_it_was_typed(text: str) -> None:
    """In a quote, in a paragraph and in a line: no markup, and every sign there."""
    for markdown, allowed in (
        (quoted(text), {"blockquote", "paragraph"}),
        (block(text), {"paragraph"}),
        (f"- {inline(text)}", {"bullet_list", "list_item", "paragraph"}),
    ):
        inside = {"inline", "text", "hardbreak", "softbreak", "code_inline"}
        assert kinds(markdown) <= allowed | inside
        assert shown(markdown) == as_typed(text)


@given(nasty)
def test_any_text_stays_in_its_cell(text: str) -> None:
    """A table keeps its two columns whatever is in them."""
    table = f"| a | b |\n| --- | --- |\n| {inline(text)} | end |"
    cells = [t.content for t in PARSER.parse(table) if t.type == "inline"]
    assert len(cells) == 4
    assert cells[-1] == "end"


@given(nasty)
@example(HOSTILE)
def test_nothing_breaks_out_of_its_place(text: str) -> None:
    """Whatever is asked, answered and noted, the document has the parts that we gave it."""
    found = written(exported(one_question(text, prompt=text, note=text, title=text, topic=text)))
    assert kinds(found) <= OURS
    headings = [
        token.content
        for before, token in pairwise(PARSER.parse(found))
        if before.type == "heading_open" and before.tag == "h2"
    ]
    note = ["Note on the session"] if text.strip() else []
    assert headings[0].startswith("1.")
    assert headings[1:] == ["Study next", *note]


def test_what_github_finds_in_plain_text_is_in_code() -> None:
    """Mentions, references, bare addresses, pictures by name and formulas stay what was typed."""
    for word in ("@someone", "a/b#12", "https://x.org", "www.x.org", "a@b.org", ":+1:", "$x$"):
        assert inline(f"say {word} twice") == f"say `{word}` twice"


def test_prose_stays_readable() -> None:
    """What means nothing is not escaped: a reader of the source is not punished."""
    for text in ("It is 40.3, or +1 - see the_name (a < b) = c!", "12:30, C++ and 3 > 2; AT&T"):
        assert block(text) == text


def test_indents_and_line_ends_are_kept() -> None:
    """Code that was typed into an answer keeps its shape."""
    rendered = PARSER.render(quoted("if x:\n    return y\n\nend"))
    assert "if x:<br />\n\u00a0\u00a0\u00a0\u00a0return y</p>\n<p>end" in rendered


def test_the_page_has_what_a_reviewer_looks_for() -> None:
    """Scores as a table; each question with its answer, points, evidence, follow-ups and notes."""
    text = written(exported(one_question("Averaging lowers variance of bootstrap samples.")))
    assert re.search(r"^\*\*[\d.]+ of 100 · ", text, re.MULTILINE)
    assert "| 1 | Why do forests work? | ensembles |" in text
    assert "> Averaging lowers variance of bootstrap samples." in text
    assert "- ✓ covered – Averaging lowers variance. (must ×2, first at 0:0" in text
    assert "“Averaging lo”" in text
    assert "  - ✓ covered – Bootstrap samples." in text
    assert "- ? You claimed: It never overfits. Correct: Less, not never." in text
    assert text.count("> Say bias too.") == 2
    follow_up = written(small())
    assert "### Follow-up on a point\n\nWhy does averaging help at all?" in follow_up
    assert "Cut off by the clock after" in follow_up


def test_no_control_character_is_left() -> None:
    """What a terminal would obey when the file is printed is made visible."""
    assert not INVISIBLE.search(written(hostile()))
