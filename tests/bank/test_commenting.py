"""Comments on lines: said of a part, carried along, answered, settled; unseen by who is still to answer."""

import pytest

from tests.bank.bank import act, approve, approving, opinion, saved
from tests.bank.browsing import form_data, posted
from tests.items import samples
from tests.people import identity
from training import items
from training.bank import parts, refusals
from training.bank.forms.names import named
from training.bank.queries import threads, versions
from training.bank.service import commenting, reviewing
from training.items import KINDS
from training.reviews import queries
from training.reviews import refusals as review_refusals
from training.reviews.models import NoticeKind
from training.reviews.parts import field_of

PLAIN, CRITICAL = samples.draft("plain"), samples.draft("critical-four")
ITEM = f"/bank/items/{PLAIN['code']}"
REVIEW = f"{ITEM}/versions/1/review"


def reworded(stem="Reworded?"):
    return PLAIN | {"stem": stem}


def shown(version):
    return [(each.root.part, each.number, each.open) for each in threads.of(versions.version_of(version))]


def reviewed():
    """Return a version in review that Rhea answered."""
    version = saved(PLAIN)
    act(reviewing.submit, version, by="ines")
    act(reviewing.answer_for_review, version, ("a",), by="rhea")
    return version


@pytest.fixture
def said(app):
    """A version with one comment by Rhea on the reason of option b, and the comment's id."""
    with app.app_context():
        version = reviewed()
        return version, act(commenting.say, version, "options[b].rationale", "No source says <so>.", by="rhea")


def test_the_parts_are_paragraphs_options_reasons_sources_and_metadata():
    found = parts.parts(items.kept(PLAIN | {"stem": "A case.\n\nWhat now?"}).draft())

    assert (found["stem#1"], found["stem#2"]) == ("A case.", "What now?")
    assert {"options[b].text", "options[b].rationale", "objective", "level"} <= set(found)
    assert any(name.startswith("options[b].sources#") for name in found)
    assert not {"kind", "code", "pool"} & set(found)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_every_part_of_every_kind_has_a_name_that_people_read(kind):
    drafts = [draft for draft in samples.drafts() if draft["kind"] == kind.kind]
    names = {field_of(name)[0] for draft in drafts for name in parts.parts(items.kept(draft).draft())}

    assert names
    assert not [name for name in names if "[" in named(name, kind.kind)]


@pytest.mark.usefixtures("context")
def test_an_open_comment_goes_along_to_the_next_version_with_what_the_part_said_then():
    first = reviewed()
    act(commenting.say, first, "stem", "Which thing?", by="rhea")
    second = saved(reworded(), base=first)

    (thread,) = threads.of(versions.version_of(second))
    assert (thread.number, thread.open, thread.quoted) == (1, True, PLAIN["stem"])
    assert threads.of(versions.version_of(first))[0].quoted is None


@pytest.mark.usefixtures("context")
def test_a_version_settles_a_comment_and_those_after_it_show_it_no_more():
    first = reviewed()
    comment = act(commenting.say, first, "stem", "Which thing?", by="rhea")
    second = saved(reworded(), base=first)
    act(commenting.resolve, comment, "", by="ines")
    third = saved(reworded("Third?"), base=second)

    assert shown(first) == shown(second) == [("stem", 1, False)]
    assert shown(third) == []


@pytest.mark.usefixtures("context")
def test_an_author_settles_with_an_answer_or_a_new_version_and_not_with_nothing():
    comment = act(commenting.say, reviewed(), "stem", "Which thing?", by="rhea")

    with pytest.raises(review_refusals.NeedsWords):
        act(commenting.resolve, comment, " ", by="ines")
    act(commenting.resolve, comment, "The one in the picture.", by="ines")

    (thread,) = threads.of(versions.newest(PLAIN["code"]))
    assert not thread.open
    assert [each.text for each in thread.answers] == ["The one in the picture."]


@pytest.mark.usefixtures("context")
def test_nobody_settles_the_comment_of_another_on_the_item_of_a_third():
    comment = act(commenting.say, reviewed(), "stem", "Which thing?", by="rhea")

    with pytest.raises(review_refusals.NotYours):
        act(commenting.resolve, comment, "Never mind.", by="lena")


def test_the_page_of_a_review_says_that_there_is_a_newer_version(app, said, browser_of):
    with app.app_context():
        saved(reworded(), base=said[0])

    assert "Version 2 was saved since." in browser_of("rhea").get(REVIEW).text


