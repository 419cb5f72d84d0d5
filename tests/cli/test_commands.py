"""The commands: data on standard output, words on standard error, telling exit codes."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from interview_sim import __version__
from interview_sim.matching.tuning import DEFAULT

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / "tests" / "data" / "answers.yaml"


def unattended(run, *more: str) -> dict:
    """The report of an unattended sitting."""
    done = run(
        "start", "--plain", "--answers", str(ANSWERS), "--plan", "data-scientist",
        "--bank", "ml-fundamentals", "--questions", "11", "--minutes", "90", "--json", *more,
    )  # fmt: skip
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_version(run) -> None:
    """`--version` prints it and nothing else."""
    done = run("--version")
    assert (done.code, done.out.strip()) == (0, f"interview-sim, version {__version__}")


def test_a_bank_alone_is_a_plan_named_after_it(run, tmp_path: Path) -> None:
    """By its id as a bank or as a plan; a plan of that name comes first, options change either."""
    answers = tmp_path / "none.yaml"
    answers.write_text("{}")
    start = ("start", "--plain", "--answers", str(answers), "--json")
    ids = []
    for choice in (
        ("--bank", "ml-fundamentals"),
        ("--plan", "ml-fundamentals"),
        ("--plan", "ml-engineer"),
        ("--bank", "ml-engineer", "--questions", "2"),
    ):
        done = run(*start, *choice)
        assert done.code == 0
        (newest,) = json.loads(run("history", "--last", "1", "--json").out)
        ids.append((newest["plan"], newest["title"], newest["planned"]))
    assert ids == [
        ("ml-fundamentals", "Machine-learning fundamentals", 4),
        ("ml-fundamentals", "Machine-learning fundamentals", 4),
        ("ml-engineer", "60-minute ML engineer", 7),
        ("custom", "Machine-learning engineering, deeper, changed", 2),
    ]


def test_the_shipped_banks_are_listed(run) -> None:
    """Each with the number of its questions."""
    done = run("bank", "list", "--json")
    rows = {row["id"]: row for row in json.loads(done.out)}
    assert rows["ml-fundamentals"]["questions"] == 11
    assert done.err == ""


def test_a_broken_bank_tells_all_its_errors_and_the_others_still_load(run, tmp_path: Path) -> None:
    """Every error has its place, the exit code says so, and the good banks are listed."""
    (tmp_path / "banks").mkdir()
    bad = tmp_path / "banks" / "bad.yaml"
    bad.write_text(
        "id: Bad Id\ntitel: x\nquestions:\n  - id: q\n    promt: Why?\n    level: hard\n"
    )
    checked = run("bank", "check", str(bad))
    assert checked.code == 1
    for words in (":1:5: ", ":2:1: ", "did you mean `title`?", ":5:5: ", "did you mean `prompt`?"):
        assert words in checked.out
    listed = run("bank", "list", "--bank", str(tmp_path / "banks"))
    assert listed.code == 0
    assert "ml-fundamentals" in listed.out
    assert "bad.yaml:1:5" in listed.err


def test_the_main_job_gives_the_same_object_twice(run) -> None:
    """Same answers and seed: the same report, but for ids and wall-clock times."""
    first, second = (unattended(run, "--seed", "7") for _ in range(2))
    for report in (first, second):
        for key in ("id", "transcript", "at"):
            report.pop(key, None)
    assert first == second
    assert first["seed"] == 7
    assert 0 < first["score"] < 100


def test_an_answer_that_says_more_scores_more(run) -> None:
    """A full answer covers its points, a guess does not, and the evidence is quoted."""
    questions = {q["id"].split(":")[1]: q for q in unattended(run, "--seed", "7")["questions"]}
    forest, kmeans = questions["random-forest-motivation"], questions["kmeans-choose-k"]
    assert forest["score"] > kmeans["score"] + 20
    lower = next(p for p in forest["answers"][0]["points"] if p["id"] == "lower-variance")
    assert lower["suggested"] == "covered"
    assert any("variance" in words for words in lower["evidence"])
    assert forest["answers"][1]["part"] == "variance-floor"


def test_slow_answers_time_out_and_keep_what_was_typed(run, tmp_path: Path) -> None:
    """An answer that takes longer than its clock is cut off at the deadline."""
    slow = tmp_path / "slow.yaml"
    slow.write_text(
        "random-forest-motivation:\n  seconds: 1000\n  answer: "
        + " ".join(f"word{i}" for i in range(100))
    )
    done = run(
        "start", "--plain", "--answers", str(slow), "--plan", "data-scientist", "--bank",
        "ml-fundamentals", "--questions", "11", "--minutes", "90", "--seed", "1", "--json",
    )  # fmt: skip
    question = next(
        q for q in json.loads(done.out)["questions"] if q["id"].endswith("random-forest-motivation")
    )
    assert question["timed_out"]
    main = question["answers"][0]
    assert main["seconds"] == main["budget"]


def test_a_name_that_no_drawn_question_has_is_told(run, tmp_path: Path) -> None:
    """A misspelt id would otherwise look like a question that was passed."""
    path = tmp_path / "a.yaml"
    path.write_text("random-forrest: {answer: trees}\n")
    done = run("start", "--plain", "--answers", str(path), "--plan", "quick-five", "--json")
    assert done.code == 0
    assert "Not asked in this interview: random-forrest." in done.err
    path.write_text("".join(f"other-{number}: {{answer: trees}}\n" for number in range(900)))
    done = run("start", "--plain", "--answers", str(path), "--plan", "quick-five", "--json")
    assert "other-3, other-4 and 895 more." in done.err


def test_history_show_and_replay_find_what_was_sat(run) -> None:
    """A session can be listed, shown as text and JSON, and read again."""
    report = unattended(run, "--seed", "7")
    rows = json.loads(run("history", "--json").out)
    assert [row["id"] for row in rows] == [report["id"]]
    assert "\tfinished\t" in run("history").out
    assert json.loads(run("show", "last", "--json").out)["score"] == report["score"]
    text = run("show", report["id"]).out
    assert "You could grow one good decision tree" in text
    assert "wisdom of the crowd" in run("replay", "last", "--plain").out
    said = json.loads(run("show", "--how", "--json").out)
    assert said["words"] == sum(each["words"] for each in said["questions"])
    assert f"Pace: {said['words']} words, " in run("show", "--how").out


def test_a_session_is_judged_once_more_and_marks_stand(run) -> None:
    """The fresh opinion is in the transcript beside the first, and `show` goes by it."""
    report = unattended(run, "--seed", "7")
    done = run("judge", "last")
    assert done.code == 0
    assert "0 verdicts changed. Your own marks are kept." in done.out
    assert done.out.startswith("1. ")
    assert report["questions"][0]["id"] not in done.out
    score = json.loads(run("show", "last", "--json").out)["score"]
    assert score == report["score"]
    assert run("judge", "--list").out == "lexical\nllm\n"
    refused = run("judge", "last", "--judge", "nobody")
    assert refused.code == 2
    assert "There is no judge called “nobody”" in refused.err
    assert run("judge").code == 2


def test_an_answer_file_with_mistakes_is_refused_with_places(run, tmp_path: Path) -> None:
    """Unknown keys are told with the line and the key that was meant."""
    bad = tmp_path / "a.yaml"
    bad.write_text("some-question:\n  anwser: x\n")
    done = run("start", "--plain", "--answers", str(bad), "--json")
    assert done.code == 2
    assert "a.yaml:2:3" in done.err
    assert "did you mean `answer`?" in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["start", "--plain", "--plan", "nope"], "There is no plan “nope”"),
        (["start", "--plain", "--bank", "nope"], "There is no bank `nope`"),
        (["start", "--plain", "--topic", "nope"], "No question has the topic `nope`"),
        (["start", "--topic", "nope"], "No question has the topic `nope`"),
        (
            ["start", "--role", "astronaut", "--level", "core"],
            "No question has the role `astronaut`",
        ),
        (
            ["start", "--bank", "ml-fundamentals", "--topic", "deep-learning/transformers"],
            "No question fits",
        ),
        (["start", "--bank", "nope"], "There is no bank `nope`"),
        (["start", "--plan", "nope"], "There is no plan “nope”"),
        (["start", "--transcripts", "/dev/null/x"], "is a file, not a folder"),
        (["replay", "nope"], "There is no transcript"),
        (["resume", "nope"], "There is no transcript"),
        (["show", "nope"], "There is no transcript"),
        (["start", "--json"], "go with --plain"),
        (["start", "--plain", "--minutes", "nan"], "is not a valid float range"),
        (["resume"], "No session is waiting"),
    ],
)
def test_what_cannot_be_done_is_said_on_standard_error_with_code_2(
    run, arguments: list[str], words: str
) -> None:
    """The sentence names what was wrong; standard output stays empty, and no screen opens."""
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_init_makes_a_workspace_whose_bank_passes_the_check(run, tmp_path: Path) -> None:
    """The new bank is good, its transcripts folder is used, and nothing is overwritten."""
    place = tmp_path / "mine"
    assert run("init", str(place)).code == 0
    bank = place / "banks" / "my-bank.yaml"
    assert run("bank", "check", str(bank)).code == 0
    bank.write_text(bank.read_text() + "# mine\n")
    assert run("init", str(place)).code == 0
    assert bank.read_text().endswith("# mine\n")


def test_doctor_names_folders_and_banks_and_what_is_wrong(run, tmp_path: Path) -> None:
    """All is well at first; a broken bank in the workspace makes it exit with 1."""
    healthy = run("doctor").out
    assert "ml-fundamentals" in healthy
    assert f"judge\tlexical {DEFAULT.label}" in healthy
    (Path.cwd() / "banks").mkdir()
    (Path.cwd() / "transcripts").mkdir()
    (Path.cwd() / "banks" / "bad.yaml").write_text("id: [")
    done = run("doctor")
    assert done.code == 1
    assert "bad.yaml:1:" in done.out


def test_doctor_misses_a_judge_that_is_not_installed(run) -> None:
    """No session could be started with it, and it is better to hear that the day before."""
    settings = Path(os.environ["INTERVIEW_SIM_HOME"]) / "config" / "config.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('judge = "oracle"\n')
    done = run("doctor")
    assert done.code == 1
    assert "There is no judge called “oracle”. Installed: lexical" in done.out


def test_completion_scripts_are_printed(run) -> None:
    """Each shell gets its own."""
    for shell in ("zsh", "fish"):
        assert "_INTERVIEW_SIM_COMPLETE" in run("completion", shell).out
    help_ = run("completion", "--help").out
    assert "\\b" not in help_
    assert "interview-sim completion fish > " in help_


def test_hostile_bank_text_is_printed_literally(run, tmp_path: Path) -> None:
    """Escapes in a bank reach the terminal as signs, in questions and scorecards."""
    shutil.copy(ROOT / "tests" / "data" / "hostile.yaml", tmp_path / "hostile.yaml")
    answers = tmp_path / "a.yaml"
    answers.write_text('markup-and-escapes:\n  answer: "reply \\e[2J with [/nope] \\u202Eevil"\n')
    done = run(
        "start", "--plain", "--answers", str(answers), "--bank", str(tmp_path / "hostile.yaml"),
        "--minutes", "30",
    )  # fmt: skip
    shown = done.out + done.err + run("replay", "--plain").out + run("bank", "list").out
    assert done.code == 0
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[@click=app.quit]x[/]" in shown
    assert "␛[2J" in shown


def test_what_is_misspelt_is_refused_before_a_screen_opens(run, monkeypatch) -> None:
    """Whatever names a bank, topic, role or plan: exit code 2 and what was most likely meant.

    One that is right beside it does not excuse it. So is a session that cannot be continued.
    """
    from interview_sim.tui import app

    monkeypatch.setattr(app, "run", lambda *_args, **_more: pytest.fail("a screen opened"))
    sample = str(next((ROOT / "transcripts").glob("sample-*.jsonl")))
    for option, wrong, meant in (
        ("--topic", "ensemble", "did you mean ensembles?"),
        ("--role", "data-scientits", "did you mean data-scientist?"),
        ("--bank", "ml-fundamental", "did you mean ml-fundamentals?"),
        ("--plan", "quick-six", "quick-five"),
    ):
        for command in (("start",), ("ready",), ("paper", "make")):
            done = run(*command, "--topic", "clustering", option, wrong)
            assert (done.code, meant in done.err) == (2, True), (command, option, done.err)
    assert run("resume", sample).code == 2
