"""Moodle XML: essays and short answers with their rubric, feedback, category and tags."""

from __future__ import annotations

from interview_sim.exchange.importers.documents import Document, clean
from interview_sim.exchange.importers.html_text import to_markdown
from interview_sim.exchange.importers.imported import (
    ImportedQuestion,
    ImportFailed,
    ImportOptions,
    ImportResult,
    Skipped,
    brief,
)
from interview_sim.exchange.importers.quizzes import (
    NOT_ASKED,
    Accepted,
    category_parts,
    essay,
    level_in_tags,
    short_answer,
    split_title,
)
from interview_sim.exchange.importers.records import prose
from interview_sim.exchange.importers.registry import Guess
from interview_sim.exchange.importers.xml_trees import (
    Element,
    child_text,
    number_in,
    parse_xml,
    root_name,
)

_KINDS = {
    "multichoice": "multiple choice",
    "multichoiceset": "multiple choice",
    "oumultiresponse": "multiple choice",
    "truefalse": "true or false",
    "matching": "matching",
    "match": "matching",
    "randomsamatch": "matching",
    "numerical": "numerical",
    "calculated": "numerical",
    "calculatedsimple": "numerical",
    "calculatedmulti": "numerical",
    "description": "description",
}
"""Moodle's names for kinds of questions that are skipped."""

_ESSAYS = frozenset({"essay", "essayautograde", "recordrtc"})


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
        tree = parse_xml(document)
        if tree.root.tag != "quiz":
            raise ImportFailed(
                f"{document.name}: its first element is <{brief(tree.root.tag, 40)}>, and that of "
                "a Moodle quiz is <quiz>; export the questions from Moodle as “Moodle XML format”"
            )
        questions: list[ImportedQuestion] = []
        skipped: list[Skipped] = []
        category: tuple[str, ...] = ()
        for element in tree.root:
            line = tree.line(element)
            if element.tag == "question" and element.get("type") == "category":
                category = category_parts(child_text(element, "category"))
                continue
            why = _why_skipped(element)
            if why:
                what = _named(element) or _markdown(element.find("questiontext")) or element.tag
                skipped.append(Skipped(document.location(line), brief(what), why))
            else:
                questions.append(_question(element, category, document, line))
        title, placed = split_title(questions)
        return ImportResult(questions=placed, skipped=tuple(skipped), title=title)


def _kind(element: Element) -> str:
    return (element.get("type") or "").strip().lower()


def _why_skipped(element: Element) -> str:
    """Why an element is no question to talk about; empty: it is one."""
    kind = _kind(element)
    if element.tag != "question":
        return f"an element <{brief(element.tag, 40)}>, not a question"
    if kind not in _ESSAYS and kind != "shortanswer":
        other = f"a question of the kind “{brief(kind, 40)}”, which only Moodle can ask"
        return NOT_ASKED[_KINDS[kind]] if kind in _KINDS else other
    has_text = any(char.isalnum() for char in _markdown(element.find("questiontext")))
    return "" if has_text else "it has no text that could be asked"


def _question(
    element: Element, category: tuple[str, ...], document: Document, line: int
) -> ImportedQuestion:
    level, tags = level_in_tags(child_text(tag, "text") for tag in element.iterfind("tags/tag"))
    question = ImportedQuestion(
        prompt=_markdown(element.find("questiontext")),
        location=document.location(line),
        tags=tags,
        level=level,
        topic=category,
        hints=tuple(filter(None, map(_markdown, element.iterfind("hint")))),
        name=child_text(element, "idnumber") or _named(element),
    )
    feedback = _markdown(element.find("generalfeedback"))
    if _kind(element) != "shortanswer":
        return essay(question, feedback, rubric=_markdown(element.find("graderinfo")))
    accepted = [
        Accepted(
            clean(child_text(answer, "text"))[0],
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
