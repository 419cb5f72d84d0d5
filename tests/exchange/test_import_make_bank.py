"""From questions to a bank: ids, topics, sources, repeats."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import Bank
from interview_sim.bank.writing import write_bank
from interview_sim.exchange.importers.imported import (
    ImportedFollowUp,
    ImportedPoint,
    ImportedQuestion,
    ImportOptions,
    ImportResult,
    Link,
    Location,
    Unanswered,
)
from interview_sim.exchange.importers.make_bank import MAX_ID, make_bank, slug, unique


def bank_of(*questions: ImportedQuestion) -> Bank:
    """The bank that questions make."""
    return make_bank(
        ImportResult(questions=questions), ImportOptions(unanswered=Unanswered.KEEP), name="Deck"
    ).bank


def imported(
    prompt: str, answer: str = "It.", file: str = "a.md", **more: object
) -> ImportedQuestion:
    """A question with an answer."""
    return ImportedQuestion(prompt=prompt, answer=answer, location=Location(file, 1), **more)  # type: ignore[arg-type]


def test_ids_come_from_titles_and_are_unique() -> None:
    """Readable, short and the same at every import; a number tells equal ones apart."""
    bank = bank_of(
        imported("What is `C++`?"),
        imported("What's L1 & L2 regularisation?\n\n```\ncode\n```"),
        imported("What is C++?", "Another."),
        imported("什么是方差？"),
        imported("!!!", name="?"),
        imported("word " * 60),
    )
    ids = [question.id for question in bank.questions]
    assert ids[:3] == ["what-is-cpp", "whats-l1-and-l2-regularisation", "what-is-cpp-2"]
    assert ids[3] == slug("什么是方差？")
    assert all(len(name) <= MAX_ID for name in ids)
    assert (bank.id, bank.title) == ("deck", "Deck")


def test_the_same_question_in_several_files_is_taken_once() -> None:
    """The fullest stays and the others are told; in one file another answer is a question more."""
    result = ImportResult(
        questions=(
            imported("What is it?", "Short.", "a.md"),
            imported("what is it", "A longer answer.", "b.md"),
            imported("Why?", "So.", "a.md"),
            imported("Why?", "Or so.", "a.md"),
        )
    )
    built = make_bank(result, ImportOptions())
    assert [q.model_answer for q in built.bank.questions] == ["A longer answer.", "So.", "Or so."]
    assert [(s.location.file, s.why) for s in built.skipped] == [("a.md", "also in b.md:1")]


def test_many_questions_of_the_same_words_are_all_kept() -> None:
    """Each has an id with the next number, and its own answer."""
    bank = bank_of(*(imported("Why?", f"Answer {n}.") for n in range(3000)))
    assert [q.id for q in bank.questions[:3]] == ["why", "why-2", "why-3"]
    assert (len(bank.questions), bank.questions[-1].id) == (3000, "why-3000")


def test_topics_tags_and_sources() -> None:
    """Topics nest; without one the first tag or the file's name serves; links become sources."""
    link = Link("A page", "https://a.b")
    bank = bank_of(
        imported("A?", topic=("Linear models", "L1/L2"), links=(link,)),
        imported("B?", tags=("Trees & co", "x"), links=(link, Link("A page", "https://c.d"))),
        imported("C?", file="html-questions.md"),
        imported("D?", file="deck/README.md"),
    )
    assert [q.topic for q in bank.questions] == ["linear-models/l1-l2", "trees-co", "html", "deck"]
    assert bank.questions[1].tags == ("trees-co", "x")
    assert [(s.id, s.url) for s in bank.sources] == [
        ("a-page", "https://a.b"),
        ("a-page-2", "https://c.d"),
    ]
    assert bank.questions[1].sources == ("a-page", "a-page-2")


def test_slugs() -> None:
    """Signs that name a language survive, and numbers make unique what is not."""
    assert slug("Is C# like .NET?") == "is-c-sharp-like-dotnet"
    assert unique("a", {"a": 1, "a-2": 1}) == "a-3"
    assert slug("") == "question"


words = st.text(max_size=60)


@given(
    st.lists(
        st.builds(
            ImportedQuestion,
            prompt=words,
            location=st.just(Location("a.md", 1)),
            answer=words,
            points=st.lists(st.builds(ImportedPoint, text=words), max_size=3).map(tuple),
            follow_ups=st.lists(st.builds(ImportedFollowUp, ask=words), max_size=3).map(tuple),
            tags=st.lists(words, max_size=2).map(tuple),
            topic=st.lists(words, max_size=2).map(tuple),
            links=st.lists(st.builds(Link, title=words, url=words), max_size=2).map(tuple),
            name=words,
        ),
        min_size=1,
        max_size=4,
    ),
    words,
)
def test_any_questions_make_a_bank_that_passes_the_check(
    questions: list[ImportedQuestion], title: str
) -> None:
    """Whatever was understood, the bank has no errors and is read back the same."""
    bank = make_bank(
        ImportResult(questions=tuple(questions), title=title),
        ImportOptions(unanswered=Unanswered.KEEP),
    ).bank
    result = parse_bank(write_bank(bank))
    assert result.errors == ()
    assert result.bank == bank
