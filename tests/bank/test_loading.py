"""Reading banks: what is kept as typed, what is refused, and where the problem is said to be."""

# ruff: noqa: E501 - a table whose rows are whole messages

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import msgspec
import pytest
import yaml

from interview_sim.bank.composing import MAX_DEPTH, MAX_NODES, compose
from interview_sim.bank.loading import MAX_BYTES, load_bank, parse_bank, read_bank
from interview_sim.bank.model import AllOf, Bank, Kind, When, content_hash
from interview_sim.bank.problems import MAX_PROBLEMS, BankError, Problems
from interview_sim.bank.terms import Need

GOOD = """\
format: interview-sim/bank@1
id: tiny
title: Tiny
sources:
  - {id: s-1, title: "A: b", year: 2024}
glossary:
  - [PCA, principal component analysis]
defaults: {time: 4m, follow_up_time: 90s}
questions:
  - id: q-one
    prompt: >
      Describe the motivation
      behind forests.
    kind: case
    topic: ensembles/forests
    time: 1m30s
    sources: [s-1]
    rubric:
      - id: lower-variance
        point: Averaging lowers variance.
        weight: 2
        match: [no, 12:30, 017, 3.10, 2026-01-05, {all: [[lower, reduce], variance]}]
        probe: Why?
      - id: two
        pick: 1
        need: should
        of:
          - {id: m-1, point: A b}
          - {id: m-2, point: C d}
    misconceptions:
      - {id: never, claim: It never overfits., correction: It does.}
    follow_ups:
      - id: more
        ask: And?
        when: {covered: lower-variance, score_below: 0.5}
        model_answer: Yes.
    model_answer: |
      # Heading

      Text
"""

LEAST = "id: b\ntitle: B\nquestions:\n  - {id: q, prompt: Why?, model_answer: Because.}\n"


def told(content: str | bytes) -> list[str]:
    """What is said about a bank, as it is printed."""
    return [str(problem) for problem in parse_bank(content, "b.yaml").problems]


def good(old: str = "", new: str = "") -> list[str]:
    """What is said about the good bank after one change."""
    assert old in GOOD
    return told(GOOD.replace(old, new, 1))


# -- what is read ------------------------------------------------------------------------------------


def test_a_good_bank_is_read_whole() -> None:
    """Every key of the format reaches the record, with the type of its field."""
    result = parse_bank(GOOD)
    assert result.problems == ()
    assert result.bank is not None
    question = result.bank.questions[0]
    assert question.prompt == "Describe the motivation behind forests."
    assert question.kind is Kind.CASE
    assert question.time == 90.0
    assert question.rubric[0].weight == 2.0
    assert question.rubric[1].need is Need.SHOULD
    assert [point.id for point in question.leaves()] == ["lower-variance", "m-1", "m-2"]
    assert question.follow_ups[0].when == When(covered="lower-variance", score_below=0.5)
    assert question.model_answer == "# Heading\n\nText"
    assert result.bank.defaults.follow_up_time == 90.0
    assert result.bank.sources[0].year == 2024
    assert result.hash == content_hash(result.bank)


def test_scalars_stay_what_the_author_typed() -> None:
    """Where a text is wanted, YAML's guesses about numbers, dates and truth are not made."""
    bank = parse_bank(GOOD).bank
    assert bank is not None
    match = bank.questions[0].rubric[0].match
    assert match[:5] == ("no", "12:30", "017", "3.10", "2026-01-05")
    assert match[5] == AllOf(all=(("lower", "reduce"), "variance"))


def test_a_first_bank_is_a_handful_of_lines() -> None:
    """Only ids, titles, prompts and an answer are needed; the missing format line is told."""
    result = parse_bank(LEAST, "b.yaml")
    assert result.bank is not None
    assert [str(problem) for problem in result.problems] == [
        (
            "b.yaml:1:1: warning: `format` is missing; add `format: interview-sim/bank@1` as the first "
            "line"
        )
    ]
    assert result.errors == ()
    assert result.warnings == result.problems


