from datetime import date

import pytest
from sqlalchemy import select, update

from tests.conftest import NOON
from tests.people import identity
from tests.programmes import world
from training.accounts import queries as accounts
from training.accounts.models import Person, PersonState
from training.core.roles import Role
from training.db import begin_write, commit_step, db
from training.mail.models import Mail
from training.programmes.models import ProgrammeVersion
from training.programmes.queries import cohorts as queries
from training.programmes.service import cohorts
from training.quiz.queries import standings


def mails():
    return [(mail.kind, mail.recipient) for mail in db.session.scalars(select(Mail).order_by(Mail.id))]


def withdraw(place, *, by="ada"):
    cohorts.withdraw(place, "A wrong name", by=identity(by), site=world.SITE, now=NOON)
    commit_step()


def admitted(name):
    standing = standings.standing(identity(name), world.EXAM, NOON)
    return standing.admitted


def test_a_cohort_keeps_the_version_of_the_programme_it_was_made_with(cohort):
    assert db.session.get(ProgrammeVersion, world.PROGRAMME.version) is not None
    assert queries.programme_of(queries.cohort(cohort)) == world.PROGRAMME


def test_two_cohorts_do_not_share_a_name(cohort):
    with pytest.raises(cohorts.NameTaken):
        world.cohort()


def test_enrolling_admits_to_the_exam_and_tells_by_mail(cohort):
    world.enrolled(cohort, "tara")

    assert admitted("tara")
    assert mails() == [("enrolled", "tara@demo.test")]


def test_enrolling_makes_somebody_a_trainee(cohort):
    world.enrolled(cohort, "ines")

    assert Role.TRAINEE in accounts.person(identity("ines")).roles


def test_nobody_is_enrolled_twice(cohort):
    world.enrolled(cohort, "tara")

    with pytest.raises(cohorts.AlreadyEnrolled):
        world.enrolled(cohort, "tara")


def test_nobody_has_two_open_places_in_one_programme(cohort):
    world.enrolled(cohort, "tara")
    other = world.cohort("Autumn 2027")

    with pytest.raises(cohorts.AlreadyEnrolled, match="Spring"):
        world.enrolled(other, "tara")


def test_nobody_enrols_themselves(cohort):
    with pytest.raises(cohorts.OwnEnrolment):
        world.enrolled(cohort, "ada")


def test_a_blocked_account_is_not_enrolled(cohort):
    begin_write()
    db.session.execute(update(Person).where(Person.id == identity("tara")).values(state=PersonState.BLOCKED))
    commit_step()

    with pytest.raises(cohorts.Blocked):
        world.enrolled(cohort, "tara")


def test_without_an_exam_nobody_is_enrolled(context):
    cohort = world.cohort()

    with pytest.raises(cohorts.ExamMissing):
        world.enrolled(cohort, "tara")


def test_a_withdrawn_place_stays_with_who_when_and_why(cohort):
    (place,) = world.enrolled(cohort, "tara")
    withdraw(place)

    row = queries.enrolment(place)
    assert (row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason) == (identity("ada"), NOON, "A wrong name")
    assert not admitted("tara")
    assert mails()[-1] == ("withdrawn", "tara@demo.test")


def test_a_place_is_withdrawn_once(cohort):
    (place,) = world.enrolled(cohort, "tara")
    withdraw(place)

    with pytest.raises(cohorts.AlreadyWithdrawn):
        withdraw(place)


def test_nobody_withdraws_themselves(cohort):
    (place,) = world.enrolled(cohort, "tara")

    with pytest.raises(cohorts.OwnEnrolment):
        withdraw(place, by="tara")


def test_enrolling_again_opens_the_same_place(cohort):
    (place,) = world.enrolled(cohort, "tara")
    withdraw(place)

    assert world.enrolled(cohort, "tara") == [place]
    assert admitted("tara")


def test_changing_a_cohort_is_recorded_with_before_and_after(cohort):
    cohorts.change(cohort, "Summer", starts_on=date(2027, 4, 1), ends_on=date(2027, 7, 1), by=identity("ada"), now=NOON)
    commit_step()

    assert queries.cohort(cohort).name == "Summer"
    assert world.acts() == ["made cohort", "changed cohort"]


def test_every_act_is_in_the_record(cohort):
    (place,) = world.enrolled(cohort, "tara")
    withdraw(place)

    assert world.acts() == [
        "made cohort",
        "admitted to exam",
        "enrolled person",
        "withdrew from exam",
        "withdrew person",
    ]
