"""A paste comes in one piece and holds nothing that a terminal or a program would obey.

Textual reads on for keys inside a paste: an escape in it comes out as keys before the rest of the
text, and a control character presses the key of that name.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from textual._parser import ParseEOF, ParseTimeout
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser

from interview_sim.literal import without_controls

_parse = XTermParser.parse


def _parse_whole_pastes(
    parser: XTermParser, take: Callable[[Any], None]
) -> Generator[Any, str, None]:
    """The parser's own work, to which a paste is given only once its end has come."""
    inner = _parse(parser, take)
    wanted = next(inner)
    latest = ""
    while True:
        try:
            char = yield wanted
        except (ParseEOF, ParseTimeout) as silence:
            latest = ""
            try:
                wanted = inner.throw(silence)
            except StopIteration:
                return
            continue
        latest = (latest + char)[-len(BRACKETED_PASTE_START) :]
        sent = char
        if latest == BRACKETED_PASTE_START:
            inner.send(char)
            latest = ""
            try:
                sent = yield from _pasted(parser)
            except ParseEOF:
                return
        for char in sent:
            wanted = inner.send(char)


def _pasted(parser: XTermParser) -> Generator[Any, str, str]:
    """What follows the start of a paste: its text, and the sequence that ends it."""
    chars: list[str] = []
    size = len(BRACKETED_PASTE_END)
    while "".join(chars[-size:]) != BRACKETED_PASTE_END:
        chars.append((yield parser.read1()))
    return without_controls("".join(chars[:-size])) + BRACKETED_PASTE_END


def install() -> None:
    """Have every driver read pastes like this."""
    XTermParser.parse = _parse_whole_pastes  # type: ignore[method-assign, assignment]
