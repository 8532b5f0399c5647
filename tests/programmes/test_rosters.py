import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.conftest import NOON
from tests.people import identity
from tests.programmes import world
from training.accounts import queries as accounts
from training.accounts.models import Person
from training.core.roles import Role
from training.db import commit_step, db, rollback
from training.mail.models import Mail
from training.programmes import roster
from training.programmes.models import RosterRun
from training.programmes.queries import cohorts as places
from training.programmes.queries import rosters as queries
from training.programmes.service import cohorts
from training.programmes.service import rosters as service

FILE = "email;name;certificate_name\nTARA@demo.test;Tara O.;\nnew@demo.test;New Person;Dr New\nbroken;X;\n"


@pytest.fixture
def run(cohort):
    return read(cohort, FILE)


def read(cohort, text):
    made = service.store(cohort, "people.csv", roster.read(text.encode()), by=identity("ada"), now=NOON).id
    commit_step()
    return made


def plan(run, *, by="ada"):
    return queries.plan(queries.run(run), by=identity(by))


def verdicts(run, *, by="ada"):
    return [entry.verdict.value for entry in plan(run, by=by)]


def apply(run, expected=None):
    result = service.apply(
        run, expected=expected or queries.fingerprint(plan(run)), by=identity("ada"), site=world.SITE, now=NOON
    )
    commit_step()
    return result


def test_reading_enrols_nobody(run, cohort):
    assert verdicts(run) == ["known", "new", "refused"]
    assert places.places(cohort) == []


def test_a_different_name_is_shown_and_never_taken_over(run):
    assert plan(run)[0].known_as == "Tara Okafor"
    apply(run)

    assert accounts.person(identity("tara")).name == "Tara Okafor"


@pytest.mark.parametrize("confirmed", [None, NOON])
def test_a_different_name_for_certificates_is_shown_and_never_taken_over(cohort, browser_of, confirmed):
    tara = accounts.person(identity("tara"))
    tara.certificate_name, tara.certificate_name_confirmed_at = "Tara A. Okafor", confirmed
    commit_step()
    run = read(cohort, "email,name,certificate_name\ntara@demo.test,Tara Okafor,Dr Tara\n")

    assert plan(run)[0].certified_as == "Tara A. Okafor"
    assert "The account says Tara A. Okafor; that name stays." in browser_of("ada").get(f"/rosters/{run}").text
    apply(run)

    assert accounts.person(identity("tara")).certificate_name == "Tara A. Okafor"


def test_applying_enrols_the_known_and_invites_the_new(run, cohort):
    assert apply(run) == {"new": 1, "known": 1, "already enrolled": 0, "refused": 1}
    person = accounts.person_by_email("new@demo.test")

    assert {row.person_id for row in places.places(cohort)} == {identity("tara"), person.id}
    assert person.roles == {Role.TRAINEE}
    kinds = set(db.session.scalars(select(Mail.kind)))
    assert kinds == {"enrolled", "invitation"}


def test_the_name_on_the_certificate_is_proposed_and_not_confirmed(run):
    apply(run)
    person = accounts.person_by_email("new@demo.test")

    assert (person.certificate_name, person.certificate_name_confirmed_at) == ("Dr New", None)


def test_a_roster_is_applied_once(run):
    apply(run)

    with pytest.raises(service.AlreadyApplied):
        apply(run, "x")


def test_what_changed_since_it_was_shown_is_not_applied(run, cohort):
    shown = queries.fingerprint(plan(run))
    world.enrolled(cohort, "tara")

    with pytest.raises(service.ChangedSince):
        apply(run, shown)

    assert len(places.places(cohort)) == 1


def test_one_failure_undoes_all_of_it(context):
    cohort = world.cohort()
    run = read(cohort, FILE)

    with pytest.raises(cohorts.ExamMissing):
        apply(run)
    rollback()

    assert places.places(cohort) == []
    assert accounts.person_by_email("new@demo.test") is None


def test_somebody_enrolled_is_left_as_they_are(run, cohort):
    world.enrolled(cohort, "tara")

    assert verdicts(run)[0] == "already enrolled"


def test_one_s_own_address_is_refused(cohort):
    run = read(cohort, "email,name\nada@demo.test,Ada\n")

    assert plan(run)[0].problem.startswith("is your own address")


def test_an_open_place_elsewhere_is_refused_and_named(run):
    world.enrolled(world.cohort("Autumn"), "tara")

    assert "Autumn" in plan(run)[0].problem


def test_a_name_no_certificate_can_print_is_refused(cohort):
    run = read(cohort, "email,name,certificate_name\na@demo.test,A,Anna \U00012000\n")

    assert (plan(run)[0].verdict.value, plan(run)[0].column) == ("refused", "certificate_name")


def test_names_and_addresses_are_kept_no_longer_than_needed(run):
    apply(run)

    assert "demo.test" not in str(queries.run(run).rows)
    assert "Tara" not in str(queries.run(run).rows)


def test_a_roster_never_applied_is_forgotten_after_a_while(run):
    service.forget(NOON + timedelta(days=31))
    commit_step()

    assert db.session.scalar(select(func.count()).select_from(RosterRun)) == 0


def test_a_thousand_rows_are_planned_in_as_few_statements_as_one(cohort, statements):
    lines = "".join(f"p{number}@demo.test,P {number}\n" for number in range(1000))
    large, small = read(cohort, "email,name\n" + lines), read(cohort, "email,name\np@demo.test,P\n")
    rollback()

    with statements() as many:
        plan(large)
    rollback()
    with statements() as few:
        plan(small)

    assert len(many) == len(few)


def test_applying_is_recorded(run):
    apply(run)

    assert world.acts()[-1] == "applied roster"
    assert db.session.scalar(select(func.count()).select_from(Person).where(Person.email == "new@demo.test")) == 1


def test_the_proposed_name_stands_in_the_form_that_opens_the_account(run, app, client):
    apply(run)
    letter = db.session.scalars(select(Mail).where(Mail.kind == "invitation")).one()
    link = re.search(r"/invitation/\S+", letter.text)[0]

    assert 'value="Dr New"' in client.get(link).text
