"""Where a running session is written, event by event, so that nothing is lost.

Every event is in the file before `record` returns, which a crash of the program or a kill can't
undo. The disk is waited for at every hand-in and otherwise about once a second, which bounds what
a power cut can undo. While the disk refuses, events wait in memory and nothing is raised: the
interview goes on, `problem` says what is wrong, and every later call tries again.

All lines stay in memory too, so that a full disk, a deleted file or a disk that lies can be
survived: whatever happens to the file, all of it can be rewritten, here or as a copy.

The journal does not fold: the engine has held every event against its state before it comes here.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from interview_sim.clock import Clock
from interview_sim.figures import counted
from interview_sim.files import (
    AppendHandle,
    FileError,
    create_new,
    ensure_folder,
    free_path,
    open_append,
    sync_folder,
    write_atomic,
)
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
from interview_sim.transcript.errors import TranscriptError, reason, remedy
from interview_sim.transcript.lock import TranscriptLock
from interview_sim.transcript.reader import Transcript, load, parse_transcript
from interview_sim.transcript.trash import throw_away

Opener = Callable[[Path], AppendHandle]
"""Gives an unbuffered handle that appends to a file."""

Fsync = Callable[[int], None]
"""Waits until the disk has the file with this descriptor."""

SYNC_EVERY = 0.75
"""Seconds between waits for the disk; with four ticks a second that stays within one."""

PATIENCE = 5.0
"""Seconds after which a disk that does not answer is worth a word."""

SYNC_AT_ONCE: frozenset[type[Event]] = frozenset(
    {Submitted, TimedOut, Skipped, Ended, Predicted, PointMarked, Finished}
)
"""Events that are on the disk, not just in the file, before `record` returns."""

_SYNC_UNKNOWN = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})


class TakenError(TranscriptError):
    """A new file was asked for where there is one already."""


class Journal:
    """The one writer of a transcript. Use `create` or `reopen`."""

    def __init__(
        self,
        path: Path,
        state: State,
        *,
        lock: TranscriptLock,
        clock: Clock,
        opener: Opener,
        fsync: Fsync,
        content: bytes = b"",
    ) -> None:
        self.path = path
        """The file."""
        self.initial = state
        """The session as it was when the journal was opened: what an engine goes on from."""
        self._lock = lock
        self._clock = clock
        self._opener = opener
        self._fsync = fsync
        self._guard = threading.RLock()
        self._lines = [content] if content else []
        self._written = self._synced = len(self._lines)
        """How many of the lines are in the file, and how many the disk has confirmed."""
        self._offset = len(content)
        """Where in the file they end."""
        self._handle: AppendHandle | None = None
        self._identity: tuple[int, int] | None = None
        self._error: OSError | FileError | None = None
        """Why the last attempt to save failed."""
        self._distrust = ""
        """Why the file is to be written anew, whole; empty while it can be relied on."""
        self._notice: str | None = None
        self._wait: _Wait | None = None
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
        taken = TakenError(f"{path}: this file already exists, and was not changed.")
        if os.path.lexists(path):
            # Decided when it is made; asked here too because a running one holds its lock.
            raise taken
        with contextlib.ExitStack() as undo:
            try:
                ensure_folder(path.parent)
                lock = TranscriptLock(path)
                undo.callback(lock.release)
                create_new(path, b"", is_private=True)
                undo.callback(path.unlink, missing_ok=True)
                journal = cls(
                    path, begin(header), lock=lock, clock=clock, opener=opener, fsync=fsync
                )
                undo.callback(journal._close_file)
                journal._lines.append(encode_line(header))
                journal._demand()
            except (OSError, FileError) as error:
                if isinstance(error.__cause__, FileExistsError):
                    raise taken from None
                raise TranscriptError(
                    f"{path.parent}: no transcript can be written there: {reason(error)}. "
                    "Choose another folder with --transcripts, or make this one writable."
                ) from error
            undo.pop_all()
        return journal

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
        with contextlib.ExitStack() as undo:
            lock = TranscriptLock(path)
            undo.callback(lock.release)
            data = load(path)
            found = parse_transcript(data, path)
            _check_continuable(found)
            good = data[: found.good_bytes]
            try:
                journal = cls(
                    path,
                    found.state,
                    lock=lock,
                    clock=clock,
                    opener=opener,
                    fsync=fsync,
                    content=good,
                )
                journal._identity = _identity_at(path)
                if not good.endswith(b"\n"):
                    journal._lines.append(b"\n")
                _draft_path(path).unlink(missing_ok=True)
                journal._demand()
            except (OSError, FileError) as error:
                raise TranscriptError(
                    f"{path}: cannot be continued: {reason(error)}. "
                    "It can still be read and replayed."
                ) from error
            undo.pop_all()
        journal._notice = _what_was_found(found)
        return journal

    @property
    def header(self) -> Header:
        """The session's header as it is in the file."""
        return self.initial.header

    @property
    def events(self) -> tuple[Event, ...]:
        """The header and all events so far, also those not on the disk yet; read from the lines."""
        return parse_transcript(self._content, self.path).events

    @property
    def recorded(self) -> int:
        """A number that grows with every event."""
        return len(self._lines)

    @property
    def backlog(self) -> int:
        """Events that are in memory and not in the file."""
        return len(self._lines) - self._written

    @property
    def why_unsaved(self) -> str:
        """Why not everything is in the file, as a short clause; empty while all is well."""
        return "" if self._error is None else reason(self._error)

    @property
    def size(self) -> int:
        """Bytes of the whole transcript."""
        return sum(map(len, self._lines))

    @property
    def problem(self) -> str | None:
        """What is wrong with saving and what to do, in plain words; None while all is well."""
        if self._error is not None:
            waiting = max(self.backlog, 1)
            wait = "waits" if waiting == 1 else "wait"
            return (
                f"The transcript cannot be saved: {self.why_unsaved}. Your text is safe in memory "
                f"({counted(waiting, 'change')} {wait}) and saving is retried automatically. "
                f"{remedy(self._error)}, or save a copy."
            )
        waited = self._clock.monotonic() - self._synced_at
        if self._wait is not None and waited >= PATIENCE:
            return (
                f"The disk has not answered for {waited:.0f} seconds. Your text is safe in memory; "
                "if this goes on, save a copy."
            )
        return None

    def take_notice(self) -> str | None:
        """Something that had happened to the file and was put right, reported once; else None."""
        notice, self._notice = self._notice, None
        return notice

    def record(self, event: Event) -> None:
        """Write one event; a disk that refuses is reported by `problem`, never raised.

        Raises:
            ValueError: The journal is closed.
        """
        with self._guard:
            if self._is_closed:
                raise ValueError("the journal is closed")
            self._lines.append(encode_line(event))
            self._write()
            if type(event) in SYNC_AT_ONCE:
                self.sync()
            else:
                self._sync_if_due()

    def sync(self) -> bool:
        """Write what waits, and wait until the disk has everything; whether it has."""
        with self._guard:
            self._take_result()
            if not self._write() or self._handle is None:
                return False
            self._synced_at = self._clock.monotonic()
            self._confirmed(self._written, _sync_error(self._fsync, self._handle.fileno()))
            return self._error is None

    def retry(self) -> bool:
        """Try now what would be tried again later anyway; whether the disk has everything."""
        with self._guard:
            if not self._is_closed:
                self._rebuilt_at = float("-inf")
                self._check()
                self.sync()
            return not self.backlog and self._error is None

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
                self._check()
            self._write()
            self._sync_if_due()

    def save_copy(self, path: Path, *, replace: bool = False) -> Path:
        """Write the whole transcript, from memory, to a new file at `path` or in that folder.

        With `replace`, an earlier copy at `path` is replaced. The journal goes on trying its own
        file.

        Raises:
            FileError: It can't be written there either, or a file of that name exists.
        """
        with self._guard:
            target = path / self.path.name if path.is_dir() else path
            if replace:
                # Keeps the permissions of the copy that it replaces, which was private.
                write_atomic(target, self._content)
            else:
                create_new(target, self._content, is_private=True)
            return target

    def close(self, *, to_trash: bool = False) -> None:
        """Write and confirm what is left, and let others open the file; safe to call twice.

        What could not be written stays in memory: look at `backlog`; `save_copy` still works.
        With `to_trash` the file goes there, where it can.
        """
        with self._guard:
            was_open = not self._is_closed
            self.retry()
            self._is_closed = True
            self._close_file()
            if to_trash and was_open:
                with contextlib.suppress(OSError, FileError):
                    throw_away(self.path, self._clock.now())
            self._lock.release()

    def discard(self) -> None:
        """Close, and delete the file, unless another one has taken its place."""
        with self._guard:
            self._is_closed = True
            self._close_file()
            with contextlib.suppress(OSError):
                if self._identity in {None, _identity_at(self.path)}:
                    self.path.unlink()
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

    # The file

    @property
    def _content(self) -> bytes:
        return b"".join(self._lines)

    def _demand(self) -> None:
        """Sync, and raise what went wrong: before the first event there is nothing to lose."""
        if not self.sync() and self._error is not None:
            raise self._error

    def _write(self) -> bool:
        """Bring what is only in memory to the file; whether that worked.

        Where it did not, the file is as it was before. Writing everything anew is tried once a
        second, not at every key.
        """
        now = self._clock.monotonic()
        if self._distrust and now - self._rebuilt_at < SYNC_EVERY:
            return False
        try:
            handle = self._handle or (None if self._distrust else self._open())
            if handle is None or self._distrust:
                self._rebuilt_at = now
                self._rebuild()
            else:
                self._append(handle)
        except (OSError, FileError) as error:
            self._error = error
            self._close_file()
            return False
        self._error = None
        return True

    def _append(self, handle: AppendHandle) -> None:
        try:
            for line in self._lines[self._written :]:
                handle.write(line)
                self._offset += len(line)
                self._written += 1
        except BaseException:  # an interrupt, too: half a line never stays
            with contextlib.suppress(OSError):
                handle.truncate(self._offset)
            self._close_file()
            raise

    def _open(self) -> AppendHandle:
        """Open the file, cut back to what we know to be good."""
        handle = self._handle = self._opener(self.path)
        status = os.fstat(handle.fileno())
        found = (status.st_dev, status.st_ino)
        if self._identity not in {None, found} or status.st_size < self._offset:
            self._rely_on(0, "The transcript's file was deleted or moved while in use")
            return handle
        if status.st_size > self._offset:
            handle.truncate(self._offset)
        # Some network folders number their files anew at every look; there the number says
        # nothing and is not asked again.
        self._identity = found if found == _identity_at(self.path) else None
        return handle

    def _close_file(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(OSError):
                handle.close()

    def _check(self) -> None:
        """Notice that the file was deleted, replaced or changed by someone else."""
        if self._handle is None or self._distrust:
            return
        try:
            there = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            self._rely_on(0, "The transcript's file was deleted or moved while in use")
            return
        except OSError:
            return
        if self._identity not in {None, (there.st_dev, there.st_ino)}:
            self._rely_on(0, "Another file took the transcript's place")
        elif there.st_size != self._offset:
            self._rely_on(0, "The transcript's file was changed by another program")

    def _rely_on(self, lines: int, why: str) -> None:
        """Have the file written anew, as no more than so many lines in it can be relied on."""
        self._distrust = why
        self._written = min(self._written, lines)
        self._synced = min(self._synced, lines)

    def _rebuild(self) -> None:
        """Write everything to a new file, in the old one's place where there is one."""
        self._close_file()
        content = self._content
        target = _draft_path(self.path) if os.path.lexists(self.path) else self.path
        kept = ""
        try:
            _draft_path(self.path).unlink(missing_ok=True)
            create_new(target, b"", is_private=True)
            with contextlib.closing(self._opener(target)) as handle:
                handle.write(content)
                if error := _sync_error(self._fsync, handle.fileno()):
                    raise error
            if target != self.path:
                kept = self._kept_aside(len(content))
                target.replace(self.path)
        except (OSError, FileError):
            with contextlib.suppress(OSError):
                target.unlink(missing_ok=True)
            raise
        sync_folder(self.path.parent)
        self._notice = f"{self._distrust}. It was rewritten from memory, complete.{kept}"
        self._distrust, self._identity = "", None
        self._written = self._synced = len(self._lines)
        self._offset = len(content)
        self._open()

    def _kept_aside(self, size: int) -> str:
        """Give what has taken our place and isn't ours another name; the words for it."""
        there = self.path.stat()
        ours = self._identity == (there.st_dev, there.st_ino)
        if there.st_size == 0 or (ours and there.st_size <= size):
            return ""
        aside = free_path(self.path.with_name(f"{self.path.name}.other"), end="")
        try:
            os.link(self.path, aside)  # so that there is a file in its place at any moment
        except OSError:
            self.path.rename(aside)
        return f" The other file is saved as {aside.name}."

    # Waiting for the disk

    def _sync_if_due(self) -> None:
        """Have the disk confirm what is new, without making the one who types wait."""
        now = self._clock.monotonic()
        is_new = self._synced < len(self._lines)
        if self._handle is not None and is_new and now - self._synced_at >= SYNC_EVERY:
            with contextlib.suppress(OSError):
                if self._wait is None:
                    self._wait = _Wait(self._fsync, self._handle.fileno(), self._written)
                    self._synced_at = now

    def _take_result(self) -> None:
        wait = self._wait
        if wait is not None and wait.is_over:
            self._wait = None
            self._confirmed(wait.lines, wait.error)

    def _confirmed(self, lines: int, error: OSError | None) -> None:
        """Take in how a wait ended that began with so many lines in the file."""
        if error is None:
            self._synced = max(self._synced, min(lines, self._written))
            return
        # After a failed fsync the system forgets the pages it could not write and calls a second
        # attempt a success, so only writing everything anew is worth anything.
        self._error = error
        self._rely_on(self._synced, "The disk did not confirm what was written")


class _Wait:
    """One wait for the disk, in a thread that holds up neither typing nor the program's end."""

    def __init__(self, fsync: Fsync, descriptor: int, lines: int) -> None:
        self.lines = lines
        """So many were in the file when it began."""
        self.is_over = False
        self.error: OSError | None = None
        self._fsync = fsync
        # A copy: the journal may close its own handle while the thread still waits.
        self._descriptor = os.dup(descriptor)
        threading.Thread(target=self._run, name="transcript-sync", daemon=True).start()

    def _run(self) -> None:
        self.error = _sync_error(self._fsync, self._descriptor)
        self.is_over = True
        with contextlib.suppress(OSError):
            os.close(self._descriptor)


def _sync_error(fsync: Fsync, descriptor: int) -> OSError | None:
    """Wait until the disk has the file; a disk that knows no such wait counts as having it."""
    try:
        fsync(descriptor)
    except OSError as error:
        return None if error.errno in _SYNC_UNKNOWN else error
    return None


def _draft_path(path: Path) -> Path:
    return path.with_name(f".{path.stem}.new")


def _identity_at(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


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
