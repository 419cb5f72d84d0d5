"""Going through the points of a session: what is shown of each, what the candidate said, undo.

The reveal is a walk over steps: each question's first answer, then its follow-ups. This knows the
steps and turns the candidate's words into commands to the engine; it draws nothing, so that a
screen and a line-by-line front end walk the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from itertools import chain
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from interview_sim.assessment.calibration import rating_of, rating_share
from interview_sim.assessment.model import FactResult, PointResult, QuestionResult
from interview_sim.assessment.score import gathered, marked
from interview_sim.assessment.scorecard import question_result
from interview_sim.assessment.words import in_words
from interview_sim.bank.model import Anchors
from interview_sim.bank.scoring import Measure
from interview_sim.bank.terms import Need
from interview_sim.judging.parts import MAIN, MORE, is_whole
from interview_sim.matching.model import Span, Verdict
from interview_sim.session.engine import Engine
from interview_sim.session.state import Mark, State, Turn

WHAT_TO_ADD = "What would you add to your answer now?"
"""Asked where the bank has no question of its own for a missed point."""


class RowKind(StrEnum):
    """What a row of the reveal is about."""

    POINT = "point"
    GROUP = "group"
    """Its verdict follows from its members, unless the candidate gives it one."""
    MEMBER = "member"
    CLAIM = "claim"
    """A misconception that the answer seems to state."""


class Opinion(NamedTuple):
    """What another judge than the one that counts made of a point."""

    judge: str
    verdict: Verdict
    reason: str


class Row(Struct, frozen=True, kw_only=True):
    """One line of the reveal."""

    kind: RowKind
    id: str
    text: str
    need: Need = Need.MUST
    weight: float = 1.0
    verdict: Verdict = Verdict.MISSED
    """The candidate's word, else the suggestion; for a group what follows from its members."""
    suggested: Verdict = Verdict.MISSED
    is_marked: bool = False
    """Whether the candidate has said a word on it."""
    reason: str = ""
    spans: tuple[Span, ...] = ()
    pick: int | None = None
    group: str | None = None
    claimed: bool | None = None
    """Whether the candidate says that they claimed it; for claims."""
    correction: str = ""
    why: str = ""
    """Why the point matters, where the bank says so."""
    own_words: str = ""
    """What the candidate said of it before the model answer was shown."""
    anchors: Anchors | None = None
    """What it sounds like in a weak and in a strong answer."""
    judge: str = ""
    """Who suggested the verdict; told where there is another opinion."""
    other: Opinion | None = None

    @property
    def is_disputed(self) -> bool:
        """Whether two judges give it different verdicts."""
        return self.other is not None and self.other.verdict is not self.suggested


class Step(NamedTuple):
    """One answer to go through."""

    question: int
    part: str


class Page(Struct, frozen=True, kw_only=True):
    """Everything that is shown of one step."""

    turn: Turn
    number: int
    """Of the follow-up among those of its question, from one; 0 for the question itself."""
    follow_ups: int
    model_answer: str
    correction: str
    """What is so, where the interviewer said something false on purpose."""
    derived: bool
    """Whether the points come from the model answer, for want of a rubric."""
    rows: tuple[Row, ...]
    facts: tuple[FactResult, ...] = ()
    """What could be asked for, where this is where asking was the task."""
    is_asked_again: bool = False
    """Whether the question was asked once more after this answer."""
    is_asked_on: bool = False
    """Whether more was asked about the case after this answer."""

    @property
    def step(self) -> Step:
        """The answer that this is about."""
        return Step(self.turn.question, self.turn.part)

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to decide: nothing was said, or there is nothing to mark."""
        return not self.rows or not self.turn.text.strip()

    @property
    def pending(self) -> tuple[Row, ...]:
        """The rows on which the candidate has yet to say a word; none where nothing was said."""
        if self.is_bare:
            return ()
        settled = {row.id for row in self.rows if row.kind is RowKind.GROUP and row.is_marked}
        return tuple(
            row
            for row in self.rows
            if row.kind is not RowKind.GROUP and not row.is_marked and row.group not in settled
        )


class Cue(Struct, frozen=True):
    """What is asked before a question is revealed: to say a missed point in one's own words."""

    turn: Turn
    """The answer that is shown with it: the last one to the whole question."""
    point: str
    text: str
    """The question put; it does not give the point away."""


class Standing(Struct, frozen=True):
    """Where one question stands while it is marked, all on 0..100."""

    said: float | None
    """The blind rating of the first answer."""
    suggested: float | None
    yours: float | None
    answered: int
    """Points with a word of the candidate's own."""
    of: int


