"""QTI 1.2 in few words, as the specification, Canvas, Blackboard and Brightspace write it."""

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def fields(**given):
    rows = "".join(
        f"<qtimetadatafield><fieldlabel>{name}</fieldlabel><fieldentry>{value}</fieldentry></qtimetadatafield>"
        for name, value in given.items()
    )
    return f"<qtimetadata>{rows}</qtimetadata>"


def material(text, kind="text/html"):
    return f'<material><mattext texttype="{kind}">{text}</mattext></material>'


def labels(offered):
    return "".join(
        f'<response_label ident="{name}">{material(text, "text/plain")}</response_label>'
        for name, text in offered.items()
    )


def chosen(offered, name="response1", cardinality="Single", inside=""):
    return (
        f'<response_lid ident="{name}" rcardinality="{cardinality}">{inside}'
        f"<render_choice>{labels(offered)}</render_choice></response_lid>"
    )


def typed(name="response1", **given):
    attributes = "".join(f' {key}="{value}"' for key, value in given.items())
    return f'<response_str ident="{name}" rcardinality="Single"><render_fib{attributes}/></response_str>'


def equal(value, name="response1", **given):
    attributes = "".join(f' {key}="{one}"' for key, one in given.items())
    return f'<varequal respident="{name}"{attributes}>{value}</varequal>'


def rule(test, score="", *feedback, action="Set", goes_on="No"):
    mark = f'<setvar action="{action}" varname="SCORE">{score}</setvar>' if score != "" else ""
    shown = "".join(f'<displayfeedback feedbacktype="Response" linkrefid="{name}"/>' for name in feedback)
    return f'<respcondition continue="{goes_on}"><conditionvar>{test}</conditionvar>{mark}{shown}</respcondition>'


def feedback(**texts):
    return "".join(
        f'<itemfeedback ident="{name}"><flow_mat>{material(text)}</flow_mat></itemfeedback>'
        for name, text in texts.items()
    )


def item(asked, rules="", after="", text="Which layer is first?", ident="i1", title="Layers", **meta):
    outcomes = '<outcomes><decvar varname="SCORE" vartype="Decimal" minvalue="0" maxvalue="100"/></outcomes>'
    marks = f"<resprocessing>{outcomes}{rules}</resprocessing>" if rules else ""
    told = f"<itemmetadata>{fields(**meta)}</itemmetadata>" if meta else ""
    return (
        f'<item ident="{ident}" title="{title}">{told}<presentation>{material(text)}{asked}</presentation>'
        f"{marks}{after}</item>\n"
    )


def quiz(*items, title="Chest"):
    inside = "".join(items)
    return (
        f'{HEAD}<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">\n'
        f'<assessment ident="a1" title="{title}"><section ident="root_section">\n{inside}</section></assessment>\n'
        "</questestinterop>\n"
    )


def bank(*items):
    return f'{HEAD}<questestinterop>\n<objectbank ident="b1">\n{"".join(items)}</objectbank>\n</questestinterop>\n'
