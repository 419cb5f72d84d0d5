"""`judge setup`: what it finds, what it says before anything is written, and what it writes."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from cli_kit import Runner
from endpoint_kit import KEY, Call, Server, serving, verdicts

from interview_sim.config import Endpoint, Settings, change_settings, read_settings
from interview_sim.judging.llm import trial
from interview_sim.judging.llm.client import client_for
from interview_sim.judging.llm.judge import ModelJudge
from interview_sim.paths import find_paths


def knows(call: Call) -> None:
    """A server with two models of which one judges well."""
    if call.path.endswith("/models"):
        call.send(json.dumps({"data": [{"id": "tiny"}, {"id": "\x1b[31mbig"}]}).encode())
        return
    call.say(verdicts(("covered", 1), ("covered", 2), ("opposite", 3), ("covered", 1)))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The only one on this machine; on one more usual port nothing answers."""
    with serving(knows) as here:
        usual = (("Nobody", "http://127.0.0.1:9/v1"), ("Ours", here.endpoint.base_url))
        monkeypatch.setattr(trial, "USUAL", usual)
        yield here


@pytest.fixture
def run(run: Runner):
    """Runs the command with what is typed."""

    def once(*arguments: str, typed: str = "") -> tuple[int, str]:
        ended = run("judge", "setup", *arguments, typed=typed)
        return ended.code, ended.said

    return once


def config() -> Path:
    """Where the settings are."""
    return find_paths(Path.cwd(), os.environ).config_file


def test_a_local_model_is_found_tried_and_set_up(run, server) -> None:
    """The models are listed, the known answer is shown, and nothing is written without a yes."""
    code, said = run("--when", "reveal", typed="1\nn\n")
    assert code == 0
    assert "\x1b" not in said
    assert "␛[31mbig" in said
    host = re.escape(server.endpoint.base_url.split("/")[2])
    assert re.search(f"To: {host}, on this machine", said)
    assert "3 of 4 verdicts as expected" in said
    assert "154 tokens (120 in, 34 out)" in said
    assert "each time you submit an answer, in the background" in said
    assert "Nothing was written." in said
    assert read_settings(config()).endpoint == Endpoint()

    code, said = run("--model", "tiny", typed="y\n")
    assert (code, "`judge setup --when reveal`" in said) == (0, True)
    kept = read_settings(config())
    assert (kept.endpoint, kept.judge) == (server.endpoint, "lexical")

    _, said = run("--model", "tiny", "--when", "follow-ups", "--yes")
    assert "waits up to 6 seconds for that, with the clocks stopped" in said
    assert read_settings(config()).endpoint.when == "follow-ups"


def test_a_key_is_named_and_never_shown_or_kept(run, server, monkeypatch) -> None:
    """An address with one in it is refused, and so is the key where its name belongs."""
    monkeypatch.setenv("MY_KEY", KEY)
    url = server.endpoint.base_url
    code, said = run("--url", url, "--model", "tiny", "--key-env", "MY_KEY", "--yes")
    assert (code, "Key: from $MY_KEY" in said, KEY in said) == (0, True, False)
    assert server.calls[-1].headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in config().read_text()
    for wrong in (("--key-env", KEY), ("--url", f"http://me:{KEY}@127.0.0.1/v1")):
        code, said = run(*wrong)
        assert (code, KEY in said) == (2, False)
        assert "never the key itself" in said


def _hurried(judge: ModelJudge, endpoint: Endpoint, env: Mapping[str, str]) -> None:
    judge.client = client_for(endpoint, env, seconds=0.1)


