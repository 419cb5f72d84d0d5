"""The words by which importers recognise what is what; `words.toml` has them all."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files

_TABLES = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def words_for(name: str) -> frozenset[str]:
    """The words of one kind."""
    return frozenset(_TABLES["words"][name].split())


def names(table: str) -> Mapping[str, Sequence[str]]:
    """What each level, or each field of a question, is called."""
    return {key: text.split() for key, text in _TABLES[table].items()}


def phrases(name: str, table: str = "phrases") -> str:
    """A regular expression for phrases of one kind."""
    return f"(?:{''.join(_TABLES[table][name].splitlines())})"


def patterns(table: str) -> Mapping[str, str]:
    """The regular expressions of a whole table, by their names."""
    return {name: phrases(name, table) for name in _TABLES[table]}


def labels() -> Mapping[str, str]:
    """A regular expression for what each part of a question is labelled."""
    return patterns("labels")
