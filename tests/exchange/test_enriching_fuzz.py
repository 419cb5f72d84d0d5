"""Whatever a model says, a proposal comes of it that fits into the files, or one clause why not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from endpoint_kit import Call, serving
from hypothesis import given
from hypothesis import strategies as st
from test_enriching import BANK, GAP, answer, point

from interview_sim.bank.examples import parse_tests
from interview_sim.bank.loading import parse_bank
from interview_sim.exchange.offering import Offer, offer, write
from interview_sim.judging.llm.client import Client, ModelError

DECK = f"""{BANK}    rubric:
      - {{id: averages, point: It averages many models.}}
      - id: sample
        point: One of
        pick: 1
        of:
          - {{id: rows, point: Each model is fitted to a bootstrap sample of the rows.}}
          - {{id: many, point: There are many of them.}}
"""
ODD = (
    "", " ", "noise", "learns|memorises", "|", "- a: b # c", "{project}", "a\nb", "\x1b[31m",
    "\ufeff", "&a *a !!python/object:os.system", "'", '"', "%x", "null", "1e5", "İ ﬁ ß ½ １２",
    "\U000e0041", "\ud800", "noise\u2028", "must", "senior", "The error on new data is higher.",
    "x" * 5000,
)  # fmt: skip
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 3),
    st.floats(),
    st.sampled_from((10**400, -(2**70), 1e308, *ODD)),
    st.text(max_size=20),
)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@st.composite
def answers(draw: st.DrawFn) -> Any:
    """A good answer in which some places are something else."""
    said = json.loads(json.dumps(answer(point(number=1), {**GAP, "number": 2})))
    for _ in range(draw(st.integers(0, 5))):
        at: Any = said
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            key = draw(st.sampled_from(keys))
            if not at[key] or not isinstance(at[key], dict | list) or draw(st.integers(0, 3)) == 0:
                break
            at = at[key]
        at[key] = draw(st.sampled_from(ODD) if isinstance(at[key], str) else ANY)
    return said


DEEP = '{"points":' * 3_000 + "1" + "}" * 3_000
TEXTS = st.one_of(
    *[answers().map(json.dumps)] * 4,
    st.fixed_dictionaries(dict.fromkeys(("points", "level", "minutes", "misconception"), ANY)).map(
        json.dumps
    ),
    st.sampled_from((DEEP, '{"points": ' + "9" * 5_000 + "}")),
)
COUNTS = st.fixed_dictionaries(dict.fromkeys(("prompt_tokens", "completion_tokens"), ANY))


@given(said=TEXTS, usage=COUNTS | ANY, name=st.sampled_from(("overfitting", "bagging")))
def test_whatever_a_model_says_the_files_stay_whole(
    tmp_path_factory: Any, said: str, usage: Any, name: str
) -> None:
    """Wrong kinds of things at each place, huge numbers, deep nesting, half characters."""
    folder = Path(tmp_path_factory.mktemp("deck"))
    file = folder / "deck.yaml"
    file.write_text(DECK)

    def act(call: Call) -> None:
        choices = [{"message": {"content": said}}]
        call.send(json.dumps({"choices": choices, "usage": usage}).encode())

    with serving(act) as server:
        client = Client(server.endpoint)
        try:
            offered = offer(file, name, client)
        except ModelError:
            offered = Offer((), ())
    f"{client.tokens_in:,}{client.tokens_out:,}{offered.dropped}".encode()
    for change in offered.changes:
        change.diff.encode()
    assert write(offered.changes)
    read = parse_bank(file.read_bytes())
    assert read.bank is not None
    assert not read.errors
    beside = folder / "examples" / "deck.yaml"
    assert not beside.exists() or parse_tests(beside.read_bytes(), read.bank).sentences


@given(ANY)
def test_whatever_a_server_lists_models_are_names(listed: Any) -> None:
    """Those that have none are left out."""
    with serving(lambda call: call.send(json.dumps({"data": listed}).encode())) as server:
        assert all(name.encode() for name in Client(server.endpoint).models())
