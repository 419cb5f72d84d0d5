"""What the interviewer said besides its questions is in every export that people read or replay."""

from __future__ import annotations

import json

import pyte
from export_kit import exported, file_of, question, transcript_of
from msgspec.structs import replace
from transcript_kit import Script, header

from interview_sim.assessment.model import Scorecard
from interview_sim.bank.model import AskKind, FollowUp, When
from interview_sim.exchange.exporting import anonymous
from interview_sim.session.events import DrawnQuestion, Ended, FollowUpAsked, Said, Started
from interview_sim.session.events import Submitted as Sent
from interview_sim.session.phases import EndReason, FollowUpKind

OPENING, BRIDGE, CLOSING = "Hello. *One* question.", "OK, going deeper.", "That's all. Thank you."
CORRECTION = "More trees lower variance, never the bias."


def session() -> Scorecard:
    """One question and an objection to its answer, with all that was said around them."""
    pushback = FollowUp(
        id="overfit",
        ask="So with enough trees a forest cannot overfit?",
        kind=AskKind.PUSHBACK,
        when=When(always=True),
        correction=CORRECTION,
    )
    asked = replace(question("Why do forests work?"), follow_ups=(pushback,))
    drawn = DrawnQuestion(bank="ml", question=asked, budget=240.0, follow_up_budget=90.0)
    script = Script(replace(header(1), questions=(drawn,)))
    script.add(Started, after=0)
    script.add(Said, after=0, occasion="opening", text=OPENING)
    script.ask(0)
    script.type("They average.")
    script.add(Sent)
    script.add(Said, occasion="full", text=BRIDGE)
    script.add(
        FollowUpAsked,
        after=0,
        question=0,
        id="overfit",
        kind=FollowUpKind.PUSHBACK,
        ask=pushback.ask,
        reason="You made every main point.",
        time_left=1_000_000,
        budget=90_000,
    )
    script.type("No.")
    script.add(Sent)
    script.add(Said, occasion="closing", text=CLOSING)
    script.add(Ended, after=0, reason=EndReason.COMPLETED)
    return exported(script.events)


def in_order(text: str, *parts: str) -> bool:
    """Whether the parts are in the text, one after the other."""
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_lines_are_where_they_were_said_and_premises_put_right() -> None:
    """Before what was asked after them, the closing last; anonymous exports keep them."""
    for record in (session(), anonymous(session())):
        main, again = record.questions[0].answers
        assert (main.said, again.said, record.closing) == ((OPENING,), (BRIDGE,), (CLOSING,))
        data = json.loads(file_of(record, "json"))
        assert [a.get("said") for a in data["questions"][0]["answers"]] == [[OPENING], [BRIDGE]]
        assert data["closing"] == [CLOSING]
        text = file_of(record, "md").decode()
        opening = "*Hello. \\*One\\* question.*"
        why = "Why: You made every main point."
        assert in_order(
            text, opening, f"*{BRIDGE}*", "So with enough", why, CORRECTION, f"*{CLOSING}*"
        )
        page = file_of(record, "html").decode()
        said = [f'<p class="said" dir="auto">{line}</p>' for line in (OPENING, BRIDGE)]
        ask, correction = '<p class="ask" dir="auto">So with enough', "was wrong on purpose"
        assert in_order(page, said[0], said[1], ask, why, correction, ">That&#39;s all.")
        assert CORRECTION in file_of(record, "csv").decode()


def test_a_recording_shows_them_while_they_are_heard() -> None:
    """Above the question that they lead to; the closing where the last answer was."""
    screen = pyte.Screen(80, 24)
    stream = pyte.Stream(screen)
    seen = []
    for line in file_of(session(), "cast").decode().splitlines()[1:]:
        _, kind, data = json.loads(line)
        if kind == "o":
            stream.feed(data)
            seen.append("\n".join(screen.display))
    typing = next(frame for frame in seen if "They" in frame)
    assert in_order(typing, OPENING, "Why do forests work?", "They")
    pressed = next(frame for frame in seen if "cannot overfit" in frame)
    assert in_order(pressed, BRIDGE, "So with enough trees")
    assert OPENING not in pressed
    assert any(CLOSING in frame for frame in seen)
    assert CORRECTION in " ".join(seen[-2].split())


def test_sessions_without_lines_have_none() -> None:
    """As older ones have."""
    data = json.loads(file_of(exported([header(0)]), "json"))
    assert "closing" not in data
    assert transcript_of([header(0)]).state.said == ()
