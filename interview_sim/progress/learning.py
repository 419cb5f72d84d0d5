"""What a bank can learn from people who overruled the matcher.

Where somebody said that a point was covered and pointed at the words that said it, an entry made
of these words is proposed, if it would have caught that answer and does no harm that is known of.
A person decides; nothing is learnt by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from msgspec import Struct

from interview_sim.bank.additions import Addition, Alias, with_additions
from interview_sim.bank.model import Bank, Phrase, Point
from interview_sim.progress import wording
from interview_sim.progress.opinions import (
    Agreement,
    Opinion,
    Target,
    agreement,
    target_of,
    targets_of,
)
from interview_sim.progress.trial import Trial

MOST_ENTRIES = 3
"""New entries for one point at a time; with more, the point itself wants rewriting."""


class Proposal(Struct, frozen=True, kw_only=True):
    """Something to add to a bank, and the answers that it would have caught."""

    target: Target | None
    """The point that gets an entry; None for a term of the glossary."""
    entry: Phrase
    line: int | None = None
    """The index of the glossary line that gets a term."""
    caught: tuple[Opinion, ...]


class Unlearnt(Struct, frozen=True, kw_only=True):
    """An overruled answer for which nothing is proposed."""

    target: Target
    opinion: Opinion
    why: str


class Lessons(Struct, frozen=True, kw_only=True):
    """What the marks on one bank come to."""

    agreements: tuple[Agreement, ...]
    """By point, in the order of the bank; points without marks left out."""
    proposals: tuple[Proposal, ...]
    unlearnt: tuple[Unlearnt, ...]
    caught_by_now: int
    """Overruled answers that bank and matcher, as they are today, see covered."""
    gone: int
    """Marks on questions and points that the bank no longer has."""

    @property
    def additions(self) -> tuple[Addition, ...]:
        """The entries, as they are to be added."""
        entries: dict[Target, tuple[Phrase, ...]] = {}
        for proposal in self.proposals:
            if proposal.target is not None:
                entries[proposal.target] = (*entries.get(proposal.target, ()), proposal.entry)
        return tuple(target.addition(added) for target, added in entries.items())

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """The terms for the glossary, as they are to be added."""
        return tuple(
            Alias(line=proposal.line, term=proposal.entry)
            for proposal in self.proposals
            if proposal.line is not None and isinstance(proposal.entry, str)
        )


def learn(bank: Bank, opinions: Iterable[Opinion]) -> Lessons:
    """What people's words on the points of a bank come to.

    Args:
        bank: The bank as it is today.
        opinions: Marks from any sessions; those on other banks are passed over.
    """
    return _Learning(bank, opinions).lessons()


class _Learning:
    """One bank with the opinions on each of its points."""

    def __init__(self, bank: Bank, opinions: Iterable[Opinion]) -> None:
        self._bank = bank
        self._points = targets_of(bank)
        self._known = wording.frequencies(question.model_answer for question in bank.questions)
        self._gone = 0
        self._opinions: dict[Target, list[Opinion]] = defaultdict(list)
        for opinion in opinions:
            if opinion.bank == bank.id:
                self._take(opinion)
        self._trial = Trial(bank, self._opinions)
        self._proposals: list[Proposal] = []
        self._unlearnt: list[Unlearnt] = []

    def _take(self, opinion: Opinion) -> None:
        question = self._bank.question(opinion.question)
        target = None if question is None else target_of(question, opinion)
        if target is None or target not in self._points:
            self._gone += 1
        else:
            self._opinions[target].append(opinion)

    def lessons(self) -> Lessons:
        open_by_target = {
            target: [o for o in self._opinions[target] if o.is_overruled]
            for target, point in self._points.items()
            if target in self._opinions and not point.of
        }
        overruled = sum(map(len, open_by_target.values()))
        self._leave_caught(open_by_target)
        missed = sum(map(len, open_by_target.values()))
        self._name_terms(open_by_target)
        for target, found in open_by_target.items():
            self._add_entries(target, found)
        return Lessons(
            agreements=tuple(
                agreement(target, self._opinions[target])
                for target in self._points
                if target in self._opinions
            ),
            proposals=tuple(self._proposals),
            unlearnt=tuple(self._unlearnt),
            caught_by_now=overruled - missed,
            gone=self._gone,
        )

    def _leave_caught(self, open_by_target: dict[Target, list[Opinion]]) -> None:
        """Take out the answers that need nothing more."""
        for target, found in open_by_target.items():
            found[:] = [opinion for opinion in found if not self._trial.covers(target, opinion)]

    # Terms that several points lack

    def _name_terms(self, open_by_target: dict[Target, list[Opinion]]) -> None:
        """Propose a glossary term where one and the same would help two points or more."""
        said: dict[str, dict[Target, list[Opinion]]] = defaultdict(lambda: defaultdict(list))
        for target, found in open_by_target.items():
            for opinion in found:
                term = wording.alias(opinion.answer, opinion.evidence)
                if term is not None:
                    said[term][target].append(opinion)
        for term, helped in said.items():
            line = self._line_for(term, helped) if len(helped) > 1 else None
            if line is None:
                continue
            caught = tuple(chain.from_iterable(helped.values()))
            self._proposals.append(Proposal(target=None, entry=term, line=line, caught=caught))
            self._trial = Trial(
                with_additions(self._bank, aliases=(Alias(line=line, term=term),)), self._opinions
            )
            self._bank = self._trial.bank
            self._leave_caught(open_by_target)

    def _line_for(self, term: str, helped: dict[Target, list[Opinion]]) -> int | None:
        """The glossary line that the term belongs in, if it then helps and does no harm."""
        for line in range(len(self._bank.glossary)):
            if self._trial.alias_problem(Alias(line=line, term=term), helped) is None:
                return line
        return None

    # Entries for one point

    def _add_entries(self, target: Target, found: Sequence[Opinion]) -> None:
        left: list[Opinion] = []
        for opinion in found:
            if opinion.evidence:
                left.append(opinion)
            else:
                why = "no words were pointed at"
                self._unlearnt.append(Unlearnt(target=target, opinion=opinion, why=why))
        chosen: tuple[Phrase, ...] = ()
        while left and len(chosen) < MOST_ENTRIES:
            best = self._best(target, chosen, left)
            if best is None:
                break
            chosen = (*chosen, best.entry)
            self._proposals.append(best)
            left = [opinion for opinion in left if opinion not in best.caught]
        for opinion in left:
            why = self._why_not(target, opinion, chosen)
            self._unlearnt.append(Unlearnt(target=target, opinion=opinion, why=why))

    def _best(
        self, target: Target, chosen: tuple[Phrase, ...], left: Sequence[Opinion]
    ) -> Proposal | None:
        """The entry that catches most of what is left; of equals, the first."""
        best: Proposal | None = None
        for entry in self._drafts(target, left):
            tried = (*chosen, entry)
            caught = tuple(o for o in left if self._trial.covers(target, o, tried))
            if best is not None and len(caught) <= len(best.caught):
                continue
            if caught and self._trial.harm(target, tried) is None:
                best = Proposal(target=target, entry=entry, caught=caught)
        return best

    def _drafts(self, target: Target, opinions: Sequence[Opinion]) -> Iterable[Phrase]:
        """Every entry that any of the answers suggests, those of first choice first."""
        own = frozenset(wording.frequencies(_texts(self._points[target])))
        vocabulary = wording.Vocabulary(own, self._known)
        drafts = [list(wording.entries(o.answer, o.evidence, vocabulary)) for o in opinions]
        longest = max(map(len, drafts), default=0)
        ranked = (draft[at] for at in range(longest) for draft in drafts if at < len(draft))
        return dict.fromkeys(ranked)

    def _why_not(self, target: Target, opinion: Opinion, chosen: tuple[Phrase, ...]) -> str:
        if len(chosen) >= MOST_ENTRIES:
            return f"{MOST_ENTRIES} new entries at a time are enough"
        why = "the words that were pointed at make no entry"
        for entry in self._drafts(target, [opinion]):
            if not self._trial.covers(target, opinion, (*chosen, entry)):
                why = "no entry made of these words would catch the answer"
                continue
            harm = self._trial.harm(target, (*chosen, entry))
            if harm is not None:
                return harm
        return why


def _texts(point: Point) -> Iterable[str]:
    """What the author wrote for a point."""
    yield point.point
    for entry in point.match:
        for term in (entry,) if isinstance(entry, str) else entry.all:
            yield from (term,) if isinstance(term, str) else term
