"""A transcript as it is found on disk, read forgivingly.

What cannot be used is left out and reported, and nothing is put in its place: a line that cannot
be read, an event out of order, one that the fold refuses since something before it is lost, and
typing that follows lost typing, which would land in the wrong place. What is left folds.
`repair` finds the text that was left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, structs
from msgspec.structs import replace

from interview_sim import __version__
from interview_sim.clock import parse_stamp
from interview_sim.session.events import (
    Asked,
    BankCopy,
    ClockGap,
    DrawnQuestion,
    Edit,
    Event,
    FollowUpAsked,
    Header,
)
from interview_sim.session.fold import EventRefusedError, apply, apply_all, begin
from interview_sim.session.plan import Plan
from interview_sim.session.state import State
from interview_sim.transcript.codec import (
    HEADER_BEGINS,
    NO_UPGRADE,
    REPLACED,
    VERSION,
    Damaged,
    Unknown,
    decode_exact,
    decode_line,
    format_version,
    parse_object,
    remarks,
    upgrade_from,
)
from interview_sim.transcript.errors import TranscriptError, reason

MAX_BYTES = 256 * 1024 * 1024
"""A larger file is not a transcript of ours: two hours of typing are about 5 MB."""

MAX_LINES = 2_000_000
"""Nor is one with more lines; a gigabyte of nothing is refused before it fills the memory."""

KEYFRAME_EVERY = 500
"""So many events apart are the states that a replay starts from."""

MAX_PROBLEMS = 500
"""So many problems are reported one by one; the rest are counted."""

BOM = b"\xef\xbb\xbf"

_EDGES = b" \t\r\0"
_NUMBER = re.compile(r"\d{1,9}")
_LOST_BEFORE = "does not fit, because something before it was lost"
_TYPING_LOST = "typing is left out, because typing before it was lost"

_T = TypeVar("_T")


class LineProblem(Struct, frozen=True):
    """Something in the file that was left out, and why."""

    line: int
    """Counted from 1."""
    words: str
    is_damage: bool = True
    """False where the file is sound and only says what this version does not know."""
    last: int = 0
    """The last line, where the same is wrong with several in a row."""

    def __str__(self) -> str:
        where = f"lines {self.line}–{self.last}" if self.last else f"line {self.line}"
        return f"{where}: {self.words}"


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
    lines: Sequence[int] = ()
    """The number of each event's line, counted from 1."""
    state: State
    """All events folded."""
    problems: tuple[LineProblem, ...] = ()
    lost: int = 0
    """Lines that were left out."""
    torn: bytes = b""
    """An incomplete last line, as a crash or a full disk leaves it."""
    good_bytes: int = 0
    """Where the file is to be cut before anything is appended."""
    header_damaged: bool = False
    """Whether the header could be read only in part; such a session cannot be continued."""
    version: int = VERSION
    keyframes: tuple[Keyframe, ...] = ()
    """States along the way, for seeking."""

    @property
    def id(self) -> str:
        """The session's id."""
        return self.header.id

    @property
    def is_newer(self) -> bool:
        """Whether its format is newer than this program."""
        return self.version > VERSION

    @property
    def is_from_newer_program(self) -> bool:
        """Whether a newer program wrote it, so that what we do not know is no damage."""
        return _is_newer(self.header)


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
    name = "this text" if path is None else str(path)
    if data.count(b"\n") > MAX_LINES:
        raise TranscriptError(f"{name}: too many lines to be a transcript.")
    return _Reader(data, path, name).read()


