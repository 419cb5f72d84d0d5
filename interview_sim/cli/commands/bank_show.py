"""`interview-sim bank show`: a bank or one of its questions, its answers only if asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from interview_sim.cli.context import (
    CommandContext,
    bank_files_option,
    json_option,
    one_bank,
    pass_context,
    transcripts_option,
)
from interview_sim.cli.printing import print_json, say, say_markdown

if TYPE_CHECKING:
    from interview_sim.bank.catalogue import LoadedBank
    from interview_sim.bank.model import Bank, Phrase, Point, Question, When


@click.command(name="show")
@click.argument("name", metavar="BANK[:QUESTION]")
@click.option(
    "--spoilers", is_flag=True, help="Show what a full answer says: points, follow-ups, answers."
)
@json_option
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
        print_json(msgspec.structs.replace(bank, questions=shown))
        return
    is_whole = len(shown) == len(bank.questions) and ":" not in name
    if is_whole:
        _show_bank(bank)
    for index, question in enumerate(shown):
        if index or is_whole:
            say("")
        _show_question(bank, question, spoilers=spoilers)


def _find(context: CommandContext, name: str) -> tuple[LoadedBank, tuple[Question, ...]]:
    """The bank and those of its questions that are asked for."""
    from interview_sim.bank.catalogue import Catalogue

    before, separator, question_id = name.rpartition(":")
    if not separator or Path(name).exists():
        loaded = one_bank(context, name)
        return loaded, loaded.outline.questions
    loaded = one_bank(context, before)
    return loaded, (Catalogue((loaded,)).find(f"{loaded.id}:{question_id}").question,)


def _show_bank(bank: Bank) -> None:
    say(f"{bank.title} ({bank.id})")
    if bank.description:
        say(bank.description.strip())
    if bank.licence:
        say(f"licence: {bank.licence}")
    for terms in bank.glossary:
        say(f"same: {' = '.join(terms)}")


def _show_question(bank: Bank, question: Question, *, spoilers: bool) -> None:
    from interview_sim.bank.durations import format_duration

    time = format_duration(question.time or bank.defaults.time)
    roles = f", for {', '.join(question.roles)}" if question.roles else ""
    kind = "" if question.kind == "conceptual" else f", {question.kind}"
    say(f"{bank.id}:{question.id}  {question.topic}, {question.level}{kind}, {time}{roles}")
    say(question.prompt.strip(), "  ")
    if spoilers:
        _show_answers(question)


def _show_answers(question: Question) -> None:
    for point in question.rubric:
        _show_point(point)
    for wrong in question.misconceptions:
        say(f"{wrong.claim} [{wrong.id}]", "    wrong    ")
        _show_extras(match=wrong.match, probe=wrong.probe)
        if wrong.correction:
            say(f"right: {wrong.correction}", " " * 13)
    for follow_up in question.follow_ups:
        when = ", ".join(_conditions(follow_up.when))
        say(f"{follow_up.ask} [{follow_up.id}; {when}]", "    then     ")
        for point in follow_up.rubric:
            _show_point(point, "        ")
    for number, hint in enumerate(question.hints, 1):
        say(hint, f"    hint {number}   ")
    if question.model_answer:
        say("    model answer")
        say_markdown(question.model_answer.strip(), "      ")


def _conditions(when: When) -> Iterator[str]:
    for key, value in msgspec.structs.asdict(when).items():
        if value is True:
            yield key
        elif value is not None and value is not False:
            yield f"{key} {value}"


def _show_point(point: Point, margin: str = "    ") -> None:
    weight = f" ×{point.weight:g}" if point.weight != 1 else ""
    group = f" (any {point.pick} of these)" if point.is_group else ""
    say(f"{point.point}{group} [{point.id}]", f"{margin}{point.need.value + weight:<8} ")
    for member in point.of:
        say(f"{member.point} [{member.id}]", f"{margin}  –      ")
        _show_extras(match=member.match, probe=None, margin=margin)
    _show_extras(match=point.match, probe=point.probe, margin=margin)


def _show_extras(*, match: tuple[Phrase, ...], probe: str | None, margin: str = "    ") -> None:
    if match:
        say(f"match: {'; '.join(map(_phrase, match))}", f"{margin}         ")
    if probe:
        say(f"asks: {probe}", f"{margin}         ")


def _phrase(phrase: Phrase) -> str:
    if isinstance(phrase, str):
        return phrase
    terms = (term if isinstance(term, str) else " or ".join(term) for term in phrase.all)
    return " + ".join(terms)
