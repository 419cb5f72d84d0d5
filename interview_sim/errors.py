"""Failures a user can meet: each says what happened, where, and what to do."""

from __future__ import annotations


class InterviewSimError(Exception):
    """An expected failure whose text is written for the user."""


class UsageError(InterviewSimError):
    """The request itself cannot be carried out as asked."""


class NotFoundError(InterviewSimError):
    """Something that was named does not exist."""