def test_the_hash_depends_on_what_is_said_not_on_the_layout() -> None:
    """Line ends, a byte-order mark and comments do not change a bank's hash; a word does."""
    same = {
        parse_bank(content).hash
        for content in (
            GOOD,
            GOOD.replace("\n", "\r\n"),
            GOOD.replace("\n", "\r"),
            GOOD.encode("utf-8-sig"),
            "# a comment\n" + GOOD,
        )
    }
    assert len(same) == 1
    assert parse_bank(GOOD.replace("Why?", "How?")).hash not in same


@pytest.mark.parametrize("text", ["[@click=app.quit]x[/]", "[/nope", "<b>&amp;", "{x} %s \\e[31m"])
def test_markup_stays_literal(text: str) -> None:
    """Text that other programs would read as markup is kept letter by letter."""
    bank = parse_bank(GOOD.replace("title: Tiny", f"title: '{text}'")).bank
    assert bank is not None
    assert bank.title == text


def test_right_to_left_text_and_emoji_are_plain_text() -> None:
    """Scripts that run the other way and joined emoji are no reason for a word of warning."""
    text = "שלום عالم 👩‍🔬 é 漢字"
    result = parse_bank(GOOD.replace("title: Tiny", f"title: {text}"))
    assert result.problems == ()
    assert result.bank is not None
    assert result.bank.title == text


def test_a_key_with_nothing_behind_it_is_left_out() -> None:
    """`tags:` alone means the same as no `tags` at all."""
    result = parse_bank(GOOD.replace("    kind: case\n", "    kind:\n    tags:\n    hints:\n"))
    assert result.problems == ()
    assert result.bank is not None
    assert result.bank.questions[0].kind is Kind.CONCEPTUAL


def test_null_is_no_probe_but_a_word_in_a_phrase() -> None:
    """`~` empties a field that may be empty, and stays a text where a text is wanted."""
    bank = parse_bank(GOOD.replace("probe: Why?", "probe: ~").replace("[no,", "[null,")).bank
    assert bank is not None
    point = bank.questions[0].rubric[0]
    assert point.probe is None
    assert point.match[0] == "null"


