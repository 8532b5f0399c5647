"""Items at every stage of their life, and an import that shows every outcome."""

from pathlib import Path

from tests.bank import bank
from tests.items import samples
from training.bank import unsaved
from training.bank.queries import lists, versions
from training.bank.queries.lists import Filters
from training.bank.service import carrying, reviewing, using

SHIPPED = Path(__file__).parents[3] / "question_bank"


def fill(now):
    carrying.load(carrying.read(SHIPPED, sections=None), by=None, now=now)
    bank.load()
    plain, critical = samples.draft("plain"), samples.draft("critical")
    rows = lists.selected(Filters())
    for row in [row for row in rows if row.item.code.startswith("safety/f")][:3]:
        bank.signed(row.hash)
    for row in [row for row in rows if row.item.code.startswith("technique/")][:6]:
        bank.approved(row.hash)
    withdrawn = bank.signed(versions.newest(critical["code"]).hash)
    bank.act(using.withdraw, withdrawn, "The figure shows the wrong side.", by="ivo")
    bank.saved(plain | {"stem": "Ours?"}, base=versions.newest(plain["code"]).hash)
    draft = samples.draft("five-steps") | {"objective": "Put the steps in order"}
    upload = bank.reading(
        plain | {"stem": "Theirs?"},
        draft,
        samples.draft("two-of-five"),
        plain | {"code": "safety/sample/new"},
        critical | {"level": "evaluate"},
    )
    run = bank.act(lambda **given: carrying.plan_import("items.toml", upload, **given), by="ines")
    typed = [["stem", "Half written, at 23:40"], ["author", "Ines"]]
    bank.act(lambda *, by, now: unsaved.keep("new:matching", typed, revision=0, by=by, now=now), by="ines")
    answered = versions.newest(samples.draft("critical-four")["code"]).hash
    bank.act(reviewing.answer_for_review, answered, ("a",), by="rhea")
    return {
        "item": plain["code"],
        "withdrawn_item": critical["code"],
        "in_review": samples.draft("two-of-five")["code"],
        "ordering": samples.draft("five-steps")["code"],
        "answered": samples.draft("critical-four")["code"],
        "import_run": run,
    }
