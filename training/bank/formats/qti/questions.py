"""From drafts to the parts of QTI 2.2 items: declarations, body, rules and feedback of each kind."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from training.bank.formats import shapes
from training.bank.formats.embedded import MARKER
from training.bank.formats.qti import places
from training.bank.formats.qti.fields import Field
from training.bank.formats.qti.parts import (
    FEEDBACK,
    RESPONSE,
    Question,
    Untold,
    added_by_mapping,
    assigned,
    html,
    mapping,
    outcome,
    response,
    scored_as_a_whole,
    scored_by_key,
    variable,
)
from training.bank.formats.qti.passages import STEM
from training.core.drafts import Draft


def question(draft: Draft, size: Callable[[str], tuple[int, int]]) -> Question:
    """Return the parts of an item. Raises Untold for what QTI, or this bank's use of it, cannot say.

    ``size`` gives the proportions of a picture.
    """
    kind = shapes.text(draft, "kind")
    if kind == "hotspot":
        return places.told(draft, size)
    known = _KINDS.get(kind)
    if known is None:
        raise Untold(f"a question of the kind {kind.replace('_', ' ')} is not written as QTI")
    return known(draft)


def _choice(draft: Draft) -> Question:
    options, choices = shapes.tables(draft, "options"), shapes.choices_of(draft)
    single = draft.get("kind") == "single_choice"
    names = [shapes.text(option, "id") for option in options]
    worth = dict(zip(names, (choice.share for choice in choices), strict=True))
    right = [name for name, share in worth.items() if share > 0]
    whole = max(worth.values(), default=Fraction(0)) if single else sum((worth[name] for name in right), Fraction(0))
    if whole != 1:
        raise Untold("its weights do not give the whole mark for the right answer")
    key = [name for name in right if not single or worth[name] == 1][: 1 if single else None]
    plain = all(share in {0, 1} for share in worth.values()) if single else shapes.is_whole(draft)
    scores = "" if plain else mapping(worth, bounds="" if single else ' lowerBound="0" upperBound="1"')
    cardinality = "single" if single else "multiple"
    offered = "".join(
        f'<simpleChoice identifier="{name}">{html(choice.text)}</simpleChoice>'
        for name, choice in zip(names, choices, strict=True)
    )
    body = (
        f'{html(shapes.asked(draft))}<choiceInteraction responseIdentifier="{RESPONSE}" shuffle="true" '
        f'maxChoices="{int(single)}">{offered}</choiceInteraction>'
    )
    told = tuple(
        (FEEDBACK, name, choice.rationale) for name, choice in zip(names, choices, strict=True) if choice.rationale
    )
    responses = (response(RESPONSE, cardinality, "identifier", key, scores),)
    if not told:
        return Question(body, responses, template="match_correct" if plain else "map_response")
    rules = (scored_by_key(RESPONSE) if plain else added_by_mapping(RESPONSE), assigned(FEEDBACK, variable(RESPONSE)))
    return Question(body, responses, (outcome(FEEDBACK, cardinality),), rules, told=told)


def _ordering(draft: Draft) -> Question:
    steps = "".join(
        f'<simpleChoice identifier="{shapes.text(step, "id")}">{html(shapes.text(step, "text"))}</simpleChoice>'
        for step in shapes.tables(draft, "options")
    )
    body = (
        f'{html(shapes.asked(draft))}<orderInteraction responseIdentifier="{RESPONSE}" shuffle="true">{steps}'
        "</orderInteraction>"
    )
    key = shapes.texts(draft, "key")
    return Question(body, (response(RESPONSE, "ordered", "identifier", key),), template="match_correct")


def _matching(draft: Draft) -> Question:
    premises, options = shapes.tables(draft, "premises"), shapes.tables(draft, "options")
    left = _set_of(premises, 1)
    right = _set_of(options, 0)
    body = (
        f'{html(shapes.asked(draft))}<matchInteraction responseIdentifier="{RESPONSE}" shuffle="true" '
        f'maxAssociations="{len(premises)}">{left}{right}</matchInteraction>'
    )
    pairs = [f"{shapes.text(each, 'id')} {shapes.text(each, 'match')}" for each in premises]
    whole = shapes.is_whole(draft)
    scores = "" if whole else mapping(dict.fromkeys(pairs, Fraction(1)))
    responses = (response(RESPONSE, "multiple", "directedPair", pairs, scores),)
    return Question(body, responses, template="match_correct" if whole else "map_response")


def _set_of(entries: Sequence[Mapping[str, object]], most: int) -> str:
    rows = "".join(
        f'<simpleAssociableChoice identifier="{shapes.text(each, "id")}" matchMax="{most}">'
        f"{html(shapes.text(each, 'text'))}</simpleAssociableChoice>"
        for each in entries
    )
    return f"<simpleMatchSet>{rows}</simpleMatchSet>"


def _extended(draft: Draft) -> Question:
    model = shapes.text(draft, "model_answer").strip()
    rubric = f'<rubricBlock view="scorer">{html(model)}</rubricBlock>' if model else ""
    body = f'{html(shapes.asked(draft))}<extendedTextInteraction responseIdentifier="{RESPONSE}"/>{rubric}'
    return Question(body, (response(RESPONSE, "single", "string"),), by_person=True)


def _typed(draft: Draft) -> Question:
    field = Field(RESPONSE, FEEDBACK, draft, Fraction(1))
    body = f'{html(shapes.asked(draft))}<p><textEntryInteraction responseIdentifier="{RESPONSE}"/></p>'
    told = tuple(field.told())
    outcomes = (outcome(FEEDBACK, "single"),) if told else ()
    return Question(body, (field.response(),), outcomes, tuple(field.rules()), told=told)


def _cloze(draft: Draft) -> Question:
    fields = {
        shapes.text(gap, "id"): Field(
            shapes.text(gap, "id"), f"F_{shapes.text(gap, 'id')}", gap, shapes.fraction(gap, "weight", Fraction(1))
        )
        for gap in shapes.tables(draft, "gaps")
    }
    asked = shapes.asked(draft)
    stem = "" if asked == shapes.COMPLETE else f'<div class="{STEM}">{html(asked)}</div>'
    passage = html(shapes.text(draft, "passage"))
    body = stem + MARKER.sub(lambda found: fields[found[1]].body() if found[1] in fields else found[0], passage)
    told = tuple(one for field in fields.values() for one in field.told())
    outcomes = tuple(outcome(name, "single") for name in dict.fromkeys(outcome for outcome, _id, _text in told))
    rules = tuple(rule for field in fields.values() for rule in field.rules())
    if shapes.is_whole(draft):
        most = sum((field.weight for field in fields.values()), Fraction(0))
        rules = (*rules, scored_as_a_whole(most))
    return Question(body, tuple(field.response() for field in fields.values()), outcomes, rules, told=told)


def _numeric(draft: Draft) -> Question:
    if shapes.tables(draft, "units"):
        raise Untold("QTI has numbers without units only")
    return _typed(draft)


_KINDS: Mapping[str, Callable[[Draft], Question]] = {
    "single_choice": _choice,
    "multiple_response": _choice,
    "ordering": _ordering,
    "matching": _matching,
    "short_text": _typed,
    "numeric": _numeric,
    "cloze": _cloze,
    "extended_text": _extended,
}