# -- problems with their places ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Tiny", "titel: Tiny\ntitle: T", "3:1: a bank has no key `titel`; did you mean `title`?"),
        ("    prompt: >", "    prompt: x\n    question: >", "12:5: a question has no key `question`; did you mean `prompt`?"),
        ("        ask: And?", "        prompt: And?\n        ask: And?", "34:9: a follow-up has no key `prompt`; did you mean `ask`?"),
        ("        probe: Why?", "        zzz: Why?\n        probe: Why?", "23:9: a rubric point has no key `zzz`; its keys are id, point, need, weight, match, probe, about, why, signal, anchors, pick, of"),
        ("title: Tiny\n", "", "1:1: a bank needs `title`; add `title: …`"),
        ("title: Tiny", "title:", "3:1: `title` has no value; write `title: …`"),
        ("title: Tiny", "title: ''", "3:8: `title` is empty; write some text"),
        ("title: Tiny", "title: [a]", "3:8: `title` must be a text, not a list; put the text in quotes"),
        ("title: Tiny", "title: {a: b}", "3:8: `title` must be a text, not a group of keys; put the text in quotes"),
        ("kind: case", "kind: cases", "14:11: `kind` cannot be `cases`; did you mean `case`? It can be conceptual, resume or case"),
        ("kind: case", "kind: xyz", "14:11: `kind` cannot be `xyz`; write conceptual, resume or case"),
        ("kind: case", "kind: [case]", "14:11: `kind` must be one of conceptual, resume, case, not a list"),
        ("id: q-one", "id: Q One", "10:9: `id` cannot be `Q One`: lower-case letters, digits and single hyphens; write `q-one`"),
        ("id: q-one", "id: ../../etc", "10:9: `id` cannot be `../../etc`: lower-case letters, digits and single hyphens; write `etc`"),
        ("id: q-one", "id: 'É'", "10:9: `id` cannot be `É`: lower-case letters, digits and single hyphens"),
        ("time: 1m30s", "time: 4x", "16:11: `time` cannot be `4x`; write 4m, 90s, 1m30s, 1h or a number of seconds"),
        ("time: 1m30s", "time: -5", "16:11: `time` cannot be `-5`; write 4m, 90s, 1m30s, 1h or a number of seconds"),
        ("time: 1m30s", "time: [4]", "16:11: `time` must be a duration, not a list; write 4m, 90s, 1m30s, 1h or a number of seconds"),
        ("time: 1m30s", "time: 0", "16:11: `time` is 0s; give between a second and a day, such as 4m"),
        ("{time: 4m,", "{time: 30h,", "8:18: `time` is 30h; give between a second and a day, such as 4m"),
        ("weight: 2", "weight: two", "21:17: `weight` must be a number, not `two`; write it in digits, without quotes"),
        ("weight: 2", "weight: '2'", "21:17: `weight` must be a number, not the text `2`; write it in digits, without quotes"),
        ("weight: 2", "weight: nan", "21:17: `weight` must be a number, not `nan`; write it in digits, without quotes"),
        ("weight: 2", "weight: 1e999", "21:17: `weight` must be a number, not `1e999`; write it in digits, without quotes"),
        ("weight: 2", "weight: 0", "21:17: `weight` must be more than 0, not `0`"),
        ("weight: 2", "weight: 101", "21:17: `weight` must be at most 100, not `101`"),
        ("score_below: 0.5", "score_below: 1.5", "35:54: `score_below` must be at most 1, not `1.5`"),
        ("pick: 1", "pick: 0", "25:15: `pick` must be at least 1, not `0`"),
        ("pick: 1", "pick: 1.5", "25:15: `pick` must be a whole number, not `1.5`; write it in digits, without quotes"),
        ("year: 2024", "year: 99999999999999999999", "5:36: `year` must be a whole number, not `99999999999999999999`; write it in digits, without quotes"),
        ("score_below: 0.5", "always: perhaps", "35:49: `always` must be true or false, not `perhaps`"),
        ("sources: [s-1]", "sources: s-1", "17:14: `sources` must be a list, not `s-1`; begin each item on its own line with `- `"),
        ("defaults: {time: 4m, follow_up_time: 90s}", "defaults: 4m", "8:11: `defaults` must be `defaults` with keys, not `4m`; its keys are `time` or `follow_up_time`"),
        ("- {id: m-1, point: A b}", "- A b", "28:13: an item of `of` must be a rubric point with keys, not `A b`; its keys are `id`, `point`, `need`, `weight`, `match`, `probe`, `about`, `why`, `signal`, `anchors`, `pick` or `of`"),
        ("[no,", "[[a, b],", "22:17: an item of `match` must be a text, not a list; put the text in quotes"),
        ("[no,", "['',", "22:17: an item of `match` is empty; write some text"),
        ("variance]}]", "{a: b}]}]", "22:75: an item of `all` must be a text, not a group of keys; put the text in quotes"),
    ],
    ids=count(),
)  # fmt: skip
def test_every_kind_of_wrong_value_has_its_place_and_remedy(
    old: str, new: str, expected: str
) -> None:
    """A problem is told at the value it is about, with what to write instead."""
    assert good(old, new)[:1] == [f"b.yaml:{expected}"]


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    """One reading finds what is wrong at every level, and a wrong value does not hide others."""
    changed = (
        GOOD.replace("title: Tiny", "titel: Tiny")
        .replace("time: 4m", "time: soon")
        .replace("kind: case", "kind: cse")
        .replace("pick: 1", "pick: 3")
        .replace("covered: lower-variance", "covered: lower-varance")
    )
    assert [line.split(": ", 1)[0] for line in told(changed)] == [
        "b.yaml:3:1",
        "b.yaml:8:18",
        "b.yaml:14:11",
        "b.yaml:25:15",
        "b.yaml:35:25",
    ]


