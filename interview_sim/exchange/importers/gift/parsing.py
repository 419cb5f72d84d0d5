"""GIFT text as questions of every kind that the format knows, the way Moodle reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from interview_sim.exchange.importers.model import brief


class GiftKind(StrEnum):
    """What sort of question it is."""

    ESSAY = "essay"
    SHORT = "short answer"
    CHOICE = "multiple choice"
    TRUE_FALSE = "true or false"
    MATCHING = "matching"
    NUMERICAL = "numerical"
    DESCRIPTION = "description"


class Markup(StrEnum):
    """How a text is written."""

    MOODLE = "moodle"
    """Plain text with some HTML; the default."""
    HTML = "html"
    MARKDOWN = "markdown"
    PLAIN = "plain"


class GiftText(Struct, frozen=True):
    """A text with its markup."""

    text: str
    markup: Markup = Markup.MOODLE


class GiftChoice(Struct, frozen=True):
    """One answer that is listed, with what is said to who gives it."""

    text: GiftText
    weight: float
    """Per cent of the marks; below or at zero: wrong."""
    feedback: GiftText


class GiftQuestion(Struct, frozen=True, kw_only=True):
    """One question."""

    kind: GiftKind
    stem: GiftText
    line: int
    title: str = ""
    choices: tuple[GiftChoice, ...] = ()
    """Only of short answers."""
    feedback: GiftText = GiftText("")
    """What is said whatever was answered."""
    name: str = ""
    """The id in a comment before it."""
    tags: tuple[str, ...] = ()
    category: tuple[str, ...] = ()


class Broken(Struct, frozen=True):
    """A block that is no question."""

    line: int
    what: str
    why: str


# Control characters never reach this module (texts.decode leaves them out), so that they can stand
# for what is escaped until the signs that are not have been found.
_ESCAPES = {
    "\\": "\x01",
    ":": "\x02",
    "#": "\x03",
    "=": "\x04",
    "{": "\x05",
    "}": "\x06",
    "~": "\x07",
    "n": "\x08",
}
_MEANT = {sign: "\n" if char == "n" else char for char, sign in _ESCAPES.items()}
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_HIDDEN = re.compile("[\x01-\x08]")
_MARKUP = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,6})?)%")
_COMMENT_NOTE = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.){1,200})\]", re.IGNORECASE)
_CATEGORY = re.compile(r"\$CATEGORY:(.*)", re.DOTALL)
_TRUTHS = frozenset({"T", "TRUE", "F", "FALSE"})
_BRACES = re.compile(r"[{}]")
_MAX_JOINED = 400


class _Block(Struct):
    """Lines up to an empty one, without the comments among them."""

    line: int
    lines: list[str] = []
    comments: list[str] = []

    @property
    def text(self) -> str:
        """What is left of it, with its escapes hidden."""
        joined = "\n".join(self.lines)
        return _ESCAPE.sub(lambda found: _ESCAPES[found.group(1)], joined).strip("\n")


def parse_gift(text: str) -> list[GiftQuestion | Broken]:
    """All questions in a text, and every block of it that is none with the reason."""
    found: list[GiftQuestion | Broken] = []
    category: tuple[str, ...] = ()
    for block in _joined(list(_blocks(text))):
        hidden = block.text
        if not hidden.strip():
            continue
        named = _CATEGORY.match(hidden.strip())
        if named is not None:
            line, _, rest = named.group(1).partition("\n")
            category = category_parts(_shown(line))
            if not rest.strip():
                continue
            hidden = rest
        found.append(_question(hidden, block, category))
    return found


def category_parts(path: str) -> tuple[str, ...]:
    """The names in a category's path, without those that Moodle makes itself."""
    names = [name.strip().replace("\x01", "/") for name in path.replace("//", "\x01").split("/")]
    return tuple(
        name
        for name in names
        if name
        and name.lower() != "top"
        and not re.fullmatch(r"\$.{1,30}\$", name)
        and not name.lower().startswith("default for ")
    )


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block(0)
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if not stripped:
            if block.lines:
                yield block
            block = _Block(0)
        elif stripped.startswith("//"):
            block.comments.append(stripped)
        else:
            block.line = block.line or number
            block.lines.append(line)
    if block.lines:
        yield block


