"""Items at every stage of their life, and an import that shows every outcome."""

from pathlib import Path

from tests.bank import bank
from tests.items import samples
from tests.people import identity
from training import db as database
from training.bank import exchange, saved_filters, unsaved
from training.bank.adoption import Defaults
from training.bank.changing import Wanted
from training.bank.queries import lists, versions
from training.bank.queries.lists import Filters
from training.bank.service import carrying, changing, commenting, cosmetic, queued, reviewing, tending, using
from training.bank.service.tending import Said

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
    bank.act(reviewing.answer_for_review, answered, ("a", "c"), by="rhea")
    said = bank.act(commenting.say, answered, "options[b].rationale", "No source says so.", by="rhea")
    bank.act(commenting.answer, said, "The second one does.", by="lena")
    change, made = _changes(now)
    reworded = _reworded(samples.draft("plain") | {"code": "safety/sample/reworded"})
    said = Said("MITCHELL18", True, now.date(), "Its authors withdrew the table of depths.")
    bank.act(tending.flag_source, said, by="lena", today=now.date())
    bank.act(saved_filters.keep, "Evidence to review", Filters(domain="evidence", state="in review"), by="ines")
    return {
        "change_run": change,
        "made_change": made,
        "item": plain["code"],
        "withdrawn_item": critical["code"],
        "in_review": samples.draft("two-of-five")["code"],
        "reworded": reworded,
        "ordering": samples.draft("five-steps")["code"],
        "answered": samples.draft("critical-four")["code"],
        "import_run": run,
        "waiting_run": _waiting(now),
    }


def _reworded(draft):
    """Sign an item, sign it worded anew, and declare that a cosmetic edit."""
    first = bank.signed(bank.saved(draft))
    second = bank.signed(bank.saved(draft | {"stem": "In other words: " + draft["stem"]}, base=first))
    bank.act(cosmetic.declare, second, "Only the first words are new.", by="rhea")
    return draft["code"]


def _waiting(now):
    """Queue the reading of an upload that no worker has begun."""
    with database.commit_command():
        choice = exchange.Choice(None, Defaults())
        return queued.keep([("chest.gift", b"Which?{=a ~b}")], choice, by=identity("ines"), now=now)


def _changes(now):
    """Ask for a change of a few items, and make another."""
    chosen = [row for row in lists.selected(Filters(domain="evidence")) if row.state == "in review"][:5]
    chosen.append(versions.newest(samples.draft("critical")["code"]))
    with database.commit_command():
        ines = identity("ines")
        change = changing.plan(chosen, Wanted({"level": "apply"}), by=ines, now=now)
        made = changing.plan(chosen[:1], Wanted({"objective": "Say it shorter"}), by=ines, now=now)
    with database.commit_command():
        changing.apply(changing.run_of(made, ines), bank.known(), by=ines, now=now)
    return change, made
