"""The real Anki: its packages and text exports are read, and it takes what we export."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from interview_sim.bank.loading import load_bank
from interview_sim.exchange.bank_exporters import bank_format
from interview_sim.exchange.importers.imported import ImportOptions, ImportResult
from interview_sim.exchange.importers.make_bank import make_bank
from interview_sim.exchange.importers.registry import read

anki = pytest.importorskip("anki.collection", reason="the anki library is not installed")

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(sys.platform != "linux", reason="anki is only installed on Linux"),
]


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Any]:
    """An empty collection."""
    found = anki.Collection(str(tmp_path / "collection.anki2"))
    yield found
    found.close()


@pytest.fixture
def filled(collection: Any) -> Any:
    """A collection with a basic note, a gap, a reversed note and one of a type of its own."""
    deck = collection.decks.id("ML::Trees")

    def add(kind: str, tags: list[str], **fields: str) -> None:
        note = collection.new_note(collection.models.by_name(kind))
        for name, value in fields.items():
            note[name.replace("_", " ")] = value
        note.tags = tags
        collection.add_note(note, deck)

    listed = 'So:<ul><li>one</li><li>"two"\t&lt;x&gt;</li></ul>'
    media = '<img src="f.png">[sound:a.mp3]'
    add("Basic", ["bagging", "hard"], Front="Why <b>forests</b>?", Back=listed + media)
    add("Cloze", [], Text="The {{c1::mode::most frequent}} of \\(x\\)", Back_Extra="See Tukey.")
    add("Basic (and reversed card)", [], Front="TP?", Back="True positive<br>rate")
    add("Basic (type in the answer)", [], Front="Capital?", Back="Bern")
    models = collection.models
    own = models.new("Mine")
    for name in ("Term", "Prompt", "Source"):
        models.add_field(own, models.new_field(name))
    template = models.new_template("Card 1")
    template["qfmt"], template["afmt"] = "{{Prompt}}", "{{FrontSide}}{{Term}}"
    models.add_template(own, template)
    models.add(own)
    add("Mine", [], Term="Bias", Prompt="What is it called?", Source="https://example.org/1")
    return collection


def exported(collection: Any, path: Path, *, legacy: bool) -> None:
    """Write the collection as a package or a whole collection."""
    if path.suffix == ".colpkg":
        collection.export_collection_package(str(path), include_media=True, legacy=legacy)
        return
    options = anki.ExportAnkiPackageOptions(
        with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy
    )
    collection.export_anki_package(out_path=str(path), options=options, limit=None)


def check(result: ImportResult) -> None:
    """What was put in came out."""
    assert (result.format, result.title) == ("anki", "ML")
    found = {draft.prompt: draft for draft in result.questions}
    basic = found["Why **forests**?"]
    assert basic.answer == ('So:\n\n- one\n- "two" <x>\n\n[picture: f.png][sound: a.mp3]')
    assert (basic.tags, basic.level, basic.topic) == (("bagging",), "advanced", ("Trees",))
    gap = found["Fill the gaps:\n\nThe [most frequent] of $x$"]
    assert gap.answer == "The **mode** of $x$\n\nSee Tukey."
    assert [point.match for point in gap.points] == [("mode",)]
    assert found["TP?"].answer == "True positive\nrate"
    assert found["Capital?"].answer == "Bern"
    own = found["What is it called?"]
    assert (own.answer, [link.url for link in own.links]) == ("Bias", ["https://example.org/1"])
    assert len(found) == 5
    assert not result.skipped


@pytest.mark.parametrize("legacy", [False, True], ids=["new", "old"])
@pytest.mark.parametrize("suffix", [".apkg", ".colpkg"])
def test_packages_of_the_real_program_are_read(
    filled: Any, tmp_path: Path, suffix: str, *, legacy: bool
) -> None:
    """Decks and whole collections, compressed as today and plain as before."""
    path = tmp_path / f"deck{suffix}"
    exported(filled, path, legacy=legacy)
    check(read([path]))


def test_its_text_exports_are_read(filled: Any, tmp_path: Path) -> None:
    """Notes with every header, and plain ones; rendered cards as well."""
    whole = tmp_path / "notes.txt"
    options = {"with_html": True, "with_tags": True, "with_deck": True, "with_notetype": True,
               "with_guid": True}  # fmt: skip
    filled.export_note_csv(out_path=str(whole), limit=None, **options)
    result = read([whole])
    found = {draft.prompt: draft for draft in result.questions}
    assert found["Why **forests**?"].answer.startswith('So:\n\n- one\n- "two" <x>')
    assert found["Fill the gaps:\n\nThe [most frequent] of $x$"].answer.endswith("See Tukey.")
    assert (result.title, len(found)) == ("ML", 5)
    bare = tmp_path / "bare.txt"
    filled.export_note_csv(out_path=str(bare), limit=None, **dict.fromkeys(options, False))
    assert len(read([bare]).questions) == 5
    cards = tmp_path / "cards.txt"
    filled.export_card_csv(out_path=str(cards), limit=None, with_html=True)
    assert len(read([cards]).questions) == 6


def taken(collection: Any, path: Path) -> Any:
    """What Anki says of importing a text file by its own headers."""
    from anki.import_export_pb2 import ImportCsvRequest

    metadata = collection.get_csv_metadata(path=str(path), delimiter=None)
    return collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata))


@pytest.mark.parametrize("name", ["ml-fundamentals", "ml-engineer"])
def test_it_takes_an_exported_bank_and_gives_it_back(
    collection: Any, tmp_path: Path, name: str
) -> None:
    """Through Anki and back, a shipped bank keeps its questions, answers and points."""
    bank = load_bank(ROOT / "tests" / "data" / "banks" / f"{name}.yaml")
    text = tmp_path / "bank.txt"
    text.write_bytes(bank_format("anki").file(bank))
    assert len(taken(collection, text).log.new) == len(bank.questions)
    edited = structs.replace(bank.questions[0], prompt="Edited?")
    newer = structs.replace(bank, questions=(edited, *bank.questions[1:]))
    text.write_bytes(bank_format("anki").file(newer))
    again = taken(collection, text).log
    assert (len(again.new), len(again.updated)) == (0, 1)
    assert collection.find_notes("Edited?")
    text.write_bytes(bank_format("anki").file(bank))
    taken(collection, text)
    package = tmp_path / "bank.apkg"
    exported(collection, package, legacy=False)
    found = make_bank(read([package]), ImportOptions()).bank
    assert found.title == bank.title
    assert {q.id for q in found.questions} == {q.id for q in bank.questions}
    for question in bank.questions:
        other = found.question(question.id)
        assert other is not None
        assert other.prompt == question.prompt.strip()
        assert [(p.point, p.need, p.weight, p.probe) for p in other.rubric] == [
            (p.point.strip(), p.need, p.weight, p.probe) for p in question.rubric
        ]
        assert other.model_answer.split() == question.model_answer.split()
        assert (other.topic, other.level, set(other.tags)) == (
            question.topic, question.level, set(question.tags)
        )  # fmt: skip