def _joined(blocks: list[_Block]) -> Iterator[_Block]:
    """The blocks, those put together between which braces are open."""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = _end(blocks, at)
        for following in blocks[at + 1 : end]:
            block.lines += ["", *following.lines]
        yield block
        at = max(end, at + 1)


def _end(blocks: list[_Block], start: int) -> int:
    """Behind the block in which the braces that are open in the first one are closed."""
    if _depth(blocks[start].text) <= 0:
        return start + 1
    for at in range(start + 1, min(len(blocks), start + _MAX_JOINED)):
        text = blocks[at].text
        if text.startswith(("::", "$CATEGORY:")):
            break
        brace = _BRACES.search(text)
        if brace is not None:
            return at + 1 if brace.group() == "}" else start + 1
    return start + 1


def _depth(text: str) -> int:
    return text.count("{") - text.count("}")


def _question(hidden: str, block: _Block, category: tuple[str, ...]) -> GiftQuestion | Broken:
    text = hidden.strip()
    title = _TITLE.match(text)
    if title is not None:
        text = text[title.end() :].strip()
    opening, closing = text.find("{"), text.find("}")
    if (opening < 0) != (closing < 0) or closing < opening:
        return Broken(block.line, brief(_shown(text)), "a brace is without its other one")
    answers, stem = "", text
    if opening >= 0:
        answers = text[opening + 1 : closing].strip()
        stem = text[:opening] + ("" if closing + 1 == len(text) else "_____") + text[closing + 1 :]
        if "{" in stem:
            return Broken(block.line, brief(_shown(stem)), "it has several answers in braces")
    told = _text(stem, Markup.MOODLE)
    answers, mark, feedback = answers.rpartition("####")
    if not mark:
        answers, feedback = feedback, ""
    answers = answers.strip()
    kind = _kind(answers) if opening >= 0 else GiftKind.DESCRIPTION
    notes = [
        (key.lower(), value) for c in block.comments for key, value in _COMMENT_NOTE.findall(c)
    ]
    return GiftQuestion(
        kind=kind,
        stem=told,
        line=block.line,
        title=" ".join(_shown(title.group(1)).split()) if title is not None else "",
        choices=tuple(_choices(answers, told.markup)) if kind is GiftKind.SHORT else (),
        feedback=_text(feedback, told.markup),
        name=next((value for key, value in notes if key == "id"), ""),
        tags=tuple(value for key, value in notes if key == "tag"),
        category=category,
    )


def _notes(comments: Iterable[str]) -> list[tuple[str, str]]:
    """The ids and tags in comments before a question, as `[id:…]` and `[tag:…]`."""
    return [
        (key.lower(), re.sub(r"\\(.)", r"\1", value).strip())
        for comment in comments
        for key, value in _COMMENT_NOTE.findall(comment)
    ]


def _kind(answers: str) -> GiftKind:
    """The kind of question that answers belong to, decided in Moodle's order."""
    if not answers:
        return GiftKind.ESSAY
    if answers.startswith("#"):
        return GiftKind.NUMERICAL
    if "~" in answers:
        return GiftKind.CHOICE
    if "=" in answers and "->" in answers:
        return GiftKind.MATCHING
    if answers.partition("#")[0].strip().upper() in _TRUTHS:
        return GiftKind.TRUE_FALSE
    return GiftKind.SHORT


def _choices(answers: str, markup: Markup) -> Iterator[GiftChoice]:
    for part in answers.split("="):
        answer = part.strip()
        if not answer:
            continue
        weight = _WEIGHT.match(answer)
        if weight is not None:
            answer = answer[weight.end() :]
        text, _, feedback = answer.partition("#")
        share = float(weight.group(1)) if weight is not None else 100.0
        yield GiftChoice(_text(text, markup), share, _text(feedback, markup))


def _text(hidden: str, default: Markup) -> GiftText:
    """A text with its escapes taken back; a line end of the file counts only in Markdown."""
    hidden = hidden.strip()
    given = _MARKUP.match(hidden)
    markup = default
    if given is not None:
        markup = Markup(given.group(1).lower())
        hidden = hidden[given.end() :]
    if markup is not Markup.MARKDOWN:
        hidden = re.sub(r"[ \t]*\n\s*", " ", hidden)
    return GiftText(_shown(hidden).strip(), markup)


def _shown(hidden: str) -> str:
    return _HIDDEN.sub(lambda found: _MEANT[found.group()], hidden)
