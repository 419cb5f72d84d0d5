"""What the records of a bank tell about themselves."""

from __future__ import annotations

from interview_sim.bank.model import Point
from interview_sim.bank.terms import Need


def test_members_of_a_group_have_its_need() -> None:
    """Whoever reads the leaves of a group sees the need that counts, not the default."""
    members = (Point(id="a", point="A"), Point(id="b", point="B", match=("b",)))
    group = Point(id="g", pick=1, need=Need.BONUS, of=members)
    assert [(leaf.id, leaf.need) for leaf in group.leaves] == [("a", "bonus"), ("b", "bonus")]
    assert group.leaves[1].match == ("b",)
    assert group.of == members


def test_a_plain_point_is_its_own_leaf() -> None:
    """A point outside a group keeps its need; a group of equals gives its members as they are."""
    point = Point(id="a", point="A", need=Need.SHOULD)
    assert point.leaves == (point,)
    assert Point(id="g", pick=1, need=Need.SHOULD, of=(point,)).leaves == (point,)
