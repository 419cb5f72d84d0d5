"""What the matcher may not do, and what it may not cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import interview_sim.matching
from interview_sim.bank.model import Point, Question
from interview_sim.matching import Matcher

PACKAGE = Path(interview_sim.matching.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN = {
    "time", "datetime", "random", "os", "pathlib", "io", "pkgutil", "socket", "logging", "textual",
}  # fmt: skip


def test_modules_touch_nothing_outside() -> None:
    """No module reads a clock, chance or a screen, nor any file but the package's word lists."""
    touched = {path.stem: _touched(path) for path in MODULES if _touched(path)}
    assert touched == {"lexicon": {"pkgutil"}, "signals": {"pkgutil"}}


def _touched(path: Path) -> set[str]:
    """The forbidden modules and functions that a module names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names} & FORBIDDEN
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").partition(".")[0]} & FORBIDDEN
        elif isinstance(node, ast.Name):
            found |= {node.id} & {"open", "print", "input"}
    return found


def test_the_package_is_free_to_import() -> None:
    """Importing the package loads neither the matcher nor rapidfuzz; asking for it does."""
    code = (
        "import sys, interview_sim.matching as m;"
        "assert 'rapidfuzz' not in sys.modules and 'snowballstemmer' not in sys.modules;"
        "m.Matcher; assert 'rapidfuzz' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_compiled_questions_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A matcher that sees many questions forgets old ones and still answers right."""
    monkeypatch.setattr("interview_sim.matching.matcher._MOST_COMPILED", 4)
    matcher = Matcher()
    for number in range(12):
        question = Question(
            id="q", prompt=f"Question {number}?", rubric=(Point(id="p", match=(f"term{number}",)),)
        )
        assert matcher.cover(question, f"it is term{number} of course").score == 1.0
    assert len(matcher._compiled) <= 4


def test_equal_questions_share_one_compilation() -> None:
    """Questions are known by value, so a pseudo question made anew each time is cheap."""
    matcher = Matcher()
    for _ in range(3):
        question = Question(id="q", prompt="Why?", rubric=(Point(id="p", match=("lower bias",)),))
        matcher.cover(question, "It has lower bias.")
    assert len(matcher._compiled) == 1