@pytest.mark.usefixtures("context")
def test_a_part_that_is_not_there_and_no_words_are_refused():
    version = reviewed()

    with pytest.raises(review_refusals.NoSuchPart):
        act(commenting.say, version, "options[z].text", "Gone.", by="rhea")
    with pytest.raises(review_refusals.NeedsWords):
        act(commenting.say, version, "stem", "  ", by="rhea")


@pytest.mark.usefixtures("context")
def test_a_reviewer_comments_only_after_answering():
    version = reviewed()

    with pytest.raises(refusals.NotAnswered):
        act(commenting.say, version, "stem", "Easy.", by="ivo")


@pytest.mark.usefixtures("context")
def test_who_approves_over_comments_of_their_own_says_so_and_those_of_others_do_not_matter():
    version = reviewed()
    act(commenting.say, version, "stem", "Which thing?", by="rhea")

    with pytest.raises(refusals.OpenComments):
        approve(version, by="rhea")
    assert versions.approvals([version]) == []

    agreed = opinion(version)
    act(reviewing.approve, version, reviewing.Opinion(agreed.checked, though_open=True), by="rhea")
    assert versions.version_of(version).state == "approved"


@pytest.mark.usefixtures("context")
def test_the_author_hears_of_a_comment_and_its_author_of_the_answer():
    comment = act(commenting.say, reviewed(), "stem", "Which thing?", by="rhea")
    act(commenting.answer, comment, "The left one.", by="ines")

    assert NoticeKind.COMMENTED in {notice.kind for notice in queries.notices(identity("ines"))}
    assert NoticeKind.ANSWERED in {notice.kind for notice in queries.notices(identity("rhea"))}


def test_a_comment_stands_beside_its_part_on_the_pages_of_the_review_and_the_item(said, browser_of):
    for page in (browser_of("rhea").get(REVIEW).text, browser_of("ines").get(ITEM).text):
        line = page.partition("No source says &lt;so&gt;.")[0].rpartition('<div class="line"')[2]
        assert "Option b, why it is right or wrong" in line
    assert "1 comment not resolved." in browser_of("otto").get(ITEM).text


def test_who_is_still_to_answer_sees_no_comment(said, browser_of):
    for path in (ITEM, f"{ITEM}/versions/1", REVIEW):
        assert "No source says" not in browser_of("ivo").get(path).text


def test_comments_are_sent_answered_and_settled_from_pages(app, said, browser_of):
    version, comment = said
    rhea, ines = browser_of("rhea"), browser_of("ines")
    data = {"part": "stem", "words": "Which?", "from": "review", "on": "1"}
    assert f"{REVIEW}#comment-" in rhea.post(f"{ITEM}/versions/1/comments", data=data).location

    ines.post(f"/bank/comments/{comment}", data={"do": "resolve", "words": "Source added.", "from": "item", "on": "1"})

    with app.app_context():
        assert shown(version) == [("options[b].rationale", 1, False), ("stem", 1, True)]
    assert "Source added." in rhea.get(REVIEW).text
    rhea.post(f"/bank/comments/{comment}", data={"do": "reopen"})
    with app.app_context():
        assert shown(version)[0] == ("options[b].rationale", 1, True)


def test_the_editor_shows_a_comment_under_its_field_and_a_tick_settles_it_with_the_save(app, said, browser_of):
    _version, comment = said
    ines = browser_of("ines")
    page = ines.get(f"{ITEM}/edit")
    field = page.text.partition(f'id="comment-{comment}"')[0].rpartition("<textarea")[2]
    assert 'id="options-1-rationale"' in field
    assert "1 comment to work through" in page.text

    fields = [*posted(page, f"{ITEM}/edit"), ("settles", str(comment)), ("do", "save")]
    changed = [(name, "Better?" if name == "stem" else value) for name, value in fields]
    ines.post(f"{ITEM}/edit", data=form_data(changed))

    with app.app_context():
        newest = versions.newest(PLAIN["code"])
        assert newest.number == 2
        assert shown(newest.hash) == [("options[b].rationale", 1, False)]


def test_approving_over_own_comments_asks_for_a_tick_on_the_page(app, said, browser_of):
    version, _comment = said
    rhea = browser_of("rhea")
    assert "Approve although 1 comment of mine is not resolved" in rhea.get(REVIEW).text

    assert rhea.post(f"{REVIEW}/decide", data=approving(PLAIN)).status_code == 422
    rhea.post(f"{REVIEW}/decide", data=approving(PLAIN) | {"though_open": "y"})

    with app.app_context():
        assert versions.version_of(version).state == "approved"


@pytest.mark.parametrize("path", ["/bank/comments/9", f"{ITEM}/versions/9/comments"])
def test_what_is_not_there_is_not_found(said, browser_of, path):
    assert browser_of("rhea").post(path, data={"words": "x"}).status_code == 404
