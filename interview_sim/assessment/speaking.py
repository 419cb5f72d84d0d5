"""How answers were said: pace, silences, hedges, words. Shown, and never part of a score.

All of it follows from the edits and the text of the answers. An answer's clock is the one that the
candidate saw: it stands still in pauses.
"""

from __future__ import annotations

import pkgutil
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

from msgspec import Struct

from interview_sim.assessment.outline import Block, Kind
from interview_sim.assessment.words import clock
from interview_sim.bank.model import Question
from interview_sim.figures import counted
from interview_sim.matching.entries import term_of
from interview_sim.matching.text import read
from interview_sim.session.answers import Answers, word_count
from interview_sim.session.state import State, Turn
from interview_sim.transcript.reader import Transcript

SHORTEST_SILENCE = 5.0
"""Seconds; who types pauses for less all the time."""

MOST_SILENCES = 3
MOST_WORDS = 5
MOST_TERMS = 12
OFTEN = 3
"""How often a word comes before it is one of the most used."""

_QUOTED = 4
"""Words before a silence that say where it was."""
_LONGEST_TERM = 2
"""Words in an entry of a point that may be a term; more are a statement."""
_SHORTEST_WORD = 3


class Silence(Struct, frozen=True, kw_only=True):
    """A time in which nothing was added to an answer that went on afterwards."""

    seconds: float
    question: int
    """The question's place in the interview, from 1."""
    at: float
    """When it began, in seconds of the answer's clock."""
    after: str
    """The last words before it."""


class Times(Struct, frozen=True):
    """A word or a phrase, and how often it came."""

    word: str
    n: int


class Manner(Struct, frozen=True, kw_only=True):
    """How some answers were said."""

    answers: int
    """Answers with a word in them."""
    words: int
    pace: float | None
    """Words a minute, from the start of the clock to the last word; None without a time."""
    first_word: float | None
    """Seconds to the first word, in the mean."""
    silences: tuple[Silence, ...]
    """The longest, longest first."""
    hedges: tuple[Times, ...]
    """The most frequent first."""
    frequent: tuple[Times, ...]
    """Words that came most often, without those that only join others."""
    used: tuple[str, ...]
    """Terms of the field in the answers, of those that full answers have; of questions whose points
    were shown."""
    unused: tuple[str, ...]
    """The rest of those that full answers have."""


class _Said(NamedTuple):
    """What one question adds to the sums."""

    answers: int
    words: int
    seconds: float
    firsts: tuple[float, ...]
    silences: tuple[Silence, ...]
    hedges: Counter[str]
    tokens: Counter[tuple[str, str]]
    """By stem and word."""
    used: tuple[str, ...]
    unused: tuple[str, ...]


class Speaking:
    """How the answers of a session were said, question by question and over all."""

    def __init__(self, transcript: Transcript) -> None:
        state, answers = transcript.state, Answers(transcript.events)
        self._said = {index: _said(state, answers, index) for index in state.asked}

    def question(self, index: int) -> Manner:
        """Of one question, its follow-ups included."""
        return _summed([self._said[index]] if index in self._said else [])

    @property
    def whole(self) -> Manner:
        """Of the session."""
        return _summed(list(self._said.values()))

    @staticmethod
    def over(sessions: Iterable[Speaking]) -> Manner:
        """Of several sessions."""
        return _summed([said for session in sessions for said in session._said.values()])


def _said(state: State, answers: Answers, index: int) -> _Said:
    turns = [turn for turn in state.turns_of(index) if turn.text.strip()]
    drawn = state.drawn(index)
    bank = next((copy for copy in state.header.banks if copy.id == drawn.bank), None)
    language = bank.language if bank else "en"
    text = "\n\n".join(turn.text for turn in turns)
    terms = _terms(drawn.question, bank.glossary if bank else ())
    used = [name for name, forms in terms if _has(_flat(text), forms)]
    is_shown = bool(turns) and index in state.revealed
    number = state.asked.index(index) + 1
    typed = read(text)
    return _Said(
        answers=len(turns),
        words=sum(word_count(turn.text) for turn in turns),
        seconds=sum(turn.clock(turn.last_edit_at or 0) for turn in turns) / 1000,
        firsts=tuple(turn.clock(turn.first_edit_at or 0) / 1000 for turn in turns),
        silences=tuple(chain.from_iterable(_silences(turn, answers, number) for turn in turns)),
        hedges=_hedges(text, language),
        tokens=Counter(
            (stem, word)
            for stem, word, content in zip(typed.stems, typed.words, typed.content, strict=True)
            if content and len(word) >= _SHORTEST_WORD and word.isalpha()
        ),
        used=tuple(used) if is_shown else (),
        unused=tuple(name for name, _ in terms if name not in used) if is_shown else (),
    )


def _summed(said: Sequence[_Said]) -> Manner:
    words, seconds = sum(each.words for each in said), sum(each.seconds for each in said)
    firsts = [first for each in said for first in each.firsts]
    silences = sorted((s for each in said for s in each.silences), key=lambda s: -s.seconds)
    hedges: Counter[str] = sum((each.hedges for each in said), Counter())
    used = tuple(dict.fromkeys(term for each in said for term in each.used))
    unused = dict.fromkeys(term for each in said for term in each.unused)
    return Manner(
        answers=sum(each.answers for each in said),
        words=words,
        pace=words / seconds * 60 if seconds else None,
        first_word=sum(firsts) / len(firsts) if firsts else None,
        silences=tuple(silences[:MOST_SILENCES]),
        hedges=tuple(Times(word, n) for word, n in hedges.most_common()),
        frequent=_frequent(sum((each.tokens for each in said), Counter())),
        used=used,
        unused=tuple(term for term in unused if term not in used),
    )


