"""A question made ready for matching."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, pairwise

from interview_sim.bank.model import AllOf, Misconception, Phrase, Point, Question
from interview_sim.bank.terms import Need
from interview_sim.matching.entries import (
    CompiledPoint,
    Entry,
    Unit,
    bound,
    directions_of,
    entry_of,
    inheriting,
    opened,
    term_of,
)
from interview_sim.matching.lexicon import (
    DIRECTION_SPELLINGS,
    PHRASE_WORDS,
    STATEMENT_WORDS,
    is_known,
)
from interview_sim.matching.polarity import (
    NOT,
    Meaning,
    direction,
    is_negator,
    meaning,
    names_place,
    sign_of,
    signs,
)
from interview_sim.matching.soup import listed_share
from interview_sim.matching.stems import stem
from interview_sim.matching.text import Text, read, stems_of
from interview_sim.matching.topics import NO_TOPIC, Form, Topic, compared, named, only
from interview_sim.matching.tuning import Tuning

_ALTERNATIVES = re.compile(r"[^\W\d_]{2}\|[^\W\d_]{2}")
"""Words of which either will do; the bars of "p(y|x)" and "|w|" are none."""
_LEAST_TOPICS = 2
_VERB = 2
"""Words of which a verb for a direction may consist: "go up"."""
_PHRASE_REACH = 2
_MOST_WRITTEN = 200_000
_MOST_KEPT = 1_024
_read_once = lru_cache(maxsize=_MOST_KEPT)(read)
"""The texts of a bank: one question is often made ready with another wording, or in part."""
_DIRECTIONS = {word: stem(word) for word in DIRECTION_SPELLINGS}


@dataclass(slots=True)
class Compiled:
    """A question made ready, and the vocabulary that answers are read against."""

    rubric: tuple[Point, ...]
    derived: bool
    wanted: dict[str, CompiledPoint]
    claims: tuple[CompiledPoint, ...]
    prompt: Text
    vocabulary: frozenset[str]
    spellings: dict[str, str]
    """The words as written in the bank, with their stems: what a typo may have meant."""
    joins: dict[str, Form]
    """Two words written as one: which stems they stand for."""
    is_english: bool = True
    """Whether what is known of English applies: denial, direction, lists of keywords."""
    topics: tuple[Topic, ...] = ()
    """What the question compares: for each thing the terms that name it."""
    is_list: bool = False
    """Whether the model answer is in good part a list of keywords; only without a rubric."""
    words: tuple[Unit, ...] = ()
    """The words of the model answer, each once; only without a rubric."""
    passages: tuple[frozenset[str], ...] = ()
    """The stems of each two statements side by side in the model answer; only without a rubric."""
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Stems side by side in the model answer and not in the question; only without a rubric."""
    resolved: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    """A cache: which stems of the vocabulary an answer's stem stands for, and how well."""
    initials: dict[str, list[str]] = field(default_factory=dict)
    """A cache: the words of `spellings` that may be mistyped, by their first letters."""
    likened: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    """A cache: which stems of the vocabulary an answer's stem merely looks like, and how much."""


class Glossary:
    """Terms that count as the same."""

    def __init__(self, sets: Iterable[Sequence[str]] = ()) -> None:
        self._forms: dict[Form, tuple[Form, ...]] = {}
        self._longest = 1
        for terms in sets:
            forms = tuple(dict.fromkeys(filter(None, map(term_of, terms))))
            for form in forms:
                known = self._forms.get(form, ())
                self._forms[form] = tuple(dict.fromkeys((form, *known, *forms)))
                self._longest = max(self._longest, len(form))

    def expand(self, form: Form) -> tuple[Form, ...]:
        """A term and all that count as the same."""
        return self._forms.get(form, (form,))

    def naming(self, form: Form) -> Topic:
        """A term, and every term that counts as the same as one that begins or ends so."""
        length = len(form)
        same = (
            others
            for known, others in self._forms.items()
            if form in (known[:length], known[-length:])
        )
        return tuple(dict.fromkeys((form, *(other for others in same for other in others))))

    def longest_at(self, stems: Sequence[str], at: int) -> int:
        """How many stems from there make a term with synonyms; 1 where none do."""
        for length in range(min(self._longest, len(stems) - at), 1, -1):
            if tuple(stems[at : at + length]) in self._forms:
                return length
        return 1


