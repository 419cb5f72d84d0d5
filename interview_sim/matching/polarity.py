"""What a text denies, sets apart, and in which direction it says quantities go."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from interview_sim.matching.lexicon import (
    CONTRAST,
    DENIALS,
    DOWN,
    HEDGED_NOUNS,
    NEGATORS,
    NOT_NEGATED,
    OTHERS,
    PLACES,
    POINTERS,
    REPORTED,
    SAYING,
    SOME,
    UP,
    USELESS,
)
from interview_sim.matching.stems import stem
from interview_sim.matching.text import Text
from interview_sim.matching.tuning import Tuning

_UP = frozenset(map(stem, UP))
_DOWN = frozenset(map(stem, DOWN))
_HEDGED = frozenset(map(stem, HEDGED_NOUNS))
_PLACES = frozenset(map(stem, PLACES))
_OTHERS = frozenset(map(stem, OTHERS))
_SAID_WITHIN = 3
_SAYING = frozenset(map(stem, SAYING))
_COMPARATIVES = frozenset({"lower", "higher"})
_GO_BY_ITSELF = frozenset({"go", "goes", "going", "went", "gone", "come", "comes"})
_GO = _GO_BY_ITSELF | frozenset({"drive", "drives", "driven", "bring"})
_BE = frozenset({"is", "are", "was", "were", "be", "it", "that", "this", "isn't"})
_JUDGEMENTS = frozenset({"myth", "misconception", "fallacy", "untrue"})
_STATEMENTS = frozenset({"claim", "idea", "statement", "belief", "view", "saying"})
_BETWEEN = frozenset(
    {"not", "a", "an", "the", "just", "simply", "common", "popular", "quite", "plain"}
)


_BE_OR_BECOME = frozenset({"is", "are", "was", "were", "gets", "get", "goes", "becomes", "stays"})
_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "this", "that", "our", "your", "both"})
_FINITE = frozenset(
    {"is", "are", "was", "were", "will", "can", "does", "do", "has", "have", "gets", "goes"}
)
_FINITES = [[word] for word in (*_FINITE, "may", "might", "must", "should", "would", "could")]
_DETERMINED = [[word] for word in _DETERMINERS]
_SUBJECTS = frozenset({"they", "we", "he", "she", "i"})
_RELATIVES = _SUBJECTS | {"it", "you", "that"}
_THAT = frozenset(
    {"that", "think", "believe", "mean", "means", "say", "says", "imply", "implies", "suggest"}
    | {
        "guarantee",
        "assume",
        "see",
        "because",
        "if",
        "whether",
        "what",
        "how",
        "why",
        "where",
        "which",
    }
)
"""Words after which what is denied is a statement of its own: "I don't think it is …"."""
_MEANS = frozenset({"with", "by", "using", "through", "via"})
"""What follows is the remedy, not what it is good for."""
_USELESS_REACH = 3
_DO_SO = frozenset({"do", "does", "did", "so", "it", "that", "be", "have", "has", "yet", "either"})
"""Words that stand for a verb and what goes with it."""
_NEITHER_REACH = 8
_PAUSE = frozenset(",;:\n")
"""Signs after which a negator speaks of nothing more."""
NOTHING = frozenset({"nothing", "nobody", "none"})
"""Negators that are things of which something is said: "it says nothing"."""
NOT = "not"
"""What every negator counts as where an author's term holds one: "not representative"."""


@dataclass(slots=True)
class Meaning:
    """How the tokens of a text are meant: said, denied, or said of something else."""

    governors: list[int]
    """For each token the place of the negator that denies it, −1 where none does."""
    denied: list[bool]
    """Whether the statement that it stands in is denied as a whole: "… is a myth"."""
    apart: list[bool]
    """Whether it is said of something else: "unlike boosting, …"."""

    @classmethod
    def plain(cls, length: int) -> Meaning:
        """That of a text which denies nothing."""
        return cls([-1] * length, [False] * length, [False] * length)

    def is_denied(self, at: int, asked: Container[int] = ()) -> bool:
        """Whether a token is denied or set apart, by other negators than those asked for.

        A negator that is itself denied denies nothing: "it is never not seen".
        """
        return self.apart[at] or self._turned(at, asked)

    def _turned(self, at: int, asked: Container[int]) -> bool:
        by, turned = self.governors[at], self.denied[at]
        while by >= 0:
            turned = turned is (by in asked)
            by = self.governors[by]
        return turned


def sign_of(stemmed: str) -> int:
    """1 for a word that says "up", −1 for "down", 0 for others."""
    if stemmed in _UP:
        return 1
    return -1 if stemmed in _DOWN else 0