def _silences(turn: Turn, answers: Answers, number: int) -> Iterator[Silence]:
    key = (turn.question, turn.part)
    for edit, following in pairwise(answers.edits(key)):
        seconds = (turn.clock(following.t) - turn.clock(edit.t)) / 1000
        if seconds >= SHORTEST_SILENCE:
            before = answers.typing(key).text_at(edit.t)[: edit.at_char + len(edit.ins)]
            yield Silence(
                seconds=seconds,
                question=number,
                at=turn.clock(edit.t) / 1000,
                after=" ".join(before.split()[-_QUOTED:]),
            )


def _frequent(tokens: Counter[tuple[str, str]]) -> tuple[Times, ...]:
    """The most used words, each in the form that it came in most often."""
    by_stem: dict[str, Counter[str]] = {}
    for (stem, word), n in tokens.items():
        by_stem.setdefault(stem, Counter())[word] += n
    found = [Times(of.most_common(1)[0][0], of.total()) for of in by_stem.values()]
    often = sorted((each for each in found if each.n >= OFTEN), key=lambda each: -each.n)
    return tuple(often[:MOST_WORDS])


# Hedges


def _hedges(text: str, language: str) -> Counter[str]:
    pattern = _hedge_pattern(language.lower().partition("-")[0])
    if pattern is None:
        return Counter()
    plain = text.replace("’", "'").casefold()
    return Counter(" ".join(match[0].split()) for match in pattern.finditer(plain))


@cache
def _hedge_pattern(language: str) -> re.Pattern[str] | None:
    """What finds hedges in a language; None where they are not known."""
    if not language.isalpha():
        return None
    try:
        data = pkgutil.get_data(__name__, f"speaking-{language}.toml")
    except OSError:
        return None
    phrases: str = tomllib.loads((data or b"").decode())["hedges"]
    ways = sorted(filter(None, phrases.split("\n")), key=len, reverse=True)
    joined = (r"\s+".join(map(re.escape, way.split())) for way in ways)
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(joined)})(?![\w'-])")


# Terms of the field


def _terms(
    question: Question, glossary: Sequence[Sequence[str]]
) -> list[tuple[str, tuple[str, ...]]]:
    """The terms that a full answer has, each with the ways to say it.

    They are those of the bank's glossary, called as the full answer calls them, and those short
    entries of a point that both its statement and the model answer have: the others are only ways
    in which candidates put it.
    """
    model = _flat(question.model_answer)
    full = _flat("\n\n".join([question.model_answer, *(p.point for p in question.leaves())]))
    known: dict[str, tuple[str, tuple[str, ...]]] = {}
    for terms in glossary:
        forms = tuple(map(_form, terms))
        name = next((term for term, form in zip(terms, forms, strict=True) if form in full), None)
        if name is not None:
            known.update(dict.fromkeys(forms, (name, forms)))
    for leaf in question.leaves():
        said = _flat(leaf.point)
        for entry in leaf.match:
            if isinstance(entry, str) and len(entry.split()) <= _LONGEST_TERM:
                form = _form(entry)
                if form in model and form in said:
                    known.setdefault(form, (entry, (form,)))
    return list({name: (name, forms) for name, forms in known.values()}.values())


def _form(term: str) -> str:
    return f" {' '.join(term_of(term))} "


def _flat(text: str) -> str:
    return f" {' '.join(read(text).stems)} "


def _has(flat: str, forms: Iterable[str]) -> bool:
    return any(form in flat for form in forms)


# In words


def manner_blocks(manner: Manner, *, numbered: bool = False) -> Iterator[Block]:
    """How answers were said, a sentence for each thing there is to say.

    Args:
        manner: How they were said.
        numbered: Whether to say at which question a silence was.
    """
    if not manner.answers:
        return
    pace = f", {manner.pace:.0f} a minute" if manner.pace else ""
    yield Block(Kind.SENTENCE, f"{counted(manner.words, 'word')}{pace}", lead="Pace:")
    if manner.first_word is not None:
        mean = " on average" if manner.answers > 1 else ""
        text = f"after {clock(manner.first_word)}{mean}"
        yield Block(Kind.SENTENCE, text, lead="First word:")
    silences = "; ".join(_where(silence, numbered=numbered) for silence in manner.silences)
    if silences:
        yield Block(Kind.SENTENCE, silences, lead="Longest silences:")
    for lead, times in (("Hedges:", manner.hedges), ("Most used words:", manner.frequent)):
        if times:
            said = ", ".join(f"{each.word} ({each.n})" for each in times[:MOST_TERMS])
            yield Block(Kind.SENTENCE, said, lead=lead)
    for lead, terms in (("Terms used:", manner.used), ("Terms not used:", manner.unused)):
        if terms:
            rest = len(terms) - MOST_TERMS
            more = f" and {rest} more" if rest > 0 else ""
            yield Block(Kind.SENTENCE, ", ".join(terms[:MOST_TERMS]) + more, lead=lead)


def _where(silence: Silence, *, numbered: bool) -> str:
    place = f"question {silence.question}, " if numbered else ""
    after = f" after “{silence.after}”" if silence.after else ""
    return f"{silence.seconds:.0f} s at {place}{clock(silence.at)}{after}"
