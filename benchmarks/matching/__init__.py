"""How long the matcher takes, and how often it agrees with people."""

from __future__ import annotations

from benchmarks.kit import Bench, Row, Rows, Skipped, paired


def rows(bench: Bench) -> Rows:
    """Its time; its verdicts on the labelled set; its scores on graded answers, if they are here.

    `python -m benchmarks.matching` prints all of it, with baselines and errors.
    """
    from benchmarks.matching.data import VARIABLE, folder, graded
    from benchmarks.matching.labelled_set import held_out, labelled_set
    from benchmarks.matching.methods import matched
    from benchmarks.matching.stats import pearson
    from benchmarks.matching.timing import milliseconds
    from benchmarks.matching.verdicts import counted, covered_against_missed, outcome

    warm, first = milliseconds()
    yield Row("12 points against 400 words, the first time", first, "ms", 100)
    took = paired(lambda: milliseconds()[0] / 1000, bench.bare_python, bench.runs)
    yield Row("the same, warm", took.ratio, "P", None, f"{warm:.1f} ms")

    whole = labelled_set()
    held = held_out(whole.names)
    for what, names in (("held out", held), ("others", whole.names - held)):
        rates = covered_against_missed(counted(outcome(whole.part(names)).points))
        note = f"precision {rates.precision:.2f}, recall {rates.recall:.2f}"
        yield Row(f"labelled answers, {len(names)} questions {what}: F1", rates.f1, "", None, note)

    root = folder(None)
    sets = graded(root) if root else []
    if not sets:
        yield Skipped(f"{VARIABLE} names no folder of graded answers")
    for one in sets:
        agreed = pearson(matched(one), one.scores)
        yield Row(f"{one.name}: Pearson's r with people", agreed, "", None, f"{len(one)} answers")
