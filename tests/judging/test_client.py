"""Asking a model: every way in which an endpoint can misbehave ends in data or in one clause."""

from __future__ import annotations

import gzip
import json
import sys
import threading
from collections.abc import Callable

import pytest
from endpoint_kit import KEY, Act, Call, serving

from interview_sim.config import Endpoint
from interview_sim.errors import UsageError
from interview_sim.judging.llm.client import (
    LATE,
    NONSENSE,
    RUNGS,
    Client,
    ModelError,
    Reply,
)
from interview_sim.judging.llm.keys import find_key
from interview_sim.loopback import is_loopback_url

SHAPE = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}


def ask(act: Act, key: str = KEY) -> tuple[Reply, list[str]]:
    """The reply of such an endpoint, and the rungs that were tried."""
    with serving(act) as server:
        return Client(server.endpoint, key, seconds=20).ask("How many?", SHAPE), server.forms


def takes(*forms: str) -> Act:
    """An endpoint that knows only these kinds of request."""

    def act(call: Call) -> None:
        if call.form in forms:
            call.say({"n": 3})
        else:
            call.refuse(400, f"{call.form} is not supported")

    return act


@pytest.mark.parametrize(
    ("forms", "rung"),
    [(("json_schema", "json_object"), "schema"), (("json_object",), "object"), (("text",), "text")],
)
def test_an_endpoint_is_asked_as_it_can_be_and_that_is_remembered(
    forms: tuple[str, ...], rung: str
) -> None:
    """DeepSeek has no `json_schema`, LM Studio no `json_object`: the next rung is tried, once."""
    with serving(takes(*forms)) as server:
        first = Client(server.endpoint, seconds=20).ask("How many?", SHAPE)
        tried = len(server.calls)
        again = Client(server.endpoint, seconds=20).ask("How many?", SHAPE)
    assert (first.data, first.rung, first.tokens_in, first.tokens_out) == ({"n": 3}, rung, 120, 34)
    assert (again.rung, len(server.calls)) == (rung, tried + 1)
    assert tried == RUNGS.index(rung) + 1
    told = [json.dumps(SHAPE) in call.prompt for call in server.calls[:tried]]
    assert told == [False, True, True][:tried], "below the first rung the prompt has the schema"


def test_an_endpoint_that_fails_is_not_asked_over_and_over() -> None:
    """All rungs are tried once; then a call is one request, until one of them works again."""

    def act(call: Call) -> None:
        if is_up and call.form != "json_schema":
            call.say({"n": 3})
        else:
            call.refuse(500)

    def requests(client: Client, *, fails: bool) -> list[str]:
        before = len(server.calls)
        if fails:
            with pytest.raises(ModelError, match=r"\(500\)"):
                client.ask("How many?", SHAPE)
        else:
            client.ask("How many?", SHAPE)
        return server.forms[before:]

    is_up = False
    with serving(act) as server:
        client = Client(server.endpoint, seconds=20)
        assert requests(client, fails=True) == ["json_schema", "json_object", "text"]
        assert requests(client, fails=True) == ["json_schema"]
        is_up = True
        assert requests(client, fails=False) == ["json_object"]
        assert requests(client, fails=False) == ["json_object"]
        is_up = False
        assert requests(client, fails=True) == ["json_object"], "what worked was not the matter"
        is_up = True
        assert requests(client, fails=False) == ["json_schema", "json_object"]


def test_one_answer_that_is_nonsense_changes_nothing() -> None:
    """The endpoint took the question: it is asked in the same way again, whatever the schema."""
    said = iter(({"n": 3}, "no", {"n": 3}, {"n": 4}, "no", {"n": 3}))
    with serving(lambda call: call.say(next(said))) as server:
        client = Client(server.endpoint, seconds=20)
        client.ask("How many?", SHAPE)
        with pytest.raises(ModelError, match=NONSENSE):
            client.ask("How many?", SHAPE)
        assert client.ask("How many?", SHAPE).rung == "schema"
        with pytest.raises(ModelError, match=NONSENSE):
            client.ask("How many?", {**SHAPE, "required": ["k"]})
        assert len(server.calls) == 4, "of one kind, only the first call tries the others"
        assert client.ask("How many?", SHAPE, system="You are another.").rung == "object"


