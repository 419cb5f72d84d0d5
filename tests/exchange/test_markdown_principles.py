# ruff: noqa: E501 - whole documents, a line each
"""The few principles by which Markdown is read, each on cases that once went wrong."""

from __future__ import annotations

import pytest
from foreign_kit import pairs, prompts, read, skipped, whys

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.imported import ImportFailed, ImportOptions
from interview_sim.exchange.importers.make_bank import make_bank

# -- every line ends in the bank or in the list of what was skipped ------------------------------


def test_sources_without_an_address_are_titles_and_unknown_levels_are_listed() -> None:
    """Books, chapters and names under `Further reading` are kept; emphasis is no part of them."""
    result = read(
        "x.md",
        "### Q1: What is a row?\n\n**Answer:**\n\nA line.\n\n**Further reading:**\n\n"
        "- W. Writer, Lines, part 3\n- [A page](https://x.example)\n\n"
        "### Q2: What is a column?\n\n**Difficulty:** 8/10\n\n**Level:** spicy\n\nA stack.\n\n"
        "**See also:** part 4\n\n**References:** _One book_; Another\n",
    )
    first, second = result.questions
    assert [(link.title, link.url) for link in first.links] == [
        ("W. Writer, Lines, part 3", ""),
        ("A page", "https://x.example"),
    ]
    assert (second.answer, second.level) == ("A stack.", Level.ADVANCED)
    assert [link.title for link in second.links] == ["part 4", "One book", "Another"]
    assert skipped(result) == [("Level: spicy", "a level that is not known")]


def test_a_sibling_that_is_numbered_is_a_question_though_it_asks_nothing() -> None:
    """Numbered like the others, it is a question without an answer, and listed as such."""
    result = read(
        "x.md",
        "## People (3 questions)\n\n#### 1. How do you plan?\n\nIn weeks.\n\n"
        "#### 2. A project that made you proud.\n\n#### 3. How do you end a talk?\n\nThanks.\n",
    )
    assert prompts(result) == [
        "How do you plan?",
        "A project that made you proud.",
        "How do you end a talk?",
    ]
    assert {question.topic for question in result.questions} == {("People",)}
    built = make_bank(result, ImportOptions())
    assert skipped(built) == [("A project that made you proud.", "no answer")]


# -- a damaged piece never swallows the rest -----------------------------------------------------


def test_a_fence_that_is_closed_at_another_depth_ends_there() -> None:
    """People indent the closing fence differently; the next questions are not code."""
    result = read(
        "x.md",
        "1. ### What is lazy loading?\n\n    Loading late.\n\n  ```js\n    import('./a');\n"
        "     ```\n\n2. ### What is a cache?\n\n    A near copy.\n",
    )
    assert [prompt for prompt, _ in pairs(result)] == ["What is lazy loading?", "What is a cache?"]
    assert result.questions[0].answer.endswith("```js\n  import('./a');\n```")


Q1 = "1. ### What is a lock?\n\n    A guard.\n\n"
Q2 = "2. ### What is a queue?\n\n    A line.\n\n"
Q3 = "3. ### What is a heap?\n\n    A tree.\n\n    ```py\n    push(x)\n    ```\n"
CODE = "    ```py\n    a = b\n    ```\n\n"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (f"{Q1}    ```py\n    a = b\n\n{Q2}{Q3}", "5: a code fence that nothing closes; it was ended before line 8"),
        (f"{Q1}    ```\n    a = b\n\n{Q2}{Q3}", "5: a code fence that opens nothing was left out"),
        (f"{Q1}{CODE}    ```\n\n{Q2}{Q3}", "9: a code fence that opens nothing was left out"),
        (f"{Q1}{CODE}{Q2}    ```\n    a\n    ```\n\n    ```\n\n{Q3}", "17: a code fence that opens nothing was left out"),
        (f"{Q1}  ~~~~ js\n  a = b\n\n **[Top](#x)**\n\n{Q2}{Q3}", "5: a code fence that nothing closes; it was ended before line 8"),
        (f"{Q1}{Q2}{Q3}".removesuffix("    ```\n") + "<!-- end -->\n## More\n\nText.\n", "13: a code fence that nothing closes; it was ended before line 16"),
    ],
)  # fmt: skip
def test_a_damaged_fence_swallows_no_question(text: str, note: str) -> None:
    """One too many or too few costs no more than its own question's code."""
    result = read("x.md", text)
    titles = ["What is a lock?", "What is a queue?", "What is a heap?"]
    assert prompts(result) == titles
    for question, word in zip(result.questions, ("guard", "line", "tree"), strict=True):
        assert word in question.answer
    assert [one for one in result.notes if "fence" in one] == [f"x.md:{note}"]


