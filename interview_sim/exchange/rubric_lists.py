"""Rubrics as lists of text, for formats that have no rubrics: written here, and read back here.

A point is an item, with what is not usual in brackets before it:

    **Key points**

    - (must, ×2) Averaging many trees lowers variance.
      Probe: Why does averaging help?
    - (any 2 of these) Reasons
      Probe: What else speaks for it?
      - It overfits less than one deep tree.
      - It needs little tuning.

Such lists are at the end of a text, under a line that says what is in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct, structs

from interview_sim.bank.model import Misconception, Point, Question
from interview_sim.bank.terms import Need
from interview_sim.exchange.importers.imported import ImportedFollowUp, ImportedPoint


class Part(StrEnum):
    """The lists that a text can end with, in their order, each under the words that head it."""

    POINTS = "Key points"
    FOLLOW_UPS = "Follow-up questions"
    MISTAKES = "Common mistakes"
    HINTS = "Hints"


class Sections(Struct, frozen=True):
    """A text taken apart."""

    body: str
    points: tuple[ImportedPoint, ...] = ()
    follow_ups: tuple[ImportedFollowUp, ...] = ()
    mistakes: tuple[Misconception, ...] = ()
    """Without ids."""
    hints: tuple[str, ...] = ()


_ORDER = list(Part)
_LABELS = "|".join(part.value for part in Part)
_LABEL = re.compile(
    rf"^(?:#{{1,6}} +)?(?:\*\*|__)?({_LABELS})(:?)(?:\*\*|__)?(:?)[ #]*$", re.IGNORECASE
)
_BY_NAME = {part.value.casefold(): part for part in Part}
_IS_MARKED = re.compile(r"^(?:#|\*\*|__)|:\W*$")
_FENCE = re.compile(r"^ *(`{3,}|~{3,})")
_NEEDS = "|".join(Need)
_NOTE = re.compile(
    rf"\((?=\S)(?:(?P<need>{_NEEDS})(?:, |(?=\))))?(?:[×x](?P<weight>\d{{1,3}}(?:\.\d{{1,6}})?)"
    r"(?:, |(?=\))))?(?:any (?P<pick>\d{1,3}) of these)?\)(?: |$)"
)
_PROBE = "Probe: "
_CORRECTION = "Rather: "
_BULLETS = ("- ", "* ")
_MAX_ITEMS = 500


# -- writing -------------------------------------------------------------------------------------


def point_text(point: Point) -> str:
    """A point as the text of an item, with its need and weight, probe and members."""
    notes = []
    if point.need is not Need.SHOULD:
        notes.append(point.need.value)
    if point.weight != 1.0:
        notes.append(f"×{point.weight:.6f}".rstrip("0").rstrip("."))
    if point.is_group:
        notes.append(f"any {point.pick or len(point.of)} of these")
    text = " ".join(point.point.split()) if point.is_group else point.point.strip()
    if not notes and _NOTE.match(text):
        notes.append(point.need.value)
    lines = [f"({', '.join(notes)}) {text}".rstrip() if notes else text]
    if point.probe:
        lines.append(_PROBE + " ".join(point.probe.split()))
    lines += [_item(member.point) for member in point.of]
    return "\n".join(lines)


def lists_of(question: Question) -> list[tuple[Part, str]]:
    """The lists that a question has, as Markdown: points, follow-ups, mistakes, hints."""
    asked = (
        f"{' '.join(follow_up.ask.split())}\n\n{follow_up.model_answer.strip()}"
        for follow_up in question.follow_ups
    )
    wrong = (
        " ".join(mistake.claim.split())
        + (f"\n{_CORRECTION}{' '.join(mistake.correction.split())}" if mistake.correction else "")
        for mistake in question.misconceptions
    )
    lists = (
        (Part.POINTS, listed(map(point_text, question.rubric))),
        (Part.FOLLOW_UPS, listed(asked)),
        (Part.MISTAKES, listed(wrong)),
        (Part.HINTS, listed(question.hints)),
    )
    return [(part, text) for part, text in lists if text]


def listed(texts: Iterable[str]) -> str:
    """A list with each text, of however many lines, as an item."""
    return "\n".join(map(_item, texts))


def _item(text: str) -> str:
    first, *rest = text.strip().split("\n")
    return "\n".join([f"- {first}", *(f"  {line}".rstrip() for line in rest)])


# -- reading -------------------------------------------------------------------------------------


def split_sections(text: str) -> Sections:
    """A text without the named lists at its end, and what is in these.

    A list whose name does not head the end of the text, or that holds anything but items, stays
    in the body.
    """
    lines = text.strip().split("\n")
    labels = _labels(lines)
    found: dict[Part, list[str]] = {}
    end = len(lines)
    for number, part in reversed(labels):
        is_later = all(_ORDER.index(part) < _ORDER.index(other) for other in found)
        items = read_items(lines[number + 1 : end]) if is_later else None
        if not items:
            break
        found[part] = items
        end = number
    return Sections(
        "\n".join(lines[:end]).strip(),
        points=tuple(map(read_point, found.get(Part.POINTS, ()))),
        follow_ups=tuple(map(_follow_up, found.get(Part.FOLLOW_UPS, ()))),
        mistakes=tuple(map(read_mistake, found.get(Part.MISTAKES, ()))),
        hints=tuple(found.get(Part.HINTS, ())),
    )


def read_items(lines: Sequence[str]) -> list[str] | None:
    """The items of a list with all below each; None when there is anything but items."""
    items: list[list[str]] = []
    for line in lines:
        if line.startswith(_BULLETS):
            items.append([line[2:]])
        elif not line.strip():
            if items:
                items[-1].append("")
        elif items and line.startswith("  "):
            items[-1].append(line[2:])
        else:
            return None
    return ["\n".join(found).strip() for found in items[:_MAX_ITEMS]]


def statements(text: str) -> list[str]:
    """The items and paragraphs of a text for graders, one a statement.

    A line that only leads to a list, with a colon at its end, is none.
    """
    found: list[tuple[bool, list[str]]] = []
    in_list = in_paragraph = False
    for line in text.strip().split("\n"):
        is_item = line.startswith(_BULLETS)
        is_inner = in_list and line.startswith("  ")
        if not line.strip():
            in_paragraph = False
            if in_list:
                found[-1][1].append("")
            continue
        if is_inner or (in_paragraph and not is_item):
            found[-1][1].append(line[2:] if is_inner else line)
        else:
            found.append((is_item, [line[2:] if is_item else line]))
        in_list = is_item or is_inner
        in_paragraph = not in_list
    texts = ("\n".join(lines).strip() if is_item else _paragraph(lines) for is_item, lines in found)
    return [statement for statement in texts if any(map(str.isalnum, statement))][:_MAX_ITEMS]


def _paragraph(lines: Iterable[str]) -> str:
    text = " ".join(" ".join(lines).split())
    return "" if text.endswith(":") else text


def read_point(text: str) -> ImportedPoint:
    """The point that an item is, with what is in brackets before it."""
    text = text.strip()
    note = _NOTE.match(text)
    if note is None or note.end() == note.start() + 2:
        text, probe = _probed(text)
        return ImportedPoint(text=text, probe=probe)
    text = text[note.end() :]
    weight = float(note["weight"] or 1)
    need = Need(note["need"].lower()) if note["need"] else Need.SHOULD
    point = ImportedPoint(text="", need=need, weight=min(weight, 100.0) or 1.0)
    group = None if note["pick"] is None else _group(point, text, int(note["pick"]))
    if group is not None:
        return group
    text, probe = _probed(text)
    return structs.replace(point, text=text, probe=probe)


def _group(point: ImportedPoint, text: str, pick: int) -> ImportedPoint | None:
    """The point as a group of the items below its first lines, if there are enough."""
    label, _, rest = text.partition("\n")
    probe = ""
    if rest.startswith(_PROBE):
        probe, _, rest = rest.removeprefix(_PROBE).partition("\n")
    members = read_items(rest.split("\n")) if rest else None
    if not members or not 1 <= pick <= len(members):
        return None
    # Members inherit the group's need; the model's default is what a bank then leaves out.
    of = tuple(ImportedPoint(text=member, need=Need.MUST) for member in members)
    return structs.replace(point, text=label, probe=probe.strip(), pick=pick, of=of)


def _probed(text: str) -> tuple[str, str]:
    """A point's text without the line at its end that says what to ask."""
    before, _, last = text.rpartition("\n")
    if before and last.startswith(_PROBE):
        return before.rstrip(), last.removeprefix(_PROBE).strip()
    return text, ""


def _follow_up(text: str) -> ImportedFollowUp:
    ask, _, answer = text.partition("\n")
    return ImportedFollowUp(ask=ask.strip(), answer=answer.strip())


def read_mistake(text: str) -> Misconception:
    """The wrong claim that an item is, and the correction below it; it has no id yet."""
    claim, _, right = text.partition("\n")
    correction = " ".join(right.strip().removeprefix(_CORRECTION).split())
    return Misconception(id="", claim=claim.strip(), correction=correction)


def _labels(lines: Sequence[str]) -> list[tuple[int, Part]]:
    """The lines outside code that name a list."""
    found = []
    for number, (line, is_code) in enumerate(with_code(lines)):
        label = None if is_code else _LABEL.match(line.strip())
        if label is not None and _IS_MARKED.search(line.strip()):
            found.append((number, _BY_NAME[label.group(1).casefold()]))
    return found


def with_code(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Lines of Markdown, and whether each is in a block of code."""
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark is not None and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)
        yield line, bool(fence)