def test_errors_beyond_those_told_still_count() -> None:
    """However many warnings and errors a bank has, errors keep it from being used."""
    rubric = "".join(f"      - {{id: p-{n}, point: A}}\n" for n in range(MAX_PROBLEMS + 50))
    text = LEAST.replace(
        "questions:\n", "questions:\n  - id: w\n    prompt: P\n    rubric:\n" + rubric
    )
    assert parse_bank(text).bank is not None
    result = parse_bank(text + "zzz: 1\n")
    assert result.bank is None
    assert "has no key `zzz`" in str(result.errors[0])
    many = parse_bank(LEAST + "".join(f"k{n}: x\n" for n in range(MAX_PROBLEMS + 7)), "b.yaml")
    assert str(many.problems[-1]) == "b.yaml: 7 more errors are not shown"
    assert len(many.errors) == MAX_PROBLEMS + 1


def test_a_problem_is_printed_on_one_visible_line() -> None:
    """Escapes, line ends and direction marks from a bank cannot act in a terminal."""
    (line,) = good("kind: case", 'kind: "\\e[31m\\n\\u202Ex"')
    assert line.startswith("b.yaml:14:11: `kind` cannot be `\\x1b[31m\\n\\u202ex`; write")
    assert line.isprintable()


def test_a_long_value_is_cited_in_short() -> None:
    """A message stays readable whatever stands in the file."""
    (line,) = good("kind: case", "kind: " + "x" * 10_000)
    assert len(line) < 200


