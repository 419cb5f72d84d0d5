"""Open edX open response assessments: a prompt, and a rubric whose options are worth points.

Every option that is worth anything becomes a point of its own whose weight is what it adds to the
option below it. An answer that reaches a level covers that level's point and those below, so the
weights covered are the points that Open edX would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from interview_sim.exchange.importers.gathering import Document
from interview_sim.exchange.importers.html_text import looks_like_html, to_markdown
from interview_sim.exchange.importers.model import (
    Draft,
    DraftPoint,
    ImportFailed,
    ImportResult,
    Options,
    Skipped,
    brief,
    joined,
)
from interview_sim.exchange.importers.registry import Format, Guess
from interview_sim.exchange.importers.texts import clean
from interview_sim.exchange.importers.xml_trees import (
    Element,
    Tree,
    child_text,
    parse_xml,
    root_name,
)

_ROOTS = frozenset({"openassessment", "rubric"})
_HOLDERS = frozenset({"vertical", "sequential", "chapter", "course", "library", "problem"})
_MAX_WEIGHT = 100.0


def _look(document: Document) -> Guess | None:
    name = root_name(document)
    if name == "openassessment":
        return Guess(0.95, "its first element is <openassessment>")
    if name == "rubric" and b"<criterion" in document.data[:200_000]:
        return Guess(0.9, "it is a rubric with criteria")
    if name in _HOLDERS and b"<openassessment" in document.data:
        return Guess(0.8, "there are <openassessment> elements in it")
    return None


def _read(documents: Sequence[Document], options: Options) -> ImportResult:
    return joined(_read_one(document) for document in documents).but(format="ora")


def _read_one(document: Document) -> ImportResult:
    tree = parse_xml(document)
    found = [e for e in tree.root.iter("openassessment") if e.find("rubric") is not None]
    if tree.root.tag == "rubric":
        found = [tree.root]
    drafts: list[Draft] = []
    skipped = [
        _skipped(element, "it has no rubric in this file", document, tree)
        for element in tree.root.iter("openassessment")
        if element not in found
    ]
    for element in found:
        draft = _draft(element, document, tree, skipped)
        if draft is not None:
            drafts.append(draft)
        else:
            skipped.append(_skipped(element, "it has no prompt", document, tree))
    if not drafts and not skipped:
        raise ImportFailed(
            f"{document.name}: there is no <openassessment> with a rubric in it; export the "
            "component from Open edX Studio and name its XML file"
        )
    title = drafts[0].name if len(drafts) == 1 else ""
    return ImportResult(drafts=tuple(drafts), skipped=tuple(skipped), title=title)


def _draft(
    element: Element, document: Document, tree: Tree, skipped: list[Skipped]
) -> Draft | None:
    rubric = element if element.tag == "rubric" else element.find("rubric")
    prompts = [_text(e.find("description")) or _text(e) for e in element.iterfind("prompts/prompt")]
    if not any(prompts) and rubric is not None:
        prompts = [_text(rubric.find("prompt"))]
    title = _line(child_text(element, "title"))
    prompt = "\n\n".join(filter(None, prompts)) or title
    if not any(char.isalnum() for char in prompt):
        return None
    criteria = [_criterion(e) for e in rubric.iterfind("criterion")] if rubric is not None else []
    for criterion in criteria:
        if not criterion.levels:
            place = document.place(tree.line(criterion.element))
            why = "a criterion without an option that is worth points"
            skipped.append(Skipped(place, brief(criterion.name), why))
    return Draft(
        prompt=prompt,
        place=document.place(tree.line(element)),
        points=tuple(point for criterion in criteria for point in criterion.points()),
        answer=_best_example(element, criteria),
        name=title,
    )


class _Level(Struct, frozen=True):
    """One option of a criterion."""

    name: str
    label: str
    says: str
    worth: float


class _Criterion(Struct, frozen=True):
    """What is looked at, and the options that are worth something, from the least."""

    element: Element
    name: str
    asks: str
    levels: tuple[_Level, ...]

    def points(self) -> Iterator[DraftPoint]:
        """A point for each level, weighted by what it adds to the one below."""
        before = 0.0
        for level in self.levels:
            added, before = level.worth - before, level.worth
            if added <= 0:
                continue
            named = self.name if len(self.levels) == 1 else f"{self.name} – {level.label}"
            about = level.says or self.asks
            text = f"{named}: {about}" if about else named
            yield DraftPoint(text=text, weight=min(added, _MAX_WEIGHT))


def _criterion(element: Element) -> _Criterion:
    levels = []
    for option in element.iterfind("option"):
        name = _line(child_text(option, "name"))
        label = _line(child_text(option, "label")) or name
        says = _line(child_text(option, "explanation"))
        levels.append(_Level(name, label or "full", says, _worth(option.get("points") or "")))
    kept = sorted((level for level in levels if level.worth > 0), key=lambda level: level.worth)
    name = _line(child_text(element, "label")) or _line(child_text(element, "name"))
    asks = _line(child_text(element, "prompt"))
    return _Criterion(element, name or asks or "Criterion", asks, tuple(kept))


def _best_example(element: Element, criteria: Sequence[_Criterion]) -> str:
    """The answer that graders are trained on as worth all points; empty without one."""
    best = {
        _line(child_text(criterion.element, "name")): criterion.levels[-1].name
        for criterion in criteria
        if criterion.levels
    }
    for example in element.iterfind("assessments/assessment/example"):
        chosen = {s.get("criterion", ""): s.get("option", "") for s in example.iterfind("select")}
        if best and all(chosen.get(name) == option for name, option in best.items()):
            return _text(example.find("answer"))
    return ""


def _worth(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if 0 <= found <= 10_000 else 0.0


def _text(element: Element | None) -> str:
    """A text of several paragraphs, without the indentation of its XML."""
    if element is None:
        return ""
    text = clean("".join(element.itertext())).text.strip()
    if looks_like_html(text):
        return to_markdown(text)
    return "\n".join(line.strip() for line in text.split("\n"))


def _line(text: str) -> str:
    return " ".join(clean(text).text.split())


def _skipped(element: Element, why: str, document: Document, tree: Tree) -> Skipped:
    what = _line(child_text(element, "title")) or element.get("url_name", "") or element.tag
    return Skipped(document.place(tree.line(element)), brief(what), why)


FORMAT = Format(
    name="ora",
    title="open response assessments of Open edX",
    suffixes=(".xml",),
    look=_look,
    read=_read,
)
"""Open edX's rubrics."""
