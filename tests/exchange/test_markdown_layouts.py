"""Lists of questions in Markdown, in the layouts in which people keep them."""

from __future__ import annotations

import foreign_kit
import pytest
from foreign_kit import built, pairs, prompts, skipped

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.imported import ImportedQuestion, ImportFailed, ImportResult


def read(text: str, name: str = "list.md", **options: object) -> ImportResult:
    """What a Markdown text holds."""
    return foreign_kit.read(name, text, **options)


def only(text: str, **options: object) -> ImportedQuestion:
    """The one question that a text holds."""
    (question,) = read(text, **options).questions
    return question


QUESTIONS = [("What is overfitting?", "Fitting the noise."), ("Why split data?", "To be honest.")]

SAME_IN_EVERY_LAYOUT = {
    "headings": "# ML\n\n## What is overfitting?\nFitting the noise.\n\n## Why split data?\n"
    "To be honest.\n",
    "underlined headings": "What is overfitting?\n---\n\nFitting the noise.\n\n"
    "Why split data?\n---\nTo be honest.\n",
    "numbered headings": "## 1. What is overfitting?\nFitting the noise.\n"
    "## 2. Why split data?\nTo be honest.\n",
    "headings within an item": "1. ### What is overfitting?\n\n    Fitting the noise.\n\n"
    "   **[⬆ Back to Top](#toc)**\n\n2. ### Why split data?\n\n    To be honest.\n",
    "emphasised headings with a Q": "## Q. ***What is overfitting?***\n\nFitting the noise.\n\n"
    '<div align="right">\n    <b><a href="#">↥ back to top</a></b>\n</div>\n\n'
    "## Q. Why split data?\nTo be honest.\n",
    "headings with answer headings": "### What is overfitting?\n\n#### Answer\n\n"
    "Fitting the noise.\n\n### Why split data?\n\n#### Answer\n\nTo be honest.\n",
    "numbered titles over bold questions": "## Question 1\n\n**What is overfitting?**\n\n"
    "### Answer\n"
    "\nFitting the noise.\n\n---\n\n## Question 2\n\n**Why split data?**\n\n### Answer\n\n"
    "To be honest.\n",
    "bold lines": "**What is overfitting? 👶**\n\nFitting the noise.\n\n<br/>\n\n"
    "**Why split data? ⭐️**\n\nTo be honest.\n\n<br/>\n",
    "bold and answer in one paragraph": "**Q1: What is overfitting?**\nFitting the noise.\n\n"
    "**Q2: Why split data?**\nTo be honest.\n",
    "bullets with bold questions": "* **What is overfitting?** - Fitting the noise.\n"
    "* **Why split data?** To be honest.\n",
    "labelled bullets": "1. **What is overfitting?**\n   - **Answer**: Fitting the noise.\n\n"
    "2. **Why split data?**\n   - **Answer**: To be honest.\n",
    "numbered items with paragraphs": "1. What is overfitting?\n\n   Fitting the noise.\n\n"
    "2. Why split data?\n\n   To be honest.\n",
    "numbered items, answers at the margin": "1. What is overfitting?\n\nFitting the noise.\n\n"
    "2. Why split data?\n\nTo be honest.\n",
    "numbered items with quotations": "1. What is overfitting?\n\n   > Fitting the noise.\n\n"
    "2. Why split data?\n\n   > To be honest.\n",
    "answers on the next line": "1. What is overfitting?\nAnswer: Fitting the noise.\n"
    "2. Why split data?\nAnswer: To be honest.\n",
    "Q and A": "Q: What is overfitting?\nA: Fitting the noise.\n\nQ: Why split data?\n\n"
    "A: To be honest.\n",
    "bold Q and A": "**Question:** What is overfitting?\n\n**Answer:** Fitting the noise.\n\n"
    "---\n\n"
    "**Question:** Why split data?\n\n**Answer:** To be honest.\n",
    "folds": "<details>\n<summary>What is overfitting?</summary><br><b>\n\nFitting the noise.\n"
    "</b></details>\n\n<details>\n<summary>Why split data?</summary>\nTo be honest.\n</details>\n",
    "folded answers": "1. What is overfitting?\n   <details><summary>Answer</summary>\n\n"
    "   Fitting the noise.\n\n   </details>\n\n2. Why split data?\n"
    "   <details><summary>Show answer</summary>To be honest.</details>\n",
    "a table": "| # | Question | Answer |\n|---|---|---|\n| 1 | What is overfitting? | "
    "Fitting the noise. |\n| 2 | Why split data? | To be honest. |\n",
    "a table without names": "| Topic | |\n|---|---|\n| What is overfitting? | Fitting the noise. |"
    "\n| Why split data? | To be honest. |\n",
    "plain text": "What is overfitting?\nFitting the noise.\n\nWhy split data?\nTo be honest.\n",
}  # fmt: skip


