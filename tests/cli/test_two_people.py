"""`mark` and `agree`: two people, one answer, and how far they see it alike."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_kit import Runner, sit
from endpoint_kit import Call, serving
from endpoint_kit import verdicts as said_by_a_model

from interview_sim.config import Settings, write_settings
from interview_sim.paths import find_paths
from interview_sim.transcript.reader import read_transcript

pytestmark = pytest.mark.thorough


@pytest.fixture
def path(run: Runner, tmp_path: Path) -> Path:
    """A transcript of eleven questions, of which a few are answered and three points marked."""
    folder = tmp_path / "kept"
    answers = tmp_path / "answers.yaml"
    text = (Path(__file__).parents[1] / "data" / "answers.yaml").read_text(encoding="utf-8")
    own = "  marks: {lower-variance: covered, wisdom-of-crowd: missed, decorrelated: partly}\n"
    first = "  predicted: {coverage: 3, clarity: 3, confidence: 0.7}\n"
    assert first in text
    answers.write_text(text.replace(first, first + own, 1), encoding="utf-8")
    done = run(
        "start", "--plain", "--answers", answers, "--plan", "data-scientist", "--bank",
        "ml-fundamentals", "--questions", "11", "--minutes", "90", "--seed", "7", "--json",
        "--transcripts", folder,
    )  # fmt: skip
    assert done.code == 0, done.err
    return folder / f"{json.loads(done.out)['id']}.jsonl"


def marking(path: Path, name: str) -> Path:
    """Where the marking of that person is kept."""
    return path.with_name(f"{path.stem}.marking-{name}.json")


def verdicts(file: Path) -> dict[str, str]:
    """All verdicts of a marking, by question, part and point."""
    answers = json.loads(file.read_text())["answers"]
    return {
        f"{marks['ref']}/{marks.get('part', '')}/{point}": verdict
        for marks in answers
        for point, verdict in marks["points"].items()
    }


def test_marking_is_blind(run: Runner, path: Path) -> None:
    """Question, answer and points are shown; no suggestion, no reason, no mark of anyone's."""
    done = run("mark", path, "--as", "Ada", typed="s\n" + "n\n" * 300)
    whole = run("mark", path, "--as", "Ada", typed="n\n" * 300)
    shown = done.out + whole.out
    state = read_transcript(path).state
    assert "wisdom of the crowd" in shown
    reasons = [
        point.reason
        for judgements in state.judgements.values()
        for item in judgements[-1].points
        for point in (item, *item.members)
    ]
    assert len([reason for reason in reasons if reason]) > 10
    for reason in (*reasons, *(turn.reason for turn in state.turns)):
        assert not reason or reason not in shown
    assert "suggested" not in shown
    assert set(verdicts(marking(path, "ada")).values()) == {"missed"}


def test_a_marking_is_gone_on_with(run: Runner, path: Path) -> None:
    """Stopping keeps what was said; the same command asks for the rest only."""
    first = run("mark", path, "--as", "Ada", typed="y\np\n\nx\ns\n")
    assert first.code == 0
    assert list(verdicts(marking(path, "ada")).values()) == ["covered", "partly"]
    assert "2 of" in first.err
    second = run("mark", path, "--as", "Ada", typed="u\n" + "n\n" * 300)
    assert "2 marked so far" in second.out
    assert "This is the first." in second.out
    assert "All" in second.err
    found = list(verdicts(marking(path, "ada")).values())
    assert (found.count("covered"), found.count("partly")) == (1, 1)
    assert "0 of" not in run("mark", path, "--as", "Ada").err


def test_nothing_marked_writes_nothing(run: Runner, path: Path) -> None:
    """The end of the input is the end of the marking."""
    done = run("mark", path, "--as", "Ada", typed="\n")
    assert (done.code, marking(path, "ada").exists()) == (0, False)
    assert "Nothing was marked" in done.err