def names_place(stems: Sequence[str]) -> bool:
    """Whether "lower" says where, as "upper" does, and not that something falls: "lower bound"."""
    return len(stems) > 1 and sign_of(stems[0]) != 0 and stems[1] in _PLACES


def is_negator(word: str) -> bool:
    """Whether a folded word denies what follows it."""
    return word in NEGATORS or word.endswith("n't")


def _is_verbal(word: str) -> bool:
    return word in {"not", "cannot"} or word.endswith("n't")


def meaning(text: Text, tuning: Tuning) -> Meaning:
    """What a text denies and sets apart."""
    result = Meaning.plain(len(text))
    denials: list[int] = []
    for at, word in enumerate(text.words):
        if is_negator(word) and _denies(text, at):
            if text.words[at + 1 : at + 2] in (["true"], ["correct"], ["right"], ["so"]):
                denials.append(at + 1)
            _deny(text, at, result, tuning)
            _deny_subject(text, at, result, tuning)
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


def _denies(text: Text, at: int) -> bool:
    """Whether a negator denies what follows; "spam or not", "yes/no", "not only" do not."""
    before = text.words[at - 1] if at else ""
    ends = at + 1 == len(text) or text.clauses[at + 1] != text.clauses[at]
    if before == "yes":
        return False
    if before == "or" and text.words[at] == "not" and (ends or not text.content[at + 1]):
        return False
    return not _starts(text, at, NOT_NEGATED)


def _answer_questions(text: Text, result: Meaning) -> None:
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


def _deny(text: Text, at: int, result: Meaning, tuning: Tuning) -> None:
    if _is_unsure(text, at):
        _, last = _sentence(text, at)
        for reached in range(at + 1, last + 1):
            result.governors[reached] = at
        return
    clause = _clause_after(text, at)
    by = _neither_of(text, at)
    is_relative = _is_relative(text, at)
    for reached in range(at + 1, min(len(text), at + 1 + tuning.negation_reach)):
        word = text.words[reached]
        if text.clauses[reached] != clause:
            # "not, however, reduced" is one statement; "not reduced, but" is two.
            return
        if word in {"and", "or"} and _begins_clause(text, reached + 1):
            return
        if is_relative and reached > at + 1 and _goes_on(text, reached):
            return
        if _is_subject(text, reached) and _THAT.isdisjoint(text.words[at:reached]):
            return
        if word == "nor":
            continue
        result.governors[reached] = by
        if is_negator(word):
            return


def _neither_of(text: Text, at: int) -> int:
    """The "neither" that a "nor" goes with; any other negator is its own."""
    if text.words[at] == "nor":
        for before in range(at - 1, max(-1, at - 1 - _NEITHER_REACH), -1):
            if text.words[before] == "neither":
                return before
    return at


def _clause_after(text: Text, at: int) -> int:
    """The clause that a negator speaks of: its own, or one that it opens ("not because …")."""
    after = at + 1
    if after == len(text) or text.sentences[after] != text.sentences[at]:
        return text.clauses[at]
    pauses = not _PAUSE.isdisjoint(text.raw[text.ends[at] : text.starts[after]])
    return text.clauses[at if pauses else after]


def _deny_subject(text: Text, at: int, result: Meaning, tuning: Tuning) -> None:
    """Deny what is said to be of no use, or not to do so.

    "MAE and Huber loss don't help against outliers"; "…, which AdamW does not do".
    """
    following = range(at + 1, min(len(text), at + 1 + _USELESS_REACH))
    said = [i for i in following if text.clauses[i] == text.clauses[at]]
    ends = len(said) < _USELESS_REACH and all(text.words[i] in _DO_SO for i in said)
    if not (ends and _is_verbal(text.words[at])):
        if not any(text.words[i] in USELESS for i in said):
            return
        if any(text.content[i] and text.words[i] not in USELESS for i in said[:1]):
            return
    _, last = _sentence(text, at)
    if "but" in text.words[at : last + 1]:
        # "won't help against bias but it does help against variance"
        return
    for before in range(at - 1, max(-1, at - 1 - tuning.negation_reach), -1):
        if text.clauses[before] != text.clauses[at] or is_negator(text.words[before]):
            return
        result.governors[before] = at


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
    if text.words[at : at + 1] == ["it"] and text.clauses[at + 1 : at + 2] == [text.clauses[at]]:
        return text.words[at + 1] not in {"and", "or"}
    return any(
        text.words[near] in _FINITE and text.clauses[near] == text.clauses[at]
        for near in range(at, min(len(text), at + 5))
    )


