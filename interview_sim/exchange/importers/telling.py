"""What an import understood and what it skipped, as aligned lines of plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from interview_sim.bank.model import Question
from interview_sim.exchange.importers.building import OWN_ANSWER, Built
from interview_sim.exchange.importers.model import Draft, Skipped, brief
from interview_sim.literal import visible

_MIN_WIDTH = 60
_SHOWN_PER_REASON = 3


def questions_table(drafts: Sequence[Draft], *, width: int = 100, limit: int = 0) -> list[str]:
    """A row for each question: how long its answer is, its points and follow-ups, its level.

    Args:
        drafts: The questions.
        width: Columns to fill.
        limit: Rows to show at most; zero: all.
    """
    heads = ("#", "answer", "points", "follow-ups", "level", "question")
    shown = drafts[:limit] if limit else drafts
    rows = [_row(number, draft) for number, draft in enumerate(shown, 1)]
    widths = [max(_wide(row[n]) for row in [heads, *rows]) for n in range(len(heads) - 1)]
    room = max(20, max(width, _MIN_WIDTH) - sum(widths) - 2 * len(widths))
    lines = [_aligned(row, widths, room) for row in [heads, *rows]]
    if len(shown) < len(drafts):
        lines.append(f"… and {len(drafts) - len(shown)} more; --all shows every one")
    return lines


def summary_lines(built: Built) -> list[str]:
    """How much was understood, in one table: a line for each kind of thing."""
    questions = built.bank.questions
    with_level = sum(d.level is not None or d.whole is not None for d in built.drafts)
    rows = [
        ("questions", len(questions)),
        ("with an answer", sum(bool(q.model_answer) for q in questions)),
        ("points", sum(sum(1 for _ in q.leaves()) for q in questions if _has_own(q))),
        ("follow-ups", sum(len(q.follow_ups) for q in questions)),
        ("with a level", with_level),
        ("topics", len({q.topic for q in questions})),
        ("skipped", len(built.skipped)),
    ]
    label = max(len(name) for name, _ in rows)
    count = max(len(str(number)) for _, number in rows)
    return [f"  {name:<{label}}  {number:>{count}}" for name, number in rows]


def skipped_lines(skipped: Iterable[Skipped], *, everything: bool = False) -> list[str]:
    """What was skipped, by reason: how many, and the first of them or all."""
    by_reason: dict[str, list[Skipped]] = {}
    for item in skipped:
        by_reason.setdefault(_reason(item), []).append(item)
    lines = []
    for reason, items in sorted(by_reason.items(), key=lambda pair: -len(pair[1])):
        lines.append(f"  {len(items):>4}  {visible(reason, newlines=False)}")
        shown = items if everything else items[:_SHOWN_PER_REASON]
        for item in shown:
            what = visible(brief(item.what, 70), newlines=False)
            repeated = f" ({item.why})" if reason != item.why else ""
            lines.append(f"        {visible(str(item.place), newlines=False)}: {what}{repeated}")
        if len(shown) < len(items):
            lines.append(f"        … and {len(items) - len(shown)} more")
    return lines


def _reason(item: Skipped) -> str:
    return "met more than once" if item.why.startswith("also in ") else item.why


def _has_own(question: Question) -> bool:
    """Whether the points come from the collection."""
    return not any(point.point == OWN_ANSWER for point in question.rubric)


def _row(number: int, draft: Draft) -> tuple[str, ...]:
    if draft.whole is not None:
        points, follow_ups = len(draft.whole.rubric), len(draft.whole.follow_ups)
        level: str = draft.whole.level.value
    else:
        points, follow_ups = len(draft.points), len(draft.follow_ups)
        level = draft.level.value if draft.level is not None else "–"
    words = len(draft.answer.split())
    return (
        str(number),
        f"{words} words" if words else "–",
        str(points or "–"),
        str(follow_ups or "–"),
        level,
        visible(brief(draft.prompt, 300), newlines=False),
    )


def _aligned(row: Sequence[str], widths: Sequence[int], room: int) -> str:
    cells = [
        " " * (wide - _wide(cell)) + cell if n < 4 else cell + " " * (wide - _wide(cell))
        for n, (cell, wide) in enumerate(zip(row, widths, strict=False))
    ]
    return "  ".join([*cells, _cut(row[-1], room)]).rstrip()


def _wide(text: str) -> int:
    """How many columns a terminal gives a text."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _cut(text: str, room: int) -> str:
    if _wide(text) <= room:
        return text
    used, kept = 0, []
    for char in text:
        used += _columns(char)
        if used > room - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"
