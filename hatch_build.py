"""What is packed beside the code: the banks that ship, whichever there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedBanks(BuildHookInterface[Any]):
    """Packs each bank and the schema that editors look for; the tests of points are for authors."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to what is built; an editable install reads them where they are."""
        if version == "editable":
            return
        folder = Path(self.root) / "banks"
        for path in (folder / "bank.schema.json", *folder.glob("*.yaml")):
            build_data["force_include"][str(path)] = f"interview_sim/shipped/banks/{path.name}"
