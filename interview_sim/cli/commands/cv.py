"""`interview-sim cv`: the candidate's own résumé, which fills questions about their work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from interview_sim.bank.resume import Resume, read_json
from interview_sim.cli.context import CommandContext, json_option, with_context
from interview_sim.cli.printing import print_facts, print_json, say
from interview_sim.errors import UsageError
from interview_sim.services import Services

STAYS = (
    "It stays on this machine. Sessions keep the questions as they were asked; papers and "
    "anonymous exports have them without it."
)


@click.command(name="cv")
@click.argument(
    "file",
    required=False,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="[FILE]",
)
@click.option("--forget", is_flag=True, help="Delete the résumé that was kept.")
@json_option
@with_context
def command(context: CommandContext, *, file: Path | None, forget: bool, as_json: bool) -> None:
    """Show what questions about your work take from your résumé; with FILE, take that one over.

    FILE is a JSON Resume (jsonresume.org): its projects, work, skills and label are used.
    """
    services = context.services()
    if forget:
        if file is not None or as_json:
            raise UsageError("--forget goes alone.")
        _forget(services)
        return
    if file is not None:
        services.own_resume.keep(read_json(file), file.name)
    resume = services.own_resume.read()
    if as_json:
        print_json(resume or Resume())
        return
    if resume is None:
        say("No résumé is kept: questions about your work ask about “a project of yours”.")
        say("Take one over with `interview-sim cv FILE`, or fill in the form: c, then v.")
        return
    say(f"Kept in {services.own_resume.path}")
    print_facts(_facts(resume))
    say(STAYS)


def _forget(services: Services) -> None:
    was_there = services.own_resume.forget()
    say(f"Deleted: {services.own_resume.path}" if was_there else "No résumé is kept.")


def _facts(resume: Resume) -> Iterator[tuple[str, str]]:
    for project in resume.projects:
        yield "project", project.name
        for name in ("line", "method", "role", "result"):
            if text := getattr(project, name):
                yield f"  {name}", text
    for place in resume.places:
        yield "work", f"{place.employer}, {place.role}" if place.role else place.employer
    if resume.skills:
        yield "skills", ", ".join(resume.skills)
    if resume.label:
        yield "label", resume.label
    if resume.is_empty:
        yield "used", "nothing: it names no projects, work, skills or label"
