"""Devices known for a person: a signed cookie that says who signed in here before.

Strangers share one limit for an account; a known device has its own, so that a thousand wrong tries from elsewhere
do not keep the owner out.
"""

import secrets
from dataclasses import dataclass, field

from itsdangerous import BadSignature, URLSafeTimedSerializer

KEPT_SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie at all."""
MOST = 60
"""People remembered on one device: a classroom's shared tablet."""


@dataclass(frozen=True, slots=True)
class Device:
    """A browser: its random name, and the ids of people who signed in on it, newest last."""

    name: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    people: tuple[int, ...] = ()

    def knows(self, person_id: int | None) -> bool:
        """Return whether this person signed in here before."""
        return person_id in self.people

    def with_person(self, person_id: int) -> "Device":
        """Return the device after this person signed in."""
        others = tuple(known for known in self.people if known != person_id)
        return Device(self.name, (*others, person_id)[-MOST:])


def read(cookie: str | None, *, secret: str) -> Device:
    """Return the device a cookie names; a new one when there is none, or not ours, or too old."""
    try:
        name, people = _serializer(secret).loads(cookie or "", max_age=KEPT_SECONDS)
        return Device(str(name), tuple(int(person_id) for person_id in people))
    except (BadSignature, TypeError, ValueError):
        return Device()


def write(device: Device, *, secret: str) -> str:
    """Return the cookie of a device."""
    return str(_serializer(secret).dumps([device.name, list(device.people)]))


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="device")
