"""What a question bank holds.

Plain frozen records without behaviour beyond look-ups. They are read from YAML by
`interview_sim.bank.loading`, copied whole into transcripts, and described by
`banks/bank.schema.json`, which is made from them by `tests/bank/schema_of_model.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from textwrap import shorten
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from interview_sim.bank.holes import filled, names_in
from interview_sim.bank.scoring import Scoring
from interview_sim.bank.terms import Id, Need, Ref, Share

BANK_FORMAT = "interview-sim/bank@1"

_NAME_WIDTH = 60

Probed = TypeVar("Probed", "Point", "Misconception")

Lines = dict[str, tuple[str, ...]]
"""By occasion, what an interviewer may say then."""

Seconds = Annotated[
    float,
    Meta(
        ge=0,
        description="A duration: 4m, 90s, 1m30s, 1h, or a number of seconds.",
        extra_json_schema={"type": ["string", "number"], "x-duration": True},
    ),
]
"""A duration in seconds; YAML may write it as `4m`, `90s` or `1m30s`."""


class Kind(StrEnum):
    """Which sort of interview question it is."""

    CONCEPTUAL = "conceptual"
    RESUME = "resume"
    CASE = "case"


class Level(StrEnum):
    """How deep a question goes."""

    CORE = "core"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class About(StrEnum):
    """What a point shows beyond knowing a fact."""

    FACT = "fact"
    TRADE_OFF = "trade-off"
    """Judgement: what is given up, when not to use it, what breaks."""


class Signal(StrEnum):
    """What is looked for where a point is about how something is told, not about a fact."""

    SITUATION = "situation"
    """What was needed, by whom, and why."""
    OWN_PART = "own-part"
    """What the candidate did: "I built", not "we"."""
    DECISION = "decision"
    ALTERNATIVE = "alternative"
    """What else there was: "instead of", "compared with"."""
    CHECK = "check"
    """How it was tested."""
    NUMBERS = "numbers"
    COST = "cost"
    """What was given up, or could have gone wrong."""
    PEOPLE = "people"
    """What was said to others, and by them."""
    LESSON = "lesson"
    """What was learnt, or would be done differently."""


class AskKind(StrEnum):
    """How a follow-up goes on from an answer."""

    SCRIPTED = "scripted"
    WHY = "why"
    """The next why behind a point that was covered."""
    PUSHBACK = "pushback"
    """A false premise said on purpose after a right answer; always put right at the reveal."""
    TWIST = "twist"
    """The case changes: ten times the data, no labels, five milliseconds."""


class Occasion(StrEnum):
    """When the interviewer says something of its own, besides what it asks."""

    OPENING = "opening"
    FULL = "full"
    """Before a follow-up to an answer with every main point."""
    THIN = "thin"
    """Before a follow-up about something that is open."""
    TWIST = "twist"
    """Before what changes in a case; as `full` where a bank has only that."""
    UNKNOWN = "unknown"
    """After an honest “I don't know”."""
    OFF_TOPIC = "off-topic"
    """After an answer to something else."""
    UNTOLD = "untold"
    """After a question about a case that no fact of it answers."""
    UNTOLD_REST = "untold-rest"
    """The same, where others were answered."""
    GIVEN = "given"
    """Before what is told of a case although nobody asked, since the next stage needs it."""
    MORE = "more"
    """Whether there is anything else to ask about a case."""
    STAGE = "stage"
    """Between two stages of a case."""
    NEXT = "next"
    """Between two questions."""
    PASSED = "passed"
    """Before the next question, when the last one was passed."""
    TIMED_OUT = "timed-out"
    """Before the next question, when time ran out on an answer."""
    SILENT = "silent"
    """The same with nothing typed; as `timed-out` where a bank has only that."""
    LAST = "last"
    """Before the last question."""
    CLOSING = "closing"
    OUT_OF_TIME = "out-of-time"
    """The end, with questions left."""
    STOPPED = "stopped"
    """The end, as the candidate wanted it."""


class AllOf(Struct, frozen=True, omit_defaults=True, gc=False):
    """Evidence made of several terms that may be apart."""

    all: tuple[str | tuple[str, ...], ...]
    """Terms that must all appear; a term given as a list is met by any of its members."""
    of: str = ""
    """Of which of several things it has to be said, where a question has entries of others."""
    unless: tuple[str, ...] = ()
    """Terms that make it something else where one of them is in the same sentence."""


Phrase = str | AllOf
"""One entry of `match`: a phrase, or terms that must all appear."""


