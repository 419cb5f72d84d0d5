"""A question as a person gives it in a form, on its way into a bank file."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

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
_NEED = re.compile(r"(must|should|bonus)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_BULLET = re.compile(r"[-*•]\s+")
_SMALL = frozenset(
    """a an and are as at be by can could do does for from give has have how in into is it its may
    of on or should so some tell than that the their them then there these they this to us use was
    we were what when where which who why will with would you your""".split()  # noqa: SIM905
)
"""Words that say little in an id."""


class QuestionDraft(Struct, frozen=True, kw_only=True):
    """What was typed into the form, unchecked."""

    id: str = ""
    topic: str = ""
    level: str = Level.CORE.value
    time: str = ""
    """Empty: the bank's default."""
    prompt: str = ""
    points: str = ""
    """One a line; `should:` or `bonus:` in front of one that is no `must`, and below it a line
    that begins with `?` for what to ask when it is missing."""
    model_answer: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written that it would be a pity to lose."""
        return not (self.prompt + self.points + self.model_answer).strip()


class AddError(InterviewSimError):
    """The question cannot be added; its text has a line for each thing that is wrong with it."""


def suggested_id(prompt: str, taken: Collection[str] = ()) -> str:
    """An id made of the prompt's telling words, other than those that are taken."""
    plain = unicodedata.normalize("NFKD", prompt.lower()).encode("ascii", "ignore").decode()
    words = [word for word in _NOT_IN_IDS.split(plain) if word]
    telling = [word for word in words if word not in _SMALL] or words
    wanted = "-".join(telling[:_ID_WORDS])[:_ID_LENGTH].strip("-")
    return _free(wanted, taken) if wanted else ""


def question_of(draft: QuestionDraft) -> Question:
    """The question that the draft describes; whether it is a good one, reading it tells.

    Raises:
        AddError: A value cannot be written at all: the level or the time.
    """
    if draft.level not in set(Level):
        raise AddError(f"level: {quoted(draft.level)} is none; write core, intermediate, advanced")
    return Question(
        id=draft.id.strip(),
        prompt=_lines_stripped(draft.prompt),
        topic=" ".join(draft.topic.split()) or Question(id="x", prompt="x").topic,
        level=Level(draft.level),
        time=_seconds(draft.time.strip()),
        rubric=tuple(_points(draft.points)),
        model_answer=_lines_stripped(draft.model_answer),
    )


def _seconds(text: str) -> float | None:
    try:
        return parse_duration(text) if text else None
    except ValueError as error:
        raise AddError(f"time: {quoted(text)} is none; write {DURATION_EXAMPLES}") from error


def _lines_stripped(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _points(text: str) -> list[Point]:
    points: list[Point] = []
    for line in text.splitlines():
        words = _BULLET.sub("", " ".join(line.split()), count=1)
        asked = words[1:].strip() if words.startswith("?") else ""
        if asked and points:
            points[-1] = replace(points[-1], probe=asked)
        elif words and not words.startswith("?"):
            points.append(_point(words, {point.id for point in points}))
    return points


def _point(words: str, taken: Collection[str]) -> Point:
    given = _NEED.fullmatch(words)
    need, said = (Need(given[1].lower()), given[2]) if given else (Need.MUST, words)
    return Point(id=suggested_id(said, taken) or _free("point", taken), point=said, need=need)


def _free(wanted: str, taken: Collection[str]) -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def is_writable(path: Path) -> bool:
    """Whether the user may change the file, and put a new one in its place."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def add_question(path: Path, draft: QuestionDraft) -> Question:
    """Put the question behind the last one of a bank file, which keeps its layout and comments.

    Raises:
        AddError: Something is wrong with the question, or the file cannot take it.
        FileError: The file cannot be written; it is as it was.
    """
    question = question_of(draft)
    files.write_atomic(path, _with(path, question))
    return question


def add_to_copy(path: Path, folder: Path, draft: QuestionDraft) -> tuple[Path, Question]:
    """Copy a bank file into a folder with the question added; gives the copy.

    Raises:
        AddError: Something is wrong with the question, or the file cannot take it.
        FileError: The copy cannot be written.
    """
    from interview_sim.bank.scaffold import write_bank

    question = question_of(draft)
    changed = _with(path, question)
    copy = free_path(folder / path.name)
    write_bank(copy, changed)
    return copy, question


def _with(path: Path, question: Question) -> bytes:
    """What the bank file would hold with the question added."""
    from interview_sim.bank.patching import PatchError, with_question

    data = _bytes(path)
    try:
        changed = with_question(data, question)
    except PatchError as error:
        raise AddError(f"{path.name}: {error}") from error
    _check(parse_bank(changed, path.name))
    return changed


def begin_bank(folder: Path, draft: QuestionDraft) -> tuple[Path, Question]:
    """Begin a bank of one's own with the question; gives its file, whose name is a free one.

    Raises:
        AddError: Something is wrong with the question.
        FileError: The file cannot be written.
    """
    from interview_sim.bank.scaffold import SCHEMA_NAME, write_bank
    from interview_sim.bank.writing import write_bank as written

    question = question_of(draft)
    path = free_path(folder / f"{OWN_ID}.yaml")
    bank = Bank(id=path.stem, title="My own questions", questions=(question,))
    text = written(bank, f"yaml-language-server: $schema={SCHEMA_NAME}")
    _check(parse_bank(text, path.name))
    write_bank(path, text)
    return path, question


def copy_bank(path: Path, folder: Path) -> Path:
    """Copy a bank file into a folder of one's own; gives the copy.

    Its id stays, so that it takes the place of the one it was made from, and history goes on.

    Raises:
        AddError: The file cannot be read.
        FileError: The copy cannot be written.
    """
    from interview_sim.bank.scaffold import write_bank

    data = _bytes(path)
    copy = free_path(folder / path.name)
    write_bank(copy, data)
    return copy


def _bytes(path: Path) -> bytes:
    data = read_bytes(path)
    if isinstance(data, Problem):
        raise AddError(str(data))
    return data


def free_path(path: Path) -> Path:
    """The path, or one beside it with a number, where nothing is yet."""
    number, free = 1, path
    while free.exists() or free.is_symlink():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _check(result: LoadResult) -> None:
    """Refuse what would make the bank one that cannot be used."""
    if result.bank is None:
        raise AddError("\n".join(_words(problem) for problem in result.errors))


def _words(problem: Problem) -> str:
    """What is wrong, without the place, which the author of a form has never seen."""
    return f"{problem.message}; {problem.remedy}" if problem.remedy else problem.message
