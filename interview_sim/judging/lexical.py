"""The lexical judge: compares words, needs nothing, and stands in for every other judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from interview_sim.bank.model import Question
from interview_sim.judging.protocol import Lost, Task
from interview_sim.matching.model import Coverage, Verdict
from interview_sim.matching.tuning import DEFAULT

if TYPE_CHECKING:
    from interview_sim.matching import Matcher

_ASK = "Tell me more."
_MOST_MATCHERS = 16


class LexicalJudge:
    """The matcher, as a judge.

    Matching pulls in rapidfuzz and a stemmer, so they are imported when the first answer comes.
    """

    name = "lexical"
    version = DEFAULT.label

    def __init__(self) -> None:
        self._matchers: dict[tuple[tuple[str, ...], ...], Matcher] = {}

    def prepare(self, task: Task) -> None:
        """Import and compile what judging an answer to this question takes."""
        self.judge(replace(task, answer=f"{task.question.prompt} {_ASK}"))

    def judge(self, task: Task) -> Coverage:
        """What the words of the answer cover."""
        return self._matcher(task).cover(task.question, task.answer)

    def lost(self, task: Task, coverage: Coverage, deleted: str) -> Lost | None:
        """The first open point that the answer would cover with a passage that was deleted."""
        found = coverage.leaves()
        still_open = [name for name, leaf in found.items() if leaf.verdict is not Verdict.COVERED]
        if not still_open:
            return None
        before = f"{task.answer}\n\n"
        would = self._matcher(task).cover(task.question, before + deleted).leaves()
        point = next((name for name in still_open if would[name].verdict is Verdict.COVERED), None)
        if point is None:
            return None
        until = max((end for _, end in would[point].evidence), default=0) - len(before)
        return Lost(point=point, until=until if until > 0 else len(deleted))

    def given_away(self, task: Task, wording: str) -> tuple[str, ...]:
        """The rubric items that a follow-up's wording alone would cover."""
        # Without the prompt: what was asked already gives nothing away.
        bare = Question(id=task.question.id, prompt="", rubric=task.question.rubric)
        if not bare.rubric:
            return ()
        points = self._matcher(task).cover(bare, wording).points
        return tuple(point.id for point in points if point.verdict is Verdict.COVERED)

    def _matcher(self, task: Task) -> Matcher:
        from interview_sim.matching import Matcher

        matcher = self._matchers.get(task.glossary)
        if matcher is None:
            if len(self._matchers) >= _MOST_MATCHERS:
                self._matchers.clear()
            matcher = self._matchers[task.glossary] = Matcher(glossary=task.glossary)
        return matcher
