"""What a well-formed bank can still get wrong: ids, references, groups, empty rubrics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise

from interview_sim.bank.durations import format_duration
from interview_sim.bank.holes import HOLES, LIKE_A_HOLE, without_holes
from interview_sim.bank.model import (
    BANK_FORMAT,
    AllOf,
    AskKind,
    Bank,
    CaseFact,
    Defaults,
    FollowUp,
    Kind,
    Misconception,
    Occasion,
    Phrase,
    Point,
    Question,
    Source,
    Stage,
    When,
)
from interview_sim.bank.moves import Clash, clashes
from interview_sim.bank.nodes import Mapping, Origins, Scalar, Sequence
from interview_sim.bank.problems import Placed, Problems, escaped, nearest, one_of, quoted
from interview_sim.bank.scoring import FIRST_FORMAT, SCORING_FORMAT, Fact, Measure, Scoring
from interview_sim.bank.terms import Need

_LONGEST_TIME = 24 * 3600.0
_SHORTEST_TIME = 1.0

_ANCHORS = 4
_MOST_OFFERED = 500
"""Among how many ids the likeliest is looked for; more would take long and be no rubric."""

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_QUOTED_ENTRY = re.compile(r"\s*\{?\s*all\s*:\s*(\[[^}]*|[^}\[]+,[^}]*?)\s*\}?\s*")
"""A phrase that is written like an entry with `all`, which in quotes it is not."""
_OF_STAGES = ("time", "rubric", "misconceptions", "follow_ups", "hints", "model_answer")
"""What a case has none of itself."""

Ids = dict[str, None]
"""Ids in their order, quick to look up in."""

Named = Question | Source | Point | Misconception | FollowUp | Stage | CaseFact


def check_format(root: Mapping, problems: Problems) -> bool:
    """Whether the file says that it is a bank we can read; a missing `format` counts as ours."""
    node = root.get("format")
    if node is None or (isinstance(node, Scalar) and node.is_nothing):
        problems.warn(root, "`format` is missing", f"add `format: {BANK_FORMAT}` as the first line")
        return True
    if not isinstance(node, Scalar):
        return True
    family, _, version = BANK_FORMAT.partition("@")
    given, _, number = node.text.partition("@")
    if node.text == BANK_FORMAT:
        return True
    if given == family and number.isascii() and number.isdigit() and number != "0":
        problems.error(
            node,
            f"this bank is written in format {number[:9]}, and this version reads format {version}",
            "update interview-sim, or use an older copy of the bank",
        )
    else:
        problems.error(
            node, f"{quoted(node.text)} is not a bank format", f"write `format: {BANK_FORMAT}`"
        )
    return False


def check_bank(bank: Bank, origins: Origins, problems: Problems) -> None:
    """Report everything wrong with the bank as a whole and about each of its questions."""
    review = _Review(origins, problems)
    review.unique(bank.sources, "source")
    review.unique(bank.questions, "question")
    for clash in clashes([bank]):
        review.moved(clash)
    review.language(bank)
    review.duration(bank.defaults, "time")
    review.duration(bank.defaults, "follow_up_time")
    for index, terms in enumerate(bank.glossary):
        review.glossary(bank, index, terms)
    review.lines(bank)
    sources = dict.fromkeys(source.id for source in bank.sources)
    for question in bank.questions:
        review.question(question, sources)
    review.stage_ids(bank)
    if bank.scoring is not None:
        check_scoring(bank.scoring, problems, origins)


def clash_words(clash: Clash) -> tuple[str, str]:
    """What is wrong with an old name, and what to do."""
    if clash.other == clash.old:
        return (
            f"{quoted(clash.old)} is still a question",
            "take it out of `moved`, or that question",
        )
    return f"{quoted(clash.old)} is claimed by {quoted(clash.other)}, too", "keep one of the two"


class _Review:
    """The checks, with the places to point at."""

    def __init__(self, origins: Origins, problems: Problems) -> None:
        self._at = origins
        self._problems = problems

    def _error(self, record: object, key: str, message: str, remedy: str = "") -> None:
        """Report an error at a key of a record; without a key, where the record begins."""
        self._problems.error(self._at.place(record, key), message, remedy)

    def _warn(self, record: object, key: str, message: str, remedy: str = "") -> None:
        self._problems.warn(self._at.place(record, key), message, remedy)

    # -- ids and references ----------------------------------------------------------------------

    def unique(self, records: Iterable[Named], what: str) -> None:
        """Report ids that are given twice, or that differ in case only."""
        met: dict[str, tuple[str, Placed]] = {}
        for record in records:
            place = self._at.place(record, "id")
            first, taken = met.setdefault(record.id.casefold(), (record.id, place))
            if taken is place or not record.id:
                continue
            problem = f"is taken (line {taken.line})"
            if first != record.id:
                problem = f"differs from {quoted(first)} (line {taken.line}) in case only"
            message = f"the {what} id {quoted(record.id)} {problem}"
            self._problems.error(place, message, "give each its own id")

    def moved(self, clash: Clash) -> None:
        """Report an old name that does not lead to one question alone."""
        self._error(clash.bank.template(clash.question), "moved", *clash_words(clash))

    def _refer(self, place: Placed, name: str, known: Ids, what: str) -> None:
        """Report a reference that leads nowhere."""
        if name in known or not name or "" in known:
            return
        offered = [] if self._problems.is_full else list(islice(known, _MOST_OFFERED))
        meant = nearest(name, offered)
        remedy = "there are none"
        if meant is not None:
            remedy = f"did you mean {quoted(meant)}?"
        elif offered:
            listed = escaped(", ".join(offered[:12]))
            remedy = f"there are {listed}{', …' if len(known) > 12 else ''}"
        self._problems.error(place, f"there is no {what} {quoted(name)}", remedy)

    # -- a question ------------------------------------------------------------------------------

    def question(self, question: Question, sources: Ids) -> None:
        """Report what is wrong with one question."""
        if self._at.is_stand_in(question):
            return
        if self._at.gives(question, "stages") or self._at.gives(question, "facts"):
            self._case(question)
        else:
            self._answerable(question, "a question")
        self._sisters(question)
        if question.kind is Kind.RESUME:
            self._holes(question)
        parts = question.topic.split("/")
        if self._at.gives(question, "topic") and not all(part.strip() for part in parts):
            message = f"the topic {quoted(question.topic)} has an empty part"
            self._error(question, "topic", message, "write it as `topic` or `topic/subtopic`")
        for index, source in enumerate(question.sources):
            self._refer(self._at.item(question, "sources", index), source, sources, "source")

    def _sisters(self, question: Question) -> None:
        """Report other wordings that are the same, and those of a case."""
        if question.stages and question.sister:
            message = "a case has its facts, and so one wording"
            self._error(question, "sister", message, "write another case")
        met = {" ".join(question.prompt.split()).casefold()}
        for index, prompt in enumerate(question.sister):
            said = " ".join(prompt.split()).casefold()
            if said in met:
                message = f"this is asked already: {quoted(prompt[:60])}"
                place = self._at.item(question, "sister", index)
                self._problems.warn(place, message, "word it otherwise, or remove it")
            met.add(said)

    def _holes(self, question: Question) -> None:
        """Report what looks like a hole for something of a résumé and is none."""
        fields: list[tuple[object, str, tuple[str, ...]]] = [
            (question, "title", (question.title,)),
            (question, "model_answer", (question.model_answer,)),
            *((question, "hints", (hint,)) for hint in question.hints),
            (question, "sister", question.sister),
            *((each, "probe", (each.probe or "",)) for each in question.rubric),
            *((each, "probe", (each.probe or "",)) for each in question.misconceptions),
            *((each, "ask", (each.ask,)) for each in question.follow_ups),
            (question, "prompt", (question.prompt,)),
        ]
        for record, key, texts in fields:
            is_filled = key not in {"title", "model_answer"}
            for text in texts:
                found = LIKE_A_HOLE.search(without_holes(text) if is_filled else text)
                if found is None:
                    continue
                message = f"{quoted(found[0][:40])} is not filled in"
                remedy = "only the prompt, probes, asks and hints are"
                if is_filled:
                    meant = nearest((found[1] or "").strip(), HOLES)
                    known = f"there are {one_of(HOLES)}"
                    remedy = f"did you mean `{{{meant}}}`?" if meant else known
                self._warn(record, key, message, remedy)

    def _case(self, case: Question) -> None:
        """Report what is wrong with the stages and facts of a case."""
        if case.kind is not Kind.CASE:
            message = f"{quoted(case.id)} has `stages` or `facts` and is no case"
            self._error(case, "kind", message, "add `kind: case`")
        if not self._at.gives(case, "stages"):
            message = f"the case {quoted(case.id)} has facts, and no stage in which to ask for them"
            self._error(case, "facts", message, "add `stages:`")
        for key in _OF_STAGES:
            if self._at.gives(case, key):
                message = f"`{key}` of a case belongs to one of its stages"
                self._error(case, key, message, "move it there")
        self.unique(case.stages, "stage")
        for stage in case.stages:
            if not self._at.is_stand_in(stage):
                self._answerable(stage, "a stage")
        self.unique(case.facts, "fact")
        for fact in case.facts:
            if self._at.is_stand_in(fact):
                continue
            if not self._at.gives(fact, "match"):
                message = f"nobody can ask for the fact {quoted(fact.id)}"
                self._error(fact, "", message, "add `match:` with what a question for it says")
            later = dict.fromkeys(stage.id for stage in case.stages[1:])
            self._refer(self._at.place(fact, "before"), fact.before, later, "later stage")
            self._phrases(fact, fact.match)

    def stage_ids(self, bank: Bank) -> None:
        """Report a stage whose own id, made of the case's and its own, another question has."""
        known = dict.fromkeys(question.id for question in bank.questions)
        for case in bank.questions:
            for stage in {stage.id: stage for stage in case.stages}.values():
                name = f"{case.id}-{stage.id}"
                if name in known and not self._at.is_stand_in(stage):
                    message = f"this stage goes by {quoted(name)}, which another question has as id"
                    self._error(stage, "id", message, "give the stage another id")
                known[name] = None

    def _answerable(self, question: Question | Stage, what: str) -> None:
        """Report what is wrong with what an answer is held against."""
        if not self._at.gives(question, "rubric") and not self._at.gives(question, "model_answer"):
            message = f"{what} needs `rubric` or `model_answer`"
            remedy = "write what a good answer says as points, or as a model answer"
            self._error(question, "", message, remedy)
        self.duration(question, "time")
        points = list(_all_points(question.rubric))
        self.unique([*points, *question.misconceptions, *question.follow_ups], "point or follow-up")
        self._rubric(question.rubric, is_probed=True)
        for misconception in question.misconceptions:
            self._phrases(misconception, misconception.match)
        ids = dict.fromkeys(point.id for point in points)
        for follow_up in question.follow_ups:
            self._follow_up(follow_up, ids)
            ids[follow_up.id] = None  # the next why may hang on the one before

    def duration(self, record: Question | Stage | FollowUp | Defaults, key: str) -> None:
        """Report a time in which nobody can answer."""
        seconds: float | None = getattr(record, key)
        if seconds is None or not self._at.gives(record, key):
            return
        if not _SHORTEST_TIME <= seconds <= _LONGEST_TIME:
            message = f"`{key}` is {format_duration(seconds)}"
            self._error(record, key, message, "give between a second and a day, such as 4m")

    def _follow_up(self, follow_up: FollowUp, points: Ids) -> None:
        if self._at.is_stand_in(follow_up):
            return
        self.duration(follow_up, "time")
        when = follow_up.when
        self._when(when)
        for key, name in (("covered", when.covered), ("missed", when.missed)):
            if name is not None:
                self._refer(self._at.place(when, key), name, points, "rubric point")
        self._pushback(follow_up)
        self.unique(_all_points(follow_up.rubric), "point")
        self._rubric(follow_up.rubric, is_probed=False)

    def _pushback(self, follow_up: FollowUp) -> None:
        """Report something false that is never put right, and a correction of nothing."""
        is_pushback = follow_up.kind is AskKind.PUSHBACK
        if is_pushback and not self._at.gives(follow_up, "correction"):
            message = f"the pushback {quoted(follow_up.id)} is never put right"
            self._error(follow_up, "", message, "add `correction:` with what is true")
        elif not is_pushback and follow_up.correction:
            remedy = "add `kind: pushback`, or move it to a misconception"
            self._warn(follow_up, "correction", "only a pushback is put right", remedy)

    def _when(self, when: When) -> None:
        if self._at.is_stand_in(when):
            return
        if not any(self._at.gives(when, key) for key in When.__struct_fields__):
            remedy = "write `when: {always: true}` or leave it out"
            self._error(when, "", "`when` says nothing", remedy)
        elif when == When():
            remedy = "give one, or leave `when` out"
            self._warn(when, "", "this `when` sets no condition", remedy)
        below, above = when.score_below, when.score_above
        if below is not None and above is not None and below <= above:
            message = f"no score is below {below:g} and above {above:g}: this is never asked"
            self._warn(when, "", message)
        if when.covered is not None and when.covered == when.missed:
            self._warn(when, "", "a point cannot be covered and missed: this is never asked")

    def language(self, bank: Bank) -> None:
        """Report a language that goes by no tag, by which the matcher knows it."""
        if self._at.gives(bank, "language") and not _LANGUAGE_TAG.fullmatch(bank.language):
            message = f"{quoted(bank.language)} is not a language tag"
            self._warn(bank, "language", message, "write `en`, `de`, `pt-BR` or the like")

    def lines(self, bank: Bank) -> None:
        """Report lines for an occasion that never comes."""
        place = self._at.place(bank, "lines")
        for occasion, said in bank.lines.items():
            self._refer(place, occasion, dict.fromkeys(Occasion), "occasion")
            if not said:
                message = f"nothing is said at {quoted(occasion)}"
                self._problems.error(place, message, "add a line, or remove it")

    def glossary(self, bank: Bank, index: int, terms: tuple[str, ...]) -> None:
        """Report a set of terms that says nothing."""
        place = self._at.item(bank, "glossary", index)
        if isinstance(place, Sequence) and len(terms) < 2:
            message = "a glossary line needs two terms or more"
            self._problems.warn(place, message, "add a synonym, or remove it")
        self._all_worded(place, terms)

    # -- rubric points ---------------------------------------------------------------------------

    def _rubric(self, rubric: tuple[Point, ...], *, is_probed: bool) -> None:
        """Report what is wrong with each point; with `is_probed`, must points want a probe."""
        for point in rubric:
            if self._at.is_stand_in(point):
                continue
            if self._is_group(point):
                self._group(point)
            else:
                self._plain(point)
            if is_probed and self._is_must(point) and not point.probe:
                message = (
                    f"the must point {quoted(point.id)} has no probe: a miss is not asked about"
                )
                self._warn(point, "", message, "add `probe: …`")

    def _is_group(self, point: Point) -> bool:
        return self._at.gives(point, "of") or self._gives_pick(point)

    def _gives_pick(self, point: Point) -> bool:
        node = self._at.node(point, "pick")
        return node is not None and not (isinstance(node, Scalar) and node.is_null)

    def _is_must(self, point: Point) -> bool:
        """Whether the author meant a must point; a misspelled `need` does not count."""
        node = self._at.node(point, "need")
        return point.need is Need.MUST and (node is None or getattr(node, "text", "") == Need.MUST)

    def _plain(self, point: Point) -> None:
        if point.signal is not None and point.match:
            message = f"`match` of the point {quoted(point.id)} is not used: it has a `signal`"
            self._warn(point, "match", message, "keep one of the two")
        if not self._at.gives(point, "point"):
            message = f"the point {quoted(point.id)} does not say what it is"
            self._error(point, "point", message, "add `point:` with a full sentence")
        self._phrases(point, point.match)

    def _group(self, group: Point) -> None:
        name = quoted(group.id)
        if not self._at.gives(group, "of"):
            self._error(group, "", f"the group {name} has no points", "list them under `of:`")
        elif not self._gives_pick(group):
            message = f"the group {name} does not say how many are enough"
            self._error(group, "", message, "add `pick: 2`")
        elif group.pick is not None and group.pick > len(group.of) > 0:
            message = f"`pick` is {group.pick}, but the group {name} has only {len(group.of)}"
            self._error(group, "pick", message, "lower it or add points")
        if group.match:
            remedy = "put it in the points under `of:`"
            self._warn(group, "match", "`match` of a group is not used", remedy)
        if group.signal is not None:
            remedy = "put it in the points under `of:`"
            self._warn(group, "signal", "`signal` of a group is not used", remedy)
        for member in group.of:
            if not self._at.is_stand_in(member):
                self._member(member)

    def _member(self, member: Point) -> None:
        if self._is_group(member):
            remedy = "list its points one by one"
            self._error(member, "", "a group cannot be in a group", remedy)
            return
        for key in ("need", "weight"):
            if self._at.gives(member, key):
                message = f"`{key}` of a point in a group is not used"
                self._warn(member, key, message, "give it to the group")
        self._plain(member)

    def _phrases(self, record: object, phrases: tuple[Phrase, ...]) -> None:
        """Report entries of `match` in which there is nothing to look for."""
        for index, phrase in enumerate(phrases):
            if isinstance(phrase, AllOf) and any(map(_is_barred, _terms(phrase))):
                self._problems.warn(
                    self._at.item(record, "match", index),
                    "`|` stands for alternatives in phrases only",
                    "in `all` and `unless` list them, as in [lower, shrink]",
                )
            place = self._at.item(record, "match", index)
            if isinstance(phrase, str) and (entry := _QUOTED_ENTRY.fullmatch(phrase)):
                terms = entry[1] if entry[1].startswith("[") else f"[{entry[1]}]"
                message = "this phrase reads like an `all:` entry in quotes"
                self._problems.warn(place, message, f"write {{all: {escaped(terms)}}}")
            if _says_something(phrase):
                continue
            if isinstance(phrase, AllOf):
                self._all_of(phrase, place)
            else:
                self._all_worded(place, (phrase,))

    def _all_of(self, phrase: AllOf, place: Placed) -> None:
        if not phrase.all and not self._at.is_stand_in(phrase):
            if not self._at.gives(phrase, "all") and self._at.node(phrase, "all") is not None:
                self._problems.error(place, "`all` is empty", "list the terms that must appear")
            return
        for index, term in enumerate(phrase.all):
            at = self._at.item(phrase, "all", index)
            if not term and isinstance(at, Sequence):
                self._problems.error(at, "a term without alternatives", "list them, or remove it")
            self._all_worded(at, (term,) if isinstance(term, str) else term)

    def _all_worded(self, place: Placed, phrases: tuple[str, ...]) -> None:
        """Report phrases in which there is nothing to look for, each at its own place in a list."""
        for number, phrase in enumerate(phrases):
            if phrase.strip() and not _has_word(phrase):
                self._problems.error(
                    place.items[number] if isinstance(place, Sequence) else place,
                    f"the phrase {quoted(phrase)} has no word in it",
                    "write words or symbols with letters",
                )


