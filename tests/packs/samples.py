"""A pack of a place that does not exist, as a file holds it."""

import tomllib

from training.packs import content
from training.packs.content import Known

KNOWN = Known({"FL-R", "PPHC26", "MASTERDN"}, ("online", "live-online", "in-person", "supervised"))
PACK = """
code = "elbonia-pt"
title = "Elbonia"
profession = "physical therapists"
authority = "The board of Elbonia"

[[requirements]]
asks = "hours"
text = "50 hours in person"
hours = 50
counts = ["in-person"]
sources = ["FL-R"]
checked_on = 2026-11-20

[[requirements]]
asks = "sessions"
text = "25 supervised sessions"
sessions = 25
sources = ["FL-R"]
checked_on = 2026-11-21

[[requirements]]
asks = "field"
text = "The licence number"
field = "licence number"
sources = ["FL-R"]
checked_on = 2026-11-21
"""


def changed(*pairs, text=PACK):
    """Return the file with each first text in the place of the second."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def read(text=PACK):
    """Return the pack of a file; one that is wrong fails the test."""
    return content.parse(tomllib.loads(text), KNOWN)
