"""What an interviewer notices of an answer besides its points: "I don't know", or another subject.

Both are said only where next to nothing of the question was found, and only of English: what is
not noticed costs nothing, and a false "that answers something else" insults. How well it does is
measured in `benchmarks.matching.notice_report`, and told in docs/matching.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final

import msgspec
from msgspec.structs import replace

from interview_sim.bank.model import Question
from interview_sim.matching.lexicon import (
    ADMISSIONS,
    ASIDES,
    PASSES,
    PLAN_VERBS,
    PLANNERS,
    PLANS,
    UNSETTLED,
    band_of,
)
from interview_sim.matching.model import Coverage, Verdict
from interview_sim.matching.polarity import reports
from interview_sim.matching.text import Text, read

Glossary = tuple[tuple[str, ...], ...]

_ODD_WORDS: Final = 1
"""Content words that may be left over beside an "I don't know"…"""
_ODD_WORDS_OF_PLAN: Final = 4
"""… and beside one with a plan."""
_MOST_WORDS: Final = 150
"""Words from which an answer is no mere admission."""

_LEAST_WORDS: Final = 8
"""Different content words from which an answer can be told to be about something else."""
_ENGLISH: Final = 0.2
"""Share of words that join others in readable English; less is a list or another language."""
_WORTH: Final = (0.05, 0.25, 0.5, 0.8, 1.0)
"""What a word tells of a subject, from the commonest band of English to words in no band."""
_RICH: Final = 150
"""Different words from which a question with a rubric says most of what an answer would use."""
_OWN: Final = 0.45
"""Share of an answer's worth that is in such a question's words if it is an answer to it…"""
_OWN_OF_POINT: Final = 0.1
"""… and how much less is enough for every point that was found all the same."""
_MARGIN: Final = 2.5
"""How much more of an answer's worth another question has if it is an answer to that one…"""
_MARGIN_OF_POINT: Final = 2.0
"""… and how much more yet for every point found."""

_MOST_KEPT = 256
_MOST_CHARS = 200_000


def noticed(
    found: Coverage,
    question: Question,
    answer: str,
    *,
    glossary: Glossary = (),
    others: Sequence[Question] = (),
) -> Coverage:
    """The coverage, with what else there is to notice of the answer.

    Args:
        found: What the answer covers.
        question: What was asked.
        answer: What was said.
        glossary: Terms that count as the same.
        others: Other questions that it may have been an answer to.
    """
    shares = sum(leaf.verdict.value_share for leaf in found.leaves().values())
    if shares > _little(len(found.leaves())):
        return found
    text = read(answer)
    said = candour(text, frozenset(read(question.prompt).stems))
    if said:
        says_nothing = all(leaf.verdict is not Verdict.COVERED for leaf in found.leaves().values())
        return replace(found, candour=said) if says_nothing else found
    return replace(found, off_topic=_is_off_topic(text, question, glossary, others, shares))


# "I don't know"


def candour(text: Text, known: frozenset[str] = frozenset()) -> str:
    """Whether a text says no more than "I don't know" (`unknown`), or how to find out (`plan`).

    Left out are a clause from where it admits something, and a sentence from where it plans
    something; then no more than the odd word may be left. Asides ("sorry", "honestly") and words
    of the question (`known`) are nothing.
    """
    if len(text) > _MOST_WORDS:
        return ""
    admits = plans = False
    left = 0
    tokens = [at for at in range(len(text)) if _bare(text.words[at]) not in ASIDES]
    for _, sentence in groupby(tokens, key=text.sentences.__getitem__):
        planned = False
        kept = list(sentence)
        words = [_bare(text.words[at]) for at in kept]
        start = 0
        for _, clause in groupby(kept, key=text.clauses.__getitem__):
            end = start + len(list(clause))
            admitted, plan = _admission(words, start, end), _plan(words[start:end])
            admits, plans = admits or admitted is not None, plans or plan is not None
            said = min(at for at in (admitted, plan, end - start) if at is not None)
            if not planned:
                left += sum(
                    text.content[at] and text.stems[at] not in known
                    for at in kept[start : start + said]
                )
            planned = planned or plan is not None
            start = end
    if not admits or left > (_ODD_WORDS_OF_PLAN if plans else _ODD_WORDS):
        return ""
    return "plan" if plans else "unknown"


def _bare(word: str) -> str:
    return word.replace("'", "")


def _admission(words: Sequence[str], start: int, end: int) -> int | None:
    """Where a clause admits not to know; not where it reports others, or leaves a "whether"."""
    clause = words[start:end]
    if tuple(clause) in PASSES:
        return 0
    at, until = _first(ADMISSIONS, clause)
    if at is None or set(words[start + until : start + until + 1]) & UNSETTLED:
        return None
    return None if reports(words[start + at :]) else at


def _plan(clause: Sequence[str]) -> int | None:
    """Where a clause begins to say how one would find out."""
    steps = (
        at
        for at, (who, does) in enumerate(pairwise(clause))
        if who in PLANNERS and does in PLAN_VERBS
    )
    return next(steps, _first(PLANS, clause)[0])


def _first(phrases: Iterable[tuple[str, ...]], words: Sequence[str]) -> tuple[int | None, int]:
    """Where the first of the phrases that occurs begins, and where it ends."""
    for phrase in phrases:
        for at in range(len(words) - len(phrase) + 1):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return at, at + len(phrase)
    return None, 0


# Another subject


def _little(points: int) -> float:
    """How many points may be found, by chance, in an answer to something else."""
    return min(1.5, max(0.5, points / 8))


def _is_off_topic(
    text: Text,
    question: Question,
    glossary: Glossary,
    others: Sequence[Question],
    shares: float,
) -> bool:
    """Whether the answer has few words of the question, or far more of another's.

    A question that says little can only lose to another one: of its answer's words, few would be
    its own anyway.
    """
    worth = {
        stemmed: _WORTH[band_of(stemmed)]
        for stemmed, is_content in zip(text.stems, text.content, strict=True)
        if is_content
    }
    if len(worth) < _LEAST_WORDS or text.content.count(False) < _ENGLISH * len(text):
        return False
    own = _vocabulary(question, glossary)
    mine = sum(worth[stemmed] for stemmed in worth.keys() & own)
    theirs = (
        sum(worth[stemmed] for stemmed in worth.keys() & _vocabulary(other, glossary))
        for other in others
    )
    is_rich = bool(question.rubric) and len(own) >= _RICH
    if is_rich and mine < (_OWN - _OWN_OF_POINT * shares) * sum(worth.values()):
        return True
    return max(theirs, default=0.0) - mine > _MARGIN + _MARGIN_OF_POINT * shares


@lru_cache(maxsize=_MOST_KEPT)
def _vocabulary(question: Question, glossary: Glossary) -> frozenset[str]:
    """The stems of all that a question says, with what the glossary knows of them."""
    text = read("\n".join(_strings(msgspec.to_builtins(question))), _MOST_CHARS)
    stems = {s for s, is_content in zip(text.stems, text.content, strict=True) if is_content}
    for terms in glossary:
        same = [read(term).stems for term in terms]
        if any(stems.issuperset(form) for form in same):
            stems.update(*same)
    return frozenset(stems)


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)
