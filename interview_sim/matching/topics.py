"""What a question sets side by side, and which of it each part of an answer is about.

"What is the difference between overfitting and underfitting?" has two topics. "Underfitting means
that the model learns the noise" holds all the words of a point about overfitting, and says it of
the wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence

from interview_sim.matching.lexicon import POINTERS
from interview_sim.matching.stems import stem
from interview_sim.matching.text import Text

Form = tuple[str, ...]
Topic = tuple[Form, ...]
"""The terms that name one of the things compared."""

NO_TOPIC = -1
_COMPARES = frozenset(map(stem, ("differ", "difference", "compare", "tradeoff", "versus")))
_COMPARE = stem("compare")
_TRADE_OFF = ("trade", "off")
_JOINS = frozenset({"and", "or", "vs", "versus", "with"})
_DETERMINERS = frozenset({"the", "a", "an"})
_GIVEN = frozenset({"if", "when", "because", "since"})
_MOST_WORDS = 3
_OPENING = 4
"""Words of a sentence among which a pronoun points back."""
_TOGETHER = frozenset({"both", "either", "neither"})
"""Words of sentences that are about all that is compared."""


def compared(prompt: Text) -> list[tuple[Form, ...]]:
    """Groups of terms that a prompt may compare, as stems; empty where it compares nothing."""
    if not _compares(prompt):
        return []
    found: list[tuple[Form, ...]] = []
    for at, word in enumerate(prompt.words):
        if word not in _JOINS:
            continue
        left, right = _before(prompt, at), _after(prompt, at)
        if not left or not right:
            continue
        heads = _heads(left, right)
        if word == "with" and _COMPARE not in prompt.stems[max(0, at - len(left) - 1) : at]:
            continue
        if len(set(heads)) == len(heads):
            found.append((*_listed(prompt, at - len(left)), *heads))
    return found


def _compares(prompt: Text) -> bool:
    pairs = zip(prompt.words, prompt.words[1:], strict=False)
    return any(s in _COMPARES for s in prompt.stems) or _TRADE_OFF in pairs


def _before(prompt: Text, at: int) -> list[str]:
    found: list[str] = []
    for near in range(at - 1, max(-1, at - 1 - _MOST_WORDS), -1):
        if not prompt.content[near] or prompt.clauses[near] != prompt.clauses[at - 1]:
            break
        if prompt.stems[near] in _COMPARES:
            break
        found.insert(0, prompt.stems[near])
    return found


def _after(prompt: Text, at: int) -> list[str]:
    start = at + 1
    while start < len(prompt) and prompt.words[start] in _DETERMINERS:
        start += 1
    found: list[str] = []
    for near in range(start, min(len(prompt), start + _MOST_WORDS)):
        if not prompt.content[near] or prompt.clauses[near] != prompt.clauses[start]:
            break
        if prompt.stems[near] in _COMPARES:
            break
        found.append(prompt.stems[near])
    return found


def _heads(left: list[str], right: list[str]) -> tuple[Form, Form]:
    """The words in which two terms differ: of "L1 and L2 regularisation" the first ones."""
    if len(left) < len(right):
        return (left[-1],), (right[0],)
    if left[-1] == right[-1]:
        return tuple(left), tuple(right)
    return (left[-1],), (right[-1],)


def _listed(prompt: Text, first: int) -> list[Form]:
    """Single words before the first term, parted by commas: "precision, recall and F1"."""
    found: list[Form] = []
    at = first - 1
    while at >= 0 and prompt.content[at] and prompt.clauses[at] != prompt.clauses[at + 1]:
        found.insert(0, (prompt.stems[at],))
        at -= 1
    return found


def named(stems: Sequence[str], topics: Sequence[Topic]) -> set[int]:
    """Which topics a text names, by their numbers."""
    return {
        number for number, topic in enumerate(topics) if any(_holds(stems, form) for form in topic)
    }


def _holds(stems: Sequence[str], form: Form) -> bool:
    first, length = form[0], len(form)
    return any(
        stemmed == first and tuple(stems[at : at + length]) == form
        for at, stemmed in enumerate(stems)
    )


def only(found: set[int]) -> int:
    """The topic where exactly one is named."""
    return next(iter(found)) if len(found) == 1 else NO_TOPIC


def topics_of(text: Text, stems: Sequence[str], topics: Sequence[Topic]) -> list[int]:
    """Which topic each token of an answer is about; `NO_TOPIC` where that is unclear.

    A sentence that names one topic is about it, from the clause on that names it. One that names
    several is, clause by clause, about the one that the clause names. One that names none goes on
    about the topic before if it points back to it: else it may be about anything.

    Args:
        text: The answer.
        stems: Its stems, typos mended, empty where a word is set apart ("unlike boosting, …").
        topics: What the question compares.
    """
    result = [NO_TOPIC] * len(text)
    if not topics:
        return result
    current = NO_TOPIC
    for first, last in _stretches(text.sentences):
        clauses = [
            (start, end, named(stems[start : end + 1], topics))
            for start, end in _stretches(text.clauses, first, last)
        ]
        own = set[int]().union(*(names for _, _, names in clauses))
        if len(own) > 1:
            before = NO_TOPIC
            for start, end, names in clauses:
                goes_on = start > first and _goes_on(text, start)
                if goes_on or len(names) > 1:
                    begin = before if goes_on else NO_TOPIC
                    result[start : end + 1] = _in_turn(stems, topics, start, end, begin)
                else:
                    result[start : end + 1] = [only(names)] * (end + 1 - start)
                before = result[end]
            current = NO_TOPIC
            continue
        is_of_all = not _TOGETHER.isdisjoint(text.words[first : last + 1])
        if not own and (is_of_all or not _points_back(text, first)):
            current = NO_TOPIC
        begin = next((start for start, _, names in clauses if names), first)
        current = only(own) if own else current
        result[begin : last + 1] = [current] * (last + 1 - begin)
    return result


def _points_back(text: Text, first: int) -> bool:
    """Whether a sentence goes on about what the one before was about: "it", "the model …"."""
    opening = text.words[first : first + _OPENING]
    return opening[0] == "the" or not POINTERS.isdisjoint(opening)


def _goes_on(text: Text, at: int) -> bool:
    """Whether a clause is about what the one before it names: "… the z-score if it is normal"."""
    return text.words[at] in _GIVEN and text.raw[text.ends[at - 1] : text.starts[at]].isspace()


def _in_turn(
    stems: Sequence[str], topics: Sequence[Topic], start: int, end: int, current: int
) -> list[int]:
    """For each token of a clause the topic named last before it."""
    result: list[int] = []
    for at in range(start, end + 1):
        here = {
            number
            for number, topic in enumerate(topics)
            if any(tuple(stems[at : at + len(form)]) == form for form in topic)
        }
        current = only(here) if here else current
        result.append(current)
    return result


def _stretches(
    numbers: Sequence[int], first: int = 0, last: int | None = None
) -> list[tuple[int, int]]:
    """First and last token of each stretch of one number, in order."""
    end = len(numbers) - 1 if last is None else last
    found: list[tuple[int, int]] = []
    for at in range(first, end + 1):
        if found and numbers[at] == numbers[at - 1]:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found
