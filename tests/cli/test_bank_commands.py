"""Writing, showing, counting and laying out banks from the command line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import jsonschema
import pytest
import yaml
from cli_kit import Runner
from session_kit import hand_in

from interview_sim.bank.loading import load_bank, parse_bank
from interview_sim.cli.commands import bank_audit, bank_check
from interview_sim.clock import ManualClock
from interview_sim.matching.model import Verdict
from interview_sim.services import Options, build_services
from interview_sim.session.plan import Plan

CASES = Path(__file__).parents[1] / "data" / "cases"

BANK = """\
format: interview-sim/bank@1
id: mine
title: "Mine \\e[31m [b]"
glossary: [[a b, AB]]
defaults: {time: 2m}
questions:
  - id: one
    prompt: "Why [/nope] \\u202E?"
    topic: t/u
    roles: [r]
    rubric:
      - {id: p, point: SECRET a, weight: 2, match: [x, {all: [[c, d], e]}], probe: 'SECRET q?'}
      - {id: g, pick: 1, need: bonus, point: SECRET group, of: [{id: m, point: SECRET member}]}
    misconceptions: [{id: w, claim: SECRET claim, correction: SECRET right}]
    follow_ups: [{id: f, ask: SECRET then, when: {covered: p}, rubric: [{id: z, point: SECRET z}]}]
    hints: [SECRET hint]
    model_answer: SECRET answer
  - {id: two, prompt: How so, topic: t, time: 30s, kind: case, level: advanced, model_answer: A}
"""


@pytest.fixture
def run(run: Runner) -> Runner:
    """Runs `interview-sim bank …`."""
    return partial(run, "bank")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A bank of two questions."""
    path = tmp_path / "mine.yaml"
    path.write_text(BANK)
    return path


# -- new


