"""A transcript as it is found on disk, forgivingly.

A torn last line, damage in the middle, an event of a newer version or a stray byte never costs
more than itself; everything that was left out is said.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from interview_sim.session.events import Asked, Edit, Event, Header, Started
from interview_sim.session.fold import EventRefusedError, apply, begin
from interview_sim.session.state import State
from interview_sim.transcript.codec import (
    REPLACED,
    VERSION,
    Damaged,
    Decoded,
    Step,
    Unknown,
    decode_line,
    format_version,
    parse_object,
    remarks,
    upgrade_from,
)
from interview_sim.transcript.errors import TranscriptError, reason
from interview_sim.transcript.salvage import (
    Missing,
    Numbered,
    bridge,
    clamped,
    invent_header,
    mend_header,
    mend_numbers,
)

MAX_BYTES = 256 * 1024 * 1024
"""A larger file is not a transcript of ours: two hours of typing are about 5 MB."""

MAX_LINES = 2_000_000
"""Nor is one with more lines; a gigabyte of nothing is refused before it fills the memory."""

KEYFRAME_EVERY = 500
"""So many events apart are the states that a replay starts from."""

MAX_PROBLEMS = 500
"""So many problems are told one by one; the rest are counted."""

_EDGES = b" \t\r\0"
_FORMAT_START = b'"format":"interview-sim/transcript@'
_BOM = b"\xef\xbb\xbf"


class Problem(Struct, frozen=True):
    """Something in the file that was left out or mended."""

    line: int
    """Counted from 1."""
    words: str
    is_damage: bool = True
    """False where the file is sound and only says what this version does not know."""

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}"


class Keyframe(Struct, frozen=True):
    """The state after the event at `index`."""

    index: int
    state: State


class Transcript(Struct, frozen=True, kw_only=True):
    """What a transcript file holds."""

    path: Path | None
    header: Header
    events: tuple[Event, ...]
    """The header and every event that the fold accepts, in order."""
    state: State
    """All events folded."""
    problems: tuple[Problem, ...] = ()
    lost: int = 0
    """Lines that were left out."""
    torn: bytes = b""
    """An incomplete last line, as a crash or a full disk leaves it."""
    good_bytes: int = 0
    """Where the file is to be cut before anything is appended."""
    ends_with_newline: bool = True
    """Whether a line end stands at `good_bytes`."""
    header_damaged: bool = False
    """Whether questions are lost or were mended; such a session can't be continued."""
    version: int = VERSION
    keyframes: tuple[Keyframe, ...] = ()
    """States along the way, for seeking."""

    @property
    def id(self) -> str:
        """The session's id."""
        return self.header.id

    @property
    def is_newer(self) -> bool:
        """Whether a newer version of the program wrote it."""
        return self.version > VERSION


def read_transcript(path: Path) -> Transcript:
    """The transcript in the file at `path`.

    Raises:
        TranscriptError: The file cannot be opened, or has no usable header.
    """
    return parse_transcript(load(path), path)


def load(path: Path) -> bytes:
    """The bytes of the file at `path`.

    Raises:
        TranscriptError: There is no such file, or it cannot be read.
    """
    try:
        if not path.is_file():
            what = "is not a file" if path.exists() else "does not exist"
            raise TranscriptError(f"{path}: the transcript {what}.")
        if path.stat().st_size > MAX_BYTES:
            raise TranscriptError(f"{path}: too large to be a transcript.")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise TranscriptError(f"{path}: cannot be read: {reason(error)}.") from error


def parse_transcript(data: bytes, path: Path | None = None) -> Transcript:
    """The transcript that `data` holds; `path` is only named in messages.

    Raises:
        TranscriptError: There is no usable header, or far too much.
    """
    if data.count(b"\n") > MAX_LINES:
        name = "this text" if path is None else str(path)
        raise TranscriptError(f"{name}: too many lines to be a transcript.")
    return _Reading(data, path).read()


