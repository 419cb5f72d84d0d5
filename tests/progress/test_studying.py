"""Studying: which questions there are, which are starred, and what one said before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from progress_kit import history, session
from session_kit import hand_in

from interview_sim.bank.loading import load_bank
from interview_sim.bank.model import Kind
from interview_sim.bank.statistics import statistics_of
from interview_sim.clock import ManualClock
from interview_sim.errors import InterviewSimError
from interview_sim.progress.forecast import forecast
from interview_sim.progress.readiness import readiness
from interview_sim.progress.schedule import Schedule
from interview_sim.progress.studying import (
    Choice,
    chosen,
    entries,
    how_many,
    latest_scores,
    past_answers,
    read_stars,
    toggle_star,
)
from interview_sim.services import Services, build_services
from interview_sim.session.draw import pool
from interview_sim.session.plan import Plan

CASES = Path(__file__).parents[1] / "data" / "case-bank" / "cases.yaml"


@pytest.fixture
def services(home: Path) -> Services:
    """The shipped banks, nothing saved."""
    return build_services(Path.cwd(), {"INTERVIEW_SIM_HOME": str(home)}, ManualClock())


def test_a_choice_narrows_by_bank_topic_star_and_every_word(services: Services) -> None:
    """Conditions hold together; words are looked for in prompts, topics, banks and points."""
    banks = [loaded.bank for loaded in services.catalogue.banks]
    known = entries(banks)
    assert len(known) == sum(len(bank.questions) for bank in banks)
    assert chosen(known, Choice(), frozenset()) == known
    bank = banks[0].id
    of_bank = chosen(known, Choice(bank=bank), frozenset())
    assert {entry.bank.id for entry in of_bank} == {bank}

    last = of_bank[-1]
    of_topic = chosen(known, Choice(topic=last.subject), frozenset())
    assert last in of_topic
    assert all(entry.question.topic.startswith(last.subject) for entry in of_topic)
    point = last.question.rubric[0].leaves[0].point.split()
    words = f"{point[-1].upper()} {point[0]} {last.question.topic}"
    assert last in chosen(known, Choice(words=words), frozenset())
    assert chosen(known, Choice(words=f"{words} nothing-of-the-kind"), frozenset()) == ()

    starred = Choice(starred=True, bank=bank)
    other_bank = next(entry.ref for entry in known if entry.bank.id != bank)
    assert chosen(known, starred, frozenset({last.ref, other_bank})) == (last,)
    assert chosen(known, starred, frozenset()) == ()


def test_a_case_is_one_question_wherever_questions_are_counted() -> None:
    """Studying, `bank stats`, the draw, readiness and the day's forecast have one number."""
    cases = replace(load_bank(CASES), id="b")
    (case,) = cases.questions
    stages = entries([cases])
    assert len(stages) == len(case.asked) > 1
    assert how_many(stages) == how_many(stages[:1]) == 1

    counted = statistics_of(cases)
    assert counted.questions == counted.topics[case.topic] == counted.kinds["case"] == 1
    plan = Plan(kinds=(Kind.CASE,))
    assert len(pool(plan, [cases])) == 1

    now = datetime(2026, 1, 5, 9, tzinfo=UTC)
    sat = session(now, {asked.id: 50.0 for asked in case.asked[:4]})
    schedule = Schedule.of(history(sat))
    later = now + timedelta(days=30)
    (topic,) = readiness(plan, [cases], schedule, later)
    assert (topic.questions, topic.answered, topic.due, topic.fresh) == (1, 1, 1, 0)
    (then,) = forecast([cases], schedule, later.date(), now)
    assert (then.questions, then.answered) == (1, 1)


def test_cases_come_last_to_whoever_begins_to_study(services: Services) -> None:
    """Their pages tell what one is to ask for."""
    cases, plain = load_bank(CASES), services.catalogue.banks[0].bank
    ids = [entry.bank.id for entry in entries([cases, plain])]
    assert (ids[0], ids[-1]) == (plain.id, cases.id)


def test_subjects_stay_together_in_the_order_of_the_file(services: Services) -> None:
    """So a list has one heading a subject."""
    for loaded in services.catalogue.banks:
        subjects = [entry.subject for entry in entries([loaded.bank])]
        firsts = list(dict.fromkeys(subjects))
        assert subjects == sorted(subjects, key=firsts.index)
        assert firsts[0] == loaded.bank.questions[0].topic.split("/")[0]


def test_stars_come_and_go_and_a_damaged_file_is_left_alone(tmp_path: Path) -> None:
    """A star is kept for the next start; what cannot be read is not written over."""
    path = tmp_path / "data" / "stars.json"
    assert read_stars(path) == frozenset()
    assert toggle_star(path, "a:x") == {"a:x"}
    assert toggle_star(path, "b:y") == {"a:x", "b:y"}
    assert toggle_star(path, "a:x") == read_stars(path) == {"b:y"}
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InterviewSimError, match=r"stars\.json"):
        toggle_star(path, "a:x")
    assert path.read_text(encoding="utf-8") == "{"


def test_past_answers_are_those_to_this_question_newest_first(services: Services) -> None:
    """With the note; a score only once the assessment is closed; lost files are no matter."""
    clock = services.clock
    assert isinstance(clock, ManualClock)
    known = entries(loaded.bank for loaded in services.catalogue.banks)
    ref, other = known[0].ref, known[1].ref
    services.judges_inline = True
    for number, is_closed in enumerate((True, False, True)):
        clock.advance(3600)
        sitting = services.start_drill([ref] if number < 2 else [other])
        engine = sitting.engine
        hand_in(sitting, f"Answer {number}", clock, 3)
        engine.finish()
        if is_closed:
            engine.note("remember", 0)
            engine.complete()
        sitting.close()
    history = services.history()
    newer, older = past_answers(services.store, history, ref)
    assert latest_scores(history).keys() == {ref, other}
    assert latest_scores(history)[ref] == older.score
    assert [answer.turns[0].text for answer in (newer, older)] == ["Answer 1", "Answer 0"]
    assert newer.score is None
    assert older.score is not None
    assert older.note == "remember"
    services.store.delete(history.sessions[1].id)
    assert past_answers(services.store, history, ref) == (older,)
