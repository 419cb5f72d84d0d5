"""Where the key of an endpoint comes from: the environment, else the system's keyring.

It is never in a file of ours, and it is taken out of whatever an endpoint sends back.
"""

from __future__ import annotations

from collections.abc import Mapping

from interview_sim.config import Endpoint

SERVICE = "interview-sim"
"""What the keyring keeps our keys under; the name there is that of the variable."""

_LEAST = 4
"""A shorter key is no secret, and taking it out would only spoil words."""


def find_key(endpoint: Endpoint, env: Mapping[str, str]) -> str:
    """The key by the name that the settings give it; empty where there is none."""
    if not endpoint.key_env:
        return ""
    return env.get(endpoint.key_env, "").strip() or _from_keyring(endpoint.key_env)


def _from_keyring(name: str) -> str:
    try:
        import keyring
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, name) or ""
    except Exception:  # locked, no backend, no bus: there are many, and it is the same to us
        return ""


def hidden(text: str, key: str) -> str:
    """The text without the key."""
    return text.replace(key, "…") if len(key) >= _LEAST else text
