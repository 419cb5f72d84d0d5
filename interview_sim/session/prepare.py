"""Turns a plan and the loaded banks into the header of a session that can start."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from interview_sim.bank.model import Bank, content_hash
from interview_sim.clock import Clock
from interview_sim.errors import UsageError
from interview_sim.session.draw import DrawHistory, draw
from interview_sim.session.events import BankCopy, DrawnQuestion, Header
from interview_sim.session.plan import Plan
from interview_sim.session.stamp import stamp


def prepare(
    plan: Plan,
    banks: Sequence[Bank],
    *,
    session_id: str,
    seed: int,
    clock: Clock,
    app_version: str,
    history: DrawHistory | None = None,
) -> Header:
    """Draw the questions and copy all that a replay will need.

    A plan that fixes its seed ignores `history`, so that everyone who uses it gets the same paper.

    Raises:
        UsageError: The plan names a bank that is not loaded, or no question fits it.
    """
    check_banks(plan, banks)
    questions = draw(plan, banks, seed, None if plan.seed is not None else history)
    return header_of(
        plan,
        banks,
        questions,
        session_id=session_id,
        seed=seed,
        clock=clock,
        app_version=app_version,
    )


def check_banks(plan: Plan, banks: Sequence[Bank]) -> None:
    """Refuse a plan that names a bank which is not there.

    Raises:
        UsageError: It does.
    """
    known = {bank.id for bank in banks}
    missing = [bank_id for bank_id in plan.banks if bank_id not in known]
    if missing:
        raise UsageError(
            f"The bank “{missing[0]}” is not loaded. Loaded: {', '.join(sorted(known)) or 'none'}. "
            "Choose another plan, or name the bank's file with --bank."
        )


def header_of(
    plan: Plan,
    banks: Sequence[Bank],
    questions: tuple[DrawnQuestion, ...],
    *,
    session_id: str,
    seed: int,
    clock: Clock,
    app_version: str,
    paper: str = "",
) -> Header:
    """The header of a session that asks these questions, with all that a replay will need."""
    used = {drawn.bank for drawn in questions}
    return Header(
        seq=0,
        t=0,
        at=stamp(clock.now()),
        id=session_id,
        app_version=app_version,
        plan=replace(plan, seed=seed),
        seed=seed,
        paper=paper,
        banks=tuple(
            BankCopy(
                id=bank.id,
                title=bank.title,
                hash=content_hash(bank),
                glossary=bank.glossary,
                scoring=bank.scoring,
            )
            for bank in banks
            if bank.id in used
        ),
        questions=questions,
    )
