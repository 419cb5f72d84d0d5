"""Rubrics as lists of text: what is written is read back the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.model import Need, Point
from interview_sim.exchange.rubric_lists import (
    listed,
    point_text,
    read_point,
    split_sections,
)

line = (
    st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(char.isalnum() for char in text))
)
probes = st.one_of(st.none(), line)


@st.composite
def points(draw: st.DrawFn) -> Point:
    """A point or a group."""
    text = "\n".join(draw(st.lists(line, min_size=1, max_size=3)))
    need = draw(st.sampled_from(Need))
    weight = draw(st.sampled_from([1.0, 2.0, 0.5, 99.99]))
    probe = draw(probes)
    if draw(st.booleans()):
        return Point(id="p", point=text, need=need, weight=weight, probe=probe)
    members = tuple(Point(id=f"m{n}", point=draw(line)) for n in range(draw(st.integers(1, 3))))
    pick = draw(st.integers(1, len(members)))
    label = text.partition("\n")[0]
    return Point(id="p", point=label, need=need, weight=weight, probe=probe, pick=pick, of=members)


@given(points())
def test_a_point_reads_back_as_it_was(point: Point) -> None:
    """Text, need, weight, probe and members survive, whatever the text looks like."""
    found = read_point(point_text(point))
    if not point.of and "\n" in point.point and not point.probe:
        last = point.point.rpartition("\n")[2]
        if last.startswith("Probe: "):
            return
    assert (found.text, found.need, found.weight, found.probe or None, found.pick) == (
        point.point, point.need, point.weight, point.probe, point.pick
    )  # fmt: skip
    assert [member.text for member in found.of] == [member.point for member in point.of]


@given(st.lists(points(), min_size=1, max_size=4))
def test_lists_at_the_end_are_taken_off_the_text_before_them(found: list[Point]) -> None:
    """The body is what was there before, and every point is there."""
    text = f"Body.\n\n- its own\n\n**Key points**\n\n{listed(map(point_text, found))}"
    sections = split_sections(text)
    assert sections.body == "Body.\n\n- its own"
    assert len(sections.points) == len(found)


def test_only_lists_of_items_at_the_end_are_taken() -> None:
    """A name within the text, in code, or above prose is part of the text."""
    for text in (
        "**Key points**\n\n- a\n\nMore prose.",
        "```\n**Key points**\n\n- a\n```",
        "Key points are many\n\n- a",
        "**Key points**",
        "**Key points**\n\nprose",
    ):
        assert split_sections(text).body == text


def test_names_of_lists_are_known_as_people_write_them() -> None:
    """Headings, bold lines and lines with a colon name a list."""
    for name in ("## Key points", "**key points:**", "Key points:", "__Key Points__"):
        assert [p.text for p in split_sections(f"A.\n\n{name}\n- b\n- c").points] == ["b", "c"]


def test_the_last_of_two_lists_of_a_name_is_the_one() -> None:
    """A model answer that has such a list itself keeps it when another is written behind it."""
    text = "**Key points**\n\n- own\n\n**Key points**\n\n- (must) real"
    sections = split_sections(text)
    assert sections.body == "**Key points**\n\n- own"
    assert [(p.text, p.need) for p in sections.points] == [("real", Need.MUST)]
