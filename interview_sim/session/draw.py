"""The draw: which questions of the banks an interview asks, in which order, and its header.

Deterministic: the same plan, banks, seed and history give the same paper.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import floor
from statistics import fmean

from msgspec import Struct
from msgspec.structs import replace

from interview_sim import __version__
from interview_sim.bank.model import Bank, Kind, Level, Question, content_hash
from interview_sim.bank.problems import instead_of, quoted
from interview_sim.bank.resume import Resume
from interview_sim.bank.scoring import CURRENT
from interview_sim.clock import Clock, stamp
from interview_sim.errors import UsageError
from interview_sim.literal import visible
from interview_sim.session.events import BankCopy, DrawnQuestion, Header
from interview_sim.session.personal import is_personal, personal
from interview_sim.session.plan import Plan, Prefer

_LEVEL_ORDER = {level: order for order, level in enumerate(Level)}
_UNSEEN_SCORE = 50.0
WELL = 65.0
"""From this score on a question counts as answered well, and comes back in other words."""
_LEAST_ARC = 3
"""Questions from which on there is a first one, a last one, and something between."""


class Candidate(Struct, frozen=True):
    """A question that a plan may draw."""

    bank: Bank
    question: Question
    round: int = 0
    """Which round of the interview asks it."""
    came_from: frozenset[str] = frozenset()
    """Banks that it was in and that are here no more: who names one of them means it, too."""

    @property
    def ref(self) -> str:
        """`bank:question`."""
        return f"{self.bank.id}:{self.question.id}"

    @property
    def refs(self) -> tuple[str, ...]:
        """What is asked of it, as history knows it: the stages of a case, else itself."""
        return tuple(f"{self.bank.id}:{asked.id}" for asked in self.question.asked)

    def seconds(self, plan: Plan) -> float:
        """Time to answer, of a case all its stages, before any extra time."""
        return sum(self._seconds(asked, plan) for asked in self.question.asked)

    def _seconds(self, asked: Question, plan: Plan) -> float:
        own = asked.time if plan.question_time is None else plan.question_time
        return self.bank.defaults.time if own is None else own

    def follow_up_seconds(self, plan: Plan) -> float:
        """Time for a follow-up that names none of its own, before any extra time."""
        own = plan.follow_up_time
        return self.bank.defaults.follow_up_time if own is None else own

    def drawn(self, plan: Plan, history: DrawHistory | None = None) -> tuple[DrawnQuestion, ...]:
        """The question, or each stage of the case, with its times, extra time included.

        Where the candidate knows it by now, it is worded otherwise than the last time.
        """
        wording = history.wording(self.ref, self.question) if history is not None else 0
        return tuple(
            DrawnQuestion(
                bank=self.bank.id,
                question=asked.worded(wording),
                wording=wording,
                budget=self._seconds(asked, plan) * plan.extra_time,
                follow_up_budget=self.follow_up_seconds(plan) * plan.extra_time,
                case=self.bank.stage_of(asked.id) if asked.kind is Kind.CASE else None,
                round=self.round,
            )
            for asked in self.question.asked
        )


class DrawHistory(Struct, frozen=True):
    """What earlier sessions tell the draw."""

    seen: Mapping[str, int] = {}
    """How often each `bank:question` was asked."""
    scores: Mapping[str, float] = {}
    """The latest score, 0..100, of each `bank:question`."""
    due: Mapping[str, float] = {}
    """For how many days each `bank:question` that is due again has been due."""
    wordings: Mapping[str, int] = {}
    """Which wording each `bank:question` had the last time; absent: the first."""
    sure: frozenset[str] = frozenset()
    """Each `bank:question` whose latest answer lacked a main point and was thought full."""

    def weakness(self, refs: Sequence[str]) -> tuple[bool, float]:
        """By what drills and reviews are ordered: the lowest comes first.

        A miss that one was sure of goes before all others, since it is what correcting helps most
        (Butterfield and Metcalfe, 2001); then the lowest latest score.
        """
        score = fmean(self.scores.get(ref, _UNSEEN_SCORE) for ref in refs)
        return (self.sure.isdisjoint(refs), score)

    def wording(self, ref: str, question: Question) -> int:
        """Which wording of a question comes now: another one than last time once it is known.

        It is known when it was answered well, or is due again. Until then it keeps its words:
        what went wrong is to be put right first.
        """
        last, count = self.wordings.get(ref, 0), len(question.wordings)
        is_known = self.scores.get(ref, 0.0) >= WELL or ref in self.due
        return (last + is_known) % count


def pool(plan: Plan, banks: Sequence[Bank]) -> tuple[Candidate, ...]:
    """Every question the plan allows, in any of its rounds, in the banks' order."""
    here, parts = {bank.id for bank in banks}, plan.apart
    return tuple(
        candidate
        for bank in banks
        for question in bank.questions
        for candidate in (Candidate(bank, question, came_from=_came_from(question) - here),)
        if any(_may_draw(part, candidate) for part in parts)
    )


def _came_from(question: Question) -> frozenset[str]:
    return frozenset(old.partition(":")[0] for old in question.moved)


