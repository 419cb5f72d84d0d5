"""The command palette: every action that works now, and the themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from interview_sim.tui.actions import find
from interview_sim.tui.present import key_name

Command = tuple[str, str, Callable[[], object]]
"""Title, help, and what it does."""

_NAMES = {
    "banks": "question banks",
    "history": "history (export, rename or delete a session)",
}
"""Screens whose name alone does not say what is found there."""


class Actions(Provider):
    """Offers the actions of the screen below the palette, where to go, and the themes."""

    async def discover(self) -> Hits:
        """Everything, in the order of the registry."""
        for title, words, run in self._commands():
            yield DiscoveryHit(Content(title), run, text=title, help=words)

    async def search(self, query: str) -> Hits:
        """What the query finds in titles."""
        matcher = self.matcher(query)
        for title, words, run in self._commands():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), run, text=title, help=words)

    def _commands(self) -> Iterator[Command]:
        seen = set()
        for active in self.screen.active_bindings.values():
            action = find(active.binding.id)
            if action and action.in_palette and active.enabled and action.id not in seen:
                seen.add(action.id)
                run = partial(self.app.run_action, active.binding.action, active.node)
                key = active.binding.key_display or key_name(active.binding.key)
                yield action.description, f"key: {key}", run
        # While an interview runs, it is left through its own dialog about what is saved.
        if not getattr(self.screen, "holds_sitting", False):
            for step in ("home", "setup", "study", "history", "banks", "settings"):
                name = _NAMES.get(step, step)
                run = partial(self.app.run_action, f"app.go({step!r})")
                yield f"Go to: {name}", "Another screen", run
        for name in sorted(self.app.available_themes):
            run = partial(self.app.run_action, f"app.choose_theme({name!r})")
            yield f"Theme: {name}", "Change the colours", run
