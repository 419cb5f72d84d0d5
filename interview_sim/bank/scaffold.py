"""The beginning of a new bank: commented YAML that passes the check and shows what can be added."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from interview_sim import files
from interview_sim.bank.model import BANK_FORMAT
from interview_sim.bank.writing import inline, text_value
from interview_sim.paths import shipped_folder

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


_EXAMPLE_POINTS = (
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


def scaffold(new: NewBank) -> str:
    """The YAML of a new bank.

    The YAML says exactly the texts that were given. Ids, times and levels are written as
    they are given, for the check to judge.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    is_example = new.question == NewBank().question and not new.points
    points = new.points or (_EXAMPLE_POINTS if is_example else _NO_POINTS)
    answer = _EXAMPLE_ANSWER if is_example else " ".join(point.text for point in points)
    environment = Environment(  # noqa: S701 - YAML: each text goes through a filter of ours
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(inline=inline, text=text_value)
    return environment.get_template("new_bank.yaml.j2").render(
        new=new,
        points=points,
        answer=new.model_answer or answer,
        format=BANK_FORMAT,
        schema=SCHEMA_NAME,
    )


def bank_schema() -> str:
    """The JSON Schema of banks that ships beside them, for editors and stock validators."""
    return (shipped_folder("banks") / SCHEMA_NAME).read_text(encoding="utf-8")


def create_bank(path: Path, text: str | bytes) -> list[Path]:
    """Write a new bank, and beside it the schema that its first line names; returns both paths.

    Raises:
        FileError: The bank is there already, or something cannot be written.
    """
    files.create_new(path, text)
    schema = path.parent / SCHEMA_NAME
    if schema.exists():
        return [path]
    files.create_new(schema, bank_schema())
    return [path, schema]