class Compiler:
    """Makes questions ready."""

    def __init__(self, glossary: Glossary, tuning: Tuning, *, is_english: bool = True) -> None:
        self._glossary = glossary
        self._tuning = tuning
        self._is_english = is_english
        self._entries = lru_cache(maxsize=_MOST_KEPT)(self._entries_of)

    def compile(self, question: Question) -> Compiled:
        """The question made ready."""
        prompt = _read_once(question.prompt)
        known = frozenset(prompt.stems)
        rubric = rubric_of(question)
        leaves = [leaf for item in rubric for leaf in item.leaves]
        asked = self._topics(prompt, rubric) if question.rubric else ()
        topics = self._said_of((*leaves, *question.misconceptions), asked)
        wanted = {
            leaf.id: _about(
                self._target(leaf.id, leaf.point, leaf.match, known, topics),
                _topic(item, leaf, asked),
            )
            for item in rubric
            for leaf in item.leaves
        }
        if question.rubric:
            _weigh_shared(wanted)
        # A wrong claim is often the question turned round, so its words are not demoted.
        claims = tuple(
            self._target(wrong.id, wrong.claim, wrong.match, frozenset(), topics)
            for wrong in question.misconceptions
        )
        everything = [*wanted.values(), *claims]
        vocabulary, joins = _vocabulary(everything)
        return Compiled(
            rubric=rubric,
            derived=not question.rubric,
            wanted=wanted,
            claims=claims,
            prompt=prompt,
            vocabulary=vocabulary,
            spellings=_spellings(rubric, question.misconceptions, vocabulary),
            joins=joins,
            is_english=self._is_english,
            topics=topics,
            words=() if question.rubric else _words_of_all(wanted.values()),
            passages=() if question.rubric else _passages(wanted.values()),
            is_list=not question.rubric and self._is_list(question.model_answer),
            pairs=frozenset() if question.rubric else _pairs(question, prompt),
        )

    def _is_list(self, answer: str) -> bool:
        return listed_share(read(answer)) >= self._tuning.reference_listed

    def _said_of(
        self, wanted: Iterable[Point | Misconception], asked: tuple[Topic, ...]
    ) -> tuple[Topic, ...]:
        """What the question compares, and what the entries tell apart besides, under `of`."""
        entries = (entry for each in wanted for entry in each.match if isinstance(entry, AllOf))
        terms = dict.fromkeys(stems_of(entry.of) for entry in entries if entry.of)
        others = (term for term in terms if _number(term, asked) == NO_TOPIC)
        return (*asked, *map(self._glossary.naming, others))

    def _topics(self, prompt: Text, rubric: Sequence[Point]) -> tuple[Topic, ...]:
        """What the question compares, where its rubric has points about each alone."""
        for terms in compared(prompt):
            topics = tuple(self._glossary.naming(term) for term in terms)
            about = [_topic(item, leaf, topics) for item in rubric for leaf in item.leaves]
            if sum(number in about for number in range(len(topics))) >= _LEAST_TOPICS:
                return topics
        return ()

    def _target(
        self,
        target_id: str,
        statement: str,
        match: tuple[Phrase, ...],
        known: frozenset[str],
        topics: Sequence[Topic] = (),
    ) -> CompiledPoint:
        said = self._statement(statement, known)
        directions = directions_of(said)
        entries = self._entries(match, tuple(topics))
        return CompiledPoint(
            id=target_id,
            entries=tuple(inheriting(entry, directions) for entry in entries),
            statement=said,
        )

    def _entries_of(self, match: tuple[Phrase, ...], topics: tuple[Topic, ...]) -> list[Entry]:
        found = (
            self._spread(entry, topics) if isinstance(entry, AllOf) else self._phrase(entry)
            for entry in match
        )
        return [entry for entry in found if entry.units]

    def _statement(self, statement: str, known: frozenset[str]) -> Entry:
        """All the words of a statement, each once; those of the question count little."""
        text = _read_once(statement)
        units = self._units(text, known, STATEMENT_WORDS) or _word_for_word(text)
        different = {unit.forms: unit for unit in units}
        return entry_of(list(different.values()), spread=True)

    def _phrase(self, phrase: str) -> Entry:
        if _ALTERNATIVES.search(phrase):
            return replace(self._spread(_terms_of(phrase)), spread=False)
        text = _read_once(phrase)
        units = self._units(text, frozenset(), PHRASE_WORDS)
        different = {unit.forms for unit in units}
        if len(text) > 1 and (not units or (len(different) == 1 and self._is_common(units[0]))):
            # "less and less" must not come down to "less".
            literal = Unit(forms=(tuple(text.stems),), shown=phrase, weight=1.0, strict=True)
            return entry_of([literal], spread=False)
        if not units:
            units = _word_for_word(text)
        return entry_of(opened(units), spread=False)

    def _is_common(self, unit: Unit) -> bool:
        return len(unit.forms[0]) == 1 and (unit.sign != 0 or is_known(unit.forms[0][0]))

    def _units(
        self, text: Text, known: frozenset[str], also: frozenset[str] = frozenset()
    ) -> list[Unit]:
        """The content terms of a text, in order, and those function words that matter here too."""
        meant, own = self._meant(text)
        places = [at for at in range(len(text)) if not text.is_article(at)]
        stems = [NOT if is_negator(text.words[at]) else text.stems[at] for at in places]
        kept = [
            text.content[at] or text.words[at] in also or (bool(also) and text.is_glued(at))
            for at in places
        ]
        units: list[Unit] = []
        first = after = 0
        while first < len(places):
            after = first + self._glossary.longest_at(stems, first)
            if after == first + 1 and not kept[first]:
                first = after
                continue
            while after < len(places) and kept[after] and text.is_glued(places[after]):
                after += 1  # more of the same word, in a script without spaces
            form, last = tuple(stems[first:after]), places[after - 1]
            sign = own[last] if len(form) == 1 else 0
            units.append(
                Unit(
                    forms=self._glossary.expand(form),
                    shown=text.surface(places[first], last),
                    weight=self._weight(form, known),
                    sign=sign,
                    bound=0 if sign else direction(text, own, last, _PHRASE_REACH),
                    denied=meant.is_denied(last),
                )
            )
            first = after
        return units

    def _meant(self, text: Text) -> tuple[Meaning, list[int]]:
        """What a text denies, and in which direction it says quantities go."""
        if not self._is_english:
            return Meaning.plain(len(text)), [0] * len(text)
        return meaning(text, self._tuning), signs(text)

    def _spread(self, phrase: AllOf, topics: Sequence[Topic] = ()) -> Entry:
        units: list[Unit] = []
        for term in phrase.all:
            unit = self._unit((term,) if isinstance(term, str) else term)
            if unit.forms:
                units.append(unit)
        entry = entry_of(opened(bound(units)), spread=True)
        unless = tuple(filter(None, map(term_of, phrase.unless)))
        return replace(entry, unless=unless, topic=_number(stems_of(phrase.of), topics))

    def _unit(self, alternatives: tuple[str, ...]) -> Unit:
        forms: dict[Form, None] = {}
        all_deny = all(is_negator(alternative.lower().strip()) for alternative in alternatives)
        for alternative in alternatives:
            form = (NOT,) if all_deny else term_of(alternative)
            if form:
                forms.update(dict.fromkeys(self._glossary.expand(form)))
        found = {_sign(form) for form in forms}
        sign = found.pop() if len(found) == 1 else 0
        return Unit(
            forms=tuple(forms),
            shown=alternatives[0],
            # A term weighs no more than the commonest word that meets it.
            weight=min((self._weight(form, frozenset()) for form in forms), default=0.0),
            sign=sign,
            strict=len(alternatives) > 1 and not sign,
        )

    def _weight(self, form: Form, known: frozenset[str]) -> float:
        is_small = len(form) == 1 and form[0] in PHRASE_WORDS | STATEMENT_WORDS
        weight = self._tuning.small_word if is_small else 1.0
        return weight * (self._tuning.question_word if all(s in known for s in form) else 1.0)


