"""Which items of the bank resemble a draft: words of question and answers, within its domain."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from training.bank.models import BankItem, ItemVersion
from training.bank.queries import versions
from training.core.domains import Domain
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
    """The index of each domain, made anew when the bank has other versions than it was made from."""

    def __init__(self) -> None:
        self._made: WeakKeyDictionary[Engine, dict[str, tuple[object, Index]]] = WeakKeyDictionary()

    def of(self, domain: str) -> Index:
        """Return the index of a domain's newest versions, by code; each engine's database has its own."""
        stamp = tuple(db.session.execute(select(func.count(), func.max(ItemVersion.created_at))).one())
        made = self._made.setdefault(db.engine, {})
        if made.get(domain, (None,))[0] != stamp:
            made[domain] = (stamp, _index(domain))
        return made[domain][1]


_kept = _Kept()


def similar(draft: Draft) -> list[Similar]:
    """Return the items of the draft's domain that resemble it, the likest first; itself is left out."""
    domain, words = str(draft.get("domain", "")), words_of(_texts(draft))
    if domain not in {each.value for each in Domain} or len(words) < FEWEST:
        return []
    found = dict(_kept.of(domain).like(words, least=LEAST, most=MOST + 1))
    found.pop(str(draft.get("code", "")), None)
    rows = {code: versions.newest(code) for code in list(found)[:MOST]}
    return [
        Similar(code, row.number, str(row.content.get("stem", "")), found[code]) for code, row in rows.items() if row
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
