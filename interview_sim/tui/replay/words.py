"""What a replay says at one moment: the conversation, what happens, the points, another attempt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from interview_sim.assessment.words import FLAG, OUTCOMES, rated
from interview_sim.judging.parts import points_of
from interview_sim.literal import visible
from interview_sim.matching.model import Verdict
from interview_sim.session import cases
from interview_sim.session.answers import word_count
from interview_sim.session.events import (
    Asked,
    ClaimMarked,
    Edit,
    Event,
    Finished,
    FollowUpAsked,
    HintShown,
    Noted,
    PointMarked,
    Predicted,
    Revealed,
)
from interview_sim.session.phases import Phase
from interview_sim.session.state import State, Turn
from interview_sim.transcript.replay import Deleted, Replay
from interview_sim.transcript.timeline import IDLE_CAP
from interview_sim.tui.actions import find
from interview_sim.tui.present import (
    ACCENT,
    BAD,
    GOOD,
    MUTED,
    duration,
    lit,
    literal,
    many,
    number,
    one_line,
    point_text,
    shortened,
    sign,
    tone,
)
from interview_sim.tui.replay.film import AnswerKey, Film, Ghost

if TYPE_CHECKING:
    from interview_sim.assessment.tracks import AnswerTrack, PointTrack

CURSOR = "▌"
_JUST_GONE = 3_000
"""Ms for which it is said that something has just been deleted."""
DELETED_SIGN = "⌫"
_NOT_YET = "·"
_QUOTED = 60
_MOST_GONE = 12
_NAMED = 30
"""Cells for the words of a point where many are on a line."""
_LINES = 2

SEALED = "These points are hidden, as the answer was not rated yet: a blind rating comes first."
NOT_ASKED = "This was not asked in that session."


def _key(verb: str) -> str:
    """The key of something that can be done on the screen."""
    action = find(f"replay.{verb}")
    return action.key if action is not None else ""


def cursor_at(replay: Replay, t: int, turn: Turn) -> int | None:
    """Where the cursor stood in an open answer: after the last edit; None in a closed one."""
    if not turn.is_open:
        return None
    for index in range(replay.index_at(t), -1, -1):
        event = replay.events[index]
        if isinstance(event, Edit):
            return min(event.at_char + len(event.ins), len(turn.text))
        if isinstance(event, Asked | FollowUpAsked):
            return 0
    return 0


def scene(film: Film, state: State, t: int) -> tuple[Content, Content]:
    """Everything said on the current question; what of it stands before the cursor."""
    parts: list[Content] = []
    before: Content | None = None
    subject = film.subject(state)
    for number_of_turn, turn in enumerate(state.turns):
        if turn.question != subject:
            continue
        if parts:
            parts.append(Content("\n\n"))
        parts += _lines(state.said_before(number_of_turn))
        parts.append(literal(turn.ask.strip(), "bold" if turn.is_main else f"bold {ACCENT}"))
        parts.append(Content("\n\n"))
        at = cursor_at(film.replay, t, turn)
        if at is None:
            parts += [literal(turn.text.rstrip()), ending(turn, turn.used(state.t))]
        else:
            doomed = film.replay.draft(turn, t).doomed if film.is_prepared else ()
            parts.append(_typed(turn.text[:at], doomed, 0))
            before = Content.assemble(*parts)
            parts += [Content.styled(CURSOR, ACCENT), _typed(turn.text[at:], doomed, at)]
    # What was said at the end may come after a rating, which is no part of the film.
    known = film.final if t >= film.player.duration else state
    last = known.said_before(len(state.turns))
    if last and subject == state.question_index:
        before = None
        parts += [Content("\n\n" if parts else ""), *_lines(last)]
    whole = _found(Content.assemble(*parts), film)
    return whole, before or whole


def _lines(said: Sequence[str]) -> list[Content]:
    """What the interviewer said besides the questions."""
    return [Content.assemble(literal(line, f"italic {MUTED}"), "\n\n") for line in said]


def _typed(text: str, doomed: Sequence[tuple[int, int]], offset: int) -> Content:
    """A stretch of an answer, struck through where it is deleted for good later on."""
    spans = [(start - offset, min(end - offset, len(text))) for start, end in doomed]
    return lit(text, spans, style=f"strike {MUTED}", signs=("", ""))


def ending(turn: Turn, used: float) -> Content:
    """How a closed answer ended, and when."""
    gap = "\n" if turn.text.strip() else ""
    words = f"{OUTCOMES[turn.outcome].capitalize()} · {duration(used / 1000)}"
    return Content.styled(f"{gap}{words}", MUTED)


def _found(text: Content, film: Film) -> Content:
    """What is looked for stands out wherever it is in sight."""
    if film.search is None:
        return text
    shown = re.escape(visible(film.search.text))
    return text.highlight_regex(re.compile(shown, re.IGNORECASE), style=f"{ACCENT} reverse")


def head(film: Film, state: State) -> tuple[Content, Content, Content]:
    """Playing or not, how fast, where; the question; whether idle time is cut."""
    player = film.player
    play = "▶" if player.is_playing else "■" if player.is_at_end else "‖"
    here = min(player.position, player.duration)
    at = f"{duration(here / 1000)} / {duration(player.duration / 1000)}"
    left = Content.assemble((f"{play} {number(player.speed)}×", "bold"), f"  {at}")
    index = film.subject(state)
    flag = f" {FLAG}" if index in state.flagged else ""
    question = ""
    if index >= 0:
        subject = one_line(cases.subject(state, index))
        question = f"{cases.place(state, index)} · {subject}"
    idle = f"idle cut to {IDLE_CAP // 1000} s" if player.skips_idle else "idle in full"
    return left, Content(f"{question}{flag}"), Content.styled(idle, MUTED)


def status(film: Film, state: State, t: int) -> Content:
    """What is going on, in a few words."""
    turn = state.turn
    if state.phase is Phase.PLANNED or turn is None:
        return Content.styled("before the first question", MUTED)
    last = film.replay.events[film.replay.index_at(t)]
    if state.is_over:
        return Content.styled(f"after the interview · {_assessing(last, state)}", MUTED)
    if state.phase is Phase.READING:
        return Content.styled("reading", MUTED)
    if state.phase is Phase.PAUSED:
        return Content.styled("paused", MUTED)
    words = many(word_count(turn.text), "word")
    used = duration(turn.used(state.t if turn.closed_at is not None else t) / 1000)
    parts = [f"{used} of {duration(turn.budget / 1000)}", words, *_search_words(film)]
    if isinstance(last, HintShown):
        parts.append(f"hint: {one_line(last.text)}")
    parts += _going_words(film, t)
    return Content.styled(" · ".join(parts), MUTED)


def _search_words(film: Film) -> list[str]:
    search = film.search
    if search is None:
        return []
    if not search.hits:
        return [f"“{one_line(search.text)}” was never typed"]
    gone = ", deleted later" if search.hit is not None and search.hit.is_removed else ""
    return [f"“{one_line(search.text)}” {search.number} of {len(search.hits)}{gone}"]


def _going_words(film: Film, t: int) -> list[str]:
    """What is there, struck through, and when it goes; for a moment afterwards, what it was."""
    for place in reversed(film.deleted):
        if place.t <= t < place.deletion.deleted_at:
            return [f"{DELETED_SIGN} {gone_words(film, place)}"]
        if place.t <= t < place.deletion.deleted_at + _JUST_GONE:
            return [f"{DELETED_SIGN} deleted: “{shortened(place.deletion.text, 36)}”"]
    return []


def _words_of(state: State, event: PointMarked) -> str:
    """What the point that was marked says."""
    items = points_of(state.drawn(event.question).question, event.part)
    points = (point for item in items for point in (item, *item.of))
    found = next((point for point in points if point.id == event.point), None)
    return shortened(point_text(found.point, found.pick), _QUOTED) if found else "a point"


def _assessing(event: Event, state: State) -> str:
    """What the last event of the assessment was."""
    if isinstance(event, Finished):
        return "marking finished"
    if isinstance(event, Noted):
        return "a note was written"
    if not isinstance(event, Predicted | Revealed | PointMarked | ClaimMarked):
        return "all answers are submitted"
    place = f"Q{state.asked.index(event.question) + 1}" if event.question in state.asked else ""
    if isinstance(event, Predicted):
        return f"{place} {one_line(rated(event.ratings))}"
    if isinstance(event, PointMarked):
        word = event.verdict.value if event.verdict else "mark undone"
        return f"{place} {_words_of(state, event)}: {word}"
    return f"{place} revealed" if isinstance(event, Revealed) else f"{place} a claim was marked"


def panel(
    film: Film, state: State, key: AnswerKey, t: int, *, marks: bool, brief: int = 0
) -> Content:
    """The points of one answer at session time `t`, then what was deleted from it.

    With `marks`, the candidate's later mark is beside each point; with `brief`, a statement gets no
    more cells than that.
    """
    parts: list[Content] = []
    track = film.tracks.get(key)
    if film.is_sealed(key[0]):
        parts.append(Content.styled(f"{SEALED}\n\n{_key('points')} shows them anyway.", MUTED))
    elif track is None:
        parts.append(Content.styled("matching …", MUTED))
    elif not track.points:
        parts.append(Content.styled("There are no points to mark.", MUTED))
    else:
        said = (film.final if marks else state).marks
        words = {p.id: said[(*key, p.id)].verdict for p in track.points if (*key, p.id) in said}
        parts.append(Content("\n").join(list(_points(film, track, t, words, brief))))
    if marks and key[1] == "":
        parts.append(_later(film.final, key[0]))
    gone = Content("\n").join(list(_all_gone(film, key, t)))
    if gone:
        parts.append(Content.assemble(("typed and deleted", "bold"), "\n", gone))
    return Content("\n\n").join([part for part in parts if part])


def _points(
    film: Film, track: AnswerTrack, t: int, words: dict[str, Verdict], brief: int
) -> Iterator[Content]:
    clock = film.attempts[track.question, track.part].clock
    for point in track.points:
        verdict, first, word = point.at(t), point.first_covered, words.get(point.id)
        is_lit = verdict is not Verdict.MISSED
        lead = ("  " if point.group else "") + (sign(verdict) if is_lit else _NOT_YET)
        at = f" {duration(clock(first) / 1000)}" if first is not None and first <= t else ""
        yours = f" you:{sign(word)}" if word else ""
        label = point_text(point.text or (point.id if point.pick is None else ""), point.pick)
        if brief:
            label = shortened(label, max(8, brief - len(f"{lead} {at}{yours}")))
        yield Content.assemble(
            (f"{lead} ", f"bold {tone(verdict)}" if is_lit else MUTED),
            (label, "" if is_lit else MUTED),
            (at, MUTED),
            (yours, f"bold {tone(word or '')}"),
        )


def _later(final: State, question: int) -> Content:
    """What the candidate said of the question afterwards."""
    lines = []
    rating = final.predictions.get(question)
    if rating is not None:
        lines.append(one_line(rated(rating.ratings, rating.confidence)))
    note = final.notes.get(question)
    if note:
        lines.append(f"note: {one_line(note)}")
    if question not in final.revealed:
        lines.append("not marked")
    return Content.assemble(("your mark afterwards", "bold"), "\n", "\n".join(lines))


def _all_gone(film: Film, key: AnswerKey, t: int) -> Iterator[Content]:
    """What was deleted from one answer: the longest few, in the order they went."""
    places = [place for place in film.deleted if (place.question, place.part) == key]
    longest = sorted(places, key=lambda place: -len(place.deletion.text))[:_MOST_GONE]
    for place in sorted(longest, key=lambda place: place.t):
        is_past = place.deletion.typed_at <= t
        quoted = shortened(place.deletion.text, _QUOTED)
        yield Content.assemble(
            (f"{DELETED_SIGN} ", f"bold {BAD}" if is_past else MUTED),
            f"{gone_words(film, place)}: “{quoted}”{_point_of(film, place)}",
        ).stylize("" if is_past else MUTED)
    if len(places) > len(longest):
        pressed = _key("gone-next")
        yield Content.styled(
            f"and {len(places) - len(longest)} shorter ones; {pressed} goes there", MUTED
        )


def gone_words(film: Film, place: Deleted) -> str:
    """`you had this at 1:10 and deleted it at 2:05`, on the clock of the answer."""
    clock, removed = film.attempts[place.question, place.part].clock, place.deletion
    had, out = (duration(clock(t) / 1000) for t in (removed.typed_at, removed.deleted_at))
    return f"you had this at {had} and deleted it at {out}"


def _point_of(film: Film, place: Deleted) -> str:
    track = film.tracks.get((place.question, place.part))
    when = (place.deletion.typed_at, place.deletion.deleted_at)
    for text in track.deleted if track and not film.is_sealed(place.question) else ():
        if (text.typed_at, text.deleted_at) == when and text.point:
            point = next((p for p in track.points if p.id == text.point), None) if track else None
            return f" – lost with it: “{_named(point)}”" if point else ""
    return ""


def coverage_clock(film: Film, key: AnswerKey, t: int) -> Content:
    """When each point of an answer was first covered: `averaging … 0:41`."""
    track = film.tracks.get(key)
    if track is None or not track.points or film.is_sealed(key[0]):
        return Content("")
    clock = film.attempts[key].clock
    done = [(p.first_covered, p) for p in track.counted if p.first_covered is not None]
    never = [point for point in track.counted if point.first_covered is None]
    parts = []
    for first, point in sorted(done, key=lambda pair: pair[0]):
        is_past = first <= t
        name = f"{_named(point)} {duration(clock(first) / 1000)}"
        shown = f"{sign(Verdict.COVERED)} {name}" if is_past else name
        parts.append(Content.styled(shown, GOOD if is_past else MUTED))
    if never:
        parts.append(Content.styled(f"{len(never)} not said", MUTED))
    count = f"{sum(1 for first, _ in done if first <= t)}/{many(len(track.counted), 'point')}  "
    return Content.assemble((count, f"bold {ACCENT}"), Content(" · ").join(parts))


def _named(point: PointTrack) -> str:
    """A point in a few of its own words."""
    return shortened(point_text(point.text, point.pick), _NAMED)


def in_two_lines(text: Content, width: int) -> Content:
    """A text wrapped to at most two lines, which says where the rest of it is."""
    lines = text.wrap(max(20, width)) if text else []
    if len(lines) <= _LINES:
        return Content("\n").join(lines)
    rest = f"{_key('points')} all"
    last = lines[_LINES - 1].truncate(max(1, width - len(rest) - 1), ellipsis=True)
    return Content("\n").join([*lines[: _LINES - 1], Content.assemble(last, " ", (rest, MUTED))])


def race(film: Film, ghost: Ghost, state: State, key: AnswerKey, t: int) -> tuple[Content, Content]:
    """Who is how far, and the ghost's answer when its clock had used as much as the film's."""
    mine, other = film.attempts.get(key), ghost.attempt(film, key)
    if mine is None or other is None:
        return Content.styled("not asked there", MUTED), literal(
            f"{NOT_ASKED}\n\n{_key('ghost')} chooses another one, or none."
        )
    # Once this one is handed in, the other is shown to its end as well.
    used = mine.clock(t) if t < mine.ended else max(mine.length, other.length)
    text = ghost.answer(other, used)
    is_over = used >= other.length
    body = Content.assemble(
        literal(text), ending(other.turn, other.length) if is_over else (CURSOR, ACCENT)
    )
    turn = next(turn for turn in state.turns if (turn.question, turn.part) == key)
    own, theirs = word_count(turn.text), word_count(text)
    here, there = (duration(min(used, attempt.length) / 1000) for attempt in (mine, other))
    ahead = own - theirs
    by = f"{many(abs(ahead), 'word')} {'ahead' if ahead > 0 else 'behind'}" if ahead else "level"
    words = f"here {many(own, 'word')} at {here} · there {many(theirs, 'word')} at {there} · "
    return Content.assemble(words, (by, f"bold {ACCENT}")), body
