"""A case of several items: a further item begins with it; new words of it become drafts of all of them or of none."""

import pytest

from tests.bank.bank import act, load, saved, signed
from tests.bank.browsing import form_data, posted, put
from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from tests.racing import at_once
from training import db as database
from training.bank.queries import sharing, versions
from training.bank.refusals import AlreadyThere, CaseFull, CaseShared, EditedMeanwhile
from training.bank.service import retiring, writing

CASE = {"code": "faint-1", "text": "A man of 30 turns pale."}
OTHER = {"code": "faint-1", "text": "A woman of 30 turns pale."}
CODES = [f"safety/case/{name}" for name in "abcdefg"]


def draft(number, **changes):
    return samples.draft("plain") | {"code": CODES[number], "stimulus": CASE} | changes


def newest(number):
    return versions.newest(CODES[number])


def change(number, stimulus=OTHER, *, seen=()):
    row = newest(number)
    wanted = dict(row.content) | {"stimulus": stimulus}
    return act(writing.save, wanted, by="ines", base=row.hash, case_seen=[newest(other).hash for other in seen])


@pytest.fixture
def three(context):
    load(draft(0), draft(1), draft(2))


@pytest.fixture
def ines(browser_of):
    return browser_of("ines")


def words():
    return [newest(number).content["stimulus"]["text"] for number in range(3)]


def test_new_words_of_a_case_are_drafts_of_all_its_items(three):
    change(0, seen=(1, 2))

    assert words() == [OTHER["text"]] * 3
    assert [(newest(number).number, newest(number).state) for number in range(3)] == [(2, "draft")] * 3
    assert newest(1).content["stem"] == draft(1)["stem"]


def test_nobody_changes_items_they_were_not_told_of(three):
    with pytest.raises(CaseShared) as refused:
        change(0, seen=(1,))

    assert refused.value.codes == (CODES[1], CODES[2])
    assert words() == [CASE["text"]] * 3


def test_a_further_item_begun_before_a_change_does_not_undo_it(three):
    told = [newest(number).hash for number in range(3)]
    change(0, seen=(1, 2))

    with pytest.raises(CaseShared):
        act(writing.save, draft(3), by="ivo", base=None, case_seen=told)

    assert words() == [OTHER["text"]] * 3


def test_what_is_signed_stays_in_use(three):
    signed_hash = signed(newest(1).hash)

    change(0, seen=(1, 2))

    assert versions.version_of(signed_hash).state == "signed"
    assert newest(1).state == "draft"


def test_other_changes_of_an_item_leave_the_others_alone(three):
    row = newest(0)
    saved(dict(row.content) | {"stem": "Something else?"}, base=row.hash)

    assert [newest(number).number for number in range(3)] == [2, 1, 1]


def test_a_retired_item_keeps_its_words(three):
    act(retiring.retire, retiring.Retiring(CODES[2], newest(2).hash, "Wrong.", ""), by="ines")

    change(0, seen=(1,))

    assert words() == [OTHER["text"], OTHER["text"], CASE["text"]]


def test_all_or_none_when_an_older_version_in_use_has_these_words(context):
    signed(saved(draft(1)))
    saved(draft(0))
    saved(draft(2))
    change(0, seen=(1, 2))

    with pytest.raises(AlreadyThere, match=CODES[1]):
        change(2, CASE, seen=(0, 1))

    assert words() == [OTHER["text"]] * 3


def test_a_case_has_at_most_six_items(context):
    for number in range(6):
        saved(draft(number))

    with pytest.raises(CaseFull):
        saved(draft(6))

    change(0, seen=range(1, 6))
    assert len(sharing.of_case("faint-1")) == 6


def test_two_who_change_one_case_at_once_leave_one_case(app, context):
    load(draft(0), draft(1), draft(2))
    told = [newest(number).hash for number in range(3)]
    bases = [newest(number).hash for number in range(2)]
    wanted = [draft(number, stimulus=OTHER | {"text": f"By {number}."}) for number in range(2)]

    def by(number):
        def save():
            with database.commit_command():
                return writing.save(wanted[number], base=bases[number], by=identity("ines"), now=NOON, case_seen=told)

        return save

    done = at_once(app, by(0), by(1), refusals=(EditedMeanwhile,))

    assert [type(each) for each in done].count(EditedMeanwhile) == 1
    assert len(set(words())) == 1


def test_a_further_item_begins_with_the_case(three, ines):
    page = ines.get(f"/bank/new?case={CODES[0]}")
    assert f"/bank/new/ordering?case={CODES[0]}" in page.text

    fields = dict(posted(ines.get(f"/bank/new/ordering?case={CODES[0]}")))

    assert (fields["stimulus_code"], fields["stimulus_text"]) == ("faint-1", CASE["text"])
    assert (fields["pool"], fields["domain"], fields["stem"], fields["code"]) == ("practice", "safety", "", "")
    assert fields["case_seen"].split() == [newest(number).hash for number in range(3)]


def test_the_pages_name_who_shares_the_case(three, ines):
    for path in (f"/bank/items/{CODES[0]}", f"/bank/items/{CODES[0]}/edit"):
        page = ines.get(path).text
        assert f">{CODES[1]}</a>" in page
        assert f"/bank/new?case={CODES[0]}" in page
    assert "2 other items share this case" in ines.get(f"/bank/items/{CODES[0]}/edit").text


def test_saving_says_which_items_changed_too(three, ines):
    edit = f"/bank/items/{CODES[0]}/edit"
    fields = put(posted(ines.get(edit)), stimulus_text=OTHER["text"])

    page = ines.post(edit, data=form_data([*fields, ("do", "save")]), follow_redirects=True).text

    assert f"The case is changed in 2 more items: {CODES[1]}, {CODES[2]}." in page


def test_an_item_that_joined_meanwhile_is_named_before_it_changes(three, ines):
    edit = f"/bank/items/{CODES[0]}/edit"
    fields = put(posted(ines.get(edit)), stimulus_text=OTHER["text"])
    saved(draft(3))

    refused = ines.post(edit, data=form_data([*fields, ("do", "save")]))

    assert refused.status_code == 422
    assert f"3 other items share the case faint-1, and would get its new words as a draft: {CODES[1]}" in refused.text
    assert dict(posted(refused))["stimulus_text"] == OTHER["text"]
    assert ines.post(edit, data=form_data([*posted(refused), ("do", "save")])).status_code == 303
    assert newest(3).content["stimulus"]["text"] == OTHER["text"]
