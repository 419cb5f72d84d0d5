"""What many transcripts say together: the figures, and what happens to files that are no good."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import defaultdict
from functools import partial, reduce
from pathlib import Path
from statistics import correlation, fmean, stdev
from typing import Any

import duckdb
import pytest
from assessment_kit import Sat, judged_with, plan
from cli_kit import Runner
from export_kit import HOSTILE, INVISIBLE, one_question
from msgspec.structs import replace
from transcript_kit import lines_of, random_session, small_session

from benchmarks.cohort import items, write_cohort
from interview_sim.assessment.score import best_of, gathered, rows_of, score_of
from interview_sim.assessment.scorecard import build_scorecard
from interview_sim.assessment.scoring import load_scoring
from interview_sim.errors import UsageError
from interview_sim.judging.parts import AGAIN, is_whole
from interview_sim.matching.model import Verdict
from interview_sim.session.events import Header
from interview_sim.session.state import State
from interview_sim.together.agreement import agreement, compare
from interview_sim.together.cohort import ENOUGH, FEW, opened, verdict_on
from interview_sim.together.marking import own_marks, read_marking
from interview_sim.transcript.reader import read_transcript

ROOT = Path(__file__).parents[2]
PEOPLE = 80


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """People made up, the samples, and sessions that broke off or were never marked."""
    folder = tmp_path_factory.mktemp("course")
    write_cohort(folder, PEOPLE, asked=4, of=7, edits=2)
    for sample in (ROOT / "transcripts").glob("sample-*.jsonl"):
        shutil.copy(sample, folder)
    for old in (ROOT / "tests" / "transcript" / "fixtures").glob("transcript-1.jsonl"):
        shutil.copy(old, folder)  # format 1
    for seed in range(6):
        events = random_session(seed, steps=40 + 15 * seed)
        assert isinstance(events[0], Header)
        events[0] = replace(events[0], id=f"random-{seed}", seed=seed)
        (folder / f"random-{seed}.jsonl").write_bytes(b"".join(lines_of(events)))
    return folder


@pytest.fixture(scope="module")
def states(course: Path) -> dict[str, State]:
    """The same sessions as the program itself reads them."""
    found = {path: read_transcript(path).state for path in course.rglob("*.jsonl")}
    return {str(path): state for path, state in found.items()}


@pytest.fixture(scope="module")
def report(course: Path) -> dict[str, Any]:
    """What is said of the course."""
    with opened([str(course)]) as cohort:
        return cohort.report()


@pytest.fixture
def run(run: Runner) -> Runner:
    """Runs a command that succeeds, or ends as it should."""
    return partial(run, code=0)


def scores_of(states: dict[str, State]) -> dict[tuple[str, int], float]:
    """The score of each question over all answers to the whole of it, under the rules that ship."""
    rules = load_scoring()
    found = {}
    for path, state in states.items():
        for turn in state.turns:
            if turn.is_main and turn.closed_at is not None:
                whole = (each for each in state.turns_of(turn.question) if is_whole(each.part))
                rows = reduce(best_of, (rows_of(state, each, rules) for each in whole))
                if (score := score_of(rows, rules)) is not None:
                    found[path, turn.question] = score
    return found


def by_question(states: dict[str, State]) -> dict[str, dict[str, float]]:
    """By question, the score of each session that was asked it."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for (path, index), score in scores_of(states).items():
        found[states[path].drawn(index).ref][path] = score
    return found


