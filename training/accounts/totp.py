"""Time-based one-time codes (RFC 6238, 30 seconds, 6 digits) and recovery codes, without a database."""

import hmac
import re
import secrets
from datetime import datetime

import pyotp
import segno

STEP = 30
CODES = 10
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that reads as a digit."""


def new_secret() -> str:
    """Return the secret of a code app, 160 random bits in base 32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """Return the time step (of 30 seconds) a code belongs to: this one or a neighbour; None for a wrong code."""
    digits = re.sub(r"\s", "", code)
    current = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    fitting = (
        [step for step in (current - 1, current, current + 1) if hmac.compare_digest(totp.at(step * STEP), digits)]
        if digits.isascii()
        else []
    )
    return fitting[-1] if fitting else None


def address(secret: str, *, email: str, issuer: str) -> str:
    """Return the otpauth address that code apps read."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def picture(address: str) -> str:
    """Return the QR code of an address as SVG, dark on light with its quiet zone, sized by style sheets."""
    return segno.make(address, error="m").svg_inline(
        scale=4, border=4, dark="#000", light="#fff", omitsize=True, title="QR code for your code app"
    )


def recovery_codes() -> tuple[str, ...]:
    """Return ten new recovery codes of 80 random bits, in groups of four characters."""
    return tuple(_code() for _ in range(CODES))


def plain(code: str) -> str:
    """Return a recovery code as it is stored: capitals, no spaces or hyphens, look-alikes read as digits."""
    letters = re.sub(r"[^0-9A-Z]", "", code.upper())
    return letters.translate(str.maketrans("OIL", "011"))


def _code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))
