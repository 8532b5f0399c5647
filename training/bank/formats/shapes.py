"""Drafts of items as other systems know them, made of plain parts; and those parts again out of drafts.

A reader leaves out what only this bank knows: code, pool, domain, level, objective, sources.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from training.bank.formats.shares import by_rule
from training.core.drafts import SHARE
from training.core.items import ALL_OR_NOTHING

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TRUE_FALSE = ("True", "False")
_BETWEEN = re.compile(r"[^A-Za-z0-9]+")
DANGERS = ("dangerous", "dangerous_matches", "dangerous_orders")
"""Lists of a draft that name what would endanger a patient."""
COMPLETE = "Complete the text."
"""The question of a passage with gaps whose own system has no question beside the passage."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option, or an answer that may be typed: what it says, its share of the mark, and the reason shown."""

    text: str
    share: Fraction
    rationale: str = ""


def origin(
    format_name: str, *, name: str = "", category: str = "", own_id: str = "", tags: Sequence[str] = (), **extra: str
) -> dict[str, object]:
    """Return where a draft comes from, as plain values, empty ones left out; names and ids on one line."""
    given: dict[str, object] = {"format": format_name, "id": _line(own_id)}
    given |= {"name": _line(name), "category": _line(category), "tags": list(dict.fromkeys(tags))}
    given |= {"extra": {key: value for key, value in extra.items() if value}}
    return {key: value for key, value in given.items() if value}


def single(choices: Sequence[Choice]) -> dict[str, object]:
    """Return a single-choice draft; the best choice is the right one, others keep their share as a weight."""
    best = max(choices, key=lambda each: each.share)
    options = []
    for letter, choice in zip(letters(), choices, strict=False):
        right = choice is best
        options.append(_option(letter, choice, right=right, weighted=choice.share != (1 if right else 0)))
    return {"kind": "single_choice", "options": options}


def several(choices: Sequence[Choice], *, whole: bool = False) -> dict[str, object]:
    """Return a multiple-response draft; weights are left out where they are what this bank's own rule gives.

    One that is marked as a ``whole`` has no weights: the choices with a share are its key.
    """
    right = [choice.share > 0 for choice in choices]
    plain = whole or (0 < sum(right) < len(right) and by_rule(right) == tuple(choice.share for choice in choices))
    options = [
        _option(letter, choice, right=choice.share > 0, weighted=not plain)
        for letter, choice in zip(letters(), choices, strict=False)
    ]
    return {"kind": "multiple_response"} | all_or_nothing(whole=whole) | {"options": options}


def all_or_nothing(*, whole: bool) -> dict[str, object]:
    """Return what a draft says of an item that is marked as a ``whole``, nothing of any other."""
    return {ALL_OR_NOTHING: True} if whole else {}


def is_whole(draft: Mapping[str, object]) -> bool:
    """Return whether a draft is marked as a whole: it says so, or something in it is dangerous."""
    if draft.get(ALL_OR_NOTHING) or any(draft.get(name) for name in DANGERS):
        return True
    entries = [each for name in ("options", "regions", "gaps") for each in tables(draft, name)]
    within = [each for gap in entries for each in tables(gap, "options")]
    return any(each.get("dangerous") for each in (*entries, *within))


def true_false(*, right: bool, when_true: str, when_false: str) -> dict[str, object]:
    """Return a true/false question as a single choice; the texts are what choosing true or false is answered with."""
    texts = zip(TRUE_FALSE, (right, not right), (when_true, when_false), strict=True)
    return single([Choice(text, Fraction(is_right), rationale) for text, is_right, rationale in texts])


def typed(choices: Sequence[Choice], *, case: bool, wrong: str = "") -> dict[str, object]:
    """Return a short-text draft: accents count, as they do elsewhere."""
    answers = [{"text": choice.text} | shared(choice) for choice in choices]
    flags: dict[str, object] = {"case": True} if case else {}
    reason: dict[str, object] = {"wrong_rationale": wrong} if wrong else {}
    return {"kind": "short_text", "answers": answers, "accents": True} | flags | reason


