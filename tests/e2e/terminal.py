"""The real program in a real pseudo-terminal, read through a terminal emulator."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import signal
import sys
import termios
import time
from pathlib import Path

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "tab": "\t",
    "ctrl+s": "\x13",
    "ctrl+n": "\x0e",
    "ctrl+q": "\x11",
    "ctrl+c": "\x03",
    "f1": "\x1bOP",
}
PATIENCE = 60.0


class Terminal:
    """A program on a screen of so many columns and rows."""

    def __init__(
        self,
        *arguments: str,
        cwd: Path,
        home: Path,
        columns: int = 80,
        rows: int = 24,
        **env: str,
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("INTERVIEW_SIM", "NO_"))}
        kept |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        kept |= {"INTERVIEW_SIM_HOME": str(home), **env}
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "interview_sim", *arguments],
            cwd=str(cwd),
            env=kept,
            dimensions=(rows, columns),
            timeout=PATIENCE,
        )

    @property
    def text(self) -> str:
        """What is on the screen now."""
        return "\n".join(self.lines)

    @property
    def _but_clocks(self) -> str:
        """What is on the screen now, without what moves by itself."""
        return re.sub(r"[\d:]+", "", self.text)

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, without trailing blanks."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's own cursor, shown or not."""
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def pid(self) -> int:
        """The program's process id."""
        return int(self._child.pid)

    def _take(self, timeout: float) -> bool:
        """Feed the emulator with what comes within `timeout`; False at the end of output."""
        try:
            self._stream.feed(self._child.read_nonblocking(65_536, timeout=timeout))
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        return True

    def wait_for(self, *texts: str, gone: str | None = None, patience: float = PATIENCE) -> str:
        """Read until all of `texts` are on the screen, and `gone` is not."""
        until = time.monotonic() + patience
        while not self._shows(texts, gone):
            if time.monotonic() > until or not self._take(0.1):
                break
        if self._shows(texts, gone):
            return self.text
        raise AssertionError(f"waited for {texts!r}, gone {gone!r}; the screen is:\n{self.text}")

    def press_for(self, key: str, *texts: str, gone: str | None = None) -> str:
        """Press a key that brings the texts, again where it came before anyone could have looked.

        Keys that come too early for what is shown do nothing, and how early that is depends on how
        busy the machine is. While anything but the clocks moves, the key was not in vain.
        """
        until = time.monotonic() + PATIENCE
        self.press(key)
        while time.monotonic() < until:
            before = self._but_clocks
            with contextlib.suppress(AssertionError):
                return self.wait_for(*texts, gone=gone, patience=4)
            if self._but_clocks == before:
                self.press(key)
        return self.wait_for(*texts, gone=gone, patience=0)

    def begin(self) -> None:
        """Go past the page that opens an interview."""
        self._enter("when you are ready")

    def go_on(self) -> None:
        """Go past the page that ends an interview."""
        self._enter("What comes now")

    def _enter(self, page: str) -> None:
        self.wait_for(page)
        # Keys are not taken from someone who has not had the time to look.
        self.rest(0.6)
        self.press_for("enter", gone=page)

    def quit(self) -> int | None:
        """Leave the program, and give its exit code."""
        until = time.monotonic() + PATIENCE
        while self._child.isalive() and time.monotonic() < until:
            self.press("ctrl+q")
            again = time.monotonic() + 5
            while self._take(0.1) and self._child.isalive() and time.monotonic() < again:
                pass
        return self.wait()

    def _shows(self, texts: tuple[str, ...], gone: str | None) -> bool:
        # Lines break where a window or a box is narrow: what is waited for may run over two.
        flowing = " ".join(word for word in self.text.split() if word != "│")
        shown = all(text in self.text or text in flowing for text in texts)
        return shown and (gone is None or (gone not in self.text and gone not in flowing))

    def press(self, *keys: str) -> None:
        """Press keys, by name or as characters, after a look: no key counts at once.

        For what may still come too early on a busy machine there is `press_for`.
        """
        self.rest(0.5)
        for key in keys:
            self._child.send(KEYS.get(key, key))

    def type(self, text: str) -> None:
        """Write text as keys, all at once and without waiting for anything."""
        rest = text.encode()
        while rest:
            rest = rest[os.write(self._child.child_fd, rest) :]

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size, as a person would at any moment."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def rest(self, seconds: float) -> None:
        """Let real time go by, where that is what is tested; what comes meanwhile is read."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._take(left)

    def clog(self, keys: str) -> None:
        """Press keys and read nothing, until the program has no room for another byte."""
        self.type(keys)
        unread, same = b"", 0
        while same < 25:
            time.sleep(0.02)
            count = fcntl.ioctl(self._child.child_fd, termios.FIONREAD, bytes(4))
            same = same + 1 if count == unread else 0
            unread = count

    def close_window(self) -> None:
        """Close the terminal itself, as when its window is closed: the kernel sends SIGHUP."""
        # Not `close` of pexpect's: that would send signals of its own.
        self._child.ptyproc.fileobj.close()
        self._child.closed = self._child.ptyproc.closed = True

    def is_over(self) -> bool:
        """Whether a program whose window is closed ends by itself, waited for patiently."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return True
            time.sleep(0.05)
        os.kill(self.pid, signal.SIGKILL)
        return False

    def kill(self) -> None:
        """End it at once, as `kill -9` does."""
        self.signal(signal.SIGKILL)
        self.wait()

    def wait(self) -> int | None:
        """Read to the end and give the exit code; None where a signal ended it."""
        until = time.monotonic() + PATIENCE
        while self._take(0.1) and self._child.isalive() and time.monotonic() < until:
            pass
        if self._child.isalive():
            self._child.kill(signal.SIGKILL)
            raise AssertionError(f"the program did not end; the screen is:\n{self.text}")
        # What it said last may still be on its way.
        until = time.monotonic() + 2
        while self._take(0.1) and time.monotonic() < until:
            pass
        self._child.close()
        code = self._child.exitstatus
        return None if code is None else int(code)
