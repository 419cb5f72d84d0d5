"""What the text of a heading, bold line or list item says: number, mark, and whether it asks."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from interview_sim.bank.model import Level
from interview_sim.exchange.importers.levels import without_mark
from interview_sim.exchange.importers.markdown.inline import inline

_LONGEST = 2_000
"""A longer text is prose: nobody asks a question in so many words."""

_REMEMBERED = 20_000

_PREFIX = re.compile(
    r"^\s*(?:\[[ xX]\]\s*)?"
    r"(?:(?:(?:question|problem|task|exercise|interview question|frage|pregunta|вопрос)\s*"
    r"(?:no\.?\s*|nr\.?\s*|number\s*)?#?\s*\d{0,4}(?:\.\d{1,3})*\s*[.):\]–—-]+)"
    r"|(?:q\s*\.?\s*-?#?\d{0,4}(?:\.\d{1,3})*\s*[.):\]–—-]+)"
    r"|(?:q\d{1,4}(?=\s))"
    r"|(?:\d{1,3}(?:\.\d{1,3})+\.?\s+(?=(?-i:[A-Z`\"“¿])))"
    r"|(?:[(\[#]?\d{1,4}(?:\.\d{1,3})*\s*(?:[.):\]–—-]+(?=\s|\*|_|(?-i:[A-Z`\"“¿]))|\\\.|(?<=#\d)\s)))\s*",
    re.IGNORECASE,
)
_TAIL_LINKS = re.compile(
    r"(?:\s{0,8}[\[(]{0,3}\[[^\[\]]{0,40}\]\([^)\s]{0,500}\)[\])]{0,3}){1,20}\s*$"
)
_TAIL_WORDS = re.compile(
    r"^[\W_]*(?:src|source|link|ref|reference|ans|top|toc|back to top|answer|solution|see answer|"
    r"read|more|read more|learn more|learn from here|here|details|video|article|\d+)?[\W_]*$",
    re.IGNORECASE,
)
_NUMBER_ONLY = re.compile(
    r"\W*(?:(?:interview )?(?:question|problem|task|exercise|q)\W*(?:no\W*|number\W*)?)?\d{0,4}\W*",
    re.IGNORECASE,
)
_DECORATION = re.compile(r"^[\s☀-➿⬀-⯿\U0001f300-\U0001faff️‍•·▪►▶➤❓❔]+")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){1,500})\]\([^()\s]{0,2000}\)")
_SIGN_LINK = re.compile(r"\[[\W_]{0,12}\]\([^()\s]{0,500}\)")
_BOX = re.compile(r"^\s*\[[ xX]\]\s+")
_UNDERLINED = re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,200})(?<=\S)_(?!\w)")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1")
_QUESTION_END = re.compile(r"[?？؟](?:[\s\"'”’)\]*_`.]|\([^()]{0,80}\))*$")
_QUESTION_INSIDE = re.compile(r"[?？؟](?=[\s\"'”’)\]*_]|$)")

_ASKING_WORDS = (
    "what what's whats why how how's when where which who whom whose is are was were can could do "
    "does did should would will have has had am "
    "was wie warum wann wo wer welche welcher welches worin "
    "qué cómo por cuál cuáles cuándo quién dónde "
    "que quoi comment pourquoi quel quelle quels quelles quand qui "
    "что как почему какие какой какая какое зачем когда кто где чем"
)
_TELLING_WORDS = (
    "explain describe define compare contrast discuss tell differentiate distinguish derive prove "
    "calculate compute estimate outline elaborate summarize summarise illustrate suppose imagine "
    "consider assume implement write given explique describa erkläre erklären beschreiben nennen "
    "explica расскажите объясните опишите назовите walk"
)
_PERHAPS_WORDS = (
    "list name give mention state show find design create build draw solve print reverse return "
    "make use identify determine choose convert count check remove merge sort evaluate rank "
    "convince difference differences provide predict analyze analyse propose sketch talk you"
)
_NEXT_WORDS = (
    "a an the your some all two three four five any each every how what why which between me us "
    "this that these those at different various common several out whether if about its it"
)
_ASKING = frozenset(_ASKING_WORDS.split())
_TELLING = frozenset(_TELLING_WORDS.split())
_PERHAPS = frozenset(_PERHAPS_WORDS.split())
_ARTICLES = frozenset(_NEXT_WORDS.split())
_ABOUT_ITSELF = re.compile(
    r"^\W*(?:table of contents?|contents?|toc|index|licen[cs]e|licensing|copyright|contribut\w*.*|"
    r"authors?|acknowledge?ments?|credits?|thanks|special thanks.*|references?|resources?|"
    r"further reading|useful links?|links|other useful things|related.*|about(?: .*)?|"
    r"introduction|intro|preface|foreword|overview|disclaimer|legend|usage|how to use.*|"
    r"how to contribute.*|how can i contribute.*|getting started|installation|changelog|"
    r"change ?log|support.*|donat\w+|sponsors?|contact.*|contributors?|readme|faq about this.*|"
    r"to ?do|roadmap|translations?|disclaimer.*|prerequisites?|follow (?:me|us).*|connect.*|"
    r"star history.*|stargazers.*|notes?|inhaltsverzeichnis|содержание|目录|índice|"
    r"table des matières|why this (?:repo|list|guide|book).*|what'?s inside.*|view online|"
    r"code of conduct|community|license and .*|more resources.*)\W*$",
    re.IGNORECASE,
)
_QUESTION_WORDS = re.compile(
    r"\s*[-–—:|]?\s*(?:\b(?:interview|job|technical|coding|top|practice)\b\s*)*"
    r"\bquestions?(?:\s*(?:&|and|with|/)\s*answers?)?\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\s*[\[(]\s*\d+\s*(?:\w+\s*){0,3}[\])]\s*$")


class Title(Struct, frozen=True):
    """What stands where a question may."""

    text: str
    """Without number, mark, emphasis and links."""
    asks: float
    """From 0, nothing like a question, to 1, a question mark at its end."""
    is_numbered: bool = False
    level: Level | None = None

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
    text = _without_tail_links(source.strip())
    text = plain(_BOX.sub("", text))
    text, level, _ = without_mark(text)
    numbered = False
    for _ in range(2):
        found = _PREFIX.match(text)
        if found is None or not text[found.end() :].strip():
            break
        numbered, text = True, text[found.end() :]
    text = _bare(text)
    if level is None:
        text, level, _ = without_mark(text)
    text = " ".join(_bare(text).split(" ")).strip()
    return Title(text, asks(text), numbered, level)


def plain(source: str) -> str:
    """Text without emphasis and links; code keeps its marks. A very long text is left as it is."""
    return source.strip() if len(source) > _LONGEST else _plain(source)


@lru_cache(maxsize=_REMEMBERED)
def _plain(source: str) -> str:
    text = inline(_LINK.sub(r"\1", _SIGN_LINK.sub("", source)))
    pieces = re.split(r"(`+[^`]+`+|\$[^$]+\$)", text)
    return "".join(
        piece if index % 2 else _without_emphasis(piece) for index, piece in enumerate(pieces)
    ).strip()


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
        return 0.7 if words[1] in _ARTICLES or words[1].isdigit() else 0.3
    return 0.0


def only_leads_elsewhere(source: str) -> bool:
    """Whether a text is nothing but links such as `[Answer](…)` or `[Read more](…)`."""
    labels = re.findall(r"\[([^\[\]]{0,40})\]\(", source[:2000])
    rest = re.sub(r"\[[^\[\]]{0,40}\]\([^)\s]{0,1000}\)", "", source[:2000])
    return (
        bool(labels)
        and all(_TAIL_WORDS.match(label) for label in labels)
        and _TAIL_WORDS.match(rest.strip()) is not None
    )


def is_number_only(text: str) -> bool:
    """Whether a title only counts: `Question 3`, `#12`."""
    return _NUMBER_ONLY.fullmatch(text) is not None


def is_about_itself(text: str) -> bool:
    """Whether a heading introduces a part about the collection rather than questions."""
    return _ABOUT_ITSELF.match(plain(text)) is not None


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


def _without_emphasis(text: str) -> str:
    for _ in range(2):
        text = _EMPHASIS.sub(r"\2", text) if "*" in text or "__" in text else text
    text = _UNDERLINED.sub(r"\1", text) if "_" in text else text
    return text.replace("**", "")


def _without_tail_links(text: str) -> str:
    """Without links at the end that only lead elsewhere: `[[src](…)]`, `[↑](#top)`."""
    found = _TAIL_LINKS.search(text)
    if found is None or not text[: found.start()].strip():
        return text
    labels = re.findall(r"\[([^\[\]]{0,40})\]\(", found.group())
    return text[: found.start()] if all(_TAIL_WORDS.match(label) for label in labels) else text
