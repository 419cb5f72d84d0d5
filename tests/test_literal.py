"""Text from outside is shown, never obeyed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.literal import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x1b]0;title\x07", "␛[2J␛]0;title␇"),
        ("a\rb", "a␍b"),
        ("a\r\nb", "a\nb"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("\x00\x7f\x9b31m", "␀␡⟨U+009B⟩31m"),
        ("abc\u202edef\u2066", "abc⟨U+202E⟩def⟨U+2066⟩"),
        ("a\u2028b", "a⟨U+2028⟩b"),
        ("\ud800", "⟨U+D800⟩"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("שלום مرحبا 👩\u200d🔬 naïve", "שלום مرحبا 👩\u200d🔬 naïve"),
    ],
)
def test_signs_stand_for_what_a_terminal_would_obey(text: str, shown: str) -> None:
    """Controls and direction overrides become signs; everything else stays as written."""
    assert visible(text) == shown


def test_one_line_stays_one_line() -> None:
    """Where there is room for one line, line ends and tabs are shown as well."""
    assert visible("a\nb\tc\r\nd", newlines=False) == "a␊b␉c␊d"


@given(st.text(alphabet=st.characters(), max_size=200))
def test_nothing_a_terminal_obeys_is_left(text: str) -> None:
    """Whatever the text, no control but line end and tab comes out, and UTF-8 can hold it."""
    shown = visible(text)
    left = {c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}}
    assert left <= {"\n", "\t"}
    assert not any(unicodedata.bidirectional(c) in {"RLO", "LRO", "RLE", "LRE"} for c in shown)
    assert visible(shown) == shown
    assert shown.encode().decode() == shown
    assert len(visible(text, newlines=False).splitlines()) <= 1
