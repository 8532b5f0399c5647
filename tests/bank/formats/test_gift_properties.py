"""Whatever a question says, GIFT says it too: what is written is read as it was."""

from hypothesis import given
from hypothesis import strategies as st

from tests.bank.formats.questions import SIGNS, drafts
from training.bank.formats import Entry, named

GIFT = named("gift")


@given(st.lists(drafts("gift"), min_size=1, max_size=3))
def test_what_is_written_is_read_as_it_was(given_drafts):
    written = GIFT.write([Entry(draft) for draft in given_drafts], {})
    told = [draft for place, draft in enumerate(given_drafts) if place not in written.left_out]

    found = GIFT.read(written.content)

    assert [fault.message for fault in found.faults if "no question" not in fault.message] == []
    assert [without_rules(entry.draft) for entry in found.entries] == [without_rules(draft) for draft in told]


def without_rules(draft):
    """Return a draft without weights that are left out by rule, and without shares that an earlier answer takes."""
    if "answers" in draft:
        return draft | {"answers": [{k: v for k, v in answer.items() if k != "share"} for answer in draft["answers"]]}
    if draft["kind"] != "multiple_response":
        return draft
    return draft | {"options": [{k: v for k, v in option.items() if k != "weight"} for option in draft["options"]]}


@given(st.text(max_size=200) | st.text(SIGNS, max_size=200))
def test_no_text_makes_the_reader_fail(text):
    found = GIFT.read(text.encode(errors="surrogatepass") if text.isprintable() else text.encode(errors="ignore"))

    assert found.entries or found.faults or found.skipped
