"""Reading small YAML files of other kinds than banks."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import Struct

from interview_sim.bank.loading import read_record
from interview_sim.bank.nodes import Origins
from interview_sim.bank.problems import Problems
from interview_sim.errors import InterviewSimError


class Paper(Struct, frozen=True):
    """A record that no part of the program knows."""

    title: str
    pages: int = 1


class PaperError(InterviewSimError):
    """A paper cannot be used."""


def read(source: Path | bytes) -> Paper:
    """A paper of more than no pages."""

    def check(paper: Paper, problems: Problems, origins: Origins) -> None:
        place = origins.mapping(paper)
        if paper.pages < 1 and place is not None:
            problems.error(place, "a paper has pages")

    return read_record(source, Paper, "the paper", refused=PaperError, name="p.yaml", check=check)


def test_a_record_is_read_from_a_file_or_from_its_content(tmp_path: Path) -> None:
    """Both give the same record."""
    path = tmp_path / "paper.yaml"
    path.write_text("title: no\npages: 3\n")
    assert read(path) == read(path.read_bytes()) == Paper("no", 3)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"titel: x", "p.yaml:1:1: a paper has no key `titel`; did you mean `title`?"),
        (b"title: x\npages: 0", "p.yaml:1:1: a paper has pages"),
        (b"title: &a x", ("p.yaml:1:8: anchors (`&a`) are not used here; "
         "remove it, or put the text in quotes if it begins with `&`")),
        (b"*x", ("p.yaml:1:1: references (`*x`) are not used here; "
         "write the text out, or put it in quotes if it begins with `*`")),
        (b"[", ("p.yaml:1:1: this bracket is not closed; "
         "put a comma between the items and close the bracket, or put a text in quotes")),
        (b"", "p.yaml:1:1: the file is empty; begin with `format:`"),
        (b"\xff\xfea", "p.yaml:1:1: the file is in UTF-16, not in UTF-8; save it as UTF-8"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(content: bytes, message: str) -> None:
    """The error is of the caller's class and lists every problem."""
    with pytest.raises(PaperError) as wrong:
        read(content)
    assert sorted(str(wrong.value).splitlines()) == sorted(message.splitlines())


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The sentence names the file."""
    with pytest.raises(PaperError, match="there is no such file"):
        read(tmp_path / "none.yaml")


def test_a_dictionary_of_records_is_read() -> None:
    """The keys of the file are the keys of the dictionary."""
    found = read_record(b"a: {title: x}\n", dict[str, Paper], "it", refused=PaperError)
    assert found == {"a": Paper("x")}
