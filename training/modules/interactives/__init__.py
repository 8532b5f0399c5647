"""Interactive parts of modules, one folder each: what it says, how a page draws it, what a script adds.

A part is whole without its script: `part.html` draws every state as text and figure, `part.js` only chooses among what
is there. Add a folder, then its name here.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from training.core.drafts import Reader

FOLDER = Path(__file__).parent
NAMES = (
    "active-or-latent",
    "clean-needle",
    "danger-zones",
    "emergency-drill",
    "evidence-table",
    "forest-plot",
    "needle-depth",
    "rib-bracketing",
)


@dataclass(frozen=True, slots=True)
class Interactive:
    """A part as it ships; ``data`` is what its template draws and ``digest`` names everything it says and shows.

    ``scripted`` says whether there is a script to it.
    """

    name: str
    title: str
    lead: str
    data: Mapping[str, object]
    digest: str
    scripted: bool

    def texts(self) -> Iterator[str]:
        """Yield every text it shows, in order."""
        yield self.lead
        yield from _texts(self.data)


@cache
def register() -> Mapping[str, Interactive]:
    """Return the shipped parts by name. They are read once; the files change with a release only."""
    return {name: read(FOLDER / name) for name in NAMES}


def read(folder: Path) -> Interactive:
    """Return the part of a folder. Raises DraftError for a part without title or lead, and what reading raises."""
    said = (folder / "part.toml").read_bytes()
    drawn = [path.read_bytes() for path in sorted(folder.glob("*.html"))]
    table = tomllib.loads(said.decode())
    reader = Reader({name: table.pop(name, "") for name in ("title", "lead")})
    part = Interactive(
        name=folder.name,
        title=reader.line("title"),
        lead=reader.text("lead"),
        data=table,
        digest=sha256(b"\0".join([said, *drawn])).hexdigest(),
        scripted=(folder / "part.js").is_file(),
    )
    reader.finish()
    return part


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
