"""A bank written as YAML, the way a person would lay it out.

What `parse_bank` reads back is the same bank. Defaults are left out, long texts are folded, texts
of several lines stand as blocks, and short lists on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from interview_sim.bank.durations import format_duration
from interview_sim.bank.model import (
    AllOf,
    Bank,
    Defaults,
    FollowUp,
    Misconception,
    Phrase,
    Point,
    Question,
    Source,
    When,
)
from interview_sim.bank.scoring import Rubric
from interview_sim.bank.terms import Need

_WIDTH = 100
_FOLD_FROM = 80

_PLAIN = re.compile(r"[^\W_](?:[^\x00-\x1f\x7f-\x9f:#]|:(?! |$)|(?<! )#)*")
"""What may stand without quotes: it begins with a letter or digit, and holds no `: ` or ` #`."""

_FLOW_SIGNS = frozenset("[]{},")
_NULLS = frozenset({"null", "Null", "NULL", "~"})
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x00": "\\0"}


def write_bank(bank: Bank, comment: str = "") -> str:
    """The bank as YAML text, ending with a line feed.

    Args:
        bank: What to write.
        comment: Lines to begin with, each behind a `#`.
    """
    out = _Lines()
    for line in comment.split("\n") if comment else ():
        out.add(f"# {_UNPRINTABLE.sub(' ', line)}".rstrip())
    out.text("format", bank.format)
    out.text("id", bank.id)
    out.text("title", bank.title)
    out.text("description", bank.description)
    if bank.language != "en":
        out.text("language", bank.language)
    out.text("licence", bank.licence)
    _sources(out, bank.sources)
    if bank.glossary:
        out.add("", "glossary:")
        for terms in bank.glossary:
            out.add(f"  - {_flow(terms)}")
    _defaults(out, bank.defaults)
    if bank.scoring is not None:
        _scoring(out, bank.scoring)
    out.add("", "questions:")
    for number, question in enumerate(bank.questions):
        if number:
            out.add("")
        _question(out, question)
    return "\n".join(out.lines) + "\n"


def question_lines(question: Question) -> list[str]:
    """The question as an item of a bank's list, whose dash stands in the third column."""
    out = _Lines()
    _question(out, question)
    return out.lines


