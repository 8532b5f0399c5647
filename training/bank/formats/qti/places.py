"""Places on a picture: hot spots to choose and points to mark become regions of a hotspot item, and those areas again.

QTI measures in the pixels of the picture as it is shown, this bank in thousandths of its width and height.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import PurePosixPath

from PIL import Image

from training.bank.formats import shapes
from training.bank.formats.qti import choosing
from training.bank.formats.qti.choosing import DIFFER, NO_KEY
from training.bank.formats.qti.item import KEY_COUNTS, Item
from training.bank.formats.qti.parts import FIGURES, RESPONSE, Question, assigned, html, scored_as_a_whole, shown
from training.bank.formats.qti.texts import joined
from training.bank.formats.qti.values import Area, Declared, numbers
from training.bank.formats.trees import Element, XmlFault
from training.core.drafts import Draft
from training.core.texts import FIGURE_NAME

FULL = 1000
POINTS = frozenset({"map_response_point", "CC2_map_response_point"})
_ONLY_ADDS = frozenset({"setOutcomeValue", "mapResponsePoint", "sum", "variable"})
_VIEW = re.compile(rb"viewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)")
_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
_SHAPES = {"rectangle": "rect", "ellipse": "ellipse", "polygon": "poly"}


def hot_spots(item: Item, interaction: Element) -> Draft:
    """Return outlines to be chosen as places to be marked."""
    declared = item.response(interaction)
    offered = list(interaction.all("hotspotChoice"))
    names = [each.get("identifier") for each in offered]
    if len(offered) < 2:
        raise XmlFault("offers fewer than two places", "Offer two or more.", interaction.line)
    worth = choosing.worth_of(item, declared, names)
    reasons, feedback = choosing.reasons_of(item, declared, names)
    if declared.cardinality != "single" and min(worth.shares) < 0 and not worth.whole:
        item.texts.lose(DIFFER)
    item.texts.lose("Outlines are chosen there; here anywhere on the picture may be marked.")
    scale = _Scale(interaction)
    regions = [
        _region(letter, each.get("shape"), scale.of(each), right=share > 0, reason=reason)
        for letter, each, share, reason in zip(shapes.letters(), offered, worth.shares, reasons, strict=False)
    ]
    labels = [each.get("hotspotLabel") or each.get("label") for each in offered]
    marked = _landmarks(labels, regions) if all(labels) else []
    right = sum(share > 0 for share in worth.shares)
    draft = _hotspot(item, interaction, regions, 1 if declared.cardinality == "single" else right)
    whole = shapes.all_or_nothing(whole=worth.whole)
    return draft | whole | {"landmarks": marked} | ({"feedback": feedback} if feedback else {})


def points(item: Item, interaction: Element) -> Draft:
    """Return points to be marked in areas. Raises XmlFault where it does not say what an area is worth."""
    declared = item.response(interaction)
    areas = () if declared.mapping is None else declared.mapping.areas
    if not any(area.score > 0 for area in areas):
        raise XmlFault("has no areas that count", "Give its response an area mapping.", interaction.line)
    scale = _Scale(interaction)
    regions = [
        _region(letter, area.shape, scale.shaped(area.shape, area.coords), right=area.score > 0)
        for letter, area in zip(shapes.letters(), areas, strict=False)
    ]
    most, right = interaction.get("maxChoices", "1"), sum(area.score > 0 for area in areas)
    targets = 1 if declared.cardinality == "single" else min(int(most) if most.isdecimal() else 0, right) or right
    whole = shapes.all_or_nothing(whole=_is_whole(item, declared, areas, targets))
    always = joined(item.shown({}))
    draft = _hotspot(item, interaction, regions, targets) | whole
    return draft | {"landmarks": []} | ({"feedback": always} if always else {})


def told(draft: Draft, size: Callable[[str], tuple[int, int]]) -> Question:
    """Return a hotspot item as points to be marked; ``size`` gives the width and height of a picture, or 1 and 1."""
    figure, targets = shapes.text(draft, "figure"), draft.get("targets", 1)
    across, down = size(figure)
    kind = _TYPES.get(PurePosixPath(figure).suffix.lower(), "image/jpeg")
    regions = shapes.tables(draft, "regions")
    areas = "".join(
        f'<areaMapEntry shape="{_SHAPES[shapes.text(each, "shape")]}" coords="{_coords(each, across, down)}" '
        f'mappedValue="{int(bool(each.get("correct")))}"/>'
        for each in regions
    )
    declared = (
        f'<responseDeclaration identifier="{RESPONSE}" cardinality="multiple" baseType="point">'
        f'<areaMapping lowerBound="0" upperBound="{targets}" defaultValue="0">{areas}</areaMapping>'
        "</responseDeclaration>"
    )
    body = (
        f'{html(shapes.asked(draft))}<selectPointInteraction responseIdentifier="{RESPONSE}" maxChoices="{targets}">'
        f'<object type="{kind}" data="{FIGURES}{figure}" width="{FULL * across}" height="{FULL * down}">'
        f"{shown(shapes.text(draft, 'alt'))}</object></selectPointInteraction>"
    )
    if shapes.is_whole(draft) and isinstance(targets, int) and targets > 1:
        rules = (
            assigned("SCORE", f'<mapResponsePoint identifier="{RESPONSE}"/>'),
            scored_as_a_whole(Fraction(targets)),
        )
        return Question(body, (declared,), rules=rules)
    return Question(body, (declared,), template="map_response_point")


def proportions(pictures: Mapping[str, bytes]) -> Callable[[str], tuple[int, int]]:
    """Return how wide and how high a picture is, in small whole numbers; 1 and 1 for one that is not given."""

    def size(name: str) -> tuple[int, int]:
        content = pictures.get(name)
        if content is None:
            return 1, 1
        width, height = _pixels(content)
        ratio = (width / height).limit_denominator(4) if height else Fraction(1)
        return (ratio.numerator, ratio.denominator) if Fraction(1, 8) < ratio < 8 else (1, 1)

    return size


def _pixels(content: bytes) -> tuple[Fraction, Fraction]:
    found = _VIEW.search(content[:4_000])
    if found:
        return Fraction(found[1].decode()), Fraction(found[2].decode())
    try:
        with Image.open(BytesIO(content)) as picture:
            return Fraction(picture.width), Fraction(picture.height)
    except (OSError, ValueError):
        return Fraction(1), Fraction(1)


class _Scale:
    """Measures areas of one picture in thousandths."""

    def __init__(self, interaction: Element) -> None:
        shown_in = interaction.first("object", "img")
        size = [] if shown_in is None else [shown_in.get("width"), shown_in.get("height")]
        if not all(re.fullmatch(r"\d{1,5}(?:px)?", each) and int(each.removesuffix("px")) for each in size) or not size:
            raise XmlFault("does not say how large its picture is", "Give it width and height.", interaction.line)
        self._width, self._height = (int(each.removesuffix("px")) for each in size)

    def of(self, element: Element) -> list[int]:
        """Return where an element lies, as its shape is drawn here."""
        coords = numbers(element.get("coords").replace(",", " ").split(), element.line)
        return self.shaped(element.get("shape"), coords)

    def shaped(self, shape: str, coords: Sequence[Fraction]) -> list[int]:
        """Return where a shape lies. Raises XmlFault for one whose numbers are not enough."""
        if shape == "default":
            return [0, 0, FULL, FULL]
        wanted = {"rect": 4, "circle": 3, "ellipse": 4}.get(shape, 0)
        if shape not in {"rect", "circle", "ellipse", "poly"} or len(coords) < (wanted or 6):
            raise XmlFault(f"has a place of the shape {shape[:20]!r} that cannot be drawn", NO_KEY)
        if shape == "circle":
            coords = [*coords[:2], coords[2], coords[2]]
        sizes = (self._width, self._height)
        measured = coords[:4] if wanted else coords
        placed = [round(value * FULL / sizes[place % 2]) for place, value in enumerate(measured)]
        return [max(0, min(FULL, value)) for value in placed]


def _region(letter: str, shape: str, at: list[int], *, right: bool, reason: str = "") -> dict[str, object]:
    drawn = {"circle": "ellipse", "ellipse": "ellipse", "poly": "polygon"}.get(shape, "rectangle")
    if drawn == "polygon" and at[:2] == at[-2:]:
        at = at[:-2]
    region: dict[str, object] = {"id": letter, "shape": drawn, "at": at, "rationale": reason, "sources": []}
    return region | ({"correct": True} if right else {})


def _landmarks(labels: Sequence[str], regions: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Return a landmark for each region that has a label, in its middle; none where a polygon has one."""
    middles: list[list[int]] = []
    for region in regions:
        at = region["at"]
        if not isinstance(at, list) or region["shape"] == "polygon":
            return []
        middles.append(at[:2] if region["shape"] == "ellipse" else [(at[0] + at[2]) // 2, (at[1] + at[3]) // 2])
    named = zip(labels, regions, middles, strict=True)
    return [{"id": str(region["id"]), "text": " ".join(label.split()), "at": middle} for label, region, middle in named]


def _hotspot(item: Item, interaction: Element, regions: list[dict[str, object]], targets: int) -> dict[str, object]:
    picture = interaction.first("object", "img")
    address = "" if picture is None else picture.get("data") or picture.get("src")
    figure = item.texts.image(address) or PurePosixPath(address.rpartition("/")[2]).name
    if picture is None or not FIGURE_NAME.fullmatch(figure):
        raise XmlFault("has no picture", "Give it one.", interaction.line)
    alt = picture.get("alt") or picture.words() or interaction.get("label")
    draft: dict[str, object] = {"kind": "hotspot", "stem": item.stem(), "figure": figure}
    return draft | ({"alt": alt} if alt else {}) | {"targets": targets, "regions": regions}


def _is_whole(item: Item, declared: Declared, areas: Sequence[Area], targets: int) -> bool:
    """Return whether points count only all together; noting where more marks them than areas, each worth the same."""
    rules = item.processing.rules
    names = set() if rules is None else {each.name for each in rules.every()}
    ruled = item.processing.template not in POINTS and bool(names - _ONLY_ADDS)
    together = ruled and _only_together(item, declared, areas, targets)
    if not item.processing.marks:
        item.texts.lose(KEY_COUNTS)
    elif ruled and not together:
        item.texts.lose(DIFFER)
    if len({area.score for area in areas if area.score > 0}) > 1 or any(area.score < 0 for area in areas):
        item.texts.lose(DIFFER)
    return together and targets > 1


def _only_together(item: Item, declared: Declared, areas: Sequence[Area], targets: int) -> bool:
    """Return whether a point in each of as many right areas as are asked for gives marks, and one fewer gives none."""
    right = [str(place) for place, area in enumerate(areas) if area.score > 0][:targets]
    try:
        whole = item.score({declared.name: tuple(right)})
        fewer = [item.score({declared.name: tuple(each for each in right if each != left)}) for left in right]
    except XmlFault:
        return False
    return whole > 0 and not any(fewer)


def _coords(region: Mapping[str, object], across: int, down: int) -> str:
    at = region.get("at")
    sizes = (across, down)
    return ",".join(str(value * sizes[place % 2]) for place, value in enumerate(at if isinstance(at, list) else ()))
