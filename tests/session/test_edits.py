"""One edit turns one draft into the next, exactly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_sim.session.answers import difference, printable_draft, word_count

TEXT = st.text(st.sampled_from("ab\n\r é👩‍🔬"), max_size=40)


@given(TEXT, TEXT)
def test_the_difference_rebuilds_the_new_draft(before: str, after: str) -> None:
    """Applying it gives the new text, and nothing means nothing changed."""
    change = difference(before, after)
    if change is None:
        assert before == after
        return
    at_char, delete, ins = change
    assert before[:at_char] + ins + before[at_char + delete :] == after


def test_typing_one_character_is_one_character() -> None:
    """The edit stays as small as what was typed."""
    assert difference("ab", "axb") == (1, 0, "x")
    assert difference("aaa", "aa") == (2, 1, "")


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    """A file cannot hold them; offsets stay the same."""
    assert printable_draft("a\ud800b👩") == "a\ufffdb👩"


def test_only_what_holds_a_letter_or_a_digit_is_a_word() -> None:
    """A lone "?" or dash is none, in whatever script words are written."""
    assert [
        word_count(text) for text in ("", "?", " - … =\n", "why ?", "a, b – 3", "größer 猫")
    ] == [
        0,
        0,
        0,
        1,
        3,
        2,
    ]
