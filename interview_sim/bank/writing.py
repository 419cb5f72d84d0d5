"""A bank as YAML, laid out the way a person would; `parse_bank` reads the same bank back.

PyYAML's own dumper writes every text, so that none is lost or misread; what is decided here is
which form reads best. Defaults are left out, long texts are folded, texts of several lines are
blocks, and short lists are written on one line.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from interview_sim.bank.durations import format_duration
from interview_sim.bank.model import AllOf, Bank, Defaults, Phrase, Question, When
from interview_sim.bank.scoring import Needs, TimeRule

_WIDTH = 96
_FLOW_WIDTH = 76
_FOLD_FROM = 80
_ANY_WIDTH = 1 << 30

_ON_ONE_LINE = (When, Defaults, Needs, TimeRule)
_TEXT_TAG = "tag:yaml.org,2002:str"
_ODD = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Characters that a reader would not see, or that a YAML reader may take for a line end."""


class _Literal(str):
    """A text of several lines, written as a `|` block."""


class _Folded(str):
    """A long text of one line, written as a `>` block."""


class _FlowList(list[Any]):
    """A list written in brackets."""


class _FlowMap(dict[str, Any]):
    """Keys and values written in braces."""


class _Dumper(yaml.SafeDumper):
    """Writes lists one level in from their key, as `bank fmt` lays them out."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    is_odd = "\n" in text or _ODD.search(text)
    return dumper.represent_scalar(_TEXT_TAG, text, style='"' if is_odd else None)


_Dumper.add_representer(str, _represent_text)
# A block ends with a line end that readers of banks do not count.
_Dumper.add_representer(
    _Literal, lambda dumper, text: dumper.represent_scalar(_TEXT_TAG, f"{text}\n", "|")
)
_Dumper.add_representer(
    _Folded, lambda dumper, text: dumper.represent_scalar(_TEXT_TAG, f"{text}\n", ">")
)
_Dumper.add_representer(
    _FlowList,
    lambda dumper, items: dumper.represent_sequence("tag:yaml.org,2002:seq", items, True),
)
_Dumper.add_representer(
    _FlowMap,
    lambda dumper, pairs: dumper.represent_mapping("tag:yaml.org,2002:map", pairs, True),
)


def write_bank(bank: Bank, comment: str = "") -> str:
    """The bank as YAML text, ending with a line feed.

    Args:
        bank: What to write.
        comment: Lines to begin with, each behind a `#`.
    """
    plain = {"format": bank.format, **_plain(bank)}
    lines = [f"# {_ODD.sub(' ', line)}".rstrip() for line in comment.split("\n") if comment]
    head = {key: value for key, value in plain.items() if isinstance(value, str)}
    sections = ["\n".join([*lines, _dump(head)])]
    for key, value in plain.items():
        if key == "questions":
            first, *rest = (_item(question) for question in value)
            sections += [f"questions:\n{first}", *rest]
        elif key not in head:
            sections.append(_dump({key: value}))
    return "\n".join(sections)


def question_item(question: Question) -> str:
    """The question as an item of a bank's list, whose dash is in the third column."""
    return _item(_plain(question))


def inline(value: Phrase) -> str:
    """A text or an entry of `match` on one line, for use within brackets or behind a key."""
    return _dump(_FlowList([_inline(value)]), _ANY_WIDTH).rstrip("\n")[1:-1]


def text_value(text: str, indent: int) -> str:
    """A text as the value of a key, whose further lines begin in the column `indent`."""
    written = _dump({"x": _styled(text)}, _WIDTH - indent).removeprefix("x: ").rstrip("\n")
    first, *rest = written.split("\n")
    return "\n".join([first, *(" " * (indent - 2) + line if line else "" for line in rest)])


def key_lines(key: str, value: Any, indent: int) -> list[str]:
    """A key with its value, as lines that are to be moved to the column `indent`."""
    return _dump({key: _value(key, value)}, _WIDTH - indent).rstrip("\n").split("\n")


def _dump(value: Any, width: int = _WIDTH) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=width)


def _item(question: dict[str, Any]) -> str:
    return _dump({"questions": [question]}).partition("\n")[2]


def _plain(record: Struct) -> dict[str, Any]:
    """What the record says beyond its defaults, in the order of the model."""
    pairs: dict[str, Any] = _FlowMap() if isinstance(record, _ON_ONE_LINE) else {}
    for field in _fields(type(record)):
        value = getattr(record, field.name)
        is_default = field.default is not NODEFAULT and value == field.default
        if not is_default and value not in (None, "", (), {}):
            pairs[field.name] = _value(field.name, value)
    if isinstance(record, When) and not pairs:
        pairs["always"] = False
    return pairs


@cache
def _fields(kind: type[Struct]) -> tuple[FieldInfo, ...]:
    return fields(kind)


def _value(key: str, value: Any) -> Any:
    if isinstance(value, AllOf):
        return _entry(value)
    if isinstance(value, Struct):
        return _plain(value)
    if isinstance(value, dict):
        return {str(name): _value(name, each) for name, each in value.items()}
    if isinstance(value, tuple):
        return _list(key, value)
    if isinstance(value, str):
        return _styled(str(value))
    if isinstance(value, float) and key in {"time", "follow_up_time"}:
        return format_duration(value)
    is_whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return int(value) if is_whole else value


def _list(key: str, values: tuple[Any, ...]) -> list[Any]:
    if key == "glossary":
        return [_inline(terms) for terms in values]
    is_short = key != "match" and all(isinstance(each, str) for each in values)
    if is_short and sum(len(each) + 2 for each in values) <= _FLOW_WIDTH:
        return _FlowList(values)
    return [_value("", value) for value in values]


def _entry(value: AllOf) -> dict[str, Any]:
    entry = {"all": _inline(value.all), "of": value.of, "unless": _inline(value.unless)}
    return {key: said for key, said in entry.items() if said}


def _inline(value: Any) -> Any:
    """An entry of `match`, or terms, in brackets and braces."""
    if isinstance(value, AllOf):
        return _FlowMap(_entry(value))
    return _FlowList(map(_inline, value)) if isinstance(value, tuple) else value


def _styled(text: str) -> str:
    """The text in the form that reads best and is read back the same."""
    if _ODD.search(text) or text != text.strip(" \n"):
        return text
    if "\n" in text:
        return text if re.search(r" $", text, re.MULTILINE) else _Literal(text)
    return _Folded(text) if len(text) >= _FOLD_FROM and " " in text else text
