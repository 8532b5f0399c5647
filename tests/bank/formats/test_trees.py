"""XML of other systems: nothing is declared, fetched or expanded, and what is no XML says where."""

import gc

import pytest

from training.bank.formats.trees import Element, EntityFault, XmlFault, read, text_of


def test_elements_have_lines_attributes_and_texts():
    root = read('<a x="1">\n<b>one <c>two</c>\n three</b></a>', line=5)

    (inner,) = root.named("b")
    assert (root.line, inner.line, root.get("x"), root.get("y", "none")) == (5, 6, "1", "none")
    assert (inner.words(), inner.own, inner.value("c")) == ("one two three", "one \n three", "two")
    assert [each.name for each in root.every()] == ["b", "c"]
    assert (root.first("c").own, root.child("c")) == ("two", None)


def test_names_are_those_of_qti_2_without_prefixes():
    (inner,) = read('<q:a xmlns:q="u"><qti-b-c response-identifier="R" data-x="1"/></q:a>').children

    assert (inner.name, dict(inner.attributes)) == ("bC", {"responseIdentifier": "R", "dataX": "1"})


def test_letters_of_html_are_read_where_nothing_declares_them():
    assert read('<!DOCTYPE a SYSTEM "a.dtd"><a>x&nbsp;&eacute;&amp;</a>').own == "x\xa0é&"


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("<a>&wrong;</a>", "entity &wrong;", 1),
        ("<a>\n" + "<a>" * 500, "too deep", 2),
        ("<a>" + "<b/>" * 60_000 + "</a>", "more than 50,000 tags", 1),
        ("<a>\n\n<b></a>", "no XML at column 6", 3),
        ("", "no XML", 1),
        ("<a/><b/>", "no XML", 1),
    ],
    ids=lambda each: str(each)[:20],
)
def test_what_cannot_be_read_says_where(text, words, line):
    with pytest.raises(XmlFault, match=words) as raised:
        read(text)

    assert (raised.value.line, bool(raised.value.remedy)) == (line, True)


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://127.0.0.1/"> %a;',
    ],
)
def test_a_declared_entity_is_refused_before_anything_is_put_in(declared):
    with pytest.raises(EntityFault, match="declares the entity 'a'"):
        read(f"<!DOCTYPE x [{declared}]><x>&a;&b;</x>")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "iso-8859-2", "windows-1251"]
)
def test_the_encodings_of_files_are_read(encoding):
    letters = {"windows-1251": "Ж", "iso-8859-2": "č"}.get(encoding, "é")
    named = encoding.removesuffix("-sig")

    assert (
        read(text_of(f'<?xml version="1.0" encoding="{named}"?>\r\n<a>{letters}</a>'.encode(encoding))).own == letters
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe<\x00a", "UTF-16"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "written as utf-7"),
        (b'<?xml version="1.0" encoding="none-such"?><a/>', "written as none-such"),
        (b'<?xml version="1.0"?>\n<a>\xe9</a>', "0xE9, which is not UTF-8"),
        (b'<?xml version="1.0" encoding="windows-1252"?><a>\x81</a>', "0x81, which is not windows-1252"),
        (b"<a>\x00</a>", "0x00"),
    ],
)
def test_an_encoding_that_is_not_what_it_says_is_refused_by_name(content, words):
    with pytest.raises(XmlFault, match=words) as raised:
        text_of(content)

    assert raised.value.remedy


def test_a_tree_is_gone_when_nobody_holds_it():
    def trees():
        return sum(isinstance(one, Element) for one in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = trees()
        read("<a><b/><c/></a>")
        after = trees()
    finally:
        gc.enable()

    assert after == before
