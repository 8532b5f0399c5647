"""Files sent in part: what a player asks for is what it gets."""

import pytest

from training.web import ranges

CONTENT = bytes(range(100))


def asked(app, **headers):
    """Return the answer to a request with these headers, and which parts of the file were read for it."""
    parts = []

    def read(start, stop):
        parts.append((start, stop))
        return CONTENT[start:stop]

    with app.test_request_context(headers={name.replace("_", "-"): value for name, value in headers.items()}):
        return ranges.sent(len(CONTENT), "video/mp4", read), parts


def test_without_a_range_the_whole_file_is_sent(app):
    answer, _parts = asked(app)

    assert (answer.status_code, answer.data, answer.content_type) == (200, CONTENT, "video/mp4")
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [("0-", 0, 100), ("10-19", 10, 20), ("90-", 90, 100), ("-5", 95, 100), ("40-500", 40, 100)],
)
def test_a_part_is_sent_and_no_more_is_read(app, wanted, start, stop):
    answer, parts = asked(app, Range=f"bytes={wanted}")

    assert (answer.status_code, answer.data, parts) == (206, CONTENT[start:stop], [(start, stop)])
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/100"
    assert answer.headers["Content-Length"] == str(stop - start)


def test_a_part_behind_the_end_is_not_there(app):
    answer, parts = asked(app, Range="bytes=100-")

    assert (answer.status_code, answer.headers["Content-Range"], parts) == (416, "bytes */100", [])


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-1,5-6"},
        {"Range": "lines=0-1"},
        {"Range": "bytes=x"},
        {"Range": "bytes=5-9", "If_Range": '"older"'},
    ],
)
def test_what_cannot_be_one_part_is_the_whole_file(app, headers):
    answer, _parts = asked(app, **headers)

    assert (answer.status_code, answer.data) == (200, CONTENT)
