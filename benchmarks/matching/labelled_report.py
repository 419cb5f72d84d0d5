"""What the benchmark prints of the labelled set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from textwrap import shorten

from benchmarks.matching.labelled_methods import ABLATIONS
from benchmarks.matching.labelled_set import LabelledSet, held_out
from benchmarks.matching.verdicts import (
    ORDER,
    Counts,
    Judged,
    Outcome,
    clear_cases,
    counted,
    covered_against_missed,
    of_claims,
    of_verdict,
    outcome,
    worst_first,
)
from interview_sim.matching.model import Verdict

_SNIPPET = 110
_HEAD = f"{'':50}{'points':>7}{'P':>7}{'R':>7}{'F1':>7}{'cov. P':>8}{'clear F1':>10}"


def report(given: LabelledSet, *, ablations: bool, confusions: int, unseal: bool) -> str:
    """The figures of the labelled set, development and held-out questions apart.

    Args:
        given: The labelled set.
        ablations: Whether to switch parts of the matcher off, one at a time.
        confusions: How many errors to show of the development questions, worst first.
        unseal: Whether to show those of the held-out questions too. Who works on the matcher
            or the bank leaves them sealed.
    """
    held = held_out(given.names)
    parts = {
        "all questions": given,
        "development questions": given.part(given.names - held),
        "held-out questions": given.part(held),
    }
    outcomes = {name: outcome(part) for name, part in parts.items()}
    everything = outcomes["all questions"]
    answers = sum(len(one.answers) for one in given.questions)
    lines = [
        "",
        (
            f"Labelled set: {answers} answers, {len(everything.points)} verdicts, "
            f"{len(given.questions)} questions; held out: {', '.join(sorted(held))}"
        ),
        (
            "P, R, F1: covered against missed (labels `partly` left out; a verdict `partly` is not "
            "covered)."
        ),
        (
            "cov. P: precision of covered, labels `partly` counted as wrong. clear F1: `partly` "
            "left out on both sides."
        ),
        _HEAD,
    ]
    lines += [_row(name, found.points) for name, found in outcomes.items()]
    for name, found in outcomes.items():
        lines += _verdicts(name, found)
    lines += ["", "by question", _HEAD]
    lines += _grouped(everything.points, lambda p: _marked(p.question.id, held))
    lines += ["", "by voice", _HEAD]
    lines += _grouped(everything.points, lambda p: p.answer.voice)
    if ablations:
        lines += ["", "without a part of the matcher", _HEAD]
        lines += _ablated(parts)
    seen = everything if unseal else outcomes["development questions"]
    lines += _confusions(seen, confusions)
    return "\n".join(lines)


def _row(name: str, points: Iterable[Judged]) -> str:
    counts = counted(points)
    return _figures(name, counts)


def _figures(name: str, counts: Counts) -> str:
    rates, clear = covered_against_missed(counts), clear_cases(counts)
    strict = of_verdict(counts, Verdict.COVERED).precision
    return (
        f"{name:50}{counts.total():7}{rates.precision:7.3f}{rates.recall:7.3f}{rates.f1:7.3f}"
        f"{strict:8.3f}{clear.f1:10.3f}"
    )


def _verdicts(name: str, found: Outcome) -> Iterator[str]:
    counts = counted(found.points)
    yield f"\n{name}: label (down) against verdict (across)"
    yield f"{'':12}" + "".join(f"{verdict:>9}" for verdict in ORDER)
    for label in ORDER:
        yield f"{label:12}" + "".join(f"{counts[label, verdict]:9}" for verdict in ORDER)
    for verdict in ORDER:
        rates = of_verdict(counts, verdict)
        yield (
            f"{verdict:12}precision {rates.precision:.3f}  recall {rates.recall:.3f}  "
            f"F1 {rates.f1:.3f}"
        )
    claims = of_claims(found.claims)
    yield f"{'claims':12}precision {claims.precision:.3f}  recall {claims.recall:.3f}"


def _marked(name: str, held: frozenset[str]) -> str:
    return f"{name} (held out)" if name in held else name


def _grouped(points: Iterable[Judged], key: Callable[[Judged], str]) -> Iterator[str]:
    groups: dict[str, list[Judged]] = {}
    for point in points:
        groups.setdefault(key(point), []).append(point)
    for name, members in groups.items():
        yield _row(name, members)


def _ablated(parts: dict[str, LabelledSet]) -> Iterator[str]:
    for method in ABLATIONS:
        for part in ("development questions", "held-out questions"):
            label = f"{method.name}, {part.split()[0]}"
            yield _row(label, method.run(parts[part]).points)


def _confusions(found: Outcome, most: int) -> Iterator[str]:
    wrong = worst_first(found.points)
    yield f"\nconfusions, worst first ({min(most, len(wrong))} of {len(wrong)})"
    for point in wrong[:most]:
        yield (
            f"{point.answer.id} [{point.answer.voice}] {point.found.id}: "
            f"label {point.label}, verdict {point.found.verdict}; {point.found.reason}"
        )
        yield f"    {_snippet(point)}"
    yield from _claim_errors(found)


def _snippet(point: Judged) -> str:
    text = point.answer.answer
    if point.found.evidence:
        start, end = point.found.evidence[0][0], point.found.evidence[-1][1]
        text = text[max(0, start - 30) : end + 30]
    return shorten(" ".join(text.split()), _SNIPPET, placeholder=" …")


def _claim_errors(found: Outcome) -> Iterator[str]:
    yield "\nclaims that differ"
    for one in found.claims:
        for name in sorted(one.found.keys() - one.labelled):
            yield f"{one.answer.id} {name}: not labelled; {one.found[name].reason}"
        for name in sorted(one.labelled - one.found.keys()):
            yield f"{one.answer.id} {name}: labelled, not found"
