"""When each character of an answer was typed, and what was typed and taken out again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from interview_sim.session.events import Edit

FEWEST_WORDS = 2
"""A shorter stretch that was taken out is a slip of the finger."""


class Removed(NamedTuple):
    """A stretch that was typed and taken out for good; times in ms of session time."""

    t_typed: int
    """When its first character was typed."""
    t_deleted: int
    """When the last of it was gone."""
    text: str


class Typed(NamedTuple):
    """An answer with the time of each of its characters."""

    text: str
    times: tuple[int, ...]


class _Key(NamedTuple):
    char: str
    t: int


class _Stretch(NamedTuple):
    keys: list[_Key]
    t_deleted: int

    @property
    def text(self) -> str:
        return "".join(key.char for key in self.keys)


class Typing:
    """One answer's edits, played character by character."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._keys: list[_Key] = []
        self._removed: list[_Stretch] = []
        self._run: list[_Key] = []
        self._run_at = 0
        self._run_t = 0
        for edit in edits:
            self._take(edit)
        self._end_run()

    @property
    def typed(self) -> Typed:
        """The final text and when each character of it was typed."""
        return Typed("".join(key.char for key in self._keys), tuple(key.t for key in self._keys))

    def removed(self, *, fewest_words: int = FEWEST_WORDS) -> list[Removed]:
        """What was taken out and is nowhere in the final text, in the order it went."""
        return [
            Removed(min(key.t for key in stretch.keys), stretch.t_deleted, stretch.text.strip())
            for stretch in self._gone_for_good(fewest_words)
        ]

    def find(self, pattern: re.Pattern[str]) -> list[tuple[int, bool]]:
        """When each text that matches was complete, and whether it was taken out for good."""
        final = [(self._keys, False)]
        gone = [(stretch.keys, True) for stretch in self._gone_for_good(1)]
        return [
            (max(key.t for key in keys[match.start() : match.end()]), is_gone)
            for keys, is_gone in (*final, *gone)
            for match in pattern.finditer("".join(key.char for key in keys))
        ]

    def _gone_for_good(self, fewest_words: int) -> list[_Stretch]:
        final = _plain(self.typed.text)
        return [
            stretch
            for stretch in self._removed
            if len(stretch.text.split()) >= fewest_words and _plain(stretch.text) not in final
        ]

    def _take(self, edit: Edit) -> None:
        end = edit.at_char + edit.delete
        gone = self._keys[edit.at_char : end]
        if gone:
            self._remove(edit, gone)
        if edit.ins:
            self._end_run()
        self._keys[edit.at_char : end] = [_Key(char, edit.t) for char in edit.ins]

    def _remove(self, edit: Edit, gone: list[_Key]) -> None:
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
        run, self._run = self._run, []
        if run:
            self._removed.append(_Stretch(run, self._run_t))


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
