"""Pastes come in one piece, without what a terminal would obey."""

from __future__ import annotations

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from interview_sim.tui import paste

START, END = "\x1b[200~", "\x1b[201~"


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (f"{START}one\x1b[31mred\x07two{END}", ["oneredtwo"]),
        (f"{START}a\x1b]0;title\x07b\x1b\\c\x1bMd\x1b{END}", ["abcd"]),
        (f"{START}a\nb\tc\r\nd é 🎲{END}", ["a\nb\tc\r\nd é 🎲"]),
        (f"x{START}{START}y\x1b[200~{END}\x1b[Az", ["x", "y", "up", "z"]),
        (f"{START}{END}\x13", ["", "ctrl+s"]),
    ],
)
def test_a_paste_comes_in_order_and_presses_no_key(
    monkeypatch: pytest.MonkeyPatch, size: int, sent: str, expected: list[str]
) -> None:
    """Whatever it holds and however it is cut by the terminal; keys around it are keys."""
    monkeypatch.setattr(XTermParser, "parse", XTermParser.parse)
    paste.install()
    parser = XTermParser()
    found = [
        event.text if isinstance(event, events.Paste) else event.key
        for at in range(0, len(sent), size)
        for event in parser.feed(sent[at : at + size])
        if isinstance(event, events.Paste | events.Key)
    ]
    assert found == expected
