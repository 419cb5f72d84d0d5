"""`interview-sim show` and `replay`: a saved session as a scorecard, or as it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from interview_sim.assessment.words import OUTCOMES, clock
from interview_sim.cli.context import CommandContext, json_option, with_context
from interview_sim.cli.printing import note, print_blocks, print_json, print_scorecard, say

if TYPE_CHECKING:
    from interview_sim.assessment.speaking import Manner
    from interview_sim.transcript.reader import Transcript

NO_WORDS = "Nothing was written."


@click.command(name="show")
@click.argument("ref", default="last", metavar="[ID|last]")
@click.option("--how", is_flag=True, help="How you said it: pace, silences, hedges, words.")
@json_option
@with_context
def command(context: CommandContext, ref: str, *, how: bool, as_json: bool) -> None:
    """Print a session's scorecard; by default the newest one's."""
    services = context.services()
    if how:
        _print_manner(services.read(ref), as_json=as_json)
        return
    path = services.store.find(ref)
    print_scorecard(services.scorecard(path), path.name, as_json=as_json)


def _print_manner(transcript: Transcript, *, as_json: bool) -> None:
    """How the answers of a session were said, over all and question by question."""
    from interview_sim.assessment.outline import Block, Kind
    from interview_sim.assessment.speaking import Speaking, manner_blocks

    state, speaking = transcript.state, Speaking(transcript)
    if as_json:
        each = ({"id": state.drawn(i).ref, **_plain(speaking.question(i))} for i in state.asked)
        print_json({**_plain(speaking.whole), "questions": list(each)})
        return
    blocks = [
        Block(Kind.HEADING, f"How you said it: {state.title}", level=1),
        *(list(manner_blocks(speaking.whole, numbered=True)) or [Block(Kind.SENTENCE, NO_WORDS)]),
    ]
    for number, index in enumerate(state.asked, 1):
        about = list(manner_blocks(speaking.question(index)))
        if about:
            name = state.drawn(index).question.name
            blocks += [Block(Kind.HEADING, name, lead=f"{number}.", level=2), *about]
    print_blocks(blocks)


def _plain(manner: Manner) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(manner)
    return fields


@click.command(name="replay")
@click.argument("ref", default="last", metavar="[ID|FILE|last]")
@click.option("--plain", is_flag=True, help="Print what was asked and answered, with times.")
@with_context
def replay(context: CommandContext, ref: str, *, plain: bool) -> None:
    """Replay a saved session; by default the newest one."""
    services = context.services()
    transcript = services.read(ref)
    for problem in transcript.problems:
        note(problem)
    if not plain:
        from interview_sim.tui.app import run

        run(services, first=lambda flow: flow.replay(ref))
        return
    state = transcript.state
    for at, turn in enumerate(state.turns):
        for text in state.said_before(at):
            say(text)
        number = f"Q{turn.question + 1}" if turn.is_main else f"Q{turn.question + 1} follow-up"
        say(f"[{clock(turn.asked_at / 1000)}] {number}: {turn.ask.strip()}")
        say(turn.text.strip() or "(nothing was typed)")
        used = clock(turn.used(state.t) / 1000)
        say(f"({OUTCOMES[turn.outcome]} after {used})\n")
    for text in state.said_before(len(state.turns)):
        say(text)
