"""What a text denies, sets apart, and in which direction it says quantities go."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from interview_sim.matching.lexicon import (
    CONTRAST,
    DENIALS,
    DOWN,
    HEDGED_NOUNS,
    NEGATORS,
    NOT_NEGATED,
    REPORTED,
    UP,
    USELESS,
)
from interview_sim.matching.stems import stem
from interview_sim.matching.text import Text
from interview_sim.matching.tuning import Tuning

_UP = frozenset(map(stem, UP))
_DOWN = frozenset(map(stem, DOWN))
_HEDGED = frozenset(map(stem, HEDGED_NOUNS))
_GO = frozenset(
    {"go", "goes", "going", "went", "gone", "drive", "drives", "driven", "come", "comes", "bring"}
)
_BE = frozenset({"is", "are", "was", "were", "be", "it", "that", "this", "isn't"})
_BETWEEN = frozenset(
    {"not", "a", "an", "the", "just", "simply", "common", "popular", "quite", "plain"}
)


_BE_OR_BECOME = frozenset({"is", "are", "was", "were", "gets", "get", "goes", "becomes", "stays"})
_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "this", "that", "our", "your", "both"})
_FINITE = frozenset(
    {"is", "are", "was", "were", "will", "can", "does", "do", "has", "have", "gets", "goes"}
)
_MEANS = frozenset({"with", "by", "using", "through", "via"})
"""What follows is the remedy, not what it is good for."""
_USELESS_REACH = 3
NOT = "not"
"""What every negator counts as where an author's term holds one: "not representative"."""


class Mark(IntEnum):
    """How a token is meant."""

    PLAIN = 0
    DENIED = 1
    CONTRASTED = 2
    """Said of something else: "unlike boosting, …"."""


def sign_of(stemmed: str) -> int:
    """1 for a word that says "up", −1 for "down", 0 for others."""
    if stemmed in _UP:
        return 1
    return -1 if stemmed in _DOWN else 0


def is_negator(word: str) -> bool:
    """Whether a folded word denies what follows it."""
    return word in NEGATORS or word.endswith("n't")


def marks(text: Text, tuning: Tuning) -> list[Mark]:
    """For each token, whether it is denied or set apart."""
    result = [Mark.PLAIN] * len(text)
    denials: list[int] = []
    for at, word in enumerate(text.words):
        if word == "not" and at and text.words[at - 1] == "or":
            continue  # "spam or not" denies neither
        if is_negator(word) and not _starts(text, at, NOT_NEGATED):
            _deny(text, at, result, tuning)
            _deny_subject(text, at, result, tuning)
            if text.words[at + 1 : at + 2] in (["true"], ["correct"], ["right"], ["so"]):
                denials.append(at + 1)
        elif word in DENIALS:
            denials.append(at)
        else:
            length = _starts(text, at, CONTRAST)
            if length:
                _set_apart(text, at + length, result)
    for at in denials:
        _deny_statement(text, at, result)
    _answer_questions(text, result)
    return result


def _answer_questions(text: Text, result: list[Mark]) -> None:
    """Deny what a question asks that is answered "no" at once: "Does it …? No."."""
    for at in range(1, len(text)):
        asked = text.sentences[at - 1]
        if text.words[at] not in {"no", "nope"} or asked == text.sentences[at]:
            continue
        if asked in text.questions:
            first, last = _sentence(text, at - 1)
            _flip(result, first, last)


