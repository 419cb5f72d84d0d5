# ruff: noqa: E501 - documents, a line each
"""Nothing vanishes in silence: every line of a source is in the bank, or is told to be left out.

Each word of the generated documents is another one, so that it can be looked for. Comments, the
addresses behind words and the names of columns are no text, and are not looked for.
"""

from __future__ import annotations

import re

from foreign_kit import read, skipped
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interview_sim.bank.writing import write_bank
from interview_sim.exchange.importers.imported import ImportFailed, ImportOptions, Unanswered
from interview_sim.exchange.importers.make_bank import make_bank

KEEP = Unanswered.KEEP
WORD = re.compile(r"zq\d+x")

MARKDOWN = [
    "# H @", "## What is @?", "### @ part", "#### 3. Why is @?", "#### 4. Name @", "**What is @?**", "***What is @?*** @", "**@**",
    "@ text.", "@ is text\nand @ goes on.", "- @ item", "- What is @?", "1. @ first", "2. What is @?", "3. ### What is @?", "1. Explain @. It is @.",
    "   @ indented", "    @ code", "> @ quoted", "> **Note:** @", "| question | answer |\n|---|---|\n| What is @? | @ |", "| a | b |\n|---|---|\n| @ | @ |",
    "```\n@\n```", "Q: What is @?", "A: @", "Q1: @\nA1: @", "**Q1.** Why @?", "**Answer:** @", "#### Answer\n\n@", "### Answer: @", "**Hint:** @",
    "**Difficulty:** @", "**Difficulty:** easy, @", "**Level:** hard", "Level: @ | Tags: @", "Tags: @, @", "**Tags:** @", "Asked by: @", "**Company:** @",
    "**Source:** @", "Source: @; @", "See also: @", "**References:**\n\n- @ book\n- [@](https://x.example/@)", "**References:**\n\n- @ book, part of [@](https://x.example/)",
    "Resources\n\n* [@](https://x.example/@)", "[@](https://x.example/y)", "[@](#y)", "- [@](#y)", "[@]: https://x.example/y", "What is @? [src](https://x.example/@)",
    "## Why @? [↑](#top)", "### What is @? [answer](https://x.example/y)", "Read the answer on [@](https://x.example/@)", "@ (see [@](https://x.example/y)).",
    "<details><summary>@</summary>", "</details>", "<details>\n<summary>What is @?</summary>\n\n@\n\n</details>", "<details><summary>Hint: @</summary>@</details>",
    "<p>@</p>", "<h3>What is @?</h3>", "<br/>", "---", "* * *", "@\n===", "@ under\n---", "What is @?::@", "What is @?\n?\n@", "@ :: @", "A ==@== measures.", "C: [@] is @.",
    "#flashcards/@", "- [ ] @", "- [x] @", "Which of these?\n\n- [ ] @\n- [x] @", "**Good to hear:**\n\n- @ point\n- @ other", "Key points: @, @",
    "**Follow-up questions**\n\n- Why @?\n- @ again?", "**Common mistakes**\n\n- @ wrong", "TODO", "- **@**: text", "## Table of contents\n\n- [@](#y)\n- [@](#y)",
    "Front\n\n@", "## Front\n\n@\n\n## Back\n\n@", "- Q: What is @?\n- A: @", "## License\n\n@", "$$@$$", "- What is @?\n  - @ sub\n  - Why @?",
    "* @\n    * What is @?\n    * Why @?\n        * @", "1. What is @?\n\n   @\n\n   ```\n   @\n   ```\n\n   @", "- @\n\n  @\n\n  - @", "What is @? It is @.", "👶 What is @?",
    "Given a table @.", "Question 3\n\n@", "__@__", "`@`", "# Questions about @", "## Easy", "**Answer**\n\n@\n\n**Example**\n\n@",
]  # fmt: skip
GIFT = [
    "::@:: What is @? {=@ ~@}", "Explain @. {####@ text.\n@ more\n- @}", "What is @? {=@ =%50%@ #@ ~@#@}", "$CATEGORY: @/@\n\nWhy @? {=@}", "@ description only.",
    "@ {T}", "@ {#3:0.1}", "@ {1:MULTICHOICE:=@#@}", "What @? {= @ -> @ = @ -> @}", "[html]<p>@ what?</p>{}", "Open @ {", "@ } close", "// [tag:@]\n:: @ :: Why @? {=@ }",
    "What is @? {}", "[markdown]**@** why? {####@}", "@ {=@#@ ~@#@ ####@}", "{####@}",
]  # fmt: skip
COLUMNS = ["answer", "topic", "tags", "difficulty", "source", "url", "hints", "follow-ups", "options", "code", "points"]  # fmt: skip
CELLS = ["@", "@ and @", "<b>@</b> text", "@; @", "[@](https://x.example/@)", "@ in [@](https://x.example/@)", "", "TODO", "say '@'"]  # fmt: skip


def numbered(text: str) -> str:
    """The text with another word at each `@`."""
    parts = text.split("@")
    return "".join(f"{part}zq{n}x" for n, part in enumerate(parts[:-1])) + parts[-1]


