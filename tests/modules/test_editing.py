"""Writing modules in the browser: outline, parts, previews, conflicts, what is kept unsaved; without scripts."""

import io

import pytest

from tests import people
from tests.bank.browsing import form_data, posted
from tests.conftest import NOON
from tests.modules import samples
from training.modules import versions
from training.modules.outline import id_of, move, part

INES, IVO = people.identity("ines"), people.identity("ivo")


@pytest.fixture
def loaded(app, tmp_path):
    with app.app_context():
        samples.load(tmp_path / "modules", NOON, questions=("first", "second"))


@pytest.fixture
def ines(loaded, browser_of):
    return browser_of("ines")


@pytest.fixture
def newest(app):
    def read():
        with app.app_context():
            row = versions.newest("bands")
            return row.id, row.number, row.state, dict(row.content)

    return read


def section(newest, **changes):
    return {"base": newest()[0], "title": "Points", "text": samples.POINTS} | changes


def test_an_instructor_begins_a_module_and_nobody_else_does(ines, browser_of, app):
    done = ines.post("/modules/new", data={"title": "Words for patients: what to say", "code": ""})

    assert done.headers["Location"] == "/modules/words-for-patients-what-to-say/edit"
    assert "summary is missing" in ines.get(done.headers["Location"]).text
    assert browser_of("tara").get("/modules/words-for-patients-what-to-say").status_code == 404
    assert browser_of("rhea").get("/modules/new").status_code == 403


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"title": ""}, "Write a title"),
        ({"title": "A", "code": "A B"}, "Write lower-case letters"),
        ({"title": "Bands again", "code": "bands"}, "is taken"),
        ({"title": "Versions"}, "is taken"),
    ],
)
def test_what_cannot_be_a_module_is_named(ines, data, words):
    answer = ines.post("/modules/new", data=data)

    assert answer.status_code == 422
    assert words in answer.text


def test_saving_a_section_makes_a_draft_and_leaves_what_is_read(ines, newest, browser_of):
    done = ines.post("/modules/bands/edit/section/points", data=section(newest, text="New words\r\nhere [@SHAH15]."))

    assert done.status_code == 303
    assert newest()[1:3] == (2, "draft")
    assert part(newest()[3], "section", "points")["text"] == "New words\nhere [@SHAH15]."
    assert "New words" not in browser_of("tara").get("/modules/bands/sections/points").text


def test_what_cannot_be_seen_is_not_stored(ines, newest):
    ines.post("/modules/bands/edit/section/points", data=section(newest, title="A\x00b", text="c\x00d\x1b [@SHAH15]."))

    stored = part(newest()[3], "section", "points")
    assert (stored["title"], stored["text"]) == ("Ab", "cd [@SHAH15].")
    assert ines.get("/modules/bands/versions/2").status_code == 200


def test_saving_the_same_changes_nothing(ines, newest):
    ines.post("/modules/bands/edit/section/points", data=section(newest))

    assert newest()[1] == 1


def test_two_editors_of_two_sections_are_not_in_each_others_way(ines, newest, browser_of):
    base = newest()[0]
    ines.post("/modules/bands/edit/section/points", data=section(newest, text="By Ines [@SHAH15]."))
    bands = {"base": base, "title": "Bands", "text": "By Ivo [@SHAH15].\n\n![](figure:band)\n"}
    browser_of("ivo").post("/modules/bands/edit/section/bands", data=bands)

    texts = [each["text"] for each in newest()[3]["sections"]]
    assert texts == ["By Ivo [@SHAH15].\n\n![](figure:band)\n", "By Ines [@SHAH15]."]


def test_two_editors_of_one_section_see_both_and_lose_neither(ines, newest, browser_of):
    base = newest()[0]
    browser_of("ivo").post("/modules/bands/edit/section/points", data=section(newest, text="By Ivo [@SHAH15]."))
    both = ines.post(
        "/modules/bands/edit/section/points", data={"base": base, "title": "Points", "text": "By Ines [@SHAH15]."}
    )

    assert both.status_code == 409
    assert "Ivo Marković saved" in both.text
    assert "Ivo" in both.text.split('class="diff"')[1]
    assert "By Ines [@SHAH15]." in both.text.split("<textarea")[1]
    ines.post("/modules/bands/edit/section/points", data=section(newest, text="By Ines [@SHAH15]."))
    assert part(newest()[3], "section", "points")["text"] == "By Ines [@SHAH15]."
    assert "By Ivo" in ines.get("/modules/bands/versions/2").text


def test_the_preview_is_the_readers_own_page_of_what_is_typed(ines, newest):
    text = "### Felt\n\nA band [@BRON12] [?].\n\n::: danger Stop\nNow [@SHAH15].\n:::\n"
    page = ines.post("/modules/bands/edit/section/points/preview", data=section(newest, text=text)).text

    assert "<h4>Felt</h4>" in page
    assert 'class="cite"' in page
    assert "notice-danger" in page
    assert "marks a fact that is not confirmed" in page
    assert newest()[1] == 1


