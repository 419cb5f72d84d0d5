"""Where a new question may go: whose a bank's file is, and which files there are to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interview_sim.bank.durations import format_duration
from interview_sim.bank.model import Bank, Defaults
from interview_sim.bank.new_question import (
    NewQuestion,
    add_question,
    add_to_copy,
    begin_bank,
    is_writable,
)
from interview_sim.paths import Origin, Paths
from interview_sim.tui.banks.rows import BankLine
from interview_sim.tui.present import one_line

_SHOWN_BANKS = 4


@dataclass(frozen=True, slots=True)
class Destination:
    """One place that a question may go to."""

    title: str
    """As a row of a choice says it."""
    words: str
    """As the form's head says it."""
    path: Path
    """The bank's file; the folder where there is none yet."""
    bank: Bank | None = None
    copy_to: Path | None = None
    """The folder that a copy of the bank goes to, with the question."""

    def add(self, question: NewQuestion) -> tuple[Path, str]:
        """Add the question here; gives the file it is in now, and its id.

        Raises:
            AddError: Something is wrong with the question.
            FileError: Something cannot be written.
        """
        if self.bank is None:
            path, added = begin_bank(self.path, question)
        elif self.copy_to is not None:
            path, added = add_to_copy(self.path, self.copy_to, question)
        else:
            path, added = self.path, add_question(self.path, question)
        return path, added.id


def own_folder(paths: Paths) -> Path:
    """Where the user's own banks are: the workspace's, else those that belong to no workspace."""
    return paths.user_banks if paths.workspace is None else paths.workspace / "banks"


def is_own(line: BankLine, paths: Paths) -> bool:
    """Whether the user may change the file: it is none that ships, and the system allows it."""
    path = Path(line.file)
    shipped = {source.path for source in paths.bank_sources if source.origin is Origin.SHIPPED}
    return path.parent not in shipped and is_writable(path)


def of_line(line: BankLine) -> Destination:
    """The bank of that line, as it is."""
    bank = line.loaded.bank if line.loaded else None
    name = one_line(line.name)
    return Destination(f"Into “{name}”", name, Path(line.file), bank)


def choices(lines: Sequence[BankLine], line: BankLine | None, paths: Paths) -> list[Destination]:
    """The user's own banks, a new one, and a copy of the current bank."""
    own = [known for known in lines if not known.is_broken and is_own(known, paths)]
    folder = own_folder(paths)
    found = [of_line(known) for known in own[:_SHOWN_BANKS]]
    found.append(Destination("Into a new bank of your own", "a new bank of your own", folder))
    if line is not None and line.loaded is not None:
        name = one_line(line.name)
        title = "Into a copy of this bank among your own"
        words = f"a copy of {name}"
        found.append(Destination(title, words, Path(line.file), line.loaded.bank, copy_to=folder))
    return found


def topics(bank: Bank | None, lines: Sequence[BankLine]) -> list[str]:
    """Topics to complete: those of the bank first, then all others."""
    banks = [line.loaded.outline for line in lines if line.loaded is not None]
    if bank is not None:
        banks.insert(0, bank)
    return list(dict.fromkeys(question.topic for known in banks for question in known.questions))


def usual_time(bank: Bank | None) -> str:
    """The time of a question that gives none."""
    defaults = bank.defaults if bank is not None else Defaults()
    return format_duration(defaults.time)
