"""The scorecard of a session, finished or not, from what is known of it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from interview_sim.assessment.calibration import calibrate, mean, rating_of, rating_share
from interview_sim.assessment.model import (
    AnswerResult,
    BankUsed,
    ClaimResult,
    DeletedText,
    DimensionResult,
    FactResult,
    JudgedBy,
    Musts,
    QuestionResult,
    Scorecard,
    SecondOpinion,
    Spread,
    TopicResult,
)
from interview_sim.assessment.score import gathered, judgement_of, marked, musts, rows_of, score_of
from interview_sim.assessment.scoring import scoring_for
from interview_sim.assessment.study import study_next
from interview_sim.assessment.summing import sum_up
from interview_sim.assessment.timing import session_seconds, time_score, time_use, unreached
from interview_sim.assessment.words import in_words
from interview_sim.bank.model import CaseStage, Question
from interview_sim.bank.scoring import Measure, Scoring
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.parts import AGAIN, MAIN, MORE, is_whole, question_of
from interview_sim.session import cases
from interview_sim.session.state import State, Turn


def build_scorecard(state: State, scoring: Scoring | None = None) -> Scorecard:
    """What the session was worth, as far as it has come: a pure function of its state.

    Suggestions are the latest judgements on record.

    Args:
        state: The session.
        scoring: What it is weighed by; the bank's own or the one that ships when absent.
    """
    scoring = scoring or scoring_for(state.header)
    header = state.header
    questions = tuple(question_result(state, index, scoring) for index in state.asked)
    dimensions = _dimensions(state, scoring, questions)
    score = _score(scoring, dimensions, questions)
    summed = sum_up(scoring, score, questions)
    scores = [question.score for question in questions if question.score is not None]
    counts = [marked(each.listed(answer)) for each in questions for answer in each.answers]
    return Scorecard(
        id=header.id,
        title=state.title,
        at=header.at,
        app_version=header.app_version,
        seed=header.seed,
        mode=state.mode.value,
        phase=state.phase.value,
        end_reason=state.end_reason.value if state.end_reason else None,
        rubric=scoring.label,
        judge=_judge(state),
        second=_second(state),
        score=score,
        band=summed.band,
        band_words=summed.words,
        so_far=summed.so_far,
        held_back=summed.held_back,
        spread=Spread(lowest=min(scores), highest=max(scores), n=len(scores)) if scores else None,
        answered=sum(question.main.is_answered for question in questions),
        asked=len(questions),
        planned=len(header.questions),
        seconds=session_seconds(state),
        budget=header.plan.total_seconds,
        marked=sum(words for words, _ in counts),
        markable=sum(points for _, points in counts),
        dimensions=dimensions,
        topics=_topics(questions),
        calibration=calibrate(questions),
        banks=tuple(BankUsed(id=b.id, title=b.title, hash=b.hash) for b in header.banks),
        questions=questions,
        study=study_next(questions),
        note=state.notes.get(None, ""),
        closing=state.said_before(len(state.turns)),
    )


# One question


def question_result(state: State, index: int, scoring: Scoring | None = None) -> QuestionResult:
    """What one question was worth, as far as the session has come."""
    scoring = scoring or scoring_for(state.header)
    drawn = state.drawn(index)
    question = drawn.question
    turns = state.turns_of(index)
    answers = tuple(_answer(state, scoring, turn) for turn in turns)
    judgements = [state.judgement(index, turn.part) or Judgement(judge="") for turn in turns]
    first = gathered(answers)
    is_single = sum(is_whole(answer.part) for answer in answers) == 1
    coverage = answers[0].score if is_single else score_of(first, scoring)
    probing = [a.score for a in answers if not is_whole(a.part) and a.score is not None]
    depth = mean(probing)
    judgement = None
    if scoring.dimension(Measure.JUDGEMENT) is not None:
        judgement = judgement_of([answer.points for answer in answers], scoring)
    covered, of = musts(first)
    prediction = state.predictions.get(index)
    ratings = dict(prediction.ratings) if prediction else {}
    rating = rating_of(ratings, Measure.JUDGEMENT)
    if judgement is None and rating is not None:
        judgement = rating_share(rating)
    return QuestionResult(
        index=index,
        number=state.asked.index(index) + 1,
        id=drawn.ref,
        name=question.name,
        kind=question.kind,
        level=question.level,
        topic=question.topic,
        prompt=question.prompt,
        score=scoring.weighted(((Measure.COVERAGE, coverage), (Measure.DEPTH, depth))),
        coverage=coverage,
        depth=depth,
        judgement=judgement,
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
        claims=_claims(state, index),
        deleted=tuple(
            DeletedText(
                text=passage.text,
                typed_ms=passage.typed_at,
                deleted_ms=passage.deleted_at,
                point=passage.point,
                deleted_after=turn.clock(passage.deleted_at) / 1000,
            )
            for turn, judgement in zip(turns, judgements, strict=True)
            for passage in judgement.deleted
        ),
        note=state.notes.get(index, ""),
        case=drawn.case.title if drawn.case else None,
        stage=drawn.case.name if drawn.case else None,
        facts=_facts(state, index, drawn.case) if drawn.case else (),
    )


def _facts(state: State, index: int, case: CaseStage) -> tuple[FactResult, ...]:
    """What could be asked for; nothing before the reveal, and nothing in stages that go on."""
    if index not in state.revealed or not (case.clarifies or case.number == 0):
        return ()
    told = {fact.id for fact in cases.told(state, index)} & cases.asked_for(state, case)
    return tuple(
        FactResult(id=fact.id, tell=fact.tell.strip(), told=fact.id in told) for fact in case.facts
    )


def _answer(state: State, scoring: Scoring, turn: Turn) -> AnswerResult:
    points = rows_of(state, turn, scoring)
    question = state.drawn(turn.question).question
    said = next((known for known in question.follow_ups if known.id == turn.part), None)
    score = None if turn.part.startswith(MORE) else score_of(points, scoring)
    judgement = state.judgement(turn.question, turn.part)
    answer = AnswerResult(
        part=turn.part,
        kind=turn.kind,
        ask=turn.ask,
        reason=in_words(question, turn.reason),
        text=turn.text,
        outcome=turn.outcome,
        asked_ms=turn.asked_at,
        began_ms=turn.began_at,
        first_edit_ms=turn.first_edit_at,
        closed_ms=turn.closed_at,
        seconds=turn.used(state.t) / 1000,
        budget=turn.budget / 1000,
        score=score,
        points=points,
        model_answer=_model_answer(question, turn.part),
        correction=said.correction if said else "",
        candour=judgement.candour if judgement else "",
        off_topic=judgement.off_topic if judgement else False,
        said=state.said_before(state.turns.index(turn)),
    )
    if scoring.passed is None:
        return answer
    if turn.part.startswith(MORE) or (turn.is_open and not turn.text.strip()):
        return replace(answer, score=None)
    return replace(answer, score=scoring.passed) if score is None and answer.is_passed else answer


def _model_answer(question: Question, part: str) -> str:
    try:
        return question_of(question, part).model_answer
    except KeyError:
        return ""


def _claims(state: State, index: int) -> tuple[ClaimResult, ...]:
    """The misconceptions suggested or spoken of by the candidate, in the bank's order."""
    judgements = (state.judgement(index, part) for part in (MAIN, AGAIN))
    suggested = {claim.id for judgement in judgements if judgement for claim in judgement.claims}
    words = {
        claim: confirmed
        for (question, _, claim), confirmed in state.claims.items()
        if question == index
    }
    return tuple(
        ClaimResult(
            id=known.id,
            claim=known.claim,
            correction=known.correction,
            confirmed=words.get(known.id),
        )
        for known in state.drawn(index).question.misconceptions
        if known.id in suggested or known.id in words
    )


