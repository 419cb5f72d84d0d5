"""The banks and their questions as rows, and a question as it will be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from interview_sim.assessment.words import anchor_words
from interview_sim.bank.catalogue import Catalogue, LoadedBank
from interview_sim.bank.model import Bank, FollowUp, Point, Question, Source
from interview_sim.bank.problems import Problem
from interview_sim.bank.terms import topic_in_full, topic_words
from interview_sim.paths import Origin
from interview_sim.tui.present import (
    ACCENT,
    BAD,
    DOUBTFUL,
    MUTED,
    duration,
    literal,
    many,
    one_line,
    shortened,
)
from interview_sim.tui.prose import prose

_ORIGINS = {
    Origin.GIVEN: "named by you",
    Origin.WORKSPACE: "this workspace",
    Origin.USER: "your own",
    Origin.SHIPPED: "shipped",
}
Parts = list[str | Content | tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BankLine:
    """One bank, or a file that is none."""

    name: str
    file: str
    loaded: LoadedBank | None
    problems: tuple[Problem, ...]

    @property
    def is_broken(self) -> bool:
        """Whether nothing of it can be used."""
        return self.loaded is None


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question, or the topic that those below it belong to."""

    topic: str
    question: Question | None = None


def bank_lines(catalogue: Catalogue) -> tuple[BankLine, ...]:
    """The banks that can be used, then the files that cannot, each with its problems."""
    by_file: dict[str, list[Problem]] = {}
    for problem in catalogue.problems:
        by_file.setdefault(problem.file, []).append(problem)
    lines = [
        BankLine(
            name=loaded.bank.title,
            file=str(loaded.path),
            loaded=loaded,
            problems=tuple(by_file.pop(str(loaded.path), ())),
        )
        for loaded in catalogue.banks
    ]
    lines += [
        BankLine(name=file_name(file), file=file, loaded=None, problems=tuple(problems))
        for file, problems in by_file.items()
    ]
    return tuple(lines)


