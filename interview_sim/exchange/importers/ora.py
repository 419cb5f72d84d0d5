"""Open edX open response assessments: a prompt, and a rubric whose options are worth points.

Every option that is worth anything becomes a point of its own whose weight is what it adds to the
option below it. An answer that reaches a level covers that level's point and those below, so the
weights covered are the points that Open edX would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from interview_sim.exchange.importers.documents import Document, clean
from interview_sim.exchange.importers.html_text import looks_like_html, to_markdown
from interview_sim.exchange.importers.imported import (
    ImportedPoint,
    ImportedQuestion,
    ImportFailed,
    ImportOptions,
    ImportResult,
    Skipped,
    has_words,
    result_of,
)
from interview_sim.exchange.importers.registry import Guess
from interview_sim.exchange.importers.xml_trees import (
    Element,
    child_text,
    line_of,
    number_in,
    parse_xml,
    root_name,
)
from interview_sim.literal import brief

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
        root = parse_xml(document)
        elements = list(root.iter("openassessment"))
        if root.tag == "rubric":
            elements = [root]
        found = result_of(item for element in elements for item in _items(element, document))
        if not found.questions and not found.skipped:
            raise ImportFailed(
                f"{document.name}: there is no <openassessment> with a rubric in it; export the "
                "component from Open edX Studio and name its XML file"
            )
        return found.replace(title=found.questions[0].name if len(found.questions) == 1 else "")


def _items(element: Element, document: Document) -> Iterator[ImportedQuestion | Skipped]:
    """The question that an assessment is, and what of it is not used."""
    location = document.location(line_of(element))
    named = brief(_line(element, "title") or element.get("url_name", "") or element.tag)
    rubric = element if element.tag == "rubric" else element.find("rubric")
    if rubric is None:
        yield Skipped(location, named, "it has no rubric in this file")
        return
    prompts = [_text(e.find("description")) or _text(e) for e in element.iterfind("prompts/prompt")]
    if not any(prompts):
        prompts = [_text(rubric.find("prompt"))]
    title = _line(element, "title")
    prompt = "\n\n".join(filter(None, prompts)) or title
    if not has_words(prompt):
        yield Skipped(location, named, "it has no prompt")
        return
    points: list[ImportedPoint] = []
    best: dict[str, str] = {}
    for criterion in rubric.iterfind("criterion"):
        name = _line(criterion, "label") or _line(criterion, "name")
        name = name or _line(criterion, "prompt") or "Criterion"
        options = sorted(filter(_worth, criterion.iterfind("option")), key=_worth)
        if options:
            points += _points(name, _line(criterion, "prompt"), options)
            best[_line(criterion, "name")] = _line(options[-1], "name")
        else:
            why = "a criterion without an option that is worth points"
            yield Skipped(document.location(line_of(criterion)), brief(name), why)
    yield ImportedQuestion(
        prompt=prompt,
        location=location,
        points=tuple(points),
        answer=_best_example(element, best),
        name=title,
    )


def _worth(option: Element) -> float:
    return number_in(option.get("points"), 0, 10_000)


def _points(name: str, asks: str, options: Sequence[Element]) -> Iterator[ImportedPoint]:
    """A point for each option, from the least, weighted by what it adds to the one below."""
    before = 0.0
    for option in options:
        added, before = _worth(option) - before, _worth(option)
        if added <= 0:
            continue
        label = _line(option, "label") or _line(option, "name") or "full"
        named = name if len(options) == 1 else f"{name} – {label}"
        about = _line(option, "explanation") or asks
        text = f"{named}: {about}" if about else named
        yield ImportedPoint(text=text, weight=min(added, _MAX_WEIGHT))


def _best_example(element: Element, best: Mapping[str, str]) -> str:
    """The answer that graders are trained on as worth all points; empty without one."""
    for example in element.iterfind("assessments/assessment/example"):
        chosen = {s.get("criterion", ""): s.get("option", "") for s in example.iterfind("select")}
        if best and best.items() <= chosen.items():
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


def _line(element: Element, name: str) -> str:
    return " ".join(child_text(element, name).split())
