"""Work in threads that never keep the program from ending."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def in_background(work: Callable[[], T], when_ready: Callable[[], None] | None = None) -> Future[T]:
    """Run `work` in a thread that never keeps the program from ending."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # kept for whoever asks for the result
            future.set_exception(error)
        if when_ready is not None:
            when_ready()

    threading.Thread(target=run, name="judging", daemon=True).start()
    return future
