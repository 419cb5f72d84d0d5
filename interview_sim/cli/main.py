"""The command `interview-sim`: its home screen, and one module for each command.

Data goes to standard output and words to standard error. Exit codes: 0 done; 1 something that was
checked is wrong; 2 the request cannot be carried out; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from interview_sim import __version__
from interview_sim.cli.context import CommandContext, pass_context, transcripts_option
from interview_sim.cli.lazy import LazyGroup
from interview_sim.errors import InterviewSimError
from interview_sim.literal import visible

EXIT_WRONG = 1
EXIT_REFUSED = 2
EXIT_INTERRUPTED = 130

_COMMANDS = {
    "start": "Start an interview, in full screen or line by line.",
    "resume": "Go on with a session that broke off.",
    "replay": "Watch a saved transcript again.",
    "history": "List the saved sessions.",
    "ready": "Say how far you are with the topics of a plan.",
    "show": "Print a session's scorecard.",
    "export": "Write a session as Markdown, HTML, JSON, CSV or a terminal recording.",
    "transcript": "Check saved sessions, and repair damaged ones.",
    "paper": "Seal a paper that gives a friend the very same interview.",
    "mark": "Mark someone's answers blind, or an old one of your own again.",
    "agree": "Compare two markings of the same answers.",
    "bank": "List, check and try question banks, and learn from what was marked.",
    "init": "Make a workspace with folders for banks and transcripts.",
    "doctor": "Say what is found where, and what is wrong.",
    "completion": "Print the completion script for a shell.",
}


class _Commands(LazyGroup):
    """Imports a command's module only when it is run: `--version` and friends stay quick."""

    homes = "interview_sim.cli.commands."
    table = _COMMANDS


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="interview-sim")
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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every expected failure is a sentence and an exit code."""
    try:
        code = cli.main(args=arguments, prog_name="interview-sim", standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        code = EXIT_REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted. What was typed is kept.", err=True)
        code = EXIT_INTERRUPTED
    except InterviewSimError as error:
        click.echo(visible(str(error)), err=True)
        code = EXIT_REFUSED
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain at exit either.
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
