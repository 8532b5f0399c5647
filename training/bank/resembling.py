"""Which items of the bank resemble a draft, whatever the domain and the pool."""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from training.bank import checks
from training.bank.models import BankItem, ItemVersion
from training.bank.queries import versions
from training.core.drafts import Draft
from training.core.resemblance import Asked, Index
from training.db import db
from training.linting import near_duplicates
from training.linting.near_duplicates import ENGLISH_WORDS
from training.linting.texts import plain

LEAST = 0.25
"""The least resemblance that is shown; near-duplicates have more."""
MOST = 4
FEWEST = 4
"""Words a draft must have before it is compared: two words resemble too much."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An item like the draft by ``share``, 0-1; its stem as read. ``other_pool`` names its pool if not the draft's."""

    code: str
    number: int
    stem: str
    share: float
    other_pool: str = ""

    @property
    def near_duplicate(self) -> bool:
        """Return whether the linter takes the two for the same question."""
        return self.share >= near_duplicates.LEAST


class _Kept:
    """The index of all newest versions, made anew when one is written; words of an unchanged domain are kept."""

    def __init__(self) -> None:
        self._domains: WeakKeyDictionary[Engine, dict[str, tuple[object, Mapping[str, Asked]]]] = WeakKeyDictionary()
        self._indices: WeakKeyDictionary[Engine, tuple[object, Index]] = WeakKeyDictionary()

    def index(self) -> Index:
        """Return the index by code; each engine's database has its own."""
        stamps = _stamps()
        stamp, index = self._indices.get(db.engine, (None, None))
        if index is None or stamp != stamps:
            index = Index(
                {code: asked for domain in stamps for code, asked in self._words(domain, stamps[domain]).items()}
            )
            self._indices[db.engine] = (stamps, index)
        return index

    def _words(self, domain: str, stamp: object) -> Mapping[str, Asked]:
        made = self._domains.setdefault(db.engine, {})
        if made.get(domain, (None,))[0] != stamp:
            made[domain] = (stamp, _asked(domain))
        return made[domain][1]


def _stamps() -> dict[str, object]:
    """Return by domain what changes with every version that is written or brought forward."""
    rows = select(ItemVersion.domain, func.count(), func.sum(ItemVersion.number)).group_by(ItemVersion.domain)
    return {domain: (versions_there, int(numbers)) for domain, versions_there, numbers in db.session.execute(rows)}


_kept = _Kept()


def similar(draft: Draft) -> list[Similar]:
    """Return the items of the bank that resemble a draft, the likest first; itself is left out."""
    asked = ENGLISH_WORDS.asked(checks.view(draft))
    if len(asked.stem) + len(asked.answer) < FEWEST:
        return []
    found = dict(_kept.index().like(asked, least=LEAST, most=MOST + 1))
    found.pop(str(draft.get("code", "")), None)
    likest = list(found)[:MOST]
    rows = versions.newest_of(likest)
    return [_similar(code, row, found[code], draft.get("pool")) for code in likest if (row := rows.get(code))]


def _similar(code: str, row: ItemVersion, share: float, pool: object) -> Similar:
    stem, own = plain(str(row.content.get("stem", ""))), str(row.content.get("pool", ""))
    return Similar(code, row.number, stem, share, own if pool and own != pool else "")


def _asked(domain: str) -> dict[str, Asked]:
    newest = select(ItemVersion.item_id, func.max(ItemVersion.number).label("number")).group_by(ItemVersion.item_id)
    last = newest.subquery()
    rows = db.session.execute(
        select(BankItem.code, ItemVersion.content)
        .join(ItemVersion, ItemVersion.item_id == BankItem.id)
        .join(last, (last.c.item_id == ItemVersion.item_id) & (last.c.number == ItemVersion.number))
        .where(ItemVersion.domain == domain)
    )
    return {code: ENGLISH_WORDS.asked(checks.view(content)) for code, content in rows}
