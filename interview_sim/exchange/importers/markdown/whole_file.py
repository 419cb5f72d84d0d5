"""A document that is one question: by its front matter, or by an `Answer` heading in it."""

from __future__ import annotations

from msgspec import Struct, structs

from interview_sim.exchange.importers.imported import ImportedQuestion, Location
from interview_sim.exchange.importers.markdown.assembling import Assembler
from interview_sim.exchange.importers.markdown.labels import Role, label_of, leading_label
from interview_sim.exchange.importers.markdown.markers import Outline
from interview_sim.exchange.importers.markdown.rendering import Renderer
from interview_sim.exchange.importers.markdown.source import Source
from interview_sim.exchange.importers.markdown.titles import Title, read_title

_CLEARLY = 0.7


class WholeFile(Struct, frozen=True):
    """The question that a document is."""

    draft: ImportedQuestion
    is_certain: bool
    """Whether the front matter says so, so that headings within are parts of the answer."""


def whole_file(
    source: Source, outline: Outline, renderer: Renderer, assembler: Assembler, location: Location
) -> WholeFile | None:
    """The question that the document as a whole is, or None when it is not one."""
    blocks = list(outline.blocks)
    meta = source.meta
    named = meta.get("question", "")
    title = read_title(named or meta.get("title", ""))
    if named or title.asks >= _CLEARLY:
        if blocks and blocks[0].kind == "heading" and read_title(blocks[0].text).text == title.text:
            blocks = blocks[1:]
        draft, _ = assembler.draft(title.text, meta.get("answer", ""), blocks, location)
        return WholeFile(_levelled(draft, title), is_certain=True)
    first = next((n for n, b in enumerate(blocks) if _is_answer(b.kind, b.text)), None)
    if not first:
        return None
    head = blocks[:first]
    heading = next((block for block in head if block.kind == "heading"), None)
    title = read_title(heading.text) if heading is not None else Title("", 0.0)
    rest = [block for block in head if block is not heading]
    rest = [b for b in rest if b.kind != "heading" or label_of(b.text) is None]
    pieces = renderer.blocks(rest)
    prompt = "\n\n".join(pieces) if pieces and not title.is_question else title.text
    if not prompt:
        return None
    extra = pieces if title.is_question else []
    draft, _ = assembler.draft(prompt, "", blocks[first:], location)
    draft = structs.replace(draft, prompt="\n\n".join([draft.prompt, *extra]))
    return WholeFile(_levelled(structs.replace(draft, name=title.text), title), is_certain=False)


def _is_answer(kind: str, text: str) -> bool:
    found = None
    if kind in {"heading", "summary"}:
        found = label_of(text)
    elif kind == "paragraph":
        found = leading_label(text)
    return found is not None and found.role is Role.ANSWER


def _levelled(draft: ImportedQuestion, title: Title) -> ImportedQuestion:
    return structs.replace(draft, level=draft.level or title.level)
