"""What the schemas of QTI 2.2 and of the Common Cartridge ask of an export, written down from the specifications.

The schemas themselves are not in this repository (decision 20). A model says of an element which children it has, as a
regular expression over their names with a blank after each, and which attributes it must and may have.
"""

import re
from collections import Counter
from dataclasses import dataclass

from tests.items import samples

STATIC = "p|div|span|ul|ol|table|pre|blockquote|h1|h2|h3|h4|h5|h6|hr|br|img|a|b|i|em|strong|code|sub|sup|q|kbd|samp|var"
INLINE = "span|br|img|a|b|i|em|strong|code|sub|sup|q|kbd|samp|var|textEntryInteraction|inlineChoiceInteraction"
BLOCK = "p|div|ul|ol|table|pre|blockquote|h1|h2|h3|h4|h5|h6|hr|rubricBlock"
ASKING = "choiceInteraction|orderInteraction|matchInteraction|extendedTextInteraction|selectPointInteraction"
EXPRESSION = "variable|correct|baseValue|mapResponse|mapResponsePoint|isNull|match|equal|gte|lte|and|sum|stringMatch"
RULE = "responseCondition|setOutcomeValue"


@dataclass(frozen=True)
class Model:
    """What an element may hold and be; ``text`` allows words beside its children."""

    children: str = ""
    must: str = ""
    may: str = ""
    text: bool = False


def some(names):
    return f"(?:(?:{names}) )*"


def any_of(names):
    return f"(?:(?:{names}) )+"