def _may_draw(plan: Plan, candidate: Candidate) -> bool:
    wanted = plan.banks
    is_named = candidate.bank.id in wanted or not candidate.came_from.isdisjoint(wanted)
    return (is_named or not wanted) and _fits(plan, candidate.question, is_named=is_named)


def fitting(plan: Plan, banks: Sequence[Bank]) -> tuple[Candidate, ...]:
    """The pool, which is not empty.

    Raises:
        UsageError: The plan names a bank that is not loaded, or no question fits it.
    """
    known = {bank.id for bank in banks}
    gone = {old for bank in banks for question in bank.questions for old in _came_from(question)}
    missing = [bank_id for bank_id in plan.banks if bank_id not in known | gone]
    if missing:
        raise UsageError(
            f"The bank “{missing[0]}” is not loaded. Loaded: {', '.join(sorted(known)) or 'none'}. "
            "Choose another plan, or name the bank's file with --bank."
        )
    candidates = pool(plan, banks)
    if not candidates:
        cases = pool(replace(plan, kinds=(Kind.CASE,)), banks)
        wider = (
            "Only cases fit, which are drawn where they are asked for: choose the plan “case”"
            if any(candidate.question.stages for candidate in cases)
            else "Widen the topics, levels or roles"
        )
        raise UsageError(f"No question fits this choice. {wider}, or add a bank.")
    return candidates


def unknown_names(plan: Plan, banks: Sequence[Bank]) -> tuple[str, ...]:
    """Topics and roles of the plan that no question has, a sentence each.

    A misspelt one beside a right one would leave its questions out, and nobody would notice.
    """
    questions = [question for bank in banks for question in bank.questions]
    topics = sorted({question.topic for question in questions})
    roles = sorted({role for question in questions for role in question.roles})
    unknown = [
        ("topic", topic, topics)
        for topic in plan.topics
        if not any(in_topic(known, topic) for known in topics)
    ]
    unknown += [("role", role, roles) for role in plan.roles if role not in roles]
    return tuple(
        f"No question has the {what} {quoted(name)}{instead_of(name, known)}"
        for what, name, known in unknown
    )


def in_topic(topic: str, wanted: str) -> bool:
    """Whether `topic` is `wanted` or nested below it."""
    return topic == wanted or topic.startswith(wanted.rstrip("/") + "/")


def _fits(plan: Plan, question: Question, *, is_named: bool) -> bool:
    if question.stages and Kind.CASE not in plan.kinds:
        # It takes most of an hour: only who asks for a case gets one.
        return False
    if question.is_template and not is_named and Kind.RESUME not in plan.kinds:
        # It is about the candidate, who judges it alone: only who asks for it gets it.
        return False
    return (
        (not plan.kinds or question.kind in plan.kinds)
        and (not plan.levels or question.level in plan.levels)
        and (not plan.topics or any(in_topic(question.topic, topic) for topic in plan.topics))
        and (
            not plan.roles
            or not question.roles
            or any(role in question.roles for role in plan.roles)
        )
    )


def expected_seconds(plan: Plan, candidates: Sequence[Candidate]) -> float:
    """About how long the plan takes if every clock is used: the pool's mean times its number."""
    if plan.rounds:
        return sum(
            expected_seconds(part, [c for c in candidates if _may_draw(part, c)])
            for part in plan.apart
        )
    count = min(plan.questions, len(candidates))
    if not count:
        return 0.0
    total = sum(_seconds_with_follow_ups(plan, candidate) for candidate in candidates)
    return total / len(candidates) * count


def _seconds_with_follow_ups(plan: Plan, candidate: Candidate) -> float:
    parts = len(candidate.refs)
    follow_ups = parts * plan.follow_ups * candidate.follow_up_seconds(plan)
    answering = candidate.seconds(plan) + follow_ups
    return answering * plan.extra_time + parts * plan.reading


def draw(
    plan: Plan,
    banks: Sequence[Bank],
    seed: int,
    history: DrawHistory | None = None,
) -> tuple[DrawnQuestion, ...]:
    """Draw the plan's questions, spread over topics, those first that the plan prefers.

    They are asked with the easier ones first. Of equals, one of each level is drawn, to open with
    something easy and to end on something hard. With a smaller pool than the plan asks for, all
    of the pool is drawn; no question comes twice.

    Raises:
        UsageError: The plan names a bank that is not loaded, or no question fits it.
    """
    drawn: dict[str, Candidate] = {}
    for number, part in enumerate(plan.apart):
        candidates = [c for c in _fitting_round(plan, number, banks) if c.ref not in drawn]
        chosen = _spread(part, candidates, seed, history or DrawHistory())
        chosen.sort(key=lambda candidate: _LEVEL_ORDER[candidate.question.level])
        drawn |= {candidate.ref: replace(candidate, round=number) for candidate in chosen}
    return tuple(asked for one in drawn.values() for asked in one.drawn(plan, history))


