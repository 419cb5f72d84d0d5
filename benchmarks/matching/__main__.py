"""`python -m benchmarks.matching --data FOLDER`: the figures of docs/matching.md."""

from __future__ import annotations

import argparse
import sys
from time import perf_counter

from benchmarks.matching.attacks import raised, table
from benchmarks.matching.choose import chosen, chosen_together
from benchmarks.matching.data import VARIABLE, Graded, folder, graded
from benchmarks.matching.examples_report import examples_report
from benchmarks.matching.inverted import inverted, inverted_report, unlabelled
from benchmarks.matching.labelled_report import report
from benchmarks.matching.labelled_set import labelled_set
from benchmarks.matching.methods import ABLATIONS, BASELINES, MAIN, Method
from benchmarks.matching.notice_report import notice_report
from benchmarks.matching.stats import inside, isotonic_rmse, pearson, spearman
from benchmarks.matching.timing import milliseconds
from interview_sim.matching.tuning import DEFAULT


def main() -> int:
    """Print the figures; 0 also where there is no data, with a word on why."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching")
    parser.add_argument("--data", help=f"folder of the graded answers (else ${VARIABLE})")
    parser.add_argument("--choose", action="store_true", help="also choose constants, by folds")
    parser.add_argument("--quick", action="store_true", help="no ablations, no tests of points")
    parser.add_argument("--confusions", type=int, default=20, help="errors to show (20)")
    parser.add_argument(
        "--unseal", action="store_true", help="show the errors of held-out questions as well"
    )
    options = parser.parse_args()
    print(f"matcher {DEFAULT.label}")
    warm, first = milliseconds()
    print(f"12 points against 400 words: {warm:.2f} ms warm, {first:.1f} ms the first time")
    if not options.quick:
        print(examples_report())
    print(
        report(
            labelled_set(),
            ablations=not options.quick,
            confusions=options.confusions,
            unseal=options.unseal,
        )
    )
    print(inverted_report(labelled_set(), options.confusions))
    root = folder(options.data)
    sets = graded(root) if root else []
    print(notice_report(labelled_set(), sets))
    if not sets:
        print(f"No graded answers found: name their folder with --data or ${VARIABLE}. Skipped.")
        return 0
    methods = MAIN + BASELINES + (() if options.quick else ABLATIONS)
    for one in sets:
        _print(one, methods)
        print("\nwhat a way of answering gets, mean score")
        for name, score in table(one):
            print(f"{name:38}{score:9.3f}")
        print("\nhow often")
        print(f"{'another question raises the score':38}{raised(one, [one]):9.3f}")
        others = [other for other in sets if other is not one]
        if others:
            print(f"{'another subject raises the score':38}{raised(one, others):9.3f}")
        throughout, once = inverted(unlabelled(one))[0].shares
        print(f"{'covered by words with a not':38}{throughout:9.3f}")
        print(f"{'covered by any, with one not':38}{once:9.3f}")
    if options.choose:
        print(chosen(sets))
        print(chosen_together(sets))
    return 0


def _print(one: Graded, methods: tuple[Method, ...]) -> None:
    print(f"\n{one.name}: {len(one)} answers that are not blank, {len(one.questions)} questions")
    print(f"{'method':38}{'Pearson':>9}{'Spearman':>9}{'inside':>9}{'RMSE':>8}{'ms':>8}")
    for method in methods:
        begin = perf_counter()
        scores = method.score(one)
        each = (perf_counter() - begin) * 1000 / len(one)
        print(
            f"{method.name:38}"
            f"{pearson(scores, one.scores):9.3f}"
            f"{spearman(scores, one.scores):9.3f}"
            f"{inside(scores, one.scores, one.question_ids):9.3f}"
            f"{isotonic_rmse(scores, one.scores, one.question_ids):8.3f}"
            f"{each:8.2f}"
        )


if __name__ == "__main__":
    sys.exit(main())
