"""The beginning of a new bank: commented YAML that passes the check and shows what can be added."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from interview_sim import files
from interview_sim.bank.model import BANK_FORMAT
from interview_sim.bank.writing import inline, text_value

SCHEMA_NAME = "bank.schema.json"


class NewPoint(Struct, frozen=True, kw_only=True):
    """A rubric point as its author gave it."""

    text: str
    probe: str = "What else belongs to a full answer?"
    phrases: tuple[str, ...] = ()


class NewBank(Struct, frozen=True, kw_only=True):
    """What an author is asked for; everything has an example as its default."""

    id: str = "my-bank"
    title: str = "My own questions"
    question: str = "What makes a rubric point a good one?"
    topic: str = "writing"
    level: str = "core"
    time: str = "3m"
    points: tuple[NewPoint, ...] = ()
    model_answer: str = ""


EXAMPLE_POINTS = (
    NewPoint(
        text="It says one thing that an answer either says or does not.",
        probe="How much should a single point ask for?",
        phrases=("one thing", "a single fact", "one idea"),
    ),
    NewPoint(
        text="Its match phrases are the words that candidates really use.",
        probe="How do you choose what a point is recognised by?",
        phrases=("words that candidates use", "everyday words", "the way people say it"),
    ),
)
_EXAMPLE_ANSWER = (
    "It asks for one single fact, so that an answer has it or does not, and it is recognised by "
    "the words that candidates really use."
)
_NO_POINTS = (NewPoint(text="Write here one fact that a full answer says."),)

_HEAD = """\
# yaml-language-server: $schema={schema}
# A question bank. Check it with: interview-sim bank check FILE
# What every key means: docs/writing-a-bank.md in the project's repository.
format: {format}
id: {id}    # unique among your banks; keep it, history refers to it
title: {title}
description: Rename me, and replace this question with yours.
defaults: {{time: 3m, follow_up_time: 60s}}
# glossary:    # terms that mean the same anywhere in this bank
#   - [principal component analysis, PCA]

questions:
  - id: first-question    # unique in the bank; keep it when you improve the wording
    prompt: {question}
    topic: {topic}    # `/` nests, as in metrics/ranking
    level: {level}    # core, intermediate or advanced
    time: {time}
    rubric:    # what a full answer says, one fact a point
"""
_POINT = """\
      - id: point-{number}
        point: {text}
        need: must    # must, should or bonus
        match:    # any one of these is evidence; without any, the words of the point are used
{phrases}
          # - all: [[lower, less], variance]    # words that may stand apart
        probe: {probe}
"""
_UNMATCHED = """\
      - id: point-{number}
        point: {text}
        need: must    # must, should or bonus
        # match: [words that candidates really use, {{all: [[lower, less], variance]}}]
        probe: {probe}
"""
_TAIL = """\
    # misconceptions:    # wrong claims worth asking about
    #   - id: too-broad
    #     claim: What people wrongly say.
    #     probe: A neutral question about it.
    #     correction: What is right.
    # follow_ups:    # asked besides the probes
    #   - id: and-then
    #     ask: What would you ask next?
    #     when: {{covered: point-1}}    # covered, missed, score_below, score_above or always
    #     rubric:
    #       - {{id: its-point, point: One fact that the answer to it says.}}
    # hints: [Shown one by one in practice mode.]
    model_answer: {model_answer}
"""


def scaffold(new: NewBank) -> str:
    """The YAML of a new bank.

    The YAML says exactly the texts that were given. Ids, times and levels are written as
    they are given, for the check to judge.
    """
    is_example = new.question == NewBank().question and not new.points
    points = new.points or (EXAMPLE_POINTS if is_example else _NO_POINTS)
    answer = new.model_answer or (
        _EXAMPLE_ANSWER if is_example else " ".join(point.text for point in points)
    )
    head = _HEAD.format(
        schema=SCHEMA_NAME,
        format=BANK_FORMAT,
        id=inline(new.id),
        title=inline(new.title),
        question=text_value(new.question, 6),
        topic=inline(new.topic),
        level=inline(new.level),
        time=inline(new.time),
    )
    listed = "".join(_point(number, point) for number, point in enumerate(points, 1))
    return head + listed + _TAIL.format(model_answer=text_value(answer, 6))


def _point(number: int, point: NewPoint) -> str:
    phrases = "\n".join(f"          - {inline(phrase)}" for phrase in point.phrases)
    return (_POINT if point.phrases else _UNMATCHED).format(
        number=number,
        text=text_value(point.text, 10),
        probe=text_value(point.probe, 10),
        phrases=phrases,
    )


def create_bank(path: Path, text: str | bytes) -> list[Path]:
    """Write a new bank, and beside it the schema that its first line names; returns both paths.

    Raises:
        FileError: The bank is there already, or something cannot be written.
    """
    from interview_sim.bank.schema import schema_text

    files.create_new(path, text)
    schema = path.parent / SCHEMA_NAME
    if schema.exists():
        return [path]
    files.create_new(schema, schema_text())
    return [path, schema]
