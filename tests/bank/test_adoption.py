"""Taking in questions of other systems: what is filled in, which codes they get, which item they are."""

import pytest

from training.bank.adoption import Defaults, Held, adopted, beside
from training.bank.formats import Entry, named

GIFT = named("gift")
GIVEN = Defaults(topic="needles", domain="technique", author="A. Writer")


def codes(*drafts, held=Held(), car=None):  # noqa: B008 - a value that never changes
    entries = [Entry({"kind": "single_choice", "stem": "Q"} | draft) for draft in drafts]
    return [one.entry.draft["code"] for one in adopted(entries, GIFT, GIVEN, held, car)]


def origin(**fields):
    return {"origin": {"format": "gift"} | fields}


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (origin(name="The First!"), "technique/needles/the-first"),
        (origin(name="A", category="$course$/top/Safety/Lungs & pleura"), "safety/lungs-pleura/a"),
        (origin(name="A", category="Applied anatomy, palpation, positioning"), "anatomy/needles/a"),
        (origin(name="A", category="Left//right/Both//all"), "technique/both-all/a"),
        (origin(name="Дыхание"), "technique/needles/item"),
        (origin(name="x" * 200), "technique/needles/" + "x" * 40),
        (origin(id="safety/pneumothorax/cough"), "safety/pneumothorax/cough"),
        (origin(id="elsewhere/a/b", name="N"), "technique/needles/n"),
        ({"code": "anatomy/own/code"}, "anatomy/own/code"),
    ],
)
def test_a_code_is_made_of_domain_topic_and_name(draft, code):
    assert codes(draft) == [code]


def test_equal_names_get_codes_of_their_own():
    held = Held(codes=frozenset({"technique/needles/a"}))

    assert codes(origin(name="A"), origin(name="a"), held=held) == ["technique/needles/a-2", "technique/needles/a-3"]


def test_what_was_filled_in_is_said_and_what_was_given_is_not():
    entry = Entry({"kind": "single_choice", "stem": "Q", "level": "apply"} | origin(name="A", category="Safety"))

    (found,) = adopted([entry], GIFT, GIVEN, Held())

    assert found.filled == (
        "domain safety, named by the file",
        "pool practice",
        "author A. Writer",
    )


def test_an_id_finds_its_item_before_a_name_does():
    held = Held(
        codes=frozenset({"safety/a/one", "safety/a/two"}),
        by_key={("gift", "id", "7"): ("safety/a/one",), ("gift", "name", "N", ""): ("safety/a/two",)},
    )

    assert codes(origin(id="7", name="N"), origin(name="N"), held=held) == ["safety/a/one", "safety/a/two"]


def test_of_items_with_one_name_the_second_is_the_second():
    held = Held(
        codes=frozenset({"safety/a/one", "safety/a/two"}),
        by_key={("gift", "name", "N", ""): ("safety/a/one", "safety/a/two")},
    )

    found = codes(origin(name="N"), origin(name="N"), origin(name="N"), held=held)

    assert found == ["safety/a/one", "safety/a/two", "technique/needles/n"]


def test_a_side_car_gives_an_item_back_what_its_file_never_held():
    options = [{"id": "a", "text": "x", "correct": True}, {"id": "b", "text": "y"}]
    full = {"kind": "single_choice", "stem": "Q", "code": "safety/a/b", "objective": "Know it", "options": options}
    car = beside([full], GIFT)
    entry = GIFT.read(GIFT.write([Entry(full)], {}).content).entries[0]

    (found,) = adopted([entry], GIFT, GIVEN, Held(), car)

    assert found.entry.draft == full
