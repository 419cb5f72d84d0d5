"""Asks a model for data: `Client.ask(prompt, schema)`, whatever the endpoint can and cannot do.

Endpoints differ in how they are told what to answer with, so there is a ladder: a JSON schema; a
JSON object, with the schema in the prompt; text, with the schema in the prompt. Only the first call
may try all of it: what an endpoint takes is remembered, and so is that it took nothing. Nothing
that one sends is believed: its size and time are limited, redirects are not followed, and no word
of its errors is repeated, since one may hold the key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import TimeoutError as LateError
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from msgspec import Struct

from interview_sim.config import Endpoint
from interview_sim.errors import InterviewSimError, UsageError
from interview_sim.judging.background import in_background
from interview_sim.judging.llm.keys import find_key, hidden
from interview_sim.loopback import is_loopback_url

if TYPE_CHECKING:
    import httpx
    from openai import OpenAI

T = TypeVar("T")

CALL_SECONDS: Final = 120.0
"""How long a call may take, over all rungs of the ladder: without a graphics card one is slow."""

REMEDY = (
    "The model needs the openai package. Install it with: "
    "pip install 'interview-sim[llm]' (in a checkout: uv sync --extra llm)."
)
NO_ENDPOINT = "No model is set up. Run: interview-sim judge setup."
LATE = "the model did not answer in time"
NO_CONNECTION = "the connection to the endpoint was lost or could not be made"
NO_ADDRESS = "the endpoint's address cannot be read"
NO_NETWORK = "nothing may be sent from here"
NONSENSE = "the model did not answer as asked"

SCHEMA, OBJECT, TEXT = "schema", "object", "text"
RUNGS: Final = (SCHEMA, OBJECT, TEXT)
"""How an endpoint can be told what to answer with, the strictest first."""

_MOST_BYTES = 1_000_000
"""What an endpoint may send in one answer."""
_MOST_MODELS = 200
_LONGEST_NAME = 200
_MOST_TOKENS = 10**9
"""No call takes so many: what counts more does not count."""
_NOT_TAKEN = frozenset({400, 415, 422, 500, 501})
"""What endpoints say to a kind of request that they do not know; 500 is llama.cpp's word for a
schema that it makes no grammar of."""
_REASONS = {
    401: "the endpoint refused the key (401)",
    403: "the endpoint refused the key (403)",
    404: "the endpoint does not know that model or address (404)",
    413: "the answer is too long for the model (413)",
    429: "the endpoint has had too many requests (429)",
}
_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```\w*[^\S\n]*\n(.*?)```", re.DOTALL)
"""One line break may end the first line, and no other: else blank lines take their square."""


class _Known(NamedTuple):
    """The one rung that is to be tried."""

    rung: str
    has_worked: bool


known_rungs: Final[dict[tuple[str, str, str], _Known]] = {}
"""By address, model and what that is told before: schemas of one kind may differ in each call."""
_knowing = Lock()


def object_schema(**properties: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of an object with exactly these properties, as every endpoint takes it."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


class ModelError(InterviewSimError):
    """A model gave nothing that can be used; the text is one clause and ours alone."""


class Reply(Struct, frozen=True, kw_only=True):
    """What a model answered."""

    data: dict[str, Any]
    """A JSON object that has what the schema requires at its top; nothing else is checked."""
    rung: str
    """How the endpoint was told what to answer with: one of `RUNGS`."""
    tokens_in: int = 0
    tokens_out: int = 0
    """As the endpoint counts them; 0 where it does not say."""


class Client:
    """One endpoint.

    Args:
        endpoint: Where it is, and which model.
        key: What it wants to be shown, if anything; see `keys.find_key`.
        seconds: How long a call may take.
    """

    def __init__(self, endpoint: Endpoint, key: str = "", *, seconds: float = CALL_SECONDS) -> None:
        self.endpoint = endpoint
        self._key = key
        self.seconds = seconds
        """How long a call may take."""
        self.tokens_in = self.tokens_out = 0
        """What all calls took, as the endpoint counts."""

    def ask(self, prompt: str, schema: Mapping[str, Any], *, system: str = "") -> Reply:
        """Have the model answer with an object of this JSON schema.

        Args:
            prompt: What is asked. Text that is not ours belongs between random marks, as data.
            schema: Of an object. It is told the model; hold what comes back against your own needs.
            system: What the model is told before.

        Raises:
            ModelError: It did not answer, or not with such an object.
            UsageError: No endpoint is set, or the package is not installed.
        """
        if not self.endpoint.is_set_up:
            raise UsageError(NO_ENDPOINT)
        reply = self._in_time(lambda openai: self._climb_down(openai, prompt, schema, system))
        self.tokens_in += reply.tokens_in
        self.tokens_out += reply.tokens_out
        return reply

    def models(self) -> tuple[str, ...]:
        """The names of the models that the endpoint has.

        Raises:
            ModelError: It did not answer.
            UsageError: No endpoint is set, or the package is not installed.
        """
        body = self._in_time(
            lambda openai: _sent(
                lambda: openai.models.with_raw_response.list().http_response.content
            )
        )
        listed = _parsed(body).get("data")
        each = listed if isinstance(listed, list) else ()
        names = [one.get("id") for one in each if isinstance(one, dict)]
        found = [name for name in names if isinstance(name, str) and name]
        return tuple(_without(name, self._key)[:_LONGEST_NAME] for name in found[:_MOST_MODELS])

    # Calls

    def _climb_down(
        self, openai: OpenAI, prompt: str, schema: Mapping[str, Any], system: str
    ) -> Reply:
        """Try one rung after the other, or the one that is known."""
        place = self.endpoint.base_url, self.endpoint.model, system
        with _knowing:
            known = known_rungs.get(place)
        why = ""
        for rung in (known.rung,) if known else RUNGS:
            try:
                reply = self._on_rung(openai, rung, prompt, schema, system)
            except _NotTakenError as error:
                why = str(error)
                continue
            with _knowing:
                known_rungs[place] = _Known(rung, has_worked=True)
            return reply
        with _knowing:
            if known is None or not known.has_worked:
                # The next call tries one, and the one after it another.
                at = 0 if known is None else RUNGS.index(known.rung) + 1
                known_rungs[place] = _Known(RUNGS[at % len(RUNGS)], has_worked=False)
            elif why != NONSENSE:
                known_rungs.pop(place, None)
        raise ModelError(why)

    def _on_rung(
        self, openai: OpenAI, rung: str, prompt: str, schema: Mapping[str, Any], system: str
    ) -> Reply:
        asked = prompt
        more: dict[str, Any] = {}
        if rung == SCHEMA:
            form = {"name": "answer", "schema": schema, "strict": True}
            more["response_format"] = {"type": "json_schema", "json_schema": form}
        else:
            told = json.dumps(schema, ensure_ascii=False)
            asked += f"\n\nReply with one JSON object and nothing else. Its JSON schema:\n{told}"
        if rung == OBJECT:
            more["response_format"] = {"type": "json_object"}
        if rung != TEXT:
            # Some models refuse to be told; the last rung leaves everything to them.
            more["temperature"] = 0
        messages: list[Any] = [{"role": "system", "content": system}] if system else []
        messages.append({"role": "user", "content": asked})
        body = _sent(
            lambda: (
                openai.chat.completions.with_raw_response.create(
                    model=self.endpoint.model, messages=messages, **more
                ).http_response.content
            )
        )
        answer = _parsed(body)
        data = _object_in(_content(answer))
        if data is None or any(name not in data for name in schema.get("required", ())):
            raise _NotTakenError(NONSENSE)
        usage = answer.get("usage")
        return Reply(
            data=_without(data, self._key),
            rung=rung,
            tokens_in=_count(usage, "prompt_tokens"),
            tokens_out=_count(usage, "completion_tokens"),
        )

    def _in_time(self, work: Callable[[OpenAI], T]) -> T:
        """Do it in another thread: one that drips a byte a second is late all the same."""
        openai = self._openai()
        done = in_background(lambda: work(openai))
        try:
            return done.result(self.seconds)
        except LateError:
            raise ModelError(LATE) from None
        except RecursionError:
            raise ModelError(NONSENSE) from None
        finally:
            # Nobody is to go on working for an answer that is not read any more.
            in_background(openai.close)

    def _openai(self) -> OpenAI:
        """A client for one call: hanging up on that one must not disturb others."""
        if not self.endpoint.base_url:
            raise UsageError(NO_ENDPOINT)
        openai = _package()
        import httpx

        try:
            return self._made(openai)
        except (httpx.InvalidURL, ValueError):
            raise ModelError(NO_ADDRESS) from None

    def _made(self, openai: Any) -> OpenAI:
        organisation: Any = openai.Omit()
        made: OpenAI = openai.OpenAI(
            base_url=self.endpoint.base_url,
            # Never the key that happens to be in the environment for another endpoint.
            api_key=self._key or "none",
            max_retries=0,
            timeout=self.seconds,
            default_headers={
                "Accept-Encoding": "identity",
                "OpenAI-Organization": organisation,
                "OpenAI-Project": organisation,
            },
            http_client=openai.DefaultHttpxClient(
                # An answer goes where the user was told that it goes, and nowhere else.
                follow_redirects=False,
                trust_env=not is_loopback_url(self.endpoint.base_url),
                event_hooks={"response": [_limit]},
            ),
        )
        return made


def _package() -> Any:
    try:
        import openai
    except ImportError:
        raise UsageError(REMEDY) from None
    return openai


def get_ready() -> None:
    """Import what calls take, which is slow.

    Raises:
        UsageError: It is not installed.
    """
    _package()


def client_for(
    endpoint: Endpoint, env: Mapping[str, str], *, seconds: float = CALL_SECONDS
) -> Client:
    """The model that the settings name, with its key from the environment or the keyring."""
    return Client(endpoint, find_key(endpoint, env), seconds=seconds)


class _NotTakenError(ModelError):
    """A rung that does not hold here: the next may."""


def _sent(call: Callable[[], bytes]) -> bytes:
    """Make the call; whatever goes wrong, in words of ours."""
    import openai

    try:
        return call()
    except openai.APIStatusError as error:
        status = error.status_code
        why = _REASONS.get(status, f"the endpoint answered with an error ({status})")
        if status in _NOT_TAKEN:
            raise _NotTakenError(why) from None
        raise ModelError(why) from None
    except openai.APITimeoutError:
        raise ModelError(LATE) from None
    except openai.APIConnectionError as error:
        if isinstance(error.__cause__, ModelError):
            raise error.__cause__ from None
        raise ModelError(NO_NETWORK if _is_forbidden(error) else NO_CONNECTION) from None
    except ModelError:
        raise
    except Exception as error:  # whatever the client makes of what it was sent
        why = f"the endpoint could not be asked ({type(error).__name__})"
        raise ModelError(NO_NETWORK if _is_forbidden(error) else why) from None


def _is_forbidden(error: BaseException | None) -> bool:
    """Whether the system, or the wall around a visitor, lets nobody connect."""
    while error is not None:
        if isinstance(error, PermissionError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _limit(response: httpx.Response) -> None:
    """Read no more of an answer, or of an error, than anyone needs."""
    import httpx

    if response.headers.get("Content-Encoding", "identity") != "identity":
        # None was asked for, and a packed megabyte may be a thousand.
        raise ModelError("the endpoint packed its answer")

    class Limited(httpx.SyncByteStream):
        def __init__(self, stream: httpx.SyncByteStream) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for chunk in self._stream:
                size += len(chunk)
                if size > _MOST_BYTES:
                    raise ModelError("the endpoint sent far too much")
                yield chunk

        def close(self) -> None:
            self._stream.close()

    if isinstance(response.stream, httpx.SyncByteStream):
        response.stream = Limited(response.stream)


# What comes back


def _parsed(body: bytes) -> dict[str, Any]:
    found = _loaded(body.decode("utf-8", "replace"))
    return found if isinstance(found, dict) else {}


def _content(answer: dict[str, Any]) -> str:
    """The text of a chat completion; empty where it is none."""
    try:
        text = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        return ""
    return text if isinstance(text, str) else ""


def _object_in(text: str) -> dict[str, Any] | None:
    """The JSON object in what a model wrote, with its thinking, fences and small talk set aside."""
    bare = _THINKING.sub("", text)
    for candidate in (bare, *_FENCE.findall(bare), bare[bare.find("{") : bare.rfind("}") + 1]):
        found = _loaded(candidate.strip())
        if isinstance(found, dict):
            return found
    return None


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _without(data: Any, key: str) -> Any:
    """The data without the key, which an endpoint may send back."""
    if isinstance(data, str):
        # Half a surrogate pair can be written as JSON, and to no file.
        return hidden(data, key).encode("utf-8", "replace").decode()
    if isinstance(data, list):
        return [_without(each, key) for each in data]
    if isinstance(data, dict):
        return {_without(name, key): _without(each, key) for name, each in data.items()}
    return data


def _count(usage: object, name: str) -> int:
    count = usage.get(name) if isinstance(usage, dict) else None
    return count if type(count) is int and 0 < count < _MOST_TOKENS else 0