def lines_in(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are not blank, with their numbers, without what pads them."""
    # Whoever wants no more than the first line has no others made.
    first, _, rest = data.removeprefix(BOM).partition(b"\n")
    if content := first.strip(_EDGES):
        yield 1, content
    for number, line in enumerate(rest.split(b"\n"), start=2):
        if content := line.strip(_EDGES):
            yield number, content


class _Reader:
    """One pass over a file's lines."""

    def __init__(self, data: bytes, path: Path | None, name: str) -> None:
        self._data = data
        self._path = path
        self._name = name
        self._problems: list[LineProblem] = []
        self._lost = 0
        self._first = 0
        self._header_damaged = False
        self._upgrade = NO_UPGRADE
        self._frames: list[Keyframe] = []
        self._unreported = 0

    def read(self) -> Transcript:
        lines = lines_in(self._data)
        header = self._from_the_beginning(self._header(lines))
        version = format_version(header.format) or VERSION
        exact = decode_exact(self._data.partition(b"\n")[2]) if not self._upgrade else None
        state = self._fold_exact(header, exact) if exact and self._data[:1] == b"{" else None
        if exact is not None and state is not None:
            events, torn, good = [header, *exact], b"", len(self._data)
            numbers: Sequence[int] = range(1, len(events) + 1)
        else:
            tail = self._data.rpartition(b"\n")[2].removeprefix(BOM)
            torn, good = self._tail(tail, self._data.count(b"\n") + 1)
            found, unknown = self._decoded(lines, torn.strip(_EDGES))
            numbers, events, state = self._fold(
                header, found, unknown if _is_newer(header) else set()
            )
        return Transcript(
            path=self._path,
            header=header,
            events=tuple(events),
            lines=numbers,
            state=state,
            problems=self._sorted_problems(),
            lost=self._lost,
            torn=torn,
            good_bytes=good,
            header_damaged=self._header_damaged,
            version=version,
            keyframes=tuple(self._frames),
        )

    # What is reported

    def _report(self, line: int, words: str, *, is_damage: bool = True) -> None:
        before = self._problems[-1] if self._problems else None
        if before and before.words == words and line == (before.last or before.line) + 1:
            self._problems[-1] = replace(before, last=line)
        elif len(self._problems) < MAX_PROBLEMS:
            self._problems.append(LineProblem(line, words, is_damage))
        else:
            self._unreported += 1

    def _leave_out(self, line: int, words: str, *, is_damage: bool = True) -> None:
        self._lost += 1
        self._report(line, words, is_damage=is_damage)

    def _sorted_problems(self) -> tuple[LineProblem, ...]:
        found = sorted(self._problems, key=lambda problem: problem.line)
        if self._unreported:
            found.append(LineProblem(found[-1].line, f"{self._unreported} more problems"))
        return tuple(found)

    # The first line

    def _header(self, lines: Iterator[tuple[int, bytes]]) -> Header:
        number, content = next(lines, (0, b""))
        self._first = number
        if not number:
            raise TranscriptError(f"{self._name}: the file is empty.")
        header = decode_line(content) if content.startswith(HEADER_BEGINS) else None
        if isinstance(header, Header):  # of this version, as nearly always
            self._remark(content, header, number)
            return header
        value = parse_object(content)
        named = None if isinstance(value, Damaged) else value.get("format")
        version = format_version(named) if isinstance(named, str) else None
        if isinstance(value, Damaged) or version is None:
            raise self._no_header(content, lines)
        try:
            self._upgrade = upgrade_from(version)
        except KeyError:
            raise TranscriptError(
                f"{self._name}: format {version} of the transcript cannot be read."
            ) from None
        if version > VERSION:
            self._report(
                number,
                f"written by a newer version (format {version}; this one reads {VERSION}); "
                "it is read as far as this version understands it",
                is_damage=False,
            )
        header = decode_line(content, self._upgrade)
        if isinstance(header, Header):
            self._remark(content, header, number)
            return header
        partly = _read_partly(value)
        if partly is None:
            raise self._no_header(content, lines)
        self._header_damaged = True
        self._leave_out(number, "some of the questions cannot be read; the others are used")
        return partly

    def _from_the_beginning(self, header: Header) -> Header:
        """The header as the first event, at time 0; else all that follows would come too early."""
        if not header.seq and not header.t:
            return header
        self._report(self._first, "its number or time is damaged; a session begins at 0")
        return replace(header, seq=0, t=0)

    def _no_header(self, first: bytes, rest: Iterable[tuple[int, bytes]]) -> TranscriptError:
        lines = (first, *(line for _, line in rest))
        if not any(isinstance(decode_line(line), Asked | Edit) for line in lines):
            words = "not a transcript of interview-sim, or its first line is damaged."
        else:
            words = (
                "its first line, which holds the questions, is damaged. "
                "`interview-sim transcript repair` saves the text of its answers."
            )
        return TranscriptError(f"{self._name}: {words}")

    # The other lines

    def _tail(self, tail: bytes, number: int) -> tuple[bytes, int]:
        """What is torn off, and where the good part ends."""
        start = len(self._data) - len(tail)
        content = tail.strip(_EDGES)
        if not tail:
            return b"", start
        if content and not isinstance(decode_line(content, self._upgrade), Damaged):
            return b"", start + len(tail.rstrip(_EDGES))
        if content:
            words = f"the last line was cut off after {len(tail)} bytes and is left out"
            self._leave_out(number, words)
        else:
            self._report(number, f"{len(tail)} empty bytes at the end, as after a power cut")
        return tail, start

    def _decoded(
        self, lines: Iterable[tuple[int, bytes]], torn: bytes
    ) -> tuple[list[tuple[int, Event]], set[int]]:
        """The events with the numbers of their lines, and the numbers of events unknown here."""
        found: list[tuple[int, Event]] = []
        unknown: set[int] = set()
        last = self._data.count(b"\n") + 1
        for number, content in lines:
            if torn and number == last:
                break
            got = decode_line(content, self._upgrade)
            if isinstance(got, Event):
                self._remark(content, got, number)
                found.append((number, got))
            elif isinstance(got, Unknown):
                words = f"“{got.kind}” is not known to this version"
                self._leave_out(number, words, is_damage=False)
                unknown |= set() if got.seq is None else {got.seq}
            else:
                self._leave_out(number, f"cannot be read: {got.words}")
        return found, unknown

    def _remark(self, content: bytes, event: Event, number: int) -> None:
        for words in remarks(content, event) if not self._upgrade else ():
            self._report(number, words, is_damage=words == REPLACED)

    def _fold_exact(self, header: Header, events: Sequence[Event]) -> State | None:
        """The state after all of the events; None where any is missing or does not fit."""
        if any(event.seq != number for number, event in enumerate(events, header.seq + 1)):
            return None
        state = begin(header)
        frames = [Keyframe(0, state)]
        try:
            for start in range(0, len(events), KEYFRAME_EVERY):
                state = apply_all(state, events[start : start + KEYFRAME_EVERY])
                frames.append(Keyframe(start + KEYFRAME_EVERY, state))
        except EventRefusedError:
            return None
        if frames[-1].index > len(events):
            frames.pop()
        self._frames = frames
        return state

    def _fold(
        self, header: Header, found: list[tuple[int, Event]], unknown: set[int]
    ) -> tuple[list[int], list[Event], State]:
        """The events that fit, in order, with the numbers of their lines, and their state."""
        state = begin(header)
        numbers = [self._first]
        events: list[Event] = [header]
        self._frames.append(Keyframe(0, state))
        expected = state.seq + 1
        is_typing_lost = False
        following = (event for _, event in found[1:])
        for number, event in found:
            while expected in unknown:
                expected += 1
            is_typing_lost |= event.seq > expected
            if _is_out_of_order(state, event, next(following, None)):
                self._leave_out(number, "its number or time is out of order")
                continue
            if is_typing_lost and isinstance(event, Edit):
                self._leave_out(number, _TYPING_LOST)
                continue
            try:
                state = apply(state, event)
            except EventRefusedError as error:
                self._leave_out(number, _LOST_BEFORE if is_typing_lost else f"left out: {error}")
                continue
            if is_typing_lost and _begins_afresh(event):
                is_typing_lost = False
            expected = event.seq + 1
            numbers.append(number)
            events.append(event)
            if len(events) - 1 - self._frames[-1].index >= KEYFRAME_EVERY:
                self._frames.append(Keyframe(len(events) - 1, state))
        return numbers, events, state


def _is_out_of_order(state: State, event: Event, after: Event | None) -> bool:
    """Whether an event's neighbours agree with each other and not with it.

    One damaged digit would shut out all that follows, since numbers and times only grow. Where it
    could as well be the next event's, that one is out of order which fits less well what is before.
    """
    if after is None or not _follows(state, after):
        return False
    if not _follows(state, event):
        return True
    return not _follows(event, after) and _misfit(state, event, 1) >= _misfit(state, after, 2)


def _follows(before: State | Event, event: Event) -> bool:
    return before.seq < event.seq and before.t <= event.t


def _misfit(state: State, event: Event, steps: int) -> tuple[bool, float]:
    """How far an event is from being so many steps on, and from where the wall clock has it."""
    then, now, passed = parse_stamp(state.at), parse_stamp(event.at), event.t - state.t
    drift = abs(passed - (now - then).total_seconds() * 1000) if then and now else 0.0
    return event.seq != state.seq + steps, drift


def _begins_afresh(event: Event) -> bool:
    """Whether the text that typing goes on from is known again, whatever was lost before.

    A new answer is empty. A program that goes on with a damaged session goes on from what reading
    gave, and its first event is the gap.
    """
    return isinstance(event, Asked | FollowUpAsked) or (
        isinstance(event, ClockGap) and event.cause == "closed"
    )


def _is_newer(header: Header) -> bool:
    version = format_version(header.format) or VERSION
    return version > VERSION or _numbers(header.app_version) > _numbers(__version__)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER.findall(version)[:4])


