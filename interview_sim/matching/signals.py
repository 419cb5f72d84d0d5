"""What can be found in an answer about the candidate's own work: signs, and no more than signs.

Nobody can tell from words whether a result was measured well or a decision was one's own. So what
is found here is shown as a sign, with its words, and the candidate decides. The phrases are in
`signals.toml`, and are English.
"""

from __future__ import annotations

import pkgutil
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from interview_sim.bank.model import Point, Signal
from interview_sim.matching.model import PointCoverage, Span, Verdict
from interview_sim.matching.text import merged

_MOST_SHOWN: Final = 3
"""Signs that are evidence: more prove no more."""
_MOST_CHARS: Final = 20_000
_STRENGTH: Final = 0.6
_DENIES: Final = frozenset(
    {"not", "no", "never", "nor", "neither", "nobody", "nothing", "without", "hardly", "cannot"}
)
_BEFORE: Final = 3
"""Words before a phrase that a "not" takes it away from."""

_FIGURE = (
    r"(?<![\w.,-])(?:[£$€]\s?)?\d+(?:,\d{3})*(?:\.\d+)?(?:\s?%|(?:k|m|bn|x|ms|s|h|min)\b)?(?![\w-])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LISTED = re.compile(r"(?:^|\n)[ \t(]*$")
_ADVERB = r"(?:(?:\w+ly|also|then|first|just|even|next|still|soon|had|have|myself)\s+){0,2}"
_WORD = re.compile(r"[\w'’-]+")
_ENDS = re.compile(r"[.!?;:\n]")


@cache
def _looked_for() -> dict[Signal, tuple[str, re.Pattern[str], bool]]:
    """For each signal how a reason names it, what finds it, and whether a "not" leaves it be."""
    data = tomllib.loads((pkgutil.get_data(__name__, "signals.toml") or b"").decode())
    return {signal: _read(signal, data[signal.value]) for signal in Signal}


def _read(signal: Signal, lists: dict[str, Any]) -> tuple[str, re.Pattern[str], bool]:
    ways = [_pattern(line) for line in lists.get("phrases", "").split("\n") if line.strip()]
    verbs = "|".join(map(re.escape, lists.get("verbs", "").split()))
    if verbs:
        ways.append(rf"(?-i:\bI)(?:['’]ve)?\s+{_ADVERB}(?:{verbs})\b")
    if signal is Signal.NUMBERS:
        ways.append(_FIGURE)
    return lists["says"], re.compile("|".join(ways), re.IGNORECASE), "keeps_not" in lists


def _pattern(phrase: str) -> str:
    words = []
    for word in phrase.split():
        ways = "|".join(
            re.escape(way).replace(r"\*", r"\w*").replace("'", "['’]") for way in word.split("|")
        )
        words.append(r"(?:\S+\s+){0,3}?" if word == "…" else f"(?:{ways})")
    joined = r"\s+".join(words).replace(r"{0,3}?\s+", "{0,3}?")
    return rf"(?<![\w-]){joined}(?![\w-])"


def look_for(point: Point, answer: str, asked: str, *, is_english: bool = True) -> PointCoverage:
    """What an answer shows of a point that has a signal.

    Args:
        point: The point.
        answer: What was said.
        asked: The question; what only repeats its words is no sign.
        is_english: Whether phrases mean anything; figures do in any language.
    """
    assert point.signal is not None  # noqa: S101 - whoever calls this looked
    says, pattern, keeps_not = _looked_for()[point.signal]
    found: list[Span] = []
    if is_english or point.signal is Signal.NUMBERS:
        known = " ".join(asked.lower().split())
        for span in _signs(pattern, answer[:_MOST_CHARS]):
            words = " ".join(answer[slice(*span)].lower().split())
            if words not in known and (keeps_not or not _is_denied(answer, span[0])):
                found.append(span)
            if len(found) == _MOST_SHOWN:
                break
    if not found:
        return PointCoverage(
            id=point.id,
            verdict=Verdict.MISSED,
            strength=0.0,
            reason=f"No {says} was found. Only you can tell.",
        )
    quotes = ", ".join(f"“{' '.join(answer[start:end].split())}”" for start, end in found)
    return PointCoverage(
        id=point.id,
        verdict=Verdict.COVERED,
        strength=_STRENGTH,
        reason=f"A sign of it: {quotes}. Only you can tell whether it is enough.",
        evidence=merged(found),
    )


def _signs(pattern: re.Pattern[str], answer: str) -> Iterator[Span]:
    for found in pattern.finditer(answer):
        start, end = found.span()
        is_listed = answer[end : end + 1] in {".", ")"} and _LISTED.search(answer[:start])
        if not (found[0].isdigit() and (is_listed or _YEAR.fullmatch(found[0]))):
            yield start, end


def _is_denied(answer: str, at: int) -> bool:
    """Whether one of the few words before, in the same statement, is a "not" or the like."""
    before = _ENDS.split(answer[max(0, at - 60) : at])[-1]
    words = [word.lower().replace("’", "'") for word in _WORD.findall(before)[-_BEFORE:]]
    return any(word in _DENIES or word.endswith("n't") for word in words)
