"""The editor: what it shows is what it saves, for every kind; two people; a preview that is the exam's own page."""

import html5lib
import pytest
from markupsafe import escape

from tests.bank import bank
from tests.bank.bank import load
from tests.bank.browsing import form_data, page_of, posted, put
from tests.items import samples
from training import items, sources
from training.bank.files import read_upload
from training.bank.forms.registry import FORMS
from training.bank.queries import lists, versions
from training.bank.queries.lists import Filters

SAMPLES = samples.drafts()
each_draft = pytest.mark.parametrize("draft", SAMPLES, ids=lambda draft: draft["code"])
each_of_options = pytest.mark.parametrize(
    "draft",
    [draft for draft in SAMPLES if "options" in draft and "premises" not in draft],
    ids=lambda draft: draft["code"],
)
PLAIN = samples.draft("plain")


@pytest.fixture
def loaded(app, request):
    """The draft that the test is about in the bank, with those it names as enemies, or every sample."""
    given = getattr(request.node, "callspec", None)
    about = given.params.get("draft") if given else None
    named = {about["code"], *about.get("enemies", [])} if about else set()
    with app.app_context():
        load(*[draft for draft in SAMPLES if draft["code"] in named])


@pytest.fixture
def ines(browser_of):
    return browser_of("ines")


def edit_url(draft):
    return f"/bank/items/{draft['code']}/edit"


def newest(app, draft):
    with app.app_context():
        return versions.newest(draft["code"])


def test_every_kind_has_a_form():
    assert [form.kind for form in FORMS] == [kind.kind for kind in items.KINDS]


@each_draft
def test_accident_18_saving_what_the_editor_shows_changes_nothing(app, loaded, ines, draft):
    before = newest(app, draft).hash
    fields = posted(ines.get(edit_url(draft)))

    response = ines.post(edit_url(draft), data=form_data([*fields, ("do", "save")]), follow_redirects=True)

    assert "Nothing changed" in response.get_data(as_text=True)
    assert newest(app, draft).hash == before


@each_draft
def test_an_edited_item_exports_and_imports_into_an_empty_bank_hash_for_hash(app, loaded, ines, draft):
    fields = posted(ines.get(edit_url(draft)))
    stem = dict(fields)["stem"].rstrip() + "  \r\n\r\nƯu tiên gì? 先に何を, أولاً?  \r\n"
    edited = put(fields, objective="Nommer l'étape suivante, 次の一歩  ", stem=stem)
    assert ines.post(edit_url(draft), data=form_data([*edited, ("do", "save")])).status_code == 303

    archive = ines.post("/bank/export").data

    with app.app_context():
        before = {row.item.code: row.hash for row in lists.selected(Filters())}
        reading = read_upload([("bank.zip", archive)], bank.known())
        assert reading.problems == ()
        assert {found.code: found.version for found in reading.found} == before
        assert newest(app, draft).content["objective"] == "Nommer l'étape suivante, 次の一歩  "


def test_a_change_is_saved_as_a_new_draft(app, loaded, ines):
    fields = put(posted(ines.get(edit_url(PLAIN))), stem="Reworded?")

    ines.post(edit_url(PLAIN), data=form_data([*fields, ("do", "save")]))

    row = newest(app, PLAIN)
    assert (row.state, row.number, row.content["stem"]) == ("draft", 2, "Reworded?")


@pytest.mark.any_database
def test_every_field_of_a_form_with_errors_comes_back_filled(loaded, ines):
    fields = put(
        posted(ines.get(edit_url(PLAIN))), objective="Typed for an hour", stem="", **{"options-1-rationale": ""}
    )

    response = ines.post(edit_url(PLAIN), data=form_data([*fields, ("do", "save")]))

    assert response.status_code == 422
    again = dict(posted(response))
    assert again["objective"] == "Typed for an hour"
    summary = '<a href="#options-1-rationale">Option 2, why it is right or wrong: is missing. Write it.</a>'
    assert summary in response.get_data(as_text=True)