@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"n": 3}\n```',
        '<think>Is {"n": 9} right? No.</think>\n{"n": 3}',
        'Certainly! Here it is: {"n": 3}. Good luck!',
        '<think>hm</think> Sure:\n```\n{"n": 3}\n```\nDone.',
        'Sure: ```json \r\n\n{"n": 3}``` But {"n": 4',
        pytest.param('{"n": 3} ```' + "\n" * 400_000, id="blank lines"),
    ],
)
def test_fences_thinking_and_small_talk_are_set_aside(text: str) -> None:
    """Whatever was asked for, some models wrap it."""
    assert ask(lambda call: call.say(text))[0].data == {"n": 3}


@pytest.mark.parametrize(
    "text",
    ["", "I cannot do that.", "[1, 2]", '{"m": 3}', '{"n": 3', "<think>{", "[" * 100_000, "null"],
)
def test_nonsense_is_an_error_after_the_last_rung(text: str) -> None:
    """And so is what lacks something that the schema requires."""
    with pytest.raises(ModelError, match=NONSENSE):
        ask(lambda call: call.say(text))


def half(call: Call) -> None:
    """Half an answer, and then nothing."""
    call.send(b'{"choices": [{"mess', Content_Length="5000")
    call._handler.close_connection = True


def packed(call: Call) -> None:
    """Little to send, and much to unpack."""
    call.send(gzip.compress(b" " * 10_000_000), Content_Encoding="gzip")


def elsewhere(call: Call) -> None:
    """The way to another machine."""
    call.send(b"", 307, Location="http://192.0.2.1/v1/chat/completions")


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda call: call.refuse(401), "the endpoint refused the key (401)"),
        (lambda call: call.refuse(403), "the endpoint refused the key (403)"),
        (lambda call: call.refuse(404), "the endpoint does not know that model or address (404)"),
        (lambda call: call.refuse(429), "the endpoint has had too many requests (429)"),
        (lambda call: call.refuse(500), "the endpoint answered with an error (500)"),
        (lambda call: call.refuse(503), "the endpoint answered with an error (503)"),
        (elsewhere, "the endpoint answered with an error (307)"),
        (half, "the connection to the endpoint was lost or could not be made"),
        (lambda call: call.send(b" " * 1_000_001), "the endpoint sent far too much"),
        (lambda call: call.send(b"x" * 1_000_001, 401), "the endpoint sent far too much"),
        (packed, "the endpoint packed its answer"),
        (lambda call: call.send(b"\xff\x00 not json"), NONSENSE),
        (lambda call: call.send(b'{"choices": [{"message": 7}]}'), NONSENSE),
    ],
)
def test_what_goes_wrong_is_one_clause_of_ours(act: Act, why: str) -> None:
    """Nothing of what the endpoint says is repeated: its errors may hold the key."""
    with pytest.raises(ModelError) as caught:
        ask(act)
    assert str(caught.value) == why
    assert caught.value.__cause__ is None


def test_an_endpoint_that_is_not_there_is_an_error() -> None:
    """As when the local server has not been started."""
    with serving(lambda call: call.say("")) as server:
        pass
    with pytest.raises(ModelError, match="could not be made"):
        Client(server.endpoint, seconds=20).ask("How many?", SHAPE)


@pytest.mark.parametrize("url", ["http://[::1/v1", "http://localhost:port/v1"])
def test_an_address_that_is_none_is_an_error(url: str) -> None:
    """A typing mistake ends no program."""
    with pytest.raises(ModelError, match="address cannot be read"):
        Client(Endpoint(base_url=url, model="tiny")).ask("How many?", SHAPE)