FLOW = Model(some(f"{STATIC}|{INLINE}"), may="class", text=True)
QTI = {
    "assessmentItem": Model(
        "(?:responseDeclaration )*(?:outcomeDeclaration )*itemBody (?:responseProcessing )?(?:modalFeedback )*",
        "identifier title adaptive timeDependent schemaLocation",
        "label toolName toolVersion",
    ),
    "responseDeclaration": Model(
        "(?:correctResponse )?(?:mapping )?(?:areaMapping )?", "identifier cardinality baseType"
    ),
    "outcomeDeclaration": Model("(?:defaultValue )?", "identifier cardinality baseType", "externalScored"),
    "correctResponse": Model("(?:value )+"),
    "defaultValue": Model("(?:value )+"),
    "value": Model(text=True),
    "mapping": Model("(?:mapEntry )+", "defaultValue", "lowerBound upperBound"),
    "mapEntry": Model("", "mapKey mappedValue", "caseSensitive"),
    "areaMapping": Model("(?:areaMapEntry )+", "defaultValue", "lowerBound upperBound"),
    "areaMapEntry": Model("", "shape coords mappedValue"),
    "itemBody": Model(any_of(f"{BLOCK}|{ASKING}")),
    "rubricBlock": Model(some(BLOCK), "view"),
    "choiceInteraction": Model("(?:simpleChoice ){2,}", "responseIdentifier shuffle maxChoices"),
    "orderInteraction": Model("(?:simpleChoice ){2,}", "responseIdentifier shuffle"),
    "simpleChoice": Model(FLOW.children, "identifier", text=True),
    "matchInteraction": Model("simpleMatchSet simpleMatchSet ", "responseIdentifier shuffle maxAssociations"),
    "simpleMatchSet": Model("(?:simpleAssociableChoice )+"),
    "simpleAssociableChoice": Model(FLOW.children, "identifier matchMax", text=True),
    "textEntryInteraction": Model("", "responseIdentifier"),
    "inlineChoiceInteraction": Model("(?:inlineChoice ){2,}", "responseIdentifier shuffle"),
    "inlineChoice": Model("", "identifier", text=True),
    "extendedTextInteraction": Model("", "responseIdentifier"),
    "selectPointInteraction": Model("object ", "responseIdentifier maxChoices"),
    "object": Model("", "type data width height", text=True),
    "responseProcessing": Model(some(RULE), may="template"),
    "responseCondition": Model("responseIf (?:responseElseIf )*(?:responseElse )?"),
    "responseIf": Model(f"(?:{EXPRESSION}) {some(RULE)}"),
    "responseElseIf": Model(f"(?:{EXPRESSION}) {some(RULE)}"),
    "responseElse": Model(some(RULE)),
    "setOutcomeValue": Model(f"(?:{EXPRESSION}) ", "identifier"),
    **dict.fromkeys(("variable", "correct", "mapResponse", "mapResponsePoint"), Model("", "identifier")),
    "baseValue": Model("", "baseType", text=True),
    "isNull": Model(f"(?:{EXPRESSION}) "),
    **dict.fromkeys(("match", "gte", "lte"), Model(f"(?:(?:{EXPRESSION}) ){{2}}")),
    **dict.fromkeys(("and", "sum"), Model(any_of(EXPRESSION))),
    "equal": Model(f"(?:(?:{EXPRESSION}) ){{2}}", "toleranceMode", "tolerance"),
    "stringMatch": Model(f"(?:(?:{EXPRESSION}) ){{2}}", "caseSensitive substring"),
    "modalFeedback": Model(some(STATIC), "outcomeIdentifier identifier showHide", text=True),
    **dict.fromkeys(
        ("p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "b", "i", "em", "strong", "code", "sub", "sup", "pre"),
        Model(some(INLINE), may="class", text=True),
    ),
    **dict.fromkeys(("div", "li", "td", "th"), FLOW),
    "blockquote": Model(some(BLOCK)),
    "ul": Model("(?:li )+"),
    "ol": Model("(?:li )+"),
    "table": Model("(?:thead )?(?:tbody )+|(?:tr )+"),
    "thead": Model("(?:tr )+"),
    "tbody": Model("(?:tr )+"),
    "tr": Model("(?:(?:td|th) )+"),
    "a": Model(some(INLINE), "href", text=True),
    "img": Model("", "src alt"),
    "br": Model(),
    "hr": Model(),
}
MATERIAL = Model("(?:mattext )+")
CARTRIDGE = {
    "questestinterop": Model("objectbank ", "schemaLocation"),
    "objectbank": Model("(?:item )+", "ident"),
    "item": Model("itemmetadata presentation resprocessing (?:itemfeedback )*", "ident", "title"),
    "itemmetadata": Model("qtimetadata "),
    "qtimetadata": Model("(?:qtimetadatafield )+"),
    "qtimetadatafield": Model("fieldlabel fieldentry "),
    "fieldlabel": Model(text=True),
    "fieldentry": Model(text=True),
    "presentation": Model("material (?:response_lid |response_str )"),
    "material": MATERIAL,
    "mattext": Model("", "texttype", text=True),
    "response_lid": Model("render_choice ", "ident rcardinality"),
    "render_choice": Model("(?:response_label ){2,}", "shuffle"),
    "response_label": Model("material ", "ident"),
    "response_str": Model("render_fib ", "ident rcardinality"),
    "render_fib": Model("", may="rows"),
    "resprocessing": Model("outcomes (?:respcondition )+"),
    "outcomes": Model("decvar "),
    "decvar": Model("", "varname vartype minvalue maxvalue"),
    "respcondition": Model("conditionvar (?:setvar )?(?:displayfeedback )?", "continue"),
    "conditionvar": Model("and |other |(?:(?:varequal|varsubstring) )+"),
    "and": Model("(?:(?:varequal|not) )+"),
    "not": Model("varequal "),
    "other": Model(),
    "varequal": Model("", "respident", "case", text=True),
    "varsubstring": Model("", "respident", "case", text=True),
    "setvar": Model("", "varname action", text=True),
    "displayfeedback": Model("", "feedbacktype linkrefid"),
    "itemfeedback": Model("flow_mat |solution ", "ident"),
    "flow_mat": Model("material "),
    "solution": Model("solutionmaterial "),
    "solutionmaterial": Model("flow_mat "),
}


MARKED = (
    'A *word*, ~~struck~~ and `x<y` & [a link](https://example.org "T"), H₂O.  \nNext line.\n\n'
    "> Quoted\n>\n> - one\n> - two\n\n3. three\n   1. inner\n\n| a | b |\n| --- | :-: |\n| 1 | **2** |\n\n"
    '```\ncode <b>\n```\n\n## Head\n\n* * *\n\n![A film](figure:film.svg "Film")'
)
"""Everything that Markdown has here, for texts that may hold all of it."""


def marked_up(name):
    """Return a sample whose stem, feedback and reasons hold everything that Markdown has."""
    draft = samples.draft(name)
    options = [option | {"rationale": MARKED, "text": "**a** `b` ~~c~~"} for option in draft["options"]]
    return draft | {
        "code": f"safety/marked/{name}",
        "stem": f"{MARKED}\n\nWhich?",
        "feedback": MARKED,
        "options": options,
    }


def plain(name):
    return name.rpartition("}")[2]


def breaches(root, models):
    """Return every place where an element is not as its model says, in words."""
    return [words for element in root.iter() for words in _of(element, models)]


def _of(element, models):
    name = plain(element.tag)
    model = models.get(name)
    if model is None:
        yield f"<{name}> is not known"
        return
    children = "".join(f"{plain(child.tag)} " for child in element)
    if not re.fullmatch(model.children, children):
        yield f"<{name}> holds {children!r}"
    given = {plain(attribute) for attribute in element.attrib}
    must, may = set(model.must.split()), set(model.may.split())
    if must - given or given - must - may:
        yield f"<{name}> has the attributes {sorted(given)}"
    words = [element.text, *(child.tail for child in element)]
    if not model.text and any(each and each.strip() for each in words):
        yield f"<{name}> has words of its own"


def profile_breaches(item):
    """Return where an <item> breaks the rules that a Common Cartridge 1.1 adds to its schema (its Schematron)."""
    found = {plain(each.tag): each for each in item.iter()}
    fields = Counter(each.text for each in item.iter() if plain(each.tag) == "fieldlabel")
    entries = [each.text for each in item.iter() if plain(each.tag) == "fieldentry"]
    profile = entries[0].removeprefix("cc.").removesuffix(".v0p1")
    labels = [each.get("ident") for each in item.iter() if plain(each.tag) == "response_label"]
    tests = [each for each in item.iter() if plain(each.tag) in {"varequal", "varsubstring"}]
    asked = found.get("response_lid", found.get("response_str"))
    shown = {each.get("linkrefid") for each in item.iter() if plain(each.tag) == "displayfeedback"}
    held = {each.get("ident") for each in item.iter() if plain(each.tag) == "itemfeedback"}
    kinds = {"true_false", "multiple_choice", "multiple_response", "fib", "pattern_match", "essay"}
    chosen = profile in {"true_false", "multiple_choice", "multiple_response"}
    many = {"true_false": len(labels) == 2, "multiple_choice": len(labels) >= 3, "multiple_response": len(labels) >= 2}
    rules = {
        "fields": set(fields) <= {"cc_profile", "cc_question_category", "qmd_scoringpermitted", "qmd_computerscored"},
        "one of each field": set(fields.values()) == {1} and "cc_profile" in fields,
        "profile": profile in kinds,
        "response": plain(asked.tag) == ("response_lid" if chosen else "response_str"),
        "cardinality": asked.get("rcardinality") == ("Multiple" if profile == "multiple_response" else "Single"),
        "labels": many.get(profile, not labels) and len(set(labels)) == len(labels),
        "tests name the response": {each.get("respident") for each in tests} <= {asked.get("ident")},
        "tests name labels": not chosen or {each.text for each in tests} <= set(labels),
        "substrings": profile == "pattern_match" or all(plain(each.tag) == "varequal" for each in tests),
        "essays are not compared": profile != "essay" or (not tests and "No" in entries),
        "feedback": shown == held,
        "score": found["decvar"].get("varname") == "SCORE" and found["decvar"].get("vartype") in {"Decimal", "Integer"},
        "marks are set": all(each.get("action") == "Set" for each in item.iter() if plain(each.tag) == "setvar"),
    }
    return [name for name, holds in rules.items() if not holds]
