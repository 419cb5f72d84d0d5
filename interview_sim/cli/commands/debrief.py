"""`interview-sim debrief`: what was asked in a real interview, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec.structs import replace

from interview_sim.bank.new_question import (
    OWN_ID,
    AddError,
    NewPoint,
    NewQuestion,
    add_question,
    begin_bank,
)
from interview_sim.cli.context import CommandContext, json_option, with_context
from interview_sim.cli.plain.dialogue import Dialogue, EndOfInput, TypedLines
from interview_sim.cli.printing import note, print_json, print_table
from interview_sim.errors import UsageError
from interview_sim.figures import counted
from interview_sim.progress.debriefs import (
    ENOUGH,
    AskedThere,
    Debrief,
    Outcome,
    keep_debrief,
    read_debriefs,
    side_by_side,
)

if TYPE_CHECKING:
    from interview_sim.cli.plain.dialogue import LineSource
    from interview_sim.services import Services

_LONGEST = 2000
_OUTCOMES = {"w": Outcome.WAITING, "o": Outcome.OFFER, "x": Outcome.NEXT, "n": Outcome.NO}


@click.command(name="debrief")
@click.option("--list", "is_list", is_flag=True, help="List the interviews, and ask nothing.")
@json_option
@click.option(
    "--outcome",
    type=click.Choice([*map(str, Outcome)]),
    help="Say what came of the newest interview that is waiting, and ask nothing.",
)
@with_context
def command(context: CommandContext, *, is_list: bool, as_json: bool, outcome: str | None) -> None:
    """After a real interview: what was asked, how it went, and what came of it.

    It stays on this machine, in a file of its own, and no export has it. Questions can go to your
    own bank. From the third interview on, practice and outcomes stand side by side.
    """
    services = context.services()
    path = services.paths.debriefs
    known = read_debriefs(path)
    if outcome is not None:
        latest = _waiting(known)
        if latest is None:
            raise UsageError(
                "No interview is waiting for its outcome. Begin with: interview-sim debrief"
            )
        keep_debrief(path, replace(latest, outcome=Outcome(outcome)), latest)
        note("Kept.")
    elif as_json:
        beside = side_by_side(services.history(), known)
        print_json(msgspec.to_builtins({"debriefs": known, "beside": beside}))
    elif is_list:
        _print(services, known)
    else:
        conduct(services, path, TypedLines())


def _waiting(known: Sequence[Debrief]) -> Debrief | None:
    """The newest interview that waits for its outcome."""
    return next((each for each in reversed(known) if each.outcome is Outcome.WAITING), None)


def _print(services: Services, known: Sequence[Debrief]) -> None:
    if not known:
        note("Nothing yet. After a real interview: interview-sim debrief")
        return
    rows = ((d.day, d.role, str(len(d.questions)), _figure(d.went), d.outcome.words) for d in known)
    heads = ("day", "for", "questions", "went", "outcome")
    print_table(rows, heads, right=("questions", "went"), plain_heads=True)
    beside = side_by_side(services.history(), known)
    if not beside:
        note(f"From {ENOUGH} interviews on, the practice before them stands beside.")
        return
    click.echo()
    rows = (
        (b.day, _figure(b.practice), f"{b.answers}", _figure(b.went), b.outcome.words)
        for b in beside
    )
    heads = ("day", "practice", "answers", "went", "outcome")
    print_table(rows, heads, right=heads[1:4], plain_heads=True)
    note(
        "practice: mean score of the four weeks before. went: how it went by your own word, 0 to "
        "100. So few interviews show no more than where to look."
    )


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def conduct(services: Services, path: Path, lines: LineSource) -> None:
    """Ask about one interview, line by line; what was answered is kept at each step."""
    dialogue = Dialogue(lines)
    latest = _waiting(read_debriefs(path))
    draft = Debrief(day=services.today.isoformat())
    kept: Debrief | None = None
    try:
        dialogue.say("Everything stays on this machine. /quit leaves; what you said is kept.")
        if latest is not None:
            _what_came_of_it(dialogue, path, latest)
        draft = replace(draft, day=_day(dialogue, services.today))
        draft = replace(draft, role=_cut(dialogue.line("What was it for? (Enter: leave it open)")))
        dialogue.say("What were you asked? One question after the other; Enter alone ends.")
        while text := _cut(dialogue.line(f"Question {len(draft.questions) + 1}:")):
            went = _went(dialogue)
            topic = _cut(dialogue.line("Its topic? (such as metrics; Enter: none)"))
            asked = AskedThere(question=text, went=went, topic=topic)
            draft = replace(draft, questions=(*draft.questions, asked))
            keep_debrief(path, draft, kept)
            kept = draft
            _offer(dialogue, services, asked)
        draft = replace(draft, outcome=_outcome(dialogue))
        draft = replace(draft, note=_cut(dialogue.line("Anything to remember? (Enter: nothing)")))
    except EndOfInput:
        pass
    if not draft.questions and not draft.note:
        note("Nothing was said, so nothing is kept.")
        return
    keep_debrief(path, draft, kept)
    note(f"Kept, {counted(len(draft.questions), 'question')}: {path}")


def _cut(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _day(dialogue: Dialogue, today: date) -> str:
    while True:
        reply = dialogue.ask(f"Which day was it? (Enter: today, {today.isoformat()})")
        if not reply:
            return today.isoformat()
        try:
            day = date.fromisoformat(reply)
        except ValueError:
            dialogue.say("Write it as 2026-12-12.")
            continue
        if day <= today:
            return day.isoformat()
        dialogue.say("That day is still to come.")


def _went(dialogue: Dialogue) -> int:
    prompt = "How did it go? 1 badly, 2 so-so, 3 well, 4 very well"
    while (reply := dialogue.ask(prompt)) not in {"1", "2", "3", "4"}:
        dialogue.say("Type one of the numbers.")
    return int(reply)


def _what_came_of_it(dialogue: Dialogue, path: Path, latest: Debrief) -> None:
    """Ask for the outcome of the newest interview that waits for one."""
    of = f"{latest.day}, {latest.role}" if latest.role else latest.day
    dialogue.say(f"First, the interview that waits for its outcome ({of}).")
    outcome = _outcome(dialogue)
    if outcome is not Outcome.WAITING:
        keep_debrief(path, replace(latest, outcome=outcome), latest)


def _outcome(dialogue: Dialogue) -> Outcome:
    prompt = "What came of it? w still waiting (Enter), o an offer, x on to the next round, n no"
    while (reply := dialogue.ask(prompt) or "w") not in _OUTCOMES:
        dialogue.say("Type w, o, x or n.")
    return _OUTCOMES[reply]


def _offer(dialogue: Dialogue, services: Services, asked: AskedThere) -> None:
    """Take the question into the candidate's own bank, with what an answer should say."""
    if dialogue.ask("y takes it into your own questions; Enter goes on.") not in {"y", "yes"}:
        return
    dialogue.say("What should a full answer say? One point a line; Enter alone ends.")
    points: list[NewPoint] = []
    while text := _cut(dialogue.line(f"Point {len(points) + 1}:")):
        points.append(NewPoint(text))
    typed = NewQuestion(prompt=asked.question, topic=asked.topic, points=tuple(points))
    folder = services.paths.user_banks
    own = folder / f"{OWN_ID}.yaml"
    try:
        if own.exists():
            add_question(own, typed)
        else:
            own, _ = begin_bank(folder, typed)
    except AddError as error:
        dialogue.say(f"Not taken: {error}")
        return
    dialogue.say(f"It is in {own}.")
