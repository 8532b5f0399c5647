"""From drafts to GIFT: every text is Markdown and says so, one answer a line, ids and tags in comments."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from training.bank.formats import identity, shapes
from training.bank.formats.entries import Entry, Written
from training.bank.formats.gift import orders
from training.bank.formats.gift.answers import WEIGHT
from training.bank.formats.gift.signs import formatted, written
from training.bank.formats.markup import to_plain
from training.bank.formats.shares import percent_of
from training.core.drafts import Draft
from training.core.numbers import exact

NAME = "gift"
ARROW = "GIFT takes -> for a pair"


class Untold(ValueError):
    """GIFT cannot say this; the message says why."""


def write(entries: Sequence[Entry], _pictures: Mapping[str, bytes]) -> Written:
    """Return a GIFT file of drafts, and why some cannot be in it."""
    parts: list[str] = []
    left_out: dict[int, str] = {}
    category = ""
    for place, entry in enumerate(entries):
        try:
            question = _question(entry.draft)
        except Untold as error:
            left_out[place] = str(error)
            continue
        if identity.category_of(entry.draft) != category:
            category = identity.category_of(entry.draft)
            parts.append(f"$CATEGORY: {category}\n")
        parts.append(question)
    return Written(("\n".join(parts)).encode(), left_out)


def _question(draft: Draft) -> str:
    kind = shapes.text(draft, "kind")
    body = _BODIES.get(kind)
    if body is None:
        message = f"GIFT has no question of the kind {kind.replace('_', ' ')}"
        raise Untold(message)
    notes = [f"[id:{_noted(identity.id_of(draft, NAME))}]"]
    notes += [f"[tag:{_noted(tag)}]" for tag in identity.tags_of(draft)]
    name, stem = written(identity.name_of(draft)), written(shapes.asked(draft))
    answers = body(draft)
    feedback = shapes.text(draft, "feedback").strip()
    if feedback:
        answers.append(f"####{_told(feedback)}")
    inside = "".join(f"\n\t{line}" for line in answers) + ("\n" if answers else "")
    opening = "{#" if kind == "numeric" else "{"
    return f"// {' '.join(notes)}\n::{name}::[markdown]{stem}{opening}{inside}}}\n"


def _choice(draft: Draft) -> list[str]:
    choices = shapes.choices_of(draft)
    if shapes.is_true_false(draft):
        right = choices[0].share == 1
        reasons = {choice.share == 1: _reason(choice.rationale)[1:] for choice in choices}
        wrong, good = reasons.get(False, ""), reasons.get(True, "")
        return [("TRUE" if right else "FALSE") + (f"#{wrong}" if wrong or good else "") + (f"#{good}" if good else "")]
    single = draft.get("kind") == "single_choice"
    if single and max((choice.share for choice in choices), default=Fraction(0)) < 1:
        message = "GIFT marks the right answer of a single choice with everything"
        raise Untold(message)
    return [_option(choice, single=single) for choice in choices]


def _option(choice: shapes.Choice, *, single: bool) -> str:
    guarded = bool(WEIGHT.match(choice.text))
    weight = f"~%{percent_of(choice.share)}%" if choice.share or guarded else "~"
    sign = "=" if single and choice.share == 1 else weight
    return sign + _told(choice.text) + _reason(choice.rationale)


def _typed(draft: Draft) -> list[str]:
    answers = shapes.answers_of(draft)
    if any("->" in answer.text + answer.rationale for answer in answers):
        raise Untold(ARROW)
    return [
        _weight(answer.share, guarded=bool(WEIGHT.match(answer.text))) + _told(answer.text) + _reason(answer.rationale)
        for answer in answers
    ]


def _numeric(draft: Draft) -> list[str]:
    if shapes.tables(draft, "units"):
        message = "GIFT has numbers without units only"
        raise Untold(message)
    lines = [
        _weight(shapes.fraction(answer, "share", Fraction(1)))
        + _ends(answer)
        + _reason(shapes.text(answer, "rationale"))
        for answer in shapes.tables(draft, "answers")
    ]
    wrong = shapes.text(draft, "wrong_rationale").strip()
    return lines + ([f"~#{_told(wrong)}"] if wrong else [])


def _ends(answer: Mapping[str, object]) -> str:
    value, tolerance = shapes.text(answer, "value"), shapes.text(answer, "tolerance")
    low, high = shapes.text(answer, "low"), shapes.text(answer, "high")
    if "/" in value + tolerance + low + high or "%" in tolerance or bool(low) != bool(high):
        message = "GIFT has no open ends, tolerances in per cent or fractions"
        raise Untold(message)
    if low:
        return f"{low}..{high}"
    return f"{value}:{tolerance}" if tolerance and exact(tolerance) else value


def _matching(draft: Draft) -> list[str]:
    premises = {shapes.text(each, "id"): shapes.text(each, "text").strip() for each in shapes.tables(draft, "premises")}
    pairs = [(premises.get(name, ""), to_plain(option)) for name, option in shapes.pairs_of(draft)]
    if any("->" in left for left, _right in pairs):
        raise Untold(ARROW)
    return [f"={_told(left)} -> {written(right)}" for left, right in pairs]


def _ordering(draft: Draft) -> list[str]:
    by_id = {shapes.text(each, "id"): shapes.text(each, "text") for each in shapes.tables(draft, "options")}
    steps = [_told(by_id[name]) for name in shapes.texts(draft, "key") if name in by_id]
    return orders.written(steps, whole=shapes.is_whole(draft))


def _essay(_draft: Draft) -> list[str]:
    return []


def _weight(share: Fraction, *, guarded: bool = False) -> str:
    return "=" if share == 1 and not guarded else f"=%{percent_of(share)}%"


def _reason(rationale: str) -> str:
    return f"#{_told(rationale)}" if rationale.strip() else ""


def _told(text: str) -> str:
    """Return a text that is not taken for one with a format of its own."""
    bare = text.strip()
    return ("[markdown]" if formatted(bare, "")[1] else "") + written(bare)


def _noted(text: str) -> str:
    return text.replace("]", "\\]")


_BODIES: Mapping[str, Callable[[Draft], list[str]]] = {
    "single_choice": _choice,
    "multiple_response": _choice,
    "short_text": _typed,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "extended_text": _essay,
}
