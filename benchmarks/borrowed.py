"""Whether our banks are in our own words: six in a row that stand elsewhere, too, are a finding.

    uv run python -m benchmarks.borrowed [BANK]… [--data DIR] [--article PATH]

Held against the collections in `decks/` of the folder named by INTERVIEW_SIM_DATA or `--data`, and
the articles in the folder named by INTERVIEW_SIM_ARTICLES or `--article`, else `seeds/` beside that
data. Both are other people's and no part of the repository; what is not there is skipped, and said.
Checked is all that a candidate reads: prompts, points, probes, corrections, hints, model answers.
Exits with 1 where anything is found, or nothing could be compared.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import fields

from benchmarks.kit import Bench, Row, Rows, Skipped
from benchmarks.matching.data import VARIABLE, folder
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.nodes import Origins
from interview_sim.bank.problems import Placed

BANKS = Path(__file__).parents[1] / "banks"
ARTICLES = "INTERVIEW_SIM_ARTICLES"
IN_A_ROW = 6
_NOT_READ = {"id", "match", "sources", "glossary", "tags", "topic", "lines", "scoring", "moved"}
"""What no candidate reads, or is a name: an entry is what others say, a title has its own words."""
_MARKUP = re.compile(r"<[^<>]*>|https?://\S+|\\[nrt]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Words = tuple[str, ...]


class Found(NamedTuple):
    """Words of ours that stand elsewhere, too."""

    place: str
    words: str
    elsewhere: str


def words_of(text: str) -> list[str]:
    """The words of a text without its markup, in lower case."""
    plain = html.unescape(_MARKUP.sub(" ", text))
    return [word.replace("’", "'") for word in _WORD.findall(plain.casefold())]


def runs_of(root: Path) -> dict[Words, str]:
    """Every run of words in the text files of a folder, with the first file that has it."""
    runs: dict[Words, str] = {}
    paths = [root] if root.is_file() else sorted(path for path in root.rglob("*") if path.is_file())
    for path in paths:
        try:
            words = words_of(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue  # a picture or an archive
        for at in range(len(words) - IN_A_ROW + 1):
            runs.setdefault(tuple(words[at : at + IN_A_ROW]), str(path))
    return runs


def texts_of(record: Struct, origins: Origins) -> Iterator[tuple[str, Placed]]:
    """Every text of a bank that a candidate reads, with its place."""
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in _NOT_READ:
            continue
        if type(value) is str and value:
            yield value, origins.place(record, field.encode_name)
        for at, item in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(item, Struct):
                yield from texts_of(item, origins)
            elif isinstance(item, str):
                yield item, origins.item(record, field.encode_name, at)


def borrowed(path: Path, runs: dict[Words, str]) -> Iterator[Found]:
    """What of a bank stands in these runs; one after the other they are one finding."""
    origins = Origins()
    bank = parse_bank(path.read_bytes(), str(path), origins).bank
    if bank is None:
        raise SystemExit(f"{path} has errors; see interview-sim bank check")
    for text, place in texts_of(bank, origins):
        words = words_of(text)
        hits = [at for at in range(len(words)) if tuple(words[at : at + IN_A_ROW]) in runs]
        begins = [at for at in hits if at - 1 not in hits]
        ends = [at + IN_A_ROW for at in hits if at + 1 not in hits]
        for begin, end in zip(begins, ends, strict=True):
            other = runs[tuple(words[begin : begin + IN_A_ROW])]
            yield Found(f"{path}:{place.line}", " ".join(words[begin:end]), other)


def elsewhere(data: Path | None, article: Path | None) -> Iterator[tuple[str, Path | None]]:
    """What ours is held against, and where that is; None: not here."""
    articles = article or (data.parent / "seeds" if data is not None else None)
    for what, path in (
        ("the collections", data / "decks" if data is not None else None),
        ("the articles", articles),
    ):
        yield what, path if path is not None and path.exists() else None


def _places(data: str | None = None, article: str | None = None) -> list[tuple[str, Path | None]]:
    named = article or os.environ.get(ARTICLES)
    return list(elsewhere(folder(data), Path(named) if named else None))


def rows(_bench: Bench) -> Rows:
    """How many findings there are in the banks that ship."""
    for what, path in _places():
        if path is None:
            yield Skipped(f"{what} are not here, see {VARIABLE} and {ARTICLES}")
            continue
        runs = runs_of(path)
        found = sum(len(list(borrowed(bank, runs))) for bank in sorted(BANKS.glob("*.yaml")))
        yield Row(f"{IN_A_ROW} words in a row of {what}", float(found), "", 0.0)


def main(arguments: list[str] | None = None) -> int:
    """Print what is found, each with its places; 1 where there is any, or nothing to compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.borrowed", description=__doc__)
    parser.add_argument("banks", nargs="*", type=Path, help="files; those that ship")
    parser.add_argument("--data", metavar="DIR", help=f"else ${VARIABLE}")
    parser.add_argument("--article", metavar="PATH", help=f"else ${ARTICLES}")
    chosen = parser.parse_args(arguments)
    runs: dict[Words, str] = {}
    for what, path in _places(chosen.data, chosen.article):
        if path is None:
            print(f"Skipped: {what} are not here, see {VARIABLE} and {ARTICLES}.", file=sys.stderr)
        else:
            runs |= {key: name for key, name in runs_of(path).items() if key not in runs}
    count = 0
    for bank in chosen.banks or sorted(BANKS.glob("*.yaml")):
        for found in borrowed(bank, runs):
            count += 1
            print(f"{found.place}: “{found.words}” is in {found.elsewhere}")
    print(f"{count} found", file=sys.stderr)
    return 1 if count or not runs else 0


if __name__ == "__main__":
    sys.exit(main())
