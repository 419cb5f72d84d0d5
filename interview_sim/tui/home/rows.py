"""What the home screen tells, gathered from the services and put into rows and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interview_sim.errors import InterviewSimError
from interview_sim.tui.present import (
    clock,
    many,
    number,
    one_line,
    short_path,
    sparkline,
    when,
    when_stamped,
)
from interview_sim.tui.widgets.lists import Row

if TYPE_CHECKING:
    from interview_sim.bank.catalogue import Catalogue
    from interview_sim.progress.history import History
    from interview_sim.services import Services
    from interview_sim.session.plan import Plan

QUICK = "quick-five"
_SCORES = 5


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What is known; before anything was read, nothing."""

    loaded: str = ""
    """`3 banks · 23 questions`."""
    questions: int | None = None
    plan: Plan | None = None
    quick: Plan | None = None
    unfinished: str | None = None
    """The id of the session to resume."""
    unfinished_words: str = ""
    regrade: str = ""
    """An old answer that is due for marking again, in words."""
    sessions: int | None = None
    scores: tuple[float, ...] = ()
    """The last scores, the newest last."""
    weakest: str = ""
    due: int = 0
    """Questions that are due again."""
    broken_files: int = 0
    unreadable: int = 0
    """Transcripts that cannot be used."""
    folder: str = ""
    problem: str = ""
    """What could not be read, in words."""


def gather(services: Services) -> HomeFacts:
    """Everything the home screen tells; reads files, so not for the thread that draws."""
    from interview_sim.progress.history import History

    catalogue = services.fresh_catalogue()
    questions = sum(len(loaded.outline.questions) for loaded in catalogue.banks)
    banks = many(len(catalogue.banks), "bank")
    broken = {problem.file for problem in catalogue.problems if problem.is_error}
    history, problem = History(), services.config_problem or ""
    try:
        history = services.history()
    except InterviewSimError as error:
        problem = str(error)
    weakest = history.weakest
    unfinished, words = _unfinished(services, history)
    return HomeFacts(
        loaded=f"{banks} · {many(questions, 'question')}",
        questions=questions,
        plan=services.last_plan,
        quick=services.plan(QUICK),
        unfinished=unfinished,
        unfinished_words=words,
        regrade=_regrade(services, history),
        sessions=len(history.sessions),
        scores=history.last_scores(_SCORES),
        weakest=f"{one_line(weakest.topic)} ({many(weakest.n, 'answer')})" if weakest else "",
        due=_due(services, history, catalogue),
        broken_files=len(broken),
        unreadable=len(history.unreadable),
        folder=short_path(services.paths.transcripts),
        problem=problem,
    )


def _unfinished(services: Services, history: History) -> tuple[str | None, str]:
    """The session to resume and what is said of it."""
    summary = services.unfinished(history)
    if summary is None:
        return None, ""
    try:
        state = services.read(summary.id).state
    except InterviewSimError:  # gone or broken since the history was read
        return None, ""
    parts = [when_stamped(state.at, services.clock.now())] if state.at else []
    if state.is_over:
        parts.append("all answered, not assessed yet")
    else:
        number_at = max(0, state.question_index) + 1
        parts.append(f"question {number_at} of {len(state.header.questions)}")
        if summary.left is not None:
            parts.append(f"{clock(summary.left)} left")
    return summary.id, ", ".join(parts)


def _regrade(services: Services, history: History) -> str:
    """What is said of the answer that is due for marking again."""
    from interview_sim.together.regrade import due_for_regrade

    if not history.sessions:
        return ""
    due = due_for_regrade(history, services.store, services.clock)
    if due is None:
        return ""
    at = when(due.marked_at, services.clock.now())
    return f"marked {at} · {many(due.points, 'point')}, blind"


def _due(services: Services, history: History, catalogue: Catalogue) -> int:
    """How many questions of the banks that are here are due again."""
    from interview_sim.progress.schedule import Schedule

    due = Schedule.of(history).overdue(services.clock.now())
    return sum(
        f"{bank.id}:{question.id}" in due
        for bank in (catalogue.banks if due else ())
        for question in bank.outline.questions
    )


def home_rows(facts: HomeFacts) -> list[Row]:
    """The rows; those with nothing behind them are left out."""
    plan = facts.plan
    rows = [
        Row("start", "Start an interview", _plan_words(plan, facts), "Enter"),
        Row("setup", "Choose a plan", "length, topics, level, mode", "c"),
        Row(
            "quick",
            "Quick five",
            _length(facts.quick),
            "5",
        ),
    ]
    if facts.unfinished:
        rows.append(Row("resume", "Resume", facts.unfinished_words, "r"))
    if facts.regrade:
        rows.append(Row("regrade", "Mark an old answer again", facts.regrade, "m"))
    rows.append(Row("replay", "Replay a transcript", "", "p"))
    if facts.sessions or facts.unreadable:
        last = f", last {number(round(facts.scores[-1]))}" if facts.scores else ""
        rows.append(Row("history", "History", f"{many(facts.sessions or 0, 'session')}{last}", "h"))
    rows.append(Row("banks", "Question banks", "", "b"))
    rows.append(Row("settings", "Settings", "", ","))
    rows.append(Row("help", "Help", "", "?"))
    return rows


def _plan_words(plan: Plan | None, facts: HomeFacts) -> str:
    if plan is None:
        return ""
    title = _length(plan) if plan.name == "custom" else one_line(plan.title)
    return f"{title} (last used)" if facts.sessions else title


def _length(plan: Plan | None) -> str:
    if plan is None:
        return "5 questions, 15 minutes"
    return f"{many(plan.questions, 'question')}, {_minutes(plan)}"


def _minutes(plan: Plan) -> str:
    return f"{number(plan.minutes)} minute{'' if plan.minutes == 1 else 's'}"


def history_words(facts: HomeFacts) -> str:
    """The last scores, the weakest topic and what is due; at the first start, what Enter does."""
    if facts.sessions == 0 and facts.plan is not None:
        plan = facts.plan
        count = min(plan.questions, facts.questions or plan.questions)
        return (
            f"Enter starts right away: {many(count, 'question')} in {_minutes(plan)}.\n"
            "You type your answers; nothing leaves this machine."
        )
    parts = []
    if facts.scores:
        numbers = " ".join(number(round(score)) for score in facts.scores)
        count = len(facts.scores)
        title = "last score" if count == 1 else f"last {_NUMBERS.get(count, count)}"
        bars = f"{sparkline(facts.scores)}  " if count > 1 else ""
        parts.append(f"{title}   {bars}{numbers}")
    if facts.weakest:
        parts.append(f"weakest: {facts.weakest}")
    lines = ["      ".join(parts)] if parts else []
    if facts.due:
        are = "is" if facts.due == 1 else "are"
        lines.append(f"{many(facts.due, 'question')} {are} due again · c to choose")
    return "\n".join(lines)


_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


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