def _word_for_word(text: Text) -> list[Unit]:
    return [Unit(forms=((s,),), shown=s, weight=1.0, strict=True) for s in text.stems]


def _spellings(
    rubric: tuple[Point, ...], claims: tuple[Misconception, ...], vocabulary: frozenset[str]
) -> dict[str, str]:
    written = [(leaf.point, leaf.match) for item in rubric for leaf in item.leaves]
    written += [(wrong.claim, wrong.match) for wrong in claims]
    found = (pair for each in written for pair in _words_of(*each).items())
    return {**_DIRECTIONS, **{word: stemmed for word, stemmed in found if stemmed in vocabulary}}


@lru_cache(maxsize=_MOST_KEPT)
def _words_of(statement: str, match: tuple[Phrase, ...]) -> dict[str, str]:
    """The words that a point is written in, with their stems."""
    phrases = (string for phrase in match for string in _strings(phrase))
    text = read("\n".join((statement, *phrases)), most_chars=_MOST_WRITTEN)
    return dict(zip(text.words, text.stems, strict=True))


def _topic(item: Point, leaf: Point, topics: Sequence[Topic]) -> int:
    """The one thing compared that a point is about, by its statement or else its group's."""
    found = named(_read_once(leaf.point).stems, topics)
    return only(found or named(_read_once(item.point).stems, topics))


