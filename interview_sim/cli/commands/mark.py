"""`interview-sim mark`: mark someone's answers blind, or an old one of your own again."""

from __future__ import annotations

from pathlib import Path

import click

from interview_sim.assessment.words import SIGNS
from interview_sim.bank.model import content_hash
from interview_sim.cli.context import CommandContext, output_option, with_context
from interview_sim.cli.plain.assessing import VERDICT_KEYS
from interview_sim.cli.plain.dialogue import Dialogue, EndOfInput, TypedLines
from interview_sim.cli.printing import note, say
from interview_sim.clock import stamp
from interview_sim.errors import UsageError
from interview_sim.literal import visible
from interview_sim.progress.samples import correction, is_right, result_line
from interview_sim.services import Services
from interview_sim.session.state import Turn
from interview_sim.together.marking import (
    BlindMarking,
    Markable,
    MarkingError,
    MarkingFile,
    OpenPoint,
    again_name,
    header_digest,
    markables,
    marking_name,
    read_marking,
    write_marking,
)
from interview_sim.together.regrade import due_for_regrade, regradable, saved_regrades
from interview_sim.transcript.reader import Transcript

_LONGEST_NAME = 100

_HELP = """\
y covered   p partly   n missed   Enter leave it open   u back one point
a the answer again   m a model answer   s stop; your marks are saved"""


@click.command(name="mark")
@click.argument("ref", required=False, metavar="[FILE|ID|last]")
@click.option("--as", "name", metavar="NAME", help="Who is marking; recorded in the marking file.")
@output_option("Write here. Default: <id>.marking-<name>.json next to the transcript.")
@click.option(
    "--again",
    is_flag=True,
    help="Mark an old answer of your own again, blind; without ID, the one that is due.",
)
@click.option(
    "--question",
    type=click.IntRange(1),
    metavar="N",
    help="Only this question; with --again, instead of the one with the most points.",
)
@click.option(
    "--sample",
    is_flag=True,
    help="Mark a sample answer, then see what it covers: a model answer with points left out.",
)
@click.option(
    "--plain", is_flag=True, expose_value=False, help="Line by line, which is the only mode so far."
)
@with_context
def command(
    context: CommandContext,
    *,
    ref: str | None,
    name: str | None,
    output: Path | None,
    again: bool,
    question: int | None,
    sample: bool,
) -> None:
    """Mark a transcript point by point, blind: no suggestions, and nobody's marks are shown.

    An unfinished marking is continued. Verdicts can also be piped in, one per line.
    """
    services = context.services()
    if sample:
        if ref is not None or again or name or output or question:
            raise click.UsageError("--sample stands alone: what is marked comes from the banks.")
        _mark_sample(services)
        return
    if ref is None and not again:
        raise click.UsageError(
            "Name a transcript, or use --again for an old answer of your own, or --sample."
        )
    by = "the candidate again" if again else (name or "marker").strip()
    if not 0 < len(by) <= _LONGEST_NAME:
        raise click.UsageError(f"A name has between 1 and {_LONGEST_NAME} characters.")
    if ref is None:
        ref, question = _due(services)
    path = services.store.find(ref)
    transcript = _read(services, path, question)
    # Beside the transcript, but never among the samples that ship.
    folder = services.store.folder if services.store.is_sample(path) else path.parent
    index = None if question is None else question - 1
    if again:
        index, usual = _again(services, transcript, folder, path.stem, index)
    else:
        usual = folder / marking_name(path.stem, by)
    answers = [
        answer
        for answer in markables(transcript.state)
        if index is None or answer.turn.question == index
    ]
    if not answers:
        raise UsageError(f"{transcript.id}: there is nothing to mark; nothing was typed.")
    new = MarkingFile(
        session=transcript.id,
        header=header_digest(transcript.header),
        by=by,
        again=again,
        began=stamp(services.clock.now()),
    )
    _mark(services, _opened(output or usual, new), answers, output or usual, path)


def _read(services: Services, path: Path, question: int | None) -> Transcript:
    """The session that is to be marked, or the question with that number in it."""
    transcript = services.store.read(path)
    for problem in transcript.problems:
        note(problem)
    if not transcript.state.is_over:
        raise UsageError(f"{path.stem}: the interview is not over, so it cannot be marked yet.")
    if question is not None and question - 1 not in transcript.state.asked:
        count = len(transcript.state.asked)
        raise UsageError(f"{transcript.id} has no question {question}; {count} were asked.")
    return transcript


def _due(services: Services) -> tuple[str, int]:
    """The session and the number of the question whose re-grade is due."""
    due = due_for_regrade(services.history(), services.store, services.clock)
    if due is None:
        raise UsageError(
            "No old answer is due: one is due three days after you marked it, and a week after the "
            "last re-grade. To mark one anyway: interview-sim mark ID --again"
        )
    return due.session, due.question + 1


def _again(
    services: Services, transcript: Transcript, folder: Path, stem: str, index: int | None
) -> tuple[int, Path]:
    """Which question to mark again, and where: in the file of an unfinished re-grade of it.

    Without an index it is the question with most marks that was not marked again yet.
    """
    answers = list(markables(transcript.state))
    done: set[str] = set()
    unfinished: dict[frozenset[str], Path] = {}
    for saved in saved_regrades(services.store, stem):
        refs = frozenset(marks.ref for marks in saved.marking.answers)
        again = [(answer, saved.marking.of(answer)) for answer in answers if answer.ref in refs]
        if all(point.id in marks.points for answer, marks in again for point in answer.points):
            done |= refs
        else:
            unfinished.setdefault(refs, saved.path)
    if index is None:
        open_ = (item.question for item in regradable(transcript, stem))
        index = next((i for i in open_ if transcript.state.drawn(i).ref not in done), None)
    if index is None:
        raise UsageError(
            f"{transcript.id} has no answer left to mark again: it takes one with two points or "
            "more that you marked yourself. With --question N you can mark any."
        )
    name = again_name(stem, f"{services.clock.now():%Y-%m-%d}", index)
    ref = frozenset({transcript.state.drawn(index).ref})
    return index, unfinished.get(ref) or folder / name


