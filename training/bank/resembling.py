"""Which items of the bank resemble a draft: words of question and answers, whatever the domain."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from training.bank.models import BankItem, ItemVersion
from training.bank.queries import versions
from training.core.drafts import Draft
from training.core.resemblance import Index, words_of
from training.db import db

LEAST = 0.45
"""The least share of words in common, by weight, that is shown: of the 80 shipped items one pair is over it."""
MOST = 4
FEWEST = 6
"""Words a draft must have before it is compared: two words resemble too much."""
SHOWN = frozenset({"stem", "text", "passage", "match", "value"})
"""What a trainee reads of an item; reasons and the header are left out."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An item like the draft; ``share`` of the words by weight is common to both, 0-1."""

    code: str
    number: int
    stem: str
    share: float


class _Kept:
    """An index a domain, made anew when the domain has other newest versions than it was made from."""

    def __init__(self) -> None:
        self._made: WeakKeyDictionary[Engine, dict[str, tuple[object, Index]]] = WeakKeyDictionary()

    def all(self) -> list[Index]:
        """Return the indices of all domains, of the newest versions by code; each engine's database has its own."""
        made = self._made.setdefault(db.engine, {})
        for domain, stamp in _stamps().items():
            if made.get(domain, (None,))[0] != stamp:
                made[domain] = (stamp, _index(domain))
        return [index for _stamp, index in made.values()]


def _stamps() -> dict[str, object]:
    """Return by domain what changes with every version that is written or brought forward."""
    rows = select(ItemVersion.domain, func.count(), func.sum(ItemVersion.number)).group_by(ItemVersion.domain)
    return {domain: (versions_there, int(numbers)) for domain, versions_there, numbers in db.session.execute(rows)}


_kept = _Kept()


def similar(draft: Draft) -> list[Similar]:
    """Return the items of the bank that resemble a draft, the likest first; itself is left out."""
    words = words_of(_texts(draft))
    if len(words) < FEWEST:
        return []
    found = {code: share for index in _kept.all() for code, share in index.like(words, least=LEAST, most=MOST + 1)}
    found.pop(str(draft.get("code", "")), None)
    likest = sorted(found, key=lambda code: (-found[code], code))[:MOST]
    rows = versions.newest_of(likest)
    return [
        Similar(code, row.number, str(row.content.get("stem", "")), found[code])
        for code in likest
        if (row := rows.get(code))
    ]


def _index(domain: str) -> Index:
    newest = select(ItemVersion.item_id, func.max(ItemVersion.number).label("number")).group_by(ItemVersion.item_id)
    last = newest.subquery()
    rows = db.session.execute(
        select(BankItem.code, ItemVersion.content)
        .join(ItemVersion, ItemVersion.item_id == BankItem.id)
        .join(last, (last.c.item_id == ItemVersion.item_id) & (last.c.number == ItemVersion.number))
        .where(ItemVersion.domain == domain)
    )
    return Index({code: words_of(_texts(content)) for code, content in rows})


def _texts(value: object, name: str = "") -> Iterator[str]:
    """Return the texts of a draft that a trainee reads, whatever the kind."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, name)
    elif isinstance(value, str) and name in SHOWN:
        yield value
