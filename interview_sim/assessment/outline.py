"""A scorecard as a document: its headings, sentences, tables, quotes and items, in their order.

Plain text and the Markdown export are renderings of it. All text is as it came from banks and
answers: whoever renders it makes it harmless.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from interview_sim.assessment import words
from interview_sim.assessment.model import AnswerResult, PointResult, QuestionResult, Scorecard
from interview_sim.bank.terms import topic_in_full
from interview_sim.figures import counted, shown

NUMBERS = frozenset({"#", "score", "weight", "must", "time"})
"""Columns that are set to the right."""


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    SENTENCE = "sentence"
    PASSAGE = "passage"
    """Of however many lines: what was asked."""
    SAID = "said"
    """What the interviewer said besides its questions."""
    QUOTE = "quote"
    """Of however many lines: what the candidate wrote."""
    ITEM = "item"
    TABLE = "table"


class Block(Struct, frozen=True):
    """One piece of the document."""

    kind: Kind
    text: str = ""
    lead: str = ""
    """What stands out before a sentence; the number of a heading."""
    sign: str = ""
    """Of an item or a heading; words that say the same follow."""
    level: int = 0
    """Of a heading, from 1; of an item, 1 below another."""
    evidence: str = ""
    """Quoted below an item."""
    reason: str = ""
    """Why a point counts as it does, if as suggested; with room, shown for the evidence."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table; its head, in words of ours, is the first."""


def outline(card: Scorecard, *, answers: bool = True) -> Iterator[Block]:
    """The whole scorecard.

    Args:
        card: The scorecard.
        answers: Whether the answers themselves are quoted, and the interviewer's lines.
    """
    yield Block(Kind.HEADING, words.title(card), level=1)
    yield Block(Kind.SENTENCE, words.sentence(card), lead=f"{words.verdict_line(card)}.")
    lines = (
        f"{words.occasion(card)} · {card.id}",
        f"{words.extent(card)}.",
        words.basis(card),
        words.spread_line(card),
        words.marked_line(card),
        words.second_line(card),
        words.calibration_line(card),
        "The transcript was damaged:" if card.problems else "",
    )
    yield from (Block(Kind.SENTENCE, line) for line in lines if line)
    yield from (Block(Kind.ITEM, problem) for problem in card.problems or ())
    if card.questions:
        yield from _tables(card)
    else:
        yield Block(Kind.SENTENCE, "No question was asked.")
    for question in card.questions:
        yield Block(
            Kind.HEADING,
            question.name,
            lead=f"{question.number}.",
            sign=words.glance_sign(question),
            level=2,
        )
        yield from about_question(question, answers=answers, said=answers)
    if answers:
        yield from (Block(Kind.SAID, line) for line in card.closing)
    yield from study_and_note(card)


def study_and_note(card: Scorecard) -> Iterator[Block]:
    """What to look at next, and what the candidate wrote down."""
    if card.study:
        yield Block(Kind.HEADING, "Study next", level=2)
        for study in card.study:
            yield Block(Kind.ITEM, f"{study.text} ({study.name}) {study.reason}")
    if card.note.strip():
        yield Block(Kind.HEADING, "Note on the session", level=2)
        yield Block(Kind.QUOTE, card.note)


def _tables(card: Scorecard) -> Iterator[Block]:
    noun = words.noun(card.questions)
    rows = [("dimension", "score", "weight", "rests on")]
    for d in card.dimensions:
        rests_on = counted(d.n, noun) if d.n else "no data"
        rows.append((d.title, shown(d.score), f"{d.weight:g}", rests_on))
    yield Block(Kind.TABLE, rows=tuple(rows))
    if len(card.topics) > 1:
        topics = ((topic_in_full(t.topic), shown(t.score), counted(t.n, noun)) for t in card.topics)
        yield Block(Kind.TABLE, rows=(("topic", "score", "rests on"), *topics))
    asked = (
        (
            str(question.number),
            question.name + (f" {words.FLAG}" if question.flagged else ""),
            topic_in_full(question.topic),
            shown(question.score),
            words.musts(question) or "–",
            words.clock(sum(answer.seconds for answer in question.answers)),
        )
        for question in card.questions
    )
    yield Block(Kind.TABLE, rows=(("#", "question", "topic", "score", "must", "time"), *asked))


def about_question(
    question: QuestionResult, *, answers: bool = True, said: bool = False
) -> Iterator[Block]:
    """All of one question, below the heading that names it.

    Args:
        question: The question.
        answers: Whether its answers are quoted.
        said: Whether the interviewer's lines are.
    """
    if said:
        yield from (Block(Kind.SAID, line) for line in question.main.said)
    if question.prompt.strip() != question.name:
        yield Block(Kind.PASSAGE, question.prompt)
    yield Block(Kind.SENTENCE, " · ".join(words.question_facts(question)))
    spent = " · ".join(words.time_spent(question.time))
    if spent:
        yield Block(Kind.SENTENCE, spent, lead="Time:")
    if question.derived and question.main.points:
        yield Block(Kind.SENTENCE, words.NO_RUBRIC)
    for answer in question.answers:
        yield from _answer(answer, question.listed(answer), quoted=answers, said=said)
    yield from _found(question, answers=answers)
    if question.note.strip():
        yield Block(Kind.SENTENCE, lead="Note")
        yield Block(Kind.QUOTE, question.note)


def _found(question: QuestionResult, *, answers: bool) -> Iterator[Block]:
    """What could be asked for, what was claimed, and what was deleted again."""
    if question.facts:
        yield Block(Kind.HEADING, words.FACTS, level=3)
    for fact in question.facts:
        yield Block(Kind.ITEM, words.fact_words(fact), sign="✓" if fact.told else "✗")
    for claim in question.claims:
        right = f" Correct: {claim.correction}" if claim.correction else ""
        yield Block(Kind.ITEM, f"{words.CLAIMED[claim.confirmed]}: {claim.claim}{right}", sign="?")
    for deleted in question.deleted:
        # Most deleted text was only rephrased: beside no answer, only a lost point is worth a line.
        if deleted.point or answers:
            lost = words.point_text(question, deleted.point)
            point = f", and with it: {lost}" if lost else ""
            yield Block(Kind.ITEM, f"{words.deleted_words(deleted)}{point}")


def _answer(
    answer: AnswerResult, points: Sequence[PointResult], *, quoted: bool, said: bool
) -> Iterator[Block]:
    if not answer.is_main:
        yield Block(Kind.HEADING, words.answer_name(answer), level=3)
        if said:
            yield from (Block(Kind.SAID, line) for line in answer.said)
        yield Block(Kind.PASSAGE, answer.ask)
        if answer.reason.strip():
            yield Block(Kind.SENTENCE, words.why_asked(answer.reason))
        if answer.correction:
            yield Block(Kind.SENTENCE, words.put_right(answer.correction))
    if quoted:
        yield Block(Kind.QUOTE, answer.text)
    yield Block(Kind.SENTENCE, f"{words.answer_facts(answer).capitalize()}.")
    yield from map(_point, points)


def _point(point: PointResult) -> Block:
    text = f"{point.confirmed.value} – {point.name}"
    facts = ", ".join(words.point_facts(point))
    return Block(
        Kind.ITEM,
        f"{text} ({facts})" if facts else text,
        sign=words.SIGNS[point.confirmed],
        level=0 if point.group is None else 1,
        evidence=words.quoted(point) if point.shows_evidence else "",
        reason=point.reason if point.pick is None and point.confirmed is point.suggested else "",
    )
