"""How answers were said: pace, silences, hedges, words, and terms of the field."""

from __future__ import annotations

from assessment_kit import Sat, plan
from msgspec.structs import replace

from interview_sim.assessment.speaking import Speaking, Times, manner_blocks
from interview_sim.bank.model import Point, Question
from interview_sim.session.events import BankCopy
from interview_sim.session.plan import Mode
from interview_sim.transcript.reader import Transcript

TREES = Question(
    id="trees",
    prompt="Why many trees?",
    rubric=(
        Point(
            id="a",
            point="Averaging bagged trees lowers the variance.",
            match=("bagged trees", "spread gets smaller and smaller", "jitter"),
        ),
    ),
    model_answer="A random forest averages bagged trees, each on a bootstrap sample.",
)
OTHER = Question(id="other", prompt="What else?", model_answer="A bootstrap sample.")


def speaking(sat: Sat, language: str = "en") -> Speaking:
    """What is known of the session, whose bank has a glossary."""
    glossary = (("RF", "random forest"), ("bootstrap", "resampling"), ("PCA",))
    copy = BankCopy(id="b", title="B", hash="", language=language, glossary=glossary)
    state = replace(sat.state, header=replace(sat.header, banks=(copy,)))
    return Speaking(Transcript(path=None, header=sat.header, events=tuple(sat.events), state=state))


def begun(*, questions: tuple[Question, ...] = (TREES,), mode: Mode = Mode.PRACTICE) -> Sat:
    """A session with the first question on the clock."""
    return Sat(plan(mode=mode, follow_ups=0, questions=len(questions)), questions).start()


def revealed(sat: Sat) -> Sat:
    """The session with everything shown."""
    for index in sat.state.asked:
        sat.engine.reveal(index)
    return sat


def test_pace_first_word_and_silences_follow_the_clock_that_was_seen() -> None:
    """A pause is no silence, and neither is thinking before the first word or after the last."""
    sat = begun()
    sat.type("They vote", 8)
    sat.type("They vote and the mean of many", 6)
    sat.engine.pause()
    sat.wait(30)
    sat.engine.unpause()
    sat.type("They vote and the mean of many is steadier", 9)
    sat.wait(12)
    sat.engine.submit()
    sat.judge()
    manner = speaking(sat).question(0)
    assert (manner.answers, manner.words) == (1, 9)
    assert manner.first_word == 8
    assert manner.pace == 9 / 24 * 60
    assert [(s.seconds, s.at, s.after) for s in manner.silences] == [
        (9.5, 14.5, "the mean of many"),
        (6.5, 8.0, "They vote"),
    ]


def test_a_silence_is_placed_after_the_words_before_the_cursor_and_not_at_the_end() -> None:
    """What was put in further up is where the typing stopped."""
    sat = begun()
    sat.type("one two three", 1)
    sat.type("one and two three", 1)
    sat.type("one and two three four", 20)
    sat.engine.submit()
    sat.judge()
    assert speaking(sat).whole.silences[0].after == "one and"


def test_hedges_are_whole_phrases_of_the_language_of_the_bank() -> None:
    """Not a part of another word; typographic apostrophes and line ends do not hide one."""
    sat = begun()
    sat.answer("I think it's, sort\nof, likely. I\u2019m not sure. I think I rethink perhapsing.")
    manner = speaking(sat).whole
    assert manner.hedges == (Times("i think", 2), Times("sort of", 1), Times("i'm not sure", 1))
    assert speaking(sat, "de").whole.hedges == ()
    assert speaking(sat, "../../x").whole.hedges == ()


def test_most_used_words_leave_out_those_that_join_and_count_forms_together() -> None:
    """A word is shown in the form that it was used in most."""
    sat = begun()
    sat.answer("the tree and the trees, the trees of the forest, the forest, the the")
    assert speaking(sat).whole.frequent == (Times("trees", 3),)


def test_terms_are_those_of_the_full_answer_called_as_it_calls_them() -> None:
    """By glossary in any wording; of the entries only what point and model answer both say."""
    sat = begun(questions=(TREES, OTHER))
    sat.answer("Resampling makes the trees differ.")
    assert speaking(sat).question(0).used == (), "nothing is told before the reveal"
    sat.answer("Bagged trees.")
    found = speaking(revealed(sat))
    assert found.question(0).used == ("bootstrap",)
    assert found.question(0).unused == ("random forest", "bagged trees")
    assert found.question(1).unused == ("bootstrap",)
    assert found.whole.used == ("bootstrap",)
    assert found.whole.unused == ("random forest", "bagged trees")


def test_it_is_put_into_words_and_nothing_said_is_nothing_to_say() -> None:
    """Each figure has a sentence, and only what there is has one."""
    sat = begun(questions=(TREES, OTHER))
    sat.type("Maybe they vote", 65)
    sat.type("Maybe they vote on it", 7)
    sat.engine.submit()
    sat.judge()
    sat.engine.skip()
    sat.judge()
    found = speaking(revealed(sat))
    said = {block.lead: block.text for block in manner_blocks(found.whole, numbered=True)}
    assert said == {
        "Pace:": "5 words, 4 a minute",
        "First word:": "after 1:05",
        "Longest silences:": "8 s at question 1, 1:05 after “Maybe they vote”",
        "Hedges:": "maybe (1)",
        "Terms not used:": "random forest, bootstrap, bagged trees",
    }
    assert list(manner_blocks(found.question(1))) == []
    assert Speaking.over([found, found]).words == 10
