"""What the home screen tells, gathered from the services and put into rows and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from interview_sim.bank.terms import topic_in_full
from interview_sim.clock import parse_stamp
from interview_sim.errors import InterviewSimError
from interview_sim.progress.agenda import Agenda
from interview_sim.progress.drawing import WEEKS, calendar_lines, days_words
from interview_sim.tui.home.desk import DeskRow, Thing
from interview_sim.tui.present import (
    MUTED,
    clock,
    many,
    minutes,
    number,
    one_line,
    short_path,
    sparkline,
    when,
    when_stamped,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interview_sim.progress.history import History
    from interview_sim.services import Services
    from interview_sim.session.plan import Plan

QUICK = "quick-five"
_SCORES = 5
_LATE = "…"
_NOTHING = Agenda()


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What is known: before anything was read, only whether there is anything to be read."""

    has_past: bool = False
    """Whether a session was ever saved here."""
    now: datetime | None = None
    """When the rest was read; None: not yet."""
    loaded: str = ""
    """`23 questions · 3 banks`."""
    questions: int | None = None
    plan: Plan | None = None
    quick: Plan | None = None
    agenda: Agenda = _NOTHING
    regrade: str = ""
    """An old answer that is due for marking again, in words."""
    interview: date | None = None
    """The day of the interview, where one is set."""
    broken_files: int = 0
    unreadable: int = 0
    """Transcripts that cannot be used."""
    folder: str = ""
    is_visitor: bool = False
    """Whether someone else runs this, and keeps what is typed."""
    reads_along: bool = False
    """Whether a model on another machine gets what is answered."""
    problem: str = ""
    """What could not be read, in words."""


def gather(services: Services) -> HomeFacts:
    """Everything the home screen tells; reads files, so not for the thread that draws."""
    from interview_sim.progress.history import History

    history, problem = History(), services.config_problem or ""
    try:
        history = services.history()
    except InterviewSimError as error:
        problem = str(error)
    agenda = services.agenda(history)
    catalogue = services.catalogue
    questions = sum(len(loaded.outline.questions) for loaded in catalogue.banks)
    return HomeFacts(
        has_past=bool(history.sessions or history.unreadable),
        now=services.clock.now(),
        loaded=f"{many(questions, 'question')} · {many(len(catalogue.banks), 'bank')}",
        questions=questions,
        plan=services.last_plan,
        quick=services.plan(QUICK),
        agenda=agenda,
        regrade="" if agenda.mark else _regrade(services, history),
        interview=services.interview_day,
        broken_files=len({problem.file for problem in catalogue.problems if problem.is_error}),
        unreadable=len(history.unreadable),
        folder=short_path(services.paths.transcripts),
        is_visitor=services.paths.is_visitor,
        reads_along=services.settings.endpoint.reads_along,
        problem=problem,
    )


def _regrade(services: Services, history: History) -> str:
    """What is said of the answer that is due for marking again."""
    from interview_sim.together.regrade import due_for_regrade

    if not history.sessions:
        return ""
    due = due_for_regrade(history, services.store, services.clock)
    if due is None:
        return ""
    at = when(due.marked_at, services.clock.now())
    return f"{many(due.points, 'point')} to mark once more, from {at}"


def home_rows(facts: HomeFacts) -> list[DeskRow]:
    """The rows. Until anything was saved those of the past are left out; later they stay."""
    rows = []
    if facts.has_past:
        rows += [
            _late(facts, Thing("resume", "Go on"), _go_on(facts), "no interview is open"),
            _late(facts, Thing("mark", "Mark your answers"), _mark(facts), "nothing"),
            _late(facts, Thing("due", "Due today"), _due(facts), _next_due(facts)),
            _late(facts, Thing("weakest", "Weakest topic"), _weakest(facts), _TOO_EARLY),
        ]
    return [
        *rows,
        DeskRow((Thing("start", "Start an interview"),), _plan_words(facts)),
        DeskRow(
            (
                Thing("setup", "Choose a plan"),
                Thing("quick", "Quick five"),
                Thing("study", "Study without a clock"),
            )
        ),
        DeskRow(
            (
                Thing("history", "History"),
                *([Thing("progress", "Where you stand")] if facts.has_past else []),
                *([Thing("debrief", "Debrief")] if facts.has_past else []),
                Thing("banks", "Question banks"),
            )
        ),
        DeskRow((Thing("settings", "Settings"), Thing("help", "Help"))),
    ]


def _late(facts: HomeFacts, thing: Thing, words: str, nothing: str) -> DeskRow:
    """A row that is there before it is known what it says, and where it says nothing."""
    otherwise = _LATE if facts.now is None else nothing
    return DeskRow((thing,), words or otherwise, is_open=bool(words))


def _go_on(facts: HomeFacts) -> str:
    session = facts.agenda.go_on
    if session is None:
        return ""
    at = f"question {max(1, session.asked)} of {session.planned}"
    left = "" if session.left is None else f", {clock(session.left)} left"
    since = when_stamped(session.at, facts.now) if facts.now else ""
    return f"{since}, {at}{left}"


def _mark(facts: HomeFacts) -> str:
    session = facts.agenda.mark
    if session is None:
        return facts.regrade
    if session.marked:
        done = f"{session.marked} of {many(session.markable, 'point')} done"
    else:
        done = f"{many(session.asked, 'question')} {'waits' if session.asked == 1 else 'wait'}"
    at = parse_stamp(session.at)
    day = f", {_day(at, facts.now)}" if at and facts.now else ""
    return f"{done}: {one_line(session.title)}{day}"


def _due(facts: HomeFacts) -> str:
    agenda = facts.agenda
    if not agenda.due:
        return ""
    offered, all_of_them = len(agenda.due_now), len(agenda.due)
    of = f"{offered} of " if offered < all_of_them else ""
    return f"{of}{many(all_of_them, 'question')}, about {minutes(agenda.due_minutes)}"


