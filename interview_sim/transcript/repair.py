"""What is wrong with a transcript file, a good file of what is left of it, and the text it lost.

Reading already leaves out what cannot be used; this says so line by line, and writes the rest as a
file that reads without a problem, good lines byte for byte. What was typed in lines that could not
be used is saved as plain text. Also looks for what a kill can leave beside a file while it is
rewritten: the hidden `.<id>.new`, which may hold more than the file itself.
"""

from __future__ import annotations

import contextlib
from collections import deque
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from interview_sim import files
from interview_sim.figures import counted
from interview_sim.session.events import (
    Asked,
    Edit,
    Event,
    FollowUpAsked,
    Header,
    Noted,
    Skipped,
    Submitted,
    TimedOut,
)
from interview_sim.transcript.codec import VERSION, Unknown, decode_line, encode_line, remarks
from interview_sim.transcript.errors import TranscriptError
from interview_sim.transcript.lock import TranscriptLock
from interview_sim.transcript.reader import (
    LineProblem,
    Transcript,
    lines_in,
    load,
    parse_transcript,
)

LEFTOVER_SUFFIX = ".new"
_TEXTS = (Edit, Noted)


class Leftover(Struct, frozen=True):
    """What a kill left beside a transcript while that was being rewritten."""

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
    damage: tuple[LineProblem, ...] = ()
    """What is wrong, by line of the file itself."""
    remarks: tuple[LineProblem, ...] = ()
    """What is not wrong but of a newer version of the program."""
    words: str = ""
    """Why the file itself cannot be read, where it cannot."""
    leftover: Leftover | None = None

    @property
    def is_good(self) -> bool:
        """Whether the file is sound and nothing beside it is worth more."""
        return not self.words and not self.damage and not (self.leftover and self.leftover.adds)


class Repaired(Struct, frozen=True, kw_only=True):
    """What could be made of a damaged file."""

    content: bytes
    """The good file; empty where the header is lost, without which there is no session."""
    answers: str
    """The text of all answers and notes, where the good file lacks some of it; else empty."""
    kept: int
    """Events that are in it just as they were found."""
    rewritten: int
    """Events of which a character was replaced or something unknown dropped."""
    lost: int
    """Lines that are not in it."""
    header_damaged: bool
    """Whether the header was read only in part: good for reading, useless for going on."""


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
    newer = own is not None and own.is_from_newer_program
    problems = own.problems if own else ()
    found = Checked(
        path=path,
        transcript=own,
        data=data,
        damage=tuple(problem for problem in problems if problem.is_damage or not newer),
        remarks=tuple(problem for problem in problems if newer and not problem.is_damage),
        words=words,
    )
    beside = leftover_path(path)
    if not beside.is_file():
        return found
    words, better = _compared(found, *_try_read(beside)[:2])
    if better is None:
        return replace(found, leftover=Leftover(beside, words, adds=False))
    transcript, data = better
    leftover = Leftover(beside, words, adds=True)
    return replace(found, transcript=transcript, data=data, leftover=leftover)


def repair(found: Checked) -> Repaired:
    """What can be made of the file that `check` looked at.

    Raises:
        TranscriptError: Nothing can be read, or a newer version wrote it.
    """
    transcript = found.transcript
    if transcript is None:
        text = _answers_text(found.path, found.data, None)
        if not text:
            raise TranscriptError(f"{found.words} Nothing in it can be saved.")
        lost = sum(1 for _ in lines_in(found.data))
        return Repaired(
            content=b"", answers=text, kept=0, rewritten=0, lost=lost, header_damaged=True
        )
    if transcript.is_newer:
        raise TranscriptError(
            f"{found.path}: written by a newer version of the program, which this one could only "
            "make poorer. Repair it with that version."
        )
    return _rewritten(found, transcript)


def write_beside(found: Checked, done: Repaired, target: Path | None = None) -> list[Path]:
    """Put what was saved at `target`, or in that folder; by default beside the damaged file.

    Raises:
        FileError: There is such a file already, or it cannot be written.
    """
    path = found.path.with_name(f"{found.path.stem}.repaired.jsonl")
    if target is not None:
        path = target / path.name if target.is_dir() else target
    written = []
    if done.content:
        files.create_new(path, done.content, is_private=True)
        written.append(path)
    return [*written, *write_answers(found, done, path.parent)]


def write_answers(found: Checked, done: Repaired, folder: Path) -> list[Path]:
    """Write the text that the good file lacks to `<id>.answers.txt`, if there is such text.

    Raises:
        FileError: It cannot be written.
    """
    if not done.answers:
        return []
    path = files.free_path(folder / f"{found.path.stem}.answers.txt")
    files.create_new(path, done.answers, is_private=True)
    return [path]


def repair_in_place(path: Path) -> tuple[Repaired, list[Path]]:
    """Put the good file in the place of the damaged one, which is kept beside it as `.bak`.

    Where the header is lost, nothing is put there; the text is saved beside it.

    Returns:
        What was done, and the files that were written beside it.

    Raises:
        LockedError: A running session is writing to it.
        TranscriptError: Nothing can be read, or a newer version wrote it.
        FileError: It cannot be written; the damaged file is where it was.
    """
    lock = TranscriptLock(path)
    lock.acquire()
    try:
        found = check(path)
        done = repair(found)
        written = write_answers(found, done, path.parent)
        if done.content:
            if path.exists():
                aside = files.free_path(path.with_name(f"{path.name}.bak"), end="")
                files.create_new(aside, load(path), is_private=True)
                written.insert(0, aside)
            files.write_atomic(path, done.content)
            with contextlib.suppress(OSError):
                path.chmod(files.PRIVATE)
    finally:
        lock.release()
    return done, written


