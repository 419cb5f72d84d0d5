"""What a well-formed bank can still get wrong: ids, references, groups, empty rubrics."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice, pairwise

from interview_sim.bank.durations import format_duration
from interview_sim.bank.model import (
    BANK_FORMAT,
    AllOf,
    Bank,
    FollowUp,
    Misconception,
    Phrase,
    Point,
    Question,
    Source,
    When,
)
from interview_sim.bank.nodes import Mapping, Origins, Scalar, Sequence
from interview_sim.bank.problems import Placed, Problems, escaped, nearest, quoted
from interview_sim.bank.scoring import SCORING_FORMAT, Measure, Scoring
from interview_sim.bank.terms import Need

_LONGEST_TIME = 24 * 3600.0
_SHORTEST_TIME = 1.0

_ANCHORS = 4
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
    """Report everything wrong with the bank as a whole and about each of its questions."""
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


class _Review:
    """The checks, with the places to point at."""

    def __init__(self, origins: Origins, problems: Problems) -> None:
        self._at = origins
        self._problems = problems

    # -- ids and references ----------------------------------------------------------------------

    def unique(self, records: Iterable[Named], what: str) -> None:
        """Report ids that are given twice, or that differ in case only."""
        met: dict[str, tuple[str, Placed]] = {}
        for record in records:
            place = self._at.place(record, "id")
            first, taken = met.setdefault(record.id.casefold(), (record.id, place))
            if taken is place or not record.id:
                continue
            message = f"the {what} id {quoted(record.id)} is taken (line {taken.line})"
            if first != record.id:
                message = (
                    f"the {what} id {quoted(record.id)} differs from {quoted(first)} "
                    f"(line {taken.line}) in case only"
                )
            self._problems.error(place, message, "give each its own id")

    def _refer(self, place: Placed, name: str, known: Ids, what: str) -> None:
        """Report a reference that leads nowhere."""
        if name in known or not name or "" in known:
            return
        offered = [] if self._problems.is_full else list(islice(known, _MOST_OFFERED))
        meant = nearest(name, offered)
        if meant is not None:
            remedy = f"did you mean {quoted(meant)}?"
        elif offered:
            remedy = (
                f"there are {escaped(', '.join(offered[:12]))}{', …' if len(known) > 12 else ''}"
            )
        else:
            remedy = "there are none"
        self._problems.error(place, f"there is no {what} {quoted(name)}", remedy)

    # -- a question ------------------------------------------------------------------------------

    def question(self, question: Question, sources: Ids) -> None:
        """Report what is wrong with one question."""
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
        self._rubric(question.rubric, is_probed=True)
        for misconception in question.misconceptions:
            self._phrases(misconception, misconception.match)
        ids = dict.fromkeys(point.id for point in points)
        for follow_up in question.follow_ups:
            self._follow_up(follow_up, ids)

    def _times(self, record: Question | FollowUp) -> None:
        if record.time is not None:
            self.duration(record, "time", record.time)

    def duration(self, record: object, key: str, seconds: float) -> None:
        """Report a time in which nobody can answer."""
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
        self._rubric(follow_up.rubric, is_probed=False)

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
        """Report a set of terms that says nothing."""
        place = self._at.item(bank, "glossary", index)
        if isinstance(place, Sequence) and len(terms) < 2:
            self._problems.warn(
                place, "a glossary line needs two terms or more", "add a synonym, or remove it"
            )
        for number, term in enumerate(terms):
            self._worded(place.items[number] if isinstance(place, Sequence) else place, term)

    # -- rubric points ---------------------------------------------------------------------------

    def _rubric(self, rubric: tuple[Point, ...], *, is_probed: bool) -> None:
        """Report what is wrong with each point; with `is_probed`, must points want a probe."""
        for point in rubric:
            if self._at.is_stand_in(point):
                continue
            if self._is_group(point):
                self._group(point)
            else:
                self._plain(point)
            if is_probed and self._is_must(point) and not point.probe:
                self._problems.warn(
                    self._at.place(point),
                    f"the must point {quoted(point.id)} has no probe: a miss is not asked about",
                    "add `probe: …`",
                )

    def _is_group(self, point: Point) -> bool:
        return self._at.gives(point, "of") or self._gives_pick(point)

    def _gives_pick(self, point: Point) -> bool:
        node = self._at.node(point, "pick")
        return node is not None and not (isinstance(node, Scalar) and node.is_null)

    def _is_must(self, point: Point) -> bool:
        """Whether the author meant a must point; a misspelled `need` does not count."""
        node = self._at.node(point, "need")
        return point.need is Need.MUST and (node is None or getattr(node, "text", "") == Need.MUST)

    def _plain(self, point: Point) -> None:
        if not self._at.gives(point, "point"):
            self._problems.error(
                self._at.place(point, "point"),
                f"the point {quoted(point.id)} does not say what it is",
                "add `point:` with a full sentence",
            )
        self._phrases(point, point.match)

    def _group(self, group: Point) -> None:
        place, name = self._at.place(group), quoted(group.id)
        if not self._at.gives(group, "of"):
            self._problems.error(place, f"the group {name} has no points", "list them under `of:`")
        elif not self._gives_pick(group):
            self._problems.error(
                place, f"the group {name} does not say how many are enough", "add `pick: 2`"
            )
        elif group.pick is not None and group.pick > len(group.of) > 0:
            self._problems.error(
                self._at.place(group, "pick"),
                f"`pick` is {group.pick}, but the group {name} has only {len(group.of)}",
                "lower it or add points",
            )
        if group.match:
            self._problems.warn(
                self._at.place(group, "match"),
                "`match` of a group is not used",
                "put it in the points under `of:`",
            )
        for member in group.of:
            self._member(member)

    def _member(self, member: Point) -> None:
        if self._at.is_stand_in(member):
            return
        if self._is_group(member):
            self._problems.error(
                self._at.place(member), "a group cannot be in a group", "list its points one by one"
            )
            return
        for key in ("need", "weight"):
            if self._at.gives(member, key):
                self._problems.warn(
                    self._at.place(member, key),
                    f"`{key}` of a point in a group is not used",
                    "give it to the group",
                )
        self._plain(member)

    def _phrases(self, record: object, phrases: tuple[Phrase, ...]) -> None:
        """Report entries of `match` in which there is nothing to look for."""
        for index, phrase in enumerate(phrases):
            if _says_something(phrase):
                continue
            place = self._at.item(record, "match", index)
            if isinstance(phrase, AllOf):
                self._all_of(phrase, place)
            else:
                self._worded(place, phrase)

    def _all_of(self, phrase: AllOf, place: Placed) -> None:
        if not phrase.all and not self._at.is_stand_in(phrase):
            if not self._at.gives(phrase, "all") and self._at.node(phrase, "all") is not None:
                self._problems.error(place, "`all` is empty", "list the terms that must appear")
            return
        for index, term in enumerate(phrase.all):
            at = self._at.item(phrase, "all", index)
            if isinstance(term, str):
                self._worded(at, term)
            elif not term:
                if isinstance(at, Sequence):
                    self._problems.error(
                        at, "a term without alternatives", "list them, or remove it"
                    )
            else:
                for number, word in enumerate(term):
                    self._worded(at.items[number] if isinstance(at, Sequence) else at, word)

    def _worded(self, place: Placed, phrase: str) -> None:
        """Report a phrase in which there is nothing to look for."""
        if phrase.strip() and not _has_word(phrase):
            self._problems.error(
                place,
                f"the phrase {quoted(phrase)} has no word in it",
                "write words or symbols with letters",
            )


def _all_points(rubric: Iterable[Point]) -> Iterable[Point]:
    """Every point that has an id: plain ones, groups and their members."""
    for point in rubric:
        yield point
        yield from point.of


def _says_something(phrase: Phrase) -> bool:
    """Whether there is something to look for in every part of the phrase."""
    if isinstance(phrase, str):
        return _has_word(phrase)
    return bool(phrase.all) and all(
        _has_word(term) if isinstance(term, str) else term and all(map(_has_word, term))
        for term in phrase.all
    )


def _has_word(phrase: str) -> bool:
    return phrase[:1].isalnum() or any(char.isalnum() for char in phrase)


def check_scoring(scoring: Scoring, problems: Problems, origins: Origins) -> None:
    """Report what is wrong between the parts of the scoring rules."""

    def report(record: object, message: str, remedy: str = "") -> None:
        problems.error(origins.place(record), message, remedy)

    if scoring.format != SCORING_FORMAT:
        report(scoring, "these are not scoring rules we know", f"write `format: {SCORING_FORMAT}`")
    if scoring.needs.must <= 0:
        report(scoring.needs, "`must` points have to count", "write a number above 0")
    _check_dimensions(scoring, report)
    lines = [band.at_least for band in scoring.bands]
    if not lines or lines[-1] != 0 or any(a <= b for a, b in pairwise(lines)):
        first = scoring.bands[0] if scoring.bands else scoring
        report(first, "`bands` go from the highest `at_least` down to 0, each once")


def _check_dimensions(scoring: Scoring, report: Callable[..., None]) -> None:
    if not scoring.dimensions:
        report(scoring, "scoring rules need a dimension or more")
    seen: set[Measure] = set()
    for dimension in scoring.dimensions:
        if dimension.id in seen:
            report(dimension, f"the dimension `{dimension.id}` is given twice", "keep one")
        seen.add(dimension.id)
        if len(dimension.anchors) != _ANCHORS:
            report(
                dimension,
                f"`{dimension.id}` has {len(dimension.anchors)} anchors",
                "write four: what a 1, a 2, a 3 and a 4 sound like",
            )