def test_a_new_bank_passes_the_check_without_a_warning(run: Runner, tmp_path: Path) -> None:
    """With nothing but defaults: the check is silent, and an editor finds the schema beside it."""
    path = tmp_path / "banks" / "Graph theory.yaml"
    made = run("new", path, "--yes")
    assert (made.code, made.out.split("\n")[:1]) == (0, [str(path)])
    checked = run("check", path)
    assert (checked.code, checked.out) == (0, "")
    assert run("audit", path).code == 0
    assert run("fmt", "--check", path).code == 0
    text = path.read_text()
    assert text.startswith("# yaml-language-server: $schema=bank.schema.json\n")
    bank = parse_bank(text).bank
    assert bank is not None
    assert bank.id == "graph-theory"
    schema = json.loads((path.parent / "bank.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(text))


def test_what_is_given_is_in_the_new_bank(run: Runner, tmp_path: Path) -> None:
    """Any text is written so that the bank says just that."""
    path = tmp_path / "n.yaml"
    question = "- Why: \"this\" # and {that}, 'it'?"
    points = ["Yes: it is", "A longer point " * 9 + "ends.", "null"]
    made = run(
        "new", path, "-y", "--id", "x", "--title", "'T'", "--question", question, "--topic", "a/b",
        "--level", "advanced", "--time", "90s", *(x for p in points for x in ("--point", p)),
    )  # fmt: skip
    assert made.code == 0
    bank = parse_bank(path.read_text()).bank
    assert bank is not None
    asked = bank.questions[0]
    assert (bank.id, bank.title, asked.prompt) == ("x", "'T'", question)
    assert (asked.topic, asked.level, asked.time) == ("a/b", "advanced", 90)
    assert [point.point for point in asked.rubric] == points


def test_what_is_not_given_is_asked(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter takes the default, a wrong answer is asked again, an empty point ends the list."""
    said = [
        *("Bad Id", "my-id", "", "What is a graph?", "", "hard", "core", "soon", "2m"),
        *("Nodes and edges.", "What is it made of?", "nodes and edges; vertices", "", ""),
    ]
    monkeypatch.setattr("sys.stdin", _typed(said))
    path = tmp_path / "n.yaml"
    asked = run("new", path)
    assert asked.code == 0, asked.err
    assert "my-id" not in asked.out
    assert "such as bad-id" in asked.err
    bank = parse_bank(path.read_text()).bank
    assert bank is not None
    question = bank.questions[0]
    assert (bank.id, question.prompt, question.time) == ("my-id", "What is a graph?", 120)
    assert question.rubric[0].match == ("nodes and edges", "vertices")
    assert question.rubric[0].probe == "What is it made of?"
    assert question.model_answer == "Nodes and edges."


def _typed(lines: list[str]) -> object:
    import io

    return io.StringIO("".join(f"{line}\n" for line in lines))


def test_a_bank_that_is_there_is_never_overwritten(run: Runner, mine: Path) -> None:
    """The refusal comes before anything is asked."""
    refused = run("new", mine)
    assert (refused.code, refused.out) == (2, "")
    assert "already exists" in refused.err
    assert mine.read_text() == BANK


def test_a_given_value_that_cannot_be_is_refused(run: Runner, tmp_path: Path) -> None:
    """Options are checked like any bank, and then nothing is written."""
    path = tmp_path / "n.yaml"
    refused = run("new", path, "-y", "--id", "../up", "--level", "hard")
    assert refused.code == 2
    assert "write `up`" in refused.err
    assert "did you mean" in refused.err or "core, intermediate or advanced" in refused.err
    assert list(tmp_path.glob("*.*")) == []


def test_without_a_file_it_goes_to_the_workspace(run: Runner, tmp_path: Path) -> None:
    """In a workspace new banks land where they are found; elsewhere in the folder one is in."""
    assert run("new", "-y", "--id", "one").code == 0
    assert Path("one.yaml").exists()
    Path("banks").mkdir()
    Path("transcripts").mkdir()
    assert run("new", "-y", "--id", "two").code == 0
    assert Path("banks/two.yaml").exists()
    assert '"id": "two"' in run("list", "--json").out


# -- show


def test_a_question_is_shown_as_the_candidate_sees_it(run: Runner, mine: Path) -> None:
    """Nothing of what a full answer says is shown unless asked for, in JSON neither."""
    for arguments in ([], ["--json"]):
        for name in (str(mine), f"{mine}:one"):
            shown = run("show", name, *arguments)
            assert shown.code == 0
            assert "Why [/nope]" in shown.out
            assert "SECRET" not in shown.out
            assert "\x1b" not in shown.out
            assert arguments or "\u202e" not in shown.out
    told = run("show", "mine:one", "--spoilers", "--bank", mine).out
    assert told.count("SECRET") == 10
    for words in ("must ×2", "bonus", "any 1 of these", "c or d + e", "covered p"):
        assert words in told
    assert json.loads(run("show", mine, "--spoilers", "--json").out)["questions"][0]["hints"]
    mine.write_text(
        BANK.replace("probe: 'SECRET q?'", "about: trade-off, why: It breaks.").replace(
            "ask: SECRET then", "ask: SECRET then, kind: pushback, correction: Not so."
        )
    )
    told = run("show", "mine:one", "--spoilers", "--bank", mine).out
    for words in ("[p; trade-off]", "why: It breaks.", "[f; pushback; covered p]", "correct: Not"):
        assert words in told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nope", "There is no bank `nope`"),
        ("mine:thre", "There is no question `thre` in the bank `mine`"),
        ("none.yaml", "none.yaml: there is no such file"),
    ],
)
def test_what_is_not_there_cannot_be_shown(run: Runner, mine: Path, name: str, words: str) -> None:
    """The sentence says what there is instead."""
    shown = run("show", name, "--bank", mine)
    assert (shown.code, shown.out) == (2, "")
    assert words in shown.err


# -- stats


def test_banks_are_counted(run: Runner, mine: Path) -> None:
    """Topics, levels, kinds, roles, times, points by need, and everything that is thin."""
    (counted,) = json.loads(run("stats", mine, "--json").out)
    assert counted["topics"] == {"t": 1, "t/u": 1}
    assert counted["levels"] == {"core": 1, "intermediate": 0, "advanced": 1}
    assert counted["kinds"] == {"conceptual": 1, "resume": 0, "case": 1}
    assert counted["roles"] == {"everyone": 1, "r": 1}
    assert counted["times"] == {"shortest": 30, "median": 75, "longest": 120, "all": 150}
    assert counted["points"] == {"must": 1, "should": 0, "bonus": 1, "groups": 1}
    assert (counted["follow_ups"], counted["misconceptions"], counted["hints"]) == (1, 1, 1)
    assert {thin["rule"]: thin["where"] for thin in counted["thin"]} == {
        "single-question-topic": ["t", "t/u"],
        "no-rubric": ["two"],
        "no-follow-ups": ["two"],
        "no-misconceptions": ["two"],
        "no-hints": ["two"],
        "no-sources": ["one", "two"],
        "point-without-match": ["one/m"],
    }


def test_statistics_are_readable_and_literal(run: Runner, mine: Path) -> None:
    """As text they name the thin places; a title's escapes are signs. Without a name: all banks."""
    told = run("stats", mine).out
    assert "Mine ␛[31m [b] (mine)" in told
    assert "30s to 2m, median 1m15s, all 2m30s" in told
    assert "2 topics with one question: t, t/u" in told
    assert "ml-fundamentals" in run("stats").out
    assert run("stats", "nope").code == 2


def test_a_must_point_without_a_probe_is_thin(run: Runner, mine: Path) -> None:
    """Nobody asks about it when it is missing."""
    mine.write_text(BANK.replace(", probe: 'SECRET q?'", ""))
    (counted,) = json.loads(run("stats", mine, "--json").out)
    thin = {thin["rule"]: thin["where"] for thin in counted["thin"]}
    assert thin["must-without-probe"] == ["one/p"]


# -- try


def test_an_answer_is_tried(run: Runner, mine: Path, tmp_path: Path) -> None:
    """Each point has its verdict and the words that count, in text and, with offsets, in JSON."""
    answer = tmp_path / "answer.txt"
    answer.write_text("Well, x\x1b[31m it is, and SECRET member.")
    told = run("try", "mine:one", "--bank", mine, "--answer", answer)
    assert told.code == 0
    assert "⟦x⟧" in told.out
    assert "p (must)" in told.out
    assert "g (bonus, any 1 of 1)" in told.out
    assert "f (scripted): SECRET then" in told.out
    assert "\x1b" not in told.out
    report = json.loads(run("try", "one", "--bank", mine, "-a", answer, "--json").out)
    point, group = report["points"]
    assert (point["id"], point["need"], point["verdict"]) == ("p", "must", "covered")
    (found,) = point["evidence"]
    assert report["answer"][found["start"] : found["end"]] == found["text"] == "x"
    assert (group["pick"], group["members"][0]["id"]) == (1, "m")
    assert set(report["follow_ups"][0]) == {"id", "kind", "ask", "reason", "point"}
    refused = run("try", "one", "--bank", mine, "-a", tmp_path / "none.txt")
    assert refused.code == 2
    assert "none.txt" in refused.err


def test_an_answer_is_tried_on_a_question_of_a_file_or_folder(run: Runner, mine: Path) -> None:
    """As `bank show` names it; a file alone is no question."""
    case = CASES / "one-word-answer"
    for bank in (case, case / "bank.yaml"):
        told = run("try", f"{bank}:continent", "-a", case / "answer.txt")
        assert (told.code, told.out.count("⟦Asia⟧")) == (0, 1)
        assert "Which continent" in run("show", f"{bank}:continent").out
    for name, words in [
        (f"{mine}:onne", "There is no question `onne`; did you mean one?"),
        (f"{mine}", f"Name one of its questions, as in {mine}:QUESTION."),
        (f"{mine.parent / 'none.yaml'}:one", "there is no such file"),
    ]:
        refused = run("try", name, "-a", case / "answer.txt")
        assert refused.code != 0
        assert words in refused.err


@pytest.mark.parametrize("name", ["one-word-answer", "cjk-answer"])
def test_answers_of_one_word_and_without_spaces_are_read(run: Runner, name: str) -> None:
    """Each point is found, and the audit finds the model answer to cover them."""
    case = CASES / name
    bank = load_bank(case / "bank.yaml")
    told = run("try", f"{case}:{bank.questions[0].id}", "-a", case / "answer.txt")
    assert told.out.count("covered 1.00") == len(bank.questions[0].rubric)
    audited = run("audit", case / "bank.yaml")
    assert "model answer" not in audited.out


def test_an_author_is_told_what_is_read_in_english_only(run: Runner) -> None:
    """Denial is not noticed in German, and a list of two is still an answer there."""
    case = CASES / "german-not"
    assert "is noticed in English only" in run("audit", case / "bank.yaml").out
    answer = run("try", f"{case / 'bank.yaml'}:konjunktiv", "-a", case / "model.txt").out
    assert answer.count("covered 1.00") == 2


# -- learn


def test_what_was_overruled_is_proposed_and_written(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words pointed at become a phrase of the bank's file, which is written when asked."""
    path, kept = tmp_path / "learnt.yaml", tmp_path / "kept"
    bank = """\
format: interview-sim/bank@1
id: learnt
title: Learnt
questions:
  - id: one
    prompt: Why average?
    rubric: [{id: p, point: The variance goes down, match: [lower variance]}]
"""
    path.write_text(bank)
    services = build_services(
        Path.cwd(), os.environ, ManualClock(), Options(transcripts=kept, banks=(path,))
    )
    sitting = services.start(Plan(banks=("learnt",), questions=1, reading=0), 1)
    engine = sitting.engine
    hand_in(sitting, "The jitter shrinks a lot.")
    engine.finish()
    engine.reveal(0)
    engine.mark(0, "p", Verdict.COVERED, evidence=((4, 18),))
    engine.complete()
    sitting.close()
    where = ("--bank", path, "--transcripts", kept)
    (report,) = json.loads(run("learn", "learnt", *where, "--json").out)
    assert report["points"][0]["seen_too_little"] == 1
    (proposal,) = report["proposals"]
    assert (proposal["point"], proposal["entry"]) == ("p", "jitter shrinks")
    assert proposal["caught"][0]["pointed_at"] == ["jitter shrinks"]
    told = run("learn", *where)
    assert "learnt: the matcher agreed with people on 0 of 1 (too early to tell) marks." in told.out
    assert "catches “jitter shrinks”" in told.out
    assert report["diff"] in told.out
    monkeypatch.setattr("sys.stdin", _typed(["n"]))
    assert "is not changed" in run("learn", *where, "--write").err
    assert path.read_text() == bank
    assert "is changed" in run("learn", *where, "--write", "--yes").err
    assert "jitter shrinks" in path.read_text()
    assert run("learn", "--write", "--json").code == 2


# -- schema


MOVED = """\
format: interview-sim/bank@1
id: {0}
title: T
questions:
  - id: {1}
    {2}prompt: W
    model_answer: B
"""


def test_old_names_that_clash_between_files_are_errors(run: Runner, tmp_path: Path) -> None:
    """Each in the file that claims what another has, with the line of its question."""
    given = (("a", "q", ""), ("b", "x", "a:q"), ("c", "y", "z:z"), ("d", "y", "z:z"))
    for name, question, old in given:
        moved = f"moved: [{old}]\n    " if old else ""
        (tmp_path / f"{name}.yaml").write_text(MOVED.format(name, question, moved))
    checked = run("check", tmp_path)
    assert checked.code == 1
    b, d = (f"{tmp_path / name}.yaml:5:5: " for name in "bd")
    assert checked.out.splitlines() == [
        f"{b}`a:q` is still a question; take it out of `moved`, or that question",
        f"{d}`z:z` is claimed by `c:y`, too; keep one of the two",
    ]


def test_the_schema_judges_banks_as_the_check_does(run: Runner, tmp_path: Path) -> None:
    """A stock validator with the printed schema accepts a good bank and refuses a bad one."""
    path = tmp_path / "s.json"
    assert run("schema", "-o", path).out == ""
    assert run("schema").out == path.read_text()
    judge = jsonschema.Draft202012Validator(json.loads(path.read_text()))
    good = yaml.safe_load(BANK)
    judge.validate(good)
    good["questions"][0]["promt"] = "x"
    (wrong,) = judge.iter_errors(good)
    assert "promt" in wrong.message


# -- fmt


def test_files_are_laid_out_in_place(run: Runner, mine: Path) -> None:
    """The file is replaced, its comments stay, and a second time nothing is left to do."""
    untidy = BANK.replace("topic: t/u", "topic:   t/u   # first") + "# end"
    mine.write_text(untidy)
    checked = run("fmt", "--check", mine)
    assert (checked.code, checked.out, mine.read_text()) == (1, "", untidy)
    shown = run("fmt", "--diff", mine)
    assert (shown.code, mine.read_text()) == (0, untidy)
    assert "-    topic:   t/u   # first\n+    topic: t/u   # first" in shown.out
    assert run("fmt", mine).code == 0
    assert "    topic: t/u   # first\n" in mine.read_text()
    assert mine.read_text().endswith("# end\n")
    again = run("fmt", "--check", mine)
    assert (again.code, again.out, again.err) == (0, "", "")


def test_a_broken_bank_is_told_and_left_alone(run: Runner, mine: Path, tmp_path: Path) -> None:
    """Of a folder, the good ones are laid out and the bad ones told."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: bad\n\n\ntitel: x\n")
    mine.write_text(BANK + "\n\n\n")
    done = run("fmt", tmp_path)
    assert done.code == 1
    assert "bad.yaml:4:1: a bank has no key `titel`" in done.err
    assert bad.read_text() == "id: bad\n\n\ntitel: x\n"
    assert not mine.read_text().endswith("\n\n")
    assert run("fmt", tmp_path / "none").code == 1


# -- check --watch


def test_each_change_is_seen_once(tmp_path: Path) -> None:
    """New, changed, replaced and removed files are told after the look that finds them."""
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("1")
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: a.write_text("22"),
        lambda: b.write_text("x"),
        lambda: (tmp_path / "new").write_text("y") and (tmp_path / "new").rename(b),
        a.unlink,
    ]
    steps.reverse()

    def pause() -> bool:
        if not steps:
            return False
        steps.pop()()
        return True

    seen = list(bank_check.changes(lambda: sorted(tmp_path.iterdir()), pause))
    assert seen == [[a], [b], [b], [a]]


def test_a_changed_bank_is_checked_again(
    run: Runner, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is printed is what is wrong now, and the exit code is that of the last state."""
    steps: list[Callable[[], object]] = [
        lambda: mine.write_text(BANK.replace("topic: t/u", "topik: t")),
        lambda: mine.with_name("other.yaml").write_text("id: ["),
        lambda: mine.write_text(BANK + "# good\n"),
        mine.with_name("other.yaml").unlink,
    ]

    def pause() -> bool:
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()
        return True

    monkeypatch.setattr(bank_check, "_wait", pause)
    watched = run("check", "--watch", mine.parent)
    assert watched.code == 0
    lines = [line for line in watched.out.splitlines() if "warning" not in line]
    assert [line.rpartition("/")[2].split("; ")[0] for line in lines] == [
        "mine.yaml:9:5: a question has no key `topik`",
        "other.yaml:1:5: this bracket is not closed",
    ]
    assert watched.err.count("mine.yaml: good, 2 questions") == 2
    assert "other.yaml: deleted" in watched.err
    assert run("check", "--watch", "--json", mine).code == 2


# -- audit: the tests of points


TESTED = """\
format: interview-sim/bank@1
id: forests
title: Forests
questions:
  - id: why
    prompt: Why do they work?
    rubric:
      - {id: variance, point: Averaging lowers the variance., match: [lower variance]}
      - {id: sample, point: Each tree has a sample of its own., match: [bootstrap sample]}
    model_answer: They have lower variance. Each has a bootstrap sample.
"""
TESTS = """\
format: interview-sim/examples@1
bank: forests
floors: {recall: 0.4}
points:
  why/variance:
    says: [That is lower variance., It shakes less.]
    held: {says: [Lower variance., It hardly trembles.], says_not: [They lower the bias.]}
"""


@pytest.fixture
def tested(tmp_path: Path) -> Path:
    """A bank with tests beside it."""
    path = tmp_path / "any.yaml"
    path.write_text(TESTED)
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "forests.yaml").write_text(TESTS)
    return path


def test_the_audit_shows_how_the_tests_of_points_come_out(run: Runner, tested: Path) -> None:
    """What is held out comes first; what has no tests, or too few, is counted in one line."""
    audited = run("audit", tested)
    assert audited.code == 0
    assert [line.split("\t") for line in audited.out.splitlines()] == [
        ["tests", "sentences", "recall", "false alarms", "claims recall", "claims precision"],
        ["held out", "3", "50.0%", "0.0%", "–", "–"],
        ["tuned", "2", "50.0%", "–", "–", "–"],
    ]
    assert "1 of 2 points has no tests\n1 of 2 points has fewer than 4 sentences" in audited.err
    assert "shakes" not in audited.out


def test_banks_are_audited_in_processes_as_in_one(
    run: Runner, tested: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several at a time, in the order that was asked for, with the same findings."""
    other = tested.with_name("other.yaml")
    other.write_text(TESTED.replace("point:", "pont:"))
    arguments = ("audit", other, tested, "--json")
    in_one = run(*arguments)
    monkeypatch.setattr(bank_audit, "_WORTH_HELP", 0)
    monkeypatch.setattr(bank_audit, "helpers_for", lambda _files: 1)
    in_processes = run(*arguments)
    assert (in_processes.code, in_processes.out) == (in_one.code, in_one.out)
    assert [one["file"] for one in json.loads(in_one.out)] == [str(other), str(tested)]


def test_failing_sentences_are_listed_and_those_held_out_only_unsealed(
    run: Runner, tested: Path
) -> None:
    """With their places; the text of what is held out stays unseen, in JSON as well."""
    failing = run("audit", tested, "--failing").out
    place = f"{tested.parent / 'examples' / 'forests.yaml'}:6:37: why/variance should be found in: "
    assert f"{place}It shakes less." in failing
    assert "held out, why\t3\t50.0%" in failing
    assert "trembles" not in failing + run("audit", tested, "--json").out
    assert "trembles" in run("audit", tested, "--unseal").out
    (row,) = json.loads(run("audit", tested, "--json").out)
    tests = row["tests"]
    assert (tests["untested"], tests["too_few"]) == (["why/sample"], ["why/variance"])
    assert [(one["part"], one["question"], one["recall"]) for one in tests["figures"]] == [
        ("held out", "", 0.5), ("held out", "why", 0.5), ("tuned", "", 0.5), ("tuned", "why", 0.5),
    ]  # fmt: skip


def test_figures_below_the_floor_and_tests_of_nothing_fail_the_audit(
    run: Runner, tested: Path, tmp_path: Path
) -> None:
    """The place is in the file of tests; a bank without tests passes, and a wrong file does not."""
    other = tmp_path / "other.yaml"
    other.write_text(TESTS.replace("0.4", "0.9"))
    low = run("audit", tested, "--examples", other)
    assert low.code == 1
    assert f"{other}:3:1: held out, recall: 50.0%, and it has to be at least 90.0%" in low.out
    other.write_text(TESTS.replace("why/variance", "why/varianec"))
    wrong = run("audit", tested, "--examples", other)
    assert wrong.code == 1
    assert "the bank has no point `why/varianec`; did you mean `why/variance`?" in wrong.out
    assert run("audit", tested, "--examples", tmp_path / "none.yaml").code == 1
    other.write_text(TESTS.partition("    held:")[0])
    unheld = run("audit", tested, "--examples", other)
    assert (unheld.code, "none of the tests is held out yet" in unheld.err) == (0, True)
    (tested.parent / "examples" / "forests.yaml").unlink()
    without = run("audit", tested)
    assert (without.code, without.out) == (0, "")
    assert "forests.yaml: no tests yet of 2 points" in without.err
