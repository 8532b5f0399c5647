"""What many tests begin from is put back only where it was begun from the same rows."""

import pytest
from sqlalchemy import func, select

from tests import people
from tests.places import beginning
from training.accounts.models import Person
from training.db import db

made = []


@beginning
def joined(name):
    """Let somebody join; returns how many there are then."""
    made.append(name)
    db.session.add(Person(email=f"{name}@demo.test", name=name, created_at=people_since()))
    db.session.commit()
    return count()


def people_since():
    return db.session.scalar(select(func.min(Person.created_at)))


def count():
    return db.session.scalar(select(func.count()).select_from(Person))


@pytest.fixture
def again(context, place):
    """A function: let the next test begin."""
    made.clear()

    def again():
        db.session.remove()
        place.renew()
        if place.lost:
            db.engine.dispose()

    return again


def names():
    return list(db.session.scalars(select(Person.name).order_by(Person.id)))[len(people.PEOPLE) :]


def test_what_was_made_twice_is_put_back_with_all_that_led_to_it(again):
    for _test in range(4):
        again()
        assert joined("ann") == len(people.PEOPLE) + 1
        assert joined("ben") == len(people.PEOPLE) + 2
        assert names() == ["ann", "ben"]

    assert made == ["ann", "ben"] * 2


def test_after_anything_else_was_written_it_is_made(again):
    for _test in range(4):
        again()
        db.session.add(Person(email="else@demo.test", name="else", created_at=people_since()))
        db.session.commit()
        joined("cat")
        assert names() == ["else", "cat"]

    assert made == ["cat"] * 4


def test_another_order_is_another_way(again):
    for order in ("dan", "eve"), ("eve", "dan"), ("dan", "eve"), ("eve", "dan"), ("eve", "dan"):
        again()
        for name in order:
            joined(name)
        assert names() == list(order)


def test_one_who_fails_leaves_what_it_wrote_and_nothing_is_put_back(again):
    for _test in range(3):
        again()
        joined("fay")
        with pytest.raises(ZeroDivisionError):
            broken()
        assert joined("gus") == len(people.PEOPLE) + 3
        assert names() == ["fay", "cut", "gus"]


@beginning
def broken():
    db.session.add(Person(email="cut@demo.test", name="cut", created_at=people_since()))
    db.session.commit()
    return 1 // 0


def test_what_was_kept_is_kept_anew_where_the_database_was(again, place):
    for test in range(6):
        again()
        if test == 3:
            forgotten(place)
        assert (joined("ida"), joined("jon")) == (len(people.PEOPLE) + 1, len(people.PEOPLE) + 2)
        assert names() == ["ida", "jon"]

    assert made == ["ida", "jon"] * 3


def forgotten(place):
    """Let the place have lost what was kept, as where a test took the tables away."""
    kept, place.database.kept = place.database.kept, set()
    assert kept
