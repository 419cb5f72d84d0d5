"""What becomes of a covered point when "not" is put inside the words that cover it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from benchmarks.matching.data import Graded
from benchmarks.matching.labelled_set import LabelledSet, held_out
from interview_sim.bank.model import Question
from interview_sim.matching.examples import Reader
from interview_sim.matching.matcher import Matcher
from interview_sim.matching.model import PointCoverage, Verdict
from interview_sim.matching.notice import Glossary

_WORD = re.compile(r"\S+")
_NOT = "not "
_MOST = 20


class Given(NamedTuple):
    """An answer, and the points that it covers by its labels; None where it has none."""

    question: Question
    answer: str
    covered: frozenset[str] | None = None
    glossary: Glossary = ()


class Inverted(NamedTuple):
    """Points that were rightly covered, and those that still are."""

    points: int
    once: int
    """Covered with one "not" in their evidence, by whatever the answer says besides."""
    throughout: int
    """Covered by words that hold a "not": it is put into all that covers the point, in turn."""

    @property
    def shares(self) -> tuple[float, float]:
        """Of all points: covered by such words, and with one "not" by any."""
        points = max(1, self.points)
        return self.throughout / points, self.once / points


class Survivor(NamedTuple):
    """A point that is covered by words with a "not" in them."""

    answer: str
    point: PointCoverage


def labelled(given: LabelledSet) -> Iterator[Given]:
    """The answers of a labelled set."""
    for one in given.questions:
        for answer in one.answers:
            labels = answer.labels.items()
            covered = frozenset(name for name, label in labels if label is Verdict.COVERED)
            yield Given(one.question, answer.answer, covered, one.glossary)


def unlabelled(given: Graded) -> Iterator[Given]:
    """Graded answers, of which nobody says what they cover."""
    for at, answer in enumerate(given.answers):
        yield Given(given.question(at), answer)


def inverted(
    given: Iterable[Given], reader: Callable[[Glossary], Reader] = Matcher
) -> tuple[Inverted, list[Survivor]]:
    """Deny what covers each point that was rightly called covered."""
    matchers: dict[Glossary, Reader] = {}
    points = once = 0
    survivors: list[Survivor] = []
    for question, answer, covered, glossary in given:
        matcher = matchers.get(glossary) or matchers.setdefault(glossary, reader(glossary))
        for name, leaf in matcher.cover(question, answer).leaves().items():
            if leaf.verdict is not Verdict.COVERED or not leaf.evidence:
                continue
            if covered is not None and name not in covered:
                continue
            points += 1
            steps = list(_denied(matcher, question, answer, leaf))
            once += steps[0].point.verdict is Verdict.COVERED
            if steps[-1].point.verdict is Verdict.COVERED:
                survivors.append(steps[-1])
    return Inverted(points, once, len(survivors)), survivors


def _denied(
    matcher: Reader, question: Question, answer: str, leaf: PointCoverage
) -> Iterator[Survivor]:
    """The answer with one "not" more at a time, until what covers the point holds one."""
    places: list[int] = []
    for _ in range(_MOST):
        at = _place(answer, leaf)
        answer = answer[:at] + _NOT + answer[at:]
        places = [place + len(_NOT) * (place >= at) for place in places] + [at]
        leaf = matcher.cover(question, answer).leaves()[leaf.id]
        yield Survivor(answer, leaf)
        if leaf.verdict is not Verdict.COVERED or _holds(leaf, places):
            return


def _place(answer: str, leaf: PointCoverage) -> int:
    """Before the second word of the last stretch of evidence, or before its only one."""
    start, end = leaf.evidence[-1]
    words = list(_WORD.finditer(answer, start, end))
    return words[1 if len(words) > 1 else 0].start()


def _holds(leaf: PointCoverage, places: list[int]) -> bool:
    return any(start - len(_NOT) <= place < end for start, end in leaf.evidence for place in places)


def inverted_report(given: LabelledSet, most: int) -> str:
    """The figures, held-out questions first, and some survivors of the others."""
    held = held_out(given.names)
    counts, _ = inverted(labelled(given.part(held)))
    others, survivors = inverted(labelled(given.part(given.names - held)))
    lines = [
        "",
        'Inverted answers: "not" before the second word of what rightly covers a point.',
        'Still covered: by words that hold a "not"; with one in the first of them, by any words.',
        f"{'':50}{'points':>7}{'by those':>10}{'by any':>8}",
        _row("held-out questions", counts),
        _row("development questions", others),
        *(_told(one) for one in survivors[:most]),
    ]
    return "\n".join(lines)


def _row(name: str, counts: Inverted) -> str:
    throughout, once = counts.shares
    return f"{name:50}{counts.points:7}{throughout:10.3f}{once:8.3f}"


def _told(one: Survivor) -> str:
    said = " … ".join(one.answer[start:end] for start, end in one.point.evidence)
    return f"  {one.point.id}: {' '.join(said.split())}"
