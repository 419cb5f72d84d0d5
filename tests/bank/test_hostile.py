"""Hostile and huge files: told clearly or shown literally, in bounded time and memory.

What is refused is read in processes of their own, whose memory and processor time are limited by
the system; the many small cases of broken YAML are in test_loading.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli_kit import Runner

from interview_sim.bank.catalogue import Catalogue
from interview_sim.bank.loading import MAX_BYTES, parse_bank
from interview_sim.bank.problems import MAX_PROBLEMS

HEAD = "format: interview-sim/bank@1\nid: b\ntitle: B\n"
GOOD = HEAD + "questions:\n  - {id: q, prompt: Why, model_answer: A}\n"
LINES = 60_000

posix = pytest.mark.skipif(os.name != "posix", reason="limits of a process are a matter of POSIX")

LIMITED = """
import json, resource, sys
megabytes, seconds = map(int, sys.argv[1:3])
resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (seconds,) * 2)
from pathlib import Path
from interview_sim.bank.loading import read_bank
told = {}
for name in sys.argv[3:]:
    result = read_bank(Path(name))
    told[Path(name).name] = [result.bank is not None, [str(p) for p in result.problems]]
print(json.dumps(told))
"""


def read_limited(
    *paths: Path, megabytes: int = 400, seconds: int = 20
) -> dict[str, tuple[bool, list[str]]]:
    """By file name: whether it is a bank, and what is told, read under limits of the system."""
    limits = (str(megabytes), str(seconds))
    command = [sys.executable, "-c", LIMITED, *limits, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def laughs() -> str:
    """Ten levels of references, each nine times the one before."""
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return GOOD + "\n".join(lines)


def stairs(depth: int) -> str:
    """Keys within keys, a line each."""
    return "".join(f"{' ' * level}k:\n" for level in range(depth))


def rubric(points: int, follow_ups: int, covered: str) -> str:
    """One question with so many points, and follow-ups that each refer to one."""
    listed = "".join(f"      - {{id: p-{n}, point: A, probe: B}}\n" for n in range(points))
    asked = "".join(
        f"      - {{id: f-{n}, ask: A, when: {{covered: {covered}{n}}}}}\n"
        for n in range(follow_ups)
    )
    question = "questions:\n  - id: q\n    prompt: P\n    rubric:\n"
    return f"{HEAD}{question}{listed}    follow_ups:\n{asked}"


HUGE: dict[str, Callable[[], str | bytes]] = {
    "laughs": laughs,
    "deep-brackets": lambda: GOOD + "x: " + "[" * 10_000 + "]" * 10_000,
    "deep-braces": lambda: GOOD + "x: " + "{a: " * 10_000 + "}" * 10_000,
    "deep-dashes": lambda: "- " * 10_000 + "x",
    "deep-lines": lambda: stairs(3_000),
    "many-values": lambda: "- \n" * (MAX_BYTES // 4),
    "long-line": lambda: GOOD + "x: [" + "a," * 3_000_000,
    "open-quote": lambda: GOOD + 'x: "' + "a\n" * 3_000_000,
    "unknown-keys": lambda: GOOD + "".join(f"titel{n}: x\n" for n in range(LINES)),
    "same-key": lambda: GOOD + "a: b\n" * LINES,
    "same-id": lambda: HEAD + "questions:\n" + "  - {id: q, prompt: P}\n" * LINES,
    "unknown-references": lambda: rubric(10_000, 10_000, "x-"),
    "anchors": lambda: GOOD + "".join(f"k{n}: &a{n} x\n" for n in range(LINES)),
    "controls": lambda: "\x01" * 1_000_000,
    "zeros": lambda: GOOD.encode() + b"\0" * 1_000_000,
    "noise": lambda: bytes(range(256)) * 4_000,
    "utf-16": lambda: GOOD.encode("utf-16-le"),
    "latin-1": lambda: (GOOD + "# caf\xe9").encode("latin-1"),
    "shift-jis": lambda: (GOOD + "# 日本語").encode("shift-jis"),
    "gzip": lambda: b"\x1f\x8b\x08\x00" + os.urandom(100),
}


@pytest.mark.thorough
@posix
def test_what_is_huge_or_no_text_is_refused_within_limits(tmp_path: Path) -> None:
    """All of it in one process of 400 MB and 20 seconds; each file gets a reason with its place."""
    for name, content in HUGE.items():
        made = content()
        path = tmp_path / f"{name}.yaml"
        path.write_bytes(made.encode() if isinstance(made, str) else made)
    sparse = tmp_path / "sparse.yaml"
    with sparse.open("wb") as file:
        file.write(GOOD.encode())
        file.truncate(200_000_000)
    paths = sorted(tmp_path.glob("*.yaml"))
    told = read_limited(*paths)
    assert set(told) == {path.name for path in paths}
    for name, (is_bank, problems) in told.items():
        assert not is_bank, name
        assert f"/{name}:" in problems[0], name
        assert all(problem.isprintable() for problem in problems), name
        assert len(problems) <= 2 * (MAX_PROBLEMS + 1), name
    assert "larger than 8 MB; split it into several banks" in told["sparse.yaml"][1][0]


@posix
def test_two_hundred_megabytes_of_yaml_are_not_read(tmp_path: Path) -> None:
    """A file of good YAML, only far too long, costs no more than its first 8 MB."""
    block = "".join(f"  - {{id: q-{n}, prompt: P, model_answer: A}}\n" for n in range(25_000))
    path = tmp_path / "long.yaml"
    with path.open("w") as file:
        file.write(HEAD + "questions:\n")
        for _ in range(180):
            file.write(block)
    assert path.stat().st_size > 200_000_000
    told = read_limited(path, megabytes=200, seconds=3)
    path.unlink()
    assert "larger than 8 MB" in told["long.yaml"][1][0]


@posix
def test_a_good_bank_with_thousands_of_references_is_read_within_limits(tmp_path: Path) -> None:
    """What is merely large is not punished: time grows with the size of the file."""
    path = tmp_path / "large.yaml"
    path.write_text(rubric(20_000, 20_000, "p-"))
    assert read_limited(path) == {"large.yaml": [True, []]}


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_any_line_ends_give_the_same_bank_and_the_same_places(end: str) -> None:
    """Old Macs' line ends count as line ends, also in what is said about a line."""
    assert parse_bank(GOOD.replace("\n", end)).hash == parse_bank(GOOD).hash
    wrong = parse_bank((GOOD + "titel: x\n").replace("\n", end)).errors
    assert [(problem.line, problem.column) for problem in wrong] == [(6, 1)]


