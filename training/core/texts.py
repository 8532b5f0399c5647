"""What codes, ids and figures look like in an item's texts, and how texts are rewritten."""

import re
from collections.abc import Callable
from typing import TypeAlias

Rewrite: TypeAlias = Callable[[str], str]

MAX_CODE = 100
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*){2}")
OPTION_ID = re.compile(r"[a-z][a-z0-9]{0,7}")
WORD = re.compile(r"[^\s,;]{1,60}")
FIGURE = re.compile(r"(?<=\]\()figure:([A-Za-z0-9][A-Za-z0-9._-]{0,99})(?=[)\s])")
FIGURE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
MAX_FIGURE_NAME = 100
_ADDRESS = re.compile(r"\]\((?:figure:)?([^()\s]+)\)\Z")


def placed(name: str, rewrite: Rewrite) -> str:
    """Return where a file lies for a ``rewrite`` that puts addresses in the place of figures; else its own name."""
    found = _ADDRESS.search(rewrite(f"![](figure:{name})"))
    return found[1] if found else name