def _opened(file: Path, new: MarkingFile) -> MarkingFile:
    """The marking in the file, to be continued, or the new one where there is none.

    The header's digest does not decide: that of an earlier app differs, and verdicts hold only
    where the words that were marked are the same.
    """
    if not file.exists():
        return new
    found = read_marking(file)
    if found.session != new.session:
        raise MarkingError(
            f"{file}: a marking of another session ({found.session}). Choose another file with -o."
        )
    if (found.by, found.again) != (new.by, new.again):
        raise MarkingError(
            f"{file}: the marking of {found.by}. Choose another file with -o, or "
            "continue it under that name (--as)."
        )
    return found


# Marking itself


def _mark(
    services: Services, marking: MarkingFile, answers: list[Markable], file: Path, transcript: Path
) -> None:
    is_new = not file.exists()

    def keep(marking: MarkingFile) -> None:
        nonlocal is_new
        write_marking(file, marking, is_new=is_new)
        is_new = False

    walk = BlindMarking(marking, answers, keep, lambda: stamp(services.clock.now()))
    say(
        f"{walk.total} points to mark, {walk.marked} marked so far. You mark blind: what the "
        "program suggests and what anyone marked before is not shown."
    )
    say(_HELP)
    is_whole = _Round(walk, Dialogue(TypedLines())).run()
    if not walk.marked:
        note("Nothing was marked, and nothing was written.")
        return
    name = visible(str(file), newlines=False)
    note(f"The marking is {name}")
    if is_whole:
        note(f"All {walk.total} points are marked. Compare with:")
        click.echo(
            f"  interview-sim agree {visible(str(transcript), newlines=False)} {name}", err=True
        )
    else:
        note(f"{walk.marked} of {walk.total} points are marked; the same command continues.")


def _mark_sample(services: Services) -> None:
    """Mark a sample blind like any answer, then see point by point what is so."""
    sample = services.sample()
    turn = Turn(question=0, ask=sample.question.prompt, text=sample.answer, asked_at=0, budget=0)
    answer = Markable(
        ref=sample.ref,
        turn=turn,
        asked=content_hash(sample.question),
        points=tuple(each.point for each in sample.points),
        model_answer="",
    )
    marking = MarkingFile(session="", header="", by="")
    now = stamp(services.clock.now())
    walk = BlindMarking(marking, [answer], lambda _: None, lambda: now)
    say(
        f"{walk.total} points to mark on somebody's answer. Some of what a full answer says was "
        "left out of it; once all is marked you see what."
    )
    say(_HELP)
    is_whole = _Round(walk, Dialogue(TypedLines()), head="The question").run()
    if not is_whole:
        note("Not all points are marked, so nothing is shown and nothing is kept.")
        return
    verdicts = walk.marking.of(answer).points
    say("")
    for each in sample.points:
        verdict = verdicts[each.point.id]
        word = "right" if is_right(each, verdict) else "not so"
        say(visible(f"{SIGNS[verdict]} {verdict.value}, {word}: {each.point.point.strip()}"))
        say(visible(f"    {correction(sample, each)}"))
    say("")
    say(result_line(services.samples.keep(sample, verdicts, now)))


class _Round:
    """Asks for a verdict on each open point until all have one or the marker stops."""

    def __init__(self, walk: BlindMarking, dialogue: Dialogue, head: str = "") -> None:
        self._walk = walk
        self._head = head
        self._dialogue = dialogue
        self._shown: tuple[str, str] | None = None

    def run(self) -> bool:
        """Mark; whether every point has a verdict now."""
        try:
            while (item := self._walk.current) is not None:
                self._show(item)
                if not self._take(item):
                    break
        except EndOfInput:
            pass
        return self._walk.marked == self._walk.total

    def _show(self, item: OpenPoint) -> None:
        if self._shown != item.answer.key:
            self._shown = item.answer.key
            self._show_answer(item)
        said = self._walk.verdict_on(item)
        before = f" (you said: {said.value})" if said else ""
        self._dialogue.say(f"- {item.point.point.strip()}{before}")

    def _show_answer(self, item: OpenPoint) -> None:
        turn = item.answer.turn
        head = f"Question {turn.question + 1}" if turn.is_main else "Follow-up"
        head = self._head or head
        self._dialogue.say()
        self._dialogue.say(f"{head}: {turn.ask.strip()}")
        self._dialogue.say("The answer:")
        for line in turn.text.strip().splitlines():
            self._dialogue.say(f"  | {line}")

    def _take(self, item: OpenPoint) -> bool:
        """One reply; False where the marker stops."""
        key = self._dialogue.ask(
            f"  [{self._walk.marked} of {self._walk.total}] y, p, n, or ? for more:"
        )
        if key == "s":
            return False
        if key in VERDICT_KEYS:
            self._walk.mark(VERDICT_KEYS[key])
        elif key == "":
            self._walk.skip()
        elif key == "u":
            if not self._walk.back():
                self._dialogue.say("This is the first.")
        elif key == "a":
            self._show_answer(item)
        elif key == "m":
            self._dialogue.say(item.answer.model_answer.strip() or "There is no model answer.")
        else:
            self._dialogue.say(_HELP)
        return True
