"""Questions whose answer is typed: a word, a number with its unit, or a text that people mark."""

from fractions import Fraction

from training.bank.formats import precedence, shapes
from training.bank.formats.gift.answers import interval
from training.bank.formats.moodle.texts import Texts
from training.bank.formats.shapes import Choice
from training.bank.formats.trees import Element, XmlFault
from training.core.numbers import exact, written

ANY = "*"
RADIO, SELECT, NO_UNIT = "1", "2", "3"
"""How Moodle shows units (showunits); anything else is a field to type them in."""
MOST_WORDS = 1_500


def short_answer(question: Element, texts: Texts) -> dict[str, object]:
    """Return a short answer question; a last ``*`` that gives nothing is the reason for every other answer."""
    found, wrong = without_rest([choice for choice in texts.typed(question) if choice.text])
    if not found:
        raise XmlFault("accepts no answer", "Write an <answer> with a <text>.")
    case = question.value("usecase", "0") not in {"0", "false"}
    reached, losses = precedence.of_texts(found, case=case)
    texts.losses += losses
    return shapes.typed(reached, case=case, wrong=wrong)


def numerical(question: Element, texts: Texts) -> dict[str, object]:
    """Return a numerical question with its tolerances and units."""
    nodes = question.named("answer")
    found, wrong = without_rest([each for each in texts.typed(question) if each.text])
    nodes = [node for node in nodes if node.said][: len(found)]
    given = [number(node, choice) | shapes.shared(choice) for node, choice in zip(nodes, found, strict=True)]
    if not given:
        raise XmlFault("accepts no number", "Write an <answer> with a number as its <text>.")
    reached, losses = precedence.of_numbers(given)
    texts.losses += losses
    reason: dict[str, object] = {"wrong_rationale": wrong} if wrong else {}
    return {"kind": "numeric", "answers": reached} | units(question, texts) | reason


def number(answer: Element, choice: Choice) -> dict[str, object]:
    """Return the numbers that an answer accepts. Raises XmlFault for what is none."""
    tolerance = answer.value("tolerance", "0")
    found = interval(f"{choice.text}:{tolerance.removeprefix('-')}") if ":" not in choice.text else None
    if found is None or "low" in found:
        said = choice.text if found is None and interval(choice.text) is None else tolerance
        raise XmlFault(f"has {said[:40]!r} where a number is wanted", "Write a number such as 12.5.", answer.line)
    return found


def without_rest(found: list[Choice]) -> tuple[list[Choice], str]:
    """Return answers without the last one where that stands for all others and gives nothing, and its reason."""
    if found and found[-1].text == ANY and not found[-1].share:
        return found[:-1], found[-1].rationale
    return found, ""


def units(question: Element, texts: Texts) -> dict[str, object]:
    """Return the units of a number; the one whose multiplier is 1 is what the answers are written in."""
    holder = question.child("units")
    read = [] if holder is None else [(unit, _factor(unit)) for unit in holder.named("unit") if unit.value("unit_name")]
    if not read:
        return {}
    if all(factor != 1 for _unit, factor in read):
        raise XmlFault("has no unit whose multiplier is 1", "Write 1 for the unit of its answers.", read[0][0].line)
    shown = question.value("showunits", "0")
    counts = question.value("unitgradingtype", "0") not in {"", "0"}
    rule = {NO_UNIT: "none", RADIO: "choose", SELECT: "choose"}.get(shown, "required" if counts else "optional")
    penalty = question.value("unitpenalty", "0.1")
    penalty = penalty.rstrip("0").rstrip(".") if "." in penalty else penalty
    if rule == "required" and penalty != "1":
        texts.losses.append(f"A wrong or missing unit costs {penalty[:20]} there; here such an answer gets nothing.")
    if question.value("unitsleft", "0") not in {"0", "false"} and rule != "choose":
        texts.losses.append("Units stand before the number there; here after it or before it.")
    first = sorted(read, key=lambda each: each[1] != 1)
    listed = [{"name": " ".join(unit.value("unit_name").split())} | _told(factor) for unit, factor in first]
    return ({} if rule == "none" else {"unit": rule}) | {"units": listed}


def essay(question: Element, texts: Texts) -> dict[str, object]:
    """Return a question for a text that people mark; notes for markers become the model answer."""
    draft: dict[str, object] = {"kind": "extended_text"}
    notes = texts.of(question.child("graderinfo"))
    if notes:
        draft["model_answer"] = notes
        texts.losses.append("The notes for markers became the model answer, which practice shows.")
    for field, tag in (("least", "minwordlimit"), ("most", "maxwordlimit")):
        limit = question.value(tag)
        if limit.isdecimal() and 0 < int(limit[:9]) <= MOST_WORDS:
            draft[field] = int(limit)
        elif limit not in {"", "0"}:
            texts.losses.append(f"Its limit of {limit[:20]} words is left out; at most {MOST_WORDS:,} fit here.")
    if question.value("responsetemplate"):
        texts.losses.append("The text that the field begins with is left out.")
    if question.value("attachments", "0") != "0":
        texts.losses.append("Files may be handed in there; here a text only.")
    return draft


def _factor(unit: Element) -> Fraction:
    """Return how many of the answers' unit one of this unit is: the inverse of Moodle's multiplier."""
    given = unit.value("multiplier", "1")
    try:
        multiplier = exact(given)
    except ValueError:
        multiplier = Fraction(0)
    if multiplier <= 0:
        raise XmlFault(f"has a unit with the multiplier {given[:40]!r}", "Write a number above 0.", unit.line)
    return 1 / multiplier


def _told(factor: Fraction) -> dict[str, object]:
    """Return a factor as a draft writes it: in decimals where they are exact, else as a fraction."""
    decimals = written(factor)
    return {} if factor == 1 else {"factor": decimals if exact(decimals) == factor else str(factor)}
