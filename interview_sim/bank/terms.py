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
    return _topic_parts(topic)[-1]


def topic_in_full(topic: str) -> str:
    """A topic where nothing around it says its subject: `clustering: algorithms`."""
    return ": ".join(_topic_parts(topic)[-2:])


def topic_in_sentence(topic: str) -> str:
    """The same within a sentence: `algorithms (clustering)`."""
    *subject, name = _topic_parts(topic)[-2:]
    return f"{name} ({subject[0]})" if subject else name


_INITIALS = {"llm": "LLM", "mlops": "MLOps", "nlp": "NLP", "sql": "SQL"}
"""Subjects whose names are no words."""


def _topic_parts(topic: str) -> list[str]:
    if not all(sign.isalnum() or sign in "-_/" for sign in topic):
        return [topic]
    parts = topic.strip("/").replace("-", " ").replace("_", " ").split("/")
    return [_INITIALS.get(part, part) for part in parts]
