"""The results of all saved sessions, quick to load however many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec
from msgspec import Struct, structs

from interview_sim import files
from interview_sim.assessment.scoring import fingerprint
from interview_sim.bank.moves import NO_MOVES, Moves
from interview_sim.errors import InterviewSimError
from interview_sim.matching.tuning import DEFAULT
from interview_sim.progress.summary import QuestionSummary, SessionSummary, summarise, with_moves

if TYPE_CHECKING:
    from interview_sim.session.draw import DrawHistory
    from interview_sim.transcript.store import Store

ENOUGH = 2
"""Answers on a topic before it can be called the weakest."""

LATEST = 20
"""The latest answers of a topic or level, which are those that its figures are made of."""

_INDEX_FORMAT = "9"
"""Raised whenever what is kept of a session, or how it is worked out, changes."""

_SAVE_EVERY = 200
"""Transcripts read before the index is saved, so that a long first reading is not lost."""


_MOST_LATER = 0.02
"""The share of all entries that may be in a file of their own, beside the index."""


class _Entry(Struct, frozen=True, gc=False, array_like=True):
    """What is known of one file."""

    size: int
    changed: int
    """Time of the last change, in ns."""
    summary: SessionSummary | None
    problem: str = ""
    """Why there is no summary; empty where the session was opened and left as it was."""


class Unreadable(Struct, frozen=True):
    """A transcript that cannot be used, and why."""

    file: str
    problem: str


class TopicTrend(Struct, frozen=True):
    """The latest results on one topic."""

    topic: str
    score: float
    """Mean of the latest answers."""
    n: int
    """How many answers that rests on."""


class History(Struct, frozen=True, kw_only=True):
    """The saved sessions of one folder, without the samples."""

    sessions: tuple[SessionSummary, ...] = ()
    """Newest first; those that were opened and left as they were do not count."""
    unreadable: tuple[Unreadable, ...] = ()
    moves: Moves = NO_MOVES
    """Where questions are that changed banks: the sessions' own records have the old names."""

    @classmethod
    def load(
        cls,
        store: Store,
        cache_folder: Path,
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> History:
        """The history of a store, of which only new and changed transcripts are read.

        Args:
            store: The transcripts.
            cache_folder: Where the index is kept; need not exist.
            progress: Told how many of how many changed transcripts have been read.

        Raises:
            TranscriptError: The folder of transcripts can't be listed.
        """
        path = index_file(store.folder, cache_folder)
        later = _read(_later(path))
        known = _read(path) | later
        found = store.stamps()
        entries = {
            name: entry
            for name, entry in known.items()
            if found.get(name) == (entry.size, entry.changed)
        }
        missing = sorted(found.keys() - entries.keys(), reverse=True)
        for count, name in enumerate(missing, 1):
            entries[name] = _summed_up(store, name, found[name])
            if progress is not None:
                progress(count, len(missing))
            if count % _SAVE_EVERY == 0:
                write_index(path, entries)
        later = {name: entries[name] for name in (*later, *missing) if name in entries}
        if known.keys() - entries.keys() or len(later) > _MOST_LATER * len(entries):
            write_index(path, entries)
        elif missing:
            _write(_later(path), later)
        return cls._of(entries)

    @classmethod
    def _of(cls, entries: dict[str, _Entry]) -> History:
        summaries = [entry.summary for entry in entries.values() if entry.summary is not None]
        summaries.sort(key=lambda summary: (summary.at, summary.file), reverse=True)
        unreadable = tuple(
            Unreadable(name, entry.problem)
            for name, entry in sorted(entries.items())
            if entry.problem
        )
        return cls(sessions=tuple(summaries), unreadable=unreadable)

    def following(self, moves: Moves) -> History:
        """The same sessions, with their questions called as they are now."""
        if not moves:
            return self
        sessions = tuple(with_moves(session, moves) for session in self.sessions)
        return structs.replace(self, sessions=sessions, moves=moves)

    def home(self, ref: str) -> str:
        """What a question is called now."""
        return self.moves.get(ref, ref)

    @property
    def scored(self) -> tuple[SessionSummary, ...]:
        """The sessions that are assessed and have a score, newest first."""
        return tuple(s for s in self.sessions if s.final_score is not None)

    @property
    def waiting_refs(self) -> frozenset[str]:
        """The questions that wait to be answered or marked."""
        return frozenset(q.ref for s in self.sessions if s.is_waiting for q in s.questions)

    @property
    def sittings(self) -> Counter[date]:
        """Sessions by the local day on which they were made."""
        return Counter(session.day for session in self.sessions if session.day is not None)

    def last_scores(self, n: int) -> tuple[float, ...]:
        """The latest `n` session scores, oldest first, as a trend is drawn.

        A session in which nothing was answered says nothing of how well that would have been.
        """
        scores = (s.score for s in self.scored if s.answered)
        return tuple(reversed([score for score in islice(scores, n) if score is not None]))

    @property
    def topics(self) -> tuple[TopicTrend, ...]:
        """Each topic, with what is nested in it, by its latest marked answers, weakest first.

        What is not marked yet is left out: it would give the reveal away.
        """
        scores: dict[str, list[float]] = {}
        for session in self.scored:
            for question in reversed(session.questions):
                of = scores.setdefault(question.topic.split("/", 1)[0], [])
                if question.score is not None and len(of) < LATEST:
                    of.append(question.score)
        trends = [TopicTrend(t, sum(of) / len(of), len(of)) for t, of in scores.items() if of]
        return tuple(sorted(trends, key=lambda trend: (trend.score, trend.topic)))

    @property
    def weakest(self) -> tuple[TopicTrend, ...]:
        """The topics with answers enough to tell, the lowest mean first."""
        return tuple(trend for trend in self.topics if trend.n >= ENOUGH)

    def draw_history(self) -> DrawHistory:
        """What the next draw needs: how often each question was asked, and its latest score."""
        from interview_sim.session.draw import DrawHistory

        seen: dict[str, int] = {}
        wordings: dict[str, int] = {}
        for session in self.sessions:
            for question in session.questions:
                seen[question.ref] = seen.get(question.ref, 0) + 1
                wordings.setdefault(question.ref, question.wording)
        scores: dict[str, float] = {}
        for question in self._answered():
            if question.score is not None:
                scores.setdefault(question.ref, question.score)
        return DrawHistory(seen=seen, scores=scores, wordings=wordings, sure=self._sure_misses())

    def _sure_misses(self) -> frozenset[str]:
        """The questions whose latest marked answer lacked what it was thought to have."""
        found: dict[str, bool] = {}
        for session in self.scored:
            questions = session.questions
            if all(question.ref in found for question in questions):
                continue
            for question, detail in zip(questions, session.details, strict=False):
                found.setdefault(question.ref, detail.is_sure_miss)
        return frozenset(ref for ref, is_miss in found.items() if is_miss)

    def _answered(self) -> Iterator[QuestionSummary]:
        """The questions of sessions whose asking is over, newest first."""
        for session in self.sessions:
            if session.is_over:
                yield from reversed(session.questions)


def _summed_up(store: Store, name: str, stamp: tuple[int, int]) -> _Entry:
    size, changed = stamp
    try:
        transcript = store.read(store.folder / name)
        if transcript.state.is_untouched and not transcript.lost:
            return _Entry(size, changed, None)
        summary = summarise(transcript, name)
    except InterviewSimError as error:
        return _Entry(size, changed, None, str(error))
    return _Entry(size, changed, summary)


# The index: what was read of each transcript, so that it is read once. It is a cache. A transcript
# is read again when its size or time of change differs from what the index knows; a lost or damaged
# index costs the time of reading everything once more. Of many, those that were read since it was
# last written whole are in a small file beside it: a new session does not wait for ten thousand.


class _Index(Struct, frozen=True):
    """What is known of the files of one folder; the index file's name says which."""

    version: str
    entries: dict[str, _Entry]
    """By file name."""


_SUM_SIZE = 4
_DECODER = msgspec.msgpack.Decoder(_Index)
_ENCODER = msgspec.msgpack.Encoder()


def index_version() -> str:
    """What scores in an index depend on, besides the transcripts themselves."""
    return f"{_INDEX_FORMAT}/{fingerprint()}/{DEFAULT.label}"


def index_file(folder: Path, cache_folder: Path) -> Path:
    """Where the index of a folder of transcripts is kept."""
    name = sha256(str(folder.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return cache_folder / f"history-{name}.msgpack"


def read_index(path: Path) -> dict[str, _Entry]:
    """The entries kept at `path` and beside it."""
    return _read(path) | _read(_later(path))


def write_index(path: Path, entries: dict[str, _Entry]) -> None:
    """Keep the entries, all in one file; not being able to is no reason to stop."""
    _write(path, entries)
    if _later(path).exists():
        _write(_later(path), {})


def _later(path: Path) -> Path:
    return path.with_suffix(".new.msgpack")


def _read(path: Path) -> dict[str, _Entry]:
    """The entries in a file; none where it is missing, damaged or of another version."""
    try:
        content = path.read_bytes()
        body = memoryview(content)[_SUM_SIZE:]
        if content[:_SUM_SIZE] != _checksum(body):
            return {}
        index = _DECODER.decode(body)
    except (OSError, ValueError, RecursionError):
        return {}
    return index.entries if index.version == index_version() else {}


def _write(path: Path, entries: dict[str, _Entry]) -> None:
    try:
        body = _ENCODER.encode(_Index(version=index_version(), entries=entries))
        files.write_atomic(path, _checksum(body) + body, is_durable=False, is_private=True)
    except (files.FileError, UnicodeEncodeError):
        return


def _checksum(body: bytes | memoryview) -> bytes:
    # What is packed is decoded only when it is asked for, too late to read the transcript instead.
    return crc32(body).to_bytes(_SUM_SIZE, "big")
