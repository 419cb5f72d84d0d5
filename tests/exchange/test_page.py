"""The HTML export may run nothing but its own script, and any text in it is text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

from export_kit import HOSTILE, INVISIBLE, exported, file_of, hostile, one_question, small
from hypothesis import example, given
from hypothesis import strategies as st
from transcript_kit import header

from interview_sim.assessment.model import Scorecard
from interview_sim.exchange.session_exporters.html_page import block_of, player_data, segments
from interview_sim.literal import visible

OURS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "section", "article",
    "footer", "h1", "h2", "h3", "p", "strong", "span", "div", "input", "button", "label", "select",
    "ul", "li", "noscript", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "mark",
    "script",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "dir", "hidden", "scope",
    "role", "type", "min", "max", "step", "value", "checked", "title", "aria-label", "aria-live",
    "aria-hidden", "aria-labelledby",
}  # fmt: skip
VOID = {"meta", "input"}


class Reading(HTMLParser):
    """What is in a page: its elements, attributes and the texts of some."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.answers: list[str] = []
        self.blocks: dict[str, str] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "blockquote":
            self.answers.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "blockquote" in self.open:
            self.answers[-1] += data
        if self.open and self.open[-1] in {"script", "style"}:
            kind = self.elements[-1][1].get("type") or self.open[-1]
            self.blocks[kind] = self.blocks.get(kind, "") + data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def written(session: Scorecard) -> str:
    """The whole page."""
    return file_of(session, "html").decode()


@given(st.text(min_size=1, max_size=60))
@example(HOSTILE)
def test_any_text_is_text(text: str) -> None:
    """Whatever is asked, answered and noted: only our elements, only our attributes, all closed."""
    page = Reading(
        written(exported(one_question(text, prompt=text, note=text, title=text, topic=text)))
    )
    assert page.open == []
    assert {tag for tag, _ in page.elements} <= OURS
    assert {name for _, attributes in page.elements for name in attributes} <= ATTRIBUTES
    if text.strip():
        assert page.answers == [visible(text)]
    data = json.loads(page.blocks["application/json"])
    assert "".join(edit[3] for edit in data["turns"][0]["edits"]) == text
    assert data["turns"][0]["ask"] == text


def test_the_policy_names_the_one_script_and_the_one_style_sheet() -> None:
    """Their hashes are those of what is in the page, and nothing else is allowed."""
    page = Reading(written(small()))
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv"))
    hashes = {
        kind: base64.b64encode(hashlib.sha256(page.blocks[kind].encode()).digest()).decode()
        for kind in ("script", "style")
    }
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{hashes['script']}'; "
        f"style-src 'sha256-{hashes['style']}'; base-uri 'none'; form-action 'none'"
    )
    assert [tag for tag, _ in page.elements].count("script") == 2
    assert [tag for tag, _ in page.elements].count("style") == 1


def test_the_policy_stands_before_what_it_governs() -> None:
    """Nothing that could be loaded or run comes before it."""
    page = Reading(written(small()))
    assert [tag for tag, _ in page.elements][:4] == ["html", "head", "meta", "meta"]
    assert page.elements[3][1]["http-equiv"] == "Content-Security-Policy"


def test_nothing_is_fetched() -> None:
    """No address is in any attribute, and the script asks for nothing."""
    page = Reading(written(hostile()))
    found = [
        name
        for _, attributes in page.elements
        for name, value in attributes.items()
        if "://" in (value or "")
    ]
    assert set(found) <= {"title"}
    script = page.blocks["script"]
    assert not re.search(r"fetch|XMLHttp|import\(|innerHTML|outerHTML|insertAdjacent|eval", script)
    assert not re.search(r"url\(|@import", page.blocks["style"])


def test_the_data_cannot_end_its_block() -> None:
    """Neither an end tag nor a comment nor a strange line end is written out in it."""
    block = block_of(player_data(hostile()))
    assert block.isascii()
    assert not re.search("[<>&\u2028\u2029]", block)
    assert json.loads(block) == json.loads(json.dumps(player_data(hostile())))


def test_templates_do_not_run_what_is_in_a_text() -> None:
    """Braces that were typed are braces that are shown."""
    assert "{{ 7*7 }} {% raw %}" in written(hostile())


def test_evidence_is_marked_where_it_stands() -> None:
    """The answer is cut at the evidence's ends; put together it is the answer."""
    answer = (
        exported(one_question("Averaging lowers variance by bootstrap.")).questions[0].answers[0]
    )
    pieces = segments(answer)
    assert "".join(piece.text for piece in pieces) == answer.text
    assert [piece.text for piece in pieces if piece.points] == ["Averaging lo", "bootstrap"]


def test_a_session_without_questions_is_a_page_too() -> None:
    """It says so instead of showing an empty table."""
    page = written(exported([header(0)]))
    assert "No question was asked." in page
    assert "<table>" not in page


def test_nothing_invisible_is_left() -> None:
    """Controls and signs that turn the direction of writing are made visible."""
    assert not INVISIBLE.search(written(hostile()))
