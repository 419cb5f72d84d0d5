"""The scorecard as text fits its width, spells out what is hostile, and needs no colour."""

from __future__ import annotations

import unicodedata

import pytest
from assessment_kit import FORESTS, Sat, plan
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from interview_sim.assessment.model import Musts
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.assessment.text import cells, scorecard_lines, wrap
from interview_sim.assessment.words import answer_name, at_a_glance, clock, in_words, question_facts
from interview_sim.bank.model import Point, Question
from interview_sim.bank.terms import Need, topic_in_full, topic_in_sentence, topic_words
from interview_sim.matching.model import Verdict
from interview_sim.session.cases import subject
from interview_sim.session.phases import FollowUpKind, Phase

HOSTILE = (
    "[@click=app.quit]x[/] [/nope \x1b[2J\x07 \u202eevil \u200f שלום 👩\u200d🔬 漢字漢字 \x9b31m"
)


def sat_through() -> Sat:
    """One question with a probe that was skipped, a mark, a claim and a note."""
    sat = Sat(plan(questions=1, follow_ups=1, title="Warm-up"), (FORESTS,)).start()
    sat.answer("~variance bagging", 75 / 2)
    sat.engine.skip()
    sat.engine.flag(0)
    sat.engine.predict(0, {"coverage": 3, "clarity": 4}, 0.5)
    sat.engine.reveal(0)
    sat.engine.mark(0, "speed", Verdict.COVERED)
    sat.engine.mark(0, "oob", Verdict.MISSED)
    sat.engine.mark_claim(0, "never-overfits", True)
    sat.engine.note("Bagging once more.", 0)
    sat.engine.note("Slept badly.")
    sat.engine.complete()
    return sat


GOLDEN = """\
Mock interview: Warm-up
40 of 100 so far. A wrong claim was left standing: “It cannot overfit.” This
rests on 1 answer. You made none of the 2 main points. No follow-up went well.
2026-01-05 09:00 UTC · interview mode · seed 7 · s1
1 of 1 question asked · 0:37 of 10:00 used.
Too few answers for a band.
You marked 2 of 7 points; the others count as suggested.
Coverage: you expected 67 before the reveal and got 62. Too early to tell: 1
question was rated before the reveal, and it takes 5.

dimension            score  weight  rests on
Coverage                62      45  1 question
Depth in follow-ups      0      25  1 question
Judgement                –      10  no data
Clarity                100      10  1 question
Time                   100      10  1 question

#  question                topic      score    must  time
1  Why do forests work? ⚑  ensembles     40  0 of 2  0:37

~ 1. Why do forests work?
   score 40 · must 0 of 2 · ensembles · rated blind: coverage good, clarity
   strong, 50% sure · ⚑ flagged
   Time: writing 0:37
   Submitted after 0:37 of 1:00.
   ~ partly – Lowers variance. (must ×2)
       “variance”
   ~ partly – Two reasons (must, any 2)
     ✓ covered – Each tree sees a bootstrap sample. (first at 0:00)
         “bagging”
     ✗ missed – Each split sees some features.
     ✗ missed – The trees vote.
   ✓ covered – Trains in parallel. (should ×2, suggested: missed)
   ✗ missed – Out-of-bag error for free. (bonus ×4, confirmed)
   Follow-up on a point
   What of the spread?
   Why: You made only part of this: Lowers variance.
   Skipped after 0:00 of 0:30 · score 0.
   ✗ missed – Lowers variance. (must ×2)
   ? You claimed: It cannot overfit. Correct: Less, not never.
   Note
   > Bagging once more.

Study next
   - Less, not never. (Why do forests work?) You said: It cannot overfit.
   - Lowers variance. (Why do forests work?) You made only part of it.
   - Two reasons: Each split sees some features; The trees vote (Why do forests
     work?) You made only part of it.

Note on the session
   > Slept badly."""


def test_a_whole_scorecard_as_text() -> None:
    """Everything the scorecard knows is there in words, a sign never alone."""
    sat = sat_through()
    lines = scorecard_lines(build_scorecard(sat.state))
    assert "\n".join(lines) == GOLDEN


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("dimensionality-reduction", "dimensionality reduction"),
        ("experimentation/ab-testing", "ab testing"),
        ("Semi-supervised learning", "Semi-supervised learning"),
        ("A/B testing", "A/B testing"),
        ("nlp/", "NLP"),
        ("", ""),
    ],
)
def test_topics_are_told_in_words(topic: str, words: str) -> None:
    """A slug is for files; of a nested one the last part says enough where its subject is near."""
    assert topic_words(topic) == words


@pytest.mark.parametrize(
    ("topic", "listed", "said"),
    [
        ("clustering/algorithms", "clustering: algorithms", "algorithms (clustering)"),
        ("llm/prompts/few-shot", "prompts: few shot", "few shot (prompts)"),
        ("sql/", "SQL", "SQL"),
        ("A/B testing", "A/B testing", "A/B testing"),
        ("", "", ""),
    ],
)
def test_a_topic_on_its_own_is_named_with_its_subject(topic: str, listed: str, said: str) -> None:
    """Algorithms of what? Where nothing else says it, the topic does."""
    assert topic_in_full(topic) == listed
    sat = Sat(plan(questions=1), (replace(FORESTS, topic=topic),)).start()
    assert listed in question_facts(build_scorecard(sat.state).questions[0])
    assert subject(sat.state, 0) == listed
    assert topic_in_sentence(topic) == said


