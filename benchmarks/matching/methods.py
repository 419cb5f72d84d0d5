"""Ways to score an answer: the matcher, the matcher with a part switched off, plain baselines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from benchmarks.matching.data import Graded
from benchmarks.matching.plain import lengths, letters, means, recalls, token_sets
from interview_sim.matching import compiled, entries, reading
from interview_sim.matching.matcher import Matcher
from interview_sim.matching.tuning import DEFAULT, Tuning


@dataclass(frozen=True)
class Method:
    """A named way to score a whole set."""

    name: str
    score: Callable[[Graded], list[float]]


def tuned(**changes: float | tuple[float, ...]) -> Tuning:
    """The tuning with some numbers changed."""
    return msgspec.structs.replace(DEFAULT, **changes)


def matched(graded: Graded, *, tuning: Tuning = DEFAULT) -> list[float]:
    """The matcher's scores."""
    matcher = Matcher(tuning=tuning)
    return [
        matcher.cover(graded.question(at), answer).score for at, answer in enumerate(graded.answers)
    ]


def _points(graded: Graded) -> list[float]:
    """The plain mean of the points' strengths, to see what the derived score adds."""
    matcher = Matcher()
    scores = []
    for at, answer in enumerate(graded.answers):
        points = matcher.cover(graded.question(at), answer).points
        scores.append(sum(point.strength for point in points) / max(1, len(points)))
    return scores


def _reference(scorer: Callable[..., float]) -> Callable[[Graded], list[float]]:
    """What `rapidfuzz` gives, on lower case and without punctuation."""

    def score(graded: Graded) -> list[float]:
        return [
            scorer(answer, graded.question(at).model_answer, processor=default_process) / 100
            for at, answer in enumerate(graded.answers)
        ]

    return score


@contextmanager
def without(*targets: tuple[str, object]) -> Iterator[None]:
    """While it lasts, names of the matcher stand for something else.

    Nothing that was read before is known in it, nor anything that was read in it afterwards: a
    bank with stems would be held against answers without.
    """
    with ExitStack() as stack:
        stack.callback(_forget)
        for target, replacement in targets:
            stack.enter_context(patch(target, replacement))
        _forget()
        yield


def _forget() -> None:
    for module in (compiled, entries, reading):
        for kept in vars(module).values():
            if callable(forget := getattr(kept, "cache_clear", None)):
                forget()


def _unstemmed(graded: Graded) -> list[float]:
    package = "interview_sim.matching"
    with without((f"{package}.text.stem", str)):
        return matched(graded)


def _without_synonyms(graded: Graded) -> list[float]:
    with without(("interview_sim.matching.reading._SYNONYMS", {})):
        return matched(graded)


def _tuned(name: str, **changes: float | tuple[float, ...]) -> Method:
    tuning = tuned(**changes)
    return Method(name, lambda graded: matched(graded, tuning=tuning))


MAIN = (Method("matcher", matched),)
BASELINES = (
    Method("plain mean of the four below", means),
    Method("rare words in common", recalls),
    Method("token_set_ratio on stems", token_sets),
    Method("letters in common (tf-idf)", letters),
    Method("length against the reference", lengths),
    Method("rapidfuzz ratio", _reference(fuzz.ratio)),
    Method("rapidfuzz partial_ratio", _reference(fuzz.partial_ratio)),
    Method("rapidfuzz token_sort_ratio", _reference(fuzz.token_sort_ratio)),
    Method("rapidfuzz token_set_ratio", _reference(fuzz.token_set_ratio)),
    Method("rapidfuzz WRatio", _reference(fuzz.WRatio)),
    Method("mean strength of derived points", _points),
)
ABLATIONS = (
    Method("without stems", _unstemmed),
    Method("without synonyms", _without_synonyms),
    _tuned("without demotion of question words", question_word=1.0),
    _tuned("without typos", typo_short=10**6, typo_long=10**6),
    _tuned("without look-alikes", near_word=1.1),
    _tuned("without denial and direction", opposed_worth=1.0),
    _tuned("without keyword-list check", soup_words=10**6, soup_embedded=10**6),
    _tuned("without parrot check", parroted_words=10**6),
    _tuned("without statements", derived_statements=0.0),
    _tuned("without pairs", derived_pairs=0.0),
    _tuned("without fullness", derived_fullness=0.0),
)
