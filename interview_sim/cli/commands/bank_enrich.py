"""`interview-sim bank enrich`: what questions lack, proposed by the user's own model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from interview_sim.bank.editing import EditError
from interview_sim.bank.model import Bank, Question
from interview_sim.cli.context import (
    CommandContext,
    bank_files_option,
    forget_typed_ahead,
    one_bank,
    with_context,
)
from interview_sim.cli.printing import note, say
from interview_sim.errors import UsageError
from interview_sim.exchange.drafting import is_open
from interview_sim.exchange.offering import NO_MODEL, Change, offer, what_it_takes, write, writer
from interview_sim.figures import counted
from interview_sim.judging.llm.client import Client, ModelError
from interview_sim.literal import visible
from interview_sim.paths import Origin
from interview_sim.services import Services

_FAILURES = 3
"""So many questions in a row without an answer, and the model is not asked again."""
_SHIPPED = "This bank comes with the app. To change it, copy the file into your own banks/."


@click.command(name="enrich")
@click.argument("name", metavar="BANK")
@click.option("--question", "-q", "wanted", multiple=True, metavar="ID", help="Only this question.")
@click.option("--dry-run", is_flag=True, help="Show the changes, and write nothing.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask, neither before nor for each question.")
@bank_files_option
@with_context
def command(
    context: CommandContext, name: str, wanted: tuple[str, ...], *, dry_run: bool, yes: bool
) -> None:
    """Propose what the questions of a bank lack, question by question.

    A model of your own proposes points from the model answer, phrases that recognise them, tests,
    probes, a misconception, level and time. What fails the checks of `bank audit` or its own tests
    is dropped; the rest is shown as a change to the bank's file, and written if you agree.

    Questions of which a point has phrases already are done, so that you can go on another time.
    """
    services = context.services()
    loaded = one_bank(context, name)
    if loaded.origin is Origin.SHIPPED and not dry_run:
        raise UsageError(_SHIPPED)
    client = writer(services.settings.endpoint, services.env)
    questions = _chosen(loaded.bank, wanted)
    if client is None:
        note(NO_MODEL)
        questions = [question for question in questions if not question.rubric]
    if not questions:
        say("Nothing to do: every question with a model answer has its points.")
        return
    run = _Run(services, loaded.path, client, dry_run=dry_run, yes=yes)
    if run.may_begin(questions):
        try:
            for number, question in enumerate(questions, 1):
                note(f"{number} of {len(questions)}: {question.name}")
                if not run.takes(question.id):
                    break
        except click.Abort:
            note("")
        finally:
            run.end(len(questions))


def _chosen(bank: Bank, wanted: Sequence[str]) -> list[Question]:
    """The questions that were named, or all for which there is something to do."""
    if not wanted:
        return list(filter(is_open, bank.questions))
    found = []
    for name in dict.fromkeys(wanted):
        question = bank.template(name)
        if question is None:
            raise UsageError(f"There is no question “{name}” in {bank.id}.")
        if not question.model_answer.strip():
            raise UsageError(f"“{name}” has no model answer to go by.")
        found.append(question)
    return found


class _Run:
    """One run of the command: whom it asks, and what became of the questions."""

    def __init__(
        self, services: Services, path: Path, client: Client | None, *, dry_run: bool, yes: bool
    ) -> None:
        self._clock = services.clock
        self._path = path
        self._dry_run = dry_run
        self._yes = yes
        self._client = client
        self._begun = self._clock.monotonic()
        self._asked = self._written = self._failures = 0

    def may_begin(self, questions: Sequence[Question]) -> bool:
        """Say what it will take, and ask."""
        if self._client is None:
            return True
        say(what_it_takes(questions, self._client.endpoint))
        return self._yes or click.confirm("Ask it?", default=True, err=True)

    def takes(self, name: str) -> bool:
        """Propose, show and perhaps write what one question lacks; false: that is enough."""
        self._asked += 1
        try:
            found = offer(self._path, name, self._client)
        except ModelError as error:
            note(f"Left as it is: {error}.")
            self._failures += 1
            if self._failures == _FAILURES:
                note(f"That was {_FAILURES} times in a row. Run this again when the model answers.")
            return self._failures < _FAILURES
        except EditError as error:
            note(f"Left as it is: {error}")
            return True
        self._failures = 0
        for line in found.dropped:
            say(line, "  dropped: ")
        return self._take(found.changes)

    def _take(self, made: tuple[Change, ...]) -> bool:
        if not made:
            note("Nothing is left to propose.")
            return True
        for change in made:
            click.echo(visible(change.diff), nl=False)
        if self._dry_run:
            return True
        answer = "y" if self._yes else _answer()
        if answer == "y":
            self._write(made)
        return answer != "q"

    def _write(self, made: tuple[Change, ...]) -> None:
        if write(made):
            self._written += 1
        else:
            note("A file was changed in the meantime, so nothing was written.")

    def end(self, count: int) -> None:
        """Say what became of them, and what it took."""
        done = f"{self._written} of {counted(count, 'question')} written."
        if self._client is None:
            note(done)
            return
        seconds = self._clock.monotonic() - self._begun
        tokens = self._client.tokens_in + self._client.tokens_out
        took = f"{tokens:,} tokens" if tokens else "tokens not counted by the endpoint"
        note(f"{done} Asked about {self._asked}; {took}, {seconds:.0f} s.")


def _answer() -> str:
    forget_typed_ahead()
    choice = click.Choice(["y", "n", "q"], case_sensitive=False)
    said: str = click.prompt(
        "Write this? (y yes, n no, q stop here)",
        type=choice,
        default="n",
        show_choices=False,
        err=True,
    )
    return said
