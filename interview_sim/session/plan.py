"""What an interview is to be: how many questions, on what, for how long, in which mode."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from interview_sim.bank.model import Kind, Level, Seconds

PLAN_FORMAT = "interview-sim/plan@1"


class Mode(StrEnum):
    """How strict the clock is."""

    INTERVIEW = "interview"
    """Never pauses, gives no hints; at zero what is typed is handed in."""
    PRACTICE = "practice"
    """The clock may run over, pauses are counted, hints come on request."""

    @property
    def words(self) -> str:
        """What the candidate has to know of it."""
        if self is Mode.PRACTICE:
            return "Practice mode: you can pause and ask for hints, and may run over time."
        return "Interview mode: the clocks do not stop, and there are no hints."


class Rate(StrEnum):
    """When the blind self-rating happens."""

    END = "end"
    EACH = "each"


class Style(StrEnum):
    """How hard the interviewer presses."""

    KIND = "kind"
    """Never says anything false on purpose."""
    NEUTRAL = "neutral"
    """At most once a session."""
    TOUGH = "tough"
    """Whenever an answer was right."""


class Prefer(StrEnum):
    """Which questions the draw takes first."""

    ANY = "any"
    WEAK = "weak"
    FRESH = "fresh"
    DUE = "due"
    REVIEW = "review"
    """What is due, then what is weak."""


class Round(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One part of an interview in rounds: what it asks, and for how long."""

    title: str
    banks: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    topics: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    questions: Annotated[int, Meta(ge=1, le=500)]
    minutes: Annotated[float, Meta(gt=0, le=1440)]


class Plan(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One interview's settings; a small YAML file or made on the setup screen."""

    format: str = PLAN_FORMAT
    name: str = "custom"
    """Lower-case id, as given to `--plan`."""
    title: str = "Your own choice"
    description: str = ""
    banks: tuple[str, ...] = ()
    """Bank ids; empty: every bank that loaded."""
    kinds: tuple[Kind, ...] = ()
    topics: tuple[str, ...] = ()
    """Topics, each with everything nested below it; empty: all."""
    levels: tuple[Level, ...] = ()
    roles: tuple[str, ...] = ()
    questions: Annotated[int, Meta(ge=1, le=500)] = 8
    minutes: Annotated[float, Meta(gt=0, le=1440)] = 45.0
    rounds: tuple[Round, ...] = ()
    """One after the other, with a break between, each with a clock of its own; empty: just one
    round. They say what is drawn, and how many `questions` and `minutes` there are in all."""
    follow_ups: Annotated[int, Meta(ge=0, le=10)] = 2
    """At most N follow-ups per question."""
    mode: Mode = Mode.INTERVIEW
    question_time: Seconds | None = None
    """Time for every question; absent: what the banks give each."""
    follow_up_time: Seconds | None = None
    """Time for every follow-up; absent: what the banks give each."""
    reading: Seconds = 30.0
    """Time to read each question before the answering clock starts; 0: none."""
    rate: Rate = Rate.END
    reveal: Rate = Rate.END
    """When points and model answers are shown; `each` means that each is rated before."""
    style: Style = Style.NEUTRAL
    prefer: Prefer = Prefer.FRESH
    extra_time: Annotated[float, Meta(ge=1, le=10)] = 1.0
    """Factor on every clock, for those who need it."""
    hide_clock: bool = False
    seed: int | None = None
    """Fixes the draw; absent: one is chosen and recorded."""

    @property
    def reviews_each(self) -> bool:
        """Whether the candidate rates each answer, and may see its points, before going on."""
        return Rate.EACH in {self.rate, self.reveal}

    @property
    def total_seconds(self) -> float:
        """The session clock, of all rounds, extra time included."""
        return self.minutes * 60 * self.extra_time

    def seconds_of(self, number: int) -> float:
        """The session clock of one round, extra time included.

        Args:
            number: Which round, from 0; without rounds it is all one.
        """
        if not self.rounds:
            return self.total_seconds
        return self.rounds[number].minutes * 60 * self.extra_time

    @property
    def apart(self) -> tuple[Plan, ...]:
        """A plan for each round; itself where there is one only."""
        return tuple(
            replace(
                self,
                rounds=(),
                banks=part.banks or self.banks,
                kinds=part.kinds or self.kinds,
                topics=part.topics or self.topics,
                levels=part.levels or self.levels,
                questions=part.questions,
                minutes=part.minutes,
            )
            for part in self.rounds
        ) or (self,)
