"""The blind rating as a walk: for each question its dimensions, then how sure the candidate is."""

from __future__ import annotations

from msgspec import Struct

from interview_sim.assessment.scoring import scoring_for
from interview_sim.bank.scoring import Dimension
from interview_sim.session.engine import Engine
from interview_sim.session.state import Prediction, State, Turn

CONFIDENCE_STEPS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""What "how sure are you", from one to five, is put down as."""

CONFIDENCE_WORDS = (
    "I guessed.",
    "More unsure than sure.",
    "It could go either way.",
    "More sure than not.",
    "I would bet on it.",
)


_Step = tuple[int, Dimension | None]
"""The index of a question, and the dimension to rate; None: how sure the candidate is."""


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
        state, scoring = engine.state, scoring_for(engine.state.header)
        self._steps: tuple[_Step, ...] = tuple(
            (question, dimension)
            for question in to_rate(state)
            if only in {None, question}
            for dimension in (
                *scoring.to_rate(follow_ups=len(state.turns_of(question)) > 1),
                None,
            )
        )
        self._said: dict[_Step, int] = {}
        self._before = dict(state.predictions)
        open_ = set(unrated(state))
        given = (at for at, step in enumerate(self._steps) if self._known(step) is not None)
        last = max(given, default=-1)
        self._at = next(
            (
                at
                for at, step in enumerate(self._steps)
                if step[0] in open_ and (step[0] not in state.predictions or at > last)
            ),
            len(self._steps),
        )

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to rate."""
        return self._at >= len(self._steps)

    @property
    def ask(self) -> Ask:
        """What is asked now; only while the walk is not over."""
        question, dimension = step = self._steps[self._at]
        own = self._steps_of(question)
        return Ask(
            question=question,
            number=self._engine.state.asked.index(question) + 1,
            dimension=dimension,
            step=own.index(step) + 1,
            steps=len(own),
            chosen=self._known(step),
        )

    @property
    def answers(self) -> tuple[Turn, ...]:
        """The answers to the current question: the first one, then the follow-ups."""
        return self._engine.state.turns_of(self._steps[self._at][0])

    def choose(self, number: int) -> None:
        """Say a number, which is recorded at once, and go on; others are passed over."""
        if 1 <= number <= len(self.ask.choices):
            step = self._steps[self._at]
            self._said[step] = number
            self._record(step[0])
            self.forward()

    def forward(self) -> None:
        """Go on without saying anything here."""
        self._at += 1

    def back(self) -> None:
        """Go to the rating before, if there is one."""
        self._at = max(0, self._at - 1)

    def skip(self) -> None:
        """Leave this question unrated; what an earlier walk recorded of it comes back."""
        question = self._steps[self._at][0]
        if question in self._engine.state.predictions:
            before = self._before.get(question, Prediction(ratings={}))
            self._engine.predict(question, before.ratings, before.confidence)
        for step in self._steps_of(question):
            self._said.pop(step, None)
            self._at = self._steps.index(step) + 1

    def _steps_of(self, question: int) -> tuple[_Step, ...]:
        return tuple(step for step in self._steps if step[0] == question)

    def _known(self, step: _Step) -> int | None:
        """What was said at a step so far."""
        question, dimension = step
        prediction = self._engine.state.predictions.get(question)
        if step in self._said or prediction is None:
            return self._said.get(step)
        if dimension is not None:
            return prediction.ratings.get(dimension.id.value)
        if prediction.confidence not in CONFIDENCE_STEPS:
            return None
        return CONFIDENCE_STEPS.index(prediction.confidence) + 1

    def _record(self, question: int) -> None:
        steps = self._steps_of(question)
        known = {step[1]: said for step in steps if (said := self._known(step)) is not None}
        sure = known.pop(None, None)
        confidence = None if sure is None else CONFIDENCE_STEPS[sure - 1]
        ratings = {dimension.id.value: said for dimension, said in known.items() if dimension}
        self._engine.predict(question, ratings, confidence)


def to_rate(state: State) -> tuple[int, ...]:
    """The questions that can be rated blind: something was written, nothing was revealed."""
    return tuple(
        index
        for index in state.asked
        if index not in state.revealed and any(turn.text.strip() for turn in state.turns_of(index))
    )


def unrated(state: State) -> tuple[int, ...]:
    """Those of them whose rating is still to be given, or was broken off.

    How sure one is comes last; without it the rating is over if a later question is rated.
    """
    latest = max(state.predictions, default=-1)
    return tuple(
        index
        for index in to_rate(state)
        if index not in state.predictions
        or (index == latest and state.predictions[index].confidence is None)
    )
