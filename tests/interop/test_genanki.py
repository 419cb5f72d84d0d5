"""Packages by genanki, which many scripts use to publish decks."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_sim.exchange.importers.registry import read

genanki = pytest.importorskip("genanki", reason="genanki is not installed")

pytestmark = pytest.mark.filterwarnings("ignore")


def test_a_package_by_genanki_is_read(tmp_path: Path) -> None:
    """Two decks, a basic and a cloze type, media and tags."""
    basic = genanki.Model(
        1607392319,
        "Simple",
        fields=[{"name": "Answer"}, {"name": "Question"}],
        templates=[{"name": "C", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr>{{Answer}}"}],
    )
    decks = [genanki.Deck(2059400110 + n, f"Interview::{name}") for n, name in enumerate("AB")]
    decks[0].add_note(
        genanki.Note(model=basic, fields=["Averaging.<br>And bags.", "Why forests?"], tags=["t"])
    )
    decks[1].add_note(
        genanki.Note(model=genanki.CLOZE_MODEL, fields=["{{c1::Tukey}} named the bit", ""])
    )
    package = genanki.Package(decks)
    picture = tmp_path / "p.png"
    picture.write_bytes(b"\x89PNG")
    package.media_files = [str(picture)]
    path = tmp_path / "deck.apkg"
    package.write_to_file(str(path))
    result = read([path])
    assert result.title == "Interview"
    assert [(d.prompt, d.answer, d.topic, d.tags) for d in result.questions] == [
        ("Why forests?", "Averaging.\nAnd bags.", ("A",), ("t",)),
        ("Fill the gaps:\n\n_____ named the bit", "**Tukey** named the bit", ("B",), ()),
    ]
