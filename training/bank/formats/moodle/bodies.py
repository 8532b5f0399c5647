"""What each kind is in Moodle XML: its type, its text, and the elements that only this type has."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from training.bank.formats import embedded, shapes
from training.bank.formats.gift import orders
from training.bank.formats.markup import to_html, to_plain
from training.bank.formats.moodle import calculated
from training.bank.formats.moodle.elements import Ink, element, gap_text, plain
from training.bank.formats.moodle.texts import SHARES
from training.bank.formats.moodle.typed import ANY, NO_UNIT, SELECT
from training.bank.formats.shares import percent_of
from training.core.drafts import Draft
from training.core.numbers import exact, written

Body: TypeAlias = tuple[str, str, list[str]]
"""A question's type, its <questiontext>, and what is inside of it besides."""


class Untold(ValueError):
    """Moodle XML cannot say this; the message says why."""


def _choice(draft: Draft, ink: Ink, extra: Draft) -> Body:
    found = shapes.choices_of(draft)
    asked = ink.text("questiontext", shapes.asked(draft))
    if shapes.is_true_false(draft) and found[0].share != found[1].share:
        told = [_typed_answer(ink, shapes.Choice(each.text.lower(), each.share, each.rationale)) for each in found]
        return "truefalse", asked, told
    single = draft.get("kind") == "single_choice"
    right = [each.share for each in found if each.share > 0]
    if (max(right, default=Fraction(0)) if single else sum(right)) != 1:
        message = "Moodle wants a right answer, or right answers together, worth the whole mark"
        raise Untold(message)
    whole = not single and shapes.is_whole(draft)
    answers = [
        ink.text(
            "answer",
            each.text,
            _reason(ink, each.rationale),
            fraction=_percent(Fraction(each.share > 0) if whole else each.share),
        )
        for each in found
    ]
    shown = [
        *([] if whole else [plain("single", "true" if single else "false")]),
        plain("shuffleanswers", shapes.text(extra, "shuffleanswers") or "true"),
        plain("answernumbering", shapes.text(extra, "answernumbering") or "abc"),
    ]
    return "multichoiceset" if whole else "multichoice", asked, shown + answers


def _matching(draft: Draft, ink: Ink, extra: Draft) -> Body:
    premises = {shapes.text(each, "id"): shapes.text(each, "text") for each in shapes.tables(draft, "premises")}
    told = [
        ink.text("subquestion", premises.get(name, ""), element("answer", plain("text", to_plain(option).strip())))
        for name, option in shapes.pairs_of(draft)
    ]
    shuffled = plain("shuffleanswers", shapes.text(extra, "shuffleanswers") or "true")
    return "matching", ink.text("questiontext", shapes.asked(draft)), [shuffled, *told]


def _ordering(draft: Draft, ink: Ink, _extra: Draft) -> Body:
    by_id = {shapes.text(each, "id"): each for each in shapes.tables(draft, "options")}
    steps = [by_id[name] for name in shapes.texts(draft, "key") if name in by_id]
    rule = {
        "layouttype": "VERTICAL",
        "selecttype": "ALL",
        "selectcount": "0",
        "gradingtype": orders.WHOLE if shapes.is_whole(draft) else orders.PAIRS,
        "showgrading": "SHOW",
    }
    told = [
        ink.text("answer", shapes.text(each, "text"), _reason(ink, shapes.text(each, "rationale")), fraction=str(place))
        for place, each in enumerate(steps, start=1)
    ]
    asked = ink.text("questiontext", shapes.asked(draft))
    return "ordering", asked, [plain(name, value) for name, value in rule.items()] + told


def _short_text(draft: Draft, ink: Ink, _extra: Draft) -> Body:
    found = shapes.answers_of(draft)
    _check_whole(found)
    case = plain("usecase", "1" if draft.get("case") else "0")
    answers = [_typed_answer(ink, each) for each in found]
    return "shortanswer", ink.text("questiontext", shapes.asked(draft)), [case, *answers, *_rest(draft, ink)]


