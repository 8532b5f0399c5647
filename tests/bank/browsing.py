"""A form as a browser posts it: fields in the order of the page, text areas with CR LF, ticked boxes only."""

from lxml import html


def page_of(response):
    return html.document_fromstring(response.get_data(as_text=True))


def posted(response, action=None):
    """Return the fields of the page's form to ``action`` (by default the first POST form), as (name, value) pairs."""
    forms = [form for form in page_of(response).iter("form") if form.get("method") == "post"]
    found = [form for form in forms if "/sign-out" not in form.get("action") and action in (None, form.get("action"))]
    return [pair for node in found[0].iter() for pair in _value(node)]


def _value(node):
    name = node.get("name")
    if not name or name == "csrf_token":
        return
    if node.tag == "textarea":
        text = (node.text or "").replace("\r\n", "\n").removeprefix("\n")  # a browser drops the first line break
        yield name, text.replace("\n", "\r\n")
    elif node.tag == "select":
        options = list(node.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        yield name, chosen[0].get("value")
    elif node.tag == "input":
        ticks = node.get("type") in ("checkbox", "radio")
        if node.get("type") not in ("submit", "file") and (not ticks or "checked" in node.attrib):
            yield name, node.get("value", "")


def put(pairs, **changes):
    """Return the pairs with some fields changed; None removes a field."""
    kept = [(name, changes.get(name, value)) for name, value in pairs]
    kept += [(name, value) for name, value in changes.items() if name not in dict(pairs)]
    return [(name, value) for name, value in kept if value is not None]


def form_data(pairs):
    """Return pairs as Werkzeug's test client takes them."""
    from werkzeug.datastructures import MultiDict

    return MultiDict(pairs)
