"""`interview-sim init`: a folder of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from interview_sim.literal import visible

_BANK = """\
# A question bank of your own. Check it with: interview-sim bank check banks
# What every key means: docs/writing-a-bank.md in the project's repository.
format: interview-sim/bank@1
id: my-bank
title: My own questions
description: Rename me, and replace this question with yours.
defaults: {time: 3m, follow_up_time: 60s}

questions:
  - id: first-question
    prompt: What makes a rubric point a good one?
    topic: writing
    rubric:
      - id: one-idea
        point: It says one thing that an answer either says or does not.
        need: must
        match:
          - all: [[one, single], [idea, thing, fact]]
        probe: How much should a single point ask for?
      - id: own-words
        point: Its match phrases are the words that candidates really use.
        need: should
        match:
          - words candidates use
          - all: [[own, everyday, real], words]
    model_answer: >
      It asks for one single fact, so that an answer has it or does not, and it is looked for in
      the real words that candidates use.
"""
_IGNORE = "# Sessions are personal; remove this file to keep them in version control.\n*.jsonl\n"


@click.command(name="init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def command(folder: Path) -> None:
    """Make FOLDER (default: this one) a workspace with `banks/` and `transcripts/`.

    What is there already is left as it is.
    """
    from interview_sim import files

    banks, transcripts = folder / "banks", folder / "transcripts"
    for place in (banks, transcripts):
        files.ensure_folder(place)
    _new(transcripts / ".gitignore", _IGNORE)
    if not any(banks.glob("*.y*ml")):
        _new(banks / "my-bank.yaml", _BANK)
    where = visible(str(folder.resolve()))
    click.echo(f"{where} is a workspace: start interview-sim there.", err=True)


def _new(path: Path, content: str) -> None:
    from interview_sim import files

    if path.exists():
        return
    files.create_new(path, content)
    click.echo(visible(str(path)))
