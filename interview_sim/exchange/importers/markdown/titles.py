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

_LONGEST = 2_000
"""A longer text is prose: nobody asks a question in so many words."""

_REMEMBERED = 20_000

_PREFIX = re.compile(
    r"^\s*(?:\[[ xX]\]\s*)?"
    r"(?:(?:(?:question|problem|task|exercise|interview question|frage|pregunta|вопрос)\s*"
    r"(?:no\.?\s*|nr\.?\s*|number\s*)?#?\s*\d{0,4}(?:\.\d{1,3})*\s*[.):\]–—-]+)"
    r"|(?:q\s*\.?\s*-?#?\d{0,4}(?:\.\d{1,3})*\s*(?:[.):\]]+|[–—-]+(?=\s)))"
    r"|(?:q\d{1,4}\s(?=\s*(?-i:[A-Z`\"“¿])))"
    r"|(?:\d{1,3}(?:\.\d{1,3})+\.?\s+(?=(?-i:[A-Z`\"“¿])))"
    r"|(?:[(\[#]?\d{1,4}(?:\.\d{1,3})*\s*(?:[.):\]–—-]+(?=\s|\*|_|(?-i:[A-Z`\"“¿]))|\\\.|(?<=#\d)\s)))\s*",
    re.IGNORECASE,
)
"""A number or a mark such as `Q:` or `Q1`; in `Q-learning` and `Q1 or Q3` the Q is a word."""

STRONG = 0.5
"""How much a text must ask to be a question on its own."""

_LONGEST_SPLIT = 4_000
_BOLD_START = re.compile(r"(\*\*|__)(?=\S)((?:`[^`\n]*`|(?!\1)[\s\S]){1,1500}?)(?<=\S)\1")
_TAIL_LINKS = re.compile(
    r"(?:\s{0,8}[\[(]{0,3}\[[^\[\]]{0,40}\]\([^)\s]{0,500}\)[\])]{0,3}){1,20}\s*$"
)
_TAIL_WORDS = re.compile(
    r"^[\W_]*(?:src|source|link|ref|reference|ans|top|toc|back to top|answer|solution|see answer|"
    r"read|more|read more|learn more|learn from here|here|details|video|article|\d+)?[\W_]*$",
    re.IGNORECASE,
)
_BADGE = re.compile(r"\[\s*!\[[^\[\]]{0,300}\]\([^()\s]{0,2000}\)\s*\]\([^()\s]{0,2000}\)")
_ONLY_COUNTS = re.compile(
    r"\W*(?:(?:interview )?(?:question|problem|task|exercise|q)\W*(?:no\W*|number\W*)?)?\d{0,4}\W*",
    re.IGNORECASE,
)
_DECORATION = re.compile(r"^[\s☀-➿⬀-⯿\U0001f300-\U0001faff️‍•·▪►▶➤❓❔]+")
_BOX = re.compile(r"^\s*\[[ xX]\]\s+")
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
    r"introduction|intro|preface|foreword|overview|disclaimer|legend|usage|how to use(?: this.*)?|"
    r"how to contribute.*|how can i contribute.*|getting started|installation|changelog|"
    r"change ?log|support.*|donat\w+|sponsors?|contact.*|contributors?|readme|faq about this.*|"
    r"to ?do|roadmap|translations?|disclaimer.*|prerequisites?|follow (?:me|us).*|connect.*|"
    r"star history.*|stargazers.*|notes?|inhaltsverzeichnis|содержание|目录|índice|"
    r"table des matières|why this (?:repo|list|guide|book).*|what'?s inside.*|view online|"
    r"code of conduct|community|license and .*|more resources.*)\W*$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\W*(?:suppose|given|assume|imagine|consider|let|you (?:have|are given)|we have|"
    r"for (?:all |each of )?(?:the )?(?:following|next)|the following)\b",
    re.IGNORECASE,
)
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
    text = _without_tail_links(_BADGE.sub("", source).strip())
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
    return Title(text, asks(text), numbered, level, stars)


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
        return 0.7 if words[1] in _ARTICLES or words[1].isdigit() else 0.3
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
    return text[: found.start()] if all(_TAIL_WORDS.match(label) for label in labels) else text


# -- question and answer in one block ------------------------------------------------------------


def bold_start(text: str) -> tuple[str, str] | None:
    """The bold question that a paragraph begins with, and the rest; None when it has none."""
    found = _BOLD_START.match(text) if text.startswith(("**", "__")) else None
    if found is None:
        return None
    inner, rest = found.group(2).strip(), text[found.end() :]
    own_line = rest.partition("\n")[0]
    if not rest.strip():
        return inner, ""
    if _NUMBER_ONLY.fullmatch(inner):
        return f"{inner} {rest.strip()}", ""
    if inner.endswith(("?", ":")) or asks(inner) >= STRONG or not own_line.strip(" .:–—-👶⭐️🚀"):
        if not any(char.isalnum() for char in own_line) and len(own_line) < 12:
            return f"{inner} {own_line.strip(' .:–—-')}".strip(), rest[len(own_line) :].strip()
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

_NUMBER_ONLY = re.compile(r"[\W_]*(?:q(?:uestion)?)?[\W_]*\d{1,4}[\W_]*", re.IGNORECASE)
_GOES_ON = ("for example", "e.g.", "assume", "note", "please", "use ", "hint", "give", "and ")


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
        if not is_more and not tail.lower().startswith(_GOES_ON):
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


