"""What a heading, bold line or first line of an item says: does it ask, or name a part?"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.levels import without_mark
from interview_sim.exchange.importers.markdown.inline import without_marks
from interview_sim.exchange.importers.words import labels, phrases, words_for

_LONGEST = 2_000
"""A longer text is prose: nobody asks a question in so many words."""

_REMEMBERED = 20_000

_NUMBER = r"\d{0,4}(?:\.\d{1,3})*"
_START = r"(?-i:[A-Z`\"“¿])"
"""How a question begins behind a number without a sign."""

_PREFIX = re.compile(
    rf"\s*(?:{phrases('counted')}\s*(?:n[or]\.?\s*|number\s*)?#?\s*{_NUMBER}\s*[.):\]–—-]+"
    rf"|q\s*\.?\s*-?#?{_NUMBER}\s*(?:[.):\]。：]+|[–—-]+(?=\s))"
    rf"|[pfd]\d{{1,4}}[.)](?=\s)|(?:q\d{{1,4}}|\d{{1,3}}(?:\.\d{{1,3}})+\.?)\s+(?={_START})"
    rf"|[(\[#]?\d{{1,4}}(?:\.\d{{1,3}})*\s*(?:[.):\]–—-]+(?=\s|\*|_|{_START})|\\\.|(?<=#\d)\s))\s*",
    re.IGNORECASE,
)
"""A number or a mark such as `Q:` or `Q1`; in `Q-learning` and `Q1 or Q3` the Q is a word."""

STRONG = 0.5
"""How much a text must ask to be a question on its own."""

_LONGEST_SPLIT = 4_000
_FEW = 12
_BOLD_START = re.compile(r"(\*{2,3}|_{2,3})(?=\S)((?:`[^`\n]*`|(?!\1)[\s\S]){1,1500}?)(?<=\S)\1")
_TAIL_LINKS = re.compile(
    r"(?:\s{0,8}[\[(]{0,3}\[[^\[\]]{0,40}\]\([^)\s]{0,500}\)[\])]{0,3}){1,20}\s*$"
)
_TAIL_WORDS = re.compile(rf"^[\W_]*{phrases('link')}?[\W_]*$", re.IGNORECASE)
_BADGE = re.compile(r"\[\s*!\[[^\[\]]{0,300}\]\([^()\s]{0,2000}\)\s*\]\([^()\s]{0,2000}\)")
_ONLY_COUNTS = re.compile(
    rf"\W*(?:(?:{phrases('counted')}|q)\W*(?:no\W*|number\W*)?)?\d{{0,4}}\W*", re.IGNORECASE
)
_DECORATION = re.compile(r"^[\s☀-➿⬀-⯿\U0001f300-\U0001faff️‍•·▪►▶➤❓❔]+")
_BOX = re.compile(r"^\s*\[[ xX]\]\s+")
_QUESTION_END = re.compile(r"[?？؟](?:[\s\"'”’)\]*_`.]|\([^()]{0,80}\))*$")
_QUESTION_INSIDE = re.compile(r"[?？؟](?=[\s\"'”’)\]*_]|$)")

_ASKING = words_for("asking")
_TELLING = words_for("telling")
_PERHAPS = words_for("perhaps")
_OBJECTS = words_for("object")
_ABOUT_ITSELF = re.compile(rf"^\W*{phrases('about_itself')}\W*$", re.IGNORECASE)
_GIVEN = re.compile(rf"\W*{phrases('given')}\b", re.IGNORECASE)
"""How a text begins that the questions behind it rest on."""
_QUESTION_WORDS = re.compile(
    r"\s*[-–—:|]?\s*(?:\b(?:interview|job|technical|coding|top|practice)\b\s*)*"
    r"\bquestions?(?:\s*(?:&|and|with|/)\s*answers?)?\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\s*[\[(]\s*\d+\s*(?:\w+\s*){0,3}[\])]\s*$")


class Title(Struct, frozen=True):
    """What a title says."""

    text: str
    """Without number, mark, emphasis and links."""
    asks: float
    """From 0, nothing like a question, to 1, a question mark at its end."""
    is_numbered: bool = False
    level: Level | None = None
    stars: int = 0
    """How many it is marked with."""
    tail: str = ""
    """Links behind it, which only lead elsewhere."""

    @property
    def is_question(self) -> bool:
        """Whether it reads like a question or a task."""
        return self.asks >= 0.5


def read_title(source: str) -> Title:
    """What a heading, bold line or first line of an item says."""
    if len(source) > _LONGEST:
        return Title(source.strip(), 0.0)
    return _read_title(source)


@lru_cache(maxsize=_REMEMBERED)
def _read_title(source: str) -> Title:
    source = _BADGE.sub("", source).strip()
    text = _without_tail_links(source)
    tail = source[len(text) :]
    text = plain(_bare(_BOX.sub("", text)))
    text, level, stars = without_mark(text)
    numbered = False
    for _ in range(2):
        found = _PREFIX.match(text)
        if found is None or not text[found.end() :].strip():
            break
        numbered, text = True, text[found.end() :]
    text = _bare(text)
    if level is None:
        text, level, stars = without_mark(text)
    text = _bare(text).strip()
    return Title(text, asks(text), numbered, level, stars, tail)


def plain(source: str) -> str:
    """Text without emphasis and links; code keeps its marks. A very long text is left as it is."""
    return source.strip() if len(source) > _LONGEST else _plain(source)


@lru_cache(maxsize=_REMEMBERED)
def _plain(source: str) -> str:
    return without_marks(source)


def asks(text: str) -> float:
    """How much a text reads like a question, 0..1."""
    if len(text) > _LONGEST or not any(map(str.isalpha, text)) or _ABOUT_ITSELF.match(text):
        return 0.0
    if text.lstrip().startswith("¿") or _QUESTION_END.search(text):
        return 1.0
    if _QUESTION_INSIDE.search(text):
        return 0.9
    words = [word.strip("\"'“”‘’*_(,:.`") for word in text.lower().split(maxsplit=3)]
    if len(words) < 2:
        return 0.0
    if words[0] in _TELLING:
        return 0.8
    if words[0] in _ASKING:
        return 0.7 if len(words) > 2 else 0.5
    if words[0] in _PERHAPS:
        return 0.7 if words[1] in _OBJECTS or words[1].isdigit() else 0.3
    return 0.0


def is_number_only(text: str) -> bool:
    """Whether a title only counts: `Question 3`, `#12`."""
    return _ONLY_COUNTS.fullmatch(text) is not None


def is_about_itself(text: str) -> bool:
    """Whether a heading introduces a part about the collection rather than questions."""
    return _ABOUT_ITSELF.match(plain(text)) is not None


def is_given(text: str) -> bool:
    """Whether a text says what the questions behind it rest on: `Suppose we have these tables`."""
    return _GIVEN.match(text) is not None


def topic_name(source: str) -> str:
    """A heading as a topic: without number, count and the word "questions"."""
    title = read_title(source)
    text = _COUNT.sub("", title.text)
    text = _QUESTION_WORDS.sub("", text).strip(" :-–—|.#*_")
    return " ".join(text.split())[:60]


def _bare(text: str) -> str:
    """Without emphasis around it and signs before it."""
    text = _DECORATION.sub("", text).strip()
    for mark in ("**", "__", "*", "_"):
        if text.startswith(mark) and text.endswith(mark) and len(text) > 2 * len(mark):
            text = text[len(mark) : -len(mark)].strip()
    return text.strip()


def _without_tail_links(text: str) -> str:
    """Without links at the end that only lead elsewhere: `[[src](…)]`, `[↑](#top)`."""
    found = _TAIL_LINKS.search(text)
    if found is None or not text[: found.start()].strip():
        return text
    labels = re.findall(r"\[([^\[\]]{0,40})\]\(", found.group())
    is_only_links = all(_TAIL_WORDS.match(label) for label in labels)
    return re.sub(r"(?:\s*<br */?>)+$", "", text[: found.start()]) if is_only_links else text


# -- question and answer in one block ------------------------------------------------------------


def bold_start(text: str) -> tuple[str, str] | None:
    """The bold question that a paragraph begins with, and the rest; None when it has none."""
    found = _BOLD_START.match(text) if text.startswith(("**", "__")) else None
    if found is None:
        return None
    inner, rest = found.group(2).strip(), text[found.end() :]
    own_line = rest.partition("\n")[0]
    if len(own_line) < _FEW and not any(map(str.isalnum, own_line)):  # a mark of level, a dash
        return f"{inner} {own_line.strip(' .:–—-')}".strip(), rest[len(own_line) :].strip()
    if is_number_only(inner):
        return f"{inner} {rest.strip()}", ""
    if inner.endswith(("?", ":")) or asks(inner) >= STRONG:
        return inner, rest.lstrip(" :–—-").strip()
    if read_title(inner).is_numbered:
        is_one_sentence = rest[:1] in ".:!?"
        return f"{inner}{rest}" if is_one_sentence else f"{inner.rstrip('.')}. {rest.strip()}", ""
    return None


def split_item(text: str) -> tuple[str, str]:
    """The question that an item begins with, and the rest of its first paragraph."""
    return bold_start(text) or split_answer(text)


_SENTENCES = re.compile(r"^([\s\S]*[?？؟][\"'”’)*_]*)\s+(?=\S)([^?？؟]+)$")
_ANSWER_SIGN = re.compile(
    r"\s*(?:\n|<br\s*/?>|\s)\s*[*_]{0,3}(?:A|Ans|Answer)[*_]{0,3}\s*[:：.]"
    r"[*_]{0,3}\s*",
    re.IGNORECASE,
)
_CARD_SIGN = re.compile(r"(?<=[?？؟])::+(?=\S)|\n\?{1,2}[ \t]*(?:\n|$)")
"""What separates the sides of a card in plain notes: `::` behind a question, a line of `?`."""

_GOES_ON = re.compile(phrases("goes_on"), re.IGNORECASE)


def split_answer(text: str) -> tuple[str, str]:
    """A paragraph's question and the answer that follows in the same paragraph, if one does.

    A line end separates them only before a label, and behind a first line that is a question;
    within a sentence it is a space.
    """
    if len(text) > _LONGEST_SPLIT:
        first, _, rest = text.partition("\n")
        return first, rest
    sign = _ANSWER_SIGN.search(text) or _CARD_SIGN.search(text)
    if sign is not None and text[: sign.start()].strip():
        return text[: sign.start()], text[sign.end() :]
    for end in (found.start() for found in re.finditer("\n", text)):
        label = leading_label(text[end + 1 :])
        if label is not None and label.role is not Role.QUESTION:
            question, answer = split_answer(text[:end])
            return question, "\n".join(filter(None, (answer, text[end + 1 :])))
    first, _, rest = text.partition("\n")
    if rest and asks(read_title(first).text) == 1:
        return first, rest
    found = _SENTENCES.match(text)
    if found is not None:
        tail = found.group(2).lstrip()
        is_more = asks(tail) >= STRONG or tail[:1] in "([" or len(tail.split()) < 5
        if not is_more and not _GOES_ON.match(tail):
            return found.group(1).replace("\n", " "), tail.lstrip(" -–—:").replace("\n", " ")
    return text, ""


# -- labels --------------------------------------------------------------------------------------


class Role(StrEnum):
    """What a part of a question is."""

    QUESTION = "question"
    ANSWER = "answer"
    POINTS = "points"
    FOLLOW_UPS = "follow-ups"
    HINTS = "hints"
    MISTAKES = "mistakes"
    SOURCES = "sources"
    TAGS = "tags"
    LEVEL = "level"
    TOPIC = "topic"


_NAMES = "|".join(f"(?P<{Role(part).name}>{names})" for part, names in labels().items())
_WHOLE = re.compile(rf"[\W_]*(?:{_NAMES})[\W_]*", re.IGNORECASE)
_LEADING = re.compile(
    rf"(?P<mark>[*_]{{1,3}})?[^\w\n]{{0,6}}(?:{_NAMES})(?:[^\w\n:：]|_){{0,6}}"
    r"(?:[:：][*_]{0,3}|(?(mark)(?<=[*_])[ \t]*(?:\n|$)|(?!)))\s*",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?P<mark>[*_]{1,3})?(?P<ANSWER>A\d{0,4}[*_]{0,3}\s*[.:)：][*_]{0,3}\s*(?=\S)|Ans\s*[.:\-–—]+\s*)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 240
_HEAD = 400
"""How much of a paragraph is searched for a label."""


class Label(NamedTuple):
    """What a part is, and the text behind its name in the same block."""

    role: Role
    rest: str = ""


@lru_cache(maxsize=_REMEMBERED)
def label_of(text: str) -> Label | None:
    """The label that a heading, a bold line or a summary is, as in `#### Answer: D`."""
    if len(text) > _LONGEST_LABEL or "\n" in text.strip():
        return None
    bare = plain(text)
    found = _WHOLE.fullmatch(bare)
    return leading_label(bare) if found is None else Label(Role[str(found.lastgroup)])


def leading_label(text: str) -> Label | None:
    """The label that a paragraph begins with, as in `**Answer:** It depends.` or `A: …`."""
    found = _LEADING.match(text[:_HEAD]) or _SHORT.match(text[:_HEAD])
    if found is None:
        return None
    mark, rest = found["mark"], text[found.end() :]
    if mark and mark not in found.group()[len(mark) :]:  # as in `**Answer: D**`
        rest = rest.replace(mark, "", 1)
    return Label(Role[str(found.lastgroup)], rest.strip())
