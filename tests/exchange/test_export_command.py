"""`interview-sim export`: any session as a file, and no file lost to it."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cli_kit import Runner
from export_kit import HOSTILE, one_question, small
from transcript_kit import lines_of, small_session

from interview_sim.bank.model import Bank, Question
from interview_sim.session.events import Event

DOCS = Path(__file__).parents[2] / "docs"
ID = "2026-01-05-0900-7f3a"


@pytest.fixture(name="export")
def _export(run: Runner, tmp_path: Path) -> Runner:
    """Runs `export` on a folder with one transcript."""
    folder = tmp_path / "kept"
    keep(folder, small_session())
    return partial(run, "export", "--transcripts", folder)


def keep(folder: Path, events: list[Event], name: str = ID) -> Path:
    """A transcript in a folder."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.jsonl"
    path.write_bytes(b"".join(lines_of(events)))
    return path


@pytest.mark.parametrize("ending", ["md", "html", "json", "csv", "cast"])
def test_a_file_is_written_beside_you(export: Runner, ending: str) -> None:  # type: ignore[no-untyped-def]
    """It is named by the session and the format, and as private as the transcript."""
    done = export("--to", ending)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"Written to {ID}.{ending}\n"
    path = Path(f"{ID}.{ending}")
    assert path.stat().st_size > 500
    assert os.name != "posix" or stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_overwritten_unless_forced(export: Runner) -> None:  # type: ignore[no-untyped-def]
    """A file of that name stays as it is, and the sentence says what to do."""
    Path("mine.md").write_text("mine")
    refused = export("-o", "mine.md")
    assert refused.code == 2
    assert refused.err == (
        "mine.md exists, and nothing was written. "
        "Give another name with -o, or replace it with --force.\n"
    )
    assert Path("mine.md").read_text() == "mine"
    assert export("-o", "mine.md", "--force").code == 0
    assert os.name != "posix" or stat.S_IMODE(Path("mine.md").stat().st_mode) == 0o600
    assert Path("mine.md").read_text().startswith("# Mock interview")


def test_a_dash_is_standard_output(export: Runner) -> None:  # type: ignore[no-untyped-def]
    """Data alone goes there, and no file is written."""
    done = export(ID, "--to", "json", "-o", "-")
    assert json.loads(done.out)["id"] == ID
    assert done.err == ""
    assert list(Path().iterdir()) == []


def test_show_prints_the_same_object(export: Runner, run: Runner, tmp_path: Path) -> None:
    """`show --json` is the export without what only the whole transcript knows."""
    whole = json.loads(export(ID, "--to", "json", "-o", "-").out)
    shown = json.loads(run("show", ID, "--json", "--transcripts", tmp_path / "kept").out)
    assert whole.pop("timeline")["moments"]
    assert whole.pop("problems") == []
    for question in whole["questions"]:
        for answer in question["answers"]:
            assert "reading" in answer
            del answer["reading"]
    assert shown == whole


