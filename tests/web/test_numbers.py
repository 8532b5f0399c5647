"""Numbers in addresses that no row can have."""

from werkzeug.routing import IntegerConverter


def test_a_number_that_no_row_can_have_names_nothing_anywhere(app, browser_of):
    ada, ines, tara = (browser_of(name) for name in ("ada", "ines", "tara"))
    asked = [rule for rule in app.url_map.iter_rules() if _numbers(rule)]
    assert len(asked) > 20
    for rule in asked:
        values = {name: 2**31 if name in _numbers(rule) else "a/b/c" for name in rule.arguments}
        path = "".join(text if is_text else str(values[text]) for is_text, text in _pieces(rule))
        method = min(rule.methods - {"HEAD", "OPTIONS"})
        for browser in (ada, ines, tara):
            assert browser.open(path, method=method).status_code in (404, 405), path


def _numbers(rule):
    return {name for name, converter in rule._converters.items() if isinstance(converter, IntegerConverter)}


def _pieces(rule):
    """Yield the parts of an address: what stands there, and the names of its values."""
    for part in rule.rule.replace(">", "<").split("<"):
        name = part.rpartition(":")[2]
        yield (name not in rule.arguments, part if name not in rule.arguments else name)
