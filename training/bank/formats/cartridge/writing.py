"""From drafts to a Common Cartridge 1.1: a manifest, one question bank, and the pictures its questions show.

The bank keeps to the profile that the cartridge lays on QTI 1.2: choices right or wrong, texts that are accepted
whole or within others, essays; one score, set to 100. What needs more is left out with its reason.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from training.bank.formats import identity, shapes
from training.bank.formats.cartridge.reading import NAME
from training.bank.formats.entries import Entry, Written
from training.bank.formats.markup import to_html
from training.bank.formats.packaged import FIGURES, MANIFEST, put
from training.core.drafts import Draft
from training.core.texts import FIGURE

BANK = "bank.xml"
ASI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
ASI_XSD = "http://www.imsglobal.org/profile/cc/ccv1p1/ccv1p1_qtiasiv1p2p1_v1p0.xsd"
CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
TYPE = "imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"
RESPONSE, GENERAL, SOLUTION = "response1", "general", "solution"
OTHER = "<other/>"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WITHIN = re.compile(r"\*((?:\\\*|[^*])+)\*")


class Untold(ValueError):
    """A Common Cartridge cannot say this; the message says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """The parts of an item: its profile, how it is answered, what is right (as tests), and reasons by their tests."""

    profile: str
    response: str
    right: str = ""
    reasons: tuple[tuple[str, str, str], ...] = ()
    """Name, test and Markdown of each reason."""
    solution: str = ""


def write(entries: Sequence[Entry], pictures: Mapping[str, bytes]) -> Written:
    """Return a cartridge with a question bank of drafts, and why some cannot be in it."""
    left_out: dict[int, str] = {}
    told: list[str] = []
    shown: dict[str, None] = {}
    used: set[str] = set()
    for place, entry in enumerate(entries):
        try:
            question = _question(entry.draft)
        except Untold as error:
            left_out[place] = str(error)
            continue
        told.append(_item(entry.draft, question, _once(identity.id_of(entry.draft, NAME), used)))
        shown |= dict.fromkeys(figure for figure in _figures(entry.draft) if figure in pictures)
    bank = "\n".join(
        [
            _HEAD,
            f'<questestinterop xmlns="{ASI}" {_XSI} xsi:schemaLocation="{ASI} {ASI_XSD}">',
            '<objectbank ident="needlewise-bank">',
            *told,
            "</objectbank>",
            "</questestinterop>\n",
        ]
    )
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        put(archive, MANIFEST, _manifest(list(shown), empty=not told).encode())
        if told:
            put(archive, BANK, bank.encode())
        for figure in shown:
            put(archive, FIGURES + figure, pictures[figure])
    return Written(buffer.getvalue(), left_out)


def _question(draft: Draft) -> Question:
    kind = shapes.text(draft, "kind")
    build = _KINDS.get(kind)
    if build is None:
        raise Untold(f"a Common Cartridge has no question of the kind {kind.replace('_', ' ')}")
    return build(draft)


def _choice(draft: Draft) -> Question:
    options, single = shapes.tables(draft, "options"), draft.get("kind") == "single_choice"
    if any("weight" in option for option in options):
        raise Untold("a Common Cartridge has no weights")
    right = [bool(option.get("correct")) for option in options]
    if not any(right) or (single and sum(right) > 1):
        raise Untold("a Common Cartridge wants one right answer for a single choice, and at least one for several")
    names = [shapes.text(option, "id") for option in options]
    labels = "".join(
        f'<response_label ident="{name}">{_material(shapes.text(option, "text"))}</response_label>'
        for name, option in zip(names, options, strict=True)
    )
    response = (
        f'<response_lid ident="{RESPONSE}" rcardinality="{"Single" if single else "Multiple"}">'
        f'<render_choice shuffle="Yes">{labels}</render_choice></response_lid>'
    )
    reasons = tuple(
        (name, _equal(name), shapes.text(option, "rationale"))
        for name, option in zip(names, options, strict=True)
        if shapes.text(option, "rationale").strip()
    )
    if single:
        return Question(_profile(draft, len(names)), response, _equal(names[right.index(True)]), reasons)
    tests = [_equal(name) if key else f"<not>{_equal(name)}</not>" for name, key in zip(names, right, strict=True)]
    return Question("cc.multiple_response.v0p1", response, f"<and>{''.join(tests)}</and>", reasons)


