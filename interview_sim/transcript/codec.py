"""Events to lines and back: one JSON object a line, UTF-8.

Writing is exact: what is written reads back as the same event. Reading forgives what another
version or a damaged disk may have put there, and says what it could not make out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import msgspec
from msgspec import Struct

from interview_sim.session.events import TRANSCRIPT_FORMAT, AnyEvent, Event, Header

FORMAT_NAME, _, _VERSION = TRANSCRIPT_FORMAT.rpartition("@")
VERSION = int(_VERSION)
"""The version of the format that is written."""

LARGEST = 2**53
"""No number or time in a transcript reaches this; what does is damage."""

Step = Callable[[dict[str, Any]], dict[str, Any]]
Upgrade = Mapping[str, Step]
"""By event type, what turns one of its lines into one of today's; others have not changed."""


def _revealed_1(value: dict[str, Any]) -> dict[str, Any]:
    """Format 1 kept what was suggested with the reveal, and of claims only their ids."""
    version = value.pop("matcher", "")
    suggestions = value.pop("suggestions", ())
    if suggestions:
        value["judged"] = [
            {
                "part": one.get("part", ""),
                "judge": "lexical",
                "version": version,
                "points": one.get("points", ()),
                "claims": [{"id": claim, "strength": 1.0} for claim in one.get("claims", ())],
            }
            for one in suggestions
            if isinstance(one, dict)
        ]
    return value


NO_UPGRADE: Upgrade = {}
UPGRADES: dict[int, Upgrade] = {1: {"revealed": _revealed_1}}
"""From each older version, what turns its lines into the next version's."""

_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(AnyEvent)
_FIELDS: dict[str, frozenset[str]] = {
    str(kind.__struct_config__.tag): frozenset(kind.__struct_encode_fields__) | {"type"}
    for kind in AnyEvent.__args__
}
_HEADER_START = b'{"type":"header",'
_FORMAT_FIELD = f'"format":"{TRANSCRIPT_FORMAT}",'.encode()
HEADER_BEGINS = _HEADER_START + _FORMAT_FIELD
"""How the first line of a transcript of this version begins."""
_SURROGATES = re.compile("[\ud800-\udfff]")
_SHOWN = 40

REPLACED = "damaged characters were replaced by “\ufffd”"
"""The remark on a line that was not UTF-8."""


class Unknown(Struct, frozen=True):
    """A readable line of a kind that this version does not know."""

    kind: str
    seq: int | None = None


class Damaged(Struct, frozen=True):
    """A line that cannot be made out, and why."""

    words: str


Decoded = Event | Unknown | Damaged


def encode_line(event: Event) -> bytes:
    """The line of one event, with its line end.

    Lone surrogates, which UTF-8 cannot hold, become U+FFFD one for one, so that offsets stay true.
    """
    is_header = isinstance(event, Header) and event.format == TRANSCRIPT_FORMAT
    if is_header:
        # Only the very object that is the default is left out, not one that was read.
        event = msgspec.structs.replace(event, format=TRANSCRIPT_FORMAT)
    try:
        line = _ENCODER.encode(event)
    except UnicodeEncodeError:
        line = _ENCODER.encode(without_surrogates(msgspec.to_builtins(event)))
    if is_header:
        # Fields at their default are left out, but a file must say what it is.
        line = line.replace(_HEADER_START, HEADER_BEGINS, 1)
    return line + b"\n"


def without_surrogates(value: Any) -> Any:
    """The same value with every surrogate in its strings replaced by U+FFFD."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {without_surrogates(key): without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_surrogates(item) for item in value]
    return value


def decode_line(line: bytes, upgrade: Upgrade = NO_UPGRADE) -> Decoded:
    """What one line says: its event, a kind that is not known here, or why it cannot be read.

    Args:
        line: The line; its line end may be missing.
        upgrade: Turns a line of an older format into one of today's.
    """
    try:
        event = _DECODER.decode(line)
    except (ValueError, RecursionError):
        return _decode_slowly(line, upgrade)
    if event.__struct_config__.tag in upgrade:
        return _decode_slowly(line, upgrade)
    return _checked(event)


def decode_exact(lines: bytes) -> list[Event] | None:
    """The events of lines that are, byte by byte, what we would write; None of any others.

    Most files are, and then no line needs a closer look.
    """
    try:
        events: list[Event] = _DECODER.decode_lines(lines)
        if _ENCODER.encode_lines(events) != lines:
            return None
    except (ValueError, RecursionError):
        return None
    is_sound = all(0 <= event.seq < LARGEST and 0 <= event.t < LARGEST for event in events)
    return events if is_sound else None


def _checked(event: Event) -> Decoded:
    if not (0 <= event.seq < LARGEST and 0 <= event.t < LARGEST):
        return Damaged("its number or time makes no sense")
    return event


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def parse_object(line: bytes) -> dict[str, Any] | Damaged:
    """The JSON object on a line, with text that is not UTF-8 made so."""
    try:
        text = line.decode("utf-8", "replace")
        value = json.loads(text, strict=False, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return Damaged("it is not JSON")
    if not isinstance(value, dict):
        return Damaged("it is not a JSON object")
    # Only an escape can have put a surrogate there.
    cleaned: dict[str, Any] = without_surrogates(value) if "\\u" in text else value
    return cleaned


def _decode_slowly(line: bytes, upgrade: Upgrade) -> Decoded:
    value = parse_object(line)
    if isinstance(value, Damaged):
        return value
    kind = value.get("type")
    if not isinstance(kind, str):
        return Damaged("it does not say what happened")
    if kind in upgrade:
        value = upgrade[kind](value)
    if kind not in _FIELDS:
        seq = value.get("seq")
        return Unknown(kind=kind[:_SHOWN], seq=seq if type(seq) is int else None)
    try:
        return _checked(msgspec.convert(value, AnyEvent))
    except (msgspec.ValidationError, RecursionError) as error:
        return Damaged(f"its “{kind}” makes no sense ({str(error)[:120]})")


def remarks(line: bytes, event: Event) -> tuple[str, ...]:
    """What reading `event` off `line` had to leave out or mend; nothing for a line of ours."""
    if encode_line(event) == line + b"\n":
        return ()
    value = parse_object(line)
    if isinstance(value, Damaged):
        return ()
    found: list[str] = []
    kind = str(value.get("type"))
    extra = sorted(str(key)[:_SHOWN] for key in value.keys() - _FIELDS.get(kind, value.keys()))
    if extra:
        fields = ", ".join(extra[:5])
        found.append(f"“{kind}” has fields that this version does not know: {fields}")
    try:
        line.decode()
    except UnicodeDecodeError:
        found.append(REPLACED)
    return tuple(found)


def format_version(text: str) -> int | None:
    """The version in a header's `format`, or None where it is not a transcript's."""
    name, _, number = text.rpartition("@")
    if name != FORMAT_NAME or not number.isascii() or not number.isdigit() or len(number) > 6:
        return None
    return int(number)


def upgrade_from(version: int) -> Upgrade:
    """What turns lines of format `version` into today's; empty where nothing is needed.

    Raises:
        KeyError: There is no way from that version to today's.
    """
    upgrade: dict[str, Step] = {}
    for number in range(version, VERSION):
        for kind, step in UPGRADES[number].items():
            upgrade[kind] = _chained(upgrade[kind], step) if kind in upgrade else step
    return upgrade


def _chained(first: Step, then: Step) -> Step:
    return lambda value: then(first(value))
