"""The importers that are installed, which one reads a document, and reading with it.

An importer is any class in the entry point group `interview_sim.importers`; our own are registered
in the same way as anybody's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from msgspec import Struct

from interview_sim.bank.problems import nearest, one_of
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import (
    ImportFailed,
    ImportOptions,
    ImportResult,
    Skipped,
)
from interview_sim.exchange.importers.input_files import collect, is_licence_file, licence_of
from interview_sim.plugins import PluginError, load_plugin, load_plugins, plugin_names

GROUP = "interview_sim.importers"

LIKELY = 0.3
"""Below this confidence a document is not read in a format that nobody asked for."""


class Guess(Struct, frozen=True):
    """How sure an importer is that a document is in its format."""

    confidence: float
    """From 0 to 1; a suffix alone is about .5, an unmistakable beginning about .95."""
    why: str
    """Completes "read as csv: …"."""


@runtime_checkable
class Importer(Protocol):
    """One format in which others keep questions."""

    name: str
    """What `--from` takes."""
    suffixes: frozenset[str]
    """Of files that it reads when the user names the format."""

    def recognise(self, document: Document) -> Guess | None:
        """How sure it is that a document is in its format; cheap, and never raises."""

    def read(self, document: Document, options: ImportOptions) -> ImportResult:
        """What the document holds: whatever is in no question is in `skipped` with the reason.

        Raises:
            ImportFailed: The document cannot be read; no other error is raised.
        """


def importer_names() -> tuple[str, ...]:
    """The names that `--from` takes; no importer is loaded for it."""
    return plugin_names(GROUP)


def find_importer(name: str) -> Importer:
    """The importer of that name.

    Raises:
        ImportFailed: There is none, or it cannot be loaded.
    """
    names = importer_names()
    if name not in names:
        meant = nearest(name, names)
        remedy = f"did you mean {meant}?" if meant else f"there are {one_of(names)}"
        raise ImportFailed(f"there is no format “{name}” to import from; {remedy}")
    try:
        return load_plugin(GROUP, name, Importer)  # type: ignore[type-abstract]
    except PluginError as error:
        raise ImportFailed(f"the importer {error}") from error


def read(paths: Iterable[Path], options: ImportOptions | None = None) -> ImportResult:
    """What was understood of the files, folders and zips at `paths`, and what was not.

    Raises:
        ImportFailed: Nothing there can be read at all.
    """
    reading = _Reading(options or ImportOptions())
    found = collect(paths, lambda document: reading.best_for(document) is not None)
    return reading.result(found.documents, found.skipped)


def read_documents(
    documents: Sequence[Document], options: ImportOptions | None = None
) -> ImportResult:
    """The same of documents that are in memory."""
    return _Reading(options or ImportOptions()).result(documents, [])


def recognise(document: Document) -> tuple[str, Guess] | None:
    """The format that a document is most likely in, or None when it is none that we know."""
    best = _Reading(ImportOptions()).best_for(document)
    return None if best is None else (best[0].name, best[1])


class _Reading:
    """Reads documents with all importers that can be loaded."""

    def __init__(self, options: ImportOptions) -> None:
        self._options = options
        self._importers, problems = load_plugins(GROUP, Importer)  # type: ignore[type-abstract]
        self._notes = [f"the importer {problem}" for problem in problems]
        if not self._importers:
            raise ImportFailed(
                "no format is registered, since interview-sim is not installed here; install it "
                "with `pip install .` or `uv sync`"
            )
        self._wanted = find_importer(options.format) if options.format else None

    def best_for(self, document: Document) -> tuple[Importer, Guess] | None:
        """The importer that is most sure of a document, if it is sure enough."""
        guesses = [
            (importer, guess)
            for importer in self._importers.values()
            if (guess := importer.recognise(document)) is not None and guess.confidence >= LIKELY
        ]
        return max(guesses, key=lambda pair: pair[1].confidence, default=None)

    def result(self, documents: Sequence[Document], skipped: Sequence[Skipped]) -> ImportResult:
        """What all documents hold; when one of several cannot be read, the others still count."""
        is_alone = len(documents) == 1
        left_out = list(skipped)
        results: list[ImportResult] = []
        reasons: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for document in documents:
            found = self._importer_for(document, is_alone=is_alone)
            if isinstance(found, str):
                left_out.append(Skipped(document.location(), document.name, found))
                continue
            importer, guess = found
            reasons.setdefault(importer.name, guess.why)
            counts[importer.name] += 1
            try:
                result = importer.read(document, self._options)
            except ImportFailed as failure:
                if is_alone:
                    raise
                why = str(failure).removeprefix(f"{document.name}: ")
                result = ImportResult(skipped=(Skipped(document.location(), document.name, why),))
            results.append(result)
        if not results:
            raise self._nothing(documents, left_out)
        notes = self._notes + [
            f"read as {name}: {why}"
            + (f", and {counts[name] - 1} more files" if counts[name] > 1 else "")
            for name, why in reasons.items()
        ]
        notes += [note for result in results for note in result.notes]
        licences = (result.licence for result in results)
        return ImportResult(
            format=", ".join(reasons),
            questions=tuple(question for result in results for question in result.questions),
            skipped=(*left_out, *(item for result in results for item in result.skipped)),
            notes=tuple(dict.fromkeys(notes)),
            title=results[0].title if len(results) == 1 else "",
            licence=next(filter(None, licences), "") or _licence(documents),
            base=next((result.base for result in results if result.base is not None), None),
        )

    def _importer_for(self, document: Document, *, is_alone: bool) -> tuple[Importer, Guess] | str:
        """The importer to read a document with, or why it is not read."""
        if is_licence_file(document.name) and not is_alone:
            return "a licence, not questions"
        found = self.best_for(document)
        wanted = self._wanted
        if wanted is None:
            return found or "no format that can be imported"
        is_its_own = found is not None and found[0].name == wanted.name
        if is_alone or is_its_own or document.suffix in wanted.suffixes:
            return wanted, Guess(1.0, "you chose it")
        return f"not {wanted.name}, which you asked for"

    def _nothing(self, documents: Sequence[Document], skipped: Sequence[Skipped]) -> ImportFailed:
        if not documents and not skipped:
            return ImportFailed("there are no files in what you named")
        if len(documents) == 1 and len(skipped) == 1:
            reason = f"{skipped[0].location}: {skipped[0].why}"
        else:
            reason = f"none of the {len(documents) or len(skipped)} files can be imported"
        return ImportFailed(
            f"{reason}; the formats are {one_of(self._importers)}: name yours with --from if it "
            "is one"
        )


def _licence(documents: Sequence[Document]) -> str:
    """The licences that files among the documents state; several are all named."""
    found = (licence_of(doc.data) for doc in documents if is_licence_file(doc.name))
    return ", ".join(dict.fromkeys(name for name in found if name))
