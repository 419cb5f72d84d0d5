"""Correlation and error, in plain Python."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import sqrt

FOLDS = 5
_LEAST_ANSWERS = 5


def pearson(left: Sequence[float], right: Sequence[float]) -> float:
    """Pearson's r; 0 where one side does not vary."""
    count = len(left)
    if count == 0:
        return 0.0
    mean_left, mean_right = sum(left) / count, sum(right) / count
    both = sum((x - mean_left) * (y - mean_right) for x, y in zip(left, right, strict=True))
    spread = sqrt(
        sum((x - mean_left) ** 2 for x in left) * sum((y - mean_right) ** 2 for y in right)
    )
    return both / spread if spread > 0 else 0.0


def spearman(left: Sequence[float], right: Sequence[float]) -> float:
    """Spearman's rho, ties sharing their mean rank."""
    return pearson(_ranks(left), _ranks(right))


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for at in range(start, end + 1):
            ranks[order[at]] = (start + end) / 2
        start = end + 1
    return ranks


def inside(left: Sequence[float], right: Sequence[float], groups: Sequence[str]) -> float:
    """The mean of Pearson's r inside each group that has enough members and varies."""
    found: list[float] = []
    for members in _by_group(groups):
        x, y = [left[i] for i in members], [right[i] for i in members]
        if len(members) >= _LEAST_ANSWERS and len(set(y)) > 1:
            found.append(pearson(x, y))
    return sum(found) / len(found) if found else 0.0


def folds(groups: Sequence[str], count: int = FOLDS) -> list[list[int]]:
    """Which items fall into which fold; a group is never split."""
    result: list[list[int]] = [[] for _ in range(count)]
    for number, members in enumerate(_by_group(groups)):
        result[number % count].extend(members)
    return [fold for fold in result if fold]


def isotonic_rmse(left: Sequence[float], right: Sequence[float], groups: Sequence[str]) -> float:
    """The error of scores after a rising step function, fitted on the other folds' questions."""
    squares = 0.0
    for fold in folds(groups):
        held = set(fold)
        pairs = [(left[i], right[i]) for i in range(len(left)) if i not in held]
        bounds, values = _isotonic(pairs)
        for i in fold:
            at = max(0, bisect_right(bounds, left[i]) - 1)
            squares += (values[at] - right[i]) ** 2
    return sqrt(squares / len(left)) if left else 0.0


def _isotonic(pairs: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Pool adjacent violators: where each step begins, and its height."""
    tied: dict[float, list[float]] = {}
    for x, y in sorted(pairs):
        tied.setdefault(x, []).append(y)
    blocks: list[list[float]] = []  # start, sum, count
    for x, values in tied.items():
        blocks.append([x, sum(values), float(len(values))])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][2] >= blocks[-1][1] * blocks[-2][2]:
            last = blocks.pop()
            blocks[-1][1] += last[1]
            blocks[-1][2] += last[2]
    return [block[0] for block in blocks], [block[1] / block[2] for block in blocks]


def _by_group(groups: Sequence[str]) -> list[list[int]]:
    found: dict[str, list[int]] = {}
    for at, group in enumerate(groups):
        found.setdefault(group, []).append(at)
    return list(found.values())
