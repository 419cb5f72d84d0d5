"""Invitations: a secret that is kept nowhere, names that are folders and nothing else."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_kit import Runner

from interview_sim.clock import ManualClock
from interview_sim.errors import NotFoundError, UsageError
from interview_sim.web.invites import InviteError, Invites

CLOCK = ManualClock(datetime(2026, 3, 9, 12, tzinfo=UTC))


def test_a_link_lets_in_until_it_is_revoked(tmp_path: Path) -> None:
    """Each is one visitor's; the file alone opens nothing, and is its owner's alone."""
    folder = tmp_path / "visitors"
    invites = Invites(folder)
    assert invites.holder("") is None
    ann, bo = invites.make("ann", CLOCK), invites.make("bo", CLOCK)
    assert len(ann) == 22  # 128 bits
    assert [getattr(invites.holder(secret), "name", None) for secret in (ann, bo, "x", "")] == [
        "ann", "bo", None, None,
    ]  # fmt: skip
    kept = (folder / "invites.json").read_text()
    assert ann not in kept
    assert invites.holder(invites.listed()[0].digest) is None
    mine = invites.folder_of(invites.listed()[0])
    assert mine == folder / "ann"
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, mine, folder / "invites.json")]
    assert modes == [0o700, 0o700, 0o600]
    with pytest.raises(UsageError, match="revoke ann"):
        invites.make("ann", CLOCK)
    invites.revoke("ann")
    assert (invites.holder(ann), mine.is_dir()) == (None, True)
    again = invites.make("ann", CLOCK)
    assert (invites.holder(ann), invites.holder(again) is None) == (None, False)
    with pytest.raises(NotFoundError):
        invites.revoke("cy")


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../ann", "a/b", "a\\b", "/ann", "Ann", "a b", "a\n", "-a", "é", "a" * 41],
)
def test_a_name_is_one_folder_and_nothing_else(tmp_path: Path, name: str) -> None:
    """Neither made nor, where someone wrote it into the file, believed."""
    invites = Invites(tmp_path)
    with pytest.raises(UsageError):
        invites.make(name, CLOCK)
    invites.make("ann", CLOCK)
    path = tmp_path / "invites.json"
    path.write_text(path.read_text().replace('"ann"', f'"{name}"'))
    with pytest.raises(InviteError):
        invites.listed()


def test_the_commands(home: Path, run: Runner) -> None:
    """The link is printed once, the list has no secret, and a damaged list is reported."""

    def told(*arguments: str) -> str:
        done = run("serve", *arguments)
        return f"{done.code} {done.said}"

    for wrong in ("example.org", "https://me:word@example.org", "https://example.org/#i"):
        refused = told("invite", "ann", "--url", wrong)
        assert refused.startswith("2 ")
        assert "address of a whole server" in refused
        assert "word" not in refused
    assert "Nobody is invited" in told("invites")
    link = told("invite", "ann", "--url", "https://example.org/")
    assert link.startswith("0 https://example.org/i#")
    secret = link.partition("#")[2].split()[0]
    assert "ann\t" in told("invites")
    assert secret not in told("invites")
    assert told("--host", "127.0.0.1", "--url", "example.org").startswith("2 ")
    assert told("revoke", "ann").startswith("0 ")
    assert "Nobody is invited" in told("invites")
    assert "invite NAME" in told("--host", "0.0.0.0")
    (home / "data" / "visitors" / "invites.json").write_text("{")
    assert told("invites").startswith("2 ")
    assert told().startswith("2 ")
