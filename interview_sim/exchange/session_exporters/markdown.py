"""The session as Markdown that reads well in a pull request.

No HTML, no links and no pictures are written, and none can come from a text: everything that
CommonMark and GitHub's dialect would act upon is escaped where a backslash is enough, and put in
a code span where it is not, as for mentions and bare addresses, which GitHub finds in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from interview_sim.assessment import words
from interview_sim.assessment.model import (
    AnswerResult,
    DeletedText,
    PointResult,
    QuestionResult,
    Scorecard,
)
from interview_sim.exchange.session_exporters import SessionFormat
from interview_sim.figures import counted, shown
from interview_sim.literal import visible

_NOTHING_TYPED = "*Nothing was typed.*"
_SPECIAL = re.compile(
    r"[\\`*\[\]~|]"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|^\#+$|\#+$"
)
"""What means something anywhere; an underscore inside a word does not."""

_FIRST = re.compile(r"^(?:\d{1,9}(?=[.)]$)|(?=[-+=:]+$|>))")
"""Where a backslash goes in a word that would make its line a list, a rule, a quote or a table."""

_FOUND_IN_TEXT = re.compile(
    r"@\w|#\d|://|\bwww\.|\bGH-\d|:(?:[\w+-]*[a-z][\w+-]*|[+-]1|100|1234):|\$|\b(?:mailto|xmpp):"
    r"|^[0-9a-f]{7,40}$",
    re.IGNORECASE,
)
"""What GitHub turns into a mention, a reference, a link, a picture or a formula by itself."""

_BLANKS = re.compile(r"(\s+)")
_TAB = "    "
_HARD_BREAK = "\\"
_PIPE = "&#124;"


def write(session: Scorecard, options: Mapping[str, Any]) -> bytes:
    """The whole session: the scores, then every question with its answers and points."""
    blocks = [
        *_head(session),
        *_overview(session),
        *(block for question in session.questions for block in _question(question)),
        *_after(session),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def _head(session: Scorecard) -> Iterator[str]:
    yield f"# {inline(words.title(session))}"
    yield f"**{inline(words.verdict_line(session))}.** {inline(session.band_words)}".rstrip()
    yield inline(words.facts(session))
    for line in (words.marked_line(session), words.calibration_line(session)):
        if line:
            yield inline(line)
    if session.problems:
        yield "The transcript was damaged:"
        yield "\n".join(f"- {inline(problem)}" for problem in session.problems)


def _overview(session: Scorecard) -> Iterator[str]:
    if not session.questions:
        yield "No question was asked."
        return
    measured = [d for d in session.dimensions if d.n]
    if measured:
        yield _table(
            ("", "score", "weight", "rests on"),
            ("---", "---:", "---:", "---"),
            (
                (d.title, shown(d.score), f"{d.weight:g}", counted(d.n, "question"))
                for d in measured
            ),
        )
    yield _table(
        ("#", "question", "topic", "score", "must", "time"),
        ("---:", "---", "---", "---:", "---:", "---:"),
        (_row(question) for question in session.questions),
    )


def _row(question: QuestionResult) -> tuple[str, ...]:
    used = sum(answer.seconds for answer in question.answers)
    return (
        str(question.number),
        question.id + (f" {words.FLAG}" if question.flagged else ""),
        question.topic,
        shown(question.score),
        words.musts(question) or "–",
        words.clock(used),
    )


def _table(head: tuple[str, ...], rule: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    written = [head, rule, *(tuple(inline(text) for text in row) for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in written)


def _question(question: QuestionResult) -> Iterator[str]:
    yield f"## {question.number}. {inline(question.id)}"
    yield block(question.prompt) if question.prompt.strip() else "*The question is not known.*"
    yield inline(" · ".join(words.question_facts(question)))
    if question.derived and question.main.points:
        yield words.NO_RUBRIC
    for answer in question.answers:
        yield from _answer(answer)
    if question.claims:
        yield "\n".join(
            f"- ? {words.CLAIMED[claim.confirmed]}: {inline(claim.claim)}"
            + (f" Right is: {inline(claim.correction)}" if claim.correction else "")
            for claim in question.claims
        )
    lost = [deleted for deleted in question.deleted if deleted.point]
    if lost:
        yield "\n".join(_deleted(deleted) for deleted in lost)
    yield from _note("Note", question.note)


def _answer(answer: AnswerResult) -> Iterator[str]:
    if not answer.is_main:
        yield f"### {words.answer_name(answer)}"
        yield block(answer.ask)
        if answer.reason.strip():
            yield f"Asked because: {inline(answer.reason)}"
    yield quoted(answer.text) if answer.text.strip() else f"> {_NOTHING_TYPED}"
    yield f"{words.answer_facts(answer).capitalize()}."
    if answer.points:
        yield "\n".join(line for point in answer.points for line in _point(point))


def _point(point: PointResult) -> Iterator[str]:
    indent = "  " if point.group is not None else ""
    facts = ", ".join(words.point_facts(point))
    more = f" ({inline(facts)})" if facts else ""
    sign = words.SIGNS[point.confirmed].replace("~", "\\~")
    end = "\\" if point.shows_evidence else ""
    yield f"{indent}- {sign} {point.confirmed.value} – {inline(point.point or point.id)}{more}{end}"
    if point.shows_evidence:
        yield f"{indent}  {inline(words.quoted(point))}"


def _deleted(deleted: DeletedText) -> str:
    return (
        f"- Typed and deleted at {words.at(deleted.deleted_ms)}, and with it "
        f"“{inline(deleted.point or '')}”: “{inline(deleted.text)}”"
    )


def _after(session: Scorecard) -> Iterator[str]:
    if session.study:
        yield "## Study next"
        yield "\n".join(
            f"- {inline(item.text)} ({inline(item.topic)}) {inline(item.why)}"
            for item in session.study
        )
    yield from _note("Note on the session", session.note)


def _note(title: str, note: str) -> Iterator[str]:
    if note.strip():
        yield f"**{title}**"
        yield quoted(note)


# Text as Markdown that shows it as it was typed, whatever is in it.


def inline(text: str) -> str:
    """The text on one line, for a heading, a list item, a sentence or a cell of a table."""
    return _line(" ".join(visible(text).split()))


def quoted(text: str) -> str:
    """The text as a block quote, its line ends and its indents kept."""
    return block(text, prefix="> ")


def block(text: str, *, prefix: str = "") -> str:
    """The text as paragraphs, its line ends and its indents kept.

    Args:
        text: What to show; blank lines at its ends are left out.
        prefix: What every line begins with.
    """
    lines = visible(text).strip("\n").rstrip().split("\n")
    written: list[str] = []
    for number, line in enumerate(lines):
        if not line.strip():
            written.append(prefix.rstrip())
            continue
        goes_on = number + 1 < len(lines) and lines[number + 1].strip()
        written.append(f"{prefix}{_line(line)}{_HARD_BREAK if goes_on else ''}")
    return "\n".join(written)


def _line(text: str) -> str:
    """One line of text; runs of blanks stay as wide as they are."""
    pieces = _BLANKS.split(text.replace("\t", _TAB).rstrip())
    written: list[str] = []
    for piece in filter(None, pieces):
        if piece.isspace():
            is_plain = piece == " " and written
            written.append(piece if is_plain else piece.replace(" ", "&nbsp;"))
        elif _FOUND_IN_TEXT.search(piece):
            written.append(_code(piece))
        else:
            written.append(_escaped(piece, is_first=not written))
    return "".join(written)


def _escaped(word: str, *, is_first: bool) -> str:
    """The word with a backslash before every sign that would mean something."""
    found = _FIRST.match(word) if is_first else None
    escaped = _SPECIAL.sub(_escape, word)
    return escaped if found is None else f"{found.group()}\\{escaped[found.end() :]}"


def _escape(found: re.Match[str]) -> str:
    # A pipe that is only escaped would still end a cell in some readers.
    return _PIPE if found.group() == "|" else f"\\{found.group()}"


def _code(word: str) -> str:
    """The word in a code span whose fence is longer than any in it."""
    if "|" in word:
        # No code span can hold a pipe inside a table: characters are written as references instead.
        return "".join(char if char.isalnum() else f"&#{ord(char)};" for char in word)
    longest = max((len(run) for run in re.findall("`+", word)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if word.startswith("`") or word.endswith("`") else ""
    return f"{fence}{pad}{word}{pad}{fence}"


FORMAT = SessionFormat(
    name="md",
    title="Markdown",
    purpose="to read, or for a pull request",
    endings=(".md", ".markdown"),
    write=write,
    order=1,
)
