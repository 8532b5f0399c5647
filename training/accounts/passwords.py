"""Passwords: argon2id, at least 12 characters, common ones refused, no rules about kinds of characters."""

import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Cost:
    """What one argon2id hash costs: memory in KiB and rounds."""

    memory_kib: int
    time: int


def normal(password: str) -> str:
    """Return a password in Unicode form NFKC, so that two keyboards type the same one."""
    return unicodedata.normalize("NFKC", password)


def hash_of(password: str, cost: Cost) -> str:
    """Return the argon2id hash of a password."""
    return _hasher(cost).hash(normal(password))


def matches(stored: str | None, password: str, cost: Cost) -> bool:
    """Return whether the password is the stored one. As much work for an account that does not exist (None)."""
    try:
        return _hasher(cost).verify(stored or _nobody(cost), normal(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_dated(stored: str, cost: Cost) -> bool:
    """Return whether a hash was made at another cost than today's."""
    return _hasher(cost).check_needs_rehash(stored)


@cache
def _nobody(cost: Cost) -> str:
    """Return a hash that no account has, so that an unknown address costs one verification too."""
    return hash_of(secrets.token_hex(16), cost)


def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.time, memory_cost=cost.memory_kib, parallelism=1)