def test_fences_that_are_mixed_up_end_before_the_next_question() -> None:
    """Without languages nothing says which one opens: then none may hold a question."""
    result = read(
        "x.md",
        "## What is x?\n\n```\na\n\n## What is y?\n\nThat.\n\n```\nb\n```\n\n## What is z?\n\nLast.\n",
    )
    assert [prompt for prompt, _ in pairs(result)] == [f"What is {name}?" for name in "xyz"]


def test_a_fence_that_is_closed_with_a_language_ends_there() -> None:
    """No code but Markdown has Markdown in it."""
    result = read("x.md", f"{Q1}    ```py\n    a = b\n     ```md\n\n{Q2}{Q3}")
    assert len(result.questions) == 3
    assert result.questions[0].answer == "A guard.\n\n```py\na = b\n```"


def test_markdown_in_code_is_no_damage() -> None:
    """Headings and fences within an example of Markdown are code."""
    text = "## What is a page?\n\n```md\n\n## Title\n\n```js\nx\n```\n\n```\n\n## What is a link?\n\nA.\n"
    result = read("x.md", text)
    assert [prompt for prompt, _ in pairs(result)] == ["What is a page?", "What is a link?"]
    assert not [note for note in result.notes if "fence" in note]


def test_code_that_is_indented_less_than_its_fence_stays_in_it() -> None:
    """The item around it goes on, with whatever comes after the code."""
    result = read("x.md", f"{Q1}    ```py\na = b\n\n## b\n    ```\n\n    And so on.\n\n{Q2}")
    assert result.questions[0].answer == "A guard.\n\n```py\na = b\n\n## b\n```\n\nAnd so on."
    assert len(result.questions) == 2


def test_a_fence_that_nothing_closes_is_reported_with_its_line() -> None:
    """The next question is one all the same; where none follows, all is code."""
    result = read("x.md", "## What is x?\n\nIt.\n\n```\ncode\n\n## What is y?\n\nThat.\n")
    assert pairs(result)[1] == ("What is y?", "That.")
    words = "x.md:5: a code fence that nothing closes; "
    assert words + "it was ended before line 8" in result.notes
    result = read("x.md", "## What is x?\n\nIt.\n\n```\ncode\n\n# y\n")
    assert result.questions[0].answer == "It.\n\n```\ncode\n\n# y\n```"
    assert words + "all that follows is code" in result.notes


# -- a pointer is no answer ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "pointer",
    [
        "Read answer on <a href='https://x.example/2'>QuizPage</a>",
        "👉 See the full answer at 👉 [QuizPage](https://x.example/2)",
        "[[Answer]](https://x.example/2)",
    ],
)
def test_where_to_read_an_answer_is_none(pointer: str) -> None:
    """The question is unanswered, and the page is a source."""
    result = read(
        "x.md",
        "#### Q1: What is a tree?\n\n**Answer:**\n\nA graph.\n\n#### Q2: What is a bush?\n\n"
        f"{pointer}\n",
    )
    first, second = result.questions
    assert (first.is_answered, second.is_answered) == (True, False)
    assert [link.url for link in second.links] == ["https://x.example/2"]


def test_a_list_under_the_word_resources_is_no_answer() -> None:
    """A bare label over a list is a label; text before a question belongs to it."""
    result = read(
        "x.md",
        "# Design\n\n### Layers\n\nLayers divide a program. What do they cost?\n\nResources\n\n"
        "* [A page](https://x.example)\n\n### Nothing\n\nNull was called a mistake.\n\n"
        "What would you use instead?\n",
    )
    first, second = result.questions
    assert (first.answer, first.links[0].title, first.topic) == ("", "A page", ("Layers",))
    assert second.prompt == "Null was called a mistake.\n\nWhat would you use instead?"


# -- prose is no question, a list of links is no bank --------------------------------------------


def test_prose_with_a_question_in_it_is_no_question() -> None:
    """A quoted question and an `if` that ends in one are not what a list asks."""
    result = read(
        "x.md",
        'Pay is hard to talk of. "What do I ask for?" is what people wonder.\n\n'
        "Breathe. Offers have room.\n\nIf you care, you should ask: will it be public?\n\n"
        "If not, you cannot show it.\n",
    )
    assert not result.questions
    assert whys(result) == ["text outside any question"] * 4


def test_a_list_of_links_to_other_collections_is_no_list_of_questions() -> None:
    """Nothing is imported, and the message says what was there instead."""
    result = read(
        "x.md",
        "# Lists [![Badge](https://x.example/b.svg)](https://x.example)\n\n## Rust\n\n"
        "* [What a crab should know](https://x.example/1)\n"
        "* [Ten questions – can you answer?](https://x.example/2) A page\n",
    )
    assert not result.questions
    with pytest.raises(ImportFailed, match="a link to another page"):
        make_bank(result, ImportOptions())


