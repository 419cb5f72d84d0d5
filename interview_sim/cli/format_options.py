"""The options of export formats, on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from interview_sim.cli.context import RealRange
from interview_sim.exchange.formats import Format, Option
from interview_sim.literal import visible


def format_options(formats: Iterable[Format]) -> Callable[[Any], Any]:
    """A decorator that adds the options of every format; of two alike, the first one's counts."""
    known: dict[str, Callable[[Any], Any]] = {}
    for format_ in formats:
        for option in format_.options:
            known.setdefault(option.name, _click_option(format_, option))

    def decorate(command: Any) -> Any:
        for add in reversed(known.values()):
            command = add(command)
        return command

    return decorate


def report_unusable(problems: Iterable[str]) -> None:
    """Say which formats of other packages cannot be used."""
    for problem in problems:
        click.echo(visible(f"The export format {problem}."), err=True)


def _click_option(format_: Format, option: Option) -> Callable[[Any], Any]:
    name, words = f"--{option.name.replace('_', '-')}", f"{format_.name}: {option.help}."
    if isinstance(option.default, bool):
        return click.option(name, option.name, is_flag=True, default=option.default, help=words)
    kind: Any = click.STRING
    if option.choices:
        kind = click.Choice(option.choices)
    elif not isinstance(option.default, str):
        kind = RealRange(min=option.least)
    return click.option(
        name,
        option.name,
        type=kind,
        default=option.default,
        show_default=option.default is not None,
        metavar=option.metavar,
        help=words,
    )
