"""The server: textual-serve's, behind a door that lets in whoever has a secret link.

What comes from outside is checked in one place, before anything else is done with it: the host it
asks for, the page it comes from, and the secret in its cookie. Nothing of it reaches a shell.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import secrets
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from interview_sim.errors import InterviewSimError, UsageError
from interview_sim.loopback import is_loopback, is_loopback_url
from interview_sim.paths import VISITOR_VARIABLE
from interview_sim.web.invites import Invites, digest_of, origin_of

try:
    from aiohttp import web
    from jinja2 import Environment, FileSystemLoader
    from textual_serve.app_service import AppService
    from textual_serve.server import Server
except ImportError as error:
    raise UsageError(
        "This needs textual-serve, which is not installed. Install it with "
        "`pip install 'interview-sim[web]'` (in a checkout: `uv sync --extra web`)."
    ) from error

MOST_EACH = 3
"""Sessions of one visitor at once; each is a process of about 100 MB."""

_COOKIE = "interview-sim"
_YEAR = 365 * 24 * 3600
_GRACE = 5.0
"""Seconds that an app has to save and end, once its tab is closed."""
_LOOK = 2.0
"""Seconds between two looks at who is still invited."""
_LONGEST = 1 << 20
"""Bytes of one message; far more than an answer."""
_WIDEST, _HIGHEST = 500, 200
"""A window that says it is larger is not believed: the app would draw all of it."""
_KEPT = frozenset(
    "LANG LC_ALL LC_CTYPE TZ SYSTEMROOT PYTHONPYCACHEPREFIX PYTHONUTF8 PYTHONHOME".split()  # noqa: SIM905
)
"""What a visitor's app gets to know of the host's environment: no keys, no names."""
_ADDED = (
    "TEXTUAL_DRIVER", "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM", "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION", "COLUMNS", "ROWS",
)  # fmt: skip
"""What the app's driver asks for; the library copies all of the host's environment with it."""
_DRIVER = "interview_sim.tui.browser:BrowserDriver"
_APP = (sys.executable, "-P", "-m", "interview_sim")
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{0}'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone who came in by a link."""

    name: str
    digest: str
    """Of the link's secret."""
    folder: Path | None = None
    """Their own; None for the one local user, whose folders are the usual ones."""

    def environment(self, host: Mapping[str, str]) -> dict[str, str]:
        """What their app gets to know of the host's environment, and where it may write."""
        if self.folder is None:
            return dict(host)
        kept = {name: value for name, value in host.items() if name.upper() in _KEPT}
        folder = str(self.folder)
        return {**kept, "HOME": folder, "USERPROFILE": folder, VISITOR_VARIABLE: folder}


_VISITOR = web.RequestKey("visitor", Visitor)
_NONCE = web.RequestKey("nonce", str)


class App(AppService):
    """One visitor's app in a process of its own, which ends with its tab."""

    def __init__(self, visitor: Visitor, host: Mapping[str, str], **settings: Any) -> None:
        super().__init__(" ".join(_APP), **settings)
        self.visitor = visitor
        self._host = host

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        whole = super()._build_environment(width, height)
        added = {name: whole[name] for name in _ADDED}
        added["TEXTUAL_DRIVER"] = _DRIVER
        return self.visitor.environment(self._host) | added

    async def _open_app_process(
        self, width: int = 80, height: int = 24
    ) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        self._process = process = await asyncio.create_subprocess_exec(
            *_APP,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            cwd=self.visitor.folder,
            env=self._build_environment(width, height),
        )
        self._stdin = process.stdin
        return process

    async def start(self, width: int, height: int) -> None:
        """Start the process in a window of that size."""
        await super().start(*_believed(width, height))

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell it that the window has another size."""
        await super().set_terminal_size(*_believed(width, height))

    async def on_data(self, payload: bytes) -> None:
        """Show what the app draws."""
        # Read on where nobody looks any more: an app that cannot write could not end.
        with contextlib.suppress(ConnectionError):
            await super().on_data(payload)

    async def stop(self) -> None:
        """Let it save and end; end it where it does not."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(super().stop(), _GRACE)
        process = self._process
        if process is not None and process.returncode is None:
            try:
                await asyncio.wait_for(process.wait(), _GRACE)
            except TimeoutError:
                process.kill()
                await process.wait()


