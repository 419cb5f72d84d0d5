"""What a model proposes for a question: cut down to texts, tried, and dropped where it fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from endpoint_kit import Call, serving
from msgspec.structs import replace

from interview_sim import files
from interview_sim.bank.editing import EditError
from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import AllOf, Bank, Question
from interview_sim.exchange.drafting import Draft, by_model
from interview_sim.exchange.enriching import Proposal, tried
from interview_sim.exchange.offering import changes, offer, write
from interview_sim.judging.llm.client import Client

BANK = """\
format: interview-sim/bank@1
id: deck
title: Deck
questions:
  - id: overfitting
    prompt: What is overfitting?
    model_answer: >
      A model overfits when it learns the noise of the training data. Its error on new data is
      then much higher than on the training data.
  - id: bagging
    prompt: What does bagging do?
    model_answer: It averages many models, each fitted to a bootstrap sample of the rows.
"""


def point(**changes: Any) -> dict[str, Any]:
    """A good point, changed."""
    return {
        "number": 0,
        "statement": "It learns the noise of the training data.",
        "need": "must",
        "match": [["learns|memorises|memorizes", "noise"]],
        "says": ["The model learns noise and calls it signal."],
        "says_not": ["The model is too simple for the data."],
        "probe": "What exactly does such a model pick up?",
        **changes,
    }


GAP = point(
    statement="The error on new data is much higher than on the training data.",
    match=[["new data|unseen", "higher|worse"]],
    says=["On unseen rows the loss is far worse."],
    says_not=["Training takes longer."],
    probe="How would you notice it?",
)
WRONG = {
    "claim": "Overfitting means that the training error is high.",
    "correction": "A model that overfits fits what it has seen very well.",
    "match": [["training error", "high"]],
    "says": ["You see it when the training error is high."],
    "says_not": ["The validation loss goes up."],
    "probe": "Which of the errors would show it?",
}


@pytest.fixture
def bank() -> Bank:
    """A deck without points."""
    found = parse_bank(BANK.encode()).bank
    assert found is not None
    return found


def asked(bank: Bank, said: object, question: Question | None = None) -> tuple[Draft, Proposal]:
    """What comes of a model's answer."""
    question = question or bank.questions[0]
    with serving(lambda call: call.say(said)) as server:
        draft = by_model(Client(server.endpoint), question)
    return draft, tried(bank, question, draft)


def answer(*points: object, **more: object) -> dict[str, object]:
    """A whole answer of a model."""
    return {"points": list(points), "level": "core", "minutes": 3, "misconception": WRONG, **more}


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (point(match=[["overfitting"], ["learns", "noise"]]), "is in what the interviewer says"),
        (point(match=[["model"], ["learns", "noise"]]), "which does not say it"),
        (point(probe="Does it learn the noise of the training data?"), "gives its own point"),
        (point(probe="You said noise; what is it?"), "of an answer that may not have"),
        (point(says=["It learns noise.", "It is slow to train."]), "“It is slow to train.” is not"),
    ],
)
def test_what_fails_is_dropped_and_the_rest_stays(
    bank: Bank, bad: dict[str, Any], why: str
) -> None:
    """An entry that finds the wrong sentences, a probe that leaks, a test that fails."""
    _draft, found = asked(bank, answer(bad, GAP))
    assert [line for line in found.dropped if why in line], found.dropped
    first, second = found.question.rubric
    assert first.match
    assert second.match
    assert second.probe == GAP["probe"]
    assert found.question.misconceptions[0].claim == WRONG["claim"]
    assert found.tests


def test_a_point_that_the_model_answer_does_not_say_is_dropped(bank: Bank) -> None:
    """Even if its entries find the model answer: what counts is what the point says."""
    made_up = point(statement="Dropout switches half of the units off.")
    _draft, found = asked(bank, answer(point(), GAP, made_up))
    assert len(found.question.rubric) == 2
    assert "the model answer does not say it" in "".join(found.dropped)


