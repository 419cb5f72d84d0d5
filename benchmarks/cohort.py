"""Many people made up, and how long it takes to say what their transcripts say together.

Each has an ability, each question a difficulty and how far it discriminates (the two-parameter
model of A. Birnbaum, 1968); one question discriminates nothing and one point is covered by nobody.
The judge and two markers see the truth through errors of their own.

    uv run python -m benchmarks.cohort            10,000 people, 200,000 answers
    uv run python -m benchmarks.cohort --people 500 --keep folder
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from math import exp
from pathlib import Path

import msgspec

from benchmarks.kit import Bench, Row, Rows, Table, paired, seconds
from interview_sim.bank.loading import load_bank
from interview_sim.bank.model import Point, content_hash
from interview_sim.judging.judgement import Judgement
from interview_sim.matching.model import VERDICTS, PointCoverage, Verdict
from interview_sim.session.events import (
    Asked,
    BankCopy,
    Began,
    DrawnQuestion,
    Ended,
    Event,
    Finished,
    Header,
    Judged,
    PointMarked,
    Revealed,
    Skipped,
    Started,
    Submitted,
)
from interview_sim.session.phases import EndReason
from interview_sim.session.plan import Plan
from interview_sim.together.marking import AnswerMarks, MarkingFile, header_digest
from interview_sim.transcript.codec import encode_line

PEOPLE = 10_000
QUESTIONS = 20
EDITS = 100
"""Lines of typing in an answer, as in the samples."""
_BANKS = Path(__file__).parents[1] / "banks"
_FROM = ("trees-ensembles", "statistics-probability", "evaluation-experiments")
_FIRST = datetime(2026, 9, 1, 8, tzinfo=UTC)
_MARKED = 20
"""Of so many sessions two people marked one as well."""
_ERROR = {"judge": 0.15, "Ada": 0.08, "Bo": 0.12}
_OWN_ERROR = 0.05


class Item:
    """A question with what is true of it."""

    def __init__(
        self, bank: str, drawn: DrawnQuestion, rng: random.Random, *, is_flat: bool
    ) -> None:
        self.drawn = drawn
        self.ref = f"{bank}:{drawn.question.id}"
        self.digest = content_hash(drawn.question)
        self.difficulty = rng.gauss(0, 0.8)
        self.slope = 0.0 if is_flat else rng.uniform(0.5, 1.8)
        self.beyond_reach = ""
        """The point that nobody covers, nor seems to."""
        self.offsets = {point.id: rng.gauss(0, 0.9) for point in drawn.question.leaves()}

    def verdict(self, point: Point, ability: float, rng: random.Random) -> Verdict:
        """What is true of one point of an answer of theirs."""
        logit = self.slope * (ability - self.difficulty) - self.offsets[point.id]
        if point.id == self.beyond_reach:
            return Verdict.MISSED
        if rng.random() < 1 / (1 + exp(-logit)):
            return Verdict.COVERED
        return Verdict.PARTLY if rng.random() < 0.25 else Verdict.MISSED


def items(seed: int = 5) -> tuple[Header, list[Item]]:
    """What can be asked, and the header that each session has its own of."""
    rng = random.Random(seed)
    banks = [load_bank(_BANKS / f"{name}.yaml") for name in _FROM]
    copies = tuple(
        BankCopy(id=bank.id, title=bank.title, hash=content_hash(bank), glossary=bank.glossary)
        for bank in banks
    )
    every = [
        (bank.id, DrawnQuestion(bank=bank.id, question=question, budget=240, follow_up_budget=90))
        for bank in banks
        for question in bank.asked
        if question.rubric
    ]
    made = [Item(bank, drawn, rng, is_flat=not n) for n, (bank, drawn) in enumerate(every)]
    rubric = made[1].drawn.question.rubric
    made[1].beyond_reach = next(point.id for point in rubric if not point.is_group)
    first = Header(
        seq=0, t=0, at="", id="", plan=Plan(questions=QUESTIONS), seed=seed, banks=copies,
        scoring="interview 2", questions=(),
    )  # fmt: skip
    return first, made


def write_cohort(
    folder: Path,
    people: int = PEOPLE,
    *,
    asked: int = QUESTIONS,
    of: int | None = None,
    edits: int = EDITS,
    seed: int = 5,
) -> None:
    """Write a session of each into folders of a hundred: so many questions of the first so many."""
    first, pool = items(seed)
    rng = random.Random(seed)
    for number in range(people):
        home = folder / f"group-{number // 100:03}"
        home.mkdir(parents=True, exist_ok=True)
        began = _FIRST + timedelta(minutes=number * 7)
        name = f"{began:%Y-%m-%d-%H%M}-{number % 65536:04x}"
        header = msgspec.structs.replace(first, id=name, seed=number, at=_at(began, 0))
        session = Sitting(header, rng.sample(pool[:of], asked), began, rng, edits)
        (home / f"{name}.jsonl").write_bytes(b"".join(session.lines()))
        if number % _MARKED == 0:
            for by in ("Ada", "Bo"):
                file = session.marking(by)
                path = home / f"{name}.marking-{by.lower()}.json"
                path.write_bytes(_json({"format": file.format, **msgspec.to_builtins(file)}))


_json = msgspec.json.encode


def _at(began: datetime, t: int) -> str:
    now = began + timedelta(milliseconds=t)
    return f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03}Z"


class Sitting:
    """One session of one person, as lines."""

    def __init__(
        self, header: Header, asked: list[Item], began: datetime, rng: random.Random, edits: int
    ) -> None:
        self._header = msgspec.structs.replace(header, questions=tuple(i.drawn for i in asked))
        self._asked, self._began, self._rng, self._edits = asked, began, rng, edits
        self._ability = rng.gauss(0, 1)
        self._seq = self._t = 0
        self._truth: dict[int, dict[str, Verdict]] = {}
        self._text = ""

    def lines(self) -> Iterator[bytes]:
        """The transcript."""
        yield encode_line(self._header)
        yield self._line(Started)
        judged: dict[int, Judgement] = {}
        for index, item in enumerate(self._asked):
            yield self._line(Asked, question=index, reading=5000, budget=240_000)
            yield self._line(Began)
            if self._rng.random() < 0.04:
                yield self._line(Skipped)
                continue
            yield self._typing()
            yield self._line(Submitted)
            judged[index] = self._judge(index, item)
            yield self._line(Judged, question=index, judgement=judged[index])
        yield self._line(Ended, reason=EndReason.COMPLETED)
        for index, judgement in judged.items():
            yield self._line(Revealed, question=index)
            for point, suggested in judgement.by_id.items():
                if point in self._truth[index]:
                    mark = self._seen(index, point, _OWN_ERROR)
                    yield self._line(
                        PointMarked, question=index, point=point, suggested=suggested.verdict,
                        verdict=mark,
                    )  # fmt: skip
        yield self._line(Finished)

    def marking(self, by: str) -> MarkingFile:
        """What one more person made of it."""
        return MarkingFile(
            session=self._header.id,
            header=header_digest(self._header),
            by=by,
            answers=tuple(
                AnswerMarks(
                    ref=self._asked[index].ref, asked=self._asked[index].digest, answer="",
                    points={point: self._seen(index, point, _ERROR[by]) for point in truth},
                )
                for index, truth in self._truth.items()
            ),
        )  # fmt: skip

    def _line(self, kind: type[Event], **fields: object) -> bytes:
        self._seq += 1
        self._t += 900
        return encode_line(
            kind(seq=self._seq, t=self._t, at=_at(self._began, self._t), **fields)  # type: ignore[call-arg]
        )

    def _typing(self) -> bytes:
        """An answer of so many edits, of which nobody reads a word here."""
        at, seq, t = _at(self._began, self._t), self._seq, self._t
        self._seq += self._edits
        self._t += 400 * self._edits
        return "".join(
            f'{{"type":"edit","seq":{seq + n},"t":{t + 400 * n},"at":"{at}",'
            f'"at_char":{5 * (n - 1)},"ins":"word "}}\n'
            for n in range(1, self._edits + 1)
        ).encode()

    def _judge(self, index: int, item: Item) -> Judgement:
        truth = self._truth[index] = {}

        def found(point: Point) -> PointCoverage:
            truth[point.id] = item.verdict(point, self._ability, self._rng)
            return _coverage(point.id, self._seen(index, point.id, _ERROR["judge"]))

        rows: list[PointCoverage] = []
        for point in item.drawn.question.rubric:
            if not point.is_group:
                rows.append(found(point))
                continue
            members = tuple(found(member) for member in point.of)
            made = sum(member.verdict is Verdict.COVERED for member in members)
            whole = Verdict.COVERED if made >= point.enough else VERDICTS[min(made, 1)]
            rows.append(msgspec.structs.replace(_coverage(point.id, whole), members=members))
        return Judgement(judge="lexical", version="made up", points=tuple(rows))

    def _seen(self, index: int, point: str, error: float) -> Verdict:
        """What is taken for the truth, wrong where chance has it."""
        is_plain = point == self._asked[index].beyond_reach or self._rng.random() >= error
        return self._truth[index][point] if is_plain else self._rng.choice(VERDICTS)


def _coverage(point: str, verdict: Verdict) -> PointCoverage:
    return PointCoverage(id=point, verdict=verdict, strength=float(verdict is Verdict.COVERED))


def rows(bench: Bench) -> Rows:
    """A course of a usual size; the large one is measured by `python -m benchmarks.cohort`."""
    people = 100 if bench.is_quick else 500
    write_cohort(bench.folder / "people", people)
    command = bench.ours("cohort", str(bench.folder / "people"), "--json")
    took = paired(command, bench.bare_python, min(bench.runs, 5))
    limit = bench.limit(300, at_full_size=True)
    what = f"{people} people, {people * QUESTIONS:,} answers"
    yield Row(what, took.ratio, "P", limit, took.note)


_USED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss // 1024, used.ru_utime + used.ru_stime)
sys.exit(done.returncode)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the large one: seconds, and the most memory that it had."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cohort", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--keep", type=Path, help="keep the transcripts there, for another time")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary) / "people"
        if not folder.exists():
            write_cohort(folder, chosen.people)
        size = sum(path.stat().st_size for path in folder.rglob("*.jsonl"))
        bench = Bench(Path(temporary))
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:2]))
        command = bench.program("cohort", str(folder), "--json")
        used = ""

        def run() -> None:
            nonlocal used
            used = subprocess.run(
                [sys.executable, "-c", _USED, *command],
                env=bench.env, cwd=bench.folder, capture_output=True, text=True, check=True,
            ).stdout  # fmt: skip

        took = seconds(run)
        memory, processor = map(float, used.split())
        note = f"{size / 1e9:.1f} GB on two cores, {processor:.0f} s of processor time"
        what = f"{chosen.people:,} people, {chosen.people * QUESTIONS:,} answers"
        found = (Row(what, took, "s", 60, note), Row("most memory", memory, "MB", 2000))
        table = Table()
        print(table.head())
        for row in found:
            print(table.line("cohort", row))
    return int(not all(row.holds for row in found))


if __name__ == "__main__":
    sys.exit(main())
