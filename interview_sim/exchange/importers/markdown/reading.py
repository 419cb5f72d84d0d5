"""A Markdown document read: which layout it has, its questions, and everything else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec import structs

from interview_sim.bank.problems import nearest, one_of
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import (
    ImportedQuestion,
    ImportFailed,
    ImportOptions,
    ImportResult,
)
from interview_sim.exchange.importers.levels import level_of, numbered_level
from interview_sim.exchange.importers.limits import MAX_BLOCKS, MAX_MARKDOWN_BYTES, megabytes
from interview_sim.exchange.importers.markdown.assembling import Assembler, with_context
from interview_sim.exchange.importers.markdown.blocks import parse
from interview_sim.exchange.importers.markdown.bodies import Bodies
from interview_sim.exchange.importers.markdown.choosing import Chosen, choose
from interview_sim.exchange.importers.markdown.context import Surroundings
from interview_sim.exchange.importers.markdown.leftovers import Leftovers
from interview_sim.exchange.importers.markdown.markers import (
    LAYOUTS,
    Marker,
    is_structure,
)
from interview_sim.exchange.importers.markdown.outlining import outline_of
from interview_sim.exchange.importers.markdown.rendering import Renderer
from interview_sim.exchange.importers.markdown.source import Source
from interview_sim.exchange.importers.markdown.tables import table_rows
from interview_sim.exchange.importers.markdown.titles import asks, topic_name
from interview_sim.exchange.importers.markdown.whole_file import whole_file

FILE = "one file a question"
TABLE = "tables"
_GIVEN = re.compile(
    r"\W*(?:suppose|given|assume|imagine|consider|let|you (?:have|are given)|we have|"
    r"for (?:all |each of )?(?:the )?(?:following|next)|the following)\b",
    re.IGNORECASE,
)
"""How a text begins that the questions behind it rest on."""

_MARKED_SHARE = 0.2
"""With fewer marks than this, a star is an ornament and no level."""

_LONGEST_SHARED = 2_000
_PASSES = 3
_LATER = 1.15
"""What is left after the questions of the main layout must ask more clearly than they did."""


def layout_names() -> tuple[str, ...]:
    """The names that `--layout` takes."""
    return (*LAYOUTS, TABLE, FILE)


def read_document(document: Document, options: ImportOptions) -> ImportResult:
    """What one document holds.

    Raises:
        ImportFailed: It is not text, or the layout asked for does not exist.
    """
    layout = options.layout
    if layout and layout not in layout_names():
        meant = nearest(layout, layout_names())
        remedy = f"did you mean “{meant}”?" if meant else f"there are {one_of(layout_names())}"
        raise ImportFailed(f"there is no layout “{layout}”; {remedy}")
    return _Reading(document, layout, options).result()


class _Reading:
    """The reading of one document."""

    def __init__(self, document: Document, layout: str, options: ImportOptions) -> None:
        if len(document.data) > MAX_MARKDOWN_BYTES:
            raise ImportFailed(
                f"{document.name}: larger than {megabytes(MAX_MARKDOWN_BYTES)}; import it in parts"
            )
        text, notes = document.decoded
        self._document = document
        self._options = options
        self._notes = list(notes)
        self._source = Source(text)
        self._layout = layout or _said_layout(self._source)
        blocks, references = parse(self._source.text)
        if len(blocks) > MAX_BLOCKS:
            raise ImportFailed(
                f"{document.name}: more than {MAX_BLOCKS:,} headings and paragraphs; "
                "import it in parts"
            )
        self._outline = outline_of(blocks, self._source)
        self._renderer = Renderer(self._source.lines, references)
        self._assembler = Assembler(self._renderer, references)
        self._leftovers = Leftovers(document, self._source, self._outline, self._renderer)
        self._drafts: list[tuple[int, ImportedQuestion]] = []

    def result(self) -> ImportResult:
        """The drafts and all that was skipped."""
        free = set(range(len(self._outline.blocks)))
        passes = [] if self._layout in {FILE, TABLE} else self._choose(free)
        asking = sum(chosen.asking for chosen in passes)
        single = None
        if self._layout in {"", FILE} and (self._layout or asking < 3):
            single = whole_file(
                self._source,
                self._outline,
                self._renderer,
                self._assembler,
                self._document.location(1),
            )
        if single is not None and (self._layout or not passes or single.is_certain):
            self._drafts = [(0, self._commented(single.draft, 0, 10**9))]
            self._leftovers.used |= free
            passes, layouts = [], [FILE]
            around = Surroundings(self._outline, ())
        else:
            around = self._take(passes)
            layouts = [chosen.layout for chosen in passes]
            if self._tables(around):
                layouts.append(TABLE)
        if layouts:
            told = f"{self._document.name}: the layout is {' and '.join(dict.fromkeys(layouts))}"
            self._notes.append(told)
        title = self._source.meta.get("title", "") or around.title
        drafts = [draft for _, draft in sorted(self._drafts, key=lambda pair: pair[0])]
        return ImportResult(
            format="markdown",
            questions=tuple(self._finished(draft) for draft in drafts),
            skipped=tuple(self._leftovers.skipped(around, has_drafts=bool(drafts))),
            notes=tuple(self._notes),
            title=title if single is None else "",
        )

    # -- questions -------------------------------------------------------------------------------

    def _choose(self, free: set[int]) -> list[Chosen]:
        """The layouts that fit, the main one first, then those of what it leaves."""
        passes: list[Chosen] = []
        left = free - self._outline.contents
        for number in range(_PASSES):
            least = 0.9 if number == 0 else _LATER
            chosen = choose(self._outline, left, self._layout, least=least)
            if chosen is None:
                break
            passes.append(chosen)
            bodies = Bodies(self._outline, _all(passes))
            taken = {index for marker in chosen.markers for index in bodies.taken(marker)}
            left -= taken | {marker.block for marker in chosen.markers}
            if self._layout:
                break
        return passes

    def _take(self, passes: Sequence[Chosen]) -> Surroundings:
        """Make drafts of the questions that were chosen."""
        markers = _all(passes)
        questions = {marker.block for marker in markers}
        around = Surroundings(self._outline, questions)
        bodies = Bodies(self._outline, markers)
        shared = self._shared(markers, bodies)
        marked = sum(marker.title.level is not None for marker in markers)
        has_levels = marked > 1 or marked == len(markers)
        has_levels &= marked >= _MARKED_SHARE * len(markers)
        for number, marker in enumerate(markers):
            body = bodies.of(marker)
            place = self._document.location(self._source.number(marker.line))
            draft, found = self._assembler.draft(marker.title.text, marker.rest, body, place)
            if marker.block in shared:
                prompt = f"{shared[marker.block]}\n\n{draft.prompt}"
                draft = structs.replace(draft, prompt=prompt, name=marker.title.text)
            if has_levels:
                draft = structs.replace(draft, level=draft.level or marker.title.level)
            following = markers[number + 1].line if number + 1 < len(markers) else 10**9
            draft = self._commented(draft, marker.line, following)
            here = around[marker.block]
            parents = tuple(filter(None, map(topic_name, marker.parents)))
            draft = with_context(draft, topic=here.topic + parents, level=here.level)
            self._drafts.append((marker.line, draft))
            self._leftovers.used |= bodies.taken(marker) | {marker.block}
            self._leftovers.keep_items(marker)
            self._leftovers.add_unused(found.unused)
        return around

    def _shared(self, markers: Sequence[Marker], bodies: Bodies) -> dict[int, str]:
        """For each question, what its topic supposes of all of them: "Suppose we have …"."""
        found: dict[int, str] = {}
        taken = {at for marker in markers for at in (*bodies.taken(marker), marker.block)}
        text = ""
        following = {marker.block for marker in markers}
        for index in range(len(self._outline.blocks)):
            if is_structure(self._outline, index) and index not in taken:
                blocks = self._after(index, taken)
                text = self._supposed(blocks)
                if text:
                    self._leftovers.used |= set(blocks)
            elif index in following and text:
                found[index] = text
        return found

    def _after(self, index: int, taken: set[int]) -> list[int]:
        """The blocks between a heading and the first question or heading under it."""
        blocks: list[int] = []
        for at in range(index + 1, len(self._outline.blocks)):
            if at in taken:
                return blocks
            if self._outline.blocks[at].kind == "heading":
                break
            blocks.append(at)
        return []

    def _supposed(self, indexes: Sequence[int]) -> str:
        """The text of blocks that begin with what is given; empty: they begin otherwise."""
        blocks = [self._outline.blocks[index] for index in indexes]
        if not blocks or not _GIVEN.match(blocks[0].text):
            return ""
        text = "\n\n".join(self._renderer.blocks(blocks))
        return text if len(text) <= _LONGEST_SHARED else ""

    def _tables(self, around: Surroundings) -> bool:
        """Make drafts of the rows of tables that hold questions."""
        any_found = False
        for index, block in enumerate(self._outline.blocks):
            if block.kind != "table" or index in self._leftovers.used:
                continue
            if index in self._outline.contents:
                continue
            number = self._source.number(block.start)
            found = table_rows(block, self._document, number, self._options, self._renderer)
            if found is None:
                continue
            any_found = True
            self._leftovers.used.add(index)
            self._leftovers.extra += found.skipped
            here = around[index]
            for draft in found.questions:
                placed = with_context(draft, topic=here.topic, level=here.level)
                self._drafts.append((block.start, placed))
        return any_found

    def _commented(self, draft: ImportedQuestion, start: int, end: int) -> ImportedQuestion:
        """The draft with what comments beside it say of tags and level."""
        first, last = self._source.number(start), self._source.number(end) if end < 10**9 else end
        if start == 0:
            first = 0
        comments = self._source.comments
        for comment in comments[bisect_left(comments, (first,)) : bisect_left(comments, (last,))]:
            if not comment.value.strip():
                continue
            words = tuple(filter(None, (word.strip() for word in comment.value.split(","))))
            if comment.key in {"tags", "tag", "keywords"}:
                draft = with_context(draft, tags=words)
            elif comment.key in {"expertise", "level", "difficulty"}:
                draft = with_context(draft, level=_level(comment.value))
            elif comment.key in {"topic", "category"}:
                draft = with_context(draft, topic=words)
            elif comment.key == "id":
                draft = structs.replace(draft, name=comment.value.strip()[:80])
        return draft

    def _finished(self, draft: ImportedQuestion) -> ImportedQuestion:
        """The draft with what the front matter says of all questions of the file."""
        meta = self._source.meta
        tags = tuple(filter(None, (tag.strip() for tag in meta.get("tags", "").split(","))))
        topic = meta.get("topic") or meta.get("category") or meta.get("categories") or ""
        level = _level(meta.get("difficulty") or meta.get("level") or "")
        if not topic and meta.get("title") and not asks(meta["title"]):
            topic = topic_name(meta["title"])
        return with_context(draft, tags=tags, topic=(topic,) if topic else (), level=level)


def _said_layout(source: Source) -> str:
    """The layout that the document itself says it has, in a comment; empty: it says none."""
    said = (comment.value.strip() for comment in source.comments if comment.key == "layout")
    return next((layout for layout in said if layout in layout_names()), "")


def _all(passes: Sequence[Chosen]) -> list[Marker]:
    return sorted(
        (marker for chosen in passes for marker in chosen.markers),
        key=lambda marker: (marker.block, marker.line),
    )


def _level(word: str) -> object:
    word = word.strip()
    return numbered_level(int(word)) if word.isdigit() and len(word) < 3 else level_of(word)
