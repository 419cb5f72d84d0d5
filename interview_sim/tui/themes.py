"""The two themes of our own, calm, with colour kept for its four meanings."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="dark",
    primary="#7fb2d9",
    secondary="#8fa3b3",
    accent="#7fb2d9",
    success="#8cc28f",
    warning="#e0b062",
    error="#e58a86",
    foreground="#dbe1e6",
    background="#12161b",
    surface="#181d23",
    panel="#222932",
    dark=True,
    variables={
        "border": "#7fb2d9",
        "border-blurred": "#46515c",
        "text-muted": "#93a0ac",
        "text-accent": "#93c0e4",
        "text-primary": "#93c0e4",
        "text-success": "#9ccf9f",
        "text-warning": "#e6bd78",
        "text-error": "#ee9a96",
    },
)

LIGHT = Theme(
    name="light",
    primary="#1c5c94",
    secondary="#566573",
    accent="#1c5c94",
    success="#2a6b3c",
    warning="#835400",
    error="#a02c2c",
    foreground="#20262c",
    background="#faf9f6",
    surface="#f3f1ec",
    panel="#e5e2da",
    dark=False,
    variables={
        "border": "#1c5c94",
        "border-blurred": "#a9a59b",
        "text-muted": "#5d6670",
        "text-accent": "#17507f",
        "text-primary": "#17507f",
        "text-success": "#235c33",
        "text-warning": "#714800",
        "text-error": "#8c2222",
    },
)

OTHER = {"dark": "light", "light": "dark"}
"""What the brightness key changes each to; any other theme goes to one of these."""
