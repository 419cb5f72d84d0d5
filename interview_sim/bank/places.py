"""Where the parts of a record stand in the file, for checks that come after the reading."""

from __future__ import annotations

from interview_sim.bank.nodes import Lost, Node, Scalar, Sequence
from interview_sim.bank.problems import Placed
from interview_sim.bank.reading import Origins


class Places:
    """Looks up what an author wrote for a record, and where."""

    def __init__(self, origins: Origins) -> None:
        self._origins = origins

    def node(self, record: object, key: str) -> Node | None:
        """What the author wrote under `key`; None where that is nothing."""
        mapping = self._origins.mapping(record)
        return None if mapping is None else mapping.get(key)

    def place(self, record: object, key: str = "") -> Placed:
        """Where `key` of the record stands; where the record begins, without that key."""
        node = self.node(record, key)
        return node or self._origins.mapping(record) or Lost(1, 1)

    def item(self, record: object, key: str, index: int) -> Placed:
        """Where one item of the list under `key` stands."""
        node = self.node(record, key)
        return node.items[index] if isinstance(node, Sequence) else self.place(record, key)

    def is_stand_in(self, record: object) -> bool:
        """Whether the record could not be read at all, which was told then."""
        return self._origins.mapping(record) is None

    def gives(self, record: object, key: str) -> bool:
        """Whether the author wrote anything under the key, were it something wrong."""
        node = self.node(record, key)
        if node is None or (isinstance(node, Sequence) and not node.items):
            return False
        return not (isinstance(node, Scalar) and not node.text.strip())
