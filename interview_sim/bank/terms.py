"""The smallest terms that a bank and its scoring share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

Id = Annotated[
    str,
    Meta(
        pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        description="Lower-case letters, digits and single hyphens.",
    ),
]
"""An id: history and transcripts refer to it, so it must stay stable."""

Ref = Annotated[
    str,
    Meta(
        pattern="^[a-z0-9]+(-[a-z0-9]+)*:[a-z0-9]+(-[a-z0-9]+)*$",
        description="A bank's id and a question's, with a colon between: bank:question.",
    ),
]
"""A question among all banks."""

Share = Annotated[float, Meta(ge=0, le=1)]
"""A part of a whole."""


class Need(StrEnum):
    """How much an answer needs a point."""

    MUST = "must"
    SHOULD = "should"
    BONUS = "bonus"


def topic_words(topic: str) -> str:
    """A topic as people read it: of a nested one its last part, `ab testing`.

    What is more than a slug was written in words already.
    """
    if not all(sign.isalnum() or sign in "-_/" for sign in topic):
        return topic
    return topic.rstrip("/").rpartition("/")[2].replace("-", " ").replace("_", " ")
