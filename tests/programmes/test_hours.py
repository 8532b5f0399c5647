from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.conftest import NOON
from tests.people import identity
from tests.practicals.work import give_role
from tests.programmes import world
from tests.programmes.teaching import DAY, entered, hours_of
from tests.racing import at_once
from training.audit.models import AuditRow
from training.certificates import queries as certificates
from training.core.roles import Role
from training.db import begin_write, commit_step, db, rollback
from training.modules.models import StudyMinute
from training.programmes import hour_kinds, kept
from training.programmes.queries import hours as queries
from training.programmes.service import cohorts
from training.programmes.service import hours as service

TARA, TOM, SAM = identity("tara"), identity("tom"), identity("sam")


@pytest.fixture
def places(cohort):
    """The ids of Tara's and Tom's places."""
    return world.enrolled(cohort, "tara", "tom")


def studied(person_id, code, minutes, first=1):
    begin_write()
    for minute in range(first, first + minutes):
        db.session.add(StudyMinute(person_id=person_id, minute=minute, module_code=code))
    commit_step()


def corrected(record_id, minutes=120, *, by="sam", key="c" * 32, held=DAY):
    correction = service.Correction(record_id, held, minutes, "Left at noon")
    made = service.correct(correction, service.Signed(identity(by), key, NOON)).id
    commit_step()
    return made


def struck(record_id, *, by="sam"):
    made = service.strike(record_id, "Was not there", service.Signed(identity(by), "s" * 32, NOON)).id
    commit_step()
    return made


def test_the_kinds_are_those_a_board_splits_hours_by():
    kinds = hour_kinds.kinds()

    assert [kind.code for kind in kinds] == ["online", "live-online", "in-person", "supervised"]
    assert [kind.code for kind in hour_kinds.entered()] == ["live-online", "in-person"]
    assert len({kind.title for kind in kinds}) == len({kind.stated for kind in kinds}) == len(kinds)


def test_nobody_s_hours_are_none_of_each_kind(places):
    assert hours_of("tara") == {"online": 0, "live-online": 0, "in-person": 0, "supervised": 0}


def test_each_kind_has_its_own_source(cohort, places):
    studied(TARA, world.MODULES[0], 50)
    studied(TARA, world.MODULES[1], 40, first=51)
    world.supervised(TARA, number=3)
    world.supervised(TARA, number=2, state="entered", held_on=date(2026, 11, 19))
    entered(cohort, {"tara": 375, "tom": 60})
    entered(cohort, {"tara": 90}, kind="live-online", key="l" * 32)

    assert hours_of("tara") == {
        "online": Fraction(3, 2),
        "live-online": Fraction(3, 2),
        "in-person": Fraction(25, 4),
        "supervised": 3,
    }
    assert hours_of("tom")["in-person"] == 1


def test_study_of_what_the_programme_does_not_ask_for_is_not_in_its_hours(places):
    studied(TARA, "something-else", 60)

    assert hours_of("tara")["online"] == 0


def test_a_cohort_s_hours_take_the_same_statements_however_many_people(cohort, statements):
    few, many = world.crowd(2), world.crowd(12, first=2)
    for person_id in (*few, *many):
        world.place(cohort, person_id)
    queries.of_people(few, world.PROGRAMME)
    with statements() as for_few:
        queries.of_people(few, world.PROGRAMME)
    with statements() as for_many:
        queries.of_people(many, world.PROGRAMME)

    assert len(for_few) == len(for_many) == 3


def test_entering_is_recorded_for_each_person(cohort, places):
    entered(cohort, {"tara": 360, "tom": 345})

    rows = [*queries.records_of(TARA), *queries.records_of(TOM)]
    assert [(row.minutes, row.assessor_name, row.assessor_roles, row.recorded_at) for row in rows] == [
        (360, "Sam Whitlock", "assessor", NOON),
        (345, "Sam Whitlock", "assessor", NOON),
    ]
    acts = list(db.session.query(AuditRow.action, AuditRow.subject, AuditRow.actor_id).order_by(AuditRow.seq))[-2:]
    assert acts == [("entered contact hours", f"hours:{row.id}", SAM) for row in rows]


