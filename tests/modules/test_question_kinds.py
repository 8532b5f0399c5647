"""Questions in passing of every kind that module files allow, written in the browser."""

import pytest

from tests.conftest import NOON
from tests.items import samples as items_samples
from tests.modules import samples
from tests.people import identity
from training import items
from training.db import commit_step
from training.modules import content, outline, versions
from training.modules.content import NOT_ASKED
from training.modules.editing_forms import KINDS
from training.modules.views import questions

ASKED = [draft for draft in items_samples.drafts() if draft["kind"] in dict(KINDS) and "safety_point" not in draft]
"""What a module's file may ask: no dangerous choices, since those are of critical items."""
PART = "/modules/bands/edit/question/third"


def question(draft):
    """Return an item's draft as a module's file would ask it."""
    asked = items.parse(draft).draft()
    return {"id": "third", "section": "points"} | {k: v for k, v in asked.items() if k not in NOT_ASKED}


def posted(form, prefix=""):
    """Return the fields of a form as a browser would post them."""
    fields = {}
    for field in form:
        if field.type == "FieldList":
            for entry in field:
                fields |= posted(entry.form)
        elif field.type == "BooleanField":
            fields |= {field.name: "y"} if field.data else {}
        elif field.data is not None:
            fields[field.name] = str(field.data)
    return fields


@pytest.fixture
def ines(app, tmp_path, browser_of):
    with app.app_context():
        samples.load(tmp_path / "modules", NOON, by=identity("ivo"))
        commit_step()
    ines = browser_of("ines")
    base = {"base": stored(app)[0], "do": "question:add", "question-title": "Third", "question-section": "points"}
    ines.post("/modules/bands/edit", data=base | {"question-kind": "ordering"})
    return ines


def stored(app):
    """Return the hash of the newest version and its third question, None before there is one."""
    with app.app_context():
        row = versions.newest("bands")
        found = [each for each in outline.parts(row.content, "question") if each["id"] == "third"]
        return row.id, found[0] if found else None


def test_every_kind_that_files_allow_can_be_chosen_and_no_other(ines):
    page = ines.get("/modules/bands/edit").text

    assert {kind for kind, _title in KINDS} == {kind.kind for kind in items.KINDS} - {"extended_text"}
    assert all(f'<option value="{kind}">' in page for kind, _title in KINDS)
    assert 'value="extended_text"' not in page


def test_a_new_question_of_a_kind_begins_with_the_fields_of_that_kind(app, ines):
    assert stored(app)[1]["kind"] == "ordering"
    page = ines.get(PART).text

    assert "Right place" in page
    assert 'value="find:options-0-sources"' in page
    assert "It cannot be asked yet" in page or "There is not enough to show yet" in page


@pytest.mark.any_database
@pytest.mark.parametrize("draft", ASKED, ids=lambda draft: draft["code"].rpartition("/")[2])
def test_what_a_file_holds_comes_back_from_the_form_unchanged(app, draft):
    wanted = question(draft)
    with app.test_request_context():
        form = questions.form_of(questions.values(wanted))
        again = questions.part(form, "third")

    parsed = content.parse({**BARE, "checkpoints": [again]}, {}).checkpoints[0]
    assert parsed == content.parse({**BARE, "checkpoints": [wanted]}, {}).checkpoints[0]


BARE = {"code": "bands", "position": 1, "planned_minutes": 1, "title": "-", "summary": "-"}


@pytest.mark.any_database
@pytest.mark.parametrize("kind", [kind for kind, _title in KINDS])
def test_a_question_of_each_kind_is_typed_saved_and_previewed(app, ines, kind):
    wanted = question(next(draft for draft in ASKED if draft["kind"] == kind))
    with app.test_request_context():
        form = questions.form_of(questions.values(wanted))
        fields = posted(form.asked) | {"section": "points", "kind": kind, "base": stored(app)[0]}
    shown = ines.post(f"{PART}/preview", data=fields)
    assert "checkpoint-title" in shown.text
    assert "is missing" not in shown.text

    ines.post(PART, data=fields)

    assert stored(app)[1]["kind"] == kind
    with app.app_context():
        again = content.parse({**BARE, "checkpoints": [stored(app)[1]]}, {}).checkpoints[0]
    assert again == content.parse({**BARE, "checkpoints": [wanted]}, {}).checkpoints[0]
    assert "checkpoint-title" in ines.get(PART).text


def test_another_kind_keeps_what_both_have_and_begins_its_own_lists(ines):
    fields = {"section": "points", "kind": "matching", "stem": "Which belong together?", "do": "preview"}
    page = ines.post(PART, data=fields).text

    assert "Which belong together?" in page
    assert "Premise 3" in page


def test_lists_of_a_kind_grow_by_buttons_and_what_is_wrong_is_said_beside_the_form(ines):
    fields = {"section": "points", "kind": "numeric", "stem": "How deep?", "answers-0-value": "twelve"}
    page = ines.post(PART, data=fields | {"do": "answers:add"}).text
    assert "Accepted number 2" in page

    findings = ines.post(f"{PART}/preview", data=fields).text
    assert "Question third" in findings
    assert "value" in findings


def test_the_wording_of_a_question_is_read_by_the_linter_of_items(ines):
    fields = {"section": "points", "kind": "single_choice", "stem": "Which of these is not a sign?"}
    fields |= {f"options-{n}-id": "abc"[n] for n in range(3)} | {f"options-{n}-text": f"Sign {n}" for n in range(3)}

    assert "The wording of the question" in ines.post(f"{PART}/preview", data=fields).text
