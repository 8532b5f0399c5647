"""Every page of the site, with who opens it and where it is found: what axe, print test and screenshots go through.

Each endpoint that answers GET with a page stands here at least once *full* (a site in use) and once *empty* (a fresh
one, or the thing before anything happened to it); the suite fails for an endpoint that is missing. Addresses hold
names in braces, which `tests/browser/worlds.py` fills. An endpoint that answers something else stands in `OTHER`.
"""

from dataclasses import dataclass

FULL, EMPTY = "full", "empty"


@dataclass(frozen=True)
class Visit:
    """One page as one person finds it in one state; ``narrow`` pages must also fit 320 pixels."""

    endpoint: str
    state: str
    who: str | None
    path: str
    narrow: bool = False

    def __str__(self) -> str:
        return f"{self.endpoint}-{self.state}-{self.who or 'stranger'}"


def both(
    endpoint: str, who: str | None, full: str, empty: str | None = None, *, narrow: bool = False
) -> tuple[Visit, ...]:
    """Return the visits of a page in both states; the address is the same unless ``empty`` is another."""
    return (
        Visit(endpoint, FULL, who, full, narrow=narrow),
        Visit(endpoint, EMPTY, who, empty or full, narrow=narrow),
    )


VISITS: tuple[Visit, ...] = (*both("accounts.sign_in", None, "/sign-in", narrow=True),)

OTHER: dict[str, str] = {
    "assets.file": "style sheets, scripts, fonts and pictures",
}
"""Endpoints that answer GET with something else than a page, and what that is."""
