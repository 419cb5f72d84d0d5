"""What installed packages, ours among them, register under an entry point group."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TypeVar

T = TypeVar("T")


def load_plugins(group: str, kind: type[T]) -> tuple[dict[str, T], tuple[str, ...]]:
    """Every object of this kind registered in the group, by its entry point's name.

    Returns:
        The objects, and a sentence for each that cannot be used: one package's mistake never
        takes the others away.
    """
    found: dict[str, T] = {}
    problems: list[str] = []
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        try:
            loaded = entry.load()
        except Exception as error:
            problems.append(f"“{entry.name}” ({entry.value}) cannot be loaded: {error}")
            continue
        if isinstance(loaded, kind):
            found.setdefault(entry.name, loaded)
        else:
            problems.append(f"“{entry.name}” ({entry.value}) is not a {kind.__name__}")
    return found, tuple(problems)