@pytest.mark.parametrize("layout", SAME_IN_EVERY_LAYOUT)
def test_the_same_two_questions_are_read_in_every_layout(layout: str) -> None:
    """However questions and answers are marked, they are the same questions and answers."""
    assert pairs(read(SAME_IN_EVERY_LAYOUT[layout])) == QUESTIONS


def test_a_file_a_question_with_points_links_and_comments() -> None:
    """`Good to hear` bullets are points, links are sources, comments tell tags and level."""
    question = only(
        "### What is REST?\n\n```http\nGET /posts\n```\n\n#### Answer\n\nA pattern.\n\n"
        "* Resources have addresses.\n\n#### Good to hear\n\n* Alternatives such as `GraphQL`\n"
        "* Stateless\n\n##### Additional links\n\n* [A guide](https://example.com/rest)\n\n"
        "<!-- tags: (node,web) -->\n\n<!-- expertise: (1) -->\n"
    )
    assert question.prompt == "What is REST?\n\n```http\nGET /posts\n```"
    assert question.answer == "A pattern.\n\n* Resources have addresses."
    assert [point.text for point in question.points] == [
        "Alternatives such as `GraphQL`",
        "Stateless",
    ]
    assert [(link.title, link.url) for link in question.links] == [
        ("A guide", "https://example.com/rest")
    ]
    assert (question.tags, question.level) == (("node", "web"), Level.INTERMEDIATE)


def test_front_matter_makes_the_whole_file_a_question() -> None:
    """A question as the title of the front matter, and all below is the answer."""
    question = only(
        "---\ntitle: What is event delegation?\ndifficulty: hard\ntags: [dom, events]\n---\n\n"
        "## TL;DR\n\nOne listener.\n\n## How does it work?\n\nEvents bubble.\n"
    )
    assert question.prompt == "What is event delegation?"
    assert question.answer == "One listener.\n\n### How does it work?\n\nEvents bubble."
    assert (question.tags, question.level) == (("dom", "events"), Level.ADVANCED)


def test_bullets_below_a_question_are_follow_ups() -> None:
    """Questions nested in a question are asked after it, and front matter names the topic."""
    result = read(
        "---\ntitle: HTML Questions\n---\n\n* What does a `doctype` do?\n"
        "* Explain closures.\n  * When do they leak?\n  * Have you used one?\n"
        "* Explain these headers:\n  * ETag\n  * Cache-Control\n"
    )
    assert [question.topic for question in result.questions] == [("HTML",)] * 3
    first, second, third = result.questions
    assert not first.is_answered
    assert [f.ask for f in second.follow_ups] == ["When do they leak?", "Have you used one?"]
    assert third.prompt == "Explain these headers:\n\n* ETag\n  * Cache-Control".replace("  *", "*")
    assert third.follow_ups == ()


def test_an_answer_may_be_followed_by_follow_ups_points_hints_and_mistakes() -> None:
    """Parts are told by their labels, as bold words or headings."""
    question = only(
        "## What is a p-value?\n\n**Answer:** How odd the data are under the null.\n\n"
        "**Follow-up questions:**\n- What is a type I error?\n\n"
        "**Key points:**\n- assumes the null hypothesis\n\n**Hint:** think of a coin\n\n"
        "**Common mistakes:**\n- It is the probability of the null.\n\n**Difficulty:** Hard\n"
        "**Tags:** statistics, tests\n"
    )
    assert question.answer == "How odd the data are under the null."
    assert [f.ask for f in question.follow_ups] == ["What is a type I error?"]
    assert [p.text for p in question.points] == ["assumes the null hypothesis"]
    assert question.hints == ("think of a coin",)
    assert [m.claim for m in question.misconceptions] == ["It is the probability of the null."]
    assert (question.level, question.tags) == (Level.ADVANCED, ("statistics", "tests"))


