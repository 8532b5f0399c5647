"""Vendored files are what their locks say, and every one stands in a lock."""

import pytest

from scripts import vendor

LOCKS = list(vendor.LOCKS.items())


@pytest.fixture
def lock(tmp_path):
    path = tmp_path / "vendor.lock.json"
    path.write_text(
        '{"packages": [{"files": {"a.js": {"sha256":'
        ' "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"}}}]}'
    )
    (tmp_path / "a.js").write_text("a")
    return path


@pytest.mark.parametrize(("lock", "folder"), LOCKS, ids=[lock.parent.parent.name for lock, _folder in LOCKS])
def test_the_vendored_files_are_what_the_lock_says(lock, folder):
    assert vendor.problems(lock, folder) == []


def test_an_untouched_folder_has_no_problem(lock):
    assert vendor.problems(lock, lock.parent) == []


def test_a_changed_file_is_found(lock):
    (lock.parent / "a.js").write_text("b")

    assert vendor.problems(lock, lock.parent) == ["a.js was changed"]


def test_a_missing_file_is_found(lock):
    (lock.parent / "a.js").unlink()

    assert vendor.problems(lock, lock.parent) == ["a.js is missing"]


def test_a_file_without_an_entry_is_found(lock):
    (lock.parent / "b.js").write_text("b")

    assert vendor.problems(lock, lock.parent) == ["b.js stands in no lock"]


def test_an_icon_is_drawn_as_one_line(tmp_path):
    icon = tmp_path / "dot.svg"
    icon.write_text('<!-- by somebody -->\n<svg\n  width="24"\n>\n  <circle r="1" />\n  <path d="M0 0" />\n</svg>\n')

    assert (
        vendor._symbol("dot", icon) == '<symbol id="dot" viewBox="0 0 24 24"><circle r="1"/><path d="M0 0"/></symbol>'
    )
