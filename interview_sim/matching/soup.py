"""Which parts of a text are mere lists of keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from interview_sim.matching.text import Text
from interview_sim.matching.tuning import Tuning

_RELATION = re.compile(r"[=→⇒≤≥<>]|->|(?<!\+)\+(?!\+)")
"""Signs between words that make a statement of them, as in "variance -> overfits"."""
_LIST = 4
"""Keywords in a row that make a list of what its author need not have made sentences of."""
_STATED = 3
"""Keywords between two commas that may be a statement."""
_BINDING = frozenset({"of", "vs", "versus", "mean", "means"})
"""Function words that are part of a term, as in "wisdom of crowds", and state nothing."""


class Soup(NamedTuple):
    """What is mere listing in an answer."""

    tokens: list[bool]
    """Which tokens stand in a list of keywords."""
    is_all: bool
    """Whether the answer is little else."""


def soup(text: Text, runs: Sequence[Run], known: Sequence[bool], tuning: Tuning) -> Soup:
    """Find the runs of keywords that nothing joins.

    A run has at least `soup_words` keywords where such runs make up most of what the answer says
    of the matter, and at least `soup_embedded` in one that says other things as well: who
    explains may also list.

    Function words, signs such as "=" and "->", and a new sentence of more than one word end a
    run; commas, colons, slashes and line breaks after single words do not.

    Args:
        text: The answer.
        runs: What `runs_of` finds in it.
        known: Which of its tokens stand for words of the question's points.
        tuning: The numbers.
    """
    long = [
        run
        for run in runs
        if run.keywords >= tuning.soup_words
        and (run.keywords >= tuning.soup_embedded or not _is_terse(text, run))
    ]
    listed = sum(run.keywords for run in long)
    inside = _within(text, long)
    others = sum(is_known and not within for is_known, within in zip(known, inside, strict=True))
    is_all = bool(long) and listed >= tuning.soup_share * (listed + others)
    if is_all:
        return Soup(inside, is_all=True)
    longest = [run for run in runs if run.keywords >= tuning.soup_embedded]
    return Soup(_within(text, longest), is_all=False)


def _is_terse(text: Text, run: Run) -> bool:
    """Whether a run is short statements between commas: "hedge requests, call fewer services"."""
    pieces = 1 + sum(
        text.clauses[at] != text.clauses[at - 1] for at in range(run.start + 1, run.end)
    )
    return pieces > 1 and run.keywords >= _STATED * pieces


def listed_share(text: Text) -> float:
    """How much of what a text says it merely lists: "weights, biases, learning rate, momentum"."""
    content = sum(text.content)
    listed = sum(run.keywords for run in runs_of(text) if run.keywords >= _LIST)
    return listed / content if content else 0.0


def _within(text: Text, runs: Sequence[Run]) -> list[bool]:
    result = [False] * len(text)
    for run in runs:
        result[run.start : run.end] = [True] * (run.end - run.start)
    return result


class Run(NamedTuple):
    """Keywords in a row, from one token up to another."""

    start: int
    end: int
    keywords: int


def runs_of(text: Text) -> list[Run]:
    """The runs of keywords that nothing joins, however short."""
    return list(_runs(text))


def _runs(text: Text) -> Iterator[Run]:
    start = keywords = 0
    for at in range(len(text) + 1):
        if at < len(text) and not _ends(text, at, start):
            keywords += _is_keyword(text, at)
            continue
        if keywords:
            yield Run(start, at, keywords)
        joins = at < len(text) and _joins(text, at)
        start = at + 1 if joins else at
        keywords = 0 if joins or at == len(text) else int(_is_keyword(text, at))


def _is_keyword(text: Text, at: int) -> bool:
    word = text.words[at]
    return text.content[at] and len(word) > 1 and word.isalpha()


def _joins(text: Text, at: int) -> bool:
    """Whether a token makes a statement of what stands around it."""
    return (not text.content[at] and text.words[at] not in _BINDING) or text.is_sign(at)


def _ends(text: Text, at: int, start: int) -> bool:
    """Whether a run of keywords ends before a token, or with it."""
    if _joins(text, at):
        return True
    if at == start:
        return False
    gap = text.raw[text.ends[at - 1] : text.starts[at]]
    if gap != " " and _RELATION.search(gap):
        return True
    if text.sentences[at] == text.sentences[at - 1]:
        return False
    alone_before = at - 1 == start or text.sentences[at - 2] != text.sentences[at - 1]
    alone_after = at + 1 >= len(text) or text.sentences[at + 1] != text.sentences[at]
    return not (alone_before and alone_after)
