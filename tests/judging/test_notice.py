"""What the lexical judge notices besides the points: "I don't know", and another subject."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from benchmarks.matching.data import VARIABLE, folder, graded
from benchmarks.matching.labelled_set import LabelledSet, former, labelled_set
from benchmarks.matching.notice_report import ENGINEER, exam, labelled, paragraphs, rates
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.lexical import LexicalJudge
from interview_sim.judging.protocol import Task
from interview_sim.matching.model import Coverage
from interview_sim.matching.notice import candour
from interview_sim.matching.text import read
from interview_sim.session.events import Judged
from interview_sim.transcript.codec import decode_exact, encode_line

SENTENCES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "candour.yaml").read_text(encoding="utf-8")
)
POEM = """
I wandered lonely as a cloud that floats on high o'er vales and hills, when all at once I saw a
crowd, a host, of golden daffodils; beside the lake, beneath the trees, fluttering and dancing in
the breeze.
"""
SMALL_TALK = """
Oh, what lovely weather we are having today! I went to the park with my dog this morning, and we
met an old friend from school who told me all about her new kitchen.
"""
GERMAN = """
Ein Random Forest besteht aus vielen Entscheidungsbäumen, die auf Bootstrap-Stichproben trainiert
werden. Durch die Mittelung sinkt die Varianz, während die Verzerrung gleich bleibt. So wird das
Modell stabiler als ein einzelner Baum, was in der Praxis fast immer hilft.
"""
KEYWORDS = """
kubernetes, docker, terraform, kafka, redis, postgres, nginx, grafana, prometheus, jenkins, ansible
"""


@pytest.fixture(scope="module")
def given() -> LabelledSet:
    """The labelled answers."""
    return labelled_set()


def judged(given: LabelledSet, name: str, answer: str, *, alone: bool = False) -> Coverage:
    """What the judge says of an answer to one of the labelled questions, beside four others."""
    (asked,) = given.part(frozenset({name})).questions
    others = [other.question for other in given.questions if other is not asked][:4]
    return LexicalJudge().judge(
        Task(
            question=asked.question,
            answer=answer,
            glossary=asked.glossary,
            others=() if alone else tuple(others),
        )
    )


@pytest.mark.parametrize(
    ("group", "expected"), [("unknown", "unknown"), ("plan", "plan"), ("substantive", "")]
)
def test_candour_is_told_from_a_hedge(group: str, expected: str) -> None:
    """An admission with nothing else is one; before a real answer it is a hedge."""
    found = {sentence: candour(read(sentence)) for sentence in SENTENCES[group]}
    assert found == dict.fromkeys(SENTENCES[group], expected)


def test_graded_answers_are_not_admissions(given: LabelledSet) -> None:
    """None of the labelled answers is one, whatever it hedges."""
    for question, answer, _ in labelled(given):
        assert not candour(read(answer), frozenset(read(question.prompt).stems)), answer


def test_an_admission_is_no_answer_to_something_else(given: LabelledSet) -> None:
    """What comes with it may be long, and is a plan; where a point is said it is an answer."""
    plan = (
        "I have no idea, sorry. I would ask the platform team how their Kafka consumers behave, "
        "then read the Airflow docs and try it out on a small Postgres table in staging."
    )
    found = judged(given, "kmeans-choose-k", plan)
    assert (found.candour, found.off_topic) == ("plan", False)
    found = judged(given, "kmeans-choose-k", "I don't know. I'd plot the inertia: elbow method.")
    assert found.candour == ""


def test_what_was_noticed_is_read_back_from_a_transcript() -> None:
    """And costs nothing where there is nothing to say."""
    for judgement in (
        Judgement(judge="m", off_topic=True),
        Judgement(judge="m", candour="plan"),
        Judgement(judge="m"),
    ):
        event = Judged(seq=1, t=0, at="2026-01-05T09:00:00.000Z", question=0, judgement=judgement)
        line = encode_line(event)
        assert decode_exact(line) == [event]
        assert (b"off_topic" in line, b"candour" in line) == (
            judgement.off_topic,
            bool(judgement.candour),
        )


def test_something_else_is_noticed(given: LabelledSet) -> None:
    """Small talk, a poem, and what belongs to another question; in a session of any size."""
    scree = (
        "Principal components are the eigenvectors of the covariance matrix. You keep the first "
        "few of them, by the explained variance in a scree plot, and project the data on them."
    )
    for answer in (POEM, SMALL_TALK, scree):
        for alone in (True, False):
            assert judged(given, "missing-data", answer, alone=alone).off_topic, answer


def test_what_cannot_be_told_is_let_pass(given: LabelledSet) -> None:
    """Another language, a list of keywords, a few words, letters at random, and nothing at all."""
    letters = "asdf jkl qwer uiop zxcv bnm fghj tyui vbnm dfgh erty cvbn wert sdfg"
    for answer in (GERMAN, KEYWORDS, "I like trains, really.", letters, ""):
        found = judged(given, "missing-data", answer)
        assert (found.off_topic, found.candour) == (False, ""), answer


@pytest.mark.thorough
def test_hardly_an_answer_is_taken_for_something_else(given: LabelledSet) -> None:
    """None of those labelled, however wrong, terse or misspelt; of others' most are noticed."""
    found = rates(labelled(given))
    assert found.by_mistake == 0.0
    assert found.drawn > 0.6
    assert found.absent > 0.4


@pytest.mark.thorough
def test_so_it_is_with_answers_that_nobody_tuned_on() -> None:
    """Paragraphs on the questions of another bank, and exams that people graded."""
    found = rates(paragraphs(former(ENGINEER)))
    assert found.by_mistake == 0.0
    assert found.drawn > 0.8
    root = folder(None)
    if root is None:
        pytest.skip(f"no graded answers: set {VARIABLE} to their folder")
    for one in graded(root):
        assert rates(exam(one)).by_mistake <= 0.01, one.name
