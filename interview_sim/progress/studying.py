"""Studying without a clock: which questions there are, those starred, and one's past answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from interview_sim.bank.model import Bank, Question
from interview_sim.bank.moves import NO_MOVES, Moves
from interview_sim.bank.terms import topic_words
from interview_sim.errors import InterviewSimError
from interview_sim.kept import changing, read_kept, write_kept
from interview_sim.session.draw import in_topic
from interview_sim.session.phases import Phase
from interview_sim.session.state import Turn
from interview_sim.transcript.attempts import place_of

if TYPE_CHECKING:
    from interview_sim.progress.history import History
    from interview_sim.transcript.store import Store

_STARS_FORMAT = "interview-sim/stars@1"
_MOST_ANSWERS = 5
"""Sessions that are read for past answers to one question."""


class Entry(NamedTuple):
    """A question to study, and its bank."""

    bank: Bank
    question: Question
    search_text: str
    """What a search looks in, in lower case."""
    whole: str
    """The question of the bank that it is asked for: of a stage its case, else itself."""

    @property
    def ref(self) -> str:
        """`bank:question`."""
        return f"{self.bank.id}:{self.question.id}"

    @property
    def subject(self) -> str:
        """The topic that its own is nested in."""
        return self.question.topic.split("/", 1)[0]


def entries(banks: Iterable[Bank]) -> tuple[Entry, ...]:
    """Everything that is asked, bank by bank, of a case its stages.

    Those of a subject stand together, in the order of the file. Cases come last: a page tells all
    that one gets by asking, which is not what to begin with.
    """
    found: list[Entry] = []
    for bank in sorted(banks, key=lambda bank: all(each.stages for each in bank.questions)):
        subjects: dict[str, list[Entry]] = {}
        for whole, question in ((each, asked) for each in bank.questions for asked in each.asked):
            said = (
                question.name,
                *question.wordings,
                topic_words(question.topic),
                question.topic,
                bank.title,
                *question.tags,
            )
            points = (point.point for point in question.leaves())
            text = "\n".join((*said, *points)).casefold()
            entry = Entry(bank, question, text, whole.id)
            subjects.setdefault(entry.subject, []).append(entry)
        found += [entry for of_one in subjects.values() for entry in of_one]
    return tuple(found)


def how_many(among: Iterable[Entry]) -> int:
    """How many questions these are, as banks and plans count them: a case is one."""
    return len({(entry.bank.id, entry.whole) for entry in among})


class Choice(Struct, frozen=True, kw_only=True):
    """Which questions to show; what is empty does not matter."""

    bank: str = ""
    topic: str = ""
    starred: bool = False
    words: str = ""


def chosen(known: Sequence[Entry], choice: Choice, stars: frozenset[str]) -> tuple[Entry, ...]:
    """The questions that fit: a topic with all that is nested below it, all of the words."""
    words = choice.words.casefold().split()
    return tuple(
        entry
        for entry in known
        if (not choice.bank or entry.bank.id == choice.bank)
        and (not choice.topic or in_topic(entry.question.topic, choice.topic))
        and (not choice.starred or entry.ref in stars)
        and all(word in entry.search_text for word in words)
    )


# Stars


class _Stars(Struct, frozen=True):
    format: str
    questions: tuple[str, ...]


def read_stars(path: Path, moves: Moves = NO_MOVES) -> frozenset[str]:
    """The starred questions, as `bank:question`; none where there is no such file.

    Those that changed banks are called as they are now.

    Raises:
        InterviewSimError: The file cannot be read.
    """
    stars = read_kept(path, _Stars, _STARS_FORMAT, called="the stars", refused=InterviewSimError)
    return frozenset(moves.get(ref, ref) for ref in (stars.questions if stars else ()))


def toggle_star(path: Path, ref: str, moves: Moves = NO_MOVES) -> frozenset[str]:
    """Star the question, or take its star away; all stars as they are then.

    Raises:
        InterviewSimError: The file cannot be read or written; it stays as it was.
    """
    with changing(path):
        stars = read_stars(path, moves) ^ {ref}
        write_kept(path, _Stars(_STARS_FORMAT, tuple(sorted(stars))))
    return stars


# Past answers


class PastAnswer(NamedTuple):
    """One's answer to a question in an earlier session, with what was asked about it."""

    at: str
    """When, as a UTC stamp."""
    score: float | None
    """None where the session's assessment is not closed."""
    turns: tuple[Turn, ...]
    note: str


def latest_scores(history: History) -> dict[str, float]:
    """The latest score of each `bank:question`, of sessions whose assessment is closed."""
    scores: dict[str, float] = {}
    for session in history.scored:
        for question in session.questions:
            if question.score is not None:
                scores.setdefault(question.ref, question.score)
    return scores


def past_answers(store: Store, history: History, ref: str) -> tuple[PastAnswer, ...]:
    """The latest answers to `bank:question`, newest first; what cannot be read is passed over."""
    found: list[PastAnswer] = []
    for session in history.sessions:
        asked = next((q for q in session.questions if q.ref == ref), None)
        if asked is None:
            continue
        try:
            state = store.read(store.folder / session.file).state
        except InterviewSimError:
            continue
        index = place_of(state, ref, history.moves)
        if index is not None:
            score = asked.score if state.phase is Phase.FINISHED else None
            note = state.notes.get(index, "")
            found.append(PastAnswer(session.at, score, state.turns_of(index), note))
        if len(found) == _MOST_ANSWERS:
            break
    return tuple(found)
