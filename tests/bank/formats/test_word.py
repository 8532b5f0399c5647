"""Word documents as people write them: typed and automatic numbers, stars, reasons, pictures, and what is refused."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from tests.items import samples
from training import items
from training.bank.formats.entries import Entry, Piece
from training.bank.formats.word import reading, writing

TWO = "Which layer is pierced first?", ("*A) Skin", "B) Fascia")


def document(*paragraphs):
    made = Document()
    for words in paragraphs:
        made.add_paragraph(words)
    return made


def saved(made):
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def read(*paragraphs):
    return reading.read(saved(document(*paragraphs)))


def only(content):
    assert [(fault.message, fault.line) for fault in content.faults] == []
    (entry,) = content.entries
    return entry.draft


def options(draft):
    return [(option["text"], bool(option.get("correct"))) for option in draft["options"]]


@pytest.mark.parametrize(
    "answers",
    [
        ("*A) Skin", "B) Fascia"),
        ("* a. Skin", "b. Fascia"),
        ("(A) *Skin", "(B) Fascia"),
        ("A) Skin*", "B) Fascia"),
        ("A)* Skin ", "B)Fascia"),
    ],
    ids=str,
)
def test_a_star_marks_the_right_answer_wherever_it_stands(answers):
    draft = only(read("1. Which layer is pierced first?", *answers))

    assert draft["kind"] == "single_choice"
    assert draft["stem"] == "Which layer is pierced first?"
    assert options(draft) == [("Skin", True), ("Fascia", False)]


@pytest.mark.parametrize("number", ["1.", "1)", "Q1.", "Question 12:", "007)", "10000."])
def test_a_question_is_numbered_in_several_ways(number):
    assert only(read(f"{number} {TWO[0]}", *TWO[1]))["stem"] == TWO[0]


def test_several_stars_make_a_multiple_response_without_weights():
    draft = only(read("1. Which are layers?", "*A) Skin", "*B) Fascia", "C) Needle"))

    assert draft["kind"] == "multiple_response"
    assert options(draft) == [("Skin", True), ("Fascia", True), ("Needle", False)]
    assert not any("weight" in option for option in draft["options"])


def test_reasons_feedback_ids_and_categories_go_where_they_belong():
    made = document()
    made.add_heading("Anatomy of the shoulder", level=1)
    for words in (f"1. {TWO[0]}", "Id: skin-1", "*A) Skin", "Reason: It lies outside.", "B) Fascia"):
        made.add_paragraph(words)
    made.add_paragraph("REASON: It lies under the skin.")
    made.add_paragraph("And goes on.")
    made.add_paragraph("Feedback: See the section on layers.")

    draft = only(reading.read(saved(made)))

    assert [option["rationale"] for option in draft["options"]] == [
        "It lies outside.",
        "It lies under the skin.\n\nAnd goes on.",
    ]
    assert draft["feedback"] == "See the section on layers."
    assert draft["origin"] == {
        "format": "docx",
        "id": "skin-1",
        "name": TWO[0],
        "category": "Anatomy of the shoulder",
    }


def test_words_to_type_make_a_short_text():
    draft = only(read("1. What lies outside?", "Answer: skin", "Answer: the skin"))

    assert (draft["kind"], [answer["text"] for answer in draft["answers"]]) == ("short_text", ["skin", "the skin"])


def test_numbers_that_word_makes_are_read_by_their_formats():
    made = document()
    for words, style in ((TWO[0], "List Number"), ("*Skin", "List Bullet"), ("Fascia", "List Bullet")):
        made.add_paragraph(words, style=style)
    made.add_paragraph("Which lies inside?", style="List Number")
    made.add_paragraph("Bone*", style="List Number 2")
    made.add_paragraph("Skin", style="List Number 2")

    first, second = reading.read(saved(made)).entries

    assert options(first.draft) == [("Skin", True), ("Fascia", False)]
    assert (second.draft["stem"], options(second.draft)[0]) == ("Which lies inside?", ("Bone", True))


def test_a_whole_question_in_one_paragraph_is_read_line_by_line():
    made = document()
    made.add_paragraph("1. Which layer\nis pierced first?\n*A) Skin\nB) Fascia")

    draft = only(reading.read(saved(made)))

    assert draft["stem"] == "Which layer  \nis pierced first?"
    assert options(draft) == [("Skin", True), ("Fascia", False)]


def test_emphasis_and_raised_figures_come_as_markdown_and_signs_as_signs():
    made = document()
    question = made.add_paragraph("1. ")
    question.add_run("Never").bold = True
    question.add_run(" needle < 2*3 cm")
    question.add_run("2").font.superscript = True
    question.add_run(" of ")
    question.add_run("lung").italic = True
    for words in TWO[1]:
        made.add_paragraph(words)

    assert only(reading.read(saved(made)))["stem"] == "**Never** needle < 2*3 cm² of *lung*"


def picture():
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def test_a_picture_comes_with_its_alternative_text():
    made = document("1. What is shown?")
    shape = made.add_paragraph().add_run().add_picture(BytesIO(picture()))
    shape._inline.docPr.set("descr", "A green patch")
    for words in TWO[1]:
        made.add_paragraph(words)

    content = reading.read(saved(made))

    (name,) = content.pictures
    assert content.pictures[name] == picture()
    assert only(content)["stem"] == f"What is shown?\n\n![A green patch](figure:{name})"


def test_pictures_go_out_and_come_back():
    draft = samples.draft("plain") | {"stem": "What is shown?\n\n![A green patch](figure:green.png)\n\nName it."}
    out = writing.write([Entry(draft)], {"green.png": picture()})

    content = reading.read(out.content)

    (name,) = content.pictures
    assert content.pictures[name] == picture()
    assert only(content)["stem"] == f"What is shown?\n\n![A green patch](figure:{name})\n\nName it."


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        (("1. Which?",), "no answers"),
        (("1. Which?", "*A) Skin"), "one of at least two"),
        (("1. Which?", "A) Skin", "B) Fascia"), "no answer as right"),
        (("1. Which?", "*A) Skin", "A) Fascia"), "a letter twice"),
        (("1. Which?", "*A) ", "B) Fascia"), "without words"),
        (("1. ", "*A) Skin", "B) Fascia"), "no question"),
        (("1. Which?", "*A) Skin", "B) Fascia", "Answer: skin"), "to choose and answers to type"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_named_beside_what_can(paragraphs, words):
    content = read("1. Fine?", *TWO[1], *paragraphs, "3. Fine too?", *TWO[1])

    (fault,) = content.faults
    assert words in fault.message
    assert (fault.line, len(content.entries)) == (4, 2)
    assert fault.source.split("\n")[0] == paragraphs[0]


def test_tracked_changes_are_refused_by_question():
    made = document(f"1. {TWO[0]}", *TWO[1])
    inserted = f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t> Really?</w:t></w:r></w:ins>'
    made.paragraphs[0]._p.append(parse_xml(inserted))

    (fault,) = reading.read(saved(made)).faults

    assert fault.message == "holds tracked changes"


def test_what_stands_around_questions_and_what_a_draft_cannot_hold_is_named():
    made = document("Answer all questions.", f"1. {TWO[0]}")
    made.add_table(1, 1).cell(0, 0).text = "hidden in a table"
    for words in TWO[1]:
        made.add_paragraph(words)

    content = reading.read(saved(made))

    assert [skipped.source for skipped in content.skipped] == ["Answer all questions."]
    assert content.entries[0].losses == ("A table is left out.",)


def test_mended_questions_are_read_without_their_reasons():
    refused = Piece("1. Which?\n*A) Skin\nB) Fascia", ("It has no domain.",), 1)

    assert only(reading.read(writing.mend([refused])))["stem"] == "Which?"


@pytest.mark.parametrize(
    "stem",
    ["First line.\n\nA) is no answer here.", "First line.\n\n2\\. This is no question.", "One.\n\nReason: none."],
)
def test_a_line_that_would_be_read_as_something_else_is_left_out_by_name(stem):
    out = writing.write([Entry(samples.draft("plain") | {"stem": stem})], {})

    assert "begins as" in out.left_out[0]


def test_every_sample_that_is_written_is_marked_the_same():
    drafts = [items.parse(draft).draft() for draft in samples.drafts()]
    out = writing.write([Entry(draft) for draft in drafts], {})
    told = [draft for place, draft in enumerate(drafts) if place not in out.left_out]

    found = [entry.draft for entry in reading.read(out.content).entries]

    assert len(told) >= 3
    for draft, again in zip(told, found, strict=True):
        assert again["kind"] == draft["kind"]
        if "options" in draft:
            assert [right for _text, right in options(again)] == [right for _text, right in options(draft)]


def archive(files):
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def altered(**changes):
    with ZipFile(BytesIO(saved(document(f"1. {TWO[0]}", *TWO[1])))) as source:
        files = {name: source.read(name) for name in source.namelist()}
    return archive(files | {name.replace("__", "/"): content for name, content in changes.items()})


BOMB = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: b"", "is no Word document"),
        (lambda: b"1. Which?\n*A) Skin", "is no Word document"),
        (lambda: b"PK\x03\x04 and rubbish", "is not a zip"),
        (lambda: archive({"readme.txt": b"no"}), "is no Word document"),
        (lambda: altered(**{"word__document.xml": BOMB}), "declares entities"),
        (lambda: altered(**{"word__document.xml": b"<w:document"}), "cannot be read|that can be read"),
        (lambda: altered(**{"word__vbaProject.bin": b"macro"}), "holds macros"),
        (lambda: altered(**{"..__evil": b"x"}), "points outside"),
        (lambda: altered(big=b"0" * (65 * 2**20)), "64 MB"),
    ],
    ids=range(9),
)
def test_a_hostile_or_broken_file_is_refused_in_words(made, words):
    found = reading.read(made())

    assert found.entries == ()
    assert any(part in found.faults[0].message for part in words.split("|"))
    assert found.faults[0].remedy
