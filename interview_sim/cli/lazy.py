"""A group of commands whose modules are imported only when they are run."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import click


class LazyGroup(click.Group):
    """Knows its commands by name and a line of help each, so that `--help` imports none of them."""

    homes: str
    """What a command's name is appended to, to get its module; the module has `command`."""
    table: Mapping[str, str]
    """The commands in the order of the help, each with what it does."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, with its module imported; None for a name that is not in the table."""
        if cmd_name not in self.table:
            return None
        module = importlib.import_module(f"{self.homes}{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)  # noqa: S101 - a mistake of ours, not the user's
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))
