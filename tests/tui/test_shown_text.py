"""Texts that are put together for the screen stay what they were."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from interview_sim.literal import visible
from interview_sim.tui.present import CLOSES, OPENS, lit
from interview_sim.tui.prose import prose
from interview_sim.tui.reveal.answer import one_for_one

LINE_END = re.compile("␍*\n")
"""Where a span ends between a CR and its LF, the CR shows."""
TEXTS = st.text(st.sampled_from("ab [/]@\x1b\u202e\r\n\tש🎲"), max_size=40)
SPANS = st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=4)


@given(TEXTS, SPANS)
def test_lighting_evidence_changes_no_word(answer: str, spans: list[tuple[int, int]]) -> None:
    """Whatever the spans, only the two signs are added."""
    plain = lit(answer, spans).plain.replace(OPENS, "").replace(CLOSES, "")
    together = "".join(visible(char) for char in answer)
    assert LINE_END.sub("\n", plain) == LINE_END.sub("\n", together)


@given(TEXTS)
def test_what_is_selected_in_keeps_every_offset(answer: str) -> None:
    """One character stands for one, and none is a control character."""
    shown = one_for_one(answer)
    assert len(shown) == len(answer)
    assert all(char.isprintable() or char in "\n\t" for char in shown)


def test_prose_shows_what_a_model_answer_uses() -> None:
    """Headings, lists, emphasis and code; lines of a paragraph run together."""
    text = (
        "## In short\nOne **bold** and\n*soft* word.\n\n"
        "- first\n  goes on\n- second\n1. third\n\n```\nx = 1\n```"
    )
    content = prose(text)
    assert content.plain == (
        "In short\n\nOne bold and soft word.\n\n• first goes on\n• second\n1. third\n\nx = 1"
    )
    assert {str(span.style) for span in content.spans} == {"bold underline", "bold", "italic"}


def test_prose_takes_nothing_for_markup() -> None:
    """Brackets, stars in formulas and escapes are shown as they are."""
    hostile = "[@click=app.quit]x[/] [/nope 2 * 3 * 4 and a*b*c \x1b[31m"
    assert prose(hostile).plain == "[@click=app.quit]x[/] [/nope 2 * 3 * 4 and a*b*c ␛[31m"
