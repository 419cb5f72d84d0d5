"""How common words are in technical English: four bands of stems, the commonest first."""

from __future__ import annotations

from functools import cache

from interview_sim.matching.stems import stem

_COMMON = (
    """
    use make way thing get good lot work important need case problem time number part part
    """,
    """
    data model value method example result point set different high low large small increase reduce
    """,
    """
    function feature error sample train test algorithm
    """,
    """
    """,
)


@cache
def _bands() -> dict[str, int]:
    table: dict[str, int] = {}
    for band, words in enumerate(_COMMON):
        for word in words.split():
            table.setdefault(stem(word), band)
    return table


def band_of(stemmed: str) -> int:
    """0 for the commonest words to 4 for all that are not listed."""
    return _bands().get(stemmed, len(_COMMON))


def is_known(stemmed: str) -> bool:
    """Whether it is a word of its own, so not a typo of another."""
    return stemmed in _bands()
