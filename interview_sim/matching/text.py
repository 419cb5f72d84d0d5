"""A text as tokens that know where in the text they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from interview_sim.matching.lexicon import (
    ARTICLES,
    CLAUSE_WORDS,
    DIRECTION_FUNCTION_WORDS,
    FUNCTION_WORDS,
    GREEK,
    NEGATORS,
)
from interview_sim.matching.model import Span
from interview_sim.matching.stems import stem

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Scripts that put no space between words: each of their characters is a token."""
_KANA = re.compile("[\u3040-\u309f]")
"""Joins words in Japanese, as function words do."""
_TOKEN = re.compile(
    r"(?P<order>\bo\s?\(\s?[a-z0-9^*+/ .|_-]{1,24}(?:\([a-z0-9 +]{1,12}\)[a-z0-9^*+/ ]{0,8})?\))"
    r"|(?P<dotted>\b(?:[a-z]\.){2,}(?:[a-z]\b)?)"
    r"|[a-z]+'[a-z]+|[a-z]+\+\+(?!\w)"
    r"|(?P<power>[a-z]{1,3}(?:\^|\*\*|_)[0-9]+)"
    r"|[a-z]+[0-9][a-z0-9]*(?:\.[0-9]+)?"
    r"|[0-9]+:[0-9]+(?![0-9:])"
    r"|(?:(?<![^\s(\[,;:=<>~])-)?(?:[0-9]+|(?<![\w.)\]])\.[0-9]+)(?:[.,][0-9]+)*"
    r"(?: ?(?:%|per ?cent\b))?"
    r"|[a-z]+"
    rf"|[{_UNSPACED}]"
    rf"|[^\W_a-z0-9{_UNSPACED}]+"
)
_OPERAND = r"[a-z]?[0-9]+|[a-z]"
_READ_OUT = re.compile(
    r"(?<=[^-=<>\n])(?P<sign><<|>>|[<>]=?|[≤≥])(?![-=<>])|(?P<other>[≈×]|\bw/o?(?=[ \n]))"
    rf"|(?:\b(?:{_OPERAND}|[a-z]{{2}})|[)\]]) ?(?P<spaced>[-+]) (?=[a-z0-9]{{1,2}}\b|[(\[])"
    rf"|(?:\b(?:{_OPERAND})|[)\]])(?P<tight>[-+])(?=(?:{_OPERAND})\b|[a-z]{{2}}\(|[(\[])"
    r"|\b[a-z]{2}(?P<sum>\+)(?=[a-z]{2}\b)"
)
"""Signs that are read as words: of comparison, and of arithmetic between letters and numbers."""
OPERATIONS = frozenset({"plus", "minus"})
_OPERAND_AT = re.compile(r" ?([a-z0-9]{1,2})\b")
_ARTICLE_AT = re.compile(r" ?[ai] [a-z]{2}")
_WORDS = {"<": "less than", "≤": "less than", ">": "greater than", "≥": "greater than"}
_WORDS |= {"w/": "with", "w/o": "without", "≈": "about", "×": "times", "+": "plus", "-": "minus"}
_SENTENCE_GAP = re.compile(
    r"[。！？]|[.!?…]['\")\]*_]*(?:\s|$)|•|\n\s*\n|\n\s*(?:[-*+>#–·]|\(?[0-9a-z]{1,2}[.)])\s"
)
_CLAUSE_GAP = re.compile(r"[,、，:;()\[\]—→=]|\s[-–]\s|\n")
_SIGN = re.compile(r"[=:+*/<>|$^()\[\]{}→]")
_ORDER_NOISE = re.compile(r"[\s*._^]")
_SHORT_LINE = 60
_GOES_ON = re.compile(
    r"(?:from|where|on|having|limit|union|qualify|(?:group|order|partition) by"
    r"|(?:(?:left|right|full|inner|cross|asof) )?(?:outer )?join)\b"
)
"""What a line of a query, or of a sentence in several lines, goes on with."""
_BEGINS_NUMBER = "-.0123456789"
_NO_OPERANDS = FUNCTION_WORDS - {"a", "i"}
_ABBREVIATED = frozenset(
    {"g", "e", "vs", "cf", "etc", "approx", "fig", "eq", "versus", "avg", "corr", "eff", "est"}
    | {"feat", "incl", "prob", "resp", "stat"}
)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", "0123456789n")
_PREFIXES = frozenset(
    {"non", "over", "under", "pre", "re", "semi", "multi", "un", "co", "sub", "anti", "hyper"}
    | {"auto", "de", "inter", "intra", "mis", "hetero", "homo"}
)


