"""Fills in the plain record of a session that the exporters write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interview_sim.assessment.model import (
    Calibration,
    FollowUpResult,
    PointResult,
    QuestionResult,
    Scorecard,
)
from interview_sim.exchange.session_exporters.document import (
    Answer,
    BankUsed,
    Calibrated,
    Change,
    Claim,
    Deleted,
    Dimension,
    Moment,
    Musts,
    Point,
    Question,
    Session,
    Stop,
    Study,
    TimeSpent,
    Topic,
)
from interview_sim.figures import one_decimal, three_decimals
from interview_sim.session.events import Asked, Edit, Event, FollowUpAsked, Started
from interview_sim.session.fold import apply, begin
from interview_sim.session.state import Phase, Turn
from interview_sim.transcript.reader import Transcript
from interview_sim.transcript.replay import Replay


def build_session(transcript: Transcript, scorecard: Scorecard) -> Session:
    """The session as plain data: what was asked, answered and typed, and what it was worth.

    Args:
        transcript: The session; one that is not finished will do.
        scorecard: The scorecard of the same session, with its times of coverage.
    """
    return _Builder(transcript, scorecard).build()


class _Builder:
    """One record in the making."""

    def __init__(self, transcript: Transcript, scorecard: Scorecard) -> None:
        self._transcript = transcript
        self._state = transcript.state
        self._card = scorecard
        self._edits: dict[tuple[int, str], list[Change]] = {}
        self._reading: dict[int, int] = {}
        self._numbers = {index: number for number, index in enumerate(self._state.asked, 1)}
        self._read_events()

    def build(self) -> Session:
        card, state, header = self._card, self._state, self._transcript.header
        events = self._transcript.events
        return Session(
            id=card.id,
            anonymous=False,
            title=card.title,
            at=card.at,
            app_version=header.app_version,
            mode=card.mode,
            seed=card.seed,
            phase=card.phase,
            end_reason=card.end_reason,
            planned=card.planned,
            asked=card.asked,
            started_ms=next((event.t for event in events if isinstance(event, Started)), None),
            ended_ms=state.ended_at,
            duration_ms=state.t,
            budget_ms=round(card.session_budget * 1000),
            used_ms=round(card.session_seconds * 1000),
            score=one_decimal(card.score),
            band=card.band,
            band_words=card.band_words,
            rubric=card.rubric,
            matcher=card.matcher,
            marked=card.marked,
            markable=card.markable,
            dimensions=tuple(
                Dimension(
                    id=d.id, title=d.title, weight=d.weight, score=one_decimal(d.score), n=d.n
                )
                for d in card.dimensions
            ),
            topics=tuple(Topic(topic=t.topic, score=round(t.score, 1), n=t.n) for t in card.topics),
            calibration=_calibrated(card.calibration),
            banks=tuple(BankUsed(id=b.id, title=b.title, hash=b.hash) for b in header.banks),
            questions=tuple(self._question(question) for question in card.questions),
            study=tuple(
                Study(question=s.question, point=s.point, text=s.text, topic=s.topic, why=s.why)
                for s in card.study
            ),
            stops=_stops(events),
            moments=self._moments(),
            note=card.note,
            problems=tuple(str(problem) for problem in self._transcript.problems),
        )

    def _read_events(self) -> None:
        """What a finished answer no longer says: how it was typed, what time there was to read."""
        key = (-1, "")
        for event in self._transcript.events:
            if isinstance(event, Asked):
                key = (event.question, "")
                self._reading[event.question] = event.reading
            elif isinstance(event, FollowUpAsked):
                key = (event.question, event.id)
            elif isinstance(event, Edit):
                change = Change(
                    t_ms=event.t, at_char=event.at_char, delete=event.delete, ins=event.ins
                )
                self._edits.setdefault(key, []).append(change)

    def _question(self, result: QuestionResult) -> Question:
        drawn = self._state.drawn(result.index).question
        covered, of = result.musts
        time = result.time
        return Question(
            number=self._numbers[result.index],
            id=result.id,
            kind=drawn.kind,
            level=drawn.level,
            topic=result.topic,
            prompt=result.prompt,
            score=one_decimal(result.score),
            coverage=one_decimal(result.coverage),
            depth=one_decimal(result.depth),
            clarity=result.clarity,
            time_score=one_decimal(result.time_score),
            predicted=result.predicted,
            confidence=result.confidence,
            musts=Musts(covered=covered, of=of),
            flagged=result.flagged,
            revealed=result.revealed,
            derived=result.derived,
            hints=result.hints,
            time=TimeSpent(
                reading=three_decimals(time.reading),
                thinking=three_decimals(time.thinking),
                writing=three_decimals(time.writing),
                paused=three_decimals(time.paused),
                over=three_decimals(time.over),
            ),
            answers=self._answers(result),
            claims=tuple(
                Claim(id=c.id, claim=c.claim, correction=c.correction, confirmed=c.confirmed)
                for c in result.claims
            ),
            deleted=tuple(
                Deleted(text=d.text, typed_ms=d.typed_at, deleted_ms=d.deleted_at, point=d.point)
                for d in result.deleted
            ),
            note=result.note,
        )

    def _answers(self, result: QuestionResult) -> tuple[Answer, ...]:
        main, *later = self._state.turns_of(result.index)
        known: dict[str, FollowUpResult] = {f.id: f for f in result.follow_ups}
        return (
            self._answer(main, result.coverage, result.points),
            *(
                self._answer(turn, known[turn.part].score, known[turn.part].points)
                for turn in later
                if turn.part in known
            ),
        )

    def _answer(self, turn: Turn, score: float | None, points: Iterable[PointResult]) -> Answer:
        return Answer(
            part=turn.part,
            kind=turn.kind,
            ask=turn.ask,
            reason=turn.reason,
            text=turn.text,
            outcome=turn.outcome.value,
            asked_ms=turn.asked_at,
            began_ms=turn.began_at,
            first_edit_ms=turn.first_edit_at,
            closed_ms=turn.closed_at,
            reading_ms=self._reading.get(turn.question, 0) if turn.is_main else 0,
            budget_ms=turn.budget,
            used_ms=turn.used(self._state.t),
            score=one_decimal(score),
            points=tuple(_point(point) for point in points),
            edits=tuple(self._edits.get((turn.question, turn.part), ())),
        )

    def _moments(self) -> tuple[Moment, ...]:
        return tuple(
            Moment(
                t_ms=mark.t,
                kind=mark.kind.value,
                question=self._numbers.get(mark.question, 0),
                part=mark.part,
                until_ms=mark.until,
                label=mark.label,
            )
            for mark in Replay(self._transcript).marks()
        )


def _stops(events: Sequence[Event]) -> tuple[Stop, ...]:
    """When the clocks stood: by so much a deadline is moved on, they stood until then."""
    header = events[0]
    state = begin(header)  # type: ignore[arg-type]  # a transcript's first event is its header
    stops: list[Stop] = []
    for event in events[1:]:
        after = apply(state, event)
        before, now = state.session_deadline, after.session_deadline
        if before is not None and now is not None and now > before:
            stops.append(Stop(from_ms=event.t - (now - before), until_ms=event.t))
        state = after
    if state.phase is Phase.PAUSED and state.paused_at is not None and state.t > state.paused_at:
        stops.append(Stop(from_ms=state.paused_at, until_ms=state.t))
    return tuple(stops)


def _point(row: PointResult) -> Point:
    return Point(
        id=row.id,
        point=row.point,
        need=row.need,
        weight=three_decimals(row.weight),
        verdict=row.confirmed,
        suggested=row.suggested,
        marked=row.marked,
        share=three_decimals(row.share),
        strength=three_decimals(row.strength),
        reason=row.reason,
        evidence=row.evidence,
        spans=row.spans,
        group=row.group,
        pick=row.pick,
        first_covered_ms=row.first_covered_ms,
    )


def _calibrated(calibration: Calibration) -> Calibrated:
    return Calibrated(
        n=calibration.n,
        predicted=one_decimal(calibration.predicted),
        confirmed=one_decimal(calibration.confirmed),
        difference=one_decimal(calibration.difference),
        mean_error=one_decimal(calibration.mean_error),
        confidence=one_decimal(calibration.confidence),
        words=calibration.words,
    )