class Door(Server):
    """Serves the app to whoever has a secret link.

    Args:
        host: The address to listen at.
        port: Its port.
        env: The environment.
        invites: Who may come in; None for one local user, who then has `secret`.
        url: How visitors reach this server, where that is not by its address.
        most: Sessions at once.

    Raises:
        UsageError: Others could come in without an invitation, or it is not said by what address.
    """

    def __init__(
        self,
        host: str,
        port: int,
        env: Mapping[str, str],
        *,
        invites: Invites | None = None,
        url: str = "",
        most: int = 20,
    ) -> None:
        super().__init__(" ".join(_APP), host, port, title="interview-sim", public_url=url or None)
        self.secret = secrets.token_urlsafe(16)
        self.is_local = invites is None
        self._env = env
        self._invites = invites
        self._most = most
        self._here: list[tuple[Visitor, web.WebSocketResponse]] = []
        self._origins = _origins(host, port, url, is_local=self.is_local)
        self._hosts = {urlsplit(origin).netloc for origin in self._origins}
        self.public_url = self._origins[0]
        self._page = Environment(
            loader=FileSystemLoader(Path(__file__).parent), autoescape=True
        ).get_template("page.html.j2")

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._checked)
        app.router.add_get("/i", self._enter)
        app.router.add_post("/i", self._entered)
        app.on_response_prepare.append(_harden)
        return app

    def serve(self, debug: bool = False) -> None:
        """Serve until a signal ends it; requests are not logged.

        Raises:
            UsageError: It cannot listen there.
        """
        self.debug = debug
        loop = asyncio.new_event_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, self.request_exit)
        try:
            web.run_app(
                self._make_app(),
                host=self.host,
                port=self.port,
                handle_signals=False,
                loop=loop,
                access_log=None,
                print=None,
            )
        except OSError as error:
            raise UsageError(
                f"It cannot listen at {self.host}, port {self.port}: {error.strerror or error}. "
                "Choose others with --host and --port."
            ) from error

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: whoever starts it has said everything."""

    async def on_shutdown(self, app: web.Application) -> None:
        """Close every tab's connection, so that every app saves and ends."""
        for _visitor, websocket in list(self._here):
            await websocket.close(code=1001)

    # Who comes in

    @web.middleware
    async def _checked(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let through what comes from this server's own pages, by someone who has a link."""
        if request.host.lower() not in self._hosts:
            raise web.HTTPForbidden(text="This server has another address.")
        origin = request.headers.get("Origin")
        has_to_say = request.path == "/ws" or request.method == "POST"
        if origin not in self._origins and (has_to_say or origin is not None):
            raise web.HTTPForbidden(text="This came from another page.")
        if request.path == "/i" or request.path.startswith("/static/"):
            return await handler(request)
        visitor = self._visitor(request.cookies.get(_COOKIE, ""))
        if visitor is None:
            words = "Open the link that you were given."
            return self._shown(request, status=401, words=words)
        request[_VISITOR] = visitor
        return await handler(request)

    def _visitor(self, secret: str) -> Visitor | None:
        digest = digest_of(secret)
        if self._invites is None:
            is_ours = hmac.compare_digest(digest, digest_of(self.secret))
            return Visitor("", digest) if is_ours else None
        try:
            invite = self._invites.holder(secret)
            if invite is None:
                return None
            return Visitor(invite.name, digest, self._invites.folder_of(invite))
        except InterviewSimError:
            return None  # a list that cannot be read lets nobody in

    async def _show_out(self, visitor: Visitor, websocket: web.WebSocketResponse) -> None:
        """Close the connection once its visitor is not invited any more."""
        while self._may_stay(visitor):
            await asyncio.sleep(_LOOK)
        await websocket.close()

    def _may_stay(self, visitor: Visitor) -> bool:
        if self._invites is None:
            return True
        try:
            return visitor.digest in {invite.digest for invite in self._invites.listed()}
        except InterviewSimError:
            return False

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        return self._shown(request, enters=True)

    async def _entered(self, request: web.Request) -> web.StreamResponse:
        secret = (await request.content.read(200)).decode("ascii", "replace")
        if self._visitor(secret) is None:
            raise web.HTTPForbidden(text="This link is not valid, or no longer.")
        response = web.Response()
        response.set_cookie(
            _COOKIE,
            secret,
            max_age=_YEAR,
            httponly=True,
            samesite="Strict",
            secure=request.headers["Origin"].startswith("https:"),
        )
        return response

    # What they get

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """The page with the terminal."""
        if self._is_full(request[_VISITOR]):
            words = "All places are taken, or you have too many tabs open. Try again later."
            return self._shown(request, status=503, words=words)
        return self._shown(request, opens=True)

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """A file that the visitor's own app gives out."""
        with contextlib.suppress(KeyError):
            key = request.match_info["key"]
            download = await self.download_manager.get_download_metadata(key)
            app = download.app_service
            if isinstance(app, App) and app.visitor == request[_VISITOR]:
                return await super().handle_download(request)
        raise web.HTTPNotFound

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One tab's connection, and its app for as long as it holds."""
        visitor = request[_VISITOR]
        if self._is_full(visitor):
            raise web.HTTPServiceUnavailable
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=_LONGEST)
        mine = (visitor, websocket)
        self._here.append(mine)
        try:
            await websocket.prepare(request)
            app = App(
                visitor,
                self._env,
                write_bytes=websocket.send_bytes,
                write_str=websocket.send_str,
                close=websocket.close,
                download_manager=self.download_manager,
            )
            watching = asyncio.create_task(self._show_out(visitor, websocket))
            try:
                await app.start(_number(request, "width", 80), _number(request, "height", 24))
                await self._process_messages(websocket, app)
            except (AssertionError, AttributeError, LookupError, TypeError, ValueError):
                await websocket.close(code=1003)  # it does not speak our protocol
            finally:
                watching.cancel()
                await app.stop()
        finally:
            self._here.remove(mine)
        return websocket

    def _is_full(self, visitor: Visitor) -> bool:
        theirs = sum(other.name == visitor.name for other, _websocket in self._here)
        return len(self._here) >= self._most or theirs >= MOST_EACH

    def _shown(self, request: web.Request, status: int = 200, **parts: Any) -> web.Response:
        request[_NONCE] = nonce = secrets.token_urlsafe(16)
        text = self._page.render(nonce=nonce, **parts)
        return web.Response(text=text, content_type="text/html", status=status)


