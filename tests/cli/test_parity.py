"""Full screen and line by line are one interview: what is done the same way is recorded alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from cli_kit import Script
from frames import settled, until
from msgspec.structs import replace
from scripted import FORESTS, PLAN, tiny_services

from interview_sim.cli.plain.dialogue import Dialogue
from interview_sim.cli.plain.interview import PlainInterview
from interview_sim.clock import ManualClock
from interview_sim.services import Services
from interview_sim.session.phases import Phase
from interview_sim.session.plan import Plan, Rate
from interview_sim.tui import guard
from interview_sim.tui.app import InterviewSimApp
from interview_sim.tui.interview.pages import EndingScreen, OpeningScreen
from interview_sim.tui.interview.screen import InterviewScreen
from interview_sim.tui.rating.screen import RatingScreen
from interview_sim.tui.reveal.screen import RevealScreen
from interview_sim.tui.scorecard.screen import ScorecardScreen
from interview_sim.tui.widgets.editor import AnswerEditor

SCREENS = {
    "answer": InterviewScreen,
    "skip": InterviewScreen,
    "rate": RatingScreen,
    "mark": RevealScreen,
    "pass": RevealScreen,
    "done": ScorecardScreen,
}

KEYS = {"answer": "ctrl+s", "skip": "ctrl+n", "pass": "right"}

Step = tuple[str, str]
"""What the candidate does, and the text or key of it; an empty one is Enter, or passing."""

ASKED: dict[str, list[Step]] = {
    "forests": [("answer", FORESTS.replace("\n", " ")), ("skip", "")],
    "elbow": [("skip", "")],
    "hostile": [("answer", "It stays as it is.")],
}
RATED: dict[str, list[Step]] = {
    "forests": [("rate", "3"), ("rate", ""), ("rate", "4"), ("rate", "2"), ("rate", "5")],
    "elbow": [],
    "hostile": [("rate", "4"), ("rate", ""), ("rate", "1"), ("rate", "")],
}
MARKED: dict[str, list[Step]] = {
    "forests": [
        *(("mark", key) for key in ("n", "u", "", "y", "p", "n", "")),
        ("mark", "n"),  # the claim
        ("pass", ""),  # the follow-up, on which nothing was written
    ],
    "elbow": [("pass", "")],
    "hostile": [("mark", "p")],
}


def steps(order: list[str], rate: Rate, reveal: Rate) -> list[Step]:
    """Everything that the candidate does, in the order in which they are asked."""
    rounds = (ASKED, Rate.EACH), (RATED, rate), (MARKED, reveal)
    each = [done[name] for name in order for done, when in rounds if when is Rate.EACH]
    end = [done[name] for done, when in rounds for name in order if when is Rate.END]
    return [step for part in (*each, *end) for step in part]


def typed(kind: str, text: str) -> list[str]:
    """A step as typed lines."""
    return {"answer": [text, "."], "skip": ["/skip"]}.get(kind, [text])


async def sit_on_screens(services: Services, plan: Plan, taken: list[Step]) -> str:
    """Take the steps by key; the session's id."""
    app = InterviewSimApp(services, lambda flow: flow.start(plan, plan.seed))
    async with app.run_test(size=(80, 24)) as pilot:
        for kind, text in taken:
            await until(pilot, lambda kind=kind: is_ready(app, kind))  # type: ignore[misc]
            if kind == "answer":
                app.screen.query_one(AnswerEditor).insert(text)
                await pilot.pause()
            await pilot.press(KEYS.get(kind) or text or ("right" if kind == "rate" else "enter"))
            await settled(app, pilot)
        await until(pilot, lambda: is_ready(app, "done"))
    return services.history().sessions[0].id


def is_ready(app: InterviewSimApp, kind: str) -> bool:
    """Whether a step can be taken: its screen is shown, and an answer can be typed."""
    screen = app.screen
    sitting = app.flow.sitting
    if isinstance(screen, OpeningScreen | EndingScreen) and sitting is not None:
        # Nothing is recorded on these pages.
        (app.flow.begin if isinstance(screen, OpeningScreen) else app.flow.assess)(sitting)
        return False
    if not isinstance(screen, InterviewScreen):
        return isinstance(screen, SCREENS[kind])
    screen.poll()
    is_asked = sitting is not None and sitting.engine.state.phase is Phase.ANSWERING
    return kind in KEYS and is_asked and not screen.answer.read_only and not screen.answer.text


def sit_by_line(services: Services, plan: Plan, taken: list[Step]) -> str:
    """Take the steps by typed lines; the session's id."""
    sitting = services.start(plan)
    script = Script(ManualClock(), *(line for step in taken for line in typed(*step)))
    assert PlainInterview(sitting, Dialogue(script, lambda _: None)).run()
    sitting.engine.flush()
    sitting.close()
    return sitting.id


def recorded(services: Services, session: str) -> list[dict[str, Any]]:
    """What the transcript says, but for numbers, times and the session's own id."""
    own = {"seq", "t", "at", "id"}
    events = services.read(session).events
    rows = [msgspec.to_builtins(event) for event in events]
    return [{key: value for key, value in row.items() if key not in own} for row in rows]


@pytest.mark.parametrize(
    ("rate", "reveal"),
    [
        (Rate.EACH, Rate.EACH),
        pytest.param(Rate.EACH, Rate.END, marks=pytest.mark.thorough),
        pytest.param(Rate.END, Rate.END, marks=pytest.mark.thorough),
    ],
)
async def test_the_same_session_is_recorded_alike(
    rate: Rate, reveal: Rate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers, skips, blind ratings, marks, undone marks and claims give the same events."""
    monkeypatch.setattr(guard, "QUIET", 0)  # The clock of this test stands still.
    plan = replace(PLAN, rate=rate, reveal=reveal)
    homes = [tmp_path / name for name in ("screens", "lines")]
    for home in homes:
        home.mkdir()
    screens, lines = (tiny_services(home, ManualClock()) for home in homes)
    probe = screens.start(plan, remember=False)
    order = [drawn.question.id for drawn in probe.engine.state.header.questions]
    probe.close()
    taken = steps(order, rate, reveal)
    by_key = recorded(screens, await sit_on_screens(screens, plan, taken))
    by_line = recorded(lines, sit_by_line(lines, plan, taken))
    assert by_key == by_line
    kinds = [row["type"] for row in by_line]
    assert len({row["question"] for row in by_line if row["type"] == "predicted"}) == 2
    assert kinds.count("point_marked") >= 8
    assert "claim_marked" in kinds
    assert (kinds.index("predicted") < kinds.index("ended")) == (rate is Rate.EACH)
    assert (kinds.index("revealed") < kinds.index("ended")) == (reveal is Rate.EACH)
