"""Helpers for formats of other programs: bring bytes in, and see what became of them."""

from __future__ import annotations

import io
import json
import zipfile

from interview_sim.bank.loading import parse_bank
from interview_sim.bank.model import Bank
from interview_sim.bank.writing import write_bank
from interview_sim.exchange.importers.documents import Document
from interview_sim.exchange.importers.imported import ImportedQuestion, ImportOptions, ImportResult
from interview_sim.exchange.importers.make_bank import MadeBank, make_bank
from interview_sim.exchange.importers.registry import read_documents


def read(name: str, data: object, **options: object) -> ImportResult:
    """What one document holds; anything but text and bytes is written as JSON."""
    if not isinstance(data, str | bytes):
        data = json.dumps(data)
    raw = data.encode() if isinstance(data, str) else data
    return read_documents([Document(name, raw)], ImportOptions(**options))  # type: ignore[arg-type]


def only(name: str, data: str | bytes, **options: object) -> ImportedQuestion:
    """The one question that a document holds."""
    (draft,) = read(name, data, **options).questions
    return draft


def built(result: ImportResult) -> MadeBank:
    """The bank that a result makes, which passes the check."""
    made = make_bank(result, ImportOptions())
    checked = parse_bank(write_bank(made.bank), "made.yaml")
    assert checked.bank is not None, checked.errors
    return made


def bring_in(name: str, data: str | bytes) -> Bank:
    """The bank that a document makes."""
    return built(read(name, data)).bank


def prompts(result: ImportResult) -> list[str]:
    """What the questions ask, in their order."""
    return [question.prompt for question in result.questions]


def pairs(result: ImportResult) -> list[tuple[str, str]]:
    """Each question with its answer."""
    return [(question.prompt, question.answer) for question in result.questions]


def skipped(result: ImportResult | MadeBank) -> list[tuple[str, str]]:
    """What was skipped, and why."""
    return [(item.what, item.why) for item in result.skipped]


def whys(result: ImportResult) -> list[str]:
    """The reasons for what was skipped."""
    return [item.why for item in result.skipped]


def zipped(
    members: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED, **modes: int
) -> bytes:
    """A zip with these members, plain files unless another mode is given for the name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = modes.get(name, 0o100644) << 16
            archive.writestr(info, data, compression)
    return out.getvalue()