# A header that is JSON and not quite ours, as of a newer version


def _read_partly(value: dict[str, Any]) -> Header | None:
    """What can be read of a header: each field and each question by itself; None without prompts.

    A question that cannot be read whole keeps its id, its prompt and its times.
    """
    items, banks = value.get("questions"), value.get("banks")
    questions = [_question(item) for item in items] if isinstance(items, list) else [None]
    kept = [_converted(bank, BankCopy) for bank in banks] if isinstance(banks, list) else []
    fields = {
        field.name: _converted(value.get(field.encode_name), field.type)
        for field in structs.fields(Header)
    }
    if not fields["id"] or None in questions:
        return None
    found = {name: part for name, part in fields.items() if part is not None}
    usual = {"at": "", "plan": Plan(), "seed": 0}
    lists = {"banks": tuple(filter(None, kept)), "questions": tuple(questions)}
    return Header(**{**usual, **found, **lists, "seq": 0, "t": 0})


def _question(item: object) -> DrawnQuestion | None:
    whole = _converted(item, DrawnQuestion)
    inner = item.get("question") if isinstance(item, dict) else None
    if whole is not None or not isinstance(item, dict) or not isinstance(inner, dict):
        return whole
    bare = {key: inner[key] for key in ("id", "prompt", "topic") if key in inner}
    return _converted({**item, "question": bare}, DrawnQuestion)


def _converted(value: object, kind: type[_T]) -> _T | None:
    try:
        return msgspec.convert(value, kind)
    except (msgspec.ValidationError, RecursionError):
        return None
