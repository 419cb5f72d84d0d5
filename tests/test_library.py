"""The package as a library: its page runs, its names are typed and free to import."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import interview_sim

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "library.md"


def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python block, one after the other, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text()
    blocks = list(re.finditer(r"```python\n(.*?)```", text, re.DOTALL))
    assert len(blocks) >= 8
    names: dict[str, object] = {}
    for block in blocks:
        # With the page's own line numbers, a failure names the line that is wrong.
        above = "\n" * text.count("\n", 0, block.start(1))
        exec(compile(above + block[1], str(PAGE), "exec"), names)


def test_every_public_name_is_there_and_typed() -> None:
    """What is loaded when it is used is what type checkers see, and nothing else is promised."""
    tree = ast.parse(Path(interview_sim.__file__).read_text())
    typed = {
        f"{node.module}.{alias.name}"
        for branch in tree.body
        if isinstance(branch, ast.If)
        for node in branch.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    lazy = {
        f"interview_sim.{module}.{name}"
        for module, names in interview_sim._MODULES.items()
        for name in names
    }
    assert lazy == typed
    assert {name.rpartition(".")[2] for name in lazy} == {*interview_sim.__all__} - {"__version__"}
    assert all(getattr(interview_sim, name) is not None for name in interview_sim.__all__)
    assert set(interview_sim.__all__) <= set(dir(interview_sim))
    assert (Path(interview_sim.__file__).parent / "py.typed").exists()


def test_a_name_that_does_not_exist_is_an_error_as_usual() -> None:
    """`hasattr` and `from interview_sim import …` work as with any module."""
    assert not hasattr(interview_sim, "nothing_of_this_name")


def test_importing_it_loads_nothing_of_ours() -> None:
    """Whoever only wants the version pays for no more."""
    code = (
        "import sys, interview_sim; interview_sim.__version__;"
        "print([m for m in sys.modules if m.startswith('interview_sim.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
