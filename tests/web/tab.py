"""A browser's tab without a browser: it speaks the server's own protocol, and shows what comes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pyte
from aiohttp import ClientSession, CookieJar, WSMsgType, test_utils, web

from interview_sim.paths import VISITOR_VARIABLE
from interview_sim.services import build_services
from interview_sim.session.planning import find_plan, shipped_plans
from interview_sim.web.server import Door

KEYS = {"enter": "\r", "escape": "\x1b", "right": "\x1b[C", "ctrl+s": "\x13", "ctrl+q": "\x11"}
PATIENCE = 60.0


@asynccontextmanager
async def serving(host: str = "127.0.0.1", **settings: Any) -> AsyncIterator[Door]:
    """A server at a free port of this machine."""
    port = test_utils.unused_port()
    door = Door(host, port, dict(os.environ), **settings)
    runner = web.AppRunner(await door._make_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield door
    finally:
        await runner.cleanup()


class Tab:
    """One browser: its cookies, its page, and what the terminal in that shows."""

    def __init__(self, door: Door) -> None:
        self.address = f"http://127.0.0.1:{door.port}"
        # Browsers keep cookies of addresses without a name, too.
        self.browser = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.told: list[list[str]] = []
        """What the page's script was told."""
        self._screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self._screen)

    async def __aenter__(self) -> Tab:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.browser.close()

    async def enter(self, secret: str) -> int:
        """Follow a link; gives the answer's status."""
        mine = {"Origin": self.address}
        async with self.browser.post(f"{self.address}/i", data=secret, headers=mine) as answer:
            return answer.status

    async def open(self) -> None:
        """Connect the page's terminal."""
        self._screen.reset()
        self._socket = await self.browser.ws_connect(
            f"{self.address}/ws?width=100&height=30", headers={"Origin": self.address}
        )

    async def close(self) -> None:
        """Close the tab."""
        await self._socket.close()

    @property
    def text(self) -> str:
        """What is on the screen now."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    async def send(self, *message: object) -> None:
        """Send what the page's script would."""
        await self._socket.send_str(json.dumps(message))

    async def press(self, *keys: str) -> None:
        """Press keys, by name or as characters, after a look: no key counts at once."""
        await self.rest(0.6)
        for key in keys:
            await self.send("stdin", KEYS.get(key, key))

    async def rest(self, seconds: float) -> bool:
        """Take what comes within that time; False once the connection is closed."""
        until = asyncio.get_running_loop().time() + seconds
        while (left := until - asyncio.get_running_loop().time()) > 0:
            try:
                message = await self._socket.receive(left)
            except TimeoutError:
                break
            if message.type is WSMsgType.BINARY:
                self._stream.feed(message.data)
            elif message.type is WSMsgType.TEXT:
                self.told.append(json.loads(message.data))
            elif message.type in {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED}:
                return False
        return True

    async def wait_for(self, *texts: str, patience: float = PATIENCE) -> None:
        """Read until all of the texts are on the screen."""
        until = asyncio.get_running_loop().time() + patience
        while not all(text in self._flowing for text in texts):
            is_late = asyncio.get_running_loop().time() > until
            if is_late or not await self.rest(0.1):
                raise AssertionError(f"waited for {texts}:\n{self.text}")

    async def press_for(self, key: str, *texts: str) -> None:
        """Press a key that brings the texts, again where it came before it could count."""
        await self.press(key)
        for _ in range(int(PATIENCE / 4)):
            before = self._but_clocks
            with contextlib.suppress(AssertionError):
                await self.wait_for(*texts, patience=4)
                return
            if self._but_clocks == before:
                await self.press(key)
        await self.wait_for(*texts, patience=0)

    async def is_closed(self) -> bool:
        """Whether the server closes the connection, waited for patiently."""
        for _ in range(int(PATIENCE)):
            if not await self.rest(1):
                return True
        return False

    async def answer(self, text: str) -> None:
        """From home to an answer in the short interview, not yet submitted, by key presses."""
        await self.wait_for("Start an interview", "1 question")
        await self.press_for("enter", "when you are ready")
        await self.press_for("enter", "to read")
        await self.press_for("enter", "0 words")
        await self.press(*text)
        await self.wait_for(f"{len(text.split())} words")

    async def finish(self) -> None:
        """From there to the scorecard."""
        await self.press_for("ctrl+s", "What comes now")
        await self.press_for("enter", "Rate yourself")
        await self.press_for("s", "Reveal", "Enter skips")
        await self.press_for("enter", "suggested")
        await self.press_for("a", "Scorecard", "Coverage")

    @property
    def _flowing(self) -> str:
        return " ".join(word for word in self.text.split() if word != "│")

    @property
    def _but_clocks(self) -> str:
        return re.sub(r"[\d:]+", "", self.text)


def prefer_short_interview(state: Path) -> None:
    """Offer one question without follow-ups on the home screen, as the plan that was used last."""
    plan = find_plan("quick-five", shipped_plans())
    short = msgspec.structs.replace(
        plan,
        questions=1,
        follow_ups=0,
        banks=("clustering-dimensionality",),
        topics=("clustering",),
        levels=(),
    )
    state.mkdir(parents=True)
    (state / "last-plan.json").write_bytes(msgspec.json.encode(short))


def answers_of(folder: Path) -> list[str]:
    """The first answer of each session of that visitor."""
    services = build_services(folder, {VISITOR_VARIABLE: str(folder)})
    cards = (services.scorecard(session.id) for session in services.saved().sessions)
    return [card.questions[0].answers[0].text.strip() for card in cards]
