"""What reviewers and authors do at the same instant: an approval belongs to one exact version, whoever was faster."""

from collections import Counter

import pytest

from tests.bank import bank
from tests.bank.bank import act, opinion, saved
from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from tests.racing import at_once
from training import db as database
from training import items
from training.accounts.models import PersonRole
from training.bank.files import read_contents
from training.bank.formats import WRITERS, Entry
from training.bank.models import State
from training.bank.queries import comparing, threads, versions
from training.bank.refusals import AlreadyApproved, BankError, WrongState
from training.bank.service import carrying, commenting, reviewing, writing
from training.core.roles import Role
from training.db import db

PLAIN, CRITICAL = samples.draft("plain"), samples.draft("critical-four")


def answered(draft, *reviewers):
    """Return a version in review that these people answered."""
    version = saved(draft)
    act(reviewing.submit, version, by="ines")
    for first in reviewers:
        act(reviewing.answer_for_review, version, items.parse(draft).key, by=first)
    return version


def committing(function, *arguments, by, **given):
    """Return the act of somebody, to be done in a thread, with a commit of its own."""

    def done():
        with database.commit_command():
            return function(*arguments, by=identity(by), now=NOON, **given)

    return done


def approving(version, by):
    return committing(reviewing.approve, version, opinion(version), by=by)


@pytest.mark.usefixtures("context")
def test_one_reviewer_who_approves_twice_at_once_counts_once(app):
    version = answered(CRITICAL, "rhea")

    told = at_once(app, approving(version, "rhea"), approving(version, "rhea"), refusals=(BankError,))

    db.session.rollback()
    assert Counter(type(each) for each in told) == {int: 1, AlreadyApproved: 1}
    assert len(versions.approvals([version])) == 1
    assert versions.version_of(version).state == State.IN_REVIEW


@pytest.mark.usefixtures("context")
def test_two_reviewers_of_a_critical_item_at_once_make_it_approved_once(app):
    version = answered(CRITICAL, "rhea", "ivo")

    told = at_once(app, approving(version, "rhea"), approving(version, "ivo"), refusals=(BankError,))

    db.session.rollback()
    assert sorted(told) == [0, 1]
    assert len(versions.approvals([version])) == 2
    assert versions.version_of(version).state == State.APPROVED


@pytest.mark.usefixtures("context")
def test_an_approval_while_a_new_version_is_saved_stays_with_the_old_one(app):
    version = answered(PLAIN, "rhea")
    saving = committing(writing.save, PLAIN | {"stem": "Newer?"}, base=version, by="ines")

    at_once(app, approving(version, "rhea"), saving, refusals=())

    db.session.rollback()
    newest = versions.newest(PLAIN["code"])
    assert (versions.version_of(version).state, newest.state) == (State.APPROVED, State.DRAFT)
    assert newest.hash != version
    assert [each.version for each in versions.approvals([version, newest.hash])] == [version]


@pytest.mark.usefixtures("context")
def test_an_approval_and_a_request_for_changes_at_once_leave_one_of_them(app):
    version = answered(PLAIN, "rhea", "ivo")
    sending = committing(reviewing.ask_for_changes, version, "Too easy.", by="ivo")

    told = at_once(app, approving(version, "rhea"), sending, refusals=(BankError,))

    db.session.rollback()
    assert sum(isinstance(each, WrongState) for each in told) == 1
    given = len(versions.approvals([version]))
    assert (versions.version_of(version).state, given) in [(State.APPROVED, 1), (State.DRAFT, 0)]


@pytest.mark.usefixtures("context")
def test_two_signatures_at_once_are_one(app):
    db.session.add(PersonRole(person_id=identity("ada"), role=Role.CLINICAL_LEAD))
    db.session.commit()
    version = bank.approved(saved(PLAIN))
    signing = [committing(reviewing.sign, [version], by=first) for first in ("lena", "ada")]

    told = at_once(app, *signing, refusals=(BankError,))

    db.session.rollback()
    assert sum(isinstance(each, WrongState) for each in told) == 1
    assert len(versions.sign_offs([version])) == 1


@pytest.mark.usefixtures("context")
def test_a_comment_said_while_a_new_version_is_saved_goes_along_with_it(app):
    version = answered(PLAIN, "rhea")
    saying = committing(commenting.say, version, "stem", "Which?", by="rhea")
    saving = committing(writing.save, PLAIN | {"stem": "Newer?"}, base=version, by="ines")

    at_once(app, saying, saving, refusals=())

    db.session.rollback()
    (thread,) = threads.of(versions.newest(PLAIN["code"]))
    assert (thread.number, thread.open) == (1, True)


@pytest.mark.usefixtures("context")
def test_an_import_carries_no_approval_even_of_words_that_were_approved():
    """The words of a version that was signed come back from a file that follows the newest: as a draft of nobody's."""
    first = bank.approved(saved(PLAIN))
    act(reviewing.sign, [first], by="lena")
    second = bank.approved(saved(PLAIN | {"stem": "Newer?"}, base=first))
    act(reviewing.sign, [second], by="lena")
    text = WRITERS[".toml"]([Entry(PLAIN, base=second)]).encode()
    files = read_contents({"safety/sample.toml": text, **bank.FIGURES}, bank.known())

    run = act(lambda **given: carrying.plan_import("x.toml", files, **given), by="ivo")
    kept = comparing.import_run(run, identity("ivo"))
    act(carrying.apply_import, kept, by="ivo", leave_out=False, also=())

    newest = versions.newest(PLAIN["code"])
    assert (newest.hash, newest.state) == (first, State.DRAFT)
    assert versions.approvals([first]) == versions.sign_offs([first]) == []
    assert versions.version_of(second).state == State.SIGNED
