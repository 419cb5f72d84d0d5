# ruff: noqa: E501 - messages are told whole
"""What is said of banks as people break them: the place of the mistake, and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_sim.bank.loading import parse_bank, read_bank

CASES = Path(__file__).parents[1] / "data" / "cases"
HEAD = "format: interview-sim/bank@1\nid: b\ntitle: B\nquestions:\n  - id: q\n"
TAIL = "    model_answer: A\n"

ENDED = (
    "this line ends the text that begins in line {}, since it is indented less; "
    "indent it by at least {} spaces"
)
FOLDED = (
    "6:13: warning: the text has a code block (```) but is folded (`>`), "
    "so its lines run together; write `|`"
)
ENTRY = (
    "12:17: warning: this phrase reads like an `all:` entry in quotes; write {all: [call, senior]}"
)
KEYS = "a text that begins with `{` is read as a group of keys; put the text in quotes"
LIST = "a text that begins with `[` is read as a list; put the text in quotes"
AFTER = "a text goes on after its closing quote; put all of it in single quotes, and double those within"
CONFLICT = (
    "a merge conflict is left here; "
    "keep one version, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
)


def told(rest: str) -> list[str]:
    """What is said of a bank of one question, whose keys after its id begin in line 6."""
    return [str(problem).removeprefix("b:") for problem in parse_bank(HEAD + rest, "b").problems]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("check-block-indent/a.yaml", ["9:5: " + ENDED.format(6, "six")]),
        ("check-block-indent/b.yaml", ["9:6: " + ENDED.format(6, "six")]),
        (
            "check-folded-code/bank.yaml",
            [FOLDED],
        ),
        (
            "check-quoted-all/bank.yaml",
            [ENTRY],
        ),
    ],
)
def test_cases_from_strangers(case: str, expected: list[str]) -> None:
    """Banks that led astray once."""
    path = CASES / case
    assert [str(one).removeprefix(f"{path}:") for one in read_bank(path).problems] == expected


@pytest.mark.parametrize(
    ("rest", "place", "spaces"),
    [
        ("    prompt: |\n      Why?\n    and then more.\n" + TAIL, "8:5", "six"),
        ("    prompt: |\n      Why?\n     - one\n     - two\n" + TAIL, "8:6", "six"),
        ("    prompt: >-\n      Why?\n\nSELECT *\nFROM t;\n" + TAIL, "9:1", "six"),
        ("    prompt: |\n      Why?\n     so: that\n" + TAIL, "8:6", "six"),
        ("    prompt: |\n          deep\n      Why?\n" + TAIL, "8:7", "ten"),
        ("    prompt: |  # text\n      Why?\n    # code\n    x = 1\n" + TAIL, "8:5", "six"),
        ("    hints:\n      - |\n        Why?\n       else\n" + TAIL, "9:8", "eight"),
    ],
)
def test_a_line_that_ends_a_text_too_early(rest: str, place: str, spaces: str) -> None:
    """The line itself is named, and how far in it belongs."""
    first = 7 if "hints" in rest else 6
    assert told(rest) == [f"{place}: {ENDED.format(first, spaces)}"]


@pytest.mark.parametrize(
    "rest",
    [
        "    prompt: |\n      Why?\n    title: `x`\n",
        "    prompt: |\n      Why?\n  - `x`\n",
        "    hints:\n      - |\n        Why?\n      - `x`\n",
        "    prompt: |\n      Why?\n# a remark\n    title: `x`\n",
    ],
)
def test_a_key_or_an_item_after_a_text_is_no_part_of_it(rest: str) -> None:
    """What is wrong with it is said as ever."""
    (line,) = told(rest)
    assert line.endswith("a text cannot begin with this character; put the text in quotes")


def test_a_key_after_a_text_that_there_is_not_may_belong_to_it() -> None:
    """A line such as `Note: …` that is not indented as deep is read as a key."""
    lines = told("    prompt: |\n      Why?\n    Note: think.\n" + TAIL)
    assert [line.split(", ")[0] for line in lines] == [
        "8:5: a question has no key `Note`; if it belongs to the text above"
    ]


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("    prompt: {x} means what?\n", f"6:13: {KEYS}"),
        ("    prompt: {% if x %} means what?\n", f"6:13: {KEYS}"),
        ("    prompt: {}\n      or dict()?\n", f"6:13: {KEYS}"),
        ("    prompt: [] == False?\n", f"6:13: {LIST}"),
        ("    hints:\n      - [x for x in y] is lazy\n", f"7:9: {LIST}"),
        ('    prompt: "Lazy" means what?\n', f"6:20: {AFTER}"),
        ("    prompt: 'it's' means what?\n", f"6:17: {AFTER}"),
    ],
)
def test_a_text_that_begins_like_something_else(rest: str, expected: str) -> None:
    """A bracket or a quote at the beginning is named, not the word at which reading stopped."""
    assert told(rest + TAIL) == [expected]


@pytest.mark.parametrize(
    ("rest", "places"),
    [
        ("<<<<<<< HEAD\n    prompt: a\n=======\n    prompt: b\n>>>>>>> x\n", ["6:1"]),
        ("    prompt: |\n      a\n<<<<<<< HEAD\n      b\n=======\n      c\n>>>>>>> x\n", ["8:1"]),
        (
            "    prompt: a\n<<<<<<< A\n    topic: b\n=======\n>>>>>>> x\n<<<<<<< B\n=======\n",
            ["7:1", "11:1"],
        ),
        ("    prompt: a\n>>>>>>> main\n", ["7:1"]),
        ("    prompt: a\n=======\n    topic: b\n>>>>>>> main\n", ["7:1"]),
    ],
)
def test_a_merge_conflict_is_named(rest: str, places: list[str]) -> None:
    """Each where it begins, or the mark that is left."""
    assert told(rest + TAIL) == [f"{place}: {CONFLICT}" for place in places]


def test_a_misspelled_key_hides_nothing_below_it() -> None:
    """What stands under it is read as what was meant, down to the innermost."""
    text = "id: b\ntitel: B\nquestion:\n  - id: q\n    promt: P\n    rubrik:\n      - {id: p, pont: A}\n"
    problems = parse_bank(text, "b").errors
    assert [(one.line, one.message.split("`")[1], one.remedy) for one in problems] == [
        (2, "titel", "did you mean `title`?"),
        (3, "question", "did you mean `questions`?"),
        (5, "promt", "did you mean `prompt`?"),
        (6, "rubrik", "did you mean `rubric`?"),
        (7, "pont", "did you mean `point`?"),
    ]


def test_a_misspelled_key_beside_the_right_one_replaces_nothing() -> None:
    """The right one is read."""
    (line,) = told("    prompt: Why?\n    promt: 3\n" + TAIL)
    assert line == "7:5: a question has no key `promt`; did you mean `prompt`?"


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (">\n      Look:\n\n      ~~~\n      x\n      y\n      ~~~\n", "a code block (```)"),
        (">\n      Which?\n      - this\n      - that\n", "a list"),
        (">-\n      Which?\n      1. this\n      2. that\n", "a list"),
        (">\n      See\n      | a | b |\n      |---|---|\n      | 1 | 2 |\n", "a table"),
        ("Look\n      ```py\n      x\n      ```\n", "a code block (```)"),
        ('"Look\n      ```py\n      x\n      ```"\n', "a code block (```)"),
    ],
)
def test_lines_that_run_together_are_told(value: str, what: str) -> None:
    """Code, lists and tables need their line ends."""
    (line,) = told(f"    prompt: {value}{TAIL}")
    assert line.startswith(f"6:13: warning: the text has {what} but is ")
    assert line.endswith("so its lines run together; write `|`")


@pytest.mark.parametrize(
    "value",
    [
        "|\n      Look:\n\n      ```\n      x\n      ```\n",
        ">\n      A sentence that goes on\n      - or does it?\n",
        ">\n      Look:\n\n        ```\n        x\n        ```\n",
        ">\n      One.\n\n      - this\n\n      - that\n",
        '"Look:\\n```\\nx\\n```"\n',
    ],
)
def test_lines_that_stay_apart_are_no_mistake(value: str) -> None:
    """Nothing is said of texts that keep their lines, however they do."""
    assert told(f"    prompt: {value}{TAIL}") == []


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("'all: [call, senior]'", "{all: [call, senior]}"),
        ("'{all: [[call, phone], senior]}'", "{all: [[call, phone], senior]}"),
        ("'all: call, senior'", "{all: [call, senior]}"),
        ("'all: [call], unless: [never]'", "{all: [call], unless: [never]}"),
        ("'All you need: attention'", ""),
        ("'all: of them'", ""),
    ],
)
def test_an_entry_in_quotes_is_told(phrase: str, meant: str) -> None:
    """In quotes it is looked for as words."""
    lines = told(
        "    prompt: Why?\n    rubric:\n      - {id: p, point: A, need: bonus, match: "
        f"[{phrase}]}}\n"
    )
    assert lines == [
        f"8:48: warning: this phrase reads like an `all:` entry in quotes; write {meant}"
    ] * bool(meant)


@pytest.mark.parametrize(
    ("language", "is_tag"),
    [("de", True), ("pt-BR", True), ("zh-Hant-TW", True), ("German", False), ("en_US", False)],
)
def test_the_language_is_a_tag(language: str, is_tag: bool) -> None:
    """The matcher knows a language by its tag; a bank with another word can be used all the same."""
    result = parse_bank(f"language: {language}\n" + HEAD + "    prompt: Why?\n" + TAIL, "b")
    assert result.bank is not None
    assert (
        [str(one) for one in result.problems] == []
        if is_tag
        else [
            f"b:1:11: warning: `{language}` is not a language tag; write `en`, `de`, `pt-BR` or the like"
        ]
    )