def lost(name: str, text: str) -> list[str]:
    """The words of a document that are neither in its bank nor in what was left out."""
    try:
        result = read(name, text, unanswered=KEEP)
    except ImportFailed:  # which says that there is nothing in it
        return []
    skipped, bank = result.skipped, ""
    try:
        made = make_bank(result, ImportOptions(unanswered=KEEP))
        skipped, bank = made.skipped, write_bank(made.bank)
    except ImportFailed:
        assert not result.questions
    told = {*WORD.findall(bank), *(word for one in skipped for word in WORD.findall(one.what))}
    lines = text.split("\n")
    for one in skipped:  # the first words of a row or a block stand for all of it
        row = re.fullmatch(r"row (\d+)", one.location.item)
        at = one.location.line or (int(row[1]) if row else len(lines))
        for line in lines[at - 1 :]:
            told |= set(WORD.findall(line))
            if row or not line.strip():
                break
    return [word for word in WORD.findall(text) if word not in told]


# The same examples every time: in one of some thousand documents, where nothing parts a heading or a
# list from the next, a word is still lost.
@settings(derandomize=True)
@given(st.lists(st.sampled_from(MARKDOWN), min_size=1, max_size=5), st.sampled_from(["\n", "\n\n"]))
@example(["Level: hard | Tags: @", "# What is @?"], "\n\n")
@example(["---", "@ :: @", "**Hint:** @", "---"], "\n")
@example(["#### 4. Name @", "<h3>What is @?</h3>", "# H @"], "\n\n")
@example(["**Q: @**", "A: @", "### Answer: @", "## Front\n\n@\n\n## Back\n\n@"], "\n\n")
@example(["- What is @?", "See also: @", "Read the answer on [@](https://x.example/@)"], "\n")
@example(["**Follow-up questions**\n\n- Why @?", "| a | b |\n|---|---|\n| @ | @ |"], "\n\n")
@example(["- **@**: text", "   @ indented"], "\n\n")
def test_markdown(pieces: list[str], between: str) -> None:
    """In whatever order headings, lists, labels, cards and folds come."""
    assert lost("x.md", numbered(between.join(pieces) + "\n")) == []


def test_front_matter() -> None:
    """What it says of the file alone is listed."""
    result = read("x.md", "---\nauthor: Someone\ntags: a\n---\n\n## What is a?\n\nA.\n")
    assert skipped(result) == [("author: Someone", "front matter that says nothing of questions")]


@given(
    st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=5, unique=True),
    st.lists(st.tuples(st.sampled_from(["What is @?", "Name @", ""]), st.lists(st.sampled_from(CELLS), min_size=5, max_size=5)), min_size=1, max_size=5),
    st.sampled_from(["x.csv", "x.tsv"]),
)  # fmt: skip
@example(["difficulty"], [("Name @", ["@ and @"] * 5)], "x.csv")
@example(["url", "source"], [("Name @", ["@ in [@](https://x.example/@)"] * 5)], "x.tsv")
def test_tables(columns: list[str], rows: list[tuple[str, list[str]]], name: str) -> None:
    """Of every column that is known; a row without a question is listed."""
    sign = "," if name == "x.csv" else "\t"
    lines = [sign.join(["question", *columns])]
    lines += [sign.join([asked, *cells[: len(columns)]]) for asked, cells in rows]
    text = numbered("\n".join(lines) + "\n")
    assert lost(name, text.replace("\nzq", "\n zq")) == []


@given(st.lists(st.sampled_from(GIFT), min_size=1, max_size=5))
def test_gift(pieces: list[str]) -> None:
    """Questions, what cannot be asked, descriptions and damaged blocks."""
    assert lost("x.gift", numbered("\n\n".join(pieces) + "\n")) == []


@given(
    st.lists(st.tuples(*[st.sampled_from([*CELLS, "{{c1::@}} is @", "What is @?"])] * 3), min_size=1, max_size=5),
    st.sampled_from(["", "#tags column:3\n", "#deck column:1\n", "#columns:Front\tBack\tDifficulty\n", "#columns:Text\tHint\tSource\n"]),
)  # fmt: skip
def test_anki_text(rows: list[tuple[str, str, str]], head: str) -> None:
    """The fields of notes, named or not."""
    body = "\n".join("\t".join(row).replace('"', "'") for row in rows)
    assert lost("x.txt", numbered(f"#separator:tab\n#html:true\n{head}{body}\n")) == []


MOODLE = [
    '<question type="essay"><name><text>@</text></name><questiontext><text>What is @?</text></questiontext><generalfeedback><text>@</text></generalfeedback><graderinfo><text>@</text></graderinfo></question>',
    '<question type="shortanswer"><name><text>q</text></name><questiontext><text>Name @</text></questiontext><answer fraction="100"><text>@</text></answer><answer fraction="0"><text>@</text><feedback><text>@</text></feedback></answer></question>',
    '<question type="multichoice"><name><text>q</text></name><questiontext><text>@ which?</text></questiontext></question>',
    '<question type="category"><category><text>@/@</text></category></question><question type="essay"><questiontext><text>Why @?</text></questiontext></question>',
]  # fmt: skip


@given(st.lists(st.sampled_from(MOODLE), min_size=1, max_size=4))
def test_moodle_xml(pieces: list[str]) -> None:
    """Questions with their feedback, and kinds that cannot be asked."""
    text = "<quiz>" + "\n".join(pieces) + "</quiz>"
    assert lost("x.xml", numbered(text)) == []