def test_two_markings_are_compared(run: Runner, path: Path) -> None:
    """The same verdicts throughout, but for one point that they see as far apart as can be."""
    run("mark", path, "--as", "Ada", typed="y\nn\np\n" * 100)
    run("mark", path, "--as", "Bo", typed="n\nn\np\n" + "y\nn\np\n" * 100)
    both = (marking(path, "ada"), marking(path, "bo"))
    report = json.loads(run("agree", *both, "--json").out)
    assert report["points"] - report["agreed"] == 1 == report["far_apart"]
    assert report["points"] > 30
    assert 0.9 < report["kappa"] < 1
    assert report["kappa"] != report["weighted_kappa"]
    assert sum(map(sum, report["table"])) == report["points"]
    (row,) = report["disagreements"]
    assert (row["a"], row["b"]) == ("covered", "missed")
    state = read_transcript(path).state
    assert row["answer"] in {turn.text for turn in state.turns}
    turned = json.loads(run("agree", *reversed(both), "--json").out)
    assert turned["kappa"] == report["kappa"]
    text = run("agree", *both)
    assert "almost perfect" in text.out
    assert "Ada is more lenient on 1 and Bo on 0" in text.out
    assert row["text"].split()[0] in text.out
    # For people by number, name and answer; the ids are for programs.
    assert f"\n{row['place']}\n" in text.out
    assert row["question"] not in text.out


def test_the_candidates_own_marks_are_the_other_side(run: Runner, path: Path) -> None:
    """Only points with a word of the candidate's own count, and so few say nothing yet."""
    run("mark", path, "--as", "Ada", typed="y\n" * 300)
    report = json.loads(run("agree", path, marking(path, "ada"), "--json").out)
    own = read_transcript(path).state.marks
    assert 0 < report["points"] <= len(own)
    assert report["a"] == "the candidate"
    assert report["enough"] is False
    assert report["left_out"]["only_one"] > 50
    assert "Too early to tell" in run("agree", path, marking(path, "ada")).out


def test_judges_are_compared_as_people_are(run: Runner, path: Path) -> None:
    """With the candidate, or with one another; one that gave no verdicts is asked first."""

    def act(call: Call) -> None:
        call.say(said_by_a_model(*[("missed", 0)] * 5))

    none = run("agree", path, "--judge", "llm")
    assert (none.code, "no verdicts by llm" in none.err) == (2, True)
    with serving(act) as server:
        write_settings(
            find_paths(Path.cwd(), os.environ).config_file, Settings(endpoint=server.endpoint)
        )
        asked = run("judge", path.stem, "--beside", "--transcripts", path.parent)
    assert (asked.code, "other than those that count" in asked.out) == (0, True)
    state = read_transcript(path).state
    said = [line.partition("\t")[0] for line in asked.out.splitlines()[:-1]]
    assert said[0] == f"1. {state.drawn(0).question.name}, the first answer"
    assert {place.rpartition(", ")[2] for place in said} >= {"the first answer", "follow-up 1"}
    assert not any(drawn.ref in asked.out for drawn in state.header.questions)
    points = state.drawn(0).question.rubric
    assert any(item.point and item.point in asked.out for item in points)
    assert {of[-1].judge for of in state.judgements.values()} == {"lexical"}
    assert {judgement.judge for judgement in state.second.values()} == {"llm"}
    report = json.loads(run("agree", path, "--judge", "lexical", "--judge", "llm", "--json").out)
    assert (report["a"], report["b"], report["b_milder"]) == ("lexical", "llm", 0)
    assert report["points"] > report["a_milder"] > 0
    own = json.loads(run("agree", path, "--judge", "llm", "--json").out)
    assert (own["a"], own["b"]) == ("the candidate", "llm")
    assert 0 < own["points"] < report["points"]
    assert run("agree", path, path, "--judge", "llm").code == 2


def test_different_sessions_are_refused_and_copies_are_not(
    run: Runner, path: Path, tmp_path: Path
) -> None:
    """What counts is the words that were marked, not the name of the file."""
    run("mark", path, "--as", "Ada", typed="y\nn\n" * 150)
    other = sit(run, "--transcripts", tmp_path / "other", "--seed", "99", "--topic", "metrics")
    refused = run("agree", tmp_path / "other" / f"{other}.jsonl", marking(path, "ada"))
    assert refused.code == 2
    assert refused.out == ""
    copy = tmp_path / "copied.jsonl"
    copy.write_bytes(path.read_bytes().replace(path.stem.encode(), b"2020-01-01-0000-aaaa"))
    run("mark", copy, "--as", "Bo", typed="y\nn\n" * 150)
    same = json.loads(run("agree", marking(path, "ada"), marking(copy, "bo"), "--json").out)
    assert same["kappa"] == 1
    cannot = run("mark", path, "--as", "Bo", "-o", marking(copy, "bo"), typed="y\n")
    assert "another session" in cannot.err


