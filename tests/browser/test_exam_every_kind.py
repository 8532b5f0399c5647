"""Every kind of question in the exam page: answered as a person does, saved, drawn again, counted, submitted."""

import pytest
from playwright.sync_api import expect

from tests.browser import every_kind
from tests.browser.every_kind import ACTS, TEXT, marks, rows, turn, values
from tests.browser.sitting import API, SAVED, chip, disturbed, notice, ready_offline, shown


@pytest.fixture
def sitting(site):
    return every_kind.start(site)


@pytest.fixture
def where(sitting):
    """Where each kind stands on the paper."""
    return every_kind.positions(sitting)


def given(sitting, position):
    """What the server has of one question, without blanks."""
    return [value for value in sitting.posted().get(position, ()) if value]


def drawn(page, kind):
    """What the open question shows, beyond its fields."""
    shows = {
        "ordering": lambda: rows(page),
        "hotspot": lambda: marks(page).evaluate_all("all => all.map(mark => mark.innerHTML)"),
        "extended_text": lambda: shown(page).locator("[data-words] ~ .question-advice").inner_text(),
    }
    return shows.get(kind, lambda: None)()


@pytest.mark.parametrize("kind", ACTS)
def test_an_answer_is_saved_and_there_after_a_reload(sitting, where, open_as, kind):
    page = sitting.open(open_as("tara"), f"#q{where[kind]}")
    ACTS[kind](page)
    expect(chip(page)).to_have_text("Saving…")
    expect(chip(page)).to_have_text(SAVED)
    before = values(page), drawn(page, kind)
    assert given(sitting, where[kind]) == before[0] != []

    page.reload()

    expect(chip(page)).to_have_text(SAVED)
    assert (values(page), drawn(page, kind)) == before
    assert len(sitting.posted()) == 1


def test_answers_given_offline_survive_a_reload_and_arrive(sitting, where, open_as):
    page = sitting.open(open_as("tara"), worker=True)
    ready_offline(page)
    page.context.set_offline(True)
    for kind, number in where.items():
        turn(page, number)
        ACTS[kind](page)
    turn(page, 1)
    expect(chip(page)).to_have_text("10 answers waiting to be sent")

    assert sitting.posted() == {}
    page.reload()
    seen = {}
    for kind, number in where.items():
        turn(page, number)
        seen[number] = values(page)
        assert drawn(page, kind) != []

    page.context.set_offline(False)
    expect(chip(page)).to_have_text(SAVED)
    assert {number: given(sitting, number) for number in seen} == seen
    assert seen[where["extended_text"]] == [TEXT]


def test_a_second_device_shows_every_answer_and_goes_on(sitting, where, open_as):
    first, second = sitting.open(open_as("tara")), open_as("tara", width=390)
    for kind, number in where.items():
        turn(first, number)
        ACTS[kind](first)
    turn(first, 1)
    expect(chip(first)).to_have_text(SAVED)
    second.goto(sitting.path)
    second.get_by_role("button", name="Continue here").click()
    expect(second.locator(".exam-notice")).to_have_count(0)

    for kind, number in where.items():
        turn(first, number)
        turn(second, number)
        assert (values(second), drawn(second, kind)) == (values(first), drawn(first, kind)), kind

    turn(second, where["short_text"]).get_by_role("textbox").fill("deltoid")
    turn(second, where["hotspot"]).get_by_role("button", name="Remove mark 1").click()
    expect(chip(second)).to_have_text(SAVED)
    assert given(sitting, where["short_text"]) == ["deltoid"]
    turn(first, where["short_text"]).get_by_role("textbox").fill("too late")
    expect(notice(first, "This exam goes on at another device.")).to_be_visible()
    expect(shown(first).get_by_role("textbox")).to_have_value("deltoid")
    turn(first, where["hotspot"])
    expect(marks(first)).to_have_count(1)


# Typing


def test_what_is_typed_is_sent_after_a_rest_and_not_for_every_key(sitting, where, open_as):
    page = sitting.open(open_as("tara"), f"#q{where['short_text']}")
    shown(page).get_by_role("textbox").press_sequentially("upper trapezius muscle", delay=15)
    expect(chip(page)).to_have_text(SAVED)

    assert [event.value for event in sitting.events("answer")] == [("upper trapezius muscle",)]


def test_who_types_without_a_rest_is_saved_every_five_seconds(sitting, where, open_as):
    page = open_as("tara")
    page.clock.install()
    sitting.open(page, f"#q{where['extended_text']}")
    for _ in range(24):
        shown(page).get_by_role("textbox").press_sequentially("x")
        page.clock.run_for(500)
    page.clock.run_for(1000)
    expect(chip(page)).to_have_text(SAVED)

    assert [len(event.value[0]) for event in sitting.events("answer")] == [10, 20, 24]


