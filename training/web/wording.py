"""Which words differ between two texts, for pages that show both."""

import re
from difflib import SequenceMatcher

ALIKE = 0.4
"""Share of words in common below which two texts are simply two texts."""
LONGEST = 3_000
"""Words beyond which a comparison by words would take too long to wait for."""

Pieces = list[tuple[str, bool]]


def changed_words(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Return both texts in pieces, each with whether it differs from the other text; joined they are the texts.

    >>> changed_words("Stop and wait.", "Stop and call.")
    ([('Stop and ', False), ('wait.', True)], [('Stop and ', False), ('call.', True)])
    """
    before, after = (re.findall(r"\S+|\s+", text) for text in (old, new))
    if max(len(before), len(after)) > LONGEST:
        return [(old, True)], [(new, True)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [(old, True)], [(new, True)]
    codes = matcher.get_opcodes()
    return (
        [("".join(before[a:b]), tag != "equal") for tag, a, b, _, _ in codes if b > a],
        [("".join(after[c:d]), tag != "equal") for tag, _, _, c, d in codes if d > c],
    )