def test_before_anything_was_asked_it_says_so() -> None:
    """An empty session is a few lines and no zeros."""
    lines = scorecard_lines(build_scorecard(Sat().state))
    assert lines[1] == "not scored. There was nothing to score."
    assert "0 of 2 questions asked" in lines[3]


def test_no_score_is_told_while_the_assessment_is_open() -> None:
    """As in the history: it would be of suggestions alone, and no zero stands for it."""
    state = replace(sat_through().state, phase=Phase.ASSESSING)
    assert scorecard_lines(build_scorecard(state))[1].startswith("– · not assessed yet.")


def test_a_table_that_is_too_wide_names_its_figures() -> None:
    """Each row is a sentence then, and one can tell the score from the time."""
    lines = scorecard_lines(build_scorecard(sat_through().state), width=40)
    words = " ".join(" ".join(lines).split())
    assert " · ensembles · score 40 · must 0 of 2 · time 0:" in words


@pytest.mark.parametrize("width", [10, 40, 80, 120])
def test_every_line_fits_and_hostile_text_is_spelt_out(width: int) -> None:
    """In any width nothing a terminal obeys is printed, and markup stays as written."""
    rubric = (Point(id="found", point=HOSTILE, need=Need.MUST), Point(id="misses", point="x" * 300))
    hostile = Question(id="bad", prompt=HOSTILE * 3, topic=HOSTILE, rubric=rubric)
    sat = Sat(plan(questions=1, follow_ups=0, title=HOSTILE), (hostile,)).start(f"found {HOSTILE}")
    sat.engine.note(HOSTILE, 0)
    card = build_scorecard(sat.state)
    lines = scorecard_lines(card, width=width)
    assert all(cells(line) <= max(40, width) for line in lines)
    text = "\n".join(lines)
    assert not {c for c in text if unicodedata.category(c) == "Cc"} - {"\n"}
    assert "\u202e" not in text
    if width == 120:
        assert "[@click=app.quit]x[/]" in text
        assert "␛[2J" in text
        assert "⟨U+202E⟩evil" in text


def test_one_verdict_on_a_question_goes_by_its_musts() -> None:
    """All, some or none of the `must` points; without any, its coverage."""
    sat = sat_through()
    question = build_scorecard(sat.state).questions[0]
    nothing = replace(question, answers=(replace(question.main, points=()),))
    none = Musts(covered=0, of=0)
    assert at_a_glance(question) is Verdict.PARTLY
    assert at_a_glance(replace(question, musts=Musts(covered=2, of=2))) is Verdict.COVERED
    assert at_a_glance(replace(nothing, musts=Musts(covered=0, of=2))) is Verdict.MISSED
    assert at_a_glance(replace(question, musts=none, coverage=100.0)) is Verdict.COVERED
    assert at_a_glance(replace(question, musts=none, coverage=None)) is None


def test_whatever_was_asked_has_a_heading_of_its_own() -> None:
    """A scorecard names every kind of follow-up, and no two alike."""
    card = build_scorecard(sat_through().state)
    (_, follow_up) = card.questions[0].answers
    names = [answer_name(replace(follow_up, kind=kind)) for kind in (None, *FollowUpKind)]
    assert len(set(names)) == len(FollowUpKind) + 1


def test_times_read_as_on_a_clock() -> None:
    """Minutes and whole seconds, hours where there are any, time over with a plus."""
    assert [clock(s) for s in (0, 59.6, 65, 3600, -3)] == [
        "0:00",
        "0:59",
        "1:05",
        "1:00:00",
        "+0:03",
    ]


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_wrapping_loses_nothing(text: str) -> None:
    """Wrapped text has the same characters in the same order, blanks aside, within the width."""
    lines = wrap(text, 20, first="- ")
    assert all(cells(line) <= 20 for line in lines)
    assert "".join("".join(lines)[2:].split()) == "".join(text.split())


def test_a_reason_that_an_older_app_put_down_names_no_id() -> None:
    """“max-variance” is an id; what it says is shown instead."""
    assert in_words(FORESTS, "Asked because “variance” was covered.") == (
        "Asked because “Lowers variance.” was covered."
    )


def test_nothing_is_summed_up_before_the_assessment_is_closed() -> None:
    """No number, band or sentence on suggestions alone; history says the same dash."""
    sat = Sat(plan(follow_ups=0)).start("variance bagging features speed", "found misses")
    lines = scorecard_lines(build_scorecard(sat.state))
    assert lines[1] == "– · not assessed yet."
    sat.engine.complete()
    assert scorecard_lines(build_scorecard(sat.state))[1].startswith("100 of 100 so far.")