def test_a_list_of_statements_as_answer_gives_points() -> None:
    """An answer that is a list of sentences is kept, and each sentence is a point too."""
    question = only(
        "## Why forests?\n\n- Averaging trees lowers the variance.\n"
        "- Each tree sees other samples and features.\n"
    )
    assert question.answer.startswith("- Averaging")
    assert len(question.points) == 2


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("**What is it? 👶**", Level.CORE),
        ("**What is it? ‍⭐️**", Level.INTERMEDIATE),
        ("**What is it? 🚀**", Level.ADVANCED),
        ("## [E] What is it?", Level.CORE),
        ("## What is it? (Medium)", Level.INTERMEDIATE),
        ("## [H] What is it?", Level.ADVANCED),
        ("## Easy\n\n### What is it?", Level.CORE),
        ("## Advanced Level Questions\n\n### What is it?", Level.ADVANCED),
        ("## What is it?\nDifficulty: hard\n", Level.ADVANCED),
        ("## What is it? ★★★", Level.ADVANCED),
    ],
)
def test_marks_of_level(text: str, level: Level) -> None:
    """Signs with and without variation selectors, letters and words say how hard a question is."""
    question = only(f"{text}\n\nAn answer.\n")
    assert (question.prompt, question.level) == ("What is it?", level)


def test_a_star_in_one_heading_of_many_is_an_ornament() -> None:
    """A sign counts as a mark only where others have one too."""
    text = "".join(
        f"## {sign} What is {sign}x?\n\nIt.\n\n" for sign in ("🤖", "⭐", "❓", "📘", "", "")
    )
    assert {question.level for question in read(text).questions} == {None}


@pytest.mark.parametrize(
    "stub", ["Answer here", "TODO", "*TBD*", "…", "_Coming soon_", "[Answer](https://x.y)"]
)
def test_a_stub_is_no_answer(stub: str) -> None:
    """What only holds the place of an answer leaves the question unanswered."""
    result = read(f"**What is it?**\n\n{stub}\n\n**What else?**\n\nThis.\n")
    assert [question.is_answered for question in result.questions] == [False, True]


def test_headings_within_answers_are_parts_of_them() -> None:
    """Deeper headings belong to the answer though one asks; siblings tell what is a question."""
    result = read(
        "## 1. What is X?\nText.\n#### Details\nMore.\n#### Why so?\nBecause.\n"
        "## 2. Explain Y\nText.\n## 3. Logistic regression\nOdds.\n"
    )
    assert prompts(result) == ["What is X?", "Explain Y", "Logistic regression"]
    assert "### Why so?" in result.questions[0].answer.replace("####", "###")


def test_bold_lines_in_numbered_answers_are_no_questions() -> None:
    """Where questions are numbered, another bold line belongs to the answer."""
    result = read(
        "**1. What is bagging?**\nAveraging.\n\n**Advantages**\n\n- less variance\n\n"
        "**2. What is boosting?**\nAdding.\n\n**3. Ensembles**\nBoth.\n"
    )
    assert prompts(result) == ["What is bagging?", "What is boosting?", "Ensembles"]
    assert "**Advantages**" in result.questions[0].answer


def test_tasks_keep_their_examples_and_questions_their_code() -> None:
    """A task's examples stand in the prompt and its code is the answer; code asked about stays."""
    result = read(
        "**1) Factorial**. Calculate a factorial.\n\n* `f(3) = 6`\n\n"
        "```python\ndef f(n): ...\n```\n\n"
        "**2) Mean**. Compute the mean.\n\n```python\nsum(x)\n```\n\n"
        "**3) STD**. Compute it.\n\nRoot.\n"
    )
    first, second, _ = result.questions
    assert first.prompt == "Factorial. Calculate a factorial.\n\n* `f(3) = 6`"
    assert first.answer == "```python\ndef f(n): ...\n```"
    assert second.answer == "```python\nsum(x)\n```"
    shown = only(
        "Question: What is the value of `foo`?\n```javascript\nvar foo = 10 + '20';\n```\n"
    )
    assert shown.prompt.endswith("```javascript\nvar foo = 10 + '20';\n```")
    assert shown.answer == ""


