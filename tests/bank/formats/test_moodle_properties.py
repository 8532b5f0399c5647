"""Whatever a question says, Moodle XML says it too: what is written is read as it was."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.bank.formats.questions import drafts
from training.bank.formats import Entry, named
from training.bank.formats.moodle.pieces import recognises
from training.bank.formats.moodle.texts import SHARES

MOODLE = named("moodle-xml")
PIECES = st.sampled_from(
    ["<quiz>", "</quiz>", "<question type='essay'>", "</question>", "<text>", "</text>", "<![CDATA[", "]]>", "<!--",
     "-->", "<name>", "</name>", "&", "&lt;", "<questiontext>", "</questiontext>", "<answer>", "</answer>",
     "<file name='a.png'>", "@@PLUGINFILE@@/a.png", "<!DOCTYPE quiz", "<!ENTITY a 'b'>", "\n", "{1:SA:=a}", "x"]
)  # fmt: skip


@given(st.lists(drafts("moodle-xml"), min_size=1, max_size=3))
def test_what_is_written_is_read_as_it_was(given_drafts):
    placed = [
        bearable(draft) | {"origin": draft["origin"] | {"category": f"$course$/{number}"}}
        for number, draft in enumerate(given_drafts)
    ]
    written = MOODLE.write([Entry(draft) for draft in placed], {})

    found = MOODLE.read(written.content)

    assert recognises(written.content)
    assert (written.left_out, found.faults) == ({}, ())
    assert [plainly(entry.draft) for entry in found.entries] == [plainly(draft) for draft in placed]


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_no_tags_make_the_reader_fail(text):
    found = MOODLE.read(text.encode(errors="replace"))

    assert found.entries or found.faults or found.skipped


def bearable(draft):
    """Return a draft with shares that Moodle has, the whole mark among them."""
    if draft["kind"] == "multiple_response":
        right = [option for option in draft["options"] if option.get("correct")][:6]
        return draft | {"options": [weighed(option, right) for option in draft["options"]]}
    if draft["kind"] == "single_choice":
        return draft | {"options": [known(option, "weight") for option in draft["options"]]}
    if "answers" in draft:
        first, *others = draft["answers"]
        whole = {name: value for name, value in first.items() if name != "share"}
        return draft | {"answers": [whole, *(known(answer, "share") for answer in others)]}
    return draft


def weighed(option, right):
    weight = str(Fraction(1, len(right))) if option in right else "-1/3"
    kept = {name: value for name, value in option.items() if name != "correct"}
    return kept | ({"correct": True} if option in right else {}) | {"weight": weight}


def known(entry, name):
    return entry | {name: "2/3"} if abs(Fraction(entry.get(name, "0"))) not in SHARES else entry


def plainly(draft):
    """Return a draft without what rules leave out or an earlier answer takes, its numbers as the stretches they are."""
    left = {name: value for name, value in draft.items() if name != "wrong_rationale"}
    if "answers" in draft:
        return left | {"answers": [stretch(answer) for answer in draft["answers"] if not rest_of(draft, answer)]}
    if draft["kind"] != "multiple_response":
        return left
    return left | {"options": [{k: v for k, v in option.items() if k != "weight"} for option in draft["options"]]}


def rest_of(draft, answer):
    """Return whether an answer stands for all others: a last * that gives nothing."""
    last = answer is draft["answers"][-1]
    return last and answer.get("text") == "*" and answer.get("share") == "0"


def stretch(answer):
    kept = {name: answer[name] for name in ("text", "rationale", "sources") if name in answer}
    if "low" in answer:
        return kept | {"ends": (Fraction(answer["low"]), Fraction(answer["high"]))}
    if "value" in answer:
        value, about = Fraction(answer["value"]), Fraction(answer.get("tolerance", "0"))
        return kept | {"ends": (value - about, value + about)}
    return kept
