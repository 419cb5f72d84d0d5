"""What installed packages, ours among them, register under an entry point group.

An entry point names an object, or a class that makes one without arguments.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TypeVar

from interview_sim.errors import InterviewSimError

T = TypeVar("T")


class PluginError(InterviewSimError):
    """What is registered cannot be used; the text begins with its name."""


def plugin_names(group: str) -> tuple[str, ...]:
    """The names in the group; nothing is loaded for it."""
    return tuple(sorted({entry.name for entry in entry_points(group=group)}))


def load_plugin(group: str, name: str, kind: type[T]) -> T:
    """The object registered under that name; where a class is registered, a new one each time.

    Raises:
        PluginError: There is none, it cannot be loaded, or it is not of that kind.
    """
    entry = next(iter(entry_points(group=group, name=name)), None)
    if entry is None:
        raise PluginError(f"“{name}” is not installed")
    # Whatever a plug-in raises while it loads is its own fault, and reported as such.
    try:
        loaded = entry.load()
        made = loaded() if isinstance(loaded, type) else loaded
    except Exception as error:
        raise PluginError(f"“{name}” ({entry.value}) cannot be loaded: {error}") from error
    if not isinstance(made, kind):
        needed = (n for n in (*kind.__annotations__, *vars(kind)) if not n.startswith("_"))
        missing = ", ".join(n for n in dict.fromkeys(needed) if not hasattr(made, n))
        raise PluginError(
            f"“{name}” ({entry.value}) is not a {kind.__name__}"
            + (f": it has no {missing}" if missing else "")
        )
    return made


def load_plugins(group: str, kind: type[T]) -> tuple[dict[str, T], tuple[str, ...]]:
    """Every object of this kind in the group, by its entry point's name.

    Returns:
        The objects, and a sentence for each that cannot be used: one package's mistake never
        takes the others away.
    """
    found: dict[str, T] = {}
    problems: list[str] = []
    for name in plugin_names(group):
        try:
            found[name] = load_plugin(group, name, kind)
        except PluginError as error:
            problems.append(str(error))
    return found, tuple(problems)
