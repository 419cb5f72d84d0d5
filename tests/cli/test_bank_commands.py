"""`bank try`, `bank audit` and `bank learn`, as they are typed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from interview_sim.bank.loading import load_bank
from interview_sim.bank.model import Question
from interview_sim.cli.commands.bank_try import excerpts
from interview_sim.cli.main import main
from interview_sim.matching.model import PointCoverage, Verdict
from interview_sim.session.events import (
    Asked,
    Began,
    DrawnQuestion,
    Edit,
    Ended,
    EndReason,
    Event,
    Finished,
    Header,
    PartSuggestion,
    PointMarked,
    Revealed,
    Started,
    Submitted,
)
from interview_sim.session.plan import Plan
from interview_sim.transcript.codec import encode_line

BANK = """\
# A bank with \u00fcmlauts.
format: interview-sim/bank@1
id: mine
title: Mine
questions:
  - id: forests
    prompt: Why do random forests work?
    rubric:
      - id: variance
        point: Averaging many trees lowers the variance.
        weight: 2
        match:
          - lower variance   # as the book says
        probe: Why does averaging help at all?
      - id: robust
        point: It ignores outliers.
        need: should
        match: [robust to outliers]
    misconceptions:
      - id: never
        claim: A forest can never overfit.
        match: [never overfit]
        probe: Can it go wrong?
    model_answer: They lower variance, and are robust to outliers.
"""
ANSWER = "I think the individual mistakes average out in the crowd. \x1b[2J[@click=x]y[/]"
POINTED = "individual mistakes average out"


class Run:
    """What a command printed and how it ended."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        self.code = ended.value.code
        self.out, self.err = capsys.readouterr()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Runs the command line in this process."""
    return lambda *arguments: Run(capsys, *arguments)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """Lets standard input hold this, and be no terminal."""

    def put(text: str | bytes) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return put


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank that belongs to the user."""
    path = tmp_path / "mine.yaml"
    path.write_text(BANK, encoding="utf-8")
    return path


# -- try ------------------------------------------------------------------------------------------


def test_try_shows_points_evidence_claims_and_follow_ups(run, typed, bank: Path) -> None:
    """What was found is marked in the words around it; the follow-ups come in their order."""
    typed("Averages lower variance a lot. It will never overfit at all.")
    done = run("bank", "try", "forests", "--bank", str(bank))
    assert done.code == 0
    assert done.out.startswith("mine:forests  score 0.80")
    assert "covered 1.00  variance (must)" in done.out
    assert "│ Averages ⟦lower variance⟧ a lot." in done.out
    assert "claims  1.00  never: A forest can never overfit." in done.out
    assert "1. never (misconception): Can it go wrong?" in done.out


def test_try_reads_an_answer_from_a_file_and_prints_one_object(
    run, bank: Path, tmp_path: Path
) -> None:
    """With a missing point its probe is what would be asked."""
    answer = tmp_path / "a.txt"
    answer.write_text("It is robust to outliers.\r\n", newline="")
    done = run("bank", "try", "mine:forests", "-b", str(bank), "-a", str(answer), "--json")
    row = json.loads(done.out)
    assert row["question"] == "mine:forests"
    assert [(p["id"], p["verdict"]) for p in row["points"]] == [
        ("variance", "missed"), ("robust", "covered"),
    ]  # fmt: skip
    (evidence,) = row["points"][1]["evidence"]
    assert row["answer"][evidence["start"] : evidence["end"]] == evidence["text"]
    assert [f["id"] for f in row["follow_ups"]] == ["variance"]


def test_try_shows_groups_and_derived_points(run, typed, tmp_path: Path) -> None:
    """Members stand below their group; without a rubric the points are statements."""
    path = tmp_path / "two.yaml"
    path.write_text(
        "format: interview-sim/bank@1\nid: two\ntitle: T\nquestions:\n"
        "  - id: g\n    prompt: Why?\n    rubric:\n"
        "      - {id: any, point: Reasons, pick: 1, probe: More?,\n"
        "         of: [{id: one, point: First., match: [red fox]},"
        " {id: other, point: Second., match: [blue fox]}]}\n"
        "  - id: d\n    prompt: What?\n    model_answer: A red fox jumps over the lazy dog.\n"
    )
    typed("There is a red fox.")
    grouped = run("bank", "try", "g", "--bank", str(path)).out
    assert "any (must, any 1 of 2): Reasons" in grouped
    assert "    covered 1.00  one: First." in grouped
    typed("A red fox jumps over the lazy dog.")
    assert "has no rubric" in run("bank", "try", "d", "--bank", str(path)).out


