"""What is proposed for a question, as changes to the bank's file and to its tests.

Nothing else in the two changes, and nothing is written before `write`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from msgspec.structs import replace

from interview_sim import files
from interview_sim.bank.editing import EditError, diff, fill_question, insert_tests
from interview_sim.bank.examples import PointTests, examples_path, parse_tests
from interview_sim.bank.loading import parse_bank, read_bytes
from interview_sim.bank.model import Level, Question
from interview_sim.bank.problems import BankError, Problem
from interview_sim.config import Endpoint
from interview_sim.exchange.drafting import by_model, by_rules, estimate
from interview_sim.exchange.enriching import tried
from interview_sim.figures import counted
from interview_sim.judging.llm.client import Client, client_for
from interview_sim.loopback import is_loopback_url

NO_MODEL: Final = (
    "No model is set up (interview-sim judge setup), so this is what rules can do: points from the "
    "statements of the model answers, and terms of the glossary in them. It is little."
)
_SECONDS = 300.0
"""For one question: a small machine writes a few words a second."""


class Change(NamedTuple):
    """A file as it is, and as it would be."""

    path: Path
    before: bytes
    """Empty: there is none yet."""
    after: bytes

    @property
    def diff(self) -> str:
        """What changes, as a unified diff."""
        return diff(self.path, self.before, self.after)


class Offer(NamedTuple):
    """What is proposed for a question."""

    dropped: tuple[str, ...]
    """What was not good enough, a line each."""
    changes: tuple[Change, ...]
    """Empty: nothing is left."""


def writer(endpoint: Endpoint, env: Mapping[str, str]) -> Client | None:
    """The model that is set up, with the time that writing takes; None where there is none."""
    return client_for(endpoint, env, seconds=_SECONDS) if endpoint.is_set_up else None


def what_it_takes(questions: Sequence[Question], endpoint: Endpoint) -> str:
    """About what asking will cost, and what is sent where."""
    place = "on this machine" if is_loopback_url(endpoint.base_url) else "which is not this machine"
    return (
        f"{counted(len(questions), 'question')}, about {estimate(questions):,} tokens. Sent: each "
        f"question with its model answer and its points, to {endpoint.model} at "
        f"{urlsplit(endpoint.base_url).netloc}, {place}."
    )


def offer(path: Path, name: str, client: Client | None) -> Offer:
    """What a model, or rules where there is none, proposes for a question as it is in its file.

    Raises:
        BankError: The bank's file or its tests have errors.
        EditError: The question is not in the file, or the layout does not allow the changes.
        ModelError: The model gave nothing that can be used.
        UsageError: The package that asks it is not installed.
    """
    read = parse_bank(_read(path), str(path))
    if read.bank is None:
        raise BankError(read.errors)
    question = read.bank.template(name)
    if question is None:
        raise EditError("It is not in the file any more.")
    draft = by_model(client, question) if client else by_rules(question, read.bank.glossary)
    proposal = tried(read.bank, question, draft)
    return Offer(proposal.dropped, changes(path, proposal.question, proposal.tests))


def changes(path: Path, question: Question, tests: Mapping[str, PointTests]) -> tuple[Change, ...]:
    """What a question and its tests change in the two files.

    Raises:
        BankError: One of the two has errors.
        EditError: The layout of one of the two does not allow it.
        FileError: Nobody may look where the tests are.
    """
    before = _read(path)
    try:
        after = fill_question(before, question)
    except EditError:
        # `level: core` may have been typed: then it stays.
        after = fill_question(before, replace(question, level=Level.CORE))
    bank = parse_bank(after).bank
    if bank is None:
        raise EditError("The bank has errors. Fix them first: interview-sim bank check.")
    beside = examples_path(path, bank)
    known = _known(beside)
    has = {each.target for each in parse_tests(known, bank).sentences} if known else set()
    new = {name: each for name, each in tests.items() if name not in has}
    found = [Change(path, before, after)]
    if new:
        found.append(Change(beside, known, insert_tests(known, bank, new)))
    return tuple(change for change in found if change.before != change.after)


def write(made: Iterable[Change]) -> bool:
    """Write the files, unless one of them is not what it was any more: then none is.

    A bank comes before its tests, since it is whole without them and they are not without it.

    Raises:
        BankError: One cannot be read.
        FileError: One cannot be written; they are as they were.
    """
    made = tuple(made)
    for change in made:
        if change.before != _known(change.path):
            return False
    written: list[Change] = []
    try:
        for change in made:
            files.write_atomic(change.path, change.after)
            written.append(change)
    except BaseException:
        for change in written:
            with suppress(files.FileError):
                files.write_atomic(change.path, change.before)
        raise
    return True


def _known(path: Path) -> bytes:
    """What a file has; nothing where there is none."""
    try:
        return _read(path) if path.exists() else b""
    except OSError as error:  # a folder that nobody may look into
        raise files.FileError(f"{path}: cannot be read: {error.strerror}") from error


def _read(path: Path) -> bytes:
    data = read_bytes(path)
    if isinstance(data, Problem):
        raise BankError([data])
    return data