def _numeric(draft: Draft, ink: Ink, _extra: Draft) -> Body:
    found = shapes.answers_of(draft)
    _check_whole(found)
    answers = []
    for each, choice in zip(shapes.tables(draft, "answers"), found, strict=True):
        value, about = _about(each)
        told = shapes.Choice(value, choice.share, choice.rationale)
        answers.append(_typed_answer(ink, told, plain("tolerance", about)))
    return "numerical", ink.text("questiontext", shapes.asked(draft)), [*answers, *_rest(draft, ink), *_units(draft)]


def _calculated(draft: Draft, ink: Ink, _extra: Draft) -> Body:
    variables = shapes.tables(draft, "variables")
    names = [shapes.text(each, "name") for each in variables]
    found = shapes.answers_of(draft)
    _check_whole(found)
    asked = ink.text("questiontext", shapes.asked(draft))
    answers = [
        _formula(ink, each, choice, names, draft)
        for each, choice in zip(shapes.tables(draft, "answers"), found, strict=True)
    ]
    sets = zip(variables, calculated.values_of(variables), strict=True)
    definitions = element("dataset_definitions", *(_definition(each, values) for each, values in sets))
    switches = [plain("synchronize", "0"), plain("single", "0"), plain("shuffleanswers", "0")]
    rest = [*_rest(draft, ink, *_rules("0", calculated.RELATIVE, "2")), *_units(draft), definitions]
    return "calculated", asked, [*switches, *answers, *rest]


def _cloze(draft: Draft, ink: Ink, _extra: Draft) -> Body:
    question, passage = shapes.asked(draft), shapes.text(draft, "passage").strip()
    whole = passage if question == shapes.COMPLETE else f"{question}\n\n{passage}"
    told = embedded.write(to_html(whole), shapes.tables(draft, "gaps"), gap_text)
    return "cloze", ink.html("questiontext", told), []


def _essay(draft: Draft, ink: Ink, _extra: Draft) -> Body:
    limits = [
        plain(tag, str(draft[field]))
        for tag, field in (("minwordlimit", "least"), ("maxwordlimit", "most"))
        if draft.get(field)
    ]
    shown = [plain("responseformat", "plain"), plain("responserequired", "1"), plain("responsefieldlines", "15")]
    shown += [*limits, plain("attachments", "0"), plain("attachmentsrequired", "0")]
    notes = [ink.text("graderinfo", shapes.text(draft, "model_answer")), ink.text("responsetemplate", "")]
    return "essay", ink.text("questiontext", shapes.asked(draft)), shown + notes


def _typed_answer(ink: Ink, choice: shapes.Choice, *inside: str) -> str:
    text, reason = plain("text", choice.text), _reason(ink, choice.rationale)
    return element("answer", text, *inside, reason, fraction=_percent(choice.share), format="plain_text")


def _rest(draft: Draft, ink: Ink, *inside: str) -> list[str]:
    """Return the answer that stands for all others, where they have a reason."""
    wrong = shapes.text(draft, "wrong_rationale").strip()
    return [_typed_answer(ink, shapes.Choice(ANY, Fraction(0), wrong), *inside)] if wrong else []


def _formula(ink: Ink, answer: Draft, choice: shapes.Choice, names: list[str], draft: Draft) -> str:
    given = shapes.text(answer, "tolerance") or "0"
    about = exact(given.removesuffix("%")) / (100 if given.endswith("%") else 1)
    places = draft.get("decimals")
    kind = calculated.RELATIVE if given.endswith("%") else calculated.ABSOLUTE
    rules = _rules(_decimal(about), kind, str(places) if isinstance(places, int) else "2")
    told = shapes.Choice(calculated.formula_of(shapes.text(answer, "formula"), names), choice.share, choice.rationale)
    return _typed_answer(ink, told, *rules)


