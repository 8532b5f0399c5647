"""The checklist: needed for approving, kept with the approval, shown on the item's page."""

import pytest

from tests.bank.bank import act, approving, saved
from tests.items import samples
from training.audit import queries as audit
from training.bank import checklist, refusals
from training.bank.checklist import Checked
from training.bank.queries import versions
from training.bank.service import reviewing

PLAIN, CRITICAL = samples.draft("plain"), samples.draft("critical-four")
REVIEW = f"/bank/items/{PLAIN['code']}/versions/1/review"


def ids(*, critical=False):
    return [point.id for point in checklist.points(checklist.NOW, critical=critical)]


@pytest.fixture
def answered(app):
    """A version that Rhea answered."""
    with app.app_context():
        version = saved(PLAIN)
        act(reviewing.submit, version, by="ines")
        act(reviewing.answer_for_review, version, ("a",), by="rhea")
        return version


def test_a_critical_item_is_asked_about_its_dangerous_options():
    assert set(ids(critical=True)) - set(ids()) == {"dangerous"}


def test_every_point_wants_a_tick_or_a_note_and_all_that_lack_both_are_named():
    given = Checked(checklist.NOW, frozenset({"content"}), {"key": "Two would do.", "cues": "  "})

    with pytest.raises(refusals.NotChecked) as caught:
        checklist.require(given, critical=False)

    assert len(caught.value.open_points) == len(ids()) - 2


def test_a_list_that_is_not_todays_is_gone_through_again():
    with pytest.raises(refusals.NotChecked, match="changed"):
        checklist.require(Checked(checklist.NOW + 1, frozenset(ids()), {}), critical=False)


def test_ticks_of_points_that_do_not_apply_are_not_kept():
    kept = checklist.require(Checked(checklist.NOW, frozenset([*ids(critical=True), "nonsense"]), {}), critical=False)

    assert kept.ticked == set(ids())


def test_an_approval_keeps_the_list_with_its_number_ticks_and_notes(app, answered, browser_of):
    data = approving(PLAIN, without=("cues",)) | {"note-cues": "The key is <long>, but so are two others."}

    assert browser_of("rhea").post(f"{REVIEW}/decide", data=data).status_code == 303

    with app.app_context():
        (approval,) = versions.approvals([answered])
        assert approval.checklist["list"] == checklist.NOW
        assert set(approval.checklist["ticked"]) == set(ids()) - {"cues"}
        assert approval.checklist["notes"] == {"cues": "The key is <long>, but so are two others."}
        assert audit.last("approved item").facts["list"] == checklist.NOW
    page = browser_of("otto").get(f"/bank/items/{PLAIN['code']}").text
    assert f"Checklist: {len(ids()) - 1} of {len(ids())} ticked" in page
    assert "The key is &lt;long&gt;, but so are two others." in page


def test_without_the_list_nothing_is_approved_and_nothing_typed_is_lost(app, answered, browser_of):
    data = approving(PLAIN, without=("cues", "level")) | {"note-level": "It recalls.", "comment": "Nearly."}

    response = browser_of("rhea").post(f"{REVIEW}/decide", data=data)

    assert response.status_code == 422
    assert response.text.count("Tick it, or write why not.") == 1
    assert 'value="content" checked' in response.text
    assert "It recalls.</textarea>" in response.text
    assert "Nearly.</textarea>" in response.text
    with app.app_context():
        assert versions.version_of(answered).state == "in review"
