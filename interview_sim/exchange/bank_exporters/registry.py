"""Which formats a bank can be written in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

from msgspec import Struct

from interview_sim.bank.model import Bank
from interview_sim.bank.problems import nearest, one_of
from interview_sim.errors import UsageError

_MODULES = {
    "anki": "anki_text",
    "gift": "gift_text",
    "moodle-xml": "moodle_xml",
    "md": "markdown_text",
    "json": "json_text",
}
"""Name of a format and the module beside this one that has it as `TARGET`."""


WHAT_QUESTIONS_HAVE = (
    "match",
    "misconceptions",
    "misconception probes",
    "follow-ups",
    "follow-up rubrics",
    "conditions",
    "hints",
    "times",
    "roles",
    "kinds",
    "sources",
    "levels",
    "tags",
)
"""What a format may hold besides questions, model answers and points."""


class Target(Struct, frozen=True, kw_only=True):
    """One format to write a bank in."""

    name: str
    title: str
    suffix: str
    write: Callable[[Bank], str]
    """The bank as text that ends with a line feed."""
    holds: frozenset[str] = frozenset()
    """Which of `WHAT_QUESTIONS_HAVE` survive; and `glossary`, `scoring`."""


def target_names() -> tuple[str, ...]:
    """The names that `--to` takes."""
    return tuple(_MODULES)


@cache
def target_named(name: str) -> Target:
    """The format of that name.

    Raises:
        UsageError: There is none.
    """
    if name not in _MODULES:
        meant = nearest(name, _MODULES)
        remedy = f"did you mean {meant}?" if meant else f"there are {one_of(_MODULES)}"
        raise UsageError(f"there is no format “{name}” to export to; {remedy}")
    found = import_module(f"interview_sim.exchange.bank_exporters.{_MODULES[name]}").TARGET
    assert isinstance(found, Target)  # noqa: S101 - a mistake of ours, not the user's
    return found