def test_two_people_save_one_item_and_neither_is_lost(app, loaded, ines, browser_of):
    ivo = browser_of("ivo")
    mine, theirs = posted(ines.get(edit_url(PLAIN))), posted(ivo.get(edit_url(PLAIN)))
    ivo.post(edit_url(PLAIN), data=form_data([*put(theirs, stem="Ivo asks?"), ("do", "save")]))

    second = ines.post(edit_url(PLAIN), data=form_data([*put(mine, stem="Ines asks?"), ("do", "save")]))

    page = second.get_data(as_text=True)
    assert second.status_code == 409
    assert "<del>Ivo</del> asks?" in page
    assert "<ins>Ines</ins> asks?" in page
    assert dict(posted(second))["stem"] == "Ines asks?"

    ines.post(edit_url(PLAIN), data=form_data([*posted(second), ("do", "save")]))
    with app.app_context():
        stems = [row.content["stem"] for row in versions.history(PLAIN["code"])]
    assert stems == ["Ines asks?", "Ivo asks?", PLAIN["stem"]]


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("act", "ids"),
    [
        ("options:add", ["a", "b", "c", "d"]),
        ("options:remove:2", ["a", "c"]),
        ("options:up:3", ["a", "c", "b"]),
        ("options:down:1", ["b", "a", "c"]),
        ("options:up:1", ["a", "b", "c"]),
        ("options:remove:9", ["a", "b", "c"]),
        ("options:nonsense", ["a", "b", "c"]),
    ],
)
def test_options_are_added_moved_and_removed_without_scripts(app, loaded, ines, act, ids):
    fields = posted(ines.get(edit_url(PLAIN)))

    response = ines.post(edit_url(PLAIN), data=form_data([*fields, ("do", act)]))

    shown = dict(posted(response))
    assert [value for name, value in shown.items() if name.startswith("options-") and name.endswith("-id")] == ids
    assert newest(app, PLAIN).number == 1


@pytest.mark.any_database
def test_the_preview_is_the_page_of_the_exam(loaded, ines):
    fields = posted(ines.get(edit_url(PLAIN)))

    page = ines.post("/bank/preview/single_choice", data=form_data(put(fields, stem="Typed just now?"))).text

    assert '<legend class="question-text">Typed just now?</legend>' in page
    assert "review-rationale" not in page


@pytest.mark.any_database
@each_draft
def test_a_page_of_its_own_is_the_exam_page_with_its_stylesheet(loaded, ines, draft):
    fields = posted(ines.get(edit_url(draft)))

    page = ines.post(f"/bank/preview/{draft['kind']}/page", data=form_data([*fields, ("as", "exam")])).text

    assert "/bundle/exam.css" in page
    assert 'class="exam"' in page
    assert "question-text" in page
    assert "review-rationale" not in page


@pytest.mark.any_database
@each_draft
def test_as_review_it_shows_reasons_and_sources(loaded, ines, draft):
    fields = posted(ines.get(edit_url(draft)))

    page = ines.post(f"/bank/preview/{draft['kind']}/page", data=form_data([*fields, ("as", "review")])).text

    assert "/bundle/site.css" in page
    assert str(escape(sources.register()["MINTKEN25"].citation)) in page
    assert "site-header" not in page


@pytest.mark.any_database
def test_as_review_it_says_what_was_answered(loaded, ines):
    fields = [*posted(ines.get(edit_url(PLAIN))), ("preview", "2"), ("as", "review")]

    page = ines.post("/bank/preview/single_choice/page", data=form_data(fields)).text

    assert page.count("Your answer, ") == 1


