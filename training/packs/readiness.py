"""What a pack still lacks before it can be active: every requirement has a source that was seen, and a day."""

from collections.abc import Iterator, Mapping
from datetime import date

from training.core.drafts import Fault
from training.core.gaps import Requirement
from training.packs.content import Pack
from training.sources import Source


def lacking(pack: Pack, register: Mapping[str, Source], *, today: date) -> tuple[Fault, ...]:
    """Return everything for which activating a pack is refused; nothing for one that can be active."""
    if not pack.requirements:
        return (Fault("requirements", "asks for nothing", "Write what the rule asks, with its source."),)
    return tuple(
        fault
        for number, asked in enumerate(pack.requirements, start=1)
        for fault in _of(asked, f"requirements[{number}]", register, today)
    )


def _of(asked: Requirement, path: str, register: Mapping[str, Source], today: date) -> Iterator[Fault]:
    yield from _source(asked, f"{path}.sources", register)
    if asked.checked_on is None:
        yield Fault(f"{path}.checked_on", "is missing", "Read the source and write the day as 2026-11-22.")
    elif asked.checked_on > today:
        yield Fault(
            f"{path}.checked_on",
            f"is {asked.checked_on.isoformat()}, which has not come yet",
            "Write the day on which the source was read.",
        )
    if asked.unsettled:
        remedy = "Settle it with the source, correct the requirement and remove “unsettled”."
        yield Fault(f"{path}.unsettled", f"says: {asked.unsettled}", remedy)


def _source(asked: Requirement, path: str, register: Mapping[str, Source]) -> Iterator[Fault]:
    if not asked.sources:
        yield Fault(path, "is missing", "Name where the rule says so, by a code of the source register.")
        return
    for code in asked.sources:
        if code not in register:
            yield Fault(path, f"cites {code}, which the source register lacks", "Correct the code or register it.")
    known = [register[code] for code in asked.sources if code in register]
    if known and all(source.mark != "S" for source in known):
        told = ", ".join(f"{source.code} ({MARKS[source.mark]})" for source in known)
        yield Fault(path, f"rests only on {told}", "Open the rule itself and cite it.")


MARKS = {"?": "known by name, not opened", "Sw": "weak"}
