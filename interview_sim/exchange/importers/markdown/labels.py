"""Words that say what comes next: `Answer`, `Good to hear`, `Follow-up questions`."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from interview_sim.exchange.importers.markdown.titles import plain


class Role(StrEnum):
    """What a part of an item is."""

    QUESTION = "question"
    ANSWER = "answer"
    POINTS = "points"
    FOLLOW_UPS = "follow-ups"
    HINTS = "hints"
    MISTAKES = "mistakes"
    LINKS = "links"
    TAGS = "tags"
    LEVEL = "level"
    TOPIC = "topic"


_WORDS = {
    Role.ANSWER: r"(?:(?:show|view|see|reveal|expand|click (?:here )?(?:to|for)[\w ]{0,20}|open|"
    r"toggle|possible|sample|model|suggested|example|ideal|short|long|detailed|full|correct|"
    r"expected|the|my|our|good|best|official|quick|simple|brief|one[- ]line) ){0,3}"
    r"(?:answers?|solutions?|explanations?|responses?)(?: ?(?:&|and|/) ?explanations?)?"
    r"|tl;?dr|click me!?|ans|antwort|respuesta|réponse|ответ|lösung|show",
    Role.QUESTION: r"questions?|problem(?: statement)?|tasks?|prompts?|challenge|exercise|frage|"
    r"вопрос|pregunta|objective|instructions?|description",
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
    Role.LINKS: r"(?:additional |useful |external |related |helpful )?links?|references?|"
    r"resources?|"
    r"further reading|see also|sources?|read more|learn more|more info(?:rmation)?|reading|"
    r"credits?|more resources|additional (?:resources|reading)",
    Role.TAGS: r"tags?|keywords?|labels?|companies|asked (?:by|at|in)",
    Role.LEVEL: r"difficulty(?: level)?|level|expertise|seniority",
    Role.TOPIC: r"topics?|categor(?:y|ies)|subject|area",
}
_WHOLE = {role: re.compile(rf"(?:{words})", re.IGNORECASE) for role, words in _WORDS.items()}
_INLINE = {
    role: re.compile(rf"^(?:{words})\s*[:：]\s*", re.IGNORECASE) for role, words in _WORDS.items()
}
_SHORT = re.compile(r"^A\d{0,4}\s*[.:)：]\s*(?=\S)|^Ans\s*[.:\-–—]+\s*", re.IGNORECASE)
_EDGES = " \t*_#:：.!?-–—>[]()|👇⬇️▶►💡✅📝🔍🔗✏🎯"
_LONGEST = 60
_HEAD = 400
"""How much of a paragraph is looked at for a label."""

_REMEMBERED = 20_000
_MARKED = re.compile(r"^(\*\*|__|\*|_)(?=\S)(.{1,60}?)(?<=\S)\1\s*([:：]?)\s*", re.DOTALL)


class Labelled(Struct, frozen=True):
    """A label, and what stands behind it in the same piece."""

    role: Role
    rest: str = ""


@lru_cache(maxsize=_REMEMBERED)
def label_of(text: str) -> Labelled | None:
    """The label that a heading, a bold line or a summary is, as in `#### Answer: D`."""
    if len(text) > _LONGEST * 4 or "\n" in text.strip():
        return None
    bare = plain(text).strip(_EDGES)
    for role, words in _WHOLE.items():
        if words.fullmatch(bare):
            return Labelled(role)
    for role, words in _INLINE.items():
        found = words.match(bare)
        if found is not None:
            return Labelled(role, bare[found.end() :].strip())
    return None


def leading_label(text: str) -> Labelled | None:
    """The label that a paragraph begins with, as in `**Answer:** It depends.` or `A: …`."""
    head, tail = text[:_HEAD], text[_HEAD:]
    found = _leading_label(head)
    return found if found is None or not tail else Labelled(found.role, found.rest + tail)


@lru_cache(maxsize=_REMEMBERED)
def _leading_label(text: str) -> Labelled | None:
    first, _, rest = text.partition("\n")
    marked = _MARKED.match(text)
    if marked is not None:
        inner = label_of(marked.group(2))
        behind = text[marked.end() :]
        has_colon = marked.group(2).rstrip()[-1:] in {":", "："} or marked.group(3)
        if inner is not None and (has_colon or not behind.strip() or behind.startswith("\n")):
            return Labelled(inner.role, "\n".join(filter(None, (inner.rest, behind.strip()))))
        short = _SHORT.match(marked.group(2) + marked.group(3) + " x")
        if short is not None and len(marked.group(2)) <= 5:
            return Labelled(Role.ANSWER, behind.strip())
    short = _SHORT.match(text)
    if short is not None:
        return Labelled(Role.ANSWER, text[short.end() :])
    for role, words in _INLINE.items():
        found = words.match(first)
        if found is not None:
            return Labelled(role, f"{first[found.end() :]}\n{rest}".strip())
    if rest and len(first) <= _LONGEST:
        whole = label_of(first)
        if whole is not None and whole.role is Role.ANSWER and first.strip()[-1:] in ":：":
            return Labelled(whole.role, rest.strip())
    return None
