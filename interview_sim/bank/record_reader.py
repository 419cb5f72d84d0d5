"""From nodes to records, led by the model itself.

What a record holds, which keys it needs, what a value may be: all of it is asked of the msgspec
types in `interview_sim.bank.model`, so that reader, model and JSON Schema cannot drift apart.
Whatever cannot be read is reported with its place and replaced by a stand-in, so that one reading
finds every problem of a file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from typing import Any

import msgspec.inspect as types
from msgspec import NODEFAULT

from interview_sim.bank.durations import DURATION_EXAMPLES, parse_duration
from interview_sim.bank.nodes import Lost, Mapping, Node, Origins, Scalar, Sequence, kind_of
from interview_sim.bank.problems import Problems, nearest, one_of, quoted

_NAMES = {
    "AllOf": "an `all` entry",
    "Anchors": "`anchors`",
    "Bank": "a bank",
    "CaseFact": "a fact",
    "Defaults": "`defaults`",
    "ExampleFile": "a file of tests",
    "Floors": "`floors`",
    "FollowUp": "a follow-up",
    "Misconception": "a misconception",
    "Point": "a rubric point",
    "PointTests": "what is said of a point",
    "Question": "a question",
    "Said": "`held`",
    "Scoring": "`scoring`",
    "Source": "a source",
    "Stage": "a stage",
    "When": "`when`",
}
"""What messages call a record; any other goes by its class name."""

_MEANT = {
    "answer": ("model_answer", "correction"),
    "conditions": ("when",),
    "difficulty": ("level",),
    "duration": ("time",),
    "followups": ("follow_ups",),
    "importance": ("need",),
    "keywords": ("match",),
    "license": ("licence",),
    "members": ("of",),
    "name": ("title",),
    "phrases": ("match",),
    "points": ("rubric", "of"),
    "prompt": ("ask",),
    "question": ("prompt", "ask", "probe"),
    "statement": ("point", "claim"),
    "text": ("prompt", "point", "claim", "ask"),
}
"""Keys that authors and other formats use, and what we call the same thing."""

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})(?:[eE][+-]?[0-9]{1,3})?"
)
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_HIDDEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b\\u202a-\\u202e\\u2060-\\u2069\\ufeff"
    "\\ud800-\\udfff\\U000e0000-\\U000e007f]"
)
"""Controls, direction marks and what has no width; emoji joiners are not among them."""
_UNUSABLE = re.compile("[\\x00\\ud800-\\udfff]")
"""No file or terminal can hold these."""
_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_ID_RUNS = re.compile(r"[^a-z0-9]+")


class Reader:
    """Reads nodes as the types of the model, reporting every problem."""

    def __init__(self, problems: Problems, origins: Origins) -> None:
        self._problems = problems
        self._origins = origins
        self._fields: dict[type, dict[str, types.Field]] = {}
        self._alternatives: dict[tuple[int, type[Node]], types.Type] = {}
        self._readers: dict[type, Callable[[Any, Node, str], Any]] = {
            types.Metadata: self._annotated,
            types.StrType: self._text,
            types.FloatType: self._number,
            types.IntType: self._number,
            types.BoolType: self._truth,
            types.EnumType: self._choice,
            types.VarTupleType: self._list,
            types.DictType: self._table,
            types.StructType: self._record,
            types.UnionType: self._either,
        }

    def read(self, wanted: types.Type, node: Node, name: str) -> Any:
        """What `node` says, as `wanted`; a stand-in of that type where it cannot be read.

        Args:
            wanted: The type as `msgspec.inspect` describes it.
            node: What the author wrote.
            name: What messages call it, as in "`weight` must be a number".
        """
        if isinstance(node, Lost):
            return _stand_in(wanted)
        return self._readers[type(wanted)](wanted, node, name)

    # -- values ----------------------------------------------------------------------------------

    def _annotated(self, wanted: types.Metadata, node: Node, name: str) -> Any:
        extra = wanted.extra_json_schema or {}
        if extra.get("x-duration"):
            return self._duration(wanted.type, node, name)
        if isinstance(wanted.type, types.StrType) and isinstance(node, Scalar):
            return self._text(wanted.type, node, name, hint=extra.get("description", ""))
        return self.read(wanted.type, node, name)

    def _text(self, wanted: types.StrType, node: Node, name: str, hint: str = "") -> str:
        if not isinstance(node, Scalar):
            self._misfit(wanted, node, name, "a text", "put the text in quotes")
            return ""
        if wanted.pattern is not None and not re.fullmatch(wanted.pattern, node.text, re.ASCII):
            self._wrong_spelling(wanted.pattern, node, name, hint)
        elif not node.text.strip():
            self._problems.error(node, f"{name} is empty", "write some text")
        if not node.text.isprintable():
            self._hidden(node, name)
        return node.text

    def _hidden(self, node: Scalar, name: str) -> None:
        """Report characters that would not be seen, or that turn the text around them."""
        for char in sorted(set(_HIDDEN.findall(node.text))):
            code = f"U+{ord(char):04X}"
            if _UNUSABLE.match(char):
                self._problems.error(node, f"{name} holds the character {code}", "remove it")
            else:
                self._problems.warn(
                    node,
                    f"{name} holds the hidden character {code}",
                    "remove it, unless the question is about it",
                )

    def _wrong_spelling(self, pattern: str, node: Scalar, name: str, hint: str) -> None:
        meant = _ID_RUNS.sub("-", node.text[:80].lower()).strip("-")
        rule = f" (it must match {pattern})"
        if hint:
            rule = f": {hint[:1].lower()}{hint[1:].rstrip('.')}"
        remedy = f"write {quoted(meant)}" if re.fullmatch(pattern, meant) else ""
        self._problems.error(node, f"{name} cannot be {quoted(node.text)}{rule}", remedy)

    def _duration(self, wanted: types.Type, node: Node, name: str) -> Any:
        if not isinstance(node, Scalar):
            return self._misfit(wanted, node, name, "a duration", f"write {DURATION_EXAMPLES}")
        try:
            return self._within(wanted, parse_duration(node.text), node, name)
        except ValueError:
            self._problems.error(
                node, f"{name} cannot be {quoted(node.text)}", f"write {DURATION_EXAMPLES}"
            )
            return _stand_in(wanted)

    def _number(self, wanted: types.FloatType | types.IntType, node: Node, name: str) -> Any:
        is_whole = isinstance(wanted, types.IntType)
        pattern = _WHOLE if is_whole else _NUMBER
        if isinstance(node, Scalar) and node.is_plain and pattern.fullmatch(node.text):
            value = int(node.text) if is_whole else float(node.text)
            if math.isfinite(value):
                return self._within(wanted, value, node, name)
        needed = "a whole number" if is_whole else "a number"
        return self._misfit(wanted, node, name, needed, "write it in digits, without quotes")

    def _within(self, wanted: Any, value: float, node: Scalar, name: str) -> Any:
        """The value, after checking it against the limits of the type."""
        limits = (
            (wanted.ge, value.__ge__, "at least"),
            (wanted.gt, value.__gt__, "more than"),
            (wanted.le, value.__le__, "at most"),
            (wanted.lt, value.__lt__, "less than"),
        )
        for limit, holds, words in limits:
            if limit is not None and not holds(type(value)(limit)):
                self._problems.error(
                    node, f"{name} must be {words} {limit:g}, not {quoted(node.text)}"
                )
                return _stand_in(wanted)
        return value

    def _truth(self, wanted: types.BoolType, node: Node, name: str) -> Any:
        if isinstance(node, Scalar) and node.text.lower() in _TRUTH:
            return _TRUTH[node.text.lower()]
        return self._misfit(wanted, node, name, "true or false")

    def _choice(self, wanted: types.EnumType, node: Node, name: str) -> Any:
        members = {str(member.value): member for member in wanted.cls}
        if not isinstance(node, Scalar):
            return self._misfit(wanted, node, name, f"one of {', '.join(members)}")
        if node.text not in members:
            meant = None if self._problems.is_full else nearest(node.text, members)
            offer = f"did you mean `{meant}`? It can be" if meant else "write"
            self._problems.error(
                node, f"{name} cannot be {quoted(node.text)}", f"{offer} {one_of(members)}"
            )
            return _stand_in(wanted)
        return members[node.text]

    # -- lists, records, alternatives ------------------------------------------------------------

    def _list(self, wanted: types.VarTupleType, node: Node, name: str) -> Any:
        if not isinstance(node, Sequence):
            return self._misfit(
                wanted, node, name, "a list", "begin each item on its own line with `- `"
            )
        if wanted.min_length is not None and len(node.items) < wanted.min_length:
            self._problems.error(node, f"{name} needs at least {wanted.min_length}")
        kind, item_name = wanted.item_type, f"an item of {name}"
        read = self._readers[type(kind)]
        return tuple(
            [
                _stand_in(kind) if isinstance(item, Lost) else read(kind, item, item_name)
                for item in node.items
            ]
        )

    def _table(self, wanted: types.DictType, node: Node, name: str) -> Any:
        if not isinstance(node, Mapping):
            return self._misfit(wanted, node, name, "keys and values", "write `key: …` lines")
        return {
            key: self.read(wanted.value_type, entry.value, f"`{key}`")
            for key, entry in node.entries.items()
        }

    def _record(self, wanted: types.StructType, node: Node, name: str) -> Any:
        fields = self._fields.get(wanted.cls)
        if fields is None:
            fields = {field.encode_name: field for field in wanted.fields}
            self._fields[wanted.cls] = fields
        called = _NAMES.get(wanted.cls.__name__, f"a {wanted.cls.__name__.lower()}")
        if not isinstance(node, Mapping):
            keys = one_of(f"`{key}`" for key in fields)
            return self._misfit(wanted, node, name, f"{called} with keys", f"its keys are {keys}")
        values = {}
        before: Node | None = None
        for key, entry in list(node.entries.items()):
            field = fields.get(key)
            if field is None:
                meant = self._unknown_key(entry.key, called, fields, before)
                if meant is not None and meant not in node.entries:
                    # Read on as what was meant, so that the file is checked to its end.
                    node.entries[meant] = entry
                    field = fields[meant]
            before = entry.value
            if field is not None and not (
                isinstance(entry.value, Scalar) and entry.value.is_nothing
            ):
                # A key with nothing behind it is the same as none.
                values[field.name] = self.read(field.type, entry.value, f"`{key}`")
        for key, field in fields.items():
            if field.required and field.name not in values:
                self._missing(key, called, node)
                values[field.name] = _stand_in(field.type)
        record = wanted.cls(**values)
        self._origins.keep(record, node)
        return record

    def _missing(self, key: str, called: str, node: Mapping) -> None:
        given = node.entries.get(key)
        if given is None:
            self._problems.error(node, f"{called} needs `{key}`", f"add `{key}: …`")
        else:
            self._problems.error(given.key, f"`{key}` has no value", f"write `{key}: …`")

    def _unknown_key(
        self, given: Scalar, called: str, fields: Collection[str], before: Node | None
    ) -> str | None:
        """Report a key that there is not; the key that was likely meant."""
        key = given.text
        if key == "<<":
            self._problems.error(given, "merge keys (`<<`) are not used here", "write the keys out")
            return None
        meant, remedy = None, ""
        if not self._problems.is_full:
            known = (name for name in _MEANT.get(key.lower(), ()) if name in fields)
            meant = next(known, None) or nearest(key, fields)
            remedy = f"did you mean `{meant}`?" if meant else f"its keys are {', '.join(fields)}"
            if meant is None and isinstance(before, Scalar) and before.is_block:
                remedy = f"if it belongs to the text above, indent it as deep; {remedy}"
        self._problems.error(given, f"{called} has no key {quoted(key)}", remedy)
        return meant

    def _either(self, wanted: types.UnionType, node: Node, name: str) -> Any:
        """Read the node as the alternative that has its form."""
        if isinstance(node, Scalar) and node.is_null and _may_be_null(wanted):
            return None
        form = id(wanted), type(node)
        chosen = self._alternatives.get(form)
        if chosen is None:
            fitting = (kind for kind in wanted.types if _FORMS.get(type(kind), Scalar) is form[1])
            chosen = self._alternatives[form] = next(fitting, wanted.types[0])
        return self._readers[type(chosen)](chosen, node, name)

    def _misfit(
        self, wanted: types.Type, node: Node, name: str, needed: str, remedy: str = ""
    ) -> Any:
        """Report that the node is of the wrong kind, and return the stand-in."""
        if isinstance(node, Scalar):
            found = quoted(node.text) if node.text.strip() else "empty"
            if node.text.strip() and not node.is_plain:
                found = f"the text {found}"
        else:
            found = kind_of(node)
        self._problems.error(node, f"{name} must be {needed}, not {found}", remedy)
        return _stand_in(wanted)


_FORMS: dict[type[types.Type], type[Node] | None] = {
    types.VarTupleType: Sequence,
    types.StructType: Mapping,
    types.NoneType: None,
}
"""What a type is written as; those that are not here are written in one piece."""


def _may_be_null(union: types.UnionType) -> bool:
    return any(isinstance(kind, types.NoneType) for kind in union.types)


def _stand_in(wanted: types.Type) -> Any:
    """A value of the wanted type, for what could not be read; it never leaves the loading."""
    if isinstance(wanted, types.Metadata):
        return _stand_in(wanted.type)
    if isinstance(wanted, types.UnionType):
        return None if _may_be_null(wanted) else _stand_in(wanted.types[0])
    if isinstance(wanted, types.EnumType):
        return next(iter(wanted.cls))
    if isinstance(wanted, types.StructType):
        required = (field for field in wanted.fields if field.default is NODEFAULT)
        return wanted.cls(**{field.name: _stand_in(field.type) for field in required})
    simple: dict[type, Any] = {
        types.StrType: "",
        types.FloatType: 1.0,
        types.IntType: 1,
        types.BoolType: False,
        types.DictType: {},
    }
    return simple.get(type(wanted), ())
