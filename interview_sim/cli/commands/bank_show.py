"""`interview-sim bank show` and `bank stats`: what banks hold, answers only if asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import msgspec

from interview_sim.assessment.words import anchor_words
from interview_sim.bank.catalogue import LoadedBank
from interview_sim.bank.durations import format_duration
from interview_sim.bank.model import About, AskKind, Bank, Phrase, Point, Question, When
from interview_sim.bank.statistics import Statistics, statistics_of
from interview_sim.cli.context import (
    CommandContext,
    bank_files_option,
    banks_named,
    json_option,
    one_bank,
    question_at,
    with_context,
)
from interview_sim.cli.printing import print_facts, print_json, say, say_markdown

_MOST_NAMED = 8


@click.command(name="show")
@click.argument("name", metavar="BANK[:QUESTION]")
@click.option(
    "--spoilers", is_flag=True, help="Show what a full answer says: points, follow-ups, answers."
)
@json_option
@bank_files_option
@with_context
def command(context: CommandContext, name: str, *, spoilers: bool, as_json: bool) -> None:
    """Show a bank, or one question as the candidate sees it.

    BANK is an id or a file. The rubric, follow-ups, hints and model answer stay hidden unless you
    ask for --spoilers, in JSON too, so that you can look without spoiling your own interview.
    """
    loaded, question_id = _find(context, name)
    bank = loaded.bank if spoilers else loaded.outline
    one = bank.question(question_id) if question_id else None
    shown = (one,) if one else bank.questions
    if as_json:
        print_json(msgspec.structs.replace(bank, questions=shown))
        return
    if question_id is None:
        _show_bank(bank)
    for index, question in enumerate(shown):
        if index or question_id is None:
            say("")
        _show_question(bank, question.plain, spoilers=spoilers)


def _find(context: CommandContext, name: str) -> tuple[LoadedBank, str | None]:
    """The bank, and the id of the question that is asked for, if one is."""
    if ":" not in name or Path(name).exists():
        return one_bank(context, name), None
    located = question_at(name) or context.services().catalogue.find(name)
    return located.bank, located.question.id


def _show_bank(bank: Bank) -> None:
    say(f"{bank.title} ({bank.id})")
    if bank.description:
        say(bank.description.strip())
    if bank.licence:
        say(f"licence: {bank.licence}")
    for terms in bank.glossary:
        say(f"same: {' = '.join(terms)}")


def _show_question(bank: Bank, question: Question, *, spoilers: bool) -> None:
    times = (asked.time or bank.defaults.time for asked in question.asked)
    time = format_duration(sum(times))
    roles = f", for {', '.join(question.roles)}" if question.roles else ""
    kind = "" if question.kind == "conceptual" else f", {question.kind}"
    say(f"{bank.id}:{question.id}  {question.topic}, {question.level}{kind}, {time}{roles}")
    say(question.prompt.strip(), "  ")
    if spoilers:
        for wording in question.sister:
            say(wording.strip(), "    or       ")
        for fact in question.facts:
            late = f", before {fact.before} to all" if fact.before else ""
            say(f"{fact.tell.strip()} [{fact.id}{late}]", "    if asked ")
            _show_extras(fact.match, None)
        _show_answers(question)
    for stage, asked in zip(question.stages, question.asked, strict=False):
        say(f"  {stage.name}, {format_duration(stage.time or bank.defaults.time)}")
        say(stage.prompt.strip(), "    ")
        if spoilers:
            _show_answers(asked)


def _show_answers(question: Question) -> None:
    for point in question.rubric:
        _show_point(point)
    for wrong in question.misconceptions:
        say(f"{wrong.claim} [{wrong.id}]", "    wrong    ")
        _show_extras(wrong.match, wrong.probe)
        if wrong.correction:
            say(f"correct: {wrong.correction}", " " * 13)
    for follow_up in question.follow_ups:
        kind = "" if follow_up.kind is AskKind.SCRIPTED else f"; {follow_up.kind.value}"
        when = ", ".join(_conditions(follow_up.when))
        say(f"{follow_up.ask} [{follow_up.id}{kind}; {when}]", "    then     ")
        if follow_up.correction:
            say(f"correct: {follow_up.correction}", " " * 13)
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
    about = "" if point.about is About.FACT else f"; {point.about.value}"
    say(f"{point.point}{group} [{point.id}{about}]", f"{margin}{point.need.value + weight:<8} ")
    if point.signal is not None:
        say(f"looked for: {point.signal.value}", f"{margin}         ")
    for name, sounds in anchor_words(point.anchors):
        say(f"{name.lower()}: {sounds}", f"{margin}         ")
    if point.why:
        say(f"why: {point.why}", f"{margin}         ")
    for member in point.of:
        say(f"{member.point} [{member.id}]", f"{margin}  –      ")
        _show_extras(member.match, None, margin)
    _show_extras(point.match, point.probe, margin)


def _show_extras(match: tuple[Phrase, ...], probe: str | None, margin: str = "    ") -> None:
    if match:
        say(f"match: {'; '.join(map(_phrase, match))}", f"{margin}         ")
    if probe:
        say(f"follow-up: {probe}", f"{margin}         ")


def _phrase(phrase: Phrase) -> str:
    if isinstance(phrase, str):
        return phrase
    terms = (term if isinstance(term, str) else " or ".join(term) for term in phrase.all)
    return " + ".join(terms)


@click.command(name="stats")
@click.argument("banks", nargs=-1, metavar="[BANK]…")
@json_option
@bank_files_option
@with_context
def bank_stats(context: CommandContext, banks: tuple[str, ...], *, as_json: bool) -> None:
    """Count what banks contain, and report gaps.

    BANK is an id, a file or a folder; without any, all available banks.
    """
    found = [statistics_of(loaded.bank) for loaded in banks_named(context, banks)]
    if as_json:
        print_json(found)
        return
    for index, statistics in enumerate(found):
        say(("\n" if index else "") + f"{statistics.title} ({statistics.id})")
        print_facts(_facts(statistics))


def _facts(of: Statistics) -> Iterator[tuple[str, str]]:
    yield "questions", str(of.questions)
    yield "topics", _listed(of.topics)
    yield "levels", _listed(of.levels)
    yield "kinds", _listed(of.kinds)
    yield "roles", _listed(of.roles)
    shortest, median, longest, total = map(format_duration, msgspec.structs.astuple(of.times))
    yield "time to answer", f"{shortest} to {longest}, median {median}, all {total}"
    points = of.points
    needs = f"{points.must} must, {points.should} should, {points.bonus} bonus"
    yield "rubric points", f"{needs}; {points.groups} of them groups"
    yield "follow-ups", str(of.follow_ups)
    yield "misconceptions", str(of.misconceptions)
    yield "hints", str(of.hints)
    yield "model answers", str(of.model_answers)
    yield "sources", str(of.sources)
    for thin in of.thin:
        more = len(thin.where) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        named = ", ".join(thin.where[:_MOST_NAMED])
        yield "thin", f"{len(thin.where)} {thin.words}: {named}{rest}"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
