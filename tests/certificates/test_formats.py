"""The contract every certificate format keeps, and what the PDF must be."""

import io
import json
import subprocess
import threading
import unicodedata
from dataclasses import replace
from shutil import which

import pypdf
import pytest

from tests.certificates.samples import FOUNDATIONS, MODULES, NAMES, OBSERVED, THEORY
from training.certificates import guilloche
from training.certificates.facts import LIMITS, Title
from training.certificates.formats import FORMATS, pdf

_BIDI_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content):
    return " ".join(read(content).pages[0].extract_text().translate(_BIDI_MARKS).split())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("facts", [THEORY, FOUNDATIONS], ids=["theory", "foundations"])
def test_invariant_5_a_format_gives_the_same_bytes_for_the_same_facts(name, facts):
    written = FORMATS[name].write(facts)

    assert FORMATS[name].write(replace(facts, holder="Tom Brandt")) != written
    assert FORMATS[name].write(facts) == written


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_carries_the_limits(name):
    content = FORMATS[name].write(THEORY)
    shown = text_of(content) if name == "pdf" else json.loads(content)["limits"]

    assert LIMITS[Title.THEORY] in shown


@pytest.mark.parametrize("script", sorted(set(NAMES) - {"devanagari"}))
def test_a_name_of_every_script_stands_on_the_one_page(script):
    # pypdf repeats reordered vowels, so Devanagari is read by poppler below.
    content = pdf.write(replace(FOUNDATIONS, holder=NAMES[script]))

    assert len(read(content).pages) == 1
    for part in NAMES[script].split():
        assert unicodedata.normalize("NFC", part) in unicodedata.normalize("NFC", text_of(content))


@pytest.mark.skipif(which("pdftotext") is None, reason="needs pdftotext: apt-get install poppler-utils")
@pytest.mark.parametrize("script", NAMES)
def test_a_name_copied_from_the_page_is_the_name(script, tmp_path):
    (tmp_path / "certificate.pdf").write_bytes(pdf.write(replace(FOUNDATIONS, holder=NAMES[script])))

    done = subprocess.run(["pdftotext", tmp_path / "certificate.pdf", "-"], capture_output=True, check=True)
    lines = [line.translate(_BIDI_MARKS) for line in done.stdout.decode().splitlines()]

    assert unicodedata.normalize("NFC", NAMES[script]) in [unicodedata.normalize("NFC", line) for line in lines]


def test_the_page_says_what_happened_and_nothing_else():
    text = text_of(pdf.write(FOUNDATIONS))

    for words in (
        "Certificate of completion: dry needling foundations",
        "Valid until the end of 21 November 2029 (Europe/London)",
        "Trigger points and how they are examined",
        "14 September 2026",
        "80 % of marks and 80 % in the safety domain, provisional",
        "This module awaited clinical review",
        "Sam Whitlock (assessor) states: 6 supervised sessions, 12 hours in all; seen from 1 October 2026",
        "study online 6 h 35 min, supervised practice 12 h",
        FOUNDATIONS.number,
    ):
        assert words in text


def test_the_pdf_is_tagged_archival_and_has_a_title():
    document = read(pdf.write(FOUNDATIONS))
    metadata = document.trailer["/Root"]["/Metadata"].get_data().decode()

    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in document.trailer["/Root"]
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert document.metadata.title.endswith("dry needling foundations, Tara Okafor")
    assert document.trailer["/Root"]["/Lang"] == "en-GB"


@pytest.mark.parametrize("script", ["latin", "arabic", "japanese"])
def test_every_font_is_embedded(script):
    document = read(pdf.write(replace(THEORY, holder=NAMES[script])))
    fonts = [font.get_object() for font in document.pages[0]["/Resources"]["/Font"].values()]

    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_facts_are_attached():
    assert read(pdf.write(THEORY)).attachments["certificate.json"] == [THEORY.canonical()]


def test_a_demonstration_says_so():
    assert "DEMONSTRATION" in text_of(pdf.write(replace(THEORY, demo=True)))
    assert "DEMONSTRATION" not in text_of(pdf.write(THEORY))


@pytest.mark.parametrize(
    "facts",
    [
        replace(FOUNDATIONS, holder="W" * 120),
        replace(FOUNDATIONS, holder=("Wilhelmina Aleksandrowicz-Brzęczyszczykiewicz " * 3)[:119].strip()),
        replace(FOUNDATIONS, holder="陳" * 120, demo=True),
        replace(FOUNDATIONS, holder=("สมชายใจดี" * 14)[:120]),
        replace(FOUNDATIONS, modules=MODULES * 6, observed=OBSERVED * 3),
    ],
    ids=["one word", "many words", "ideographs", "no spaces", "many modules"],
)
def test_a_long_record_never_makes_a_second_page(facts):
    assert len(read(pdf.write(facts)).pages) == 1


def test_a_record_beyond_a_page_is_refused_not_cut():
    with pytest.raises(pdf.TooLong):
        pdf.write(replace(FOUNDATIONS, modules=MODULES * 60))


def test_markup_in_a_name_is_only_text():
    assert '#import "/etc/passwd"' in text_of(pdf.write(replace(THEORY, holder='#import "/etc/passwd"')))


@pytest.mark.parametrize("script", NAMES)
def test_names_of_every_script_can_be_printed(script):
    assert pdf.missing(NAMES[script]) == ()


@pytest.mark.parametrize(
    ("name", "characters"),
    [
        ("Tara ᚠᚢᚠ", ("ᚠ", "ᚢ")),
        ("Tara 😀", ("😀",)),
        ("Tara\u202eTom", ("\u202e",)),
        ("Tara\tOkafor", ("\t",)),
        ("ᚠ\u0301 Tara", ("ᚠ",)),
        ("\ue000", ("\ue000",)),
    ],
)
def test_characters_that_cannot_be_printed_are_named_once_each(name, characters):
    assert pdf.missing(name) == characters


def test_a_character_that_cannot_be_printed_is_refused_wherever_it_stands():
    observed = (replace(OBSERVED[0], where="Clinic ᚠ\u0301"),)

    with pytest.raises(pdf.Unprintable, match="U\\+16A0 RUNIC LETTER FEHU FEOH FE F"):
        pdf.write(replace(FOUNDATIONS, observed=observed))


def test_threads_take_turns_at_the_compiler():
    results = []
    threads = [threading.Thread(target=lambda: results.append(pdf.write(THEORY))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(results) == 4
    assert len(set(results)) == 1


def test_the_pattern_follows_the_digest():
    one, other = guilloche.paths(THEORY.digest()), guilloche.paths(FOUNDATIONS.digest())

    assert one == guilloche.paths(THEORY.digest())
    assert all(a != b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("octet", ["00", "7f", "ff"])
def test_the_pattern_stays_in_its_box(octet):
    for path in guilloche.paths(octet * 32):
        x, y = (int(part) for part in path[1:].split("q")[0].split())
        assert 0 <= x <= guilloche.SIZE
        assert 0 <= y <= guilloche.SIZE
        assert len(path) < 30_000
