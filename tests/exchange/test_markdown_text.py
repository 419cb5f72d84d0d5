"""Formulas, code, tables and links of Markdown survive in a form that a terminal shows readably."""

from __future__ import annotations

import pytest

from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.html_text import to_markdown
from interview_sim.exchange.importers.markdown.inline import tidy
from interview_sim.exchange.importers.markdown.titles import read_title, topic_name
from interview_sim.exchange.importers.registry import read_documents


@pytest.mark.parametrize(
    "text",
    [
        "$a_i * b_i$ and $c_i * d_i$",
        "$$\n\\sigma(x) = \\frac{1}{1+e^{-x}} \\\\\n y_1 < 2\n$$",
        "\\(x^2\\) and \\[\\sum_i |w_i|\\]",
        "`a_*b_* <p> &lt; [x](y)` costs $5 and $10",
        "```python\nprint('<br>', \"[x](y)\") # **x** &amp;\n```",
        "2 * 3 * 4 and a < b, b > c",
    ],
)
def test_formulas_and_code_stay_as_they_are(text: str) -> None:
    """Nothing within formulas, code spans and fences is touched."""
    assert tidy(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x<sub>i</sub> y<sup>2</sup> z<sub>max</sub>", "xᵢ y² zₘₐₓ"),
        ("a<br>b &lt; c &amp; d&nbsp;e", "a\nb < c & d e"),
        ("<code>x &lt; y</code> <b>bold</b> <em>so</em>", "`x < y` **bold** *so*"),
        ('see [the proof](https://example.com/p "t")', "see the proof (https://example.com/p)"),
        ("[above](#x) and [there](other.md) and <https://x.y>", "above and there and https://x.y"),
        ("![plot](img/plot.png)", "[picture: plot]"),
        (
            '<img src="https://render.githubusercontent.com/render/math?math=\\beta = X^{-1}">',
            "$\\beta = X^{-1}$",
        ),
        ("![](https://latex.codecogs.com/svg.latex?x%5E2)", "$x^2$"),
        ("a\\_b \\* c\\#", "a_b * c#"),
        ("~~~\nx\n~~~", "```\nx\n```"),
        ("[x][ref]", "x (https://x.example)"),
    ],
)
def test_markup_becomes_text(text: str, expected: str) -> None:
    """Tags, entities, links and pictures become what they show."""
    assert tidy(text, {"REF": {"href": "https://x.example", "title": ""}}) == expected


def test_blocks_of_an_answer() -> None:
    """A table keeps its rows, indented code is fenced, HTML becomes text, a list its depth."""
    text = (
        "## What is it?\n\n|a|b|\n|:-:|---|\n|1|x \\| y|\n\n    code <b>\n\n<ul><li>one</li>"
        "<li>two</li></ul>\n\n1. first\n   - inner\n2. second\n"
    )
    (question,) = read_documents([Document("x.md", text.encode())]).questions
    assert question.answer == (
        "| a | b |\n| --- | --- |\n| 1 | x \\| y |\n\n```\ncode <b>\n```\n\n- one\n- two\n\n"
        "1. first\n   - inner\n2. second"
    )


def test_html_becomes_markdown() -> None:
    """Lists, code, tables and emphasis of HTML are kept; scripts are not."""
    assert to_markdown("A <b>x</b><br>B<ul><li>1<li>2</ul><pre>a\n b</pre><script>no</script>") == (
        "A **x**\nB\n\n- 1\n- 2\n\n```\na\n b\n```"
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**12. What is `**kwargs`?**", "What is `**kwargs`?"),
        ("Q1. What is _ML_?", "What is ML?"),
        ("1) What's the trade-off? [[src](http://x.y)]", "What's the trade-off?"),
        ("[[⬆]](#toc) <a name=x>What is X?</a>".replace("<a name=x>", "").replace("</a>", ""),
         "What is X?"),
        ("❓ What is [Docker](https://docker.com)?", "What is Docker?"),
        ("3.2 What is Y?", "What is Y?"),
        ("- [ ] no", "- [ ] no"),
        ("2.0 is new?", "2.0 is new?"),
        ("What is $x_i * y_i$?", "What is $x_i * y_i$?"),
    ],
)  # fmt: skip
def test_titles_lose_numbers_marks_and_links(source: str, text: str) -> None:
    """What remains of a title is the question."""
    assert read_title(source).text == text


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("Predictive Modeling (19 questions)", "Predictive Modeling"),
        ("HTML Questions", "HTML"),
        ("2. React Interview Questions & Answers", "React"),
        ("Interview Questions", ""),
    ],
)
def test_topics(heading: str, topic: str) -> None:
    """A topic is a heading without number, count and the word for questions."""
    assert topic_name(heading) == topic