def test_a_marking_that_an_earlier_app_began_is_continued(run: Runner, path: Path) -> None:
    """It digested the first line otherwise; the verdicts in it count, and the next one is added."""
    run("mark", path, "--as", "Ada", typed="y\nn\ns\n")
    file = marking(path, "ada")
    old = {**json.loads(file.read_text()), "header": "e398afb237d0ffb6"}
    file.write_text(json.dumps(old))
    assert "2 marked so far" in run("mark", path, "--as", "Ada", typed="p\ns\n").out
    verdicts = [v for a in json.loads(file.read_text())["answers"] for v in a["points"].values()]
    assert verdicts == ["covered", "missed", "partly"]


def test_what_is_asked_for_wrongly_is_said(run: Runner, path: Path, tmp_path: Path) -> None:
    """Each with a sentence and exit code 2."""
    run("mark", path, "--as", "Ada", typed="y\n")
    letter = tmp_path / "letter.json"
    letter.write_text('{"dear": "all"}')
    for arguments, words in (
        (["mark"], "Name a transcript"),
        (["mark", path, "--question", "40"], "no question 40"),
        (["mark", path, "--as", " "], "A name has"),
        (["mark", path, "--as", "Bo", "-o", marking(path, "ada")], "the marking of Ada"),
        (["agree", path], "Name two markings"),
        (["agree", path, letter], "not a marking"),
        (["agree", path, tmp_path / "none.json"], "no such file"),
        (["agree", "--again", "--transcripts", path.parent], "no re-grade"),
        (["mark", "--again", "--transcripts", path.parent], "No old answer is due"),
    ):
        done = run(*arguments)
        assert done.code == 2, arguments
        assert words in done.err
        assert done.out == ""


def test_an_interview_that_is_not_over_is_not_marked(run: Runner, path: Path) -> None:
    """Its points would be given away to whoever still has to answer."""
    lines = path.read_bytes().splitlines(keepends=True)
    broken_off = path.with_name("half.jsonl")
    broken_off.write_bytes(b"".join(lines[:10]))
    assert "not over" in run("mark", broken_off).err


def test_an_old_answer_is_marked_again_and_compared(
    run: Runner, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer with own marks, blind, in a file of its own; `agree` puts all of them together."""
    own = {key: mark.verdict.value for key, mark in read_transcript(path).state.marks.items()}
    where = ("--transcripts", path.parent)
    week = datetime.now(UTC).replace(year=datetime.now(UTC).year + 1)
    monkeypatch.setattr("interview_sim.clock.SystemClock.now", lambda _: week)
    begun = run("mark", "--again", *where, typed="y\ns\n")
    assert begun.code == 0, begun.err
    done = run("mark", path.stem, "--again", *where, typed="y\n" * 40)
    kept = list(path.parent.glob("*.marking-again-*.json"))
    assert len(kept) == 1
    assert "All" in done.err
    assert json.loads(kept[0].read_text())["again"] is True
    assert len({key.split("/")[0] for key in verdicts(kept[0])}) == 1
    report = json.loads(run("agree", "--again", *where, "--json").out)
    assert report["points"] == len(own)
    assert report["agreed"] == list(own.values()).count("covered")
    one = json.loads(run("agree", path, kept[0], "--json").out)
    assert one["table"] == report["table"]
    assert "No old answer is due" in run("mark", "--again", *where).err
    assert "no answer left" in run("mark", path.stem, "--again", *where).err


def test_hostile_text_is_shown_as_signs(run: Runner, tmp_path: Path) -> None:
    """Names, answers, points and marking files cannot command the terminal."""
    bank = Path(__file__).parents[1] / "data" / "hostile.yaml"
    answers = tmp_path / "a.yaml"
    answers.write_text('markup-and-escapes:\n  answer: "reply \\e[2J with [/nope] \\u202Eevil"\n')
    folder = tmp_path / "kept"
    done = run(
        "start", "--plain", "--answers", answers, "--bank", bank, "--minutes", "30", "--json",
        "--transcripts", folder,
    )  # fmt: skip
    path = folder / f"{json.loads(done.out)['id']}.jsonl"
    name = "\x1b[2JAda\n\u202e"
    run("mark", path, "--as", "Bo", typed="y\nn\n" * 9)
    shown = run("mark", path, "--as", name, typed="n\nm\n?\n" * 9)
    compared = run("agree", marking(path, "bo"), marking(path, "2jada"))
    words = shown.out + shown.err + compared.out + compared.err
    assert compared.code == 0
    assert "␛[2J" in words
    assert "\x1b" not in words
    assert "\u202e" not in words
