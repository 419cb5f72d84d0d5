"""What an answer asks: for which facts of a case, and for anything that no fact answers.

Only what asks is read: a sentence with a question mark, one that says "I would ask" or, where there
is nothing to do but ask, begins with "how many", the list below such a sentence. Whether something
is denied does not matter there: "Is there no budget?" asks for the budget.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from interview_sim.bank.model import CaseFact, Point, Question
from interview_sim.matching.compiled import Compiled, Compiler, Glossary
from interview_sim.matching.entries import Entry
from interview_sim.matching.evidence import clusters
from interview_sim.matching.lexicon import ASKS, ASKS_FIRST, ASKS_NOTHING, ASKS_OF_MINE
from interview_sim.matching.model import Asked
from interview_sim.matching.reading import Reading, read_answer
from interview_sim.matching.text import Text
from interview_sim.matching.tuning import DEFAULT

_LIST = re.compile(r":\s*\n")
"""Announces a list, each line of which asks."""
_MOST_CASES = 16
_FROM_SPEAKER = 5
_BEFORE_ASKING = frozenset(
    {"also", "and", "first", "just", "like", "need", "want", "will", "would"}
)
"""Words before which nobody need be named: "would like to know"."""
_I = frozenset({"i", "id", "ill", "im", "ive", "me"})
_WE = frozenset({"we", "wed", "well", "us"})
_OTHERS = frozenset(
    {"the", "a", "an", "it", "they", "you", "he", "she", "that", "this", "not", "no", "dont"}
    | {"doesnt", "wont", "wouldnt", "neednt", "never", "customers", "users", "people"}
)
"""What stands where somebody else wants to know, or nobody."""
_SOMEBODY = frozenset(
    {"the", "a", "an", "our", "them", "him", "her", "customers", "users", "people"}
)
_GOES_ON = frozenset({"of", "brings", "leads", "makes", "means"})
_REMARKS = frozenset(
    {"i", "id", "ill", "im", "ive", "we", "wed", "well", "lets", "then", "so", "ok", "okay"}
    | {"thanks", "thank", "good", "great", "fine", "that", "thats", "this", "it", "its"}
)
_STATES = frozenset({"decides", "determines", "drives", "matters", "shapes"})
_NEXT_LINE = re.compile(r"\n(?!\s*\n)")


def asked_for(
    facts: Sequence[CaseFact],
    answer: str,
    *,
    glossary: Sequence[Sequence[str]] = (),
    is_english: bool = True,
    is_reply: bool = False,
    clarifies: bool = True,
) -> Asked:
    """What an answer asks for.

    Args:
        facts: What can be asked for.
        answer: What was said.
        glossary: Terms that count as the same, from the bank.
        is_english: Whether what is known of English applies.
        is_reply: Whether it replies to "Anything else you would like to know?", so that all of it
            asks for facts, unless it says no; a remark in it asks for nothing else.
        clarifies: Whether the stage is the one for asking. In others "How often we call" without
            a question mark is something to look at, and no question.
    """
    compiled = _ready(tuple(facts), tuple(map(tuple, glossary)), is_english)
    reading = read_answer(answer, compiled, DEFAULT)
    asking = set(_asking(reading.text, is_english=is_english, clarifies=clarifies))
    remarks: set[int] = set()
    if is_reply and not (is_english and _says_no(reading.text)):
        everything = set(reading.text.sentences)
        remarks = set(_remarks(reading.text)) - asking if is_english else remarks
        asking = everything
    answered: set[int] = set()
    found = []
    for name, target in compiled.wanted.items():
        places = {at for entry in target.entries for at in _places(entry, reading, asking)}
        answered |= places
        if places:
            found.append(name)
    return Asked(tuple(found), not asking - remarks <= answered)


@lru_cache(maxsize=_MOST_CASES)
def _ready(
    facts: tuple[CaseFact, ...], glossary: tuple[tuple[str, ...], ...], is_english: bool
) -> Compiled:
    """The facts of a case made ready, once for all answers."""
    rubric = tuple(Point(id=fact.id, match=fact.match) for fact in facts)
    compiler = Compiler(Glossary(glossary), DEFAULT, is_english=is_english)
    return compiler.compile(Question(id="facts", prompt="", rubric=rubric))


def _places(entry: Entry, reading: Reading, asking: set[int]) -> Iterator[int]:
    """The sentences that ask and hold all of an entry."""
    for cluster in clusters(entry, reading):
        said = {reading.text.sentences[hit.first] for hit in cluster.chosen.values()}
        if len(cluster.chosen) == len(entry.units) and len(said) == 1 and said <= asking:
            yield from said


def _asking(text: Text, *, is_english: bool, clarifies: bool) -> Iterator[int]:
    """The numbers of the sentences that ask."""
    is_listed = False
    for number, tokens in groupby(range(len(text)), key=text.sentences.__getitem__):
        places = list(tokens)
        words = [text.words[at].replace("'", "") for at in places]
        if is_listed:
            before = text.raw[text.ends[places[0] - 1] : text.starts[places[0]]]
            is_listed = _NEXT_LINE.search(before) is not None
        asks = is_listed or number in text.questions or (is_english and _asks(words, clarifies))
        if asks:
            yield number
        after = places[-1] + 1
        gap = text.raw[text.ends[places[-1]] : text.starts[after] if after < len(text) else None]
        is_listed = is_listed or (asks and _LIST.match(gap) is not None)


def _asks(words: Sequence[str], clarifies: bool) -> bool:
    first = words[1:] if words[0] in {"and", "also", "then", "so", "first", "second"} else words
    begins = any(tuple(first[: len(each)]) == each for each in ASKS_FIRST)
    if clarifies and begins and not _states(first):
        return True
    return any(True for _ in _said(words, ASKS)) or any(
        _is_mine(words, at) for at in _said(words, ASKS_OF_MINE)
    )


def _said(words: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> Iterator[int]:
    """Where the phrases begin."""
    return (
        at
        for each in phrases
        for at in range(len(words))
        if tuple(words[at : at + len(each)]) == each
    )


def _is_mine(words: Sequence[str], at: int) -> bool:
    """Whether it is the candidate who wants to know something, and wants it said.

    "The app will ask for a code" and "we could ask them" are plans; "I would ask her to confirm"
    wants something done.
    """
    before = words[max(0, at - _FROM_SPEAKER) : at]
    if words[at] == "ask":
        speakers, after = _I, words[at + 1 : at + 5]
        if "to" in after[1:] and after[0] in _SOMEBODY:
            return False
    else:
        speakers = _I | _WE
    said = [number for number, word in enumerate(before) if word in speakers]
    if not said:
        return _BEFORE_ASKING.issuperset(words[:at])
    return _OTHERS.isdisjoint(before[said[-1] :])


def _states(words: Sequence[str]) -> bool:
    """Whether what begins like a question goes on as a statement: "how long it runs matters"."""
    return not (_GOES_ON.isdisjoint(words[1:2]) and _STATES.isdisjoint(words[1:]))


def _remarks(text: Text) -> Iterator[int]:
    """The sentences that begin as what somebody says who asks nothing: "Then I would …"."""
    for number, tokens in groupby(range(len(text)), key=text.sentences.__getitem__):
        if text.words[next(tokens)].replace("'", "") in _REMARKS:
            yield number


def _says_no(text: Text) -> bool:
    words = tuple(word.replace("'", "") for word in text.words)
    return any(words[: len(each)] == each for each in ASKS_NOTHING)
