"""Papers as starts would be given them, for study outside: nobody sits them and they are not counted as given."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from training import db as database
from training.audit import service as audit
from training.bank.queries import stock
from training.core import exposure
from training.core.assembling import Assembly
from training.core.drawing import Place
from training.core.exposure import Given
from training.core.items import Item
from training.quiz import basis, counted, item_use, papers
from training.quiz.calibration import queries as calibrations
from training.quiz.queries.exams import Published


def drawn(exam: Published, *, count: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield ``count`` papers of the seeds from ``seed`` on, as JSON values; see docs/operator.md.

    Each paper counts as given for the next, as it would if people sat them one after the other for the first time.
    Raises PoolTooSmall.
    """
    specification = exam.specification
    pool = stock.pool(specification.pool, live=True)
    items = {each.version: each.item for each in pool}
    shown = item_use.shown(items) if specification.pilots else {}
    balanced_by, given = basis.with_counts(exam.exam_id)
    simulated = calibrations.simulated_in_force(exam.exam_id)
    assembly = counted.assembly(pool, specification, (), balanced_by)
    for number in range(seed, seed + count):
        spared = exposure.spared(given, assembly.limits, seed=number)
        found = assembly.one(number, responses=shown, spared=spared)
        stood = {place.version for place in found.places if not place.pilot}
        for version in assembly.limits:
            before = given.get(version, Given(0, 0))
            is_open = version not in spared or version in stood
            given[version] = Given(before.open + is_open, before.given + (version in stood))
        yield {
            "exam": exam.code,
            "exam_version": exam.number,
            "seed": number,
            "balance": papers.balance(found, specification),
            **({"calibrated_by_simulated_attempts": simulated} if simulated else {}),
            "target": papers.aimed(assembly.target),
            "spared": len(spared),
            "items": [_told(place, items[place.version], assembly) for place in found.places],
        }


def note(exam: Published, *, count: int, seed: int, by: int | None, now: datetime) -> None:
    """Put it on record that papers were drawn for study; ``by`` is None for the server's own command line."""
    database.begin_write()
    facts: Mapping[str, object] = {"papers": count, "seed": str(seed), "version": exam.number}
    audit.record("drew papers to study", actor=by, subject=f"exam:{exam.code}", now=now, facts=dict(facts))


def _told(place: Place, item: Item, assembly: Assembly) -> dict[str, object]:
    header, reckoned = item.header, None if place.pilot else assembly.reckoned(place.version)
    return {
        "code": header.code,
        "version": place.version,
        "domain": header.domain.value,
        "level": header.level.value,
        "critical": item.critical,
        "stimulus": header.stimulus.code if header.stimulus else None,
        "pilot": place.pilot,
        "expected": reckoned and round(reckoned.expected, 6),
        "information": reckoned and round(reckoned.information, 6),
    }
