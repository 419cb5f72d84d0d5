"""One Markdown document: which layouts it has, its questions, and everything else with the reason.

Every block of a document is in a question, names a topic, or is skipped.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec import structs

from interview_sim.bank.problems import nearest, one_of
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import (
    ImportedQuestion,
    ImportFailed,
    ImportOptions,
    ImportResult,
    Location,
    Skipped,
)
from interview_sim.exchange.importers.levels import star_level
from interview_sim.exchange.importers.limits import MAX_BLOCKS, MAX_MARKDOWN_BYTES, megabytes
from interview_sim.exchange.importers.markdown.inline import Renderer, pages_in
from interview_sim.exchange.importers.markdown.outline import (
    Candidate,
    Outline,
    Sections,
    are_links,
    leads_elsewhere,
    role_of,
)
from interview_sim.exchange.importers.markdown.parts import (
    READ_NOTES,
    assemble,
    completed,
    described,
)
from interview_sim.exchange.importers.markdown.questions import KINDS, Chosen, choose
from interview_sim.exchange.importers.markdown.source import Block, Item, Source, parse
from interview_sim.exchange.importers.markdown.titles import (
    Role,
    asks,
    is_about_itself,
    is_given,
    label_of,
    leading_label,
    plain,
    read_title,
    topic_name,
)
from interview_sim.exchange.importers.records import (
    Record,
    assign,
    field_of,
    read_records,
    with_answer_behind,
)
from interview_sim.literal import brief

FILE = "one file a question"
TABLE = "tables"
_MARKED_SHARE = 0.2
"""With fewer marks than this, a star is an ornament and no level."""

_ASKING_SHARE = 0.6
"""Of the cells in a column of questions."""

_LONGEST_CONTEXT = 2_000
_MOST_FENCES = 3
_MANY_QUESTIONS = 10
"""A file with so many is no card, though a heading calls them the answer to a prompt."""
_PASSES = 3
_LATER = 1.15
"""What is left after the questions of the main layout must ask more clearly than they did."""

_CARD = [Role.QUESTION, Role.ANSWER]
_ABOUT = "about the collection, not a question"
_OUTSIDE = {
    "paragraph": "text outside any question",
    "list": "a list item that is no question",
    "table": "a table row that is no question",
    "fence": "code outside any question",
    "code": "code outside any question",
    "quote": "a quotation outside any question",
    "html": "HTML outside any question",
    "summary": "a fold that is no question",
    "heading": "a heading without questions under it",
}


def layout_names() -> tuple[str, ...]:
    """The names that `--layout` takes."""
    return (*KINDS, TABLE, FILE)


def read_document(document: Document, options: ImportOptions) -> ImportResult:
    """What one document holds.

    Raises:
        ImportFailed: It is not text, or the layout asked for does not exist.
    """
    if options.layout and options.layout not in layout_names():
        meant = nearest(options.layout, layout_names())
        remedy = f"did you mean “{meant}”?" if meant else f"there are {one_of(layout_names())}"
        raise ImportFailed(f"there is no layout “{options.layout}”; {remedy}")
    if len(document.data) > MAX_MARKDOWN_BYTES:
        raise ImportFailed(
            f"{document.name}: larger than {megabytes(MAX_MARKDOWN_BYTES)}; import it in parts"
        )
    return _Reading(document, options).result()


class _Reading:
    """The reading of one document."""

    def __init__(self, document: Document, options: ImportOptions) -> None:
        text, notes = document.decoded
        self._document = document
        self._options = options
        self._notes = list(notes)
        self._source = Source(text)
        comments = self._source.comments(0, None)
        stated = [value.strip() for key, value in comments if key == "layout"]
        self._layout = options.layout or next((s for s in stated if s in layout_names()), "")
        blocks, references = parse(self._source.lines)
        if len(blocks) > MAX_BLOCKS:
            raise ImportFailed(
                f"{document.name}: more than {MAX_BLOCKS:,} headings and paragraphs; "
                "import it in parts"
            )
        self._notes += self._of_fences()
        self._outline = Outline(blocks, self._source.breaks)
        self._render = Renderer(self._source.lines, references)
        self._used: set[int] = set()
        """Blocks that are in a question."""
        self._used_items: set[int] = set()
        """The lines of list items that are in a question, without their list."""
        self._skipped: list[Skipped] = []
        self._questions: list[tuple[int, ImportedQuestion]] = []

    def _of_fences(self) -> Iterator[str]:
        """What was done about code fences that are damaged; the first ones stand for all."""
        last = self._source.number(len(self._source.lines))
        for line, end, _ in self._source.mends[:_MOST_FENCES]:
            what = "a code fence that nothing closes; "
            what += f"it was ended before line {end}" if end <= last else "all that follows is code"
            place = f"{self._document.name}:{line}: "
            yield place + (what if end else "a code fence that opens nothing was left out")
        if len(self._source.mends) > _MOST_FENCES:
            yield f"{self._document.name}: {len(self._source.mends)} code fences are damaged"

    def result(self) -> ImportResult:
        """The questions, and all that was skipped."""
        passes = [] if self._layout in {FILE, TABLE} else self._choose()
        asking = sum(chosen.asking for chosen in passes)
        is_short = asking < 3
        is_list = asking >= _MANY_QUESTIONS and self._layout != FILE
        single = self._card() if self._layout in {"", FILE} and not is_list else None
        if single is None and (self._layout == FILE or (not self._layout and is_short)):
            single = self._whole_file(is_certain=bool(passes) and self._layout != FILE)
        if single is not None:
            self._questions = [(0, described(single, self._source.comments(0, None)))]
            self._used |= set(range(len(self._outline.blocks)))
            sections = Sections(self._outline, ())
            layouts = [FILE]
        else:
            found = [candidate for chosen in passes for candidate in chosen.candidates]
            found.sort(key=lambda candidate: (candidate.block, candidate.line))
            sections = Sections(self._outline, found)
            self._add_questions(found, sections)
            layouts = list(dict.fromkeys(chosen.kind for chosen in passes))
            layouts += [TABLE] if self._add_tables(sections) else []
        if layouts:
            self._notes.append(f"{self._document.name}: the layout is {' and '.join(layouts)}")
        self._questions.sort(key=lambda pair: pair[0])
        meta = [pair for pair in self._source.meta.items() if pair[0] != "id"]
        title = self._source.meta.get("title", "")
        meta += [] if asks(title) else [("topic", topic_name(title))]
        return ImportResult(
            questions=tuple(described(question, meta) for _, question in self._questions),
            skipped=tuple(self._all_skipped(sections)),
            notes=tuple(self._notes),
            title="" if single is not None else title or sections.title,
        )

    # -- questions -------------------------------------------------------------------------------

    def _choose(self) -> list[Chosen]:
        """The layouts that fit, the main one first, then those of what it leaves."""
        passes: list[Chosen] = []
        free = set(range(len(self._outline.blocks))) - set(self._outline.apart)
        for number in range(_PASSES):
            least = 0.9 if number == 0 else _LATER
            chosen = choose(self._outline, free, self._layout, least=least)
            if chosen is None:
                break
            passes.append(chosen)
            sections = Sections(self._outline, [c for one in passes for c in one.candidates])
            for candidate in chosen.candidates:
                free -= {candidate.block, *sections.body(candidate)}
            # A heading over questions is their topic, and never a question itself.
            free -= self._topics_of([candidate.block for candidate in chosen.candidates])
            if self._layout:
                break
        return passes

    def _topics_of(self, starts: Sequence[int]) -> set[int]:
        """The headings that have a question below them, of those that begin at these blocks."""
        ends = self._outline.section_end
        return {top for top in ends if bisect_right(starts, top) < bisect_left(starts, ends[top])}

    def _add_questions(self, found: Sequence[Candidate], sections: Sections) -> None:
        contexts = self._contexts(found, sections)
        marked = sum(one.title.level is not None for one in found)
        has_levels = (marked > 1 or marked == len(found)) and marked >= _MARKED_SHARE * len(found)
        most_stars = max((one.title.stars for one in found), default=0)
        for one, following in zip(found, [*found[1:], None], strict=False):
            body = sections.body(one)
            blocks = [self._outline.blocks[index] for index in body]
            inner = one.item.blocks[1:] if one.item is not None else ()
            question = self._assembled(one.title.text, one.rest, [*inner, *blocks], one.line)
            links = dict.fromkeys((*question.links, *pages_in(one.title.tail)))
            question = structs.replace(question, links=tuple(links))
            context = self._render.blocks(one.context) + contexts.get(one.block, [])
            if context:
                prompt = "\n\n".join([*context, question.prompt])
                question = structs.replace(question, prompt=prompt, name=one.title.text)
            if has_levels and question.level is None:
                stars = one.title.stars if most_stars > 1 else 0
                level = star_level(stars, most_stars) if stars else one.title.level
                question = structs.replace(question, level=level)
            end = following.line if following is not None else None
            question = described(question, self._source.comments(one.line, end))
            around = sections[one.block]
            parents = tuple(filter(None, map(topic_name, one.parents)))
            question = completed(question, topic=around.topic + parents, level=around.level)
            self._questions.append((one.line, question))
            self._used |= {one.block, *body} if one.item is None else {*body}
            self._used_items |= {one.item.start} if one.item is not None else set()

    def _assembled(
        self, prompt: str, rest: str, body: Sequence[Block], line: int
    ) -> ImportedQuestion:
        question, unused = assemble(self._render, prompt, rest, body, self._location(line))
        for block, *words in unused:
            self._skipped.append(self._skip(line if block is None else block.start, *words))
        return question

    def _contexts(self, found: Sequence[Candidate], sections: Sections) -> dict[int, list[str]]:
        """For each question, the text under its heading that it rests on.

        That is a text which begins with what is given, or all text before a plain question that
        is the only one under its heading.
        """
        contexts: dict[int, list[str]] = {}
        questions = {one.block: one for one in found}
        taken = {index for one in found for index in (one.block, *sections.body(one))}
        tops = [index for index in self._outline.headings if index not in taken]
        for top, end in zip(tops, [*tops[1:], len(self._outline.blocks)], strict=False):
            below = [index for index in range(top + 1, end) if index in questions]
            if not below:
                continue
            before = range(top + 1, below[0])
            blocks = [self._outline.blocks[index] for index in before]
            rests = bool(blocks) and is_given(blocks[0].text)
            is_only = len(below) == 1 and questions[below[0]].kind == "plain lines"
            is_only &= all(b.kind == "paragraph" and not leading_label(b.text) for b in blocks)
            is_only &= not sections[top].is_about_itself
            texts = self._render.blocks(blocks) if rests or is_only else []
            if texts and sum(map(len, texts)) <= _LONGEST_CONTEXT:
                contexts |= dict.fromkeys(below, texts)
                self._used |= set(before)
        return contexts

    def _card(self) -> ImportedQuestion | None:
        """The question of a file with one heading for the question and one for the answer."""
        blocks = self._outline.blocks
        roles = [role_of(block) if block.kind == "heading" else None for block in blocks]
        if [role for role in roles if role in {Role.QUESTION, Role.ANSWER}] != _CARD:
            return None
        first = next(index for index, role in enumerate(roles) if role is not None)
        question = self._assembled("", "", blocks[first:], blocks[roles.index(Role.QUESTION)].start)
        if not question.prompt:
            return None
        for block in blocks[:first]:
            self._skipped += self._block(block, "text before the question and its answer")
        return question

    def _whole_file(self, *, is_certain: bool) -> ImportedQuestion | None:
        """The question that the document as a whole is, or None when it is not one.

        Args:
            is_certain: Whether only the front matter may say so, as there are other questions.
        """
        blocks = list(self._outline.blocks)
        meta = self._source.meta
        named = meta.get("question", "")
        title = read_title(named or meta.get("title", ""))
        extra: list[str] = []
        rest = ""
        if named or title.asks >= 0.7:
            if blocks and blocks[0].kind == "heading" and read_title(blocks[0].text) == title:
                del blocks[0]
            prompt, rest = title.text, meta.get("answer", "")
        else:
            first = next((n for n, block in enumerate(blocks) if _is_answer(block)), 0)
            if is_certain or not first:
                return None
            heading = next((block for block in blocks[:first] if block.kind == "heading"), None)
            title = read_title(heading.text if heading is not None else "")
            texts = self._render.blocks(
                [b for b in blocks[:first] if b is not heading and not _is_label(b)]
            )
            extra = texts if title.is_question else []
            prompt = "\n\n".join(texts) if texts and not extra else title.text
            del blocks[:first]
            if not prompt:
                return None
        question = self._assembled(prompt, rest, blocks, 0)
        return structs.replace(
            question,
            prompt="\n\n".join([question.prompt, *extra]),
            name=title.text,
            level=question.level or title.level,
        )

    # -- tables ----------------------------------------------------------------------------------

    def _add_tables(self, sections: Sections) -> bool:
        """Add the rows of tables that hold questions; whether there are any."""
        found = False
        for index, block in enumerate(self._outline.blocks):
            is_free = index not in self._used and index not in self._outline.apart
            fields = self._fields(block) if block.kind == "table" and is_free else None
            if fields is None:
                continue
            found = True
            self._used.add(index)
            names = _column_names(block)
            records = []
            for number, row in enumerate(block.rows[1:], block.start + 2):
                cells = {
                    name: self._render.text(cell.replace("<br>", "\n"))
                    for name, cell in zip(names, row, strict=False)
                }
                asked = cells.get(fields["question"], "")
                cells[fields["question"]] = read_title(asked).text or asked
                records.append(Record(cells, self._location(number)))
            result = read_records(records, fields)
            self._skipped += result.skipped
            around = sections[index]
            for question in result.questions:
                placed = completed(question, topic=around.topic, level=around.level)
                self._questions.append((block.start, placed))
        return found

    def _fields(self, block: Block) -> dict[str, str] | None:
        """What the columns of a table hold, by their names or by which column asks."""
        names, rows = _column_names(block), block.rows[1:]
        mapping = {f: n for f, n in self._options.mapping.items() if n in names}
        fields = assign(names, mapping)

        def asking(name: str) -> float:
            cells = [row[names.index(name)] for row in rows if names.index(name) < len(row)]
            return sum(read_title(cell).is_question for cell in cells) / max(1, len(rows))

        named = fields.get("question")
        is_sure = named is not None and field_of(named) == "question" and "answer" in fields
        if rows and named is not None and (is_sure or "question" in mapping):
            return fields
        best = named if named and asking(named) >= _ASKING_SHARE else max(names, key=asking)
        cells = [row[names.index(best)] for row in rows if names.index(best) < len(row)]
        if asking(best) < _ASKING_SHARE or ("answer" not in fields and are_links(cells)):
            return None
        return with_answer_behind({**fields, "question": best}, names)

    # -- what was skipped ------------------------------------------------------------------------

    def _all_skipped(self, sections: Sections) -> Iterator[Skipped]:
        """Everything that is in no question."""
        for number, text in self._source.navigation:
            location = self._document.location(number)
            yield Skipped(location, brief(plain(text)), "a link within the page")
        told = (f"{k}: {v}" for k, v in self._source.meta.items() if v and k not in READ_NOTES)
        if words := "; ".join(told):
            why = "front matter that says nothing of questions"
            yield Skipped(self._document.location(1), brief(words), why)
        for number, text in self._source.unused_addresses():
            yield Skipped(self._document.location(number), brief(text), "a link that nothing uses")
        used = self._used | (self._topics(sections) if self._questions else set())
        has_asked, elsewhere = False, self._outline.elsewhere()
        for index, block in enumerate(self._outline.blocks):
            is_heading = block.kind == "heading"
            is_used = index in used or any(map(self._is_used, block.items))
            about = is_about_itself(block.text) if is_heading else sections[index].is_about_itself
            # A part about the collection goes up to its first question.
            has_asked = (has_asked and not (is_heading and about)) or (is_used and not is_heading)
            about &= not has_asked
            why = self._outline.apart.get(index) or (_ABOUT if about else "")
            if not why and (leads_elsewhere(block) or index in elsewhere):
                why = "a link to another page"
            if index not in used or any(map(self._is_used, block.items)):
                yield from self._block(block, why or _OUTSIDE.get(block.kind, ""))
        yield from self._skipped

    def _topics(self, sections: Sections) -> set[int]:
        """The headings that became topics or the title, since a question is under them."""
        found = set() if sections.title_block is None else {sections.title_block}
        open_: list[int] = []
        blocks = self._outline.blocks
        for index, block in enumerate(blocks):
            is_heading = self._outline.is_heading(index)
            if is_heading:
                open_ = [at for at in open_ if blocks[at].level < block.level]
            if index in self._used or any(map(self._is_used, block.items)):
                found |= set(open_)
            elif is_heading:
                open_.append(index)
            elif block.kind == "heading" and role_of(block) is Role.QUESTION:
                found.add(index)
        return found

    def _block(self, block: Block, why: str) -> Iterator[Skipped]:
        if block.kind == "list":
            yield from self._items(block, why)
        elif block.kind == "table":
            for number, row in enumerate(block.rows):
                yield self._skip(block.start + number + (number > 0), " | ".join(row), why)
        elif block.kind in _OUTSIDE:
            yield self._skip(block.start, block.text or self._render.source(block), why)

    def _items(self, block: Block, why: str) -> Iterator[Skipped]:
        """The items of a list of which none is a question, nor names the topic of one."""
        for item in block.items:
            if item.start in self._used_items:
                continue
            if not self._is_used(item):
                words = item.text or next((b.text for b in item.blocks if b.text), "")
                yield self._skip(item.start, words, why)
            for number, child in enumerate(item.blocks):
                if child.kind == "list":
                    yield from self._items(child, why)
                elif number and not self._is_used(item):
                    yield from self._block(child, why)

    def _is_used(self, item: Item) -> bool:
        """Whether an item of a list, or one below it, is in a question."""
        below = (inner for child in item.blocks for inner in child.items)
        return item.start in self._used_items or any(map(self._is_used, below))

    def _skip(self, start: int, text: str, why: str) -> Skipped:
        shown = brief(plain(text[:2000])) or brief(text) or "(nothing to read)"
        return Skipped(self._location(start), shown, why)

    def _location(self, line: int) -> Location:
        return self._document.location(self._source.number(line))


def _is_answer(block: Block) -> bool:
    label = label_of(block.text) if block.kind in {"heading", "summary"} else None
    if block.kind == "paragraph":
        label = leading_label(block.text)
    return label is not None and label.role is Role.ANSWER


def _is_label(block: Block) -> bool:
    return block.kind == "heading" and label_of(block.text) is not None


def _column_names(block: Block) -> list[str]:
    return [name or f"col{number}" for number, name in enumerate(block.rows[0], 1)]
