"""`interview-sim agree`: how far two markings of the same answers agree."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from interview_sim.assessment.words import place_of_answer
from interview_sim.cli.context import CommandContext, json_option, with_context
from interview_sim.cli.printing import note, print_json, print_table, say
from interview_sim.errors import InterviewSimError, UsageError
from interview_sim.literal import visible
from interview_sim.matching.model import VERDICTS
from interview_sim.services import Services
from interview_sim.session.state import State
from interview_sim.together.agreement import (
    ENOUGH,
    Overlap,
    agreement,
    compare,
    disagreements,
    two_decimals,
)
from interview_sim.together.marking import (
    INFIX,
    AnswerMarks,
    judge_marks,
    markables,
    own_marks,
    read_marking,
)
from interview_sim.together.regrade import saved_regrades

_MOST_SHOWN = 10
_EXCERPT = 300
_LEFT_OUT = {
    "only_one": "verdicts are from only one of the two",
    "other_answer": "answers are different",
    "other_question": "questions have changed",
}


@click.command(name="agree")
@click.argument("refs", nargs=-1, metavar="[A B]")
@click.option(
    "--again",
    is_flag=True,
    help="Compare your own marks with all your blind re-grades, of session A or of every one.",
)
@click.option(
    "--judge",
    "judges",
    multiple=True,
    metavar="NAME",
    help="Compare the candidate's marks in session A with this judge's verdicts; or two judges.",
)
@json_option
@with_context
def command(
    context: CommandContext,
    *,
    refs: tuple[str, ...],
    again: bool,
    judges: tuple[str, ...],
    as_json: bool,
) -> None:
    """Compare two markings point by point: agreement, Cohen's kappa, and what to talk about.

    A and B are each a marking file, or a transcript for the candidate's own marks.
    """
    services = context.services()
    if judges:
        if again or len(refs) != 1 or len(judges) > 2:
            raise click.UsageError("With --judge, name one session, and one judge or two.")
        names, overlap, states = _with_judges(services, refs[0], judges)
    elif again:
        if len(refs) > 1:
            raise click.UsageError("With --again, name one session or none.")
        names = ("the first time", "again")
        overlap, states = _with_regrades(services, refs[0] if refs else None)
    else:
        if len(refs) != 2:
            raise click.UsageError("Name two markings: files, or transcripts.")
        (a, marks_a, state_a), (b, marks_b, state_b) = (_side(services, ref) for ref in refs)
        names = (a, b) if a != b else (f"{a} (A)", f"{b} (B)")
        overlap = compare(marks_a, marks_b)
        state = state_a or state_b
        states = [] if state is None else [state]
    report = _report(names, overlap, states)
    if as_json:
        print_json(report)
    else:
        _print(report)


def _side(services: Services, ref: str) -> tuple[str, tuple[AnswerMarks, ...], State | None]:
    """Whose marks they are, and the session that they are about, where its transcript is here."""
    path = Path(ref)
    if path.suffix != ".json":
        state = services.read(ref).state
        return "the candidate", own_marks(state), state
    marking = read_marking(path)
    name = visible(marking.by.strip() or "the marker", newlines=False)
    known = (*path.parent.glob("[!.]*.jsonl"), *services.store.paths(), *services.store.samples())
    for transcript in known:
        if transcript.stem == marking.session:
            with suppress(InterviewSimError):
                return name, marking.answers, services.store.read(transcript).state
    return name, marking.answers, None


def _with_judges(
    services: Services, ref: str, judges: tuple[str, ...]
) -> tuple[tuple[str, str], Overlap, list[State]]:
    """The verdicts of a judge that are on record against the candidate's, or another judge's."""
    state = services.read(ref).state
    sides = [(visible(name, newlines=False), judge_marks(state, name)) for name in judges]
    for name, marks in sides:
        if not any(answer.points for answer in marks):
            raise UsageError(
                f"There are no verdicts by {name} in this session. Ask for them with: "
                f"interview-sim judge {ref} --judge {name} --beside"
            )
    if len(sides) == 1:
        sides.insert(0, ("the candidate", own_marks(state)))
    (a, marks_a), (b, marks_b) = sides
    return (a, b), compare(marks_a, marks_b), [state]


def _with_regrades(services: Services, ref: str | None) -> tuple[Overlap, list[State]]:
    """The user's own marks against all re-grades together: one answer is too little to judge by."""
    stem = None if ref is None else services.store.find(ref).stem
    parts: list[Overlap] = []
    states: list[State] = []
    for kept in saved_regrades(services.store, stem):
        name = kept.path.name.rpartition(f"{INFIX}again-")[0]
        try:
            state = services.store.read(services.store.folder / f"{name}.jsonl").state
            parts.append(compare(own_marks(state), kept.marking.answers))
        except InterviewSimError as error:
            note(f"{kept.path.name}: {error}")
            continue
        states.append(state)
    if not parts:
        raise UsageError(
            "There is no re-grade to compare with yet. Make one with: interview-sim mark --again"
        )
    whole = Overlap(
        pairs=tuple(pair for part in parts for pair in part.pairs),
        other_question=sum(part.other_question for part in parts),
        other_answer=sum(part.other_answer for part in parts),
        only_one=sum(part.only_one for part in parts),
    )
    return whole, states


