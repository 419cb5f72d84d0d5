"""Which old answer is offered for a blind re-grade: old enough, one at a time, once a week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from interview_sim.bank.model import Point, Question
from interview_sim.clock import ManualClock, stamp
from interview_sim.judging.judgement import Judgement
from interview_sim.matching.model import Verdict
from interview_sim.progress.history import History
from interview_sim.session.events import (
    Asked,
    Began,
    DrawnQuestion,
    Edit,
    Ended,
    Event,
    Finished,
    Header,
    Judged,
    PointMarked,
    Revealed,
    Started,
    Submitted,
)
from interview_sim.session.phases import EndReason
from interview_sim.session.plan import Plan
from interview_sim.together.marking import (
    MarkingFile,
    again_name,
    header_digest,
    markables,
    write_marking,
)
from interview_sim.together.regrade import Regrade, due_for_regrade
from interview_sim.transcript.codec import encode_line
from interview_sim.transcript.store import Store

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
QUESTIONS = tuple(
    Question(
        id=f"q{n}",
        prompt="Why?",
        rubric=tuple(Point(id=f"p{k}", point=f"Point {k}.") for k in range(3)),
    )
    for n in range(2)
)


def days(count: float) -> datetime:
    """So many days after that Monday."""
    return MONDAY + timedelta(days=count)


def write(folder: Path, name: str, sat: float, marks: dict[int, tuple[int, float]]) -> None:
    """A session sat on day `sat`; by question, how many points were marked and on which day."""
    events: list[Event] = [
        Header(
            seq=0,
            t=0,
            at=stamp(days(sat)),
            id=name,
            plan=Plan(questions=2),
            seed=1,
            questions=tuple(
                DrawnQuestion(bank="b", question=q, budget=60, follow_up_budget=30)
                for q in QUESTIONS
            ),
        )
    ]

    def add(kind: type[Event], day: float = sat, **fields: object) -> None:
        events.append(kind(seq=len(events), t=len(events) * 10, at=stamp(days(day)), **fields))

    add(Started)
    for index in range(2):
        add(Asked, question=index, reading=0, budget=60_000)
        add(Began)
        add(Edit, at_char=0, ins=f"an answer, {name}")
        add(Submitted)
        add(Judged, question=index, judgement=Judgement(judge="m"))
    add(Ended, reason=EndReason.COMPLETED)
    for index, (count, day) in marks.items():
        add(Revealed, day, question=index)
        for k in range(count):
            add(PointMarked, day, question=index, point=f"p{k}", verdict=Verdict.COVERED)
    add(Finished, max((day for _, day in marks.values()), default=sat))
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.jsonl").write_bytes(b"".join(map(encode_line, events)))


def due(folder: Path, now: float) -> Regrade | None:
    """What is offered on that day."""
    store = Store(folder)
    history = History.load(store, folder / "cache")
    return due_for_regrade(history, store, ManualClock(days(now)))


def regrade(folder: Path, name: str, question: int, day: float) -> None:
    """Mark that answer again on that day."""
    transcript = Store(folder).read(name)
    marking = MarkingFile(
        session=name, header=header_digest(transcript.header), by="me", again=True
    )
    for answer in markables(transcript.state):
        if answer.turn.question == question:
            for point in answer.points:
                marking = marking.with_verdict(answer, point.id, Verdict.PARTLY, stamp(days(day)))
    path = folder / again_name(name, f"{days(day):%Y-%m-%d}", question)
    write_marking(path, marking, is_new=True)


def test_an_answer_is_offered_three_days_after_it_was_marked(tmp_path: Path) -> None:
    """Not before; and it is the marking that counts, not the sitting."""
    folder = tmp_path / "kept"
    write(folder, "s1", 0, {0: (3, 2)})
    assert due(folder, 4.9) is None
    found = due(folder, 5)
    assert found is not None
    assert found[:2] == ("s1", 0)
    assert (found.points, found.marked_at) == (3, days(2))


def test_only_what_one_marked_oneself_is_worth_it(tmp_path: Path) -> None:
    """No marks, or a single point: nothing to compare with. Of two answers, the one with more."""
    folder = tmp_path / "kept"
    write(folder, "s1", 0, {})
    write(folder, "s2", 0, {0: (1, 0)})
    assert due(folder, 30) is None
    write(folder, "s3", 0, {0: (2, 0), 1: (3, 0)})
    assert due(folder, 30)[:2] == ("s3", 1)


def test_nothing_is_offered_within_a_week_of_the_last_regrade(tmp_path: Path) -> None:
    """Then the next answer is, and the one that is done never again."""
    folder = tmp_path / "kept"
    write(folder, "s1", 0, {0: (3, 0), 1: (2, 0)})
    assert due(folder, 8)[:2] == ("s1", 0)
    regrade(folder, "s1", 0, 8)
    assert due(folder, 8) is None
    assert due(folder, 14.9) is None
    assert due(folder, 15)[:2] == ("s1", 1)
    regrade(folder, "s1", 1, 15)
    assert due(folder, 40) is None


def test_the_offer_stays_the_same_all_week(tmp_path: Path) -> None:
    """New answers grow old meanwhile, and wait for the next week."""
    folder = tmp_path / "kept"
    for day in range(10):
        write(folder, f"s{day}", day, {0: (3, day)})
    offers = {day: due(folder, day).session for day in range(7, 21)}
    assert len({offers[day] for day in range(7, 14)}) == 1
    assert len({offers[day] for day in range(14, 21)}) == 1
    assert offers[7] == "s3"
    assert offers[14] == "s9"


def test_the_first_offer_ever_does_not_wait_for_a_monday(tmp_path: Path) -> None:
    """Within the first week the answer that was marked first is the one, and stays it."""
    folder = tmp_path / "kept"
    for day in (0, 1, 2):
        write(folder, f"s{day}", day, {0: (3, day)})
    assert {due(folder, day).session for day in (3, 4, 5, 6)} == {"s0"}


def test_damage_and_strange_stamps_are_passed_over(tmp_path: Path) -> None:
    """A file that is no re-grade, a broken transcript, times without a zone: no crash, no offer."""
    folder = tmp_path / "kept"
    write(folder, "s1", 0, {0: (3, 0)})
    path = folder / "s1.jsonl"
    path.write_bytes(path.read_bytes().replace(b'Z"', b'"'))
    (folder / again_name("s1", "2026-01-07", 0)).write_text("{")
    (folder / "bad.jsonl").write_text("garbage")
    assert due(folder, 30) is None
