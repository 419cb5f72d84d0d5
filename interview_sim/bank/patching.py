"""Adds entries and questions to a bank's YAML; every other character stays as it was typed.

Nothing is loaded and written back: the places to insert at are read from the parser's marks. What
comes out is read again, and is only given out when it is exactly the bank that was meant.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

import yaml
from msgspec.structs import replace

from interview_sim.bank.amending import Addition, Alias, amended
from interview_sim.bank.composing import LOADER
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import Phrase, Question
from interview_sim.bank.writing import question_lines
from interview_sim.errors import InterviewSimError

_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _-]*[A-Za-z0-9])?")
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that other programs read as something else where they stand without quotes."""


_DASH = 2
"""The column of a question's dash as `question_lines` writes it."""


class PatchError(InterviewSimError):
    """Nothing can be added to the file without a person looking at it."""


class _Insert(NamedTuple):
    """Text that goes in front of the character at an offset."""

    at: int
    text: str


def patched(data: bytes, additions: Iterable[Addition], aliases: Iterable[Alias] = ()) -> bytes:
    """The content of a bank file with entries and glossary terms added.

    Args:
        data: The file, which must be a bank without errors.
        additions: Entries for points, each of which is in the bank.
        aliases: Terms for lines of the glossary.

    Raises:
        PatchError: The result would not be the bank that was meant.
    """
    additions, aliases = tuple(additions), tuple(aliases)
    before = parse_bank(data).bank
    if before is None:
        raise PatchError("The bank has errors. Put them right first: interview-sim bank check.")
    changed = _with_mark(data, lambda text: _Patch(text).apply(additions, aliases))
    if parse_bank(changed).bank != amended(before, additions, aliases):
        raise PatchError(
            "The entries do not fit into the file as it is laid out; add them by hand."
        )
    return changed


def with_question(data: bytes, question: Question) -> bytes:
    """The content of a bank file with a question added behind the last one.

    The question may be wrong, such as one with an id that is taken: reading what is given out
    tells that, with everything else that is wrong with it.

    Args:
        data: The file, which must be a bank without errors.
        question: What to add.

    Raises:
        PatchError: The file is laid out in a way that takes a person.
    """
    before = parse_bank(data).bank
    if before is None:
        raise PatchError("The bank has errors. Put them right first.")
    changed = _with_mark(data, lambda text: _Patch(text).with_question(question))
    after = parse_bank(changed)
    meant = (*before.questions, question)
    if after.bank is not None and after.bank != replace(before, questions=meant):
        raise PatchError("The question does not fit into the file as it is laid out; add it there.")
    return changed


def _with_mark(data: bytes, change: Callable[[str], str]) -> bytes:
    """The file's text changed, behind its byte-order mark if it has one."""
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + change(data.decode("utf-8-sig")).encode()