def _report(names: tuple[str, str], overlap: Overlap, states: Iterable[State]) -> dict[str, Any]:
    """Everything that is printed; what a pair is about, as far as its session is here."""
    result = agreement(overlap.pairs, names)
    about = {
        (*answer.key, answer.digest, point.id): (
            point.point,
            answer.turn.text,
            place_of_answer(state, answer.turn.question, answer.turn.part),
        )
        for state in states
        for answer in markables(state)
        for point in answer.points
    }
    rows = []
    for pair in disagreements(overlap.pairs):
        key = (pair.ref, pair.part, pair.answer, pair.point)
        text, answer, place = about.get(key, (None, None, None))
        rows.append(
            {
                "question": pair.ref,
                "part": pair.part,
                "point": pair.point,
                "a": pair.a,
                "b": pair.b,
                "text": text,
                "answer": answer,
                "place": place,
            }
        )
    return {
        "a": names[0],
        "b": names[1],
        "points": result.n,
        "agreed": result.agreed,
        "rate": result.rate,
        "chance": result.chance,
        "kappa": result.kappa,
        "weighted_kappa": result.weighted,
        "enough": result.n >= ENOUGH,
        "a_milder": result.a_milder,
        "b_milder": result.b_milder,
        "far_apart": result.far_apart,
        "order": VERDICTS,
        "table": result.table,
        "words": result.words,
        "disagreements": rows,
        "left_out": {key: getattr(overlap, key) for key in _LEFT_OUT},
    }


def _print(report: dict[str, Any]) -> None:
    a, b = report["a"], report["b"]
    say(f"Rows: {a}. Columns: {b}.\n")
    order = [verdict.value for verdict in reversed(report["order"])]
    rows = [
        (verdict, *map(str, reversed(counts)))
        for verdict, counts in zip(order, reversed(report["table"]), strict=True)
    ]
    print_table(rows, ("", *order), right=order, plain_heads=True)
    kappa, weighted = (
        "–" if report[key] is None else two_decimals(report[key])
        for key in ("kappa", "weighted_kappa")
    )
    say(
        f"\nagreement {report['rate']:.0%}   kappa {kappa}   weighted kappa {weighted}   "
        f"({report['points']} points)"
    )
    for sentence in report["words"]:
        say(sentence)
    before = None
    for row in report["disagreements"][:_MOST_SHOWN]:
        # Of a session that is not here, only the ids are known.
        ids = " · ".join(row[key] for key in ("question", "part", "point") if row[key])
        say("\n" + visible(row["place"] or ids, newlines=False))
        say(f"  {a}: {row['a'].value}; {b}: {row['b'].value}")
        if row["text"] is None:
            continue
        say(" ".join(row["text"].split()), "  point: ")
        if row["answer"] != before:
            before = row["answer"]
            line = " ".join(before.split())
            say(line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]} …", "  answer: ")
    more = len(report["disagreements"]) - _MOST_SHOWN
    if more > 0:
        say(f"\nand {more} more (--json lists them all)")
    for key, words in _LEFT_OUT.items():
        if report["left_out"][key]:
            note(f"Left out: {report['left_out'][key]} {words}.")
