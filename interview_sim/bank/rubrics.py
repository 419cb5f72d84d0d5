"""Checks of rubrics: points that say nothing, groups that cannot be met, empty phrases."""

from __future__ import annotations

from interview_sim.bank.model import AllOf, Phrase, Point
from interview_sim.bank.nodes import Scalar, Sequence
from interview_sim.bank.places import Places
from interview_sim.bank.problems import Placed, Problems, quoted
from interview_sim.bank.terms import Need


class RubricCheck:
    """Checks the rubric of a question or a follow-up, and any `match` list."""

    def __init__(self, places: Places, problems: Problems) -> None:
        self._at = places
        self._problems = problems

    def rubric(self, rubric: tuple[Point, ...], *, is_probed: bool) -> None:
        """Tell what is wrong with each point; with `is_probed`, must points want a probe."""
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
        """Whether the author meant a must point; a misspelt `need` is none."""
        node = self._at.node(point, "need")
        return point.need is Need.MUST and (node is None or getattr(node, "text", "") == Need.MUST)

    def _plain(self, point: Point) -> None:
        if not self._at.gives(point, "point"):
            self._problems.error(
                self._at.place(point, "point"),
                f"the point {quoted(point.id)} does not say what it is",
                "add `point:` with a full sentence",
            )
        self.phrases(point, point.match)

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

    def phrases(self, record: object, phrases: tuple[Phrase, ...]) -> None:
        """Tell entries of `match` in which there is nothing to look for."""
        for index, phrase in enumerate(phrases):
            if _says_something(phrase):
                continue
            place = self._at.item(record, "match", index)
            if isinstance(phrase, AllOf):
                self._all_of(phrase, place)
            else:
                self.worded(place, phrase)

    def _all_of(self, phrase: AllOf, place: Placed) -> None:
        if not phrase.all and not self._at.is_stand_in(phrase):
            if not self._at.gives(phrase, "all") and self._at.node(phrase, "all") is not None:
                self._problems.error(place, "`all` is empty", "list the terms that must appear")
            return
        for index, term in enumerate(phrase.all):
            at = self._at.item(phrase, "all", index)
            if isinstance(term, str):
                self.worded(at, term)
            elif not term:
                if isinstance(at, Sequence):
                    self._problems.error(
                        at, "a term without alternatives", "list them, or remove it"
                    )
            else:
                for number, word in enumerate(term):
                    self.worded(at.items[number] if isinstance(at, Sequence) else at, word)

    def worded(self, place: Placed, phrase: str) -> None:
        """Tell a phrase in which there is nothing to look for."""
        if phrase.strip() and not _has_word(phrase):
            self._problems.error(
                place,
                f"the phrase {quoted(phrase)} has no word in it",
                "write words or symbols with letters",
            )


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
