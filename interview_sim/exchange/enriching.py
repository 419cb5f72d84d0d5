"""What a question might have besides, tried: what fails is dropped, and why is said.

Each proposal is held against the checks of `bank audit` and against its own tests. `offering` puts
what is left into files.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from interview_sim import files
from interview_sim.bank.examples import PointTests, Sentence
from interview_sim.bank.model import Bank, Level, Misconception, Phrase, Point, Question
from interview_sim.bank.new_question import suggested_id
from interview_sim.exchange.drafting import Draft, Found, own_entry
from interview_sim.figures import counted
from interview_sim.matching.audit import audit, bare, spread
from interview_sim.matching.examples import try_tests
from interview_sim.matching.findings import DEFAULT_LIMITS, Finding, Rule
from interview_sim.matching.matcher import Matcher, rubric_of
from interview_sim.matching.model import Verdict

_CLAIM = "misconception"
_NAMED = 60


class Proposal(Struct, frozen=True, kw_only=True):
    """What is left of a draft."""

    question: Question
    """As it would be."""
    tests: dict[str, PointTests]
    """By the names of what they test."""
    dropped: tuple[str, ...]
    """What was not good enough, a line each."""


def tried(bank: Bank, question: Question, draft: Draft) -> Proposal:
    """What of a draft stands up to the checks of an audit and to its own tests."""
    return _Trial(bank, question).proposal(draft)


class _Candidate:
    """A point, or the misconception, with what is left of what is proposed for it."""

    def __init__(self, record: Point | Misconception, found: Found, *, is_new: bool) -> None:
        self.record = record
        self.is_new = is_new
        self.found = found
        self.entries = list(found.entries)
        self.probe = "" if record.probe else found.probe
        self.is_helped = False
        """Whether an entry of its own words was tried, that the model answer be found."""

    @property
    def made(self) -> Point | Misconception:
        """The point with what is left."""
        record, match = self.record, (*self.record.match, *self.entries)
        return replace(record, match=match, probe=record.probe or self.probe or None)

    @property
    def words(self) -> str:
        """What messages call it."""
        is_point = isinstance(self.record, Point)
        said = self.record.point if isinstance(self.record, Point) else self.record.claim
        short = said if len(said) <= _NAMED else f"{said[:_NAMED].rstrip()} …"
        return f"“{short}”" if is_point else f"the misconception “{short}”"


class _Trial:
    """One question of a bank, and what is proposed for it."""

    def __init__(self, bank: Bank, question: Question) -> None:
        others = [
            Question(id=each.id, prompt=each.prompt, model_answer=each.model_answer)
            for each in bank.asked
            if each.id != question.id and each.model_answer.strip()
        ]
        # An audit of the whole bank for each question would take as long as the bank squared.
        self._others = tuple(spread(others, DEFAULT_LIMITS.most_others))
        self._bank = bank
        self._question = question
        self._cover = Matcher(bank.glossary, language=bank.language).cover
        self._candidates: dict[str, _Candidate] = {}
        self._dropped: list[str] = []

    def proposal(self, draft: Draft) -> Proposal:
        """What is left."""
        if draft.unusable:
            things = counted(draft.unusable, "thing")
            self._dropped.append(f"{things} not as asked for, too long or not readable")
        self._take(draft)
        for candidate in self._candidates.values():
            candidate.entries = [e for e in candidate.entries if self._is_fit(candidate, e)]
        self._audit()
        self._leave_enough()
        made = self._made(draft)
        # What rules make of a statement says it: a test of that could not fail.
        tests = dict(self._tests(made)) if draft.is_by_model else {}
        return Proposal(question=made, tests=tests, dropped=tuple(self._dropped))

    def _take(self, draft: Draft) -> None:
        """The points that the model answer says, and the misconception, under ids of ours."""
        question = self._question
        known = {leaf.id: leaf for item in question.rubric for leaf in (item.of or (item,))}
        taken = {*known, *(each.id for each in question.misconceptions)}
        taken |= {each.id for each in question.follow_ups}
        for each in draft.points:
            if each.known:
                candidate = _Candidate(known[each.known], each.found, is_new=False)
                self._candidates[each.known] = candidate
                continue
            name = suggested_id(each.statement, taken)
            name = name or files.first_free("point", taken.__contains__)
            point = Point(id=name, point=each.statement, need=each.need)
            candidate = _Candidate(point, each.found, is_new=True)
            alone = self._cover(bare([point]), question.model_answer).points[0]
            if alone.verdict is Verdict.MISSED:
                self._drop(candidate, "the model answer does not say it")
                continue
            taken.add(name)
            self._candidates[name] = candidate
        if draft.claim and not question.misconceptions:
            name = suggested_id(draft.claim.claim, taken)
            name = name or files.first_free(_CLAIM, taken.__contains__)
            wrong = Misconception(
                id=name, claim=draft.claim.claim, correction=draft.claim.correction
            )
            self._candidates[name] = _Candidate(wrong, draft.claim.found, is_new=True)

    def _drop(self, candidate: _Candidate, why: str, what: str = "") -> None:
        self._dropped.append(f"{what}{candidate.words}: {why}")

    # Entries alone

    def _is_fit(self, candidate: _Candidate, entry: Phrase) -> bool:
        """Whether an entry finds nothing that is known not to say it.

        One that finds none of the few sentences that do is kept: it is for others. Measured with
        labelled answers, leaving such out costs recall and gains no precision.
        """
        why = self._harm(candidate, entry)
        if why:
            self._drop(candidate, why, f"entry {entry_text(entry)} of ")
        return not why

    def _harm(self, candidate: _Candidate, entry: Phrase) -> str:
        """What an entry finds that it should not; empty where nothing is known."""
        for text in candidate.found.says_not:
            if self._finds(candidate, entry, text):
                return f"it finds “{text}”, which does not say it"
        if any(self._finds(candidate, entry, text, is_bare=True) for text in self._wordings()):
            return "it is in what the interviewer says"
        return ""

    def _finds(
        self, candidate: _Candidate, entry: Phrase, text: str, *, is_bare: bool = False
    ) -> bool:
        record = replace(candidate.record, match=(entry,))
        prompt = "" if is_bare else self._question.prompt
        if isinstance(record, Misconception):
            alone = Question(id="alone", prompt=prompt, misconceptions=(record,))
            return bool(self._cover(alone, text).claims)
        alone = Question(id="alone", prompt=prompt, rubric=(record,))
        return self._cover(alone, text).points[0].verdict is Verdict.COVERED

    def _wordings(self) -> tuple[str, ...]:
        return (*self._question.texts, self._question.title)

    # All together

    def _made(self, draft: Draft | None = None) -> Question:
        """The question with what is left."""
        question, left = self._question, self._candidates
        new = [each.made for each in left.values() if each.is_new]

        def filled(point: Point) -> Point:
            if point.of:
                return replace(point, of=tuple(map(filled, point.of)))
            made = left[point.id].made if point.id in left else point
            return made if isinstance(made, Point) else point

        rubric = tuple(map(filled, question.rubric))
        made = replace(
            question,
            rubric=rubric or tuple(each for each in new if isinstance(each, Point)),
            misconceptions=question.misconceptions
            or tuple(each for each in new if isinstance(each, Misconception)),
        )
        if draft and draft.level and question.level is Level.CORE:
            made = replace(made, level=draft.level)
        return replace(made, time=question.time or (draft.time if draft else None))

    def _audit(self) -> None:
        """Take out what an audit of the question finds and did not find before."""
        known = {_key(finding) for finding in self._findings(self._question)}
        while True:
            # One at a time: without it, others may have nothing to be found about.
            found = (each for each in self._findings(self._made()) if _key(each) not in known)
            if not any(map(self._take_out, found)):
                return

    def _findings(self, question: Question) -> Iterator[Finding]:
        small = replace(self._bank, questions=(question, *self._others))
        return (each for each in audit(small) if each.question == question.id)

    def _take_out(self, finding: Finding) -> bool:
        """Take out what a finding is about; false where nothing of it is ours."""
        own = self._candidates.get(getattr(finding.record, "id", ""))
        about = own or self._candidates.get(finding.about)
        if own and finding.key == "probe" and own.probe:
            own.probe = ""
            self._drop(own, finding.message, "probe of ")
        elif own and finding.key == "match" and finding.item is not None:
            at = finding.item - len(own.record.match)
            if at < 0:
                return False
            self._drop(own, finding.message, f"entry {entry_text(own.entries.pop(at))} of ")
        elif about and about.entries and isinstance(about.record, Point):
            if finding.rule is Rule.MODEL_ANSWER_COVERS and self._helped(about, about.record):
                return True
            about.entries = []
            self._drop(about, finding.message, "all entries of ")
        elif about and about.is_new:
            del self._candidates[about.record.id]
            self._drop(about, finding.message)
        else:
            return False
        return True

    def _helped(self, candidate: _Candidate, point: Point) -> bool:
        """Add an entry of a point's own words, once: those of a model are often all paraphrase."""
        entry = own_entry(point.point, self._question.prompt)
        if candidate.is_helped or entry is None or self._harm(candidate, entry):
            return False
        candidate.is_helped = True
        candidate.entries.append(entry)
        return True

    def _leave_enough(self) -> None:
        """No rubric rather than one of a single point: the statements of the answer say more."""
        if self._question.rubric:
            return
        points = [each for each in self._candidates.values() if isinstance(each.record, Point)]
        if len(points) == 1 and len(rubric_of(self._question)) > 1:
            del self._candidates[points[0].record.id]
            self._drop(points[0], "one point alone is less than the answer's own statements")

    # Tests

    def _tests(self, made: Question) -> Iterator[tuple[str, PointTests]]:
        """The sentences that come out as they should."""
        bank = replace(self._bank, questions=(made,))
        for name, candidate in self._candidates.items():
            target = f"{made.id}/{name}"
            passed: dict[bool, list[str]] = {True: [], False: []}
            sentences = [
                Sentence(target=target, text=text, says=says, held=False, line=0, column=0)
                for says in passed
                for text in (candidate.found.says if says else candidate.found.says_not)
            ]
            for one in try_tests(bank, sentences):
                if one.passes:
                    passed[one.sentence.says].append(one.sentence.text)
                else:
                    what = "is not found" if one.sentence.says else "is found"
                    self._drop(candidate, f"“{one.sentence.text}” {what}", "test of ")
            if any(passed.values()):
                yield (
                    target,
                    PointTests(says=tuple(passed[True]), says_not=tuple(passed[False])),
                )


def _key(finding: Finding) -> tuple[str, str, str, int | None]:
    return finding.rule, finding.about, finding.key, finding.item


def entry_text(entry: Phrase) -> str:
    """An entry as a message cites it."""
    if isinstance(entry, str):
        return f"“{entry}”"
    terms = [term if isinstance(term, str) else "/".join(term) for term in entry.all]
    return f"“{' + '.join(terms)}”"