@dataclass(slots=True)
class Text:
    """What is known of a text, token by token, as parallel lists."""

    raw: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """As typed, folded to lower case without accents."""
    stems: list[str] = field(default_factory=list)
    content: list[bool] = field(default_factory=list)
    """Whether the token is more than a word that joins others."""
    sentences: list[int] = field(default_factory=list)
    """The number of the sentence it stands in."""
    clauses: list[int] = field(default_factory=list)
    hyphenated: list[bool] = field(default_factory=list)
    """Whether only a hyphen parts it from the token before."""
    signed: list[bool] = field(default_factory=list)
    """Whether a colon, a bracket or a sign of arithmetic parts it from the token before."""
    quoted: list[bool] = field(default_factory=list)
    """Whether it stands between double quotes."""
    questions: frozenset[int] = frozenset()
    """Sentences that end in a question mark."""

    def __len__(self) -> int:
        return len(self.words)

    def is_glued(self, at: int) -> bool:
        """Whether a token goes on from the one before without a space, as in Chinese."""
        return at > 0 and self.ends[at - 1] == self.starts[at]

    def is_article(self, at: int) -> bool:
        """Whether it is "a", "an" or "the", and not the letter of "A/A" or "(a − b)"."""
        return self.words[at] in ARTICLES and not any(self.signed[at : at + 2])

    def clause_from(self, at: int) -> int:
        """Where the clause of a token begins."""
        while at and self.clauses[at - 1] == self.clauses[at]:
            at -= 1
        return at

    def is_sign(self, at: int) -> bool:
        """Whether it stands for a sign, as "less than" for "<"."""
        return not self.raw[self.starts[at]].isalnum()

    def goes_on(self, first: int, last: int) -> bool:
        """Whether a formula goes on before or after some tokens, as "m + p − 1" does before p."""
        return self._goes_on(first - 1, first, "(") or self._goes_on(last + 1, last, ")")

    def _goes_on(self, operation: int, at: int, bracket: str) -> bool:
        if not 0 <= operation < len(self) or self.words[operation] not in OPERATIONS:
            return False
        before, after = min(operation, at), max(operation, at)
        return bracket not in self.raw[self.ends[before] : self.starts[after]]

    def surface(self, first: int, last: int) -> str:
        """The text from one token to another, as typed, on one line."""
        return " ".join(self.raw[self.starts[first] : self.ends[last]].split())

    def span(self, first: int, last: int) -> Span:
        """Where the tokens from one to another stand."""
        return self.starts[first], self.ends[last]


def read(raw: str, most_chars: int = 20_000) -> Text:
    """The tokens of a text; what lies beyond `most_chars` is not read."""
    folded, origin = _fold(raw[:most_chars])
    text = Text(raw=raw)
    _scan(folded, text)
    _join_squares(text)
    _join_percents(text)
    _join_prefixes(text)
    if origin is not None:
        _to_origin(text, origin)
    return text


