"""From rows and objects with named fields to questions; shared by tables, JSON and Anki."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from msgspec import Struct, structs

from interview_sim.bank.model import Level
from interview_sim.bank.problems import nearest, one_of
from interview_sim.exchange.importers.html_text import looks_like_html, to_markdown
from interview_sim.exchange.importers.imported import (
    ImportedFollowUp,
    ImportedPoint,
    ImportedQuestion,
    ImportFailed,
    ImportResult,
    Link,
    Location,
    Skipped,
    has_words,
    result_of,
)
from interview_sim.exchange.importers.levels import (
    Marked,
    level_of,
    numbered_level,
    star_level,
    stars_of,
    without_mark,
)
from interview_sim.exchange.importers.markdown.inline import tidy
from interview_sim.exchange.importers.words import names, phrases
from interview_sim.literal import brief

# -- names of columns and keys -------------------------------------------------------------------

FIELDS = names("fields")
"""Field of a question and the names that people give it; case and punctuation do not matter."""

_REPEATED = frozenset({"links", "tags", "hints"})
"""Fields that may have several columns."""

_APART = re.compile(r"[^\w#]+|_")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _normal(name: str) -> str:
    """A column's name as names are compared."""
    return _APART.sub("-", _CAMEL.sub("-", name.strip())).strip("-").lower()


_NAMES = {_normal(word): field for field, words in FIELDS.items() for word in words}


@lru_cache(maxsize=4096)
def field_of(name: str) -> str | None:
    """The field that a column of that name holds, or None when the name says nothing."""
    return _NAMES.get(_normal(name)) or _NAMES.get(_normal(name).replace("-", ""))


