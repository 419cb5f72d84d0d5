"""Blocks written out again as Markdown that is readable in a terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from interview_sim.exchange.importers.limits import MAX_TEXT
from interview_sim.exchange.importers.markdown.blocks import Block
from interview_sim.exchange.importers.markdown.inline import from_html, tidy


class Renderer:
    """Writes blocks from the lines that they were read from."""

    def __init__(self, lines: Sequence[str], references: Mapping[str, str]) -> None:
        self._lines = lines
        self._references = references

    def source(self, block: Block) -> str:
        """A block as it was written."""
        return "\n".join(self._lines[block.start : block.end])

    def text(self, source: str) -> str:
        """A piece of text, tidied; one that is longer than any answer is only cut."""
        if len(source) > MAX_TEXT:
            return source[: MAX_TEXT + 1]
        return _squeezed(tidy(source, self._references)).strip()

    def blocks(self, blocks: Sequence[Block]) -> list[str]:
        """Each block as readable Markdown, without those that only divide."""
        return [text for text in map(self._block, blocks) if text.strip()]

    def _block(self, block: Block) -> str:
        write = {
            "fence": self._code,
            "code": self._code,
            "html": lambda block: from_html(block.text[:MAX_TEXT]),
            "heading": self._heading,
            "summary": lambda block: f"**{self.text(block.text)}**",
            "paragraph": lambda block: self.text(block.text),
            "table": self._table,
            "list": self._sliced,
            "quote": self._sliced,
        }.get(block.kind)
        return "" if write is None else write(block)

    def _heading(self, block: Block) -> str:
        return f"{'#' * min(6, max(3, block.level))} {self.text(block.text)}"

    def _code(self, block: Block) -> str:
        text = block.text.rstrip()
        return f"```{self._info(block)}\n{text}\n```" if text else ""

    def _info(self, block: Block) -> str:
        """The language of fenced code."""
        if block.kind == "code" or block.start >= len(self._lines):
            return ""
        found = re.search(r"(?:`{3,}|~{3,})\s*([\w+#.-]{1,20})", self._lines[block.start])
        return found.group(1) if found else ""

    def _table(self, block: Block) -> str:
        rows = ["| " + " | ".join(self._cell(cell) for cell in row) + " |" for row in block.rows]
        if rows:
            rows.insert(1, "|" + " --- |" * len(block.rows[0]))
        return "\n".join(rows)

    def _cell(self, cell: str) -> str:
        return self.text(cell).replace("\n", " ").replace("|", "\\|")

    def _sliced(self, block: Block) -> str:
        """A list or quote from its lines, moved to the left margin."""
        lines = list(self._lines[block.start : block.end])
        while lines and not lines[-1].strip():
            lines.pop()
        if not lines:
            return ""
        # The first line may stand behind the marker of an item around it: `- - inner`.
        rest = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
        margin = min(rest)
        return self.text("\n".join(line[margin:] for line in lines))


def _squeezed(text: str) -> str:
    """Without spaces at line ends, and without more than one empty line in a row."""
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
