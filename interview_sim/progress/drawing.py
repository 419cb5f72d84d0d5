"""Where one stands as lines of plain text, for the command line and the screen alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from interview_sim.assessment.text import wrap
from interview_sim.bank.terms import topic_in_full, topic_in_sentence
from interview_sim.figures import counted
from interview_sim.progress.forecast import Sitting, TopicForecast
from interview_sim.progress.samples import kindness
from interview_sim.progress.standing import ENOUGH_POINTS, Bin, Figure, Ledger, Period

TOO_EARLY = "too early to tell"
_TICKS = 5
"""Dates below a trend, at most."""
_STRIP = 20
"""Characters from 0 to 100 % on a line of the reliability strip."""


def figure_words(figure: Figure) -> str:
    """`64 (12)`, with how many answers that rests on; a dash where there is nothing."""
    if figure.value is None:
        return "–"
    return f"{figure.value:.0f} ({figure.n})" if figure.is_enough else f"? ({figure.n})"


def trend_lines(trend: Sequence[Period], width: int, height: int) -> list[str]:
    """The trend as a chart on a scale from 0 to 100, without colours.

    Args:
        trend: Oldest first.
        width: Columns.
        height: Lines.
    """
    # It is needed here alone, and takes a sixth of a second to import.
    import plotext

    days = [(period.first - trend[0].first).days for period in trend]
    scores = [period.score for period in trend]
    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.plot_size(width, height)
    plotext.plot(days, scores, marker="braille")
    plotext.scatter(days, scores, marker="●")
    plotext.ylim(0, 100)
    plotext.yticks([0, 25, 50, 75, 100])
    step = max(1, -(-len(days) // _TICKS))
    plotext.xticks(days[::step], [f"{p.first.day} {p.first:%b}" for p in trend[::step]])
    lines = plotext.uncolorize(plotext.build()).split("\n")
    return [line.rstrip() for line in lines if line.strip()]


def trend_words(trend: Sequence[Period], last: int = 6) -> str:
    """The latest scores of the trend in figures: `28 Sep 42 (8) · 12 Oct 26 (3)`."""
    of = (f"{p.first.day} {p.first:%b} {p.score:.0f} ({p.n})" for p in trend[-last:])
    return " · ".join(of)


def trend_title(trend: Sequence[Period]) -> str:
    """What the trend shows."""
    by = "week" if trend and trend[0].days > 1 else "day"
    return f"Scores by {by} (answers)"


def ledger_lines(ledger: Ledger, *, strip: bool = True) -> list[str]:
    """What was expected beside what came, and the suggestions beside the marks.

    Args:
        ledger: The figures.
        strip: Whether to draw the bins.
    """
    if not ledger.is_enough or ledger.bias is None or ledger.brier is None:
        points = counted(ledger.points, "point")
        lines = [f"{points} rated blind and marked; it takes {ENOUGH_POINTS}: {TOO_EARLY}."]
    else:
        off = round(ledger.bias)
        points = counted(abs(off), "point")
        came = f"{points} {'more' if off > 0 else 'less'} than" if off else "just what"
        lines = [
            f"You expected {came} came ({ledger.points} points; Brier score {ledger.brier:.2f}).",
            *(strip_lines(ledger.bins) if strip else ()),
        ]
    if ledger.judge_bias is not None:
        points = counted(ledger.judged, "point")
        lines.append(f"The suggestions were {kindness(ledger.judge_bias)} your marks ({points}).")
    if ledger.sample_bias is not None and ledger.sample_brier is not None:
        points = counted(ledger.sample_points, "point")
        lines.append(
            f"On samples your marks were {kindness(ledger.sample_bias)} what is so ({points}; "
            f"Brier score {ledger.sample_brier:.2f})."
        )
    return lines


def strip_lines(bins: Sequence[Bin]) -> list[str]:
    """A reliability strip: what was expected (┃) and what was covered (█), a line for each bin."""
    lines = []
    for each in bins:
        name = f"{each.low * 100:3.0f}–{each.high * 100:<3.0f} %"
        if each.expected is None or each.covered is None:
            lines.append(f"{name} {'':·<{_STRIP}}  no points")
            continue
        cells = ["█" if at < round(each.covered * _STRIP) else "·" for at in range(_STRIP)]
        cells[min(_STRIP - 1, int(each.expected * _STRIP))] = "┃"
        covered = f"{each.covered * 100:3.0f} % covered"
        lines.append(f"{name} {''.join(cells)} {covered} of {counted(each.n, 'point')}")
    return lines


def days_words(day: date, today: date) -> str:
    """How far off a day is: `today`, `tomorrow`, `in 9 days`."""
    left = (day - today).days
    return {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")


def forecast_title(day: date, today: date) -> str:
    """Which day the forecast is for."""
    return f"{day:%a} {day.day} {day:%b}, {days_words(day, today)}, if you practise nothing more"


def forecast_lines(topics: Sequence[TopicForecast], width: int = 24) -> list[str]:
    """What is likely on each topic: now, on the day, and the range of three questions on it."""
    lines = []
    for each in topics:
        name = topic_in_full(each.topic) or "(none)"
        name = f"{name[: width - 1]}…" if len(name) > width else name
        if each.then is None or each.low is None or each.high is None:
            said = f"{TOO_EARLY} ({each.answered} of {each.questions} answered)"
        else:
            said = (
                f"{each.today:3.0f} now → {each.then:3.0f}, likely {each.low:.0f} to "
                f"{each.high:.0f} ({each.answered} of {each.questions} answered)"
            )
        lines.append(f"{name:<{width}} {said}")
    return lines


def sitting_lines(plan: Sequence[Sitting], width: int) -> list[str]:
    """For each evening its day, how many questions, on what; what does not fit hangs below that."""
    lines = []
    for each in plan:
        topics = ", ".join(topic_in_sentence(topic) for topic in each.topics)
        said = f"{counted(len(each.refs), 'question')}: {topics}"
        lines += wrap(said, width, first=f"{each.day:%a} {each.day.day:>2} {each.day:%b}  ")
    return lines


WEEKS = 16
"""Weeks that a calendar shows."""


def calendar_lines(sittings: Mapping[date, int], today: date, weeks: int = WEEKS) -> list[str]:
    """The last weeks, one a column and one day a row, with the number of sessions of each day."""
    monday = today - timedelta(days=today.weekday())
    columns = [monday - timedelta(weeks=back) for back in reversed(range(weeks))]
    months, last = "", 0
    for at, week in enumerate(columns):
        if week.month != last and len(months) <= at * 2 < weeks * 2 - 2:
            months = f"{months:<{at * 2}}{week:%b} "
        last = week.month
    lines = [f"    {months}".rstrip()]
    for weekday in range(7):
        days = [week + timedelta(days=weekday) for week in columns]
        cells = (_cell(sittings.get(day, 0)) if day <= today else " " for day in days)
        lines.append(f"{days[0]:%a} {' '.join(cells)}".rstrip())
    return lines


def _cell(count: int) -> str:
    return "·" if not count else str(count) if count < 10 else "+"
