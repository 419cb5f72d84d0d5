"""The scorecard of a session, finished or not, from what is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from interview_sim.assessment.calibration import calibrate, mean, rating_of, rating_share
from interview_sim.assessment.model import (
    AnswerResult,
    BankUsed,
    ClaimResult,
    DeletedText,
    DimensionResult,
    JudgedBy,
    Musts,
    PointResult,
    QuestionResult,
    Scorecard,
    TopicResult,
)
from interview_sim.assessment.points import marked, musts, rows_of
from interview_sim.assessment.score import score_of
from interview_sim.assessment.scoring import Measure, Scoring, scoring_for
from interview_sim.assessment.study import study_next
from interview_sim.assessment.timing import session_seconds, time_score, time_use, unreached
from interview_sim.session.state import State, Turn


def build_scorecard(state: State, scoring: Scoring | None = None) -> Scorecard:
    """What the session was worth, as far as it has come: a pure function of its state.

    Suggestions are the latest judgements on record.

    Args:
        state: The session.
        scoring: What it is weighed by; the bank's own or the one that ships when absent.
    """
    return _Builder(state, scoring or scoring_for(state.header)).build()


class _Answer(NamedTuple):
    """What is known of one answer besides its turn."""

    points: tuple[PointResult, ...]
    claims: tuple[str, ...]
    deleted: tuple[DeletedText, ...]


class _Builder:
    """One scorecard in the making."""

    def __init__(self, state: State, scoring: Scoring) -> None:
        self._state = state
        self._scoring = scoring

    def build(self) -> Scorecard:
        state, scoring = self._state, self._scoring
        header = state.header
        questions = tuple(
            self._question(number, index) for number, index in enumerate(state.asked, 1)
        )
        dimensions = self._dimensions(questions)
        score = self._score(dimensions)
        band = scoring.band(score)
        words, points = self._marked(questions)
        return Scorecard(
            id=header.id,
            title=header.plan.title,
            at=header.at,
            app_version=header.app_version,
            seed=header.seed,
            mode=state.mode.value,
            phase=state.phase.value,
            end_reason=state.end_reason.value if state.end_reason else None,
            rubric=scoring.label,
            judge=_judge(state),
            score=score,
            band=band.title,
            band_words=band.words,
            asked=len(questions),
            planned=len(header.questions),
            seconds=session_seconds(state),
            budget=header.plan.total_seconds,
            marked=words,
            markable=points,
            dimensions=dimensions,
            topics=_topics(questions),
            calibration=calibrate(questions),
            banks=tuple(BankUsed(id=b.id, title=b.title, hash=b.hash) for b in header.banks),
            questions=questions,
            study=study_next(questions),
            note=state.notes.get(None, ""),
        )

    # One question

    def _question(self, number: int, index: int) -> QuestionResult:
        state, scoring = self._state, self._scoring
        drawn = state.drawn(index)
        question = drawn.question
        turns = state.turns_of(index)
        known = [self._answer(turn) for turn in turns]
        answers = tuple(map(self._result, turns, known))
        coverage = answers[0].score
        depth = mean([a.score for a in answers[1:] if a.score is not None])
        covered, of = musts(answers[0].points)
        prediction = state.predictions.get(index)
        ratings = dict(prediction.ratings) if prediction else {}
        return QuestionResult(
            index=index,
            number=number,
            id=drawn.ref,
            kind=question.kind,
            level=question.level,
            topic=question.topic,
            prompt=question.prompt,
            score=scoring.weighted(((Measure.COVERAGE, coverage), (Measure.DEPTH, depth))),
            coverage=coverage,
            depth=depth,
            clarity=rating_of(ratings, Measure.CLARITY),
            time_score=time_score(turns, scoring.time),
            predicted=ratings,
            confidence=prediction.confidence if prediction else None,
            musts=Musts(covered=covered, of=of),
            timed_out=turns[0].timed_out_by is not None,
            flagged=index in state.flagged,
            revealed=index in state.revealed,
            derived=not question.rubric,
            hints=sum(len(turn.hints) for turn in turns),
            time=time_use(turns, state.t),
            answers=answers,
            claims=self._claims(index, known[0].claims),
            deleted=tuple(text for answer in known for text in answer.deleted),
            note=state.notes.get(index, ""),
        )

    def _answer(self, turn: Turn) -> _Answer:
        points = rows_of(self._state, turn, self._scoring)
        judgement = self._state.judgement(turn.question, turn.part)
        if judgement is None:
            return _Answer(points, (), ())
        claims = tuple(claim.id for claim in judgement.claims) if turn.is_main else ()
        deleted = (
            DeletedText(
                text=passage.text,
                typed_ms=passage.typed_at,
                deleted_ms=passage.deleted_at,
                point=passage.point,
            )
            for passage in judgement.deleted
        )
        return _Answer(points, claims, tuple(deleted))

    def _result(self, turn: Turn, answer: _Answer) -> AnswerResult:
        return AnswerResult(
            part=turn.part,
            kind=turn.kind,
            ask=turn.ask,
            reason=turn.reason,
            text=turn.text,
            outcome=turn.outcome,
            asked_ms=turn.asked_at,
            began_ms=turn.began_at,
            first_edit_ms=turn.first_edit_at,
            closed_ms=turn.closed_at,
            seconds=turn.used(self._state.t) / 1000,
            budget=turn.budget / 1000,
            score=score_of(answer.points, self._scoring),
            points=answer.points,
        )

    def _claims(self, index: int, suggested_ids: tuple[str, ...]) -> tuple[ClaimResult, ...]:
        """The misconceptions suggested or spoken of by the candidate, in the bank's order."""
        words = {
            claim: confirmed
            for (question, _, claim), confirmed in self._state.claims.items()
            if question == index
        }
        return tuple(
            ClaimResult(
                id=known.id,
                claim=known.claim,
                correction=known.correction,
                confirmed=words.get(known.id),
            )
            for known in self._state.drawn(index).question.misconceptions
            if known.id in suggested_ids or known.id in words
        )

    # The whole interview

    def _dimensions(self, questions: tuple[QuestionResult, ...]) -> tuple[DimensionResult, ...]:
        clarity = (rating_share(q.clarity) for q in questions if q.clarity is not None)
        timely = [q.time_score for q in questions if q.time_score is not None]
        found = {
            Measure.COVERAGE: [q.coverage for q in questions if q.coverage is not None],
            Measure.DEPTH: [q.depth for q in questions if q.depth is not None],
            Measure.CLARITY: list(clarity),
            Measure.TIME: [*timely, *([0.0] * unreached(self._state))],
        }
        return tuple(
            DimensionResult(
                id=dimension.id.value,
                title=dimension.title,
                weight=dimension.weight,
                score=mean(found[dimension.id]),
                n=len(found[dimension.id]),
            )
            for dimension in self._scoring.dimensions
        )

    def _score(self, dimensions: tuple[DimensionResult, ...]) -> float | None:
        """The weighted mean of what was measured; None where nothing said was weighed.

        Being in time with an answer that is held against nothing is not worth a score.
        """
        scores = {Measure(d.id): d.score for d in dimensions}
        if scores.get(Measure.COVERAGE) is None and scores.get(Measure.DEPTH) is None:
            return None
        return self._scoring.weighted(scores.items())

    def _marked(self, questions: tuple[QuestionResult, ...]) -> tuple[int, int]:
        counts = [marked(answer.points) for question in questions for answer in question.answers]
        return sum(words for words, _ in counts), sum(points for _, points in counts)


def _judge(state: State) -> JudgedBy:
    """Who judged: the judge of the latest judgement; nobody where there is none."""
    latest = [opinions[-1] for opinions in state.judgements.values()]
    return JudgedBy(name=latest[-1].judge, version=latest[-1].version) if latest else JudgedBy()


def _topics(questions: Iterable[QuestionResult]) -> tuple[TopicResult, ...]:
    """Each topic with a score, in the order in which it came up."""
    scores: dict[str, list[float]] = {}
    for question in questions:
        if question.score is not None:
            scores.setdefault(question.topic, []).append(question.score)
    return tuple(
        TopicResult(topic=topic, score=sum(of) / len(of), n=len(of)) for topic, of in scores.items()
    )
