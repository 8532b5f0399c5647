"""A picture dropped on the editor, pasted into it or chosen there: checked like any, stored, named in its field."""

from io import BytesIO

import pytest

from tests.bank import bank
from tests.bank.browsing import form_data, posted
from tests.items import samples

CHEST, FILM = bank.FIGURES["figures/chest.svg"], bank.FIGURES["figures/film.svg"]
PLAIN = samples.draft("plain")
HOTSPOT = "/bank/new/hotspot"


@pytest.fixture
def ines(app, browser_of):
    return browser_of("ines")


def dropped(browser, name, content):
    return browser.post("/api/bank/figures", data={"picture": (BytesIO(content), name)})


def chosen(browser, path, act, **files):
    data = form_data([*posted(browser.get(path)), ("do", act)])
    for field, (name, content) in files.items():
        data.add(field, (BytesIO(content), name))
    return browser.post(path, data=data, content_type="multipart/form-data")


def test_a_dropped_picture_is_kept_and_its_name_comes_back(ines):
    assert dropped(ines, "chest.svg", CHEST).json == {"name": "chest.svg"}
    assert dropped(ines, "chest.svg", CHEST).json == {"name": "chest.svg"}
    assert "chest.svg" in ines.get("/bank/figures").text


def test_another_picture_of_the_same_name_gets_the_next_name(ines):
    dropped(ines, "image.svg", CHEST)

    assert dropped(ines, "image.svg", FILM).json == {"name": "image-2.svg"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("new.png", b"text", "not the picture its name says"),
        ("a b.svg", CHEST, "Rename it."),
        ("film.mp4", b"....", "Drop a picture"),
        ("evil.svg", CHEST.replace(b"<path", b"<script>alert(1)</script><path"), "evil.svg"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(ines, name, content, words):
    answer = dropped(ines, name, content)

    assert answer.status_code == 422
    assert words in answer.json["words"]
    assert name not in ines.get("/bank/figures").text


def test_only_those_who_write_may_drop(browser_of, ines):
    assert dropped(browser_of("rhea"), "chest.svg", CHEST).status_code == 403
    assert ines.post("/api/bank/figures").status_code == 400


def test_without_scripts_a_chosen_figure_is_named_and_can_be_drawn_on(ines):
    page = chosen(ines, HOTSPOT, "attach:figure_file", figure_file=("chest.svg", CHEST))

    assert page.status_code == 200
    assert dict(posted(page))["figure"] == "chest.svg"
    assert "data-regions-figure" in page.text


def test_without_scripts_a_case_gets_its_figure(ines):
    path = "/bank/new/single_choice"

    page = chosen(ines, path, "attach:stimulus_figure_file", stimulus_figure_file=("chest.svg", CHEST))

    assert dict(posted(page))["stimulus_figure"] == "chest.svg"


@pytest.mark.parametrize(("path", "field"), [(HOTSPOT, "figure_file"), ("/bank/new/ordering", "stimulus_figure_file")])
def test_nothing_chosen_is_said_at_its_field(ines, path, field):
    page = chosen(ines, path, f"attach:{field}")

    assert page.status_code == 422
    assert f'<a href="#{field}">' in page.text


def test_a_hotspot_without_words_for_its_figure_is_not_saved(ines):
    shown = chosen(ines, HOTSPOT, "attach:figure_file", figure_file=("chest.svg", CHEST))

    page = ines.post(HOTSPOT, data=form_data([*posted(shown), ("do", "save")]))

    assert page.status_code == 422
    assert '<a href="#alt">' in page.text


def test_a_dropped_picture_without_words_is_an_error_of_the_question(ines):
    dropped(ines, "chest.svg", CHEST)
    fields = [(name, value) for name, value in posted(ines.get("/bank/new/single_choice")) if name != "stem"]

    page = ines.post(
        "/bank/preview/single_choice", data=form_data([*fields, ("stem", "![](figure:chest.svg)\n\nWhat?")])
    )

    assert "has no words that say what it shows" in page.text