def _try_read(path: Path) -> tuple[Transcript | None, bytes, str]:
    data = b""
    try:
        data = load(path)
        return parse_transcript(data, path), data, ""
    except TranscriptError as error:
        return None, data, str(error)


# What is beside the file


def _compared(
    found: Checked, left: Transcript | None, data: bytes
) -> tuple[str, tuple[Transcript, bytes] | None]:
    """What a leftover holds, in words, and the session read with it where that is worth more."""
    own = found.transcript
    if left is None:
        return "nothing in it can be read; it can be deleted", None
    if own is None or (own.header_damaged and not left.header_damaged):
        return f"it holds the session, {len(left.events)} events of it", (left, data)
    if own.header_damaged:
        return "its questions are damaged too, and it is left alone", None
    if own.header.id != left.header.id:
        return "it is of another session, and is left alone", None
    merged = _merged(found.data, data)
    if merged is None:
        words = "it went another way than the transcript, and is left alone; repair it by its name"
        return words, None
    both = parse_transcript(merged, found.path)
    events = len(both.events) - len(own.events)
    if events > 0:
        return f"it holds {counted(events, 'event')} that the transcript lacks", (both, merged)
    if len(both.problems) < len(own.problems):
        return "it holds sound lines for damaged ones of the transcript", (both, merged)
    return "it holds nothing that the transcript lacks; it can be deleted", None


def _merged(own: bytes, other: bytes) -> bytes | None:
    """The good lines of both in the order of their numbers; None where they contradict."""
    by_seq: dict[int, tuple[Event, bytes]] = {}
    for _, line in (*lines_in(own), *lines_in(other)):
        event = decode_line(line)
        if not isinstance(event, Event):
            continue
        known = by_seq.setdefault(event.seq, (event, line))
        if known[0] != event:
            return None
    return b"".join(line + b"\n" for _, (_, line) in sorted(by_seq.items()))


# The good file


def _rewritten(found: Checked, transcript: Transcript) -> Repaired:
    """The lines that reading used, those of a newer program as they are, and nothing else."""
    newer = transcript.is_from_newer_program
    events = deque(transcript.events)
    out: list[bytes] = []
    kept = texts = 0
    if transcript.header_damaged:
        out.append(encode_line(events.popleft()))
    for _, line in lines_in(found.data):
        event = decode_line(line)
        texts += isinstance(event, _TEXTS)
        if events and event == events[0]:
            event = events.popleft()
            is_good = _may_stay(line, event, newer=newer)
            kept += is_good
            out.append(line + b"\n" if is_good else encode_line(event))
        elif newer and isinstance(event, Unknown) and _is_json(line):
            out.append(line + b"\n")
    if transcript.version != VERSION:
        out, kept = [encode_line(event) for event in transcript.events], 0
    content = b"".join(out)
    if parse_transcript(content).state != transcript.state:
        # Cannot happen; but a file that says something else must not be called repaired.
        raise TranscriptError("The repaired file did not read like the damaged one.")
    is_text_lost = texts > sum(isinstance(event, _TEXTS) for event in transcript.events)
    return Repaired(
        content=content,
        answers=_answers_text(found.path, found.data, transcript.header) if is_text_lost else "",
        kept=kept,
        rewritten=len(transcript.events) - kept,
        lost=transcript.lost,
        header_damaged=transcript.header_damaged,
    )


def _may_stay(line: bytes, event: Event, *, newer: bool) -> bool:
    """Whether the line can stay as it is: good JSON that says only what we understand."""
    if encode_line(event) == line + b"\n":
        return True
    return _is_json(line) and (newer or not remarks(line, event))


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line)
    except (ValueError, RecursionError):
        return False
    return True


# The text of lines that could not be used


def _answers_text(path: Path, data: bytes, header: Header | None) -> str:
    """All answers and notes in a file's lines, as text; empty where there are none.

    Each line is taken by itself, so where typing is lost, words can be in the wrong place.
    """
    heading, is_open = "", False
    texts: dict[str, str] = {}
    for _, line in lines_in(data):
        event = decode_line(line)
        if isinstance(event, Asked | FollowUpAsked):
            heading, is_open = _heading(event, header), True
        elif isinstance(event, Submitted | TimedOut | Skipped):
            is_open = False
        elif isinstance(event, Edit):
            if not is_open:
                heading, is_open = f"Question lost (line of event {event.seq})", True
            text = texts.get(heading, "")
            at, end = max(event.at_char, 0), max(event.at_char, 0) + max(event.delete, 0)
            texts[heading] = text[:at] + event.ins + text[end:]
        elif isinstance(event, Noted):
            of = "the session" if event.question is None else f"question {event.question + 1}"
            texts[f"Note on {of}"] = event.text
    found = [f"{heading}\n\n{text.strip()}\n" for heading, text in texts.items() if text.strip()]
    if not found:
        return ""
    title = (
        f"The text of every answer in {path.name}, line by line. Where typing is lost, words can "
        "be in the wrong place."
    )
    return "\n\n".join([title, *found])


def _heading(event: Asked | FollowUpAsked, header: Header | None) -> str:
    name = f"Question {event.question + 1}"
    if isinstance(event, FollowUpAsked):
        return f"{name}, follow-up: {event.ask}"
    if header is None or not 0 <= event.question < len(header.questions):
        return name
    return f"{name}: {header.questions[event.question].question.prompt.strip()}"
