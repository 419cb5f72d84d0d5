"""`interview-sim judge`: a fresh opinion on a finished session, recorded beside the first."""

from __future__ import annotations

from typing import Any

import click

from interview_sim.assessment.words import place_of_answer, points_in_words
from interview_sim.cli.context import CommandContext, with_context
from interview_sim.cli.printing import print_table, progress, say
from interview_sim.figures import counted
from interview_sim.judging.registry import MODEL, judge_names
from interview_sim.session.state import State
from interview_sim.sitting import FreshOpinion


class _Judge(click.Command):
    """Judges a session again, unless it is told to set up a model."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """The context of whichever of the two it is; no session can be called `setup`."""
        if args[:1] != ["setup"]:
            return super().make_context(info_name, args, parent, **extra)
        from interview_sim.cli.commands.judge_setup import setup

        return setup.make_context(f"{info_name} setup", args[1:], parent, **extra)


@click.command(
    name="judge",
    cls=_Judge,
    epilog="interview-sim judge setup sets up a model of your own: see its --help.",
)
@click.argument("ref", metavar="ID|last|setup", required=False)
@click.option(
    "--judge", "name", metavar="NAME", help="The judge to use. Default: the one in the settings."
)
@click.option(
    "--beside", is_flag=True, help="A second opinion, of your own model: it counts for nothing."
)
@click.option("--list", "lists", is_flag=True, help="List the judges that are installed.")
@with_context
def command(
    context: CommandContext, ref: str | None, name: str | None, *, beside: bool, lists: bool
) -> None:
    """Judge the answers of a session again.

    The new verdicts are added to the transcript and count from then on. Earlier ones stay on
    record, and your own marks override both. With --beside, the new ones stand beside those that
    count, as with `when = "reveal"` in the settings.
    """
    if lists:
        for known in judge_names():
            say(known)
        return
    if ref is None:
        raise click.UsageError("Name a session: its id, or `last`.")
    services = context.services()
    name = name or (MODEL if beside else "")
    with progress("Judging answers") as report:
        fresh = services.judge_again(ref, name, beside=beside, progress=report)
    state = services.read(ref).state
    head = "differs" if beside else "changed"
    print_table([_row(state, opinion) for opinion in fresh], ("answer", "judge", head))
    # A second opinion that did not come has a line above, and is not on record.
    made = [opinion for opinion in fresh if not (beside and opinion.after.instead_of)]
    changed = counted(sum(len(opinion.changed) for opinion in made), "verdict")
    done = f"{changed} other than those that count" if beside else f"{changed} changed"
    say(f"{counted(len(made), 'answer')} judged again; {done}. Your own marks are kept.")


def _row(state: State, opinion: FreshOpinion) -> tuple[str, str, str]:
    judgement = opinion.after
    who = judgement.label
    if judgement.instead_of:
        who = f"{who} instead of {judgement.instead_of}: {judgement.because}"
    question = state.drawn(opinion.question).question
    changed = points_in_words(question, judgement.part, opinion.changed)
    answer = place_of_answer(state, opinion.question, judgement.part)
    return answer, who, "; ".join(changed) or "–"
