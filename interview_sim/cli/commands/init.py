"""`interview-sim init`: a folder of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from interview_sim.cli.printing import note
from interview_sim.literal import visible

_IGNORE = "# Sessions are personal; remove this file to keep them in version control.\n*.jsonl\n"


@click.command(name="init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def command(folder: Path) -> None:
    """Make FOLDER (default: this one) a workspace with `banks/` and `transcripts/`.

    What is there already is left as it is.
    """
    from interview_sim import files
    from interview_sim.bank.scaffold import NewBank, create_bank, scaffold

    banks, transcripts = folder / "banks", folder / "transcripts"
    for place in (banks, transcripts):
        files.ensure_folder(place)
    _new(transcripts / ".gitignore", _IGNORE)
    if not any(banks.glob("*.y*ml")):
        for written in create_bank(banks / "my-bank.yaml", scaffold(NewBank())):
            click.echo(visible(str(written)))
    where = visible(str(folder.resolve()))
    note(f"{where} is a workspace: start interview-sim there.")


def _new(path: Path, content: str) -> None:
    from interview_sim import files

    if path.exists():
        return
    files.create_new(path, content)
    click.echo(visible(str(path)))