TYPED_AT_ONCE = """field => {
  window.said = []
  const chip = document.querySelector('[data-save-state] span')
  new MutationObserver(() => said.push(chip.textContent.split(' ')[0])).observe(chip, {childList: true})
  field.focus()
  field.value = 'scapula'
  field.dispatchEvent(new InputEvent('input', {bubbles: true}))
}"""


def test_the_chip_says_saved_only_when_nothing_typed_is_on_its_way(sitting, where, open_as):
    page = sitting.open(open_as("tara"), f"#q{where['cloze']}")
    first, second = shown(page).get_by_role("textbox").all()
    first.press_sequentially("10")

    second.evaluate(TYPED_AT_ONCE)
    expect(chip(page)).to_have_text(SAVED)

    assert page.evaluate("said") == ["Saved"]
    assert given(sitting, where["cloze"]) == ["10", "scapula"]


def closed(page):
    with page.expect_event("close"):
        page.close(run_before_unload=True)


LEAVING = {
    "next": lambda page: page.locator("[data-step='1']").click(),
    "map": lambda page: turn(page, 1),
    "back": lambda page: page.go_back(),
    "check": lambda page: page.get_by_role("link", name="Check answers and submit").click(),
    "reload": lambda page: page.reload(),
    "elsewhere": lambda page: page.goto("/exam/"),
    "closed": closed,
}


@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
@pytest.mark.parametrize("kind", ["short_text", "extended_text"])
def test_nothing_typed_is_lost_by_leaving_in_the_same_moment(sitting, where, open_as, kind, leave):
    page = sitting.open(open_as("tara"))
    other = page.context.new_page()
    turn(page, 2)
    turn(page, where[kind]).get_by_role("textbox").press_sequentially("half a wor")
    leave(page)
    again = other if page.is_closed() else page

    sitting.open(again, f"#q{where[kind]}")

    expect(shown(again).get_by_role("textbox")).to_have_value("half a wor")
    expect(chip(again)).to_have_text(SAVED)
    assert given(sitting, where[kind]) == ["half a wor"]


def test_what_was_typed_offline_in_the_last_moment_before_a_reload_is_there(sitting, where, open_as):
    page = sitting.open(open_as("tara"), f"#q{where['extended_text']}", worker=True)
    ready_offline(page)
    page.context.set_offline(True)
    shown(page).get_by_role("textbox").press_sequentially("half a wor")
    page.reload()

    expect(shown(page).get_by_role("textbox")).to_have_value("half a wor")
    page.context.set_offline(False)
    expect(chip(page)).to_have_text(SAVED)
    assert given(sitting, where["extended_text"]) == ["half a wor"]


def test_a_long_text_in_any_script_is_saved_whole(sitting, where, open_as):
    page = sitting.open(open_as("tara"), f"#q{where['extended_text']}")
    text = (TEXT + "\n") * 80
    shown(page).get_by_role("textbox").fill(text)
    expect(chip(page)).to_have_text(SAVED)
    page.reload()

    assert len(text) > 5000
    expect(shown(page).get_by_role("textbox")).to_have_value(text.strip())
    assert given(sitting, where["extended_text"]) == [text.strip()]


def test_long_texts_that_waited_are_sent_in_requests_that_a_leaving_page_may_send(sitting, where, open_as):
    page = sitting.open(open_as("tara"), f"#q{where['extended_text']}")
    sizes = []
    page.on("request", lambda asked: asked.url.endswith("/events") and sizes.append(len(asked.post_data_buffer)))
    with disturbed(page, lambda route: route.abort(), API):
        for number in range(4):
            shown(page).get_by_role("textbox").fill("ก" * 9_000 + str(number))
            shown(page).get_by_role("textbox").blur()
        expect(chip(page)).to_have_text("1 answer waiting to be sent")
    expect(chip(page)).to_have_text(SAVED)

    assert len(sitting.events("answer")) == 4
    assert max(sizes) < 64 * 1024


def test_the_words_of_a_text_are_counted_as_one_writes(sitting, where, open_as):
    page = sitting.open(open_as("tara"), f"#q{where['extended_text']}")
    expect(shown(page).get_by_text("0 words so far.")).to_be_visible()
    shown(page).get_by_role("textbox").press_sequentially("one")
    expect(shown(page).get_by_text("1 word so far.")).to_be_visible()
    shown(page).get_by_role("textbox").press_sequentially(" two three")
    expect(shown(page).get_by_text("3 words so far.")).to_be_visible()

    shown(page).get_by_role("button", name="Clear my answer").click()

    expect(shown(page).get_by_text("0 words so far.")).to_be_visible()
    expect(shown(page).get_by_role("textbox")).to_have_value("")