@pytest.mark.parametrize(
    "text",
    ["[@click=app.quit]x[/]", "[/nope", "$(reboot)", "{{ 7*7 }}", "<script>alert(1)</script>",
     "../../etc/passwd", "%s%n", "'; DROP TABLE x; --", "שלום", "\u202eevil", "\x1b]0;x\x07",
     "\x1b[2J", "a\rb", "\u200bzero"],
)  # fmt: skip
def test_hostile_text_is_kept_letter_by_letter(text: str) -> None:
    """Nothing is executed, expanded or dropped; what cannot be seen is told as a warning."""
    result = parse_bank(GOOD.replace("prompt: Why", f"prompt: {json.dumps(text)}"))
    assert result.bank is not None
    assert result.bank.questions[0].prompt == text
    assert bool(result.warnings) == (not text.isprintable())
    assert all(str(problem).isprintable() for problem in result.problems)


@pytest.mark.parametrize(
    "name", ["../up", "/etc/passwd", "..", ".", "a/b", "a\\b", "C:x", "~", "A", "a b", "a\0b", "é",
             "-a", "a-", "a--b", "con.", "$HOME", ""],
)  # fmt: skip
@pytest.mark.parametrize("place", ["bank", "question"])
def test_ids_cannot_climb_or_differ_in_case(name: str, place: str) -> None:
    """An id is lower-case letters, digits and hyphens, so it is safe as a name of anything."""
    old = "id: b" if place == "bank" else "id: q"
    result = parse_bank(GOOD.replace(old, f"id: {json.dumps(name)}", 1))
    assert result.bank is None
    assert any("`id`" in problem.message for problem in result.errors)


def test_ids_that_differ_in_case_only_are_told_as_such() -> None:
    """Two ids that a file system may take for one are an error at the second."""
    text = GOOD + "  - {id: Q, prompt: Why, model_answer: A}\n"
    assert any(
        "differs from `q` (line 5) in case only" in p.message for p in parse_bank(text).errors
    )


def test_a_hostile_folder_does_not_keep_good_banks_from_loading(tmp_path: Path) -> None:
    """Bad files, links out, rings, folders and names with escapes stand beside a good bank."""
    outside = tmp_path / "outside.yaml"
    outside.write_text(GOOD.replace("id: b", "id: outside"))
    folder = tmp_path / "banks"
    folder.mkdir()
    (folder / "good.yaml").write_text(GOOD)
    (folder / "link.yaml").symlink_to(outside)
    (folder / "up.yaml").symlink_to("../outside.yaml")
    (folder / "ring.yaml").symlink_to("ring.yaml")
    (folder / "folder.yaml").mkdir()
    (folder / "\x1b[31mred\u202e.yaml").write_text("id: [")
    (folder / "laughs.yaml").write_text(laughs())
    (folder / "zero.yaml").symlink_to("/dev/zero")
    catalogue = Catalogue.load([folder])
    assert [loaded.id for loaded in catalogue.banks] == ["b"]
    assert len({problem.file for problem in catalogue.problems}) == 7
    assert all(str(problem).isprintable() for problem in catalogue.problems)
    followed = [p for p in catalogue.problems if "leads out of its folder" in p.message]
    assert len(followed) == 3


def _commands(folder: Path) -> Iterator[list[str]]:
    yield ["bank", "check", str(folder)]
    yield ["bank", "list", "--bank", str(folder)]
    yield ["bank", "show", str(folder / "text.yaml"), "--spoilers"]
    yield ["bank", "stats", str(folder / "text.yaml")]
    yield ["bank", "fmt", "--diff", str(folder)]


def test_no_command_lets_a_bank_speak_to_the_terminal(tmp_path: Path, run: Runner) -> None:
    """Escapes and direction marks in banks and file names come out as signs, everywhere."""
    bad = '"\\e[2J\\e]0;x\\a\\u202E[@click=app.quit]"'
    text = f"""\
{HEAD.replace("title: B", f"title:   {bad}")}description: {bad}
questions:
  - id: q
    prompt: {bad}
    topic: {bad}
    roles: [{bad}]
    hints: [{bad}]
    rubric: [{{id: p, point: {bad}, probe: {bad}, match: [x, {bad}]}}]
    model_answer: {bad}
"""
    (tmp_path / "text.yaml").write_text(text)
    (tmp_path / "\x1b[31m\u202e.yaml").write_text(f"id: {bad}\ntitel: x\n{bad}: x\n")
    for arguments in _commands(tmp_path):
        shown = run(*arguments).said
        assert shown
        assert "\x1b" not in shown, arguments
        assert "\u202e" not in shown, arguments
