"""What another interviewer may look at: banks, and sessions that are over.

Whoever begins a session, leaves it and ends another could go on with it after a look. So what a
session asks that is not over is shut, in banks and in other sessions. Names are looked up in what
there is, and never taken as paths.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from interview_sim.assessment.words import OUTCOMES
from interview_sim.errors import InterviewSimError, NotFoundError, UsageError
from interview_sim.literal import visible
from interview_sim.services import Services
from interview_sim.session import cases
from interview_sim.session.phases import Phase
from interview_sim.session.state import State, Turn
from interview_sim.transcript.reader import Transcript
from interview_sim.transcript.store import LAST

Reply = dict[str, Any]

GO_ON = "Go on with it (resume_session) or end it (finish_session), by its id."

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_NAME = 60


def shown(text: str) -> str:
    """What somebody calls itself or something, short, and with nothing that a terminal obeys."""
    return visible(" ".join(text.split()))[:_NAME]


def path_of(services: Services, session: str) -> Path:
    """The transcript of a session; a name is never a path.

    Raises:
        NotFoundError: There is no such session.
    """
    store = services.store
    if _ID.fullmatch(session):
        path = store.find(session)
        if path.parent == store.folder or store.is_sample(path):
            return path
    raise NotFoundError(f"There is no session “{shown(session)}”. The newest is “{LAST}”.")


def over(services: Services, session: str) -> tuple[Path, Transcript]:
    """A session that may be looked at, by default the newest.

    Raises:
        NotFoundError: There is no such session.
        UsageError: It is not over, or another is not that asks something of it, too.
    """
    path = path_of(services, session or LAST)
    transcript = services.read(path)
    if not transcript.state.is_over:
        raise UsageError(f"Session {path.stem} is not over. {GO_ON}")
    shut = _open_questions(services)
    busy = next((shut[ref] for ref in _questions(services, transcript) if ref in shut), "")
    if busy:
        raise UsageError(
            f"Session {busy} is not over, and has a question of {path.stem}, too: until then that "
            f"is not shown. {GO_ON}"
        )
    return path, transcript


def _open_questions(services: Services) -> dict[str, str]:
    """The questions of all sessions that have begun and are not over, and the session of each."""
    done = {known.file for known in services.saved().sessions if known.is_over}
    found: dict[str, str] = {}
    for path in services.store.paths():
        if path.name not in done:
            # The file and not its summary, which has what was asked and not what will be.
            with suppress(InterviewSimError):
                transcript = services.read(path)
                if not (transcript.state.is_over or transcript.state.phase is Phase.PLANNED):
                    found |= dict.fromkeys(_questions(services, transcript), path.stem)
    return found


def _questions(services: Services, transcript: Transcript) -> Iterator[str]:
    moves = services.catalogue.moves
    for each in transcript.header.questions:
        yield moves.get(each.ref, each.ref)
        if each.case is not None:
            # With each stage comes what can be asked for in the whole of its case.
            yield f"{each.bank}:{each.case.id}"


def bank(services: Services, name: str, under_way: str = "") -> str:
    """A bank as JSON; what lists show, and why no more, while a session is open that it helps with.

    Args:
        services: Banks and sessions.
        name: The bank's id.
        under_way: The session that no bank may help with now.

    Raises:
        NotFoundError: There is none of that id.
    """
    loaded = services.fresh_catalogue().bank(name)
    opened = {} if under_way else _open_questions(services)
    of_it = (session for ref, session in opened.items() if ref.partition(":")[0] == loaded.id)
    busy = under_way or next(of_it, "")
    found = msgspec.to_builtins(loaded.outline if busy else loaded.bank)
    if busy:
        found["shut"] = f"Session {busy} is not over: until then no rubric, no answer. {GO_ON}"
    return msgspec.json.format(msgspec.json.encode(found), indent=1).decode()


def sessions(services: Services) -> Reply:
    """The saved sessions, newest first."""
    return {
        "sessions": [
            {
                "id": summary.file.removesuffix(".jsonl"),
                "title": summary.title,
                "at": summary.at,
                "phase": summary.phase,
                "asked": summary.asked,
                "planned": summary.planned,
            }
            for summary in services.saved().sessions
        ]
    }


def scorecard(transcript: Transcript) -> Reply:
    """The result, with everything that was found."""
    from interview_sim.assessment.scorecard import build_scorecard
    from interview_sim.exchange.session_exporters.json_record import FORMAT

    record: Reply = json.loads(FORMAT.write(build_scorecard(transcript.state), {"edits": False}))
    return record


def rubric(transcript: Transcript) -> Reply:
    """What each answer is held against: nobody's verdicts are with it."""
    state = transcript.state
    answers = [_looked_for(state, number, turn) for number, turn in enumerate(state.turns, 1)]
    return {"session": transcript.header.id, "answers": answers}


def _looked_for(state: State, number: int, turn: Turn) -> Reply:
    from interview_sim.judging.parts import is_whole, points_of, question_of

    question = state.drawn(turn.question).question
    items = points_of(question, turn.part)
    reply: Reply = {
        "turn": number,
        "place": cases.place(state, turn.question, word="Question "),
        "ask": turn.ask,
        "answer": turn.text,
        "outcome": OUTCOMES[turn.outcome],
        "points": [
            {"id": leaf.id, "point": leaf.point, "need": leaf.need}
            | ({"one_of": item.point} if item.of else {})
            for item in items
            for leaf in item.leaves
        ],
    }
    if is_whole(turn.part):
        reply["misconceptions"] = [
            {"id": each.id, "claim": each.claim, "correction": each.correction}
            for each in question.misconceptions
        ]
    if items:
        reply["model_answer"] = question_of(question, turn.part).model_answer
    return reply
