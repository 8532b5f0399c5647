"""Passwords: argon2id, at least 12 characters, common ones refused, no rules about kinds of characters."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 500
SITE = ("needlewise", "needle", "needling")
HERE = Path(__file__).parent
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "qwertzuiop", "yxcvbnm", "azertyuiop")
LEET = str.maketrans("0134578@$!", "oieastbasi")


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


def complaint(password: str, *, about: Iterable[str] = ()) -> str | None:
    """Return why a password may not be chosen, and what would do; None when it may.

    ``about`` is what others know of the person: name, address, the institution's name.
    """
    text = normal(password)
    if len(text) < SHORTEST:
        return f"Use at least {SHORTEST} characters; three or four words of your own make a good password."
    if len(text) > LONGEST:
        return f"Use at most {LONGEST} characters."
    folded = text.casefold()
    if _is_pattern(folded):
        return "This is a repeated or running pattern, which is guessed early. Use words of your own."
    if folded in _listed("common_passwords.txt") or _is_one_common_word(folded):
        return "This password is among the most common ones, which are guessed first. Use words of your own."
    if _is_mostly(folded, about):
        return "This is mostly your name, your address or the site's name. Use other words."
    return None


def _is_pattern(text: str) -> bool:
    """Return whether few characters, a repeated block or runs (``abcd``, ``4321``, ``qwer``) make up the text."""
    if len(set(text)) <= 3 or re.fullmatch(r"(.{1,5})\1+.{0,4}", text, re.DOTALL):
        return True
    return sum(not _follows(one, two) for one, two in pairwise(text)) <= 2


def _follows(one: str, two: str) -> bool:
    if abs(ord(one) - ord(two)) <= 1:
        return True
    return any(one + two in row or two + one in row for row in ROWS)


def _is_one_common_word(text: str) -> bool:
    """Return whether one common word, once or repeated, and digits or signs around it are all there is."""
    candidates = {re.sub(r"[^a-z]", "", text), re.sub(r"[^a-z]", "", text.strip("0123456789!?.,*#-_ ").translate(LEET))}
    words = _listed("common_words.txt")
    return any(_once(letters) in words for letters in candidates if letters)


def _once(letters: str) -> str:
    """Return the block a text repeats, or the text: ``dragondragon`` is ``dragon``."""
    repeated = re.fullmatch(r"(.{4,}?)\1+", letters)
    return repeated[1] if repeated else letters


def _is_mostly(text: str, about: Iterable[str]) -> bool:
    """Return whether fewer than six letters are left without what others know, or none but digits and signs."""
    known = sorted({word for words in about for word in re.split(r"\W+|_", words.casefold())} | set(SITE), key=len)
    rest = text
    for word in reversed([word for word in known if len(word) >= 3]):
        rest = rest.replace(word, " ")
    return rest != text and sum(character.isalpha() for character in rest) < 6


@cache
def _listed(name: str) -> frozenset[str]:
    """Return the words of a list beside this file; its comments name where it comes from."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("# "))


@cache
def _nobody(cost: Cost) -> str:
    """Return a hash that no account has, so that an unknown address costs one verification too."""
    return hash_of(secrets.token_hex(16), cost)


def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.time, memory_cost=cost.memory_kib, parallelism=1)
