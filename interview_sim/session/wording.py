"""Follow-ups in an interviewer's own words, which may say no more than a bank's may."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from interview_sim.bank.model import Point, Question
from interview_sim.judging.lexical import LexicalJudge
from interview_sim.judging.parts import is_whole, points_of
from interview_sim.matching.model import Verdict
from interview_sim.session.answers import printable_draft
from interview_sim.session.interviewer import Choice
from interview_sim.session.judgements import draft_request, verdicts_so_far
from interview_sim.session.state import State

LONGEST = 600
"""Characters of a wording; a longer one is a lecture."""

_DENIAL = re.compile(r"n['’]t\b|\b(?:not|never)\b|\?", re.IGNORECASE)
"""Also the mark of a question: “Isn't it so?” and “Why is it not so?” tell what they ask."""


def reworded(state: State, choice: Choice, words: str, by: str) -> Choice:
    """The follow-up in these words; in the bank's where they give a point away or say nothing.

    What is not asked goes on record beside what is.

    Args:
        state: The session, whose latest answer has been judged.
        choice: What is to be asked.
        words: How somebody would put it.
        by: Who that is.
    """
    words = " ".join(printable_draft(words).split())[:LONGEST]
    if not words or words == choice.ask:
        return choice
    if _gives_away(state, choice, words):
        return replace(choice, refused_ask=words, worded_by=by)
    return replace(choice, ask=words, bank_ask=choice.ask, worded_by=by)


def _gives_away(state: State, choice: Choice, words: str) -> bool:
    """Whether the words alone, or without a "not", would cover a point that is still open."""
    question = state.drawn(state.question_index).question
    task = draft_request(state, state.turns[-1], "").task
    judge = LexicalJudge()

    def said(points: Iterator[Point]) -> set[str]:
        bare = Question(id=question.id, prompt="", rubric=tuple(points))
        tellings = dict.fromkeys((words, " ".join(_DENIAL.sub(" ", words).split())))
        return {
            name
            for each in tellings
            for name in judge.given_away(bare, task.glossary, task.language, each)
        }

    verdicts = verdicts_so_far(state, state.question_index)
    still_open = (
        leaf for leaf in _leaves(question) if verdicts.get(leaf.id) is not Verdict.COVERED
    )
    own = iter(()) if is_whole(choice.id) else _leaves(question, choice.id)
    return bool(said(still_open) or said(own))


def _leaves(question: Question, part: str = "") -> Iterator[Point]:
    return (leaf for item in points_of(question, part) for leaf in item.leaves)
