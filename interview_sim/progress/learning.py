"""What a bank can learn from people who overruled the matcher.

Where somebody said that a point was covered and pointed at the words that said it, an entry made
of these words is proposed, if it would have caught that answer and does no harm that is known of.
A person decides; nothing is learnt by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from msgspec import Struct

from interview_sim.bank.additions import Addition, Alias, with_additions
from interview_sim.bank.model import Bank, Phrase, Point, Question
from interview_sim.judging.parts import MAIN, question_of
from interview_sim.matching import Matcher, Verdict
from interview_sim.matching.audit import bare, spread
from interview_sim.progress import wording
from interview_sim.progress.marked_points import (
    MarkedPoint,
    PointAgreement,
    PointRef,
    agreement,
    point_ref,
    points_of,
)

MOST_OTHERS = 40
"""Model answers of other questions that an entry is tried on."""

MOST_ENTRIES = 3
"""New entries for one point at a time; with more, the point itself wants rewriting."""


class Proposal(Struct, frozen=True, kw_only=True):
    """Something to add to a bank, and the answers that it would have caught."""

    target: PointRef | None
    """The point that gets an entry; None for a term of the glossary."""
    entry: Phrase
    line: int | None = None
    """The index of the glossary line that gets a term."""
    caught: tuple[MarkedPoint, ...]


class Unresolved(Struct, frozen=True, kw_only=True):
    """An overruled answer for which nothing is proposed."""

    target: PointRef
    mark: MarkedPoint
    why: str


class Lessons(Struct, frozen=True, kw_only=True):
    """What people's marks teach one bank."""

    agreements: tuple[PointAgreement, ...]
    """By point, in the order of the bank; points without marks left out."""
    proposals: tuple[Proposal, ...]
    unresolved: tuple[Unresolved, ...]
    caught_by_now: int
    """Overruled answers that the bank and the matcher of today see covered."""
    gone: int
    """Marks on questions and points that the bank no longer has."""

    @property
    def additions(self) -> tuple[Addition, ...]:
        """The entries, as they are to be added."""
        entries: dict[PointRef, tuple[Phrase, ...]] = {}
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


def learn(bank: Bank, marks: Iterable[MarkedPoint]) -> Lessons:
    """What a bank can learn from people's verdicts on its points.

    Args:
        bank: The bank as it is today.
        marks: Marks from any sessions; those on other banks are ignored.
    """
    return _Learning(bank, marks).lessons()


