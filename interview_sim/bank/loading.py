"""Reads question banks: `read_bank` tells every problem, `load_bank` raises them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from interview_sim.bank.checks import check_bank, check_format
from interview_sim.bank.decoding import MAX_BYTES, check_text, decode
from interview_sim.bank.model import Bank, content_hash
from interview_sim.bank.nodes import Lost, Mapping, Node, kind_of
from interview_sim.bank.problems import BankError, Problem, Problems
from interview_sim.bank.reading import Origins, Reader


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
        origins: Learns where each record of the bank stands, for whoever checks it further.
    """
    from interview_sim.bank.composing import compose

    problems = Problems(name)
    if isinstance(content, bytes):
        text = decode(content, problems)
    else:
        text = check_text(content, problems)
    root = None if text is None else compose(text, problems)
    bank = None if root is None else _read(root, problems, origins or Origins())
    told = problems.told()
    if bank is None or problems.has_errors:
        return LoadResult(None, told)
    return LoadResult(bank, told, content_hash(bank))


def _read(root: Node, problems: Problems, origins: Origins) -> Bank | None:
    """The bank that the tree describes, perhaps with stand-ins for what was wrong."""
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
def _bank_type() -> msgspec.inspect.Type:
    return msgspec.inspect.type_info(Bank)
