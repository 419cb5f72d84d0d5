"""A bank that is written as YAML is the same bank when it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from interview_sim.bank.loading import load_bank, parse_bank
from interview_sim.bank.model import (
    AllOf,
    Bank,
    Defaults,
    FollowUp,
    Kind,
    Level,
    Misconception,
    Need,
    Point,
    Question,
    Source,
    When,
)
from interview_sim.bank.writing import write_bank

ROOT = Path(__file__).parents[2]

NASTY = st.sampled_from(
    ["null", "~", "no", "12:30", "017", "- x", "a: b", "a #b", "#a", "a:", "'x'", '"x"', "[x]",
     "{x}", "x, y", "&x", "*x", "!x", "|", ">", "%x", "@x", "`x`", "? x", "x\ny", "x\n\ny", "x\n",
     " x", "x ", "\tx", "x\n  y", "  x\ny", "a  b", "\x1b[31mx", "\u202ex", "x\u2028y", "é 👶 ‍⭐️",
     "\\beta", "a\\nb", "x\r\ny", "\x85x", "\ufeffx", "x\n \ny", "---", "...", "a" * 300,
     "word " * 60 + "x", "word " * 30 + "x\xa0", "x\xa0",
     "x\u2003", "x\u3000", "\u3000x", "x\x85y", "\xa0é", "a  b " * 40 + "x",
     "x\n# y", "x\n- y:\n    z", "2026-01-05", "1e5"]
)  # fmt: skip

texts = st.one_of(
    NASTY,
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1),
    st.lists(NASTY, min_size=2, max_size=4).map("\n".join),
    st.text(" \n\t:#-'\"|>&*!%@`,[]{}?~\\\xa0\u2028\x85\u3000\u2003\u200dé👶aZ0\r", min_size=1),
).filter(lambda text: bool(text.strip()))
"""Any text that a bank may hold."""

ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
phrases = st.one_of(texts, st.lists(st.one_of(texts, st.lists(texts, min_size=1, max_size=2)
                    .map(tuple)), min_size=1, max_size=3)
                    .map(lambda terms: AllOf(all=tuple(terms)))).filter(
    lambda phrase: all(
        any(char.isalnum() for char in word)
        for term in (phrase.all if isinstance(phrase, AllOf) else (phrase,))
        for word in (term if isinstance(term, tuple) else (term,))
    )
)  # fmt: skip
weights = st.sampled_from([1.0, 2.0, 0.5, 0.1, 1e-05, 99.99, 1 / 3])
durations = st.sampled_from([None, 1.0, 90.0, 240.0, 61.5, 3600.0])
few = st.lists(texts, max_size=3).map(tuple)


@st.composite
def points(draw: st.DrawFn, taken: set[str], *, grouped: bool = True) -> tuple[Point, ...]:
    """A rubric with ids of its own."""
    made = []
    for _ in range(draw(st.integers(0, 2))):
        name = draw(ids.filter(lambda name: name not in taken))
        taken.add(name)
        if grouped and draw(st.booleans()):
            members = draw(points(taken, grouped=False))
            if members:
                made.append(Point(id=name, point=draw(texts), pick=1, of=members, need=Need.BONUS))
                continue
        made.append(
            Point(
                id=name,
                point=draw(texts),
                need=draw(st.sampled_from(Need)) if grouped else Need.MUST,
                weight=draw(weights) if grouped else 1.0,
                match=tuple(draw(st.lists(phrases, max_size=2))),
                probe=draw(st.none() | texts),
            )
        )
    return tuple(made)


@st.composite
def questions(draw: st.DrawFn, name: str) -> Question:
    """A question in which everything may be given."""
    taken: set[str] = set()
    rubric = draw(points(taken))
    claim = draw(ids.filter(lambda name: name not in taken))
    ask = draw(ids.filter(lambda name: name not in {*taken, claim}))
    plain = [point.id for point in rubric]
    when = draw(st.sampled_from([When(always=True), When(score_below=0.5), When(score_above=0.25)]))
    if plain and draw(st.booleans()):
        when = When(covered=plain[0])
    return Question(
        id=name,
        prompt=draw(texts),
        kind=draw(st.sampled_from(Kind)),
        topic=draw(st.sampled_from(["general", "a/b", "no", "c++", "éa"])),
        tags=draw(few),
        roles=draw(few),
        level=draw(st.sampled_from(Level)),
        time=draw(durations),
        rubric=rubric,
        misconceptions=(Misconception(id=claim, claim=draw(texts), correction=draw(texts)),),
        follow_ups=(
            FollowUp(id=ask, ask=draw(texts), when=when, time=draw(durations),
                     rubric=draw(points(set())), model_answer=draw(texts)),
        ),
        hints=draw(few),
        model_answer=draw(texts),
    )  # fmt: skip


@st.composite
def banks(draw: st.DrawFn) -> Bank:
    """Any good bank."""
    return Bank(
        id=draw(ids),
        title=draw(texts),
        description=draw(texts),
        language=draw(st.sampled_from(["en", "de", "no"])),
        licence=draw(st.sampled_from(["", "MIT", "CC-BY-4.0"])),
        sources=(Source(id="s", title=draw(texts), url="https://x.y/#z", year=2024),),
        glossary=tuple(draw(st.lists(st.tuples(texts, texts), max_size=2))),
        defaults=Defaults(time=draw(st.sampled_from([240.0, 90.5]))),
        questions=(draw(questions("one")), draw(questions("two"))),
    )


@settings(suppress_health_check=list(HealthCheck))
@given(banks())
def test_what_is_written_is_read_back_the_same(bank: Bank) -> None:
    """Whatever a bank says, its YAML says it too, without an error."""
    result = parse_bank(write_bank(bank, "A comment\nof two lines"))
    errors = [problem for problem in result.errors if "no word in it" not in problem.message]
    assert errors == []
    if result.errors == ():
        assert result.bank == bank


@given(texts)
@example("x\n\n  y\n")
@example("word " * 40 + "x")
def test_any_text_survives_wherever_it_is(text: str) -> None:
    """A text is read back exactly, whatever form it is written in."""
    entry = AllOf(all=(f"w{text}", (f"w{text}", "x")))
    point = Point(id="p", point=text, match=(f"w{text}", entry), probe=text)
    question = Question(
        id="q", prompt=text, tags=(text,), hints=(text, "x"), rubric=(point,), model_answer=text
    )
    bank = Bank(id="b", title=text, questions=(question,))
    result = parse_bank(write_bank(bank))
    assert result.bank == bank


@pytest.mark.thorough
def test_real_banks_survive() -> None:
    """Whole banks are the same after being written and read."""
    for path in sorted((ROOT / "tests" / "data" / "banks").glob("*.yaml")):
        bank = load_bank(path)
        assert parse_bank(write_bank(bank)).bank == bank, path.name


def test_it_reads_as_a_person_would_write_it() -> None:
    """Long prompts are folded, answers of several lines stand as blocks, defaults are left out."""
    bank = Bank(
        id="tiny",
        title="Tiny",
        questions=(
            Question(
                id="why-average",
                prompt="Why does averaging many trees help, and what does it do to the bias and to "
                "the variance of the model as a whole?",
                tags=("trees", "bagging"),
                rubric=(
                    Point(id="lower", point="Lower: variance falls.", match=("less variance",)),
                ),
                model_answer="It lowers variance.\n\n- Trees are averaged.",
            ),
        ),
    )
    assert write_bank(bank) == (
        "format: interview-sim/bank@1\n"
        "id: tiny\n"
        "title: Tiny\n"
        "\n"
        "questions:\n"
        "  - id: why-average\n"
        "    prompt: >\n"
        "      Why does averaging many trees help, and what does it do to the bias and to the "
        "variance of the\n"
        "      model as a whole?\n"
        "    tags: [trees, bagging]\n"
        "    rubric:\n"
        "      - id: lower\n"
        "        point: 'Lower: variance falls.'\n"
        "        match:\n"
        "          - less variance\n"
        "    model_answer: |\n"
        "      It lowers variance.\n"
        "\n"
        "      - Trees are averaged.\n"
    )