def _number(term: Form, topics: Sequence[Topic]) -> int:
    """Which of the topics a term names."""
    return next((n for n, topic in enumerate(topics) if term in topic), NO_TOPIC)


def _about(target: CompiledPoint, topic: int) -> CompiledPoint:
    return CompiledPoint(
        id=target.id,
        entries=tuple(
            replace(entry, topic=topic) if entry.topic == NO_TOPIC else entry
            for entry in target.entries
        ),
        statement=replace(target.statement, topic=topic),
    )


def _strings(phrase: Phrase) -> Iterable[str]:
    if isinstance(phrase, str):
        yield phrase
        return
    for term in phrase.all:
        yield from (term,) if isinstance(term, str) else term
    yield from phrase.unless


def _sign(form: Form) -> int:
    """The direction of a term: of "go up" that of "up"."""
    if names_place(form):
        return 0
    found = {sign_of(stemmed) for stemmed in form} - {0}
    return found.pop() if len(found) == 1 and len(form) <= _VERB else 0


def _terms_of(phrase: str) -> AllOf:
    """The terms of a phrase that gives alternatives: "lower|reduce the variance"."""
    terms = (tuple(word.split("|")) if "|" in word else word for word in phrase.split())
    return AllOf(all=tuple(term for term in terms if isinstance(term, tuple) or _matters(term)))


def _matters(word: str) -> bool:
    text = read(word)
    kept = zip(text.words, text.content, strict=True)
    return any(is_content or w in PHRASE_WORDS or is_negator(w) for w, is_content in kept)


def _pairs(question: Question, prompt: Text) -> frozenset[tuple[str, str]]:
    stems = read(question.model_answer).stems
    return frozenset(pairwise(stems)) - frozenset(pairwise(prompt.stems))


def _weigh_shared(wanted: dict[str, CompiledPoint]) -> None:
    """Let a word that several points share count the less for each."""
    shared = Counter(unit.forms for each in wanted.values() for unit in each.statement.units)
    for name, each in wanted.items():
        units = [replace(u, weight=u.weight / shared[u.forms]) for u in each.statement.units]
        whole = sum(unit.weight for unit in units)
        said = replace(each.statement, units=tuple(units), whole=whole)
        wanted[name] = replace(each, statement=said)


