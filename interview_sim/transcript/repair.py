"""Says what is wrong with a transcript file, and makes a good one of what is left.

Reading already forgives; this turns what it forgave into figures and into a file that needs no
forgiving. Good lines go over byte for byte. Also looks for what a kill can leave beside a file
while it is written again whole: the hidden `.<id>.new`, which may hold more than the file itself.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from interview_sim import __version__, files
from interview_sim.session.events import Edit, Event
from interview_sim.session.fold import fold
from interview_sim.session.state import State
from interview_sim.transcript.codec import VERSION, Unknown, decode_line, encode_line, remarks
from interview_sim.transcript.errors import TranscriptError
from interview_sim.transcript.lock import TranscriptLock
from interview_sim.transcript.reading import Problem, Transcript, load, parse_transcript

LEFTOVER_SUFFIX = ".new"
_MOST_BACKUPS = 100
_EDGES = b" \t\r\0"
_BOM = b"\xef\xbb\xbf"
_NUMBER = re.compile(r"\d{1,9}")


class Leftover(Struct, frozen=True):
    """What a kill left beside a transcript while it was being written again whole."""

    path: Path
    words: str
    """What it holds that the transcript does not, in words."""
    adds: bool
    """Whether it holds anything that the transcript lacks."""


class Checked(Struct, frozen=True, kw_only=True):
    """What was found in one transcript."""

    path: Path
    transcript: Transcript | None
    """All that can be had, the leftover's lines included; None where nothing can."""
    data: bytes = b""
    """The lines that `transcript` was read from."""
    damage: tuple[Problem, ...] = ()
    """What is wrong, by line of the file itself."""
    remarks: tuple[Problem, ...] = ()
    """What is not wrong but of a newer version of the program."""
    words: str = ""
    """Why the file itself cannot be read, where it cannot."""
    leftover: Leftover | None = None

    @property
    def is_good(self) -> bool:
        """Whether the file is sound and nothing beside it is worth more."""
        return not self.words and not self.damage and not (self.leftover and self.leftover.adds)


class Repaired(Struct, frozen=True, kw_only=True):
    """A good file, made of what was left of another."""

    content: bytes
    kept: int
    """Events that stand in it just as they were found."""
    mended: int
    """Events of which something was put right: a number, a time, a place, a character."""
    assumed: int
    """Events that are not in the file and must have happened."""
    lost: int
    """Lines of which nothing could be used."""
    header_damaged: bool
    """Whether questions were lost or mended: good for reading, useless for going on."""


def leftover_path(path: Path) -> Path:
    """Where a kill while the transcript at `path` is written anew leaves the new file."""
    return path.with_name(f".{path.stem}{LEFTOVER_SUFFIX}")


def orphans(folder: Path) -> tuple[Path, ...]:
    """The transcripts of `folder` that are gone and of which a leftover is still there."""
    try:
        names = sorted(path.name for path in folder.glob(f".*{LEFTOVER_SUFFIX}") if path.is_file())
    except OSError:
        return ()
    files = (folder / f"{name[1:].removesuffix(LEFTOVER_SUFFIX)}.jsonl" for name in names)
    return tuple(path for path in files if not path.exists())


def check(path: Path) -> Checked:
    """What is wrong with the transcript at `path`; never raises for what the file holds."""
    own, data, words = _try_read(path)
    left, left_data, _ = _try_read(leftover_path(path))
    damage, known = _told(own)
    found = Checked(path=path, transcript=own, data=data, damage=damage, remarks=known, words=words)
    if not leftover_path(path).is_file():
        return found
    beside = leftover_path(path)
    if left is None:
        nothing = Leftover(beside, "nothing in it can be read; it can be deleted", adds=False)
        return replace(found, leftover=nothing)
    return _with_leftover(found, left, left_data, beside)


def repair(found: Checked) -> Repaired:
    """The good file that can be made of what `check` found.

    Raises:
        TranscriptError: Nothing can be read, or a newer version wrote it.
    """
    transcript = found.transcript
    if transcript is None:
        raise TranscriptError(f"{found.words} Nothing in it can be saved.")
    if transcript.is_newer:
        raise TranscriptError(
            f"{found.path}: written by a newer version of the program, which this one could only "
            "make poorer. Repair it with that version."
        )
    return _Rewriting(found.data, transcript).write()


