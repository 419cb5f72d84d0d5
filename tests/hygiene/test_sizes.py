"""Modules stay small enough to be read in one go, and only one of them writes files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "interview_sim"

WRITERS = {
    "write_text", "write_bytes", "touch", "symlink_to", "hardlink_to", "mkfifo",
    "NamedTemporaryFile", "TemporaryFile", "mkstemp", "fdopen",
}  # fmt: skip
"""Calls that make a file or write to one, whatever they are called on."""
_CANDIDATE = re.compile("|".join(("open", "FileIO", *WRITERS)))
WRITING_FLAGS = {"O_WRONLY", "O_RDWR", "O_CREAT", "O_APPEND", "O_TRUNC"}


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def writes_in(source: str) -> Iterator[str]:
    """Every call in the source that opens a file for writing, with its line."""
    if not _CANDIDATE.search(source):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _writes(node):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def _writes(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if isinstance(call.func, ast.Name):
        name = call.func.id
    if name in WRITERS:
        return True
    if name not in {"open", "FileIO"}:
        return False
    if any(getattr(node, "attr", "") in WRITING_FLAGS for node in ast.walk(call)):
        return True
    # `open(path, mode)` and `path.open(mode)`: any text argument that could be a mode of writing.
    given = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
    texts = [arg.value for arg in given if isinstance(arg, ast.Constant)]
    modes = (text for text in texts if isinstance(text, str) and set(text) <= set("rwxabt+"))
    return any(set(mode) & set("wxa+") for mode in modes)


def test_no_module_is_over_600_lines() -> None:
    """Past 400 lines one looks for a second reason to exist; past 600 there is one."""
    lines = {_name(path): len(path.read_text().splitlines()) for path in PACKAGE.rglob("*.py")}
    assert not {name: count for name, count in lines.items() if count > 600}


def test_only_files_opens_a_file_for_writing() -> None:
    """Writing goes through `interview_sim.files`, where it is atomic or append-only."""
    found = {_name(path): list(writes_in(path.read_text())) for path in PACKAGE.rglob("*.py")}
    assert found.pop("files.py"), "the scan sees those that there are"
    assert not {name: calls for name, calls in found.items() if calls}


def test_the_scan_sees_every_way_to_write_a_file() -> None:
    """Each of these would open a file for writing; the others would not."""
    writing = [
        "open(p, 'w')", "open(p, mode='ab')", "p.open('xb')", "p.open(mode='r+')", "p.touch()",
        "p.write_text(t)", "p.write_bytes(b)", "os.open(p, os.O_WRONLY | os.O_CREAT)",
        "io.FileIO(p, 'a+b')", "tempfile.NamedTemporaryFile()",
    ]  # fmt: skip
    reading = [
        "open(p)", "p.open()", "p.open('rb')", "open(p, 'r')", "os.open(p, os.O_RDONLY)",
        "archive.open(info)", "store.open('last')", "p.read_text()",
    ]  # fmt: skip
    assert [code for code in writing if not list(writes_in(code))] == []
    assert [code for code in reading if list(writes_in(code))] == []