def _weakest(facts: HomeFacts) -> str:
    agenda = facts.agenda
    if not agenda.weak:
        return ""
    topic = one_line(topic_in_full(agenda.weak_topic))
    return f"{topic}: {many(len(agenda.weak), 'question')}, about {minutes(agenda.weak_minutes)}"


def _next_due(facts: HomeFacts) -> str:
    at, now = facts.agenda.next_due, facts.now
    if at is None or now is None:
        return "nothing"
    return f"nothing yet, next {_day(at, now)}"


def _day(at: datetime, now: datetime) -> str:
    """The day of a moment as people say it, within the week by its name."""
    day, today = at.astimezone().date(), now.astimezone().date()
    days = (day - today).days
    if abs(days) < _WEEK:
        return _NEAR.get(days) or f"{day:%A}"
    return f"{day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")


_WEEK = 7
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def _plan_words(facts: HomeFacts) -> str:
    plan = facts.plan
    if plan is None:
        return ""
    title = _length(plan) if plan.name == "custom" else one_line(plan.title)
    return f"{title} (last used)" if facts.has_past else title


def _length(plan: Plan) -> str:
    return f"{many(plan.questions, 'question')}, {minutes(plan.minutes)}"


# Below the rows, or on a wide screen beside them


def past_words(facts: HomeFacts) -> str:
    """The days until the interview, the last scores and the weakest topics.

    At the first start, what Enter does.
    """
    words = _past_words(facts)
    if facts.interview is None or facts.now is None:
        return words
    day, today = facts.interview, facts.now.astimezone().date()
    said = f"{'interview':<12}{days_words(day, today)}, {day:%a} {day.day} {day:%b}"
    return f"{said}\n{words}" if words else said


_STAYS = "nothing leaves this machine"


def _past_words(facts: HomeFacts) -> str:
    agenda, plan = facts.agenda, facts.plan
    if not facts.has_past:
        if plan is None:
            return ""
        count = min(plan.questions, facts.questions or plan.questions)
        kept = _STAYS
        if facts.is_visitor:
            kept = "whoever runs this server can read them"
        elif facts.reads_along:
            kept = "the model that you set up gets them, too"
        return (
            f"Enter opens your first interview: {many(count, 'question')} in "
            f"{minutes(plan.minutes)}.\nYou type your answers; {kept}."
        )
    if not agenda.scores:
        none = "Your scores appear here once you have marked an interview."
        if agenda.is_unanswered:
            none = "Nothing was answered so far, so there is no score to show."
        return "" if facts.now is None else none
    weakest = " · ".join(weakest_topics(agenda)) or _TOO_EARLY
    return f"{_last_scores(agenda.scores[-_SCORES:])}\n{'weakest':<12}{weakest}"


def _last_scores(scores: Sequence[float]) -> str:
    numbers = " ".join(number(round(score)) for score in scores)
    if len(scores) == 1:
        return f"{'last score':<12}{numbers}"
    title = f"last {_NUMBERS[len(scores)]}"
    return f"{title:<12}{sparkline(scores)}  {numbers}"


_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}
_TOO_EARLY = "too early to tell"


def weakest_topics(agenda: Agenda) -> list[str]:
    """The weakest topics, each with its mean and the number of answers that it rests on."""
    return [
        f"{one_line(topic_in_full(t.topic))} {number(round(t.score))} ({t.n})"
        for t in agenda.weakest
    ]


def wide_words(facts: HomeFacts) -> Content:
    """The right half of a wide screen: the trend, the weakest topics, the calendar."""
    agenda, now = facts.agenda, facts.now
    if not facts.has_past or now is None:
        return Content("")
    parts: list[tuple[str, list[str]]] = []
    if agenda.scores:
        last = " ".join(number(round(score)) for score in agenda.scores[-_SCORES:])
        parts.append((f"last scores · {last}", trend_lines(agenda.scores)))
        parts.append(("weakest topics (answers)", weakest_topics(agenda) or [_TOO_EARLY]))
    lines = calendar_lines(agenda.sittings, now.astimezone().date())
    parts.append((f"sessions of the last {WEEKS} weeks", lines))
    blocks = (
        Content("\n").join([Content.styled(title, MUTED), *map(Content, body)])
        for title, body in parts
    )
    return Content("\n\n").join(blocks)


_ROWS = 6
"""Lines that the bars of the trend are high."""
_EIGHTHS = " ▁▂▃▄▅▆▇█"


def trend_lines(scores: Sequence[float]) -> list[str]:
    """The scores as bars on a scale from 0 to 100, the newest at the right."""
    heights = [round(min(100.0, max(0.0, score)) / 100 * _ROWS * 8) or 1 for score in scores]
    lines = []
    for row in reversed(range(_ROWS)):
        mark = {_ROWS - 1: "100", 0: "0"}.get(row, "")
        bars = (_EIGHTHS[min(8, max(0, height - row * 8))] for height in heights)
        lines.append(f"{mark:>3} {' '.join(bars)}".rstrip())
    return lines


def problem_words(facts: HomeFacts) -> list[str]:
    """What is wrong, one quiet line each."""
    lines = []
    if facts.broken_files:
        have = "has" if facts.broken_files == 1 else "have"
        lines.append(f"{many(facts.broken_files, 'bank file')} {have} problems · b to see")
    if facts.unreadable:
        lines.append(f"{many(facts.unreadable, 'transcript')} cannot be read · h to see")
    if facts.questions == 0:
        lines.append("no question could be loaded, so there is nothing to ask · b to see")
    if facts.problem:
        lines.append(one_line(facts.problem))
    return lines
