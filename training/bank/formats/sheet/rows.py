"""From rows to drafts: every fault of every row, by its column."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from training.bank.formats import embedded, shapes
from training.bank.formats.entries import Content, Entry, LineFault
from training.bank.formats.markup import Marked
from training.bank.formats.shapes import Choice
from training.bank.formats.shares import by_rule
from training.bank.formats.sheet import columns
from training.core.drafts import Fault
from training.core.items import ALL_OR_NOTHING
from training.core.numbers import exact

Cells: TypeAlias = Mapping[str, str]

_REMEDY = "Correct the cell."


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row that are not empty, by column, and the line it stands on."""

    line: int
    cells: Cells


class CellFault(ValueError):
    """A cell cannot be understood; ``column`` says which."""

    def __init__(self, column: str, message: str, remedy: str = _REMEDY) -> None:
        super().__init__(message)
        self.column, self.remedy = column, remedy


def source_of(cells: Cells) -> str:
    """Return a row as it is kept to be given back when it is refused."""
    return json.dumps(dict(cells), ensure_ascii=False)


def content_of(rows: Iterable[Row], format_name: str, faults: Iterable[LineFault] = ()) -> Content:
    """Return the drafts of rows, with the faults that the file had before."""
    entries, found = [], list(faults)
    for row in rows:
        source = source_of(row.cells)
        try:
            draft = _draft(row.cells, format_name)
        except CellFault as error:
            found.append(LineFault(str(error), error.remedy, row.line, error.column, source))
            continue
        flaws = tuple(Fault(name, f"is {value[:60]!r}", _REMEDY) for name, value in _odd(row.cells))
        base = row.cells.get("version", "")
        entries.append(Entry(draft, row.line, base, faults=flaws, source=source))
    if not entries and not found:
        found.append(LineFault("holds no question", "Write one a row, under the columns of the documentation.", 1))
    return Content(tuple(entries), tuple(found))


def _draft(cells: Cells, format_name: str) -> dict[str, object]:
    kind = columns.kind_of(cells.get("kind", "")) or _guessed(cells)
    build = _BUILDERS.get(kind)
    if build is None:
        known = ", ".join(_BUILDERS)
        raise CellFault("kind", f"is {cells.get('kind', '')[:40]!r}", f"Use one of: {known}.")
    if not cells.get("stem") and kind != "cloze":
        raise CellFault("stem", "is missing", "Write the question.")
    draft = {"stem": cells.get("stem", shapes.COMPLETE)} | build(cells)
    draft |= {name: cells[name] for name in columns.WORDS if name in cells}
    draft |= {name: re.split(r"[\s,;]+", cells[name]) for name in columns.LISTS if name in cells}
    draft |= {"difficulty": columns.whole_in(cells["difficulty"])} if "difficulty" in cells else {}
    draft |= {name: True for name in columns.FLAGS if columns.flag_in(cells.get(name, ""))}
    draft |= {name: cells[name] for name in ("feedback", "safety_point") if name in cells}
    named = {name: cells.get(name, "") for name in ("name", "category")}
    tags = [tag.strip() for tag in cells.get("tags", "").split(";") if tag.strip()]
    if cells.get("id") or any(named.values()) or tags:
        draft["origin"] = shapes.origin(format_name, own_id=cells.get("id", ""), tags=tags, **named)
    elif "code" not in cells:
        draft["origin"] = shapes.origin(format_name, name=shapes.name_of(str(draft["stem"])))
    return draft


def _guessed(cells: Cells) -> str:
    """Return the kind of a row that names none: a choice, by how many answers are right."""
    right = columns.places_in(cells["correct"]) if "correct" in cells else None
    if right is None:
        return ""
    return "single_choice" if len(right) == 1 else "multiple_response"


def _odd(cells: Cells) -> Iterable[tuple[str, str]]:
    """Yield numbered cells that belong to an option that is not there."""
    for column, value in cells.items():
        name, _, number = column.rpartition("_")
        numbered = name in columns.NUMBERED and number.isdecimal() and name not in {"option", "match"}
        alone = f"option_{number}" not in cells and f"match_{number}" not in cells
        if numbered and alone and columns.kind_of(cells.get("kind", "")) != "true_false":
            yield column, value


