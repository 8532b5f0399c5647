"""Limits on tries: exact, also when several processes ask at once and after a restart."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.conftest import NOON, build
from training.db import db
from training.web import limits

FIVE = limits.Limit("five", 5, timedelta(minutes=1))


def take(subject="somebody", *, now=NOON, enforced=True):
    return limits.take([limits.Bucket(FIVE, subject, enforced)], now=now)


def tries_that_fit(site, number):
    with site.app_context():
        fitted = 0
        for _ in range(number):
            try:
                take()
                fitted += 1
            except limits.TooManyTries:
                pass
        db.session.remove()
        return fitted


def test_the_try_after_the_last_is_refused_and_told_when(context):
    for second in range(5):
        take(now=NOON + timedelta(seconds=second))

    with pytest.raises(limits.TooManyTries) as refused:
        take(now=NOON + timedelta(seconds=10))

    assert refused.value.until == NOON + timedelta(minutes=1)


def test_a_window_slides(context):
    for second in range(5):
        take(now=NOON + timedelta(seconds=second))

    take(now=NOON + timedelta(seconds=60))
    with pytest.raises(limits.TooManyTries):
        take(now=NOON + timedelta(seconds=60))


def test_a_try_given_back_does_not_count(context):
    for _ in range(50):
        limits.give_back(take())


def test_subjects_do_not_share_a_limit(context):
    for _ in range(5):
        take("one")

    take("another")


def test_a_refused_try_counts_nowhere(context):
    for _ in range(5):
        take("full")
    both = [limits.Bucket(FIVE, "full"), limits.Bucket(FIVE, "empty")]

    with pytest.raises(limits.TooManyTries):
        limits.take(both, now=NOON)

    assert db.session.scalar(text("SELECT count(*) FROM rate_hit")) == 5


def test_a_bucket_that_only_counts_never_refuses(context):
    for _ in range(8):
        take(enforced=False)

    with pytest.raises(limits.TooManyTries):
        take()


def test_several_processes_let_exactly_the_limit_through(app, settings):
    sites = [app, *(build(settings) for _ in range(3))]
    with ThreadPoolExecutor(4) as pool:
        fitted = sum(pool.map(lambda site: tries_that_fit(site, 4), sites))
    for site in sites[1:]:
        with site.app_context():
            db.engine.dispose()

    assert fitted == 5


def test_the_rows_hold_no_address(context):
    take("tara@demo.test")

    assert "tara" not in str(db.session.execute(text("SELECT * FROM rate_hit")).all())


def test_old_rows_go(context):
    take(now=NOON - timedelta(days=2))
    take()

    assert db.session.scalar(text("SELECT count(*) FROM rate_hit")) == 1