async def _harden(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
    nonce = request.get(_NONCE, "")
    response.headers["Content-Security-Policy"] = _POLICY.format(nonce)


def _origins(host: str, port: int, url: str, *, is_local: bool) -> tuple[str, ...]:
    """From what pages requests may come: first the one that is told to visitors.

    Raises:
        UsageError: See `Door`.
    """
    here = [f"http://{each}{_port(port)}" for each in ("127.0.0.1", "localhost", "[::1]")]
    name = f"[{host.strip('[]')}]" if ":" in host else host
    own = f"http://{name}{_port(port)}"
    public = origin_of(url) if url else own
    is_private = is_loopback(host) and is_loopback_url(public)
    if is_local and not is_private:
        raise UsageError(
            "At an address that others reach, only those who are invited come in. Invite someone "
            "first: interview-sim serve invite NAME"
        )
    if host in {"", "0.0.0.0", "::"} and not url:  # noqa: S104 - asked for, not chosen
        raise UsageError("Say with --url how visitors reach this server.")
    if not is_loopback(host):
        return (public,)
    return tuple(dict.fromkeys([public, *here]))


def _port(port: int) -> str:
    return "" if port == 80 else f":{port}"


def _believed(width: int, height: int) -> tuple[int, int]:
    return max(1, min(int(width), _WIDEST)), max(1, min(int(height), _HIGHEST))


def _number(request: web.Request, name: str, usual: int) -> int:
    try:
        return int(request.query.get(name, usual))
    except ValueError:
        return usual
