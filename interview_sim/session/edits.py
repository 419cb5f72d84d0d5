"""The difference between two drafts, as one edit."""

from __future__ import annotations


def difference(before: str, after: str) -> tuple[int, int, str] | None:
    """Where, how many characters go, and what comes; None where nothing changed.

    Offsets are in code points.
    """
    if before == after:
        return None
    start = _shared_start(before, after)
    room = min(len(before), len(after)) - start
    end = _shared_start(before[::-1][:room], after[::-1][:room])
    return start, len(before) - start - end, after[start : len(after) - end]


def _shared_start(one: str, other: str) -> int:
    """Length of the common prefix, by halving: slices compare at C speed on long answers."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def printable_draft(text: str) -> str:
    """The draft with lone surrogates, which no file can hold, replaced one for one."""
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