@pytest.mark.parametrize("text", ["See ![](figure:gone.svg) here [@SHAH15].", "Seen.\n\n![](figure:gone)\n\nMore."])
def test_a_figure_that_is_not_there_is_said_in_preview_and_version(ines, newest, text):
    page = ines.post("/modules/bands/edit/section/points/preview", data=section(newest, text=text))
    ines.post("/modules/bands/edit/section/points", data=section(newest, text=text))
    version = ines.get("/modules/bands/versions/2")

    assert (page.status_code, version.status_code) == (200, 200)
    assert "shows the figure gone" in page.text
    assert ("(No figure gone in this module.)" in version.text) == ("Seen." in text)


def test_without_scripts_buttons_insert_and_preview(ines, newest):
    for what, given, wanted in (
        ("source", "SHAH15", "[@SHAH15]"),
        ("figure", "band", "![](figure:band)"),
        ("callout", "note", "::: note Title"),
        ("section", "bands", "[words](section:bands)"),
    ):
        data = section(newest, **{"do": f"insert:{what}", f"insert-{what}": given})
        assert wanted in ines.post("/modules/bands/edit/section/points", data=data).text.split("</textarea>")[0]
    assert newest()[1] == 1


def test_sections_are_added_moved_and_removed_by_buttons(ines, newest):
    outline = "/modules/bands/edit"
    added = ines.post(outline, data={"base": newest()[0], "do": "section:add", "section-title": "What to say"})
    assert added.headers["Location"] == "/modules/bands/edit/section/what-to-say"
    ines.post(outline, data={"base": newest()[0], "do": "section:up:what-to-say"})
    assert [each["id"] for each in newest()[3]["sections"]] == ["bands", "what-to-say", "points"]

    asked = ines.post(outline, data={"base": newest()[0], "do": "section:remove:bands"})
    assert "with its 2 questions" in asked.text
    assert len(newest()[3]["sections"]) == 3
    ines.post(outline, data={"base": newest()[0], "do": "section:removed:bands"})
    assert [each["id"] for each in newest()[3]["sections"]] == ["what-to-say", "points"]
    assert newest()[3]["checkpoints"] == []


def test_a_stale_outline_changes_nothing_and_shows_how_it_stands(ines, newest):
    base = newest()[0]
    ines.post("/modules/bands/edit", data={"base": base, "do": "section:up:points"})

    again = ines.post("/modules/bands/edit", data={"base": base, "do": "section:up:points"})

    assert again.status_code == 409
    assert "Somebody changed the outline meanwhile" in again.text


def test_a_question_is_written_with_its_options_reasons_and_sources(ines, newest):
    ines.post(
        "/modules/bands/edit",
        data={"base": newest()[0], "do": "question:add", "question-title": "Third", "question-section": "points"},
    )
    data = {"base": newest()[0], "section": "points", "kind": "single_choice", "stem": "Which?"}
    for number, right in enumerate((False, True, False)):
        data |= {f"options-{number}-id": "abc"[number]}
        data |= {f"options-{number}-text": f"Answer {number}", f"options-{number}-rationale": "So it is."}
        data |= {f"options-{number}-sources": "SHAH15 BRON12"} | ({f"options-{number}-correct": "y"} if right else {})
    more = ines.post("/modules/bands/edit/question/third", data=data | {"do": "options:add"})
    assert "Option 4" in more.text

    ines.post("/modules/bands/edit/question/third", data=data)

    stored = part(newest()[3], "question", "third")
    assert [option.get("correct", False) for option in stored["options"]] == [False, True, False]
    assert stored["options"][0]["sources"] == ["SHAH15", "BRON12"]
    assert "Answer 1" in ines.get("/modules/bands/edit/question/third").text.split('id="preview"')[1]


def test_a_figure_takes_a_clean_drawing_and_refuses_another(ines, newest):
    data = {"base": newest()[0], "title": "A band", "caption": "A band. [@SHAH15]", "alt": "A band."}
    bad = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    refused = ines.post("/modules/bands/edit/figure/band", data=data | {"drawing": (io.BytesIO(bad), "x.svg")})
    assert refused.status_code == 422
    assert "is not accepted: remove it" in refused.text
    good = samples.SVG.replace("L9 9", "L7 7")
    ines.post("/modules/bands/edit/figure/band", data=data | {"drawing": (io.BytesIO(good.encode()), "x.svg")})

    assert newest()[3]["plates"]["band"] == good


def test_details_are_written_as_lines(ines, newest):
    page = ines.get("/modules/bands/edit/details/module").text
    assert "recall: State what a band is" in page

    data = {"base": newest()[0], "title": "Bands", "summary": "All of it.", "planned_minutes": "45", "position": "1"}
    data |= {"objectives": "apply: Find a band\r\n\r\nName it", "key_points": "One. [@SHAH15]", "not_said": ""}
    ines.post("/modules/bands/edit/details/module", data=data)

    content = newest()[3]
    assert content["objectives"] == [
        {"text": "Find a band", "level": "apply"},
        {"text": "Name it", "level": "understand"},
    ]
    assert (content["planned_minutes"], content["key_points"]) == (45, ["One. [@SHAH15]"])


