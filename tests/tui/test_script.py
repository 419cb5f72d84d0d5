"""A long text in a window loses no word, whenever its scroll bar comes."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content

from interview_sim.tui.widgets.script import Script

WORDS = [f"w{number}" for number in range(60)]


class Page(App[None]):
    """Nothing but a text."""

    def compose(self) -> ComposeResult:
        """The text has to scroll."""
        yield Script(id="text")


async def test_no_word_is_lost_when_a_text_grows_past_the_window() -> None:
    """At first all fits; the bar that comes with more covers nothing."""
    for width in (20, 23):
        app = Page()
        async with app.run_test(size=(width, 5)) as pilot:
            text = app.query_one(Script)
            text.show(Content("short"))
            await pilot.pause()
            text.show(Content(" ".join(WORDS)))
            await pilot.pause()
            seen: list[str] = []
            for line in range(text.virtual_size.height):
                text.scroll_to(y=line, animate=False, immediate=True)
                seen += text.render_line(line - text.scroll_offset.y).text.split()
            assert seen == WORDS
