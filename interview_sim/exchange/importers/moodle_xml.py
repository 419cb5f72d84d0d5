"""Moodle XML: essays and short answers with their rubric, feedback, category and tags."""

from __future__ import annotations

from collections.abc import Iterator

from interview_sim.exchange.importers.documents import Document, clean
from interview_sim.exchange.importers.html_text import to_markdown
from interview_sim.exchange.importers.imported import (
    ImportedQuestion,
    ImportFailed,
    ImportOptions,
    ImportResult,
    Location,
    Skipped,
)
from interview_sim.exchange.importers.quizzes import (
    Accepted,
    Kind,
    category_parts,
    essay,
    level_in_tags,
    quiz_of,
    short_answer,
)
from interview_sim.exchange.importers.records import prose
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

_KINDS = {
    Kind.ESSAY: "essay essayautograde recordrtc",
    Kind.SHORT: "shortanswer",
    Kind.CHOICE: "multichoice multichoiceset oumultiresponse",
    Kind.TRUE_FALSE: "truefalse",
    Kind.MATCHING: "matching match randomsamatch",
    Kind.NUMERICAL: "numerical calculated calculatedsimple calculatedmulti",
    Kind.DESCRIPTION: "description",
}
_BY_NAME = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""Moodle's names for kinds of questions."""


class MoodleXmlImporter:
    """A quiz as Moodle exports it."""

    name = "moodle-xml"
    suffixes = frozenset({".xml"})

    def recognise(self, document: Document) -> Guess | None:
        """By the first element."""
        is_quiz = root_name(document) == "quiz"
        return Guess(0.95, "its first element is <quiz>") if is_quiz else None

    def read(self, document: Document, options: ImportOptions) -> ImportResult:
        """Essays and short answers; everything else is skipped."""
        root = parse_xml(document)
        if root.tag != "quiz":
            raise ImportFailed(
                f"{document.name}: its first element is <{brief(root.tag, 40)}>, and that of "
                "a Moodle quiz is <quiz>; export the questions from Moodle as “Moodle XML format”"
            )
        return quiz_of(_items(root, document))


def _items(root: Element, document: Document) -> Iterator[ImportedQuestion | Skipped]:
    category: tuple[str, ...] = ()
    for element in root:
        if element.tag == "question" and element.get("type") == "category":
            category = category_parts(child_text(element, "category"))
            continue
        location = document.location(line_of(element))
        prompt = _markdown(element.find("questiontext"))
        why = _why_skipped(element, prompt)
        if why:
            yield Skipped(location, brief(_named(element) or prompt or element.tag), why)
        else:
            yield _question(element, prompt, category, location)


def _kind(element: Element) -> Kind | None:
    return _BY_NAME.get((element.get("type") or "").strip().lower())


def _why_skipped(element: Element, prompt: str) -> str:
    """Why an element is no question to talk about; empty: it is one."""
    if element.tag != "question":
        return f"an element <{brief(element.tag, 40)}>, not a question"
    kind = _kind(element)
    if kind is None:
        named = brief(element.get("type") or "", 40)
        return f"a question of the kind “{named}”, which only Moodle can ask"
    return kind.why_skipped(prompt)


def _question(
    element: Element, prompt: str, category: tuple[str, ...], location: Location
) -> ImportedQuestion:
    level, tags = level_in_tags(child_text(tag, "text") for tag in element.iterfind("tags/tag"))
    question = ImportedQuestion(
        prompt=prompt,
        location=location,
        tags=tags,
        level=level,
        topic=category,
        hints=tuple(filter(None, map(_markdown, element.iterfind("hint")))),
        name=child_text(element, "idnumber") or _named(element),
    )
    feedback = _markdown(element.find("generalfeedback"))
    if _kind(element) is Kind.ESSAY:
        return essay(question, feedback, rubric=_markdown(element.find("graderinfo")))
    accepted = [
        Accepted(
            child_text(answer, "text"),
            number_in(answer.get("fraction"), -1000, 1000),
            _markdown(answer.find("feedback")),
        )
        for answer in element.iterfind("answer")
    ]
    return short_answer(question, accepted, feedback)


def _named(element: Element) -> str:
    return child_text(element, "name/text") or child_text(element, "name")


def _markdown(element: Element | None) -> str:
    """A text in the markup that its `format` names; files beside it are not read."""
    if element is None:
        return ""
    inner = element.find("text")
    raw = "".join(inner.itertext()) if inner is not None else (element.text or "")
    text = clean(raw)[0].strip()
    markup = (element.get("format") or "html").strip().lower()
    if markup == "html":
        return to_markdown(text)
    is_moodle = markup in {"moodle_auto_format", "moodle"}
    return prose(text, keeps_lines=True) if is_moodle else text
