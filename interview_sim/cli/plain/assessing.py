"""The assessment line by line: blind ratings first, then point by point."""

from __future__ import annotations

from collections.abc import Callable

from interview_sim.assessment.rating import CONFIDENCE_STEPS, to_rate
from interview_sim.assessment.rubric import Dimension, rubric_for
from interview_sim.bank.model import Point
from interview_sim.cli.plain.lines import LineSource
from interview_sim.literal import visible
from interview_sim.matching import PointCoverage, Verdict
from interview_sim.services import Sitting
from interview_sim.session.events import MAIN, PartSuggestion
from interview_sim.session.grading import gradable, points_of

_WAIT = 3600.0
_KEYS = {"y": Verdict.COVERED, "p": Verdict.PARTLY, "n": Verdict.MISSED}
_CONFIDENCE = {str(step): sure for step, sure in enumerate(CONFIDENCE_STEPS, start=1)}


def assess(sitting: Sitting, lines: LineSource, say: Callable[[str], None]) -> None:
    """Take the blind ratings, reveal, take the candidate's word on each point, and finish."""
    _Assessment(sitting, lines, say).run()


class _Assessment:
    def __init__(self, sitting: Sitting, lines: LineSource, say: Callable[[str], None]) -> None:
        self._engine = sitting.engine
        self._lines = lines
        self._say = say
        self._left = False

    def run(self) -> None:
        state = self._engine.state
        self._say("")
        self._say("That was the interview. First, how did it go? Nothing is revealed yet.")
        for index in to_rate(state):
            if index not in state.predictions:
                self._rate(index)
        self._say("")
        self._say(
            "Now point by point. Enter agrees; y covered, p partly, n missed. "
            "s ends this; what is left counts as suggested."
        )
        for index in state.asked:
            if not self._left:
                self._reveal(index)
        self._engine.complete()

    def _ask(self, words: str) -> str:
        self._say(words)
        while True:
            line = self._lines.next_line(_WAIT)
            if line is not None:
                return line.strip().lower()

    def _prompt(self, index: int) -> str:
        prompt = self._engine.state.drawn(index).question.prompt
        return f"Question {index + 1}: {visible(prompt.strip())}"

    def _rate(self, index: int) -> None:
        self._say("")
        self._say(self._prompt(index))
        ratings: dict[str, int] = {}
        asked_more = len(self._engine.state.turns_of(index)) > 1
        rubric = rubric_for(self._engine.state.header)
        for dimension in rubric.to_rate(follow_ups=asked_more):
            rating = self._rating(dimension)
            if rating is not None:
                ratings[dimension.id] = rating
        sure = self._ask("How sure are you? 1 guessing … 5 certain, Enter to pass:")
        if ratings:
            self._engine.predict(index, ratings, _CONFIDENCE.get(sure))

    def _rating(self, dimension: Dimension) -> int | None:
        self._say(dimension.asks)
        for number, anchor in enumerate(dimension.anchors, start=1):
            self._say(f"  {number}  {anchor}")
        reply = self._ask("1 to 4, Enter to pass:")
        return int(reply) if reply in {"1", "2", "3", "4"} else None

    def _reveal(self, index: int) -> None:
        self._engine.reveal(index)
        question = self._engine.state.drawn(index).question
        shown = self._engine.state.reveals[index]
        self._say("")
        self._say(self._prompt(index))
        for suggestion in shown.suggestions:
            asked = gradable(question, suggestion.part)
            if suggestion.part != MAIN:
                self._say(f"Follow-up: {visible(asked.prompt.strip())}")
            if asked.model_answer:
                self._say(f"A model answer: {visible(asked.model_answer.strip())}")
            self._points(index, suggestion, points_of(question, suggestion.part))
            self._claims(index, suggestion)
            if self._left:
                return

    def _points(self, index: int, shown: PartSuggestion, rubric: tuple[Point, ...]) -> None:
        answer = next(
            turn.text for turn in self._engine.state.turns_of(index) if turn.part == shown.part
        )
        texts = {leaf.id: leaf for item in rubric for leaf in item.leaves}
        for item in shown.points:
            for point in item.members or (item,):
                if self._left:
                    return
                self._mark(index, shown.part, point, texts[point.id], answer)

    def _claims(self, index: int, shown: PartSuggestion) -> None:
        known = {item.id: item for item in self._engine.state.drawn(index).question.misconceptions}
        for claim in shown.claims:
            said = (index, shown.part, claim) in self._engine.state.claims
            if self._left or said or claim not in known:
                continue
            self._say(f"- You seem to claim: {visible(known[claim].claim.strip())}")
            reply = self._ask("  Did you? y or n, Enter to pass:")
            self._left = reply == "s"
            if reply in {"y", "n"}:
                self._engine.mark_claim(index, claim, reply == "y", part=shown.part)

    def _mark(
        self, index: int, part: str, point: PointCoverage, wanted: Point, answer: str
    ) -> None:
        if (index, part, point.id) in self._engine.state.marks:
            return
        self._say(f"- {visible(wanted.point.strip())}")
        said = "; ".join(visible(answer[start:end]) for start, end in point.evidence)
        evidence = f" You wrote: “{said}”." if said else ""
        reply = self._ask(f"  suggested: {point.verdict.value}. {visible(point.reason)}{evidence}")
        if reply == "s":
            self._left = True
            return
        verdict = point.verdict if reply == "" else _KEYS.get(reply)
        if verdict is not None:
            self._engine.mark(index, point.id, verdict, part=part)
