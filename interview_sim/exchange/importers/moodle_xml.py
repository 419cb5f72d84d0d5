"""Moodle XML: essays and short answers with their rubric, feedback, category and tags."""

from __future__ import annotations

from collections.abc import Sequence

from interview_sim.exchange.importers.gathering import Document
from interview_sim.exchange.importers.gift.parsing import category_parts
from interview_sim.exchange.importers.html_text import to_markdown
from interview_sim.exchange.importers.model import (
    Draft,
    ImportFailed,
    ImportResult,
    Options,
    Skipped,
    brief,
    joined,
)
from interview_sim.exchange.importers.quizzes import (
    NOT_ASKED,
    Accepted,
    essay_draft,
    level_in_tags,
    short_draft,
    titled,
)
from interview_sim.exchange.importers.records import prose
from interview_sim.exchange.importers.registry import Format, Guess
from interview_sim.exchange.importers.texts import clean
from interview_sim.exchange.importers.xml_trees import (
    Element,
    Tree,
    child_text,
    parse_xml,
    root_name,
)

_SUFFIXES = (".xml",)
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
"""Moodle's names for kinds of questions that are left out."""

_ESSAYS = frozenset({"essay", "essayautograde", "recordrtc"})


def _look(document: Document) -> Guess | None:
    if root_name(document) == "quiz":
        return Guess(0.95, "its first element is <quiz>")
    return None


def _read(documents: Sequence[Document], options: Options) -> ImportResult:
    return joined(_read_one(document) for document in documents).but(format="moodle-xml")


def _read_one(document: Document) -> ImportResult:
    tree = parse_xml(document)
    if tree.root.tag != "quiz":
        raise ImportFailed(
            f"{document.name}: its first element is <{brief(tree.root.tag, 40)}>, and that of a "
            "Moodle quiz is <quiz>; export the questions from Moodle as “Moodle XML format”"
        )
    return _Quiz(document, tree).result()


class _Quiz:
    """The questions of one document."""

    def __init__(self, document: Document, tree: Tree) -> None:
        self._document = document
        self._tree = tree
        self._drafts: list[Draft] = []
        self._skipped: list[Skipped] = []

    def result(self) -> ImportResult:
        """What was understood."""
        category: tuple[str, ...] = ()
        for element in self._tree.root:
            if element.tag != "question":
                self._skip(element, f"an element <{brief(element.tag, 40)}>, not a question")
            elif element.get("type") == "category":
                category = category_parts(child_text(element, "category"))
            else:
                self._question(element, category)
        title, drafts = titled(self._drafts)
        return ImportResult(drafts=tuple(drafts), skipped=tuple(self._skipped), title=title)

    def _question(self, element: Element, category: tuple[str, ...]) -> None:
        kind = (element.get("type") or "").strip().lower()
        prompt = _markdown(element.find("questiontext"))
        if kind not in _ESSAYS and kind != "shortanswer":
            known = _KINDS.get(kind)
            other = f"a question of the kind “{brief(kind, 40)}”, which only Moodle can ask"
            self._skip(element, NOT_ASKED[known] if known else other)
        elif not any(char.isalnum() for char in prompt):
            self._skip(element, "it has no text that could be asked")
        else:
            given = [child_text(tag, "text") for tag in element.iterfind("tags/tag")]
            level, tags = level_in_tags(given)
            base = Draft(
                prompt=prompt,
                place=self._document.place(self._tree.line(element)),
                tags=tags,
                level=level,
                topic=category,
                hints=tuple(filter(None, map(_markdown, element.iterfind("hint")))),
                name=child_text(element, "idnumber") or _named(element),
            )
            self._drafts.append(_draft(base, element, kind))

    def _skip(self, element: Element, why: str) -> None:
        what = _named(element) or brief(_markdown(element.find("questiontext"))) or element.tag
        place = self._document.place(self._tree.line(element))
        self._skipped.append(Skipped(place, brief(what), why))


def _draft(base: Draft, element: Element, kind: str) -> Draft:
    feedback = _markdown(element.find("generalfeedback"))
    if kind != "shortanswer":
        return essay_draft(base, feedback, rubric=_markdown(element.find("graderinfo")))
    accepted = [
        Accepted(
            clean(child_text(answer, "text")).text,
            _fraction(answer.get("fraction") or ""),
            _markdown(answer.find("feedback")),
        )
        for answer in element.iterfind("answer")
    ]
    return short_draft(base, accepted, feedback)


def _named(element: Element) -> str:
    return child_text(element, "name/text") or child_text(element, "name")


def _fraction(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if -1000 <= found <= 1000 else 0.0


def _markdown(element: Element | None) -> str:
    """A text in the markup that its `format` names; files beside it are left where they are."""
    if element is None:
        return ""
    inner = element.find("text")
    raw = "".join(inner.itertext()) if inner is not None else (element.text or "")
    text = clean(raw).text.strip()
    markup = (element.get("format") or "html").strip().lower()
    if markup == "html":
        return to_markdown(text)
    return prose(text) if markup in {"moodle_auto_format", "moodle"} else text


FORMAT = Format(
    name="moodle-xml",
    title="a Moodle quiz in Moodle XML",
    suffixes=_SUFFIXES,
    look=_look,
    read=_read,
)
"""Moodle's own XML."""