def test_what_a_topic_supposes_stands_in_each_of_its_prompts() -> None:
    """Questions that rest on a text under their heading are asked with it."""
    result = read(
        "## SQL\n\nSuppose we have the following tables:\n\n* Ads(id, status)\n\n"
        "**1)** The number of ads.\n\n```sql\nSELECT 1\n```\n\n**2)** The active ones.\n\n"
        "```sql\nSELECT 2\n```\n\n## Python\n\n"
        "**3)** The sum of a list.\n\n```python\nsum(x)\n```\n"
    )
    asked = prompts(result)
    assert asked[0].startswith("Suppose we have the following tables:\n\n* Ads(id, status)\n\nThe")
    assert asked[1].endswith("The active ones.")
    assert asked[2] == "The sum of a list."
    assert result.questions[0].name == "The number of ads."


def test_answers_to_tick_are_part_of_the_question() -> None:
    """The ticked answer is the model answer, and all of them stand in the prompt."""
    question = only("#### Q1. Which is right?\n\n- [ ] one\n- [x] two\n\n[Ref](https://x.y)\n")
    assert question.prompt == "Which is right?\n\n- one\n- two"
    assert question.answer.startswith("two")


def test_options_before_a_folded_answer_are_part_of_the_question() -> None:
    """Deeper or shallower, a heading that says `Answer` begins the answer."""
    question = only(
        "###### 1. What's the output?\n\n```js\nf()\n```\n\n- A: 1\n- B: 2\n\n"
        "<details><summary><b>Answer</b></summary>\n<p>\n\n#### Answer: B\n\nIt is two.\n\n</p>\n"
        "</details>\n\n---\n"
    )
    assert question.prompt == "What's the output?\n\n```js\nf()\n```\n\n- A: 1\n- B: 2"
    assert question.answer == "B\n\nIt is two."


def test_items_that_name_a_topic() -> None:
    """An item over questions is their topic."""
    result = read(
        "- Words\n  - What is word2vec?\n  - How does GloVe differ?\n- Models\n  - Why attend?\n"
    )
    assert [(d.prompt, d.topic) for d in result.questions] == [
        ("What is word2vec?", ("Words",)),
        ("How does GloVe differ?", ("Words",)),
        ("Why attend?", ("Models",)),
    ]


def test_other_alphabets() -> None:
    """Questions in other languages are told by their question marks and words."""
    result = read("1. 什么是过拟合？\n\n   噪声。\n\n2. 什么是方差？\n\n   散布。\n")
    assert pairs(result) == [("什么是过拟合？", "噪声。"), ("什么是方差？", "散布。")]


def test_everything_else_is_told_with_its_reason() -> None:
    """Contents, parts about the collection and text outside questions are listed, each with why."""
    result = read(
        "# List\n\nHello.\n\n## Table of contents\n\n* [ML](#ml)\n* [What is X?](#what-is-x)\n\n"
        "## ML\n\n### What is X?\n\nIt.\n\n**[⬆ back to top](#list)**\n\n### What is Y?\n\n"
        "That.\n\n"
        "## Contributing\n\n* Open an issue\n\n## License\n\nMIT\n"
    )
    assert pairs(result) == [("What is X?", "It."), ("What is Y?", "That.")]
    assert result.questions[0].topic == ("ML",)
    assert set(skipped(result)) == {
        ("Hello.", "text outside any question"),
        ("Table of contents", "about the collection, not a question"),
        ("ML", "part of a table of contents"),
        ("What is X?", "part of a table of contents"),
        ("⬆ back to top", "a link within the page"),
        ("Contributing", "about the collection, not a question"),
        ("Open an issue", "about the collection, not a question"),
        ("License", "about the collection, not a question"),
        ("MIT", "about the collection, not a question"),
    }


def test_a_layout_may_be_named() -> None:
    """What does not look like questions can be taken in by saying what marks them."""
    text = "# Terms\n\n## Bias\nThe error of simple models.\n\n## Variance\nSensitivity.\n"
    with pytest.raises(ImportFailed, match="--layout"):
        built(read(text))
    named = read(text, layout="headings")
    assert pairs(named) == [("Bias", "The error of simple models."), ("Variance", "Sensitivity.")]
    with pytest.raises(ImportFailed, match="did you mean “headings”"):
        read(text, layout="heading")


def test_places_are_lines_of_the_file() -> None:
    """Front matter, folds and comments do not shift the lines that are told."""
    text = (
        "---\ntitle: T\n---\n<!-- a\ncomment -->\n<details><summary>What is X?</summary>\n\nIt.\n\n"
        "</details>\n\n<details><summary>What is Y?</summary>That.</details>\n"
    )
    assert [question.location.line for question in read(text).questions] == [6, 12]
