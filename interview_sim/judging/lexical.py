"""The lexical judge: compares words, needs nothing, and stands in for every other judge."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from interview_sim.bank.model import CaseStage, Question
from interview_sim.judging.protocol import Task
from interview_sim.matching.model import Asked, Coverage, Verdict
from interview_sim.matching.tuning import DEFAULT

if TYPE_CHECKING:
    from interview_sim.matching import Matcher

_ASK = "Tell me more."
_MOST_MATCHERS = 16
_MOST_WORDINGS = 256

Glossary = tuple[tuple[str, ...], ...]


class LexicalJudge:
    """The matcher, as a judge.

    Matching pulls in rapidfuzz and a stemmer, so they are imported when the first answer comes.
    """

    name = "lexical"
    version = DEFAULT.label

    def prepare(self, task: Task) -> None:
        """Import and compile what judging an answer to this question takes."""
        self.judge(replace(task, answer=f"{task.question.prompt} {_ASK}"))

    def judge(self, task: Task) -> Coverage:
        """What the words of the answer cover, and whether they are about something else."""
        from interview_sim.matching.matcher import is_english
        from interview_sim.matching.notice import noticed

        found = _matcher(task.glossary, task.language).cover(task.question, task.answer)
        if not is_english(task.language):
            return found
        return noticed(
            found, task.question, task.answer, glossary=task.glossary, others=task.others
        )

    def has_all(self, asked: Question, task: Task) -> bool:
        """Whether the answer covers every point of something else that could be asked."""
        points = _matcher(task.glossary, task.language).cover(asked, task.answer).points
        return all(point.verdict is Verdict.COVERED for point in points)

    def lost(self, task: Task, coverage: Coverage, deleted: str) -> tuple[str, int] | None:
        """The first open point that the answer would cover with a passage that was deleted.

        Returned with how many code points of the passage it takes.
        """
        found = coverage.leaves()
        still_open = [name for name, leaf in found.items() if leaf.verdict is not Verdict.COVERED]
        if not still_open:
            return None
        before = f"{task.answer}\n\n"
        would = (
            _matcher(task.glossary, task.language).cover(task.question, before + deleted).leaves()
        )
        for name in still_open:
            if name in would and would[name].verdict is Verdict.COVERED:
                until = max((end for _, end in would[name].evidence), default=0) - len(before)
                return name, until if until > 0 else len(deleted)
        return None

    def asked(self, case: CaseStage, task: Task, *, is_reply: bool) -> Asked:
        """Which facts of its case the answer asks for, and whether for more than those."""
        from interview_sim.matching.asking import asked_for
        from interview_sim.matching.matcher import is_english

        return asked_for(
            case.facts,
            task.answer,
            glossary=task.glossary,
            is_english=is_english(task.language),
            is_reply=is_reply,
            clarifies=case.clarifies,
        )

    @lru_cache(maxsize=_MOST_WORDINGS)  # noqa: B019 - a judge lives as long as the session
    def given_away(
        self, question: Question, glossary: Glossary, language: str, wording: str
    ) -> tuple[str, ...]:
        """The rubric items that a follow-up's wording alone would cover."""
        # Without the prompt: what was asked already gives nothing away. Nor does a wording show
        # how something was told.
        rubric = tuple(point for point in question.rubric if point.signal is None)
        bare = Question(id=question.id, prompt="", rubric=rubric)
        if not bare.rubric:
            return ()
        points = _matcher(glossary, language).cover(bare, wording).points
        return tuple(point.id for point in points if point.verdict is Verdict.COVERED)


@lru_cache(maxsize=_MOST_MATCHERS)
def _matcher(glossary: Glossary, language: str) -> Matcher:
    from interview_sim.matching import Matcher

    return Matcher(glossary, language=language)
