"""``training paper draw``: papers for study, recorded, without texts and keys."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from tests.people import email, identity
from tests.quiz import exams
from training.audit.models import AuditRow
from training.cli import papers as commands
from training.cli import site
from training.db import db
from training.quiz.models import Attempt, Exposure

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def run(app, monkeypatch, tmp_path):
    """A function that draws papers of this test's site into a file."""
    monkeypatch.setattr(site, "application", lambda: app)
    target = str(tmp_path / "papers.jsonl")
    return lambda *more: CliRunner().invoke(commands.paper, ["draw", "--exam", exams.CODE, "--out", target, *more])


def recorded():
    return db.session.scalars(select(AuditRow).where(AuditRow.action == "drew papers to study")).all()


def test_each_line_is_a_paper_of_the_exam_and_nothing_is_given_away(run, tmp_path):
    exams.ready("tara")

    done = run("--count", "30", "--seed", "7", "--by", email("ada"))

    lines = (tmp_path / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    made = [json.loads(line) for line in lines]
    assert (done.exit_code, len(made)) == (0, 30)
    assert [each["seed"] for each in made] == list(range(7, 37))
    assert {each["balance"]["basis"] for each in made} == {"estimates-1"}
    for each in made:
        assert sum(item["critical"] for item in each["items"]) == 1
        cells = sorted((item["domain"], item["level"]) for item in each["items"])
        assert cells == [("anatomy", "recall")] * 2 + [("safety", "apply")] * 3
    assert "Choice" not in "".join(lines)
    assert "SECRET" not in "".join(lines)
    assert (tmp_path / "papers.jsonl").stat().st_mode & 0o077 == 0


def test_it_is_on_record_and_counts_as_no_paper_of_the_site(run):
    exams.ready("tara")

    run("--count", "3", "--by", email("ada"))

    [row] = recorded()
    assert (row.actor_id, row.facts["papers"], row.facts["seed"]) == (identity("ada"), 3, "1")
    assert [db.session.scalar(select(func.count()).select_from(each)) for each in (Attempt, Exposure)] == [0, 0]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--by", email("tara")), "only administrators may draw"),
        (("--by", "nobody@example.org"), "no account with the address"),
        (("--exam", "other"), "no published exam called other"),
    ],
)
def test_who_may_not_and_what_is_not_there_is_refused(run, tmp_path, more, words):
    exams.ready("tara")

    done = run("--count", "3", *more)

    assert done.exit_code == 1
    assert words in done.stderr
    assert not (tmp_path / "papers.jsonl").exists()
    assert recorded() == []


def test_a_file_that_is_there_is_kept(run, tmp_path):
    exams.ready("tara")
    (tmp_path / "papers.jsonl").write_text("mine", encoding="utf-8")

    done = run("--count", "3")

    assert (done.exit_code, recorded()) == (1, [])
    assert "is there already" in done.stderr
    assert (tmp_path / "papers.jsonl").read_text(encoding="utf-8") == "mine"


def test_a_pool_that_has_become_too_small_is_named(run, tmp_path):
    exams.ready("tara")
    exams.withdraw_all()

    done = run("--count", "3")

    assert done.exit_code == 1
    assert "No paper can be drawn: " in done.stderr
    assert "0 of 3" in done.stderr
    assert recorded() == []
    assert not (tmp_path / "papers.jsonl").exists()


def test_a_line_holds_what_the_paper_was_made_from(run, tmp_path):
    exams.ready("tara", spec=exams.specification(pilots=1))

    run("--count", "5")

    for line in (tmp_path / "papers.jsonl").read_text(encoding="utf-8").splitlines():
        paper = json.loads(line)
        scored = [item for item in paper["items"] if not item["pilot"]]
        assert float(paper["balance"]["expected"]) == pytest.approx(sum(item["expected"] for item in scored), abs=1e-4)
        assert abs(float(paper["balance"]["expected"]) - float(paper["target"]["expected"])) <= 0.25
        assert (paper["balance"]["cut"], paper["balance"]["relaxed"]) == ("4", [])
        assert [item["expected"] for item in paper["items"] if item["pilot"]] == [None]
        assert len({item["version"] for item in paper["items"]}) == 6


def test_the_same_seed_gives_the_same_papers(run, tmp_path):
    exams.ready("tara")
    first = tmp_path / "first.jsonl"

    run("--count", "5", "--seed", "3", "--out", str(first))
    run("--count", "5", "--seed", "3")

    assert first.read_bytes() == (tmp_path / "papers.jsonl").read_bytes()


@pytest.mark.parametrize("count", ["0", "-1", "100001", "many"])
def test_a_number_of_papers_that_cannot_be_is_refused(run, tmp_path, count):
    exams.ready("tara")

    done = run("--count", count)

    assert (done.exit_code, recorded()) == (2, [])
    assert "--count" in done.stderr
    assert not (tmp_path / "papers.jsonl").exists()


def test_a_file_that_cannot_be_written_is_told_before_anything_is_drawn(run, tmp_path):
    exams.ready("tara")

    done = run("--count", "3", "--out", str(tmp_path / "nowhere" / "papers.jsonl"))

    assert (done.exit_code, recorded()) == (1, [])
    assert "cannot be written: No such file or directory" in done.stderr
