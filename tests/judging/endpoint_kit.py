"""A model's endpoint on this machine that does as it is told: well, or badly in every way."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from interview_sim.config import Endpoint
from interview_sim.judging.llm.client import known_rungs

KEY = "sk-secret-0123456789"

Act = Callable[["Call"], None]


class Call:
    """One request, and how to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        self._handler = handler
        self.path = handler.path
        self.headers = dict(handler.headers)
        self.asked = asked

    @property
    def form(self) -> str:
        """What kind of answer is asked for: the rung."""
        return str(self.asked.get("response_format", {}).get("type", "text"))

    @property
    def prompt(self) -> str:
        """All that the model is told."""
        return "\n".join(message["content"] for message in self.asked["messages"])

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Answer with these bytes."""
        self._handler.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def say(self, content: object) -> None:
        """Answer as a model does, with this text, or this as JSON."""
        text = content if isinstance(content, str) else json.dumps(content)
        message = {"role": "assistant", "content": text}
        usage = {"prompt_tokens": 120, "completion_tokens": 34}
        self.send(json.dumps({"choices": [{"message": message}], "usage": usage}).encode())

    def refuse(self, status: int, text: str = "no") -> None:
        """Answer with an error that repeats the key, as some do."""
        said = f"{text}: {self.headers.get('Authorization')}"
        self.send(json.dumps({"error": {"message": said}}).encode(), status)


class Server:
    """Where it listens, and what it was asked."""

    def __init__(self, port: int, calls: list[Call]) -> None:
        self.endpoint = Endpoint(base_url=f"http://127.0.0.1:{port}/v1", model="tiny")
        self.calls = calls

    @property
    def forms(self) -> list[str]:
        """The rungs that were tried, in order."""
        return [call.form for call in self.calls]


def verdicts(*said: tuple[object, object]) -> dict[str, object]:
    """What a model answers: a verdict and its sentence for each point, in their order."""
    keys = ("verdict", "sentence")
    listed = enumerate(said, 1)
    return {"verdicts": {str(n): dict(zip(keys, one, strict=True)) for n, one in listed}}


@contextmanager
def serving(act: Act) -> Iterator[Server]:
    """An endpoint on a free port that answers every request so."""
    calls: list[Call] = []
    known_rungs.clear()  # its port may have been another's

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            self._answer(json.loads(self.rfile.read(size)))

        def do_GET(self) -> None:
            self._answer({})

        def _answer(self, asked: dict[str, Any]) -> None:
            call = Call(self, asked)
            calls.append(call)
            try:
                act(call)
            except OSError:  # whoever asked has hung up
                self.close_connection = True

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Server(server.server_address[1], calls)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