@pytest.mark.any_database
def test_a_page_of_its_own_without_a_question_or_a_key_says_so(loaded, ines):
    fields = posted(ines.get(edit_url(PLAIN)))
    unkeyed = [pair for pair in fields if not pair[0].endswith("-correct")]
    empty = [pair for pair in fields if not pair[0].startswith("options-")]

    def shown(pairs, as_):
        return ines.post("/bank/preview/single_choice/page", data=form_data([*pairs, ("as", as_)])).text

    assert "once that is settled" in shown(unkeyed, "review")
    assert "Right answer" not in shown(unkeyed, "review")
    assert "not enough to show yet" in shown(empty, "exam")
    assert "not enough to show yet" in shown(empty, "review")


@pytest.mark.any_database
def test_what_a_frame_shows_is_not_drawn_a_second_time(loaded, ines):
    fields = posted(ines.get(edit_url(PLAIN)))

    page = ines.post("/bank/preview/single_choice", data=form_data([*fields, ("framed", "y")])).text

    assert "question-text" not in page
    assert "Mark this" in page


@pytest.mark.any_database
def test_the_preview_can_be_answered_and_marked(app, loaded, ines):
    fields = posted(ines.get(edit_url(PLAIN)))
    pages = [
        ines.post("/bank/preview/single_choice", data=form_data([*fields, ("preview", place), ("do", "mark")])).text
        for place in "123"
    ]

    assert sum("1 of 1" in page for page in pages) == 1
    assert sum("0 of 1" in page for page in pages) == 2


@pytest.mark.any_database
def test_the_preview_is_marked_without_scripts_too(loaded, ines):
    fields = posted(ines.get(edit_url(PLAIN)))

    page = ines.post(edit_url(PLAIN), data=form_data([*fields, ("preview", "1"), ("do", "mark")]))

    assert page.status_code == 200
    assert " of 1</strong>" in page.text


@pytest.mark.any_database
def test_an_order_kept_in_the_preview_is_marked(loaded, ines):
    draft = samples.draft("five-steps")
    fields = [pair for pair in posted(ines.get(edit_url(draft))) if pair[0] != "preview"]

    page = ines.post(edit_url(draft), data=form_data([*fields, ("preview", "1 2 3 4 5")]))

    assert " of 1</strong>" in page.text


def in_places(ines, *places):
    draft = samples.draft("five-steps")
    typed = {f"options-{number}-place": place for number, place in enumerate(places)}
    fields = put(posted(ines.get(edit_url(draft))), **typed)
    return ines.post("/bank/preview/ordering", data=form_data([*fields, ("preview", "1 2 3 4 5"), ("do", "mark")])).text


def test_steps_without_places_stand_in_their_right_order(loaded, ines):
    assert " of 1</strong>" in in_places(ines, "", "", "", "", "")


@pytest.mark.parametrize("places", [("1", "2", "", "4", "5"), ("1", "1", "2", "3", "4"), ("one", "", "", "", "")])
def test_places_that_are_not_each_there_once_are_said_at_the_first(loaded, ines, places):
    page = in_places(ines, *places)

    assert '<a href="#options-0-place">Step 1, right place and the others are not each there once.' in page
    assert "Number the steps from 1 to 5" in page


@pytest.mark.any_database
@each_of_options
def test_a_question_half_written_is_shown_with_what_is_still_to_mend(loaded, ines, draft):
    missing = {"objective": "", "options-0-rationale": "", "options-0-sources": "", "options-1-text": "", "author": ""}
    fields = put(posted(ines.get(edit_url(draft))), stem="Half a question?", **missing)

    page = ines.post(f"/bank/preview/{draft['kind']}", data=form_data([*fields, ("do", "mark")])).text

    assert '<legend class="question-text">Half a question?</legend>' in page
    assert "no text yet" in page
    assert '<a href="#objective">Objective is missing. Write it.</a>' in page
    assert " of 1</strong>" in page


@pytest.mark.any_database
@each_of_options
def test_a_question_whose_key_is_open_is_shown_and_not_marked(loaded, ines, draft):
    fields = [
        (name, "1" if name.endswith("-place") else value)
        for name, value in posted(ines.get(edit_url(draft)))
        if not name.endswith(("-correct", "-dangerous"))
    ]

    page = ines.post(f"/bank/preview/{draft['kind']}", data=form_data([*fields, ("do", "mark")])).text

    assert '<legend class="question-text">' in page
    assert "once its key is settled" in page
    assert " of 1</strong>" not in page