def write_beside(found: Checked, done: Repaired, target: Path | None = None) -> Path:
    """Put the good file at `target`, or in that folder; by default beside the damaged one.

    Raises:
        FileError: There is such a file already, or it cannot be written.
    """
    name = f"{found.path.stem}.repaired.jsonl"
    if target is None:
        path = found.path.with_name(name)
    else:
        path = target / name if target.is_dir() else target
    files.create_new(path, done.content, is_private=True)
    return path


def repair_in_place(path: Path) -> tuple[Repaired, Path | None]:
    """Put the good file in the place of the damaged one, which is kept beside it as `.bak`.

    Returns:
        What was done, and where the damaged file is; None where there was none.

    Raises:
        LockedError: A running session is writing to it.
        TranscriptError: Nothing can be read, or a newer version wrote it.
        FileError: It cannot be written; the damaged file is where it was.
    """
    lock = TranscriptLock(path)
    lock.acquire()
    try:
        done = repair(check(path))
        kept = _set_aside(path) if path.exists() else None
        files.write_atomic(path, done.content)
        with contextlib.suppress(OSError):
            path.chmod(files.PRIVATE)
    finally:
        lock.release()
    return done, kept


def _set_aside(path: Path) -> Path:
    """Copy the file to the first free `.bak` name, byte for byte."""
    data = load(path)
    numbered = (f"{path.name}.bak-{number}" for number in range(2, _MOST_BACKUPS))
    for name in (f"{path.name}.bak", *numbered):
        aside = path.with_name(name)
        if not os.path.lexists(aside):
            files.create_new(aside, data, is_private=True)
            return aside
    raise files.FileError(f"{path}: there are too many .bak files beside it. Move some away.")


def wrote_newer(transcript: Transcript) -> bool:
    """Whether a newer program wrote the transcript, so that what we do not know is no damage."""
    theirs = _numbers(transcript.header.app_version)
    return transcript.is_newer or theirs > _numbers(__version__)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER.findall(version)[:4])


def _try_read(path: Path) -> tuple[Transcript | None, bytes, str]:
    try:
        data = load(path)
        return parse_transcript(data, path), data, ""
    except TranscriptError as error:
        return None, b"", str(error)


def _told(transcript: Transcript | None) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """The problems that are damage, and those that only speak of a newer version."""
    if transcript is None:
        return (), ()
    newer = wrote_newer(transcript)
    damage = tuple(problem for problem in transcript.problems if problem.is_damage or not newer)
    return damage, tuple(p for p in transcript.problems if not (p.is_damage or not newer))


# What lies beside the file


def _with_leftover(found: Checked, left: Transcript, data: bytes, beside: Path) -> Checked:
    own = found.transcript
    if own is None or own.header.id != left.header.id or own.header_damaged:
        return _instead(found, left, data, beside)
    merged = _merged(found.data, data)
    if merged is None:
        words = "it went another way than the transcript, and is left alone; repair it by its name"
        return replace(found, leftover=Leftover(beside, words, adds=False))
    both = parse_transcript(merged, found.path)
    gained = _gain(own, both)
    if not gained:
        words = "it holds nothing that the transcript lacks; it can be deleted"
        return replace(found, leftover=Leftover(beside, words, adds=False))
    told = Leftover(beside, f"it holds {gained} that the transcript lacks", adds=True)
    return replace(found, transcript=both, data=merged, leftover=told)


def _instead(found: Checked, left: Transcript, data: bytes, beside: Path) -> Checked:
    """The leftover in place of a file that cannot be used, or that is another session's."""
    own = found.transcript
    if own is not None and not own.header_damaged:
        words = "it is of another session, and is left alone"
        return replace(found, leftover=Leftover(beside, words, adds=False))
    if own is not None and left.header_damaged:
        words = "its questions are damaged too, and it is left alone"
        return replace(found, leftover=Leftover(beside, words, adds=False))
    told = Leftover(beside, f"it holds the session, {len(left.events)} events of it", adds=True)
    return replace(found, transcript=left, data=data, leftover=told)


