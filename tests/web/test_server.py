"""The door and what is behind it, over the real protocol, with real apps in their processes."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from tab import PATIENCE, Tab, answers_of, prefer_short_interview, serving
from textual_serve.download_manager import DownloadManager

from interview_sim.clock import SystemClock
from interview_sim.errors import UsageError
from interview_sim.loopback import is_loopback
from interview_sim.paths import VISITOR_VARIABLE
from interview_sim.web.invites import Invites
from interview_sim.web.server import App, Door, Visitor

SOCKET = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
          "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}  # fmt: skip


async def test_who_has_no_link_gets_nothing(tmp_path: Path) -> None:
    """Neither the page nor the app nor a file; a link that was revoked is none."""
    invites = Invites(tmp_path / "visitors")
    secret = invites.make("ann", SystemClock())
    async with serving(invites=invites) as door, Tab(door) as tab:
        get = tab.browser.get
        for path, status in (("/", 401), ("/ws", 403), ("/download/x", 401), ("/i", 200)):
            async with get(tab.address + path) as answer:
                assert answer.status == status
                assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        with pytest.raises(WSServerHandshakeError):
            await tab.open()
        assert await tab.enter("") == await tab.enter("x" * 22) == await tab.enter("é") == 403
        assert await tab.enter(secret) == 200
        (cookie,) = tab.browser.cookie_jar
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
        async with get(tab.address + "/") as answer:
            assert answer.status == 200
            assert secret not in await answer.text()
        async with get(tab.address + "/download/x") as answer:
            assert answer.status == 404
        invites.revoke("ann")
        async with get(tab.address + "/") as answer:
            assert answer.status == 401


async def test_other_pages_and_other_names_of_this_machine_are_refused(tmp_path: Path) -> None:
    """A page elsewhere cannot use a visitor's cookie, nor by a name that it lets lead here."""
    invites = Invites(tmp_path / "visitors")
    secret = invites.make("ann", SystemClock())
    async with serving(invites=invites) as door, ClientSession() as client:
        address = f"http://127.0.0.1:{door.port}"
        mine = {"Cookie": f"interview-sim={secret}", "Origin": address}
        for changed in (
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Origin": f"http://evil.example:{door.port}", "Host": f"evil.example:{door.port}"},
            {"Host": "evil.example", "X-Forwarded-Host": f"127.0.0.1:{door.port}"},
        ):
            async with client.get(f"{address}/ws", headers=mine | SOCKET | changed) as answer:
                assert answer.status == 403
            async with client.post(f"{address}/i", data=secret, headers=mine | changed) as answer:
                assert answer.status == 403
        del mine["Origin"]
        async with client.post(f"{address}/i", data=secret, headers=mine) as answer:
            assert answer.status == 403
        async with client.get(f"{address}/ws", headers=mine | SOCKET) as answer:
            assert answer.status == 403


def test_others_come_in_by_invitation_only(tmp_path: Path) -> None:
    """No address that others reach, nor a proxy's, shows the host's own folders."""
    for host, url in (("0.0.0.0", ""), ("192.0.2.1", ""), ("127.0.0.1", "https://example.org")):
        with pytest.raises(UsageError, match="serve invite"):
            Door(host, 8000, {}, url=url)
    invites = Invites(tmp_path)
    with pytest.raises(UsageError, match="--url"):
        Door("0.0.0.0", 8000, {}, invites=invites)
    for wrong in (
        "example.org",
        "ftp://example.org",
        "https://example.org/mocks",
        "https://me:word@example.org",
        "https://example.org/?a",
        "https://example.org/#a",
        "https://example.org\n",
        "https://exam ple.org",
        "https://example.org:x",
        "https://example.org:0",
        "https://example.org:65536",
        "https://[example",
    ):
        with pytest.raises(UsageError, match="whole server"):
            Door("127.0.0.1", 8000, {}, invites=invites, url=wrong)
    for url, told in (
        ("https://Example.org/", "https://example.org"),
        ("https://example.org:443", "https://example.org"),
        ("http://[2001:db8::80]:80", "http://[2001:db8::80]"),
        ("https://example.org:80", "https://example.org:80"),
    ):
        assert Door("0.0.0.0", 80, {}, invites=invites, url=url).public_url == told
    assert {Door(host, 80, {}).public_url for host in ("::1", "[::1]")} == {"http://[::1]"}
    assert [*map(is_loopback, ("localhost", "127.0.0.9", "[::1]", "127.0.0.1.evil.example"))] == [
        True, True, True, False,
    ]  # fmt: skip