class Marking:
    """One walk through the reveal.

    Args:
        engine: Takes the candidate's words.
        only: Stay with this question; None: all that were asked.
    """

    def __init__(self, engine: Engine, only: int | None = None) -> None:
        self._engine = engine
        self._is_single = only is not None
        state = engine.state
        questions = state.asked if only is None else (only,)
        self.steps: tuple[Step, ...] = tuple(
            Step(question, answer.part)
            for question in questions
            for result in (question_result(state, question),)
            for answer in result.answers
            # An answer beside another one to the whole question may have nothing to mark.
            if result.listed(answer)
            or not is_whole(answer.part)
            or (answer.is_main and (result.claims or result.facts or not result.is_said_again))
        )
        self._undo: list[tuple[Step, str, list[Callable[[], object]]]] = []
        """Where each change was made, and what takes it back."""

    # What can be read

    def start(self) -> int:
        """The step to begin with: the first with something left to say, else the first.

        Staying with one question, it is that question's first answer.
        """
        if self._is_single:
            return 0
        revealed = self._engine.state.revealed
        for index, step in enumerate(self.steps):
            if step.question not in revealed or self.page(index).pending:
                return index
        return 0

    @property
    def is_over(self) -> bool:
        """Whether everything is revealed and nothing is left to say."""
        revealed = self._engine.state.revealed
        return all(
            step.question in revealed and not self.page(index).pending
            for index, step in enumerate(self.steps)
        )

    def cue(self, index: int) -> Cue | None:
        """What to ask before a step is shown: of its weightiest `must` point that was missed.

        Once a question, only where something was answered (a pass was the candidate's choice), and
        not of what a follow-up has asked for and had an answer to.
        """
        step, state = self.steps[index], self._engine.state
        turns = state.turns_of(step.question)
        if step.question in state.revealed or not turns[0].text.strip():
            return None
        result = question_result(state, step.question)
        again = result.again
        if (again or result.main).is_passed:
            return None
        points = gathered(result.answers)
        asked = {turn.point for turn in turns if turn.point and turn.text.strip()}
        asked |= {row.group for row in points if row.id in asked and row.group}
        missed = [
            row
            for row in points
            if (row.group, row.need, row.confirmed) == (None, Need.MUST, Verdict.MISSED)
            and row.id not in asked
        ]
        if not missed:
            return None
        point = max(missed, key=lambda row: row.weight).id
        rubric = state.drawn(step.question).question.rubric
        probe = next((known.probe for known in rubric if known.id == point), None)
        turn = next((turn for turn in turns if again and turn.part == again.part), turns[0])
        return Cue(turn, point, probe or WHAT_TO_ADD)

    def say(self, cue: Cue, text: str) -> None:
        """Keep the candidate's own words for a point; nothing where there are none."""
        if text.strip():
            self._engine.note(text.strip(), cue.turn.question, part=MAIN, point=cue.point)

    def page(self, index: int) -> Page:
        """What is shown at a step; reveals its question where that has not happened yet."""
        step = self.steps[index]
        self._engine.reveal(step.question)
        state = self._engine.state
        result = question_result(state, step.question)
        turns = state.turns_of(step.question)
        number = next(i for i, turn in enumerate(turns) if turn.part == step.part)
        drawn = state.drawn(step.question).question
        answer = result.answers[number]
        return Page(
            turn=replace(turns[number], reason=in_words(drawn, turns[number].reason)),
            number=number,
            follow_ups=len(turns) - 1,
            model_answer=answer.model_answer,
            correction=answer.correction,
            derived=result.derived and step.part == MAIN,
            rows=rows_of(state, step, result),
            facts=result.facts if is_whole(step.part) else (),
            is_asked_again=step.part == MAIN and result.is_said_again,
            is_asked_on=step.part == MAIN and any(t.part.startswith(MORE) for t in turns),
        )

    def standing(self, question: int) -> Standing:
        """The three views of one question: said blind, suggested, and marked so far."""
        state = self._engine.state
        result = question_result(state, question)
        suggested = question_result(replace(state, marks={}, claims={}), question)
        rating = rating_of(result.predicted, Measure.COVERAGE)
        counts = [marked(result.listed(answer)) for answer in result.answers]
        return Standing(
            said=None if rating is None else rating_share(rating),
            suggested=suggested.score,
            yours=result.score,
            answered=sum(words for words, _ in counts),
            of=sum(points for _, points in counts),
        )

    # What the candidate says

    def agree(self, step: Step, rows: Sequence[Row]) -> None:
        """Take the suggestions of these rows; a group stands for its members, claims stay open."""
        everything = rows_of(
            self._engine.state, step, question_result(self._engine.state, step.question)
        )
        chosen: list[Row] = []
        for row in rows:
            if row.kind is RowKind.GROUP:
                chosen += [member for member in everything if member.group == row.id]
            elif row.kind is not RowKind.CLAIM:
                chosen.append(row)
        self._take(step, {row: Mark(verdict=row.suggested) for row in chosen})

    def mark(self, step: Step, row: Row, verdict: Verdict, evidence: tuple[Span, ...] = ()) -> None:
        """Give a word on a point, with the words in the answer that said it."""
        before = self._engine.state.marks.get((*step, row.id))
        kept = evidence or (before.evidence if before and verdict is not Verdict.MISSED else ())
        self._take(step, {row: Mark(verdict=verdict, evidence=kept)})

    def claim(self, step: Step, row: Row, claimed: bool) -> None:
        """Say whether a misconception was really claimed."""
        before = self._engine.state.claims.get((*step, row.id))
        say = partial(self._engine.mark_claim, step.question, row.id, part=step.part)
        say(claimed)
        self._undo.append((step, row.id, [partial(say, before)]))

    def undo(self) -> tuple[Step, str] | None:
        """Take the last change back; returns the step and row it was made at."""
        if not self._undo:
            return None
        step, row, changes = self._undo.pop()
        for take_back in reversed(changes):
            take_back()
        return step, row

    def _take(self, step: Step, said: Mapping[Row, Mark]) -> None:
        """Let these marks count; one on a member takes back that on its group as a whole."""
        known = self._engine.state.marks
        marks: dict[str, Mark | None] = {row.id: mark for row, mark in said.items()}
        groups = [row.group for row in said if row.group is not None]
        marks.update({group: None for group in groups if (*step, group) in known})
        for point, mark in marks.items():
            self._put(step, point, mark)
        if marks:
            before = [partial(self._put, step, p, known.get((*step, p))) for p in marks]
            self._undo.append((step, next(iter(marks)), [*before]))

    def _put(self, step: Step, point: str, mark: Mark | None) -> None:
        self._engine.mark(
            step.question,
            point,
            mark.verdict if mark else None,
            part=step.part,
            evidence=mark.evidence if mark else (),
        )


