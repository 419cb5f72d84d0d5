"""What a screen may ask the app to do next.

Screens post these and know nothing of each other; the app decides what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from interview_sim.services import Sitting
    from interview_sim.session.plan import Plan
    from interview_sim.together.paper import Paper


@dataclass
class GoHome(Message):
    """Back to the home screen; everything above it is closed."""


@dataclass
class GoBack(Message):
    """Close the screen that asks, and show what was below it."""


@dataclass
class OpenSetup(Message):
    """Choose or change a plan before starting."""

    plan: Plan | None = None
    """Preselected; None: the last one used."""


@dataclass
class StartInterview(Message):
    """Draw the questions and begin."""

    plan: Plan
    seed: int | None = None


@dataclass
class StartPaper(Message):
    """Begin with exactly the questions of a sealed paper."""

    paper: Paper
    force: bool = False
    """Whether to sit it though not all of it is here as it was."""


@dataclass
class ResumeSession(Message):
    """Go on with a session that broke off, or with its assessment."""

    ref: str


@dataclass
class AskingOver(Message):
    """The last answer is in; the blind rating follows."""

    sitting: Sitting


@dataclass
class RateNow(Message):
    """The plan wants the question at hand rated blind before the next one is asked."""

    sitting: Sitting
    question: int


@dataclass
class LeaveSitting(Message):
    """Close the session as it stands and go home; it can be resumed later."""


@dataclass
class SaveElsewhere(Message):
    """Offer a copy of what the transcript cannot take; the session goes on."""


@dataclass
class RatingOver(Message):
    """The blind rating is done or was passed over; the reveal follows."""

    sitting: Sitting


@dataclass
class RevealOver(Message):
    """The points are marked; the scorecard follows."""

    sitting: Sitting


@dataclass
class ReopenReveal(Message):
    """Look at one question's points again, from the scorecard."""

    ref: str
    question: int


@dataclass
class OpenScorecard(Message):
    """Show the scorecard of a saved session."""

    ref: str


@dataclass
class OpenReplay(Message):
    """Replay a saved session; None: choose one."""

    ref: str | None = None


@dataclass
class OpenHistory(Message):
    """List the saved sessions."""


@dataclass
class OpenBanks(Message):
    """List the question banks."""


@dataclass
class OpenHelp(Message):
    """Show the keys and what the screens are for."""


@dataclass
class OpenSettings(Message):
    """Change theme, extra time and the clock."""
