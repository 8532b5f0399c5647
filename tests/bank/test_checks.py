"""The linter in the bank: its findings in the editor and on the item's page, and errors that block review."""

from types import MappingProxyType

import pytest

from tests.bank.bank import act, load, saved
from tests.bank.browsing import form_data, page_of, posted, put
from tests.items import samples
from training import items
from training.bank import checks, refusals
from training.bank.forms.item import field_id
from training.bank.forms.registry import FORMS, form_for
from training.bank.models import State
from training.bank.queries import versions
from training.bank.service import reviewing

PLAIN = MappingProxyType(samples.draft("plain"))
BLIND = PLAIN | {"stem": "![](figure:chest.svg)\n\nWhat is marked?"}
URL = f"/bank/items/{PLAIN['code']}"
PREVIEW = "/bank/preview/single_choice"


@pytest.fixture
def ines(app, browser_of):
    with app.app_context():
        load()
    return browser_of("ines")


@pytest.fixture
def fields(ines):
    return posted(ines.get(f"{URL}/edit"))


def test_errors_block_review_and_say_why(context):
    load()
    version = saved(BLIND, base=versions.newest(PLAIN["code"]).hash)

    with pytest.raises(refusals.NotReady, match=r"The picture figure:chest\.svg has no words"):
        act(reviewing.submit, version, by="ines")
    assert versions.version_of(version).state == State.DRAFT


def test_warnings_do_not_block_review(context):
    version = saved(PLAIN | {"stem": "Which of these is not done in a faint?"})

    act(reviewing.submit, version, by="ines")

    assert checks.of(versions.version_of(version).content).warnings
    assert versions.version_of(version).state == State.IN_REVIEW


def test_a_file_with_errors_is_loaded_as_a_draft(context):
    load(BLIND, samples.draft("two-of-five"))

    assert versions.newest(PLAIN["code"]).state == State.DRAFT
    assert versions.newest(samples.draft("two-of-five")["code"]).state == State.IN_REVIEW


def test_the_item_page_says_why_it_cannot_go_to_review(app, ines):
    with app.app_context():
        saved(BLIND, base=versions.newest(PLAIN["code"]).hash)

    page = ines.get(URL).text

    assert "Not ready for review" in page
    assert f'href="{URL}/edit#stem"' in page
    assert "Send to review</button>" not in page


def test_who_answers_first_sees_no_finding_that_names_the_key(app, ines, browser_of):
    with app.app_context():
        saved(PLAIN | {"stem": "Who rings?"}, base=versions.newest(PLAIN["code"]).hash)
        act(reviewing.submit, versions.newest(PLAIN["code"]).hash, by="ines")

    assert "checks-title" in ines.get(URL).text
    assert "checks-title" not in browser_of("rhea").get(URL).text


@pytest.mark.any_database
def test_the_preview_counts_findings_and_leads_to_their_fields(ines, fields):
    page = ines.post(PREVIEW, data=form_data(put(fields, stem="Which of these is not done?"))).text

    assert "0 errors, 1 warning" in page
    assert '<a href="#stem">' in page
    assert "Evidence:" in page
    assert "Better:" in page


@pytest.mark.any_database
def test_the_preview_says_what_guessing_earns_and_how_hard_it_reads(ines, fields):
    page = ines.post(PREVIEW, data=form_data(put(fields, stem="She turns pale and faints. What comes first?"))).text

    assert "A random answer scores 33.3 %" in page
    assert "Reading level: about grade" in page
    assert "0.39 × words per sentence" in page  # noqa: RUF001 - the sign of the formula


@pytest.mark.any_database
def test_a_half_written_question_is_checked_too(ines, fields):
    page = ines.post(PREVIEW, data=form_data(put(fields, stem="", **{"options-1-rationale": ""}))).text

    assert "1 error" in page
    assert '<a href="#options-1-rationale">Option 2 does not say why' in page


@pytest.mark.any_database
@pytest.mark.parametrize("kind", [kind.kind for kind in items.KINDS])
def test_every_field_the_linter_names_is_on_the_empty_form(ines, kind):
    page = page_of(ines.get(f"/bank/new/{kind}"))
    ids = {node.get("id") for node in page.iter()}
    links = {node.get("href")[1:] for node in page.iter() if (node.get("href") or "").startswith("#options")}

    assert bool(links) == ("options" in form_for(kind).parts)
    assert links <= ids


@pytest.mark.any_database
def test_the_first_findings_of_a_new_item_are_there_without_scripts(ines):
    assert 'id="checks-title"' in ines.get("/bank/new/single_choice").text


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("stem", "stem"),
        ("options", "options-0-text"),
        ("options[2].rationale", "options-1-rationale"),
        ("sources", "sources"),
        ("stimulus.alt", "stimulus_alt"),
    ],
)
def test_a_path_of_a_draft_has_the_id_of_its_field(path, expected):
    assert field_id(path) == expected


def test_the_checks_of_a_form_are_those_of_its_item(app):
    draft = samples.draft("five-steps")
    form = next(form for form in FORMS if form.kind == draft["kind"])
    with app.test_request_context():
        typed = form(data=form.values_of(items.parse(draft).draft())).draft()

    assert checks.of(typed) == checks.of_version(items.parse(draft))
