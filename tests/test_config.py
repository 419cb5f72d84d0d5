"""The user's settings."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.config import (
    ConfigError,
    Endpoint,
    Settings,
    change_settings,
    load_settings,
    read_settings,
    write_settings,
)
from interview_sim.files import FileError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the settings would be."""
    return tmp_path / "config" / "config.toml"


def put(path: Path, content: str | bytes) -> Path:
    """Write a settings file by hand."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    """Nothing need be set, and reading creates nothing."""
    assert load_settings(path, {}) == Settings()
    assert not path.parent.exists()


def test_the_file_is_read_and_the_environment_wins(path: Path) -> None:
    """The theme comes from the environment, else from the file, else from the defaults."""
    put(path, "theme = 'light'\nextra_time = 2\nhidden_clock = true\n")
    assert read_settings(path) == Settings(theme="light", extra_time=2.0, hidden_clock=True)
    assert load_settings(path, {"INTERVIEW_SIM_THEME": "nord"}).theme == "nord"
    assert load_settings(path, {"INTERVIEW_SIM_THEME": " "}).theme == "light"
    assert load_settings(path, {"INTERVIEW_SIM_THEME": "nord"}).extra_time == 2.0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("thme = 'dark'", ":1: 'thme' is not a setting; did you mean theme?"),
        (
            "\n'zzz' = 1",
            (
                ":2: 'zzz' is not a setting; there are theme, extra_time, hidden_clock, "
                "reduced_motion, mouse, race, judge, judge_seconds, role, interview_day, keys"
            ),
        ),
        (
            "extra_time = 0.5",
            ":1: extra_time: 0.5 cannot be used; write a number from 1 to 10, such as 1.25",
        ),
        (
            "extra_time = nan",
            ":1: extra_time: nan cannot be used; write a number from 1 to 10, such as 1.25",
        ),
        (
            "theme = ''",
            ":1: theme: '' cannot be used; write a name in quotes, such as 'dark' or 'light'",
        ),
        ("mouse = 'yes'", ":1: mouse: 'yes' cannot be used; write true or false"),
        (
            "version = 2",
            (
                ": version: these settings are of version 2, and this app reads version 1; "
                "update the app, or remove the file to start afresh"
            ),
        ),
        (
            "theme = dark",
            ": this is not TOML: Invalid value (at line 1, column 9)",
        ),
        (b"theme = '\xff'", ": the file is not UTF-8 text; save it as UTF-8"),
        (b"#" * 200_000, ": the file is too large for settings; remove it to start afresh"),
    ],
)
def test_what_cannot_be_used_is_told_with_file_and_key(
    path: Path, content: str | bytes, sentence: str
) -> None:
    """Each mistake says where it is and what to write instead."""
    with pytest.raises(ConfigError) as caught:
        read_settings(put(path, content))
    assert str(caught.value) == f"{path}{sentence}"


def test_a_file_with_settings_of_old_is_read(path: Path) -> None:
    """What an earlier app wrote keeps its values; a key that is no more is dropped on saving."""
    old = 'version = 1\ntheme = "light"\nextra_time = 1.5\nplan = ""\nrole = ""\n'
    assert read_settings(put(path, old)) == Settings(theme="light", extra_time=1.5)
    change_settings(path, mouse=False)
    assert read_settings(path) == Settings(theme="light", extra_time=1.5, mouse=False)
    assert "plan" not in path.read_text()


def test_all_mistakes_are_told_at_once(path: Path) -> None:
    """One line for each, and what can be used is."""
    faulty = "mouse = 3\nthmee = 'x'\nextra_time = 1.5\nrole = 'mlops'\n[keys]\nhome.quick = 'f6'\n"
    with pytest.raises(ConfigError) as caught:
        load_settings(put(path, faulty), {"INTERVIEW_SIM_THEME": "nord"})
    assert len(str(caught.value).splitlines()) == 2
    assert caught.value.usable == Settings(
        theme="nord", extra_time=1.5, role="mlops", keys={"home.quick": "f6"}
    )
    with pytest.raises(ConfigError):
        change_settings(path, race=True)
    assert path.read_text() == faulty


def test_hostile_nesting_is_told(path: Path) -> None:
    """A file that nests without end is refused like any other that is not TOML."""
    with pytest.raises(ConfigError):
        read_settings(put(path, "a = " + "[" * 40_000))


def test_a_folder_in_the_way_is_told(path: Path) -> None:
    """What cannot be read is a sentence, not a traceback."""
    path.mkdir(parents=True)
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        read_settings(path)


def test_changes_are_saved_without_what_the_environment_said(path: Path) -> None:
    """Changing one setting keeps the others as they are in the file."""
    put(path, "theme = 'light'\n")
    assert load_settings(path, {"INTERVIEW_SIM_THEME": "nord"}).theme == "nord"
    assert change_settings(path, role="mlops") == Settings(theme="light", role="mlops")
    assert read_settings(path) == Settings(theme="light", role="mlops")


@pytest.mark.parametrize("changes", [{"extra_time": 0.1}, {"theme": ""}, {"mouse": "no"}])
def test_a_value_that_is_not_allowed_is_not_saved(path: Path, changes: dict[str, float]) -> None:
    """The file stays as it was."""
    put(path, "theme = 'light'\n")
    with pytest.raises(ConfigError, match="cannot be saved"):
        change_settings(path, **changes)
    assert path.read_text() == "theme = 'light'\n"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Saving where a file stands in the way fails with a sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cannot make the folder"):
        write_settings(tmp_path / "file" / "config.toml", Settings())


MODEL = """
judge_seconds = 20
[judge]
name = "llm"
base_url = "http://localhost:11434/v1"
model = "tiny"
key_env = "MY_KEY"
when = "reveal"
"""


def test_a_model_of_ones_own_stands_in_the_table_of_the_judge(path: Path) -> None:
    """The judge is then its `name`; a change of something else keeps the table."""
    endpoint = Endpoint(
        base_url="http://localhost:11434/v1", model="tiny", key_env="MY_KEY", when="reveal"
    )
    put(path, MODEL)
    assert read_settings(path) == Settings(judge="llm", judge_seconds=20, endpoint=endpoint)
    change_settings(path, theme="light", endpoint=Endpoint(when="follow-ups"))
    again = read_settings(path)
    assert (again.judge, again.theme, again.endpoint.when) == ("llm", "light", "follow-ups")
    change_settings(path, endpoint=Endpoint())
    assert 'judge = "llm"\n' in path.read_text()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("key_env = 'sk-secret'", "judge.key_env: what is there cannot be used; write the name of"),
        ("base_url = 'http://me:sk-secret@host/v1'", "judge.base_url: what is there cannot be"),
        ("base_url = 'https://host/v1?key=sk-secret'", "judge.base_url: what is there cannot be"),
        ("base_url = 'http://[::1/v1'", "judge.base_url: what is there cannot be"),
        ("base_url = 'http://localhost:port/v1'", "judge.base_url: what is there cannot be"),
        (
            "api_key = 'sk-secret'",
            ":3: judge.'api_key' is not a setting; there are name, base_url, model, key_env, when",
        ),
        ("modle = 'x'", ":3: judge.'modle' is not a setting; did you mean model?"),
        ("base-url = 'x'", ":3: judge.'base-url' is not a setting; did you mean base_url?"),
        ("nmae = 'x'\n[keys]\nnmae = 'f6'", ":3: judge.'nmae' is not a setting; did you mean name"),
        ("when = 'always'", "judge.when: 'always' cannot be used; write 'never', 'reveal' or"),
    ],
)
def test_a_key_in_the_table_of_the_judge_is_refused_and_not_repeated(
    path: Path, line: str, sentence: str
) -> None:
    """The rest of the table is used."""
    put(path, f"[judge]\nmodel = 'tiny'\n{line}\n")
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    assert sentence in str(caught.value)
    assert "sk-secret" not in str(caught.value)
    assert caught.value.usable.endpoint.model == "tiny"


TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=9)


def test_keys_are_read_however_they_are_written(path: Path) -> None:
    """Ids in quotes or not; one key, several, or a number: all come to text, and stay."""
    put(
        path,
        "theme = 'light'\n[keys]\n'interview.flag' = 'f6'\nreveal.undo = ['z', 8]\nhome.quick = 6",
    )
    keys = {"interview.flag": "f6", "reveal.undo": "z,8", "home.quick": "6"}
    assert read_settings(path).keys == keys
    change_settings(path, theme="dark")
    assert read_settings(path) == Settings(keys=keys)
    with pytest.raises(ConfigError, match="keys: 'x' cannot be used; write a table"):
        read_settings(put(path, "keys = 'x'"))


@given(
    st.builds(
        Settings,
        theme=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60),
        extra_time=st.floats(1, 10),
        hidden_clock=st.booleans(),
        keys=st.dictionaries(TEXT, TEXT, max_size=3),
        role=st.text(st.characters(exclude_categories=("Cs",)), max_size=60),
        endpoint=st.builds(Endpoint, model=TEXT),
    )
)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, made: Settings
) -> None:
    """Whatever stands in a text setting, the file is valid TOML and says the same."""
    path = tmp_path_factory.getbasetemp() / "config.toml"
    write_settings(path, made)
    assert tomllib.loads(path.read_bytes().decode())["version"] == 1
    assert read_settings(path) == made
