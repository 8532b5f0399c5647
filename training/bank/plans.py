"""An import as it is kept between being shown and being applied: plain JSON values, and back."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from training import items
from training.bank.formats.entries import Piece
from training.bank.readings import Found, Outcome, Picture, Planned, Problem, Reading, Refused
from training.core.differences import Change

Track: TypeAlias = Callable[[Sequence[Mapping[str, Any]]], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """An import as it was shown."""

    items: tuple[Planned, ...]
    pictures: tuple[Picture, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    refused_pieces: tuple[Refused, ...] = ()

    @property
    def accepted(self) -> int:
        """Return how many items become drafts."""
        return sum(each.outcome in (Outcome.NEW, Outcome.CHANGED) for each in self.items)

    @property
    def refused(self) -> int:
        """Return how many items and places of files cannot be read."""
        return len({(problem.file, problem.code or problem.line) for problem in self.problems})

    @property
    def conflicts(self) -> int:
        """Return how many items changed on both sides."""
        return sum(each.outcome is Outcome.CONFLICT for each in self.items)

    @property
    def left_out(self) -> int:
        """Return how many items stay out unless something is done about them."""
        return self.refused + self.conflicts

    def left_out_beside(self, also: Collection[str]) -> int:
        """Return how many items stay out when those in conflict with the codes ``also`` are taken."""
        return self.refused + sum(each.found.code not in also for each in self.of(Outcome.CONFLICT))

    def of(self, outcome: Outcome) -> tuple[Planned, ...]:
        """Return the items with one outcome."""
        return tuple(each for each in self.items if each.outcome is outcome)


def packed(planned: Sequence[Planned], reading: Reading) -> dict[str, object]:
    """Return a plan as plain JSON values."""
    return {
        "items": [_packed_item(each) for each in planned],
        "pictures": [
            {"name": p.name, "media_type": p.media_type, "content": b64encode(p.content).decode()}
            for p in reading.pictures
        ],
        "problems": [asdict(problem) for problem in reading.problems],
        "notes": [asdict(note) for note in reading.notes],
        "refused": [asdict(refused) for refused in reading.refused],
    }


def unpacked(values: Mapping[str, Any], track: Track = iter) -> Plan:
    """Return the plan of plain JSON values that `packed` made, an empty one for what is not read yet.

    ``track`` is given what every item is made from and gives it back, so that progress can be shown.
    """
    return Plan(
        tuple(_unpacked_item(each) for each in track(values.get("items", ()))),
        tuple(Picture(p["name"], p["media_type"], b64decode(p["content"])) for p in values.get("pictures", ())),
        tuple(Problem(**problem) for problem in values.get("problems", ())),
        tuple(Problem(**note) for note in values.get("notes", ())),
        tuple(_unpacked_piece(refused) for refused in values.get("refused", ())),
    )


def left_out(values: Mapping[str, Any], also: Collection[str]) -> int:
    """Return `Plan.left_out_beside` of what `packed` made, without making every item anew."""
    problems = tuple(Problem(**problem) for problem in values.get("problems", ()))
    conflicts = (each for each in values.get("items", ()) if each["outcome"] == Outcome.CONFLICT)
    return Plan((), (), problems).refused + sum(each["draft"]["code"] not in also for each in conflicts)


def _packed_item(each: Planned) -> dict[str, object]:
    found = each.found
    return {
        "draft": found.draft,
        "version": found.version,
        "figures": dict(found.figures),
        "file": found.file,
        "line": found.line,
        "base": found.base,
        "losses": list(found.losses),
        "filled": list(found.filled),
        "outcome": str(each.outcome),
        "ours": each.ours,
        "changes": [asdict(change) for change in each.changes],
    }


def _unpacked_item(values: Mapping[str, Any]) -> Planned:
    found = Found(
        items.parse(values["draft"]),
        values["version"],
        values["figures"],
        values["file"],
        values["line"],
        values["base"],
        tuple(values.get("losses", ())),
        tuple(values.get("filled", ())),
    )
    changes = tuple(Change(**change) for change in values["changes"])
    return Planned(found, Outcome(values["outcome"]), values["ours"], changes)


def _unpacked_piece(values: Mapping[str, Any]) -> Refused:
    piece = values["piece"]
    return Refused(values["file"], values["made_by"], Piece(piece["text"], tuple(piece["reasons"]), piece["line"]))
