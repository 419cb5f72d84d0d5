"""Where a candidate stands: results by topic and level, their trend, and how well expected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from interview_sim.assessment.calibration import SURE
from interview_sim.bank.model import Level
from interview_sim.clock import local_day
from interview_sim.progress.history import ENOUGH, LATEST, History
from interview_sim.progress.summary import QuestionDetail, QuestionSummary

if TYPE_CHECKING:
    from interview_sim.bank.catalogue import LoadedBank
    from interview_sim.progress.samples import SampleMarks

ENOUGH_FOR_TREND = 3
"""Days or weeks with an answer before a trend is drawn."""

ENOUGH_POINTS = 30
"""Points that were expected and marked before a reliability is shown."""

BINS = 5

FIGURES = ("score", "musts", "depth", "judgement", "time")
"""The figures of a part that tables show."""

MOST_MISSES = 8
"""Points that are named which were missed and thought covered."""

_LONGEST_IN_DAYS = 21


class Figure(Struct, frozen=True):
    """A mean, and what it rests on."""

    value: float | None
    """0..100; None where there was nothing to measure."""
    n: int
    """How many answers."""

    @property
    def is_enough(self) -> bool:
        """Whether it is not too early to tell."""
        return self.value is not None and self.n >= ENOUGH


class Part(Struct, frozen=True, kw_only=True):
    """The figures of one topic, of one level, or of all."""

    name: str
    score: Figure
    musts: Figure
    """Share of the `must` points covered."""
    coverage: Figure
    depth: Figure
    judgement: Figure
    time: Figure
    """How answers kept to their time."""


class Period(Struct, frozen=True, kw_only=True):
    """A day or a week of the trend."""

    first: date
    days: int
    """1 or 7."""
    score: float
    n: int
    """Answers that were scored in it."""


class Bin(Struct, frozen=True, kw_only=True):
    """Points to which a candidate gave about the same chance of being covered."""

    low: float
    high: float
    n: int
    expected: float | None
    """Mean chance given, 0..1."""
    covered: float | None
    """Share that was covered by the candidate's own marks, a point partly covered as a half."""


class ConfidentMiss(Struct, frozen=True, kw_only=True):
    """A point that was missed in an answer that was thought to cover most."""

    ref: str
    """`bank:question`."""
    point: str
    """The point's id."""
    title: str
    """What lists call the question."""
    day: date | None
    expected: float


class Ledger(Struct, frozen=True, kw_only=True):
    """What was expected before the reveal, beside the candidate's marks and the judge's.

    Bias is the mean chance given less the share covered, on 0..100: above 0 more was expected than
    came. The Brier score is the mean square of that difference point by point, 0..1, where 0 is
    perfect and 0.25 is what one half everywhere would get (Brier, 1950). The bins are those of a
    reliability diagram (Murphy and Winkler, 1977).
    """

    points: int
    """Points that were rated blind and marked."""
    bias: float | None
    brier: float | None
    bins: tuple[Bin, ...]
    judged: int
    """Points on which there are a mark and a suggestion."""
    judge_bias: float | None
    """The suggestions' share covered less the marks', on 0..100: above 0 the judge is kinder."""
    misses: tuple[ConfidentMiss, ...]
    """Newest first."""
    sample_points: int = 0
    """Points marked on sample answers, of which it is known what they cover."""
    sample_bias: float | None = None
    """The credit given less what was so, on 0..100: above 0 the marks were kind."""
    sample_brier: float | None = None

    @property
    def is_enough(self) -> bool:
        """Whether bias, Brier score and bins say anything."""
        return self.points >= ENOUGH_POINTS


class Standing(Struct, frozen=True, kw_only=True):
    """All of it."""

    sessions: int
    """Sessions whose assessment is closed."""
    answers: int
    whole: Part
    topics: tuple[Part, ...]
    """The weakest first; those of which it is too early to tell come last."""
    levels: tuple[Part, ...]
    trend: tuple[Period, ...]
    """Oldest first."""
    sittings: Mapping[date, int]
    """Sessions by the local day on which they were made."""
    ledger: Ledger

    @property
    def has_trend(self) -> bool:
        """Whether there is enough to draw one."""
        return len(self.trend) >= ENOUGH_FOR_TREND


class _Answer(NamedTuple):
    """One question of a session whose assessment is closed."""

    day: date | None
    question: QuestionSummary
    detail: QuestionDetail


def standing(
    history: History, *, since: date | None = None, samples: Sequence[SampleMarks] = ()
) -> Standing:
    """Where the candidate stands.

    Args:
        history: The saved sessions; only those count whose assessment is closed.
        since: Leave out what was before this local day.
        samples: How sample answers were marked.
    """
    samples = [marks for marks in samples if _counts(local_day(marks.at), since)]
    answers = list(_answers(history, since))
    topics: dict[str, list[_Answer]] = defaultdict(list)
    levels: dict[str, list[_Answer]] = {level: [] for level in Level}
    for answer in answers:
        topics[answer.question.topic.split("/", 1)[0]].append(answer)
        levels.setdefault(answer.detail.level, []).append(answer)
    return Standing(
        sessions=sum(since is None or _counts(s.day, since) for s in history.scored),
        answers=sum(answer.question.score is not None for answer in answers),
        whole=_part("all", answers),
        topics=tuple(sorted((_part(*item) for item in topics.items()), key=_weakest_first)),
        levels=tuple(_part(*item) for item in levels.items() if item[1]),
        trend=tuple(_trend(answers)),
        sittings={day: n for day, n in history.sittings.items() if _counts(day, since)},
        ledger=_ledger(answers, samples),
    )


