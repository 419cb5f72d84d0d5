"""`interview-sim bank show`: a bank or one of its questions, with its answers only if wished."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from interview_sim.cli.context import (
    CommandContext,
    bank_files_option,
    pass_context,
    transcripts_option,
)
from interview_sim.literal import visible

if TYPE_CHECKING:
    from interview_sim.bank.catalogue import LoadedBank
    from interview_sim.bank.model import Bank, Phrase, Point, Question, When


@click.command(name="show")
@click.argument("name", metavar="BANK[:QUESTION]")
@click.option(
    "--spoilers", is_flag=True, help="Show what a full answer says: points, follow-ups, answers."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@bank_files_option
@transcripts_option
@pass_context
def command(context: CommandContext, name: str, *, spoilers: bool, as_json: bool) -> None:
    """Show a bank, or one question as the candidate sees it.

    BANK is an id or a file. The rubric, follow-ups, hints and model answer stay hidden unless you
    ask for --spoilers, in JSON too, so that you can look without spoiling your own interview.
    """
    loaded, questions = _find(context, name)
    bank = loaded.bank if spoilers else loaded.outline
    shown = tuple(q for q in bank.questions if q.id in {question.id for question in questions})
    if as_json:
        part = msgspec.structs.replace(bank, questions=shown)
        click.echo(msgspec.json.format(msgspec.json.encode(part), indent=2))
        return
    is_whole = len(shown) == len(bank.questions) and ":" not in name
    for line in _lines(bank, shown, is_whole=is_whole, spoilers=spoilers):
        click.echo(visible(line))


def _find(context: CommandContext, name: str) -> tuple[LoadedBank, tuple[Question, ...]]:
    """The bank and those of its questions that are asked for."""
    from interview_sim.bank.catalogue import Catalogue
    from interview_sim.cli.banks import banks_named
    from interview_sim.errors import NotFoundError

    before, separator, question_id = name.rpartition(":")
    is_whole = not separator or Path(name).exists()
    found = banks_named(context, [name if is_whole else before])
    if len(found) != 1:
        raise NotFoundError(f"Name one bank: there are {len(found)} in {name}.")
    if is_whole:
        return found[0], found[0].outline.questions
    return found[0], (Catalogue(found).find(f"{found[0].id}:{question_id}").question,)


def _lines(
    bank: Bank, shown: tuple[Question, ...], *, is_whole: bool, spoilers: bool
) -> Iterator[str]:
    if is_whole:
        yield f"{bank.title} ({bank.id})"
        for text in (bank.description, f"licence: {bank.licence}" if bank.licence else ""):
            if text:
                yield text.strip()
        for terms in bank.glossary:
            yield f"same: {' = '.join(terms)}"
    for index, question in enumerate(shown):
        if index or is_whole:
            yield ""
        yield from _question(bank, question, spoilers=spoilers)


def _question(bank: Bank, question: Question, *, spoilers: bool) -> Iterator[str]:
    from interview_sim.bank.durations import format_duration

    time = format_duration(question.time or bank.defaults.time)
    roles = f", for {', '.join(question.roles)}" if question.roles else ""
    kind = "" if question.kind == "conceptual" else f", {question.kind}"
    yield f"{bank.id}:{question.id}  {question.topic}, {question.level}{kind}, {time}{roles}"
    yield _indented(question.prompt)
    if spoilers:
        yield from _spoilers(question)


def _spoilers(question: Question) -> Iterator[str]:
    for point in question.rubric:
        yield from _point(point)
    for wrong in question.misconceptions:
        yield f"    wrong    {wrong.claim} [{wrong.id}]"
        yield from _extras(match=wrong.match, probe=wrong.probe)
        if wrong.correction:
            yield f"             right: {wrong.correction}"
    for follow_up in question.follow_ups:
        when = ", ".join(_conditions(follow_up.when))
        yield f"    then     {follow_up.ask} [{follow_up.id}; {when}]"
        for point in follow_up.rubric:
            yield from _point(point, "        ")
    for number, hint in enumerate(question.hints, 1):
        yield f"    hint {number}   {hint}"
    if question.model_answer:
        yield "    model answer"
        yield _indented(question.model_answer, "      ")


def _conditions(when: When) -> Iterator[str]:
    for key, value in msgspec.structs.asdict(when).items():
        if value is True:
            yield key
        elif value is not None and value is not False:
            yield f"{key} {value}"


def _point(point: Point, margin: str = "    ") -> Iterator[str]:
    weight = f" ×{point.weight:g}" if point.weight != 1 else ""
    group = f" (any {point.pick} of these)" if point.is_group else ""
    yield f"{margin}{point.need.value + weight:<8} {point.point}{group} [{point.id}]"
    for member in point.of:
        yield f"{margin}  –      {member.point} [{member.id}]"
        yield from _extras(match=member.match, probe=None, margin=margin)
    yield from _extras(match=point.match, probe=point.probe, margin=margin)


def _extras(*, match: tuple[Phrase, ...], probe: str | None, margin: str = "    ") -> Iterator[str]:
    if match:
        yield f"{margin}         match: {'; '.join(map(_phrase, match))}"
    if probe:
        yield f"{margin}         asks: {probe}"


def _phrase(phrase: Phrase) -> str:
    if isinstance(phrase, str):
        return phrase
    terms = (term if isinstance(term, str) else " or ".join(term) for term in phrase.all)
    return " + ".join(terms)


def _indented(text: str, margin: str = "  ") -> str:
    return "\n".join(f"{margin}{line}".rstrip() for line in text.strip().splitlines())
