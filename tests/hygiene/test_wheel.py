"""What is packed, in a wheel that is really built."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


def test_every_bank_is_in_the_wheel_and_no_tests_of_points(tmp_path: Path) -> None:
    """Also the schema that editors look for, and of the transcripts nothing but the samples."""
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    prefix = "interview_sim/shipped/"
    with ZipFile(wheel) as packed:
        shipped = {name.removeprefix(prefix) for name in packed.namelist() if prefix in name}
    banks = {f"banks/{path.name}" for path in (ROOT / "banks").glob("*.yaml")}
    samples = {f"transcripts/sample-{name}.jsonl" for name in ("practice", "quick-five")}
    assert shipped == banks | samples | {"banks/bank.schema.json"}
