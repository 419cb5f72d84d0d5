"""A headless Chromium that a test drives through a pipe: no port, no driver, no library."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")

_SECONDS = 60
_BINARY = 2
_NAMED = {
    "enter": ("Enter", 13),
    "escape": ("Escape", 27),
    "ctrl+s": ("s", 83),
    "ctrl+q": ("q", 81),
}
_BEYOND_STANDARD = 10
_LEFT = "Inspected target navigated or closed"
"""What the browser says of something that was asked of a page which it then left."""
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--window-size=1000,1200", "--remote-debugging-pipe",
)  # fmt: skip
# The browser reads commands from descriptor 3 and answers on 4.
_START = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); "
    "os.execv(sys.argv[3], sys.argv[3:])"
)


class PageLeftError(Exception):
    """The page gave way to another one before it answered."""


class Chromium:
    """One browser with one page; used in a `with` block."""

    def __init__(self, profile: Path) -> None:
        assert PROGRAM is not None
        commands_in, self._commands = _pipe()
        self._answers, answers_out = _pipe()
        ends = (str(commands_in), str(answers_out))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, *ends, PROGRAM, *_FLAGS, f"--user-data-dir={profile}",
             "about:blank"],
            pass_fds=(commands_in, answers_out),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(commands_in)
        os.close(answers_out)
        self._rest = b""
        self._count = 0
        self._session: str | None = None
        self.complaints: list[str] = []
        self.received: list[bytes] = []
        """What came through websockets, in binary messages."""

    def __enter__(self) -> Chromium:
        targets = self.command("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        attached = self.command("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.command(f"{domain}.enable")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        os.close(self._commands)
        os.close(self._answers)

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Carry out one command of the DevTools protocol."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._commands, data) :]
        while True:
            answer = self._read()
            if answer.get("id") == self._count:
                if answer.get("error", {}).get("message") == _LEFT:
                    raise PageLeftError
                assert "error" not in answer, answer
                return answer["result"]  # type: ignore[no-any-return]
            self._note(answer)

    def open(self, path: Path) -> None:
        """Load a file and wait until it is there."""
        self.complaints.clear()
        self.visit(path.as_uri())

    def visit(self, url: str, then: str = "") -> None:
        """Load a page and wait until it, or the one that it leads to, is there."""
        self.command("Page.navigate", url=url)
        self.until(f"document.readyState === 'complete' && location.href === '{then or url}'")

    def press(self, key: str) -> None:
        """Press a key: a character, or one of those that have a name."""
        name, code = _NAMED.get(key, (key, 0))
        held = 2 if code and len(name) == 1 else 0  # Ctrl
        down = {"key": name, "windowsVirtualKeyCode": code, "modifiers": held}
        if not held:
            down["text"] = "\r" if key == "enter" else key if not code else ""
        self.command("Input.dispatchKeyEvent", type="keyDown", **down)
        self.command("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code)

    def picture(self, path: Path) -> bytes:
        """What the page looks like, also put into a file, as PNG."""
        data = base64.b64decode(self.command("Page.captureScreenshot")["data"])
        path.write_bytes(data)
        return data

    def js(self, expression: str) -> Any:
        """What the expression comes to; a promise is waited for."""
        done = self.command(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait until the condition holds."""
        end = time.monotonic() + _SECONDS
        while True:
            # It leads to another page just now: what holds there is asked next.
            with contextlib.suppress(PageLeftError):
                if self.js(condition):
                    return
            assert time.monotonic() < end, f"never came true: {condition}"

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._answers], [], [], _SECONDS)
            assert ready, "the browser does not answer"
            data = os.read(self._answers, 1 << 16)
            assert data, "the browser is gone"
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)  # type: ignore[no-any-return]

    def _note(self, event: dict[str, Any]) -> None:
        if event.get("method") in {"Log.entryAdded", "Runtime.exceptionThrown"}:
            self.complaints.append(json.dumps(event["params"]))
        elif event.get("method") == "Network.webSocketFrameReceived":
            frame = event["params"]["response"]
            if frame["opcode"] == _BINARY:
                self.received.append(base64.b64decode(frame["payloadData"]))


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are out of the way of the descriptors that the browser wants."""
    moved = []
    for end in os.pipe():
        moved.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _BEYOND_STANDARD))
        os.close(end)
    return moved[0], moved[1]
