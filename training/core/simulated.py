"""How whatever was made by a simulation says so: in the names of its people, and in a count beside figures."""

import re

MARK = "(simulated)"
"""What the name of a simulated person ends with, wherever it stands; nobody else's name does."""
ADDRESS = "@simulated.invalid"
"""How the addresses of simulated people end; no mail goes there (RFC 2606)."""
_MARKED = re.compile(r"(\s*\(simulated\))+\s*$", re.IGNORECASE)


def called(name: str, *, simulated: bool, most: int) -> str:
    """Return a name with the mark exactly when somebody is simulated, at most ``most`` characters long.

    >>> called("Tara Okafor", simulated=True, most=120)
    'Tara Okafor (simulated)'
    >>> called("Tara Okafor (simulated)", simulated=False, most=120)
    'Tara Okafor'
    """
    plain = _MARKED.sub("", name).strip()
    return f"{plain[: most - len(MARK) - 1].rstrip()} {MARK}" if simulated else plain


def told(simulated: int, of: int, what: str = "attempts") -> str:
    """Return how many of what figures rest on were simulated, as a sentence; blank when none was.

    >>> told(12, 240)
    '12 of 240 attempts are simulated.'
    >>> told(240, 240)
    'All 240 attempts are simulated.'
    """
    if not simulated:
        return ""
    return f"All {of} {what} are simulated." if simulated == of else f"{simulated} of {of} {what} are simulated."