def _is_relative(text: Text, at: int) -> bool:
    """Whether a negator stands in a clause about the noun before: "data it hasn't met …"."""
    return (
        at > 1
        and text.words[at - 1] in _RELATIVES
        and text.content[at - 2]
        and text.clauses[at - 2] == text.clauses[at]
    )


def _goes_on(text: Text, at: int) -> bool:
    """Whether the main clause goes on after one about a noun: with its subject, or its verb."""
    if text.words[at] in _DETERMINERS:
        return any(
            text.words[near] in _FINITE and text.clauses[near] == text.clauses[at]
            for near in range(at + 2, min(len(text), at + 5))
        )
    return text.words[at - 1] in POINTERS and text.content[at]


def _is_subject(text: Text, at: int) -> bool:
    """Whether a statement of its own begins with a pronoun: "without this it's …"."""
    word = text.words[at]
    if word in _SUBJECTS:
        return True
    if word not in {"it", "you"}:
        return False
    return "'" in text.surface(at, at) or text.words[at + 1 : at + 2][:1] in _FINITES


def _is_verb(text: Text, at: int) -> bool:
    """Whether a word looks like a verb with its object: "(instead of fp32) halves the memory"."""
    return (
        text.words[at].endswith("s")
        and text.content[at]
        and text.words[at + 1 : at + 2][:1] in _DETERMINED
    )


def _deny_statement(text: Text, at: int, result: Meaning) -> None:
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
    is_judged = (
        text.words[at] in _JUDGEMENTS
        or (text.words[first] == "that" and not _is_said_of(text, first))
        or not _STATEMENTS.isdisjoint(text.words[first:at])
    )
    if not (alone or is_judged or (not ends and text.words[at + 1] in {"that", "to"})):
        # "The form is wrong" is said of a form.
        return
    if alone and first:
        first, last = _sentence(text, first - 1)
    if text.words[at] not in DENIALS:
        # "not true" denies the statement, and so not a second time what follows it.
        result.governors[:] = [-1 if by == at - 1 else by for by in result.governors]
    _flip(result, first, last)


def _is_said_of(text: Text, at: int) -> bool:
    """Whether something is said of a "that": "that's the chance that a finding is wrong"."""
    return "'" in text.surface(at, at) or text.words[at + 1] in _FINITE


def _flip(result: Meaning, first: int, last: int) -> None:
    """Deny a stretch; what it denied itself is then said: "it is wrong that it does not …"."""
    for at in range(first, last + 1):
        result.denied[at] = not result.denied[at]


def _sentence(text: Text, at: int) -> tuple[int, int]:
    """The first and the last token of the sentence that a token stands in."""
    sentence = text.sentences[at]
    first = last = at
    while first and text.sentences[first - 1] == sentence:
        first -= 1
    while last + 1 < len(text) and text.sentences[last + 1] == sentence:
        last += 1
    return first, last


def _set_apart(text: Text, at: int, result: Meaning) -> None:
    if at >= len(text):
        return
    clause = text.clauses[at]
    for reached in range(at, len(text)):
        if text.clauses[reached] != clause or _is_subject(text, reached):
            return
        if reached > at and _is_verb(text, reached):
            return
        result.apart[reached] = True


def reports(words: Sequence[str]) -> bool:
    """Whether a sentence says what others think: "a myth", "many believe", "doctors often say"."""
    if any(
        tuple(words[at : at + len(phrase)]) == phrase
        for at in range(len(words))
        for phrase in REPORTED
    ):
        return True
    return any(
        not _SAYING.isdisjoint(map(stem, words[at + 1 : at + 1 + reach]))
        for at, word in enumerate(words)
        if (reach := _SAID_WITHIN if stem(word) in _OTHERS else word in SOME)
    )


def signs(text: Text, stems: Sequence[str] | None = None) -> list[int]:
    """For each token, the direction it expresses itself; `stems` where they are known better."""
    result = [sign_of(s) for s in (stems or text.stems)]
    for at, word in enumerate(text.words):
        if word in _COMPARATIVES and names_place(text.stems[at : at + 2]):
            result[at] = 0
        if word in {"up", "down"} and not (at and text.words[at - 1] in _GO):
            ends = at + 1 == len(text) or text.clauses[at + 1] != text.clauses[at]
            if not (ends and at and text.content[at - 1]):
                result[at] = 0  # "it ends up robust"; "variance down, bias up" says where they go
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
        # "If recall goes up precision …" says nothing of precision, "what goes up is …" does.
        is_over = (
            before > 0
            and text.words[before - 1] in _GO_BY_ITSELF
            and text.words[before + 1] not in _BE_OR_BECOME
        )
        if before >= 0 and own[before] and text.clauses[before] == clause and not is_over:
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