# -- hostile YAML ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "1:1: the file is empty; begin with `format:`"),
        ("# only a comment\n", "1:1: the file is empty; begin with `format:`"),
        ("---\n", "2:1: a bank is a group of keys, and this file holds nothing; begin with `id:` and `title:`"),
        ("- a\n", "1:1: a bank is a group of keys, and this file holds a list; begin with `id:` and `title:`"),
        ("hello", "1:1: a bank is a group of keys, and this file holds a text; begin with `id:` and `title:`"),
        (GOOD + "---\nid: two\n", "41:1: a second document begins here; keep one bank a file, without `---` between"),
        (GOOD + "title: again\n", "41:1: the key `title` is given twice; keep one; the first is in line 3"),
        (GOOD.replace("title: Tiny", "title: &t Tiny"), "3:8: anchors (`&t`) are not used here; remove it, or put the text in quotes if it begins with `&`"),
        (GOOD.replace("title: Tiny", "title: *t"), "3:8: references (`*t`) are not used here; write the text out, or put it in quotes if it begins with `*`"),
        (GOOD.replace("title: Tiny", "title: !!str Tiny"), "3:8: tags (`!!str`) are not used here; remove it, or put the text in quotes if it begins with `!`"),
        (GOOD.replace("title: Tiny", "title: !!python/object/apply:os.system [ls]"), "3:8: tags (`!!python/object/apply:os.system`) are not used here; remove it, or put the text in quotes if it begins with `!`"),
        (GOOD.replace("title: Tiny", "title: !e!x y"), "3:8: tags (`!…`) are not used here; remove it, or put the text in quotes"),
        (GOOD.replace("title: Tiny", "title: T\n<<: {a: b}"), "4:1: merge keys (`<<`) are not used here; write the keys out"),
        (GOOD + "? [a, b]\n: c\n", "41:3: a key must be a word, not a list or a mapping; put the text in quotes if it begins with a bracket"),
        (GOOD.replace("title: Tiny", "title: a: b"), "3:9: there is a `: ` where no key can be; put the whole text in quotes, or check the indentation of the line before"),
        (GOOD.replace("    prompt", "\tprompt"), "11:1: there is a tab where spaces are needed; indent with spaces"),
        (GOOD.replace("title: Tiny", "title: `x` y"), "3:8: a text cannot begin with this character; put the text in quotes"),
        (GOOD.replace("title: Tiny", "title: *bold* x"), "3:13: a text cannot begin with this character; put the text in quotes"),
        (GOOD.replace("title: Tiny", "title: 'it's'"), "3:12: a text goes on after its closing quote; put all of it in single quotes, and double those within"),
        (GOOD.replace("title: Tiny", "title Tiny"), "3:1: a key without a value; write `key: value`, or put a longer text in quotes"),
        (GOOD.replace("title: Tiny", 'title: "\\d"'), "3:9: no such escape in double quotes; write `\\\\` for a backslash, or use single quotes"),
        (GOOD.replace("title: Tiny", "title: [/nope"), "3:8: this bracket is not closed; put a comma between the items and close the bracket, or put a text in quotes"),
        (GOOD.replace("title: Tiny", "title: | x"), "3:10: a text after `|` or `>` begins on the next line; move it there"),
        (GOOD.replace("    prompt", "   prompt"), "11:4: this line does not fit into the list; begin each item with `- `, all equally far in"),
        ("id: [", "1:5: this bracket is not closed; put a comma between the items and close the bracket, or put a text in quotes"),
        ("id: [a, {b: \n", "1:9: this bracket is not closed; put a comma between the items and close the bracket, or put a text in quotes"),
        ("id: [a, ,]\n", "1:9: a value is missing here; write it, and close any bracket before"),
        ('id: "x', "1:5: this quote is never closed; close the quote"),
        (b"id: a\x00b\n", "1:6: there is a NUL character here; remove it"),
        ("id: a\rtitle: \x1b[31mx\n", '2:8: there is a control character (U+001B) here; remove it, or write "\\x1b"'),
        (GOOD.encode("utf-16"), "1:1: the file is in UTF-16, not in UTF-8; save it as UTF-8"),
        (GOOD.encode("utf-16-le"), "1:1: the file is in UTF-16, not in UTF-8; save it as UTF-8"),
        (GOOD.encode("utf-16-be"), "1:1: the file is in UTF-16, not in UTF-8; save it as UTF-8"),
        (GOOD.encode("utf-32"), "1:1: the file is in UTF-32, not in UTF-8; save it as UTF-8"),
        ("id: x\ntitle: café".encode("latin-1"), "2:11: the byte 0xe9 is not UTF-8 text; save the file as UTF-8"),
        (b"x" * (MAX_BYTES + 1), "1:1: the file is larger than 8 MB; split it into several banks"),
        ("x" * (MAX_BYTES + 1), "1:1: the text is longer than 8 million characters; split it into several banks"),
        ("[" * 10_000, f"1:{MAX_DEPTH + 1}: more than {MAX_DEPTH} levels within each other"),
        ("- " * 10_000, f"1:{MAX_DEPTH * 2 + 1}: more than {MAX_DEPTH} levels within each other"),
        ("{a: " * 10_000, f"1:{MAX_DEPTH * 4 + 1}: more than {MAX_DEPTH} levels within each other"),
        ("- \n" * (MAX_NODES + 5), f"{MAX_NODES}:2: more than 400,000 values in one file; split it into several banks"),
        (GOOD.replace("bank@1", "bank@2"), "1:9: this bank is written in format 2, and this version reads format 1; update interview-sim, or use an older copy of the bank"),
        (GOOD.replace("bank@1", "plan@1"), "1:9: `interview-sim/plan@1` is not a bank format; write `format: interview-sim/bank@1`"),
        (GOOD.replace("title: Tiny", 'title: "a\\0"'), "3:8: `title` holds the character U+0000; remove it"),
    ],
    ids=count(),
)  # fmt: skip
def test_hostile_or_broken_yaml_is_refused_with_its_place(
    content: str | bytes, expected: str
) -> None:
    """What is not a bank is refused in plain words, in bounded time, and never expanded."""
    result = parse_bank(content, "b.yaml")
    assert result.bank is None
    assert str(result.errors[0]) == f"b.yaml:{expected}"


def test_laughs_are_not_expanded() -> None:
    """References of references cost what they weigh in the file, not what they stand for."""
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    result = parse_bank("\n".join(lines))
    assert result.bank is None
    assert sum("references" in problem.message for problem in result.problems) == 9 * 19