def test_try_prints_hostile_text_literally(run, typed, bank: Path) -> None:
    """Escapes and markup in an answer are signs."""
    typed("We lower variance \x1b[2J\u202e[/nope] here.")
    out = run("bank", "try", "forests", "--bank", str(bank)).out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "␛[2J" in out
    assert "[/nope]" in out


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nope", b"x", "there is no question"),
        ("mine:forests", b"\xff\xfe", "not UTF-8"),
        ("mine:forests", b"x" * 1_000_001, "longer than any answer"),
    ],
)
def test_try_refuses_what_it_cannot_use(  # noqa: PLR0917
    run, typed, bank: Path, name: str, content: bytes, words: str
) -> None:
    """A sentence says what is wrong, with code 2."""
    typed(content)
    done = run("bank", "try", name, "--bank", str(bank))
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_try_says_when_there_is_no_such_answer_file(run, bank: Path) -> None:
    """The file is named."""
    done = run("bank", "try", "forests", "--bank", str(bank), "--answer", "nowhere.txt")
    assert done.code == 2
    assert "nowhere.txt" in done.err


def test_excerpts_keep_near_evidence_together_and_cut_between_words() -> None:
    """Far evidence gets an excerpt of its own."""
    text = "alpha " * 30 + "target one and target two " + "omega " * 30
    first, second = text.index("target one"), text.index("target two")
    (shown,) = excerpts(text, [(first, first + 10), (second, second + 10)])
    assert "⟦target one⟧ and ⟦target two⟧" in shown
    assert shown.startswith("…alpha ")
    assert shown.endswith(" omega…")
    assert len(excerpts(text, [(0, 5), (second, second + 10)])) == 2


# -- audit ----------------------------------------------------------------------------------------


def test_audit_tells_findings_with_their_places(run, bank: Path) -> None:
    """A sound bank gives none; a probe that tells its point is an error in its line."""
    done = run("bank", "audit", str(bank))
    assert (done.code, done.out) == (0, "")
    assert "0 errors, 0 warnings, 1 question" in done.err
    bank.write_text(BANK.replace("Why does averaging help", "Does it lower variance"), "utf-8")
    done = run("bank", "audit", str(bank))
    assert done.code == 1
    assert done.out.startswith(f"{bank}:14:16: forests: this gives its own point `variance` away")


def test_audit_as_json(run, bank: Path) -> None:
    """Each finding has its place, rule and severity."""
    bank.write_text(BANK.replace("match: [never overfit]", "match: [bulletproof]"), "utf-8")
    done = run("bank", "audit", str(bank), "--json")
    (row,) = json.loads(done.out)
    (finding,) = row["findings"]
    assert (done.code, row["ok"]) == (0, True)
    assert finding["rule"] == "no-false-claim"
    assert (finding["severity"], finding["about"]) == ("warning", "never")
    assert (finding["line"], finding["column"]) == (21, 16)


def test_audit_takes_a_share(run, tmp_path: Path) -> None:
    """What other questions may cover of a point is the author's to set."""
    questions = "".join(
        f"  - id: q{n}\n    prompt: 'What of {n}?'\n    model_answer: Silver foxes of {n}.\n"
        f"    rubric: [{{id: p, point: Silver foxes., match: [silver foxes], probe: And?}}]\n"
        for n in range(4)
    )
    path = tmp_path / "foxes.yaml"
    path.write_text(
        f"format: interview-sim/bank@1\nid: foxes\ntitle: F\nquestions:\n{questions}", "utf-8"
    )
    assert run("bank", "audit", str(path)).code == 1
    assert run("bank", "audit", str(path), "--share", "1").code == 0
    assert run("bank", "audit", str(path), "--share", "2").code == 2


def test_audit_of_a_bank_with_errors_tells_these(run, tmp_path: Path) -> None:
    """It cannot be held against the matcher before it can be read."""
    path = tmp_path / "bad.yaml"
    path.write_text("id: [\n")
    done = run("bank", "audit", str(path))
    assert done.code == 1
    assert f"{path}:1:5: " in done.out
    assert run("bank", "audit", str(tmp_path / "nowhere.yaml")).code == 1


# -- learn ----------------------------------------------------------------------------------------


def sit(
    question: Question, answer: str, pointed: str, *, bank: str = "mine", point: str = "variance"
) -> None:
    """Keep a session in which the matcher was overruled on a point with these words."""
    at = "2026-01-05T09:00:00.000Z"
    drawn = DrawnQuestion(bank=bank, question=question, budget=60, follow_up_budget=30)
    plan = Plan(questions=1, minutes=10)
    header = Header(seq=0, t=0, at=at, id="s1", plan=plan, seed=1, questions=(drawn,))
    events: list[Event] = [header]

    def add(kind: type[Event], **fields: object) -> None:
        events.append(kind(seq=len(events), t=0, at=at, **fields))

    start = answer.index(pointed)
    shown = PointCoverage(id=point, verdict=Verdict.MISSED, strength=0.0)
    add(Started)
    add(Asked, question=0, reading=0, budget=60_000)
    add(Began)
    add(Edit, at_char=0, ins=answer)
    add(Submitted)
    add(Ended, reason=EndReason.COMPLETED)
    suggestions = (PartSuggestion(part="", points=(shown,)),)
    add(Revealed, question=0, matcher="1", suggestions=suggestions)
    add(
        PointMarked,
        question=0,
        point=point,
        suggested=Verdict.MISSED,
        verdict=Verdict.COVERED,
        evidence=((start, start + len(pointed)),) if pointed else (),
    )
    add(Finished)
    folder = Path("transcripts")
    folder.mkdir(exist_ok=True)
    (folder / "s1.jsonl").write_bytes(b"".join(encode_line(event) for event in events))