_LABELS = {
    Role.ANSWER: r"(?:(?:show|view|see|reveal|expand|click (?:here )?(?:to|for)[\w ]{0,20}|open|"
    r"toggle|possible|sample|model|suggested|example|ideal|short|long|detailed|full|correct|"
    r"expected|the|my|our|good|best|official|quick|simple|brief|one[- ]line) ){0,3}"
    r"(?:answers?|solutions?|explanations?|responses?)(?: ?(?:&|and|/) ?explanations?)?"
    r"|tl;?dr|click me!?|ans|antwort|respuesta|réponse|ответ|lösung|show|back",
    Role.QUESTION: r"questions?|problem(?: statement)?|tasks?|prompts?|challenge|exercise|frage|"
    r"вопрос|pregunta|objective|instructions?|description|front",
    Role.POINTS: r"good to (?:hear|know|mention)|key (?:points?|takeaways?|ideas?|concepts?|facts)|"
    r"what (?:to look for|(?:the |an )?interviewers? (?:looks?|wants?|expects?)[\w ]{0,20}|"
    r"good answers? (?:contains?|says?|mentions?|include?s?)|we look for)|must[- ](?:mention|have)|"
    r"talking points?|rubric|(?:grading|evaluation|assessment|scoring) (?:criteria|rubric)|"
    r"criteria|checklist|(?:main |expected |important )?points?(?: to (?:cover|mention|make))?|"
    r"(?:a )?(?:good|strong|great) answers?|look for|takeaways?|summary points",
    Role.FOLLOW_UPS: r"(?:possible |common |typical )?follow[- ]?ups?(?: questions?)?|"
    r"further questions?|(?:go )?deeper|additional questions?|extra questions?|bonus questions?|"
    r"probing questions?|related questions?",
    Role.HINTS: r"hints?(?: \d)?|clues?|nudges?",
    Role.MISTAKES: r"(?:common )?(?:mistakes?|misconceptions?|errors?)|red flags?|"
    r"(?:common )?pitfalls to avoid|bad answers?|weak answers?|what not to say",
    Role.SOURCES: r"(?:additional |useful |external |related |helpful )?links?|references?|"
    r"resources?|"
    r"further reading|see also|sources?|read more|learn more|more info(?:rmation)?|reading|"
    r"credits?|more resources|additional (?:resources|reading)",
    Role.TAGS: r"tags?|keywords?|labels?|companies|asked (?:by|at|in)",
    Role.LEVEL: r"difficulty(?: level)?|level|expertise|seniority",
    Role.TOPIC: r"topics?|categor(?:y|ies)|subject|area",
}
_WHOLE = {role: re.compile(rf"(?:{words})", re.IGNORECASE) for role, words in _LABELS.items()}
_INLINE = {
    role: re.compile(rf"^(?:{words})\s*[:：]\s*", re.IGNORECASE) for role, words in _LABELS.items()
}
_SHORT = re.compile(r"^A\d{0,4}\s*[.:)：]\s*(?=\S)|^Ans\s*[.:\-–—]+\s*", re.IGNORECASE)
_EDGES = " \t*_#:：.!?-–—>[]()|👇⬇️▶►💡✅📝🔍🔗✏🎯"
_LONGEST_LABEL = 60
_HEAD = 400
"""How much of a paragraph is searched for a label."""

_MARKED = re.compile(r"^(\*\*|__|\*|_)(?=\S)(.{1,60}?)(?<=\S)\1\s*([:：]?)\s*", re.DOTALL)


class Label(NamedTuple):
    """What a part is, and the text behind its name in the same block."""

    role: Role
    rest: str = ""


@lru_cache(maxsize=_REMEMBERED)
def label_of(text: str) -> Label | None:
    """The label that a heading, a bold line or a summary is, as in `#### Answer: D`."""
    if len(text) > _LONGEST_LABEL * 4 or "\n" in text.strip():
        return None
    bare = plain(text).strip(_EDGES)
    for role, words in _WHOLE.items():
        if words.fullmatch(bare):
            return Label(role)
    return _inline_label(bare, "")


def leading_label(text: str) -> Label | None:
    """The label that a paragraph begins with, as in `**Answer:** It depends.` or `A: …`."""
    head, tail = text[:_HEAD], text[_HEAD:]
    found = _leading_label(head)
    return found if found is None or not tail else Label(found.role, found.rest + tail)


@lru_cache(maxsize=_REMEMBERED)
def _leading_label(text: str) -> Label | None:
    first, _, rest = text.partition("\n")
    marked = _MARKED.match(text)
    if marked is not None:
        inner = label_of(marked.group(2))
        behind = text[marked.end() :]
        has_colon = marked.group(2).rstrip()[-1:] in {":", "："} or marked.group(3)
        if inner is not None and (has_colon or not behind.strip() or behind.startswith("\n")):
            return Label(inner.role, "\n".join(filter(None, (inner.rest, behind.strip()))))
        short = _SHORT.match(marked.group(2) + marked.group(3) + " x")
        if short is not None and len(marked.group(2)) <= 5:
            return Label(Role.ANSWER, behind.strip())
    short = _SHORT.match(text)
    if short is not None:
        return Label(Role.ANSWER, text[short.end() :])
    found = _inline_label(first, rest)
    if found is None and rest and len(first) <= _LONGEST_LABEL:
        whole = label_of(first)
        if whole is not None and whole.role is Role.ANSWER and first.strip()[-1:] in ":：":
            return Label(whole.role, rest.strip())
    return found


def _inline_label(first: str, rest: str) -> Label | None:
    for role, words in _INLINE.items():
        found = words.match(first)
        if found is not None:
            return Label(role, f"{first[found.end() :]}\n{rest}".strip())
    return None
