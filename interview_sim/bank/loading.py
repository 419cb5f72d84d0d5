"""Reads question banks and other YAML files with the same care, reporting every problem at once.

The YAML parser and what checks a bank are imported only when something is read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec import Struct

from interview_sim.bank.model import Bank, Question, Stage, content_hash
from interview_sim.bank.problems import BankError, Problem, Problems
from interview_sim.errors import InterviewSimError
from interview_sim.paths import BankSource, Origin

if TYPE_CHECKING:
    from msgspec import inspect

    from interview_sim.bank.nodes import Node, Origins

Record = TypeVar("Record")

MAX_BYTES = 8_000_000
"""The largest bank file that is read; about 500 questions with full rubrics."""


_SUFFIXES = frozenset({".yaml", ".yml"})

Stamp = tuple[int, int, int, int]
"""Times of the last change of content and of the entry, size and number of a file."""

Fingerprint = tuple[tuple[str, Stamp | None], ...]
"""Every file of the sources with its stamp, in order; None: it is not there."""


class Spot(NamedTuple):
    """A place in a file, both counted from one."""

    line: int = 1
    column: int = 1


class LoadResult(Struct, frozen=True):
    """What reading one bank gave: the bank, unless an error is among the problems."""

    bank: Bank | None
    problems: tuple[Problem, ...] = ()
    """Errors and warnings in the order of the file."""
    hash: str = ""
    """The digest of the bank's content; empty without a bank."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps the bank from being used."""
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the author may want to know."""
        return tuple(problem for problem in self.problems if not problem.is_error)


def load_bank(path: Path) -> Bank:
    """The bank in the file at `path`.

    Raises:
        BankError: It cannot be used; the error lists everything that is wrong with it.
    """
    result = read_bank(path)
    if result.bank is None:
        raise BankError(result.errors)
    return result.bank


def read_bank(path: Path) -> LoadResult:
    """What the file at `path` holds, with everything that is wrong with it; never raises."""
    data = read_bytes(path)
    if isinstance(data, Problem):
        return LoadResult(None, (data,))
    return parse_bank(data, str(path))


def read_bytes(path: Path) -> bytes | Problem:
    """The content of a bank file, or why it cannot be had; never more than a bank may hold."""
    try:
        if not path.is_file():
            reason = "this is not a file" if path.exists() else "there is no such file"
            return Problem(str(path), 0, 0, reason)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Problem(str(path), 0, 0, f"the file cannot be read: {reason}")


def parse_bank(
    content: str | bytes, name: str = "bank.yaml", origins: Origins | None = None
) -> LoadResult:
    """What `content` holds, with everything that is wrong with it; never raises.

    Args:
        content: The YAML, as text or as the bytes of a file.
        name: What the problems call the file.
        origins: Filled with the place of each record of the bank, for further checks.
    """
    from interview_sim.bank.nodes import Origins

    problems = Problems(name)
    root = _composed(content, problems)
    bank = None if root is None else _read(root, problems, origins or Origins())
    reported = problems.reported()
    if bank is None or problems.has_errors:
        return LoadResult(None, reported)
    return LoadResult(bank, reported, content_hash(bank))


def _composed(content: str | bytes, problems: Problems) -> Node | None:
    from interview_sim.bank.composing import check_text, compose, decode

    text = check_text(content, problems) if isinstance(content, str) else decode(content, problems)
    return None if text is None else compose(text, problems)


def _read(root: Node, problems: Problems, origins: Origins) -> Bank | None:
    """The bank that the tree describes, perhaps with stand-ins for what was wrong."""
    from interview_sim.bank.checks import check_bank, check_format
    from interview_sim.bank.nodes import Lost, Mapping, kind_of
    from interview_sim.bank.record_reader import Reader

    if not isinstance(root, Mapping):
        if not isinstance(root, Lost):
            problems.error(
                root,
                f"a bank is a group of keys, and this file holds {kind_of(root)}",
                "begin with `id:` and `title:`",
            )
        return None
    if not check_format(root, problems):
        return None
    bank: Bank = Reader(problems, origins).read(_bank_type(), root, "the bank")
    check_bank(bank, origins, problems)
    return bank


@cache
def _bank_type() -> inspect.Type:
    from msgspec import inspect

    return inspect.type_info(Bank)


def read_record(
    source: Path | bytes,
    wanted: type[Record],
    called: str,
    *,
    refused: type[InterviewSimError],
    name: str = "",
    check: Callable[[Record, Problems, Origins], None] | None = None,
) -> Record:
    """What a YAML file says, as the type `wanted`; for plans, scoring rules and the like.

    Args:
        source: The file, or its content.
        wanted: A msgspec struct, or a dictionary of them.
        called: What problems call the whole, such as "the plan".
        refused: The class of the error that lists what is wrong.
        name: What problems call the file where `source` is the content.
        check: Looks for what the type cannot say, once all values can be read.

    Raises:
        InterviewSimError: Of the class `refused`; every problem is reported with its place.
    """
    content = source if isinstance(source, bytes) else read_bytes(source)
    if isinstance(content, Problem):
        raise refused(str(content))
    named = name if isinstance(source, bytes) else str(source)
    try:
        return parse_record(content, wanted, called, name=named, check=check)
    except BankError as error:
        raise refused(str(error)) from None


def parse_record(
    content: bytes,
    wanted: type[Record],
    called: str,
    *,
    name: str,
    check: Callable[[Record, Problems, Origins], None] | None = None,
) -> Record:
    """What `read_record` reads.

    Raises:
        BankError: It cannot be used; the error has every problem with its place.
    """
    from msgspec import inspect

    from interview_sim.bank.nodes import Origins
    from interview_sim.bank.record_reader import Reader

    problems, origins = Problems(name), Origins()
    root = _composed(content, problems)
    if root is not None:
        record: Record = Reader(problems, origins).read(inspect.type_info(wanted), root, called)
        if check is not None and not problems.has_errors:
            check(record, problems, origins)
        if not problems.has_errors:
            return record
    raise BankError(problems.reported())


def spot_of(path: Path, question: str | None = None) -> Spot:
    """Where an editor begins: at the first error, else at the question, else at the top."""
    from interview_sim.bank.nodes import Origins

    data = read_bytes(path)
    if isinstance(data, Problem):
        return Spot()
    origins = Origins()
    result = parse_bank(data, str(path), origins)
    error = next((problem for problem in result.errors if problem.line), None)
    questions = result.bank.questions if result.bank else ()
    written: dict[str, Question | Stage] = {q.id: q for q in questions}
    for each in questions:
        written |= dict(zip((asked.id for asked in each.asked), each.written, strict=True))
    found = written.get(question or "")
    place = error or (origins.place(found) if found else Spot())
    return Spot(place.line, place.column)


# The files of a source, and whether they are as they were


def bank_files(source: BankSource) -> Iterator[Path | Problem]:
    """The bank files of a source, by name, or why there are none."""
    folder = source.path
    try:
        if not folder.is_dir():
            if source.origin is Origin.GIVEN or folder.exists():
                yield folder
            return
        root = real_path(folder)
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES and not path.name.startswith("."):
                yield _inside(path, root)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Problem(str(folder), 0, 0, f"the folder cannot be read: {reason}")


def _inside(path: Path, root: str) -> Path | Problem:
    """The path itself, unless it is a link that leads out of its folder."""
    if path.is_symlink() and not Path(real_path(path)).is_relative_to(root):
        return Problem(
            str(path),
            0,
            0,
            "this link leads out of its folder and is not followed",
            "copy the bank here, or name the file itself with --bank",
        )
    return path


def real_path(path: Path) -> str:
    """The one name of what the path leads to; unlike `Path.resolve`, also for links in a ring."""
    try:
        return os.path.realpath(path)
    except ValueError:  # a name that no file can have
        return str(path)


def stamp_of(path: Path) -> Stamp | None:
    """The system's own record of a file, by which a change is noticed; None: it is not there."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def fingerprint(sources: Iterable[BankSource]) -> Fingerprint:
    """A value that differs when any bank file of the sources is new, changed or gone."""
    return tuple(
        (str(found), stamp_of(found) if isinstance(found, Path) else None)
        for source in sources
        for found in bank_files(source)
    )
