"""Who may come in from a browser: each visitor by a secret link, with a folder of their own.

A link's secret is 128 random bits. Only its SHA-256 is kept, so that whoever reads the file cannot
come in: the secret being random, nothing slower is needed.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from interview_sim import files
from interview_sim.clock import stamp
from interview_sim.errors import InterviewSimError, NotFoundError, UsageError
from interview_sim.kept import changing

if TYPE_CHECKING:
    from interview_sim.clock import Clock

VERSION = 1
_FILE = "invites.json"
_BYTES = 16
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_SERVER = re.compile(r"(https?)://(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?/?")


class InviteError(InterviewSimError):
    """The list of invitations cannot be read."""


class Invite(Struct, frozen=True, kw_only=True):
    """One visitor's."""

    name: str
    """Theirs, and that of their folder."""
    digest: str
    """Of the link's secret."""
    made: str
    """When it was made."""


class _Listed(Struct, frozen=True, kw_only=True):
    version: int = VERSION
    invites: tuple[Invite, ...] = ()


class Invites:
    """The invitations in one folder, beside the folders of the visitors."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / _FILE

    def listed(self) -> tuple[Invite, ...]:
        """All of them, in the order in which they were made.

        Raises:
            InviteError: The list cannot be read.
        """
        try:
            listed = msgspec.json.decode(self._path.read_bytes(), type=_Listed)
        except FileNotFoundError:
            return ()
        except (OSError, msgspec.MsgspecError) as error:
            raise InviteError(
                f"{self._path}: the invitations cannot be read: {error}. Put it right, or remove "
                "it and invite everyone again; their sessions stay."
            ) from error
        if listed.version != VERSION or any(_is_wrong(invite.name) for invite in listed.invites):
            raise InviteError(f"{self._path}: these are no invitations of this version.")
        return listed.invites

    def make(self, name: str, clock: Clock) -> str:
        """Invite someone; gives the secret of the link, which is kept nowhere.

        Raises:
            UsageError: It is no name for a folder, or someone of that name is invited.
            FileError: Nothing can be written there.
        """
        if _is_wrong(name):
            raise UsageError(
                f"{name!r} cannot be the name of a folder everywhere. Use up to 40 small letters, "
                "digits, - and _."
            )
        secret = secrets.token_urlsafe(_BYTES)
        with self._changing() as known:
            if any(invite.name == name for invite in known):
                raise UsageError(
                    f"Someone called {name} is invited already. Another link for them, after: "
                    f"interview-sim serve revoke {name}"
                )
            made = stamp(clock.now())
            self._write((*known, Invite(name=name, digest=digest_of(secret), made=made)))
        return secret

    def revoke(self, name: str) -> None:
        """Let nobody in by that link any more; the visitor's folder stays.

        Raises:
            NotFoundError: Nobody of that name is invited.
        """
        with self._changing() as known:
            kept = tuple(invite for invite in known if invite.name != name)
            if len(kept) == len(known):
                raise NotFoundError(f"Nobody called {name} is invited.")
            self._write(kept)

    def holder(self, secret: str) -> Invite | None:
        """Whose link has that secret; None for nobody's. Which it is nearly tells nobody."""
        found, digest = None, digest_of(secret)
        for invite in self.listed():
            if hmac.compare_digest(invite.digest, digest):
                found = invite
        return found

    def folder_of(self, invite: Invite) -> Path:
        """The visitor's own folder, made where it is missing; for its owner's eyes alone."""
        return files.ensure_folder(self._folder / invite.name, is_private=True)

    @contextmanager
    def _changing(self) -> Iterator[tuple[Invite, ...]]:
        files.ensure_folder(self._folder, is_private=True)
        with changing(self._path):
            yield self.listed()

    def _write(self, invites: tuple[Invite, ...]) -> None:
        listed = msgspec.json.format(msgspec.json.encode(_Listed(invites=invites)))
        files.write_atomic(self._path, listed + b"\n", is_private=True)


def origin_of(url: str) -> str:
    """What browsers say of pages at that address: without the port that goes without saying.

    Raises:
        UsageError: It is not the address of a whole server.
    """
    found = _SERVER.fullmatch(url.lower())
    scheme, host, given = found.groups() if found else ("", "", "")
    usual = 443 if scheme == "https" else 80
    port = int(given or usual)
    if not host or not 0 < port < 65_536:
        # Not what was given: there may be a password in it.
        raise UsageError(
            "--url is the address of a whole server, such as https://example.org: http or https, "
            "without a user's name, a path or anything after."
        )
    return f"{scheme}://{host}" if port == usual else f"{scheme}://{host}:{port}"


def link_of(url: str, secret: str) -> str:
    """The link by which someone comes in.

    Raises:
        UsageError: It is not the address of a whole server.
    """
    return f"{origin_of(url)}/i#{secret}"


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _is_wrong(name: str) -> bool:
    return _NAME.fullmatch(name) is None