@pytest.fixture
def overruled(bank: Path) -> Path:
    """The bank, with a session in which one of its points was overruled."""
    sit(load_bank(bank).questions[0], ANSWER, POINTED)
    return bank


def learn(run, bank: Path, *more: str):
    """`bank learn` on the bank and the session."""
    return run("bank", "learn", "mine", "--bank", str(bank), "--transcripts", "transcripts", *more)


def test_learn_tells_agreement_and_proposes_a_diff(run, overruled: Path) -> None:
    """Counts stand beside what is too early to tell; the file is left alone."""
    done = learn(run, overruled)
    assert done.code == 0, done.err
    assert "agreed with people on 0 of 1 (too early to tell) marks" in done.out
    assert "forests/variance: agreed 0 of 1 (too early to tell), 1 seen too little" in done.out
    assert f"+ forests/variance: {POINTED}" in done.out
    assert f"--- {overruled}\n+++ {overruled}\n" in done.out
    assert f"\n+          - {POINTED}\n" in done.out
    assert overruled.read_text(encoding="utf-8") == BANK


def test_learn_as_json(run, overruled: Path) -> None:
    """Everything that the text says, and the diff."""
    (row,) = json.loads(learn(run, overruled, "--json").out)
    assert row["points"] == [
        {
            "question": "forests", "follow_up": None, "point": "variance", "marks": 1, "agreed": 0,
            "seen_too_little": 1, "seen_too_much": 0, "rate": None,
        }
    ]  # fmt: skip
    (proposal,) = row["proposals"]
    assert proposal["entry"] == POINTED
    assert proposal["caught"][0]["session"] == "s1"
    assert f"+          - {POINTED}" in row["diff"]


def test_learn_writes_after_a_yes_and_then_the_answer_is_caught(
    run, typed, overruled: Path
) -> None:
    """One line is added to the file, which passes the check; there is nothing left to learn."""
    typed("y\n")
    done = learn(run, overruled, "--write")
    assert done.code == 0
    assert "is changed" in done.err
    after = overruled.read_text(encoding="utf-8")
    line = "          - lower variance   # as the book says\n"
    assert after == BANK.replace(line, f"{line}          - {POINTED}\n")
    assert run("bank", "check", str(overruled)).code == 0
    again = learn(run, overruled, "--write", "--yes")
    assert "1 of the overruled answers would be seen covered today" in again.out
    assert overruled.read_text(encoding="utf-8") == after


@pytest.mark.parametrize("reply", ["n\n", "\n", ""])
def test_learn_writes_nothing_without_a_yes(run, typed, overruled: Path, reply: str) -> None:
    """No, nothing and the end of input all leave the file as it is."""
    typed(reply)
    done = learn(run, overruled, "--write")
    assert done.code == 0
    assert "is not changed" in done.err
    assert overruled.read_text(encoding="utf-8") == BANK


def test_learn_yes_asks_nothing(run, overruled: Path) -> None:
    """For scripts; with JSON it is the only way to write."""
    assert learn(run, overruled, "--write", "--json").code == 2
    assert learn(run, overruled, "--write", "--yes", "--json").code == 0
    assert POINTED in overruled.read_text(encoding="utf-8")


def test_learn_leaves_shipped_banks_alone(run) -> None:
    """A bank that ships with the app is shown the change, and never changed."""
    shipped = Path(__file__).parents[2] / "banks" / "ml-fundamentals.yaml"
    before = shipped.read_bytes()
    question = load_bank(shipped).question("random-forest-motivation")
    assert question is not None
    answer = "The wobbling of single trees evens itself out in a large enough crowd."
    pointed = "wobbling of single trees evens itself out"
    sit(question, answer, pointed, bank="ml-fundamentals", point="lower-variance")
    done = run("bank", "learn", "--transcripts", "transcripts", "--write", "--yes")
    assert done.code == 0
    assert "+ random-forest-motivation/lower-variance: " in done.out
    assert "@@" in done.out
    assert "ships with the app" in done.err
    assert shipped.read_bytes() == before


def test_learn_without_history_says_so(run) -> None:
    """No marks, no rates and no proposals."""
    done = run("bank", "learn")
    assert (done.code, done.out) == (0, "")
    assert "No points were marked yet" in done.err


def test_learn_prints_hostile_text_literally(run, bank: Path) -> None:
    """What was pointed at may hold anything."""
    sit(load_bank(bank).questions[0], ANSWER, "\x1b[2J[@click=x]y[/]")
    done = learn(run, bank)
    assert "\x1b" not in done.out + done.err
    assert "[@click=x]y[/]" in done.out