# The whole interview


def _dimensions(
    state: State, scoring: Scoring, questions: tuple[QuestionResult, ...]
) -> tuple[DimensionResult, ...]:
    timely = [q.time_score for q in questions if q.time_score is not None]
    found = {
        Measure.COVERAGE: [q.coverage for q in questions if q.coverage is not None],
        Measure.DEPTH: [q.depth for q in questions if q.depth is not None],
        Measure.JUDGEMENT: [q.judgement for q in questions if q.judgement is not None],
        Measure.CLARITY: [rating_share(q.clarity) for q in questions if q.clarity is not None],
        Measure.TIME: [*timely, *([0.0] * unreached(state))],
    }
    return tuple(
        DimensionResult(
            id=dimension.id.value,
            title=dimension.title,
            weight=dimension.weight,
            score=mean(found[dimension.id]),
            n=len(found[dimension.id]),
        )
        for dimension in scoring.dimensions
    )


def _score(
    scoring: Scoring, dimensions: tuple[DimensionResult, ...], questions: tuple[QuestionResult, ...]
) -> float | None:
    """What the interview is worth; None where nothing said was weighed.

    Being in time with an answer that is held against nothing is not worth a score. Where some
    dimensions only lower it, the mean of the questions is the most that the others count for.
    """
    scores = {Measure(d.id): d.score for d in dimensions}
    if scores.get(Measure.COVERAGE) is None and scores.get(Measure.DEPTH) is None:
        return None
    carried = None
    if scoring.carries:
        carried = mean([question.score for question in questions if question.score is not None])
    return scoring.weighted(scores.items(), carried)


def _judge(state: State) -> JudgedBy:
    """Who judged: the judge of the latest judgement; nobody where there is none."""
    latest = [opinions[-1] for opinions in state.judgements.values()]
    return JudgedBy(name=latest[-1].judge, version=latest[-1].version) if latest else JudgedBy()


def _second(state: State) -> SecondOpinion | None:
    """How far the latest judgements by other judges agree with those that count."""
    points = disputed = 0
    latest: Judgement | None = None
    for turn in state.turns:
        key = turn.question, turn.part
        counts, other = state.judgement(*key), state.other_judgement(*key)
        if counts is not None and other is not None:
            latest = other
            theirs = other.leaves
            for name, point in counts.leaves.items():
                if name in theirs and name not in other.by_words:
                    points += 1
                    disputed += theirs[name].verdict is not point.verdict
    if latest is None:
        return None
    return SecondOpinion(
        name=latest.judge, version=latest.version, points=points, disputed=disputed
    )


def _topics(questions: Iterable[QuestionResult]) -> tuple[TopicResult, ...]:
    """Each topic with a score, in the order in which it came up."""
    scores: dict[str, list[float]] = {}
    for question in questions:
        if question.score is not None:
            scores.setdefault(question.topic, []).append(question.score)
    return tuple(
        TopicResult(topic=topic, score=sum(of) / len(of), n=len(of)) for topic, of in scores.items()
    )
