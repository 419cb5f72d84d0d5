"""What the questions of a quiz become in an interview; shared by Moodle's two formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from interview_sim.bank.model import Level, Misconception
from interview_sim.exchange.importers.levels import level_of
from interview_sim.exchange.importers.model import Draft, DraftPoint
from interview_sim.exchange.importers.naming import slug
from interview_sim.exchange.importers.stubs import is_stub
from interview_sim.exchange.rubric_lists import Sections, read_point, split_sections, statements

_CHOSEN = "is answered by choosing, not in one's own words"
NOT_ASKED: Mapping[str, str] = {
    "multiple choice": f"a multiple-choice question {_CHOSEN}",
    "true or false": f"a true-or-false question {_CHOSEN}",
    "matching": f"a matching question {_CHOSEN}",
    "numerical": "a question for a number has nothing to explain",
    "description": "a text without a question",
}
"""Kind of question and why it is left out."""

LEVEL_TAG = "level::"
"""What a tag that gives the level begins with; exports write it."""

_SHORT_TAG = 3
_FULL = 100.0


class Accepted(Struct, frozen=True):
    """One answer that a short-answer question knows."""

    text: str
    weight: float
    """Per cent of the marks."""
    feedback: str = ""


def essay_draft(base: Draft, feedback: str, rubric: str = "") -> Draft:
    """A question with room to answer.

    Args:
        base: What is known of it already.
        feedback: What is shown after answering: the model answer, as a rule.
        rubric: What graders are told; every item and paragraph of it is a point.
    """
    told = split_sections(feedback)
    grading = rubric_sections(rubric)
    points = (*grading.points, *told.points)
    draft = structs.replace(
        base,
        answer="" if is_stub(told.body) else told.body,
        points=points,
        follow_ups=(*grading.follow_ups, *told.follow_ups),
        hints=(*base.hints, *grading.hints, *told.hints),
    )
    return with_mistakes(draft, (*grading.mistakes, *told.mistakes))


def rubric_sections(rubric: str) -> Sections:
    """A text for graders, with the points that its own body makes."""
    found = split_sections(rubric)
    points = tuple(map(read_point, statements(found.body)))
    return structs.replace(found, body="", points=(*points, *found.points))


def with_mistakes(draft: Draft, mistakes: Iterable[tuple[str, str]]) -> Draft:
    """The draft with wrong claims and what is right instead."""
    found = [told for told in mistakes if any(char.isalnum() for char in told[0])]
    return structs.replace(
        draft, misconceptions=(*draft.misconceptions, *map(misconception, found))
    )


def misconception(told: tuple[str, str]) -> Misconception:
    """A wrong claim and what is right instead, as a bank has it."""
    claim, correction = told
    name = slug(" ".join(claim.split()[:6]), "claim")
    return Misconception(id=name, claim=claim, correction=correction)


def short_draft(base: Draft, accepted: Sequence[Accepted], feedback: str) -> Draft:
    """A question with short answers: those with full marks are one point, in any wording.

    Answers with some of the marks are told in the model answer; wrong ones with a reply become
    misconceptions. A `*` stands for any ending in a quiz, and for nothing here.
    """
    bare = [structs.replace(known, text=_bare(known.text)) for known in accepted]
    known = [answer for answer in bare if any(char.isalnum() for char in answer.text)]
    right = [answer for answer in known if answer.weight >= _FULL]
    partly = [answer for answer in known if 0 < answer.weight < _FULL]
    if not right:
        right, partly = partly[:1], partly[1:]
    wordings = tuple(dict.fromkeys(answer.text for answer in right))
    told = split_sections(feedback)
    replies = [a.feedback for a in right if a.feedback.strip()]
    lines = [told.body or (wordings[0] if wordings else "")]
    if told.body and wordings:
        lines.insert(0, wordings[0])
    if len(wordings) > 1:
        lines.append(f"Also right: {'; '.join(wordings[1:])}.")
    lines += [f"Partly right ({a.weight:g} %): {_with_reply(a)}" for a in partly]
    point = DraftPoint(text=wordings[0], match=wordings) if wordings else None
    draft = structs.replace(
        base,
        answer="\n\n".join(dict.fromkeys(line for line in [*lines, *replies] if line.strip())),
        points=((point,) if point else ()) + told.points,
        follow_ups=told.follow_ups,
        hints=(*base.hints, *told.hints),
    )
    wrong = [(a.text, a.feedback) for a in known if a.weight <= 0 and a.feedback.strip()]
    return with_mistakes(draft, [*wrong, *told.mistakes])


def _bare(text: str) -> str:
    """An accepted answer without the stars that stand for anything."""
    return " ".join(text.replace("\\*", "\x00").replace("*", " ").replace("\x00", "*").split())


def _with_reply(answer: Accepted) -> str:
    return f"{answer.text} – {answer.feedback}" if answer.feedback.strip() else answer.text


def level_in_tags(tags: Iterable[str]) -> tuple[Level | None, tuple[str, ...]]:
    """The level that a tag gives, as `level::core` or `hard`, and the other tags."""
    level: Level | None = None
    kept: list[str] = []
    for tag in tags:
        word = tag.lower().removeprefix(LEVEL_TAG)
        found = level_of(word) if len(word) > _SHORT_TAG else None
        if found is not None and level is None:
            level = found
        else:
            kept.append(tag)
    return level, tuple(kept)


def titled(drafts: Sequence[Draft]) -> tuple[str, list[Draft]]:
    """The category or deck that all are in, as the title, and the drafts with what is below it."""
    first = {draft.topic[0] for draft in drafts if draft.topic}
    if len(first) != 1:
        return "", list(drafts)
    placed = [structs.replace(d, topic=d.topic[1:] or d.topic) for d in drafts]
    return first.pop(), placed
