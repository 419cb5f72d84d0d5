"""What a bank can learn from people who overruled the matcher.

Where somebody said that a point was covered and pointed at the words that said it, an entry made
of these words is proposed, if it would have caught that answer and does no harm that is known of.
A person decides; nothing is learnt by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from interview_sim.bank.additions import Addition, Alias, with_additions, with_entries
from interview_sim.bank.model import Bank, Phrase, Point, Question
from interview_sim.matching import Matcher, Verdict
from interview_sim.matching.audit.finding import bare, spread
from interview_sim.progress import wording
from interview_sim.progress.opinions import (
    Opinion,
    PointAgreement,
    PointRef,
    agreement,
    point_ref,
    points_of,
)
from interview_sim.session.events import MAIN
from interview_sim.session.grading import gradable

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
    caught: tuple[Opinion, ...]


class Unresolved(Struct, frozen=True, kw_only=True):
    """An overruled answer for which nothing is proposed."""

    target: PointRef
    opinion: Opinion
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


def learn(bank: Bank, opinions: Iterable[Opinion]) -> Lessons:
    """What a bank can learn from people's verdicts on its points.

    Args:
        bank: The bank as it is today.
        opinions: Marks from any sessions; those on other banks are passed over.
    """
    return _Learning(bank, opinions).lessons()


class _Learning:
    """One bank with the opinions on each of its points."""

    def __init__(self, bank: Bank, opinions: Iterable[Opinion]) -> None:
        self._bank = bank
        self._points = points_of(bank)
        self._known = wording.frequencies(question.model_answer for question in bank.questions)
        self._gone = 0
        self._opinions: dict[PointRef, list[Opinion]] = defaultdict(list)
        for opinion in opinions:
            if opinion.bank == bank.id:
                self._take(opinion)
        self._trial = Trial(bank, self._opinions)
        self._proposals: list[Proposal] = []
        self._unresolved: list[Unresolved] = []

    def _take(self, opinion: Opinion) -> None:
        question = self._bank.question(opinion.question)
        target = None if question is None else point_ref(question, opinion)
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
            unresolved=tuple(self._unresolved),
            caught_by_now=overruled - missed,
            gone=self._gone,
        )

    def _leave_caught(self, open_by_target: dict[PointRef, list[Opinion]]) -> None:
        """Take out the answers that need nothing more."""
        for target, found in open_by_target.items():
            found[:] = [opinion for opinion in found if not self._trial.covers(target, opinion)]

    # Terms that several points lack

    def _name_terms(self, open_by_target: dict[PointRef, list[Opinion]]) -> None:
        """Propose a glossary term where one and the same would help two points or more."""
        said: dict[str, dict[PointRef, list[Opinion]]] = defaultdict(lambda: defaultdict(list))
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

    def _line_for(self, term: str, helped: dict[PointRef, list[Opinion]]) -> int | None:
        """The glossary line that the term belongs in, if it then helps and does no harm."""
        for line in range(len(self._bank.glossary)):
            if self._trial.alias_problem(Alias(line=line, term=term), helped) is None:
                return line
        return None

    # Entries for one point

    def _add_entries(self, target: PointRef, found: Sequence[Opinion]) -> None:
        left: list[Opinion] = []
        for opinion in found:
            if opinion.evidence:
                left.append(opinion)
            else:
                why = "no words were pointed at"
                self._unresolved.append(Unresolved(target=target, opinion=opinion, why=why))
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
            self._unresolved.append(Unresolved(target=target, opinion=opinion, why=why))

    def _best(
        self, target: PointRef, chosen: tuple[Phrase, ...], left: Sequence[Opinion]
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

    def _drafts(self, target: PointRef, opinions: Sequence[Opinion]) -> Iterable[Phrase]:
        """Every entry that any of the answers suggests, those of first choice first."""
        own = frozenset(wording.frequencies(_texts(self._points[target])))
        vocabulary = wording.Vocabulary(own, self._known)
        drafts = [list(wording.entries(o.answer, o.evidence, vocabulary)) for o in opinions]
        longest = max(map(len, drafts), default=0)
        ranked = (draft[at] for at in range(longest) for draft in drafts if at < len(draft))
        return dict.fromkeys(ranked)

    def _why_not(self, target: PointRef, opinion: Opinion, chosen: tuple[Phrase, ...]) -> str:
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


class Trial:
    """A bank, with what people said of answers to it."""

    def __init__(self, bank: Bank, opinions: Mapping[PointRef, Sequence[Opinion]]) -> None:
        self.bank = bank
        self._opinions = opinions
        self._questions = {question.id: question for question in bank.questions}
        self._matcher = Matcher(glossary=bank.glossary)
        self._known: dict[tuple[PointRef, str, str], bool] = {}

    def covers(self, target: PointRef, opinion: Opinion, entries: tuple[Phrase, ...] = ()) -> bool:
        """Whether the answer would count as covering the point, with these entries added."""
        if not entries:
            key = (target, opinion.part, opinion.answer)
            if key not in self._known:
                asked = gradable(self._questions[target.question], opinion.part)
                self._known[key] = _covers(self._matcher, asked, target, opinion.answer)
            return self._known[key]
        question = self._with(target, entries)
        return _covers(self._matcher, gradable(question, opinion.part), target, opinion.answer)

    def harm(self, target: PointRef, entries: tuple[Phrase, ...]) -> str | None:
        """What would go wrong with these entries added, in words; None where nothing is known."""
        for opinion in self._opinions.get(target, ()):
            if opinion.verdict is Verdict.PARTLY:
                continue
            after = self.covers(target, opinion, entries)
            is_wanted = opinion.verdict is Verdict.COVERED
            if after is is_wanted or self.covers(target, opinion) is after:
                continue
            if after:
                return "an entry made of these words would also cover an answer that misses it"
            return "an entry made of these words would lose an answer that is covered now"
        asked_before = self._asked(target, ())
        asked_after = self._asked(target, entries)
        if self._newly(asked_before, asked_after, target, self._elsewhere(target)):
            return "an entry made of these words would fire on the answer to another question"
        if self._newly(
            bare(asked_before.rubric), bare(asked_after.rubric), target, self._wordings(target)
        ):
            return "an entry made of these words is what the interviewer asks with"
        own = asked_before.model_answer
        if self._newly(asked_after, asked_before, target, [own] if own else []):
            return "an entry made of these words would lose the model answer"
        return None

    def alias_problem(
        self, alias: Alias, helped: Mapping[PointRef, Sequence[Opinion]]
    ) -> str | None:
        """Why a glossary term is no help, in words; None where it is, and does no known harm."""
        other = Trial(with_additions(self.bank, aliases=(alias,)), self._opinions)
        for target, opinions in helped.items():
            if not all(other.covers(target, opinion) for opinion in opinions):
                return "it would not catch the answers"
        for target, opinions in self._opinions.items():
            for opinion in opinions:
                if opinion.verdict is not Verdict.MISSED or self.covers(target, opinion):
                    continue
                if other.covers(target, opinion):
                    return "it would also cover an answer that misses the point"
        if any(self._fires_more(other, question) for question in self.bank.questions):
            return "it would make points fire on answers to other questions"
        return None

    def _fires_more(self, other: Trial, question: Question) -> bool:
        """Whether any point is covered elsewhere by the other trial's matcher and not by ours."""
        for text in self._elsewhere(PointRef(question.id, None, "")):
            before = self._matcher.cover(question, text).leaves()
            after = other._matcher.cover(question, text).leaves()
            if any(
                found.verdict is Verdict.COVERED and before[point].verdict is not Verdict.COVERED
                for point, found in after.items()
            ):
                return True
        return False

    # What is tried

    def _with(self, target: PointRef, entries: tuple[Phrase, ...]) -> Question:
        question = self._questions[target.question]
        return with_entries(question, target.addition(entries)) if entries else question

    def _asked(self, target: PointRef, entries: tuple[Phrase, ...]) -> Question:
        return gradable(self._with(target, entries), target.follow_up or MAIN)

    def _newly(
        self, before: Question, after: Question, target: PointRef, texts: Sequence[str]
    ) -> bool:
        """Whether any text covers the point after and did not before."""
        return any(
            _covers(self._matcher, after, target, text)
            and not _covers(self._matcher, before, target, text)
            for text in texts
        )

    def _elsewhere(self, target: PointRef) -> list[str]:
        texts = [
            question.model_answer
            for question in self.bank.questions
            if question.id != target.question and question.model_answer.strip()
        ]
        return spread(texts, MOST_OTHERS)

    def _wordings(self, target: PointRef) -> list[str]:
        """What the interviewer says while the point may be open."""
        question = self._questions[target.question]
        if target.follow_up is not None:
            return [f.ask for f in question.follow_ups if f.id == target.follow_up]
        probes = [item.probe for item in question.rubric]
        probes += [wrong.probe for wrong in question.misconceptions]
        # What is asked only once the point is covered cannot give it away.
        asks = [f.ask for f in question.follow_ups if f.when.covered != target.point]
        return [question.prompt, *(probe for probe in probes if probe), *asks]


def _covers(matcher: Matcher, asked: Question, target: PointRef, answer: str) -> bool:
    found = matcher.cover(asked, answer).of(target.point)
    return found is not None and found.verdict is Verdict.COVERED