@pytest.mark.parametrize("drips", [False, True])
def test_a_call_has_a_deadline_whatever_the_endpoint_does(*, drips: bool) -> None:
    """One that says nothing is late, and so is one that goes on saying a little."""
    over = threading.Event()

    def act(call: Call) -> None:
        call.send(b"{", Content_Length="5000")
        while not over.wait(0.01 if drips else 30):
            call._handler.wfile.write(b" ")

    with serving(act) as server:
        with pytest.raises(ModelError, match=LATE):
            Client(server.endpoint, seconds=0.3).ask("How many?", SHAPE)
        over.set()


def test_the_key_is_shown_to_the_endpoint_and_to_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An endpoint that sends it back does not get it into the data; nor is another's key sent."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-another")
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:1")

    def act(call: Call) -> None:
        seen.append(call.headers)
        call.say({"n": f"it is {KEY}", KEY: [KEY, "\ud800"]})

    seen: list[dict[str, str]] = []
    reply = ask(act)[0]
    assert reply.data == {"n": "it is …", "…": ["…", "?"]}
    assert seen[-1]["Authorization"] == f"Bearer {KEY}"
    ask(act, key="")
    assert "of-another" not in str(seen)


def test_models_are_listed() -> None:
    """Those with a name, and no more than anyone reads."""
    listed = [{"id": "a"}, {"id": 3}, 7, {"id": f"b {KEY}"}, *({"id": "c"} for _ in range(999))]
    with serving(lambda call: call.send(json.dumps({"data": listed}).encode())) as server:
        found = Client(Endpoint(base_url=server.endpoint.base_url), KEY).models()
    assert (found[:3], len(found)) == (("a", "b …", "c"), 200)


@pytest.mark.parametrize(
    ("url", "stays"),
    [
        ("http://localhost:1/v1", True),
        ("http://127.8.0.1/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://localhost.example.com/v1", False),
        ("https://127.0.0.1.example.com/v1", False),
        ("http://192.168.1.2:11434/v1", False),
        ("http://[::1/v1", False),
    ],
)
def test_what_stays_on_this_machine_is_known(url: str, *, stays: bool) -> None:
    """Only what is loopback by its address, or by the one name that is."""
    assert is_loopback_url(url) is stays
    assert Endpoint(base_url=url, model="m", when="reveal").reads_along is (not stays)
    assert not Endpoint(base_url=url, model="m").reads_along
    assert not Endpoint(base_url=url, when="reveal").reads_along, "there is no model to ask"


def test_without_an_endpoint_or_the_package_the_remedy_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Everything here is an extra."""
    with pytest.raises(UsageError, match="interview-sim judge setup"):
        Client(Endpoint()).ask("How many?", SHAPE)
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(UsageError, match=r"interview-sim\[llm\]"):
        Client(Endpoint(base_url="http://localhost:1/v1", model="m")).ask("How many?", SHAPE)


class Ring:
    """A keyring."""

    def __init__(self, read: Callable[[str, str], str | None]) -> None:
        self.get_password = read


def test_a_key_comes_from_the_environment_else_from_the_keyring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By the name in the settings; without a name none is looked for."""
    endpoint = Endpoint(key_env="MY_KEY")
    kept = {("interview-sim", "MY_KEY"): "from-ring"}
    monkeypatch.setitem(sys.modules, "keyring", Ring(lambda *place: kept.get(place)))  # type: ignore[arg-type]
    assert find_key(endpoint, {"MY_KEY": " from-env "}) == "from-env"
    assert find_key(endpoint, {}) == "from-ring"
    assert find_key(Endpoint(), {"": "x"}) == ""

    def locked(*_place: str) -> str:
        raise RuntimeError("locked")

    monkeypatch.setitem(sys.modules, "keyring", Ring(locked))
    assert find_key(endpoint, {}) == ""
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert find_key(endpoint, {}) == ""
