"""A marking: one person's verdicts on a session's points, given blind, in a small file of its own.

It names what was marked by digests of question and answer, so that two markings are only ever
compared where they are about the same words. It holds neither questions nor answers.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct
from msgspec.structs import replace

from interview_sim import files
from interview_sim.bank.model import Point, content_hash
from interview_sim.errors import InterviewSimError
from interview_sim.judging.parts import MAIN, points_of, question_of
from interview_sim.kept import kept_json, read_kept
from interview_sim.literal import visible
from interview_sim.matching.model import Verdict
from interview_sim.session.events import Header
from interview_sim.session.state import State, Turn
from interview_sim.transcript.codec import encode_line

MARKING_FORMAT = "interview-sim/marking@1"
SUFFIX = ".json"
INFIX = ".marking-"

_MAX_BYTES = 8 * 1024 * 1024
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_MOST_OF_A_NAME = 100


class MarkingError(InterviewSimError):
    """A marking file cannot be used; the text says why."""


class AnswerMarks(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The verdicts on the points of one answer."""

    ref: str
    """The question, `bank:question`."""
    part: str = MAIN
    """Which answer to it: the first, or that follow-up's."""
    asked: str
    """Digest of the question with its rubric."""
    answer: str
    """Digest of the answer."""
    points: dict[str, Verdict] = {}
    """By point id; members of a group one by one."""

    @property
    def key(self) -> tuple[str, str]:
        """Which answer of a session this is about."""
        return self.ref, self.part


class MarkingFile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a marking file holds."""

    format: str = MARKING_FORMAT
    session: str
    """The session's id."""
    header: str
    """Digest of the transcript's first line."""
    by: Annotated[str, Meta(max_length=_MOST_OF_A_NAME)]
    """Who marked."""
    again: bool = False
    """Whether it is the candidate, marking an old answer once more."""
    began: str = ""
    """When, as UTC stamps."""
    changed: str = ""
    answers: tuple[AnswerMarks, ...] = ()

    def of(self, answer: Markable) -> AnswerMarks:
        """The verdicts on that answer; none yet where it was not marked, or has changed since."""
        for marks in self.answers:
            if marks.key == answer.key and marks.answer == answer.digest:
                return marks
        return answer.marks({})

    def with_verdict(self, answer: Markable, point: str, verdict: Verdict, at: str) -> MarkingFile:
        """The same marking with this verdict in it."""
        marks = self.of(answer)
        answers = {known.key: known for known in self.answers}
        answers[marks.key] = replace(marks, points={**marks.points, point: verdict})
        return replace(self, answers=tuple(answers.values()), changed=at)


class Markable(Struct, frozen=True, kw_only=True):
    """One answer that can be marked."""

    ref: str
    turn: Turn
    asked: str
    points: tuple[Point, ...]
    """Single points and members of groups, in the rubric's order."""
    model_answer: str

    @property
    def key(self) -> tuple[str, str]:
        """Which answer of a session this is."""
        return self.ref, self.turn.part

    @property
    def digest(self) -> str:
        """A short digest of the answer."""
        return hashlib.sha256(self.turn.text.encode("utf-8", "replace")).hexdigest()[:16]

    def marks(self, points: dict[str, Verdict]) -> AnswerMarks:
        """These verdicts on it."""
        return AnswerMarks(
            ref=self.ref,
            part=self.turn.part,
            asked=self.asked,
            answer=self.digest,
            points=points,
        )


def header_digest(header: Header) -> str:
    """A short digest of a transcript's first line: plan, seed, questions, all of it."""
    return hashlib.sha256(encode_line(header)).hexdigest()[:16]


def markables(state: State) -> Iterator[Markable]:
    """The answers of a session in the order of asking; those with nothing typed are left out.

    An empty answer has nothing to disagree on: it would only make agreement look better.
    """
    for turn in state.turns:
        question = state.drawn(turn.question).question
        rubric = points_of(question, turn.part)
        if rubric and turn.text.strip():
            yield Markable(
                ref=state.drawn(turn.question).ref,
                turn=turn,
                asked=content_hash(question),
                points=tuple(leaf for item in rubric for leaf in item.leaves),
                model_answer=question_of(question, turn.part).model_answer,
            )


def own_marks(state: State) -> tuple[AnswerMarks, ...]:
    """The candidate's own words on the points of each answer; suggestions do not count."""

    def words(answer: Markable) -> dict[str, Verdict]:
        keys = ((answer.turn.question, answer.turn.part, point.id) for point in answer.points)
        return {key[2]: state.marks[key].verdict for key in keys if key in state.marks}

    return tuple(answer.marks(words(answer)) for answer in markables(state))


