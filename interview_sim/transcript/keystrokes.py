"""When each character of an answer was typed, and what was typed and taken out again."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from interview_sim.session.events import Edit

FEWEST_WORDS = 2
"""A shorter stretch that was taken out is a slip of the finger."""

_NUMBER = "q"

_DRAFT_EVERY = 200
"""So many edits apart are the drafts that are kept, so that none is far from any moment."""


class Removed(NamedTuple):
    """A stretch that was typed and taken out for good; times in ms of session time."""

    t_typed: int
    """When its first character was typed."""
    t_deleted: int
    """When the last of it was gone."""
    text: str
    t_whole: int = 0
    """When its last character was typed: all of it was there."""


class Typed(NamedTuple):
    """An answer with the time of each of its characters."""

    text: str
    times: tuple[int, ...]


class Draft(NamedTuple):
    """An answer while it was typed."""

    text: str
    doomed: tuple[tuple[int, int], ...]
    """Spans that were taken out for good later on."""


class _Stretch(NamedTuple):
    keys: array[int]
    t_deleted: int


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

    def draft(self, t: float) -> Draft:
        """The answer as it stood at session time `t`, as quick early as late."""
        done = bisect_right(self._edit_times, t)
        if not self._edits:
            return Draft("", ())
        start = min(done // _DRAFT_EVERY, len(self._drafts) - 1)
        keys = self._drafts[start][:]
        for place in range(start * _DRAFT_EVERY, done):
            edit = self._edits[place]
            keys[edit.at_char : edit.at_char + edit.delete] = _row(edit, self._numbers[place])
        return Draft(self._text(keys), tuple(_spans(keys, self._doomed)))

    def removed(self, *, fewest_words: int = FEWEST_WORDS) -> list[Removed]:
        """What was taken out and is nowhere in the final text, in the order it went."""
        return [
            Removed(
                min(self._times[key] for key in stretch.keys),
                stretch.t_deleted,
                self._text(stretch.keys).strip(),
                max(self._times[key] for key in stretch.keys),
            )
            for stretch in self._gone_for_good(fewest_words)
        ]

    def find(self, pattern: re.Pattern[str]) -> list[tuple[int, bool]]:
        """When each text that matches was complete, and whether it was taken out for good."""
        final = [(self._keys, False)]
        gone = [(stretch.keys, True) for stretch in self._gone_for_good(1)]
        return [
            (max(self._times[key] for key in keys[match.start() : match.end()]), is_gone)
            for keys, is_gone in (*final, *gone)
            for match in pattern.finditer(self._text(keys))
        ]

    @cached_property
    def _doomed(self) -> frozenset[int]:
        """The keys of every stretch that was taken out for good."""
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
        """Join deletions that touch: a word taken out by ten backspaces is one stretch."""
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
