"""How much is read before an import is refused."""

from __future__ import annotations

MAX_FILES = 5_000
"""Files in one folder or zip."""

MAX_FILE_BYTES = 8_000_000
"""One text file; more than a book."""

MAX_PACKAGE_BYTES = 200_000_000
"""One zip or package, which may carry pictures and sound."""

MAX_TOTAL_BYTES = 64_000_000
"""All text together, and all that one zip unpacks to."""

MAX_DEPTH = 16
"""Folders within each other."""

MAX_RATIO = 100
"""How many times its size a member of a zip may unpack to."""

MAX_QUESTIONS = 20_000
"""Questions in one bank."""

MAX_MARKDOWN_BYTES = 3_000_000
"""One Markdown file; its parser reads about a quarter of that in a second."""

MAX_BLOCKS = 60_000
"""Headings, paragraphs and lists in one Markdown file."""

MAX_TEXT = 40_000
"""Characters of one prompt or answer; more is cut, and a note says so."""


def megabytes(size: int) -> str:
    """A limit as messages give it."""
    return f"{size // 1_000_000} MB"
