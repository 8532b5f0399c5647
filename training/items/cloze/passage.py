"""Where the gaps of a passage stand: ``[[g1]]`` in its Markdown."""

import re
from collections.abc import Collection

from training.core.drafts import Reader
from training.core.texts import OPTION_ID

MARKER = re.compile(rf"\[\[({OPTION_ID.pattern})\]\]")

_HIDDEN = re.compile(
    rf"!\[[^\]\n]*{MARKER.pattern}|\]\([^)\n]*{MARKER.pattern}|^ {{0,3}}\[({OPTION_ID.pattern})\]:", re.MULTILINE
)


def gaps_of(passage: str) -> tuple[str, ...]:
    """Return the ids of the gaps in a passage, in the order they stand."""
    return tuple(MARKER.findall(passage))


def check_passage(reader: Reader, passage: str, ids: Collection[str]) -> None:
    """Note gaps that stand nowhere, twice, or where no page can show them, and places without a gap."""
    standing = gaps_of(passage)
    for name in sorted(set(ids) - set(standing)):
        reader.fault("passage", f"has no place for the gap {name}", f"Write [[{name}]] where it belongs.")
    for name in sorted(set(standing) - set(ids)):
        reader.fault("gaps", f"lack {name}, which stands in the passage", "Write the gap, or take its place out.")
    for name in sorted({name for name in standing if standing.count(name) > 1}):
        reader.fault("passage", f"holds the gap {name} twice", "Give each place a gap of its own.")
    if _HIDDEN.search(passage):
        reader.fault("passage", "has a gap inside a link or a picture", "Put it into the text.")
