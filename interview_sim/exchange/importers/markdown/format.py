"""The Markdown format: which documents are in it, and what they hold."""

from __future__ import annotations

from collections.abc import Sequence

from interview_sim.exchange.importers.gathering import Document
from interview_sim.exchange.importers.model import ImportResult, Options
from interview_sim.exchange.importers.registry import Format, Guess

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd")


def _look(document: Document) -> Guess | None:
    if document.suffix in _SUFFIXES:
        return Guess(0.9, f"its name ends in {document.suffix}")
    if document.suffix == ".txt":
        return Guess(0.35, "it is a text")
    return None


def _read(documents: Sequence[Document], options: Options) -> ImportResult:
    from interview_sim.exchange.importers.markdown.reading import read_document
    from interview_sim.exchange.importers.model import joined

    return joined(read_document(document, options) for document in documents).but(format="markdown")


FORMAT = Format(
    name="markdown",
    title="a list of questions in Markdown or plain text",
    suffixes=_SUFFIXES,
    look=_look,
    read=_read,
)
"""Lists of questions in Markdown."""
