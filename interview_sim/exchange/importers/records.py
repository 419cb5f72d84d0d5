"""From rows and objects with named fields to drafts; shared by tables, CSV and JSON."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.html_text import looks_like_html, to_markdown
from interview_sim.exchange.importers.levels import level_of, numbered_level, without_mark
from interview_sim.exchange.importers.markdown.tidy import tidy
from interview_sim.exchange.importers.model import (
    Draft,
    DraftFollowUp,
    DraftPoint,
    ImportResult,
    Link,
    Place,
    Skipped,
    brief,
)
from interview_sim.exchange.importers.stubs import is_stub

_ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+", re.MULTILINE)
_TAGS = re.compile(r"[,;|]")
_MARKDOWN_LINK = re.compile(r"\[([^\]]{0,300})\]\((https?://[^\s)]{1,1000})[^)]{0,200}\)")
_URL = re.compile(r"https?://[^\s<>()\"']{1,1000}")
_CODE = re.compile(r"(`{1,8})(?!`)[\s\S]{1,4000}?(?<!`)\1(?!`)")
_BLOCK_HTML = re.compile(
    r"</?(?:p|br|div|ul|ol|li|pre|h[1-6]|table|tr|td|th|blockquote)\b[^<>]{0,500}>", re.IGNORECASE
)
_LINE_HTML = re.compile(r"<(?:p|br|div|li|tr)\b", re.IGNORECASE)
_MAX_ITEMS = 200


class Row(Struct, frozen=True):
    """One row or object, and where it stands."""

    values: Mapping[str, Any]
    place: Place


def read_rows(rows: Iterable[Row], fields: Mapping[str, str]) -> ImportResult:
    """A draft for every row that holds a question; the others are skipped with the reason.

    Args:
        rows: What to read.
        fields: For each field of a draft, the name of the column or key that holds it.
    """
    rows = list(rows)
    lowest = _lowest_level(rows, fields)
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    for row in rows:
        draft = _draft(row, fields, lowest)
        if draft is not None:
            drafts.append(draft)
        else:
            shown = next((_text(v) for v in row.values.values() if _text(v)), "")
            skipped.append(Skipped(row.place, brief(shown), "no question in it"))
    unused = _unused(rows, fields)
    notes: tuple[str, ...] = ()
    if unused:
        notes = (f"not used, since their names say nothing: {', '.join(unused)} (see --map)",)
    return ImportResult(drafts=tuple(drafts), skipped=tuple(skipped), notes=notes)


def _draft(row: Row, fields: Mapping[str, str], lowest: int) -> Draft | None:
    """What one row holds, or None when it has no question."""

    def get(field: str) -> Any:
        name = fields.get(field)
        return None if name is None else row.values.get(name)

    prompt, marked = without_mark(prose(_text(get("question"))))
    if not any(char.isalnum() for char in prompt):
        return None
    prompt = _with_code(prompt, get("code"))
    prompt = _with_options(prompt, get("options"))
    answer = prose(_text(get("answer")))
    return Draft(
        prompt=prompt,
        place=row.place,
        answer="" if is_stub(answer) else answer,
        points=tuple(DraftPoint(text=text) for text in _texts(get("points"))),
        follow_ups=tuple(_follow_ups(get("follow_ups"))),
        hints=tuple(_texts(get("hints"))),
        tags=_words(get("tags")),
        roles=tuple(word.lower().replace(" ", "-") for word in _words(get("roles"))),
        level=_level(get("level"), lowest) or marked,
        topic=_topic(get("topic")),
        links=tuple(_links(get("links"))),
        name=_name(get("id")) or _text(get("title")),
    )


def prose(text: str) -> str:
    """A cell's text as Markdown: HTML is read as such; Markdown stays, with its tags as text."""
    text = text.strip()
    bare = _CODE.sub("", text) if "`" in text else text
    if "```" not in text and _BLOCK_HTML.search(bare):
        escaped = _CODE.sub(lambda found: html.escape(found.group(), quote=False), text)
        return to_markdown(escaped if _LINE_HTML.search(bare) else escaped.replace("\n", "<br>"))
    return tidy(text) if looks_like_html(bare) else text


