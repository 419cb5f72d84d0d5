"""Whether a phrase asks for all that it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interview_sim.bank.model import Point, Question
from interview_sim.bank.problems import Severity, quoted
from interview_sim.matching.audit.model import Asked, Finding, Rule, bare, leaves_of
from interview_sim.matching.matcher import Matcher
from interview_sim.matching.model import Verdict


def loose(asked: Asked, matcher: Matcher, glossary: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """Phrases whose other words are so common that a single one is enough to be found."""
    for point in leaves_of(asked.question):
        for index, phrase in enumerate(point.match):
            words = phrase.split() if isinstance(phrase, str) else []
            if not isinstance(phrase, str) or len(words) < 2:
                continue
            alone = bare((Point(id=point.id, point="", match=(phrase,)),))
            found = next((word for word in words if _is_enough(word, alone, matcher)), None)
            if found is None or _is_synonym(found, phrase, glossary):
                continue
            yield Finding(
                rule=Rule.PHRASE_HOLDS_TOGETHER,
                severity=Severity.WARNING,
                question=asked.name,
                about=point.id,
                record=point,
                key="match",
                item=index,
                message=f"of the phrase {quoted(phrase)} the word {quoted(found)} is enough",
                remedy="write its words under `all:` if each of them matters",
            )


def _is_enough(word: str, alone: Question, matcher: Matcher) -> bool:
    if not any(char.isalpha() for char in word):
        return False
    # A sentence around the word: of a single word nothing is believed.
    return matcher.cover(alone, f"Here it is: {word}.").points[0].verdict is Verdict.COVERED


def _is_synonym(word: str, phrase: str, glossary: Sequence[Sequence[str]]) -> bool:
    """Whether the bank says itself that the word is as good as the phrase."""
    wanted = {word.casefold(), phrase.casefold()}
    return any(wanted <= {term.casefold() for term in terms} for terms in glossary)
