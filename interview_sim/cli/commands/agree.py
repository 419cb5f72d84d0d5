"""`interview-sim agree`: how far two markings of the same answers agree."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interview_sim.cli.context import CommandContext, json_option, pass_context, transcripts_option
from interview_sim.cli.printing import note, print_json, print_table, say
from interview_sim.errors import InterviewSimError, UsageError
from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.services import Services
    from interview_sim.session.state import State
    from interview_sim.together.agreement import Overlap
    from interview_sim.together.marking import AnswerMarks

    _Compared = tuple[tuple[str, str], Overlap, list[State]]
    """What the two are called, what they have in common, and the sessions that are here."""

_MOST_SHOWN = 10
_EXCERPT = 300


@click.command(name="agree")
@click.argument("refs", nargs=-1, metavar="[A B]")
@click.option(
    "--again",
    is_flag=True,
    help="Compare your own marks with all your blind re-grades, of session A or of every one.",
)
@json_option
@transcripts_option
@pass_context
def command(
    context: CommandContext, /, *, refs: tuple[str, ...], again: bool, as_json: bool
) -> None:
    """Compare two markings point by point: agreement, Cohen's kappa, and what to talk about.

    A and B are each a marking file, or a transcript for the candidate's own marks.
    """
    services = context.services()
    if again:
        if len(refs) > 1:
            raise click.UsageError("With --again, name one session or none.")
        names, overlap, states = _with_regrades(services, refs[0] if refs else None)
    else:
        if len(refs) != 2:
            raise click.UsageError("Name two markings: files, or transcripts.")
        names, overlap, states = _between(services, *refs)
    report = _report(names, overlap, states)
    if as_json:
        print_json(report)
    else:
        _print(report)


def _between(services: Services, first: str, second: str) -> _Compared:
    from interview_sim.together.agreement import compare

    a, session, marks_a, state_a = _side(services, first)
    b, _, marks_b, state_b = _side(services, second)
    names = (a, b) if a != b else (f"{a} (A)", f"{b} (B)")
    state = state_a or state_b or _state_of(services, session, Path(first).parent)
    return names, compare(marks_a, marks_b), [state] if state else []


def _side(services: Services, ref: str) -> tuple[str, str, tuple[AnswerMarks, ...], State | None]:
    """Whose marks they are, of which session, and the session itself if it is a transcript."""
    from interview_sim.together.marking import own_marks, read_marking

    if Path(ref).suffix == ".json":
        marking = read_marking(Path(ref))
        name = visible(marking.by.strip() or "the marker", newlines=False)
        return name, marking.session, marking.answers, None
    transcript = services.read(ref)
    return "the candidate", transcript.id, own_marks(transcript.state), transcript.state


def _state_of(services: Services, session: str, folder: Path) -> State | None:
    """The session that a marking is about, where its transcript is here: for its texts."""
    near = [path for path in folder.glob("[!.]*.jsonl") if path.stem == session]
    for path in (*near, *services.store.paths(), *services.store.samples()):
        if path.stem == session:
            try:
                return services.store.read(path).state
            except InterviewSimError:
                return None
    return None


def _with_regrades(services: Services, ref: str | None) -> _Compared:
    """The user's own marks against all re-grades together: one answer is too little to judge by."""
    from interview_sim.together.agreement import Overlap, compare
    from interview_sim.together.marking import INFIX, own_marks
    from interview_sim.together.regrade import saved_regrades

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
    return ("the first time", "again"), whole, states


def _report(names: tuple[str, str], overlap: Overlap, states: Iterable[State]) -> dict[str, Any]:
    """Everything that is printed; what a pair is about, as far as its session is here."""
    from interview_sim.matching.model import VERDICTS
    from interview_sim.together.agreement import ENOUGH, agreement, disagreements
    from interview_sim.together.marking import markables

    result = agreement(overlap.pairs, names)
    answers = {(*a.key, a.digest): a for state in states for a in markables(state)}
    points = {(*key, point.id): point for key, a in answers.items() for point in a.points}
    rows = []
    for pair in disagreements(overlap.pairs):
        answer = answers.get((pair.ref, pair.part, pair.answer))
        point = points.get((pair.ref, pair.part, pair.answer, pair.point))
        rows.append(
            {
                "question": pair.ref,
                "part": pair.part,
                "point": pair.point,
                "a": pair.a,
                "b": pair.b,
                "text": point.point if point else None,
                "answer": answer.turn.text if answer and point else None,
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
        "left_out": {
            "only_one": overlap.only_one,
            "other_answer": overlap.other_answer,
            "other_question": overlap.other_question,
        },
    }


def _print(report: dict[str, Any]) -> None:
    from interview_sim.together.agreement import two_decimals

    a, b = report["a"], report["b"]
    say(f"Down: {a}. Across: {b}.\n")
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
        where = f"{row['question']} / {row['part']}" if row["part"] else row["question"]
        say("\n" + visible(f"{where} · {row['point']}", newlines=False))
        say(f"  {a}: {row['a'].value}; {b}: {row['b'].value}")
        if row["text"] is not None:
            say(" ".join(row["text"].split()), "  point: ")
        if row["answer"] is not None and row["answer"] != before:
            before = row["answer"]
            line = " ".join(before.split())
            say(line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]} …", "  answer: ")
    more = len(report["disagreements"]) - _MOST_SHOWN
    if more > 0:
        say(f"\nand {more} more (--json lists them all)")
    left_out = {
        "only_one": "verdicts are from one of the two only",
        "other_answer": "answers are not the same ones",
        "other_question": "questions say something else now",
    }
    for key, words in left_out.items():
        if report["left_out"][key]:
            note(f"Left out: {report['left_out'][key]} {words}.")
