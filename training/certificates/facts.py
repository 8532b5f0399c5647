"""What a certificate states: facts frozen at the award, as one value with canonical bytes.

A certificate says only what happened. Its bytes (RFC 8785) and their SHA-256 are stored with it, printed on it and
drawn as its pattern, so that nothing renamed or edited later can change what was issued.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

import rfc8785

from training.core.certification import LAST_DAY, Reason, read_number

VERSION = 1
NAME_LENGTH = 120


class Title(StrEnum):
    """The two titles there are. Neither describes the holder: both name what was completed."""

    THEORY = "Certificate of completion: dry needling theory"
    FOUNDATIONS = "Certificate of completion: dry needling foundations"


_KNOWLEDGE = (
    "Knowledge certificate. It records that the holder passed a written test. It is not a licence, does not show that "
    "the holder can needle safely, and gives no authority to practise. Hands-on training, supervised practice, "
    "insurance and the regulator's permission are separate."
)
LIMITS: dict[Title, str] = {
    Title.THEORY: _KNOWLEDGE,
    Title.FOUNDATIONS: (
        f"{_KNOWLEDGE} What was observed in person is the statement of the people named, about what they saw on the "
        "days given."
    ),
}
"""What a certificate does not say, in today's words. A certificate keeps the words it was issued with."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module that was studied, in the version it had then."""

    title: str
    version: str
    completed_on: date
    awaits_review: bool


@dataclass(frozen=True, slots=True)
class Exam:
    """The written exam that was passed. ``standard`` is the cut in words; ``provisional`` as published."""

    title: str
    version: str
    passed_on: date
    standard: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """A named person's statement: what was seen, where, by whom, on which days, by which checklist."""

    what: str
    where: str
    by: str
    role: str
    first_on: date
    last_on: date
    checklist: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Contact time of one kind."""

    kind: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The certificate that this one replaces, and why."""

    number: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a certificate states.

    ``awarded_on`` and ``issued_on`` are dates in the institution's ``zone``; ``issued_on`` is later where a name was
    corrected. ``valid_until`` is the last day, the whole of it; None when the award does not expire. Raises
    ValueError when the facts contradict each other. ``simulated`` says that a simulation made the holder and all they
    did; it stands in the canonical bytes only where it is so, so that those of others stay as they were.
    """

    number: str
    holder: str
    title: Title
    institution: str
    zone: str
    programme_code: str
    programme_title: str
    awarded_on: date
    issued_on: date
    valid_until: date | None
    modules: tuple[Module, ...]
    exam: Exam
    observed: tuple[Observation, ...]
    hours: tuple[Hours, ...]
    check_address: str
    limits: str
    demo: bool
    replaces: Predecessor | None = None
    simulated: bool = False

    def __post_init__(self) -> None:
        for holds, problem in (
            (read_number(self.number) == self.number, "the number is not one"),
            (
                0 < len(self.holder.strip()) == len(self.holder) <= NAME_LENGTH,
                f"a name has 1 to {NAME_LENGTH} characters",
            ),
            (self.awarded_on <= self.issued_on, "issued before it was awarded"),
            (self.valid_until is None or self.issued_on <= self.valid_until, "over before it is issued"),
            (self.valid_until is None or self.valid_until <= LAST_DAY, "the calendar ends before it is over"),
            (bool(self.observed) == (self.title is Title.FOUNDATIONS), "only foundations rest on what was observed"),
            (bool(self.limits), "it must say what it does not say: the limits"),
        ):
            if not holds:
                raise ValueError(problem)

    @property
    def check_url(self) -> str:
        """Return the address of the public page about this certificate."""
        return f"{self.check_address}/{self.number}"

    @property
    def provisional(self) -> bool:
        """Return whether content studied still awaited clinical review, or the standard was provisional."""
        return self.exam.provisional or any(module.awaits_review for module in self.modules)

    def canonical(self) -> bytes:
        """Return the facts as canonical JSON (RFC 8785): the same facts, the same bytes."""
        stated = {name: value for name, value in asdict(self).items() if name != "simulated" or value}
        return rfc8785.dumps({"format": VERSION} | _plain(stated))

    def digest(self) -> str:
        """Return the SHA-256 of the canonical bytes, 64 hex digits."""
        return sha256(self.canonical()).hexdigest()


def read(text: str) -> Facts:
    """Return the facts that ``canonical`` wrote. Raises ValueError for another format, KeyError for a missing one."""
    content: dict[str, Any] = json.loads(text)
    if content.pop("format") != VERSION:
        raise ValueError("facts of an unknown format")
    replaces = content["replaces"]
    return Facts(
        **content
        | {
            "title": Title(content["title"]),
            "awarded_on": date.fromisoformat(content["awarded_on"]),
            "issued_on": date.fromisoformat(content["issued_on"]),
            "valid_until": date.fromisoformat(content["valid_until"]) if content["valid_until"] else None,
            "modules": tuple(Module(**_dated(row, "completed_on")) for row in content["modules"]),
            "exam": Exam(**_dated(content["exam"], "passed_on")),
            "observed": tuple(Observation(**_dated(row, "first_on", "last_on")) for row in content["observed"]),
            "hours": tuple(Hours(**row) for row in content["hours"]),
            "replaces": Predecessor(replaces["number"], Reason(replaces["reason"])) if replaces else None,
        }
    )


def _dated(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return row | {name: date.fromisoformat(row[name]) for name in names}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value, in and out
    """Return a value as JSON knows it: dates in ISO 8601, tuples as lists."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
