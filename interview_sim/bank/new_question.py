"""A question typed into a form, and the bank files that it is added to."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import Struct

from interview_sim import files
from interview_sim.bank.durations import DURATION_EXAMPLES, parse_duration
from interview_sim.bank.loading import LoadResult, parse_bank, read_bytes
from interview_sim.bank.model import Bank, Level, Point, Question
from interview_sim.bank.problems import Problem, quoted
from interview_sim.bank.terms import Need
from interview_sim.errors import InterviewSimError

OWN_ID = "my-questions"
"""The id, and the name of the file, of a bank that is begun with one question."""

_ID_WORDS = 5
_ID_LENGTH = 48
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_SMALL = frozenset(
    """a an and are as at be by can could do does for from give has have how in into is it its may
    of on or should so some tell than that the their them then there these they this to us use was
    we were what when where which who why will with would you your""".split()  # noqa: SIM905
)
"""Words that say little in an id."""


class NewPoint(Struct, frozen=True):
    """One point as it was typed."""

    text: str
    need: Need = Need.MUST
    ask: str = ""
    """What to ask when it is missing."""


class NewQuestion(Struct, frozen=True, kw_only=True):
    """What was typed into the form, unchecked."""

    id: str = ""
    """Empty: made from the title or the prompt."""
    title: str = ""
    topic: str = ""
    level: str = Level.CORE.value
    time: str = ""
    """Empty: the bank's default."""
    prompt: str = ""
    points: tuple[NewPoint, ...] = ()
    model_answer: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written that it would be a pity to lose."""
        points = "".join(point.text + point.ask for point in self.points)
        return not (self.title + self.prompt + points + self.model_answer).strip()


class AddError(InterviewSimError):
    """The question cannot be added; its text has a line for each thing that is wrong with it."""


def suggested_id(prompt: str, taken: Collection[str] = ()) -> str:
    """An id made of the prompt's main words, with a number if it is taken."""
    plain = unicodedata.normalize("NFKD", prompt.lower()).encode("ascii", "ignore").decode()
    words = [word for word in _NOT_IN_IDS.split(plain) if word]
    main = [word for word in words if word not in _SMALL] or words
    wanted = "-".join(main[:_ID_WORDS])[:_ID_LENGTH].strip("-")
    return files.first_free(wanted, taken.__contains__) if wanted else ""


def question_of(typed: NewQuestion, taken: Collection[str] = ()) -> Question:
    """The question that was typed; its rules are checked when the bank is read again.

    Args:
        typed: What was typed.
        taken: The ids that an id made here may not be.

    Raises:
        AddError: Something is missing, or the level or the time cannot be understood.
    """
    if typed.level not in set(Level):
        raise AddError(f"Level: {quoted(typed.level)} is not one of {', '.join(Level)}.")
    if not typed.prompt.strip():
        raise AddError("Write the question.")
    points = tuple(_points(typed.points))
    if not points and not typed.model_answer.strip():
        raise AddError("Write at least one point of a full answer, or a model answer.")
    title = " ".join(typed.title.split())
    return Question(
        id=typed.id.strip() or _named(title or typed.prompt[:400], "question", taken),
        title=title,
        prompt=_lines_stripped(typed.prompt),
        topic=" ".join(typed.topic.split()) or Question(id="x", prompt="x").topic,
        level=Level(typed.level),
        time=_seconds(typed.time.strip()),
        rubric=points,
        model_answer=_lines_stripped(typed.model_answer),
    )


def _seconds(text: str) -> float | None:
    try:
        return parse_duration(text) if text else None
    except ValueError as error:
        raise AddError(f"Time: {quoted(text)} is not a time; write {DURATION_EXAMPLES}.") from error


def _lines_stripped(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _points(typed: Iterable[NewPoint]) -> list[Point]:
    points: list[Point] = []
    for one in typed:
        said, asked = " ".join(one.text.split()), " ".join(one.ask.split())
        if asked and not said:
            raise AddError(f"Write the point that {quoted(asked)} asks for.")
        if said:
            name = _named(said, "point", {point.id for point in points})
            points.append(Point(id=name, point=said, need=one.need, probe=asked or None))
    return points


def _named(words: str, otherwise: str, taken: Collection[str]) -> str:
    """An id made of the words; of the other word where they give none."""
    return suggested_id(words, taken) or files.first_free(otherwise, taken.__contains__)


def is_writable(path: Path) -> bool:
    """Whether the user may change the file, and put a new one in its place."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def add_question(path: Path, typed: NewQuestion) -> Question:
    """Add the question at the end of a bank file, which keeps its layout and comments.

    Raises:
        AddError: Something is wrong with the question, or the file cannot be edited.
        FileError: The file cannot be written; it is as it was.
    """
    content, question = _with(path, typed)
    files.write_atomic(path, content)
    return question


def add_to_copy(path: Path, folder: Path, typed: NewQuestion) -> tuple[Path, Question]:
    """Copy a bank file into a folder with the question added; returns the copy.

    Raises:
        AddError: Something is wrong with the question, or the file cannot be edited.
        FileError: The copy cannot be written.
    """
    content, question = _with(path, typed)
    return _create(folder / path.name, content), question


def begin_bank(folder: Path, typed: NewQuestion) -> tuple[Path, Question]:
    """Begin a bank of one's own with the question; returns its file, under a free name.

    Raises:
        AddError: Something is wrong with the question.
        FileError: The file cannot be written.
    """
    from interview_sim.bank.scaffold import SCHEMA_NAME
    from interview_sim.bank.writing import write_bank

    question = question_of(typed)
    path = files.free_path(folder / f"{OWN_ID}.yaml")
    bank = Bank(id=path.stem, title="My own questions", questions=(question,))
    text = write_bank(bank, f"yaml-language-server: $schema={SCHEMA_NAME}")
    _check(parse_bank(text, path.name))
    return _create(path, text), question


def copy_bank(path: Path, folder: Path) -> Path:
    """Copy a bank file into a folder of one's own; returns the copy.

    Its id stays, so that it replaces the one it was made from, and history goes on.

    Raises:
        AddError: The file cannot be read.
        FileError: The copy cannot be written.
    """
    return _create(folder / path.name, _bytes(path))


def _create(path: Path, content: str | bytes) -> Path:
    """Write a new bank with its schema, under a free name."""
    from interview_sim.bank.scaffold import create_bank

    free = files.free_path(path)
    create_bank(free, content)
    return free


def _with(path: Path, typed: NewQuestion) -> tuple[bytes, Question]:
    """The content of the bank file with the question added, and the question."""
    from interview_sim.bank.editing import EditError, insert_question

    data = _bytes(path)
    bank = parse_bank(data, path.name).bank
    question = question_of(typed, {known.id for known in bank.questions} if bank else ())
    try:
        changed = insert_question(data, question)
    except EditError as error:
        raise AddError(f"{path.name}: {error}") from error
    _check(parse_bank(changed, path.name))
    return changed, question


def _bytes(path: Path) -> bytes:
    data = read_bytes(path)
    if isinstance(data, Problem):
        raise AddError(str(data))
    return data


def _check(result: LoadResult) -> None:
    """Refuse what would make the bank unusable; places in the file mean nothing to a form."""
    if result.bank is None:
        raise AddError(
            "\n".join(
                f"{problem.message}; {problem.remedy}" if problem.remedy else problem.message
                for problem in result.errors
            )
        )