def rounded(value: Any) -> Any:
    """The same without the last digits, which depend on the order of adding up."""
    if isinstance(value, list):
        return [rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return round(value, 6) if isinstance(value, float) else value


def test_every_question_has_the_score_that_the_scorecard_gives_it(
    course: Path, states: dict[str, State], tmp_path: Path
) -> None:
    """Groups, needs, bonus points, marks over suggestions, skipped and broken off: all of it."""
    with opened([str(course)]) as cohort:
        (tmp_path / "t.parquet").write_bytes(cohort.table())
    rows = duckdb.sql(
        f"SELECT DISTINCT file, number, score FROM read_parquet('{tmp_path}/t.parquet')"
    ).fetchall()
    found = {(file, number): score for file, number, score in rows}
    assert len(rows) == len(found)
    assert found == pytest.approx(scores_of(states))
    assert len(found) > PEOPLE


def test_difficulty_and_spread_of_each_question(
    report: dict[str, Any], states: dict[str, State]
) -> None:
    """Item difficulty is the mean score; below ten answers nothing is said of it."""
    scores = by_question(states)
    assert {f"{r['bank']}:{r['question']}" for r in report["by_question"]} == scores.keys()
    for row in report["by_question"]:
        own = list(scores[f"{row['bank']}:{row['question']}"].values())
        assert row["n"] == len(own)
        expected = (fmean(own), stdev(own)) if len(own) >= FEW else (None, None)
        assert (row["score"], row["sd"]) == pytest.approx(expected)


def test_discrimination_is_the_correlation_with_the_rest_of_the_same_session(
    report: dict[str, Any], states: dict[str, State]
) -> None:
    """Each answer counts by its distance from the mean of its question, below thirty not at all."""
    scores = by_question(states)
    above = {
        ref: {path: score - fmean(of.values()) for path, score in of.items()}
        for ref, of in scores.items()
    }
    told = 0
    for row in report["by_question"]:
        ref = f"{row['bank']}:{row['question']}"
        pairs = []
        for path, score in scores[ref].items():
            rest = [of[path] for other, of in above.items() if other != ref and path in of]
            if rest:
                pairs.append((score, fmean(rest)))
        assert row["rest_n"] == len(pairs)
        if len(pairs) >= ENOUGH:
            assert row["r"] == pytest.approx(correlation(*zip(*pairs, strict=True)))
            assert row["r_from"] < row["r"] < row["r_to"]
            told += 1
        else:
            assert row["r"] is None
            assert row["verdict"] == "too early to tell"
    assert told == 7


def test_a_question_is_called_weak_only_where_chance_does_not_explain_it() -> None:
    """The whole interval has to be below 0.2; a low figure alone is unclear."""
    row = {"rest_n": 500, "r": 0.02, "r_from": -0.07, "r_to": 0.11}
    assert verdict_on(row) == "does not tell strong from weak"
    assert verdict_on(row | {"rest_n": 40, "r_to": 0.33}) == "unclear"
    assert verdict_on(row | {"r": 0.4, "r_to": 0.5}) == ""
    assert verdict_on(row | {"rest_n": ENOUGH - 1}) == "too early to tell"
    assert verdict_on(row | {"r": None, "r_to": None}) == "all score the same"


def test_agreement_is_that_of_two_markings(course: Path, report: dict[str, Any]) -> None:
    """Kappa and the rest are what `agree` says of the same verdicts on first answers."""
    marked: dict[str, list[Any]] = {"Ada": [], "Bo": [], "candidate": []}
    pairs: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for path in course.rglob("*.marking-ada.json"):
        ada = read_marking(path)
        bo = read_marking(path.with_name(path.name.replace("-ada", "-bo")))
        own = own_marks(read_transcript(path.with_name(f"{ada.session}.jsonl")).state)
        digests = {marks.key: marks.answer for marks in own}
        both = [
            tuple(replace(marks, answer=digests[marks.key]) for marks in one.answers)
            for one in (ada, bo)
        ]
        for (a, first), (b, second) in (
            (("candidate", own), ("Ada", both[0])),
            (("candidate", own), ("Bo", both[1])),
            (("Ada", both[0]), ("Bo", both[1])),
        ):
            pairs[a, b] += compare(first, second).pairs
    assert marked.keys() == {name for pair in pairs for name in pair}
    rows = {(r["a"] or r["a_kind"], r["b"]): r for r in report["agreement"]}
    for names, double in pairs.items():
        right, row = agreement(double), rows[names]
        assert row["n"] == right.n >= ENOUGH
        for key in ("agreed", "a_milder", "b_milder"):
            assert row[key] == getattr(right, key)
        for key in ("rate", "chance", "kappa", "weighted"):
            assert row[key] == pytest.approx(getattr(right, key)), key
    pooled = next(r for r in report["agreement"] if r["a_kind"] == "judge" and r["b"] is None)
    assert pooled["n"] == rows["judge", "Ada"]["n"] + rows["judge", "Bo"]["n"]


def test_a_point_that_nobody_covers_comes_first(report: dict[str, Any]) -> None:
    """One of those that were made up is out of everyone's reach."""
    worst = report["by_point"][0]
    assert worst["point"] == items()[1][1].beyond_reach
    assert worst["covered"] <= 4  # in the samples, which are real answers
    assert worst["n"] >= FEW
    assert [r for r in report["by_point"] if r["n"] < FEW and r["covered"] is not None] == []


def test_topics_count_answers_and_sessions(
    report: dict[str, Any], states: dict[str, State]
) -> None:
    """By the first part of a topic, as everywhere."""
    scores: dict[str, list[float]] = defaultdict(list)
    for (path, index), score in scores_of(states).items():
        topic = states[path].drawn(index).question.topic.split("/", 1)[0]
        scores[topic].append(score)
    assert {r["topic"]: r["n"] for r in report["by_topic"]} == {
        t: len(s) for t, s in scores.items()
    }
    for row in report["by_topic"]:
        if row["n"] >= FEW:
            assert row["score"] == pytest.approx(fmean(scores[row["topic"]]))
    assert report["answers"] == sum(map(len, scores.values()))
    assert report["sessions"] == len({path for path, _ in scores_of(states)})


def test_the_table_says_the_same_again(
    course: Path, report: dict[str, Any], tmp_path: Path, run: Runner
) -> None:
    """`export --to parquet` of the folder, alone or beside the folder: nothing counts twice."""
    table = tmp_path / "course.parquet"
    run("export", course, "-o", table)
    for sources in ([table], [course, table]):
        again = json.loads(run("cohort", *sources, "--json").out)
        for key in ("answers", "sessions", "by_question", "by_topic", "by_point", "agreement"):
            assert rounded(again[key]) == rounded(report[key])
    anonymous = tmp_path / "anonymous.parquet"
    run("export", course, "--anonymous", "-o", anonymous)
    rows = duckdb.sql(
        f"SELECT DISTINCT id, started, file, plan, paper, others FROM read_parquet('{anonymous}')"
    ).fetchall()
    assert rows == [(None,) * 6]
    assert json.loads(run("cohort", anonymous, "--json").out)["sessions"] == report["sessions"]
    assert "exists" in run("export", course, "-o", table, code=2).err
    run("export", "sample-quick-five", "--to", "parquet", "-o", tmp_path / "one.parquet")


def test_a_marking_belongs_to_the_session_beside_it(tmp_path: Path, run: Runner) -> None:
    """Two people can have sat in the same minute; and who marks again is not somebody else."""
    for number, name in enumerate("ab"):
        events = small_session()
        assert isinstance(events[0], Header)
        events[0] = replace(events[0], seed=number)
        (tmp_path / name).mkdir()
        (tmp_path / name / "s.jsonl").write_bytes(b"".join(lines_of(events)))
    marking = {
        "format": "interview-sim/marking@1", "session": events[0].id, "by": "me", "again": True,
        "answers": [{"ref": "ml:q0", "points": {"lower-variance": "covered", "little-bias": "?"}}],
    }  # fmt: skip
    (tmp_path / "a" / "s.marking-again-1-q0.json").write_text(json.dumps(marking))
    rows = json.loads(run("cohort", tmp_path, "--json").out)["agreement"]
    kinds = {(row["a_kind"], row["b_kind"]): row["n"] for row in rows}
    assert kinds["judge", "again"] == kinds["candidate", "again"] == 1
    assert ("judge", "person") not in kinds
    assert all(row["kappa"] is None and row["rate"] is None for row in rows)


def test_a_question_asked_once_more_counts_at_its_better_answer(tmp_path: Path) -> None:
    """Marks and markings of both answers count, each point once; second opinions do not."""
    sat = Sat(plan(questions=2, follow_ups=1)).start()
    judged_with(sat, "votes ~variance", off_topic=True)
    assert sat.state.turn.part == AGAIN
    sat.answer("variance bagging")
    sat.engine.skip()
    sat.answer("found")
    sat.engine.finish()
    sat.engine.reveal(0)
    sat.engine.mark(0, "speed", Verdict.PARTLY, part=AGAIN)
    sat.engine.mark(0, "reasons", Verdict.MISSED)
    (other,) = sat.state.judgements[1, ""]
    beside = tuple(replace(point, verdict=Verdict.COVERED) for point in other.points)
    sat.engine.judged(1, replace(other, points=beside, beside=True))
    (tmp_path / "s.jsonl").write_bytes(b"".join(lines_of(list(sat.events))))
    ref = sat.state.drawn(0).ref
    marking = {
        "format": "interview-sim/marking@1", "session": sat.state.header.id, "by": "Ada",
        "answers": [
            {"ref": ref, "points": {"speed": "missed", "votes": "covered"}},
            {"ref": ref, "part": AGAIN, "points": {"speed": "covered", "votes": "missed"}},
        ],
    }  # fmt: skip
    (tmp_path / "s.marking-ada.json").write_text(json.dumps(marking))
    with opened([str(tmp_path)]) as cohort:
        (tmp_path / "t.parquet").write_bytes(cohort.table())
        assert cohort.report()["answers"] == 2
    rows = duckdb.sql(
        "SELECT number, point, suggested, own, share, score, [o.verdict FOR o IN others] "
        f"FROM '{tmp_path}/t.parquet'"
    ).fetchall()
    results = build_scorecard(sat.state).questions
    expected = {
        (number, row.id): (row.share, result.coverage)
        for number, result in enumerate(results)
        for row in gathered(result.answers)
    }
    assert {(row[0], row[1]): row[4:6] for row in rows} == expected
    assert len(rows) == len(expected)
    said = {row[1]: (row[2], row[3], row[6]) for row in rows}
    assert said["variance"] == ("covered", None, [])
    assert said["speed"] == ("missed", "partly", ["covered"])
    assert said["votes"] == ("covered", None, ["covered"])


def test_damaged_files_are_named_and_the_others_count(tmp_path: Path, run: Runner) -> None:
    """Whatever lies in a folder, it is read as far as it goes, or named and left out."""
    good = b"".join(lines_of(small_session()))
    header, *lines = good.splitlines(keepends=True)
    wrong = {
        "torn": good[:-40],
        "holes": header + b"".join(lines[:6]) + b"\xff\x00{\n" + b"".join(lines[6:]),
        "missing": header + b"".join(lines[9:]),
        "headless": b"".join(lines),
        "two": good + good,
        "newer": good.replace(b"transcript@2", b"transcript@99", 1),
        "other": b'[1]\n"x"\n{"type":"header","questions":[1,{"question":7}],"seq":"x"}\n',
        "zeros": bytes(5000),
        "empty": b"",
        "huge": b'{"type":"header","x":"' + b"a" * 40_000_000 + b'"}\n',
        "[x]*": b"nothing\n",
    }
    folder = tmp_path / "it's [a] *folder"
    folder.mkdir()
    for number, (name, content) in enumerate(wrong.items()):
        own = content.replace(b"2026-01-05-0900-7f3a", f"other-{number}".encode())
        (folder / f"{name}.jsonl").write_bytes(own)
    (folder / "good.jsonl").write_bytes(good)
    (folder / "copy.jsonl").write_bytes(good)
    (folder / "good.marking-ada.json").write_bytes(b"\xff{")
    (folder / "good.marking-bo.json").write_bytes(b'{"format": 3, "answers": {}}')
    for kept_out in ("trash", ".hidden"):
        (folder / kept_out).mkdir()
        (folder / kept_out / "old.jsonl").write_bytes(good.replace(b"7f3a", b"7f3b"))
    report = json.loads(run("cohort", folder, "--json").out)
    named = {Path(row["file"]).stem.split(".")[0] for row in report["damaged"]}
    assert named == wrong.keys() | {"good"}  # the marking that is not UTF-8
    assert report["copies"] == 1
    assert report["sessions"] == 4  # good, torn, holes, missing
    words = run("cohort", folder).err
    assert f"{len(report['damaged'])} files left out or read in part" in words
    assert "1 copy of the same session left out" in words


def test_text_from_transcripts_is_literal(tmp_path: Path, run: Runner) -> None:
    """No title, point or name of a file moves the cursor or becomes markup."""
    events = one_question("Averaging lowers variance.")
    assert isinstance(events[0], Header)
    drawn = events[0].questions[0]
    asked = replace(
        drawn.question, title=HOSTILE, topic="[bold]x\x1b[2J",
        rubric=tuple(replace(point, point=HOSTILE) for point in drawn.question.rubric),
    )  # fmt: skip
    events[0] = replace(events[0], questions=(replace(drawn, question=asked),))
    (tmp_path / "a\x1b[2J.jsonl").write_bytes(b"".join(lines_of(events)) + b"{\n")
    _, out, err = run("cohort", tmp_path)
    assert "[bold]x␛[2J" in out
    assert not INVISIBLE.search(out.replace("\t", " ") + err)


def test_nothing_to_read_is_said(tmp_path: Path, run: Runner) -> None:
    """A folder without transcripts, and a source beside others that names nothing."""
    assert f"no transcript (*.jsonl) in {tmp_path}" in run("cohort", tmp_path, code=2).err
    sample = ROOT / "transcripts" / "sample-quick-five.jsonl"
    assert "in nosuch*" in run("cohort", sample, "nosuch*", code=2).err
    assert "1 session" in run("cohort", f"{sample.parent}/sample-quick*.jsonl").out


def test_without_duckdb_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra, and nothing else of the program needs it."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UsageError, match=r"pip install 'interview-sim\[cohort\]'"), opened(["."]):
        pass


def test_the_queries_of_the_page_say_what_the_command_says(
    course: Path, report: dict[str, Any], tmp_path: Path, run: Runner
) -> None:
    """Each runs as it stands there, with a local folder for the bucket."""
    (tmp_path / "transcripts").symlink_to(course)
    run("export", f"{course}", "-o", tmp_path / "points.parquet")
    page = (ROOT / "docs" / "cohort.md").read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    with duckdb.connect() as database:
        # A topic is whole on the page, and its first part in what the command says.
        first = "SELECT * REPLACE (split_part(topic, '/', 1) AS topic)"
        database.execute(f"CREATE VIEW points AS {first} FROM '{tmp_path}/points.parquet'")
        on_lines, on_table, topics, questions, verdicts = (
            database.execute(sql.replace("s3://bootcamp", str(tmp_path))).fetchall()
            for sql in queries
        )
    assert on_lines == on_table
    assert len(on_table) > FEW
    told = {row["topic"]: (row["n"], row["score"], row["sd"]) for row in report["by_topic"]}
    for topic, *figures in topics:
        assert figures == pytest.approx(list(told[topic]))
    rest = [(r["n"], r["r"]) for r in report["by_question"] if r["r"] is not None]
    assert sorted(r for *_, r in questions) == pytest.approx(sorted(r for _, r in rest))
    assert sum(row[-1] for row in verdicts) == next(
        row["n"] for row in report["agreement"] if row["b_kind"] == "candidate"
    )
    columns = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)))
    with opened([str(tmp_path / "points.parquet")]) as cohort:
        assert set(columns) == set(cohort.columns)