def test_nobody_enters_their_own_and_then_nothing_is_entered(cohort, places):
    give_role("sam", Role.TRAINEE)
    world.enrolled(cohort, "sam")

    with pytest.raises(service.OwnRecord):
        entered(cohort, {"tara": 60, "sam": 60})

    assert queries.records_of(TARA) == []


def test_the_database_refuses_own_hours_too(cohort, places):
    row = entered(cohort, {"tara": 60})[0]
    with pytest.raises(IntegrityError, match="not_own"):
        db.session.execute(text("UPDATE contact_hours SET assessor_id = person_id WHERE id = :id"), {"id": row})
    rollback()


@pytest.mark.parametrize("minutes", [0, 20, 735, -15])
def test_the_database_holds_quarter_hours_of_one_day(cohort, places, minutes):
    row = entered(cohort, {"tara": 60})[0]
    with pytest.raises(IntegrityError, match="contact_hours_minutes"):
        db.session.execute(
            text("UPDATE contact_hours SET minutes = :minutes WHERE id = :id"), {"id": row, "minutes": minutes}
        )
    rollback()


def test_a_form_sent_twice_at_the_same_moment_enters_its_hours_once(app, cohort, places):
    rollback()
    made = at_once(app, *[lambda: entered(cohort, {"tara": 60, "tom": 60})] * 3, refusals=())

    assert made[0] == made[1] == made[2]
    assert hours_of("tara")["in-person"] == 1


def test_two_assessors_do_not_enter_the_same_day_twice(app, cohort, places):
    give_role("ines", Role.ASSESSOR)
    rollback()
    made = at_once(
        app,
        lambda: entered(cohort, {"tara": 360}),
        lambda: entered(cohort, {"tara": 360}, by="ines", key="i" * 32),
        refusals=(service.SameKind,),
    )

    assert sum(isinstance(one, service.SameKind) for one in made) == 1
    assert hours_of("tara")["in-person"] == 6


def test_a_further_part_of_the_day_is_entered_on_purpose(cohort, places):
    entered(cohort, {"tara": 180})

    entered(cohort, {"tara": 240}, key="f" * 32, further=True)

    assert hours_of("tara")["in-person"] == 7


def test_a_day_has_no_more_than_twelve_hours_of_all_kinds(cohort, places):
    entered(cohort, {"tara": 480, "tom": 60})

    with pytest.raises(service.Overfull) as refused:
        entered(cohort, {"tara": 255, "tom": 255}, kind="live-online", key="o" * 32)

    assert refused.value.minutes == {TARA: 480}
    assert hours_of("tom")["live-online"] == 0


def test_who_left_the_group_is_named_and_nobody_s_hours_are_entered(cohort, places):
    cohorts.withdraw(places[1], "Moved", by=identity("ada"), site=world.SITE, now=NOON)
    commit_step()

    with pytest.raises(service.LeftCohort) as refused:
        entered(cohort, {"tara": 60, "tom": 60})

    assert refused.value.person_ids == {TOM}
    assert hours_of("tara")["in-person"] == 0


def test_hours_go_along_to_another_group_of_the_programme(cohort, places):
    entered(cohort, {"tara": 60})
    cohorts.withdraw(places[0], "Moved", by=identity("ada"), site=world.SITE, now=NOON)
    commit_step()
    assert hours_of("tara")["in-person"] == 1

    other = world.cohort("Autumn 2027")
    world.enrolled(other, "tara")
    entered(other, {"tara": 120}, kind="live-online", key="a" * 32)

    assert (hours_of("tara")["in-person"], hours_of("tara")["live-online"]) == (1, 2)


def test_a_correction_is_a_new_record_with_a_reason(cohort, places):
    first = entered(cohort, {"tara": 360})[0]

    second = corrected(first, 120)

    old, new = queries.record(first), queries.record(second)
    assert (old.minutes, new.minutes, new.corrects_id, new.correction_reason) == (360, 120, first, "Left at noon")
    assert hours_of("tara")["in-person"] == 2
    assert queries.superseded(queries.records_of(TARA)) == {first: second}


