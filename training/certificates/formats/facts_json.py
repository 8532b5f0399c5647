"""The certificate as its facts: canonical JSON (RFC 8785), whose SHA-256 stands on the certificate."""

from training.certificates.facts import Facts

MEDIA_TYPE = "application/json"
SUFFIX = "json"


def write(facts: Facts) -> bytes:
    """Return the facts as they are hashed."""
    return facts.canonical()
