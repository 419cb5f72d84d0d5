"""`--anonymous` leaves out names, free notes and wall-clock times, in every format."""

from __future__ import annotations

import re

import pytest
from export_kit import exported, file_of, one_question

from interview_sim.exchange.exporting import anonymous

SECRETS = ("Friday with Ada", "Call Bob about this", "2026", "7f3a", "ML")


def session_of(answer: str = "Averaging lowers variance."):  # type: ignore[no-untyped-def]
    """A session with a named plan, a named bank and notes."""
    return exported(one_question(answer, note="Call Bob about this", title="Friday with Ada"))


@pytest.mark.parametrize("format_", ["md", "html", "json", "csv", "cast"])
def test_no_name_note_or_date_is_left(format_: str) -> None:
    """What the file with names has, the other has not."""
    named = file_of(session_of(), format_, edits=True).decode()
    unnamed = file_of(anonymous(session_of()), format_, edits=True).decode()
    assert "Friday with Ada" in named or format_ == "csv"
    for secret in SECRETS:
        assert not re.search(rf"\b{secret}\b", unnamed), secret
    assert '"timestamp"' not in unnamed
    assert not re.search(r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d", unnamed)


@pytest.mark.parametrize("format_", ["md", "html", "json", "csv", "cast"])
def test_what_was_asked_and_answered_is_still_there(format_: str) -> None:
    """Anonymous does not mean empty."""
    text = file_of(anonymous(session_of("Variance")), format_).decode()
    assert "Why do forests work?" in text
    assert "Variance" in text or format_ == "cast"


def test_the_neutral_id_is_that_of_the_session_and_of_no_other() -> None:
    """Files of one session can be put together; those of two differ."""
    first, again = anonymous(session_of()), anonymous(session_of())
    other = anonymous(session_of("Something else"))
    assert re.fullmatch(r"session-[0-9a-f]{8}", first.id)
    assert first.id == again.id != other.id
    assert first.anonymous
