"""The one view of what was typed: each answer's edits, its text at any time, what was deleted.

Nothing else applies edits, save the fold, which knows only the latest text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from interview_sim.judging.judgement import Deletion
from interview_sim.judging.parts import MAIN
from interview_sim.matching.model import Span
from interview_sim.session.events import Asked, Edit, Event, FollowUpAsked

PartKey = tuple[int, str]
"""Question index and part id: one answer."""

FEWEST_WORDS = 2
"""A shorter stretch that was deleted is a slip of the finger."""

MOST_DELETIONS = 12
"""Deleted passages that are kept of one answer."""

_NUMBER = "q"

_DRAFT_EVERY = 200
"""So many edits apart are the drafts that are kept, so that none is far from any moment."""


def word_count(text: str) -> int:
    """How many words a text has: what holds no letter and no digit, such as a lone "?", is none."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


class Typed(NamedTuple):
    """An answer with the time of each of its characters."""

    text: str
    times: tuple[int, ...]


class Draft(NamedTuple):
    """An answer while it was typed."""

    text: str
    doomed: tuple[tuple[int, int], ...]
    """Spans that were deleted for good later on."""


class _Stretch(NamedTuple):
    keys: array[int]
    deleted_at: int


class Typing:
    """One answer's edits, played character by character.

    Every character that was ever typed has a number. Rows of numbers are all that is kept, since a
    long session has a hundred thousand of them, and as objects they would slow everything down.
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits = tuple(edits)
        self._edit_times = [edit.t for edit in self._edits]
        self._chars = "".join(edit.ins for edit in self._edits)
        self._times = array(_NUMBER, [edit.t for edit in self._edits for _ in edit.ins])
        self._numbers = list(accumulate((len(edit.ins) for edit in self._edits), initial=0))
        self._drafts: list[array[int]] = []
        self._keys = array(_NUMBER)
        self._removed: list[_Stretch] = []
        self._run = array(_NUMBER)
        self._run_at = 0
        self._run_t = 0
        for place, edit in enumerate(self._edits):
            if place % _DRAFT_EVERY == 0:
                self._drafts.append(self._keys[:])
            self._take(edit, self._numbers[place])
        self._end_run()

    @property
    def typed(self) -> Typed:
        """The final text and when each character of it was typed."""
        return Typed(self._text(self._keys), tuple(self._times[key] for key in self._keys))

    def complete_at(self, spans: Iterable[Span]) -> int | None:
        """When the last character of the spans was typed; None where there are none."""
        keys = (key for start, end in spans for key in self._keys[start:end])
        return max((self._times[key] for key in keys), default=None)

    @property
    def last_edit_at(self) -> int:
        """When it last changed; 0 where nothing was typed."""
        return self._edit_times[-1] if self._edits else 0

    def draft(self, t: float) -> Draft:
        """The answer as it was at session time `t`, as quick early as late."""
        keys = self._keys_at(t)
        return Draft(self._text(keys), tuple(_spans(keys, self._doomed)))

    def text_at(self, t: float) -> str:
        """The text as it was at session time `t`."""
        return self._text(self._keys_at(t))

    def _keys_at(self, t: float) -> array[int]:
        done = bisect_right(self._edit_times, t)
        if not self._edits:
            return self._keys
        start = min(done // _DRAFT_EVERY, len(self._drafts) - 1)
        keys = self._drafts[start][:]
        for place in range(start * _DRAFT_EVERY, done):
            edit = self._edits[place]
            keys[edit.at_char : edit.at_char + edit.delete] = _row(edit, self._numbers[place])
        return keys

    def deletions(self) -> list[Deletion]:
        """What was deleted and is nowhere in the final text, in the order it went."""
        return [self._deletion(stretch) for stretch in self._gone_for_good(FEWEST_WORDS)]

    @cached_property
    def longest_deletions(self) -> tuple[Deletion, ...]:
        """The passages worth keeping: the longest, the longest first."""
        by_length = sorted(self.deletions(), key=lambda deletion: -len(deletion.text))
        return tuple(by_length[:MOST_DELETIONS])

    def _deletion(self, stretch: _Stretch) -> Deletion:
        whole = self._text(stretch.keys)
        text = whole.strip()
        start = whole.index(text)
        times = tuple(self._times[key] for key in stretch.keys[start : start + len(text)])
        return Deletion(min(times), stretch.deleted_at, text, times)

    def find(self, pattern: re.Pattern[str]) -> list[tuple[int, bool]]:
        """When each text that matches was complete, and whether it was deleted for good."""
        final = [(self._keys, False)]
        gone = [(stretch.keys, True) for stretch in self._gone_for_good(1)]
        return [
            (max(self._times[key] for key in keys[match.start() : match.end()]), is_gone)
            for keys, is_gone in (*final, *gone)
            for match in pattern.finditer(self._text(keys))
        ]

    @cached_property
    def _doomed(self) -> frozenset[int]:
        """The keys of every stretch that was deleted for good."""
        gone = self._gone_for_good(FEWEST_WORDS)
        return frozenset(key for stretch in gone for key in stretch.keys)

    def _text(self, keys: Iterable[int]) -> str:
        return "".join(map(self._chars.__getitem__, keys))

    def _gone_for_good(self, fewest_words: int) -> list[_Stretch]:
        final = _plain(self._text(self._keys))
        texts = ((stretch, self._text(stretch.keys)) for stretch in self._removed)
        return [
            stretch
            for stretch, text in texts
            if len(text.split()) >= fewest_words and _plain(text) not in final
        ]

    def _take(self, edit: Edit, number: int) -> None:
        end = edit.at_char + edit.delete
        gone = self._keys[edit.at_char : end]
        if gone:
            self._remove(edit, gone)
        if edit.ins:
            self._end_run()
        self._keys[edit.at_char : end] = _row(edit, number)

    def _remove(self, edit: Edit, gone: array[int]) -> None:
        """Join deletions that touch: a word deleted by ten backspaces is one stretch."""
        if self._run and edit.at_char + edit.delete == self._run_at:
            self._run = gone + self._run
        elif self._run and edit.at_char == self._run_at:
            self._run = self._run + gone
        else:
            self._end_run()
            self._run = gone
        self._run_at = edit.at_char
        self._run_t = edit.t

    def _end_run(self) -> None:
        run, self._run = self._run, array(_NUMBER)
        if run:
            self._removed.append(_Stretch(run, self._run_t))


def _row(edit: Edit, number: int) -> array[int]:
    """The keys of an edit, of which the first has that number."""
    return array(_NUMBER, range(number, number + len(edit.ins)))


def _spans(keys: array[int], doomed: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Where in a row of keys the doomed ones are."""
    start = None
    for place, key in enumerate(keys):
        if key in doomed:
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None
    if start is not None:
        yield start, len(keys)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


