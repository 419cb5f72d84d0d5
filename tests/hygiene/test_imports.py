"""Commands without a screen do not pay for one, and the domain knows no screen."""

from __future__ import annotations

import subprocess
import sys

import pytest

_SHOW = (
    "import sys; print('loaded:', *sorted(m for m in sys.modules if m.split('.')[0] in {names!r}))"
)
SCREENS = {"textual", "rich"}

pytestmark = pytest.mark.usefixtures("banks_are_known")


def _loaded(code: str, names: set[str]) -> list[str]:
    script = f"{code}\n{_SHOW.format(names=names)}"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.split("loaded:")[-1].split()


def test_nothing_below_the_screens_imports_textual_or_rich() -> None:
    """A fresh interpreter that imports all of these has loaded neither."""
    modules = (
        "interview_sim.services",
        "interview_sim.session.engine",
        "interview_sim.assessment.scorecard",
        "interview_sim.progress.history",
        "interview_sim.transcript.store",
        "interview_sim.matching.matcher",
        "interview_sim.bank.catalogue",
        "interview_sim.cli.main",
        "interview_sim.cli.plain.interview",
    )
    assert _loaded(f"import {', '.join(modules)}", SCREENS) == []


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--version"], ["--help"], ["bank", "list"], ["bank", "check", "."], ["history"]),
        *(["doctor"], ["ready", "--help"]),
    ],
)
def test_commands_import_neither_a_screen_nor_the_schedule_without_need(
    arguments: list[str],
) -> None:
    """`--version`, `bank list` and their like load no Textual, and no scheduler of reviews."""
    code = (
        "from interview_sim.cli.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass"
    )
    assert _loaded(code, SCREENS | {"fsrs", "torch"}) == []


@pytest.mark.parametrize(
    "arguments", [["--help"], ["bank", "list"], ["history"], ["show", "sample-quick-five"]]
)
def test_short_commands_load_no_parser_no_matcher_and_no_template(arguments: list[str]) -> None:
    """Once the banks are known, listing them and the sessions loads what it prints and no more."""
    code = (
        "from interview_sim.cli.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass"
    )
    _loaded(code, set())  # the banks are read now, and kept
    heavy = {"yaml", "rapidfuzz", "snowballstemmer", "jinja2", "markdown_it", "platformdirs"}
    rarely = {"tomllib", "secrets", "subprocess", "importlib.metadata"}
    assert _loaded(code, SCREENS | heavy | rarely) == []
    if arguments == ["history"]:
        ours = _loaded(code, {"interview_sim"})
        assert not {"interview_sim.session.events", "interview_sim.bank.model"} & set(ours)


def test_the_version_costs_no_import() -> None:
    """It is printed before Click is imported, and before any module of ours but the entry."""
    code = (
        "from interview_sim.cli.main import main\n"
        "try:\n    main(['--version'])\nexcept SystemExit:\n    pass"
    )
    assert _loaded(code, {"click", "msgspec", "typing", "inspect"}) == []
    assert _loaded(code, {"interview_sim"}) == [
        "interview_sim",
        "interview_sim.cli",
        "interview_sim.cli.main",
    ]


def test_importing_the_packages_stays_cheap() -> None:
    """The bank's model does not pull in the YAML parser, nor matching's types rapidfuzz."""
    heavy = {"yaml", "rapidfuzz", "snowballstemmer", "platformdirs"}
    assert _loaded("import interview_sim.bank, interview_sim.matching", heavy) == []
    assert _loaded("import interview_sim.session.events", heavy) == []


def test_the_schedule_is_free_until_there_is_a_result() -> None:
    """A first start does not pay for it, and using it never brings in its optimiser."""
    empty = "from interview_sim.progress.schedule import Schedule; Schedule({})"
    assert _loaded(empty, {"fsrs"}) == []
    used = (
        "from datetime import UTC, datetime\nfrom interview_sim.progress.schedule import Schedule\n"
        "Schedule({'b:q': {datetime(2026, 1, 5, tzinfo=UTC): 50.0}})"
    )
    assert "fsrs.scheduler" in (loaded := _loaded(used, {"fsrs", "torch", "numpy", "pandas"}))
    assert all(name.startswith("fsrs") and "optimizer" not in name for name in loaded)
