"""Tries the tests of a bank's points: each sentence is one answer, read as in an interview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from msgspec import Struct

from interview_sim.bank.examples import Floors, Sentence, targets_of
from interview_sim.bank.model import Bank, Question
from interview_sim.matching.matcher import Matcher
from interview_sim.matching.model import Coverage, Verdict
from interview_sim.matching.tuning import DEFAULT, Tuning

Key = TypeVar("Key")


class Reader(Protocol):
    """Whatever says what an answer covers: the matcher, or a judge."""

    def cover(self, question: Question, answer: str) -> Coverage:
        """What the answer covers of the question."""
        ...


class Tried(Struct, frozen=True, kw_only=True):
    """A sentence, and whether the point or claim was found in it."""

    sentence: Sentence
    question: str
    """The id of the bank's question."""
    is_claim: bool
    found: bool
    reason: str
    """Why, in the matcher's words; empty where it has none."""

    @property
    def passes(self) -> bool:
        """Whether that is what its author wanted."""
        return self.found is self.sentence.says


class Figures(Struct, frozen=True, kw_only=True):
    """How many sentences were tried, and what was found in them."""

    says: int = 0
    covered: int = 0
    """Of those that say a point, in how many it is covered."""
    says_not: int = 0
    alarms: int = 0
    """Of those that do not say it, in how many it is covered all the same."""
    claims: int = 0
    claims_found: int = 0
    """Of those that claim a misconception, in how many it is found."""
    no_claims: int = 0
    claims_alarms: int = 0
    """Of those that do not claim it, in how many it is found all the same."""

    @property
    def sentences(self) -> int:
        """All that were tried."""
        return self.says + self.says_not + self.claims + self.no_claims

    @property
    def recall(self) -> float | None:
        """Share of what says a point that is covered; None: nothing was tried."""
        return _share(self.covered, self.says)

    @property
    def false_alarms(self) -> float | None:
        """Share of what does not say a point that is covered."""
        return _share(self.alarms, self.says_not)

    @property
    def claims_recall(self) -> float | None:
        """Share of the claims that are found."""
        return _share(self.claims_found, self.claims)

    @property
    def claims_precision(self) -> float | None:
        """Share of the claims found that are claimed."""
        return _share(self.claims_found, self.claims_found + self.claims_alarms)


SHARES = {
    "recall": "recall",
    "false_alarms": "false alarms",
    "claims_recall": "claims recall",
    "claims_precision": "claims precision",
}
"""The shares of figures and of floors, with what they are called."""


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def try_tests(
    bank: Bank,
    sentences: Iterable[Sentence],
    *,
    tuning: Tuning = DEFAULT,
    reader: Reader | None = None,
) -> Iterator[Tried]:
    """What the matcher, or another reader, finds of its point in each sentence, in their order."""
    known = targets_of(bank)
    matcher = Matcher(bank.glossary, language=bank.language, tuning=tuning)
    for sentence in sentences:
        target = known[sentence.target]
        asked, name = (target.asked, sentence.text), target.about.id
        said = None if reader is None else reader.cover(*asked)
        if target.is_claim:
            claims = {claim.id: claim for claim in said.claims} if said else {}
            claim = claims.get(name) if said else matcher.claim(*asked, name)
            found, reason = claim is not None, claim.reason if claim else ""
        else:
            leaf = said.leaves()[name] if said else matcher.point(*asked, name)
            found, reason = leaf.verdict is Verdict.COVERED, leaf.reason
        yield Tried(
            sentence=sentence,
            question=target.home.id,
            is_claim=target.is_claim,
            found=found,
            reason=reason,
        )


def figures_of(tried: Iterable[Tried]) -> Figures:
    """The counts of some sentences."""
    counts = dict.fromkeys(Figures.__struct_fields__, 0)
    for one in tried:
        for name in _COUNTED[one.is_claim, one.sentence.says][: 1 + one.found]:
            counts[name] += 1
    return Figures(**counts)


_COUNTED = {
    (False, True): ("says", "covered"),
    (False, False): ("says_not", "alarms"),
    (True, True): ("claims", "claims_found"),
    (True, False): ("no_claims", "claims_alarms"),
}
"""What a sentence counts for, and what besides if something is found in it."""


def parts(tried: Iterable[Tried]) -> tuple[list[Tried], list[Tried]]:
    """The held-out sentences, and the others, on which banks and matcher are worked."""
    held: list[Tried] = []
    tuned: list[Tried] = []
    for one in tried:
        (held if one.sentence.held else tuned).append(one)
    return held, tuned


def grouped(tried: Iterable[Tried], key: Callable[[Tried], Key]) -> dict[Key, list[Tried]]:
    """The sentences by something they have in common, in their order."""
    groups: dict[Key, list[Tried]] = {}
    for one in tried:
        groups.setdefault(key(one), []).append(one)
    return groups


def below(figures: Figures, floors: Floors) -> Iterator[str]:
    """A sentence for each figure that is worse than its floor; nothing tried is not worse."""
    for name, called in SHARES.items():
        share: float | None = getattr(figures, name)
        floor: float | None = getattr(floors, name)
        if share is None or floor is None:
            continue
        too_many = name == "false_alarms"
        if share > floor if too_many else share < floor:
            limit = "at most" if too_many else "at least"
            yield f"held out, {called}: {share:.1%}, and it has to be {limit} {floor:.1%}"
