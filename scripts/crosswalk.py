"""Write docs/crosswalk.md from its data: ``make crosswalk``, after the crosswalk, the programme or a pack changed.

The data say what rules ask of training, what an online platform gives and what needs people; the programme says what
answers it here, and the packs that ship which place asks for what.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from training import sources
from training.core.gaps import Requirement
from training.packs import files, queries, readiness
from training.packs.content import Pack
from training.programmes import catalogue, crosswalk
from training.programmes.crosswalk import Row

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/crosswalk.md"

HEAD = """# What rules ask, and what this site can give

This page is written by `make crosswalk` from [the crosswalk](../training/programmes/crosswalk.toml), the programme that
ships and [the packs that ship](../training/packs/content); a test compares them. Trainees and administrators find the
first table on the page of the programme. The dossier has five rows; that of hours in person was added, since most rules
that set a number set one of them. Capitals are codes of the
[source register](../training/sources/register.toml). **Law changes:** every line has a day, and only the board decides.

"""
ROWS = "| a rule asks for | an online platform | needs people | on this site | in the programme | source, checked |\n"
LINES = "| what is asked | falls under | source, checked |\n"


def page() -> str:
    """Return the page."""
    return HEAD + "".join(_rows()) + "\n## What each place asks\n" + "".join(_packs())


def _rows() -> Iterator[str]:
    yield ROWS + "|---|---|---|---|---|---|\n"
    programme = next(iter(catalogue.programmes().values()))
    for row in crosswalk.rows():
        given = "; ".join(row.given_by(programme)) or "nothing"
        told = (row.requirement, row.online, row.people, row.here, given, _sources(row))
        yield f"| {' | '.join(told)} |\n"


def _packs() -> Iterator[str]:
    for pack in files.read(files.FOLDER, queries.known()).packs:
        yield f"\n### {pack.title}: {pack.profession}\n\n{_state(pack)}\n\n{LINES}|---|---|---|\n"
        for asked in pack.requirements:
            where = "; ".join(row.requirement for row in crosswalk.rows_of(asked)) or "nothing of it is recorded here"
            yield f"| {asked.text} | {where} | {_sources(asked)} |\n"


def _state(pack: Pack) -> str:
    lacking = readiness.lacking(pack, sources.register(), today=date.max)
    if not lacking:
        return "Every line has a source and a day: an administrator can activate it after looking again."
    told: dict[str, list[str]] = defaultdict(list)
    for fault in lacking:
        line, _, field = fault.field.removeprefix("requirements[").partition("].")
        told[fault.message.removeprefix("says: ") if field == "unsettled" else f"{field} {fault.message}"].append(line)
    reasons = "".join(f"\n- line {', '.join(lines)}: {message}" for message, lines in told.items())
    return f"A draft that cannot be activated:\n{reasons}"


def _sources(of: Row | Requirement) -> str:
    codes = ", ".join(of.sources) or "no source"
    return f"{codes}, {of.checked_on.isoformat()}" if of.checked_on else codes


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
