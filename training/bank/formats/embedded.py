r"""Moodle's embedded answers, ``{1:MULTICHOICE:=over#Yes.~under}``, to and from the gaps of a passage.

A gap is ``{weight:TYPE:answers}``; answers are apart by ``~``, ``=`` or a per cent says what one is worth, ``#`` begins
its reason. ``\}``, ``\~``, ``\#`` and ``\/`` are those signs themselves.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from html import unescape

from training.bank.formats import precedence, shapes
from training.bank.formats.gift.answers import interval
from training.bank.formats.markup import Marked, from_auto, to_plain
from training.bank.formats.shapes import Choice
from training.bank.formats.shares import percent_of, share_of

_START = re.compile(
    r"\{(\d*):(NUMERICAL|NM|MULTICHOICE(?:_(?:V|H|S|VS|HS))?|MC(?:V|H|S|VS|HS)?|SHORTANSWER(?:_C)?|SAC?|MWC?"
    r"|MULTIRESPONSE(?:_(?:H|S|HS))?|MR(?:H|S|HS)?):"
)
NONE = Fraction(0)
BOXES = ("MULTIRESPONSE", "MR")
BESIDE = (
    "Boxes to tick with several right answers (MULTIRESPONSE) stand beside other gaps, which no kind here has;"
    " alone in a question they become a multiple response."
)
_ODD = re.compile(r"\{\d*:\s*[A-Za-z_]+:")
_WORTH = re.compile(r"=|%(-?\d{1,3}(?:[.,]\d*)?)%")
_FEEDBACK = re.compile(r"(?<![\\&])#")
_ESCAPED = re.compile(r"\\([}~#/\"\\])")
_OPEN, _SHUT = "\ue010", "\ue011"
MARKER = re.compile(r"\[\[([a-z][a-z0-9]{0,7})\]\]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with gaps, and what is wrong with it or lost of it, in whole sentences."""

    passage: str
    gaps: tuple[dict[str, object], ...]
    faults: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    boxes: tuple[Choice, ...] = ()
    """The options of its only gap, where several of them may be ticked."""

    def draft(self) -> dict[str, object]:
        """Return a cloze, or a multiple response where the only gap is boxes to tick."""
        if not self.boxes:
            return {"kind": "cloze", "stem": shapes.COMPLETE, "passage": self.passage, "gaps": list(self.gaps)}
        marker = f"[[{self.gaps[0]['id']}]]"
        asked = self.passage.strip().removesuffix(marker).rstrip().replace(marker, "_____")
        return shapes.several(self.boxes) | {"stem": asked or shapes.COMPLETE}


@dataclass(slots=True)
class _Found:
    boxes: list[list[Choice]] = field(default_factory=list)
    gaps: list[dict[str, object]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)


def has_gaps(text: str) -> bool:
    """Return whether a text holds an embedded answer."""
    return _START.search(text) is not None


def read(text: str, marked: Callable[[str], Marked] = from_auto) -> Passage:
    """Return a text with embedded answers as a passage with gaps g1, g2 …; ``marked`` makes Markdown of its texts."""
    found = _Found()
    parts: list[str] = []
    place = 0
    while (start := _START.search(text, place)) is not None:
        end = _end(text, start.end())
        if end is None:
            found.faults.append(f"The gap {text[start.start() : start.start() + 40]!r} never closes.")
            break
        name = f"g{len(found.gaps) + 1}"
        parts += [text[place : start.start()], f"{_OPEN}{name}{_SHUT}"]
        found.gaps.append({"id": name} | _gap(start, text[start.end() : end], found, marked))
        place = end + 1
    found.faults += [
        f"The gap {odd[0][:40]!r} is of no type that Moodle has."
        for part in [*parts, text[place:]]
        for odd in _ODD.finditer(part)
    ]
    boxes = _boxes(found)
    whole = marked("".join([*parts, text[place:]]))
    passage = whole.text.replace(_OPEN, "[[").replace(_SHUT, "]]")
    losses = tuple(dict.fromkeys((*whole.losses, *found.losses)))
    return Passage(passage, tuple(found.gaps), tuple(found.faults), losses, boxes)


