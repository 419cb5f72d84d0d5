"""What is packed beside the code: the banks that ship, whichever there are, ready to be loaded."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedBanks(BuildHookInterface[Any]):
    """Packs each bank, its entry of the cache of banks, and the schema that editors look for.

    The tests of points are for authors and stay out.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to what is built; an editable install reads banks where they are."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from interview_sim.bank.cache import BUILT, built_entry

        folder = Path(self.root) / "banks"
        self._built = Path(tempfile.mkdtemp())
        packed = {path: path.name for path in (folder / "bank.schema.json", *folder.glob("*.yaml"))}
        for path in folder.glob("*.yaml"):
            name, content = built_entry(path.read_bytes(), path.name)
            (self._built / name).write_bytes(content)
            packed[self._built / name] = f"{BUILT}/{name}"
        for path, name in packed.items():
            build_data["force_include"][str(path)] = f"interview_sim/shipped/banks/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take away what was made for it."""
        if version != "editable":
            shutil.rmtree(self._built)
