"""The commands there are. Their modules are imported only when one of their commands is run."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import click

from interview_sim import __version__
from interview_sim.cli.context import CommandContext, pass_context, transcripts_option

_COMMANDS = {
    "start": "Start an interview.",
    "resume": "Continue an interrupted session.",
    "cv": "Show what questions about your work take from your résumé, and replace or delete it.",
    "study": "Browse questions with their answers and yours, without a clock.",
    "replay": "Replay a saved session.",
    "debrief": "After a real interview: what was asked, how it went, what came of it.",
    "history": "List the saved sessions.",
    "progress": "Show where you stand: results, trend, calibration.",
    "report": "Write where you stand as a page for a mentor.",
    "ready": "Show how well you know the topics of a plan.",
    "show": "Print a session's scorecard.",
    "judge": "Judge the answers of a session again; set up a model of your own.",
    "export": "Write a session as Markdown, HTML, JSON, CSV, Parquet or a terminal recording.",
    "transcript": "Check, repair, rename and delete saved sessions.",
    "paper": "Make a sealed paper, which gives a friend the same interview.",
    "mark": "Mark someone's answers blind, or an old answer of your own again.",
    "agree": "Compare two markings of the same answers.",
    "cohort": "Show what the transcripts of many people say together.",
    "serve": "Show the screens in a browser, for you or for those you invite.",
    "mcp": "Let an AI client of your own be the interviewer.",
    "bank": "List, check, import, export and try question banks.",
    "init": "Create a workspace with folders for banks and transcripts.",
    "doctor": "Check versions, folders, judge, terminal and banks.",
    "completion": "Print the completion script for your shell.",
}

_SHARED = {
    "paper": "start",
    "replay": "show",
    "resume": "start",
    "bank_export": "export",
    "bank_fmt": "bank_check",
    "bank_schema": "bank_new",
    "bank_stats": "bank_show",
    "init": "bank_new",
}
"""Commands that live in the module of another one, under their own name."""

_BANK_COMMANDS = {
    "list": "List the available banks.",
    "check": "Check bank files, and report every problem with its line.",
    "new": "Create a bank from a template, after a few questions.",
    "show": "Show a bank, or one question as the candidate sees it.",
    "stats": "Count what banks contain, and report gaps.",
    "schema": "Print the JSON Schema of banks, for editors.",
    "fmt": "Format bank files, keeping every comment.",
    "import": "Import other people's questions: Markdown, JSON, CSV, Anki, Moodle and more.",
    "export": "Write a bank for Anki or Moodle, as Markdown or JSON.",
    "try": "Show how the matcher judges an answer.",
    "audit": "Report what in bank files would mislead the matcher, and try the tests of points.",
    "enrich": "Propose points, phrases, tests and probes, with a model of your own.",
    "learn": "Propose phrases from verdicts that you overruled.",
}


class LazyGroup(click.Group):
    """Knows its commands by name and a line of help each, so that `--help` imports none of them."""

    def __init__(self, *, table: Mapping[str, str], prefix: str = "", **settings: object) -> None:
        """Take the commands.

        Args:
            table: The commands in the order of the help, each with what it does.
            prefix: What the name of a command's module begins with.
            settings: What any group takes.
        """
        super().__init__(**settings)  # type: ignore[arg-type]
        self._table = table
        self._prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, with its module imported; None for a name that is not in the table."""
        if cmd_name not in self._table:
            return None
        if cmd_name in self.commands:
            return self.commands[cmd_name]
        name = f"{self._prefix}{cmd_name}"
        module = importlib.import_module(f"interview_sim.cli.commands.{_SHARED.get(name, name)}")
        command = getattr(module, name if name in _SHARED else "command")
        assert isinstance(command, click.Command)  # noqa: S101 - a mistake of ours, not the user's
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._table.items()))


@click.group(
    cls=LazyGroup,
    table=_COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__)
@transcripts_option
@pass_context
@click.pass_context
def cli(click_context: click.Context, context: CommandContext) -> None:
    """A timed mock interview in your terminal, on your own machine.

    Without a command, the home screen opens.
    """
    if click_context.invoked_subcommand is None:
        from interview_sim.tui.app import run

        run(context.services())


@cli.group(name="bank", cls=LazyGroup, table=_BANK_COMMANDS, prefix="bank_")
def bank() -> None:
    """List, check and try question banks."""


_COMPLETION_HELP = """\
Print the completion script for SHELL.

\b
bash:  eval "$(interview-sim completion bash)"   in ~/.bashrc
zsh:   eval "$(interview-sim completion zsh)"    in ~/.zshrc
fish:  interview-sim completion fish > ~/.config/fish/completions/interview-sim.fish
"""


@cli.command(help=_COMPLETION_HELP)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise click.ClickException(f"No completion is known for {shell}.")
    script = found(cli, {}, "interview-sim", "_INTERVIEW_SIM_COMPLETE")
    click.echo(script.source())
