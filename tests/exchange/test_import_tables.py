"""Questions in CSV and JSON: columns and keys are found out, or as the user maps them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from foreign_kit import pairs, read, skipped, whys

from interview_sim.bank.model import Bank, Level, Need, Point, Question
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import (
    ImportFailed,
    ImportOptions,
    Unanswered,
)
from interview_sim.exchange.importers.make_bank import make_bank
from interview_sim.exchange.importers.records import assign, parse_mapping
from interview_sim.exchange.importers.registry import recognise

BOTH = [("What is overfitting?", "Fitting the noise."), ("Why split data?", "To be honest.")]


@pytest.mark.parametrize(
    "content",
    [
        "question,answer\nWhat is overfitting?,Fitting the noise.\nWhy split data?,To be honest.\n",
        "What is overfitting?,Fitting the noise.\nWhy split data?,To be honest.\n",
        "What is overfitting?;Fitting the noise.\nWhy split data?;To be honest.\n",
        "What is overfitting?\tFitting the noise.\nWhy split data?\tTo be honest.\n",
        "Front|Back\nWhat is overfitting?|Fitting the noise.\nWhy split data?|To be honest.\n",
        "no,Answer Text,Question Text\n1,Fitting the noise.,What is overfitting?\n2,To be honest.,Why split data?\n",  # noqa: E501
        '"What is overfitting?","Fitting the noise."\r\n\r\n"Why split data?","To be honest."\r\n',
        "1,What is overfitting?,Fitting the noise.\n2,Why split data?,To be honest.\n",
        "\ufeffprompt,solution\nWhat is overfitting?,Fitting the noise.\nWhy split data?,To be honest.\n",  # noqa: E501
    ],
)
def test_delimiter_and_header_are_found_out(content: str) -> None:
    """Commas, semicolons, tabs and bars; with a header or without; in any order of columns."""
    assert pairs(read("cards.csv", content)) == BOTH


def test_cells_may_hold_lines_quotes_and_html() -> None:
    """Quoted cells keep their lines; HTML becomes text with its lists and code."""
    result = read(
        "cards.csv",
        'question,answer\n"What ""is""\nit?","a <b>thing</b><br>of two<ul><li>x</li></ul>"\n'
        'Why `<p>`?,"if a < b &amp; c"\n',
    )
    assert pairs(result) == [
        ('What "is"\nit?', "a **thing**\nof two\n\n- x"),
        ("Why `<p>`?", "if a < b & c"),
    ]


def test_other_columns_are_understood_by_their_names() -> None:
    """Difficulty, category, tags, points, follow-ups, hints and links have columns of their own."""
    (question,) = read(
        "cards.csv",
        "Question,Answer,Difficulty,Category,Tags,Key Points,Follow-ups,Hint,URL,Colour\n"
        'What is PCA?,Rotation.,Hard,ML::Unsupervised,"pca,linear",- variance\n',
    ).questions
    assert (question.level, question.topic, question.tags) == (
        Level.ADVANCED,
        ("ML", "Unsupervised"),
        ("pca", "linear"),
    )
    assert [point.text for point in question.points] == ["variance"]


def test_a_column_may_be_mapped() -> None:
    """The user's mapping comes first, by name or by number, and a wrong one is told."""
    content = "a,b,c\nfirst,What is it?,It.\nsecond,Why?,So.\n"
    found = read("x.csv", content, mapping={"question": "b", "answer": "col3"})
    assert pairs(found) == [("What is it?", "It."), ("Why?", "So.")]
    with pytest.raises(ImportFailed, match="no column “d”"):
        read("x.csv", content, mapping={"question": "d"})
    with pytest.raises(ImportFailed, match="did you mean question"):
        read("x.csv", content, mapping={"qestion": "b"})
    with pytest.raises(ImportFailed, match="write FIELD=COLUMN"):
        parse_mapping(["question"])
    with pytest.raises(ImportFailed, match="given twice"):
        parse_mapping(["question=a", "question=b"])


