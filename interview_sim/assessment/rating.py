"""The blind rating as a walk: for each question its dimensions, then how sure one is."""

from __future__ import annotations

from msgspec import Struct

from interview_sim.assessment.scoring import scoring_for
from interview_sim.bank.scoring import Dimension
from interview_sim.session.engine import Engine
from interview_sim.session.state import State, Turn

CONFIDENCE_STEPS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""What "how sure are you", from one to five, is put down as."""

CONFIDENCE_WORDS = (
    "I guessed.",
    "More unsure than sure.",
    "It could go either way.",
    "More sure than not.",
    "I would bet on it.",
)


class Ask(Struct, frozen=True, kw_only=True):
    """One thing the candidate is asked about their answers to one question."""

    question: int
    number: int
    """Of the question among those that were asked, from one."""
    dimension: Dimension | None
    """None: how sure they are."""
    step: int
    """Of the ratings of this question, from one."""
    steps: int
    chosen: int | None
    """What was said here before, from one."""

    @property
    def text(self) -> str:
        """The question that is put."""
        return self.dimension.asks if self.dimension else "How sure are you of these ratings?"

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers there are, from 1 up."""
        return self.dimension.anchors if self.dimension else CONFIDENCE_WORDS


class Rating:
    """One walk through the blind rating, from the first question that is not rated yet.

    Questions on which nothing was written have nothing to rate, and what was revealed is not
    blind any more; both are left out.

    Args:
        engine: Takes the ratings.
        only: Rate this question; None: all that were asked.
    """

    def __init__(self, engine: Engine, only: int | None = None) -> None:
        self._engine = engine
        state = engine.state
        self._questions = tuple(index for index in to_rate(state) if only is None or index == only)
        self._at = next(
            (
                place
                for place, index in enumerate(self._questions)
                if index not in state.predictions
            ),
            len(self._questions),
        )
        self._step = 0
        self._said: dict[int, dict[int, int]] = {}

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to rate."""
        return self._at >= len(self._questions)

    @property
    def ask(self) -> Ask:
        """What is asked now; only while the walk is not over."""
        state = self._engine.state
        question = self._questions[self._at]
        dimensions = self._dimensions(question)
        return Ask(
            question=question,
            number=state.asked.index(question) + 1,
            dimension=dimensions[self._step] if self._step < len(dimensions) else None,
            step=self._step + 1,
            steps=len(dimensions) + 1,
            chosen=self._known(question).get(self._step),
        )

    @property
    def answers(self) -> tuple[Turn, ...]:
        """The answers to the question at hand: the first one, then the follow-ups."""
        return self._engine.state.turns_of(self._questions[self._at])

    def choose(self, number: int) -> None:
        """Say a number and go on; numbers that are not offered are passed over."""
        ask = self.ask
        if 1 <= number <= len(ask.choices):
            self._said.setdefault(ask.question, dict(self._known(ask.question)))[self._step] = (
                number
            )
            self.forward()

    def forward(self) -> None:
        """Go on without saying anything here; after the last rating they are recorded."""
        if self._step + 1 < self.ask.steps:
            self._step += 1
        else:
            self._record()
            self._at, self._step = self._at + 1, 0

    def back(self) -> None:
        """Go to the rating before, if there is one."""
        if self._step > 0:
            self._step -= 1
        elif self._at > 0:
            self._at -= 1
            self._step = self.ask.steps - 1

    def skip(self) -> None:
        """Leave this question unrated; what was recorded of it earlier stays."""
        self._said.pop(self._questions[self._at], None)
        self._at, self._step = self._at + 1, 0

    def _dimensions(self, question: int) -> tuple[Dimension, ...]:
        follow_ups = len(self._engine.state.turns_of(question)) > 1
        return scoring_for(self._engine.state.header).to_rate(follow_ups=follow_ups)

    def _known(self, question: int) -> dict[int, int]:
        """What was said of a question so far, by step."""
        if question in self._said:
            return self._said[question]
        prediction = self._engine.state.predictions.get(question)
        if prediction is None:
            return {}
        dimensions = self._dimensions(question)
        known = {
            step: prediction.ratings[dimension.id.value]
            for step, dimension in enumerate(dimensions)
            if dimension.id.value in prediction.ratings
        }
        if prediction.confidence in CONFIDENCE_STEPS:
            known[len(dimensions)] = CONFIDENCE_STEPS.index(prediction.confidence) + 1
        return known

    def _record(self) -> None:
        question = self._questions[self._at]
        said = self._said.get(question)
        if not said:
            return
        dimensions = self._dimensions(question)
        ratings = {d.id.value: said[step] for step, d in enumerate(dimensions) if step in said}
        sure = said.get(len(dimensions))
        confidence = None if sure is None else CONFIDENCE_STEPS[sure - 1]
        self._engine.predict(question, ratings, confidence)


def to_rate(state: State) -> tuple[int, ...]:
    """The questions that can be rated blind: something was written, nothing was revealed."""
    return tuple(
        index
        for index in state.asked
        if index not in state.revealed and any(turn.text.strip() for turn in state.turns_of(index))
    )