@pytest.mark.parametrize(
    ("escape", "code"), [("\\e", "U+001B"), ("\\u202E", "U+202E"), ("\\u200b", "U+200B")]
)
def test_hidden_characters_are_told_and_kept(escape: str, code: str) -> None:
    """An escape or a direction override is shown as text; the author hears of it."""
    result = parse_bank(GOOD.replace("title: Tiny", f'title: "a{escape}b"'), "b.yaml")
    assert [str(problem) for problem in result.problems] == [
        (
            f"b.yaml:3:8: warning: `title` holds the hidden character {code}; remove it, unless the "
            "question is about it"
        )
    ]
    assert result.bank is not None
    assert len(result.bank.title) == 3


def test_the_slow_parser_gives_the_same_tree() -> None:
    """Where PyYAML's C part is missing, banks are read all the same."""
    fast, slow = Problems("b"), Problems("b")
    assert compose(GOOD, fast) == compose(GOOD, slow, yaml.SafeLoader)
    assert fast.reported() == slow.reported() == ()
    for text in ("[" * 5000, "a: &x [*x]", "a: 1\na: 2", "a: !!int 3", "a\n---\nb"):
        problems = Problems("b")
        compose(text, problems, yaml.SafeLoader)
        assert problems.has_errors


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize(
    "text",
    [
        "a: - b",
        "a: b\n- c",
        "a: ? b",
        "[a] b",
        "a: %b",
        "a: [\n",
        "a: b: c",
        "\tx: y",
        "a: 'it's'",
        'a: "\\d"',
        "a: @x",
        "a: [/nope\nb: c",
        'a: "x',
        "a: | x",
    ],
)
def test_both_parsers_are_understood(text: str, loader: type) -> None:
    """What either parser says about broken YAML is put in our words."""
    problems = Problems("b")
    compose(text, problems, loader)
    (problem,) = problems.reported()
    assert "this is not YAML" not in problem.message
    assert problem.remedy


# -- files --------------------------------------------------------------------------------------------


def test_load_bank_gives_the_bank(tmp_path: Path) -> None:
    """A good file gives its bank."""
    path = tmp_path / "tiny.yaml"
    path.write_text(GOOD)
    bank = load_bank(path)
    assert isinstance(bank, Bank)
    assert bank.question("q-one") is bank.questions[0]


def test_load_bank_raises_every_error_and_no_warning(tmp_path: Path) -> None:
    """The error's text is the list of what keeps the bank from being used."""
    path = tmp_path / "tiny.yaml"
    path.write_text(LEAST.replace("title: B", "title: []\nsize: 3"))
    with pytest.raises(BankError) as caught:
        load_bank(path)
    assert str(caught.value).splitlines() == [
        f"{path}:2:8: `title` must be a text, not a list; put the text in quotes",
        (
            f"{path}:3:1: a bank has no key `size`; its keys are format, id, title, description, "
            "language, licence, sources, glossary, defaults, lines, scoring, questions"
        ),
    ]
    assert len(caught.value.problems) == 2


def test_what_is_no_file_is_told_without_a_line(tmp_path: Path) -> None:
    """A missing file, a folder and a pipe are refused without being opened."""
    os.mkfifo(tmp_path / "pipe.yaml")
    for name, reason in (
        ("none.yaml", "there is no such file"),
        ("", "this is not a file"),
        ("pipe.yaml", "this is not a file"),
        ("nul\0.yaml", "there is no such file"),
    ):
        result = read_bank(tmp_path / name)
        assert result.bank is None
        assert result.problems[0].message == reason
        assert result.problems[0].line == 0


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    """Of a file larger than a bank may be, no more than that is read."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert str(read_bank(path).problems[0]) == (
        f"{path}:1:1: the file is larger than 8 MB; split it into several banks"
    )


def test_a_bank_survives_json() -> None:
    """What was read can be copied into a transcript and come back the same."""
    bank = parse_bank(GOOD).bank
    assert msgspec.json.decode(msgspec.json.encode(bank), type=Bank) == bank
