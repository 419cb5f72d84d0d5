"""Changes to the text of a bank's file, and of its tests: something is added to it.

Every other character stays as it was typed: nothing is loaded and written back, the places to
insert at come from the parser's marks. The result is read again and returned only when it is
exactly the bank that was meant. Whole banks are written by `writing`, white space by `formatting`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from msgspec import Struct
from msgspec.structs import replace

from interview_sim.bank.additions import Addition, Alias, with_additions
from interview_sim.bank.composing import LOADER
from interview_sim.bank.examples import EXAMPLES_FORMAT, PointTests, parse_tests
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import Bank, Phrase, Question
from interview_sim.bank.writing import inline, key_lines, question_item
from interview_sim.errors import InterviewSimError

_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
_DASH = 2
"""The column of a question's dash as `question_item` writes it."""


class EditError(InterviewSimError):
    """The file cannot be changed automatically; its author has to do it."""


class _Insert(NamedTuple):
    """Text that goes in front of the character at an offset."""

    at: int
    text: str


def insert_entries(
    data: bytes, additions: Iterable[Addition], aliases: Iterable[Alias] = ()
) -> bytes:
    """The content of a bank file with entries and glossary terms added.

    Args:
        data: The file, which must be a bank without errors.
        additions: Entries for points, each of which is in the bank.
        aliases: Terms for lines of the glossary.

    Raises:
        EditError: The result would not be the bank that was meant.
    """
    additions, aliases = tuple(additions), tuple(aliases)
    before = parse_bank(data).bank
    if before is None:
        raise EditError("The bank has errors. Fix them first: interview-sim bank check.")
    changed = _with_mark(data, lambda text: _Edit(text).apply(additions, aliases))
    if parse_bank(changed).bank != with_additions(before, additions, aliases):
        raise EditError("The entries do not fit into the layout of the file; add them by hand.")
    return changed


def insert_question(data: bytes, question: Question) -> bytes:
    """The content of a bank file with a question added behind the last one.

    The question may have errors, such as an id that is taken: reading the result reports them.

    Args:
        data: The file, which must be a bank without errors.
        question: What to add.

    Raises:
        EditError: The file's layout does not allow it.
    """
    before = parse_bank(data).bank
    if before is None:
        raise EditError("The bank has errors. Fix them first.")
    changed = _with_mark(data, lambda text: _Edit(text).with_question(question))
    after = parse_bank(changed)
    meant = (*before.questions, question)
    if after.bank is not None and after.bank != replace(before, questions=meant):
        raise EditError("The question does not fit into the layout of the file; add it by hand.")
    return changed


def fill_question(data: bytes, question: Question) -> bytes:
    """The content of a bank file with what one of its questions lacks filled in.

    Args:
        data: The file, which must be a bank without errors.
        question: The question as it is to be: it may have keys that it, its points or their
            members have not in the file, and more entries; else it is as it is there.

    Raises:
        EditError: The result would not be the bank that was meant.
    """
    before = parse_bank(data).bank
    known = before.template(question.id) if before else None
    if before is None or known is None:
        raise EditError("The bank has errors. Fix them first: interview-sim bank check.")
    changed = _with_mark(data, lambda text: _Edit(text).with_filled(known, question))
    meant = tuple(question if each is known else each for each in before.questions)
    if parse_bank(changed).bank != replace(before, questions=meant):
        raise EditError("This does not fit into the layout of the file; add it by hand.")
    return changed


def insert_tests(data: bytes, bank: Bank, tests: Mapping[str, PointTests]) -> bytes:
    """The content of a bank's file of tests with more of them.

    Args:
        data: The file; empty: it is begun.
        bank: The bank, which has everything that is tested.
        tests: By the names of what they test, none of which has tests in the file.

    Raises:
        BankError: There are errors in the file.
        EditError: The file's layout does not allow it.
    """
    begun = f"format: {EXAMPLES_FORMAT}\nbank: {bank.id}\n".encode()
    data = data or begun
    known = len(parse_tests(data, bank).sentences)
    changed = _with_mark(data, lambda text: _Edit(text).with_tests(tests))
    added = sum(len(each.says) + len(each.says_not) for each in tests.values())
    if len(parse_tests(changed, bank).sentences) != known + added:
        raise EditError("The tests do not fit into the layout of their file; add them by hand.")
    return changed


def diff(path: Path, before: bytes, after: bytes) -> str:
    """How the content of a file changes, as a unified diff; empty where it does not."""
    import difflib

    old, new = (text.decode("utf-8-sig").splitlines(keepends=True) for text in (before, after))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(old, new, str(path), str(path))
    )


def _with_mark(data: bytes, change: Callable[[str], str]) -> bytes:
    """The file's text changed, behind its byte-order mark if it has one."""
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + change(data.decode("utf-8-sig")).encode()


