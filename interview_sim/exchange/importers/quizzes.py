"""What the questions of a quiz become in an interview; shared by Moodle's two formats and Anki."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct, structs

from interview_sim.bank.model import Level, Misconception
from interview_sim.exchange.importers.imported import (
    ImportedPoint,
    ImportedQuestion,
    ImportResult,
    Skipped,
    has_words,
    result_of,
)
from interview_sim.exchange.importers.levels import level_of
from interview_sim.exchange.importers.records import is_placeholder
from interview_sim.exchange.rubric_lists import read_point, split_sections, statements


class Kind(StrEnum):
    """What a quiz asks for: in one's own words, or else why it is not asked here."""

    ESSAY = "essay"
    SHORT = "short answer"
    CHOICE = "a multiple-choice question is answered by choosing, not in one's own words"
    TRUE_FALSE = "a true-or-false question is answered by choosing, not in one's own words"
    MATCHING = "a matching question is answered by choosing, not in one's own words"
    NUMERICAL = "a question that asks for a number leaves nothing to explain"
    DESCRIPTION = "a text without a question"
    CLOZE = "a text with gaps of Moodle's (Cloze), which GIFT does not have"

    def why_skipped(self, prompt: str) -> str:
        """Why a question of this kind with this prompt is not asked; empty: it is."""
        if self not in {Kind.ESSAY, Kind.SHORT}:
            return self.value
        return "" if has_words(prompt) else "there is no question in its text"


LEVEL_TAG = "level::"
"""What a tag that gives the level begins with; exports write it."""

_FULL = 100.0


class Accepted(Struct, frozen=True):
    """One answer that a short-answer question knows."""

    text: str
    weight: float
    """Per cent of the marks."""
    feedback: str = ""


def essay(question: ImportedQuestion, feedback: str, rubric: str = "") -> ImportedQuestion:
    """A question with room to answer.

    Args:
        question: What is known of it already.
        feedback: What is shown after answering: the model answer, as a rule.
        rubric: What graders see; every item and paragraph of it is a point.
    """
    grading = split_sections(rubric)
    shown = split_sections(feedback)
    return structs.replace(
        question,
        answer="" if is_placeholder(shown.body) else shown.body,
        points=(
            *question.points,
            *map(read_point, statements(grading.body)),
            *grading.points,
            *shown.points,
        ),
        follow_ups=(*question.follow_ups, *grading.follow_ups, *shown.follow_ups),
        hints=(*question.hints, *grading.hints, *shown.hints),
        misconceptions=(*grading.mistakes, *shown.mistakes),
    )


def short_answer(
    question: ImportedQuestion, accepted: Sequence[Accepted], feedback: str
) -> ImportedQuestion:
    """A question with short answers: those with full marks are one point, in any wording.

    Answers with some of the marks are named in the model answer; wrong ones with a reply become
    misconceptions. A `*` stands for any ending in a quiz, and for nothing here.
    """
    bare = [structs.replace(known, text=_bare(known.text)) for known in accepted]
    known = [answer for answer in bare if has_words(answer.text)]
    right = [answer for answer in known if answer.weight >= _FULL]
    partly = [answer for answer in known if 0 < answer.weight < _FULL]
    if not right:
        right, partly = partly[:1], partly[1:]
    wordings = tuple(dict.fromkeys(answer.text for answer in right))
    shown = split_sections(feedback)
    lines = [*wordings[:1], shown.body]
    if len(wordings) > 1:
        lines.append(f"Also right: {'; '.join(wordings[1:])}.")
    lines += [f"Partly right ({a.weight:g} %): {_with_reply(a)}" for a in partly]
    lines += [answer.feedback for answer in right]
    point = (ImportedPoint(text=wordings[0], match=wordings),) if wordings else ()
    wrong = [
        Misconception(id="", claim=answer.text, correction=answer.feedback)
        for answer in known
        if answer.weight <= 0 and answer.feedback.strip()
    ]
    return structs.replace(
        question,
        answer="\n\n".join(dict.fromkeys(line for line in lines if line.strip())),
        points=point + shown.points,
        follow_ups=shown.follow_ups,
        hints=(*question.hints, *shown.hints),
        misconceptions=(*wrong, *shown.mistakes),
    )


def _bare(text: str) -> str:
    """An accepted answer without the stars that stand for anything."""
    return " ".join(text.replace("\\*", "\x00").replace("*", " ").replace("\x00", "*").split())


def _with_reply(answer: Accepted) -> str:
    return f"{answer.text} – {answer.feedback}" if answer.feedback.strip() else answer.text


def category_parts(path: str) -> tuple[str, ...]:
    """The names in a category's path, without those that Moodle makes itself."""
    names = [name.strip().replace("\x01", "/") for name in path.replace("//", "\x01").split("/")]
    return tuple(
        name
        for name in names
        if name
        and name.lower() != "top"
        and not re.fullmatch(r"\$.{1,30}\$", name)
        and not name.lower().startswith("default for ")
    )


def level_in_tags(tags: Iterable[str]) -> tuple[Level | None, tuple[str, ...]]:
    """The level that a tag gives, as `level::core` or `hard`, and the other tags."""
    level: Level | None = None
    kept: list[str] = []
    for tag in tags:
        word = tag.lower().removeprefix(LEVEL_TAG)
        found = level_of(word) if len(word) > 3 else None
        if found is not None and level is None:
            level = found
        else:
            kept.append(tag)
    return level, tuple(kept)


def quiz_of(found: Iterable[ImportedQuestion | Skipped], notes: Iterable[str] = ()) -> ImportResult:
    """What a quiz or deck gave; the category that holds all questions is its title."""
    result = result_of(found, notes)
    first = {question.topic[0] for question in result.questions if question.topic}
    if len(first) != 1:
        return result
    placed = (structs.replace(q, topic=q.topic[1:] or q.topic) for q in result.questions)
    return result.replace(title=first.pop(), questions=tuple(placed))