class Answers:
    """The edits of every answer of a session, as they come."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._edits: dict[PartKey, list[Edit]] = {}
        self._played: dict[PartKey, tuple[int, Typing]] = {}
        self._current: list[Edit] = []
        for event in events:
            self.take(event)

    def take(self, event: Event) -> None:
        """Take in one more event, in order."""
        if isinstance(event, Edit):
            self._current.append(event)
        elif isinstance(event, Asked | FollowUpAsked):
            part = event.id if isinstance(event, FollowUpAsked) else MAIN
            self._current = self._edits.setdefault((event.question, part), [])

    @property
    def keys(self) -> tuple[PartKey, ...]:
        """Every answer that was asked for, in order."""
        return tuple(self._edits)

    def edits(self, key: PartKey) -> tuple[Edit, ...]:
        """The edits of one answer, in order."""
        return tuple(self._edits.get(key, ()))

    def typing(self, key: PartKey) -> Typing:
        """One answer, character by character; played once as long as it does not change."""
        edits = self._edits.get(key, ())
        count, typing = self._played.get(key, (-1, None))
        if typing is None or count != len(edits):
            typing = Typing(edits)
            self._played[key] = (len(edits), typing)
        return typing


# From drafts to edits


def difference(before: str, after: str) -> tuple[int, int, str] | None:
    """Where, how many characters go, and what comes; None where nothing changed.

    Offsets are in code points.
    """
    if before == after:
        return None
    start = _shared_start(before, after)
    room = min(len(before), len(after)) - start
    end = _shared_start(before[::-1][:room], after[::-1][:room])
    return start, len(before) - start - end, after[start : len(after) - end]


def _shared_start(one: str, other: str) -> int:
    """Length of the common prefix, by halving: slices compare at C speed on long answers."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def printable_draft(text: str) -> str:
    """The draft with lone surrogates, which no file can hold, replaced one for one."""
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