def _numbers(cells: Cells) -> list[int]:
    """Return the numbers of the options of a row, in order."""
    return [number for number in range(1, columns.MOST_OPTIONS + 1) if f"option_{number}" in cells]


def _share(cells: Cells, number: int, default: Fraction) -> Fraction:
    column = f"weight_{number}"
    if column not in cells:
        return default
    share = columns.share_in(cells[column])
    if share is None:
        raise CellFault(
            column, f"is {cells[column][:40]!r}", "Write per cent from -100 to 100, or a fraction such as 1/3."
        )
    return share


def _choices(cells: Cells, *, several: bool) -> dict[str, object]:
    numbers = _numbers(cells)
    right = columns.places_in(cells.get("correct", "")) if cells.get("correct") else []
    if right is None or any(place >= len(numbers) for place in right):
        raise CellFault(
            "correct",
            f"is {cells.get('correct', '')[:40]!r}",
            "Write the letters of the right options, such as B or A C.",
        )
    if len(numbers) < 2:
        raise CellFault("option_2", "is missing", "Write two options or more.")
    weighted = any(f"weight_{number}" in cells for number in numbers)
    plain = [place in right for place in range(len(numbers))]
    rule = [Fraction(each) for each in plain]
    if several and not weighted and 0 < sum(plain) < len(plain):
        rule = list(by_rule(plain))
    choices = [
        Choice(cells[f"option_{number}"], _share(cells, number, share), cells.get(f"feedback_{number}", ""))
        for number, share in zip(numbers, rule, strict=True)
    ]
    if max(choice.share for choice in choices) <= 0:
        raise CellFault("correct", "names no right option", "Write the letters of the right options, such as B or A C.")
    whole = columns.flag_in(cells.get(ALL_OR_NOTHING, ""))
    draft = shapes.several(choices, whole=whole and not weighted) if several else shapes.single(choices)
    return draft | {
        "options": [
            _cited(option, cells, number)
            for option, number in zip(shapes.tables(draft, "options"), numbers, strict=True)
        ]
    }


def _cited(entry: Mapping[str, object], cells: Cells, number: int) -> dict[str, object]:
    """Return an option with its sources and its danger."""
    sources = [word for word in re.split(r"[\s,;]+", cells.get(f"sources_{number}", "")) if word]
    danger: dict[str, object] = {"dangerous": True} if columns.flag_in(cells.get(f"danger_{number}", "")) else {}
    return dict(entry) | ({"sources": sources} if sources else {}) | danger


def _single(cells: Cells) -> dict[str, object]:
    return _choices(cells, several=False)


def _several(cells: Cells) -> dict[str, object]:
    return _choices(cells, several=True)


def _true_false(cells: Cells) -> dict[str, object]:
    said = cells.get("correct", "").strip().casefold()
    if said not in {"true", "false", "t", "f", "yes", "no"}:
        raise CellFault("correct", f"is {said[:40]!r}", "Write true or false.")
    why = [cells.get(f"feedback_{number}", "") for number in (1, 2)]
    return shapes.true_false(right=said in {"true", "t", "yes"}, when_true=why[0], when_false=why[1])


def _ordering(cells: Cells) -> dict[str, object]:
    steps = [
        Choice(cells[f"option_{number}"], Fraction(0), cells.get(f"feedback_{number}", ""))
        for number in _numbers(cells)
    ]
    numbers = _numbers(cells)
    options = [
        _cited({"id": letter, "text": step.text, "rationale": step.rationale, "sources": []}, cells, number)
        for letter, step, number in zip(shapes.LETTERS, steps, numbers, strict=False)
    ]
    return {"kind": "ordering", "options": options, "key": [option["id"] for option in options]}


def _short_text(cells: Cells) -> dict[str, object]:
    answers = [_answer(cells, number) | {"text": cells[f"option_{number}"]} for number in _numbers(cells)]
    flags = {name: True for name in ("case", "accents") if columns.flag_in(cells.get(name, ""))}
    return {"kind": "short_text", "answers": answers} | flags | _wrong(cells)


