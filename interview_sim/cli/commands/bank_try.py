"""`interview-sim bank try`: how the matcher judges an answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from interview_sim.cli.context import CommandContext, bank_files_option, json_option, pass_context
from interview_sim.cli.printing import note, print_json, say
from interview_sim.errors import UsageError

if TYPE_CHECKING:
    from interview_sim.assessment.rehearsal import Rehearsal
    from interview_sim.bank.catalogue import Catalogue, Located
    from interview_sim.bank.model import Point, Question
    from interview_sim.matching.model import Claim, Excerpt, PointCoverage, Span

_OPEN, _CLOSE = "⟦", "⟧"
_MOST_BYTES = 1_000_000


@click.command(name="try")
@click.argument("name", metavar="[BANK:]QUESTION")
@click.option(
    "--answer", "-a", metavar="FILE", help="Read the answer from this file; - is standard input."
)
@json_option
@bank_files_option
@pass_context
def command(context: CommandContext, name: str, *, answer: str | None, as_json: bool) -> None:
    """Show how the matcher judges an answer, and which follow-ups it would lead to.

    Without --answer the answer is what you type until the end of input.
    """
    from interview_sim.assessment.rehearsal import rehearse

    located = _find(context.services().catalogue, name)
    text = _read(answer, located.question)
    rehearsal = rehearse(located.bank.bank, located.question, text)
    if as_json:
        print_json(_row(located, rehearsal))
    else:
        _print(located, rehearsal)


def _find(catalogue: Catalogue, name: str) -> Located:
    """The question; a bare id is looked for in the banks named with --bank first."""
    from interview_sim.errors import NotFoundError
    from interview_sim.paths import Origin

    for problem in catalogue.problems:
        note(problem)
    given = tuple(bank for bank in catalogue.banks if bank.origin is Origin.GIVEN)
    if given:
        try:
            return msgspec.structs.replace(catalogue, banks=given).find(name)
        except NotFoundError:
            pass
    return catalogue.find(name)


# The answer


def _read(answer: str | None, question: Question) -> str:
    if answer is None and sys.stdin.isatty():
        note(question.prompt.strip())
        note("Type an answer; end it with Ctrl-D (Ctrl-Z and Enter on Windows).")
    if answer is None or answer == "-":
        return _decoded(sys.stdin.buffer.read(_MOST_BYTES + 1), "standard input")
    try:
        with Path(answer).open("rb") as file:
            return _decoded(file.read(_MOST_BYTES + 1), answer)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{answer}: the answer cannot be read: {reason}.") from error


def _decoded(data: bytes, name: str) -> str:
    if len(data) > _MOST_BYTES:
        raise UsageError(f"{name}: this is longer than any answer. Name a file with one answer.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: this is not UTF-8 text. Save it as UTF-8.") from error


# As text


def _print(located: Located, rehearsal: Rehearsal) -> None:
    coverage = rehearsal.judgement
    say(f"{located.name}  score {rehearsal.score or 0:.0f}  ({coverage.label})")
    if rehearsal.derived:
        say("The question has no rubric: these points are the statements of its model answer.")
    points = {point.id: point for point in _points(located.question)}
    for item in coverage.points:
        say("")
        _print_point(points[item.id], item, rehearsal.answer)
        for member in item.members:
            _print_point(points[member.id], member, rehearsal.answer, indent="    ")
    _print_claims(located.question, rehearsal)
    say("")
    if not rehearsal.follow_ups:
        say("No follow-up would be asked.")
        return
    say("Follow-ups, in this order, if none of them were answered:")
    for number, choice in enumerate(rehearsal.follow_ups, 1):
        _say_line(f"{choice.id} ({choice.kind}): {choice.ask}", f"{number:>3}. ")
        _say_line(choice.reason, "     ")


def _points(question: Question) -> Iterator[Point]:
    from interview_sim.matching import rubric_of

    for item in rubric_of(question):
        yield item
        yield from item.of


def _print_point(point: Point, found: PointCoverage, answer: str, indent: str = "") -> None:
    pick = f", any {point.pick} of {len(point.of)}" if point.is_group and point.pick else ""
    need = "" if indent else f" ({point.need}{pick})"
    head = f"{indent}{found.verdict:<8}{found.strength:.2f}  "
    _say_line(f"{point.id}{need}: {point.point}", head)
    rest = " " * len(head)
    if found.reason:
        _say_line(found.reason, rest)
    if not found.members:
        _print_evidence(answer, found.evidence, rest)


def _print_claims(question: Question, rehearsal: Rehearsal) -> None:
    claims = {claim.id: claim for claim in rehearsal.judgement.claims}
    for wrong in question.misconceptions:
        if wrong.id in claims:
            found = claims[wrong.id]
            say("")
            _say_line(f"{wrong.id}: {wrong.claim}", f"claims  {found.strength:.2f}  ")
            _say_line(found.reason, " " * 14)
            _print_evidence(rehearsal.answer, found.evidence, " " * 14)


def _print_evidence(answer: str, spans: Sequence[Span], indent: str) -> None:
    from interview_sim.matching.model import excerpts

    for excerpt in excerpts(answer, spans):
        _say_line(_marked(answer, excerpt), f"{indent}│ ")


def _marked(answer: str, excerpt: Excerpt) -> str:
    """The excerpt with its evidence in double square brackets."""
    parts = ["…" if excerpt.start else ""]
    at = excerpt.start
    for first, last in excerpt.spans:
        parts += [answer[at:first], _OPEN, answer[first:last], _CLOSE]
        at = last
    parts += [answer[at : excerpt.end], "…" if excerpt.end < len(answer) else ""]
    return "".join(parts)


def _say_line(text: str, first: str) -> None:
    say(" ".join(text.split()), first)


# As JSON


def _row(located: Located, rehearsal: Rehearsal) -> dict[str, Any]:
    coverage, answer = rehearsal.judgement, rehearsal.answer
    points = {point.id: point for point in _points(located.question)}
    wrong = {misconception.id: misconception for misconception in located.question.misconceptions}
    return {
        "question": located.name,
        "answer": answer,
        "score": rehearsal.score,
        "derived": rehearsal.derived,
        "judge": coverage.label,
        "points": [_point_row(points, item, answer) for item in coverage.points],
        "claims": [
            {"id": claim.id, "claim": wrong[claim.id].claim, **_found(claim, answer)}
            for claim in coverage.claims
        ],
        "follow_ups": [
            {
                "id": choice.id,
                "kind": choice.kind,
                "ask": choice.ask,
                "reason": choice.reason,
                "point": choice.point,
            }
            for choice in rehearsal.follow_ups
        ],
    }


def _point_row(points: dict[str, Point], item: PointCoverage, answer: str) -> dict[str, Any]:
    point = points[item.id]
    row: dict[str, Any] = {
        "id": item.id,
        "point": point.point,
        "need": point.need,
        "verdict": item.verdict,
        **_found(item, answer),
    }
    if item.members:
        row["pick"] = point.pick
        row["members"] = [_point_row(points, member, answer) for member in item.members]
    return row


def _found(found: PointCoverage | Claim, answer: str) -> dict[str, Any]:
    return {
        "strength": found.strength,
        "reason": found.reason,
        "evidence": [
            {"start": start, "end": end, "text": answer[start:end]} for start, end in found.evidence
        ],
    }
