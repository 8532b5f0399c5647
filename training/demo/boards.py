"""What boards ask, in the demonstration: the packs that can be active are, and one trainee chose two of them."""

from collections.abc import Mapping
from datetime import date, datetime

from training import db as database
from training import sources
from training.packs import files, queries, readiness, service
from training.packs.content import Pack

WHO, HOW_MANY = "nora", 2
WHY = "For the demonstration. On a site in use: who read which page of the board, and when."


def play(ids: Mapping[str, int], *, today: date, now: datetime) -> None:
    """Load the packs that ship, activate those that lack nothing, and let a trainee choose the two that ask most."""
    ada = ids["ada"]
    service.load(files.read(files.FOLDER, queries.known()).packs, by=ada, now=now)
    ready = [pack for pack in _loaded() if not readiness.lacking(pack, sources.register(), today=today)]
    for pack in ready:
        service.activate(pack.code, 1, WHY, instead_of=None, by=ada, now=now, today=today)
    most = sorted(ready, key=lambda pack: (-len(pack.requirements), pack.code))[:HOW_MANY]
    service.choose(ids[WHO], [pack.code for pack in most], now=now)
    database.commit_step()


def _loaded() -> list[Pack]:
    return [version.pack for version in queries.newest()]
