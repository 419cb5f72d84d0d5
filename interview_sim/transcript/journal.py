"""Where a running session is written, event by event, so that nothing is lost.

Every event is in the file before `record` returns, which a crash of the program or a kill can't
undo. The disk is waited for at every hand-in and otherwise about once a second, which bounds what
a power cut can undo. While the disk refuses, events wait in memory and nothing is raised: the
interview goes on, `problem` says what is wrong, and every later call tries again.

The journal does not fold: the engine has held every event against its state before it comes here.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from interview_sim.clock import Clock
from interview_sim.files import FileError, ensure_folder, open_append
from interview_sim.session.events import (
    Ended,
    Event,
    Finished,
    Header,
    PointMarked,
    Predicted,
    Skipped,
    Submitted,
    TimedOut,
)
from interview_sim.session.fold import begin
from interview_sim.session.state import State
from interview_sim.transcript.codec import encode_line
from interview_sim.transcript.errors import TranscriptError, reason
from interview_sim.transcript.linefile import BackgroundSync, Fsync, LineFile, Opener, TakenError
from interview_sim.transcript.lock import TranscriptLock
from interview_sim.transcript.reader import Transcript, load, parse_transcript

SYNC_EVERY = 0.75
"""Seconds between waits for the disk; with four ticks a second that stays within one."""

PATIENCE = 5.0
"""Seconds after which a disk that does not answer is worth a word."""

SYNC_AT_ONCE: frozenset[type[Event]] = frozenset(
    {Submitted, TimedOut, Skipped, Ended, Predicted, PointMarked, Finished}
)
"""Events that are on the disk, not just in the file, before `record` returns."""


class Journal:
    """The one writer of a transcript. Use `create` or `reopen`."""

    def __init__(
        self, file: LineFile, lock: TranscriptLock, state: State, *, clock: Clock, fsync: Fsync
    ) -> None:
        self.initial = state
        """The session as it was when the journal was opened: what an engine goes on from."""
        self._file = file
        self._lock = lock
        self._clock = clock
        self._background = BackgroundSync(fsync)
        self._guard = threading.RLock()
        self._synced_at = self._checked_at = self._rebuilt_at = clock.monotonic()
        self._is_closed = False

    @classmethod
    def create(
        cls,
        path: Path,
        header: Header,
        *,
        clock: Clock,
        opener: Opener = open_append,
        fsync: Fsync = os.fsync,
    ) -> Self:
        """A journal on a new file at `path`, with the header already on the disk.

        Raises:
            TakenError: There is a file at `path`.
            LockedError: Somebody else is just making one.
            TranscriptError: It cannot be written there; nothing is left behind.
        """
        if os.path.lexists(path):
            # Decided by `file.create`; asked here too because a running one holds its lock.
            raise TakenError.at(path)
        lock = TranscriptLock(path)
        file = LineFile(path, opener=opener, fsync=fsync)
        try:
            ensure_folder(path.parent)
            lock.acquire()
            file.create()
            file.append(encode_line(header))
            _demand(file)
        except TranscriptError:
            lock.release()
            raise
        except (OSError, FileError) as error:
            file.close()
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            lock.release()
            raise TranscriptError(
                f"{path.parent}: no transcript can be written there: {reason(error)}. "
                "Choose another folder with --transcripts, or make this one writable."
            ) from error
        return cls(file, lock, begin(header), clock=clock, fsync=fsync)

    @classmethod
    def reopen(
        cls, path: Path, *, clock: Clock, opener: Opener = open_append, fsync: Fsync = os.fsync
    ) -> Self:
        """A journal that goes on where the file at `path` ends; an incomplete end is cut off.

        Raises:
            LockedError: It is open in another window.
            TranscriptError: It can't be read, comes from another version, or can't be written to.
        """
        if not os.path.lexists(path):
            # Asked before the lock is taken, which would make the folder look used.
            raise TranscriptError(f"{path}: the transcript does not exist.")
        lock = TranscriptLock(path)
        lock.acquire()
        try:
            data = load(path)
            found = parse_transcript(data, path)
            _check_continuable(found)
            file = LineFile(path, content=data[: found.good_bytes], opener=opener, fsync=fsync)
            file.adopt()
            if not data[: found.good_bytes].endswith(b"\n"):
                file.append(b"\n")
            _demand(file)
        except TranscriptError:
            lock.release()
            raise
        except (OSError, FileError) as error:
            lock.release()
            raise TranscriptError(
                f"{path}: cannot be continued: {reason(error)}. It can still be read and replayed."
            ) from error
        file.notice = _what_was_found(found)
        return cls(file, lock, found.state, clock=clock, fsync=fsync)

    @property
    def path(self) -> Path:
        """The file."""
        return self._file.path

    @property
    def header(self) -> Header:
        """The session's header as it is in the file."""
        return self.initial.header

    @property
    def events(self) -> tuple[Event, ...]:
        """The header and all events so far, also those not on the disk yet; read from the lines."""
        return parse_transcript(self._file.content, self.path).events

    @property
    def recorded(self) -> int:
        """A number that grows with every event."""
        return self._file.count

    @property
    def backlog(self) -> int:
        """Events that are in memory and not in the file."""
        return self._file.backlog

    @property
    def why_unsaved(self) -> str:
        """Why not everything is in the file, as a short clause; empty while all is well."""
        return self._file.why

    @property
    def size(self) -> int:
        """Bytes of the whole transcript."""
        return len(self._file.content)

    @property
    def problem(self) -> str | None:
        """What is wrong with saving and what to do, in plain words; None while all is well."""
        if self._file.problem is not None:
            return self._file.problem
        waited = self._clock.monotonic() - self._synced_at
        if self._background.is_waiting and waited >= PATIENCE:
            return (
                f"The disk has not answered for {waited:.0f} seconds. Your text is safe in memory; "
                "if this goes on, save a copy."
            )
        return None

    def take_notice(self) -> str | None:
        """Something that had happened to the file and was put right, reported once; else None."""
        notice, self._file.notice = self._file.notice, None
        return notice

    def record(self, event: Event) -> None:
        """Write one event; a disk that refuses is reported by `problem`, never raised.

        Raises:
            ValueError: The journal is closed.
        """
        with self._guard:
            if self._is_closed:
                raise ValueError("the journal is closed")
            self._file.append(encode_line(event))
            self._push()
            if type(event) in SYNC_AT_ONCE:
                self.sync()
            else:
                self._sync_if_due()

    def sync(self) -> bool:
        """Wait until the disk has everything; whether it has."""
        with self._guard:
            self._take_result()
            if not self._may_push():
                return False
            self._synced_at = self._clock.monotonic()
            return self._file.sync()

    def retry(self) -> bool:
        """Try now what would be tried again later anyway; whether the disk has everything."""
        with self._guard:
            if not self._is_closed:
                self._rebuilt_at = float("-inf")
                self._file.check()
                self.sync()
            return not self._file.backlog and self._file.error is None

    def sync_due(self) -> None:
        """Do what is due, without waiting: to be called a few times a second.

        Writes what is waiting in memory, has the disk confirm what is new, and notices that the
        file was deleted, replaced or changed.
        """
        with self._guard:
            if self._is_closed:
                return
            self._take_result()
            now = self._clock.monotonic()
            if now - self._checked_at >= SYNC_EVERY:
                self._checked_at = now
                self._file.check()
            self._push()
            self._sync_if_due()

    def save_copy(self, path: Path, *, replace: bool = False) -> Path:
        """Write the whole transcript, from memory, to a new file at `path` or in that folder.

        With `replace`, an earlier copy at `path` is replaced. The journal goes on trying its own
        file.

        Raises:
            FileError: It can't be written there either, or a file of that name exists.
        """
        with self._guard:
            return self._file.save_copy(path, replace=replace)

    def close(self) -> None:
        """Write and confirm what is left, and let others open the file; safe to call twice.

        What could not be written stays in memory: look at `backlog`; `save_copy` still works.
        """
        with self._guard:
            if self._is_closed:
                return
            self._is_closed = True
            self._rebuilt_at = float("-inf")
            self._file.check()
            self.sync()
            self._background.close()
            self._file.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _may_push(self) -> bool:
        """Whether it is time: writing everything anew is tried once a second, not at every key."""
        now = self._clock.monotonic()
        if self._file.needs_rebuild and now - self._rebuilt_at < SYNC_EVERY:
            return False
        if self._file.needs_rebuild:
            self._rebuilt_at = now
        return True

    def _push(self) -> None:
        if self._may_push():
            self._file.push()

    def _sync_if_due(self) -> None:
        now = self._clock.monotonic()
        descriptor = self._file.descriptor
        if descriptor is None or not self._file.unsynced or now - self._synced_at < SYNC_EVERY:
            return
        with contextlib.suppress(OSError):
            if self._background.request(descriptor, self._file.written):
                self._synced_at = now

    def _take_result(self) -> None:
        result = self._background.result()
        if result is not None:
            self._file.synced(result)


def _check_continuable(found: Transcript) -> None:
    if found.is_newer:
        raise TranscriptError(
            f"{found.id}: written by a newer version of the program, so it cannot be continued by "
            "this one. It can be read and replayed."
        )
    if found.header_damaged:
        raise TranscriptError(
            f"{found.id}: its questions are damaged, so it cannot be continued. "
            "What is left can be read and replayed."
        )


def _what_was_found(found: Transcript) -> str | None:
    """What the user should know of damage in a file that is being continued."""
    damage = [problem for problem in found.problems if problem.is_damage]
    if not damage:
        return None
    if found.torn and len(damage) == 1:
        return (
            f"The end of the file was not written completely ({damage[0].words}). "
            "Everything before it is here."
        )
    return (
        f"The transcript is damaged, and not all of it could be read ({damage[0]}). "
        "`interview-sim transcript repair` saves the text of what is missing."
    )


def _demand(file: LineFile) -> None:
    """Sync, and raise what went wrong: before the first event there is nothing to lose."""
    if not file.sync() and file.error is not None:
        raise file.error
