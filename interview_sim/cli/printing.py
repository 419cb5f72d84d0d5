"""What commands print: tables and wrapped text on a terminal, plain lines anywhere else.

The one module of the command line that knows Rich, and it imports Rich only when something is
printed on a terminal. Scripts and tests read the plain lines: columns are separated by tabs, and a
line is never wrapped. Text is shown literally in both: no markup, no escapes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from interview_sim.literal import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from interview_sim.assessment.model import Scorecard
    from interview_sim.assessment.outline import Block

_FEWEST_STEPS = 4
"""Shorter work is done before a progress bar could be read."""

_PLAIN_WIDTH = 80
_WIDEST = 120
"""Longer lines of running text are hard to read."""

_SHORT = 20
"""Cells of a table that are no wider are never wrapped."""

_WORD = re.compile(r"(\s*)(\S+)")
_MARKER = re.compile(r"\s*(?:[-*•]\s+|\d+(?:[.)]\s+|\s{2,}))?")
"""What an item of a list begins with."""

_SIGN_STYLES = {"✓": "green", "~": "yellow", "✗": "red"}


def note(text: object) -> None:
    """Say something on standard error, where it does not mix with data."""
    say(str(text), err=True)


def say(text: str, first: str = "", *, err: bool = False) -> None:
    """Print a paragraph; on a terminal it is wrapped between words.

    A word that is too long, such as a path, has a line of its own, which is left to the terminal,
    so that the word can be copied whole.

    Args:
        text: The paragraph, or several on lines of their own.
        first: What comes before the first line; the other lines are indented as far.
        err: Print to standard error.
    """
    text = visible(text)
    indent = " " * len(first)
    paragraph = first + text.replace("\n", f"\n{indent}")
    if _is_terminal(err) and not _fits(paragraph):
        paragraph = first + f"\n{indent}".join(_wrapped(text, _console(err), len(first)))
    click.echo(paragraph, err=err)


def say_markdown(text: str, indent: str) -> None:
    """Print Markdown from outside: laid out on a terminal, with no links to follow; else as it is.

    Args:
        text: The Markdown.
        indent: What comes before each line.
    """
    if not _is_terminal(err=False):
        say(text, indent)
        return
    from rich.markdown import Markdown
    from rich.padding import Padding

    prose = Markdown(visible(text), hyperlinks=False)
    _console(err=False).print(Padding(prose, (0, 0, 0, len(indent))))


def print_table(
    rows: Iterable[Sequence[str]],
    heads: Sequence[str],
    *,
    right: Sequence[str] = (),
    cut: str = "",
    plain_heads: bool = False,
    err: bool = False,
) -> None:
    """Print a table; as lines with tabs where standard output is not a terminal.

    Args:
        rows: The cells of each row, text from outside among them.
        heads: The names of the columns.
        right: The names of those columns that are aligned to the right.
        cut: The name of the column whose cells are cut where the terminal is too narrow.
        plain_heads: Whether the lines with tabs begin with the names of the columns, too.
        err: Print to standard error.
    """
    cells = [
        # Quick for the thousands of rows that have nothing to hide.
        row if "".join(row).isprintable() else [visible(cell, newlines=False) for cell in row]
        for row in rows
    ]
    if not _is_terminal(err):
        lines = ["\t".join(row) for row in ([heads, *cells] if plain_heads else cells)]
        # At once: `echo` flushes, and ten thousand lines would be as many writes.
        if lines:
            click.echo("\n".join(lines), err=err)
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for number, head in enumerate(heads):
        widest = max((len(row[number]) for row in cells), default=0)
        table.add_column(
            Text(head),
            justify="right" if head in right else "left",
            overflow="fold",
            no_wrap=head != cut and widest <= _SHORT,
        )
    for row in cells:
        table.add_row(
            *(
                Text(
                    cell,
                    _SIGN_STYLES.get(cell, ""),
                    no_wrap=head == cut,
                    overflow="ellipsis" if head == cut else None,
                )
                for head, cell in zip(heads, row, strict=True)
            )
        )
    _console(err).print(table)


def print_facts(facts: Iterable[tuple[str, str]], *, err: bool = False) -> None:
    """Print names and values, the values in a column of their own."""
    pairs = [(name, visible(value, newlines=False)) for name, value in facts]
    wide = max((len(name) for name, _ in pairs), default=0)
    for name, value in pairs:
        say(value, f"  {name:<{wide}}  ", err=err)


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def print_scorecard(scorecard: Scorecard, transcript: str, *, as_json: bool) -> None:
    """Print a scorecard, as text or as one JSON object."""
    if as_json:
        from msgspec.structs import replace

        from interview_sim.assessment.model import to_json

        click.echo(to_json(replace(scorecard, transcript=transcript)), nl=False)
        return
    from interview_sim.assessment.outline import outline

    print_blocks(outline(scorecard, answers=False))


def print_blocks(blocks: Iterable[Block]) -> None:
    """Print a document as text."""
    from interview_sim.assessment.text import block_lines

    if not _is_terminal(err=False):
        for line in block_lines(blocks, width=_PLAIN_WIDTH):
            click.echo(line)
        return
    from rich.text import Text

    console = _console(err=False)
    for number, line in enumerate(block_lines(blocks, width=min(_WIDEST, console.width))):
        text = Text(line, style="" if number else "bold")
        for sign, style in _SIGN_STYLES.items():
            text.highlight_words([f"{sign} "], style)
        console.print(text)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function to report how much of some long work is done, and of how much.

    It is shown on standard error while the work goes on, if that is a terminal.
    """
    shown: Progress | None = None

    def report(done: int, total: int) -> None:
        nonlocal shown
        if shown is None:
            if total < _FEWEST_STEPS or not _is_terminal(err=True):
                return
            from rich import progress as bars

            shown = bars.Progress(
                bars.TextColumn(what, markup=False),
                bars.BarColumn(),
                bars.MofNCompleteColumn(),
                console=_console(err=True),
                transient=True,
            )
            shown.add_task("")
            shown.start()
        shown.update(shown.task_ids[0], completed=done, total=total)

    try:
        yield report
    finally:
        if shown is not None:
            shown.stop()


def _is_terminal(err: bool) -> bool:
    return (sys.stderr if err else sys.stdout).isatty()


def _wrapped(text: str, console: Console, indent: int) -> Iterator[str]:
    """The lines of the text, wrapped between words; below the words of an item, not its number."""
    from rich.cells import cell_len

    room = max(1, console.width - indent)
    for line in text.split("\n"):
        marker = _MARKER.match(line)
        hang = " " * (len(marker[0]) if marker and len(marker[0]) < room / 2 else 0)
        row = ""
        for blank, word in _WORD.findall(line):
            if row.strip() and cell_len(row + blank + word) > room:
                yield row
                row = hang + word
            else:
                row += blank + word
        yield row


def _fits(lines: str) -> bool:
    """Whether no line needs wrapping, so that Rich need not be imported for it."""
    import shutil

    columns = shutil.get_terminal_size().columns
    return all(len(line) * (1 if line.isascii() else 2) <= columns for line in lines.split("\n"))


def _console(err: bool) -> Console:
    from rich.console import Console

    return Console(stderr=err, highlight=False, markup=False, emoji=False)