def _words_of_all(targets: Iterable[CompiledPoint]) -> tuple[Unit, ...]:
    return tuple({unit.forms: unit for each in targets for unit in each.statement.units}.values())


def _passages(targets: Iterable[CompiledPoint]) -> tuple[frozenset[str], ...]:
    stems = [frozenset(_said(each.statement.units)) for each in targets]
    return tuple(one | other for one, other in pairwise(stems)) or tuple(stems)


def _said(units: Iterable[Unit]) -> Iterable[str]:
    """The stems of a statement, with the "not" where it denies something."""
    for unit in units:
        yield from chain.from_iterable(unit.forms)
        if unit.denied:
            yield NOT


def _vocabulary(targets: Iterable[CompiledPoint]) -> tuple[frozenset[str], dict[str, Form]]:
    vocabulary: set[str] = set()
    joins: dict[str, Form] = {}
    for target in targets:
        for entry in (*target.entries, target.statement):
            forms = [form for unit in entry.units for form in unit.forms] + [*entry.unless]
            for form in forms:
                vocabulary.update(form)
                if len(form) == 2:
                    joins["".join(form)] = form
            for first, second in pairwise(entry.units):
                if len(first.forms[0]) == 1 and len(second.forms[0]) == 1:
                    pair = (first.forms[0][0], second.forms[0][0])
                    joins["".join(pair)] = pair
    return frozenset(vocabulary), {k: v for k, v in joins.items() if k not in vocabulary}


# Points for a question that has a model answer and no rubric

_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^\s*#{1,6}\s")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\(?\d{1,2}[.)])\s+")
_LEAST = 3
_MOST = 24


def rubric_of(question: Question) -> tuple[Point, ...]:
    """The rubric of a question, or points derived from the statements of its model answer."""
    if question.rubric:
        return question.rubric
    return tuple(
        Point(id=f"s{number}", point=statement, need=Need.MUST)
        for number, statement in enumerate(statements(question.model_answer), 1)
    )


def statements(markdown: str) -> list[str]:
    """What a text says, one statement each, in order: its sentences and list items."""
    found: list[str] = []
    for block in _blocks(markdown):
        for sentence in _sentences(block):
            if _content_words(sentence) < _LEAST and found and len(found[-1]) < 200:
                found[-1] = f"{found[-1]} {sentence}"
            elif sentence:
                found.append(sentence)
    if len(found) > 1 and _content_words(found[0]) < _LEAST:
        found[:2] = [f"{found[0]} {found[1]}"]
    return found[:_MOST]


def _content_words(sentence: str) -> int:
    return sum(read(sentence).content)


def _blocks(markdown: str) -> list[str]:
    """Paragraphs and list items as one line each; headings and code left out."""
    blocks: list[str] = []
    current: list[str] = []
    fenced = False
    for line in [*markdown.splitlines(), ""]:
        if _FENCE.match(line):
            fenced = not fenced
            continue
        if fenced:
            continue
        if not line.strip() or _BULLET.match(line) or _HEADING.match(line):
            if current:
                blocks.append(" ".join(current))
            current = []
        if line.strip() and not _HEADING.match(line):
            current.append(_BULLET.sub("", line).strip())
    if current:
        blocks.append(" ".join(current))
    return [block for block in blocks if not block.startswith("Note:")]


def _sentences(block: str) -> list[str]:
    text = read(block)
    if not len(text):
        return []
    starts = [
        text.starts[at]
        for at in range(len(text))
        if at == 0 or text.sentences[at] != text.sentences[at - 1]
    ]
    pieces = [block[a:b] for a, b in zip(starts, [*starts[1:], len(block)], strict=True)]
    return [piece.strip(" \t*_-") for piece in pieces]
