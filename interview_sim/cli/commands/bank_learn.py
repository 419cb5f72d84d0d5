"""`interview-sim bank learn`: proposes phrases from points where people overruled the matcher."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import asdict

from interview_sim import files
from interview_sim.bank.catalogue import LoadedBank
from interview_sim.bank.editing import EditError, diff, insert_entries
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import Phrase
from interview_sim.bank.problems import BankError
from interview_sim.cli.context import (
    CommandContext,
    bank_bytes,
    bank_files_option,
    json_option,
    with_context,
)
from interview_sim.cli.printing import note, print_json, say
from interview_sim.errors import InterviewSimError, UsageError
from interview_sim.literal import brief, visible
from interview_sim.paths import Origin
from interview_sim.progress.learning import Lessons, Proposal, learn
from interview_sim.progress.marked_points import ENOUGH, MarkedPoint, marked_points
from interview_sim.services import Services

_QUOTED = 160


class _Learnt(Struct, frozen=True):
    """One bank with what was learnt of it, and its file before and after."""

    loaded: LoadedBank
    lessons: Lessons
    before: bytes
    after: bytes
    problem: str = ""
    """Why the file cannot be changed by us."""

    @property
    def diff(self) -> str:
        """The change to the file."""
        return diff(self.loaded.path, self.before, self.after)


@click.command(name="learn")
@click.argument("bank_id", required=False, metavar="[BANK]")
@click.option("--write", is_flag=True, help="Put the proposals into the bank's file, after asking.")
@click.option("--yes", "-y", is_flag=True, help="With --write: do not ask.")
@json_option
@bank_files_option
@with_context
def command(
    context: CommandContext, bank_id: str | None, *, write: bool, yes: bool, as_json: bool
) -> None:
    """Report how often the matcher agreed with your marks, and propose phrases.

    Reads the points that you marked in your saved sessions. Where you overruled the matcher and
    selected the words that cover the point, it proposes a phrase as a change to the bank's file,
    after testing it on all known answers. Without BANK, all banks are used.
    """
    if write and as_json and not yes:
        raise UsageError("With --json there is nobody to ask. Add --yes, or leave out --write.")
    services = context.services()
    catalogue = services.catalogue
    banks = catalogue.banks if bank_id is None else (catalogue.bank(bank_id),)
    marks = tuple(_marks(services))
    learnt = [
        _learn(loaded, marks)
        for loaded in banks
        if bank_id is not None or any(mark.bank == loaded.id for mark in marks)
    ]
    if as_json:
        print_json([_row(one) for one in learnt])
    else:
        _print(learnt)
    if write:
        for one in learnt:
            _write(one, is_asked=not yes)


def _marks(services: Services) -> Iterator[MarkedPoint]:
    """The marks in all saved sessions that have any."""
    history = services.history()
    moves = history.moves
    for summary in history.sessions:
        if summary.marked:
            try:
                transcript = services.store.read(services.store.folder / summary.file)
            except InterviewSimError as error:
                note(error)
            else:
                yield from marked_points(transcript.state, moves)


def _learn(loaded: LoadedBank, marks: tuple[MarkedPoint, ...]) -> _Learnt:
    # What is on disk now is what is changed, whatever a cache still knows.
    data = bank_bytes(loaded.path)
    result = parse_bank(data, str(loaded.path))
    if result.bank is None:
        raise BankError(result.errors)
    lessons = learn(result.bank, marks)
    problem = ""
    if loaded.origin is Origin.SHIPPED:
        problem = "This bank comes with the app. To change it, copy the file into your own banks/."
    try:
        after = insert_entries(data, lessons.additions, lessons.aliases)
    except EditError as error:
        after, problem = data, str(error)
    return _Learnt(loaded, lessons, data, after, problem)


def _write(learnt: _Learnt, *, is_asked: bool) -> None:
    path = learnt.loaded.path
    if learnt.problem:
        note(f"{path} is not changed. {learnt.problem}")
    elif learnt.after == learnt.before:
        return
    elif is_asked and not _is_wanted(visible(str(path))):
        note(f"{path} is not changed.")
    elif bank_bytes(path) != learnt.before:
        raise UsageError(
            f"{path} was changed in the meantime, so nothing was written. Run this again."
        )
    else:
        files.write_atomic(path, learnt.after)
        note(f"{path} is changed.")


def _is_wanted(path: str) -> bool:
    try:
        return click.confirm(f"Change {path}?", default=False, err=True)
    except click.Abort:
        note("")
        return False


# As text


def _print(learnt: list[_Learnt]) -> None:
    if not any(one.lessons.agreements for one in learnt):
        note("No points have been marked yet. They are marked after an interview.")
    for one in learnt:
        if one.lessons.agreements:
            _print_lessons(one)
            click.echo(visible(one.diff), nl=False)


def _print_lessons(learnt: _Learnt) -> None:
    lessons = learnt.lessons
    marks = sum(row.marks for row in lessons.agreements)
    agreed = sum(row.agreed for row in lessons.agreements)
    say(f"{learnt.loaded.id}: the matcher agreed with people on {_rate(agreed, marks)} marks.")
    if lessons.gone:
        say(f"Another {lessons.gone} are on points that are no longer in the bank.")
    say("")
    for row in lessons.agreements:
        less = f", {row.seen_too_little} judged too low" if row.seen_too_little else ""
        more = f", {row.seen_too_much} judged too high" if row.seen_too_much else ""
        say(f"{row.target.name}: agreed {_rate(row.agreed, row.marks)}{less}{more}", "  ")
    if lessons.caught_by_now:
        say(f"\n{lessons.caught_by_now} of the overruled answers would count as covered today.")
    if lessons.proposals:
        say("\nProposed:")
    for proposal in lessons.proposals:
        first = proposal.caught[0]
        others = f", and {len(proposal.caught) - 1} more" if len(proposal.caught) > 1 else ""
        say(f"{_where(learnt, proposal)}: {_entry(proposal.entry)}", "  + ")
        say(f"catches “{_quoted(first)}” ({first.session}){others}", "    ")
    if lessons.unresolved:
        say("\nOverruled, with nothing to propose:")
    for one in lessons.unresolved:
        quote = f", “{_quoted(one.mark)}”" if one.mark.evidence else ""
        say(f"{one.target.name} ({one.mark.session}{quote}): {one.why}", "  - ")
    if learnt.problem and lessons.proposals:
        say(f"\n{learnt.problem}")
    say("")


def _rate(agreed: int, marks: int) -> str:
    share = f"{100 * agreed / marks:.0f} %" if marks >= ENOUGH else "too early to tell"
    return f"{agreed} of {marks} ({share})"


def _where(learnt: _Learnt, proposal: Proposal) -> str:
    if proposal.target is not None:
        return proposal.target.name
    terms = learnt.loaded.bank.glossary[proposal.line or 0]
    return f"glossary, next to {', '.join(terms[:3])}"


def _entry(entry: Phrase) -> str:
    if isinstance(entry, str):
        return entry
    terms = [term if isinstance(term, str) else " / ".join(term) for term in entry.all]
    return f"all of {', '.join(terms)}"


def _quoted(mark: MarkedPoint) -> str:
    """The words that were pointed at, on one line."""
    return brief(" … ".join(mark.pointed_at), _QUOTED)


# As JSON


def _row(learnt: _Learnt) -> dict[str, Any]:
    lessons = learnt.lessons
    return {
        "bank": learnt.loaded.id,
        "path": str(learnt.loaded.path),
        "can_be_written": not learnt.problem,
        "problem": learnt.problem,
        "points": [
            {**row.target._asdict(), **asdict(row), "target": row.target.name, "rate": row.rate}
            for row in lessons.agreements
        ],
        "proposals": [
            {
                **(proposal.target._asdict() if proposal.target else {"glossary": proposal.line}),
                "entry": proposal.entry,
                "caught": [_mark(mark) for mark in proposal.caught],
            }
            for proposal in lessons.proposals
        ],
        "unlearnt": [
            {**one.target._asdict(), **_mark(one.mark), "why": one.why}
            for one in lessons.unresolved
        ],
        "caught_by_now": lessons.caught_by_now,
        "gone": lessons.gone,
        "diff": learnt.diff,
    }


def _mark(mark: MarkedPoint) -> dict[str, Any]:
    shown = ("session", "part", "suggested", "verdict", "pointed_at")
    return {key: getattr(mark, key) for key in shown}