def test_one_point_alone_is_no_rubric(bank: Bank) -> None:
    """The statements of the model answer, as they count without one, say more."""
    _draft, found = asked(bank, answer(point()))
    assert found.question.rubric == ()
    assert not [name for name in found.tests if "noise" in name]


def test_a_misconception_that_fires_on_the_right_answer_is_dropped(bank: Bank) -> None:
    """It would accuse whoever is right."""
    wrong = {
        **WRONG,
        "match": [["error", "training data"]],
        "says": ["The error on training data."],
    }
    _draft, found = asked(bank, answer(point(), GAP, misconception=wrong))
    assert found.question.misconceptions == ()
    assert "fires on the model answer" in "".join(found.dropped)


def test_text_of_a_model_is_cut_down_to_what_can_be_a_text(bank: Bank) -> None:
    """No controls, nothing long, no ids or keys of its own; markup stays the letters it is."""
    said = answer(
        point(
            id="../../etc",
            weight=1e9,
            match=[
                ["learns", "noise\x1b[31m"],
                ["x" * 5000],
                [{"all": ["noise"]}],
                ["learns", "noise", "a", "b", "c", "d"],
                "learns the noise",
                [],
                7,
            ],
            says=["It learns the noise, [bold]really[/bold].", "\u202egnihton", "y" * 5000, None],
            probe="What {project}\n- id: injected\n  [red]does[/red] it pick up?",
        ),
        GAP,
        "no point",
        {"number": 99},
        *[point(statement=f"The error on new data is {n} times higher.") for n in range(50)],
        level="impossible",
        minutes=float("nan"),
        misconception=["none"],
    )
    draft, found = asked(bank, said)
    assert draft.unusable
    assert len(draft.points) <= 8
    first = found.question.rubric[0]
    assert first.id == "learns-noise-training-data"
    assert first.weight == 1.0
    assert first.match == ("learns the noise",)
    assert first.probe == "What {project} - id: injected [red]does[/red] it pick up?"
    assert found.tests["overfitting/learns-noise-training-data"].says == (
        "It learns the noise, [bold]really[/bold].",
    )
    assert (found.question.level, found.question.time) == (bank.questions[0].level, None)
    assert found.question.misconceptions == ()
    assert asked(bank, answer(GAP, level=["core"]))[0].level is None


def test_the_points_that_are_there_are_kept(tmp_path: Any, bank: Bank) -> None:
    """They get entries by their number, what they have stays, and no point is added."""
    rubric = """    rubric:
      - {id: noise, point: It learns the noise of the training data., probe: What?}
      - {id: gap, point: The error on new data is higher., match: [test error is higher]}
"""
    text = BANK.replace("    model_answer", f"{rubric}    model_answer", 1)
    file = tmp_path / "deck.yaml"
    file.write_text(text)
    known = parse_bank(text.encode()).bank
    assert known is not None
    said = answer(point(number=1), {**GAP, "number": 2}, {**GAP, "number": 0}, {**GAP, "number": 2})
    _draft, found = asked(known, said, known.questions[0])
    noise, gap = found.question.rubric
    assert (noise.probe, gap.probe) == ("What?", GAP["probe"])
    assert noise.match == (AllOf(all=(("learns", "memorises", "memorizes"), "noise")),)
    assert gap.match[0] == "test error is higher"
    made = changes(file, found.question, found.tests)
    assert [change.path.name for change in made] == ["deck.yaml", "deck.yaml"]
    file.write_text(f"{text}# mine\n")
    assert not write(made), "what was changed in the meantime is not overwritten"
    assert file.read_text() == f"{text}# mine\n"
    assert write(changes(file, found.question, found.tests))
    assert file.read_text().endswith("# mine\n")


