"""The queries of docs/duckdb.md in the real DuckDB, over a folder of real transcripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from export_kit import exported, file_of, one_question
from msgspec.structs import replace
from transcript_kit import lines_of, random_session, small_session

from interview_sim.matching.model import Verdict
from interview_sim.session.events import Edit, Event, PointMarked
from interview_sim.session.fold import fold

duckdb = pytest.importorskip("duckdb")

PAGE = (Path(__file__).parents[2] / "docs" / "duckdb.md").read_text(encoding="utf-8")
FOLDER = "transcripts/*.jsonl"
Rows = list[dict[str, Any]]


def sessions() -> dict[str, list[Event]]:
    """A few sessions: finished, random, broken off, and one with a quote in its answer."""
    return {
        "s1": small_session(),
        "s2": one_question('Averaging lowers "variance".'),
        "s3": random_session(3),
        "s4": random_session(4, steps=30),
        "s5": small_session()[:12],
    }


def statements() -> dict[str, str]:
    """Each query of the page by its heading; the views have none."""
    found = {}
    for section in PAGE.split("\n## "):
        title, _, body = section.partition("\n")
        blocks = re.findall(r"```sql\n(.*?)```", body, re.DOTALL)
        if blocks:
            assert len(blocks) == 1
            found["" if title.startswith("# ") else title] = blocks[0]
    return found


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A database with the page's views over a folder of transcripts, one of them torn."""
    folder = tmp_path_factory.mktemp("transcripts")
    for name, events in sessions().items():
        (folder / f"{name}.jsonl").write_bytes(b"".join(lines_of(events)))
    with (folder / "s5.jsonl").open("ab") as file:
        file.write(b'{"type":"edit","seq":13,"t":99')
    views = statements()[""]
    assert FOLDER in views
    with duckdb.connect() as connection:
        connection.execute(views.replace(FOLDER, str(folder / "*.jsonl")))
        yield connection


def ask(database: Any, title: str) -> Rows:
    """What a query of the page answers."""
    done = database.execute(statements()[title])
    names = [column[0] for column in done.description]
    return [dict(zip(names, row, strict=True)) for row in done.fetchall()]


def test_the_page_has_at_least_five_queries() -> None:
    """And the views that they rest on."""
    assert len(statements()) >= 6


def test_every_event_is_read_and_the_torn_line_is_left_out(database: Any) -> None:
    """The folder is read as it is."""
    counts = dict(database.execute("SELECT session, count(*) FROM events GROUP BY ALL").fetchall())
    assert counts == {name: len(events) for name, events in sessions().items()}


def test_sessions_at_a_glance(database: Any) -> None:
    """Dates, plans and counts are those of the fold."""
    rows = {row["session"]: row for row in ask(database, "Every session at a glance")}
    for name, events in sessions().items():
        state = fold(events)
        assert rows[name]["asked"] == len(state.asked)
        assert rows[name]["drawn"] == len(state.header.questions)
        assert rows[name]["ended"] == (state.end_reason.value if state.end_reason else None)
        assert rows[name]["mode"] == state.mode.value
        closed = [turn.closed_at for turn in state.turns if turn.closed_at is not None]
        minutes = rows[name]["minutes"]
        assert (minutes is None) is (not closed)
        if closed:
            assert float(minutes) == pytest.approx(max(closed) / 60000, abs=0.06)
    assert rows["s2"]["plan"] == "Friday with Ada"
    assert str(rows["s1"]["started"]) == "2026-01-05 09:00:00"


def test_where_the_time_goes(database: Any) -> None:
    """Thinking and writing are those of every turn."""
    rows = ask(database, "Where the time goes")
    turns = [(name, t) for name, events in sessions().items() for t in fold(events).turns]
    assert len(rows) == len(turns)
    by_key = {(row["session"], row["asked"], row["part"]): row for row in rows}
    for name, turn in turns:
        state = fold(sessions()[name])
        row = by_key[name, state.drawn(turn.question).question.id, turn.part]
        assert row["cut_off"] is (turn.outcome == "timed_out")
        if turn.first_edit_at is not None and turn.began_at is not None:
            thinking = (turn.first_edit_at - turn.began_at) / 1000
            assert float(row["thinking"]) == pytest.approx(thinking, abs=0.06)


