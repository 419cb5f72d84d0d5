"""How long many banks take to read, cold and warm, as ratios within one run.

    uv run python -m benchmarks.banks [--files N] [--questions N] [--runs N]

Banks are made in a folder of their own, with five points, a misconception, a follow-up and a model
answer a question (about 3.7 kB). Whole processes are measured for `bank list`; the setup screen's
sums in this process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from interview_sim.bank import helpers
from interview_sim.bank.catalogue import Catalogue
from interview_sim.session.draw import expected_seconds, pool
from interview_sim.session.plan import Plan

WORDS = """
bagging variance bias forest tree sample bootstrap feature split threshold average noise depth leaf
gain entropy impurity boosting gradient residual shrinkage penalty coefficient sparse correlated
validation fold leakage recall precision calibration margin kernel
""".split()  # noqa: SIM905 - a list of them would be a page long
NEEDS = ("must", "should", "bonus")
LEVELS = ("core", "intermediate", "advanced")


def say(count: int, seed: int) -> str:
    """So many words, always the same for a seed."""
    return " ".join(WORDS[(seed * 7 + i * 13 + i * i) % len(WORDS)] for i in range(count))


def point(number: int, seed: int) -> str:
    """One rubric point."""
    return f"""\
      - id: point-{number}
        point: {say(11, seed)}.
        need: {NEEDS[number % 3]}
        match:
          - {say(3, seed + 1)}
          - all: [[{say(1, seed)}, {say(1, seed + 5)}], {say(1, seed + 9)}]
          - {say(4, seed + 2)}
        probe: {say(9, seed)}?
"""


def question(number: int, seed: int) -> str:
    """One question as people write them."""
    return f"""\
  - id: question-{number}
    prompt: >
      {say(14, seed)}.
      {say(12, seed + 3)}?
    topic: topic-{number % 12}/part-{number % 5}
    level: {LEVELS[number % 3]}
    roles: [data-scientist, ml-engineer]
    time: {2 + number % 4}m
    tags: [{say(1, seed)}, {say(1, seed + 1)}]
    rubric:
{"".join(point(index, seed + index) for index in range(5))}\
    misconceptions:
      - id: wrong
        claim: {say(8, seed)}.
        match: [{say(3, seed)}, {say(2, seed + 1)}]
        correction: {say(9, seed + 1)}.
    follow_ups:
      - id: more
        ask: {say(10, seed)}?
        when: {{covered: point-0}}
        rubric:
          - {{id: then, point: {say(8, seed + 4)}}}
        model_answer: {say(14, seed + 4)}.
    hints: [{say(6, seed)}]
    model_answer: |
      {say(30, seed)}.
      {say(30, seed + 1)}.
      {say(20, seed + 2)}.
"""


def make(folder: Path, files: int, questions: int) -> int:
    """Write the banks; how many bytes they are."""
    folder.mkdir()
    size = 0
    for file in range(files):
        head = f"format: interview-sim/bank@1\nid: bank-{file}\ntitle: Bank {file}\nquestions:\n"
        text = head + "".join(question(n, file * questions + n) for n in range(questions))
        size += (folder / f"bank-{file:04}.yaml").write_text(text)
    return size


def timed(job: Callable[[], object], runs: int) -> float:
    """The median time of a job in seconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        job()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def tell(what: str, seconds: float, base: float, of: str) -> None:
    """One line of the report."""
    print(f"{what:<46} {seconds * 1000:7.0f} ms   {seconds / base:6.2f} × {of}")


def cold(banks: Path, home: Path, count: int) -> tuple[float, float]:
    """Seconds, and seconds of processors, to read every file first with so many helpers."""
    helpers.helpers_for = lambda _files: count
    cache = Path(tempfile.mkdtemp(dir=home))
    before = sum(os.times()[:4])
    seconds = timed(lambda: Catalogue.load([banks], cache_folder=cache), 1)
    return seconds, sum(os.times()[:4]) - before


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--questions", type=int, default=100, help="a file")
    parser.add_argument("--runs", type=int, default=7)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        banks = home / "banks"
        size = make(banks, chosen.files, chosen.questions)
        print(f"{chosen.files * chosen.questions} questions, {chosen.files} files, {size >> 20} MB")
        report(banks, home, chosen.runs)


def report(banks: Path, home: Path, runs: int) -> None:
    """Measure cold and warm."""
    usual = helpers.helpers_for
    alone, _ = cold(banks, home, 0)
    for count in (0, 1, 2):
        seconds, spent = cold(banks, home, count)
        what = f"cold, {count} helpers ({spent:.1f} s of processors)"
        tell(what, seconds, alone, "one process")
    helpers.helpers_for = usual

    env = {k: v for k, v in os.environ.items() if not k.startswith("INTERVIEW_SIM")}
    env |= {"INTERVIEW_SIM_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home / "pyc")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(*arguments: str) -> None:
        command = [sys.executable, *arguments]
        subprocess.run(command, env=env, cwd=home, capture_output=True, check=True)

    listing = ("-m", "interview_sim", "bank", "list", "--bank", str(banks))
    run("-m", "interview_sim", "--version")
    python = timed(lambda: run("-c", "pass"), runs)
    tell("bare Python", python, python, "bare Python")
    tell("bank list, cold, whole process", timed(lambda: run(*listing), 1), python, "bare Python")
    tell("bank list, warm", timed(lambda: run(*listing), runs), python, "bare Python")

    changed = next(iter(sorted(banks.iterdir())))

    def change() -> None:
        changed.write_text(changed.read_text() + "# changed\n")
        run(*listing)

    tell("bank list, one file changed", timed(change, runs), python, "bare Python")
    in_process(banks, home, runs)


def in_process(banks: Path, home: Path, runs: int) -> None:
    """Measure what the screens do."""
    cache = home / "cache-of-this"
    Catalogue.load([banks], cache_folder=cache)
    read: list[int] = []

    def load() -> Catalogue:
        return Catalogue.load([banks], cache_folder=cache, progress=lambda _, of: read.append(of))

    warm = timed(load, runs)
    tell("catalogue, warm", warm, warm, "catalogue, warm")
    catalogue = load()
    outlines = [loaded.outline for loaded in catalogue.banks]
    plan = Plan(name="all", title="All")

    def setup() -> None:
        expected_seconds(plan, pool(plan, outlines))

    tell("setup screen: pool and expected time", timed(setup, runs), warm, "catalogue, warm")
    decode = timed(lambda: [loaded.bank for loaded in load().banks], runs) - warm
    tell("decoding every question", decode, warm, "catalogue, warm")
    print(f"files parsed again while warm: {len(read)}")


if __name__ == "__main__":
    main()
