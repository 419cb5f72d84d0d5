"""`interview-sim agree`: how far two markings of the same answers agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
    from interview_sim.together.agreement import Agreement, DoubleMark, Overlap
    from interview_sim.together.marking import AnswerMarks, Markable

_MOST_SHOWN = 10
_EXCERPT = 300
_CANDIDATE = "the candidate"


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
    from interview_sim.together.agreement import agreement

    services = context.services()
    if again:
        if len(refs) > 1:
            raise click.UsageError("With --again, name one session or none.")
        found = _with_regrades(services, refs[0] if refs else None)
    else:
        if len(refs) != 2:
            raise click.UsageError("Name two markings: files, or transcripts.")
        found = _between(services, *refs)
    result = agreement(found.comparison.pairs, found.names)
    if as_json:
        print_json(_object(found, result))
        return
    _print(found, result)


@dataclass(frozen=True)
class _Side:
    """One of the two markings."""

    name: str
    session: str
    marks: tuple[AnswerMarks, ...]
    state: State | None
    """The session, where the side is a transcript."""


@dataclass(frozen=True)
class _Found:
    """What is compared, and the texts that it is about as far as they are here."""

    names: tuple[str, str]
    comparison: Overlap
    texts: dict[tuple[str, str, str], Markable]
    """By question, part and the digest of the answer."""

    def of(self, pair: DoubleMark) -> tuple[Markable, str] | None:
        """The answer that a pair is about and its point's statement, where they are here."""
        answer = self.texts.get((pair.ref, pair.part, pair.answer))
        points = answer.points if answer else ()
        statement = next((point.point for point in points if point.id == pair.point), None)
        return None if answer is None or statement is None else (answer, statement)


def _between(services: Services, first: str, second: str) -> _Found:
    from interview_sim.together.agreement import compare

    a, b = _side(services, first), _side(services, second)
    names = (a.name, b.name) if a.name != b.name else (f"{a.name} (A)", f"{b.name} (B)")
    state = a.state or b.state or _state_of(services, a.session, Path(first).parent)
    return _found(names, compare(a.marks, b.marks), [state])


def _side(services: Services, ref: str) -> _Side:
    from interview_sim.together.marking import own_marks, read_marking

    path = Path(ref)
    if path.suffix == ".json":
        marking = read_marking(path)
        name = visible(marking.by.strip() or "the marker", newlines=False)
        return _Side(name, marking.session, marking.answers, None)
    transcript = services.read(ref)
    state = transcript.state
    return _Side(_CANDIDATE, transcript.id, own_marks(state), state)


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


def _with_regrades(services: Services, ref: str | None) -> _Found:
    """The user's own marks against all re-grades together: one answer is too little to judge by."""
    from interview_sim.together.agreement import Overlap, compare
    from interview_sim.together.marking import INFIX, own_marks
    from interview_sim.together.regrade import saved_regrades

    stem = None if ref is None else services.store.find(ref).stem
    parts: list[Overlap] = []
    states: list[State | None] = []
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
    return _found(("the first time", "again"), whole, states)


def _found(names: tuple[str, str], comparison: Overlap, states: Iterable[State | None]) -> _Found:
    from interview_sim.together.marking import markables

    texts = {
        (*answer.key, answer.digest): answer
        for state in states
        if state is not None
        for answer in markables(state)
    }
    return _Found(names, comparison, texts)


# As text


def _print(found: _Found, result: Agreement) -> None:
    from interview_sim.together.agreement import disagreements, two_decimals

    _print_table(found.names, result)
    say("")
    values = [
        f"{name} {'–' if value is None else two_decimals(value)}"
        for name, value in (("kappa", result.kappa), ("weighted kappa", result.weighted))
    ]
    say(f"agreement {result.rate:.0%}   {'   '.join(values)}   ({result.n} points)")
    for sentence in result.words:
        say(sentence)
    differing = disagreements(found.comparison.pairs)
    before = None
    for pair in differing[:_MOST_SHOWN]:
        _print_pair(found, pair, with_answer=pair.answer != before)
        before = pair.answer
    if len(differing) > _MOST_SHOWN:
        say(f"\nand {len(differing) - _MOST_SHOWN} more (--json lists them all)")
    counts = (
        (found.comparison.only_one, "verdicts are from one of the two only"),
        (found.comparison.other_answer, "answers are not the same ones"),
        (found.comparison.other_question, "questions say something else now"),
    )
    for count, words in counts:
        if count:
            note(f"Left out: {count} {words}.")


def _print_table(names: tuple[str, str], result: Agreement) -> None:
    """The table of verdicts: one marking from top to bottom, the other from left to right."""
    from interview_sim.matching.model import VERDICTS

    say(f"Down: {names[0]}. Across: {names[1]}.\n")
    order = [verdict.value for verdict in reversed(VERDICTS)]
    rows = [
        (verdict, *(str(count) for count in reversed(row)))
        for verdict, row in zip(order, reversed(result.table), strict=True)
    ]
    print_table(rows, ("", *order), right=order, plain_heads=True)


def _print_pair(found: _Found, pair: DoubleMark, *, with_answer: bool) -> None:
    a, b = found.names
    where = pair.ref if pair.part == "" else f"{pair.ref} / {pair.part}"
    say("")
    say(visible(f"{where} · {pair.point}", newlines=False))
    say(f"  {a}: {pair.a.value}; {b}: {pair.b.value}")
    text = found.of(pair)
    if text is not None:
        answer, statement = text
        say(" ".join(statement.split()), "  point: ")
        if with_answer:
            line = " ".join(answer.turn.text.split())
            say(line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]} …", "  answer: ")


# As JSON


def _object(found: _Found, result: Agreement) -> dict[str, Any]:
    from interview_sim.matching.model import VERDICTS
    from interview_sim.together.agreement import ENOUGH, disagreements

    return {
        "a": found.names[0],
        "b": found.names[1],
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
        "disagreements": [_row(found, pair) for pair in disagreements(found.comparison.pairs)],
        "left_out": {
            "only_one": found.comparison.only_one,
            "other_answer": found.comparison.other_answer,
            "other_question": found.comparison.other_question,
        },
    }


def _row(found: _Found, pair: DoubleMark) -> dict[str, Any]:
    text = found.of(pair)
    return {
        "question": pair.ref,
        "part": pair.part,
        "point": pair.point,
        "a": pair.a,
        "b": pair.b,
        "text": text[1] if text else None,
        "answer": text[0].turn.text if text else None,
    }
