"""Retiring an item with a reason, naming or writing what takes its place."""

import pytest

from tests.bank.bank import act, approved, saved, signed
from tests.bank.browsing import form_data, posted, put
from tests.items import samples
from training.audit import queries as record
from training.bank import refusals
from training.bank.models import State
from training.bank.queries import stock, succession, versions
from training.bank.service import retiring, using
from training.bank.service.retiring import Retiring
from training.core.domains import Pool

CRITICAL = samples.draft("critical-four")
CODE = CRITICAL["code"]
OTHER = CRITICAL | {"code": "safety/sample/other", "stem": "Another one?"}
PAGE = f"/bank/items/{CODE}"


def drawn():
    return [each.version for each in stock.pool(Pool.EXAM, live=True)]


def retire(code=CODE, *, reason="Out of date.", replacement="", base=None, by="ivo"):
    wanted = Retiring(code, base or versions.newest(code).hash, reason, replacement)
    act(retiring.retire, wanted, by=by)


def states():
    return {row.state for row in versions.history(CODE)}


@pytest.mark.usefixtures("context")
class TestRetiring:
    def test_ends_the_version_in_use_and_the_draft_after_it(self):
        in_use = signed(saved(CRITICAL))
        saved(CRITICAL | {"stem": "Reworded?"}, base=in_use)
        retire()

        assert states() == {State.RETIRED}
        assert drawn() == []
        assert in_use in stock.versions([in_use])  # whoever has it on a paper keeps it

    def test_says_everything_that_is_missing_at_once_and_ends_nothing(self):
        saved(CRITICAL)
        saved(samples.draft("plain"))
        for wrong in ("safety/no/such", CODE, samples.draft("plain")["code"]):
            with pytest.raises(refusals.CannotRetire) as caught:
                retire(reason="  ", replacement=wrong)
            assert [fault.field for fault in caught.value.faults] == ["reason", "replacement"]
        assert states() == {State.DRAFT}

    def test_names_what_takes_its_place_on_both_sides(self):
        saved(CRITICAL)
        saved(OTHER)
        retire(replacement=OTHER["code"])
        before, after = (succession.of(versions.newest(code).item_id) for code in (CODE, OTHER["code"]))

        assert [each.code for each in before.replaced_by] == [OTHER["code"]]
        assert [each.code for each in after.replaces] == [CODE]
        with pytest.raises(refusals.CannotRetire):
            retire(OTHER["code"], replacement=CODE)

    def test_is_refused_after_somebody_saved_a_newer_version_and_twice(self):
        seen = saved(CRITICAL)
        saved(CRITICAL | {"stem": "Newer?"}, base=seen, by="ivo")
        with pytest.raises(refusals.EditedMeanwhile):
            retire(base=seen)
        retire()
        with pytest.raises(refusals.WrongState):
            retire()

    def test_stays_on_record_when_the_item_is_taken_up_again(self):
        version = saved(CRITICAL)
        retire(reason="Too easy.")
        act(using.reopen, version, by="ines")

        row = versions.newest(CODE)
        assert row.state == State.DRAFT
        assert [each.reason for each in succession.of(row.item_id).retirements] == ["Too easy."]

    def test_is_one_act_of_the_record_and_its_reason_a_detail(self):
        saved(CRITICAL)
        saved(OTHER)
        retire(replacement=OTHER["code"])
        said = f"item:{CODE}"
        rows = record.newest(action="retired item", subject=said, actor_id=None, before=None, limit=9)

        assert [row.facts["replaced_by"] for row in rows] == [OTHER["code"]]
        assert {"reason": "Out of date."} in record.details_about(said)


@pytest.fixture
def item(app):
    with app.app_context():
        return signed(saved(CRITICAL))


def test_a_page_asks_why_and_both_pages_say_it_afterwards(app, item, browser_of):
    with app.app_context():
        approved(saved(OTHER))
    ines = browser_of("ines")
    form = posted(ines.get(f"{PAGE}/retire"), f"{PAGE}/retire")
    refused = ines.post(f"{PAGE}/retire", data=form_data(put(form, replacement="no/such/item")))
    assert refused.status_code == 422
    assert "Write why it is retired." in refused.text
    assert "There is no item no/such/item." in refused.text

    told = put(form, reason="The <source> was withdrawn.", replacement=OTHER["code"])
    page = ines.post(f"{PAGE}/retire", data=form_data(told), follow_redirects=True).text

    assert "The &lt;source&gt; was withdrawn." in page
    assert f'Replaced by <a href="/bank/items/{OTHER["code"]}"' in page
    assert f'Replaces <a href="{PAGE}"' in browser_of("otto").get(f"/bank/items/{OTHER['code']}").text


def test_a_replacement_is_written_as_a_copy_with_its_own_code_while_the_item_is_in_use(app, item, browser_of):
    ines = browser_of("ines")
    address = f"/bank/new/{CRITICAL['kind']}"
    form = posted(ines.get(f"{address}?like={CODE}&replaces=1"), address)
    assert dict(form)["enemies"] == CODE

    ines.post(address, data=form_data(put(form, code=OTHER["code"], stem="Asked better?")))

    with app.app_context():
        assert drawn() == [item]
        assert [each.code for each in succession.of(versions.newest(CODE).item_id).replaced_by] == [OTHER["code"]]
    assert dict(posted(ines.get(f"{PAGE}/retire"), f"{PAGE}/retire"))["replacement"] == OTHER["code"]


def test_whoever_retires_goes_on_to_the_replacement_when_asked(item, browser_of):
    form = posted(browser_of("ines").get(f"{PAGE}/retire"), f"{PAGE}/retire")
    answer = browser_of("ines").post(f"{PAGE}/retire", data=form_data(put(form, reason="Wrong.", do="write")))

    assert answer.location == f"/bank/new/{CRITICAL['kind']}?like={CODE}&replaces=1"


def test_a_page_open_since_before_a_newer_version_says_so_and_keeps_the_words(app, item, browser_of):
    form = posted(browser_of("ines").get(f"{PAGE}/retire"), f"{PAGE}/retire")
    with app.app_context():
        saved(CRITICAL | {"stem": "Newer?"}, base=item, by="ivo")
    answer = browser_of("ines").post(f"{PAGE}/retire", data=form_data(put(form, reason="Not needed.")))

    assert answer.status_code == 409
    assert "Not needed." in answer.text
