"""The headers that keep pages out of search engines and strangers out of pages."""

import pytest
from flask import request


def test_only_the_page_for_strangers_may_be_listed(client):
    assert "X-Robots-Tag" not in client.get("/welcome").headers
    assert "noindex" not in client.get("/welcome").get_data(as_text=True)


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/sign-in", "/privacy", "/accessibility", "/check", "/nowhere", "/forgot-password"])
def test_search_engines_leave_every_other_page_alone(client, path):
    answer = client.get(path)

    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.get_data(as_text=True)


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/welcome", "/check", "/check/0000-0000-0000-0000", "/privacy", "/accessibility"])
def test_the_pages_for_everybody_set_no_cookie(client, path):
    assert "Set-Cookie" not in client.get(path).headers


def test_what_is_too_large_is_told_the_size_that_is_taken(app, browser_of):
    app.config["MAX_CONTENT_LENGTH"] = 1000

    answer = browser_of("tara").post("/profile/edit", data={"name": "x" * 2000})

    assert answer.status_code == 413
    assert "larger than the 16 MB this site takes" in answer.get_data(as_text=True)


def test_a_text_of_megabytes_is_read_beside_a_file_too(app):
    body = b'--b\r\nContent-Disposition: form-data; name="stem"\r\n\r\n' + b"x" * 10_000_000 + b"\r\n--b--\r\n"

    with app.test_request_context(method="POST", data=body, content_type="multipart/form-data; boundary=b"):
        assert len(request.form["stem"]) == 10_000_000


def test_texts_that_are_more_than_a_form_takes_are_not_told_the_size_of_files(app, browser_of):
    app.config["MAX_FORM_MEMORY_SIZE"] = 1000

    answer = browser_of("tara").post("/profile/edit", data={"name": "x" * 2000}, content_type="multipart/form-data")

    assert (answer.status_code, "16 MB" in answer.text, "Send less of it" in answer.text) == (413, False, True)


def test_nothing_that_answers_in_json_is_to_be_found(client):
    assert client.get("/healthz").headers["X-Robots-Tag"] == "noindex"