# -- what a question rests on is asked with it ---------------------------------------------------


def test_a_sentence_over_questions_is_asked_with_each_of_them() -> None:
    """A bare name over questions is their topic; a sentence or a picture is what they rest on."""
    result = read(
        "x.md",
        "1. [E] What is a group?\n2. Two ways to join groups are known.\n    1. [M] Compare them.\n"
        "    1. [M] When is one better?\n3. Given this map.\n\n    ![map](map.png)\n\n"
        "    1. [H] How many groups are on it?\n4. Words\n    1. Why embed words?\n",
    )
    assert [(question.prompt, question.level) for question in result.questions] == [
        ("What is a group?", Level.CORE),
        ("Two ways to join groups are known.\n\nCompare them.", Level.INTERMEDIATE),
        ("Two ways to join groups are known.\n\nWhen is one better?", Level.INTERMEDIATE),
        ("Given this map.\n\n[picture: map]\n\nHow many groups are on it?", Level.ADVANCED),
        ("Why embed words?", None),
    ]
    assert result.questions[-1].topic == ("Words",)
    assert not any(question.answer for question in result.questions)


def test_steps_below_a_question_are_its_answer() -> None:
    """A numbered list within an item is no list of questions."""
    result = read(
        "x.md",
        "1. ### What is a kit?\n\n   Parts.\n\n2. ### How to use a kit?\n\n   In steps:\n\n"
        "   1. Create a frame:\n\n      ```\n      x\n      ```\n\n   2. Use it.\n\n"
        "3. ### What is a part?\n\n   A piece.\n",
    )
    prompts = [prompt for prompt, _ in pairs(result)]
    assert prompts == ["What is a kit?", "How to use a kit?", "What is a part?"]
    assert "2. Use it." in result.questions[1].answer


def test_items_that_begin_with_headings_are_alike() -> None:
    """One that asks nothing is a question too, a bare item is none, and parts are no topics."""
    result = read(
        "x.md",
        "## Words\n\n### Contents\n\n1. [What is a noun?](#1)\n2. [What is a verb?](#2)\n\nNow then.\n\n"
        "1. ### What is a noun?\n\n   A name.\n\n2. ### List kinds of verbs\n\nThere are two.\n\n"
        "#### Weak\n\n1. What asks? Weak ones.\n\n### Strong\n\nThey sing.\n\n"
        "3. ### What is a clause?\n\n   Half.\n\n4. ### What is a phrase?\n\n   Less.\n\n"
        "5. ### What is an adverb?\n\n   A manner.\n\n### More\n\nNothing.\n",
    )
    assert prompts(result) == [
        "What is a noun?",
        "List kinds of verbs",
        "What is a clause?",
        "What is a phrase?",
        "What is an adverb?",
    ]
    second, third = result.questions[1], result.questions[-1]
    assert "There are two." in second.answer
    assert "They sing." in second.answer
    assert (third.answer, whys(result)[-2:]) == (
        "A manner.",
        ["a heading without questions under it", "text outside any question"],
    )


def test_a_text_under_a_heading_is_asked_where_nearly_all_others_are() -> None:
    """And a heading over questions is their topic, though it reads like one."""
    asked = "".join(f"#### Thing {n}\n\nWhat is thing {n} for?\n\n" for n in range(5))
    result = read(
        "x.md",
        f"# T\n\n{asked}#### Why?\n\nWhy things?\n\n#### Demeter\n\nThere is a law. Produce an example.\n",
    )
    assert prompts(result)[5:] == ["Why things?", "There is a law. Produce an example."]
    assert [one.topic for one in result.questions][5:] == [("Why?",), ("Demeter",)]
    assert not any(one.answer for one in result.questions)


def test_headings_that_name_their_source_are_alike() -> None:
    """A problem without a verb is one of them."""
    parts = [
        f"### {name}\n\nText.\n\n###### Source\n\n* https://e.example/{n}\n\n"
        for n, name in enumerate(["Implement a queue", "Two sum", "Clock angle", "What is a heap?"])
    ]
    result = read("x.md", "## Code\n\n" + "".join(parts))
    assert prompts(result) == ["Implement a queue", "Two sum", "Clock angle", "What is a heap?"]


def test_a_list_of_links_within_the_page_is_no_list_of_questions() -> None:
    """Each in a paragraph of its own, too."""
    result = read(
        "x.md",
        "[What is a?](#a)\n\n[What is b?](#b-)\n\n### What is a?\n\nA.\n\n### What is b?\n\nB.\n",
    )
    assert pairs(result) == [("What is a?", "A."), ("What is b?", "B.")]
    assert whys(result) == ["part of a table of contents"] * 2


