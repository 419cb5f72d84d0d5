"""The matcher with a part switched off, on the labelled set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from benchmarks.matching.labelled_set import LabelledQuestion, LabelledSet
from benchmarks.matching.methods import tuned, without
from benchmarks.matching.verdicts import Outcome, outcome
from interview_sim.bank.model import Point
from interview_sim.matching.polarity import Meaning

_PACKAGE = "interview_sim.matching"
_NEVER = 10**6


@dataclass(frozen=True)
class LabelledMethod:
    """A named way to judge the labelled set."""

    name: str
    run: Callable[[LabelledSet], Outcome]


def _tuned(name: str, **changes: float | tuple[float, ...]) -> LabelledMethod:
    tuning = tuned(**changes)
    return LabelledMethod(name, lambda given: outcome(given, tuning=tuning))


def _patched(name: str, *targets: tuple[str, object]) -> LabelledMethod:
    def run(given: LabelledSet) -> Outcome:
        with without(*((f"{_PACKAGE}.{target}", put) for target, put in targets)):
            return outcome(given)

    return LabelledMethod(name, run)


def _all_plain(text: Any, tuning: Any) -> Meaning:
    return Meaning.plain(len(text))


def _no_direction(*args: Any) -> int:
    return 0


def _never(*args: Any) -> bool:
    return False


def _phraseless(given: LabelledSet) -> Outcome:
    """What the points' own sentences give, had the author written no phrases."""
    questions = tuple(_stripped(one) for one in given.questions)
    return outcome(LabelledSet(questions))


def _stripped(one: LabelledQuestion) -> LabelledQuestion:
    def bare(point: Point) -> Point:
        return replace(point, match=(), of=tuple(map(bare, point.of)))

    question = replace(one.question, rubric=tuple(map(bare, one.question.rubric)))
    return LabelledQuestion(question, one.glossary, one.answers)


ABLATIONS = (
    _patched("without stems", ("text.stem", str)),
    _tuned("without demotion of question words", question_word=1.0),
    LabelledMethod("without glossary", lambda given: outcome(given, glossary=False)),
    _patched("without synonyms", ("reading._SYNONYMS", {})),
    _tuned("without typos", typo_short=_NEVER, typo_long=_NEVER),
    _patched("without negation", ("reading.meaning", _all_plain), ("compiled.meaning", _all_plain)),
    _patched("without direction", ("reading.direction", _no_direction)),
    _patched("without what is compared", ("reading.Reading.off_topic", _never)),
    _tuned("terms anywhere in two sentences", spread_words=_NEVER, pointed_words=_NEVER),
    _tuned("without keyword-list check", soup_words=_NEVER, soup_embedded=_NEVER),
    _tuned("without parrot check", parroted_words=_NEVER),
    LabelledMethod("without any match phrases", _phraseless),
)