class Anchors(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What a point sounds like in a weak and in a strong answer, a spoken sentence each."""

    weak: str
    strong: str


class Point(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One thing a full answer says, or a group of which any `pick` are enough."""

    id: Id
    """Stable within its question; scorecards refer to it."""
    point: str = ""
    """The statement itself; for a group, a short label."""
    need: Need = Need.MUST
    weight: Annotated[float, Meta(gt=0, le=100)] = 1.0
    match: tuple[Phrase, ...] = ()
    """Any one entry is evidence. Empty: the words of `point` are used."""
    probe: str | None = None
    """What the interviewer asks when the point is missing."""
    about: About = About.FACT
    why: str = ""
    """Why it matters, for a point that people underrate; shown where it was missed."""
    signal: Signal | None = None
    """What is looked for instead of `match`; the candidate decides whether it is enough."""
    anchors: Anchors | None = None
    """What to decide it by, shown beside the point once the answer is given."""
    pick: Annotated[int, Meta(ge=1)] | None = None
    """For a group: how many of `of` are full marks."""
    of: tuple[Point, ...] = ()
    """The members of a group; they inherit `need` and share `weight`."""

    @property
    def is_group(self) -> bool:
        """Whether this is an "any k of these" group."""
        return bool(self.of)

    @property
    def enough(self) -> int:
        """How many members of a group are full marks."""
        return min(self.pick or len(self.of), len(self.of))

    @property
    def leaves(self) -> tuple[Point, ...]:
        """The points that can be covered: the members of a group, with its need, else itself."""
        if not self.of:
            return (self,)
        if all(member.need is self.need for member in self.of):
            return self.of
        return tuple(msgspec.structs.replace(member, need=self.need) for member in self.of)


class Misconception(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A wrong claim worth asking about; never deducted by the app alone."""

    id: Id
    claim: str
    match: tuple[Phrase, ...] = ()
    probe: str | None = None
    correction: str = ""


class When(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """When a scripted follow-up is asked; every condition given must hold."""

    covered: Id | None = None
    missed: Id | None = None
    score_below: Share | None = None
    score_above: Share | None = None
    always: bool = False


class FollowUp(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A follow-up that the bank words, with a small rubric of its own."""

    id: Id
    ask: str
    kind: AskKind = AskKind.SCRIPTED
    when: When = When(always=True)
    correction: str = ""
    """What is right, where `ask` says something false on purpose."""
    time: Seconds | None = None
    rubric: tuple[Point, ...] = ()
    model_answer: str = ""

    def as_question(self) -> Question:
        """What an answer to it is held against, as a question of its own."""
        return Question(
            id=self.id, prompt=self.ask, rubric=self.rubric, model_answer=self.model_answer
        )


class CaseFact(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Something the interviewer knows of a case, and tells whoever asks for it."""

    id: Id
    match: tuple[Phrase, ...] = ()
    """Any one entry, in a sentence that asks, asks for it."""
    tell: str
    before: Id = ""
    """The stage before which it is told also to those who did not ask; absent: never."""


class Stage(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One stage of a case: it is asked, timed, judged and revealed as a question is."""

    id: Id
    title: str = ""
    """What it is called; absent: its id."""
    prompt: str
    time: Seconds | None = None
    rubric: tuple[Point, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    hints: tuple[str, ...] = ()
    model_answer: str = ""

    @property
    def name(self) -> str:
        """What lists call it."""
        return self.title or self.id.replace("-", " ").capitalize()


CLARIFY = "clarify"
"""The id of the stage in which a case is asked about, until nothing new is asked."""


class CaseStage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which stage of which case a question is."""

    id: Id
    """Of the case."""
    title: str
    situation: str
    stages: tuple[str, ...]
    """What all of its stages are called."""
    number: int
    """Of this one, from zero."""
    clarifies: bool = False
    """Whether it goes on until nothing new is asked."""
    facts: tuple[CaseFact, ...] = ()
    due: tuple[Id, ...] = ()
    """The facts that are known by the time it is asked, whether or not anybody asked for them."""

    @property
    def name(self) -> str:
        """What this stage is called."""
        return self.stages[self.number]

    def is_with(self, other: CaseStage | None) -> bool:
        """Whether the other is a stage of the same case."""
        return other is not None and (self.id, self.facts) == (other.id, other.facts)


class Question(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One question with what a full answer says."""

    id: Id
    moved: tuple[Ref, ...] = ()
    """Names it had before it came to this bank or got this id; history knows it by them."""
    title: str = ""
    """A short name for lists; absent: the beginning of the prompt."""
    prompt: str
    sister: tuple[str, ...] = ()
    """Other prompts with the same full answer, asked in turn of those who know the question."""
    kind: Kind = Kind.CONCEPTUAL
    topic: str = "general"
    tags: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    level: Level = Level.CORE
    time: Seconds | None = None
    """Time to answer, in seconds; absent: the bank's default."""
    sources: tuple[Id, ...] = ()
    rubric: tuple[Point, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    hints: tuple[str, ...] = ()
    model_answer: str = ""
    facts: tuple[CaseFact, ...] = ()
    """Of a case: told only to those who ask."""
    stages: tuple[Stage, ...] = ()
    """Of a case: what is asked of it, one after the other."""

    @property
    def asked(self) -> tuple[Question, ...]:
        """What is asked of it, one after the other: the stages of a case, else the question itself.

        The first stage begins with the situation. Holes are filled as without a résumé.
        """
        if not self.stages:
            return (self.plain,)
        return tuple(
            msgspec.structs.replace(
                self,
                id=f"{self.id}-{stage.id}",
                moved=tuple(f"{old}-{stage.id}" for old in self.moved),
                title=f"{self.name}: {stage.name.lower()}",
                prompt=stage.prompt if number else f"{self.prompt.strip()}\n\n{stage.prompt}",
                time=stage.time,
                rubric=stage.rubric,
                misconceptions=stage.misconceptions,
                follow_ups=stage.follow_ups,
                hints=stage.hints,
                model_answer=stage.model_answer,
                facts=(),
                stages=(),
            )
            for number, stage in enumerate(self.stages)
        )

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every prompt that it may be asked with."""
        return (self.prompt, *self.sister)

    def worded(self, number: int) -> Question:
        """The question as it is asked in one of its wordings, and in no other."""
        if not self.sister:
            return self
        return msgspec.structs.replace(self, prompt=self.wordings[number], sister=())

    @property
    def is_template(self) -> bool:
        """Whether its prompt has a hole for something of the candidate's own résumé."""
        return self.kind is Kind.RESUME and bool(names_in(self.prompt))

    @property
    def plain(self) -> Question:
        """The question as it is asked without a résumé; most questions are their own."""
        return self.with_texts(filled) if self.kind is Kind.RESUME else self

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that may have a hole: all that the interviewer says of it."""
        probes = [each.probe for each in self.rubric] + [each.probe for each in self.misconceptions]
        asks = (each.ask for each in self.follow_ups)
        return (*self.wordings, *filter(None, probes), *asks, *self.hints)

    def with_texts(self, change: Callable[[str], str]) -> Question:
        """The question with everything that may have a hole changed."""

        def probed(record: Probed) -> Probed:
            asks = change(record.probe) if record.probe else record.probe
            # What stays the same stays the very record, whose place in its file is known.
            return record if asks == record.probe else msgspec.structs.replace(record, probe=asks)

        return msgspec.structs.replace(
            self,
            prompt=change(self.prompt),
            sister=tuple(map(change, self.sister)),
            rubric=tuple(map(probed, self.rubric)),
            misconceptions=tuple(map(probed, self.misconceptions)),
            follow_ups=tuple(
                msgspec.structs.replace(each, ask=change(each.ask)) for each in self.follow_ups
            ),
            hints=tuple(map(change, self.hints)),
        )

    @property
    def written(self) -> tuple[Question | Stage, ...]:
        """What the author wrote of each that is `asked`."""
        return self.stages or (self,)

    @property
    def name(self) -> str:
        """What lists call it: its title, or as much of the prompt as fits a line."""
        return self.title or shorten(" ".join(self.prompt.split()), _NAME_WIDTH, placeholder="…")

    def leaves(self) -> Iterator[Point]:
        """The points of the rubric that can be covered, group members one by one."""
        for item in self.rubric:
            yield from item.leaves


class Source(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Where facts come from."""

    id: Id
    title: str
    author: str = ""
    url: str = ""
    year: int | None = None


class Defaults(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Times used where a question gives none."""

    time: Seconds = 240.0
    follow_up_time: Seconds = 90.0


class Bank(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A file of questions on one subject."""

    format: str = BANK_FORMAT
    id: Id
    title: str
    description: str = ""
    language: str = "en"
    licence: str = ""
    sources: tuple[Source, ...] = ()
    glossary: tuple[tuple[str, ...], ...] = ()
    """Sets of terms that count as the same term anywhere in this bank."""
    defaults: Defaults = Defaults()
    lines: Lines = {}
    """What the interviewer says, where a bank brings its own: by occasion, alternatives."""
    scoring: Scoring | None = None
    """How interviews on this bank alone are weighed; absent: as the app weighs all others."""
    questions: Annotated[tuple[Question, ...], Meta(min_length=1)]

    @property
    def asked(self) -> tuple[Question, ...]:
        """Everything that is asked, in order: of a case its stages."""
        return tuple(asked for question in self.questions for asked in question.asked)

    def question(self, question_id: str) -> Question | None:
        """The question, case or stage of a case with that id, or None; holes are filled."""
        found = self.template(question_id)
        return found.plain if found else next((q for q in self.asked if q.id == question_id), None)

    def template(self, question_id: str) -> Question | None:
        """The question or case with that id as its author wrote it, or None."""
        return next((q for q in self.questions if q.id == question_id), None)

    def stage_of(self, question_id: str) -> CaseStage | None:
        """Which stage of which case the question with that id is; None where it is none."""
        for case in self.questions:
            for number, stage in enumerate(case.stages):
                if f"{case.id}-{stage.id}" == question_id:
                    begun = {each.id for each in case.stages[: number + 1]}
                    return CaseStage(
                        id=case.id,
                        title=case.name,
                        situation=case.prompt.strip(),
                        stages=tuple(each.name for each in case.stages),
                        number=number,
                        clarifies=stage.id == CLARIFY,
                        facts=case.facts,
                        due=tuple(fact.id for fact in case.facts if fact.before in begun),
                    )
        return None


def content_hash(content: Bank | Question) -> str:
    """A short digest of everything a bank or question says, however its YAML is laid out."""
    import hashlib

    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()[:16]
