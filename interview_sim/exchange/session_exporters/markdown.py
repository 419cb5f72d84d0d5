"""The session as Markdown that reads well in a pull request.

No HTML, no links and no pictures are written, and none can come from a text: see
`markdown_text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from interview_sim.exchange.session_exporters import Choices, words
from interview_sim.exchange.session_exporters.document import (
    Answer,
    Deleted,
    Point,
    Question,
    Session,
)
from interview_sim.exchange.session_exporters.markdown_text import block, inline, quoted
from interview_sim.figures import counted, shown

_NOTHING_TYPED = "*Nothing was typed.*"


def write(session: Session, choices: Choices) -> bytes:
    """The whole session: the scores, then every question with its answers and points."""
    del choices
    blocks = [
        *_head(session),
        *_overview(session),
        *(block for question in session.questions for block in _question(question)),
        *_after(session),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def _head(session: Session) -> Iterator[str]:
    yield f"# {inline(words.title(session))}"
    yield f"**{inline(words.verdict_line(session))}.** {inline(session.band_words)}".rstrip()
    yield inline(words.facts(session))
    for line in (words.marked_line(session), words.calibration_line(session)):
        if line:
            yield inline(line)
    if session.problems:
        yield "The transcript was damaged:"
        yield "\n".join(f"- {inline(problem)}" for problem in session.problems)


def _overview(session: Session) -> Iterator[str]:
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


def _row(question: Question) -> tuple[str, ...]:
    musts = question.musts
    used = sum(answer.used_ms for answer in question.answers)
    return (
        str(question.number),
        question.id + (" ⚑" if question.flagged else ""),
        question.topic,
        shown(question.score),
        f"{musts.covered} of {musts.of}" if musts.of else "–",
        words.clock(used),
    )


def _table(head: tuple[str, ...], rule: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    written = [head, rule, *(tuple(inline(text) for text in row) for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in written)


def _question(question: Question) -> Iterator[str]:
    yield f"## {question.number}. {inline(question.id)}"
    yield block(question.prompt) if question.prompt.strip() else "*The question is not known.*"
    yield inline(" · ".join(words.question_facts(question)))
    if question.derived and question.answers[0].points:
        yield "No rubric: the points come from the model answer."
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


def _answer(answer: Answer) -> Iterator[str]:
    if not answer.is_main:
        yield f"### {words.answer_name(answer)}"
        yield block(answer.ask)
        if answer.reason.strip():
            yield f"Asked because: {inline(answer.reason)}"
    yield quoted(answer.text) if answer.text.strip() else f"> {_NOTHING_TYPED}"
    yield f"{words.answer_facts(answer).capitalize()}."
    if answer.points:
        yield "\n".join(line for point in answer.points for line in _point(point))


def _point(point: Point) -> Iterator[str]:
    indent = "  " if point.group is not None else ""
    facts = ", ".join(words.point_facts(point))
    more = f" ({inline(facts)})" if facts else ""
    sign = words.SIGNS[point.verdict].replace("~", "\\~")
    quotes = words.shows_evidence(point)
    end = "\\" if quotes else ""
    yield f"{indent}- {sign} {point.verdict.value} – {inline(point.point or point.id)}{more}{end}"
    if quotes:
        yield f"{indent}  “{inline(' … '.join(point.evidence))}”"


def _deleted(deleted: Deleted) -> str:
    return (
        f"- Typed and taken out at {words.clock(deleted.deleted_ms)}, and with it "
        f"“{inline(deleted.point or '')}”: “{inline(deleted.text)}”"
    )


def _after(session: Session) -> Iterator[str]:
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
