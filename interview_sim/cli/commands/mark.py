"""`interview-sim mark`: mark someone's answers blind, or an old one of one's own again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interview_sim.cli.context import CommandContext, pass_context, transcripts_option
from interview_sim.errors import UsageError
from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.services import Services
    from interview_sim.together.marking import BlindMarking, Markable, MarkingFile
    from interview_sim.transcript.reader import Transcript

_LONGEST_NAME = 100


@click.command(name="mark")
@click.argument("ref", required=False, metavar="[FILE|ID|last]")
@click.option("--as", "name", metavar="NAME", help="Who is marking; stands in the marking file.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the marking here. Default: <id>.marking-<name>.json beside the transcript.",
)
@click.option(
    "--again",
    is_flag=True,
    help="Mark an old answer of your own once more, blind; without ID, the one that is due.",
)
@click.option(
    "--question",
    type=click.IntRange(1),
    metavar="N",
    help="Only this question; with --again, this one in place of the one with most points.",
)
@click.option("--plain", is_flag=True, help="Line by line. For now there is no other way.")
@transcripts_option
@pass_context
def command(
    context: CommandContext,
    /,
    *,
    ref: str | None,
    name: str | None,
    output: Path | None,
    again: bool,
    question: int | None,
    plain: bool,
) -> None:
    """Mark a transcript point by point, blind: no suggestions, and nobody's marks are shown.

    A marking that was begun is gone on with. Verdicts can also be piped in, one a line.
    """
    del plain
    services = context.services()
    if ref is None and not again:
        raise click.UsageError("Name a transcript, or use --again for an old answer of your own.")
    if again:
        task = _again_task(services, ref, question, output)
    else:
        task = _task(services, ref or "", (name or "marker").strip(), question, output)
    _mark(services, task)


@dataclass(frozen=True)
class _Task:
    """What is to be marked, and where the marking is kept."""

    transcript: Transcript
    path: Path
    by: str
    again: bool
    question: int | None
    """Index of the only question to mark."""
    output: Path


def _read(services: Services, ref: str) -> tuple[Transcript, Path]:
    path = services.store.find(ref)
    transcript = services.store.read(path)
    for problem in transcript.problems:
        click.echo(visible(str(problem)), err=True)
    if not transcript.state.is_over:
        raise UsageError(f"{path.stem}: the interview is not over, so it cannot be marked yet.")
    return transcript, path


def _folder(services: Services, path: Path) -> Path:
    """Where a marking is kept: beside the transcript, but never among the samples that ship."""
    is_sample = path.absolute() in {sample.absolute() for sample in services.store.samples()}
    return services.store.folder if is_sample else path.parent


def _task(
    services: Services, ref: str, name: str, question: int | None, output: Path | None
) -> _Task:
    from interview_sim.together.marking import marking_name

    if not 0 < len(name) <= _LONGEST_NAME:
        raise click.UsageError(f"A name has between 1 and {_LONGEST_NAME} characters.")
    transcript, path = _read(services, ref)
    index = _index(transcript, question)
    kept = output or _folder(services, path) / marking_name(path.stem, name)
    return _Task(transcript, path, name, again=False, question=index, output=kept)


def _again_task(
    services: Services, ref: str | None, question: int | None, output: Path | None
) -> _Task:
    from interview_sim.together.marking import again_name
    from interview_sim.together.regrade import due_for_regrade

    if ref is None:
        due = due_for_regrade(services.history(), services.store, services.clock)
        if due is None:
            raise UsageError(
                "No old answer is due: that takes one that you marked three days ago or longer, "
                "and a week since the last re-grade. To mark one all the same: "
                "interview-sim mark ID --again"
            )
        ref, question = due.session, due.question + 1
    transcript, path = _read(services, ref)
    index = _index(transcript, question)
    if index is None:
        index = _most_points(services, transcript, path)
    unfinished = _unfinished(services, transcript, path, index)
    day = f"{services.clock.now():%Y-%m-%d}"
    folder = _folder(services, path)
    kept = output or unfinished or folder / again_name(path.stem, day, index)
    return _Task(transcript, path, "the candidate again", again=True, question=index, output=kept)


def _index(transcript: Transcript, question: int | None) -> int | None:
    if question is not None and question - 1 not in transcript.state.asked:
        count = len(transcript.state.asked)
        raise UsageError(f"{transcript.id} has no question {question}; {count} were asked.")
    return None if question is None else question - 1


def _most_points(services: Services, transcript: Transcript, path: Path) -> int:
    """The question with most marks that was not marked again yet."""
    from interview_sim.together.regrade import kept_regrades, regradable

    done = {
        marks.ref
        for kept in kept_regrades(services.store)
        for marks in kept.marking.answers
        if kept.marking.session == transcript.id and _is_whole(kept.marking, transcript)
    }
    for item in regradable(transcript, path.stem):
        if transcript.state.drawn(item.question).ref not in done:
            return item.question
    raise UsageError(
        f"{transcript.id} has no answer left to mark again: it takes one with two points or more "
        "that you marked yourself. With --question N you can mark any."
    )


def _unfinished(services: Services, transcript: Transcript, path: Path, index: int) -> Path | None:
    """A re-grade of that question that was begun and left."""
    from interview_sim.together.regrade import kept_regrades

    ref = transcript.state.drawn(index).ref
    for kept in kept_regrades(services.store, path.stem):
        refs = {marks.ref for marks in kept.marking.answers}
        if refs == {ref} and not _is_whole(kept.marking, transcript):
            return kept.path
    return None


def _is_whole(marking: MarkingFile, transcript: Transcript) -> bool:
    """Whether every point of the questions it is about has a verdict."""
    from interview_sim.together.marking import markables

    refs = {marks.ref for marks in marking.answers}
    return all(
        point.id in marking.of(answer).points
        for answer in markables(transcript.state)
        if answer.ref in refs
        for point in answer.points
    )


# Marking itself


def _mark(services: Services, task: _Task) -> None:
    from interview_sim.cli.plain.blind import HELP, BlindRound
    from interview_sim.cli.plain.lines import TypedLines
    from interview_sim.session.stamp import stamp
    from interview_sim.together.marking import BlindMarking, markables, write_marking

    answers: list[Markable] = [
        answer
        for answer in markables(task.transcript.state)
        if task.question is None or answer.turn.question == task.question
    ]
    if not answers:
        raise UsageError(f"{task.transcript.id}: there is nothing to mark; nothing was typed.")
    is_new = not task.output.exists()
    marking = _begun(task, stamp(services.clock.now()))

    def keep(now: MarkingFile) -> None:
        nonlocal is_new
        write_marking(task.output, now, is_new=is_new)
        is_new = False

    walk = BlindMarking(marking, answers, keep, lambda: stamp(services.clock.now()))
    click.echo(
        f"{walk.total} points to mark, {walk.marked} marked so far. You mark blind: what the "
        "program suggests and what anyone marked before is not shown."
    )
    click.echo(HELP)
    is_whole = BlindRound(walk, TypedLines(), click.echo).run()
    _tell_end(task, walk, is_whole=is_whole)


def _begun(task: _Task, now: str) -> MarkingFile:
    """The marking that is gone on with, or a new one."""
    from interview_sim.together.marking import (
        MarkingError,
        MarkingFile,
        header_digest,
        read_marking,
    )

    header = task.transcript.header
    digest = header_digest(header)
    if not task.output.exists():
        return MarkingFile(
            session=header.id,
            header=digest,
            by=task.by,
            again=task.again,
            began=now,
        )
    found = read_marking(task.output)
    if found.header != digest:
        raise MarkingError(
            f"{task.output}: a marking of another session ({found.session}). "
            "Choose another file with -o."
        )
    if (found.by, found.again) != (task.by, task.again):
        raise MarkingError(
            f"{task.output}: the marking of {found.by}. Choose another file with -o, or go on "
            "with it under that name (--as)."
        )
    return found


def _tell_end(task: _Task, walk: BlindMarking, *, is_whole: bool) -> None:
    if not walk.marked:
        click.echo("Nothing was marked, and nothing was written.", err=True)
        return
    name = visible(str(task.output), newlines=False)
    click.echo(f"The marking is {name}", err=True)
    if is_whole:
        other = visible(str(task.path), newlines=False)
        click.echo(f"All {walk.total} points are marked. Compare with:", err=True)
        click.echo(f"  interview-sim agree {other} {name}", err=True)
    else:
        click.echo(
            f"{walk.marked} of {walk.total} points are marked; the same command goes on.", err=True
        )
