"""A drill: these questions, in this order, with practice's lenient clocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from interview_sim.bank.model import Bank
from interview_sim.bank.moves import moves_of
from interview_sim.errors import UsageError
from interview_sim.session.draw import Candidate, DrawHistory, expected_seconds, in_topic
from interview_sim.session.plan import Mode, Plan, Prefer, Rate

NAME = "drill"
"""The plan's name, by which a drill is told from a drawn interview."""

MOST = 20
"""Questions of one drill: more than an evening takes."""

ON_A_TOPIC = 5
"""Questions of a drill on one topic."""


def on_topic(topic: str, banks: Iterable[Bank], past: DrawHistory) -> tuple[str, ...]:
    """What to drill on a topic and all that is nested below it, the weakest questions first.

    Cases are left out, which take an hour, and so is what is about one's own work.

    Args:
        topic: As banks name it.
        banks: The banks that are here; outlines will do.
        past: How their questions went.
    """
    refs = [
        f"{bank.id}:{question.id}"
        for bank in banks
        for question in bank.questions
        if in_topic(question.topic, topic) and not question.stages and not question.is_template
    ]
    return tuple(sorted(refs, key=lambda ref: (past.weakness((ref,)), ref))[:ON_A_TOPIC])


def find(refs: Iterable[str], banks: Sequence[Bank]) -> tuple[Candidate, ...]:
    """The questions called `bank:question`, each once; those that are no longer here left out.

    A name from before a question changed banks will do.
    """
    known, moves = {bank.id: bank for bank in banks}, moves_of(banks)
    found = []
    for ref in dict.fromkeys(moves.get(ref, ref) for ref in refs):
        bank_id, _, question_id = ref.partition(":")
        bank = known.get(bank_id)
        question = bank and bank.question(question_id)
        if bank and question:
            found.append(Candidate(bank, question))
    return tuple(found)


def drill_plan(refs: Sequence[str], banks: Sequence[Bank]) -> tuple[Plan, tuple[Candidate, ...]]:
    """The plan of a drill on these questions, and those of them that it asks, at most `MOST`.

    Raises:
        UsageError: None of them is in the banks any more.
    """
    chosen = find(refs, banks)[:MOST]
    if not chosen:
        raise UsageError(
            "None of these questions is in the question banks any more."
            if refs
            else "There is no question to drill here."
        )
    plan = Plan(
        name=NAME,
        title="Drill",
        banks=tuple(dict.fromkeys(candidate.bank.id for candidate in chosen)),
        questions=len(chosen),
        mode=Mode.PRACTICE,
        reading=0,
        rate=Rate.EACH,
        reveal=Rate.EACH,
        prefer=Prefer.ANY,
    )
    return replace(plan, minutes=_minutes(plan, chosen)), chosen


def _minutes(plan: Plan, chosen: tuple[Candidate, ...]) -> float:
    return max(1.0, round(expected_seconds(plan, chosen) / 60))