def test_rows_without_a_question_are_skipped_with_their_number() -> None:
    """No row is dropped silently."""
    result = read("x.csv", "question,answer\nWhat?,It.\n,orphan\n")
    assert [(str(s.location), s.what, s.why) for s in result.skipped] == [
        ("x.csv, row 3", "orphan", "no question in it")
    ]


def test_columns_that_say_nothing_are_told() -> None:
    """A column that was not used is named, so that it can be mapped."""
    result = read("x.csv", "question,answer,zeta\nWhat?,It.,7\n")
    assert any("zeta" in note for note in result.notes)


@pytest.mark.parametrize(
    "content",
    [
        [{"question": q, "answer": a} for q, a in BOTH],
        {"questions": [{"prompt": q, "model_answer": a} for q, a in BOTH]},
        {"data": {"items": [{"Q": q, "A": a} for q, a in BOTH]}},
        {"ML": [{"front": BOTH[0][0], "back": BOTH[0][1]}],
         "Data": [{"front": BOTH[1][0], "back": BOTH[1][1]}]},
        dict(BOTH),
        [{"question": {"text": q}, "answer": {"text": a}} for q, a in BOTH],
        "\n".join(json.dumps({"question": q, "answer": a}) for q, a in BOTH),
        [{"question": BOTH[0][0], "answer": BOTH[0][1]},
         {"prompt": BOTH[1][0], "response": BOTH[1][1]}],
    ],
)  # fmt: skip
def test_objects_are_found_wherever_they_are(content: Any) -> None:
    """Lists of objects, objects of lists, questions as keys, and JSON Lines."""
    assert pairs(read("x.json", content)) == BOTH


def test_all_fields_of_an_object() -> None:
    """Points, follow-ups with answers, hints, links, code and topics from the keys around."""
    result = read(
        "x.json",
        {
            "topics": [
                {
                    "name": "Trees",
                    "questions": [
                        {
                            "question": "What is it?",
                            "answer": "It.",
                            "goodToHear": ["one", {"text": "two"}],
                            "followUps": ["And then?", {"question": "Why?", "answer": "So."}],
                            "hints": ["think"],
                            "links": ["[A](https://a.b)", "https://c.d"],
                            "expertise": 2,
                            "questionCodeBlocks": ["x = 1"],
                            "weird": 3,
                        },
                        {"question": "Easy?", "answer": "Yes.", "expertise": 0},
                    ],
                }
            ]
        },
    )
    question, easy = result.questions
    assert easy.level is Level.CORE
    assert question.prompt == "What is it?\n\n```\nx = 1\n```"
    assert [point.text for point in question.points] == ["one", "two"]
    assert [(f.ask, f.answer) for f in question.follow_ups] == [("And then?", ""), ("Why?", "So.")]
    assert question.hints == ("think",)
    assert [link.url for link in question.links] == ["https://a.b", "https://c.d"]
    assert question.level is Level.ADVANCED
    assert question.topic[0] == "Trees"


def test_a_bank_of_ours_in_json_is_taken_whole() -> None:
    """A bank that was written as JSON comes back the same."""
    import msgspec

    bank = Bank(
        id="mine",
        title="Mine",
        questions=(
            Question(
                id="q",
                prompt="Why?",
                rubric=(Point(id="p", point="So.", need=Need.MUST, weight=2, probe="And?"),),
                model_answer="So.",
            ),
        ),
    )
    result = read("bank.json", msgspec.json.encode(bank))
    assert make_bank(result, ImportOptions()).bank == bank


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "this is not JSON"),
        ("", "the file is empty"),
        ("[" * 100_000, "nested too deeply"),
        ("3", "no list of objects"),
        ('[{"x": 1}]', "no key is named like questions"),
    ],
)
def test_what_is_wrong_is_told(content: str, told: str) -> None:
    """Broken or unknown JSON is an error that says what it is."""
    with pytest.raises(ImportFailed, match=told):
        read("x.json", content)