def assign(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """For each field that is there, the name of its column; the user's mapping comes first.

    Without a `question`, a `title` serves as one.

    Raises:
        ImportFailed: The mapping names a field or a column that does not exist.
    """
    found: dict[str, str] = {}
    for field, name in mapping.items():
        if field not in FIELDS:
            meant = nearest(field, FIELDS)
            remedy = f"did you mean {meant}?" if meant else f"there are {one_of(FIELDS)}"
            raise ImportFailed(f"--map: there is no field “{field}”; {remedy}")
        found[field] = _column(name, names)
    for name in names:
        guessed = field_of(name)
        if guessed is not None and guessed not in found and name not in found.values():
            found[guessed] = name
    if "question" not in found and "title" in found:
        found["question"] = found.pop("title")
    return found


def with_answer_behind(fields: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """The fields of which none is the question's too, and the column behind it as the answer."""
    question = fields["question"]
    found = {f: n for f, n in fields.items() if n != question or f == "question"}
    behind = names[names.index(question) + 1 :][:1]
    if behind and behind[0] not in found.values():
        found.setdefault("answer", behind[0])
    return found


def _column(name: str, names: Sequence[str]) -> str:
    if name in names:
        return name
    numbered = re.fullmatch(r"(?:col(?:umn)?\s*)?(\d{1,4})", name.strip(), re.IGNORECASE)
    if numbered is not None and 1 <= int(numbered.group(1)) <= len(names):
        return names[int(numbered.group(1)) - 1]
    same = next((known for known in names if _normal(known) == _normal(name)), None)
    if same is not None:
        return same
    meant = nearest(name, names)
    shown = one_of([*names[:11], "…"] if len(names) > 12 else names) if names else "none"
    remedy = f"did you mean “{meant}”?" if meant else f"there are {shown}"
    raise ImportFailed(f"--map: there is no column “{name}”; {remedy}")


def parse_mapping(pairs: Iterable[str]) -> dict[str, str]:
    """The mapping in words such as `question=col1`.

    Raises:
        ImportFailed: One of them has no `=`, or a field is given twice.
    """
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, sign, name = pair.partition("=")
        field = field.strip().replace("-", "_").lower()
        if not sign or not field or not name.strip():
            raise ImportFailed(
                f"--map {pair}: write FIELD=COLUMN, such as question=col1; "
                f"the fields are {one_of(FIELDS)}"
            )
        if field in mapping:
            raise ImportFailed(f"--map: the field “{field}” is given twice")
        mapping[field] = name.strip()
    return mapping


# -- records -------------------------------------------------------------------------------------

_ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+", re.MULTILINE)
_MARKDOWN_LINK = re.compile(r"\[([^\]]{0,300})\]\((https?://[^\s)]{1,1000})[^)]{0,200}\)")
_URL = re.compile(r"https?://[^\s<>()\"']{1,1000}")
_CODE = re.compile(r"(`{1,8})(?!`)[\s\S]{1,4000}?(?<!`)\1(?!`)")
_BLOCK_HTML = re.compile(
    r"</?(?:p|br|div|ul|ol|li|pre|h[1-6]|table|tr|td|th|blockquote)\b[^<>]{0,500}>", re.IGNORECASE
)
_LINE_HTML = re.compile(r"<(?:p|br|div|li|tr)\b", re.IGNORECASE)
_MAX_ITEMS = 200


class Record(Struct, frozen=True):
    """One row or object, and where it is."""

    values: Mapping[str, Any]
    location: Location
    topic: tuple[str, ...] = ()
    """What is around it is called, for a record that names no topic itself."""


def read_records(records: Sequence[Record], fields: Mapping[str, str]) -> ImportResult:
    """A question for every record that holds one; the others are skipped with the reason.

    `fields` has the name of the column or key that holds a field of a question.
    """
    level_name = fields.get("level", "")
    numbers = [_number(record.values.get(level_name)) for record in records]
    lowest = min((number for number in numbers if number is not None), default=0)
    stars = [stars_of(_text(record.values.get(level_name))) for record in records]
    most_stars = max(stars, default=0)

    def read(record: Record) -> Iterator[ImportedQuestion | Skipped]:
        question = read_record(record, fields, lowest_level=lowest)
        if question is None:
            first = next(filter(None, map(_text, record.values.values())), "")
            yield Skipped(record.location, brief(first), "no question in it")
            return
        count = stars_of(_text(record.values.get(level_name)))
        if count and most_stars > 1:
            question = structs.replace(question, level=star_level(count, most_stars))
        yield question
        level = _text(record.values.get(level_name))
        if level and _level(record.values[level_name], lowest) is None:
            what = f"{level_name}: {brief(level)}"
            yield Skipped(record.location, what, "a level that is not known")

    unused = _unused(records, fields)
    notes = [f"not used, because their names are not known: {unused} (see --map)"] if unused else []
    return result_of((item for record in records for item in read(record)), notes)


def read_record(
    record: Record, fields: Mapping[str, str], *, lowest_level: int = 0, is_plain: bool = False
) -> ImportedQuestion | None:
    """The question that a record holds, or None when it has none.

    Args:
        record: What to read.
        fields: For each field of a question, the name of the column or key that holds it.
        lowest_level: The smallest number that stands for a level in the whole collection.
        is_plain: Whether texts are taken as Markdown, without HTML and marks such as `[hard]`.
    """
    to_text = str if is_plain else prose

    used = set(fields.values())
    others: dict[str | None, list[Any]] = {}
    for name, value in record.values.items():
        if name not in used:
            others.setdefault(field_of(str(name)), []).append(value)

    def get_all(field: str) -> list[Any]:
        own = fields.get(field, "")
        first = [record.values[own]] if own in record.values else []
        return first + others.get(field, [])

    def get(field: str) -> Any:
        return next(iter(get_all(field)), None)

    asked = to_text(_text(get("question")))
    marked = Marked(asked, None) if is_plain else without_mark(asked)
    if not has_words(marked.text):
        return None
    prompt = _with_code(marked.text, get("code"))
    options = _text(get("options"))
    answer = to_text(_text(get("answer")))
    return ImportedQuestion(
        prompt=f"{prompt}\n\n{options}" if options else prompt,
        location=record.location,
        answer="" if is_placeholder(answer) else answer,
        points=tuple(ImportedPoint(text=text) for text in _texts(get("points"), to_text)),
        follow_ups=tuple(_follow_ups(get("follow_ups"), to_text)),
        hints=tuple(hint for value in get_all("hints") for hint in _texts(value, to_text)),
        tags=tuple(tag for value in get_all("tags") for tag in _words(value)),
        roles=tuple(word.lower().replace(" ", "-") for word in _words(get("roles"))),
        level=_level(get("level"), lowest_level) or marked.level,
        topic=_topic(get("topic")) or tuple(n for n in record.topic if n != marked.text)[-2:],
        links=tuple(dict.fromkeys(link for value in get_all("links") for link in _links(value))),
        name=_name(get("id")) or _text(get("title")),
    )


def prose(text: str, *, keeps_lines: bool = False) -> str:
    """A cell's text as Markdown: HTML is read as such; Markdown stays, with its tags as text.

    Args:
        text: The text.
        keeps_lines: Whether a line end is one even in HTML, as in Moodle's own format.
    """
    text = text.strip()
    bare = _CODE.sub("", text) if "`" in text else text
    if "```" not in text and _BLOCK_HTML.search(bare):
        escaped = _CODE.sub(lambda found: html.escape(found.group(), quote=False), text)
        is_laid_out = _LINE_HTML.search(bare) is not None and not keeps_lines
        return to_markdown(escaped if is_laid_out else escaped.replace("\n", "<br>"))
    return tidy(text) if looks_like_html(bare) else text


def _text(value: Any) -> str:
    """A value as one text; lists become bullets."""
    if isinstance(value, Mapping):
        inner = next((value[k] for k in ("text", "content", "value", "body") if k in value), None)
        bullets = (f"- {key}: {_text(item)}" for key, item in islice(value.items(), _MAX_ITEMS))
        return _text(inner) if inner is not None else "\n".join(bullets)
    if isinstance(value, list):
        return "\n".join(f"- {text}" for text in map(_text, value[:_MAX_ITEMS]) if text)
    return "" if value is None or isinstance(value, bool) else str(value).strip()


def _texts(value: Any, to_text: Callable[[str], str]) -> list[str]:
    """A value as several texts: a list's items, or the bullets and lines of a text."""
    if isinstance(value, list):
        keys = ("point", "text", "criterion", "description", "name", "statement")
        parts = [to_text(_first_of(item, keys) or _text(item)) for item in value]
    elif isinstance(value, Mapping):
        parts = [to_text(f"{key}: {_text(item)}") for key, item in value.items()]
    else:
        text = to_text(_text(value))
        parts = _ITEM.split(text) if _ITEM.search(text) else text.split("\n")
    return [" ".join(part.split()) for part in parts if part.strip()][:_MAX_ITEMS]


def _first_of(value: Any, keys: Iterable[str]) -> str:
    """The first of some texts that an object has; empty: it has none, or is no object."""
    if not isinstance(value, Mapping):
        return ""
    return next((_text(value[key]) for key in keys if key in value), "")


def _follow_ups(value: Any, to_text: Callable[[str], str]) -> Iterator[ImportedFollowUp]:
    if not isinstance(value, list):
        yield from (ImportedFollowUp(ask=text) for text in _texts(value, to_text))
        return
    for item in value[:_MAX_ITEMS]:
        is_object = isinstance(item, Mapping)
        ask = _first_of(item, ("ask", "question", "prompt", "q")) if is_object else _text(item)
        answer = _first_of(item, ("answer", "model_answer", "a"))
        if ask:
            yield ImportedFollowUp(ask=to_text(ask), answer=to_text(answer))


def _words(value: Any) -> tuple[str, ...]:
    """Tags, from a list or from a text with commas, semicolons or bars."""
    is_list = isinstance(value, list)
    found = map(_text, value) if is_list else re.split(r"[,;|]", _text(value))
    return tuple(word for word in (word.strip().strip("#[]\"'") for word in found) if word)[:50]


def _topic(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return _words(value)[:1]
    return tuple(part.strip() for part in re.split(r"::|/|>", _text(value)) if part.strip())


def _number(value: Any) -> int | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if abs(value) < 1000 else None
    text = _text(value)
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else None


def _level(value: Any, lowest: int) -> Level | None:
    number = _number(value)
    if number is not None:
        return numbered_level(number, lowest=min(1, lowest))
    return level_of(_text(value))


def _links(value: Any) -> Iterator[Link]:
    """The pages that a value names, with the words around them; without a page, its title."""
    for item in value if isinstance(value, list) else [value]:
        text = _text(item)
        named = [Link(title.strip() or url, url) for title, url in _MARKDOWN_LINK.findall(text)]
        pages = named or [Link(url, url) for url in _URL.findall(text)]
        around = _URL.sub("", _MARKDOWN_LINK.sub("", text))
        if has_words(around):
            said = " ".join(_MARKDOWN_LINK.sub(r"\1", text).split())
            pages = [Link(said, pages[0].url if len(pages) == 1 else ""), *pages[1:]]
        yield from pages


def _with_code(prompt: str, value: Any) -> str:
    """The prompt with the code that is in a field of its own."""
    parts = value if isinstance(value, list) else [value]
    texts = (part if isinstance(part, str) else _text(part) for part in parts)
    code = "\n\n".join(texts).strip("\n")
    if not code.strip() or code.strip() in prompt:
        return prompt
    fenced = code if "```" in code else f"```\n{code}\n```"
    return f"{prompt}\n\n{fenced}"


def _name(value: Any) -> str:
    """What an id field says, unless it is a bare number, which says nothing."""
    text = _text(value)
    return "" if re.fullmatch(r"[\d\W]*|[0-9a-fA-F-]{16,}", text) else text[:80]


def _unused(records: Sequence[Record], fields: Mapping[str, str]) -> str:
    names: dict[str, None] = {}
    for record in records[:1000]:
        for name, value in record.values.items():
            field = field_of(str(name)) or ""
            has_other = field not in _REPEATED and fields.get(field) in record.values
            is_used = name in fields.values() or (field and not has_other)
            if not is_used and _text(value):
                names.setdefault(brief(str(name), 30))
    return ", ".join(list(names)[:12])


# -- placeholders --------------------------------------------------------------------------------

_PLACEHOLDER = re.compile(phrases("placeholder"), re.IGNORECASE)
_EDGES = " \t\n\"'`*_()[]{}<>.,:;!?…-–—=#~|/\\"
_DOTS = frozenset(" \t\n*_.…-–—?!()[]")
"""Signs that say nothing by themselves; any other sign may be the whole answer, such as `#`."""


def is_placeholder(text: str) -> bool:
    """Whether a text is empty or only holds the place of an answer: `Answer here`, `TODO`, `…`."""
    if len(text) > 200:
        return False
    bare = " ".join(text.strip(_EDGES).split())
    return set(text) <= _DOTS if not bare else _PLACEHOLDER.fullmatch(bare) is not None
