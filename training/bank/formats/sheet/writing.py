"""From drafts to rows, and from refused rows to a table with the reasons beside them."""

import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from training.bank.formats import embedded, identity, shapes
from training.bank.formats.entries import Entry, Piece
from training.bank.formats.sheet import columns
from training.core.drafts import Draft

CARRYING_DANGER = {"single_choice", "multiple_response"}


def rows_of(entries: Sequence[Entry], format_name: str) -> tuple[list[dict[str, str]], dict[int, str]]:
    """Return the cells of drafts by column, and why some cannot be a row."""
    rows: list[dict[str, str]] = []
    left_out: dict[int, str] = {}
    for place, entry in enumerate(entries):
        try:
            rows.append(_row(entry.draft, format_name) | ({"version": entry.base} if entry.base else {}))
        except ValueError as error:
            left_out[place] = str(error)
    return rows, left_out


def headings(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the columns that a table needs: the general ones, then those of each option."""
    used = {name for row in rows for name in row}
    most = max((int(name.rpartition("_")[2]) for name in used if name.rpartition("_")[2].isdecimal()), default=4)
    numbered = [f"{name}_{number}" for number in range(1, most + 1) for name in columns.NUMBERED]
    first = [columns.REASON] if columns.REASON in used else []
    return [*first, *columns.GENERAL, *(name for name in numbered if name in used or name.startswith("option"))]


def mended(pieces: Sequence[Piece]) -> list[dict[str, str]]:
    """Return refused rows with their reasons."""
    return [{columns.REASON: " ".join(piece.reasons)} | json.loads(piece.text) for piece in pieces]


def _row(draft: Draft, format_name: str) -> dict[str, str]:
    kind = shapes.text(draft, "kind")
    build = _BUILDERS.get(kind)
    if build is None:
        message = f"a table has no question of the kind {kind.replace('_', ' ')}"
        raise ValueError(message)
    row = {"kind": kind, "stem": shapes.asked(draft)}
    row |= {name: str(draft.get(name) or "") for name in (*columns.WORDS, "difficulty", "feedback")}
    row |= {name: " ".join(shapes.texts(draft, name)) for name in columns.LISTS}
    row |= {name: "yes" if draft.get(name) else "" for name in columns.FLAGS}
    row |= {"safety_point": shapes.text(draft, "safety_point") if kind in CARRYING_DANGER else ""}
    row |= _origin(draft, format_name) | build(draft)
    return {name: value.strip() for name, value in row.items() if value.strip()}


def _origin(draft: Draft, format_name: str) -> dict[str, str]:
    origin = shapes.table(draft, "origin")
    own = {"id": shapes.text(origin, "id") if origin.get("format") == format_name else ""}
    named = {name: shapes.text(origin, name) for name in ("name", "category")}
    return own | named | {"tags": "; ".join(identity.tags_of(draft))}


def _choice(draft: Draft) -> dict[str, str]:
    options = shapes.tables(draft, "options")
    right = [place for place, option in enumerate(options) if option.get("correct")]
    cells = {"correct": columns.places_cell(right)} | _options(options)
    if any("weight" in option for option in options):
        for number, choice in enumerate(shapes.choices_of(draft), start=1):
            cells[f"weight_{number}"] = columns.share_cell(choice.share)
    return cells


def _options(options: Sequence[Mapping[str, object]]) -> dict[str, str]:
    cells = {}
    for number, option in enumerate(options, start=1):
        cells[f"option_{number}"] = shapes.text(option, "text")
        cells[f"danger_{number}"] = "yes" if option.get("dangerous") else ""
        cells |= _reasons(option, number)
    return cells


def _reasons(entry: Mapping[str, object], number: int) -> dict[str, str]:
    sources = " ".join(shapes.texts(entry, "sources"))
    return {f"feedback_{number}": shapes.text(entry, "rationale"), f"sources_{number}": sources}


def _ordering(draft: Draft) -> dict[str, str]:
    by_id = {option.get("id"): option for option in shapes.tables(draft, "options")}
    return _options([by_id[name] for name in shapes.texts(draft, "key") if name in by_id])


def _answers(draft: Draft) -> dict[str, str]:
    cells = {"wrong_feedback": shapes.text(draft, "wrong_rationale")}
    for number, answer in enumerate(shapes.tables(draft, "answers"), start=1):
        share = shapes.fraction(answer, "share", Fraction(1))
        cells[f"weight_{number}"] = "" if share == 1 else columns.share_cell(share)
        cells |= _reasons(answer, number)
    return cells


def _short_text(draft: Draft) -> dict[str, str]:
    cells = {name: "yes" if draft.get(name) else "" for name in ("case", "accents")} | _answers(draft)
    texts = enumerate(shapes.answers_of(draft), start=1)
    return cells | {f"option_{number}": answer.text for number, answer in texts}


def _numeric(draft: Draft) -> dict[str, str]:
    units = [f"{unit.get('name')}={unit.get('factor') or 1}" for unit in shapes.tables(draft, "units")]
    cells = {"unit": shapes.text(draft, "unit"), "units": "; ".join(units).replace("=1;", ";").removesuffix("=1")}
    cells |= _answers(draft)
    for number, answer in enumerate(shapes.tables(draft, "answers"), start=1):
        value = shapes.text(answer, "value")
        cells[f"option_{number}"] = value or f"{shapes.text(answer, 'low')}..{shapes.text(answer, 'high')}"
        cells[f"tolerance_{number}"] = shapes.text(answer, "tolerance")
    return cells


def _matching(draft: Draft) -> dict[str, str]:
    cells: dict[str, str] = {}
    premises = {name: premise for premise in shapes.tables(draft, "premises") if (name := shapes.text(premise, "id"))}
    for number, (name, option) in enumerate(shapes.pairs_of(draft), start=1):
        premise = premises.get(name, {})
        cells |= {f"option_{number}": shapes.text(premise, "text"), f"match_{number}": option}
        cells |= _reasons(premise, number) if premise else {}
    return cells


def _cloze(draft: Draft) -> dict[str, str]:
    return {"passage": embedded.write(shapes.text(draft, "passage"), shapes.tables(draft, "gaps"))}


def _extended(_draft: Draft) -> dict[str, str]:
    return {}


_BUILDERS: Mapping[str, Callable[[Draft], dict[str, str]]] = {
    "single_choice": _choice,
    "multiple_response": _choice,
    "ordering": _ordering,
    "short_text": _short_text,
    "numeric": _numeric,
    "matching": _matching,
    "cloze": _cloze,
    "extended_text": _extended,
}
KINDS = frozenset(_BUILDERS)
"""Kinds of questions that a row can hold."""