def _text(value: Any) -> str:
    """A value as one text; lists become bullets."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float):
        return f"{value}"
    if isinstance(value, Mapping):
        inner = next((value[k] for k in ("text", "content", "value", "body") if k in value), None)
        if inner is not None:
            return _text(inner)
        return "\n".join(
            f"- {key}: {_text(item)}" for key, item in list(value.items())[:_MAX_ITEMS]
        )
    if isinstance(value, Sequence):
        found = [_text(item) for item in value[:_MAX_ITEMS]]
        return "\n".join(f"- {item}" for item in found if item)
    return ""


def _texts(value: Any) -> list[str]:
    """A value as several texts: a list's items, or the bullets and lines of a text."""
    if isinstance(value, str):
        text = prose(value)
        parts = _ITEM.split(text) if _ITEM.search(text) else text.split("\n")
    elif isinstance(value, Sequence):
        parts = [prose(_point_text(item)) for item in value]
    elif isinstance(value, Mapping):
        parts = [prose(f"{key}: {_text(item)}") for key, item in value.items()]
    else:
        parts = [_text(value)]
    return [" ".join(part.split()) for part in parts if part.strip()][:_MAX_ITEMS]


def _point_text(item: Any) -> str:
    if isinstance(item, Mapping):
        named = ("point", "text", "criterion", "description", "name", "statement")
        found = next((item[key] for key in named if isinstance(item.get(key), str)), None)
        if found is not None:
            return str(found)
    return _text(item)


def _follow_ups(value: Any) -> Iterable[DraftFollowUp]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        for item in value[:_MAX_ITEMS]:
            if isinstance(item, Mapping):
                asked = next((item[k] for k in ("ask", "question", "prompt", "q") if k in item), "")
                told = next((item[k] for k in ("answer", "model_answer", "a") if k in item), "")
                if _text(asked):
                    yield DraftFollowUp(ask=prose(_text(asked)), answer=prose(_text(told)))
            elif _text(item):
                yield DraftFollowUp(ask=prose(_text(item)))
    else:
        for text in _texts(value):
            yield DraftFollowUp(ask=text)


def _words(value: Any) -> tuple[str, ...]:
    """Tags, from a list or from a text with commas, or with spaces as Anki has them."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        found = [_text(item) for item in value]
    else:
        text = _text(value)
        found = _TAGS.split(text) if _TAGS.search(text) else [text]
    return tuple(word for word in (word.strip().strip("#[]\"'") for word in found) if word)[:50]


def _topic(value: Any) -> tuple[str, ...]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _words(value)[:1]
    text = _text(value)
    return tuple(part.strip() for part in re.split(r"::|/|>", text) if part.strip())


def _lowest_level(rows: Sequence[Row], fields: Mapping[str, str]) -> int:
    """The smallest number that stands for a level in the whole table."""
    found = [_number(row.values.get(fields.get("level", ""))) for row in rows]
    return min((number for number in found if number is not None), default=0)


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if abs(value) < 1000 else None
    text = _text(value)
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else None


def _level(value: Any, lowest: int) -> Level | None:
    number = _number(value)
    if number is not None:
        return numbered_level(number, lowest=min(1, lowest))
    return level_of(_text(value)) if value is not None else None


def _links(value: Any) -> Iterable[Link]:
    items = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    for item in items:
        text = _text(item)
        named = _MARKDOWN_LINK.findall(text)
        for title, url in named:
            yield Link(title.strip() or url, url)
        if not named:
            for url in _URL.findall(text):
                yield Link(url, url)


def _with_code(prompt: str, value: Any) -> str:
    """The prompt with the code that stands in a field of its own."""
    code = value if isinstance(value, str) else "\n\n".join(map(_text, value or ()))
    code = code.strip("\n")
    if not code.strip() or code.strip() in prompt:
        return prompt
    fenced = code if "```" in code else f"```\n{code}\n```"
    return f"{prompt}\n\n{fenced}"


def _with_options(prompt: str, value: Any) -> str:
    """The prompt with the answers to choose from."""
    if isinstance(value, Mapping):
        listed = [f"- {key}: {_text(item)}" for key, item in value.items()]
    elif isinstance(value, Sequence) and not isinstance(value, str):
        listed = [f"- {_text(item)}" for item in value]
    else:
        text = _text(value)
        listed = [text] if text else []
    return "\n\n".join(filter(None, (prompt, "\n".join(listed[:_MAX_ITEMS]))))


def _name(value: Any) -> str:
    """What an id field says, unless it is a bare number, which says nothing."""
    text = _text(value)
    return "" if re.fullmatch(r"[\d\W]*|[0-9a-fA-F-]{16,}", text) else text[:80]


def _unused(rows: Sequence[Row], fields: Mapping[str, str]) -> list[str]:
    used = set(fields.values())
    names: dict[str, None] = {}
    for row in rows[:1000]:
        for name, value in row.values.items():
            if name not in used and _text(value):
                names.setdefault(brief(str(name), 30))
    return list(names)[:12]
