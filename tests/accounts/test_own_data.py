"""Nothing kept about a person is left out of what they can take away, unless this says why."""

import pytest

from training.app import EXPORTERS
from training.db import Base

TOLD = {
    "accommodation": "account",
    "certificate": "certificates",
    "certificate_name": "account",
    "checkpoint_answer": "modules",
    "contact_hours": "contact_hours",
    "attempt": "exams",
    "enrolment": "places",
    "exam_entry": "exams",
    "item_unsaved": "unsaved_items",
    "mail": "mails",
    "module_completed": "modules",
    "module_unsaved": "modules",
    "name_request": "account",
    "pack_choice": "boards",
    "person_role": "account",
    "person_token": "account",
    "practical_assessment": "practicals",
    "practice_set": "practice",
    "read_again": "modules",
    "saved_filter": "item_filters",
    "second_factor": "account",
    "section_opened": "modules",
    "study_minute": "modules",
    "supervised_session": "practicals",
    "user_session": "account",
}
REVIEWS = "work on an item or a module; who did what stands in the record"
MODULES = "work on a module; who did what stands in the record"
WORK = "work on an item of the bank; who did what stands in the record"
NOT_TOLD = {
    "bank_import_run": WORK,
    "item_approval": WORK,
    "item_change_run": WORK,
    "item_check": WORK,
    "item_cosmetic_edit": WORK,
    "item_key_seen": WORK,
    "item_replacement": WORK,
    "item_retirement": WORK,
    "item_review_answer": WORK,
    "item_sign_off": WORK,
    "kept_form": "it waits in the browser that sent it, for a day",
    "module_approval": MODULES,
    "module_signature": "an act of the clinical lead, which stands in the record",
    "practical_draft": "not a record before the assessor says so",
    "recovery_code": "hashes only",
    "review_comment": REVIEWS,
    "review_notice": "news of reviews, which also comes by mail",
    "review_reviewer": REVIEWS,
    "source_flag": "an act about a source, which stands in the record",
    "study_run": "the last two minutes, before they are credited",
}


def about_a_person():
    return {table.name for table in Base.metadata.tables.values() if "person_id" in table.c}


def test_every_table_about_people_is_told_or_says_why_not(app):
    assert about_a_person() == TOLD.keys() | NOT_TOLD.keys()


@pytest.mark.parametrize("part", sorted(set(TOLD.values()) - {"account"}))
def test_every_part_comes_with_the_download(app, browser_of, part):
    assert part in EXPORTERS
    assert part in browser_of("tara").post("/profile/download").json
