"""The command `interview-sim`: runs one command, and turns what went wrong into an exit code.

Data goes to standard output and words to standard error. Exit codes: 0 done; 1 something that was
checked is wrong; 2 the request cannot be carried out; 130 interrupted. `--version` is answered
before anything is imported, Click included.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from interview_sim import __version__

EXIT_REFUSED = 2
EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every expected failure is a sentence and an exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--version"]:
        sys.stdout.write(f"interview-sim, version {__version__}\n")
        sys.exit(0)
    if visitor := os.environ.get("INTERVIEW_SIM_VISITOR"):
        from interview_sim.wall import build_wall

        build_wall(visitor)
    # Imports make many objects and no garbage: looking for some costs a tenth of a short command.
    gc.set_threshold(20_000, 20, 20)
    sys.exit(_run(given))


def _run(arguments: list[str]) -> int:
    import click

    from interview_sim.cli.root import cli
    from interview_sim.errors import InterviewSimError

    try:
        code = cli.main(args=arguments, prog_name="interview-sim", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        return EXIT_REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted. What was typed is saved.", err=True)
        return EXIT_INTERRUPTED
    except InterviewSimError as error:
        from interview_sim.literal import visible

        click.echo(_sentence(visible(str(error))), err=True)
        return EXIT_REFUSED
    except BrokenPipeError:
        # The reader of our output has closed it; Python must not complain about that at exit.
        sys.stderr.close()
        return 0
    return code if isinstance(code, int) else 0


def _sentence(text: str) -> str:
    """The text with a capital letter, unless it begins with a name or a place in a file."""
    begins = text.split(maxsplit=1)[0] if text.strip() else ""
    return text[0].upper() + text[1:] if begins.isalpha() else text
