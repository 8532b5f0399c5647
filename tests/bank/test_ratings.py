"""Ratings of a panel: a file is loaded whole, or every problem of it is named."""

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.bank.bank import saved
from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from training import db as database
from training.audit.models import AuditRow
from training.bank.queries import ratings as queries
from training.bank.service import rating
from training.bank.service.rating import NotLoaded
from training.bank.tended import PanelRating
from training.cli import ratings as commands
from training.cli import site
from training.db import db

PLAIN = samples.draft("plain")
CODE = PLAIN["code"]
HEAD = "code,version,judge,percent\n"


@pytest.fixture
def version(context):
    return saved(PLAIN)


def load(*lines, head=HEAD, replace=False):
    with database.commit_command():
        return rating.load((head + "\n".join(lines)).encode(), replace=replace, by=identity("ada"), now=NOON)


def problems(*lines, **options):
    with pytest.raises(NotLoaded) as caught:
        load(*lines, **options)
    return [(each.line, each.words) for each in caught.value.problems]


def test_a_version_is_named_by_number_or_hash_and_a_rating_is_a_share(version):
    done = load(f"{CODE},1,J1,60", f"{CODE},{version[:12]},J2,62.5", f'{CODE},{version},J3,"72,5"')

    assert (done.new, done.items, done.judges) == (3, 1, 3)
    assert queries.of([version]) == {version: {"J1": 0.6, "J2": 0.625, "J3": 0.725}}
    (row,) = db.session.scalars(select(AuditRow).where(AuditRow.action == "loaded ratings of a panel"))
    assert (row.actor_id, row.facts["new"], row.facts["judges"]) == (identity("ada"), 3, 3)


def test_semicolons_a_byte_order_mark_and_columns_in_any_order_are_read(version):
    load(f"J1;60;1;{CODE}", head="\ufeffJudge;Percent;Version;Code\n")

    assert queries.of([version]) == {version: {"J1": 0.6}}


def test_every_problem_is_named_and_nothing_is_loaded(version):
    told = problems(
        f"{CODE},1,J1,60",
        "safety/none/such,1,J1,60",
        f"{CODE},7,J1,60",
        f"{CODE},first,J1,sixty",
        f"{CODE},1,,101",
        f"{CODE},1,J1,70",
    )

    assert [line for line, _words in told] == [3, 4, 5, 5, 6, 6, 7]
    assert "no item safety/none/such" in told[0][1]
    assert "has no version 7. It has 1." in told[1][1]
    assert "'first' is no version" in told[2][1]
    assert "'sixty' is no percentage" in told[3][1]
    assert "judge is missing" in told[4][1]
    assert "'101' is no percentage" in told[5][1]
    assert "in line 2 already" in told[6][1]
    assert db.session.scalar(select(func.count()).select_from(PanelRating)) == 0


def test_a_second_rating_of_a_judge_takes_the_place_of_the_first_only_where_that_is_said(version):
    load(f"{CODE},1,J1,60", f"{CODE},1,J2,50")

    assert "before, with 60" in problems(f"{CODE},1,J1,70")[0][1]
    done = load(f"{CODE},1,J1,70", f"{CODE},1,J2,50", replace=True)

    assert (done.new, done.replaced, done.unchanged) == (0, 1, 1)
    assert queries.of([version]) == {version: {"J1": 0.7, "J2": 0.5}}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "lacks code, version, judge, percent"),
        (b"code,judge,percent\nx,y,1", "lacks version"),
        (HEAD.encode(), "holds no rating"),
        (b"\xff\xfe\x00c", "not text in UTF-8"),
        (HEAD.encode() + b'"' + b"x" * 200_000, "no CSV from here on"),
        (b'"' + b"x" * 200_000, "no CSV from here on"),
    ],
)
def test_a_file_that_is_none_is_told_so(context, data, words):
    with pytest.raises(NotLoaded, match=words), database.commit_command():
        rating.load(data, replace=False, by=None, now=NOON)


def test_the_database_keeps_one_rating_a_judge_and_shares_of_a_whole(version):
    load(f"{CODE},1,J1,60")

    for judge, share in (("J1", 0.5), ("J2", 1.2)):
        row = PanelRating(version=version, judge=judge, share=share, at=NOON)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(row)


def test_the_command_says_what_it_did_or_all_that_hinders(app, version, monkeypatch, tmp_path):
    monkeypatch.setattr(site, "application", lambda: app)
    file = tmp_path / "panel.csv"

    file.write_text(HEAD + f"{CODE},1,J1,60\n{CODE},2,J1,160\n", encoding="utf-8")
    refused = CliRunner().invoke(commands.ratings, ["load", str(file)])
    file.write_text(HEAD + f"{CODE},1,J1,60\n", encoding="utf-8")
    done = CliRunner().invoke(commands.ratings, ["load", str(file)])

    assert refused.exit_code == 1
    assert "panel.csv, line 3: '160' is no percentage" in refused.stderr
    assert "Nothing was loaded." in refused.stderr
    assert "Ratings: 1 new, 0 replaced, 0 known before. Judges: 1, items: 1." in done.stdout