class _Learning:
    """One bank with the marks on each of its points."""

    def __init__(self, bank: Bank, marks: Iterable[MarkedPoint]) -> None:
        self._points = points_of(bank)
        self._known = wording.frequencies(question.model_answer for question in bank.asked)
        self._trial = _Trial(bank)
        self._gone = 0
        self._marks: dict[PointRef, list[MarkedPoint]] = defaultdict(list)
        for mark in marks:
            if mark.bank == bank.id:
                self._take(mark)
        self._proposals: list[Proposal] = []
        self._unresolved: list[Unresolved] = []

    def _take(self, mark: MarkedPoint) -> None:
        question = self._trial.questions.get(mark.question)
        target = None if question is None else point_ref(question, mark)
        if target is None or target not in self._points:
            self._gone += 1
        else:
            self._marks[target].append(mark)

    def lessons(self) -> Lessons:
        open_by_target = {
            target: [o for o in self._marks[target] if o.is_overruled]
            for target, point in self._points.items()
            if target in self._marks and not point.of and point.signal is None
        }
        overruled = sum(map(len, open_by_target.values()))
        self._leave_caught(open_by_target)
        missed = sum(map(len, open_by_target.values()))
        self._name_terms(open_by_target)
        for target, found in open_by_target.items():
            self._add_entries(target, found)
        return Lessons(
            agreements=tuple(
                agreement(target, self._marks[target])
                for target in self._points
                if target in self._marks
            ),
            proposals=tuple(self._proposals),
            unresolved=tuple(self._unresolved),
            caught_by_now=overruled - missed,
            gone=self._gone,
        )

    def _leave_caught(self, open_by_target: dict[PointRef, list[MarkedPoint]]) -> None:
        """Take out the answers that need nothing more."""
        for target, found in open_by_target.items():
            found[:] = [mark for mark in found if not self._trial.catches(target, mark)]

    # Terms that several points lack

    def _name_terms(self, open_by_target: dict[PointRef, list[MarkedPoint]]) -> None:
        """Propose a glossary term where one and the same would help two points or more."""
        said: dict[str, dict[PointRef, list[MarkedPoint]]] = defaultdict(lambda: defaultdict(list))
        for target, found in open_by_target.items():
            for mark in found:
                term = wording.alias(mark.answer, mark.evidence)
                if term is not None:
                    said[term][target].append(mark)
        for term, helped in said.items():
            line = self._line_for(term, helped) if len(helped) > 1 else None
            if line is None:
                continue
            caught = tuple(chain.from_iterable(helped.values()))
            self._proposals.append(Proposal(target=None, entry=term, line=line, caught=caught))
            self._trial = self._trial.with_alias(Alias(line=line, term=term))
            self._leave_caught(open_by_target)

    def _line_for(self, term: str, helped: dict[PointRef, list[MarkedPoint]]) -> int | None:
        """The glossary line that the term belongs in, if it then helps and does no harm."""
        for line in range(len(self._trial.bank.glossary)):
            tried = self._trial.with_alias(Alias(line=line, term=term))
            helps = all(tried.catches(ref, one) for ref, found in helped.items() for one in found)
            if helps and not any(self._harm(tried, ref) for ref in self._points):
                return line
        return None

    def _harm(self, tried: _Trial, ref: PointRef) -> str | None:
        if self._points[ref].of:  # a group is covered by its members
            return None
        return _harm(self._trial, tried, ref, self._marks.get(ref, ()))

    # Entries for one point

    def _add_entries(self, target: PointRef, found: Sequence[MarkedPoint]) -> None:
        left: list[MarkedPoint] = []
        for mark in found:
            if mark.evidence:
                left.append(mark)
            else:
                why = "no words were selected"
                self._unresolved.append(Unresolved(target=target, mark=mark, why=why))
        chosen: tuple[Phrase, ...] = ()
        while left and len(chosen) < MOST_ENTRIES:
            best = self._best(target, chosen, left)
            if best is None:
                break
            chosen = (*chosen, best.entry)
            self._proposals.append(best)
            left = [mark for mark in left if mark not in best.caught]
        for mark in left:
            why = self._why_not(target, mark, chosen)
            self._unresolved.append(Unresolved(target=target, mark=mark, why=why))

    def _best(
        self, target: PointRef, chosen: tuple[Phrase, ...], left: Sequence[MarkedPoint]
    ) -> Proposal | None:
        """The entry that catches most of what is left; of equals, the first."""
        best: Proposal | None = None
        for entry in self._drafts(target, left):
            tried = self._trial.with_entries(target, (*chosen, entry))
            caught = tuple(mark for mark in left if tried.catches(target, mark))
            if best is not None and len(caught) <= len(best.caught):
                continue
            if caught and self._harm(tried, target) is None:
                best = Proposal(target=target, entry=entry, caught=caught)
        return best

    def _drafts(self, target: PointRef, marks: Sequence[MarkedPoint]) -> Iterable[Phrase]:
        """Every entry that any of the answers suggests, those of first choice first."""
        own = frozenset(wording.frequencies(_texts(self._points[target])))
        vocabulary = wording.Vocabulary(own, self._known)
        drafts = [list(wording.entries(o.answer, o.evidence, vocabulary)) for o in marks]
        longest = max(map(len, drafts), default=0)
        ranked = (draft[at] for at in range(longest) for draft in drafts if at < len(draft))
        return dict.fromkeys(ranked)

    def _why_not(self, target: PointRef, mark: MarkedPoint, chosen: tuple[Phrase, ...]) -> str:
        if len(chosen) >= MOST_ENTRIES:
            return f"{MOST_ENTRIES} new entries at a time are enough"
        why = "the selected words make no entry"
        for entry in self._drafts(target, [mark]):
            tried = self._trial.with_entries(target, (*chosen, entry))
            if not tried.catches(target, mark):
                why = "no entry made of these words would catch the answer"
            elif (harm := self._harm(tried, target)) is not None:
                return harm
        return why


