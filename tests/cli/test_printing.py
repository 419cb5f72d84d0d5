"""What commands print: tables and wrapped text on a terminal, plain lines anywhere else."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pyte
import pytest

from interview_sim.cli import printing

HOSTILE = "[bold]x[/] \x1b[31m\u202e"


class Terminal(io.StringIO):
    """A stream that is a terminal, or is not."""

    encoding = "utf-8"

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def screen(self) -> list[str]:
        """What is on the screen in the end, without blank lines below."""
        screen = pyte.Screen(40, 30)
        pyte.Stream(screen).feed(self.getvalue().replace("\n", "\r\n"))
        return "\n".join(line.rstrip() for line in screen.display).rstrip().splitlines()


Attach = Callable[[], Terminal]


@pytest.fixture(params=[True, False], ids=["terminal", "pipe"])
def attach(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Attach:
    """Makes standard output and standard error one terminal, or one pipe."""

    def attached() -> Terminal:
        stream = Terminal(is_terminal=request.param)
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return attached


def test_paragraphs_are_wrapped_between_words_on_a_terminal_only(attach: Attach) -> None:
    """The lines that follow are indented as far as the first; in a pipe a line stays one line."""
    stream = attach()
    text = "the bias and variance trade-off explained to everyone"
    printing.say(text, "  1. ")
    if stream.isatty():
        assert stream.screen() == [
            "  1. the bias and variance trade-off",
            "     explained to everyone",
        ]
    else:
        assert stream.getvalue() == f"  1. {text}\n"


def test_a_long_word_breaks_no_other(attach: Attach) -> None:
    """Only what is longer than the terminal is cut; the next line of an item is below its words."""
    stream = attach()
    path = "/home/somebody/with/a/path/that/is/longer/than/it"
    printing.say(
        f"  1  the bias and the variance of an estimator\n\nsee {path} for everything else"
    )
    if stream.isatty():
        assert stream.screen() == [
            "  1  the bias and the variance of an",
            "     estimator",
            "",
            "see",
            path[:40],
            path[40:],
            "for everything else",
        ]


def test_text_from_outside_is_literal(attach: Attach) -> None:
    """Neither markup nor escapes are obeyed, in text, tables and facts."""
    stream = attach()
    printing.say(HOSTILE * 3)
    printing.note(HOSTILE)
    printing.print_table([(HOSTILE, "a\tb\nc")], ("one", "two"))
    printing.print_facts([("name", HOSTILE)])
    written = stream.getvalue()
    assert written.count("[bold]x[/]") == 6
    assert "\x1b[31m" not in written
    assert "\u202e" not in written
    assert "a␉b␊c" in written


def test_markdown_is_laid_out_on_a_terminal_and_leads_nowhere(attach: Attach) -> None:
    """Emphasis and lists are shown without their signs; no link is one that a terminal follows."""
    stream = attach()
    printing.say_markdown(f"**Bold** [x](http://evil.example) {HOSTILE}\n\n- one", "  ")
    written = stream.getvalue()
    assert "\x1b]8" not in written
    assert "\x1b[31m" not in written
    assert "[bold]x[/]" in written
    assert "http://evil.example" in written
    assert ("**Bold**" in written) != stream.isatty()
    assert ("- one" in written) != stream.isatty()


def test_tables_have_heads_and_columns_on_a_terminal_and_tabs_in_a_pipe(attach: Attach) -> None:
    """Scripts read the same columns however long the cells are."""
    stream = attach()
    printing.print_table([("a", "1"), ("日本語", "22")], ("name", "n"), right=("n",))
    if stream.isatty():
        assert stream.screen() == ["name     n", "a        1", "日本語  22"]
        assert "\x1b[1m" in stream.getvalue()
    else:
        assert stream.getvalue() == "a\t1\n日本語\t22\n"


def test_progress_is_shown_on_a_terminal_and_nothing_of_it_stays(attach: Attach) -> None:
    """A few steps are over in no time, and a log wants no progress."""
    stream = attach()
    with printing.progress("Reading banks") as report:
        for done in range(3):
            report(done, 3)
    assert stream.getvalue() == ""
    with printing.progress("Reading banks") as report:
        for done in range(1, 101):
            report(done, 100)
    if stream.isatty():
        assert "Reading banks" in stream.getvalue()
        assert "100/100" in stream.getvalue()
    assert stream.screen() == []
