"""Tries new entries and terms out on all that is known, before anybody is asked about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interview_sim.bank.additions import Alias, with_additions, with_entries
from interview_sim.bank.model import Bank, Phrase, Question
from interview_sim.matching import Matcher, Verdict
from interview_sim.matching.audit.model import bare, spread
from interview_sim.progress.opinions import Opinion, Target
from interview_sim.session.events import MAIN
from interview_sim.session.grading import gradable

MOST_OTHERS = 40
"""Model answers of other questions that an entry is tried on."""


class Trial:
    """A bank, with what people said of answers to it."""

    def __init__(self, bank: Bank, opinions: Mapping[Target, Sequence[Opinion]]) -> None:
        self.bank = bank
        self._opinions = opinions
        self._questions = {question.id: question for question in bank.questions}
        self._matcher = Matcher(glossary=bank.glossary)
        self._known: dict[tuple[Target, str, str], bool] = {}

    def covers(self, target: Target, opinion: Opinion, entries: tuple[Phrase, ...] = ()) -> bool:
        """Whether the answer would count as covering the point, with these entries added."""
        if not entries:
            key = (target, opinion.part, opinion.answer)
            if key not in self._known:
                asked = gradable(self._questions[target.question], opinion.part)
                self._known[key] = _covers(self._matcher, asked, target, opinion.answer)
            return self._known[key]
        question = self._with(target, entries)
        return _covers(self._matcher, gradable(question, opinion.part), target, opinion.answer)

    def harm(self, target: Target, entries: tuple[Phrase, ...]) -> str | None:
        """What would go wrong with these entries added, in words; None where nothing is known."""
        for opinion in self._opinions.get(target, ()):
            if opinion.verdict is Verdict.PARTLY:
                continue
            after = self.covers(target, opinion, entries)
            is_wanted = opinion.verdict is Verdict.COVERED
            if after is is_wanted or self.covers(target, opinion) is after:
                continue
            if after:
                return "an entry made of these words would also cover an answer that misses it"
            return "an entry made of these words would lose an answer that is covered now"
        asked_before = self._asked(target, ())
        asked_after = self._asked(target, entries)
        if self._newly(asked_before, asked_after, target, self._elsewhere(target)):
            return "an entry made of these words would fire on the answer to another question"
        if self._newly(
            bare(asked_before.rubric), bare(asked_after.rubric), target, self._wordings(target)
        ):
            return "an entry made of these words is what the interviewer asks with"
        own = asked_before.model_answer
        if self._newly(asked_after, asked_before, target, [own] if own else []):
            return "an entry made of these words would lose the model answer"
        return None

    def alias_problem(self, alias: Alias, helped: Mapping[Target, Sequence[Opinion]]) -> str | None:
        """Why a glossary term is no help, in words; None where it is, and does no known harm."""
        other = Trial(with_additions(self.bank, aliases=(alias,)), self._opinions)
        for target, opinions in helped.items():
            if not all(other.covers(target, opinion) for opinion in opinions):
                return "it would not catch the answers"
        for target, opinions in self._opinions.items():
            for opinion in opinions:
                if opinion.verdict is not Verdict.MISSED or self.covers(target, opinion):
                    continue
                if other.covers(target, opinion):
                    return "it would also cover an answer that misses the point"
        if any(self._fires_more(other, question) for question in self.bank.questions):
            return "it would make points fire on answers to other questions"
        return None

    def _fires_more(self, other: Trial, question: Question) -> bool:
        """Whether any point is covered elsewhere by the other trial's matcher and not by ours."""
        for text in self._elsewhere(Target(question.id, None, "")):
            before = self._matcher.cover(question, text).leaves()
            after = other._matcher.cover(question, text).leaves()
            if any(
                found.verdict is Verdict.COVERED and before[point].verdict is not Verdict.COVERED
                for point, found in after.items()
            ):
                return True
        return False

    # What is tried

    def _with(self, target: Target, entries: tuple[Phrase, ...]) -> Question:
        question = self._questions[target.question]
        return with_entries(question, target.addition(entries)) if entries else question

    def _asked(self, target: Target, entries: tuple[Phrase, ...]) -> Question:
        return gradable(self._with(target, entries), target.follow_up or MAIN)

    def _newly(
        self, before: Question, after: Question, target: Target, texts: Sequence[str]
    ) -> bool:
        """Whether any text covers the point after and did not before."""
        return any(
            _covers(self._matcher, after, target, text)
            and not _covers(self._matcher, before, target, text)
            for text in texts
        )

    def _elsewhere(self, target: Target) -> list[str]:
        texts = [
            question.model_answer
            for question in self.bank.questions
            if question.id != target.question and question.model_answer.strip()
        ]
        return spread(texts, MOST_OTHERS)

    def _wordings(self, target: Target) -> list[str]:
        """What the interviewer says while the point may be open."""
        question = self._questions[target.question]
        if target.follow_up is not None:
            return [f.ask for f in question.follow_ups if f.id == target.follow_up]
        probes = [item.probe for item in question.rubric]
        probes += [wrong.probe for wrong in question.misconceptions]
        # What is asked only once the point is covered cannot give it away.
        asks = [f.ask for f in question.follow_ups if f.when.covered != target.point]
        return [question.prompt, *(probe for probe in probes if probe), *asks]


def _covers(matcher: Matcher, asked: Question, target: Target, answer: str) -> bool:
    found = matcher.cover(asked, answer).of(target.point)
    return found is not None and found.verdict is Verdict.COVERED
