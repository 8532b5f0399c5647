"""A text that is too long is said to be, with how long it is and may be; nothing of it is cut or lost."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from training.core.lengths import too_long
from training.db import db

TEMPLATES = sorted(Path("training").glob("**/*.html"))


@pytest.mark.parametrize(
    ("number", "said"),
    [(5, None), (6, "At most 5 characters fit here; these are 6. Shorten it by 1.")],
)
def test_how_long_it_is_and_may_be(number, said):
    assert too_long("x" * number, 5) == said


def test_a_line_end_counts_once_however_it_was_sent():
    assert too_long("a\r\nb\nc\rd", 7) is None


def test_no_form_cuts_what_is_pasted():
    assert [path.as_posix() for path in TEMPLATES if "maxlength" in path.read_text(encoding="utf-8")] == []


def test_a_field_says_its_length_to_the_page_and_keeps_all_that_was_sent(browser_of):
    ada, name = browser_of("ada"), "N" * 201
    form = {"email": "new@example.org", "name": name, "roles": ["trainee"]}
    answer = ada.post("/people/invite", data=form)

    assert answer.status_code == 422
    assert "At most 200 characters fit here; these are 201. Shorten it by 1." in answer.text
    field = re.search(r'<input[^>]*name="name"[^>]*>', answer.text)[0]
    assert name in field
    assert 'data-longest="200"' in field
    assert "maxlength" not in field


def test_line_ends_do_not_make_a_text_too_long(browser_of, app):
    note = "\r\n".join("x" * 9 for _line in range(50))  # 499 characters on a page, 548 as a browser sends them
    answer = browser_of("ada").post("/people/1/extra-time", data={"factor": "3/2", "other": "", "note": note})

    assert answer.status_code == 303
    with app.app_context():
        assert db.session.scalar(text("SELECT note FROM accommodation")) == note.replace("\r\n", "\n")
