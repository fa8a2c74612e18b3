"""Secrets that are shown once: random, and only a hash of each is kept."""

from __future__ import annotations

import hashlib
import secrets

SECRET_BYTES = 32
"""256 random bits cannot be guessed or looked up in a list of hashes, so one round of SHA-256 keeps a secret
as safe as a slow hash for passwords would, and a request is not made to wait for it."""


def new_secret() -> str:
    """A secret that nobody had before, in letters that may stand in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
