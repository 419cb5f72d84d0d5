"""How a sample answer is made: sentences of a model answer are left out, and points with them."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence

from interview_sim.bank.model import Bank, Kind, Point, Question
from interview_sim.bank.terms import Need
from interview_sim.matching import Matcher
from interview_sim.matching.compiled import statements
from interview_sim.matching.model import PointCoverage, Span, Verdict
from interview_sim.matching.text import read
from interview_sim.progress.samples import Sample, SampleError, SamplePoint

FEWEST_POINTS, MOST_POINTS = 4, 10
"""Points of a question from which a sample is made: more take too long for a warm-up."""

FEWEST_LEFT_OUT, MOST_LEFT_OUT = 2, 4

_LEAST_KEPT = 0.4
"""Share of the model answer that is left at least: less of it would be no answer."""

_LIKE = 0.5
"""A kept sentence with this share of a point's words may say the point, whatever is matched."""


_GOES_ON = frozenset(
    {"it", "its", "this", "that", "these", "those", "they", "their", "there", "he", "she"}
    | {"so", "then", "such", "both", "likewise", "otherwise"}
)
"""A sentence that begins so goes on from the one before, and falls with it."""


def sample_of(bank: Bank, question: Question, seed: int) -> Sample | None:
    """A sample of an answer to a question: always the same for a seed.

    None where it cannot be made cleanly: the matcher must find every point in the model answer,
    and in what is left of it each point either in full or not at all.
    """
    leaves = tuple(question.leaves())
    sentences = statements(question.model_answer.replace("**", ""))
    fits = FEWEST_POINTS <= len(leaves) <= MOST_POINTS and sentences
    if not fits or question.kind is not Kind.CONCEPTUAL or any(leaf.signal for leaf in leaves):
        return None
    making = _Making(bank, question, leaves, sentences)
    rng = random.Random(f"{seed}:{bank.id}:{question.id}")  # noqa: S311 - no secret
    dropped = making.dropped(rng)
    return making.sample(dropped) if dropped else None


