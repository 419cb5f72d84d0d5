"""What every format to export in says of itself, and how the formats are found.

A format is an object of a subclass of `Format`, registered by any installed package as an entry
point; ours are registered in the same way. The command line and the export dialog are built from
what is registered, so a format is one file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from msgspec import Struct

from interview_sim.plugins import load_plugins


class Option(Struct, frozen=True, kw_only=True):
    """Something that a format leaves to choose; on the command line, `--name` with `-` for `_`."""

    name: str
    help: str
    default: bool | int | float | str | None = None
    """Whose type is that of the values; False makes it a flag, None a number or nothing."""
    choices: tuple[str, ...] = ()
    """For texts: the values there are."""
    metavar: str | None = None
    least: float | None = None
    """For numbers."""


class Format(Struct, frozen=True, kw_only=True):
    """One format to export in."""

    name: str
    """What `--to` takes."""
    title: str
    purpose: str
    """What it is good for, in a few words."""
    endings: tuple[str, ...]
    """Of its files, with the dot; the first is the one that we give."""
    write: Callable[[Any, Mapping[str, Any]], bytes]
    """Takes what is exported and the value of every option by its name; gives the whole file."""
    options: tuple[Option, ...] = ()
    order: int = 100
    """Where it is listed; ours come first."""

    def file(self, exported: Any, chosen: Mapping[str, Any] | None = None) -> bytes:
        """The whole file; options that were not chosen have their defaults."""
        values = {option.name: option.default for option in self.options}
        given = {name: value for name, value in (chosen or {}).items() if name in values}
        return self.write(exported, values | given)


F = TypeVar("F", bound=Format)


@cache
def formats_in(group: str, kind: type[F]) -> tuple[dict[str, F], tuple[str, ...]]:
    """The formats of an entry point group by name, in the order of their listing.

    Returns:
        The formats, and a sentence for each that cannot be used.
    """
    found, problems = load_plugins(group, kind)
    formats = sorted(found.values(), key=lambda format_: (format_.order, format_.name))
    return {format_.name: format_ for format_ in formats}, problems
