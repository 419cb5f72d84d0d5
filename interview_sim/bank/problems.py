"""What is wrong with a bank, where, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from interview_sim.errors import InterviewSimError

MAX_PROBLEMS = 200
"""How many errors, and how many warnings, of one file are reported: more make no difference."""

_SHOWN_LENGTH = 60


class Severity(StrEnum):
    """Whether a bank can be used in spite of the problem."""

    ERROR = "error"
    WARNING = "warning"


class Placed(Protocol):
    """Anything with a place in the file, both counted from one."""

    @property
    def line(self) -> int:
        """The line, from one."""
        ...

    @property
    def column(self) -> int:
        """The character in that line, from one."""
        ...


class Problem(Struct, frozen=True):
    """One thing to put right in a bank."""

    file: str
    line: int
    """Counted from one; zero: the file as a whole."""
    column: int
    """Counted in characters from one; zero: the file as a whole."""
    message: str
    remedy: str = ""
    """What to write instead, where that can be said."""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Whether the bank cannot be used because of it."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        place = escaped(self.file)
        if self.line:
            place = f"{place}:{self.line}:{self.column}"
        word = "" if self.is_error else "warning: "
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{place}: {word}{self.message}{remedy}"


class BankError(InterviewSimError):
    """A bank cannot be used; its text lists everything that is wrong, a line each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Collects the problems of one file while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: dict[tuple[int, int, str], Problem] = {}
        self._counts = dict.fromkeys(Severity, 0)

    def error(self, place: Placed, message: str, remedy: str = "") -> None:
        """Note something that makes the bank unusable."""
        self._add(Problem(self.file, place.line, place.column, message, remedy))

    def warn(self, place: Placed, message: str, remedy: str = "") -> None:
        """Note something the author will want to know, which does no harm."""
        self._add(Problem(self.file, place.line, place.column, message, remedy, Severity.WARNING))

    @property
    def has_errors(self) -> bool:
        """Whether anything so far makes the bank unusable, reported or not."""
        return self._counts[Severity.ERROR] > 0

    @property
    def is_full(self) -> bool:
        """Whether further errors are only counted, so that nothing need be worked out for them."""
        return self._counts[Severity.ERROR] >= MAX_PROBLEMS

    def reported(self) -> tuple[Problem, ...]:
        """What was found, in the order of the file, each thing once."""
        found = sorted(self._found.values(), key=lambda p: (p.line, p.column))
        for severity, count in self._counts.items():
            if count > MAX_PROBLEMS:
                message = f"{count - MAX_PROBLEMS} more {severity}s are not shown"
                found.append(Problem(self.file, 0, 0, message, severity=severity))
        return tuple(found)

    def _add(self, problem: Problem) -> None:
        key = (problem.line, problem.column, problem.message)
        if key in self._found:
            return
        self._counts[problem.severity] += 1
        if self._counts[problem.severity] <= MAX_PROBLEMS:
            self._found[key] = problem


def escaped(text: str) -> str:
    """The text on one line, escaped as in Python or YAML where it would not show as itself."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def quoted(text: str) -> str:
    """An author's text as a message cites it: visible, short and marked off."""
    if len(text) > _SHOWN_LENGTH:
        text = text[: _SHOWN_LENGTH - 1] + "…"
    return f"`{escaped(text)}`"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, if one is near enough to say so."""
    from difflib import get_close_matches

    written = {name.lower().replace("-", "_"): name for name in known}
    asked = word[:80].lower().strip().replace("-", "_").replace(" ", "_")
    found = get_close_matches(asked, written, n=1, cutoff=0.65)
    return written[found[0]] if found else None


def instead_of(name: str, known: Sequence[str]) -> str:
    """The end of a sentence that names what was most likely meant, or what there is."""
    meant = nearest(name, known)
    if meant is not None:
        return f"; did you mean {meant}?"
    if not known:
        return "; no bank could be loaded"
    return f"; there are {', '.join(known[:8])}{', …' if len(known) > 8 else ''}"


def one_of(words: Iterable[str]) -> str:
    """Words as a sentence offers them: "a, b or c"."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
