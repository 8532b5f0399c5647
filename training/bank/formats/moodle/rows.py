"""Questions of plugins whose rows are each true or false, or stand in one of some columns (mtf, kprime)."""

from collections.abc import Mapping

from training.bank.formats import shapes
from training.bank.formats.moodle.texts import Texts
from training.bank.formats.trees import Element, XmlFault
from training.core.numbers import exact

OTHERWISE: Mapping[str, str] = {
    "kprime": "One wrong row costs half the mark there, two cost all; here each row counts.",
    "subpointdeduction": "A wrong row takes marks away there; here it gives none.",
}
"""What is said of the ways of marking rows that are neither the share of the rows that are right, nor all of them."""
WHOLE = frozenset({"mtfonezero", "kprimeonezero"})
"""The ways of marking rows by which only all of them together give marks."""


def rows(question: Element, texts: Texts) -> dict[str, object]:
    """Return rows that are each true or false (or in one of some columns) as a matching of rows with columns."""
    columns = {each.get("number"): texts.of(each.child("responsetext")) for each in question.named("column")}
    letters = dict(zip(columns, shapes.letters(), strict=False))
    worth = {
        (each.get("rownumber"), each.get("columnnumber")): each.value("value", "0") for each in question.named("weight")
    }
    premises = []
    for number, row in enumerate(question.named("row"), start=1):
        right = [name for name in columns if _is_above_nothing(worth.get((row.get("number"), name), "0"))]
        if len(right) != 1:
            raise XmlFault("has a row without one right column", "Give one of its columns a weight of 1.", row.line)
        premise: dict[str, object] = {"id": f"p{number}", "text": texts.of(row.child("optiontext"))}
        reason = texts.of(row.child("feedbacktext"))
        premises.append(premise | {"match": letters[right[0]], "rationale": reason, "sources": []})
    if len(premises) < 2:
        raise XmlFault("has fewer than two rows", "Write two or more.")
    method = question.value("scoringmethod", "subpoints").lower()
    texts.losses += [OTHERWISE[method]] if method in OTHERWISE else []
    options = [{"id": letters[name], "text": text} for name, text in columns.items()]
    whole = shapes.all_or_nothing(whole=method in WHOLE)
    return {"kind": "matching"} | whole | {"premises": premises, "options": options}


def _is_above_nothing(weight: str) -> bool:
    try:
        return exact(weight) > 0
    except ValueError:
        return False
