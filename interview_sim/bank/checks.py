"""What a well-formed bank can still get wrong: ids, references, groups, empty rubrics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from interview_sim.bank.durations import format_duration
from interview_sim.bank.model import (
    BANK_FORMAT,
    AllOf,
    Bank,
    FollowUp,
    Misconception,
    Need,
    Phrase,
    Point,
    Question,
    Source,
    When,
)
from interview_sim.bank.nodes import Lost, Mapping, Node, Scalar
from interview_sim.bank.nodes import Sequence as ListNode
from interview_sim.bank.problems import Placed, Problems, nearest, quoted
from interview_sim.bank.reading import Origins

_LONGEST_TIME = 24 * 3600.0
_SHORTEST_TIME = 1.0

Named = Question | Source | Point | Misconception | FollowUp


def check_format(root: Mapping, problems: Problems) -> bool:
    """Whether the file says that it is a bank we can read; a missing `format` counts as ours."""
    node = root.get("format")
    if node is None:
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
    for question in bank.questions:
        review.question(question, bank)


class _Found(NamedTuple):
    """An id that was met, and where."""

    spelt: str
    place: Placed


class _Review:
    """The checks, with the places to point at."""

    def __init__(self, origins: Origins, problems: Problems) -> None:
        self._origins = origins
        self._problems = problems

    # -- places ----------------------------------------------------------------------------------

    def _node(self, record: object, key: str) -> Node | None:
        mapping = self._origins.mapping(record)
        return None if mapping is None else mapping.get(key)

    def _place(self, record: object, key: str = "") -> Placed:
        """Where `key` of the record stands; where the record begins, without that key."""
        node = self._node(record, key)
        return node or self._origins.mapping(record) or Lost(1, 1)

    def _item(self, record: object, key: str, index: int) -> Placed:
        node = self._node(record, key)
        return node.items[index] if isinstance(node, ListNode) else self._place(record, key)

    def _gives(self, record: object, key: str) -> bool:
        """Whether the author wrote anything under the key, were it something wrong."""
        node = self._node(record, key)
        if node is None or (isinstance(node, ListNode) and not node.items):
            return False
        return not (isinstance(node, Scalar) and not node.text.strip())

    # -- ids and references ----------------------------------------------------------------------

    def unique(self, records: Iterable[Named], what: str) -> None:
        """Tell ids that are given twice, or that differ in case only."""
        met: dict[str, _Found] = {}
        for record in records:
            place = self._place(record, "id")
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

    def _refer(self, place: Placed, name: str, known: Sequence[str], what: str) -> None:
        """Tell a reference that leads nowhere."""
        if name in known or not name or "" in known:
            return
        meant = nearest(name, known)
        if meant is not None:
            remedy = f"did you mean `{meant}`?"
        elif known:
            remedy = f"there are {', '.join(known[:12])}{', …' if len(known) > 12 else ''}"
        else:
            remedy = "there are none"
        self._problems.error(place, f"there is no {what} {quoted(name)}", remedy)

    # -- a question ------------------------------------------------------------------------------

    def question(self, question: Question, bank: Bank) -> None:
        """Tell what is wrong with one question."""
        if not self._gives(question, "rubric") and not self._gives(question, "model_answer"):
            self._problems.error(
                self._place(question),
                "a question needs `rubric` or `model_answer`",
                "write what a good answer says as points, or as a model answer",
            )
        self._times(question)
        self._topic(question)
        sources = [source.id for source in bank.sources]
        for index, source in enumerate(question.sources):
            self._refer(self._item(question, "sources", index), source, sources, "source")
        points = list(_all_points(question.rubric))
        self.unique([*points, *question.misconceptions, *question.follow_ups], "point or follow-up")
        self._rubric(question.rubric, is_probed=True)
        for misconception in question.misconceptions:
            self._phrases(misconception, misconception.match)
        for follow_up in question.follow_ups:
            self._follow_up(follow_up, [point.id for point in points])

    def _times(self, record: Question | FollowUp) -> None:
        if record.time is not None:
            self.duration(record, "time", record.time)

    def duration(self, record: object, key: str, seconds: float) -> None:
        """Tell a time in which nobody can answer."""
        if self._gives(record, key) and not _SHORTEST_TIME <= seconds <= _LONGEST_TIME:
            self._problems.error(
                self._place(record, key),
                f"`{key}` is {format_duration(seconds)}",
                "give between a second and a day, such as 4m",
            )

    def _topic(self, question: Question) -> None:
        if self._gives(question, "topic") and not all(
            part.strip() for part in question.topic.split("/")
        ):
            self._problems.error(
                self._place(question, "topic"),
                f"the topic {quoted(question.topic)} has an empty part",
                "write it as `topic` or `topic/subtopic`",
            )

    def _follow_up(self, follow_up: FollowUp, points: list[str]) -> None:
        self._times(follow_up)
        when = follow_up.when
        self._when(when)
        for key, name in (("covered", when.covered), ("missed", when.missed)):
            if name is not None:
                self._refer(self._place(when, key), name, points, "rubric point")
        self.unique(_all_points(follow_up.rubric), "point")
        self._rubric(follow_up.rubric, is_probed=False)

    def _when(self, when: When) -> None:
        if self._origins.mapping(when) is None:
            return
        if not any(self._gives(when, key) for key in When.__struct_fields__):
            self._problems.error(
                self._place(when),
                "`when` says nothing",
                "write `when: {always: true}` or leave it out",
            )
        elif when == When():
            self._problems.warn(self._place(when), "with this `when` the follow-up is always asked")
        below, above = when.score_below, when.score_above
        if below is not None and above is not None and below <= above:
            self._problems.warn(
                self._place(when),
                f"no score is below {below:g} and above {above:g}: this is never asked",
            )
        if when.covered is not None and when.covered == when.missed:
            self._problems.warn(
                self._place(when), "a point cannot be covered and missed: this is never asked"
            )

    # -- rubrics ---------------------------------------------------------------------------------

    def _rubric(self, rubric: tuple[Point, ...], *, is_probed: bool) -> None:
        for point in rubric:
            if self._gives(point, "of") or self._node(point, "pick") is not None:
                self._group(point)
            else:
                self._plain(point)
            if is_probed and self._is_must(point) and not point.probe:
                self._problems.warn(
                    self._place(point),
                    f"the must point {quoted(point.id)} has no probe: a miss is not asked about",
                    "add `probe: …`",
                )

    def _is_must(self, point: Point) -> bool:
        """Whether the author meant a must point; a misspelt `need` is none."""
        node = self._node(point, "need")
        return point.need is Need.MUST and (node is None or getattr(node, "text", "") == Need.MUST)

    def _plain(self, point: Point) -> None:
        if not self._gives(point, "point"):
            self._problems.error(
                self._place(point, "point"),
                f"the point {quoted(point.id)} does not say what it is",
                "add `point:` with a full sentence",
            )
        self._phrases(point, point.match)

    def _group(self, group: Point) -> None:
        place, name = self._place(group), quoted(group.id)
        if not self._gives(group, "of"):
            self._problems.error(place, f"the group {name} has no points", "list them under `of:`")
        elif not self._gives(group, "pick"):
            self._problems.error(
                place, f"the group {name} does not say how many are enough", "add `pick: 2`"
            )
        elif group.pick is not None and group.pick > len(group.of) > 0:
            self._problems.error(
                self._place(group, "pick"),
                f"`pick` is {group.pick}, but the group {name} has only {len(group.of)}",
                "lower it or add points",
            )
        if group.match:
            self._problems.warn(
                self._place(group, "match"),
                "`match` of a group is not used",
                "put it in the points under `of:`",
            )
        for member in group.of:
            self._member(member)

    def _member(self, member: Point) -> None:
        if self._gives(member, "of") or self._node(member, "pick") is not None:
            self._problems.error(
                self._place(member), "a group cannot be in a group", "list its points one by one"
            )
            return
        for key in ("need", "weight"):
            if self._gives(member, key):
                self._problems.warn(
                    self._place(member, key),
                    f"`{key}` of a point in a group is not used",
                    "give it to the group",
                )
        self._plain(member)

    # -- phrases ---------------------------------------------------------------------------------

    def _phrases(self, record: object, phrases: tuple[Phrase, ...]) -> None:
        for index, phrase in enumerate(phrases):
            place = self._item(record, "match", index)
            if isinstance(phrase, AllOf):
                self._all_of(phrase, place)
            else:
                self._worded(place, phrase)

    def _all_of(self, phrase: AllOf, place: Placed) -> None:
        if not phrase.all and self._origins.mapping(phrase) is not None:
            if not self._gives(phrase, "all") and self._node(phrase, "all") is not None:
                self._problems.error(place, "`all` is empty", "list the terms that must appear")
            return
        for index, term in enumerate(phrase.all):
            at = self._item(phrase, "all", index)
            if isinstance(term, str):
                self._worded(at, term)
            elif not term:
                if isinstance(at, ListNode):
                    self._problems.error(
                        at, "a term without alternatives", "list them, or remove it"
                    )
            else:
                for number, word in enumerate(term):
                    self._worded(at.items[number] if isinstance(at, ListNode) else at, word)

    def _worded(self, place: Placed, phrase: str) -> None:
        """Tell a phrase in which there is nothing to look for."""
        if phrase.strip() and not any(char.isalnum() for char in phrase):
            self._problems.error(
                place,
                f"the phrase {quoted(phrase)} has no word in it",
                "write words or symbols with letters",
            )

    def glossary(self, bank: Bank, index: int, terms: tuple[str, ...]) -> None:
        """Tell a set of terms that says nothing."""
        place = self._item(bank, "glossary", index)
        if isinstance(place, ListNode) and len(terms) < 2:
            self._problems.warn(
                place, "a glossary line needs two terms or more", "add a synonym, or remove it"
            )
        for number, term in enumerate(terms):
            self._worded(place.items[number] if isinstance(place, ListNode) else place, term)


def _all_points(rubric: Iterable[Point]) -> Iterable[Point]:
    """Every point that has an id: plain ones, groups and their members."""
    for point in rubric:
        yield point
        yield from point.of
