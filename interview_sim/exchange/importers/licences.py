"""The licence of a collection, from the file that states it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_FILES = re.compile(r"(licen[cs]e|copying|unlicense)([-._ ].*)?", re.IGNORECASE)

_KNOWN = (
    ("CC0-1.0", r"CC0 1\.0|creative commons zero"),
    ("CC-BY-NC-SA-4.0", r"attribution-noncommercial-sharealike 4\.0|CC[ -]BY-NC-SA[ -]4"),
    ("CC-BY-NC-ND-4.0", r"attribution-noncommercial-noderivatives 4\.0|CC[ -]BY-NC-ND[ -]4"),
    ("CC-BY-NC-4.0", r"attribution-noncommercial 4\.0|CC[ -]BY-NC[ -]4"),
    ("CC-BY-SA-4.0", r"attribution-sharealike 4\.0|CC[ -]BY-SA[ -]4"),
    ("CC-BY-ND-4.0", r"attribution-noderivatives 4\.0|CC[ -]BY-ND[ -]4"),
    ("CC-BY-SA-3.0", r"attribution-sharealike 3\.0|CC[ -]BY-SA[ -]3"),
    ("CC-BY-4.0", r"attribution 4\.0|CC[ -]BY[ -]4"),
    ("CC-BY-3.0", r"attribution 3\.0|CC[ -]BY[ -]3"),
    ("AGPL-3.0", r"gnu affero general public license\s+version 3"),
    ("LGPL-3.0", r"gnu lesser general public license\s+version 3"),
    ("GPL-3.0", r"gnu general public license\s+version 3"),
    ("GPL-2.0", r"gnu general public license\s+version 2"),
    ("Apache-2.0", r"apache license,?\s+version 2\.0"),
    ("MPL-2.0", r"mozilla public license,? (version|v\.) ?2\.0"),
    ("BSD-3-Clause", r"redistribution and use in source and binary forms"),
    ("MIT", r"\bMIT license\b|permission is hereby granted, free of charge"),
    ("Unlicense", r"this is free and unencumbered software"),
    ("WTFPL", r"do what the fuck you want to public license"),
)
"""Name and what its text says, the more particular ones first."""


def is_licence_file(name: str) -> bool:
    """Whether a file by its name states a licence rather than questions."""
    return _FILES.fullmatch(PurePosixPath(name).name) is not None


def licence_of(data: bytes) -> str:
    """The short name of the licence in a text; empty when it is none that we know."""
    head = " ".join(data[:6000].decode("utf-8", "replace").split())
    return next((name for name, says in _KNOWN if re.search(says, head, re.IGNORECASE)), "")
