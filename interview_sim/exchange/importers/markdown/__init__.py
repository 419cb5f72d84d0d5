"""Lists of questions in Markdown, in the layouts in which people keep them.

`layout` reads a document, with the other modules in this order: `source` makes blocks of its lines
(`fences` mends its code), `outline` finds what divides them, `questions` chooses which blocks ask
(`titles` says whether a line does), and `parts` makes an answer, points and the rest of what
follows each. `inline` makes text of what stands in the blocks.
"""

from __future__ import annotations

from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import ImportOptions, ImportResult
from interview_sim.exchange.importers.registry import Guess


class MarkdownImporter:
    """A list of questions in Markdown or plain text."""

    name = "markdown"
    suffixes = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"})

    def recognise(self, document: Document) -> Guess | None:
        """By the suffix alone: any text may be Markdown."""
        if document.suffix in self.suffixes:
            return Guess(0.9, f"its name ends in {document.suffix}")
        return Guess(0.35, "it is a text") if document.suffix == ".txt" else None

    def read(self, document: Document, options: ImportOptions) -> ImportResult:
        """The questions of the layout that most of the document has."""
        from interview_sim.exchange.importers.markdown.layout import read_document

        return read_document(document, options)
