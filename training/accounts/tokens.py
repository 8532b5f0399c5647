"""Secrets that are handed out once: made of chance, stored as their SHA-256 only."""

import secrets
from hashlib import sha256


def new() -> str:
    """Return 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return the SHA-256 of a token (64 hex digits), as it is stored."""
    return sha256(token.encode()).hexdigest()