def test_formats_are_told_apart() -> None:
    """The format is known by the suffix and by how the content begins."""
    for name, content, expected in (
        ("x.md", "# x", "markdown"),
        ("x.csv", "a,b", "csv"),
        ("x.json", "[]", "json"),
        ("x.jsonl", "{}", "json"),
        ("x.txt", '[{"question": "x"}]', "json"),
        ("x.txt", "What is x?\nIt.", "markdown"),
        ("x.txt", "a?\tb\nc?\td\ne?\tf\n", "csv"),
    ):
        found = recognise(Document(name, content.encode()))
        assert found is not None
        assert (found[0], bool(found[1].why)) == (expected, True), name
    assert recognise(Document("x.bin", b"\x00\x01")) is None


def test_names_of_columns_in_many_spellings() -> None:
    """Case, spaces, hyphens and camel case do not matter."""
    for name in ("Question", "QUESTION", "question_text", "questionText", " Prompt ", "Q"):
        assert assign([name, "other"], {})["question"] == name
    assert assign(["title", "answer"], {}) == {"question": "title", "answer": "answer"}


def test_questions_without_answers() -> None:
    """A few of them stay out, a list of nothing else is kept, and both can be asked for."""
    some = read("x.csv", "question,answer\nWhat?,It.\nWhy?,\nHow?,TODO\nWho?,He.\n")
    built = make_bank(some, ImportOptions())
    assert [q.prompt for q in built.bank.questions] == ["What?", "Who?"]
    assert whys(built) == ["no answer", "no answer"]
    kept = make_bank(some, ImportOptions(unanswered=Unanswered.KEEP)).bank.questions
    assert len(kept) == 4
    assert kept[1].rubric[0].id == "own-answer"
    bare = read("x.csv", "question,answer\nWhat?,\nWhy?,\n")
    assert len(make_bank(bare, ImportOptions()).bank.questions) == 2
    with pytest.raises(ImportFailed, match="--unanswered keep"):
        make_bank(bare, ImportOptions(unanswered=Unanswered.SKIP))


def test_a_quotation_mark_that_nothing_closes_swallows_no_other_row() -> None:
    """Its row is read as it is, and a note says which."""
    result = read("x.tsv", "A foot?\t'\nAn inch?\t\"\nWhat is a yard?\tThree feet.\nA mile?\tFar.")
    assert pairs(result) == [
        ("A foot?", "'"),
        ("An inch?", '"'),
        ("What is a yard?", "Three feet."),
        ("A mile?", "Far."),
    ]
    assert any(note.startswith("x.tsv:2: a quotation mark") for note in result.notes)


def test_every_source_and_every_level_is_kept_or_reported() -> None:
    """Titles without an address are sources, beside addresses; a level on any scale is read."""
    result = read(
        "x.csv",
        "question,answer,source,difficulty,url\n"
        'What is a row?,A line.,"Writer, chapter 2",7/10,\n'
        "What is a column?,A stack.,Book,odd,https://x.example\n",
    )
    first, second = result.questions
    assert [link.title for link in first.links] == ["Writer, chapter 2"]
    assert [link.title for link in second.links] == ["Book", "https://x.example"]
    assert (first.level, second.level) == (Level.ADVANCED, None)
    assert skipped(result) == [("difficulty: odd", "a level that is not known")]
    assert len(make_bank(result, ImportOptions()).bank.sources) == 3


def test_a_row_without_end_is_refused_at_once() -> None:
    """A hundred thousand columns are no table of questions, whatever they are called."""
    for row in (b"question," * 100_000, b"," * 100_000 + b"x?"):
        with pytest.raises(ImportFailed, match="more than 1,000 columns"):
            read("x.csv", row + b"\nWhy?,So.\n")
