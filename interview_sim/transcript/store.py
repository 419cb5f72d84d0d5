"""A folder of transcripts: made, found, read, continued."""

from __future__ import annotations

import os
import random
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from interview_sim.clock import Clock, SystemClock
from interview_sim.errors import NotFoundError, UsageError
from interview_sim.files import FileError, open_append
from interview_sim.transcript.errors import LockedError, TranscriptError, reason
from interview_sim.transcript.trash import empty as empty_trash
from interview_sim.transcript.trash import throw_away

if TYPE_CHECKING:
    from interview_sim.session.events import Header
    from interview_sim.transcript.journal import Journal, Opener
    from interview_sim.transcript.reader import Transcript

SUFFIX = ".jsonl"
SAMPLE_PREFIX = "sample-"
_TITLE_LENGTH = 100
LAST = "last"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_ATTEMPTS = 50
_NEAR = 3


def new_id(clock: Clock, rng: random.Random | None = None) -> str:
    """A fresh session id such as `2026-11-24-0912-7f3a`: UTC date and time, then four hex digits.

    Ids sort by the time they were made: the digits are the milliseconds of the minute. With `rng`
    they are anything, for tests and samples, and where an id is taken.
    """
    now = clock.now()
    of_minute = now.second * 1000 + now.microsecond // 1000
    return f"{now:%Y-%m-%d-%H%M}-{rng.randrange(16**4) if rng else of_minute:04x}"


class Deleted(NamedTuple):
    """A transcript in the trash."""

    path: Path
    """Where it was."""
    trashed: Path
    """Where it is."""


