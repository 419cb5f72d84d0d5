"""A session without what says whose it is and when it was."""

from __future__ import annotations

from hashlib import sha256

import msgspec
from msgspec.structs import replace

from interview_sim.exchange.session_exporters.document import Session

_DIGITS = 8


def anonymous(session: Session) -> Session:
    """The session without names, free notes and wall-clock times.

    Gone are the plan's and the banks' titles, every note, the date, and the id, which is made of
    the date: in its place stands one made of a digest of the whole session, so that the files of
    one session can be put together again and nothing can be read from it. What questions and
    answers say stays as it is, whatever names are in it.
    """
    digest = sha256(msgspec.json.encode(session)).hexdigest()[:_DIGITS]
    return replace(
        session,
        id=f"session-{digest}",
        anonymous=True,
        title="",
        at=None,
        banks=tuple(replace(bank, title="") for bank in session.banks),
        questions=tuple(replace(question, note="") for question in session.questions),
        note="",
        problems=(),
    )
