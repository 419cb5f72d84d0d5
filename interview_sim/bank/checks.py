"""What a well-formed bank can still get wrong: ids, references, groups, empty rubrics."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from interview_sim.bank.durations import format_duration
from interview_sim.bank.model import (
    BANK_FORMAT,
    Bank,
    FollowUp,
    Misconception,
    Point,
    Question,
    Source,
    When,
)
from interview_sim.bank.nodes import Mapping, Scalar
from interview_sim.bank.nodes import Sequence as ListNode
from interview_sim.bank.places import Places
from interview_sim.bank.problems import Placed, Problems, nearest, quoted, visible
from interview_sim.bank.reading import Origins
from interview_sim.bank.rubrics import RubricCheck
from interview_sim.bank.scoring import check_scoring

_LONGEST_TIME = 24 * 3600.0
_SHORTEST_TIME = 1.0

_MOST_LISTED = 12
_MOST_OFFERED = 500
"""Among how many ids the likeliest is looked for; more would take long and be no rubric."""

Ids = dict[str, None]
"""Ids in their order, quick to look up in."""

Named = Question | Source | Point | Misconception | FollowUp


def check_format(root: Mapping, problems: Problems) -> bool:
    """Whether the file says that it is a bank we can read; a missing `format` counts as ours."""
    node = root.get("format")
    if node is None or (isinstance(node, Scalar) and node.is_nothing):
        problems.warn(root, "`format` is missing", f"add `format: {BANK_FORMAT}` as the first line")
        return True
    if not isinstance(node, Scalar):
        return True
    family, _, version = BANK_FORMAT.partition("@")
    given, _, number = node.text.partition("@")
    if node.text == BANK_FORMAT:
        return True
    if given == family and number.isascii() and number.isdigit() and number != "0":
        problems.error(
            node,
            f"this bank is written in format {number[:9]}, and this version reads format {version}",
            "update interview-sim, or use an older copy of the bank",
        )
    else:
        problems.error(
            node, f"{quoted(node.text)} is not a bank format", f"write `format: {BANK_FORMAT}`"
        )
    return False


def check_bank(bank: Bank, origins: Origins, problems: Problems) -> None:
    """Tell everything about the bank as a whole and about each of its questions."""
    review = _Review(origins, problems)
    review.unique(bank.sources, "source")
    review.unique(bank.questions, "question")
    review.duration(bank.defaults, "time", bank.defaults.time)
    review.duration(bank.defaults, "follow_up_time", bank.defaults.follow_up_time)
    for index, terms in enumerate(bank.glossary):
        review.glossary(bank, index, terms)
    sources = dict.fromkeys(source.id for source in bank.sources)
    for question in bank.questions:
        review.question(question, sources)
    if bank.scoring is not None:
        check_scoring(bank.scoring, problems, origins)


class _Found(NamedTuple):
    """An id that was met, and where."""

    spelt: str
    place: Placed


class _Review:
    """The checks, with the places to point at."""

    def __init__(self, origins: Origins, problems: Problems) -> None:
        self._at = Places(origins)
        self._problems = problems
        self._rubrics = RubricCheck(self._at, problems)

    # -- ids and references ----------------------------------------------------------------------

    def unique(self, records: Iterable[Named], what: str) -> None:
        """Tell ids that are given twice, or that differ in case only."""
        met: dict[str, _Found] = {}
        for record in records:
            place = self._at.place(record, "id")
            first = met.setdefault(record.id.casefold(), _Found(record.id, place))
            if first.place is place or not record.id:
                continue
            line = first.place.line
            if first.spelt == record.id:
                message = f"the {what} id {quoted(record.id)} is taken (line {line})"
            else:
                message = (
                    f"the {what} id {quoted(record.id)} differs from {quoted(first.spelt)} "
                    f"(line {line}) in case only"
                )
            self._problems.error(place, message, "give each its own id")

    def _refer(self, place: Placed, name: str, known: Ids, what: str) -> None:
        """Tell a reference that leads nowhere."""
        if name in known or not name or "" in known:
            return
        offered = [] if self._problems.is_full else list(islice(known, _MOST_OFFERED))
        meant = nearest(name, offered)
        if meant is not None:
            remedy = f"did you mean {quoted(meant)}?"
        elif offered:
            remedy = (
                f"there are {visible(', '.join(offered[:12]))}{', …' if len(known) > 12 else ''}"
            )
        else:
            remedy = "there are none"
        self._problems.error(place, f"there is no {what} {quoted(name)}", remedy)

    # -- a question ------------------------------------------------------------------------------

    def question(self, question: Question, sources: Ids) -> None:
        """Tell what is wrong with one question."""
        if self._at.is_stand_in(question):
            return
        if not self._at.gives(question, "rubric") and not self._at.gives(question, "model_answer"):
            self._problems.error(
                self._at.place(question),
                "a question needs `rubric` or `model_answer`",
                "write what a good answer says as points, or as a model answer",
            )
        self._times(question)
        self._topic(question)
        for index, source in enumerate(question.sources):
            self._refer(self._at.item(question, "sources", index), source, sources, "source")
        points = list(_all_points(question.rubric))
        self.unique([*points, *question.misconceptions, *question.follow_ups], "point or follow-up")
        self._rubrics.rubric(question.rubric, is_probed=True)
        for misconception in question.misconceptions:
            self._rubrics.phrases(misconception, misconception.match)
        ids = dict.fromkeys(point.id for point in points)
        for follow_up in question.follow_ups:
            self._follow_up(follow_up, ids)

    def _times(self, record: Question | FollowUp) -> None:
        if record.time is not None:
            self.duration(record, "time", record.time)

    def duration(self, record: object, key: str, seconds: float) -> None:
        """Tell a time in which nobody can answer."""
        if self._at.gives(record, key) and not _SHORTEST_TIME <= seconds <= _LONGEST_TIME:
            self._problems.error(
                self._at.place(record, key),
                f"`{key}` is {format_duration(seconds)}",
                "give between a second and a day, such as 4m",
            )

    def _topic(self, question: Question) -> None:
        if self._at.gives(question, "topic") and not all(
            part.strip() for part in question.topic.split("/")
        ):
            self._problems.error(
                self._at.place(question, "topic"),
                f"the topic {quoted(question.topic)} has an empty part",
                "write it as `topic` or `topic/subtopic`",
            )

    def _follow_up(self, follow_up: FollowUp, points: Ids) -> None:
        if self._at.is_stand_in(follow_up):
            return
        self._times(follow_up)
        when = follow_up.when
        self._when(when)
        for key, name in (("covered", when.covered), ("missed", when.missed)):
            if name is not None:
                self._refer(self._at.place(when, key), name, points, "rubric point")
        self.unique(_all_points(follow_up.rubric), "point")
        self._rubrics.rubric(follow_up.rubric, is_probed=False)

    def _when(self, when: When) -> None:
        if self._at.is_stand_in(when):
            return
        if not any(self._at.gives(when, key) for key in When.__struct_fields__):
            self._problems.error(
                self._at.place(when),
                "`when` says nothing",
                "write `when: {always: true}` or leave it out",
            )
        elif when == When():
            self._problems.warn(
                self._at.place(when),
                "this `when` sets no condition",
                "give one, or leave `when` out",
            )
        below, above = when.score_below, when.score_above
        if below is not None and above is not None and below <= above:
            self._problems.warn(
                self._at.place(when),
                f"no score is below {below:g} and above {above:g}: this is never asked",
            )
        if when.covered is not None and when.covered == when.missed:
            self._problems.warn(
                self._at.place(when), "a point cannot be covered and missed: this is never asked"
            )

    def glossary(self, bank: Bank, index: int, terms: tuple[str, ...]) -> None:
        """Tell a set of terms that says nothing."""
        place = self._at.item(bank, "glossary", index)
        if isinstance(place, ListNode) and len(terms) < 2:
            self._problems.warn(
                place, "a glossary line needs two terms or more", "add a synonym, or remove it"
            )
        for number, term in enumerate(terms):
            self._rubrics.worded(
                place.items[number] if isinstance(place, ListNode) else place, term
            )


def _all_points(rubric: Iterable[Point]) -> Iterable[Point]:
    """Every point that has an id: plain ones, groups and their members."""
    for point in rubric:
        yield point
        yield from point.of
