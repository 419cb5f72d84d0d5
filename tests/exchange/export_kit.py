"""Sessions to export: a typed one with everything in it, and hostile texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace
from transcript_kit import Script, header, lines_of, small_session

from interview_sim.assessment.model import Scorecard
from interview_sim.bank.model import Misconception, Point, Question
from interview_sim.bank.terms import Need
from interview_sim.exchange.exporting import whole_record
from interview_sim.exchange.session_exporters import session_formats
from interview_sim.judging.judgement import Judgement
from interview_sim.matching.model import PointCoverage, Verdict
from interview_sim.session.events import (
    ClaimMarked,
    DrawnQuestion,
    Ended,
    Event,
    Finished,
    Header,
    Judged,
    Noted,
    PointMarked,
    Predicted,
    Revealed,
    Started,
    Submitted,
)
from interview_sim.session.phases import EndReason
from interview_sim.session.plan import Mode
from interview_sim.transcript.reader import Transcript, parse_transcript

HOSTILE = (
    "# heading\n"
    "</script><script>document.title='owned'</script><!-- --> ]]>\n"
    '<img src=x onerror="document.title=1"> <b>bold</b> &lt;i&gt; &amp;\n'
    "[link](javascript:alert(1)) ![image](https://example.com/x.png) <https://example.com>\n"
    "https://example.com/a www.example.com me@example.com @someone #12 :smile: $x^2$\n"
    "```\nfence\n```\n~~~\n> quote\n- item\n1. one\n| a | b |\n|---|---|\n"
    "    indented `code` **strong** _emphasis_ ~~gone~~ \\ back\\\n"
    "===\n---\n\x1b[2J\x1b]0;owned\x07 \x9b31m \u202eabc \u2028 \r \x00 [bold]rich[/bold]\n"
    "{{ 7*7 }} {% raw %} ${x} 方差 👩‍🔬 é e\u0301"
)
"""Something of everything that a format or a terminal would act upon."""

INVISIBLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal or a page would obey, line ends left out."""

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "'=1", "＝1")
"""What a spreadsheet would work out, or would once an apostrophe is gone."""


def transcript_of(events: Iterable[Event]) -> Transcript:
    """The transcript that a file of these events holds."""
    return parse_transcript(b"".join(lines_of(list(events))))


def exported(events: Iterable[Event]) -> Scorecard:
    """The record that the exporters get."""
    return whole_record(transcript_of(events))


def file_of(record: Scorecard, format_: str, **options: Any) -> bytes:
    """The record as a file."""
    return session_formats()[0][format_].file(record, options)


def small() -> Scorecard:
    """The session of the transcript's tests: follow-up, pause, skip, notes."""
    return exported(small_session())


def question(prompt: str, *, topic: str = "ensembles") -> Question:
    """A question with a plain point, a group and a claim."""
    return Question(
        id="forests",
        prompt=prompt,
        topic=topic,
        rubric=(
            Point(
                id="lower-variance",
                point="Averaging lowers variance.",
                weight=2,
                match=("lowers variance", "reduces variance"),
            ),
            Point(
                id="reasons",
                point="Two reasons",
                pick=2,
                of=(
                    Point(id="bagging", point="Bootstrap samples.", match=("bootstrap",)),
                    Point(id="features", point="Some features a split.", match=("features",)),
                ),
            ),
            Point(id="oob", point="Out-of-bag error.", need=Need.BONUS, match=("out-of-bag",)),
        ),
        misconceptions=(
            Misconception(
                id="never", claim="It never overfits.", correction="Less, not never.", match=("x",)
            ),
        ),
    )


def suggestion(answer: str) -> Judgement:
    """What is suggested of the answer: bootstrap samples, if it names them, and nothing else."""
    at = answer.find("bootstrap")
    if at < 0:
        return Judgement(judge="m", version="1")
    found = PointCoverage(
        id="bagging", verdict=Verdict.COVERED, strength=0.9, evidence=((at, at + 9),)
    )
    group = PointCoverage(id="reasons", verdict=Verdict.PARTLY, strength=0.5, members=(found,))
    return Judgement(judge="m", version="1", points=(group,))


def one_question(
    answer: str,
    *,
    prompt: str = "Why do forests work?",
    note: str = "Say bias too.",
    title: str = "Friday with Ada",
    chunk: int = 4,
    topic: str = "ensembles",
) -> list[Event]:
    """A finished session of one question, answered so."""
    first: Header = header(1, mode=Mode.PRACTICE, title=title)
    drawn = DrawnQuestion(
        bank="ml", question=question(prompt, topic=topic), budget=240.0, follow_up_budget=90.0
    )
    script = Script(replace(first, questions=(drawn,)))
    script.add(Started, after=0)
    script.ask(0)
    script.type(answer, chunk=chunk)
    script.is_judged = False
    script.add(Submitted, after=1500)
    script.add(Judged, after=40, question=0, judgement=suggestion(answer))
    script.add(Ended, reason=EndReason.COMPLETED)
    script.add(Predicted, question=0, ratings={"coverage": 3, "clarity": 2}, confidence=0.75)
    script.add(Revealed, question=0)
    if answer:
        script.add(
            PointMarked,
            question=0,
            point="lower-variance",
            suggested=Verdict.MISSED,
            verdict=Verdict.COVERED,
            evidence=((0, min(len(answer), 12)),),
            covered_at=3_000,
        )
    script.add(ClaimMarked, question=0, claim="never", confirmed=True)
    script.add(Noted, question=0, text=note)
    script.add(Noted, question=None, text=note)
    script.add(Finished)
    return script.events


def hostile() -> Scorecard:
    """A session whose every text is hostile."""
    return exported(
        one_question(HOSTILE, prompt=HOSTILE, note=HOSTILE, title=HOSTILE, topic=HOSTILE)
    )
