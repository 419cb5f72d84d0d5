"""What the process of a visitor may open: their own folder, and what the program is made of.

A host's visitors press keys in a program that runs on the host's machine as the host. Whatever path
a screen, a format or a judge takes from them is asked for here, as Python asks its audit hooks
before it opens, lists, changes or removes anything, starts a program or connects: one rule in
place of one for each screen. What is refused is an `OSError` as any other, which whoever asked
reports. It holds for the life of the process.

It stands between keys and files. It is no sandbox for code: an installed judge or format could get
around it (https://docs.python.org/3/library/sys.html#sys.addaudithook).
"""

from __future__ import annotations

import mimetypes
import os
import sys
import sysconfig
import zoneinfo
from collections.abc import Iterable
from errno import EACCES
from typing import Any

from interview_sim.paths import shipped_folder

_CHANGES = {
    "os.chmod": 1, "os.chown": 1, "os.link": 2, "os.mkdir": 1, "os.remove": 1, "os.rename": 2,
    "os.removexattr": 1, "os.rmdir": 1, "os.setxattr": 1, "os.symlink": 2, "os.truncate": 1,
    "os.utime": 1, "sqlite3.connect": 1,
}  # fmt: skip
"""What changes files, and how many paths its arguments begin with."""
_READS = frozenset({"os.chdir", "os.getxattr", "os.listdir", "os.listxattr", "os.scandir"})
_NEVER = frozenset({
    "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system",
    "pty.spawn", "socket.bind", "socket.connect", "socket.getaddrinfo", "socket.sendto",
    "subprocess.Popen", "webbrowser.open",
})  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Wall:
    """Decides what may be done.

    Args:
        own: The visitor's own folder.
        readable: Files and folders that may be read besides.
    """

    def __init__(self, own: str, readable: Iterable[str]) -> None:
        self._own = os.path.realpath(own)
        both = {form(path) for path in readable for form in (os.path.abspath, os.path.realpath)}
        self._readable = tuple(sorted(both))

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Refuse what may not be done, as `sys.addaudithook` has it.

        Raises:
            PermissionError: It may not.
        """
        if event == "open":
            path, mode, flags = arguments
            is_writing = bool(flags & _WRITING) or bool(set(mode or "") & set("wax+"))
            self._ask(path, is_writing=is_writing)
        elif event in _CHANGES:
            for path in arguments[: _CHANGES[event]]:
                self._ask(path, is_writing=True)
        elif event in _READS:
            self._ask(arguments[0], is_writing=False)
        elif event in _NEVER:
            raise PermissionError(EACCES, "not for visitors", event)

    def _ask(self, path: object, *, is_writing: bool) -> None:
        # What is open was asked for when it was opened.
        if isinstance(path, int):
            return
        named = os.getcwd() if path is None else os.fsdecode(path)  # type: ignore[arg-type]  # noqa: PTH109
        if not is_writing and ".." not in named and self._is_readable(named):
            return
        real = os.path.realpath(named)
        if _is_in(real, self._own) or (not is_writing and self._is_readable(real)):
            return
        raise PermissionError(EACCES, "outside of your folder", named)

    def _is_readable(self, path: str) -> bool:
        return any(_is_in(path, root) for root in self._readable)


def build_wall(own: str) -> None:
    """Keep this process to the visitor's folder from now on."""
    sys.addaudithook(Wall(own, program_paths()))


def program_paths() -> tuple[str, ...]:
    """What the program, Python and the packages installed with them are read from."""
    package = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
    installed = [
        sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")
    ]
    # A checkout is on the path, too, and holds more than the program.
    others = [path for path in sys.path if path and not _is_in(package, os.path.realpath(path))]
    shipped = [str(shipped_folder(name)) for name in ("banks", "transcripts")]
    system = [*map(str, zoneinfo.TZPATH), *map(str, mimetypes.knownfiles), os.devnull]
    kept = [sys.pycache_prefix] if sys.pycache_prefix else []
    return (package, *installed, *others, *shipped, *system, *kept)


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
