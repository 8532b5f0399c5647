from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tests.conftest import NOON
from tests.people import identity
from tests.programmes import world
from training.certificates import queries as certificates
from training.certificates import service as register
from training.certificates.facts import LIMITS
from training.core.certification import Reason, Status
from training.db import commit_step, db, rollback
from training.practicals import queries as practicals
from training.practicals.service import assessments
from training.programmes.queries import candidates
from training.programmes.queries.candidates import Stage
from training.programmes.service import awards, cohorts


@pytest.fixture
def tara(cohort):
    """Tara's place; she has done everything."""
    (place,) = world.enrolled(cohort, "tara")
    world.ready(identity("tara"))
    return place


def held(name="tara", now=NOON):
    return certificates.of_person(identity(name), now=now)


def test_theory_is_awarded_without_practice(cohort):
    (place,) = world.enrolled(cohort, "tara")
    world.theory(identity("tara"))
    world.named(identity("tara"))

    number = world.award(place)

    assert held()[0].number == number
    assert held()[0].facts.observed == ()
    assert world.stage(place, "foundations") is Stage.MISSING


def test_foundations_states_what_was_seen_by_whom(tara):
    world.award(tara, "foundations")

    facts = held()[0].facts
    assert facts.title == "Certificate of completion: dry needling foundations"
    assert [entry.by for entry in facts.observed] == ["Sam Whitlock"] * 3
    assert [hours.minutes for hours in facts.hours] == [0, 600]


def test_the_facts_name_the_exam_its_standard_and_the_modules(tara):
    world.award(tara)

    facts = held()[0].facts
    assert len(facts.modules) == 16
    assert all(module.awaits_review for module in facts.modules)
    assert facts.exam.standard.startswith("80 % of the points, and 80 % in Safety")
    assert facts.exam.provisional


@pytest.mark.parametrize("award", ["theory", "foundations"])
def test_each_award_freezes_what_it_does_not_say(tara, award):
    world.award(tara, award)

    facts = held()[0].facts
    assert facts.limits == LIMITS[facts.title]


def test_a_certificate_is_valid_for_the_months_of_its_award(tara):
    world.award(tara)

    assert held()[0].facts.valid_until == date(2029, 11, 22)


@pytest.mark.parametrize("lost", ["theory", "practice", "named"])
def test_nobody_is_awarded_what_something_is_missing_for(cohort, lost):
    (place,) = world.enrolled(cohort, "tara")
    for step in {"theory", "practice", "named"} - {lost}:
        getattr(world, step)(identity("tara"))

    with pytest.raises(awards.NotReady):
        world.award(place, "foundations")

    assert held() == ()


def test_the_name_must_be_confirmed_first(cohort):
    (place,) = world.enrolled(cohort, "tara")
    world.theory(identity("tara"))

    with pytest.raises(awards.NotReady, match="not confirmed"):
        world.award(place)


def test_nobody_awards_to_themselves(tara):
    with pytest.raises(awards.NotReady, match="themselves"):
        world.award(tara, by="tara")


def test_a_withdrawn_place_is_not_awarded(tara):
    cohorts.withdraw(tara, "left", by=identity("ada"), site=world.SITE, now=NOON)
    commit_step()

    with pytest.raises(awards.NotReady, match="withdrawn"):
        world.award(tara)


def test_the_same_award_is_given_once(tara):
    number = world.award(tara)

    with pytest.raises(awards.AlreadyAwarded) as told:
        world.award(tara)

    assert told.value.number == number


def test_parallel_awards_make_one_certificate_accident_13(app, tara):
    def attempt(_number):
        with app.app_context():
            try:
                world.award(tara)
            except (awards.AlreadyAwarded, awards.NotReady):
                rollback()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(attempt, range(4)))
    rollback()

    assert len(held()) == 1


def test_awarding_fixes_the_name_and_is_recorded_with_its_evidence(tara):
    world.award(tara)

    assert "awarded" in world.acts()
    assert held()[0].facts.holder == "Tara Okafor"


def test_a_revoked_certificate_reads_revoked_and_is_awarded_again_on_purpose_only_accident_12(tara):
    number = world.award(tara)
    register.revoke(number, reason_class=Reason.AWARD, reason="wrong person", by=identity("ada"), now=NOON)
    commit_step()

    assert held()[0].status is Status.REVOKED
    assert world.stage(tara) is Stage.REVOKED
    with pytest.raises(awards.NotReady, match="on purpose"):
        world.award(tara)
    assert world.award(tara, again=True) != number


def test_a_certificate_is_not_renewed_long_before_its_last_day(tara):
    world.award(tara)

    assert world.stage(tara) is Stage.AWARDED


def test_a_renewal_takes_the_place_of_the_old_with_a_new_last_day_accident_14(tara):
    first = world.award(tara)
    second = world.award(tara, now=world.LATER)

    new, old = held(now=world.LATER)
    assert (old.number, old.status, old.replaced_by) == (first, Status.SUPERSEDED, second)
    assert new.facts.awarded_on == world.LATER.date()
    assert new.facts.valid_until > old.facts.valid_until
    assert len(new.facts.modules) == 16


def test_a_renewal_of_foundations_asks_for_recent_sessions_accident_14(tara):
    world.award(tara, "foundations")

    assert world.stage(tara, "foundations", now=world.LATER) is Stage.MISSING
    world.supervised(identity("tara"), number=3, held_on=date(2029, 9, 1))
    assert world.stage(tara, "foundations", now=world.LATER) is Stage.RENEWABLE


def test_a_renewal_is_made_once(tara):
    world.award(tara)
    world.award(tara, now=world.LATER)

    with pytest.raises(awards.AlreadyAwarded):
        world.award(tara, now=world.LATER)


def test_a_suspended_certificate_is_not_renewed(tara):
    number = world.award(tara)
    register.suspend(number, reason_class=Reason.REVIEW, reason="a look", by=identity("ada"), now=NOON)
    commit_step()

    with pytest.raises(awards.NotReady, match="suspended"):
        world.award(tara, now=world.LATER)


def test_an_expired_certificate_reads_expired_accident_12(tara):
    world.award(tara)
    after = NOON.replace(year=2030)

    assert held(now=after)[0].status is Status.EXPIRED
    assert world.stage(tara, now=after) is Stage.RENEWABLE


def test_a_record_taken_back_takes_readiness_back(tara):
    row = practicals.assessments_of(identity("tara"))[0]
    assessments.strike(row.id, "wrong person", by=identity("sam"), now=NOON)
    commit_step()

    assert world.stage(tara, "foundations") is Stage.MISSING


def test_what_changed_while_the_certificate_was_made_stops_it(tara):
    ready = candidates.one(tara, "theory", now=NOON, by=identity("ada"))
    assert candidates.still_holds(ready, holder="Tara Okafor", now=NOON)
    cohorts.withdraw(tara, "left", by=identity("ada"), site=world.SITE, now=NOON)
    commit_step()

    assert not candidates.still_holds(ready, holder="Tara Okafor", now=NOON)


def test_a_name_that_changed_while_the_certificate_was_made_stops_it(tara):
    ready = candidates.one(tara, "theory", now=NOON, by=identity("ada"))
    world.named(identity("tara"), name="Tara O. Okafor")

    assert not candidates.still_holds(ready, holder="Tara Okafor", now=NOON)