def _numeric(cells: Cells) -> dict[str, object]:
    answers = [_answer(cells, number) | _ends(cells, number) for number in _numbers(cells)]
    units = [_unit(each) for each in cells.get("units", "").split(";") if each.strip()]
    unit: dict[str, object] = {"unit": cells["unit"]} if "unit" in cells else {}
    return {"kind": "numeric", "answers": answers} | unit | ({"units": units} if units else {}) | _wrong(cells)


def _answer(cells: Cells, number: int) -> dict[str, object]:
    share = _share(cells, number, Fraction(1))
    return _cited(shapes.shared(Choice("", share, cells.get(f"feedback_{number}", ""))), cells, number)


def _wrong(cells: Cells) -> dict[str, object]:
    return {"wrong_rationale": cells["wrong_feedback"]} if "wrong_feedback" in cells else {}


def _ends(cells: Cells, number: int) -> dict[str, object]:
    column = f"option_{number}"
    low, dots, high = cells[column].partition("..")
    given: dict[str, object] = {}
    try:
        if dots:
            given |= {name: _number(end) for name, end in (("low", low), ("high", high)) if end.strip()}
        else:
            given["value"] = _number(low)
        if f"tolerance_{number}" in cells:
            given["tolerance"] = _tolerance(cells[f"tolerance_{number}"])
    except ValueError as error:
        raise CellFault(column, f"is {cells[column][:40]!r}", "Write a number, or two with .. between them.") from error
    return given


def _number(text: str) -> str:
    plain = text.strip().replace(",", ".") if text.count(",") == 1 and "." not in text else text.strip()
    exact(plain)
    return plain


def _tolerance(text: str) -> str:
    return f"{_number(text.strip().removesuffix('%'))}%" if text.strip().endswith("%") else _number(text)


def _unit(text: str) -> dict[str, object]:
    name, equals, factor = text.partition("=")
    given: dict[str, object] = {"name": name.strip()}
    return given | ({"factor": factor.strip()} if equals else {})


def _matching(cells: Cells) -> dict[str, object]:
    numbers = [
        number
        for number in range(1, columns.MOST_OPTIONS + 1)
        if f"option_{number}" in cells or f"match_{number}" in cells
    ]
    for number in numbers:
        if f"match_{number}" not in cells:
            raise CellFault(f"match_{number}", "is missing", "Write what option belongs to it.")
    draft = shapes.matched([(cells.get(f"option_{number}", ""), cells[f"match_{number}"]) for number in numbers])
    told = [number for number in numbers if f"option_{number}" in cells]
    premises = [
        _cited(premise, cells, number) | {"rationale": cells.get(f"feedback_{number}", "")}
        for premise, number in zip(shapes.tables(draft, "premises"), told, strict=True)
    ]
    return draft | {"premises": premises}


def _cloze(cells: Cells) -> dict[str, object]:
    found = embedded.read(cells.get("passage", ""), Marked)
    if found.faults or not found.gaps:
        message = " ".join(found.faults) or "has no gap"
        raise CellFault("passage", message.rstrip("."), "Write gaps such as {1:MULTICHOICE:=right~wrong}.")
    if found.boxes:
        raise CellFault("passage", "is one gap of boxes to tick", "Write it as multiple_response, with its options.")
    gaps = [{name: value for name, value in gap.items() if name != "accents"} for gap in found.gaps]
    return {"kind": "cloze", "passage": found.passage, "gaps": gaps}


def _extended(_cells: Cells) -> dict[str, object]:
    return {"kind": "extended_text"}


_BUILDERS: Mapping[str, Callable[[Cells], dict[str, object]]] = {
    "single_choice": _single,
    "multiple_response": _several,
    "true_false": _true_false,
    "ordering": _ordering,
    "matching": _matching,
    "numeric": _numeric,
    "short_text": _short_text,
    "cloze": _cloze,
    "extended_text": _extended,
}