class _Patch:
    """One text with its tree, and what is to be inserted."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [found.start() for found in _LINE.finditer(text)]
        self._root = yaml.compose(text, Loader=LOADER)
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._inserts: list[_Insert] = []

    def apply(self, additions: Iterable[Addition], aliases: Iterable[Alias]) -> str:
        """The text with everything inserted."""
        for addition in additions:
            self._point(addition)
        for alias in aliases:
            line = _list(_value(self._root, "glossary"))[alias.line]
            if isinstance(line, yaml.SequenceNode):
                self._append(line, (alias.term,))
        pieces: list[str] = []
        done = 0
        for insert in sorted(self._inserts, key=lambda insert: insert.at):
            pieces += [self._text[done : insert.at], insert.text]
            done = insert.at
        return "".join([*pieces, self._text[done:]])

    def with_question(self, question: Question) -> str:
        """The text with a question behind the last one and what belongs to that."""
        listed = _value(self._root, "questions")
        if not isinstance(listed, yaml.SequenceNode) or listed.flow_style:
            raise PatchError("The questions stand in brackets; add the question in the file.")
        column = int(listed.start_mark.column)
        following = self._last_line(listed) + 1
        while self._belongs(following, column):
            following += 1
        at = self._lines[following] if following < len(self._lines) else len(self._text)
        before, after = self._text[:at], self._text[at:]
        if not before.endswith(("\n", "\r")):
            before += self._newline
        moved = ["", *(_moved(line, column - _DASH) for line in question_lines(question))]
        if after and after[0] not in "\r\n":
            moved.append("")
        return before + "".join(line + self._newline for line in moved) + after

    def _belongs(self, number: int, column: int) -> bool:
        """Whether a line is a comment on the last question: deeper than its dash."""
        text = self._line(number) if number < len(self._lines) else ""
        return text.lstrip(" ").startswith("#") and _indent(text) > column

    def _point(self, addition: Addition) -> None:
        home = _with_id(_list(_value(self._root, "questions")), addition.question)
        if addition.follow_up is not None:
            home = _with_id(_list(_value(home, "follow_ups")), addition.follow_up)
        point = _with_id(_leaves(_value(home, "rubric")), addition.point)
        match = _value(point, "match")
        if isinstance(match, yaml.SequenceNode):
            self._append(match, addition.entries)
        elif isinstance(match, yaml.ScalarNode):
            self._lines_after(match, point.start_mark.column + 2, addition.entries)
        else:
            self._new_match(point, addition.entries)

    def _new_match(self, point: yaml.MappingNode, entries: tuple[Phrase, ...]) -> None:
        statement = _value(point, "point") or point.value[-1][1]
        if point.flow_style:
            listed = ", ".join(map(_flow, entries))
            self._inserts.append(_Insert(self._end(statement), f", match: [{listed}]"))
            return
        column = point.start_mark.column
        head = f"{' ' * column}match:{self._newline}"
        self._lines_after(statement, column + 2, entries, head)

    def _append(self, listed: yaml.SequenceNode, entries: tuple[Phrase, ...]) -> None:
        if not listed.flow_style:
            self._lines_after(listed, listed.start_mark.column, entries)
            return
        texts = ", ".join(map(_flow, entries))
        if listed.value:
            self._inserts.append(_Insert(self._end(listed.value[-1]), f", {texts}"))
        else:
            self._inserts.append(_Insert(self._offset(listed.start_mark) + 1, texts))

    def _lines_after(
        self, node: yaml.Node, column: int, entries: tuple[Phrase, ...], head: str = ""
    ) -> None:
        """One line for each entry, below the last line of a node."""
        text = head + "".join(f"{' ' * column}- {_block(e)}{self._newline}" for e in entries)
        following = self._last_line(node) + 1
        at = self._lines[following] if following < len(self._lines) else len(self._text)
        if at and self._text[at - 1] not in "\r\n\x85\u2028\u2029":
            text = self._newline + text
        self._inserts.append(_Insert(at, text))

    # Places

    def _offset(self, mark: yaml.Mark) -> int:
        return self._lines[mark.line] + int(mark.column)

    def _end(self, node: yaml.Node) -> int:
        return self._offset(node.end_mark)

    def _last_line(self, node: yaml.Node) -> int:
        """The last line on which a node says something; marks of block nodes lie beyond it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._last_line(last[1] if isinstance(last, tuple) else last)
        line = int(node.end_mark.line)
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            return self._last_of_block(int(node.start_mark.line), line)
        return line

    def _last_of_block(self, first: int, last: int) -> int:
        """The last line of a text after `|` or `>`; blank lines and comments behind it are not."""
        texts = [self._line(number) for number in range(first + 1, last + 1)]
        indents = [_indent(text) for text in texts if text.strip()]
        while texts and (not texts[-1].strip() or _indent(texts[-1]) < indents[0]):
            texts.pop()
        return first + len(texts)

    def _line(self, number: int) -> str:
        start = self._lines[number]
        found = _LINE.match(self._text, start)
        return found.group() if found else ""


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _moved(line: str, by: int) -> str:
    """A line further in, or further out by what it has."""
    return f"{' ' * by}{line}" if by >= 0 else line[-by:]


# The tree


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _list(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _leaves(rubric: yaml.Node | None) -> list[yaml.Node]:
    return [leaf for item in _list(rubric) for leaf in (_list(_value(item, "of")) or [item])]


def _with_id(nodes: Iterable[yaml.Node], wanted: str) -> yaml.MappingNode:
    for node in nodes:
        found = _value(node, "id")
        if isinstance(node, yaml.MappingNode) and found is not None and found.value == wanted:
            return node
    raise PatchError(f"There is no “{wanted}” in the bank's file.")


# How entries are written


def _block(entry: Phrase) -> str:
    """An entry as an item of a list of lines."""
    return _scalar(entry) if isinstance(entry, str) else f"all: {_terms(entry.all)}"


def _flow(entry: Phrase) -> str:
    """An entry as an item of a list in brackets."""
    return _scalar(entry) if isinstance(entry, str) else f"{{all: {_terms(entry.all)}}}"


def _terms(terms: tuple[str | tuple[str, ...], ...]) -> str:
    written = (
        _scalar(term) if isinstance(term, str) else f"[{', '.join(map(_scalar, term))}]"
        for term in terms
    )
    return f"[{', '.join(written)}]"


def _scalar(text: str) -> str:
    """A text without quotes where nothing can be misread, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())
