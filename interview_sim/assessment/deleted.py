"""Words that were typed and taken out for good, and the point that went with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from interview_sim.assessment.model import DeletedText
from interview_sim.bank.model import Point, Question
from interview_sim.matching.model import PointCoverage, Verdict
from interview_sim.session.events import Edit
from interview_sim.transcript.keystrokes import Removed, Typing

if TYPE_CHECKING:
    # To name the matcher is free; to import it is not.
    from interview_sim.matching import Matcher

MOST = 12
"""Stretches kept of one answer: the longest, in the order in which they went."""

_MOST_MATCHED = 3


def deleted_texts(
    asked: Question,
    edits: Iterable[Edit],
    matcher: Matcher,
    *,
    final: Mapping[str, PointCoverage],
    rubric: Sequence[Point],
) -> tuple[DeletedText, ...]:
    """What was taken out of one answer for good, in stretches of two words or more.

    A stretch has the first point that the answer would cover with it and does not without it; this
    is asked of the longest few.

    Args:
        asked: What the answer is held against.
        edits: How it was typed.
        matcher: Says what it would cover.
        final: What it covers.
        rubric: The points, in order.
    """
    typing = Typing(edits)
    kept = sorted(typing.removed(), key=lambda removed: -len(removed.text))[:MOST]
    open_points = [
        leaf.id
        for point in rubric
        for leaf in point.leaves
        if leaf.id not in final or final[leaf.id].verdict is not Verdict.COVERED
    ]

    def point_of(number: int, removed: Removed) -> str | None:
        if number >= _MOST_MATCHED or not open_points:
            return None
        text = f"{typing.typed.text}\n\n{removed.text}"
        would = matcher.cover(asked, text).leaves()
        covered = (p for p in open_points if p in would and would[p].verdict is Verdict.COVERED)
        return next(covered, None)

    found = [
        DeletedText(
            text=removed.text,
            typed_ms=removed.t_typed,
            deleted_ms=removed.t_deleted,
            point=point_of(number, removed),
        )
        for number, removed in enumerate(kept)
    ]
    return tuple(sorted(found, key=lambda deleted: (deleted.deleted_ms, deleted.typed_ms)))