def _scan(folded: str, text: Text) -> None:
    """Fill in the tokens of a folded text, with offsets into it."""
    previous_end = line_start = 0
    sentence = clause = 0
    inside = False
    questions: set[int] = set()
    for match in _TOKEN.finditer(folded):
        begin, end = match.span()
        gap = folded[previous_end:begin]
        if gap != " " and text.words:
            line = _SHORT_LINE
            if "\n" in gap and not _GOES_ON.match(folded, begin):
                line = previous_end - line_start
            if _ends_sentence(gap, text.words[-1], line):
                if "?" in gap:
                    questions.add(sentence)
                sentence += 1
                clause += 1
            elif _CLAUSE_GAP.search(gap.replace("\n", " ") if line >= _SHORT_LINE else gap):
                clause += 1
            if "\n" in gap:
                line_start = begin
        word = _normal(match)
        if word in CLAUSE_WORDS:
            clause += 1
        text.starts.append(begin)
        text.ends.append(end)
        text.words.append(word)
        text.stems.append(stem(word))
        text.content.append(is_content_word(word))
        text.sentences.append(sentence)
        text.clauses.append(clause)
        text.hyphenated.append(gap == "-")
        text.signed.append(gap != " " and _SIGN.search(gap) is not None)
        inside = inside != (gap.count('"') % 2 == 1) if gap != " " else inside
        text.quoted.append(inside)
        previous_end = end
    if "?" in folded[previous_end : previous_end + 3]:
        questions.add(sentence)
    text.questions = frozenset(questions)


def stems_of(term: str) -> tuple[str, ...]:
    """The stems of a term, without the words that join, unless it has no others."""
    text = read(term)
    kept = tuple(s for s, is_content in zip(text.stems, text.content, strict=True) if is_content)
    return kept or tuple(text.stems)


def is_content_word(word: str) -> bool:
    """Whether a folded word says something by itself."""
    if word in FUNCTION_WORDS:
        return word in DIRECTION_FUNCTION_WORDS
    if len(word) == 1 and _KANA.match(word):
        return False
    return word not in NEGATORS and not word.endswith("n't")


def _normal(match: re.Match[str]) -> str:
    word = match.group()
    if match.lastgroup == "order":
        return _ORDER_NOISE.sub("", word)
    if match.lastgroup == "dotted":
        return word.replace(".", "")
    if match.lastgroup == "power":
        return word.replace("^", "").replace("*", "").replace("_", "")
    if word[-1].isdigit() or word[0] in _BEGINS_NUMBER:
        return _number(word) if word[0] in _BEGINS_NUMBER and ":" not in word else word
    if "'" in word:
        return word if word.endswith("n't") else word.partition("'")[0]
    return word


def _number(word: str) -> str:
    digits, percent, _ = word.partition("%")
    if word[-1] == "t":
        digits, percent = word.partition("p")[0], "%"
    digits = digits.rstrip()
    if digits.lstrip("-").startswith("."):
        digits = digits.replace(".", "0.", 1)
    if "," in digits:
        digits = digits.replace(
            ",", "" if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits) else "."
        )
    if digits.count(".") == 1:
        digits = digits.rstrip("0").rstrip(".")
    return (digits or "0") + percent


_DOTTED = frozenset(
    {"torch", "nn", "optim", "np", "numpy", "pd", "pandas", "df", "tf", "keras", "jax", "scipy"}
    | {"sklearn", "model", "self", "loss", "tensor", "plt", "spark", "transformers", "statsmodels"}
)
"""What names in code begin with: their dot ends no sentence."""


def _ends_sentence(gap: str, before: str, line_length: int) -> bool:
    if "\n" in gap and line_length < _SHORT_LINE:
        return True
    found = _SENTENCE_GAP.search(gap)
    if found is None or gap.startswith(".**"):
        # "**Elbow.** Plot …" begins with a label.
        return False
    if (
        gap == ".."
        or gap.endswith(" .")
        or (gap == "." and (before in _DOTTED or len(before) == 1))
    ):
        # "0..9", "call .item()", "torch.compile", "t.price"
        return False
    return not (found.group().startswith(".") and before in _ABBREVIATED and "\n" not in gap)


def _join_squares(text: Text) -> None:
    """Read "r squared" as `r2`, as `R^2` and `R²` are."""
    if "squared" not in text.words:
        return
    for at in [i for i, word in enumerate(text.words) if word == "squared"][::-1]:
        if at and len(text.words[at - 1]) == 1 and text.sentences[at] == text.sentences[at - 1]:
            _merge(text, at - 1, text.words[at - 1] + "2")