def judge_marks(state: State, judge: str) -> tuple[AnswerMarks, ...]:
    """The latest verdicts of a judge on the points of each answer; none where it gave none."""

    def words(answer: Markable) -> dict[str, Verdict]:
        key = answer.turn.question, answer.turn.part
        beside = state.second.get(key)
        opinions = [*state.judgements.get(key, ()), *([beside] if beside else ())]
        found = next((it for it in reversed(opinions) if it.judge == judge), None)
        if found is None:
            return {}
        verdicts = {point.id: found.of(point.id) for point in answer.points}
        return {
            name: point.verdict
            for name, point in verdicts.items()
            if point is not None and name not in found.by_words
        }

    return tuple(answer.marks(words(answer)) for answer in markables(state))


class OpenPoint(NamedTuple):
    """One point of one answer, to be marked."""

    answer: Markable
    point: Point


class BlindMarking:
    """A walk over the points of a session, without suggestions and anyone's marks.

    It knows where the marker is and what is still open; it draws nothing and asks nothing.

    Args:
        marking: The verdicts so far.
        answers: The answers to mark, in order.
        save: Takes the marking after each verdict.
        now: The time, as a stamp.
    """

    def __init__(
        self,
        marking: MarkingFile,
        answers: Sequence[Markable],
        save: Callable[[MarkingFile], None],
        now: Callable[[], str],
    ) -> None:
        self.marking = marking
        self._points = [OpenPoint(answer, point) for answer in answers for point in answer.points]
        self._save = save
        self._now = now
        self._visited: list[int] = []
        self._at = self._open_from(0)

    @property
    def current(self) -> OpenPoint | None:
        """The point to mark now; None at the end."""
        return self._points[self._at] if self._at < len(self._points) else None

    @property
    def total(self) -> int:
        """How many points there are."""
        return len(self._points)

    @property
    def marked(self) -> int:
        """How many have a verdict."""
        return sum(self.verdict_on(point) is not None for point in self._points)

    def verdict_on(self, item: OpenPoint) -> Verdict | None:
        """This marker's own verdict on a point, if there is one."""
        return self.marking.of(item.answer).points.get(item.point.id)

    def mark(self, verdict: Verdict) -> None:
        """Give a verdict on the current point, save it, and go on to the next open one."""
        item = self.current
        if item is None:
            return
        self.marking = self.marking.with_verdict(item.answer, item.point.id, verdict, self._now())
        self._save(self.marking)
        self.skip()

    def skip(self) -> None:
        """Go on, and leave the current point as it is."""
        if self.current is not None:
            self._visited.append(self._at)
            self._at = self._open_from(self._at + 1)

    def back(self) -> bool:
        """Return to the point before, to change its verdict; False at the first."""
        if not self._visited:
            return False
        self._at = self._visited.pop()
        return True

    def _open_from(self, start: int) -> int:
        later = range(start, len(self._points))
        open_ones = (place for place in later if self.verdict_on(self._points[place]) is None)
        return next(open_ones, len(self._points))


# As a file


def marking_name(stem: str, who: str) -> str:
    """The file's name for the marking of the transcript called `stem` by `who`."""
    plain = unicodedata.normalize("NFKD", who).encode("ascii", "ignore").decode().lower()
    slug = _NOT_IN_NAMES.sub("-", plain).strip("-")[:40] or "marker"
    return f"{stem}{INFIX}{slug}{SUFFIX}"


def again_name(stem: str, day: str, question: int) -> str:
    """The file's name for a blind re-grade of the question with that index."""
    return f"{stem}{INFIX}again-{day}-q{question + 1}{SUFFIX}"


def again_files(folder: Path, stem: str | None = None) -> tuple[Path, ...]:
    """The re-grades kept in a folder, of one transcript or of all, oldest first."""
    infix = f"{INFIX}again-"
    return tuple(
        sorted(
            path
            for path in folder.glob(f"*{infix}*{SUFFIX}")
            if stem in {None, path.name.rpartition(infix)[0]} and path.is_file()
        )
    )


def read_marking(path: Path) -> MarkingFile:
    """The marking in the file at `path`.

    Raises:
        MarkingError: It cannot be read, or is no marking.
    """
    called, refused = "a marking of interview-sim", MarkingError
    found = read_kept(path, MarkingFile, MARKING_FORMAT, called=called, refused=refused)
    if found is None:
        name = visible(str(path), newlines=False)
        raise MarkingError(f"{name}: cannot be read: there is no such file.")
    return found


def write_marking(path: Path, marking: MarkingFile, *, is_new: bool = False) -> None:
    """Put the marking at `path`; where it is new, nothing may be there yet.

    Raises:
        FileError: It cannot be written, or something is there already.
    """
    (files.create_new if is_new else files.write_atomic)(path, kept_json(marking))
