"""Every kind of question in the exam page: answered as a person does, saved, drawn again, counted, submitted."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import checks, every_kind
from tests.browser.every_kind import ACTS, TEXT, marks, rows, turn, values
from tests.browser.keyboard import Keyboard
from tests.browser.serving import HEIGHTS, SMALLEST, TURNS
from tests.browser.sitting import API, SAVED, chip, disturbed, notice, ready_offline, shown, stopped


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


def test_an_answer_is_saved_and_there_after_a_reload(sitting, where, open_as):
    page = sitting.open(open_as("tara"))
    for kind, act in ACTS.items():
        act(turn(page, where[kind]))
        expect(chip(page)).to_have_text(SAVED)
        before = values(page), drawn(page, kind)
        assert given(sitting, where[kind]) == before[0] != [], kind

        page.reload()

        expect(chip(page)).to_have_text(SAVED)
        assert (values(page), drawn(page, kind)) == before, kind
    assert len(sitting.posted()) == len(ACTS)


def test_answers_given_offline_survive_a_reload_and_arrive(sitting, where, open_as):
    page = sitting.open(open_as("tara"), worker=True)
    ready_offline(page)
    page.context.set_offline(True)
    for kind, number in where.items():
        ACTS[kind](turn(page, number))
    turn(page, 1)
    expect(chip(page)).to_have_text("10 answers waiting to be sent")

    assert sitting.posted() == {}
    page.reload()
    expect(chip(page)).to_have_text("10 answers waiting to be sent")
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
        ACTS[kind](turn(first, number))
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
    page = sitting.open(stopped(open_as("tara")), f"#q{where['short_text']}")
    for letter in "upper trapezius muscle":
        shown(page).get_by_role("textbox").press_sequentially(letter)
        page.clock.run_for(200)
    page.clock.run_for(800)
    page.clock.resume()
    expect(chip(page)).to_have_text(SAVED)

    assert [event.value for event in sitting.events("answer")] == [("upper trapezius muscle",)]


def test_who_types_without_a_rest_is_saved_every_five_seconds(sitting, where, open_as):
    page = sitting.open(stopped(open_as("tara")), f"#q{where['extended_text']}")
    for _ in range(24):
        shown(page).get_by_role("textbox").press_sequentially("x")
        page.clock.run_for(500)
    page.clock.run_for(1000)
    page.clock.resume()
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
    page = sitting.open(stopped(open_as("tara")), f"#q{where['cloze']}")
    first, second = shown(page).get_by_role("textbox").all()
    first.press_sequentially("10")

    second.evaluate(TYPED_AT_ONCE)
    page.clock.resume()
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
def test_nothing_typed_is_lost_by_leaving_in_the_same_moment(sitting, where, open_as, leave):
    page = sitting.open(open_as("tara"))
    for kind in ("short_text", "extended_text"):
        other = page.context.new_page()
        turn(page, 2)
        turn(page, where[kind]).get_by_role("textbox").press_sequentially("half a wor")
        leave(page)
        page = other if page.is_closed() else page

        sitting.open(page, f"#q{where[kind]}")

        expect(shown(page).get_by_role("textbox")).to_have_value("half a wor")
        expect(chip(page)).to_have_text(SAVED)
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


TYPED = ("numeric", "short_text", "cloze", "extended_text")


def test_what_is_too_long_is_said_and_stays_until_it_is_short_enough_to_be_saved(sitting, where, open_as):
    page = sitting.open(open_as("tara"))
    long = {}
    for number, kind in enumerate(TYPED):
        field = turn(page, where[kind]).get_by_role("textbox").last
        field.fill("12")
        field.blur()
        expect(page.get_by_role("link", name=f"Question {where[kind]}, answered")).to_be_visible()
        long[kind] = "7" * (int(field.get_attribute("data-longest")) + 3)
        field.fill(long[kind])
        expect(field).to_have_accessible_description(re.compile("Shorten it by 3.$"))
        words = "1 answer" if number == 0 else f"{number + 1} answers"
        expect(chip(page)).to_have_text(f"{words} too long, not saved")
    page.get_by_role("button", name="Flag").click()
    expect(chip(page)).to_have_text("4 answers too long, not saved")
    page.reload()

    expect(chip(page)).to_have_text("4 answers too long, not saved")
    expect(check_lines(page).nth(where["cloze"] - 1)).to_contain_text("what you wrote last is too long and not saved")
    expect(page.get_by_text("4 answers are too long and not saved as they stand:")).to_be_visible()
    assert {kind: given(sitting, where[kind]) for kind in TYPED} == {kind: ["12"] for kind in TYPED}
    for kind in TYPED:
        field = sitting.turn(page, where[kind]).get_by_role("textbox").last
        expect(field).to_have_value(long[kind])
        field.fill(long[kind][:-3])
        expect(field).not_to_have_accessible_description(re.compile("Shorten"))
    sitting.turn(page, 1)
    expect(chip(page)).to_have_text(SAVED)
    assert {kind: given(sitting, where[kind]) for kind in TYPED} == {kind: [long[kind][:-3]] for kind in TYPED}


# Checking and submitting


def partly(page, where):
    """Answer some fields of each kind that has several."""
    turn(page, where["multiple_response"]).get_by_role("checkbox").first.check()
    turn(page, where["matching"]).get_by_role("combobox").nth(1).select_option(index=2)
    turn(page, where["cloze"]).get_by_role("textbox").first.fill("10")
    turn(page, where["hotspot"]).get_by_label("Between the shoulder blades").check()


def check_lines(page):
    """Open the check view and return the lines of its list."""
    page.get_by_role("link", name="Check answers and submit").click()
    return page.locator("[data-check-list] [data-words]")


def test_checking_says_what_is_not_answered_and_what_is_not_whole(sitting, where, open_as):
    page = sitting.open(open_as("tara"))
    partly(page, where)
    turn(page, where["short_text"]).get_by_role("textbox").fill("deltoid")
    turn(page, where["numeric"]).get_by_role("textbox").fill("  ")
    expect(chip(page)).to_have_text(SAVED)

    lines = check_lines(page)

    wanted = dict.fromkeys(range(1, 11), "not answered") | {
        where["multiple_response"]: "answered. Choose all that apply: two or more.",
        where["matching"]: "answered. Match all 4.",
        where["cloze"]: "answered. Fill every gap.",
        where["hotspot"]: "answered. Mark 2 places.",
        where["short_text"]: "answered",
    }
    expect(lines).to_have_text(list(wanted.values()))
    expect(page.get_by_role("button", name="Submit 5 of 10 answers")).to_be_visible()
    expect(page.get_by_text("5 of 10 questions answered, 0 flagged.")).to_be_visible()


def test_checking_on_the_exam_page_says_what_the_page_without_scripts_says(sitting, where, open_as):
    page = sitting.open(open_as("tara"))
    partly(page, where)
    turn(page, where["numeric"]).get_by_role("textbox").fill("twelve")
    turn(page, where["extended_text"]).get_by_role("textbox").fill("Too few.")
    page.get_by_role("link", name="Check answers and submit").click()
    lines = page.locator("[data-check-list] [data-words]")
    expect(lines.nth(where["numeric"] - 1)).to_have_text("answered. Write a number, such as 12.5.")
    expect(lines.nth(where["extended_text"] - 1)).to_have_text(
        "answered. Your answer has 2 words; at least 5 are asked for."
    )

    plain = page.request.get(sitting.path + "/check").text()

    expect(lines).to_have_text(re.findall(r"<span>((?:not )?answered[^<]*)</span>", plain))
    page.get_by_role("link", name=f"Question {where['numeric']}", exact=True).click()
    shown(page).get_by_role("textbox").fill("12")
    page.get_by_role("link", name="Check answers and submit").click()
    expect(lines.nth(where["numeric"] - 1)).not_to_contain_text("Write a number, such as")


def test_a_paper_answered_whole_is_checked_without_advice_and_submitted(sitting, where, open_as):
    page = sitting.open(open_as("tara"))
    for kind, number in where.items():
        ACTS[kind](turn(page, number))

    expect(check_lines(page)).to_have_text(["answered"] * len(where))
    expect(chip(page)).to_have_text(SAVED)
    before = sitting.posted()
    page.get_by_role("button", name="Submit the exam").click()
    page.get_by_role("button", name="Submit now").click()
    expect(page.get_by_role("heading", name="Your exam is submitted")).to_be_visible()
    expect(page.get_by_text("10 of 10")).to_be_visible()
    page.goto(sitting.path + "/result")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Not decided yet")
    expect(page.get_by_text(f"question {where['extended_text']} waits for marking")).to_be_visible()
    assert sitting.posted() == before


def test_emptied_fields_and_removed_marks_leave_a_question_unanswered(sitting, where, open_as):
    page = sitting.open(open_as("tara"))
    partly(page, where)
    expect(page.get_by_text("4 of 10 answered, 0 flagged")).to_be_visible()

    turn(page, where["multiple_response"]).get_by_role("checkbox").first.uncheck()
    turn(page, where["matching"]).get_by_role("combobox").nth(1).select_option("")
    turn(page, where["cloze"]).get_by_role("textbox").first.fill("")
    turn(page, where["hotspot"]).get_by_role("button", name="Clear my answer").click()

    expect(page.get_by_text("0 of 10 answered, 0 flagged")).to_be_visible()
    expect(chip(page)).to_have_text(SAVED)
    assert sitting.posted() == {}


# Other ways to answer


def test_matches_gaps_and_places_are_answered_by_the_keyboard_alone(sitting, where, open_as):
    page = sitting.open(open_as("tara"), f"#q{where['matching']}")
    keyboard = Keyboard(page)
    for row, field in enumerate(shown(page).get_by_role("combobox").all(), start=1):
        keyboard.reach(field)
        for _ in range(row):
            page.keyboard.press("ArrowDown")

    keyboard.press("link", f"Question {where['cloze']},")
    expect(shown(page)).to_have_attribute("data-question", str(where["cloze"]))
    keyboard.reach(shown(page).get_by_role("combobox"))
    page.keyboard.press("o")
    for field, words in zip(shown(page).get_by_role("textbox").all(), ("10", "scapula"), strict=True):
        keyboard.reach(field)
        page.keyboard.type(words)

    keyboard.press("link", f"Question {where['hotspot']},")
    expect(shown(page)).to_have_attribute("data-question", str(where["hotspot"]))
    keyboard.reach(shown(page).get_by_role("application"))
    for key in ("ArrowLeft", "Enter", "ArrowRight", "ArrowRight", "Space"):
        page.keyboard.press(key)
    expect(shown(page).locator("[data-hotspot-said]")).to_contain_text("Mark 2 set")
    keyboard.press("button", "Remove mark 1")
    keyboard.tick(shown(page).get_by_label("Above the left shoulder blade"))
    expect(chip(page)).to_have_text(SAVED)

    assert given(sitting, where["matching"]) == ["1=1", "2=2", "3=3", "4=4"]
    assert given(sitting, where["cloze"])[1:] == ["10", "scapula"]
    assert len(given(sitting, where["cloze"])) == 3
    assert sorted(given(sitting, where["hotspot"])) == sorted(values(page))
    assert len(values(page)) == 2


def test_letters_typed_as_an_answer_are_no_keys_of_the_page(sitting, where, open_as):
    page = sitting.open(open_as("tara"), f"#q{where['cloze']}")
    shown(page).get_by_role("textbox").first.press_sequentially("1n?fp")
    shown(page).get_by_role("textbox").first.press("Enter")

    expect(chip(page)).to_have_text(SAVED)
    expect(shown(page)).to_have_attribute("data-question", str(where["cloze"]))
    expect(page.get_by_role("button", name="Flag")).to_have_attribute("aria-pressed", "false")
    assert given(sitting, where["cloze"]) == ["1n?fp"]


PLAIN = ACTS | {
    "ordering": lambda form: [
        field.select_option(index=place) for place, field in enumerate(form.get_by_role("combobox").all(), start=1)
    ],
    "hotspot": lambda form: [
        form.get_by_label("Above the left shoulder blade").check(),
        form.get_by_label("Or a point 1").fill("640,350"),
    ],
}
"""How each kind is answered without scripts; all questions stand on one page."""


def test_without_scripts_every_kind_is_answered_on_one_page_and_submitted(sitting, where, open_as):
    page = open_as("tara", java_script_enabled=False)
    page.goto(sitting.path)
    for kind, number in where.items():
        PLAIN[kind](page.locator(f"[data-question='{number}']"))
        page.get_by_role("button", name=f"Save answer {number}", exact=True).click()
        expect(page.get_by_text(f"Question {number} saved")).to_be_visible()
    assert set(sitting.posted()) == set(range(1, 11))
    assert len(given(sitting, where["hotspot"])) == 2
    assert given(sitting, where["extended_text"]) == [TEXT]

    page.get_by_role("link", name="Check answers and submit").first.click()
    page.get_by_role("button", name="Submit the exam").click()

    expect(page.get_by_role("heading", name="Your exam is submitted")).to_be_visible()
    expect(page.get_by_text("10 of 10")).to_be_visible()


# How it looks

LONG = " Sternocleidomastoideusansatztendopathieverdachtsabklärung of the whole length of it"


def longer(value, name=""):
    """A draft whose texts end with a word wider than a phone."""
    if isinstance(value, list):
        return [longer(one, name) for one in value]
    if isinstance(value, dict):
        return {key: longer(one, key) for key, one in value.items()}
    return value.rstrip() + LONG if name in {"text", "stem", "passage"} else value


def overflow(page):
    """By how many pixels the page, or on a phone its question, is wider than its window."""
    scrolled = page.evaluate("(main => main.scrollWidth - main.clientWidth)(document.querySelector('main'))")
    return max(scrolled, checks.sideways(page))


def test_every_kind_and_its_result_are_accessible_and_fit(sitting, where, open_as):
    page = sitting.open(open_as("tara"))
    for kind, number in where.items():
        width, scheme = TURNS[number % 2]
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme=scheme)
        ACTS[kind](turn(page, number))
        assert (kind, checks.axe(page), overflow(page)) == (kind, [], 0)
    page.set_viewport_size({"width": SMALLEST, "height": HEIGHTS[SMALLEST]})
    for kind, number in where.items():
        turn(page, number)
        assert (kind, overflow(page)) == (kind, 0)

    page.get_by_role("link", name="Check answers and submit").click()
    assert overflow(page) == 0
    expect(chip(page)).to_have_text(SAVED)
    page.get_by_role("button", name="Submit the exam").click()
    page.get_by_role("button", name="Submit now").click()
    expect(page.get_by_role("heading", name="Your exam is submitted")).to_be_visible()
    page.goto(sitting.path + "/result")
    assert (checks.axe(page), overflow(page)) == ([], 0)


def test_words_that_are_wider_than_the_page_are_broken(site, open_as):
    sitting = every_kind.start(site, longer)
    page = sitting.open(open_as("tara", width=SMALLEST))

    for kind, number in every_kind.positions(sitting).items():
        turn(page, number)
        assert (kind, overflow(page)) == (kind, 0)


@pytest.mark.parametrize("kind", ["numeric", "short_text", "extended_text"])
def test_a_press_on_next_while_typing_is_not_missed(sitting, where, open_as, kind):
    page = sitting.open(stopped(open_as("tara")), f"#q{where[kind]}")
    shown(page).get_by_role("textbox").press_sequentially("12")
    box = page.locator("[data-step='1']").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.clock.run_for(100)
    page.mouse.up()

    expect(page.locator(f"#q{where[kind]}")).to_be_hidden()
