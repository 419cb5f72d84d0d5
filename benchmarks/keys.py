"""From a key press to its painted frame, against a bare Textual app with nothing but a text area.

On the interview screen the journal writes every key, and once a second an answer of 400 words is
judged in a thread of the program. Both programs stand in terminals of one size and get each key in
turn.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

from benchmarks.kit import Bench, Row, Rows, percentile

BARE_APP = """
from textual.app import App
from textual.widgets import TextArea
class Bare(App):
    def compose(self):
        yield TextArea()
Bare().run()
"""
WITH_JUDGE = """
import sys, threading, time
def judge():
    from benchmarks.matching.timing import answer, question
    from interview_sim.judging.lexical import LexicalJudge
    from interview_sim.judging.protocol import Task
    judge, asked, given = LexicalJudge(), question(), answer()
    while True:
        time.sleep(1)
        judge.judge(Task(question=asked, answer=f"{given} {time.monotonic()}"))
threading.Thread(target=judge, daemon=True).start()
from interview_sim.cli.main import main
main(sys.argv[1:])
"""
LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
"""Letters that are in no escape sequence and on no screen; each is on a line but once."""


def rows(bench: Bench) -> Rows:
    """The median and the 99th percentile."""
    bench.env["PYTHONPATH"] = str(Path(__file__).parents[1])
    ours = [sys.executable, "-c", WITH_JUDGE, "start", "--plan", "practice", "--seed", "7"]
    with (
        bench.terminal(ours) as interview,
        bench.terminal([sys.executable, "-c", BARE_APP]) as bare,
    ):
        interview.until(b"your answer")
        bare.drain()
        taken: list[tuple[float, float]] = []
        for count in range(120 if bench.is_quick else 480):
            letter = LETTERS[count % len(LETTERS)].encode()
            if count and count % len(LETTERS) == 0:
                interview.press(b"\r")
                bare.press(b"\r")
            taken.append((interview.painted(letter), bare.painted(letter)))
    mine, theirs = ([pair[side] * 1000 for pair in taken[5:]] for side in (0, 1))
    for what, of, limit in (("p50", median, 1.3), ("p99", lambda t: percentile(t, 0.99), 1.5)):
        a, b = of(mine), of(theirs)
        note = f"{a:.1f} against {b:.1f} ms"
        yield Row(f"key to painted frame, {what}, against a bare one", a / b, "×", limit, note)