def _join_percents(text: Text) -> None:
    """Read "five percent" and "five per cent" as `5%`."""
    for at in [i for i, word in enumerate(text.words) if word == "cent"][::-1]:
        if at and text.words[at - 1] == "per":
            _merge(text, at - 1, "percent")
    for at in [i for i, word in enumerate(text.words) if word == "percent"][::-1]:
        if at and text.stems[at - 1].isdigit() and text.sentences[at] == text.sentences[at - 1]:
            _merge(text, at - 1, text.stems[at - 1] + "%")


def _join_prefixes(text: Text) -> None:
    """Read "non-linear" and "over-fitting" as the one word they are."""
    if True not in text.hyphenated:
        return
    for at in [i for i, hyphen in enumerate(text.hyphenated) if hyphen][::-1]:
        if at and text.words[at - 1] in _PREFIXES:
            _merge(text, at - 1, text.words[at - 1] + text.words[at])


def _merge(text: Text, at: int, word: str) -> None:
    """Make one token of the token at `at` and the next."""
    text.ends[at] = text.ends[at + 1]
    text.words[at] = word
    text.stems[at] = stem(word)
    text.content[at] = is_content_word(word)
    columns: tuple[list[int] | list[str] | list[bool], ...] = (
        text.starts, text.ends, text.words, text.stems, text.content,
        text.sentences, text.clauses, text.hyphenated, text.signed, text.quoted,
    )  # fmt: skip
    for column in columns:
        del column[at + 1]


def _fold(raw: str) -> tuple[str, list[int] | None]:
    """Lower case without accents, and for each character where it came from (None: the same)."""
    if raw.isascii():
        folded = raw.lower()
        return _read_out(folded, range(len(folded))) if _READ_OUT.search(folded) else (folded, None)
    pieces: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(raw):
        folded = _fold_char(char, raw[at - 1] if at else " ")
        pieces.append(folded)
        origin.extend([at] * len(folded))
    return _read_out("".join(pieces), origin)


def _read_out(folded: str, origin: Sequence[int]) -> tuple[str, list[int]]:
    """Put words for signs."""
    pieces: list[str] = []
    origins: list[int] = []
    done = 0
    for match in _READ_OUT.finditer(folded):
        kind = match.lastgroup or ""
        first, last = match.span(kind)
        if kind in {"spaced", "tight"} and not _is_formula(folded, match.start(), last, kind):
            continue
        word = f" {_WORDS.get(folded[first:last]) or _WORDS[folded[first]]} "
        pieces += folded[done:first], word
        origins += *origin[done:first], *[origin[first]] * len(word)
        done = last
    pieces.append(folded[done:])
    origins += origin[done:]
    return "".join(pieces), origins


def _is_formula(folded: str, start: int, end: int, kind: str) -> bool:
    """Whether a plus or minus is one, and no dash, range or part of a name."""
    left = folded[start : end - 1].strip()
    right = _OPERAND_AT.match(folded, end)
    after = right[1] if right else ""
    if kind == "tight" and left[:1].isdigit() and after[:1].isdigit():
        return False
    if {left, after} & _NO_OPERANDS:
        return False
    return (len(left) == 1 and left.isalpha()) or not _ARTICLE_AT.match(folded, end)


def _fold_char(char: str, before: str) -> str:
    if char.isascii():
        return char.lower()
    if char in GREEK:
        return f" {GREEK[char]} " if char != "ℓ" else "l"
    plain = char.translate(_SUPERSCRIPT)
    if plain != char:
        return ("^" if before.isascii() and before.isalpha() else "") + plain
    if char in "‐‑–−":
        return "-"
    if char in "‘’ʼ`´":
        return "'"
    if char in "“”„«»":
        return '"'
    decomposed = unicodedata.normalize("NFKD", char)
    return "".join(c for c in decomposed.lower() if not unicodedata.category(c).startswith("M"))


def _to_origin(text: Text, origin: list[int]) -> None:
    """Turn offsets of the folded text into offsets of the text as given."""
    raw = text.raw
    text.starts = [origin[start] for start in text.starts]
    ends: list[int] = []
    for end in text.ends:
        at = origin[end - 1] + 1
        while at < len(raw) and _clings(raw[at]):
            at += 1
        ends.append(at)
    text.ends = ends


def _clings(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char) in {"Mn", "Me", "Mc"}


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)
