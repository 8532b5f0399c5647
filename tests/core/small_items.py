"""Items as small as the rules need them, made by number."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from training.core.domains import Domain, Level, Pool
from training.core.headers import Header, Stimulus
from training.core.items import Mark
from training.core.options import Option


@dataclass(frozen=True)
class SmallItem:
    """Four options; ``a`` is the key, ``b`` is dangerous where the item is critical."""

    header: Header
    critical: bool = False
    kind = "small"
    title = "Small"
    stem = "Which one?"
    key = ("a",)
    guess = Fraction(1, 4)
    options: tuple[Option, ...] = field(default_factory=lambda: tuple(Option(name, name, "", ()) for name in "abcd"))

    def arrange(self, chance):
        order = [option.id for option in self.options]
        chance.shuffle(order)
        return tuple(order)

    def mark(self, response):
        return Mark(Fraction(response == ("a",)), Fraction(1), self.critical and response == ("b",))

    def fits(self, response):
        return len(response) == 1 and response[0] in "abcd"


@dataclass(frozen=True)
class Candidate:
    version: str
    item: SmallItem


def candidate(
    name,
    domain=Domain.SAFETY,
    level=Level.APPLY,
    *,
    critical=False,
    enemies=(),
    stimulus="",
    code=None,
):
    header = Header(
        code=code or name,
        pool=Pool.EXAM,
        domain=domain,
        level=level,
        objective="",
        facts=(),
        sources=(),
        evidence="S",
        checked_on=date(2026, 11, 22),
        review_by=date(2028, 11, 22),
        author="",
        module="",
        section="",
        enemies=tuple(enemies),
        stimulus=Stimulus(stimulus, "A case.") if stimulus else None,
    )
    return Candidate(name, SmallItem(header, critical))
