"""What is wrong with a transcript file, a good file of what is left of it, and the text it lost.

Reading already leaves out what cannot be used; this says so line by line, and writes the rest as a
file that reads without a problem, good lines byte for byte. What was typed in lines that could not
be used is saved as plain text.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct

from interview_sim import files
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


class Checked(Struct, frozen=True, kw_only=True):
    """What was found in one transcript."""

    path: Path
    data: bytes = b""
    transcript: Transcript | None = None
    """None where nothing can be read."""
    damage: tuple[LineProblem, ...] = ()
    remarks: tuple[LineProblem, ...] = ()
    """What is not wrong but of a newer version of the program."""
    words: str = ""
    """Why the file cannot be read, where it cannot."""

    @property
    def is_good(self) -> bool:
        """Whether the file is sound."""
        return not self.words and not self.damage


class Repaired(Struct, frozen=True, kw_only=True):
    """What could be made of a damaged file."""

    content: bytes = b""
    """The good file; empty where the header is lost, without which there is no session."""
    answers: str
    """The text of all answers and notes, where the good file lacks some of it; else empty."""
    kept: int = 0
    """Events that are in it just as they were found."""
    rewritten: int = 0
    """Events of which a character was replaced or something unknown dropped."""
    lost: int
    """Lines that are not in it."""
    header_damaged: bool
    """Whether the header was read only in part: good for reading, useless for going on."""


def check(path: Path) -> Checked:
    """What is wrong with the transcript at `path`; never raises for what the file holds."""
    data = b""
    try:
        data = load(path)
        found = parse_transcript(data, path)
    except TranscriptError as error:
        return Checked(path=path, data=data, words=str(error))
    newer = found.is_from_newer_program
    return Checked(
        path=path,
        data=data,
        transcript=found,
        damage=tuple(p for p in found.problems if p.is_damage or not newer),
        remarks=tuple(p for p in found.problems if newer and not p.is_damage),
    )


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
        return Repaired(answers=text, lost=lost, header_damaged=True)
    if transcript.is_newer:
        raise TranscriptError(
            f"{found.path}: written by a newer version of the program. Repair it with that "
            "version: this one would lose what it does not know."
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
    return [*written, *_write_answers(found, done, path.parent)]


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
    try:
        found = check(path)
        done = repair(found)
        written = _write_answers(found, done, path.parent)
        if done.content:
            aside = files.free_path(path.with_name(f"{path.name}.bak"), end="")
            files.create_new(aside, found.data, is_private=True)
            written.insert(0, aside)
            files.write_atomic(path, done.content)
            with contextlib.suppress(OSError):
                path.chmod(files.PRIVATE)
    finally:
        lock.release()
    return done, written


def _write_answers(found: Checked, done: Repaired, folder: Path) -> list[Path]:
    """Write the text that the good file lacks to `<id>.answers.txt`, if there is such text."""
    if not done.answers:
        return []
    path = files.free_path(folder / f"{found.path.stem}.answers.txt")
    files.create_new(path, done.answers, is_private=True)
    return [path]


# The good file


def _rewritten(found: Checked, transcript: Transcript) -> Repaired:
    """The lines that reading used, those of a newer program as they are, and nothing else."""
    newer, is_older = transcript.is_from_newer_program, transcript.version != VERSION
    used = dict(zip(transcript.lines, transcript.events, strict=True))
    out: list[bytes] = []
    kept, is_text_lost = 0, False
    for number, line in lines_in(found.data):
        event = used.get(number)
        if event is None:
            left_out = decode_line(line)
            is_text_lost |= isinstance(left_out, Edit | Noted)
            if newer and not is_older and isinstance(left_out, Unknown) and _is_json(line):
                out.append(line + b"\n")
            continue
        is_header_lost = transcript.header_damaged and event is transcript.header
        is_good = not is_header_lost and not is_older and _may_stay(line, event, newer=newer)
        kept += is_good
        out.append(line + b"\n" if is_good else encode_line(event))
    content = b"".join(out)
    if parse_transcript(content).state != transcript.state:
        # Cannot happen; but a file that says something else must not be called repaired.
        raise TranscriptError("The repaired file did not read like the damaged one.")
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
