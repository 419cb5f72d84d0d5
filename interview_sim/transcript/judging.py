"""Transcripts without judgements on record: judged once, and the judgements kept beside them.

Those are the transcripts of format 1, and sessions that broke off while an answer was judged. The
file itself is never rewritten. What a reveal had recorded stands; everything else is judged by
words when the session is first read.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from interview_sim import files
from interview_sim.judging.desk import Desk
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.registry import LEXICAL
from interview_sim.matching.model import Coverage
from interview_sim.session.answers import Answers
from interview_sim.session.judgements import request_for
from interview_sim.session.state import State, Turn
from interview_sim.transcript.codec import VERSION
from interview_sim.transcript.reader import Transcript


class _Kept(Struct, frozen=True):
    key: str
    """What was judged: another answer or record asks for another judgement."""
    judged: tuple[tuple[int, Judgement], ...]


_DECODER = msgspec.json.Decoder(_Kept)


def with_judgements(transcript: Transcript, folder: Path | None) -> Transcript:
    """The transcript with a judgement of every answer.

    Args:
        transcript: The session as it was read.
        folder: Where judgements of older transcripts are kept; None: nowhere.
    """
    path = None if folder is None else folder / f"{transcript.id}.json"
    key = _key(transcript.state)
    kept = None if path is None else _read(path, key)
    if kept is None:
        kept = _Kept(key, tuple(_judged(transcript)))
        if path is not None:
            _write(path, kept)
    found = {(question, judgement.part): (judgement,) for question, judgement in kept.judged}
    state = replace(transcript.state, judgements={**transcript.state.judgements, **found})
    return replace(transcript, state=state)


@cache
def _desk() -> Desk:
    # One for all: getting ready for a question takes the most time, and many sessions ask it.
    return Desk()


_ONE_AT_A_TIME = Lock()


def _judged(transcript: Transcript) -> list[tuple[int, Judgement]]:
    state, answers = transcript.state, Answers(transcript.events)
    found = []
    with _ONE_AT_A_TIME:
        for turn in state.turns:
            if turn.edits and _is_due(transcript, turn):
                # A damaged transcript may name a part that its question does not have.
                with suppress(KeyError):
                    found.append((turn.question, _judgement(state, turn, answers, _desk())))
    return found


def _is_due(transcript: Transcript, turn: Turn) -> bool:
    """Whether an answer has no judgement, or one from a reveal of format 1, which kept little."""
    shown = transcript.state.judgement(turn.question, turn.part)
    if shown is None or transcript.version >= VERSION:
        return shown is None
    return shown.judge == LEXICAL and not (shown.covered_at or shown.deleted)


def _judgement(state: State, turn: Turn, answers: Answers, desk: Desk) -> Judgement:
    # What the interviewer would ask on is of no interest any more.
    request = replace(request_for(state, turn, answers), wordings=())
    shown = state.judgement(turn.question, turn.part)
    if shown is None:
        return desk.decide(request)
    # What was shown stays as it was; of claims only the ids were kept then.
    again = {claim.id: claim for claim in desk.decide(request).claims} if shown.claims else {}
    claims = tuple(again.get(claim.id, claim) for claim in shown.claims)
    found = Coverage(score=0.0, points=shown.points, claims=claims)
    return desk.judgement(request, found, judge=shown.judge, version=shown.version)


def _key(state: State) -> str:
    digest = sha256(state.header.at.encode("utf-8", "replace"))
    for turn in state.turns:
        shown = state.judgement(turn.question, turn.part)
        label = "" if shown is None else shown.label
        one = f"{turn.question}/{turn.part}/{turn.outcome}/{label}/{turn.text}\0"
        digest.update(one.encode("utf-8", "replace"))
    return digest.hexdigest()


def _read(path: Path, key: str) -> _Kept | None:
    try:
        kept = _DECODER.decode(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return kept if kept.key == key else None


def _write(path: Path, kept: _Kept) -> None:
    """Keep it; not being able to is no reason to stop."""
    try:
        files.write_atomic(path, msgspec.json.encode(kept), is_durable=False, is_private=True)
    except (files.FileError, UnicodeEncodeError):
        return