def _starts(text: Text, at: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    """How many words long the phrase is that begins at a token; 0 for none."""
    for phrase in phrases:
        if text.words[at] == phrase[0] and tuple(text.words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _deny(text: Text, at: int, result: list[Mark], tuning: Tuning) -> None:
    clause = text.clauses[at]
    if _is_unsure(text, at):
        _, last = _sentence(text, at)
        for reached in range(at + 1, last + 1):
            result[reached] = Mark.DENIED
        return
    for reached in range(at + 1, min(len(text), at + 1 + tuning.negation_reach)):
        if text.clauses[reached] != clause:
            # "not, however, reduced" is one statement; "not reduced, but" is two.
            return
        if text.words[reached] in {"and", "or"} and _begins_clause(text, reached + 1):
            return
        if is_negator(text.words[reached]) and text.words[at] not in {"neither", "nor"}:
            return
        result[reached] = Mark.DENIED


def _deny_subject(text: Text, at: int, result: list[Mark], tuning: Tuning) -> None:
    """Deny what is said to be of no use: "MAE and Huber loss don't help against outliers"."""
    following = range(at + 1, min(len(text), at + 1 + _USELESS_REACH))
    said = [i for i in following if text.clauses[i] == text.clauses[at]]
    if not any(text.words[i] in USELESS for i in said):
        return
    if any(text.content[i] and text.words[i] not in USELESS for i in said[:1]):
        return
    _, last = _sentence(text, at)
    if "but" in text.words[at : last + 1]:
        # "won't help against bias but it does help against variance"
        return
    for before in range(at - 1, max(-1, at - 1 - tuning.negation_reach), -1):
        if text.clauses[before] != text.clauses[at]:
            return
        result[before] = Mark.DENIED


def _is_unsure(text: Text, at: int) -> bool:
    """Whether someone says not to know what follows: "I'm not sure whether …"."""
    following = text.words[at + 1 : at + 3]
    return (
        len(following) > 1
        and following[0] in {"know", "sure", "certain", "remember"}
        and following[1] in {"if", "whether", "that", "how", "why"}
    )


def _begins_clause(text: Text, at: int) -> bool:
    """Whether a statement of its own follows: "does not cost much and variance is reduced"."""
    if at < len(text) and sign_of(text.stems[at]):
        return True
    return any(
        text.words[near] in _FINITE and text.clauses[near] == text.clauses[at]
        for near in range(at, min(len(text), at + 5))
    )


def _deny_statement(text: Text, at: int, result: list[Mark]) -> None:
    """A sentence that says "… is a myth" or "it is wrong that …" denies what else it says.

    One that says nothing else, "that is wrong", denies the sentence before it.
    """
    before = at - 1
    while before > 0 and text.words[before] in _BETWEEN:
        before -= 1
    if before < 0 or text.words[before] not in _BE:
        return
    if text.words[at] in DENIALS and "not" in text.words[before:at]:
        return
    ends = at + 1 == len(text) or text.clauses[at + 1] != text.clauses[at]
    if not ends and text.words[at + 1] not in {"that", "to"}:
        return
    if before and text.words[before - 1] in {"what", "which", "something", "anything"}:
        return
    first, last = _sentence(text, at)
    alone = not any(text.content[i] for i in range(first, last + 1) if i != at)
    if alone and first:
        first, last = _sentence(text, first - 1)
    _flip(result, first, last)


def _flip(result: list[Mark], first: int, last: int) -> None:
    """Deny a stretch; what it denied itself is then said: "it is wrong that it does not …"."""
    for at in range(first, last + 1):
        result[at] = Mark.DENIED if result[at] is Mark.PLAIN else Mark.PLAIN


def _sentence(text: Text, at: int) -> tuple[int, int]:
    """The first and the last token of the sentence that a token stands in."""
    sentence = text.sentences[at]
    first = last = at
    while first and text.sentences[first - 1] == sentence:
        first -= 1
    while last + 1 < len(text) and text.sentences[last + 1] == sentence:
        last += 1
    return first, last


def _set_apart(text: Text, at: int, result: list[Mark]) -> None:
    if at >= len(text):
        return
    clause = text.clauses[at]
    for reached in range(at, len(text)):
        if text.clauses[reached] != clause:
            return
        result[reached] = Mark.CONTRASTED


def is_reported(text: Text, sentence: int) -> bool:
    """Whether a sentence reports what others wrongly think."""
    return any(
        text.sentences[at] == sentence and _starts(text, at, REPORTED) for at in range(len(text))
    )


def signs(text: Text, stems: Sequence[str] | None = None) -> list[int]:
    """For each token, the direction it expresses itself; `stems` where they are known better."""
    result = [sign_of(s) for s in (stems or text.stems)]
    for at, word in enumerate(text.words):
        if word in {"up", "down"} and not (at and text.words[at - 1] in _GO):
            result[at] = 0
    return result


def direction(text: Text, own: list[int], at: int, reach: int) -> int:
    """Where the quantity at a token is said to go: 1 up, −1 down, 0 not said.

    The nearest word that expresses a direction in the same clause counts, the one before it
    first: of "high bias and low variance" the variance is low. A word after it counts only if
    it is not said of something that follows: "averaging reduces variance" says nothing of
    how much is averaged.
    """
    clause = text.clauses[at]
    for distance in range(1, reach + 1):
        before, after = at - distance, at + distance
        if before >= 0 and own[before] and text.clauses[before] == clause:
            if not _MEANS.isdisjoint(text.words[before + 1 : at]):
                # "Reduced with regularisation" says where something else goes.
                return 0
            said = _predicate(text, own, at, reach)
            return said or own[before] * _turned(text, own, before, clause)
        if after < len(own) and own[after] and text.clauses[after] == clause:
            joined = distance == 1 and text.hyphenated[after]
            if joined or object_of(text, own, after) is None:
                return own[after] * _turned(text, own, after, clause)
            return 0
    return _verb_after(text, own, at, reach)


def _predicate(text: Text, own: list[int], at: int, reach: int) -> int:
    """What is said of a quantity after "is" and the like: "high variance is reduced"."""
    verb = at + 1
    if verb >= len(text) or text.words[verb] not in _BE_OR_BECOME:
        return 0
    for after in range(verb + 1, min(len(text), verb + reach)):
        if text.clauses[after] != text.clauses[at] or text.words[after] in {"and", "or"}:
            return 0
        if own[after]:
            return own[after] if object_of(text, own, after) is None else 0
    return 0


def _verb_after(text: Text, own: list[int], at: int, reach: int) -> int:
    """The direction of a verb further on that has no object of its own: "… goes down"."""
    clause = text.clauses[at]
    for after in range(at + reach + 1, min(len(text), at + 3 * reach + 1)):
        if text.clauses[after] != clause:
            return 0
        if own[after]:
            return own[after] if object_of(text, own, after) is None else 0
    return 0


def object_of(text: Text, own: list[int], at: int) -> int | None:
    """The quantity that follows a word for a direction at once, if one does."""
    for after in range(at + 1, min(len(text), at + 4)):
        if text.clauses[after] != text.clauses[at] or own[after]:
            return None
        if text.content[after]:
            return after
        if text.words[after] not in _DETERMINERS:
            return None
    return None


def _turned(text: Text, own: list[int], at: int, clause: int) -> int:
    """−1 where a word before turns a direction round: "less prone to high variance"."""
    for before in range(at - 1, max(-1, at - 5), -1):
        if text.clauses[before] != clause:
            return 1
        if own[before]:
            return own[before] if own[before] < 0 else 1
        if text.content[before] and text.stems[before] not in _HEDGED:
            return 1
    return 1
