"""What stands around the words that count as evidence, for showing them where there is no room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from interview_sim.matching.model import Span

_CONTEXT = 40


class Excerpt(NamedTuple):
    """A stretch of an answer with evidence in it; all offsets are those of the answer."""

    start: int
    end: int
    spans: tuple[Span, ...]


def excerpts(answer: str, spans: Iterable[Span]) -> list[Excerpt]:
    """The spans with whole words around them; those that are near each other together."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span[0] - groups[-1][-1][1] <= 2 * _CONTEXT:
            groups[-1].append(span)
        else:
            groups.append([span])
    return [_excerpt(answer, group) for group in groups]


def _excerpt(answer: str, spans: Sequence[Span]) -> Excerpt:
    start = _word_start(answer, max(0, spans[0][0] - _CONTEXT), spans[0][0])
    end = _word_end(answer, min(len(answer), spans[-1][1] + _CONTEXT), spans[-1][1])
    return Excerpt(start, end, tuple(spans))


def _word_start(answer: str, at: int, limit: int) -> int:
    """The first place from `at` on at which a word begins, and no later than `limit`."""
    while 0 < at < limit and not answer[at - 1].isspace():
        at += 1
    return at


def _word_end(answer: str, at: int, limit: int) -> int:
    """The last place up to `at` at which a word ends, and no earlier than `limit`."""
    while limit < at < len(answer) and not answer[at].isspace():
        at -= 1
    return at
