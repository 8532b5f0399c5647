"""Facts about the files of the repository: names, the one place that commits, nothing of one machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
TRACKED = [Path(name) for name in LISTED if name]
OURS = [path for path in TRACKED if "vendor" not in path.parts and path != Path(__file__).relative_to(ROOT)]
TEXTS = {".py", ".md", ".toml", ".html", ".css", ".js", ".json", ".txt", ".in", ".cfg", ".ini", ".conf", ".service", ""}
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers", "handler", "handlers"}
COMMITS = {
    "training/db.py": "the one place that commits",
    "training/schema.py": "migrations, under a lock of their own connection",
}
REGISTRIES = {
    "training/items", "training/sources", "training/bank/formats", "training/certificates/formats",
    "training/modules/interactives",
}  # fmt: skip
"""Packages that are a registry; a kind of item is its package as well."""
STATEMENT = re.compile(r"^(?:from|import|def|class) ", re.MULTILINE)
MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|home/\w+|Users)/[\w.]")
HOSTS = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:com|org)|deb\.debian\.org|yarnpkg\.com|proxy\.golang")

pytestmark = pytest.mark.skipif(not TRACKED, reason="not a git checkout, so nobody knows which files are the project's")


def texts():
    for path in OURS:
        if path.suffix in TEXTS and (ROOT / path).is_file():
            try:
                yield path, (ROOT / path).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_python_file_has_a_name_that_says_nothing():
    assert [str(path) for path in TRACKED if path.suffix == ".py" and path.stem in VAGUE] == []


def test_packages_hold_a_docstring_and_nothing_else():
    packages = [path for path in TRACKED if path.parts[0] == "training" and path.name == "__init__.py"]
    code = {str(path.parent) for path in packages if STATEMENT.search((ROOT / path).read_text(encoding="utf-8"))}

    assert {name for name in code if not name.startswith("training/items/")} - REGISTRIES == set()


def test_only_the_named_places_commit():
    committing = {
        str(path) for path, text in texts() if path.parts[0] == "training" and re.search(r"\.commit\(\)", text)
    }

    assert committing <= set(COMMITS)


@pytest.mark.parametrize(("what", "number"), [("invariant", 12), ("accident", 22)])
def test_every_invariant_and_every_accident_of_others_has_a_test_named_after_its_number(what, number):
    tests = "".join(text for path, text in texts() if path.parts[0] == "tests")
    named = set(re.findall(rf"def test_{what}_(\d+)_", tests))

    assert {str(each) for each in range(1, number + 1)} - named == set()


def test_no_file_names_a_place_of_one_machine():
    assert [str(path) for path, text in texts() if MACHINE.search(text)] == []


def test_no_file_names_the_host_of_a_package_registry():
    assert [str(path) for path, text in texts() if HOSTS.search(text)] == []


def test_no_file_is_left_to_do():
    assert [
        str(path) for path, text in texts() if path.suffix == ".py" and re.search(r"#\s*(?:TODO|FIXME|XXX)", text)
    ] == []
