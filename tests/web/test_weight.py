"""What pages weigh on the wire, compressed: the budgets that a page may grow to, and no further.

What an exam page of thirty and of eighty questions may weigh, and a save, stands beside the counts of statements
(`tests/quiz/test_counts.py`) and with the shipped bank (`tests/demo/test_demo.py`).
"""

import pytest

from training.web import assets

BUDGETS = {
    "bundle/exam.js": 18_500,
    "bundle/site.js": 3_000,
    "bundle/editor.js": 15_000,
    "bundle/exam.css": 7_500,
    "bundle/site.css": 12_500,
    "bundle/reading.css": 3_800,
    "icons.svg": 3_000,
}


@pytest.fixture(scope="module")
def compressed():
    return {name: len(data) for name, data in assets.load(assets.STATIC).compressed.items()}


@pytest.mark.parametrize("name", BUDGETS)
def test_a_file_that_many_pages_load_keeps_to_its_budget(compressed, name):
    assert 0 < compressed[name] <= BUDGETS[name]
