"""What plain mode does with a session that could not be saved to the end."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from interview_sim.cli.plain.dialogue import Dialogue, EndOfInput
from interview_sim.cli.printing import note
from interview_sim.errors import InterviewSimError
from interview_sim.figures import counted
from interview_sim.sitting import Sitting
from interview_sim.transcript.copies import copy_report

_WAIT = 0.5
_ENDED_BY = 128
"""What shells add to the number of a signal that ended a program."""


def settle(sitting: Sitting, dialogue: Dialogue) -> None:
    """Ask what to do about changes that are in memory alone, until all are saved or given up.

    Where the input has ended they are still at risk afterwards; `kept_to_the_end` copies them.
    """
    if sitting.save_now() or not sitting.copies.at_risk:
        return
    say = dialogue.say
    suggested = sitting.copies.suggested()
    say()
    say(sitting.problem or "Not everything is saved.")
    say(
        f"Enter saves a copy as {suggested}; or type another path. “again” tries once more. "
        f"“lose” leaves, and loses {counted(sitting.copies.at_risk, 'change')}."
    )
    while sitting.copies.at_risk:
        try:
            line = dialogue.lines.next_line(_WAIT)
        except EndOfInput:
            return
        sitting.keep_up()
        if line is None:
            continue
        if line.strip() == "lose":
            sitting.copies.is_given_up = True
        elif line.strip() == "again":
            say("It worked." if sitting.save_now() else sitting.problem or "Not yet.")
        else:
            _copy(sitting, Path(line.strip() or suggested), dialogue)
    if not sitting.unsaved:
        say("Everything is in the transcript now.")


def _copy(sitting: Sitting, path: Path, dialogue: Dialogue) -> None:
    try:
        dialogue.say(copy_report(sitting.copies.save(path.expanduser())))
    except (InterviewSimError, RuntimeError, ValueError) as error:
        dialogue.say(f"{error}. Type another path.")


@contextlib.contextmanager
def kept_to_the_end(sitting: Sitting) -> Iterator[None]:
    """Close the session however the block ends, signals included; copy what was not saved."""
    with _signals_as_exits():
        try:
            yield
        finally:
            sitting.engine.flush()
            sitting.close()
            words = sitting.farewell()
            if words:
                # The reader may be gone, and the terminal, too.
                with contextlib.suppress(OSError):
                    note(words)


@contextlib.contextmanager
def _signals_as_exits() -> Iterator[None]:
    """SIGTERM and SIGHUP end the block as an exception, so that it can tidy up."""

    def leave(number: int, _frame: object) -> None:
        sys.exit(_ENDED_BY + number)

    before: dict[int, object] = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        with contextlib.suppress(ValueError):
            if number is not None:
                before[number] = signal.signal(number, leave)
    try:
        yield
    finally:
        for known, handler in before.items():
            with contextlib.suppress(ValueError, TypeError):
                signal.signal(known, handler)  # type: ignore[arg-type]
