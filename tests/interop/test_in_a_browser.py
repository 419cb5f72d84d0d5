"""`interview-sim serve` in a real browser: a mock by real keys, and a door that holds."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("fcntl")

import pyte
from aiohttp.test_utils import unused_port
from chromium import PROGRAM, Chromium
from tab import answers_of, prefer_short_interview

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed"),
    pytest.mark.xdist_group("chromium"),
]
PATIENCE = 60.0


class Page:
    """The page in a browser: keys go to it as a person's do, and it shows what reaches it."""

    def __init__(self, browser: Chromium) -> None:
        self.browser = browser
        self._screen = pyte.Screen(300, 100)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def text(self) -> str:
        """What has come until now."""
        self.browser.js("1")
        for data in self.browser.received:
            self._stream.feed(data)
        self.browser.received.clear()
        return " ".join(" ".join(self._screen.display).split())

    def shows(self, *texts: str, seconds: float = PATIENCE) -> bool:
        """Whether the texts come within that time."""
        until = time.monotonic() + seconds
        while not all(text in self.text for text in texts):
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True

    def press_for(self, key: str, *texts: str) -> None:
        """Press a key, after a look, until it brings the texts: it may come too early."""
        for _ in range(10):
            time.sleep(0.7)
            self.browser.press(key)
            if self.shows(*texts, seconds=PATIENCE / 10):
                return
        raise AssertionError(f"waited for {texts}: {self.text}")


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chromium]:
    """A browser without a past."""
    with Chromium(tmp_path / "profile") as running:
        yield running


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "interview_sim", "serve", *arguments]


@contextmanager
def _served(port: int) -> Iterator[list[str]]:
    """The real server; gives what it says, of which all is there at the end."""
    pipe = subprocess.PIPE
    program = _command("--port", str(port))
    with subprocess.Popen(program, stdout=pipe, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        said = []
        while "Ctrl+C" not in "".join(said):
            said.append(server.stdout.readline())
            assert said[-1], said
        until = time.monotonic() + PATIENCE
        while not _answers(port):
            assert time.monotonic() < until
        try:
            yield said
        finally:
            server.send_signal(signal.SIGINT)
            said.append(server.communicate(timeout=PATIENCE)[0])
            assert server.returncode == 0


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def test_from_home_to_the_scorecard_by_keys(browser: Chromium, tmp_path: Path, home: Path) -> None:
    """An invited visitor follows the link, sits a mock, and it is in their folder; no other."""
    port = unused_port()
    address = f"http://127.0.0.1:{port}"
    invited = subprocess.run(
        _command("invite", "ann", "--url", address), capture_output=True, text=True, check=True
    )
    link = invited.stdout.strip()
    prefer_short_interview(home / "data" / "visitors" / "ann" / "state")
    with _served(port) as said:
        browser.visit(address + "/")
        assert "Open the link that you were given" in browser.js("document.body.textContent")
        browser.visit(link, then=address + "/")
        assert browser.js("document.cookie") == ""
        page = Page(browser)
        assert page.shows(
            "Start an interview", "1 question", "whoever runs this server can read"
        ), page.text
        browser.picture(tmp_path / "home.png")
        page.press_for("enter", "when you are ready")
        page.press_for("enter", "to read")
        page.press_for("enter", "0 words")
        for letter in "Typed in Chromium":
            browser.press(letter)
        assert page.shows("3 words"), page.text
        browser.picture(tmp_path / "answer.png")
        page.press_for("ctrl+s", "What comes now")
        page.press_for("enter", "Rate yourself")
        page.press_for("s", "Enter skips")
        page.press_for("enter", "suggested")
        page.press_for("a", "Scorecard", "Coverage")
        browser.picture(tmp_path / "scorecard.png")
        assert answers_of(home / "data" / "visitors" / "ann") == ["Typed in Chromium"]
        assert not (home / "data" / "transcripts").exists()
        # Nothing is asked of anyone else, and nothing breaks the page's own policy.
        wrong = ("Security Policy", "exceptionDetails", "net::")
        assert [said for said in browser.complaints if any(words in said for words in wrong)] == []
        page.press_for("escape", "Start an interview")
        is_closed = "document.body.classList.contains('-closed')"
        for _ in range(10):
            time.sleep(0.7)  # a key that comes with the screen does not count
            browser.press("ctrl+q")
            if browser.js(is_closed):
                break
        browser.until(is_closed)
        browser.picture(tmp_path / "closed.png")
    assert link.partition("#")[2] not in "".join(said)


def test_another_page_cannot_use_the_cookie(browser: Chromium, tmp_path: Path) -> None:
    """Not by a websocket, a frame or a form of its own."""
    port = unused_port()
    address = f"http://127.0.0.1:{port}"
    with _served(port) as said:
        link = next(line.strip() for line in said if "/i#" in line)
        browser.visit(link, then=address + "/")
        page = tmp_path / "evil.html"
        page.write_text(f"<iframe src='{address}/'></iframe>")
        browser.open(page)
        connected = (
            f"new Promise(done => {{ const s = new WebSocket('ws://127.0.0.1:{port}/ws');"
            " s.onopen = () => done('open'); s.onerror = () => done('refused'); })"
        )
        assert browser.js(connected) == "refused"
        fetched = (
            f"fetch('{address}/', {{credentials: 'include'}}).then(() => 'read', () => 'refused')"
        )
        assert browser.js(fetched) == "refused"
        browser.until("true")
        assert any("frame" in words.lower() for words in browser.complaints)