class _Edit:
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
        return self._inserted()

    def with_filled(self, before: Question, after: Question) -> str:
        """The text with what a question lacks."""
        self._fill(_with_id(_list(_value(self._root, "questions")), before.id), before, after)
        return self._inserted()

    def with_tests(self, tests: Mapping[str, PointTests]) -> str:
        """The text of a file of tests with more of them at its end."""
        points = _value(self._root, "points")
        if isinstance(points, yaml.MappingNode) and points.value and not points.flow_style:
            for name, each in tests.items():
                self._add_key(points, points.value[-1][1], name, each)
        elif points is None and isinstance(self._root, yaml.MappingNode):
            self._add_key(self._root, self._root.value[-1][1], "points", dict(tests))
        else:
            raise EditError("The tests are in brackets; add these in the file.")
        return self._inserted()

    def _inserted(self) -> str:
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
            raise EditError("The questions are in brackets; add the question in the file.")
        column = int(listed.start_mark.column)
        following = self._last_line(listed) + 1
        while self._belongs(following, column):
            following += 1
        at = self._lines[following] if following < len(self._lines) else len(self._text)
        before, after = self._text[:at], self._text[at:]
        if not before.endswith(("\n", "\r")):
            before += self._newline
        moved = [
            "",
            *(
                _moved(line, column - _DASH)
                for line in question_item(question).rstrip("\n").split("\n")
            ),
        ]
        if after and after[0] not in "\r\n":
            moved.append("")
        return before + "".join(line + self._newline for line in moved) + after

    def _belongs(self, number: int, column: int) -> bool:
        """Whether a line is a comment on the last question: deeper than its dash."""
        text = self._line(number) if number < len(self._lines) else ""
        return text.lstrip(" ").startswith("#") and _indent(text) > column

    def _point(self, addition: Addition) -> None:
        home = self._home(addition.question)
        if addition.follow_up is not None:
            home = _with_id(_list(_value(home, "follow_ups")), addition.follow_up)
        point = _with_id(_leaves(_value(home, "rubric")), addition.point)
        match = _value(point, "match")
        if isinstance(match, yaml.SequenceNode):
            self._append(match, addition.entries)
        elif isinstance(match, yaml.ScalarNode):
            self._lines_after(match, point.start_mark.column + 2, addition.entries)
        else:
            statement = _value(point, "point") or point.value[-1][1]
            self._add_key(point, statement, "match", addition.entries)

    def _fill(self, node: yaml.MappingNode, before: Struct, after: Struct) -> None:
        """Insert what a record has more than the file: keys, each where the model has it."""
        names = before.__struct_fields__
        for name in names:
            old, new, value = getattr(before, name), getattr(after, name), _value(node, name)
            if old == new:
                continue
            if value is None:
                earlier = [
                    (names.index(key.value), at) for key, at in node.value if key.value in names
                ]
                behind = [pair for pair in earlier if pair[0] < names.index(name)] or earlier[:1]
                self._add_key(node, max(behind, key=lambda pair: pair[0])[1], name, new)
            elif name == "match" and isinstance(value, yaml.SequenceNode):
                self._append(value, new[len(old) :])
            elif name in {"rubric", "of"} and old:
                for was, is_now in zip(old, new, strict=True):
                    self._fill(_with_id(_list(value), was.id), was, is_now)
            else:
                if old:
                    raise EditError(f"There is a `{name}` already; change it in the file.")
                raise EditError(f"There is an empty `{name}`; take it out of the file first.")

    def _add_key(self, node: yaml.MappingNode, behind: yaml.Node, key: str, value: Any) -> None:
        """Insert a key and its value behind the value of another one of the same mapping."""
        if not node.flow_style:
            column = int(node.start_mark.column)
            lines = key_lines(key, value, column)
            text = "".join(_moved(line, column) + self._newline for line in lines)
            self._lines_after(behind, column, (), text)
        elif isinstance(value, str):
            self._inserts.append(_Insert(self._end(behind), f", {key}: {inline(value)}"))
        elif key == "match":
            listed = ", ".join(map(inline, value))
            self._inserts.append(_Insert(self._end(behind), f", match: [{listed}]"))
        else:
            raise EditError(f"`{key}` does not fit into the layout of the file; add it by hand.")

    def _home(self, question: str) -> yaml.Node:
        """The question, or the stage of a case, that goes by that id."""
        for written in _list(_value(self._root, "questions")):
            if _id_of(written) == question:
                return written
            for stage in _list(_value(written, "stages")):
                if f"{_id_of(written)}-{_id_of(stage)}" == question:
                    return stage
        raise EditError(f"There is no “{question}” in the bank's file.")

    def _append(self, listed: yaml.SequenceNode, entries: tuple[Phrase, ...]) -> None:
        if not listed.flow_style:
            self._lines_after(listed, listed.start_mark.column, entries)
            return
        texts = ", ".join(map(inline, entries))
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
        """The last line of a node's content; the end marks of block nodes are beyond it."""
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
    """A line further in, or further out."""
    return f"{' ' * by}{line}" if by >= 0 and line else line[max(0, -by) :]


# The tree


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _list(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _leaves(rubric: yaml.Node | None) -> list[yaml.Node]:
    return [leaf for item in _list(rubric) for leaf in (_list(_value(item, "of")) or [item])]


def _id_of(node: yaml.Node) -> str:
    found = _value(node, "id")
    return "" if found is None else str(found.value)


def _with_id(nodes: Iterable[yaml.Node], wanted: str) -> yaml.MappingNode:
    for node in nodes:
        if isinstance(node, yaml.MappingNode) and _id_of(node) == wanted:
            return node
    raise EditError(f"There is no “{wanted}” in the bank's file.")


# How entries are written


def _block(entry: Phrase) -> str:
    """An entry as an item of a list of lines: braces are not needed there."""
    return inline(entry) if isinstance(entry, str) else inline(entry)[1:-1]
