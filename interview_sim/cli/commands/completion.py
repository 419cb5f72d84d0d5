"""`interview-sim completion`: what a shell needs to complete our commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(name="completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    r"""Print the completion script for SHELL.

    \b
    bash:  eval "$(interview-sim completion bash)"   in ~/.bashrc
    zsh:   eval "$(interview-sim completion zsh)"    in ~/.zshrc
    fish:  interview-sim completion fish > ~/.config/fish/completions/interview-sim.fish
    """
    from interview_sim.cli.main import cli

    found = get_completion_class(shell)
    if found is None:
        raise click.ClickException(f"No completion is known for {shell}.")
    script = found(cli, {}, "interview-sim", "_INTERVIEW_SIM_COMPLETE")
    click.echo(script.source())