class _Lines:
    """The lines written so far, and how far in the next key stands."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._indent = 0
        self._bullet = False

    def add(self, *lines: str) -> None:
        """Write lines as they are."""
        self.lines += lines

    def item(self) -> None:
        """Begin an item of a list; the next key stands behind its dash."""
        self._bullet = True

    def inside(self, by: int) -> None:
        """Move the keys that follow in, or out again with a negative number."""
        self._indent += by

    def key(self, key: str, value: str = "") -> None:
        """Write a key with a value that fits on its line."""
        lead = " " * self._indent
        if self._bullet:
            lead, self._bullet = " " * (self._indent - 2) + "- ", False
        self.add(f"{lead}{key}: {value}".rstrip() if value else f"{lead}{key}:")

    def text(self, key: str, text: str) -> None:
        """Write a key with a text in the form that reads best; an empty one is left out."""
        if not text:
            return
        inner = " " * (self._indent + 2)
        short = _scalar(text)
        if _can_be_block(text):
            self.key(key, "|")
            self.add(*(f"{inner}{line}" if line else "" for line in text.split("\n")))
        elif len(short) + self._indent + len(key) + 2 > _WIDTH and _can_be_folded(text):
            self.key(key, ">")
            self.add(*(inner + line for line in _folded(text, _WIDTH - len(inner))))
        else:
            self.key(key, short)

    def texts(self, key: str, texts: Sequence[str]) -> None:
        """Write a list of texts, on one line where that is short."""
        if not texts:
            return
        flow = _flow(texts)
        if len(flow) + self._indent + len(key) + 2 <= _WIDTH:
            self.key(key, flow)
            return
        self.key(key)
        self.add(*(f"{' ' * (self._indent + 2)}- {_scalar(text)}" for text in texts))


# -- the parts of a bank -------------------------------------------------------------------------


def _scoring(out: _Lines, scoring: Rubric) -> None:
    needs, time = scoring.needs, scoring.time
    out.add("", "scoring:")
    out.inside(2)
    out.key("id", _scalar(scoring.id))
    out.key("version", str(scoring.version))
    out.text("title", scoring.title)
    counts = (("must", needs.must), ("should", needs.should), ("bonus", needs.bonus))
    out.key("needs", "{" + ", ".join(f"{need}: {_number(n)}" for need, n in counts) + "}")
    out.key("partly", _number(scoring.partly))
    over = _number(time.zero_when_over)
    out.key("time", f"{{timed_out: {_number(time.timed_out)}, zero_when_over: {over}}}")
    out.key("dimensions")
    out.inside(4)
    for dimension in scoring.dimensions:
        out.item()
        out.key("id", dimension.id.value)
        out.text("title", dimension.title)
        out.key("weight", _number(dimension.weight))
        out.text("asks", dimension.asks)
        out.key("when_rated", dimension.when_rated.value)
        out.texts("anchors", dimension.anchors)
    out.inside(-4)
    out.key("bands")
    out.inside(4)
    for band in scoring.bands:
        out.item()
        out.key("at_least", _number(band.at_least))
        out.text("title", band.title)
        out.text("words", band.words)
    out.inside(-6)


def _sources(out: _Lines, sources: Iterable[Source]) -> None:
    sources = list(sources)
    if not sources:
        return
    out.add("", "sources:")
    out.inside(4)
    for source in sources:
        out.item()
        out.key("id", _scalar(source.id))
        out.text("title", source.title)
        out.text("author", source.author)
        out.text("url", source.url)
        if source.year is not None:
            out.key("year", str(source.year))
    out.inside(-4)


def _defaults(out: _Lines, defaults: Defaults) -> None:
    standard, pairs = Defaults(), []
    if defaults.time != standard.time:
        pairs.append(f"time: {format_duration(defaults.time)}")
    if defaults.follow_up_time != standard.follow_up_time:
        pairs.append(f"follow_up_time: {format_duration(defaults.follow_up_time)}")
    if pairs:
        out.add("", f"defaults: {{{', '.join(pairs)}}}")


def _question(out: _Lines, question: Question) -> None:
    standard = Question(id="x", prompt="x")
    out.inside(4)
    out.item()
    out.key("id", _scalar(question.id))
    out.text("prompt", question.prompt)
    if question.kind is not standard.kind:
        out.key("kind", question.kind.value)
    if question.topic != standard.topic:
        out.text("topic", question.topic)
    out.texts("tags", question.tags)
    out.texts("roles", question.roles)
    if question.level is not standard.level:
        out.key("level", question.level.value)
    if question.time is not None:
        out.key("time", format_duration(question.time))
    out.texts("sources", question.sources)
    _points(out, "rubric", question.rubric)
    _misconceptions(out, question.misconceptions)
    _follow_ups(out, question.follow_ups)
    out.texts("hints", question.hints)
    out.text("model_answer", question.model_answer)
    out.inside(-4)


def _points(out: _Lines, key: str, points: Sequence[Point]) -> None:
    if not points:
        return
    out.key(key)
    out.inside(4)
    for point in points:
        out.item()
        out.key("id", _scalar(point.id))
        out.text("point", point.point)
        if point.need is not Need.MUST:
            out.key("need", point.need.value)
        if point.weight != 1.0:
            out.key("weight", _number(point.weight))
        _phrases(out, point.match)
        out.text("probe", point.probe or "")
        if point.pick is not None:
            out.key("pick", str(point.pick))
        _points(out, "of", point.of)
    out.inside(-4)


def _misconceptions(out: _Lines, found: Sequence[Misconception]) -> None:
    if not found:
        return
    out.key("misconceptions")
    out.inside(4)
    for misconception in found:
        out.item()
        out.key("id", _scalar(misconception.id))
        out.text("claim", misconception.claim)
        _phrases(out, misconception.match)
        out.text("probe", misconception.probe or "")
        out.text("correction", misconception.correction)
    out.inside(-4)


def _follow_ups(out: _Lines, found: Sequence[FollowUp]) -> None:
    if not found:
        return
    out.key("follow_ups")
    out.inside(4)
    for follow_up in found:
        out.item()
        out.key("id", _scalar(follow_up.id))
        out.text("ask", follow_up.ask)
        if follow_up.when != When(always=True):
            out.key("when", _when(follow_up.when))
        if follow_up.time is not None:
            out.key("time", format_duration(follow_up.time))
        _points(out, "rubric", follow_up.rubric)
        out.text("model_answer", follow_up.model_answer)
    out.inside(-4)


def _when(when: When) -> str:
    pairs = []
    if when.covered is not None:
        pairs.append(f"covered: {_scalar(when.covered, is_flow=True)}")
    if when.missed is not None:
        pairs.append(f"missed: {_scalar(when.missed, is_flow=True)}")
    if when.score_below is not None:
        pairs.append(f"score_below: {_number(when.score_below)}")
    if when.score_above is not None:
        pairs.append(f"score_above: {_number(when.score_above)}")
    if when.always or not pairs:
        pairs.append(f"always: {'true' if when.always else 'false'}")
    return f"{{{', '.join(pairs)}}}"


def _phrases(out: _Lines, phrases: Sequence[Phrase]) -> None:
    if not phrases:
        return
    out.key("match")
    out.inside(4)
    for phrase in phrases:
        lead = " " * (out._indent - 2)
        if isinstance(phrase, AllOf):
            out.add(f"{lead}- all: {_flow(phrase.all)}")
        else:
            out.add(f"{lead}- {_scalar(phrase)}")
    out.inside(-4)


# -- texts ---------------------------------------------------------------------------------------


def _flow(texts: Iterable[str | tuple[str, ...]]) -> str:
    """A list on one line."""
    parts = (_flow(t) if isinstance(t, tuple) else _scalar(t, is_flow=True) for t in texts)
    return f"[{', '.join(parts)}]"


def _scalar(text: str, *, is_flow: bool = False) -> str:
    """A text on one line, in quotes where it would be read as something else without."""
    if _PLAIN.fullmatch(text) and not text.endswith(" ") and text not in _NULLS:
        is_safe = not is_flow or not _FLOW_SIGNS & set(text)
        if is_safe and not _UNPRINTABLE.search(text):
            return text
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if not _UNPRINTABLE.match(char):
        return char
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _can_be_block(text: str) -> bool:
    """Whether a text of several lines can stand as a literal block and be read back the same."""
    return (
        "\n" in text
        and not text.endswith("\n")
        and text[0] not in " \t\n"
        and not _UNPRINTABLE.search(text)
        and not any(line.isspace() for line in text.split("\n"))
    )


def _can_be_folded(text: str) -> bool:
    """Whether a text of one line can be broken at its spaces and be read back the same."""
    return (
        "\n" not in text
        and "\t" not in text
        and text == text.strip()
        and not _UNPRINTABLE.search(text)
        and len(text) >= _FOLD_FROM
        and " " in text
    )


def _folded(text: str, width: int) -> list[str]:
    """Lines that YAML joins again with single spaces; runs of spaces are never broken."""
    lines: list[str] = []
    line = ""
    for word in re.split(r"(?<! ) (?! )", text):
        if line and len(line) + 1 + len(word) > max(width, 40):
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _number(value: float) -> str:
    """A number as short as it reads back the same."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
