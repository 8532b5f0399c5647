"""Which words differ between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from training.web import wording

texts = st.lists(st.sampled_from(["Stop", "wait.", "call", "先に", "now", "\n\n", " ", "  "]), max_size=12).map(
    " ".join
)


def marked(pieces):
    return [text for text, differs in pieces if differs]


@given(texts, texts)
def test_the_pieces_joined_are_the_texts(old, new):
    before, after = wording.changed_words(old, new)

    assert "".join(text for text, _ in before) == old
    assert "".join(text for text, _ in after) == new


def test_only_the_words_that_differ_are_marked():
    before, after = wording.changed_words("Where does the word come from?", "Where does this word come from?")

    assert (marked(before), marked(after)) == (["the"], ["this"])


def test_two_texts_with_little_in_common_are_marked_whole():
    assert wording.changed_words("Ring for help.", "Wait at home today.") == (
        [("Ring for help.", True)],
        [("Wait at home today.", True)],
    )


def test_a_very_long_text_is_not_compared_by_words():
    before, _ = wording.changed_words("a " * 9_000, "a " * 9_000 + "b")

    assert len(before) == 1