def _profile(draft: Draft, options: int) -> str:
    if shapes.is_true_false(draft):
        return "cc.true_false.v0p1"
    if options < 3:
        raise Untold("a Common Cartridge wants three or more answers, unless they are True and False")
    return "cc.multiple_choice.v0p1"


def _text(draft: Draft) -> Question:
    answers = shapes.answers_of(draft)
    if any(answer.share != 1 for answer in answers):
        raise Untold("a Common Cartridge gives an accepted text the whole mark")
    case = bool(draft.get("case"))
    tests = [_accepting(answer.text, case=case) for answer in answers]
    within = any(test.startswith("<varsubstring") for test in tests)
    response = f'<response_str ident="{RESPONSE}" rcardinality="Single"><render_fib/></response_str>'
    reasons = [
        (f"a{number}", test, answer.rationale)
        for number, (test, answer) in enumerate(zip(tests, answers, strict=True), start=1)
        if answer.rationale.strip()
    ]
    wrong = shapes.text(draft, "wrong_rationale")
    if wrong.strip():
        reasons.append(("other", OTHER, wrong))
    profile = "cc.pattern_match.v0p1" if within else "cc.fib.v0p1"
    return Question(profile, response, "".join(tests), tuple(reasons))


def _accepting(accepted: str, *, case: bool) -> str:
    r"""Return the test of an accepted text; ``\*`` is a star. Raises Untold for a star elsewhere than at both ends."""
    attributes = f'respident="{RESPONSE}" case="{"Yes" if case else "No"}"'
    part = _WITHIN.fullmatch(accepted.strip())
    if part:
        return f"<varsubstring {attributes}>{_plain(_letters(part[1]))}</varsubstring>"
    return f"<varequal {attributes}>{_plain(_letters(accepted.strip()))}</varequal>"


def _letters(accepted: str) -> str:
    if "*" in accepted.replace("\\*", ""):
        raise Untold("an accepted text stands for many (*)")
    return accepted.replace("\\*", "*")


def _essay(draft: Draft) -> Question:
    response = f'<response_str ident="{RESPONSE}" rcardinality="Single"><render_fib rows="15"/></response_str>'
    return Question("cc.essay.v0p1", response, solution=shapes.text(draft, "model_answer").strip())


def _item(draft: Draft, question: Question, ident: str) -> str:
    fields = {"cc_profile": question.profile, "cc_question_category": identity.category_of(draft)}
    if question.profile == "cc.essay.v0p1":
        fields |= {"qmd_scoringpermitted": "Yes", "qmd_computerscored": "No"}
    metadata = "".join(
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{_plain(entry)}</fieldentry></qtimetadatafield>"
        for label, entry in fields.items()
        if entry
    )
    feedback = shapes.text(draft, "feedback").strip()
    lines = [
        f'<item ident="{_plain(ident)}" title="{_plain(identity.name_of(draft))}">',
        f"<itemmetadata><qtimetadata>{metadata}</qtimetadata></itemmetadata>",
        f"<presentation>{_material(shapes.asked(draft))}{question.response}</presentation>",
        _processing(question, general=bool(feedback)),
        _feedback(GENERAL, feedback) if feedback else "",
        *(_feedback(name, markdown) for name, _test, markdown in question.reasons),
        _solution(question.solution) if question.solution else "",
        "</item>",
    ]
    return "\n".join(line for line in lines if line)