class Store:
    """The transcripts in one folder, and the samples that ship.

    Asking never creates anything: a folder that is missing is an empty store.
    """

    def __init__(
        self,
        folder: Path,
        samples: Path | None = None,
        *,
        clock: Clock | None = None,
        opener: Opener = open_append,
        judgements: Path | None = None,
    ) -> None:
        self.folder = folder
        self._judgements = judgements
        self._samples = samples
        self._clock: Clock = clock or SystemClock()
        self._opener = opener

    def create(self, header: Header) -> Journal:
        """A journal for a new session.

        A header without an id gets one; where a file of its id exists, it gets another. So go on
        with the header of the journal (`journal.header`, `journal.state`), not the one given.

        Raises:
            UsageError: The header's id can't be a file's name.
            TranscriptError: Nothing can be written to the folder.
        """
        from interview_sim.transcript.journal import Journal, TakenError

        empty_trash(self.folder, self._clock.now())
        named = header if header.id else replace(header, id=new_id(self._clock))
        for _ in range(_ATTEMPTS):
            if _ID.fullmatch(named.id) is None:
                raise UsageError(f"“{named.id}” cannot be the name of a transcript.")
            path = self.folder / f"{named.id}{SUFFIX}"
            try:
                return Journal.create(path, named, clock=self._clock, opener=self._opener)
            except (TakenError, LockedError):
                named = replace(named, id=new_id(self._clock, random.SystemRandom()))
        raise TranscriptError(f"{self.folder}: no free name was found for a new transcript.")

    def open(self, ref: str) -> Journal:
        """A journal that continues the session `ref` names, see `find`.

        Raises:
            NotFoundError: There is no such transcript.
            LockedError: It is open in another window.
            TranscriptError: It cannot be continued.
        """
        from interview_sim.transcript.journal import Journal

        path = self.find(ref)
        if self.is_sample(path):
            raise UsageError(f"{path.stem} is a sample: it can be replayed but not continued.")
        return Journal.reopen(path, clock=self._clock, opener=self._opener)

    def rename(self, ref: str, title: str) -> None:
        """Give the session `ref` names a name of the candidate's own; empty takes it back.

        Raises:
            NotFoundError: There is no such transcript.
            LockedError: It is open in another window.
            TranscriptError: It cannot be written to.
        """
        from interview_sim.clock import stamp
        from interview_sim.session.events import Retitled
        from interview_sim.session.fold import EventRefusedError, apply

        journal = self.open(ref)
        try:
            state, now = journal.initial, stamp(self._clock.now())
            shown = "".join(c for c in title if c.isprintable() or c.isspace())
            words = " ".join(shown.split())[:_TITLE_LENGTH]
            event = Retitled(seq=state.seq + 1, t=state.t, at=now, text=words)
            apply(state, event)
            journal.record(event)
        except EventRefusedError:
            raise TranscriptError(f"{ref} has not begun, so it cannot be renamed.") from None
        finally:
            journal.close()
        if journal.backlog:
            raise TranscriptError(f"It was not renamed: {journal.why_unsaved}.")

    def delete(self, ref: str) -> Deleted:
        """Move one of the candidate's own transcripts to the trash; it is kept there for a month.

        A file that cannot be read can be deleted too.

        Raises:
            NotFoundError: There is no such transcript.
            LockedError: It is open in another window.
            TranscriptError: It cannot be moved; it is where it was.
        """
        from interview_sim.transcript.lock import TranscriptLock

        path = self.find(ref)
        if path not in self.paths():
            raise UsageError(f"{path.stem} is not one of your saved sessions.")
        lock = TranscriptLock(path)
        try:
            return Deleted(path, throw_away(path, self._clock.now()))
        except (OSError, FileError) as error:
            raise TranscriptError(f"{path.stem} was not deleted: {reason(error)}.") from error
        finally:
            lock.release()

    def restore(self, deleted: Deleted) -> None:
        """Take a transcript back from the trash.

        Raises:
            TranscriptError: It is no longer there, or another one has its name by now.
        """
        path, trashed = deleted
        if os.path.lexists(path):
            raise TranscriptError(f"There is another {path.name} now. Yours is {trashed}.")
        try:
            trashed.rename(path)
        except OSError as error:
            raise TranscriptError(f"{path.stem} was not restored: {reason(error)}.") from error

    def read(self, ref: str | Path) -> Transcript:
        """The transcript that `ref` names, see `find`; judged if its format records no judgements.

        Raises:
            NotFoundError: There is no such transcript.
            TranscriptError: It cannot be read.
        """
        from interview_sim.session.judgements import is_judged
        from interview_sim.transcript.codec import VERSION
        from interview_sim.transcript.reader import read_transcript

        transcript = read_transcript(ref if isinstance(ref, Path) else self.find(ref))
        if transcript.version >= VERSION and is_judged(transcript.state):
            return transcript
        from interview_sim.transcript.judging import with_judgements

        return with_judgements(transcript, self._judgements)

    def paths(self) -> tuple[Path, ...]:
        """The candidate's own transcripts, newest first by name.

        Raises:
            TranscriptError: The folder can't be listed.
        """
        return tuple(self.folder / name for name in self._names())

    def _names(self) -> list[str]:
        """The names of the candidate's own transcripts, newest first."""
        entries = _entries(self.folder)
        names = (entry.name for entry in entries if not entry.name.startswith(SAMPLE_PREFIX))
        return sorted(names, reverse=True)

    @property
    def is_empty(self) -> bool:
        """Whether the candidate has no transcripts here, or none that can be listed."""
        try:
            return all(entry.name.startswith(SAMPLE_PREFIX) for entry in _entries(self.folder))
        except TranscriptError:
            return True

    def stamps(self) -> dict[str, tuple[int, int]]:
        """Size and time of the last change, in ns, of the candidate's own transcripts, by name.

        Raises:
            TranscriptError: The folder can't be listed.
        """
        found = {}
        for entry in _entries(self.folder):
            if not entry.name.startswith(SAMPLE_PREFIX):
                try:
                    status = entry.stat(follow_symlinks=False)
                except OSError:  # gone by now
                    continue
                found[entry.name] = (status.st_size, status.st_mtime_ns)
        return found

    def samples(self) -> tuple[Path, ...]:
        """The transcripts that ship, by name."""
        folders = dict.fromkeys(
            folder.absolute() for folder in (self._samples, self.folder) if folder is not None
        )
        by_name: dict[str, Path] = {}
        for folder in folders:
            for path in _listed(folder):
                if path.name.startswith(SAMPLE_PREFIX):
                    by_name.setdefault(path.name, path)
        return tuple(by_name[name] for name in sorted(by_name))

    def find(self, ref: str) -> Path:
        """The file that `ref` names: an id, the unique beginning of one, a file's path, or `last`.

        Ids are compared with the names in the folder and never joined to a path, so no id leads
        out of it. `last` is a sample only where there is nothing else.

        Raises:
            NotFoundError: Nothing, or more than one, has that name.
            TranscriptError: The folder can't be listed.
        """
        # By names first: ten thousand paths take longer to make than to list.
        own, name = self._names(), ref.removesuffix(SUFFIX)
        if ref == LAST and own:
            return self.folder / own[0]
        if f"{name}{SUFFIX}" in own:
            return self.folder / f"{name}{SUFFIX}"
        samples = self.samples()
        if ref == LAST and samples:
            return samples[-1]
        known = (*(self.folder / each for each in own), *samples)
        for path in samples:
            if path.stem == name:
                return path
        if (direct := _as_file(ref)) is not None:
            return direct
        starting = [path for path in known if name and path.stem.startswith(name)]
        if len(starting) == 1:
            return starting[0]
        raise NotFoundError(self._not_found(ref, starting, known))

    def is_sample(self, path: Path) -> bool:
        """Whether the transcript at `path` is one that ships."""
        return path.absolute() in {sample.absolute() for sample in self.samples()}

    def is_running(self, path: Path) -> bool:
        """Whether a journal has the transcript at `path` open, in this program or another."""
        from interview_sim.transcript.lock import is_locked

        return is_locked(path)

    def _not_found(self, ref: str, starting: list[Path], known: tuple[Path, ...]) -> str:
        if ref == LAST:
            return f"There are no transcripts yet in {self.folder}. Run interview-sim to start one."
        if starting:
            names = ", ".join(path.stem for path in starting[:_NEAR])
            return f"“{ref}” may be {len(starting)} transcripts ({names} …). Type more of the id."
        import difflib

        stems = [path.stem for path in known]
        near = difflib.get_close_matches(ref, stems, n=_NEAR, cutoff=0.5)
        if near:
            return f"There is no transcript “{ref}” in {self.folder}. Similar: {', '.join(near)}."
        if stems:
            return f"There is no transcript “{ref}” in {self.folder}. The newest is {stems[0]}."
        return f"There is no transcript “{ref}”: {self.folder} has none yet."


def _listed(folder: Path) -> list[Path]:
    """The transcripts in `folder`, newest first."""
    return [folder / name for name in sorted((e.name for e in _entries(folder)), reverse=True)]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """The transcripts in `folder`, in any order; links, folders and hidden files left out."""
    try:
        with os.scandir(folder) as entries:
            return [
                entry
                for entry in entries
                if entry.name.endswith(SUFFIX)
                and not entry.name.startswith(".")
                and entry.is_file(follow_symlinks=False)
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise TranscriptError(
            f"{folder}: the transcripts cannot be listed: {reason(error)}."
        ) from error


def _as_file(ref: str) -> Path | None:
    """The file at the path `ref`, where it is spelled as a path and there is one."""
    if not ref.endswith(SUFFIX) and not any(sign and sign in ref for sign in (os.sep, os.altsep)):
        return None
    try:
        path = Path(ref).expanduser()
        return path if stat.S_ISREG(path.stat().st_mode) else None
    except (OSError, ValueError, RuntimeError):
        return None
