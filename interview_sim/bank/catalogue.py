"""All banks there are: found in folders and files, each known by its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from interview_sim.bank.cache import BUILT, BankCache, LoadedBank, Progress, read_all
from interview_sim.bank.loading import bank_files, real_path
from interview_sim.bank.model import Question
from interview_sim.bank.moves import NO_MOVES, Moves, clashes, moves_of
from interview_sim.bank.problems import Problem, escaped, instead_of, quoted
from interview_sim.errors import NotFoundError
from interview_sim.paths import BankSource, Origin

__all__ = ["Catalogue", "LoadedBank", "Located"]


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
    moves: Moves = NO_MOVES
    """Where questions are that changed banks."""

    @classmethod
    def load(
        cls,
        sources: Iterable[Path | BankSource],
        *,
        cache_folder: Path | None = None,
        progress: Progress | None = None,
    ) -> Catalogue:
        """Every bank in the folders and files named; a bad one never stops the others.

        Args:
            sources: Where to look, the most important first. A bare path counts as given by the
                user: it is a problem if nothing is there, while other places may be missing.
            cache_folder: Where what was read may be kept for the next time; None: nowhere.
            progress: Called with how many of the files that the cache does not know are read,
                and of how many, perhaps from another thread.
        """
        problems: list[Problem] = []
        notes: list[str] = []
        given = [BankSource(source) if isinstance(source, Path) else source for source in sources]
        shipped = next((one.path for one in given if one.origin is Origin.SHIPPED), None)
        built = None if shipped is None else shipped / BUILT
        store = None if cache_folder is None else BankCache(cache_folder, built)
        found = list(_find(given, notes))
        paths = [path for path, _origin in found if isinstance(path, Path)]
        readings = read_all(paths, store, progress)
        banks: dict[str, LoadedBank] = {}
        for path, origin in found:
            if isinstance(path, Problem):
                problems.append(path)
                continue
            problems += readings[path].problems
            kept = readings[path].loaded
            if kept is None:
                continue
            loaded = replace(kept, origin=origin)
            first = banks.setdefault(loaded.id, loaded)
            if first is not loaded:
                notes.append(
                    f"the bank {loaded.id} in {escaped(str(path))} is not used: "
                    f"the one in {escaped(str(first.path))} comes first"
                )
        outlines = [loaded.outline for loaded in banks.values()]
        notes += [
            f"{clash.old} is now {clash.other}, and not {clash.bank.id}:{clash.question} as well"
            for clash in clashes(outlines)
            if clash.other != clash.old
        ]
        return cls(tuple(banks.values()), tuple(problems), tuple(notes), moves_of(outlines))

    def bank(self, bank_id: str) -> LoadedBank:
        """The bank with that id.

        Raises:
            NotFoundError: No bank has it; where its questions changed banks, the error says where.
        """
        for loaded in self.banks:
            if loaded.id == bank_id:
                return loaded
        if homes := self.moved_from(bank_id):
            raise NotFoundError(
                f"the questions of the bank {quoted(bank_id)} are now in {', '.join(homes)}"
            )
        known = [loaded.id for loaded in self.banks]
        raise NotFoundError(f"there is no bank {quoted(bank_id)}{instead_of(bank_id, known)}")

    def moved_from(self, bank_id: str) -> tuple[str, ...]:
        """The banks that have questions now which were in that one."""
        homes = {
            now.partition(":")[0]
            for old, now in self.moves.items()
            if old.partition(":")[0] == bank_id
        }
        return tuple(sorted(homes))

    def find(self, name: str) -> Located:
        """The question called `bank:question`, or `question` where only one bank has that id.

        A name from before it changed banks will do.

        Raises:
            NotFoundError: There is none, or more than one.
        """
        bank_id, separator, question_id = self._home(name).rpartition(":")
        banks = (self.bank(bank_id),) if separator else self.banks
        found = [loaded for loaded in banks if loaded.outline.question(question_id) is not None]
        if len(found) == 1:
            question = found[0].bank.question(question_id)
            if question is not None:
                return Located(found[0], question)
        if found:
            names = ", ".join(f"{loaded.id}:{question_id}" for loaded in found)
            raise NotFoundError(
                f"the question {quoted(question_id)} is in {len(found)} banks; write one of {names}"
            )
        known = [question.id for loaded in banks for question in loaded.outline.questions]
        place = f" in the bank {quoted(bank_id)}" if separator else ""
        raise NotFoundError(
            f"there is no question {quoted(question_id)}{place}{instead_of(question_id, known)}"
        )

    def _home(self, name: str) -> str:
        """The name that the question has now; of an old id alone, where no question has it."""
        if ":" in name or any(loaded.outline.question(name) for loaded in self.banks):
            return self.moves.get(name, name)
        homes = {now for old, now in self.moves.items() if old.endswith(f":{name}")}
        return homes.pop() if len(homes) == 1 else name

    def questions(self) -> Iterator[Located]:
        """Every question of every bank, in order."""
        for loaded in self.banks:
            for question in loaded.bank.questions:
                yield Located(loaded, question)


def _find(
    sources: Iterable[BankSource], notes: list[str]
) -> Iterator[tuple[Path | Problem, Origin]]:
    """Every file of the sources, each once, in their order, and what is in the way."""
    met: set[str] = set()
    for source in sources:
        found = list(bank_files(source))
        if not found and source.origin is Origin.GIVEN:
            notes.append(f"no bank (*.yaml) is in the folder {escaped(str(source.path))}")
        for path in found:
            real = "" if isinstance(path, Problem) else real_path(path)
            if real not in met:
                yield path, source.origin
            if real:
                met.add(real)
