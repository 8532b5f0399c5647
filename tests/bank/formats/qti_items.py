"""QTI items in few words, as the official examples are written, by template or by rules."""

ADDRESS = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
RULES = """<responseCondition>{}</responseCondition>"""


def values(*given):
    return "".join(f"<value>{one}</value>" for one in given)


def response(name="RESPONSE", correct=(), mapping="", cardinality="single", base="identifier"):
    right = f"<correctResponse>{values(*correct)}</correctResponse>" if correct else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
        f"{right}{mapping}</responseDeclaration>"
    )


def mapping(entries, **bounds):
    rows = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in entries.items())
    given = "".join(f' {name}="{value}"' for name, value in bounds.items())
    return f"<mapping{given}>{rows}</mapping>"


def item(body, *responses, processing="match_correct", rules="", outcomes="", after="", **given):
    """Return an item; ``rules`` stand in the place of a template."""
    address = f' template="{ADDRESS}{processing}"' if processing and not rules else ""
    marks = f"<responseProcessing{address}>{rules}</responseProcessing>" if address or rules else ""
    more = "".join(f' {name}="{value}"' for name, value in given.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="needle" title="Needle"'
        f' adaptive="false" timeDependent="false"{more}>\n'
        f"{''.join(responses)}"
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        f"{outcomes}<itemBody>{body}</itemBody>{marks}{after}</assessmentItem>"
    )


def choices(offered, name="RESPONSE", prompt="Which one?", **given):
    rows = "".join(f'<simpleChoice identifier="{key}">{text}</simpleChoice>' for key, text in offered.items())
    more = "".join(f' {key}="{value}"' for key, value in given.items())
    return f'<choiceInteraction responseIdentifier="{name}"{more}><prompt>{prompt}</prompt>{rows}</choiceInteraction>'
