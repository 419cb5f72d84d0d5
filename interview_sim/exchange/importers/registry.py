"""Which formats there are, which one a document is in, and reading it with that one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

from msgspec import Struct

from interview_sim.bank.problems import nearest, one_of
from interview_sim.exchange.importers.gathering import Document, gather
from interview_sim.exchange.importers.licences import is_licence_file, licence_of
from interview_sim.exchange.importers.model import (
    ImportFailed,
    ImportResult,
    Options,
    Skipped,
    joined,
)

_MODULES = {
    "markdown": "markdown.format",
    "json": "json_lists",
    "csv": "csv_tables",
    "anki": "anki.format",
    "gift": "gift.format",
    "moodle-xml": "moodle_xml",
    "ora": "ora",
}
"""Name of a format and the module below this package that has it as `FORMAT`."""

LIKELY = 0.3
"""Below this sureness a document is not read in a format that nobody asked for."""


class Guess(Struct, frozen=True):
    """How sure a format is that a document is its own."""

    sureness: float
    """From 0 to 1; a suffix alone is about .5, an unmistakable beginning about .95."""
    why: str
    """Completes "read as csv: …"."""


class Format(Struct, frozen=True, kw_only=True):
    """One way in which others keep questions."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    look: Callable[[Document], Guess | None]
    """How sure it is, from the name and the first bytes; cheap, and never raises."""
    read: Callable[[Sequence[Document], Options], ImportResult]
    """What documents in this format hold. Whatever is not in a draft is in `skipped`; a document
    that cannot be read raises `ImportFailed`, and no other error."""
    packages: frozenset[str] = frozenset()
    """File names whose presence makes a zip one document of this format."""


class Sniffed(Struct, frozen=True):
    """The format that a document is most likely in."""

    format: str
    sureness: float
    why: str


def format_names() -> tuple[str, ...]:
    """The names that `--from` takes."""
    return tuple(_MODULES)


@cache
def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        ImportFailed: There is none.
    """
    if name not in _MODULES:
        meant = nearest(name, _MODULES)
        remedy = f"did you mean {meant}?" if meant else f"there are {one_of(_MODULES)}"
        raise ImportFailed(f"there is no format “{name}” to import from; {remedy}")
    module = import_module(f"{__package__}.{_MODULES[name]}")
    found = module.FORMAT
    assert isinstance(found, Format)  # noqa: S101 - a mistake of ours, not the user's
    return found


def sniff(document: Document) -> Sniffed | None:
    """The format of a document with the reason, or None when it is none that we know."""
    guesses = [
        Sniffed(name, guess.sureness, guess.why)
        for name in _MODULES
        if (guess := format_named(name).look(document)) is not None
    ]
    best = max(guesses, key=lambda guess: guess.sureness, default=None)
    return best if best is not None and best.sureness >= LIKELY else None


def read(paths: Iterable[Path], options: Options | None = None) -> ImportResult:
    """What was understood of the files, folders and zips at `paths`, and what was not.

    Raises:
        ImportFailed: Nothing there can be read at all.
    """
    chosen = options or Options()
    formats = [format_named(name) for name in _MODULES]
    gathered = gather(paths, frozenset().union(*(known.packages for known in formats)))
    return _read_all(gathered.documents, gathered.skipped, chosen)


def read_documents(documents: Sequence[Document], options: Options | None = None) -> ImportResult:
    """The same of documents that are in memory."""
    return _read_all(documents, [], options or Options())


def _read_all(
    documents: Sequence[Document], skipped: list[Skipped], options: Options
) -> ImportResult:
    licence = _licence(documents)
    skipped = list(skipped)
    groups: dict[str, list[Document]] = {}
    reasons: dict[str, str] = {}
    for document in documents:
        found = _format_of(document, options, is_alone=len(documents) == 1)
        if isinstance(found, Skipped):
            skipped.append(found)
        else:
            groups.setdefault(found.format, []).append(document)
            reasons.setdefault(found.format, found.why)
    if not groups:
        raise _nothing(documents, skipped)
    results = [
        _read_group(name, group, options, alone=len(documents) == 1)
        for name, group in groups.items()
    ]
    notes = tuple(
        f"read as {name}: {reasons[name]}"
        + (f", and {len(groups[name]) - 1} more files" if len(groups[name]) > 1 else "")
        for name in groups
    )
    total = joined([ImportResult(notes=notes), *results])
    title = total.title if sum(map(len, groups.values())) == 1 else ""
    return total.but(
        skipped=tuple(skipped) + total.skipped, licence=total.licence or licence, title=title
    )


def _read_group(
    name: str, group: Sequence[Document], options: Options, *, alone: bool
) -> ImportResult:
    """Read documents of one format together; when one of several fails, the others still count."""
    read_them = format_named(name).read
    if alone:
        return read_them(group, options)
    try:
        return read_them(group, options)
    except ImportFailed:
        results = [_read_or_skip(document, name, options) for document in group]
        return joined(results).but(format=name)


def _read_or_skip(document: Document, name: str, options: Options) -> ImportResult:
    try:
        return format_named(name).read([document], options)
    except ImportFailed as failure:
        why = str(failure).removeprefix(f"{document.name}: ")
        return ImportResult(skipped=(Skipped(document.place(), document.name, why),))


def _format_of(document: Document, options: Options, *, is_alone: bool) -> Sniffed | Skipped:
    if is_licence_file(document.name) and not is_alone:
        return Skipped(document.place(), document.name, "a licence, not questions")
    found = sniff(document)
    if options.format:
        if is_alone or (found is not None and found.format == options.format):
            return Sniffed(options.format, 1.0, "you said so")
        known = format_named(options.format)
        if document.suffix in known.suffixes:
            return Sniffed(options.format, 1.0, "you said so")
        return Skipped(
            document.place(), document.name, f"not {options.format}, which you asked for"
        )
    if found is None:
        return Skipped(document.place(), document.name, "no format that can be imported")
    return found


def _licence(documents: Sequence[Document]) -> str:
    """The licences that files among the documents state; several are all named."""
    found = (licence_of(doc.data) for doc in documents if is_licence_file(doc.name))
    return ", ".join(dict.fromkeys(name for name in found if name))


def _nothing(documents: Sequence[Document], skipped: Sequence[Skipped]) -> ImportFailed:
    if not documents and not skipped:
        return ImportFailed("there is no file in what you named")
    if len(documents) == 1 and len(skipped) == 1:
        reason = f"{skipped[0].place}: {skipped[0].why}"
    else:
        reason = f"none of the {len(documents) or len(skipped)} files can be imported"
    return ImportFailed(
        f"{reason}; the formats are {one_of(_MODULES)}: name yours with --from if it is one"
    )
