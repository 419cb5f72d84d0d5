"""The assessment of a session: blind ratings, the reveal, marks and notes."""

from __future__ import annotations

from collections.abc import Mapping

from interview_sim.matching import Span, Verdict
from interview_sim.session.edits import printable_draft
from interview_sim.session.events import (
    MAIN,
    ClaimMarked,
    Finished,
    Noted,
    PartSuggestion,
    PointMarked,
    Predicted,
    Revealed,
)
from interview_sim.session.grading import Grader
from interview_sim.session.recorder import Events, Recorder
from interview_sim.session.state import Phase, State


class Assessor(Recorder):
    """The commands that follow the last answer; also on a session that was read from a file."""

    def predict(
        self, question: int, ratings: Mapping[str, int], confidence: float | None = None
    ) -> Events:
        """Record the blind self-rating of one question; a later one replaces it."""
        self._emit(Predicted, question=question, ratings=dict(ratings), confidence=confidence)
        return self._taken()

    def reveal(self, question: int) -> Events:
        """Record the suggestions that are shown for one question, once."""
        if question not in self._state.reveals:
            version, suggestions = reveal_suggestions(self._state, question, self._grader)
            self._emit(Revealed, question=question, matcher=version, suggestions=suggestions)
        return self._taken()

    def mark(
        self,
        question: int,
        point: str,
        verdict: Verdict | None,
        *,
        part: str = MAIN,
        evidence: tuple[Span, ...] = (),
    ) -> Events:
        """Record the candidate's word on a point; None takes it back."""
        shown = self._state.reveals.get(question)
        suggested = shown.suggestion(part, point) if shown else None
        self._emit(
            PointMarked,
            question=question,
            part=part,
            point=point,
            suggested=suggested.verdict if suggested else None,
            verdict=verdict,
            evidence=evidence,
        )
        return self._taken()

    def mark_claim(
        self, question: int, claim: str, confirmed: bool | None, *, part: str = MAIN
    ) -> Events:
        """Record whether a misconception was really claimed; None takes it back."""
        self._emit(ClaimMarked, question=question, part=part, claim=claim, confirmed=confirmed)
        return self._taken()

    def note(self, text: str, question: int | None = None) -> Events:
        """Keep a note on a question, or on the whole session."""
        self._emit(Noted, question=question, text=printable_draft(text))
        return self._taken()

    def complete(self) -> Events:
        """Close the assessment; marks and notes can still be changed afterwards."""
        if self._state.phase is Phase.ASSESSING:
            self._emit(Finished)
        return self._taken()


def reveal_suggestions(
    state: State, index: int, grader: Grader
) -> tuple[str, tuple[PartSuggestion, ...]]:
    """The matcher's version and its suggestions for each answer to the question, in order."""
    version = ""
    suggestions = []
    for turn in state.turns_of(index):
        coverage = grader.cover(index, turn.part, turn.text)
        version = coverage.version
        suggestions.append(
            PartSuggestion(
                part=turn.part,
                points=coverage.points,
                claims=tuple(claim.id for claim in coverage.claims) if turn.part == MAIN else (),
            )
        )
    return version, tuple(suggestions)