def matched(pairs: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Return a matching draft of (premise, option); an empty premise makes its option one that nothing matches."""
    options: dict[str, str] = {}
    names = letters()
    for _premise, option in pairs:
        if option not in options:
            options[option] = next(names)
    premises = [
        {"id": f"p{number}", "text": premise, "match": options[option], "rationale": "", "sources": []}
        for number, (premise, option) in enumerate((pair for pair in pairs if pair[0]), start=1)
    ]
    listed = [{"id": letter, "text": text} for text, letter in options.items()]
    return {"kind": "matching", "premises": premises, "options": listed}


def ordered(steps: Sequence[Choice], *, whole: bool) -> dict[str, object]:
    """Return an ordering draft of steps in their right order; ``whole`` where only that order gives marks."""
    entries = zip(letters(), steps, strict=False)
    options = [_option(letter, step, right=False, weighted=False) for letter, step in entries]
    key = [option["id"] for option in options]
    return {"kind": "ordering"} | all_or_nothing(whole=whole) | {"options": options, "key": key}


def shared(choice: Choice) -> dict[str, object]:
    """Return share and reason of an answer that is typed, a whole share left out."""
    share: dict[str, object] = {} if choice.share == 1 else {"share": str(choice.share)}
    return share | {"rationale": choice.rationale, "sources": []}


def choices_of(draft: Mapping[str, object]) -> list[Choice]:
    """Return the options of a choice draft with the share each gives, by weight or by the kind's own rule."""
    options = tables(draft, "options")
    right = [bool(option.get("correct")) for option in options]
    several = draft.get("kind") == "multiple_response"
    rule: Sequence[Fraction] = [Fraction(each) for each in right]
    weighted = any("weight" in option for option in options)
    if several and not weighted and any(right):
        rule = by_rule(right)
    elif several:
        rule = [Fraction(1, sum(right) or 1) if each else Fraction(0) for each in right]
    return [
        Choice(text(option, "text"), fraction(option, "weight", share), text(option, "rationale"))
        for option, share in zip(options, rule, strict=True)
    ]


def pairs_of(draft: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the pairs of a matching draft: id of the premise (``""`` for an option that nothing matches), option.

    They stand so that options appear in their order as far as their premises allow.
    """
    options = {text(option, "id"): text(option, "text") for option in tables(draft, "options")}
    order = list(options)
    premises = tables(draft, "premises")
    used = {text(premise, "match") for premise in premises}
    spare = [name for name in order if name not in used]
    pairs: list[tuple[str, str]] = []
    for premise in premises:
        match = text(premise, "match")
        while spare and match in options and order.index(spare[0]) < order.index(match):
            pairs.append(("", options[spare.pop(0)]))
        pairs.append((text(premise, "id"), options.get(match, "")))
    return pairs + [("", options[name]) for name in spare]


def answers_of(draft: Mapping[str, object]) -> list[Choice]:
    """Return the answers of a draft whose answers are typed texts."""
    return [
        Choice(text(answer, "text"), fraction(answer, "share", Fraction(1)), text(answer, "rationale"))
        for answer in tables(draft, "answers")
    ]


def is_true_false(draft: Mapping[str, object]) -> bool:
    """Return whether a single choice is between True and False, without weights."""
    options = tables(draft, "options")
    plain = draft.get("kind") == "single_choice" and not any("weight" in option for option in options)
    return plain and tuple(text(option, "text") for option in options) == TRUE_FALSE


def asked(draft: Mapping[str, object]) -> str:
    """Return what a candidate reads before answering: the shared case and its figure, then the question."""
    case = table(draft, "stimulus")
    figure = f"![{text(case, 'alt')}](figure:{text(case, 'figure')})" if case.get("figure") else ""
    return "\n\n".join(part for part in (text(case, "text").strip(), figure, text(draft, "stem").strip()) if part)


def tables(draft: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """Return a list of tables of a draft, empty when there is none."""
    value = draft.get(name)
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list | tuple) else []


def table(draft: Mapping[str, object], name: str) -> Mapping[str, object]:
    """Return a table of a draft, empty when there is none."""
    value = draft.get(name)
    return value if isinstance(value, Mapping) else {}


def text(draft: Mapping[str, object], name: str) -> str:
    """Return a text of a draft, empty when there is none."""
    value = draft.get(name)
    return value if isinstance(value, str) else ""


def texts(draft: Mapping[str, object], name: str) -> list[str]:
    """Return a list of texts of a draft, empty when there is none."""
    value = draft.get(name)
    return [str(entry) for entry in value] if isinstance(value, list | tuple) else []


def fraction(draft: Mapping[str, object], name: str, default: Fraction) -> Fraction:
    """Return a share of a draft, ``default`` when it has none."""
    value = text(draft, name)
    return Fraction(value) if SHARE.fullmatch(value) else default


def name_of(stem: str) -> str:
    """Return a name for a question that has none: the beginning of its text, as Moodle names it."""
    line = _line(stem)
    return line if len(line) <= 80 else line[:77].rstrip() + "…"


def unplaced(feedback: Iterable[str], draft: Mapping[str, object]) -> str:
    """Return in a sentence which feedback stands nowhere in a draft, ``""`` where all of it does."""
    known = _words(draft)
    missing = dict.fromkeys(text for text in feedback if text and text not in known)
    return f"Feedback that only some answers bring is left out: {' / '.join(missing)[:120]}" if missing else ""


def _words(value: object) -> str:
    """Return all texts of a draft, one after the other."""
    if isinstance(value, Mapping):
        return "\n".join(_words(each) for each in value.values())
    if isinstance(value, list | tuple):
        return "\n".join(_words(each) for each in value)
    return value if isinstance(value, str) else ""


def case_code(name: str, words: str) -> str:
    """Return the code of a shared case, which says what it holds: the same words are the same case."""
    short = _BETWEEN.sub("-", name).strip("-").lower()[:40] or "case"
    return f"{short}-{sha256(words.encode()).hexdigest()[:8]}"


def letters() -> Iterator[str]:
    """Yield ids of options without end: a to z, then a1 to z1, and on."""
    yield from LETTERS
    number = 0
    while True:
        number += 1
        yield from (f"{letter}{number}" for letter in LETTERS)


def _option(letter: str, choice: Choice, *, right: bool, weighted: bool) -> dict[str, object]:
    option: dict[str, object] = {"id": letter, "text": choice.text, "rationale": choice.rationale, "sources": []}
    weight: dict[str, object] = {"weight": str(choice.share)} if weighted else {}
    return option | ({"correct": True} if right else {}) | weight


def _line(value: str) -> str:
    return " ".join(value.split())
