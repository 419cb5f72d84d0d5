"""What can go wrong with a transcript, in words for the user."""

from __future__ import annotations

import errno

from interview_sim.errors import InterviewSimError


class TranscriptError(InterviewSimError):
    """A transcript cannot be read, made or continued."""


class LockedError(TranscriptError):
    """Another window or program has the transcript open for writing."""


_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "writing there is not permitted",
    errno.EPERM: "writing there is not permitted",
    errno.ENOENT: "the folder is gone",
    errno.ENOTDIR: "a file is where its folder should be",
    errno.EIO: "the disk reports an error",
    errno.ENODEV: "the disk is gone",
    errno.ESTALE: "the network folder is gone",
    errno.EFBIG: "the file has reached the largest size allowed",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}

_REMEDIES = {
    errno.ENOSPC: "Free some space",
    errno.EDQUOT: "Free some space",
    errno.ENODEV: "Connect it again",
    errno.ESTALE: "Connect it again",
    errno.EIO: "Check the disk",
}


def os_error(error: BaseException) -> OSError | None:
    """The operating system's own error inside `error`, or None."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError):
            return seen
        seen = seen.__cause__
    return None


def reason(error: BaseException) -> str:
    """Why the system refused, as a short clause: “the disk is full”."""
    found = os_error(error)
    if found is None:
        return str(error)
    return _REASONS.get(found.errno or 0) or (found.strerror or type(found).__name__).lower()


def remedy(error: BaseException) -> str:
    """What the user can do about it, as the start of a sentence."""
    found = os_error(error)
    return _REMEDIES.get((found.errno or 0) if found else 0, "Make the folder writable again")