def _processing(question: Question, *, general: bool) -> str:
    """Return the conditions: what is shown always, the reasons, what is right, and the reason for all the rest."""
    first = [_condition(OTHER, shown=GENERAL)] if general else []
    if question.solution:
        first.append(_condition(OTHER, shown=SOLUTION, kind="Solution"))
    reasons = [_condition(test, shown=name) for name, test, _text in question.reasons if test != OTHER]
    right = [_condition(question.right, marks=True)] if question.right else []
    rest = [_condition(OTHER, shown=name) for name, test, _text in question.reasons if test == OTHER]
    rules = [*first, *reasons, *right, *rest] or [_condition(OTHER)]
    outcomes = '<outcomes><decvar varname="SCORE" vartype="Decimal" minvalue="0" maxvalue="100"/></outcomes>'
    return "\n".join(["<resprocessing>", outcomes, *rules, "</resprocessing>"])


def _condition(test: str, *, shown: str = "", kind: str = "Response", marks: bool = False) -> str:
    score = '<setvar varname="SCORE" action="Set">100</setvar>' if marks else ""
    feedback = f'<displayfeedback feedbacktype="{kind}" linkrefid="{shown}"/>' if shown else ""
    goes_on = "No" if marks else "Yes"
    return f'<respcondition continue="{goes_on}"><conditionvar>{test}</conditionvar>{score}{feedback}</respcondition>'


def _equal(name: str) -> str:
    return f'<varequal respident="{RESPONSE}">{name}</varequal>'


def _feedback(name: str, markdown: str) -> str:
    return f'<itemfeedback ident="{name}"><flow_mat>{_material(markdown)}</flow_mat></itemfeedback>'


def _solution(markdown: str) -> str:
    inside = f"<solution><solutionmaterial><flow_mat>{_material(markdown)}</flow_mat></solutionmaterial></solution>"
    return f'<itemfeedback ident="{SOLUTION}">{inside}</itemfeedback>'


def _material(markdown: str) -> str:
    html = to_html(markdown).replace('src="figure:', f'src="$IMS-CC-FILEBASE$/{FIGURES}')
    return f'<material><mattext texttype="text/html">{_plain(html)}</mattext></material>'


def _plain(text: str) -> str:
    return escape(_CONTROL.sub("", text))


def _figures(draft: Draft) -> list[str]:
    named = shapes.text(shapes.table(draft, "stimulus"), "figure")
    return list(dict.fromkeys([*FIGURE.findall(str(draft)), *([named] if named else [])]))


def _once(own_id: str, used: set[str]) -> str:
    """Return an id that no other item of the bank has."""
    found, number = own_id, 1
    while found in used:
        number += 1
        found = f"{own_id}-{number}"
    used.add(found)
    return found


def _manifest(figures: Sequence[str], *, empty: bool) -> str:
    needed = "".join(f'<dependency identifierref="figure-{number}"/>' for number, _name in enumerate(figures, start=1))
    bank = f'<resource identifier="bank" type="{TYPE}"><file href="{BANK}"/>{needed}</resource>'
    contents = "\n".join(
        f'<resource identifier="figure-{number}" type="webcontent" href="{FIGURES}{_plain(name)}">'
        f'<file href="{FIGURES}{_plain(name)}"/></resource>'
        for number, name in enumerate(figures, start=1)
    )
    title = "<lom:general><lom:title><lom:string>Needlewise</lom:string></lom:title></lom:general>"
    return (
        f'{_HEAD}\n<manifest xmlns="{CP}" xmlns:lom="{LOM}" {_XSI} identifier="needlewise-cartridge">\n'
        "<metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion>"
        f"<lom:lom>{title}</lom:lom></metadata>\n<organizations/>\n<resources>\n"
        f"{'' if empty else bank}\n{contents}\n</resources>\n</manifest>\n"
    )


_KINDS: Mapping[str, Callable[[Draft], Question]] = {
    "single_choice": _choice,
    "multiple_response": _choice,
    "short_text": _text,
    "extended_text": _essay,
}