def test_a_summary_of_several_lines_is_one_question() -> None:
    """As with a list of what is asked about."""
    fold = "<details>\n<summary>Explain each of these:\n\n  * TCP\n  * UDP\n</summary><br><b>\n\nOne is slower.\n</b></details>\n"
    result = read(
        "x.md", fold + "<details>\n<summary>What is IP?</summary>\n\nA protocol.\n</details>\n"
    )
    assert [(" ".join(prompt.split()), answer) for prompt, answer in pairs(result)] == [
        ("Explain each of these: * TCP * UDP", "One is slower."),
        ("What is IP?", "A protocol."),
    ]


def test_an_answer_that_is_a_list_of_questions_is_no_card() -> None:
    """As when somebody had a list written for them, and kept what they asked for it."""
    items = "".join(f"{n}. What is thing {n}?\n" for n in range(1, 13))
    result = read(
        "x.md",
        f"### Prompt\n\nQuestions on things, please\n\n### Answer\n\nHere they are:\n\n{items}",
    )
    assert prompts(result) == [f"What is thing {n}?" for n in range(1, 13)]


# -- a line end is a space, a mark is one only beside others -------------------------------------


def test_a_line_end_within_a_sentence_separates_nothing() -> None:
    """Hard-wrapped items are questions and answers of whole sentences."""
    result = read(
        "x.md",
        "1. What is a mean?\n2. What is drift? It is the change that comes with time and is not\n"
        "chance.\n3. What is a fit? What do slope and\nshift say? Which is\nlarger?\n"
        "4. What is noise?\n",
    )
    assert pairs(result)[1:3] == [
        ("What is drift?", "It is the change that comes with time and is not chance."),
        ("What is a fit? What do slope and shift say? Which is larger?", ""),
    ]


def test_a_label_at_the_beginning_of_a_line_ends_the_question() -> None:
    """In a list item without empty lines, too."""
    result = read("x.md", "1. Explain noise.\nDifficulty: hard\n2. Explain drift.\nHint: time\n")
    first, second = result.questions
    assert (first.prompt, first.level) == ("Explain noise.", Level.ADVANCED)
    assert (second.prompt, second.hints) == ("Explain drift.", ("time",))


@pytest.mark.parametrize(
    "title",
    ["Q-learning: what is learnt?", "Q1 or Q2: which is lower?", "Q-Q plots show what?",
     "A* search: what is the star?"],
)  # fmt: skip
def test_a_letter_that_is_part_of_a_word_is_no_mark(title: str) -> None:
    """A mark needs a colon, a bracket or a space behind it."""
    assert [prompt for prompt, _ in pairs(read("x.md", f"### {title}\n\nThis.\n"))] == [title]


def test_stars_are_counted_on_the_scale_of_the_document() -> None:
    """Where five are the most, one is easy; alone, a star is what it is elsewhere."""
    text = "".join(f"#### What is {n}? {'⭐' * n}\n\nIt.\n\n" for n in range(1, 6))
    levels = [question.level for question in read("x.md", text).questions]
    assert levels == [Level.CORE, Level.INTERMEDIATE, Level.INTERMEDIATE] + [Level.ADVANCED] * 2


# -- cards ---------------------------------------------------------------------------------------


def test_cards_of_plain_notes_are_split_at_their_signs() -> None:
    """`::` behind a question and a line of `?` separate its sides; cards with gaps are listed."""
    result = read(
        "x.md",
        "#flashcards/x\n\nWhat is a mean?::A share.\n\nWhat is a median?\n?   \nThe middle.\n\n"
        "Half is below.\n\nWhat is a mode?\n??\nThe peak.\n\nA ==range== is a width.\n",
    )
    assert pairs(result) == [
        ("What is a mean?", "A share."),
        ("What is a median?", "The middle.\n\nHalf is below."),
        ("What is a mode?", "The peak."),
    ]
    assert "a card with gaps, which is not imported from Markdown" in whys(result)
    result = read(
        "x.md", "Q: Wet?\nA: Rain.\n\nC: [Rome] is in [Italy].\n\nQ: And dry?\nA: Sand.\n"
    )
    assert [answer for _, answer in pairs(result)] == ["Rain.", "Sand."]
    assert whys(result) == ["a card with gaps, which is not imported from Markdown"]


def test_a_file_with_a_front_and_a_back_is_a_card() -> None:
    """The names that tables know as question and answer are headings here."""
    result = read(
        "x.md",
        "# Note\n```\nguid: x\n```\n\n### Tags\n```\nml::trees\n```\n\n## Front\nName steps.\n\n"
        "## Back\nFirst compute the gain:\n\ncompute it twice.\n",
    )
    (question,) = result.questions
    assert (question.prompt, question.tags) == ("Name steps.", ("ml::trees",))
    assert question.answer == "First compute the gain:\n\ncompute it twice."
    assert len(result.skipped) == 2