def _fitting_round(plan: Plan, number: int, banks: Sequence[Bank]) -> tuple[Candidate, ...]:
    try:
        return fitting(plan.apart[number], banks)
    except UsageError as none:
        if not plan.rounds:
            raise
        raise UsageError(f"Round “{visible(plan.rounds[number].title)}”: {none}") from None


def _spread(
    plan: Plan, candidates: Sequence[Candidate], seed: int, history: DrawHistory
) -> list[Candidate]:
    rng = random.Random(seed)  # noqa: S311 - a draw of questions, not a secret
    waiting = sorted(candidates, key=lambda candidate: candidate.ref)
    rng.shuffle(waiting)
    ranks = {candidate.ref: _rank(plan, candidate, history) for candidate in waiting}
    drawn_of: Counter[str] = Counter()
    chosen: list[Candidate] = []
    levels = _arc(plan, waiting)
    while waiting and len(chosen) < plan.questions:
        wanted = {levels.pop()} if levels else set(Level)
        # The shuffle breaks ties: `min` keeps the first of equals.
        best = min(
            waiting,
            key=lambda c: (
                ranks[c.ref][0],
                c.question.level not in wanted,
                drawn_of[_root(c)],
                ranks[c.ref][1],
            ),
        )
        waiting.remove(best)
        drawn_of[_root(best)] += 1
        chosen.append(best)
    return chosen


def _arc(plan: Plan, candidates: Sequence[Candidate]) -> list[Level]:
    """The levels to draw first, from the end: each once, so that it opens easily and goes deep."""
    if plan.questions < _LEAST_ARC or plan.prefer in {Prefer.WEAK, Prefer.REVIEW}:
        return []
    levels = {candidate.question.level for candidate in candidates}
    easiest, *between = sorted(levels, key=_LEVEL_ORDER.__getitem__)
    return [*between, easiest]


def _root(candidate: Candidate) -> str:
    return candidate.question.topic.split("/", 1)[0]


def _rank(
    plan: Plan, candidate: Candidate, history: DrawHistory
) -> tuple[float, tuple[float, ...]]:
    """What goes before the spread over topics, and what decides within a topic."""
    refs = candidate.refs
    if plan.prefer is Prefer.FRESH:
        return (_seen(refs, history), ())
    if plan.prefer is Prefer.WEAK:
        return (0.0, history.weakness(refs))
    if plan.prefer is Prefer.DUE:
        return _due_rank(refs, history)
    if plan.prefer is Prefer.REVIEW:
        is_sure = not history.sure.isdisjoint(refs)
        is_due = any(ref in history.due for ref in refs)
        return (0.0 if is_sure else 1.0 if is_due else 2.0, history.weakness(refs))
    return (0.0, ())


def _seen(refs: Sequence[str], history: DrawHistory) -> int:
    return max(history.seen.get(ref, 0) for ref in refs)


def _due_rank(refs: Sequence[str], history: DrawHistory) -> tuple[float, tuple[float, ...]]:
    """Due ones by the days they wait, then fresh ones, then those asked least often.

    Whole days go before the spread, so that questions of one evening still spread over topics.
    """
    days = max((history.due[ref] for ref in refs if ref in history.due), default=None)
    if days is None:
        return (_seen(refs, history), ())
    return (-1.0 - floor(days), (-days,))


# The header of a session


def prepare(
    plan: Plan,
    banks: Sequence[Bank],
    *,
    session_id: str,
    seed: int,
    clock: Clock,
    history: DrawHistory | None = None,
    resume: Callable[[], Resume | None] = lambda: None,
) -> Header:
    """Draw the questions and copy all that a replay will need.

    `resume` is called where a question can be filled from the candidate's résumé. A plan that fixes
    its seed ignores `history`, so that everyone who uses it gets the same paper.

    Raises:
        UsageError: The plan names a bank that is not loaded, or no question fits it.
    """
    questions = draw(plan, banks, seed, None if plan.seed is not None else history)
    return header_of(
        plan, banks, questions, session_id=session_id, seed=seed, clock=clock, resume=resume
    )


def header_of(
    plan: Plan,
    banks: Sequence[Bank],
    questions: tuple[DrawnQuestion, ...],
    *,
    session_id: str,
    seed: int,
    clock: Clock,
    paper: str = "",
    resume: Callable[[], Resume | None] = lambda: None,
) -> Header:
    """The header of a session that asks these questions, with all that a replay will need."""
    known = resume() if is_personal(questions) else None
    if known is not None:
        questions = personal(questions, banks, known, seed)
    used = {drawn.bank for drawn in questions}
    return Header(
        seq=0,
        t=0,
        at=stamp(clock.now()),
        id=session_id,
        app_version=__version__,
        plan=replace(plan, seed=seed),
        seed=seed,
        paper=paper,
        scoring=CURRENT,
        banks=tuple(
            BankCopy(
                id=bank.id,
                title=bank.title,
                hash=content_hash(bank),
                language=bank.language,
                glossary=bank.glossary,
                lines=bank.lines,
                scoring=bank.scoring,
            )
            for bank in banks
            if bank.id in used
        ),
        questions=questions,
    )
