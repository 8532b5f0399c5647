"""Formats a certificate is written in: a module each, named in one line here."""

from types import MappingProxyType
from typing import Protocol

from training.certificates.facts import Facts
from training.certificates.formats import facts_json, pdf


class Format(Protocol):
    """What a module of this package has."""

    MEDIA_TYPE: str
    SUFFIX: str

    def write(self, facts: Facts) -> bytes:
        """Return a certificate with these facts; the same facts, the same bytes."""
        ...


FORMATS: MappingProxyType[str, Format] = MappingProxyType({"pdf": pdf, "json": facts_json})
