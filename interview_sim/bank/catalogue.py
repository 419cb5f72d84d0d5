"""All banks there are: found in folders and files, each known by its id."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from interview_sim.bank.cache import BankCache
from interview_sim.bank.loading import LoadResult, parse_bank, read_bytes
from interview_sim.bank.model import Bank, Question
from interview_sim.bank.problems import Problem, nearest, quoted, visible
from interview_sim.errors import NotFoundError
from interview_sim.paths import BankSource, Origin

_SUFFIXES = frozenset({".yaml", ".yml"})


class LoadedBank(Struct, frozen=True):
    """A bank and where it was found."""

    bank: Bank
    path: Path
    hash: str
    """The digest of the bank's content; transcripts keep it."""
    origin: Origin = Origin.GIVEN

    @property
    def id(self) -> str:
        """The bank's id."""
        return self.bank.id


class Located(NamedTuple):
    """A question and the bank it is in."""

    bank: LoadedBank
    question: Question

    @property
    def name(self) -> str:
        """The name that is clear among all banks: `bank:question`."""
        return f"{self.bank.id}:{self.question.id}"


class Catalogue(Struct, frozen=True):
    """The banks that can be used, and what is to be said about the others."""

    banks: tuple[LoadedBank, ...] = ()
    """In the order of the sources, and by file name within a folder; no id twice."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with any file that was found; a bank with warnings alone is in `banks`."""
    notes: tuple[str, ...] = ()
    """What was decided for the user, such as which of two banks with one id is used."""

    @classmethod
    def load(
        cls, sources: Iterable[Path | BankSource], *, cache_folder: Path | None = None
    ) -> Catalogue:
        """Every bank in the folders and files named; a bad one never stops the others.

        Args:
            sources: Where to look, the most important first. A bare path counts as given by the
                user: it is a problem if nothing is there, while other places may be missing.
            cache_folder: Where what was read may be kept for the next time; None: nowhere.
        """
        cache = None if cache_folder is None else BankCache(cache_folder)
        gathering = _Gathering()
        for source in sources:
            if isinstance(source, Path):
                source = BankSource(source)  # noqa: PLW2901 - one form for both spellings
            gathering.visit(source, cache)
        return cls(
            tuple(gathering.banks.values()), tuple(gathering.problems), tuple(gathering.notes)
        )

    def bank(self, bank_id: str) -> LoadedBank:
        """The bank with that id.

        Raises:
            NotFoundError: No bank has it.
        """
        for loaded in self.banks:
            if loaded.id == bank_id:
                return loaded
        known = [loaded.id for loaded in self.banks]
        raise NotFoundError(f"there is no bank {quoted(bank_id)}{_offer(bank_id, known)}")

    def find(self, name: str) -> Located:
        """The question called `bank:question`, or `question` where only one bank has that id.

        Raises:
            NotFoundError: There is none, or more than one.
        """
        bank_id, separator, question_id = name.rpartition(":")
        banks = (self.bank(bank_id),) if separator else self.banks
        found = [
            Located(loaded, question)
            for loaded in banks
            if (question := loaded.bank.question(question_id)) is not None
        ]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(located.name for located in found)
            raise NotFoundError(
                f"the question {quoted(question_id)} is in {len(found)} banks; write one of {names}"
            )
        known = [question.id for loaded in banks for question in loaded.bank.questions]
        place = f" in the bank {quoted(bank_id)}" if separator else ""
        raise NotFoundError(
            f"there is no question {quoted(question_id)}{place}{_offer(question_id, known)}"
        )

    def questions(self) -> Iterator[Located]:
        """Every question of every bank, in order."""
        for loaded in self.banks:
            for question in loaded.bank.questions:
                yield Located(loaded, question)


def _offer(name: str, known: list[str]) -> str:
    """The end of a sentence that names what was most likely meant, or what there is."""
    meant = nearest(name, known)
    if meant is not None:
        return f"; did you mean {meant}?"
    if not known:
        return "; no bank could be loaded"
    return f"; there are {', '.join(known[:8])}{', …' if len(known) > 8 else ''}"


class _Gathering:
    """Banks as they are found."""

    def __init__(self) -> None:
        self.banks: dict[str, LoadedBank] = {}
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self._met: set[str] = set()

    def visit(self, source: BankSource, cache: BankCache | None) -> None:
        """Read every file of one source."""
        is_empty = True
        for found in bank_files(source):
            is_empty = False
            if isinstance(found, Problem):
                self.problems.append(found)
            else:
                self._add(found, source.origin, cache)
        if is_empty and source.origin is Origin.GIVEN:
            self.notes.append(f"no bank (*.yaml) is in the folder {visible(str(source.path))}")

    def _add(self, path: Path, origin: Origin, cache: BankCache | None) -> None:
        """Read one file, unless it was read already under another name."""
        real = _real(path)
        if real in self._met:
            return
        self._met.add(real)
        result = _read(path, cache)
        self.problems.extend(result.problems)
        if result.bank is None:
            return
        first = self.banks.get(result.bank.id)
        if first is not None:
            self.notes.append(
                f"the bank {result.bank.id} in {visible(str(path))} is not used: "
                f"the one in {visible(str(first.path))} comes first"
            )
            return
        self.banks[result.bank.id] = LoadedBank(result.bank, path, result.hash, origin)


def _read(path: Path, cache: BankCache | None) -> LoadResult:
    """What one file holds, from the cache when its very content was read before."""
    data = read_bytes(path)
    if isinstance(data, Problem):
        return LoadResult(None, (data,))
    if cache is None:
        return parse_bank(data, str(path))
    known = cache.get(data, str(path))
    if known is not None:
        return known
    result = parse_bank(data, str(path))
    cache.put(data, result)
    return result


def bank_files(source: BankSource) -> Iterator[Path | Problem]:
    """The bank files of a source, by name, or why there are none."""
    folder = source.path
    try:
        if not folder.is_dir():
            if source.origin is Origin.GIVEN or folder.exists():
                yield folder
            return
        root = _real(folder)
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES and not path.name.startswith("."):
                yield _inside(path, root)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Problem(str(folder), 0, 0, f"the folder cannot be read: {reason}")


def _inside(path: Path, root: str) -> Path | Problem:
    """The path itself, unless it is a link that leads out of its folder."""
    if path.is_symlink() and not Path(_real(path)).is_relative_to(root):
        return Problem(
            str(path),
            0,
            0,
            "this link leads out of its folder and is not followed",
            "copy the bank here, or name the file itself with --bank",
        )
    return path


def _real(path: Path) -> str:
    """The one name of what the path leads to; unlike `Path.resolve`, also for links in a ring."""
    try:
        return os.path.realpath(path)
    except ValueError:  # a name that no file can have
        return str(path)
