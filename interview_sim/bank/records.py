"""Reads small YAML files of any kind, such as plans and rubrics, with the same care as banks.

The YAML parser is imported only when something is read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from interview_sim.errors import InterviewSimError

if TYPE_CHECKING:
    from interview_sim.bank.problems import Problems
    from interview_sim.bank.reading import Origins

Record = TypeVar("Record")


def read_record(
    source: Path | bytes,
    wanted: type[Record],
    called: str,
    *,
    refused: type[InterviewSimError],
    name: str = "",
    check: Callable[[Record, Problems, Origins], None] | None = None,
) -> Record:
    """What a YAML file says, as the type `wanted`.

    Args:
        source: The file, or its content.
        wanted: A msgspec struct, or a dictionary of them.
        called: What problems call the whole, such as "the plan".
        refused: The class of the error that lists what is wrong.
        name: What problems call the file where `source` is the content.
        check: Looks for what the type cannot say, once all values can be read.

    Raises:
        InterviewSimError: Of the class `refused`; every problem is told with its place.
    """
    from msgspec import inspect

    from interview_sim.bank.composing import compose
    from interview_sim.bank.decoding import decode
    from interview_sim.bank.loading import read_bytes
    from interview_sim.bank.problems import Problem, Problems
    from interview_sim.bank.reading import Origins, Reader

    content = source if isinstance(source, bytes) else read_bytes(source)
    if isinstance(content, Problem):
        raise refused(str(content))
    problems = Problems(name if isinstance(source, bytes) else str(source))
    origins = Origins()
    text = decode(content, problems)
    root = None if text is None else compose(text, problems)
    if root is not None:
        record: Record = Reader(problems, origins).read(inspect.type_info(wanted), root, called)
        if check is not None and not problems.has_errors:
            check(record, problems, origins)
        if not problems.has_errors:
            return record
    raise refused("\n".join(map(str, problems.told())))
