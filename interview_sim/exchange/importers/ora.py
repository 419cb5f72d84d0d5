"""Open edX open response assessments: a prompt, and a rubric whose options are worth points.

Every option that is worth anything becomes a point of its own whose weight is what it adds to the
option below it. An answer that reaches a level covers that level's point and those below, so the
weights covered are the points that Open edX would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from interview_sim.exchange.importers.documents import Document, clean
from interview_sim.exchange.importers.html_text import looks_like_html, to_markdown
from interview_sim.exchange.importers.imported import (
    ImportedPoint,
    ImportedQuestion,
    ImportFailed,
    ImportOptions,
    ImportResult,
    Skipped,
    brief,
)
from interview_sim.exchange.importers.registry import Guess
from interview_sim.exchange.importers.xml_trees import (
    Element,
    Tree,
    child_text,
    number_in,
    parse_xml,
    root_name,
)

_HOLDERS = frozenset({"vertical", "sequential", "chapter", "course", "library", "problem"})
_MAX_WEIGHT = 100.0


class OraImporter:
    """The assessments of an Open edX component, or one bare rubric."""

    name = "ora"
    suffixes = frozenset({".xml"})

    def recognise(self, document: Document) -> Guess | None:
        """By the first element and those within it."""
        name = root_name(document)
        if name == "openassessment":
            return Guess(0.95, "its first element is <openassessment>")
        if name == "rubric" and b"<criterion" in document.data[:200_000]:
            return Guess(0.9, "it is a rubric with criteria")
        if name in _HOLDERS and b"<openassessment" in document.data:
            return Guess(0.8, "there are <openassessment> elements in it")
        return None

    def read(self, document: Document, options: ImportOptions) -> ImportResult:
        """Every assessment that has a prompt and a rubric."""
        tree = parse_xml(document)
        elements = list(tree.root.iter("openassessment"))
        if tree.root.tag == "rubric":
            elements = [tree.root]
        questions: list[ImportedQuestion] = []
        skipped: list[Skipped] = []
        for element in elements:
            rubric = element if element.tag == "rubric" else element.find("rubric")
            if rubric is None:
                skipped.append(_skipped(element, "it has no rubric in this file", document, tree))
                continue
            question = _question(element, rubric, document, tree, skipped)
            if question is None:
                skipped.append(_skipped(element, "it has no prompt", document, tree))
            else:
                questions.append(question)
        if not questions and not skipped:
            raise ImportFailed(
                f"{document.name}: there is no <openassessment> with a rubric in it; export the "
                "component from Open edX Studio and name its XML file"
            )
        title = questions[0].name if len(questions) == 1 else ""
        return ImportResult(questions=tuple(questions), skipped=tuple(skipped), title=title)


def _question(
    element: Element, rubric: Element, document: Document, tree: Tree, skipped: list[Skipped]
) -> ImportedQuestion | None:
    prompts = [_text(e.find("description")) or _text(e) for e in element.iterfind("prompts/prompt")]
    if not any(prompts):
        prompts = [_text(rubric.find("prompt"))]
    title = _line(child_text(element, "title"))
    prompt = "\n\n".join(filter(None, prompts)) or title
    if not any(char.isalnum() for char in prompt):
        return None
    criteria = [_criterion(e) for e in rubric.iterfind("criterion")]
    for criterion in criteria:
        if not criterion.levels:
            location = document.location(tree.line(criterion.element))
            why = "a criterion without an option that is worth points"
            skipped.append(Skipped(location, brief(criterion.name), why))
    return ImportedQuestion(
        prompt=prompt,
        location=document.location(tree.line(element)),
        points=tuple(point for criterion in criteria for point in criterion.points()),
        answer=_best_example(element, criteria),
        name=title,
    )


class _Option(Struct, frozen=True):
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
    levels: tuple[_Option, ...]

    def points(self) -> Iterator[ImportedPoint]:
        """A point for each level, weighted by what it adds to the one below."""
        before = 0.0
        for level in self.levels:
            added, before = level.worth - before, level.worth
            if added <= 0:
                continue
            named = self.name if len(self.levels) == 1 else f"{self.name} – {level.label}"
            about = level.says or self.asks
            text = f"{named}: {about}" if about else named
            yield ImportedPoint(text=text, weight=min(added, _MAX_WEIGHT))


def _criterion(element: Element) -> _Criterion:
    options = []
    for option in element.iterfind("option"):
        name = _line(child_text(option, "name"))
        label = _line(child_text(option, "label")) or name or "full"
        says = _line(child_text(option, "explanation"))
        options.append(_Option(name, label, says, number_in(option.get("points"), 0, 10_000)))
    kept = sorted((option for option in options if option.worth > 0), key=lambda o: o.worth)
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


def _text(element: Element | None) -> str:
    """A text of several paragraphs, without the indentation of its XML."""
    if element is None:
        return ""
    text = clean("".join(element.itertext()))[0].strip()
    if looks_like_html(text):
        return to_markdown(text)
    return "\n".join(line.strip() for line in text.split("\n"))


def _line(text: str) -> str:
    return " ".join(clean(text)[0].split())


def _skipped(element: Element, why: str, document: Document, tree: Tree) -> Skipped:
    what = _line(child_text(element, "title")) or element.get("url_name", "") or element.tag
    return Skipped(document.location(tree.line(element)), brief(what), why)