def rows_of(state: State, step: Step, result: QuestionResult) -> tuple[Row, ...]:
    """The points of one answer, and of a question's first answer what it seems to claim wrongly.

    Those on which two judges disagree come first, members with their group.
    """
    answer = next((each for each in result.answers if each.part == step.part), None)
    points = result.listed(answer) if answer else ()
    claims = result.claims if step.part == MAIN else ()
    judgement = state.judgement(step.question)
    about = {claim.id: claim for claim in judgement.claims} if judgement else {}
    return (
        *_disputed_first(_with_other(state, step, map(_point_row, points))),
        *(
            Row(
                kind=RowKind.CLAIM,
                id=claim.id,
                text=claim.claim,
                is_marked=claim.confirmed is not None,
                claimed=claim.confirmed,
                correction=claim.correction,
                reason=about[claim.id].reason if claim.id in about else "",
                spans=about[claim.id].evidence if claim.id in about else (),
            )
            for claim in claims
        ),
    )


def _with_other(state: State, step: Step, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with what another judge made of them, where there is one."""
    counts, other = state.judgement(*step), state.other_judgement(*step)
    for row in rows:
        point = None if counts is None or other is None else other.of(row.id)
        if counts is None or other is None or point is None or point.id in other.by_words:
            yield row
        else:
            opinion = Opinion(other.judge, point.verdict, point.reason)
            yield replace(row, judge=counts.judge, other=opinion)


def _disputed_first(rows: Iterable[Row]) -> Iterator[Row]:
    blocks: list[list[Row]] = []
    for row in rows:
        if row.group is not None and blocks:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    ordered = sorted(blocks, key=lambda block: not any(row.is_disputed for row in block))
    return chain.from_iterable(ordered)


def _point_row(point: PointResult) -> Row:
    kind = RowKind.POINT
    if point.pick is not None:
        kind = RowKind.GROUP
    elif point.group is not None:
        kind = RowKind.MEMBER
    return Row(
        kind=kind,
        id=point.id,
        text=point.point,
        need=point.need,
        weight=point.weight,
        verdict=point.confirmed,
        suggested=point.suggested,
        is_marked=point.marked,
        reason=point.reason,
        spans=point.spans,
        pick=point.pick,
        group=point.group,
        why=point.why,
        own_words=point.own_words,
        anchors=point.anchors,
    )
