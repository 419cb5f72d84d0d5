# ruff: noqa: E501 - a table whose rows are whole questions
"""Files of the kinds that strangers have, each of which once came out wrong: what is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from foreign_kit import pairs, prompts, read, skipped

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.imported import ImportFailed, ImportOptions, ImportResult
from interview_sim.exchange.importers.make_bank import make_bank

CASES = Path(__file__).parents[1] / "data" / "cases"
CORE, INTERMEDIATE, ADVANCED = Level.CORE, Level.INTERMEDIATE, Level.ADVANCED
OPEN = ""
"""The answer of a question that has none."""


def case(name: str) -> ImportResult:
    """What the file of a case holds."""
    path = CASES / name
    return read(path.name, path.read_bytes())


MERGE = "Single and complete linkage are two ways to merge clusters.\n\n"
GRAPH = "Given this directed graph.\n\n[picture: graph]\n\n"
BIAS = "It is the bias that comes from choosing groups in a way that is not random."
RECORDS = "The pattern of records puts a table's columns in an object. Which are its limits in your experience?"
MISTAKE = "A famous mistake was to allow values to be missing.\n\nHow would you avoid it?"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("anki-template-text/deck.apkg", [("Which movement does Biceps make?", "It bends the elbow.\n\n**Origin:** Shoulder blade"), ("Which movement does Triceps make?", "It stretches the elbow.\n\n**Origin:** Shoulder blade and upper arm")]),
        ("md-hard-wrapped-list/deck.md", [("What is a median?", OPEN), ("What is selection bias?", BIAS), ("What is a regression line? What do slope, intercept and the residuals mean? Which of them matters most?", OPEN), ("What is a sample?", OPEN)]),
        ("md-hashcards-cloze/deck.md", [("What is the capital of France?", "Paris is."), ("Which river runs through Vienna?", "The Danube does.")]),
        ("md-ki-notes/a.md", [("Why is a deep tree unstable?", "- Few samples stand behind each leaf.\n- A changed sample changes the splits.")]),
        ("md-ki-notes/b.md", [("Name the steps of growing a tree.", "Choose a split, then compute the gain of every split:\n\ncompute it again for both halves.")]),
        ("md-nested-context/deck.md", [("What is a cluster?", OPEN), (f"{MERGE}Compare the two.", OPEN), (f"{MERGE}When would you choose one over the other?", OPEN), ("Clustering by k centres.\n\nHow would you choose k?", OPEN), ("Classifying by k neighbours.\n\nHow would you choose k?", OPEN), (f"{GRAPH}Write down its adjacency matrix.", OPEN), (f"{GRAPH}How does it change without directions?", OPEN), ("What is a dendrogram?", OPEN)]),
        ("md-numbered-sibling-lost/deck.md", [("How would you explain a mean to a child?", "As a fair share."), ("Introduce me to something you are proud of.", OPEN), ("How would you explain a test to an engineer?", "As a comparison of two versions."), ("How would you explain a chart?", "As a picture of numbers.")]),
        ("md-obsidian/deck.md", [("What is a mean?", "The fair share."), ("What is a median?", "The value in the middle.\n\nHalf of the values lie below it."), ("What is a mode?", "The most frequent value.")]),
        ("md-q-learning/headings.md", [("Q-learning: what does it learn?", "The value of actions."), ("A* search: how does it use a heuristic?", "As a bound."), ("A/B test: what is compared?", "Two versions."), ("Q1 or Q3: which quartile is larger?", "Q3 is.")]),
        ("md-q-learning/items.md", [("Q-learning: what does it learn?", OPEN), ("A-B tests: what do they compare?", OPEN), ("Q-Q plots show what?", OPEN), ("What is a mean?", OPEN)]),
        ("md-resources-as-answer/deck.md", [("Why is global state frowned upon? Can you show it with code?", OPEN), (RECORDS, OPEN), (MISTAKE, OPEN)]),
        ("md-stub-pointer/deck.md", [("What is a tree?", "A connected graph without cycles."), ("What is a binary tree?", OPEN), ("What is a heap?", OPEN), ("Write a sparse matrix class.", OPEN), ("What is a leaf?", "A node without children.")]),
        ("moodle-gift-lines/q.gift", [("Explain waves.", "They move.\nThey carry energy.\n- a\n- b")]),
        ("silent-loss/deck.csv", [("What is a list?", "A row."), ("What is a map?", "Keys and values.")]),
        ("silent-loss/deck.md", [("What is a list?", "A row."), ("What is a map?", "Keys and values.")]),
        ("silent-loss/sources.md", [("What is a list?", "A row."), ("What is a map?", "Keys and values.")]),
        ("tsv-lone-quote/deck.tsv", [("What is an inch sign?", '"'), ("What is noise?", "Chance."), ("What is a trend?", "A long change."), ("What is drift?", "A slow change.")]),
    ],
)  # fmt: skip
def test_the_questions_and_answers_are_these(name: str, expected: list[tuple[str, str]]) -> None:
    """No more, no less, and nothing else in them."""
    assert pairs(case(name)) == expected


def test_code_and_steps_stay_in_the_answer_they_are_in() -> None:
    """Neither a damaged fence nor numbered steps make or swallow questions."""
    damaged, steps = case("md-unclosed-fence/deck.md"), case("md-steps-become-questions/deck.md")
    titles = [
        "What is a cookie?",
        "What is code splitting?",
        "What is a cache?",
        "What is a proxy?",
    ]
    assert prompts(damaged) == titles
    assert damaged.questions[1].answer.endswith("export default part;\n```")
    assert damaged.questions[2].answer == "A copy kept near to save time."
    titles = ["What is a toolbox?", "How to use a plug-in?", "What is a theme?"]
    assert prompts(steps) == titles
    assert steps.questions[1].answer.count("```html") == 3


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("md-link-list/README.md", "a link to another page"),
        ("md-prose-questions/preface.md", "not a question"),
        ("gift-cloze/cloze.txt", "a text with gaps of Moodle's"),
    ],
)
def test_what_is_no_list_of_questions_is_told_so(name: str, told: str) -> None:
    """Nothing is imported."""
    result = case(name)
    assert not result.questions
    with pytest.raises(ImportFailed, match=told):
        make_bank(result, ImportOptions())


@pytest.mark.parametrize(
    ("name", "why", "what"),
    [
        ("md-hashcards-cloze/deck.md", "a card with gaps, which is not imported from Markdown", "C: [Berlin] is the capital of [Germany]."),
        ("md-obsidian/deck.md", "a card with gaps, which is not imported from Markdown", "A ==variance== measures spread."),
        ("silent-loss/deck.md", "a level that is not known", "Level: tricky"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_listed(name: str, why: str, what: str) -> None:
    """With its own words."""
    assert (what, why) in skipped(case(name))


def test_sources_topics_and_levels_come_along() -> None:
    """Titles without an address, headings, stars of five."""
    deck = case("silent-loss/deck.md").questions
    assert [[link.title for link in one.links] for one in deck] == [
        ["A. Author, Data structures, chapter 2", "The long book on lists"],
        ["chapter 3", "Book A", "Book B"],
    ]
    table = case("silent-loss/deck.csv").questions
    assert [one.level for one in table] == [deck[1].level] * 2 == [ADVANCED] * 2
    assert [[(link.title, link.url) for link in one.links] for one in table] == [
        [("Author, chapter 2", "")],
        [("Book B", ""), ("https://example.org/b", "https://example.org/b")],
    ]
    cited = case("silent-loss/sources.md").questions
    assert [one.links[0].title for one in cited] == ["github.com/example-user", "docs.example.org"]
    stars = [one.level for one in case("md-star-scale/deck.md").questions]
    assert stars == [CORE, INTERMEDIATE, INTERMEDIATE, ADVANCED, ADVANCED]
    stubs = case("md-stub-pointer/deck.md").questions
    assert [link.url for one in stubs for link in one.links] == [
        f"https://example.org/q/{number}" for number in (2, 3, 4)
    ]
    nested = [one.level for one in case("md-nested-context/deck.md").questions]
    assert nested == [CORE, INTERMEDIATE, INTERMEDIATE, *[CORE] * 5]
    assert case("md-ki-notes/a.md").questions[0].tags == ("ml::trees",)
    design = case("md-resources-as-answer/deck.md").questions
    assert [one.topic[-1] for one in design] == [
        "Global state",
        "Pattern of records",
        "Missing values",
    ]
    assert [link.title for link in design[1].links] == ["A page"]


def test_a_quotation_mark_that_nothing_closes_is_told_with_its_row() -> None:
    """The rows are read as they stand."""
    assert (
        "deck.tsv:1: a quotation mark is never closed, so this row was read as it is"
        in case("tsv-lone-quote/deck.tsv").notes
    )


NOTES = "#cards\n\nCapital of Peru::Lima\nCapital of Chile::Santiago\n\nDefine latency\n?\nThe time a bit takes.\n\nThe ==heart== pumps.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q: Longest river?\nA: The Nile.\nC: [Oslo] lies in [Norway].\n---\nQ: Highest mountain?\nA: Everest.\nQ: Deepest sea?\nA: Pacific.\n", [("Longest river?", "The Nile."), ("Highest mountain?", "Everest."), ("Deepest sea?", "Pacific.")]),
        (NOTES, [("Capital of Peru", "Lima"), ("Capital of Chile", "Santiago"), ("Define latency", "The time a bit takes.")]),
        ("# Note\n```\nguid: q\n```\n\n## Text\nThe {{c1::handshake}} has steps.\n", []),
        ("| Topic | Link |\n|---|---|\n| Go | [What is Go? 20 questions](https://e.example/1) |\n| C | [How is C asked?](https://e.example/3) |\n", []),
        ("# Lists\n\n### [How to pass?](https://e.example/1)\n### [What are 100 questions?](https://e.example/2)\n", []),
        ("1. [H] Look at this.\n\n    ```py\n    x = [1]\n    ```\n\n    1. [E] What is x?\n    2. [M] What is x[1]?\n", [("Look at this.\n\n```py\nx = [1]\n```\n\nWhat is x?", OPEN), ("Look at this.\n\n```py\nx = [1]\n```\n\nWhat is x[1]?", OPEN)]),
        ("1. **How to reverse a list?**\n\n   1. Create two pointers\n   2. Compare and swap\n\n2. **What is a stack?**\n\n   LIFO.\n", [("How to reverse a list?", "1. Create two pointers\n2. Compare and swap"), ("What is a stack?", "LIFO.")]),
        ("- How to debug?\n  - Write a test.\n  - Explain it to a duck.\n- What is a bug?\n  A mistake.\n", [("How to debug?", "- Write a test.\n- Explain it to a duck."), ("What is a bug?", "A mistake.")]),
        ("#### What is A?\n**Answer:** <a href='https://e.example/a'>Read full answer</a> at ExampleQuiz\n\n#### What is B?\n**Answer:** B.\n", [("What is A?", OPEN), ("What is B?", "B.")]),
        ("### What is a lock for?<br/>\n[Resources](https://e.example/l)\n\n### What is a set?\n\nA bag.\n", [("What is a lock for?", OPEN), ("What is a set?", "A bag.")]),
    ],
)  # fmt: skip
def test_more_of_the_same_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    """In other words and layouts."""
    result = read("x.md", text)
    assert sorted((one.prompt, one.answer) for one in result.questions) == sorted(expected)


def test_stars_in_a_column_are_counted_on_its_own_scale() -> None:
    """Of five, one is easy, as in headings."""
    table = "question,answer,difficulty\nWhat is a?,A,⭐\nWhat is b?,B,⭐⭐⭐\nWhat is c?,C,⭐⭐⭐⭐⭐\n"
    levels = [one.level for one in read("x.csv", table).questions]
    assert levels == [CORE, INTERMEDIATE, ADVANCED]


def test_a_quotation_mark_that_closes_in_the_next_row_costs_its_row_only() -> None:
    """What is behind a closing mark shows that it closed too late."""
    text = 'question;answer\n"What is a?;An a\nWhat is b?;"A ""b"""\nWhat is c?;A c\n'
    result = read("x.csv", text)
    assert [one.answer for one in result.questions] == ["An a", 'A "b"', "A c"]
    words = "x.csv:2: a quotation mark closes within a cell, so this row was read as it is"
    assert words in result.notes


def test_several_gaps_of_moodle_are_called_by_their_name() -> None:
    """As is one."""
    gaps = "What colour is {1:SHORTANSWER:=red} and {2:NUMERICAL:=3:0.1}?\n"
    (left_out,) = read("x.gift", gaps).skipped
    assert left_out.why == "a text with gaps of Moodle's (Cloze), which GIFT does not have"