def _all_points(rubric: Iterable[Point]) -> Iterable[Point]:
    """Every point that has an id: plain ones, groups and their members."""
    for point in rubric:
        yield point
        yield from point.of


def _says_something(phrase: Phrase) -> bool:
    """Whether there is something to look for in every part of the phrase."""
    if isinstance(phrase, str):
        return _has_word(phrase)
    return bool(phrase.all) and all(
        _has_word(term) if isinstance(term, str) else term and all(map(_has_word, term))
        for term in phrase.all
    )


def _terms(entry: AllOf) -> Iterator[str]:
    for term in (*entry.all, *entry.unless):
        yield from (term,) if isinstance(term, str) else term


def _is_barred(term: str) -> bool:
    """Whether alternatives are meant, and not a conditional probability as in "p(y|x)"."""
    return "|" in term and "(" not in term and all(term.partition("|")[::2])


def _has_word(phrase: str) -> bool:
    return phrase[:1].isalnum() or any(char.isalnum() for char in phrase)


def check_scoring(scoring: Scoring, problems: Problems, origins: Origins) -> None:
    """Report what is wrong between the parts of the scoring rules."""

    def report(record: object, message: str, remedy: str = "") -> None:
        problems.error(origins.place(record), message, remedy)

    if scoring.format not in {SCORING_FORMAT, FIRST_FORMAT}:
        report(scoring, "these are not scoring rules we know", f"write `format: {SCORING_FORMAT}`")
    if scoring.needs.must <= 0:
        report(scoring.needs, "`must` points have to count", "write a number above 0")
    _check_dimensions(scoring, report)
    lines = [band.at_least for band in scoring.bands]
    if not lines or lines[-1] != 0 or any(a <= b for a, b in pairwise(lines)):
        first = scoring.bands[0] if scoring.bands else scoring
        report(first, "`bands` go from the highest `at_least` down to 0, each once")
    titles = [band.title for band in scoring.bands]
    if scoring.cap is not None and scoring.cap.band not in titles:
        report(scoring.cap, "`cap` names a band that there is not", f"write {one_of(titles)}")
    lots = scoring.sentence.say if scoring.sentence else ()
    for sentence in (sentence for lot in lots for sentence in lot):
        for slot in sentence.slots:
            if slot not in list(Fact):
                meant = nearest(slot, Fact) or one_of(Fact)
                report(sentence, f"`say` names no fact with {{{slot}}}", f"write {meant}")


def _check_dimensions(scoring: Scoring, report: Callable[..., None]) -> None:
    if not scoring.dimensions:
        report(scoring, "scoring rules need a dimension or more")
    seen: set[Measure] = set()
    for dimension in scoring.dimensions:
        if dimension.id in seen:
            report(dimension, f"the dimension `{dimension.id}` is given twice", "keep one")
        seen.add(dimension.id)
        if len(dimension.anchors) != _ANCHORS:
            report(
                dimension,
                f"`{dimension.id}` has {len(dimension.anchors)} anchors",
                "write four: what a 1, a 2, a 3 and a 4 sound like",
            )
