"""The page that describes the format says what the program writes."""

from __future__ import annotations

import re
from pathlib import Path

from transcript_kit import small_session

from interview_sim.session.events import AnyEvent, Header
from interview_sim.session.fold import fold
from interview_sim.transcript.codec import encode_line

PAGE = (Path(__file__).parents[2] / "docs" / "transcript-format.md").read_text(encoding="utf-8")
SHARED = {"seq", "t", "at"}


def test_every_event_and_field_is_described() -> None:
    """Each event has a row that names each of its fields."""
    rows = {found.group(1): found.group(0) for found in re.finditer(r"^\| `(\w+)` .*$", PAGE, re.M)}
    for kind in AnyEvent.__args__:
        if kind is Header:
            row = PAGE[PAGE.index("## The header") : PAGE.index("## The events")]
        else:
            row = rows[str(kind.__struct_config__.tag)]
        for name in set(kind.__struct_encode_fields__) - SHARED:
            assert f"`{name}`" in row, (kind, name)


def test_the_example_rebuilds_every_answer(tmp_path: Path) -> None:
    """The code on the page, run as it stands, gives the answers that the fold gives."""
    events = small_session()
    code = re.findall(r"```python\n(.*?)```", PAGE, re.S)[0]
    path = tmp_path / "s.jsonl"
    path.write_bytes(b"".join(map(encode_line, events)))
    named = re.sub(r'open\("[^"]*"', lambda _: f"_lines({str(path)!r}", code)
    found: dict[str, object] = {"_lines": _lines}
    exec(named.replace("print(answers)", ""), found)
    assert found["answers"] == {
        (turn.question, turn.part): turn.text for turn in fold(events).turns if turn.text
    }


def _lines(name: str, encoding: str) -> list[str]:
    return Path(name).read_text(encoding=encoding).split("\n")[:-1]