def test_the_choice_of_a_kind_says_how_each_is_answered(ines):
    page = html5lib.parse(ines.get("/bank/new").text, namespaceHTMLElements=False)

    rows = {row.find("a").text: row.find("span") for row in page.findall(".//main//ul[@class='ruled-list']/li")}
    assert {kind.title for kind in items.KINDS} <= rows.keys()
    assert [title for title, words in rows.items() if words is None] == []


@pytest.mark.any_database
@pytest.mark.parametrize("kind", [kind.kind for kind in items.KINDS])
def test_an_empty_form_shows_what_there_is_and_links_to_what_is_missing(app, ines, kind):
    page = ines.get(f"/bank/new/{kind}").text

    assert ("(No question yet.)" in page) != ("There is not enough to show yet." in page)
    assert '<a href="#stem">Question is missing. Write it.</a>' in page


@pytest.mark.any_database
def test_too_few_options_are_said_and_nothing_is_shown(loaded, ines):
    fields = [pair for pair in posted(ines.get(edit_url(PLAIN))) if not pair[0].startswith(("options-1", "options-2"))]

    page = ines.post("/bank/preview/single_choice", data=form_data(fields)).text

    assert "not enough to show" in page
    assert "Options are 1. Write 3 to 4." in page


@pytest.mark.any_database
def test_a_figure_nobody_added_is_said_and_the_rest_is_shown(loaded, ines):
    stem = "![film](figure:none.png)\n\nWhat is it?"
    fields = put(posted(ines.get(edit_url(PLAIN))), stem=stem)

    page = ines.post("/bank/preview/single_choice", data=form_data(fields)).text

    assert "What is it?" in page
    assert "figure:none.png, which is not there" in page


@pytest.mark.any_database
def test_figures_show_in_the_preview(loaded, ines):
    page = ines.get(edit_url(samples.draft("critical"))).text

    assert 'src="/bank/figures/' in page
    address = page.partition('src="/bank/figures/')[2].partition('"')[0]
    picture = ines.get(f"/bank/figures/{address}")
    assert (picture.mimetype, picture.data) == ("image/svg+xml", bank.FIGURES["figures/chest.svg"])
    assert "sandbox" in picture.headers["Content-Security-Policy"]


@pytest.mark.any_database
@pytest.mark.parametrize("kind", [kind.kind for kind in items.KINDS])
def test_a_new_item_begins_with_an_empty_form_that_cannot_be_saved(app, ines, kind):
    fields = posted(ines.get(f"/bank/new/{kind}"))

    assert ines.post(f"/bank/new/{kind}", data=form_data([*fields, ("do", "save")])).status_code == 422


def test_a_new_item_is_stored_under_its_code(app, ines):
    form = next(form for form in FORMS if form.kind == "single_choice")
    with app.test_request_context():
        shown = form(data=form.values_of(items.parse(PLAIN).draft()))
        fields = [(field.name, "y" if field.data is True else field.data) for field in shown if field.name != "options"]
        fields += [
            (field.name, "y" if field.data is True else field.data)
            for entry in shown.options
            for field in entry.form
            if field.data not in (False, None)
        ]
    fields = [(name, str(value)) for name, value in fields if value not in (None, False, [])]

    assert ines.post("/bank/new/single_choice", data=form_data(fields)).status_code == 303
    assert newest(app, PLAIN).hash == items.version(PLAIN, {})

    again = ines.post("/bank/new/single_choice", data=form_data(put(fields, stem="Another?")))
    assert again.status_code == 422
    assert "Another item has the code" in again.text