class _Reading:
    """One pass over a file's lines."""

    def __init__(self, data: bytes, path: Path | None) -> None:
        self.data = data
        self.path = path
        self.problems: list[Problem] = []
        self.lost = 0
        self.header_damaged = False
        self.upgrade: Step | None = None
        self.frames: list[Keyframe] = []
        self.missing: Missing | None = None
        self.any_missing = False

    def read(self) -> Transcript:
        lines = self.data.removeprefix(_BOM).split(b"\n")
        tail = lines.pop()
        number, header = self._header(lines, tail)
        version = self._version(header, number)
        torn, good, complete = self._tail(tail, len(lines) + 1)
        found = self._decoded([*lines, b"" if torn else tail][number:], number)
        events, state = self._fold(header, found)
        if self.lost > len(self.problems):
            more = self.lost - len(self.problems)
            self.problems.append(Problem(len(lines), f"{more} more lines were left out"))
        return Transcript(
            path=self.path,
            header=header,
            events=tuple(events),
            state=state,
            problems=tuple(sorted(self.problems, key=lambda problem: problem.line)),
            lost=self.lost,
            torn=torn,
            good_bytes=good,
            ends_with_newline=complete,
            header_damaged=self.header_damaged,
            version=version,
            keyframes=tuple(self.frames),
        )

    def _say(self, line: int, words: str, *, is_damage: bool = True) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(line, words, is_damage))

    def _leave_out(self, line: int, words: str, *, is_damage: bool = True) -> None:
        self.lost += 1
        self._say(line, words, is_damage=is_damage)

    def _fail(self, words: str) -> TranscriptError:
        name = "this text" if self.path is None else str(self.path)
        return TranscriptError(f"{name}: {words}")

    def _header(self, lines: list[bytes], tail: bytes) -> tuple[int, Header]:
        """The header, and the number of lines that it took."""
        for number, line in enumerate([*lines, tail], start=1):
            content = line.strip(_EDGES)
            if content:
                return self._read_header(content, number, lines)
        raise self._fail("the file is empty.")

    def _read_header(self, content: bytes, number: int, lines: list[bytes]) -> tuple[int, Header]:
        value = parse_object(content)
        named = None if isinstance(value, Damaged) else value.get("format")
        version = format_version(named) if isinstance(named, str) else None
        if version is None:
            return self._save_header(content, number, lines)
        try:
            self.upgrade = upgrade_from(version)
        except KeyError:
            raise self._fail(f"format {version} of the transcript cannot be read.") from None
        got = decode_line(content, self.upgrade)
        if isinstance(got, Header):
            self._remark(content, got, number)
            return number, got
        return self._save_header(content, number, lines)

    def _save_header(self, content: bytes, number: int, lines: list[bytes]) -> tuple[int, Header]:
        """What can be made of a first line that is no sound header."""
        name = self.path.stem if self.path is not None else "damaged"
        rest = [decode_line(line.strip(_EDGES)) for line in lines[number - 1 :]]
        events = [event for event in rest if isinstance(event, Event)]
        if not any(isinstance(event, Started | Asked | Edit) for event in events) and (
            _FORMAT_START not in content
        ):
            raise self._fail("not a transcript of interview-sim, or its first line is damaged.")
        self.header_damaged = True
        mended = mend_header(content, name)
        if mended is not None:
            self._leave_out(number, "the questions are damaged; what was left of them is used")
            return number, mended
        invented = invent_header(events, name)
        if invented is None:
            raise self._fail("its first line, which holds the questions, is damaged.")
        self._leave_out(number, "the questions are lost; the answers are kept without them")
        whole = bool(rest) and isinstance(rest[0], Event)
        return number - 1 if whole else number, invented

    def _version(self, header: Header, number: int) -> int:
        version = format_version(header.format) or VERSION
        if version > VERSION:
            self._say(
                number,
                f"written by a newer version (format {version}; this one reads {VERSION}); "
                "what it says is read as far as it is understood",
                is_damage=False,
            )
        return version

    def _decoded(self, lines: list[bytes], start: int) -> list[Numbered]:
        """The events on `lines`, of which the first is number `start + 1`."""
        found: list[Numbered] = []
        for number, line in enumerate(lines, start=start + 1):
            event = self._decode(line.strip(_EDGES), number)
            if event is not None:
                found.append((number, event))
        return found

    def _fold(self, header: Header, found: list[Numbered]) -> tuple[list[Event], State]:
        mended, lines = mend_numbers(header, found)
        for number in lines:
            self._say(number, "its number or time was damaged and was mended")
        state = begin(header)
        events: list[Event] = [header]
        self.frames.append(Keyframe(0, state))
        for number, event in mended:
            state = self._accept(state, event, number, events)
            if len(events) - 1 - self.frames[-1].index >= KEYFRAME_EVERY:
                self.frames.append(Keyframe(len(events) - 1, state))
        return events, state

    def _decode(self, content: bytes, number: int) -> Event | None:
        if not content:
            return None
        got: Decoded = decode_line(content, self.upgrade)
        if isinstance(got, Event):
            self._remark(content, got, number)
            return got
        if isinstance(got, Unknown):
            self._leave_out(number, f"“{got.kind}” is not known to this version", is_damage=False)
        else:
            self._leave_out(number, f"cannot be read: {got.words}")
        return None

    def _remark(self, content: bytes, event: Event, number: int) -> None:
        for words in remarks(content, event) if self.upgrade is None else ():
            self._say(number, words, is_damage=words == REPLACED)

    def _accept(self, state: State, event: Event, number: int, events: list[Event]) -> State:
        try:
            after = apply(state, event)
        except EventRefusedError as error:
            return self._accept_after_loss(state, event, number, events, str(error))
        if event.seq > state.seq + 1:
            self.missing = Missing(state, event)
            self.any_missing = True
        if self.missing is not None and not self.missing.passes(event):
            self.missing = None
        events.append(event)
        return after

    def _accept_after_loss(
        self, state: State, event: Event, number: int, events: list[Event], refusal: str
    ) -> State:
        """Take an event that is refused only because something before it is lost."""
        places = [Missing(state, event)] if event.seq > state.seq + 1 else []
        for place in [*places, *([self.missing] if self.missing else [])]:
            found = bridge(place, event)
            if found is not None:
                self._say(number, f"something before it is lost; taken for granted: {found.words}")
                self._rewrite(events, [*found.events, *place.since, event], len(place.since))
                self.missing = None
                self.any_missing = True
                return found.state
        moved = clamped(state, event) if places or self.any_missing else None
        if moved is None or not state.seq < moved.seq or moved.t < state.t:
            self._leave_out(number, f"left out: {refusal}")
            return state
        self._say(number, "an edit did not fit, as something before it is lost; its words are kept")
        self.any_missing = True
        events.append(moved)
        return apply(state, moved)

    def _rewrite(self, events: list[Event], now: list[Event], count: int) -> None:
        """Put `now` in the place of the last `count` events."""
        start = len(events) - count
        events[start:] = now
        while len(self.frames) > 1 and self.frames[-1].index >= start:
            self.frames.pop()

    def _tail(self, tail: bytes, number: int) -> tuple[bytes, int, bool]:
        """What is torn off, where the good part ends, and whether a line end stands there."""
        start = len(self.data) - len(tail)
        content = tail.strip(_EDGES)
        if not tail:
            return b"", start, True
        if content and not isinstance(decode_line(content, self.upgrade), Damaged):
            return b"", start + len(tail.rstrip(_EDGES)), False
        if content:
            self._leave_out(
                number, f"the last line was cut off after {len(tail)} bytes and is left out"
            )
        else:
            self._say(number, f"{len(tail)} empty bytes at the end, as a power cut leaves them")
        return tail, start, True
