"""Keeping what the judges of a panel rated, from a file, all of it or nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.audit import service as audit
from training.bank import ratings
from training.bank.queries import ratings as queries
from training.bank.ratings import Line, Problem
from training.bank.refusals import BankError
from training.bank.tended import PanelRating
from training.db import db


class NotLoaded(BankError):
    """A file of ratings was not loaded; ``problems`` says why, all of it, in the order of its lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(f"Line {each.line}: {each.words}" for each in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file held: ratings that are new, that took the place of others, and that were there before."""

    new: int
    replaced: int
    unchanged: int
    items: int
    judges: int


def load(data: bytes, *, replace: bool, by: int | None, now: datetime) -> Loaded:
    """Keep the ratings of a file, one a version and judge; a second rating needs ``replace``.

    What calibrations used stands in their snapshots and is not changed. Raises NotLoaded.
    """
    database.begin_write()
    lines, problems = ratings.read(data)
    known = queries.versions_of({line.code for line in lines})
    placed = [(line, _version(line, known)) for line in lines]
    held = queries.of(version for _line, version in placed if version)
    problems += _problems(placed, known, {} if replace else held)
    if problems:
        raise NotLoaded(sorted(problems, key=lambda each: each.line))
    rated = {(version, line.judge): line.share for line, version in placed if version}
    before = {(version, judge): share for version, shares in held.items() for judge, share in shares.items()}
    changed = {key: share for key, share in rated.items() if before.get(key) != share}
    _write(changed, changed.keys() & before.keys(), by=by, now=now)
    loaded = Loaded(
        new=len(changed.keys() - before.keys()),
        replaced=len(changed.keys() & before.keys()),
        unchanged=len(rated) - len(changed),
        items=len({version for version, _judge in rated}),
        judges=len({judge for _version, judge in rated}),
    )
    counts = {"new": loaded.new, "replaced": loaded.replaced, "items": loaded.items, "judges": loaded.judges}
    facts = {"sha256": sha256(data).hexdigest()} | counts
    audit.record("loaded ratings of a panel", actor=by, subject="bank:ratings", now=now, facts=facts)
    return loaded


def _write(
    changed: Mapping[tuple[str, str], float], old: Collection[tuple[str, str]], *, by: int | None, now: datetime
) -> None:
    for version, judge in sorted(old):
        db.session.execute(delete(PanelRating).where(PanelRating.version == version, PanelRating.judge == judge))
    rows = [
        PanelRating(version=version, judge=judge, share=share, loaded_by=by, at=now)
        for (version, judge), share in sorted(changed.items())
    ]
    try:
        with db.session.begin_nested():
            db.session.add_all(rows)
    except IntegrityError as error:
        again = "Somebody loaded ratings of the same judges in this moment. Nothing was loaded: try again."
        raise NotLoaded([Problem(1, again)]) from error


def _version(line: Line, known: Mapping[str, Mapping[int, str]]) -> str | None:
    """Return the version that a line means, None for none or for several."""
    versions = known.get(line.code, {})
    if len(line.version) < 8:
        return versions.get(int(line.version))
    found = [version for version in versions.values() if version.startswith(line.version)]
    return found[0] if len(found) == 1 else None


def _problems(
    placed: Sequence[tuple[Line, str | None]],
    known: Mapping[str, Mapping[int, str]],
    held: Mapping[str, Mapping[str, float]],
) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for line, version in placed:
        if line.code not in known:
            yield Problem(line.number, f"There is no item {line.code[:100]}.")
        elif version is None:
            numbers = ", ".join(str(number) for number in sorted(known[line.code]))
            yield Problem(line.number, f"{line.code} has no version {line.version}. It has {numbers}.")
        elif (version, line.judge) in first:
            said = first[version, line.judge]
            yield Problem(line.number, f"{line.judge} rates {line.code} in line {said} already.")
        else:
            first[version, line.judge] = line.number
            before = held.get(version, {}).get(line.judge)
            if before is not None and before != line.share:
                yield Problem(
                    line.number,
                    f"{line.judge} rated {line.code} before, with {100 * before:g}. Load with --replace to change it.",
                )