def _answers(history: History, since: date | None) -> Iterator[_Answer]:
    """Everything that was marked, newest first."""
    for session in history.scored:
        day = session.day
        if _counts(day, since):
            pairs = zip(session.questions, session.details, strict=True)
            yield from (_Answer(day, *pair) for pair in reversed(list(pairs)))


def _counts(day: date | None, since: date | None) -> bool:
    return since is None or (day is not None and day >= since)


def _part(name: str, answers: Sequence[_Answer]) -> Part:
    latest = [answer for answer in answers if answer.question.score is not None][:LATEST]
    details = [answer.detail for answer in latest]
    musts = [d.musts[0] / d.musts[1] * 100 for d in details if d.musts[1] and d.is_answered]
    return Part(
        name=name,
        score=_figure(answer.question.score for answer in latest),
        musts=_figure(musts),
        coverage=_figure(detail.coverage for detail in details),
        depth=_figure(detail.depth for detail in details),
        judgement=_figure(detail.judgement for detail in details),
        time=_figure(detail.time for detail in details),
    )


def _figure(values: Iterable[float | None]) -> Figure:
    known = [value for value in values if value is not None]
    return Figure(sum(known) / len(known) if known else None, len(known))


def _weakest_first(part: Part) -> tuple[bool, float, str]:
    return (not part.score.is_enough, part.score.value or 0.0, part.name)


def _trend(answers: Sequence[_Answer]) -> Iterator[Period]:
    """By day while there are only three weeks of it, then by week from Monday."""
    dated = [(a.day, a.question.score) for a in answers if a.day and a.question.score is not None]
    if not dated:
        return
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    days = 1 if (last - first).days < _LONGEST_IN_DAYS else 7
    scores: dict[date, list[float]] = defaultdict(list)
    for day, score in dated:
        scores[day if days == 1 else day - timedelta(days=day.weekday())].append(score)
    for start in sorted(scores):
        of = scores[start]
        yield Period(first=start, days=days, score=sum(of) / len(of), n=len(of))


# What was expected


def _ledger(answers: Sequence[_Answer], samples: Sequence[SampleMarks]) -> Ledger:
    rated: list[list[tuple[float, _Counts]]] = [[] for _ in range(BINS)]
    for _, _, detail in answers:
        chance, own = detail.expected, detail.own
        if chance is not None and any(own):
            rated[min(BINS - 1, int(chance * BINS))].append((chance, own))
    bins = tuple(_bin(number, pairs) for number, pairs in enumerate(rated))
    points = sum(each.n for each in bins)
    bias = brier = None
    if points:
        over = sum(chance * sum(own) - _credit(own) for pairs in rated for chance, own in pairs)
        bias = 100 * over / points
        brier = sum(_squares(chance, own) for pairs in rated for chance, own in pairs) / points
    marked = [answer.detail for answer in answers if any(answer.detail.own)]
    judged = sum(sum(detail.own) for detail in marked)
    kinder = sum(_credit(detail.judged) - _credit(detail.own) for detail in marked)
    known = sum(marks.points for marks in samples)
    return Ledger(
        points=points,
        bias=bias,
        brier=brier,
        bins=bins,
        judged=judged,
        judge_bias=100 * kinder / judged if judged else None,
        misses=tuple(_misses(answers)),
        sample_points=known,
        sample_bias=100 * sum(marks.kinder for marks in samples) / known if known else None,
        sample_brier=sum(marks.squares for marks in samples) / known if known else None,
    )


_Counts = tuple[int, int, int]


def _credit(counts: _Counts) -> float:
    covered, partly, _ = counts
    return covered + partly / 2


def _squares(chance: float, counts: _Counts) -> float:
    covered, partly, missed = counts
    return covered * (chance - 1) ** 2 + partly * (chance - 0.5) ** 2 + missed * chance**2


def _bin(number: int, within: Sequence[tuple[float, _Counts]]) -> Bin:
    n = sum(sum(own) for _, own in within)
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        n=n,
        expected=sum(chance * sum(own) for chance, own in within) / n if n else None,
        covered=sum(_credit(own) for _, own in within) / n if n else None,
    )


def _misses(answers: Sequence[_Answer]) -> Iterator[ConfidentMiss]:
    """Points missed though most was thought covered, each once, by the latest answer."""
    answered: set[str] = set()
    for day, question, detail in answers:
        if question.ref in answered:
            continue
        answered.add(question.ref)
        if detail.expected is None or detail.expected < SURE:
            continue
        for point in detail.missed:
            yield ConfidentMiss(
                ref=question.ref,
                point=point,
                title=question.title,
                day=day,
                expected=detail.expected,
            )


def in_words(misses: Iterable[ConfidentMiss], banks: Iterable[LoadedBank]) -> list[str]:
    """What each point says, as its bank has it now; its id where it is not there any more."""
    known = {loaded.id: loaded for loaded in banks}
    words = []
    for miss in misses:
        bank_id, _, question_id = miss.ref.partition(":")
        loaded = known.get(bank_id)
        question = loaded.bank.question(question_id) if loaded else None
        leaves = question.leaves() if question else ()
        said = next((leaf.point for leaf in leaves if leaf.id == miss.point), miss.point)
        words.append(" ".join(said.split()))
    return words
