"""What ^S costs the event loop: how long it stands still while the answer is judged in a thread.

A fresh process sits an interview on an asyncio loop as the screen does: it polls, submits answers
of about 400 words and 700 edits, and polls until the interviewer has gone on. A second task wakes
every millisecond; the longest gap between two of its wakings is how long nothing could be drawn.
"""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median

from benchmarks.kit import Bench, Row, Rows

SITTING = """
import asyncio, json, random, sys, time
from pathlib import Path
from interview_sim.services import build_services
from interview_sim.session.plan import Plan
from interview_sim.session.phases import Phase

home = sys.argv[1]
services = build_services(Path(home), {"INTERVIEW_SIM_HOME": home})
plan = Plan(questions=4, minutes=60, banks=("trees-ensembles",), reading=0, follow_ups=1)
sitting = services.start(plan, 7)
engine = sitting.engine
words = ("averaging many trees lowers variance because their errors are weakly correlated and bias "
         "hardly grows so the mean is steadier than any bootstrap sample of the rows").split()
rng = random.Random(7)

async def main():
    widest = 0.0
    async def heart():
        nonlocal widest
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            widest, last = max(widest, now - last), now
    engine.start()
    sitting.tick()
    await asyncio.sleep(3)
    beating = asyncio.create_task(heart())
    found = []
    while not engine.state.is_over:
        text = ""
        for count in range(700):
            engine._edited_at = -10**6  # every edit an event of its own, as over minutes
            text = text[:-7] if count % 20 == 19 else f"{text}{rng.choice(words)[:5]}" + (
                " " if rng.random() < 0.6 else "")
            engine.draft(text)
            if count % 50 == 0:
                await asyncio.sleep(0)
        for _ in range(20):
            sitting.tick()
            await asyncio.sleep(0.02)
        widest, begun = 0.0, time.perf_counter()
        engine.submit()
        sitting.tick()
        while engine.state.phase is Phase.THINKING:
            await asyncio.sleep(0.005)
            sitting.tick()
        await asyncio.sleep(0.005)
        found.append((widest * 1000, (time.perf_counter() - begun) * 1000))
        await asyncio.sleep(0.5)
    beating.cancel()
    sitting.close()
    print(json.dumps(found))

asyncio.run(main())
"""


def rows(bench: Bench) -> Rows:
    """The first ^S of a session and the later ones: the longest standstill, and the whole wait."""
    sittings = []
    for run in range(1 if bench.is_quick else 3):
        home = bench.folder / f"sitting-{run}"
        home.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", SITTING, str(home)],
            capture_output=True,
            check=True,
            env=bench.env,
        )
        sittings.append(json.loads(done.stdout))
    first = median(found[0][0] for found in sittings)
    thought = median(found[0][1] for found in sittings)
    later = median(max(gap for gap, _ in found[1:]) for found in sittings)
    note = f"the interviewer went on after {thought:.0f} ms"
    yield Row("first ^S: longest standstill of the event loop", first, "ms", 16, note)
    yield Row("later ^S: longest standstill of the event loop", later, "ms", 16)
    yield Row("first ^S: until the interviewer goes on", thought, "ms", 100)
