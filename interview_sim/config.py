"""The user's settings: a small TOML file, overridden by the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from interview_sim import files
from interview_sim.errors import InterviewSimError

CONFIG_VERSION = 1
"""The version of the file's format."""

THEME_VARIABLE = "INTERVIEW_SIM_THEME"
"""Names a theme that is used whatever the file says."""

_MAX_BYTES = 100_000

_HEAD = "# Settings of interview-sim. The app rewrites this file when you change one there.\n"


class ConfigError(InterviewSimError):
    """Settings cannot be used; its text names file, key and what to write instead."""

    def __init__(self, text: str, usable: Settings | None = None) -> None:
        super().__init__(text)
        self.usable = usable or Settings()
        """The settings without those that cannot be used."""


_HOST = r"(\[[0-9A-Fa-f:.]+\]|[^\s@?#/:\[\]]+)(:\d+)?"
_ADDRESS = rf"^(https?://{_HOST}(/[^\s@?#]*)?)?$"


class Endpoint(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A model of the user's own, and when it may be asked; in the file the rest of `[judge]`."""

    base_url: Annotated[str, Meta(max_length=500, pattern=_ADDRESS)] = ""
    """Where it is, as `http://localhost:11434/v1`; empty: no model is set up."""
    model: Annotated[str, Meta(max_length=200)] = ""
    key_env: Annotated[str, Meta(max_length=100, pattern=r"^([A-Za-z_][A-Za-z0-9_]*)?$")] = ""
    """The environment variable, or the keyring's entry, that holds the key; empty: none."""
    when: Literal["never", "reveal", "follow-ups"] = "never"
    """`reveal`: a second opinion on every answer, shown once the answer is; `follow-ups`: that, and
    the interviewer's follow-ups in its words; `never`: only when it is asked for by name."""

    @property
    def is_set_up(self) -> bool:
        """Whether there is a model that could be asked."""
        return bool(self.base_url and self.model)

    @property
    def reads_along(self) -> bool:
        """Whether answers go, unasked, to a model that is not on this machine."""
        from interview_sim.loopback import is_loopback_url

        return self.when != "never" and self.is_set_up and not is_loopback_url(self.base_url)


class Settings(Struct, frozen=True, kw_only=True):
    """What a user may set once and for all; a plan or the command line may say otherwise."""

    theme: Annotated[str, Meta(min_length=1, max_length=60)] = "dark"
    """`dark`, `light`, or the name of any theme that the screens know."""
    extra_time: Annotated[float, Meta(ge=1, le=10)] = 1.0
    """By how much every time is stretched, for those who need it."""
    hidden_clock: bool = False
    """Whether the clocks are out of sight until asked for."""
    reduced_motion: bool = False
    """Whether nothing moves but the clock."""
    mouse: bool = True
    """Whether the mouse is used at all; without it the terminal selects text as usual."""
    race: bool = False
    """Whether one's own earlier attempt runs along in an interview, as words and time."""
    judge: Annotated[str, Meta(min_length=1, max_length=60)] = "lexical"
    """The judge that says what answers cover; `lexical` compares words and is always there."""
    judge_seconds: Annotated[float, Meta(gt=0, le=120)] = 8.0
    """How long another judge may take for an answer before the lexical one stands in."""
    endpoint: Endpoint = Endpoint()
    """The judge `llm`, and whatever else asks a model."""
    role: Annotated[str, Meta(max_length=60)] = ""
    """The role that questions are drawn for; empty: any."""
    interview_day: Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""
    """The day of the interview, as 2026-12-12; empty: none is known."""
    keys: dict[str, str] = {}
    """Keys of one's own, by the id of the action; the screens check them."""


def interview_day(settings: Settings, today: date) -> date | None:
    """The day of the interview; None where none is set, it is none, or it is past."""
    try:
        day = date.fromisoformat(settings.interview_day)
    except ValueError:
        return None
    return day if day >= today else None


_TABLE = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")
_RETIRED = frozenset({"plan"})
"""Settings that there once were: files that the app wrote then name them."""
_MAY_HOLD_A_KEY = frozenset({"base_url", "key_env"})
_WORDS = {
    "theme": "a name in quotes, such as 'dark' or 'light'",
    "extra_time": "a number from 1 to 10, such as 1.25",
    "hidden_clock": "true or false",
    "reduced_motion": "true or false",
    "mouse": "true or false",
    "race": "true or false",
    "judge": "the name of a judge in quotes, such as 'lexical'",
    "judge_seconds": "a number of seconds from above 0 to 120, such as 8",
    "base_url": "an address in quotes without a key in it, such as 'http://localhost:11434/v1'",
    "model": "the name of a model in quotes",
    "key_env": "the name of the environment variable that holds the key, never the key itself",
    "when": "'never', 'reveal' or 'follow-ups'",
    "role": "a role in quotes, such as 'data-scientist'",
    "interview_day": "a day in quotes, such as '2026-12-12'",
    "keys": 'a table [keys] with lines such as "interview.flag" = "f6"',
}


def load_settings(path: Path, env: Mapping[str, str]) -> Settings:
    """The settings in effect: from the environment, else the file, else the defaults.

    Raises:
        ConfigError: The file, or some of it, cannot be used; the rest is in `usable`.
    """
    theme = env.get(THEME_VARIABLE, "").strip()[:60]
    try:
        return _themed(read_settings(path), theme)
    except ConfigError as error:
        raise ConfigError(str(error), _themed(error.usable, theme)) from error


def _themed(settings: Settings, theme: str) -> Settings:
    return msgspec.structs.replace(settings, theme=theme) if theme else settings


def read_settings(path: Path) -> Settings:
    """The settings in the file alone; the defaults if there is no file.

    Raises:
        ConfigError: The file, or some of it, cannot be used; the rest is in `usable`.
    """
    text = _read_text(path)
    table = _parsed(path, text)
    version = table.pop("version", CONFIG_VERSION)
    if version != CONFIG_VERSION:
        raise ConfigError(
            f"{path}: version: these settings are of version {version!r}, and this app reads "
            f"version {CONFIG_VERSION}; update the app, or remove the file to start afresh"
        )
    if isinstance(keys := table.get("keys"), dict):
        table["keys"] = _flat(keys)
    judge = table.get("judge")
    endpoint = dict(judge) if isinstance(judge, dict) else {}
    if endpoint:
        table["judge"] = endpoint.pop("name", Settings().judge)
    wrong: list[str] = []
    values = _checked(table, Settings, _Place(path, text), wrong)
    place = _Place(path, text, "judge.")
    values["endpoint"] = Endpoint(**_checked(endpoint, Endpoint, place, wrong))
    if wrong:
        raise ConfigError("\n".join(wrong), Settings(**values))
    return Settings(**values)


class _Place(NamedTuple):
    """A table of the file."""

    path: Path
    text: str
    table: str = ""
    """Its name and a dot; empty: what stands in none."""

    def of(self, key: str) -> str:
        """The file and, where it is plain to see, the line that sets a key."""
        inside = ""
        for number, line in enumerate(self.text.split("\n"), 1):
            if begins := _TABLE.match(line):
                inside = f"{begins[1]}."
            elif inside + line.partition("=")[0].strip(" \t\"'") == self.table + key:
                return f"{self.path}:{number}"
        return str(self.path)


def _checked(
    table: Mapping[str, Any], kind: type[Struct], place: _Place, wrong: list[str]
) -> dict[str, Any]:
    """What of a table can be used; what is wrong with the rest is added to `wrong`."""
    fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
    fields.pop("endpoint", None)  # in the file it is a part of `judge`
    known = ("name", *fields) if place.table else tuple(fields)
    unknown = [key for key in table if key not in fields and key not in _RETIRED]
    wrong += [f"{place.of(key)}: {place.table}{_unknown(key, known)}" for key in unknown]
    values = {}
    for key, allowed in fields.items():
        if key in table:
            try:
                values[key] = msgspec.convert(table[key], allowed)
            except msgspec.ValidationError:
                # A key may have been put where only its name or an address belongs.
                shown = "what is there" if key in _MAY_HOLD_A_KEY else repr(table[key])
                wrong.append(
                    f"{place.of(key)}: {place.table}{key}: {shown} cannot be used; "
                    f"write {_WORDS[key]}"
                )
    return values


def write_settings(path: Path, settings: Settings) -> None:
    """Put the settings into the file, whole or not at all.

    Raises:
        FileError: It cannot be written.
    """
    lines = [_HEAD, f"version = {CONFIG_VERSION}\n"]
    values = msgspec.structs.asdict(settings)
    keys = values.pop("keys")
    endpoint = msgspec.structs.asdict(values.pop("endpoint"))
    judge = {}
    if settings.endpoint != Endpoint():
        judge = {"name": values.pop("judge"), **endpoint}
    lines += [f"{key} = {_toml(value)}\n" for key, value in values.items()]
    if judge:
        lines.append("\n[judge]\n")
        lines += [f"{key} = {_toml(value)}\n" for key, value in judge.items()]
    if keys:
        lines.append("\n[keys]\n")
        lines += [f"{_toml(name)} = {_toml(value)}\n" for name, value in keys.items()]
    files.write_atomic(path, "".join(lines))


def change_settings(path: Path, **changes: str | float | bool | Endpoint) -> Settings:
    """The settings in the file after changing some; what the environment says is not saved.

    Raises:
        ConfigError: The file cannot be used, or a new value is not allowed.
        FileError: It cannot be written.
    """
    changed = {**msgspec.structs.asdict(read_settings(path)), **changes}
    try:
        settings = msgspec.convert(changed, Settings)
    except msgspec.ValidationError as error:
        raise ConfigError(f"the setting cannot be saved: {error}") from error
    write_settings(path, settings)
    return settings


def _read_text(path: Path) -> str:
    """The file's text; empty if there is no file."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConfigError(f"{path}: the settings cannot be read: {error.strerror}") from error
    if len(data) > _MAX_BYTES:
        raise ConfigError(f"{path}: the file is too large for settings; remove it to start afresh")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: the file is not UTF-8 text; save it as UTF-8") from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    """The TOML as a table; the parser is not loaded for nothing."""
    if not text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: this is not TOML: {error}") from error


def _flat(table: dict[str, Any]) -> dict[str, str]:
    """Keys by the ids of actions, whether the ids were quoted or not, as text in any case."""
    flat: dict[str, str] = {}
    for name, value in table.items():
        verbs = value.items() if isinstance(value, dict) else [("", value)]
        for verb, keys in verbs:
            listed = keys if isinstance(keys, list) else [keys]
            flat[f"{name}.{verb}" if verb else name] = ",".join(map(str, listed))
    return flat


def _unknown(key: str, known: tuple[str, ...]) -> str:
    """What to say about a key that no setting has."""
    from difflib import get_close_matches

    meant = get_close_matches(key.lower().replace("-", "_"), known, n=1)
    offer = f"did you mean {meant[0]}?" if meant else f"there are {', '.join(known)}"
    return f"{key[:60]!r} is not a setting; {offer}"


def _toml(value: str | float | bool) -> str:
    """A value as TOML has it; JSON's strings are TOML's, but for the delete character."""
    import json

    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
