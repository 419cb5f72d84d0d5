"""Before a model is set up: which servers are here, what will be sent where, one known answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from interview_sim.bank.model import Point, Question
from interview_sim.clock import Clock
from interview_sim.config import Endpoint
from interview_sim.judging.background import in_background
from interview_sim.judging.llm.client import Client, ModelError
from interview_sim.judging.llm.judge import ModelJudge
from interview_sim.judging.llm.writer import SECONDS
from interview_sim.judging.protocol import Task
from interview_sim.loopback import is_loopback_url
from interview_sim.matching.model import Verdict

USUAL: Final = (
    ("Ollama", "http://localhost:11434/v1"),
    ("llama.cpp", "http://localhost:8080/v1"),
    ("LM Studio", "http://localhost:1234/v1"),
    ("vLLM", "http://localhost:8000/v1"),
)
"""Servers that people run, and where each listens unless it is told otherwise."""

_LOOK_SECONDS = 3.0

_KNOWN = Question(
    id="known",
    prompt="What does L2 regularisation do to a linear model?",
    rubric=(
        Point(id="small", point="It pulls the weights towards zero."),
        Point(id="variance", point="It lowers the variance at the price of some bias."),
        Point(id="zero", point="Unlike L1, it does not set weights to exactly zero."),
        Point(id="scale", point="Features should be standardised before."),
    ),
)
_ANSWER = (
    "The penalty on the squared weights shrinks them. That makes the fit more stable from sample "
    "to sample, and a bit more biased. Many weights end up at exactly zero, just as with L1."
)
_EXPECTED = {
    "small": Verdict.COVERED,
    "variance": Verdict.COVERED,
    "zero": Verdict.MISSED,
    "scale": Verdict.MISSED,
}


class Found(NamedTuple):
    """A server that answered."""

    name: str
    base_url: str
    models: tuple[str, ...]


class Trial(NamedTuple):
    """What came of the known answer."""

    lines: tuple[tuple[str, str, str], ...]
    """Each point, the verdict on it, and the one that is right."""
    seconds: float
    tokens_in: int
    tokens_out: int

    @property
    def right(self) -> int:
        """How many verdicts are right."""
        return sum(said == expected for _point, said, expected in self.lines)


def servers_here(usual: Sequence[tuple[str, str]]) -> Iterator[Found]:
    """The servers on this machine that answer and have a model, in the order of the list."""
    asked = [
        (name, url, in_background(Client(Endpoint(base_url=url), seconds=_LOOK_SECONDS).models))
        for name, url in usual
    ]
    for name, url, answer in asked:
        try:
            models = answer.result()
        except ModelError:
            continue
        if models:
            yield Found(name, url, models)


def try_out(judge: ModelJudge, clock: Clock) -> Trial:
    """Have the known answer judged.

    Raises:
        ModelError: The model gave nothing that can be used.
        UsageError: The package is not installed.
    """
    begun = clock.monotonic()
    found = judge.judge(Task(question=_KNOWN, answer=_ANSWER))
    seconds = clock.monotonic() - begun
    return Trial(
        lines=tuple(
            (
                item.point,
                "–" if item.id in found.by_words else point.verdict.value,
                _EXPECTED[item.id].value,
            )
            for item, point in zip(_KNOWN.rubric, found.points, strict=True)
        ),
        seconds=seconds,
        tokens_in=judge.client.tokens_in,
        tokens_out=judge.client.tokens_out,
    )


def what_is_sent(endpoint: Endpoint, *, has_key: bool) -> Iterator[str]:
    """What will be sent, where, and when, in plain sentences."""
    host = urlsplit(endpoint.base_url).netloc
    yield (
        "Sent: the question, its points and your answer. No marks, no notes, no résumé, but for "
        "what a question about your work took from it."
    )
    if is_loopback_url(endpoint.base_url):
        yield f"To: {host}, on this machine. It does not leave it, unless that server passes it on."
    else:
        yield f"To: {host}. It leaves this machine, and whoever runs that server can read it."
        if endpoint.base_url.startswith("http:"):
            yield "The connection is not encrypted: others on the way can read it, too."
    if endpoint.when == "never":
        yield "When: only when you ask, with `interview-sim judge ID --beside` or `--judge llm`."
    else:
        yield "When: each time you submit an answer, in the background."
    if endpoint.when == "follow-ups":
        yield (
            "And before a follow-up that asks for what your answer left out, to word it: the "
            f"interviewer waits up to {SECONDS:.0f} seconds for that, with the clocks stopped."
        )
    if endpoint.key_env:
        there = "it is there" if has_key else "there is none yet"
        yield f"Key: from ${endpoint.key_env} or the system's keyring; {there}."
