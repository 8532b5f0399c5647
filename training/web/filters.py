"""How times, numbers and rich text appear on a page."""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g
from flask_login import current_user

from training.core.domains import DOMAIN_TITLES, NEED_TITLES, Domain, Need
from training.core.lengths import too_long
from training.core.numbers import exact_share
from training.core.simulated import told
from training.settings import Settings
from training.web import cards, richtext, wording

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(
        when=when, when_in_both=when_in_both, clock=clock, day=day, percent=percent, marks=marks, count=count,
        minutes=minutes, domain=domain, need=need, markdown=richtext.render, inline=richtext.render_inline,
        gapped=richtext.gapped, against=wording.changed_words, laid=cards.laid, exact_share=exact_share,
        too_long=too_long, of_simulated=told, runs=runs, isolated=isolated,
    )  # fmt: skip


def viewer_zone() -> ZoneInfo:
    """Return the zone of whoever looks, the institution's for strangers.

    Asked for on first use: an answer without a time on it (the exam's save) need not know who looks.
    """
    if "zone" not in g:
        site: Settings = current_app.extensions["needlewise_settings"]
        g.zone = ZoneInfo(current_user.zone) if current_user.is_authenticated else site.timezone
    zone: ZoneInfo = g.zone
    return zone


def when(moment: datetime | None, zone: str | None = None, *, seconds: bool = False) -> str:
    """Return ``22 November 2026, 14:02 GMT``; ``zone`` overrides the viewer's own. An em dash for None.

    With ``seconds`` it is ``14:02:31``, where seconds decide.
    """
    if moment is None:
        return "—"
    local = moment.astimezone(ZoneInfo(zone) if zone else viewer_zone())
    time = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{local.day} {local:%B %Y}, {time} {local:%Z}"


def isolated(name: str) -> str:
    """Return a name such that digits after it stay where they are also when it is written from right to left.

    The marks are those of UAX 9, section 2.4.2; a name without letters of such a script is returned as it is.
    """
    backwards = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in name)
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}" if backwards else name


def when_in_both(moment: datetime | None, zone: str) -> str:
    """Return when it is for the viewer, and in ``zone``, the institution's, where its clock shows something else."""
    here, there = when(moment), when(moment, zone)
    return here if here == there else f"{here} ({there} at the institution)"


def clock(moment: datetime | None, zone: str | None = None) -> str:
    """Return ``14:02:31``, or an em dash."""
    if moment is None:
        return "—"
    return f"{moment.astimezone(ZoneInfo(zone) if zone else viewer_zone()):%H:%M:%S}"


def day(value: date | datetime | None, zone: str | None = None) -> str:
    """Return ``22 November 2026``; a moment is taken in the viewer's zone."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone) if zone else viewer_zone()).date()
    return f"{value.day} {value:%B %Y}"


def percent(value: Fraction | float, places: int = 0) -> str:
    """Return a share as percent, rounded half up for show only: decisions compare the exact value."""
    scaled = Fraction(value) * 100 * 10**places
    rounded = int(scaled + Fraction(1, 2)) if scaled >= 0 else -int(-scaled + Fraction(1, 2))
    return f"{rounded / 10**places:.{places}f} %"


def marks(value: Fraction) -> str:
    """Return marks with at most two places: ``23``, ``23.5``, ``23.67``."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def count(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 item`` or ``1,204 items``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def runs(numbers: Iterable[int]) -> str:
    """Return numbers in order, three and more in a row in short.

    >>> runs([9, 1, 2, 4, 5, 6])
    '1, 2, 4 to 6, 9'
    """
    rows: list[list[int]] = []
    for number in sorted(numbers):
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    return ", ".join(f"{row[0]} to {row[-1]}" if len(row) > 2 else ", ".join(map(str, row)) for row in rows)


def minutes(seconds: float) -> str:
    """Return a length of time: ``45 min``, ``1 h 30 min``, ``0 min``."""
    whole = int(seconds // 60)
    hours, rest = divmod(whole, 60)
    return f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"


def domain(slug: str) -> str:
    """Return the title of a domain."""
    return DOMAIN_TITLES[Domain(slug)]


def need(name: str) -> str:
    """Return what an item still needs, in words."""
    return NEED_TITLES[Need(name)]


def utc(moment: datetime) -> str:
    """Return ISO 8601 in UTC with seconds, for the ``datetime`` attribute."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
