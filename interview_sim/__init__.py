"""A timed mock-interview simulator for the terminal, and the parts of it that a program can use.

`import interview_sim` costs next to nothing: each name is loaded when it is first used. What is in
`__all__` is the public interface (docs/library.md shows it); everything else may change.
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
"""What type checkers take for true; importing `typing` for it would cost more than all the rest."""

if TYPE_CHECKING:
    from interview_sim.assessment.model import Scorecard
    from interview_sim.assessment.scorecard import build_scorecard
    from interview_sim.bank.loading import load_bank
    from interview_sim.bank.model import Bank, Point, Question
    from interview_sim.bank.problems import BankError
    from interview_sim.clock import Clock, ManualClock, SystemClock
    from interview_sim.errors import InterviewSimError
    from interview_sim.judging.protocol import Judge, Task
    from interview_sim.judging.registry import find_judge
    from interview_sim.library import read_transcript, resume, start
    from interview_sim.matching.model import Claim, Coverage, PointCoverage, Verdict
    from interview_sim.session.engine import Engine
    from interview_sim.session.phases import Phase
    from interview_sim.session.plan import Mode, Plan
    from interview_sim.session.state import State
    from interview_sim.sitting import Sitting
    from interview_sim.transcript.reader import Transcript
    from interview_sim.transcript.replay import Replay

__all__ = [
    "Bank",
    "BankError",
    "Claim",
    "Clock",
    "Coverage",
    "Engine",
    "InterviewSimError",
    "Judge",
    "ManualClock",
    "Mode",
    "Phase",
    "Plan",
    "Point",
    "PointCoverage",
    "Question",
    "Replay",
    "Scorecard",
    "Sitting",
    "State",
    "SystemClock",
    "Task",
    "Transcript",
    "Verdict",
    "__version__",
    "build_scorecard",
    "find_judge",
    "load_bank",
    "read_transcript",
    "resume",
    "start",
]

_MODULES = {
    "assessment.model": ("Scorecard",),
    "assessment.scorecard": ("build_scorecard",),
    "bank.loading": ("load_bank",),
    "bank.model": ("Bank", "Point", "Question"),
    "bank.problems": ("BankError",),
    "clock": ("Clock", "ManualClock", "SystemClock"),
    "errors": ("InterviewSimError",),
    "judging.protocol": ("Judge", "Task"),
    "judging.registry": ("find_judge",),
    "library": ("read_transcript", "resume", "start"),
    "matching.model": ("Claim", "Coverage", "PointCoverage", "Verdict"),
    "sitting": ("Sitting",),
    "session.engine": ("Engine",),
    "session.plan": ("Mode", "Plan"),
    "session.phases": ("Phase",),
    "session.state": ("State",),
    "transcript.reader": ("Transcript",),
    "transcript.replay": ("Replay",),
}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """The public name, from the module that defines it."""
        from importlib import import_module

        for module, names in _MODULES.items():
            if name in names:
                return getattr(import_module(f"interview_sim.{module}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
