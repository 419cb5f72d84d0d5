"""Where judgements are made: asks the chosen judge, off the caller's thread, with a deadline.

A judge that is late, fails or returns nonsense is replaced by the lexical one, and the judgement
says so. What the lexical judge adds to every judgement, whoever made it, is what only words can
tell: the point that went with a deleted passage, and which follow-ups would give a point away.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Future
from itertools import chain
from typing import Final

from msgspec.structs import replace

from interview_sim.bank.model import Kind, Point
from interview_sim.judging.background import in_background
from interview_sim.judging.judgement import DeletedPassage, Judgement, within
from interview_sim.judging.lexical import LexicalJudge
from interview_sim.judging.parts import MORE, points_of
from interview_sim.judging.protocol import Judge, Request, Task
from interview_sim.matching.model import CANDOUR, Asked, Claim, Coverage, PointCoverage, Verdict

DEADLINE: Final = 8.0
"""Seconds a judge has for an answer before the lexical one stands in."""

PATIENCE: Final = 120.0
"""The same where no clock runs and nobody has to wait."""

LATE: Final = "it did not answer in time"

_MOST_LOST = 3
"""Deleted passages that are matched: the longest few."""
_SHOWN = 200


class Pending:
    """A judgement in the making."""

    def __init__(
        self,
        by_words: Future[Judgement],
        due: float,
        chosen: Judge | None = None,
        by_choice: Future[Judgement] | None = None,
    ) -> None:
        self._by_words = by_words
        self._due = due
        self._chosen = chosen
        self._by_choice = by_choice

    def poll(self, now: float) -> Judgement | None:
        """The judgement, once it is there or its deadline has passed."""
        if self._chosen is None or self._by_choice is None:
            return self._by_words.result() if self._by_words.done() else None
        if self._by_choice.done():
            error = self._by_choice.exception()
            if error is None:
                return self._by_choice.result()
            why = _words_of(error)
        elif now >= self._due:
            why = LATE
        else:
            return None
        return (
            _instead(self._by_words.result(), self._chosen, why) if self._by_words.done() else None
        )

    def finish(self) -> Judgement:
        """The judgement at once: by words where the chosen judge has not answered yet."""
        by_words = self._by_words.result()
        return self.poll(math.inf) or by_words


class Desk:
    """Judges the answers of one session.

    Args:
        judge: The judge that was chosen; the lexical one when absent.
        deadline: Seconds it has for an answer.
        is_inline: Whether `begin` judges at once, in the caller's thread: for front ends that
            have nothing to draw meanwhile, and for tests.
    """

    def __init__(
        self, judge: Judge | None = None, *, deadline: float = DEADLINE, is_inline: bool = False
    ) -> None:
        self.stand_in = LexicalJudge()
        self.judge = judge if judge is not None else self.stand_in
        self._deadline = deadline
        self.is_inline = is_inline
        """Whether judgements are waited for, so that the same answers give the same events."""

    def prepare(self, request: Request) -> None:
        """Get the judges ready for an answer to this question; returns at once."""

        def warm() -> None:
            self.stand_in.prepare(request.task)
            self._given_away(request)
            self._answered(request)
            if self.judge is not self.stand_in:
                self.judge.prepare(request.task)

        if not self.is_inline:
            in_background(warm)

    def decide(self, request: Request) -> Judgement:
        """Judge one answer and wait for it, at most as long as the deadline allows."""
        if self.judge is self.stand_in:
            return self._by_words(request)
        try:
            # Waiting with a limit needs a second thread even where the caller can wait.
            return in_background(lambda: self._by_choice(request)).result(self._deadline)
        except TimeoutError:
            why = LATE
        except Exception as error:  # a judge may be anybody's code, and may raise anything
            why = _words_of(error)
        return _instead(self._by_words(request), self.judge, why)

    def decide_at_once(self, request: Request) -> Judgement:
        """Judge one answer by words, because nobody can wait for the chosen judge."""
        found = self._by_words(request)
        return found if self.judge is self.stand_in else _instead(found, self.judge, LATE)

    def begin(
        self,
        request: Callable[[], Request],
        now: float,
        when_ready: Callable[[], None] | None = None,
    ) -> Pending:
        """Begin to judge one answer off the caller's thread.

        Args:
            request: Makes what to judge; called in another thread.
            now: The caller's time in seconds, to which `Pending.poll` compares.
            when_ready: Called from another thread once `poll` may have an answer.
        """
        due = now + self._deadline
        if self.is_inline:
            decided: Future[Judgement] = Future()
            decided.set_result(self.decide(request()))
            return Pending(decided, due)
        asked = in_background(request)
        by_words = in_background(lambda: self._by_words(asked.result()), when_ready)
        if self.judge is self.stand_in:
            return Pending(by_words, due)
        by_choice = in_background(lambda: self._by_choice(asked.result()), when_ready)
        return Pending(by_words, due, self.judge, by_choice)

    def covered_by_words(self, request: Request) -> tuple[str, ...]:
        """The points that a draft covers already, found at once."""
        points = self.stand_in.judge(request.task).points
        return tuple(point.id for point in points if point.verdict is Verdict.COVERED)

    def judgement(
        self, request: Request, found: Coverage, *, judge: str, version: str
    ) -> Judgement:
        """What is recorded of a coverage, with what only words can say added to it."""
        covered_at: dict[str, int] = {}
        deleted = []
        for number, passage in enumerate(request.deletions):
            lost = None
            if number < _MOST_LOST:
                lost = self.stand_in.lost(request.task, found, passage.text)
            if lost is not None:
                covered_at[lost[0]] = max(passage.times[: lost[1]])
            deleted.append(
                DeletedPassage(
                    text=passage.text,
                    typed_at=passage.typed_at,
                    deleted_at=passage.deleted_at,
                    point=None if lost is None else lost[0],
                )
            )
        facts = Asked()
        if request.case is not None:
            is_reply = request.part.startswith(MORE)
            facts = self.stand_in.asked(request.case, request.task, is_reply=is_reply)
        return Judgement(
            part=request.part,
            judge=judge,
            version=version,
            points=found.points,
            claims=found.claims,
            # The stages of a case touch on each other: what belongs to the next is not elsewhere.
            # And what the candidate's own work was about, no bank can know.
            off_topic=found.off_topic
            and request.case is None
            and request.task.question.kind is not Kind.RESUME,
            candour=found.candour,
            by_words=found.by_words,
            because=found.because,
            covered_at=_first_covered(request, found, covered_at),
            deleted=tuple(sorted(deleted, key=lambda it: (it.deleted_at, it.typed_at))),
            gives_away=self._given_away(request),
            answered=self._answered(request),
            asked=facts.facts,
            asked_beyond=facts.beyond,
        )

    def _by_choice(self, request: Request) -> Judgement:
        judge = self.judge
        found = conformed(judge.judge(request.task), request.task)
        # A judge may know only afterwards what its verdicts depended on.
        return self.judgement(request, found, judge=judge.name, version=judge.version)

    def _by_words(self, request: Request) -> Judgement:
        judge = self.stand_in
        found = judge.judge(request.task)
        return self.judgement(request, found, judge=judge.name, version=judge.version)

    def _given_away(self, request: Request) -> dict[str, tuple[str, ...]]:
        task = request.task
        found = {
            name: self.stand_in.given_away(task.question, task.glossary, task.language, wording)
            for name, wording in request.wordings
        }
        return {name: points for name, points in found.items() if points}

    def _answered(self, request: Request) -> tuple[str, ...]:
        task = request.task
        return tuple(ask.id for ask in request.asks if self.stand_in.has_all(ask, task))


def _instead(found: Judgement, judge: Judge, why: str) -> Judgement:
    return replace(found, instead_of=judge.name, because=why)


def _first_covered(request: Request, found: Coverage, lost_at: dict[str, int]) -> dict[str, int]:
    """When each point was first covered, in ms of session time, by point id.

    A point is covered once the last of the words that cover it is typed; a group with as many of
    its members as are enough. `lost_at` says when deleted passages covered theirs.
    """
    first = dict(lost_at)
    for name, leaf in found.leaves().items():
        if leaf.verdict is Verdict.COVERED:
            times = (request.times[start:end] for start, end in leaf.evidence)
            first[name] = max(chain.from_iterable(times), default=request.last_edit_at)
    for item in points_of(request.task.question):
        known = sorted(first[member.id] for member in item.of if member.id in first)
        if item.of and len(known) >= item.enough:
            first[item.id] = known[item.enough - 1]
    return first


def conformed(found: Coverage, task: Task) -> Coverage:
    """What a judge returned, held to what was asked.

    One verdict for each rubric item, in the rubric's order: what it left out is missed, what
    nobody asked for is dropped, and evidence lies within the answer.

    Raises:
        TypeError: It is no `Coverage` at all.
    """
    if not isinstance(found, Coverage):
        raise TypeError("it did not return a coverage")
    by_id = {point.id: point for item in found.points for point in (item, *item.members)}
    known = {misconception.id for misconception in task.question.misconceptions}
    asked = {leaf.id for item in points_of(task.question) for leaf in item.leaves}
    return replace(
        found,
        points=tuple(_point(item, by_id, task) for item in points_of(task.question)),
        claims=tuple(_claim(claim, task) for claim in found.claims if claim.id in known),
        off_topic=found.off_topic is True,
        candour=found.candour if found.candour in CANDOUR else "",
        by_words=tuple(point for point in found.by_words if point in asked),
        because=_one_line(found.because),
    )


def _point(
    item: Point, by_id: dict[str, PointCoverage], task: Task, group: PointCoverage | None = None
) -> PointCoverage:
    """The verdict on one item; a member without one has its group's."""
    found = by_id.get(item.id, group)
    members = tuple(_point(member, by_id, task, found) for member in item.of)
    if found is None:
        covered = sum(member.verdict is Verdict.COVERED for member in members)
        verdict = Verdict.COVERED if members and covered >= item.enough else Verdict.MISSED
        return PointCoverage(id=item.id, verdict=verdict, strength=0.0, members=members)
    return replace(
        found,
        id=item.id,
        verdict=Verdict(found.verdict),
        evidence=within(found.evidence, task.answer),
        members=members,
    )


def _claim(claim: Claim, task: Task) -> Claim:
    return replace(claim, evidence=within(claim.evidence, task.answer))


def _words_of(error: BaseException) -> str:
    return _one_line(str(error)) or type(error).__name__


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_SHOWN]