def test_hours_taken_back_count_no_more(cohort, places):
    first = entered(cohort, {"tara": 360})[0]

    struck(first)

    assert hours_of("tara")["in-person"] == 0
    assert len(queries.records_of(TARA)) == 2
    with pytest.raises(service.AlreadyCorrected):
        corrected(first)
    rollback()
    entered(cohort, {"tara": 360}, key="n" * 32)


def test_the_same_correction_sent_twice_is_made_once(cohort, places):
    first = entered(cohort, {"tara": 360})[0]

    assert corrected(first) == corrected(first)


def test_of_two_corrections_at_once_one_is_made(app, cohort, places):
    first = entered(cohort, {"tara": 360})[0]
    rollback()
    made = at_once(
        app,
        lambda: corrected(first, 120),
        lambda: corrected(first, 240, key="d" * 32),
        refusals=(service.AlreadyCorrected,),
    )

    assert sum(isinstance(one, service.AlreadyCorrected) for one in made) == 1


def test_only_who_entered_corrects_and_any_assessor_takes_back(cohort, places):
    give_role("ines", Role.ASSESSOR)
    first = entered(cohort, {"tara": 360})[0]

    with pytest.raises(LookupError):
        corrected(first, by="ines")
    rollback()

    assert queries.record(struck(first, by="ines")).assessor_name == "Ines Duarte"


def test_nobody_takes_back_hours_of_their_own(cohort, places):
    give_role("tara", Role.ASSESSOR)
    first = entered(cohort, {"tara": 360})[0]

    with pytest.raises(service.OwnRecord):
        struck(first, by="tara")


def test_a_correction_may_not_overfill_the_day(cohort, places):
    first = entered(cohort, {"tara": 360})[0]
    entered(cohort, {"tara": 360}, kind="live-online", key="o" * 32)

    with pytest.raises(service.Overfull):
        corrected(first, 375)


def test_foundations_states_hours_by_kind_and_who_entered_them(cohort, places):
    world.ready(TARA)
    entered(cohort, {"tara": 345})
    entered(cohort, {"tara": 90}, kind="live-online", key="l" * 32)

    world.award(places[0], "foundations")

    facts = certificates.of_person(TARA, now=NOON)[0].facts
    assert [(each.kind, each.minutes) for each in facts.hours] == [
        ("study online", 0),
        ("live teaching online", 90),
        ("practical teaching in person", 345),
        ("supervised practice in person", 600),
    ]
    told = [seen for seen in facts.observed if seen.checklist == "Record of contact hours"]
    assert [(seen.what, seen.by, seen.where) for seen in told] == [
        (
            "live teaching online 1.5 h, practical teaching in person 5.75 h, on 1 day",
            "Sam Whitlock",
            "Room 2, Berlin",
        )
    ]


def test_theory_states_no_hours_of_practice(cohort, places):
    world.ready(TARA)
    entered(cohort, {"tara": 345})
    entered(cohort, {"tara": 90}, kind="live-online", key="l" * 32)

    world.award(places[0], "theory")

    facts = certificates.of_person(TARA, now=NOON)[0].facts
    assert [(each.kind, each.minutes) for each in facts.hours] == [("study online", 0), ("live teaching online", 90)]


def test_what_was_issued_does_not_change_with_later_hours(cohort, places):
    world.ready(TARA)
    first = entered(cohort, {"tara": 345})[0]
    number = world.award(places[0], "foundations")
    before = certificates.of_person(TARA, now=NOON)[0].facts.digest()

    struck(first)

    assert certificates.of_person(TARA, now=NOON)[0].facts.digest() == before
    assert certificates.damaged(number) == ()


def test_one_s_own_data_hold_hours_by_kind_and_each_record(cohort, places):
    first = entered(cohort, {"tara": 375})[0]
    corrected(first, 120)

    told = kept.hours_of_person(TARA)

    assert told["by_kind"][world.PROGRAMME.code]["in-person"] == 2.0
    assert [(row["hours"], row["corrects"], row["correction_reason"]) for row in told["entered"]] == [
        (2.0, first, "Left at noon"),
        (6.25, None, None),
    ]
