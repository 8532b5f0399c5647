"""One vocabulary for the fields of an item: what the editor says is what comparisons and import reports say."""

import re
from io import BytesIO

import pytest
from wtforms import FieldList

from tests.bank.bank import load, saved, text_of
from tests.items import samples
from training.bank.forms.names import named
from training.bank.forms.registry import FORMS
from training.bank.queries import versions
from training.core.differences import changes

PLAIN = samples.draft("plain")
DRAFTS = {f"{number}-{draft['kind']}": draft for number, draft in enumerate(samples.drafts())}
LEFT = {"kind", "key"}
"""What the editor shows in another way than as a field."""


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_every_field_of_an_editor_is_called_by_its_label(form):
    page = form()
    fields = [
        field
        for field in page
        if not isinstance(field, FieldList) and getattr(field.widget, "input_type", "") != "hidden"
    ]

    assert {field.name: named(field.name, form.kind) for field in fields} == {
        field.name: field.label.text for field in fields
    }
    for name, part in form.parts.items():
        for field in page[name].append_entry().form:
            expected = f"{part} 1, {field.label.text}".casefold()
            assert named(f"{name}[1].{field.short_name}", form.kind).casefold() == expected


@pytest.mark.parametrize("draft", DRAFTS.values(), ids=DRAFTS)
def test_every_field_of_a_draft_has_words(draft):
    paths = [change.label for change in changes({}, draft) if not change.label.startswith("origin")]
    said = {path: named(path, draft["kind"]) for path in paths if path not in LEFT}

    assert len(set(said.values())) == len(said)
    assert [path for path, words in said.items() if "_" in words or "[" in words] == []


def test_a_fault_of_an_item_of_unknown_kind_is_said_all_the_same():
    assert named("options[2].rationale", "") == "Option 2, why it is right or wrong"
    assert named("something_else", "") == "Something else"


def test_a_comparison_says_question_as_the_editor_does(app, browser_of):
    with app.app_context():
        load()
        saved(PLAIN | {"stem": "Reworded?"}, base=versions.newest(PLAIN["code"]).hash)
    page = browser_of("otto").get(f"/bank/items/{PLAIN['code']}/compare/1/2").text

    assert "<dt>Question</dt>" in page
    assert "<dt>stem</dt>" not in page


def test_an_import_report_says_question_and_the_files_word(browser_of):
    upload = {"files": (BytesIO(text_of(PLAIN | {"stem": ""})), "one.toml")}
    page = browser_of("ines").post("/bank/import", data=upload, follow_redirects=True).text

    assert re.search(r"<td[^>]*>Question<br><span[^>]*>stem</span>", page)