def write(passage: str, gaps: Sequence[Mapping[str, object]], told: Callable[[str], str] = to_plain) -> str:
    """Return a passage with its gaps as embedded answers, ``told`` being how Markdown stands in a gap.

    Raises ValueError for a gap they cannot say.
    """
    by_id = {shapes.text(gap, "id"): gap for gap in gaps}
    return MARKER.sub(lambda marker: _written(by_id[marker[1]], told) if marker[1] in by_id else marker[0], passage)


def _end(text: str, start: int) -> int | None:
    found = re.compile(r"(?<!\\)\}").search(text, start)
    return found.start() if found else None


def _gap(start: re.Match[str], body: str, found: _Found, marked: Callable[[str], Marked]) -> dict[str, object]:
    weight: dict[str, object] = {"weight": start[1]} if start[1] not in {"", "1"} else {}
    if start[1] and not int(start[1]):
        found.losses.append("A gap that counts nothing there counts once here.")
        weight = {}
    choices = _choices(body, found, marked)
    kind = start[2]
    if kind.startswith(("NUM", "NM")):
        return {"kind": "number"} | weight | _number(choices, found)
    if kind.startswith(("SHORT", "SA", "MW")):
        return {"kind": "text"} | weight | _text(choices, found, case=kind.endswith("C"))
    boxes = _scaled(choices, body) if kind.startswith(BOXES) else []
    options = _options([replace(each, share=max(each.share, NONE)) for each in boxes] or choices, found, marked)
    if boxes:
        found.boxes.append(
            [replace(box, text=shapes.text(option, "text")) for box, option in zip(boxes, options, strict=True)]
        )
    return {"kind": "choice"} | weight | {"options": options}


def _scaled(choices: Sequence[Choice], body: str) -> list[Choice]:
    """Return boxes to tick with their shares as Moodle makes them: the right ones together are worth everything.

    Where no box has a per cent, a wrong one takes away what a right one gives.
    """
    worth = [_WORTH.match(part.strip()) for part in _parts(body)]
    given = any(one is not None and one[1] and share_of(one[1].replace(",", ".")) for one in worth)
    total = sum((max(each.share, NONE) for each in choices), NONE)
    if not total:
        return list(choices)
    return [
        replace(each, share=each.share / total if each.share > 0 else each.share if given else -1 / total)
        for each in choices
    ]


def _boxes(found: _Found) -> tuple[Choice, ...]:
    """Return the options of boxes to tick that are the only gap; noting those that stand beside other gaps."""
    if len(found.gaps) == 1 and found.boxes:
        if max(box.share for box in found.boxes[0]) <= 0:
            found.faults.append("A gap has no right answer.")
        return tuple(found.boxes[0])
    for boxes in found.boxes:
        if sum(box.share > 0 for box in boxes) != 1:
            found.faults.append(BESIDE)
        found.losses.append("Several answers may be ticked in a gap there; here one is chosen.")
    return ()


def _parts(body: str) -> list[str]:
    return re.split(r"(?<!\\)~", body)


def _choices(body: str, found: _Found, marked: Callable[[str], Marked]) -> list[Choice]:
    return [_choice(part, found, marked) for part in _parts(body)]


def _choice(part: str, found: _Found, marked: Callable[[str], Marked]) -> Choice:
    worth = _WORTH.match(part.strip())
    rest = part.strip()[worth.end() :] if worth else part.strip()
    share = share_of(worth[1].replace(",", ".")) if worth and worth[1] else Fraction(worth is not None)
    said, _, why = _split(rest)
    reason = marked(_plain(why))
    found.losses += reason.losses
    return Choice(_plain(said), share or Fraction(0), reason.text)


def _split(text: str) -> tuple[str, str, str]:
    sign = _FEEDBACK.search(text)
    return (text[: sign.start()], "#", text[sign.end() :]) if sign else (text, "", "")


def _options(choices: Sequence[Choice], found: _Found, marked: Callable[[str], Marked]) -> list[dict[str, object]]:
    options = []
    for letter, choice in zip(shapes.letters(), choices, strict=False):
        said = marked(choice.text)
        found.losses += said.losses
        option: dict[str, object] = {"id": letter, "text": said.text, "rationale": choice.rationale, "sources": []}
        weight: dict[str, object] = {} if choice.share in {0, 1} else {"weight": str(choice.share)}
        options.append(option | ({"correct": True} if choice.share == 1 else {}) | weight)
    return options


