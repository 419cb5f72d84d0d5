"""Where judgements are made: asks the chosen judge, off the caller's thread, with a deadline.

A judge that is late, fails or returns nonsense is replaced by the lexical one, and the opinion
says so. What the lexical judge adds to every judgement, whoever made it, is what only words can
tell: the point that went with a deleted passage, and which follow-ups would give a point away.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Final, TypeVar

from msgspec.structs import replace

from interview_sim.bank.model import Point, Question
from interview_sim.judging.lexical import LexicalJudge
from interview_sim.judging.parts import points_of
from interview_sim.judging.protocol import Judge, Opinion, Request, Task
from interview_sim.matching.model import Claim, Coverage, PointCoverage, Span, Verdict

T = TypeVar("T")

DEADLINE: Final = 8.0
"""Seconds a judge has for an answer before the lexical one stands in."""

LATE: Final = "it did not answer in time"

_MOST_LOST = 3
"""Deleted passages that are matched: the longest few."""
_SHOWN = 200
_MOST_KEPT = 256


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
        self._wordings: dict[tuple[Question, str], tuple[str, ...]] = {}
        self._is_begun = False
        self._due = 0.0
        self._chosen: Future[Opinion] | None = None
        self._lexical: Future[Opinion] | None = None

    # At once

    def decide(self, request: Request) -> Opinion:
        """Judge one answer and wait for it, at most as long as the deadline allows."""
        if self.judge is self.stand_in:
            return self._by_words(request)
        try:
            # Waiting with a limit needs a second thread even where the caller can wait.
            return _in_background(lambda: self._by_choice(request)).result(self._deadline)
        except TimeoutError:
            return self._instead(request, LATE)
        except Exception as error:  # a judge may be anybody's code, and may raise anything
            return self._instead(request, _words_of(error))

    # Off the event loop

    @property
    def is_busy(self) -> bool:
        """Whether a judgement is being made."""
        return self._is_begun

    def prepare(self, request: Request) -> None:
        """Get the judges ready for an answer to this question; returns at once."""

        def warm() -> None:
            self.stand_in.prepare(request.task)
            self._given_away(request)
            if self.judge is not self.stand_in:
                self.judge.prepare(request.task)

        if not self.is_inline:
            _in_background(warm)

    def begin(
        self,
        request: Callable[[], Request],
        now: float,
        when_ready: Callable[[], None] | None = None,
    ) -> None:
        """Begin to judge one answer.

        Args:
            request: Tells what to judge; called in the thread that judges.
            now: The caller's time in seconds, to which `poll` compares.
            when_ready: Called from another thread once `poll` may have an answer.
        """
        self._is_begun, self._due = True, now + self._deadline
        self._chosen = self._lexical = None
        if self.is_inline:
            self._lexical = Future()
            self._lexical.set_result(self.decide(request()))
            return
        if self.judge is not self.stand_in:
            self._chosen = _in_background(lambda: self._by_choice(request()), when_ready)
        self._lexical = _in_background(lambda: self._by_words(request()), when_ready)

    def poll(self, now: float) -> Opinion | None:
        """The judgement that was begun, once it is there or its deadline has passed."""
        lexical, chosen = self._lexical, self._chosen
        if lexical is None:
            return None
        if chosen is None:
            return self._finished(lexical.result()) if lexical.done() else None
        if chosen.done():
            error = chosen.exception()
            if error is None:
                return self._finished(chosen.result())
            return self._stood_in(lexical, _words_of(error))
        return self._stood_in(lexical, LATE) if now >= self._due else None

    def _finished(self, opinion: Opinion) -> Opinion:
        self._is_begun, self._chosen, self._lexical = False, None, None
        return opinion

    def _stood_in(self, lexical: Future[Opinion], why: str) -> Opinion | None:
        if not lexical.done():
            return None
        found = replace(lexical.result(), instead_of=self.judge.name, because=why)
        return self._finished(found)

    def hurry(self) -> None:
        """Let the deadline of what was begun be now."""
        self._due = float("-inf")
        if self._lexical is not None:
            self._lexical.exception()  # waits for it

    def stand_in_for(self, request: Request) -> Opinion:
        """Judge one answer by words at once, because nobody can wait for the chosen judge."""
        if self.judge is self.stand_in:
            return self._by_words(request)
        return self._instead(request, LATE)

    def covered_by_words(self, request: Request) -> tuple[str, ...]:
        """The points that a draft covers already, told at once."""
        points = self.stand_in.judge(request.task).points
        return tuple(point.id for point in points if point.verdict is Verdict.COVERED)

    # How it judges

    def _by_choice(self, request: Request) -> Opinion:
        found = conformed(self.judge.judge(request.task), request.task)
        return self._opinion(request, self.judge, found)

    def _by_words(self, request: Request) -> Opinion:
        return self._opinion(request, self.stand_in, self.stand_in.judge(request.task))

    def _instead(self, request: Request, why: str) -> Opinion:
        return replace(self._by_words(request), instead_of=self.judge.name, because=why)

    def _opinion(self, request: Request, judge: Judge, found: Coverage) -> Opinion:
        lost = (
            self.stand_in.lost(request.task, found, passage) if number < _MOST_LOST else None
            for number, passage in enumerate(request.deleted)
        )
        return Opinion(
            question=request.question,
            part=request.part,
            judge=judge.name,
            version=judge.version,
            points=found.points,
            claims=found.claims,
            lost=tuple(lost),
            gives_away=self._given_away(request),
        )

    def _given_away(self, request: Request) -> dict[str, tuple[str, ...]]:
        found = {}
        for name, wording in request.wordings:
            key = (request.task.question, wording)
            if key not in self._wordings:
                if len(self._wordings) >= _MOST_KEPT:
                    self._wordings.clear()
                self._wordings[key] = self.stand_in.given_away(request.task, wording)
            if self._wordings[key]:
                found[name] = self._wordings[key]
        return found


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
    return replace(
        found,
        points=tuple(_point(item, by_id, task) for item in points_of(task.question)),
        claims=tuple(_claim(claim, task) for claim in found.claims if claim.id in known),
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
        evidence=_within(found.evidence, task.answer),
        members=members,
    )


def _claim(claim: Claim, task: Task) -> Claim:
    return replace(claim, evidence=_within(claim.evidence, task.answer))


def _within(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in spans if 0 <= start < end <= len(text))


def _words_of(error: BaseException) -> str:
    told = " ".join(str(error).split()) or type(error).__name__
    return told[:_SHOWN]


def _in_background(
    work: Callable[[], T], when_ready: Callable[[], None] | None = None
) -> Future[T]:
    """Run `work` in a thread that never keeps the program from ending."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # kept for whoever asks for the result
            future.set_exception(error)
        if when_ready is not None:
            when_ready()

    threading.Thread(target=run, name="judging", daemon=True).start()
    return future
