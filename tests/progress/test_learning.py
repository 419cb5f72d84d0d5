"""Overruled verdicts teach: the words pointed at become entries that help and do no known harm."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.additions import Addition, Alias, with_additions
from interview_sim.bank.model import AllOf, Bank, FollowUp, Misconception, Point, Question, When
from interview_sim.bank.terms import Need
from interview_sim.judging.parts import question_of
from interview_sim.matching import Matcher, Verdict
from interview_sim.progress import wording
from interview_sim.progress.learning import learn
from interview_sim.progress.marked_points import MarkedPoint, PointRef

FORESTS = Question(
    id="forests",
    prompt="Why do random forests work?",
    rubric=(
        Point(
            id="variance",
            point="Averaging many trees lowers variance.",
            match=("lower variance",),
            probe="What happens to the spread of the prediction?",
        ),
        Point(
            id="sampling",
            point="Each tree sees its own bootstrap sample.",
            need=Need.SHOULD,
            match=("bootstrap sample",),
        ),
        Point(
            id="reasons",
            point="Reasons",
            pick=1,
            of=(
                Point(id="robust", point="It shrugs off outliers.", match=("robust to outliers",)),
            ),
        ),
    ),
    misconceptions=(
        Misconception(id="never", claim="It never overfits.", correction="It overfits less."),
    ),
    follow_ups=(
        FollowUp(
            id="extra",
            ask="What do extremely randomised trees change?",
            when=When(covered="variance"),
            rubric=(
                Point(id="random", point="Thresholds are random.", match=("random threshold",)),
            ),
            model_answer="They draw a random threshold for each split.",
        ),
    ),
    model_answer="They lower variance. Each tree has a bootstrap sample. Robust to outliers.",
)
BAGGING = Question(
    id="bagging",
    prompt="What is bagging?",
    rubric=(Point(id="resample", point="It resamples.", match=("bootstrap sample",)),),
    model_answer="Each model gets a bootstrap sample. The wobble cancels out between models.",
)
BANK = Bank(
    id="b",
    title="B",
    glossary=(("bootstrap sample", "bootstrap replicate"),),
    questions=(FORESTS, BAGGING),
)


def mark(
    answer: str,
    pointed: str = "",
    *,
    verdict: Verdict = Verdict.COVERED,
    suggested: Verdict = Verdict.MISSED,
    point: str = "variance",
    **more: str,
) -> MarkedPoint:
    """A word on one answer, with these words of it pointed at."""
    at = answer.index(pointed)
    fields = {"session": "s1", "bank": "b", "question": "forests", "part": "", **more}
    return MarkedPoint(
        point=point,
        answer=answer,
        verdict=verdict,
        suggested=suggested,
        evidence=((at, at + len(pointed)),) if pointed else (),
        **fields,
    )


def is_covered(bank: Bank, found: MarkedPoint) -> bool:
    """Whether the matcher sees the point in the answer."""
    question = bank.question(found.question)
    assert question is not None
    coverage = Matcher(glossary=bank.glossary).cover(
        question_of(question, found.part), found.answer
    )
    leaf = coverage.of(found.point)
    assert leaf is not None
    return leaf.verdict is Verdict.COVERED


WOBBLE = mark(
    "I think that the individual mistakes average out across the crowd of trees.",
    "individual mistakes average out",
)


def test_an_overruled_answer_gives_an_entry_that_catches_it() -> None:
    """The words pointed at are proposed for that point, and then the matcher sees it."""
    lessons = learn(BANK, [WOBBLE])
    (proposal,) = lessons.proposals
    assert proposal.target == PointRef("forests", None, "variance")
    assert proposal.entry == "individual mistakes average out"
    assert proposal.caught == (WOBBLE,)
    assert not is_covered(BANK, WOBBLE)
    assert is_covered(with_additions(BANK, lessons.additions), WOBBLE)
    assert lessons.unresolved == ()


def test_one_entry_may_catch_several_answers() -> None:
    """Of the entries that two answers suggest, one that catches both is taken."""
    other = mark(
        "In a forest the mistakes of individual trees average out.",
        "mistakes of individual trees average out",
    )
    (proposal,) = learn(BANK, [WOBBLE, other]).proposals
    assert len(proposal.caught) == 2


def test_without_words_pointed_at_nothing_is_proposed() -> None:
    """What said it is not known; that is told and not guessed."""
    lessons = learn(BANK, [mark("The mistakes average out.")])
    assert lessons.proposals == ()
    assert [one.why for one in lessons.unresolved] == ["no words were selected"]


def test_an_entry_that_fires_where_people_said_missed_is_not_proposed() -> None:
    """The same words in an answer that misses the point forbid every entry made of them."""
    missed = mark(
        "Somehow the individual mistakes average out, or add up, I mix that up.",
        verdict=Verdict.MISSED,
    )
    lessons = learn(BANK, [WOBBLE, missed])
    bank = with_additions(BANK, lessons.additions)
    assert not is_covered(bank, missed)
    assert all("miss" in one.why or "catch" in one.why for one in lessons.unresolved)


def test_an_entry_that_fires_on_another_questions_answer_is_not_proposed() -> None:
    """What is said of bagging too does not tell the point."""
    said = mark("The wobble cancels out between models.", "The wobble cancels out")
    lessons = learn(BANK, [said])
    coverage = Matcher().cover(
        with_additions(BANK, lessons.additions).questions[0], BAGGING.model_answer
    )
    assert coverage.leaves()["variance"].verdict is not Verdict.COVERED
    assert lessons.proposals == ()
    assert "another question" in lessons.unresolved[0].why


def test_an_entry_in_the_interviewers_own_words_is_not_proposed() -> None:
    """Else the probe would give its own point away."""
    said = mark("Well, the spread of the prediction, that is it.", "the spread of the prediction")
    lessons = learn(BANK, [said])
    assert lessons.proposals == ()
    assert "interviewer" in lessons.unresolved[0].why


def test_what_is_covered_by_now_needs_nothing() -> None:
    """A matcher or bank that has improved since is not taught again."""
    lessons = learn(BANK, [mark("Trees lower variance when averaged.", "lower variance")])
    assert (lessons.proposals, lessons.unresolved, lessons.caught_by_now) == ((), (), 1)


def test_probes_members_and_follow_ups_teach_their_own_points() -> None:
    """A probe's answer teaches the question's point, a follow-up's its own, a member itself."""
    found = [
        mark("The crowd evens the errors out.", "evens the errors out", part="variance"),
        mark("Each cut is drawn by lot.", "cut is drawn by lot", part="extra", point="random"),
        mark("Odd rows hardly matter to it.", "Odd rows hardly matter", point="robust"),
    ]
    lessons = learn(BANK, found)
    assert {(a.follow_up, a.point) for a in lessons.additions} == {
        (None, "variance"), ("extra", "random"), (None, "robust"),
    }  # fmt: skip
    bank = with_additions(BANK, lessons.additions)
    assert all(is_covered(bank, one) for one in found)