def test_a_bank_and_its_tests_are_written_together_or_not_at_all(
    tmp_path: Path, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails between leaves both as they were; the power, a whole bank that lacks tests."""
    file = tmp_path / "deck.yaml"
    file.write_text(BANK)
    draft, found = asked(bank, answer(point(), GAP))
    made = changes(file, found.question, found.tests)
    (tmp_path / "examples").write_text("no folder")
    with pytest.raises(files.FileError, match="cannot"):
        write(made)
    assert file.read_text() == BANK
    (tmp_path / "examples").unlink()
    real = files.write_atomic

    def refused(path: Path, content: bytes) -> None:
        if path.parent.name == "examples":
            half.append(file.read_bytes())
            raise stop
        real(path, content)

    monkeypatch.setattr(files, "write_atomic", refused)
    for stop in (files.FileError("the disk is full"), KeyboardInterrupt()):
        half: list[bytes] = []
        with pytest.raises(type(stop)):
            write(made)
        assert (file.read_text(), (tmp_path / "examples").exists()) == (BANK, False)
    monkeypatch.undo()

    file.write_bytes(half[0])
    left = parse_bank(half[0]).bank
    assert left is not None, "the bank is whole without the tests"
    known = [
        replace(each, known=leaf.id)
        for each, leaf in zip(draft.points, left.questions[0].rubric, strict=True)
    ]
    once_more = tried(left, left.questions[0], replace(draft, points=tuple(known)))
    assert write(changes(file, once_more.question, once_more.tests))
    assert (tmp_path / "examples" / "deck.yaml").exists()


@pytest.mark.parametrize(
    ("questions", "why"),
    [
        ("\r\n- id: o\r\n  prompt: What?\r\n  model_answer: 'RIGHT'", ""),
        ("\n  - prompt: | # b\n      What?\n\n    model_answer: >\n      RIGHT\n    id: o", ""),
        (" [{id: o, prompt: What?, model_answer: 'RIGHT'}]", "`time` does not fit"),
        ("\n- id: o\n  prompt: What?\n  rubric:\n  model_answer: 'RIGHT'", "an empty `rubric`"),
        ("\n- {id: o, prompt: What?, model_answer: 'RIGHT', time: }", "an empty `time`"),
        (
            "\n- id: o\n  prompt: What?\n  misconceptions: []\n  model_answer: 'RIGHT'",
            "an empty `misconceptions`",
        ),
    ],
)
def test_a_bank_is_changed_or_left_as_it_is_whatever_its_layout(
    tmp_path: Path, questions: str, why: str
) -> None:
    """With a word on why where it is left."""
    right = "It learns the noise of the training data. Its error on new data is much higher then."
    before = f"format: interview-sim/bank@1\nid: deck\ntitle: Deck\nquestions:{questions}\n"
    file = tmp_path / "deck.yaml"
    file.write_bytes(before.replace("RIGHT", right).encode())
    with serving(lambda call: call.say(answer(point(), GAP))) as server:
        client = Client(server.endpoint)
        if why:
            with pytest.raises(EditError, match=why):
                offer(file, "o", client)
            return
        assert write(offer(file, "o", client).changes)
    changed = parse_bank(file.read_bytes()).bank
    assert changed is not None
    assert len(changed.questions[0].rubric) == 2


def test_the_deck_is_data_to_the_model(bank: Bank) -> None:
    """Its text stands between random marks, and others each time."""
    seen: list[str] = []

    def act(call: Call) -> None:
        seen.append(call.prompt)
        call.say(answer(point(), GAP))

    with serving(act) as server:
        for _ in range(2):
            by_model(Client(server.endpoint), bank.questions[0])
    marks = [text.split("<<<")[1].split("\n")[0] for text in seen]
    assert len(set(marks)) == 2
    for mark, text in zip(marks, seen, strict=True):
        data = text.split(f"<<<{mark}")[1].split(f"{mark}>>>")[0]
        assert "A model overfits when" in data
