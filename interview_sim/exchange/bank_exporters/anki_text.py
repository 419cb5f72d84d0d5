"""A bank as a text file for Anki: a note a question, the answer and its points on the back."""

from __future__ import annotations

import csv
import io

from interview_sim.bank.model import Bank, Question
from interview_sim.exchange.bank_exporters.cards import card_html
from interview_sim.exchange.bank_exporters.registry import Target
from interview_sim.exchange.bank_exporters.texts import back, guid, one_line, plain, topic_parts

_HEADERS = (
    "#separator:tab",
    "#html:true",
    "#notetype:Basic",
    "#guid column:1",
    "#deck column:2",
    "#tags column:5",
    "#columns:GUID\tDeck\tFront\tBack\tTags",
)


def write_anki(bank: Bank) -> str:
    """The bank as text that Anki 2.1.54 and later imports with its own headers.

    Imported again after an edit it updates the notes, since each has a name that stays.
    """
    out = io.StringIO()
    out.write("\n".join(_HEADERS) + "\n")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for question in bank.questions:
        writer.writerow(
            [
                guid(bank, question),
                _deck(bank, question),
                card_html(plain(question.prompt)),
                card_html(back(question)),
                _tags(question),
            ]
        )
    return out.getvalue()


def _deck(bank: Bank, question: Question) -> str:
    names = [bank.title, *topic_parts(question)]
    return "::".join(one_line(name).replace("::", ":").strip(": ") or "-" for name in names)


def _tags(question: Question) -> str:
    """Tags as Anki has them, without spaces within; the level is one of them."""
    tags = [*question.tags, f"level::{question.level.value}"]
    return " ".join(one_line(tag).replace(" ", "-") for tag in tags if tag.strip())


TARGET = Target(
    name="anki",
    title="a text file that Anki imports",
    suffix=".txt",
    write=write_anki,
    holds=frozenset({"misconceptions", "follow-ups", "hints", "levels", "tags"}),
)
"""Anki's notes."""
