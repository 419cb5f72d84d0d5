"""What can be asked: question banks, their loading and checking."""

from interview_sim.bank.model import (
    AllOf,
    Bank,
    Defaults,
    FollowUp,
    Kind,
    Level,
    Misconception,
    Need,
    Phrase,
    Point,
    Question,
    Source,
    When,
)

__all__ = [
    "AllOf",
    "Bank",
    "Defaults",
    "FollowUp",
    "Kind",
    "Level",
    "Misconception",
    "Need",
    "Phrase",
    "Point",
    "Question",
    "Source",
    "When",
]
