"""The tests of a bank: for each point, what candidates might say that covers it or does not.

They are kept beside the bank, in `examples/<bank id>.yaml`, are tried by `bank audit`, and are
never read when someone is interviewed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from interview_sim.bank.loading import parse_record, read_bytes
from interview_sim.bank.model import Bank, Misconception, Point, Question
from interview_sim.bank.nodes import Mapping, Origins
from interview_sim.bank.problems import BankError, Problem, Problems, nearest, quoted
from interview_sim.bank.terms import Id, Share

EXAMPLES_FORMAT = "interview-sim/examples@1"
FOLDER = "examples"
"""Where the tests of a bank are, in its own folder."""
LEAST_SAYS = 4
LEAST_SAYS_NOT = 3


class Said(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Sentences of candidates, by whether they say a point."""

    says: tuple[str, ...] = ()
    says_not: tuple[str, ...] = ()


class PointTests(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The tests of one point or misconception."""

    says: tuple[str, ...] = ()
    says_not: tuple[str, ...] = ()
    held: Said = Said()
    """By another hand; nobody who works on the bank or the matcher looks at what fails of them."""


class Floors(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the held-out tests must not fall behind; absent: no floor."""

    recall: Share | None = None
    false_alarms: Share | None = None
    claims_recall: Share | None = None
    claims_precision: Share | None = None


class ExampleFile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The tests of one bank, as their file says them."""

    format: str
    bank: Id
    floors: Floors = Floors()
    points: dict[str, PointTests] = {}


class Target(NamedTuple):
    """A point or misconception that can have tests."""

    name: str
    """`question/point`, `question/follow-up/point` or `question/misconception`."""
    home: Question
    """The bank's question that it belongs to."""
    asked: Question
    """What an answer is held against: that question, or one of its follow-ups."""
    about: Point | Misconception

    @property
    def is_claim(self) -> bool:
        """Whether it is a misconception, which is right not to be found."""
        return isinstance(self.about, Misconception)


class Sentence(Struct, frozen=True, kw_only=True):
    """One test: an answer of one sentence, and what is to be found in it."""

    target: str
    text: str
    says: bool
    held: bool
    line: int
    column: int


class Tests(Struct, frozen=True, kw_only=True):
    """The tests of a bank that can be used."""

    __test__ = False  # nothing that pytest collects

    file: str
    floors: Floors
    floors_line: int
    """Where the floors are set, for what is told of them."""
    sentences: tuple[Sentence, ...]


def examples_path(bank_file: Path, bank: Bank) -> Path:
    """Where the tests of a bank are kept."""
    return bank_file.parent / FOLDER / f"{bank.id}.yaml"


def targets_of(bank: Bank) -> dict[str, Target]:
    """Everything that can have tests, by name, in the bank's order."""
    return {target.name: target for home in bank.asked for target in _targets(home)}


def _targets(home: Question) -> Iterator[Target]:
    for point in home.leaves():
        yield Target(f"{home.id}/{point.id}", home, home, point)
    for wrong in home.misconceptions:
        yield Target(f"{home.id}/{wrong.id}", home, home, wrong)
    for follow_up in home.follow_ups:
        asked = follow_up.as_question()
        for point in asked.leaves():
            yield Target(f"{home.id}/{follow_up.id}/{point.id}", home, asked, point)


def read_tests(path: Path, bank: Bank) -> Tests:
    """The tests in a file.

    Raises:
        BankError: They cannot be used; the error has everything that is wrong with them.
    """
    content = read_bytes(path)
    if isinstance(content, Problem):
        raise BankError([content])
    return parse_tests(content, bank, str(path))


def parse_tests(content: bytes, bank: Bank, name: str = "examples.yaml") -> Tests:
    """What `content` says of a bank's tests; raises as `read_tests` does."""
    sentences: list[Sentence] = []
    floors_line = 1

    def check(found: ExampleFile, problems: Problems, origins: Origins) -> None:
        nonlocal floors_line
        floors_line = origins.place(found, "floors").line
        _check(found, bank, problems, origins)
        for target, tests in found.points.items():
            sentences.extend(_sentences(target, tests, origins))
        _check_sentences(sentences, problems)

    found = parse_record(content, ExampleFile, "the tests", name=name, check=check)
    return Tests(
        file=name, floors=found.floors, floors_line=floors_line, sentences=tuple(sentences)
    )


def _check(found: ExampleFile, bank: Bank, problems: Problems, origins: Origins) -> None:
    if found.format != EXAMPLES_FORMAT:
        problems.error(
            origins.place(found, "format"),
            f"{quoted(found.format)} is not a format of tests",
            f"write `format: {EXAMPLES_FORMAT}`",
        )
    if found.bank != bank.id:
        problems.error(
            origins.place(found, "bank"),
            f"these are the tests of {quoted(found.bank)}, not of {quoted(bank.id)}",
        )
        return
    known, points = targets_of(bank), origins.node(found, "points")
    for name, tests in found.points.items():
        if name not in known:
            meant = None if problems.is_full else _meant(name, known)
            problems.error(
                points.entries[name].key if isinstance(points, Mapping) else origins.place(tests),
                f"the bank has no point {quoted(name)}",
                f"did you mean {quoted(meant)}?" if meant else "name it `question/point`",
            )


def _meant(name: str, known: dict[str, Target]) -> str | None:
    """The name that was meant: of the same question, if that is one of the bank's."""
    question = name.partition("/")[0]
    own = [each for each in known if each.startswith(f"{question}/")]
    return nearest(name, own) or nearest(name, known)


def _sentences(target: str, tests: PointTests, origins: Origins) -> Iterator[Sentence]:
    for held, record in ((False, tests), (True, tests.held)):
        for key, texts in (("says", record.says), ("says_not", record.says_not)):
            for at, text in enumerate(texts):
                place = origins.item(record, key, at)
                yield Sentence(
                    target=target,
                    text=text,
                    says=key == "says",
                    held=held,
                    line=place.line,
                    column=place.column,
                )


def _check_sentences(sentences: list[Sentence], problems: Problems) -> None:
    """Report what stands twice among the tests of a point."""
    met: dict[tuple[str, str], Sentence] = {}
    for sentence in sentences:
        before = met.setdefault(
            (sentence.target, " ".join(sentence.text.casefold().split())), sentence
        )
        if before is not sentence:
            problems.error(
                sentence, f"this sentence is there already (line {before.line})", "take one out"
            )


def untested(bank: Bank, sentences: tuple[Sentence, ...]) -> tuple[list[str], list[str]]:
    """The names of what has no tests, and of what has too few."""
    counts: dict[tuple[str, bool], int] = {}
    for sentence in sentences:
        key = sentence.target, sentence.says
        counts[key] = counts.get(key, 0) + 1
    none, few = [], []
    for name in targets_of(bank):
        says, says_not = counts.get((name, True), 0), counts.get((name, False), 0)
        if not says and not says_not:
            none.append(name)
        elif says < LEAST_SAYS or says_not < LEAST_SAYS_NOT:
            few.append(name)
    return none, few
