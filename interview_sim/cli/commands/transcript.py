"""`interview-sim transcript`: what is wrong with saved sessions, and what can be saved of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from interview_sim.cli.context import CommandContext, json_option, output_option, with_context
from interview_sim.cli.printing import note, print_json, say
from interview_sim.errors import InterviewSimError, UsageError
from interview_sim.figures import counted
from interview_sim.literal import visible
from interview_sim.services import Services
from interview_sim.transcript.repair import Checked, Repaired, repair_in_place, write_beside
from interview_sim.transcript.repair import check as check_file
from interview_sim.transcript.repair import repair as make_good
from interview_sim.transcript.trash import DAYS


@click.group(name="transcript")
def command() -> None:
    """Check, repair, rename and delete saved sessions."""


@command.command()
@click.argument("ref", metavar="ID|last")
@click.argument("title", metavar="NAME")
@with_context
def rename(context: CommandContext, ref: str, title: str) -> None:
    """Give a session a name of your own; an empty one restores that of its plan."""
    store = context.services().store
    store.rename(ref, title)
    name = visible(store.read(ref).state.title, newlines=False)
    note(f"{store.find(ref).stem} is now called “{name}”.")


@command.command()
@click.argument("refs", nargs=-1, required=True, metavar="ID…")
@with_context
def delete(context: CommandContext, refs: tuple[str, ...]) -> None:
    """Move sessions to the trash, which keeps them for a while."""
    store = context.services().store
    for path in [store.find(ref) for ref in refs]:
        gone = store.delete(path.name)
        note(
            f"{path.stem} is in the trash for {DAYS} days. To get it back, move it: {gone.trashed}"
        )


@command.command()
@click.argument("refs", nargs=-1, metavar="[FILE|ID|DIR]…")
@json_option
@with_context
@click.pass_context
def check(
    ctx: click.Context, context: CommandContext, refs: tuple[str, ...], *, as_json: bool
) -> None:
    """Report what is wrong with transcripts.

    Every problem is listed with its line. By default all saved transcripts are checked. Exits with
    1 if anything is wrong.
    """
    services = context.services()
    found = [check_file(path) for path in _paths(services, refs)]
    if as_json:
        print_json([_row(item, services) for item in found])
    else:
        for item in found:
            _report(item, services)
    if not found:
        note("There are no transcripts here.")
    ctx.exit(0 if all(item.is_good for item in found) else 1)


@command.command()
@click.argument("refs", nargs=-1, required=True, metavar="FILE|ID|DIR…")
@output_option(
    "Write here. Default: <id>.repaired.jsonl next to the file.", metavar="DIR|FILE", folders=True
)
@click.option("--in-place", is_flag=True, help="Replace the damaged file, and keep it as .bak.")
@with_context
@click.pass_context
def repair(
    ctx: click.Context,
    context: CommandContext,
    refs: tuple[str, ...],
    *,
    output: Path | None,
    in_place: bool,
) -> None:
    """Save the usable lines of a damaged transcript.

    Nothing is overwritten. Typing that cannot be used, because something before it is lost, is
    saved as text in <id>.answers.txt.
    """
    if in_place and output is not None:
        raise click.UsageError("Use -o or --in-place, not both.")
    services = context.services()
    paths = _paths(services, refs)
    if len(paths) > 1 and output is not None and not output.is_dir():
        raise click.UsageError("With more than one file, -o has to name an existing folder.")
    failed = False
    for path in paths:
        try:
            _repair(services, path, output, in_place=in_place)
        except InterviewSimError as error:
            failed = True
            note(error)
    ctx.exit(2 if failed else 0)


def _paths(services: Services, refs: tuple[str, ...]) -> list[Path]:
    """The files that are meant, each once."""
    found: list[Path] = []
    for ref in refs or (str(services.store.folder),):
        given = Path(ref)
        if given.is_dir() or not refs:
            found += sorted(given.glob("[!.]*.jsonl"))
        elif given.exists():
            found.append(given)
        else:
            found.append(services.store.find(ref))
    return list(dict.fromkeys(found))


def _report(item: Checked, services: Services) -> None:
    name = visible(str(item.path), newlines=False)
    if item.words:
        say(item.words)
    for problem in item.damage:
        say(f"{name}: {problem}")
    for problem in item.remarks:
        note(f"{name}: {problem}")
    if services.store.is_running(item.path):
        note(f"{name}: being written right now; this is how it was a moment ago")
    if item.is_good and item.transcript is not None:
        note(f"{name}: good, {len(item.transcript.events)} events")
    elif item.transcript is not None and not item.transcript.is_newer:
        note(f"{name}: `interview-sim transcript repair` saves what can be saved")


def _row(item: Checked, services: Services) -> dict[str, Any]:
    transcript = item.transcript
    return {
        "file": str(item.path),
        "ok": item.is_good,
        "id": transcript.id if transcript else None,
        "phase": transcript.state.phase.value if transcript else None,
        "events": len(transcript.events) if transcript else 0,
        "lost": transcript.lost if transcript else 0,
        "running": services.store.is_running(item.path),
        "words": item.words,
        "damage": item.damage,
        "remarks": item.remarks,
    }


def _repair(services: Services, path: Path, output: Path | None, *, in_place: bool) -> None:
    name = visible(str(path), newlines=False)
    found = check_file(path)
    if found.is_good:
        note(f"{name}: nothing to repair; nothing was written")
        return
    if in_place:
        done, written = repair_in_place(path)
        written = [path, *written] if done.content else written
    else:
        if services.store.is_running(path):
            raise UsageError(f"{path}: is being written right now. Close the session first.")
        done = make_good(found)
        written = write_beside(found, done, output)
    for file in written:
        click.echo(visible(str(file), newlines=False))
    for words in _what_was_done(done):
        note(f"{name}: {words}")


def _what_was_done(done: Repaired) -> Iterator[str]:
    if not done.content:
        yield "the questions are lost, and without them there is no session to continue"
    else:
        rewritten = f", {done.rewritten} rewritten" if done.rewritten else ""
        kept, lost = counted(done.kept, "event"), counted(done.lost, "line")
        yield f"{kept} kept as they were{rewritten}, {lost} lost"
        if done.header_damaged:
            yield "not all of its questions can be read, so it cannot be continued"
    if done.answers:
        yield "what was typed is in the file that ends in .answers.txt, except lost lines"
