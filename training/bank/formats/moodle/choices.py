"""Questions whose answers are there to be chosen, paired or put in order."""

from fractions import Fraction

from training.bank.formats import shapes
from training.bank.formats.gift import orders
from training.bank.formats.markup import literal
from training.bank.formats.moodle.texts import Texts
from training.bank.formats.trees import Element, XmlFault

FIRST_IS_KEY = "Several answers are right and one may be chosen: the first is the key, the others give the same mark."


def choice(question: Element, texts: Texts) -> dict[str, object]:
    """Return a multiple choice question, with one answer or several."""
    found = texts.answers(question)
    if len(found) < 2:
        raise XmlFault("offers fewer than two answers", "Write two or more <answer> with a <text>.")
    best = max(each.share for each in found)
    if best <= 0:
        raise XmlFault("has no right answer", 'Write fraction="100" on the right one.')
    if question.value("single", "true") in {"false", "0"}:
        return shapes.several(found)
    if sum(each.share == best for each in found) > 1:
        texts.losses.append(FIRST_IS_KEY)
    return shapes.single(found)


def whole_choice(question: Element, texts: Texts) -> dict[str, object]:
    """Return a choice of several that is marked as a whole."""
    found = texts.answers(question)
    if len(found) < 2 or not any(each.share > 0 for each in found):
        raise XmlFault("has no right answer, or fewer than two", 'Write fraction="100" on the right ones.')
    return shapes.several(found, whole=True)


def true_false(question: Element, texts: Texts) -> dict[str, object]:
    """Return a true/false question; answers that say neither are true first, then false, as in old files."""
    right: bool | None = None
    when = {True: "", False: ""}
    for number, answer in enumerate(question.named("answer")):
        said = answer.said.lower()
        is_true = said == "true" if said in {"true", "false"} else number == 0
        when[is_true] = texts.of(answer.child("feedback"))
        right = is_true == (texts.share(answer) == 1)
    if right is None:
        raise XmlFault("has no answers", "Write one <answer> for true and one for false.")
    return shapes.true_false(right=right, when_true=when[True], when_false=when[False])


def matching(question: Element, texts: Texts) -> dict[str, object]:
    """Return a matching question; the options of one whose options are dragged may have pictures."""
    pairs = []
    for each in question.named("subquestion"):
        answer = each.child("answer") or Element("answer", {}, each.line)
        left = texts.of(each)
        right = texts.of(answer) if "format" in answer.attributes else literal(answer.said)
        if left and not right:
            raise XmlFault("has a pair without an answer", "Write its <answer>.", each.line)
        pairs += [(left, right)] if right else []
    if sum(bool(left) for left, _right in pairs) < 2:
        raise XmlFault("has fewer than two pairs", "Write two or more <subquestion> with a <text> and an <answer>.")
    return shapes.matched(pairs)


def ordering(question: Element, texts: Texts) -> dict[str, object]:
    """Return an ordering question, whose answers stand in their right order."""
    found = [(texts.of(each), texts.of(each.child("feedback"))) for each in question.named("answer")]
    steps = [shapes.Choice(text, Fraction(0), why) for text, why in found if text]
    if not 2 <= len(steps) <= len(shapes.LETTERS):
        raise XmlFault(f"has {len(steps)} steps", f"Write 2 to {len(shapes.LETTERS)} <answer> in their right order.")
    chosen = question.value("selecttype", question.value("logical", "ALL")).upper() not in {"ALL", "EXACT", "0"}
    shown = question.value("selectcount", question.value("studentsee", "2"))
    if chosen and shown.isdecimal() and 0 < int(shown[:9]) < len(steps):
        texts.losses.append(orders.SOME_STEPS)
    whole = question.value("gradingtype").upper() == orders.WHOLE
    if not whole:
        texts.losses.append(orders.OTHERWISE)
    return shapes.ordered(steps, whole=whole)
