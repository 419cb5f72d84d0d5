"""The constants of the derived score, chosen on some questions and tried on the others."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.matching.data import Graded
from benchmarks.matching.methods import matched, tuned
from benchmarks.matching.stats import folds, pearson

CANDIDATES: dict[str, tuple[float, ...]] = {
    "derived_pairs": (0.0, 0.15, 0.3, 0.5),
    "derived_fullness": (0.0, 0.15, 0.3, 0.5),
    "statement_full": (0.3, 0.4, 0.5, 0.7),
    "matter_words": (0.0, 2.0, 2.5, 3.0),
    "matter_least": (0.0, 1.0, 1.5, 2.0),
    "near_word": (0.5, 0.6, 1.1),
    "question_word": (0.0, 0.1, 0.2, 0.5),
    "small_word": (0.25, 0.5, 1.0),
    "synonym_quality": (0.0, 0.7, 0.85, 1.0),
    "opposed_worth": (0.0, 0.3, 0.6, 1.0),
}
"""What was tried, one constant at a time beside the others as shipped."""


Choice = dict[str, float]


def chosen_together(sets: Sequence[Graded]) -> str:
    """What choosing all constants, one after the other, on other data gives.

    Each begins at the middle of its values, so what was shipped has no say. Pearson's r with the
    choice of the other folds' questions, tried on the fold left out; and with that of the other
    sets alone.
    """
    scored: dict[tuple[float, ...], list[list[float]]] = {}

    def scores(choice: Choice) -> list[list[float]]:
        key = tuple(choice.values())
        if key not in scored:
            scored[key] = [matched(one, tuning=tuned(**choice)) for one in sets]
        return scored[key]

    def choose(kept: Sequence[Sequence[int]]) -> Choice:
        choice = {name: values[len(values) // 2] for name, values in CANDIDATES.items()}
        for name, values in CANDIDATES.items():
            options = [{**choice, name: value} for value in values]
            choice = max(options, key=lambda option: _agreement(scores(option), sets, kept))
        return choice

    parts = [folds(one.question_ids) for one in sets]
    predicted = [[0.0] * len(one) for one in sets]
    for fold in range(min(map(len, parts))):
        left = [set(part[fold]) for part in parts]
        kept = [
            [at for at in range(len(s)) if at not in out] for s, out in zip(sets, left, strict=True)
        ]
        found = scores(choose(kept))
        for number, out in enumerate(left):
            for at in out:
                predicted[number][at] = found[number][at]
    lines = ["", "Constants, all of them: r on " + ", ".join(one.name for one in sets)]
    held = [pearson(p, one.scores) for p, one in zip(predicted, sets, strict=True)]
    lines.append("  by folds" + "".join(f"{figure:9.3f}" for figure in held))
    crossed = [
        pearson(
            scores(choose([[] if o is one else range(len(o)) for o in sets]))[number], one.scores
        )
        for number, one in enumerate(sets)
    ]
    lines.append("  by set  " + "".join(f"{figure:9.3f}" for figure in crossed))
    return "\n".join(lines)


def _agreement(
    scores: Sequence[Sequence[float]], sets: Sequence[Graded], kept: Sequence[Sequence[int]]
) -> float:
    """The sum over sets of Pearson's r on the answers kept."""
    return sum(
        pearson([found[at] for at in some], [one.scores[at] for at in some])
        for found, one, some in zip(scores, sets, kept, strict=True)
    )


def chosen(sets: Sequence[Graded]) -> str:
    """A table of what each value gives, and of what choosing by folds of questions gives.

    For each constant: Pearson's r on each set for every value; then r when the value is chosen
    by the other folds' questions (the mean of r over the sets) and tried on the fold left out;
    then r when it is chosen by the other sets alone.
    """
    lines = ["", "Constants, one at a time: value, r on " + ", ".join(one.name for one in sets)]
    for name, values in CANDIDATES.items():
        scores = {v: [matched(one, tuning=tuned(**{name: v})) for one in sets] for v in values}
        lines.append(name)
        for value in values:
            figures = [pearson(s, one.scores) for s, one in zip(scores[value], sets, strict=True)]
            lines.append(f"  {value:<6}" + "".join(f"{figure:9.3f}" for figure in figures))
        held, picks = _held_out(scores, sets)
        lines.append("  by folds" + "".join(f"{figure:9.3f}" for figure in held) + f"  {picks}")
        if len(sets) > 1:
            crossed, picks = _by_others(scores, sets)
            lines.append("  by set  " + "".join(f"{f:9.3f}" for f in crossed) + f"  {picks}")
    return "\n".join(lines)


def _held_out(
    scores: dict[float, list[list[float]]], sets: Sequence[Graded]
) -> tuple[list[float], str]:
    parts = [folds(one.question_ids) for one in sets]
    count = min(len(part) for part in parts)
    predicted = [[0.0] * len(one) for one in sets]
    picks: list[float] = []
    for fold in range(count):
        pick = max(scores, key=lambda value: _outside(scores[value], sets, parts, fold))
        picks.append(pick)
        for number, part in enumerate(parts):
            for at in part[fold]:
                predicted[number][at] = scores[pick][number][at]
    held = [pearson(p, one.scores) for p, one in zip(predicted, sets, strict=True)]
    return held, "picked " + ", ".join(f"{pick:g}" for pick in picks)


def _by_others(
    scores: dict[float, list[list[float]]], sets: Sequence[Graded]
) -> tuple[list[float], str]:
    """For each set r with the value that does best on the others."""
    found = {
        value: [pearson(s, one.scores) for s, one in zip(each, sets, strict=True)]
        for value, each in scores.items()
    }
    picks = [
        max(found, key=lambda value: sum(found[value]) - found[value][number])
        for number in range(len(sets))
    ]
    crossed = [found[pick][number] for number, pick in enumerate(picks)]
    return crossed, "picked " + ", ".join(f"{pick:g}" for pick in picks)


def _outside(
    scores: list[list[float]],
    sets: Sequence[Graded],
    parts: list[list[list[int]]],
    fold: int,
) -> float:
    total = 0.0
    for number, one in enumerate(sets):
        left_out = set(parts[number][fold])
        kept = [at for at in range(len(one)) if at not in left_out]
        total += pearson([scores[number][at] for at in kept], [one.scores[at] for at in kept])
    return total / len(sets)