def _text(choices: Sequence[Choice], found: _Found, *, case: bool) -> dict[str, object]:
    """Return a typed gap; an answer of * that gives nothing is the reason shown for every other answer."""
    wrong = next((choice.rationale for choice in choices if choice.text == "*" and not choice.share), "")
    kept = [Choice(" ".join(unescape(choice.text).split()), choice.share, choice.rationale) for choice in choices]
    reached, losses = precedence.of_texts([one for one in kept if one.text != "*" or one.share], case=case)
    found.losses += losses
    drafted = shapes.typed(reached, case=case, wrong=wrong)
    return {name: value for name, value in drafted.items() if name != "kind"}


def _number(choices: Sequence[Choice], found: _Found) -> dict[str, object]:
    wrong = next((choice.rationale for choice in choices if choice.text == "*" and not choice.share), "")
    answers: list[dict[str, object]] = []
    for choice in choices:
        ends = interval(choice.text)
        if ends is not None:
            answers.append(ends | shapes.shared(choice))
        elif choice.text != "*" or choice.share:
            found.faults.append(f"A gap has {choice.text[:40]!r} where a number is wanted.")
    reached, losses = precedence.of_numbers(answers)
    found.losses += losses
    return {"answers": reached} | ({"wrong_rationale": wrong} if wrong else {})


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text).strip()


def _written(gap: Mapping[str, object], told: Callable[[str], str]) -> str:
    weight = shapes.text(gap, "weight") or "1"
    if not weight.isdecimal():
        message = "Moodle has gaps of whole weights only"
        raise ValueError(message)
    kind, answers = _WRITERS[shapes.text(gap, "kind")](gap, told)
    return f"{{{weight}:{kind}:{'~'.join(answers)}}}"


def _written_options(gap: Mapping[str, object], told: Callable[[str], str]) -> tuple[str, list[str]]:
    shares = [
        shapes.fraction(each, "weight", Fraction(bool(each.get("correct")))) for each in shapes.tables(gap, "options")
    ]
    options = zip(shapes.tables(gap, "options"), shares, strict=True)
    return "MULTICHOICE", [
        _worth(share) + _escaped(told(shapes.text(option, "text"))) + _reason(shapes.text(option, "rationale"), told)
        for option, share in options
    ]


def _written_text(gap: Mapping[str, object], told: Callable[[str], str]) -> tuple[str, list[str]]:
    answers = [
        _worth(each.share) + _escaped(each.text) + _reason(each.rationale, told) for each in shapes.answers_of(gap)
    ]
    return "SHORTANSWER_C" if gap.get("case") else "SHORTANSWER", answers + _other(gap, told)


def _written_number(gap: Mapping[str, object], told: Callable[[str], str]) -> tuple[str, list[str]]:
    answers = []
    for each, choice in zip(shapes.tables(gap, "answers"), shapes.answers_of(gap), strict=True):
        value, tolerance = shapes.text(each, "value"), shapes.text(each, "tolerance")
        if not value or "/" in value + tolerance or "%" in tolerance or shapes.tables(gap, "units"):
            message = "Moodle has gaps for a number and its tolerance only"
            raise ValueError(message)
        answers.append(
            _worth(choice.share) + value + (f":{tolerance}" if tolerance else "") + _reason(choice.rationale, told)
        )
    return "NUMERICAL", answers + _other(gap, told)


def _other(gap: Mapping[str, object], told: Callable[[str], str]) -> list[str]:
    wrong = shapes.text(gap, "wrong_rationale")
    return [f"*{_reason(wrong, told)}"] if wrong.strip() else []


def _worth(share: Fraction) -> str:
    return "=" if share == 1 else f"%{percent_of(share)}%" if share else ""


def _reason(rationale: str, told: Callable[[str], str]) -> str:
    return f"#{_escaped(told(rationale))}" if rationale.strip() else ""


def _escaped(text: str) -> str:
    return re.sub(r"[}~#\\]", r"\\\g<0>", text.strip())


_WRITERS: Mapping[str, Callable[[Mapping[str, object], Callable[[str], str]], tuple[str, list[str]]]] = {
    "choice": _written_options,
    "text": _written_text,
    "number": _written_number,
}
