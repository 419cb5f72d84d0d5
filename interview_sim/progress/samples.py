"""Sample answers to mark: model answers out of which some points were left.

What such an answer lacks is known, so that a candidate's marks can be held against what is so. The
marks are kept in one file of the candidate's own, and stand beside the expectations of the ledger.
`sampling` makes the answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from interview_sim.bank.model import Point, Question
from interview_sim.errors import InterviewSimError
from interview_sim.figures import counted
from interview_sim.kept import changing, read_kept, write_kept
from interview_sim.matching.model import Span, Verdict

_FORMAT = "interview-sim/sample-marks@1"


class SamplePoint(Struct, frozen=True, kw_only=True):
    """One point to mark."""

    point: Point
    is_there: bool
    """Whether the answer says it."""
    spans: tuple[Span, ...] = ()
    """Where in the answer it does."""
    left_out: str = ""
    """What would have said it, where it does not."""


class Sample(Struct, frozen=True, kw_only=True):
    """An answer of which it is known what it covers."""

    ref: str
    """`bank:question`."""
    question: Question
    answer: str
    points: tuple[SamplePoint, ...]


# What was marked


class SampleMarks(Struct, frozen=True, kw_only=True):
    """A candidate's marks on one sample, beside what is so."""

    ref: str
    at: str
    """When, as a UTC stamp."""
    there: tuple[Verdict, ...] = ()
    """What was said of the points that are in the answer."""
    left_out: tuple[Verdict, ...] = ()
    """What was said of those that are not."""

    @property
    def points(self) -> int:
        """How many were marked."""
        return len(self.there) + len(self.left_out)

    @property
    def agreed(self) -> int:
        """On how many the mark is what is so."""
        return self.there.count(Verdict.COVERED) + self.left_out.count(Verdict.MISSED)

    @property
    def kinder(self) -> float:
        """Points of credit that were given beyond what is so; below 0: too few were given."""
        given = sum(verdict.value_share for verdict in (*self.there, *self.left_out))
        return given - len(self.there)

    @property
    def squares(self) -> float:
        """Sum of the squared differences; over the points, it is the Brier score."""
        lost = sum((1 - verdict.value_share) ** 2 for verdict in self.there)
        return lost + sum(verdict.value_share**2 for verdict in self.left_out)


def marks_on(sample: Sample, verdicts: Mapping[str, Verdict], at: str) -> SampleMarks:
    """The marks on a sample, by point id."""
    given = [(each.is_there, verdicts[each.point.id]) for each in sample.points]
    return SampleMarks(
        ref=sample.ref,
        at=at,
        there=tuple(verdict for is_there, verdict in given if is_there),
        left_out=tuple(verdict for is_there, verdict in given if not is_there),
    )


def is_right(each: SamplePoint, verdict: Verdict) -> bool:
    """Whether a mark says what is so."""
    return verdict is (Verdict.COVERED if each.is_there else Verdict.MISSED)


def next_open(sample: Sample, given: Mapping[str, Verdict], at: int) -> int:
    """The next point without a mark, from the top if need be; the same where all have one."""
    count = len(sample.points)
    order = ((at + step) % count for step in range(1, count))
    return next((there for there in order if sample.points[there].point.id not in given), at)


def result_line(marks: SampleMarks) -> str:
    """What the marks come to, in a line."""
    right = f"{marks.agreed} of {counted(marks.points, 'point')}"
    than = kindness(100 * marks.kinder / marks.points)
    brier = f"{marks.squares / marks.points:.2f}"
    return (
        f"You were right on {right}, and your marks were {than} what is so (Brier score {brier})."
    )


def kindness(bias: float) -> str:
    """How kind marks are, on 0..100, compared with something: `12 points kinder than`."""
    off = round(bias)
    points = counted(abs(off), "point")
    return f"{points} {'kinder' if off > 0 else 'stricter'} than" if off else "just like"


def correction(sample: Sample, each: SamplePoint) -> str:
    """What the answer says of a point, or what was left out of it."""
    if not each.is_there:
        return f"It is not in the answer. Left out: “{each.left_out}”"
    said = " … ".join(sample.answer[start:end] for start, end in each.spans)
    return f"The answer says it: “{said}”"


class SampleFile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept."""

    format: str = _FORMAT
    is_declined: bool = False
    """Whether the offer is not to be made again."""
    marks: tuple[SampleMarks, ...] = ()
    """Oldest first."""


class SampleError(InterviewSimError):
    """There is no sample to mark, or the file of marks cannot be used; the text says why."""


class Samples:
    """The file of marks."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> SampleFile:
        """What is kept; nothing where there is no file.

        Raises:
            SampleError: It cannot be read; it is never overwritten then.
        """
        called, refused = "the marks on samples", SampleError
        kept = read_kept(self._path, SampleFile, _FORMAT, called=called, refused=refused)
        return kept or SampleFile()

    @property
    def known(self) -> tuple[SampleMarks, ...]:
        """The marks, oldest first; none where they cannot be read."""
        try:
            return self.read().marks
        except SampleError:
            return ()

    @property
    def refs(self) -> frozenset[str]:
        """The questions of which a sample was marked."""
        return frozenset(marks.ref for marks in self.known)

    @property
    def is_offered(self) -> bool:
        """Whether one is to be offered to those who have marked nothing of their own."""
        try:
            kept = self.read()
        except SampleError:
            return False
        return not kept.is_declined and not kept.marks

    def decline(self) -> None:
        """Have none offered any more.

        Raises:
            SampleError: The file cannot be read.
            FileError: It cannot be written.
        """
        with changing(self._path):
            write_kept(self._path, replace(self.read(), is_declined=True))

    def keep(self, sample: Sample, verdicts: Mapping[str, Verdict], at: str) -> SampleMarks:
        """Keep the marks on a sample, by point id, beside what is so.

        Raises:
            SampleError: The file cannot be read.
            FileError: It cannot be written; it is as it was.
        """
        made = marks_on(sample, verdicts, at)
        with changing(self._path):
            kept = self.read()
            write_kept(self._path, replace(kept, marks=(*kept.marks, made)))
        return made
