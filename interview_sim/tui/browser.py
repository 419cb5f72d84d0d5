"""How the app is driven from a browser: as Textual does, but not beyond the server's end."""

from __future__ import annotations

import asyncio

from textual import messages
from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    """Ends the app where nothing can be typed any more: its server is gone."""

    KEYS = {
        "interview.skip": "f4,ctrl+n",
        "interview.hint": "f9,ctrl+t",
        "interview.finish": "f10,ctrl+q",
    }
    """By action: browsers keep the usual ones to themselves, all or some of them."""

    def run_input_thread(self) -> None:
        """Take what is typed, until there is no more."""
        super().run_input_thread()
        # Else it would go on for nobody, and keep the session locked.
        ending = self._app._post_message(messages.ExitApp())
        try:
            asyncio.run_coroutine_threadsafe(ending, self._loop)
        except RuntimeError:  # it has ended already
            ending.close()