def test_a_number_that_is_none_is_named_and_nothing_is_saved(ines, newest):
    data = {"base": newest()[0], "title": "Bands", "summary": "All.", "planned_minutes": "an hour", "position": "1"}
    answer = ines.post("/modules/bands/edit/details/module", data=data)

    assert answer.status_code == 422
    assert "Write a whole number" in answer.text
    assert 'value="an hour"' in answer.text
    assert newest()[1] == 1


def test_what_is_typed_is_kept_and_given_back_to_its_author_alone(ines, newest, browser_of):
    fields = [["base", newest()[0]], ["title", "Points"], ["text", "Half a sent"], ["csrf_token", "x"]]
    body = {"code": "bands", "kind": "section:points", "revision": "0", "fields": fields}
    assert ines.post("/api/modules/unsaved", json=body).json["revision"] == 1
    assert ines.post("/api/modules/unsaved", json=body).status_code == 409

    assert "You have unsaved changes" in ines.get("/modules/bands/edit/section/points").text
    assert "You have unsaved changes" not in browser_of("ivo").get("/modules/bands/edit/section/points").text
    kept = ines.get("/modules/bands/edit/section/points?unsaved=1").text
    assert "Half a sent" in kept.split("<textarea")[1]

    ines.post("/modules/bands/edit/section/points", data=section(newest, text="Whole [@SHAH15].", revision="1"))
    assert "You have unsaved changes" not in ines.get("/modules/bands/edit/section/points").text


def test_unsaved_changes_can_be_discarded(ines, newest):
    body = {"code": "bands", "kind": "section:points", "revision": "0", "fields": [["text", "Half"]]}
    ines.post("/api/modules/unsaved", json=body)
    ines.post("/modules/unsaved/discard", data={"code": "bands", "kind": "section", "name": "points", "revision": "1"})

    assert "Half" not in ines.get("/modules/bands/edit/section/points?unsaved=1").text.split("</textarea>")[0]


def test_the_words_of_a_version_in_use_are_no_draft(ines, newest):
    ines.post("/modules/bands/edit/section/points", data=section(newest, text="New words [@SHAH15]."))

    back = ines.post("/modules/bands/edit/section/points", data=section(newest))

    assert back.status_code == 422
    assert "the very words of version 1" in back.text
    assert newest()[1] == 2


@pytest.mark.parametrize("part_of", ["section/nowhere", "figure/x", "details/points", "nothing/points"])
def test_what_is_not_there_is_not_found(ines, part_of):
    assert ines.get(f"/modules/bands/edit/{part_of}").status_code == 404


def test_a_module_written_here_is_reviewed_signed_and_read(ines, newest, browser_of, app):
    ines.post("/modules/bands/edit/section/points", data=section(newest, text="Two of three are needed [@SHAH15]."))
    ines.post("/modules/bands/versions/2/submit")
    refused = ines.post("/modules/bands/versions/2/decide", data={"verdict": "approve"})
    assert refused.status_code == 422
    browser_of("ivo").post("/modules/bands/versions/2/decide", data={"verdict": "approve"})
    browser_of("lena").post("/modules/bands/sign-off", data={"version": newest()[0], "read": "y"})

    assert newest()[2] == "signed"
    assert "Two of three are needed" in browser_of("tara").get("/modules/bands/sections/points").text


def test_ids_come_from_titles_and_parts_move_to_the_ends_only():
    assert id_of("  Ünder  the Rib! 2 ") == "nder-the-rib-2"
    content = {"sections": [{"id": "a"}, {"id": "b"}]}
    assert [each["id"] for each in move(content, "section", "a", -1)["sections"]] == ["a", "b"]
    assert [each["id"] for each in move(content, "section", "a", 1)["sections"]] == ["b", "a"]


@pytest.mark.parametrize(
    ("part", "field", "held"),
    [
        ("section/bands", "insert-source", "[@MINTKEN25]</textarea>"),
        ("question/first", "options-0-sources", 'value="SHAH15 MINTKEN25"'),
    ],
)
def test_a_source_is_found_and_cited_without_scripts(ines, part, field, held):
    edit = f"/modules/bands/edit/{part}"
    fields = form_data(posted(ines.get(edit)))

    found = ines.post(edit, data={**fields, "source_words": "mintken 2025", "do": f"find:{field}"}).text
    cited = ines.post(edit, data={**fields, "do": f"cite:{field}:MINTKEN25"}).text

    assert f'value="cite:{field}:MINTKEN25"' in found
    assert held in cited
    assert "MINTKEN25 is cited" in cited
    assert ines.post(edit, data={**fields, "do": f"cite:{field}:NOWHERE9"}).status_code == 400
