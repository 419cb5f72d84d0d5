"""New importers plug in from outside the package, and cost nothing until they are needed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli_kit import Runner

from interview_sim import plugins
from interview_sim.bank.loading import load_bank
from interview_sim.exchange.importers.imported import ImportFailed
from interview_sim.exchange.importers.registry import (
    Importer,
    find_importer,
    importer_names,
    read,
)

PAGE = Path(__file__).parents[2] / "docs" / "importing.md"


def install(folder: Path, module: str, code: str, entry: str) -> None:
    """Put a distribution with one importer on the path, as an installer does."""
    (folder / f"{module}.py").write_text(code)
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[interview_sim.importers]\n{entry}\n")


def test_an_importer_from_outside_is_used_by_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Runner
) -> None:
    """Its files are recognised, its name works with --from, and what it skips is reported.

    It is the one that docs/importing.md shows.
    """
    (flash,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    install(plugins, "outside_flash", flash, "flash = outside_flash:FlashImporter")
    monkeypatch.syspath_prepend(plugins)
    assert "flash" in importer_names()
    deck = tmp_path / "deck.flash"
    deck.write_text("What is noise? >> Chance.\nno card\n")
    target = tmp_path / "out.yaml"
    shown = run("bank", "import", deck, "-o", target, code=0).out
    assert "read as flash: its name ends in .flash" in shown
    assert "no >> in it" in shown
    assert load_bank(target).questions[0].model_answer == "Chance."
    renamed = deck.rename(tmp_path / "deck.odd")
    again = ("bank", "import", renamed, "-o", target, "--force")
    assert run(*again).code == 2
    assert run(*again, "--from", "flash").code == 0


def test_an_importer_that_cannot_be_loaded_is_reported_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other formats go on; asked for by name, it is the error."""
    install(tmp_path, "outside_broken", "1 / 0\n", "broken = outside_broken:Importer")
    monkeypatch.syspath_prepend(tmp_path)
    deck = tmp_path / "deck.md"
    deck.write_text("## What is noise?\n\nChance.\n")
    result = read([deck])
    assert len(result.questions) == 1
    assert any(
        "“broken” (outside_broken:Importer) cannot be loaded: division by zero" in note
        for note in result.notes
    )
    with pytest.raises(ImportFailed, match="cannot be loaded"):
        find_importer("broken")


def test_a_checkout_that_is_not_installed_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Formats are found by what is installed; without that the message says what to do."""
    monkeypatch.setattr(plugins, "entry_points", lambda **_: ())
    assert importer_names() == ()
    (tmp_path / "deck.md").write_text("## What is noise?\n\nChance.\n")
    with pytest.raises(ImportFailed, match="interview-sim is not installed here"):
        read([tmp_path / "deck.md"])


def test_our_own_importers_are_registered_like_any() -> None:
    """Every name gives an importer that keeps the protocol and goes by that name."""
    assert {"anki", "csv", "gift", "json", "markdown", "moodle-xml", "ora"} <= {*importer_names()}
    for name in importer_names():
        importer = find_importer(name)
        assert isinstance(importer, Importer)
        assert importer.name == name


def test_the_registry_loads_no_importer_and_importers_no_library_until_they_read() -> None:
    """Listing the names loads none; recognising a document loads no parser."""
    script = """
import sys
from interview_sim.exchange.importers.registry import importer_names, recognise
names = importer_names()
ours = [name for name in sys.modules if name.endswith(("gift", "markdown", "anki", "ora"))]
from interview_sim.exchange.importers.documents import Document
found = recognise(Document("x.md", b"# What?"))
heavy = {"markdown_it", "defusedxml", "sqlite3", "zstandard", "yaml"} & set(sys.modules)
print(len(names) >= 7, found[0], ours, heavy)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["True", "markdown", "[]", "set()"]