def test_a_picture_is_added_and_named_in_words(app, ines):
    from io import BytesIO

    data = {"picture": (BytesIO(bank.FIGURES["figures/film.svg"]), "new.svg")}
    page = ines.post("/bank/figures", data=data, follow_redirects=True).text

    assert "figure:new.svg" in page


def test_a_picture_that_is_not_one_is_refused_with_the_reason(ines):
    from io import BytesIO

    response = ines.post("/bank/figures", data={"picture": (BytesIO(b"text"), "new.png")})

    assert response.status_code == 422
    assert "not the picture its name says" in response.text


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/bank/new", "/bank/new/single_choice", "/bank/figures", "/bank/items/a/b/c/edit"])
def test_a_trainee_and_a_reviewer_cannot_write(browser_of, path):
    assert browser_of("tara").get(path).status_code == 403
    assert browser_of("rhea").get(path).status_code == 403


@pytest.mark.parametrize("path", ["/bank/new/essay", "/bank/items/no/such/item/edit", "/bank/items/no/such/item"])
def test_what_is_not_there_is_not_found(ines, path):
    assert ines.get(path).status_code == 404


@pytest.mark.any_database
def test_the_preview_takes_less_than_half_a_second(loaded, ines):
    from time import perf_counter

    fields = form_data(posted(ines.get(edit_url(PLAIN))))
    ines.post("/bank/preview/single_choice", data=fields)
    begun = perf_counter()
    ines.post("/bank/preview/single_choice", data=fields)

    assert perf_counter() - begun < 0.5


def test_saving_may_go_on_to_ask_for_a_review(app, loaded, ines):
    fields = put(posted(ines.get(edit_url(PLAIN))), stem="Reworded?")

    response = ines.post(edit_url(PLAIN), data=form_data([*fields, ("do", "save:review")]))

    assert response.location == f"/bank/items/{PLAIN['code']}#ask"
    assert 'id="ask"' in ines.get(response.location).text
    assert newest(app, PLAIN).state == "draft"


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("path", "told", "untold"),
    [
        ("/bank/new/single_choice", "mark what you are in as right", "duplicate this item"),
        ("/bank/new/extended_text", "add: criterion", "mark what you are in as right"),
        (f"{edit_url(PLAIN)}", "duplicate this item", "the next item of the list"),
        (f"{edit_url(PLAIN)}?list=sort%3Dcode", "the next item of the list", "add: criterion"),
    ],
)
def test_the_list_of_keys_holds_those_that_do_something(loaded, app, ines, path, told, untold):
    with app.app_context():
        load(PLAIN)
    page = page_of(ines.get(path))
    keys = next(node for node in page.iter("dialog"))
    words = " ".join("".join(keys.itertext()).split())

    assert told in words
    assert untold not in words


@pytest.mark.any_database
@each_draft
def test_a_duplicate_begins_with_everything_but_the_code(loaded, ines, draft):
    mine = dict(posted(ines.get(edit_url(draft))))
    copied = dict(posted(ines.get(f"/bank/new/{draft['kind']}?like={draft['code']}")))

    own = {"code", "origin", "case_seen", "author", "seed", "base"}
    assert {name: value for name, value in copied.items() if name not in own} == {
        name: value for name, value in mine.items() if name not in own
    }
    assert (copied["code"], copied["base"]) == ("", "")


@pytest.mark.any_database
def test_the_like_of_another_kind_or_of_nothing_is_a_blank_form(loaded, ines):
    for like in (PLAIN["code"], "safety/no/such"):
        assert dict(posted(ines.get(f"/bank/new/ordering?like={like}")))["stem"] == ""


@pytest.mark.any_database
def test_the_preview_says_what_each_cited_source_is(loaded, ines):
    known = next(iter(sources.register().values()))
    fields = put(posted(ines.get(edit_url(PLAIN))), sources=f"{known.code} NOWHERE99")

    page = ines.post(f"/bank/preview/{PLAIN['kind']}", data=form_data(fields)).text

    assert str(escape(known.citation)) in page
    assert "The register has no such code." in page
