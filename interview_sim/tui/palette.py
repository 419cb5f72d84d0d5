"""The command palette: every action that works now, and the themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode

from interview_sim.tui.actions import find

Command = tuple[str, str, Callable[[], object]]
"""Title, help, and what it does."""


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
        yield from self._actions()
        yield from self._places()
        for name in sorted(self.app.available_themes):
            choose = partial(self._run, f"app.choose_theme({name!r})")
            yield f"Theme: {name}", "Change the colours", choose

    def _actions(self) -> Iterator[Command]:
        seen = set()
        for active in self.screen.active_bindings.values():
            action = find(active.binding.id)
            if action is None or not action.in_palette or not active.enabled:
                continue
            if action.id not in seen:
                seen.add(action.id)
                yield (
                    action.description,
                    f"key: {action.key}",
                    partial(self._run, active.binding.action, active.node),
                )

    def _places(self) -> Iterator[Command]:
        # While an interview runs, it is left through its own dialog about what is saved.
        if getattr(self.screen, "holds_sitting", False):
            return
        for title, step in (
            ("home", "home"),
            ("setup", "setup"),
            ("history", "history"),
            ("question banks", "banks"),
            ("settings", "settings"),
        ):
            yield f"Go to: {title}", "Another screen", partial(self._run, f"app.go({step!r})")

    async def _run(self, action: str, node: DOMNode | None = None) -> None:
        await self.app.run_action(action, node)