def _texts(point: Point) -> Iterable[str]:
    """What the author wrote for a point."""
    yield point.point
    for entry in point.match:
        for term in (entry,) if isinstance(entry, str) else entry.all:
            yield from (term,) if isinstance(term, str) else term


class _Case(NamedTuple):
    """A text held against a point."""

    text: str
    why: str = ""
    """What a change does wrong that makes the text cover the point, or no longer."""
    is_right: bool = False
    """Whether it should cover the point."""
    part: str | None = None
    """What it answers; None: what the point is in."""
    is_bare: bool = False
    """Whether it is nobody's answer, so that the prompt gives nothing away."""


class _Trial:
    """A bank as it is or would be, and which points its answers cover."""

    def __init__(self, bank: Bank, matcher: Matcher | None = None) -> None:
        self.bank = bank
        self.questions = {question.id: question for question in bank.asked}
        self._matcher = matcher or Matcher(bank.glossary, language=bank.language)
        self._known: dict[tuple[Question, str], frozenset[str]] = {}

    def with_entries(self, ref: PointRef, entries: tuple[Phrase, ...]) -> _Trial:
        """The same with these entries added to a point."""
        return _Trial(with_additions(self.bank, (ref.addition(entries),)), self._matcher)

    def with_alias(self, alias: Alias) -> _Trial:
        """The same with a term added to the glossary."""
        return _Trial(with_additions(self.bank, aliases=(alias,)))

    def covers(self, ref: PointRef, case: _Case) -> bool:
        """Whether a text would cover the point."""
        asked = question_of(self.questions[ref.question], case.part or ref.follow_up or MAIN)
        asked = bare(asked.rubric) if case.is_bare else asked
        key = (asked, case.text)
        if key not in self._known:
            leaves = self._matcher.cover(asked, case.text).leaves().items()
            self._known[key] = frozenset(i for i, at in leaves if at.verdict is Verdict.COVERED)
        return ref.point in self._known[key]

    def catches(self, ref: PointRef, mark: MarkedPoint) -> bool:
        """Whether the answer that somebody marked would cover the point."""
        return self.covers(ref, _Case(mark.answer, part=mark.part))

    def cases(self, ref: PointRef, marks: Iterable[MarkedPoint]) -> Iterator[_Case]:
        """The texts that should cover a point, and those that should not."""
        for mark in marks:
            if mark.verdict is Verdict.MISSED:
                why = "would also cover an answer that misses it"
                yield _Case(mark.answer, why, part=mark.part)
            elif mark.verdict is Verdict.COVERED:
                why = "would lose an answer that is covered now"
                yield _Case(mark.answer, why, is_right=True, part=mark.part)
        others = [
            question.model_answer
            for question in self.bank.asked
            if question.id != ref.question and question.model_answer.strip()
        ]
        for text in spread(others, MOST_OTHERS):
            yield _Case(text, "would fire on the answer to another question")
        question = self.questions[ref.question]
        for text in _wordings(question, ref):
            yield _Case(text, "is in what the interviewer asks", is_bare=True)
        own = question_of(question, ref.follow_up or MAIN).model_answer
        if own:
            yield _Case(own, "would lose the model answer", is_right=True)


def _harm(before: _Trial, after: _Trial, ref: PointRef, marks: Iterable[MarkedPoint]) -> str | None:
    """What a change would do wrong for a point, in words; None where nothing is known."""
    for case in before.cases(ref, marks):
        now = after.covers(ref, case)
        if now is not case.is_right and now is not before.covers(ref, case):
            return f"an entry made of these words {case.why}"
    return None


def _wordings(question: Question, ref: PointRef) -> list[str]:
    """What the interviewer says while the point may be open."""
    if ref.follow_up is not None:
        return [f.ask for f in question.follow_ups if f.id == ref.follow_up]
    probes = [item.probe for item in question.rubric]
    probes += [wrong.probe for wrong in question.misconceptions]
    # What is asked only once the point is covered cannot give it away.
    asks = [f.ask for f in question.follow_ups if f.when.covered != ref.point]
    return [*question.wordings, *(probe for probe in probes if probe), *asks]
