"""Files that mean harm, or are nothing at all: refused by name, quickly, and nothing raises."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.bank.formats import FORMATS
from training.bank.formats.archives import opened
from training.bank.formats.markup import _markdown, from_auto, from_html, literal, to_html, to_plain

EVERY = pytest.mark.parametrize("made_by", FORMATS, ids=lambda each: each.name)


def archive(*members, **fields):
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name, content in members:
            info = ZipInfo(name)
            info.external_attr = fields.get("attributes", 0)
            made.writestr(info, content, ZIP_DEFLATED)
    return buffer.getvalue()


@EVERY
@given(content=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_make_a_reader_fail(made_by, content):
    found = made_by.read(content)

    assert found.entries or found.faults or found.skipped


@EVERY
@pytest.mark.parametrize("content", [b"", b"\x00", b"\xff\xfe\x00\x00", b"PK\x03\x04", b"\x89PNG\r\n", b"%PDF-1.7"])
def test_what_is_another_thing_is_refused_with_a_remedy(made_by, content):
    found = made_by.read(content)

    assert found.entries == ()
    assert found.faults[0].message
    assert found.faults[0].remedy


@EVERY
def test_a_text_of_megabytes_is_read_or_refused_without_raising(made_by):
    found = made_by.read(b"Q {=a ~b#" + b"<b>x" * 500_000 + b"}\nA) x\nB) y\nANSWER: A\n")

    assert found.entries or found.faults


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: archive(("../up.txt", "x")), "points outside"),
        (lambda: archive(("/etc/passwd", "x")), "points outside"),
        (lambda: archive(("a\\..\\..\\b", "x")), "points outside"),
        (lambda: archive(("c:/x", "x")), "points outside"),
        (lambda: archive(("link", "/etc/passwd"), attributes=0o120777 << 16), "points outside"),
        (lambda: archive(*((f"{n}.bin", bytes(11 * 2**20)) for n in range(7))), "more than"),
        (lambda: b"PK\x03\x04 and nothing", "not a zip"),
    ],
)
def test_an_archive_that_means_harm_is_refused(made, words):
    _found, faults = opened(made())

    assert words in faults[0].message


def test_many_members_are_refused_before_any_is_read():
    found, faults = opened(archive(*((f"{n}.txt", "") for n in range(20))), most=10)

    assert found == {}
    assert "more than 10 files" in faults[0].message


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>safe",
        "<img src=x onerror=alert(1)>safe",
        "<svg onload=alert(1)><script>x</script></svg>safe",
        "<a href='javascript:alert(1)'>safe</a>",
        "<iframe src='https://x'></iframe>safe",
        "<style>*{display:none}</style>safe",
        "<p style='position:fixed' onclick='x()'>safe</p>",
        "<a href='data:text/html,x'>safe</a>",
    ],
)
def test_nothing_that_runs_survives_html(html):
    text = from_html(html).text

    assert "safe" in text
    assert not any(word in text for word in ("alert", "javascript", "onerror", "<", "display", "data:"))


@pytest.mark.parametrize(
    "piece", ["*", "[", "`a", "<", "_a", "|\n", "> ", "- ", "&", "[a](", "<b>", "<ul><li>", "&lt;"]
)
def test_signs_in_thousands_are_read_in_time(piece):
    text = piece * 3_000

    assert isinstance(literal(text), str)
    assert isinstance(from_auto(text).text, str)
    assert isinstance(to_plain(text), str)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.just("\n"), max_size=60))
def test_a_plain_text_is_shown_letter_by_letter(text):
    kept = "\n".join(" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))

    assert " ".join(to_plain(literal(kept)).split()) == " ".join(kept.split())


@given(st.text(st.characters(max_codepoint=0x2FF, exclude_categories=("Cc", "Cs")), max_size=20))
def test_a_plain_text_becomes_the_html_that_the_renderer_makes(text):
    assert to_html(text) == str(_markdown.render(text)).strip()


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="<>&") | st.sampled_from(" *_[`#\n")))
def test_a_paragraph_is_read_as_any_other_block(text):
    assert from_html(f'<p dir="ltr">{text}<br></p>') == from_html(f"<div>{text}<br></div>")
