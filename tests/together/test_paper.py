"""A sealed paper asks the same of everyone, says when it cannot, and gives nothing away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from interview_sim.bank.model import Bank, Point, Question
from interview_sim.errors import UsageError
from interview_sim.session.plan import Mode, Plan, Prefer
from interview_sim.together.paper import (
    Paper,
    PaperError,
    check_against,
    make_paper,
    paper_text,
    read_paper,
)

SECRET = "The secret of the answer."
BANK = Bank(
    id="b",
    title="Bänk “one” #1: yes",
    questions=tuple(
        Question(
            id=f"q{n}",
            prompt=f"Hidden prompt {n}?",
            topic=f"t{n % 3}",
            time=None if n % 2 else 60.0 + n,
            rubric=(Point(id="p", point=SECRET),),
            model_answer=SECRET,
        )
        for n in range(8)
    ),
)
OTHER = Bank(id="c", title="C", questions=(Question(id="x", prompt="X?", model_answer="Y."),))
PLAN = Plan(questions=4, mode=Mode.PRACTICE, minutes=12.5, reading=0, extra_time=1.5)


def seal(plan: Plan = PLAN, seed: int = 7) -> Paper:
    """A paper from the two banks."""
    return make_paper(plan, [BANK, OTHER], seed, app_version="1")


def changed(question_id: str) -> Bank:
    """The bank with one prompt other than it was."""
    questions = tuple(
        replace(q, prompt="Other words?") if q.id == question_id else q for q in BANK.questions
    )
    return replace(BANK, questions=questions)


def test_a_paper_holds_neither_questions_nor_answers() -> None:
    """Whoever reads the file learns ids and digests only."""
    text = paper_text(seal())
    assert "Hidden prompt" not in text
    assert SECRET not in text


@given(
    seed=st.integers(0, 10**6),
    questions=st.integers(1, 9),
    prefer=st.sampled_from(Prefer),
    title=st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).filter(
        str.strip
    ),
)
def test_the_file_reads_back_as_the_same_paper(
    seed: int, questions: int, prefer: Prefer, title: str
) -> None:
    """Whatever the plan, what is asked and its id survive the file."""
    paper = seal(replace(PLAN, questions=questions, prefer=prefer, title=title), seed)
    again = read_paper(paper_text(paper).encode())
    assert again == paper
    assert again.id == paper.id


def test_the_questions_come_in_the_same_order_with_the_same_times() -> None:
    """The same draw, wherever it is sat."""
    paper = seal()
    first, second = (check_against(paper, banks, app_version="1") for banks in ([BANK, OTHER],) * 2)
    assert first.obstacles == first.notes == ()
    assert first.drawn(PLAN) == second.drawn(PLAN)
    assert [drawn.ref for drawn in first.drawn(PLAN)] == [item.ref for item in paper.questions]


def test_more_questions_in_the_bank_change_nothing_but_a_note() -> None:
    """A bank may grow: a draw by seed would differ, the paper does not."""
    grown = replace(BANK, questions=(Question(id="new", prompt="New?"), *BANK.questions))
    setting = check_against(seal(), [grown, OTHER], app_version="1")
    assert setting.obstacles == ()
    assert "nothing that the paper asks" in setting.notes[0]
    assert [c.ref for c in setting.candidates] == [item.ref for item in seal().questions]


def test_a_changed_question_is_an_obstacle_with_its_name() -> None:
    """The question is named; the others can still be had."""
    ref = next(item.ref for item in seal().questions if item.ref.startswith("b:"))
    setting = check_against(seal(), [changed(ref[2:]), OTHER], app_version="1")
    assert len(setting.obstacles) == 1
    assert ref in setting.obstacles[0]
    assert len(setting.candidates) == 4


def test_changed_terms_or_times_of_a_bank_count_as_changed_questions() -> None:
    """They decide what is matched and how long there is."""
    for bank in (
        replace(BANK, glossary=(("a", "b"),)),
        replace(BANK, defaults=replace(BANK.defaults, time=1.0)),
    ):
        assert check_against(seal(), [bank, OTHER], app_version="1").obstacles


def test_missing_banks_and_questions_are_told_apart() -> None:
    """A bank to get, or a question that is gone."""
    gone = replace(BANK, questions=BANK.questions[:1])
    words = " ".join(check_against(seal(), [gone, OTHER], app_version="1").obstacles)
    assert "No longer in their bank" in words
    setting = check_against(seal(), [OTHER], app_version="1")
    assert "get its file" in " ".join(setting.obstacles)
    assert "No longer" not in " ".join(setting.obstacles)


def test_another_version_of_the_program_is_a_note() -> None:
    """Follow-ups hang on the matcher, and the matcher on the version."""
    assert "follow-ups may differ" in check_against(seal(), [BANK, OTHER], app_version="2").notes[0]


def test_a_plan_for_a_bank_that_is_not_loaded_is_refused() -> None:
    """As it is at the start of an interview."""
    with pytest.raises(UsageError, match="not loaded"):
        make_paper(replace(PLAN, banks=("nope",)), [BANK], 7, app_version="1")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("paper@1", "paper@9", 1), "must say"),
        (lambda text: text.replace("seed: 7\nplan", "sead: 7\nplan"), "did you mean `seed`"),
        (lambda text: text[: text.index("questions:\n- ref")] + "questions: []\n", "no questions"),
        (lambda text: text + text[text.rindex("- ref") :], "twice"),
        (lambda text: text.replace("seed: 7", "seed: &a 7", 1), "anchor"),
        (lambda _: "- a list", "must be"),
        (lambda _: "", "p"),
    ],
)
def test_what_is_no_paper_is_refused_in_words(change, words: str) -> None:
    """With the place, and what to write instead."""
    with pytest.raises(PaperError, match=words):
        read_paper(change(paper_text(seal())).encode())


def test_hostile_titles_do_not_reach_a_terminal_as_commands() -> None:
    """The file is plain text, and words about it show escapes as signs."""
    evil = replace(BANK, title="\x1b[2J\u202eevil")
    paper = make_paper(PLAN, [evil], 7, app_version="\x1b[2J")
    assert "\x1b" not in paper_text(paper)
    assert "\u202e" not in paper_text(paper)
    setting = check_against(paper, [], app_version="1")
    assert "\x1b" not in " ".join((*setting.obstacles, *setting.notes))
