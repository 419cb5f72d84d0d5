"""What stands beside a replayed answer: its points, the coverage clock, what was taken out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from interview_sim.matching.model import Verdict
from interview_sim.session.state import State
from interview_sim.transcript.replay import TakenOut
from interview_sim.tui.present import (
    ACCENT,
    BAD,
    GOOD,
    MUTED,
    duration,
    many,
    one_line,
    shortened,
    sign,
    tone,
)
from interview_sim.tui.replay.film import Film, Key

if TYPE_CHECKING:
    from interview_sim.assessment.coverage_timeline import AnswerTrack, PointTrack

TAKEN_OUT = "⌫"
_NOT_YET = "·"
_QUOTED = 60
_MOST_GONE = 12
_LINES = 2
_REST = "c all"

SEALED = (
    "These points are hidden, as the answer was not rated yet: a blind rating comes first.\n\n"
    "c shows them all the same."
)


def panel(film: Film, state: State, key: Key, t: int, *, marks: bool, brief: int = 0) -> Content:
    """The points of one answer at session time `t`, then what was taken out of it.

    Args:
        film: The session.
        state: As it was at `t`.
        key: The answer.
        t: The position.
        marks: Whether to show the candidate's later word beside each point.
        brief: Cells for each statement, where there is no room for all of it; 0: there is.
    """
    parts: list[Content] = []
    track = film.tracks.get(key)
    if film.is_sealed(key[0]):
        parts.append(Content.styled(SEALED, MUTED))
    elif track is None:
        parts.append(Content.styled("matching …", MUTED))
    elif not track.points:
        parts.append(Content.styled("no points to hold it against", MUTED))
    else:
        said = (film.final if marks else state).marks
        words = {p.id: said[(*key, p.id)].verdict for p in track.points if (*key, p.id) in said}
        parts.append(Content("\n").join(list(_points(film, track, t, words, brief))))
    if marks and key[1] == "":
        parts.append(_later(film.final, key[0]))
    gone = Content("\n").join(list(_all_gone(film, key, t)))
    if gone:
        parts.append(Content.assemble(("typed and taken out", "bold"), "\n", gone))
    return Content("\n\n").join([part for part in parts if part])


def _points(
    film: Film, track: AnswerTrack, t: int, words: dict[str, Verdict], brief: int
) -> Iterator[Content]:
    clock = film.attempts[track.question, track.part].clock
    for point in track.points:
        first = point.first_covered
        at = duration(clock(first) / 1000) if first is not None and first <= t else ""
        yield _point(point, at, t, words.get(point.id), brief)


def _point(point: PointTrack, at: str, t: int, word: Verdict | None, brief: int) -> Content:
    verdict = point.at(t)
    lit = verdict is not Verdict.MISSED
    lead = sign(verdict) if lit else _NOT_YET
    indent = "  " if point.group is not None else ""
    yours = "" if word is None else f" you:{sign(word)}"
    label = _label(point)
    if brief:
        taken = len(indent) + len(lead) + 1 + len(at) + bool(at) + len(yours)
        label = shortened(label, max(8, brief - taken))
    return Content.assemble(
        indent,
        (f"{lead} ", f"bold {tone(verdict)}" if lit else MUTED),
        (label, "" if lit else MUTED),
        (f" {at}" if at else "", MUTED),
        (yours, f"bold {tone(word)}" if word is not None else ""),
    )


def _label(point: PointTrack) -> str:
    if point.pick is None:
        return one_line(point.text or point.id)
    return f"any {point.pick} of these" + (f": {one_line(point.text)}" if point.text else "")


def _later(final: State, question: int) -> Content:
    """What the candidate said of the question afterwards."""
    lines = []
    rating = final.predictions.get(question)
    if rating is not None:
        said = ", ".join(f"{one_line(name)} {value}" for name, value in rating.ratings.items())
        sure = "" if rating.confidence is None else f", {rating.confidence:.0%} sure"
        lines.append(f"rated blind: {said}{sure}")
    note = final.notes.get(question)
    if note:
        lines.append(f"note: {one_line(note)}")
    if question not in final.reveals:
        lines.append("not marked")
    return Content.assemble(("your word afterwards", "bold"), "\n", "\n".join(lines))


def _all_gone(film: Film, key: Key, t: int) -> Iterator[Content]:
    """What was taken out of one answer for good: the longest few, in the order they went."""
    places = [place for place in film.taken_out if (place.question, place.part) == key]
    longest = sorted(places, key=lambda place: -len(place.removed.text))[:_MOST_GONE]
    for place in sorted(longest, key=lambda place: place.t):
        yield _gone(film, place, t)
    if len(places) > len(longest):
        yield Content.styled(f"and {len(places) - len(longest)} shorter ones; d goes there", MUTED)


def _gone(film: Film, place: TakenOut, t: int) -> Content:
    is_past = place.removed.t_typed <= t
    quoted = shortened(place.removed.text, _QUOTED)
    point = "" if film.is_sealed(place.question) else _point_of(film, place)
    return Content.assemble(
        (f"{TAKEN_OUT} ", f"bold {BAD}" if is_past else MUTED),
        (f"{gone_words(film, place)}: “{quoted}”{point}", "" if is_past else MUTED),
    )


def gone_words(film: Film, place: TakenOut) -> str:
    """`you had this at 1:10 and took it out at 2:05`, on the clock of the answer."""
    clock, removed = film.attempts[place.question, place.part].clock, place.removed
    had, out = (duration(clock(t) / 1000) for t in (removed.t_typed, removed.t_deleted))
    return f"you had this at {had} and took it out at {out}"


def _point_of(film: Film, place: TakenOut) -> str:
    track = film.tracks.get((place.question, place.part))
    for text in track.taken_out if track else ():
        same = (text.typed_at, text.deleted_at) == (place.removed.t_typed, place.removed.t_deleted)
        if same and text.point:
            return f" – with it went “{one_line(text.point)}”"
    return ""


def coverage_clock(film: Film, key: Key, t: int) -> Content:
    """When each point of an answer was first covered: `variance 0:41 · remedies never`."""
    track = film.tracks.get(key)
    if track is None or not track.points or film.is_sealed(key[0]):
        return Content("")
    clock = film.attempts[key].clock
    done = [(p.first_covered, p) for p in track.counted if p.first_covered is not None]
    never = [point for point in track.counted if point.first_covered is None]
    parts = []
    for first, point in sorted(done, key=lambda pair: pair[0]):
        is_past = first <= t
        name = f"{one_line(point.id)} {duration(clock(first) / 1000)}"
        shown = f"{sign(Verdict.COVERED)} {name}" if is_past else name
        parts.append(Content.styled(shown, GOOD if is_past else MUTED))
    parts += [Content.styled(f"{one_line(point.id)} never", MUTED) for point in never]
    count = f"{sum(1 for first, _ in done if first <= t)}/{many(len(track.counted), 'point')}  "
    return Content.assemble((count, f"bold {ACCENT}"), Content(" · ").join(parts))


def in_two_lines(text: Content, width: int) -> Content:
    """A text wrapped to at most two lines, which says where the rest of it is."""
    lines = text.wrap(max(20, width)) if text else []
    if len(lines) <= _LINES:
        return Content("\n").join(lines)
    last = lines[_LINES - 1].truncate(max(1, width - len(_REST) - 1), ellipsis=True)
    return Content("\n").join([*lines[: _LINES - 1], Content.assemble(last, " ", (_REST, MUTED))])