def _rules(tolerance: str, kind: str, places: str) -> list[str]:
    """Return what Moodle's reader wants of each answer of a calculated question."""
    fields = {"tolerance": tolerance, "tolerancetype": kind}
    fields |= {"correctanswerformat": "1", "correctanswerlength": places}
    return [plain(name, value) for name, value in fields.items()]


def _definition(variable: Draft, values: list[str]) -> str:
    numbers = [exact(value) for value in values]
    places = max((len(written(number).partition(".")[2]) for number in numbers), default=0)
    items = [
        element("dataset_item", plain("number", str(number)), plain("value", _decimal(value)))
        for number, value in enumerate(numbers, start=1)
    ]
    texts = {
        "status": "private",
        "name": shapes.text(variable, "name"),
        "distribution": "uniform",
        "minimum": _decimal(min(numbers)),
        "maximum": _decimal(max(numbers)),
        "decimals": str(places),
    }
    told = {name: element(name, plain("text", value)) for name, value in texts.items()}
    kind, count = plain("type", "calculated"), plain("itemcount", str(len(items)))
    kept = [told["status"], told["name"], kind, told["distribution"], told["minimum"], told["maximum"]]
    number = plain("number_of_items", str(len(items)))
    return element("dataset_definition", *kept, told["decimals"], count, element("dataset_items", *items), number)


def _units(draft: Draft) -> list[str]:
    listed = shapes.tables(draft, "units")
    if not listed:
        return []
    told = []
    for each in listed:
        factor = exact(shapes.text(each, "factor") or "1")
        told.append(
            element("unit", plain("multiplier", _decimal(1 / factor)), plain("unit_name", shapes.text(each, "name")))
        )
    rule = shapes.text(draft, "unit") or "none"
    shown = {"none": NO_UNIT, "choose": SELECT}.get(rule, "0")
    counts = "1" if rule in {"required", "choose"} else "0"
    rules = {"unitgradingtype": counts, "unitpenalty": "1.0000000", "showunits": shown, "unitsleft": "0"}
    return [element("units", *told), *(plain(name, value) for name, value in rules.items())]


def _about(answer: Draft) -> tuple[str, str]:
    """Return a number and how far another may be from it. Raises Untold for what Moodle cannot write so."""
    low, high = shapes.text(answer, "low"), shapes.text(answer, "high")
    value, tolerance = shapes.text(answer, "value"), shapes.text(answer, "tolerance") or "0"
    if bool(low) != bool(high):
        message = "Moodle has no numbers with an open end"
        raise Untold(message)
    if low:
        first, last = exact(low), exact(high)
        return _decimal((first + last) / 2), _decimal((last - first) / 2)
    if tolerance.endswith("%"):
        tolerance = _decimal(abs(exact(value)) * exact(tolerance.removesuffix("%")) / 100)
    return (value if "/" not in value else _decimal(exact(value))), _decimal(exact(tolerance))


def _decimal(number: Fraction) -> str:
    """Return a number in decimals. Raises Untold for one that has none that are exact."""
    told = written(number)
    if exact(told) != number:
        message = "Moodle has numbers in decimals only"
        raise Untold(message)
    return told


def _check_whole(found: list[shapes.Choice]) -> None:
    if max((each.share for each in found), default=Fraction(0)) != 1:
        message = "Moodle wants an answer worth the whole mark"
        raise Untold(message)


def _percent(share: Fraction) -> str:
    if abs(share) not in SHARES:
        message = f"Moodle knows no share of {share}"
        raise Untold(message)
    return percent_of(share)


def _reason(ink: Ink, rationale: str) -> str:
    return ink.text("feedback", rationale) if rationale.strip() else ""


BODIES: Mapping[str, Callable[[Draft, Ink, Draft], Body]] = {
    "single_choice": _choice,
    "multiple_response": _choice,
    "matching": _matching,
    "ordering": _ordering,
    "short_text": _short_text,
    "numeric": _numeric,
    "calculated": _calculated,
    "cloze": _cloze,
    "extended_text": _essay,
}