def test_a_visitors_app_knows_nothing_of_the_hosts_environment(tmp_path: Path) -> None:
    """No key, no home; the language and what says where it may write."""
    host = {"OPENAI_API_KEY": "x", "HOME": "/root", "LANG": "C.UTF-8", "EDITOR": "sh -c x",
            "PYTHONPATH": "/x", "INTERVIEW_SIM_HOME": "/x"}  # fmt: skip
    theirs = Visitor("ann", "", tmp_path).environment(host)
    assert theirs == {
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path),
        "USERPROFILE": str(tmp_path),
        VISITOR_VARIABLE: str(tmp_path),
    }


async def test_one_visitor_from_home_to_the_scorecard(tmp_path: Path, cache_of_banks: Path) -> None:
    """By key presses; closing the tab in the middle loses nothing, and a revoked one is closed."""
    folder = tmp_path / "visitors"
    invites = Invites(folder)
    secret = invites.make("ann", SystemClock())
    prefer_short_interview(folder / "ann" / "state")
    shutil.copytree(cache_of_banks, folder / "ann" / "cache" / "banks")
    async with serving(invites=invites) as door, Tab(door) as tab:
        await tab.enter(secret)
        await tab.open()
        await tab.send("resize", {"width": 10**9, "height": 10**9})
        await tab.send("resize", {"width": 100, "height": 30})
        await tab.answer("Left in the middle of")
        await tab.wait_for("F4 skip", "F10 finish")  # browsers open a window with ^N
        await tab.close()
        await tab.open()
        await tab.wait_for("Start an interview", "Go on")
        await tab.press_for("r", "Enter to go on")
        await tab.press_for("enter", "5 words")
        await tab.finish()
        await tab.press_for("x", "Export this session")
        await tab.press("1")
        for _ in range(int(PATIENCE)):
            await tab.rest(1)
            if tab.told:
                break
        ((said, key),) = tab.told
        assert said == "deliver_file_start"
        async with Tab(door) as other:
            await other.enter(invites.make("bo", SystemClock()))
            async with other.browser.get(f"{other.address}/download/{key}") as answer:
                assert answer.status == 404
        async with tab.browser.get(f"{tab.address}/download/{key}") as answer:
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert "Left in the middle of" in await answer.text()
        invites.revoke("ann")
        assert await tab.is_closed()
    assert answers_of(folder / "ann") == ["Left in the middle of"]
    assert not (tmp_path / "home" / "data").exists()


@pytest.mark.thorough
async def test_twenty_visitors_at_once_see_their_own_sessions_alone(tmp_path: Path) -> None:
    """Each sits a whole mock, and finds one session in the history: theirs."""
    folder = tmp_path / "visitors"
    invites = Invites(folder)
    names = [f"visitor-{number}" for number in range(21)]
    secrets = {name: invites.make(name, SystemClock()) for name in names}
    for name in names:
        prefer_short_interview(folder / name / "state")

    async def visit(door: Door, name: str) -> None:
        async with Tab(door) as tab:
            await tab.enter(secrets[name])
            await tab.open()
            await tab.answer(f"My name is {name}.")
            await tab.finish()
            await tab.press_for("escape", "Start an interview")
            await tab.press_for("h", "History", "1 session")
            await tab.close()

    # A tab keeps its place until its app has saved.
    async with serving(invites=invites, most=21) as door:
        # One comes first: the banks are read once, not by twenty at the same time.
        await visit(door, names[0])
        for name in names[1:]:
            shutil.copytree(folder / names[0] / "cache", folder / name / "cache")
        await asyncio.gather(*(visit(door, name) for name in names[1:]))
    for name in names:
        assert answers_of(folder / name) == [f"My name is {name}."]


async def test_there_are_so_many_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes when all are taken is told so, and nothing is started."""
    secret = ""
    async with serving(most=0) as door, Tab(door) as tab:
        secret = door.secret
        assert await tab.enter(secret) == 200
        async with tab.browser.get(tab.address) as answer:
            assert (answer.status, "Try again later" in await answer.text()) == (503, True)
        with pytest.raises(WSServerHandshakeError, match="503"):
            await tab.open()


@pytest.mark.parametrize("is_told", [True, False])
async def test_an_app_ends_with_its_tab_or_its_server(tmp_path: Path, *, is_told: bool) -> None:
    """However early, and quietly: else it would go on for nobody, with the session locked."""
    nothing = AsyncMock()
    app = App(Visitor("ann", "", tmp_path), os.environ, write_bytes=nothing,
              write_str=nothing, close=nothing, download_manager=DownloadManager())  # fmt: skip
    process = await app._open_app_process()
    assert process.stdin is not None
    if is_told:
        await app.send_meta({"type": "quit"})
    else:
        process.stdin.close()
    _, complaints = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert complaints == b""