def test_what_cannot_be_used_is_said_and_not_written(run, monkeypatch) -> None:
    """No server, no such model, a model that says nothing of use."""
    monkeypatch.setattr(trial, "USUAL", (("Nobody", "http://127.0.0.1:9/v1"),))
    code, said = run()
    assert (code, "No server with a model answers on this machine" in said) == (2, True)
    with serving(lambda call: call.say("Certainly!")) as odd:
        code, said = run("--url", odd.endpoint.base_url, "--model", "tiny", "--yes")
    assert (code, "It cannot be used: the model did not answer as asked." in said) == (2, True)
    gate = threading.Event()
    with (
        serving(lambda call: gate.wait(30) and call.say("late")) as slow,
        monkeypatch.context() as it,
    ):
        it.setattr(ModelJudge, "set_up", _hurried)
        code, said = run("--url", slow.endpoint.base_url, "--model", "tiny", "--yes")
        gate.set()
    assert (code, "not answer in time. It had 0 seconds; a smaller one may" in said) == (2, True)
    with serving(knows) as here:
        monkeypatch.setattr(trial, "USUAL", (("Ours", here.endpoint.base_url),))
        code, said = run("--model", "huge")
    assert (code, "There is no such model" in said) == (2, True)
    assert read_settings(config()).endpoint == Endpoint()


def test_running_it_again_begins_with_what_is_set(run, server, monkeypatch) -> None:
    """Endpoint, model, key and time are offered as they are; a key goes to no other endpoint."""
    monkeypatch.setenv("MY_KEY", KEY)
    named = ("--url", server.endpoint.base_url, "--key-env", "MY_KEY")
    run(*named, "--model", "\x1b[31mbig", "--when", "reveal", "--yes")
    known = read_settings(config()).endpoint
    assert (known.key_env, known.when) == ("MY_KEY", "reveal")
    with serving(knows) as other:
        monkeypatch.setattr(trial, "USUAL", (("Other", other.endpoint.base_url),))
        code, said = run(typed="\ny\n")
        assert (code, "Which model? [2]" in said) == (0, True)
        assert read_settings(config()).endpoint == known
        assert server.calls[-1].headers["Authorization"] == f"Bearer {KEY}"
        assert KEY not in str([call.headers for call in other.calls])

        run("--model", "tiny", "--when", "follow-ups", typed="1\ny\n")
        now = read_settings(config()).endpoint
        assert (now.model, now.key_env, now.when) == ("tiny", "MY_KEY", "follow-ups")
        run("--model", "tiny", typed="2\ny\n")
        moved = read_settings(config()).endpoint
        assert (moved.base_url, moved.key_env) == (other.endpoint.base_url, "")
        assert KEY not in str([call.headers for call in other.calls])
    monkeypatch.setattr(trial, "USUAL", (("Ours", server.endpoint.base_url),))
    assert run("--model", "tiny", "--yes")[0] != 0, "another is not taken without a word"
    assert read_settings(config()).endpoint == moved
    monkeypatch.setattr(trial, "USUAL", ())
    code, said = run()
    assert (code, f"{moved.base_url}, which is set, cannot be used: the conn" in said) == (2, True)
    assert "No server with a model answers" in said


def test_it_can_be_turned_off_whether_it_answers_or_not(run, server) -> None:
    """For all that is not asked for, or altogether."""
    run("--model", "tiny", "--when", "follow-ups", "--yes")
    asked = len(server.calls)
    assert "tiny is asked only when you ask for it" in run("--when", "never")[1]
    assert read_settings(config()).endpoint == server.endpoint
    change_settings(config(), judge="llm", theme="light")
    assert "tiny at http://127.0.0.1" in run("--off")[1]
    assert read_settings(config()) == Settings(theme="light")
    assert "No model was set up" in run("--off")[1]
    assert len(server.calls) == asked


def test_what_leaves_this_machine_is_said_plainly() -> None:
    """Before it is agreed to."""
    far = Endpoint(base_url="http://llm.example.com/v1", model="m", key_env="K")
    said = " ".join(trial.what_is_sent(far, has_key=False))
    assert "llm.example.com. It leaves this machine" in said
    assert "not encrypted" in said
    assert "there is none yet" in said
    assert "only when you ask" in said
