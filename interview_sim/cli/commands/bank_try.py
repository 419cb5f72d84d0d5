"""`interview-sim bank try`: how the matcher judges an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import click
from msgspec.structs import asdict, replace

from interview_sim.assessment.rehearsal import Rehearsal, rehearse
from interview_sim.bank.catalogue import Catalogue, Located
from interview_sim.bank.model import Point, Question
from interview_sim.cli.context import (
    CommandContext,
    bank_files_option,
    json_option,
    pass_context,
    question_at,
)
from interview_sim.cli.printing import note, print_json, say
from interview_sim.errors import NotFoundError, UsageError
from interview_sim.matching import rubric_of
from interview_sim.matching.model import Claim, Excerpt, PointCoverage, excerpts
from interview_sim.paths import Origin

_OPEN, _CLOSE = "⟦", "⟧"
_MOST_BYTES = 1_000_000


@click.command(name="try")
@click.argument("name", metavar="[BANK:]QUESTION")
@click.option(
    "--answer",
    "-a",
    "file",
    type=click.File("rb"),
    default="-",
    metavar="FILE",
    help="Read the answer from this file; - is standard input.",
)
@json_option
@bank_files_option
@pass_context
def command(context: CommandContext, name: str, *, file: BinaryIO, as_json: bool) -> None:
    """Show how the matcher judges an answer, and which follow-ups it would lead to.

    BANK is an id, a file or a folder.

    Without --answer the answer is what you type until the end of input.
    """
    if Path(name).suffix.lower() in {".yaml", ".yml"}:
        raise UsageError(f"Name one of its questions, as in {name}:QUESTION.")
    located = question_at(name) or _find(context.services().catalogue, name)
    if located.question.stages:
        stages = ", ".join(f"{located.bank.id}:{stage.id}" for stage in located.question.asked)
        raise UsageError(f"{located.name} is a case. Try an answer on one of its stages: {stages}.")
    text = _read(file, located.question)
    report = _report(located, rehearse(located.bank.bank, located.question, text))
    if as_json:
        print_json(report)
    else:
        _print(report)


def _find(catalogue: Catalogue, name: str) -> Located:
    """The question; a bare id is looked for in the banks named with --bank first."""
    for problem in catalogue.problems:
        note(problem)
    given = tuple(bank for bank in catalogue.banks if bank.origin is Origin.GIVEN)
    if given:
        try:
            return replace(catalogue, banks=given).find(name)
        except NotFoundError:
            pass
    return catalogue.find(name)


def _read(file: BinaryIO, question: Question) -> str:
    if file.isatty():
        note(question.prompt.strip())
        note("Type an answer; end it with Ctrl-D (Ctrl-Z and Enter on Windows).")
    try:
        data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file.name}: the answer cannot be read: {error.strerror}.") from error
    if len(data) > _MOST_BYTES:
        raise UsageError(
            f"{file.name}: this is longer than any answer. Name a file with one answer."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file.name}: this is not UTF-8 text. Save it as UTF-8.") from error


# What is printed


def _report(located: Located, rehearsal: Rehearsal) -> dict[str, Any]:
    judgement, answer = rehearsal.judgement, rehearsal.answer
    rubric = rubric_of(located.question)
    points = {point.id: point for item in rubric for point in (item, *item.of)}
    wrong = {misconception.id: misconception for misconception in located.question.misconceptions}
    return {
        "question": located.name,
        "answer": answer,
        "score": rehearsal.score,
        "derived": rehearsal.derived,
        "judge": judgement.label,
        "points": [_point(points, item, answer) for item in judgement.points],
        "claims": [
            {"id": claim.id, "claim": wrong[claim.id].claim, **_found(claim, answer)}
            for claim in judgement.claims
        ],
        "told": [asdict(fact) for fact in rehearsal.told],
        "follow_ups": [
            {name: getattr(choice, name) for name in ("id", "kind", "ask", "reason", "point")}
            for choice in rehearsal.follow_ups
        ],
    }


def _point(points: dict[str, Point], item: PointCoverage, answer: str) -> dict[str, Any]:
    point = points[item.id]
    row = {"id": item.id, "point": point.point, "need": point.need, **_found(item, answer)}
    if item.members:
        row["pick"] = point.pick
        row["members"] = [_point(points, member, answer) for member in item.members]
    return row


def _found(found: PointCoverage | Claim, answer: str) -> dict[str, Any]:
    spans = [{"start": a, "end": b, "text": answer[a:b]} for a, b in found.evidence]
    row = {**asdict(found), "evidence": spans}
    row.pop("members", None)
    return row


def _print(report: dict[str, Any]) -> None:
    answer = report["answer"]
    say(f"{report['question']}  score {report['score'] or 0:.0f}  ({report['judge']})")
    if report["derived"]:
        say("The question has no rubric: these points are the statements of its model answer.")
    for row in report["points"]:
        pick = f", any {row['pick']} of {len(row['members'])}" if row.get("pick") else ""
        say("")
        name = f"{row['verdict']:<8}{row['strength']:.2f}  "
        _print_found(answer, row, name, f"{row['id']} ({row['need']}{pick}): {row['point']}")
        for member in row.get("members", ()):
            name = f"    {member['verdict']:<8}{member['strength']:.2f}  "
            _print_found(answer, member, name, f"{member['id']}: {member['point']}")
    for row in report["claims"]:
        say("")
        name = f"claims  {row['strength']:.2f}  "
        _print_found(answer, row, name, f"{row['id']}: {row['claim']}")
    for fact in report["told"]:
        say("")
        _say_line(f"{fact['id']}: {fact['tell']}", "told    ")
    if not report["follow_ups"]:
        say("\nNo follow-up would be asked.")
        return
    say("\nFollow-ups, in this order, if none of them were answered:")
    for number, choice in enumerate(report["follow_ups"], 1):
        _say_line(f"{choice['id']} ({choice['kind']}): {choice['ask']}", f"{number:>3}. ")
        _say_line(choice["reason"], "     ")


def _print_found(answer: str, row: dict[str, Any], first: str, text: str) -> None:
    """One point or claim: what it says, why it counts, and the words that say it."""
    _say_line(text, first)
    indent = " " * len(first)
    if row["reason"]:
        _say_line(row["reason"], indent)
    spans = [(found["start"], found["end"]) for found in row["evidence"]]
    for excerpt in () if row.get("members") else excerpts(answer, spans):
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