def _merged(own: bytes, other: bytes) -> bytes | None:
    """The good lines of both in the order of their numbers; None where they contradict."""
    by_seq: dict[int, tuple[Event, bytes]] = {}
    for line in (*_lines(own), *_lines(other)):
        event = decode_line(line)
        if not isinstance(event, Event):
            continue
        known = by_seq.setdefault(event.seq, (event, line))
        if known[0] != event:
            return None
    return b"".join(line + b"\n" for _, (_, line) in sorted(by_seq.items()))


def _gain(own: Transcript, both: Transcript) -> str:
    """What reading both gives over reading the one, in words; empty for nothing."""
    events = len(both.events) - len(own.events)
    if events > 0 and both.state != own.state:
        return "1 event" if events == 1 else f"{events} events"
    if len(both.problems) < len(own.problems):
        return "sound lines for damaged ones"
    return ""


# The good file


def _lines(data: bytes) -> Iterator[bytes]:
    for line in data.removeprefix(_BOM).split(b"\n"):
        content = line.strip(_EDGES)
        if content:
            yield content


class _Rewriting:
    """Puts the lines of a file and the events that reading made of them together."""

    def __init__(self, data: bytes, transcript: Transcript) -> None:
        self._data = data
        self._transcript = transcript
        self._keeps_unknown = wrote_newer(transcript)
        self._wanted = {event.seq: event for event in transcript.events}
        self._waiting = deque(transcript.events)
        """What is not written yet, in order."""
        self._out: list[bytes] = []
        self._unused: Counter[bytes] = Counter()
        """What the lines said that could not go over as they are."""
        self._made: Counter[bytes] = Counter()
        """What was written and stands on no line in this form."""
        self._kept = self._mended = 0

    def write(self) -> Repaired:
        """The good file, held against what was read."""
        if self._transcript.version == VERSION:
            for line in _lines(self._data):
                self._take(line)
        self._make_until(None)
        content, state = self._whole()
        if parse_transcript(content).state != state:
            # Cannot happen; but a file that says something else must not be called repaired.
            raise TranscriptError("The repaired file did not read like the damaged one.")
        header = self._transcript.header_damaged
        mended = (self._made & self._unused).total()
        return Repaired(
            content=content,
            kept=self._kept,
            mended=self._mended + mended + header,
            assumed=self._made.total() - mended - header,
            lost=self._transcript.lost - header,
            header_damaged=header,
        )

    def _whole(self) -> tuple[bytes, State]:
        """What was written, and the session that it must read as."""
        transcript = self._transcript
        first = transcript.header.seq
        if first >= 0:
            return b"".join(self._out), transcript.state
        # A header had to be invented before an event that already had its number.
        moved = [replace(event, seq=event.seq - first) for event in transcript.events]
        return b"".join(map(encode_line, moved)), fold(moved)

    def _take(self, line: bytes) -> None:
        event = decode_line(line)
        if isinstance(event, Unknown):
            if self._keeps_unknown and event.seq is not None and _is_json(line):
                self._make_until(event.seq)
                self._out.append(line + b"\n")
        elif isinstance(event, Event):
            self._take_event(line, event)

    def _take_event(self, line: bytes, event: Event) -> None:
        if self._wanted.get(event.seq) != event or event.seq < self._next:
            self._unused[_content(event)] += 1
            return
        self._make_until(event.seq)
        self._waiting.popleft()
        if self._may_stand(line, event):
            self._kept += 1
            self._out.append(line + b"\n")
        else:
            self._mended += 1
            self._out.append(encode_line(event))

    @property
    def _next(self) -> float:
        return self._waiting[0].seq if self._waiting else float("inf")

    def _may_stand(self, line: bytes, event: Event) -> bool:
        """Whether the line can go over as it is: good JSON that says only what we understand."""
        if encode_line(event) == line + b"\n":
            return True
        return _is_json(line) and (self._keeps_unknown or not remarks(line, event))

    def _make_until(self, seq: int | None) -> None:
        """Write what reading mended or assumed, as far as it comes before number `seq`."""
        while self._waiting and (seq is None or self._next < seq):
            event = self._waiting.popleft()
            self._made[_content(event)] += 1
            self._out.append(encode_line(event))


def _content(event: Event) -> bytes:
    """What an event says apart from its number, time and place: these are what gets mended."""
    if isinstance(event, Edit):
        return event.ins.encode("utf-8", "replace")
    return encode_line(replace(event, seq=0, t=0))


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line)
    except (ValueError, RecursionError):
        return False
    return True