def test_a_terminal_never_obeys_what_was_typed(
    export: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Printed to a terminal, even the formats that keep every byte show escapes as signs."""
    keep(tmp_path / "kept", one_question(HOSTILE))
    assert "\x1b" in export("--to", "csv", "-o", "-").out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert "\x1b" not in export("--to", "csv", "-o", "-").out


def test_the_ending_says_the_format(export: Runner) -> None:  # type: ignore[no-untyped-def]
    """`--to` is needed only where the name does not tell."""
    assert export("-o", "x.HTM").code == 0
    assert Path("x.HTM").read_text().startswith("<!doctype html>")
    for arguments in ((), ("-o", "x.pdf"), ("-o", "-")):
        refused = export(*arguments)
        assert refused.code == 2
        formats = "md, html, json, csv, cast, parquet"
        assert refused.err == f"Say what to write: --to with one of {formats}.\n"


def test_unfinished_sessions_and_samples_can_be_exported(export: Runner, tmp_path: Path) -> None:
    """A session that broke off in its first answer, and one that shipped."""
    keep(tmp_path / "kept", small_session()[:9], "2026-01-06-0900-aaaa")
    keep(tmp_path / "kept", small_session(), "sample-one")
    broken_off = json.loads(export("2026-01-06", "--to", "json", "-o", "-").out)
    assert (broken_off["end_reason"], broken_off["questions"][0]["answers"][0]["outcome"]) == (
        None,
        "open",
    )
    assert export("sample-one", "--to", "md").code == 0


def test_a_damaged_transcript_is_exported_as_far_as_it_goes(export: Runner, tmp_path: Path) -> None:
    """What was left out is said on standard error and in the file."""
    path = keep(tmp_path / "kept", small_session())
    path.write_bytes(path.read_bytes()[:-20])
    done = export("--to", "md")
    assert done.code == 0
    assert "cut off" in done.err
    assert "The transcript was damaged:" in Path(f"{ID}.md").read_text()


def test_anonymous_files_have_a_neutral_name(export: Runner) -> None:  # type: ignore[no-untyped-def]
    """The default name does not tell the date either."""
    done = export("--to", "md", "--anonymous")
    assert re.fullmatch(r"Written to session-[0-9a-f]{8}\.md\n", done.err)


def test_an_id_never_leads_out_of_the_folder(export: Runner, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A transcript may call itself anything; its file's name is made of harmless signs."""
    events = small_session()
    line, *rest = lines_of(events)
    path = tmp_path / "kept" / "odd.jsonl"
    path.write_bytes(line.replace(ID.encode(), b"../../.odd/\\u001b[2J") + b"".join(rest))
    done = export("odd", "--to", "md")
    assert done.code == 0
    assert [found.name for found in Path().iterdir()] == ["odd---2J.md"]


def test_the_page_in_docs_names_every_option(export: Runner) -> None:  # type: ignore[no-untyped-def]
    """docs/export.md and `export --help` know the same options."""
    said = set(re.findall(r"--[a-z-]+", export("--help").out)) - {"--help"}
    page = (DOCS / "export.md").read_text(encoding="utf-8")
    assert said - {"--transcripts"} <= set(re.findall(r"--[a-z-]+", page))


OUTSIDE = """
from interview_sim.exchange.bank_exporters import BankFormat
from interview_sim.exchange.session_exporters import Option, SessionFormat

def write(record, options):
    return f"{record.id} {options['shout']} {options['copies']}".encode()

FORMAT = SessionFormat(
    name="line", title="A line", purpose="to test", endings=(".line",), write=write,
    options=(
        Option(name="shout", help="say it loud", default=False),
        Option(name="copies", help="how often", default=1.0, metavar="N", least=1),
    ),
)
BANK = BankFormat(
    name="ids", title="Ids", purpose="to test", endings=(".ids",),
    write=lambda bank, options: " ".join(q.id for q in bank.questions).encode(),
)
"""


@pytest.mark.usefixtures("banks_are_known")
def test_a_format_from_outside_the_package_is_one_of_ours(tmp_path: Path) -> None:
    """An installed package's entry point is all it takes, for sessions and for banks.

    Another that cannot be loaded is reported and takes nothing else away.
    """
    keep(tmp_path / "kept", small_session())
    site = tmp_path / "site"
    info = site / "outside-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "outside_formats.py").write_text(OUTSIDE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: outside\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[interview_sim.exporters]\nline = outside_formats:FORMAT\nworse = no_such_module:X\n"
        "[interview_sim.bank_exporters]\nids = outside_formats:BANK\n"
    )

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "interview_sim", *arguments]
        env = {**os.environ, "PYTHONPATH": str(site)}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    done = run("export", "--transcripts", str(tmp_path / "kept"), "--shout", "-o", "mine.line")
    assert Path("mine.line").read_text() == f"{ID} True 1.0"
    assert "“worse” (no_such_module:X) cannot be loaded" in done.stderr
    assert "line: say it loud." in run("export", "--help").stdout
    bank = run("bank", "export", "trees-ensembles", "--to", "ids")
    assert "random-forest-motivation" in bank.stdout
    assert bank.stderr.startswith("Not in ids: ")


def test_the_formats_in_docs_work() -> None:
    """docs/export.md and docs/exporting-banks.md show a format each; they run as they are."""
    formats = []
    for name in ("export.md", "exporting-banks.md"):
        page = (DOCS / name).read_text(encoding="utf-8")
        (source,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
        known: dict[str, Any] = {}
        exec(source, known)
        formats.append(known["FORMAT"])
    sessions, banks = formats
    assert sessions.file(small(), {"separator": "; "}).decode().count("; ml:q") == 2
    bank = Bank(id="b", title="B", questions=(Question(id="q", prompt="Why?"),))
    assert banks.file(bank) == b"Why?"
