"""One to six places to be marked on a figure, or chosen from its named landmarks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import ClassVar, Self, TypeAlias, TypeVar

from training.core.drafts import Draft, Reader
from training.core.headers import Header, read_header, reworded_header
from training.core.items import ALL_OR_NOTHING, Mark, is_whole, read_stem, shuffled, whole_draft
from training.core.options import Option, check_dangerous
from training.core.responses import Response
from training.core.texts import FIGURE_NAME, Rewrite, placed
from training.items.hotspot.guessing import expected_mark
from training.items.hotspot.regions import FULL, Landmark, Point, Region

MOST_TARGETS = 6
MOST_REGIONS = 12
MOST_LANDMARKS = 12
_POINT = re.compile(r"\s*([0-9]{1,4})\s*,\s*([0-9]{1,4})\s*")
_PLACE = re.compile(r"L([1-9][0-9]?)")

Part = TypeVar("Part", Region, Landmark)
Credit: TypeAlias = tuple[Fraction, Region]
"""What a mark counts for: its share, and the region that gives it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mark of a response as the review shows it: what it got, and the region it lies in or near, if any."""

    point: Point
    words: str
    share: Fraction
    dangerous: bool
    region: Region | None


@dataclass(frozen=True, slots=True)
class Hotspot:
    """Each target found is worth the same; a mark near one gives ``near_share`` of it.

    As many marks are allowed as there are targets, so that marking everywhere gains nothing. A mark counts for one
    correct region and a region for one mark; of all ways to count them the best one holds. A mark in a dangerous
    region vetoes. A critical item is all or nothing, and so is one that says so, both without near misses. The guess
    is the expected mark of as many random clicks as there are targets: with one target, the share of the figure's area
    that is correct, plus ``near_share`` of the area that is near; counted on a grid of 100 by 100.
    """

    kind: ClassVar[str] = "hotspot"
    title: ClassVar[str] = "Hotspot"
    options: ClassVar[tuple[Option, ...]] = ()

    header: Header
    stem: str
    figure: str
    alt: str
    targets: int
    near: int
    near_share: Fraction
    regions: tuple[Region, ...]
    landmarks: tuple[Landmark, ...]
    all_or_nothing: bool = False

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""
        reader = Reader(draft)
        header, stem = read_header(reader), read_stem(reader)
        share = reader.fraction("near_share")
        item = cls(
            header=header,
            stem=stem,
            figure=reader.word("figure", FIGURE_NAME, "a file name such as back.svg"),
            alt=reader.line("alt", later=True),
            targets=reader.number("targets", low=1, high=MOST_TARGETS) or 1,
            near=reader.number("near", low=0, high=FULL // 5) or 0,
            near_share=Fraction(1, 2) if share is None else share,
            regions=_parts(reader, "regions", Region, MOST_REGIONS),
            landmarks=_parts(reader, "landmarks", Landmark, MOST_LANDMARKS),
            all_or_nothing=reader.flag(ALL_OR_NOTHING),
        )
        if not 0 <= item.near_share < 1:
            reader.fault("near_share", f"is {item.near_share}", 'Write a share from "0" to less than "1".')
        if not reader.faults or all(fault.missing for fault in reader.faults):
            item._check_targets(reader)
            item._check_landmarks(reader)
        check_dangerous(reader, header, (), critical=item.critical)
        reader.finish()
        return item

    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        draft: dict[str, object] = {"kind": self.kind} | self.header.draft()
        draft |= {"stem": self.stem, "figure": self.figure, "alt": self.alt, "targets": self.targets}
        near: dict[str, object] = {"near": self.near, "near_share": str(self.near_share)} if self.near else {}
        regions = [region.draft() for region in self.regions]
        draft |= near | whole_draft(self)
        return draft | {"regions": regions, "landmarks": [landmark.draft() for landmark in self.landmarks]}

    @property
    def correct(self) -> tuple[Region, ...]:
        """Return the correct regions."""
        return tuple(region for region in self.regions if region.correct)

    @property
    def key(self) -> Response:
        """Return a point in each of as many correct regions as there are targets."""
        points: list[Point] = []
        for region in self.correct[: self.targets]:
            points += _first(region, self._dangers(), points)
        return tuple(_text(point) for point in points)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the landmarks, in file order."""
        return tuple(landmark.id for landmark in self.landmarks)

    @property
    def citations(self) -> tuple[tuple[str, str], ...]:
        """Return what the regions cite."""
        numbered = enumerate(self.regions, start=1)
        return tuple((f"regions[{number}].sources", code) for number, region in numbered for code in region.sources)

    @property
    def critical(self) -> bool:
        """Return whether some mark would endanger a patient."""
        return bool(self._dangers())

    @property
    def guess(self) -> Fraction:
        """Return the expected mark of as many random clicks as there are targets."""
        return expected_mark(self.regions, self.targets, self.near, self.near_share, whole=is_whole(self))

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return the landmarks in a random order."""
        return shuffled(self.ids, chance)

    def received(self, posted: Sequence[str], order: Sequence[str]) -> Response | None:
        """Return the points that a page posted: ``412,300``, or ``L3`` for the third landmark shown."""
        points = [self._received(value, order) for value in posted if value.strip()]
        return None if None in points else tuple(_text(point) for point in points if point is not None)

    def posted(self, response: Response, order: Sequence[str]) -> tuple[str, ...]:
        """Return the points of a response, those of a landmark as its place in the list."""
        places = {_text(self._landmark(name).at): f"L{place}" for place, name in enumerate(order, start=1)}
        return tuple(places.get(part, part) for part in response)

    def words(self, response: Response) -> tuple[str, ...]:
        """Return each point by the name of its landmark, or by how far across and down it lies."""
        names = {_text(landmark.at): landmark.text for landmark in self.landmarks}
        return tuple(names.get(part) or _said(point) for part in response if (point := _point(part)))

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` holds points of the figure, each once, as many as there are targets at most."""
        canonical = all((point := _point(part)) and _text(point) == part for part in response)
        return canonical and len(set(response)) == len(response) <= self.targets

    def complaint(self, response: Response) -> str | None:
        """Return advice while marks are missing, and for more marks than there are targets."""
        wanted = "one place" if self.targets == 1 else f"{self.targets} places"
        if len(response) > self.targets:
            return f"Mark {wanted} at most."
        return f"Mark {wanted}." if len(response) < self.targets else None

    def mark(self, response: Response) -> Mark:
        """Return the share of the targets found; a dangerous mark counts whatever else was marked."""
        if not self.fits(response):
            return Mark(Fraction(0), Fraction(1))
        found = self.findings(response)
        dangerous = any(one.dangerous for one in found)
        share = sum((one.share for one in found), Fraction(0)) / self.targets
        whole = Fraction(share == 1 and not dangerous)
        return Mark(whole if is_whole(self) else share, Fraction(1), dangerous=dangerous)

    def findings(self, response: Response) -> tuple[Finding, ...]:
        """Return what each mark of a response came to, in the order marked."""
        points = [point for part in response if (point := _point(part))]
        credited = self._credited(points, near=self.near)
        return tuple(
            Finding(
                point,
                words,
                credited[number][0] if number in credited else Fraction(0),
                any(region.holds(point) for region in self._dangers()),
                self._region(point, credited[number][1] if number in credited else None),
            )
            for number, (point, words) in enumerate(zip(points, self.words(response), strict=True))
        )

    def places(self, response: Response) -> tuple[tuple[int, Point], ...]:
        """Return the marks of a response that are no landmark, each with its number, counted from 1."""
        named = {_text(landmark.at) for landmark in self.landmarks}
        free = [point for part in response if part not in named and (point := _point(part))]
        return tuple(enumerate(free, start=1))

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text passed through ``rewrite``; an address for the figure takes its place."""
        return replace(
            self,
            header=reworded_header(self.header, rewrite),
            stem=rewrite(self.stem),
            figure=placed(self.figure, rewrite),
            alt=rewrite(self.alt),
            regions=tuple(region.reworded(rewrite) for region in self.regions),
            landmarks=tuple(landmark.reworded(rewrite) for landmark in self.landmarks),
        )

    def drawn(self, drawing: str) -> Self:
        """Return the item with its figure as markup."""
        return replace(self, figure=drawing)

    def _dangers(self) -> tuple[Region, ...]:
        return tuple(region for region in self.regions if region.dangerous)

    def _landmark(self, name: str) -> Landmark:
        return next(landmark for landmark in self.landmarks if landmark.id == name)

    def _received(self, value: str, order: Sequence[str]) -> Point | None:
        place = _PLACE.fullmatch(value.strip())
        if place is None:
            return _point(value)
        return self._landmark(order[int(place[1]) - 1]).at if int(place[1]) <= len(order) else None

    def _region(self, point: Point, credited: Region | None) -> Region | None:
        """Return the region to name for a mark: a dangerous one first, then what it counts for, then any around it."""
        around = [region for region in (*self._dangers(), *self.regions) if region.holds(point)]
        if around and around[0].dangerous:
            return around[0]
        return credited or (around[0] if around else None)

    def _credited(self, points: Sequence[Point], *, near: int) -> dict[int, Credit]:
        """Return what the marks count for, by their number: the best of all ways, each region once."""
        ways: dict[frozenset[int], dict[int, Credit]] = {frozenset(): {}}
        for number, point in enumerate(points):
            shares = [(place, region, self._share(region, point, near)) for place, region in enumerate(self.correct)]
            for taken, way in list(ways.items()):
                for place, region, share in shares:
                    used, further = taken | {place}, {**way, number: (share, region)}
                    if share and place not in taken and len(used) <= self.targets:
                        ways[used] = max(ways.get(used, {}), further, key=_worth)
        return max(ways.values(), key=_worth)

    def _share(self, region: Region, point: Point, near: int) -> Fraction:
        if region.holds(point):
            return Fraction(1)
        return self.near_share if near and region.nearly(point, near) else Fraction(0)

    def _check_targets(self, reader: Reader) -> None:
        if len(self.correct) < self.targets:
            message = f"have {len(self.correct)} correct ones for {self.targets} to be marked"
            reader.fault("regions", message, "Draw as many correct regions as there are places to mark.", missing=True)
        elif len(self.key) < self.targets:
            reader.fault("regions", "hide a correct one under a dangerous one", "Move one of them.")
        if self.near and is_whole(self):
            named = "a critical item" if self.critical else "an item that is marked as a whole"
            reader.fault("near", f"stands on {named}", f"Remove it: {named} is all or nothing.")

    def _check_landmarks(self, reader: Reader) -> None:
        """Ask for a list by which the item can be answered whole, and answered wrong."""
        points = [landmark.at for landmark in self.landmarks]
        if len(set(points)) < len(points):
            reader.fault("landmarks", "have two at the same point", "Give each its own.")
        right = [point for point in points if any(region.holds(point) for region in self.correct)]
        safe = [point for point in right if not any(region.holds(point) for region in self._dangers())]
        if len(self._credited(safe, near=0)) < self.targets or len(right) == len(points):
            message = "do not let the item be answered from the list, right and wrong"
            remedy = "Name one in each correct region and at least one elsewhere."
            reader.fault("landmarks", message, remedy, missing=True)


def _parts(reader: Reader, name: str, kind: type[Part], most: int) -> tuple[Part, ...]:
    parts = []
    for nested in reader.tables(name):
        parts.append(kind.read(nested))
        reader.take(nested)
    if not 1 <= len(parts) <= most:
        reader.fault(name, f"are {len(parts)}", f"Write 1 to {most}.", missing=not parts)
    ids = [part.id for part in parts]
    for value in sorted({value for value in ids if value and ids.count(value) > 1}):
        reader.fault(name, f"have the same id twice: {value[:60]!r}", "Make each different.")
    return tuple(parts)


def _first(region: Region, dangers: Sequence[Region], taken: Sequence[Point]) -> Sequence[Point]:
    """Return the first point of a region that endangers nobody and is not taken, as a list of one; or an empty one."""
    fit = (point for point in region.points() if point not in taken and not any(d.holds(point) for d in dangers))
    point = next(fit, None)
    return () if point is None else (point,)


def _worth(way: dict[int, Credit]) -> Fraction:
    return sum((share for share, _region in way.values()), Fraction(0))


def _point(part: str) -> Point | None:
    found = _POINT.fullmatch(part)
    point = (int(found[1]), int(found[2])) if found else None
    return point if point and max(point) <= FULL else None


def _text(point: Point) -> str:
    return f"{point[0]},{point[1]}"


def _said(point: Point) -> str:
    across, down = (f"{value / 10:.1f}".removesuffix(".0") for value in point)
    return f"{across} % across, {down} % down"
