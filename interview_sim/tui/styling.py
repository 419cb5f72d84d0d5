"""Where the style sheets are."""

from __future__ import annotations

from pathlib import Path

_STYLES = Path(__file__).parent / "styles"


def style_sheet(name: str) -> Path:
    """The style sheet of that name, as an absolute path for `CSS_PATH`."""
    return _STYLES / f"{name}.tcss"
