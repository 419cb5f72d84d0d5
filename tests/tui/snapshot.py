"""Pictures of screens, compared as SVG files that stand beside the tests."""

from __future__ import annotations

import re
from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.app import App

_FONT_FACES = re.compile(r"\s*@font-face\s*\{.*?\}", re.DOTALL)
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)


class SvgExtension(SingleFileSnapshotExtension):
    """One `.svg` a snapshot, written as text."""

    _write_mode = WriteMode.TEXT
    file_extension = "svg"


def svg(app: App[Any]) -> str:
    """The screen as an SVG without references to web fonts, so that it names no host."""
    picture = _COMMENTS.sub("", _FONT_FACES.sub("", app.export_screenshot(title="interview-sim")))
    return "\n".join(line.rstrip() for line in picture.splitlines()) + "\n"
