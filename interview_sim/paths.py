"""Where everything is kept. Asking creates nothing; every answer comes with its reason."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

APP_NAME = "interview-sim"

TRANSCRIPTS_VARIABLE = "INTERVIEW_SIM_TRANSCRIPTS"
"""Names the folder for transcripts."""

HOME_VARIABLE = "INTERVIEW_SIM_HOME"
"""Names one folder that then holds user data, settings, cache and state."""

VISITOR_VARIABLE = "INTERVIEW_SIM_VISITOR"
"""Names the folder of a visitor, outside of which the app then neither reads nor writes."""


class Origin(StrEnum):
    """Who put a folder or file of banks there."""

    GIVEN = "given"
    WORKSPACE = "workspace"
    USER = "user"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class BankSource:
    """A folder or file to look for banks in."""

    path: Path
    origin: Origin = Origin.GIVEN


_ORIGIN_WORDS = {
    Origin.GIVEN: "named on the command line",
    Origin.WORKSPACE: "the workspace you are in",
    Origin.USER: "your own banks",
    Origin.SHIPPED: "shipped with the app",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of what `doctor` says about where things are."""

    name: str
    path: Path
    why: str


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place the app reads from or writes to. None of them need exist."""

    transcripts: Path
    """Where sessions are written, and looked for first."""
    samples: Path
    """The transcripts that ship with the app."""
    bank_sources: tuple[BankSource, ...]
    """Where banks come from; of two banks with one id, that of the earlier source is used."""
    user_banks: Path
    """Where a bank goes that is the user's and belongs to no workspace."""
    config_file: Path
    cache: Path
    state: Path
    workspace: Path | None
    """The enclosing folder that has both `banks/` and `transcripts/`."""
    reasons: tuple[Reason, ...]
    """Why each place was chosen."""
    is_visitor: bool = False
    """Whether all of it is a visitor's, on the machine of whoever invited them."""

    @property
    def stars(self) -> Path:
        """The questions that the user starred."""
        return self.user_banks.parent / "stars.json"

    @property
    def debriefs(self) -> Path:
        """What the user wrote down after real interviews."""
        return self.user_banks.parent / "debriefs.json"

    @property
    def sample_marks(self) -> Path:
        """How the user marked sample answers."""
        return self.user_banks.parent / "sample-marks.json"

    @property
    def visitors(self) -> Path:
        """Who is invited to this program in a browser, and a folder for each of them."""
        return self.user_banks.parent / "visitors"

    @property
    def resume(self) -> Path:
        """The user's own résumé."""
        return self.user_banks.parent / "resume.json"


def find_paths(
    cwd: Path,
    env: Mapping[str, str],
    *,
    transcripts: Path | None = None,
    banks: Iterable[Path] = (),
) -> Paths:
    """Where everything is, seen from `cwd`; nothing is created.

    Args:
        cwd: The folder that the user is in.
        env: The environment.
        transcripts: A folder for transcripts that the user named.
        banks: Files and folders of banks that the user named.
    """
    data, config, cache, state, why_here = _own_folders(cwd, env)
    is_visitor = bool(env.get(VISITOR_VARIABLE))
    # A visitor's folder may lie in a workspace of the host's.
    workspace = (
        None
        if is_visitor
        else next(
            (
                folder
                for folder in (cwd, *cwd.parents)
                if _is_folder(folder / "banks") and _is_folder(folder / "transcripts")
            ),
            None,
        )
    )
    if transcripts is not None:
        chosen, why = _absolute(cwd, transcripts), "named with --transcripts"
    elif (named := env.get(TRANSCRIPTS_VARIABLE, "")) and not is_visitor:
        chosen, why = _absolute(cwd, Path(named)), f"named by ${TRANSCRIPTS_VARIABLE}"
    elif workspace is not None:
        chosen, why = workspace / "transcripts", _ORIGIN_WORDS[Origin.WORKSPACE]
    else:
        chosen, why = data / "transcripts", why_here
    samples = shipped_folder("transcripts")
    sources = [BankSource(_absolute(cwd, path), Origin.GIVEN) for path in banks]
    if workspace is not None:
        sources.append(BankSource(workspace / "banks", Origin.WORKSPACE))
    sources.append(BankSource(data / "banks", Origin.USER))
    sources.append(BankSource(shipped_folder("banks"), Origin.SHIPPED))
    # Each file or folder once, where it comes first.
    first: dict[str, BankSource] = {}
    for source in sources:
        first.setdefault(os.path.realpath(source.path), source)
    distinct = tuple(first.values())
    reasons = (
        Reason("transcripts", chosen, why),
        *(Reason("banks", source.path, _ORIGIN_WORDS[source.origin]) for source in distinct),
        Reason("sample transcripts", samples, "shipped with the app"),
        Reason("settings", config / "config.toml", why_here),
        Reason("cache", cache, why_here),
        Reason("state", state, why_here),
    )
    return Paths(
        transcripts=chosen,
        samples=samples,
        bank_sources=distinct,
        user_banks=data / "banks",
        config_file=config / "config.toml",
        cache=cache,
        state=state,
        workspace=workspace,
        reasons=reasons,
        is_visitor=is_visitor,
    )


def _own_folders(cwd: Path, env: Mapping[str, str]) -> tuple[Path, Path, Path, Path, str]:
    """The user's folders for data, settings, cache and state, and why these."""
    variable = VISITOR_VARIABLE if env.get(VISITOR_VARIABLE) else HOME_VARIABLE
    named = env.get(variable, "")
    if named:
        home = _absolute(cwd, Path(named))
        why = f"in the folder named by ${variable}"
        return home / "data", home / "config", home / "cache", home / "state", why
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(APP_NAME, appauthor=False)
    return (
        dirs.user_data_path,
        dirs.user_config_path,
        dirs.user_cache_path,
        dirs.user_state_path,
        "this system's place for it",
    )


def shipped_folder(name: str) -> Path:
    """The folder that ships: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "shipped" / name
    return installed if _is_folder(installed) else package.parent / name


def _absolute(cwd: Path, path: Path) -> Path:
    """The path as seen from `cwd`, with `~` written out where a home folder is known."""
    with contextlib.suppress(RuntimeError):  # no home folder is known: the name stands as it is
        path = path.expanduser()
    return cwd / path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