def test_how_you_type(database: Any) -> None:
    """Characters in and out are counted as Python counts them."""
    for row in ask(database, "How you type"):
        edits = [event for event in sessions()[row["session"]] if isinstance(event, Edit)]
        assert row["typed"] == sum(len(edit.ins) for edit in edits)
        assert row["deleted"] == sum(edit.delete for edit in edits)
        assert row["edits"] == len(edits)


def test_which_points_you_miss(database: Any) -> None:
    """The candidate's word counts, and the suggestion where there is none."""
    rows = ask(database, "Which points you miss")
    seen: dict[str, int] = {}
    for events in sessions().values():
        state = fold(events)
        for index in state.asked:
            judgement = state.judgement(index)
            verdicts = {p.id: p.verdict for p in judgement.points} if judgement else {}
            marks = {key[2]: m.verdict for key, m in state.marks.items() if key[:2] == (index, "")}
            partly = [*(verdicts | marks).values()].count(Verdict.PARTLY)
            if partly:
                asked = state.drawn(index).question.id
                seen[asked] = seen.get(asked, 0) + partly
    assert {row["asked"]: row["partly"] for row in rows} == seen
    assert {row["point"] for row in rows} == {"lower-variance"}


def test_how_far_you_and_the_suggestions_agree(database: Any) -> None:
    """Every mark that still stands is counted once."""
    rows = ask(database, "How far you and the suggestions agree")
    marks = [m for events in sessions().values() for m in fold(events).marks.values()]
    assert sum(row["points"] for row in rows) == len(marks)
    assert {(row["suggested"], row["verdict"]) for row in rows} == {
        ("covered", "partly"),
        ("missed", "covered"),
    }


def test_a_mark_that_was_taken_back_does_not_count(tmp_path: Path) -> None:
    """The last word on a point is no word."""
    *events, finished = small_session()
    back = next(e for e in events if isinstance(e, PointMarked))
    again = replace(back, seq=finished.seq, t=finished.t, at=finished.at, verdict=None)
    (tmp_path / "s.jsonl").write_bytes(b"".join(lines_of([*events, again])))
    with duckdb.connect() as connection:
        connection.execute(statements()[""].replace(FOLDER, str(tmp_path / "*.jsonl")))
        rows = ask(connection, "How far you and the suggestions agree")
        assert [row["points"] for row in rows] == [2]
        missed = ask(connection, "Which points you miss")
        assert sum(row["partly"] for row in missed) == 2


def test_how_well_you_know_what_you_know(database: Any) -> None:
    """All ratings here are 3, and only one session's points were confirmed as covered."""
    (row,) = ask(database, "How well you know what you know")
    marks = [m for events in sessions().values() for m in fold(events).marks.values()]
    covered = sum(mark.verdict == "covered" for mark in marks)
    assert row["rating"] == 3
    assert row["questions"] == len(marks)
    assert float(row["covered_percent"]) == pytest.approx(100 * covered / len(marks), abs=0.06)


def test_the_exports_are_read_too(tmp_path: Path) -> None:
    """JSON and CSV exports are tables for DuckDB without a word of explanation."""
    session = exported(one_question('Averaging lowers "variance",\nby bootstrap.'))
    for format_ in ("json", "csv"):
        (tmp_path / f"s.{format_}").write_bytes(file_of(session, format_))
    with duckdb.connect() as connection:
        (found,) = connection.execute(
            f"SELECT id, score, questions[1].answers[1].text FROM read_json('{tmp_path}/s.json')"
        ).fetchall()
        text = session.questions[0].answers[0].text
        assert found == (session.id, pytest.approx(session.score), text)
        rows = connection.execute(
            f"SELECT kind, answer, verdict FROM read_csv('{tmp_path}/s.csv')"
        ).fetchall()
        assert len(rows) == 6
        assert rows[0][1].replace("\r\n", "\n") == session.questions[0].answers[0].text