class _Making:
    """The sentences of a model answer, and what the matcher finds in some of them."""

    def __init__(
        self, bank: Bank, question: Question, leaves: Sequence[Point], sentences: Sequence[str]
    ) -> None:
        self._ref = f"{bank.id}:{question.id}"
        self._question = question
        self._leaves = leaves
        self._sentences = sentences
        self._matcher = Matcher(bank.glossary, language=bank.language)
        self._words = [_content(sentence) for sentence in sentences]
        self._firsts = [sentence.split()[0].strip(",").lower() for sentence in sentences]
        self._all = frozenset(range(len(sentences)))

    def dropped(self, rng: random.Random) -> frozenset[int]:
        """Sentences without which a few points, at least one of them a must, are not covered."""
        gone: frozenset[int] = frozenset()
        missed = self._missed(gone)
        if missed is None or missed:
            return frozenset()
        wanted = rng.randint(FEWEST_LEFT_OUT, MOST_LEFT_OUT)
        order = rng.sample(self._leaves, len(self._leaves))
        # A must first: one has to be among them.
        order.sort(key=lambda leaf: leaf.need is not Need.MUST)
        first, rest = order[:1], order[1:]
        for leaf in first + rng.sample(rest, len(rest)):
            if len(missed) >= wanted:
                break
            more = self._without(leaf, gone) or gone
            lacks = self._missed(more)
            if lacks is not None and leaf.id in lacks and len(lacks) <= MOST_LEFT_OUT:
                gone, missed = more, lacks
        has_must = any(leaf.id in missed and leaf.need is Need.MUST for leaf in self._leaves)
        return gone if has_must and len(missed) >= FEWEST_LEFT_OUT else frozenset()

    def sample(self, dropped: frozenset[int]) -> Sample:
        """The answer without those sentences."""
        answer = self._answer(dropped)
        found = self._cover(answer)
        return Sample(
            ref=self._ref,
            question=self._question,
            answer=answer,
            points=tuple(
                SamplePoint(point=leaf, is_there=True, spans=found[leaf.id].evidence)
                if found[leaf.id].verdict is Verdict.COVERED
                else SamplePoint(point=leaf, is_there=False, left_out=self._said(leaf, dropped))
                for leaf in self._leaves
            ),
        )

    def _answer(self, dropped: Collection[int]) -> str:
        kept = (s for at, s in enumerate(self._sentences) if at not in dropped)
        return " ".join(kept)

    def _cover(self, answer: str) -> Mapping[str, PointCoverage]:
        return self._matcher.cover(self._question, answer).leaves()

    def _missed(self, dropped: frozenset[int]) -> frozenset[str] | None:
        """The points that are surely not covered without those sentences; None where one may be."""
        answer = self._answer(dropped)
        if len(answer) < _LEAST_KEPT * len(self._answer(())):
            return None
        found = self._cover(answer)
        verdicts = {leaf.id: found[leaf.id].verdict for leaf in self._leaves}
        if Verdict.PARTLY in verdicts.values():
            return None
        missed = [leaf for leaf in self._leaves if verdicts[leaf.id] is Verdict.MISSED]
        kept = self._all - dropped
        if any(self._is_like(leaf, at) for leaf in missed for at in kept):
            return None
        return frozenset(leaf.id for leaf in missed)

    def _is_like(self, leaf: Point, at: int) -> bool:
        words = _content(leaf.point)
        return bool(words) and len(words & self._words[at]) >= _LIKE * len(words)

    def _without(self, leaf: Point, dropped: frozenset[int]) -> frozenset[int] | None:
        """More sentences left out, until nothing is found of a point; None where too few stay."""
        while len(dropped) < len(self._sentences) - 1:
            answer = self._answer(dropped)
            covered = self._cover(answer)[leaf.id]
            if covered.verdict is Verdict.MISSED:
                return dropped | self._going_on(dropped)
            saying = self._at(covered.evidence, dropped)
            if not saying:
                return None
            dropped |= saying
        return None

    def _going_on(self, dropped: frozenset[int]) -> frozenset[int]:
        """The sentences that would hang in the air."""
        found: set[int] = set()
        for at in sorted(self._all - dropped):
            if at - 1 in dropped | found and self._firsts[at] in _GOES_ON:
                found.add(at)
        return frozenset(found)

    def _at(self, spans: Iterable[Span], dropped: frozenset[int]) -> frozenset[int]:
        """The kept sentences in which the spans of an answer are."""
        found, begin = set(), 0
        for at in sorted(self._all - dropped):
            end = begin + len(self._sentences[at])
            if any(start < end and stop > begin for start, stop in spans):
                found.add(at)
            begin = end + 1
        return frozenset(found)

    def _said(self, leaf: Point, dropped: frozenset[int]) -> str:
        """What of the sentences left out says a point; all of them where none does alone."""
        whole = self._cover(self._answer(()))[leaf.id]
        at = sorted(self._at(whole.evidence, frozenset()) & dropped) or sorted(dropped)
        return " ".join(self._sentences[number] for number in at)


def _content(text: str) -> frozenset[str]:
    found = read(text)
    return frozenset(s for s, content in zip(found.stems, found.content, strict=True) if content)


def find_sample(
    banks: Sequence[Bank], seed: int, waiting: Collection[str] = (), marked: Collection[str] = ()
) -> Sample:
    """A sample of any question: always the same for a seed and the same banks.

    Args:
        banks: Where questions are.
        seed: Which one it is.
        waiting: Questions, as `bank:question`, to leave out: a sample gives their points away.
        marked: Those that come only when there is no other.

    Raises:
        SampleError: None can be made.
    """
    asked = [(bank, question) for bank in banks for question in bank.asked]
    order = random.Random(seed).sample(asked, len(asked))  # noqa: S311 - no secret
    named = [(f"{bank.id}:{question.id}", bank, question) for bank, question in order]
    open_ = [each for each in named if each[0] not in waiting]
    open_.sort(key=lambda each: each[0] in marked)
    for _, bank, question in open_:
        made = sample_of(bank, question, seed)
        if made is not None:
            return made
    raise SampleError("None of your banks has a model answer that can be thinned out.")