def file_name(path: str) -> str:
    """The last part of a path, or the path where it has only one."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path


def question_lines(bank: Bank) -> tuple[QuestionLine, ...]:
    """The questions of a bank under their topics, in the order in which topics come up."""
    by_topic: dict[str, list[Question]] = {}
    for question in bank.asked:
        by_topic.setdefault(question.topic, []).append(question)
    lines: list[QuestionLine] = []
    for topic, questions in by_topic.items():
        lines.append(QuestionLine(topic))
        lines += [QuestionLine(topic, question) for question in questions]
    return tuple(lines)


def row_of(lines: Sequence[QuestionLine], question: str) -> int:
    """Where the question with that id stands; 0 where it does not."""
    ids = [line.question.id if line.question else "" for line in lines]
    return ids.index(question) if question in ids else 0


def bank_row(line: BankLine, width: int) -> Content:
    """One bank on one line."""
    if line.loaded is None:
        return Content.assemble(("✗ ", f"bold {BAD}"), shortened(line.name, max(1, width - 2)))
    count = f" {len(line.loaded.outline.questions)}"
    warns = (" !", DOUBTFUL) if line.problems else ("", "")
    room = max(1, width - len(count) - 2)
    title = Content(shortened(line.name, room)).truncate(room, pad=True)
    return Content.assemble(title, warns, (count, MUTED))


def question_row(line: QuestionLine, width: int) -> Content:
    """One question, or its topic, on one line."""
    if line.question is None:
        return Content.styled(shortened(topic_words(line.topic), width), f"bold {ACCENT}")
    return Content(f"  {shortened(line.question.name, max(1, width - 2))}")


def about_bank(line: BankLine) -> Content:
    """Where a bank comes from, and everything that is wrong with it."""
    blocks: list[Content] = []
    if line.loaded is not None:
        bank = line.loaded.bank
        facts = [many(len(bank.questions), "question"), _ORIGINS[line.loaded.origin]]
        facts += [one_line(bank.licence)] if bank.licence else []
        blocks.append(Content.styled(" · ".join(facts), MUTED))
        if bank.description:
            blocks.append(literal(bank.description.strip()))
    else:
        blocks.append(Content.styled("This file cannot be used until it is fixed.", f"bold {BAD}"))
    blocks.append(Content.styled(one_line(line.file), MUTED))
    if line.problems:
        worst_first = sorted(line.problems, key=lambda problem: not problem.is_error)
        blocks.append(Content("\n").join([_problem(problem) for problem in worst_first]))
    return Content("\n\n").join(blocks)


def _problem(problem: Problem) -> Content:
    style = BAD if problem.is_error else DOUBTFUL
    sign = "✗ " if problem.is_error else "! "
    # The folder is shown above; here the file's name is enough, and the place stays readable.
    words = str(problem).replace(one_line(problem.file), file_name(problem.file), 1)
    return Content.assemble((sign, style), literal(words))


def as_candidate(bank: Bank, question: Question) -> Content:
    """A question as it will be asked."""
    time = question.time if question.time is not None else bank.defaults.time
    facts = [
        one_line(topic_in_full(question.topic)),
        question.level.value,
        duration(time),
        question.kind.value,
    ]
    facts += [one_line(role) for role in question.roles]
    return Content.assemble(
        literal(question.prompt.strip(), "bold"), "\n\n", (" · ".join(facts), MUTED)
    )


def as_assessor(bank: Bank, question: Question) -> Content:
    """A question with everything that its answer is held against."""
    blocks = [as_candidate(bank, question)]
    if question.sister:
        others = [literal(f"  • {' '.join(wording.split())}") for wording in question.sister]
        blocks.append(_titled("Asked otherwise", others))
    case = bank.stage_of(question.id)
    if case is not None and case.facts and (case.clarifies or case.number == 0):
        facts = [literal(f"  • {fact.tell.strip()}") for fact in case.facts]
        blocks.append(_titled("Told to those who ask", facts))
    if question.rubric:
        blocks.append(_titled("Points", [_point(point) for point in question.rubric]))
    if question.misconceptions:
        claims = [
            Content.assemble(
                f"  ✗ {one_line(wrong.claim)}",
                (
                    f"  correct: {one_line(wrong.correction)}" if wrong.correction else "",
                    MUTED,
                ),
            )
            for wrong in question.misconceptions
        ]
        blocks.append(_titled("Misconceptions", claims))
    if question.follow_ups:
        blocks.append(_titled("Follow-ups", [_follow_up(one) for one in question.follow_ups]))
    if question.model_answer:
        title = Content.styled("Model answer", "bold")
        blocks.append(Content.assemble(title, "\n", prose(question.model_answer)))
    sources = [_source(source) for source in bank.sources if source.id in question.sources]
    if sources:
        blocks.append(_titled("Sources", sources))
    return Content("\n\n").join(blocks)


def _titled(title: str, lines: Sequence[Content]) -> Content:
    return Content("\n").join([Content.styled(title, "bold"), *lines])


def _point(point: Point) -> Content:
    weight = f" ×{point.weight:g}" if point.weight != 1 else ""
    parts: Parts = [(f"  {point.need.value}{weight}  ", MUTED), one_line(point.point)]
    if point.is_group:
        parts.append((f" (any {point.pick or len(point.of)} of these)", "italic"))
        parts += [f"\n      – {one_line(member.point)}" for member in point.of]
    if point.probe:
        parts.append((f"\n      follow-up: {one_line(point.probe)}", MUTED))
    for name, sounds in anchor_words(point.anchors):
        parts.append((f"\n      {name.lower()}: {one_line(sounds)}", MUTED))
    if point.why:
        parts.append((f"\n      why it matters: {one_line(point.why)}", MUTED))
    return Content.assemble(*parts)


def _follow_up(follow_up: FollowUp) -> Content:
    right = f"\n      correct: {one_line(follow_up.correction)}" if follow_up.correction else ""
    return Content.assemble(f"  • {one_line(follow_up.ask)}", (right, MUTED))


def _source(source: Source) -> Content:
    by = f", {one_line(source.author)}" if source.author else ""
    year = f", {source.year}" if source.year else ""
    url = f"\n      {one_line(source.url)}" if source.url else ""
    return Content.assemble(f"  • {one_line(source.title)}{by}{year}", (url, MUTED))