def test_one_term_that_two_points_lack_goes_to_the_glossary() -> None:
    """A synonym is added once, beside the term it stands for, and not to each point."""
    term = "redrawn copy"
    found = [
        mark(f"Every tree gets a {term} of rows.", term, point="sampling"),
        mark(f"Every model gets a {term} of rows.", term, point="resample", question="bagging"),
    ]
    lessons = learn(BANK, found)
    assert lessons.aliases == (Alias(line=0, term=term),)
    assert lessons.additions == ()
    assert set(lessons.proposals[0].caught) == set(found)
    bank = with_additions(BANK, aliases=lessons.aliases)
    assert all(is_covered(bank, one) for one in found)


def test_agreement_is_counted_by_point_with_a_rate_only_where_there_is_enough() -> None:
    """Every mark counts, in either direction; fewer than five give no rate."""
    partly, missed = Verdict.PARTLY, Verdict.MISSED
    marks = [
        mark("a b", verdict=missed),
        mark("a b", verdict=missed),
        mark("a b", verdict=partly, suggested=partly),
        mark("a b", verdict=partly, suggested=missed),
        mark("a b", verdict=missed, suggested=partly),
        mark("a b", verdict=missed, point="sampling"),
    ]
    lessons = learn(BANK, marks)
    variance, sampling = lessons.agreements
    assert (variance.marks, variance.agreed) == (5, 3)
    assert (variance.seen_too_little, variance.seen_too_much) == (1, 1)
    assert variance.rate == 0.6
    assert (sampling.marks, sampling.agreed, sampling.rate) == (1, 1, None)


def test_marks_on_other_banks_and_on_what_is_gone_are_left_out() -> None:
    """Other banks do not count; points and questions that are gone are said."""
    lessons = learn(
        BANK,
        [
            mark("a b", "a b", bank="other"),
            mark("a b", "a b", point="gone"),
            mark("a b", "a b", question="gone"),
        ],
    )
    assert (lessons.agreements, lessons.proposals, lessons.gone) == ((), (), 2)


def test_hidden_characters_never_reach_an_entry() -> None:
    """An answer may hold anything; an entry is words that can be seen."""
    nasty = mark("The \u202eerrors\x1b[2J cancel\u200b evenly.", "The \u202eerrors\x1b[2J cancel")
    for entry in wording.entries(nasty.answer, nasty.evidence, wording.Vocabulary()):
        terms = [entry] if isinstance(entry, str) else entry.all
        assert all(isinstance(term, str) and term.isprintable() for term in terms)


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_answer_gives_entries_of_its_own_words(answer: str, start: int, end: int) -> None:
    """No text breaks it, and nothing is invented."""
    start, end = min(start, len(answer)), min(end, len(answer))
    lowered = answer.lower()
    for entry in wording.entries(
        answer, [(start, end)], wording.Vocabulary(bank=wording.frequencies([answer]))
    ):
        terms = entry.split() if isinstance(entry, str) else entry.all
        assert all(term in answer or term in lowered for term in terms)


def test_negation_stays_in_an_entry() -> None:
    """What was said of what is not must not come to mean what is."""
    answer = "More trees do not raise the bias at all."
    drafts = list(wording.entries(answer, [(11, len(answer))], wording.Vocabulary()))
    for draft in drafts:
        words = draft.split() if isinstance(draft, str) else draft.all
        assert "not" in words
    assert any(isinstance(draft, AllOf) for draft in drafts)


def test_additions_for_one_point_come_together() -> None:
    """Each point is changed once, however many entries it gets."""
    found = [WOBBLE, mark("Noise washes away.", "Noise washes away")]
    lessons = learn(BANK, found)
    assert len(lessons.proposals) == 2
    assert lessons.additions == (
        Addition(
            question="forests",
            point="variance",
            entries=tuple(proposal.entry for proposal in lessons.proposals),
        ),
    )
