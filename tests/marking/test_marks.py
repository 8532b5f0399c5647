"""From withheld to decided: two on their own, a third between them, results that can be recomputed."""

from datetime import timedelta
from fractions import Fraction
from functools import partial

import pytest
from sqlalchemy import func, select

from tests import racing
from tests.conftest import NOON
from tests.marking import papers
from tests.marking.papers import RULES, give, points, sat, waiting
from tests.people import email, identity
from tests.quiz import exams
from training import db as database
from training.audit.models import AuditRow
from training.core.domains import Domain, Level
from training.core.scoring import Outcome
from training.db import db
from training.mail import queries as mail
from training.marking import queries, service
from training.marking.models import MarkDraft, PersonMark
from training.quiz import closing, invigilation
from training.quiz.models import Held, Ruling
from training.scoring import queries as results

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def attempt():
    papers.publish()
    return sat()


def letters():
    return [letter for letter in mail.newest() if letter.kind == "exam-result"]


def test_an_attempt_with_a_text_is_withheld_and_nobody_is_told_of_a_result(attempt):
    assert papers.outcome(attempt) is Outcome.WITHHELD
    assert letters() == []
    assert papers.holds(attempt)


def test_what_waits_stands_in_every_markers_queue_since_the_closing(attempt):
    (row,) = queries.queue(identity("ines"), RULES)

    assert row.since >= NOON + timedelta(minutes=20)
    assert row.due_at == row.since + timedelta(days=14)
    assert papers.in_queue_of("sam") == [row.id]


def test_two_who_agree_decide_the_attempt_by_their_exact_mean(attempt):
    (text,) = waiting(attempt)

    assert give(text, "ines", points(3, 1)) is None
    assert papers.outcome(attempt) is Outcome.WITHHELD
    assert give(text, "sam", points(3, 1)) == Fraction(4, 5)

    decision = papers.decision(attempt)
    assert (decision.awarded, decision.possible) == (Fraction(19, 5), 4)
    assert decision.outcome is Outcome.PASS


def test_the_mean_of_different_marks_within_the_tolerance_is_exact(attempt):
    (text,) = waiting(attempt)
    wide = queries.Rules(queries.Agreement(Fraction(1, 5)), timedelta(days=14))
    give(text, "ines", points(3, 1), rules=wide)

    assert give(text, "sam", points(3, 0), rules=wide) == Fraction(7, 10)
    assert papers.decision(attempt).awarded == Fraction(37, 10)


def test_the_decision_can_be_made_again_from_its_evidence(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 1))
    give(text, "sam", points(3, 1))

    assert papers.holds(attempt)
    history = results.history(attempt)
    assert [result.decision.outcome for result in history] == [Outcome.WITHHELD, Outcome.PASS]
    assert history[0].evidence != history[1].evidence


def test_a_mark_changed_behind_our_back_no_longer_gives_the_decision(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 1))
    give(text, "sam", points(3, 1))
    with database.commit_command():
        db.session.execute(results.GivenMark.__table__.update().values(awarded_num=5))

    assert not papers.holds(attempt)


def test_the_trainee_is_told_once_when_the_result_is_final(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 1))
    assert letters() == []
    give(text, "sam", points(3, 1))

    (letter,) = letters()
    assert letter.recipient == email("tara")


def test_two_who_disagree_leave_it_to_a_third_who_sees_both(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 2, comment="Clear."))
    assert give(text, "sam", points(0, 1)) is None

    task = queries.task(text, identity("ivo"), RULES)
    assert [(mark.share, mark.comment) for mark in task.others] == [(Fraction(1), "Clear."), (Fraction(1, 5), "")]
    assert give(text, "ivo", points(2, 1)) == Fraction(3, 5)
    assert papers.decision(attempt).awarded == Fraction(18, 5)
    assert papers.holds(attempt)


def test_neither_of_the_two_decides_between_themselves(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 2))
    give(text, "sam", points(0, 0))

    assert papers.in_queue_of("ines") == papers.in_queue_of("sam") == []
    with pytest.raises(service.Incomplete):
        give(text, "ines", points(2, 2))
    assert papers.in_queue_of("ivo") == [text]


def test_who_marks_on_their_own_sees_no_other_mark(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 2, comment="Clear."))

    assert queries.task(text, identity("sam"), RULES).others == ()
    assert queries.task(text, identity("ines"), RULES).others == ()


def test_a_third_too_many_is_refused(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 1))
    give(text, "sam", points(3, 1))

    with pytest.raises(service.NotYours):
        give(text, "ivo", points(0, 0))
    assert db.session.scalar(select(func.count()).select_from(PersonMark)) == 2


def test_nobody_marks_their_own(attempt):
    (text,) = waiting(attempt)

    assert papers.in_queue_of("tara") == []
    assert queries.task(text, identity("tara"), RULES) is None
    with pytest.raises(service.NotYours):
        give(text, "tara", points(3, 2))


def test_a_change_of_mind_is_a_new_mark_with_a_reason(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(0, 0))
    with pytest.raises(service.Incomplete) as caught:
        give(text, "ines", points(3, 1))
    assert set(caught.value.problems) == {"reason"}

    give(text, "ines", points(3, 1, reason="I misread the second paragraph."))

    rows = db.session.scalars(select(PersonMark).order_by(PersonMark.id)).all()
    assert [(row.points, row.supersedes, row.reason) for row in rows] == [
        ({"a": 0, "b": 0}, None, None),
        ({"a": 3, "b": 1}, rows[0].id, "I misread the second paragraph."),
    ]
    assert give(text, "sam", points(3, 1)) == Fraction(4, 5)


def test_once_the_result_is_out_no_mark_changes(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 1))
    give(text, "sam", points(3, 1))

    with pytest.raises(service.Decided):
        give(text, "ines", points(0, 0, reason="I was too kind."))
    assert papers.decision(attempt).awarded == Fraction(19, 5)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"points-a", "points-b"}),
        (points(4, 0), {"points-a"}),
        (points("-1", "1.5"), {"points-a", "points-b"}),
        (points("٣", 1), {"points-a"}),
        (points("0000009", 1), {"points-a"}),
        (points(3, 1) | {"comment": "x" * 5_001}, {"comment"}),
    ],
)
def test_points_are_whole_and_within_the_rubric(attempt, fields, wrong):
    (text,) = waiting(attempt)

    with pytest.raises(service.Incomplete) as caught:
        give(text, "ines", fields)
    assert set(caught.value.problems) == wrong


def test_a_comment_too_long_is_kept_whole_while_it_is_half_finished(attempt):
    (text,) = waiting(attempt)
    with database.commit_command():
        service.keep(text, {"comment": "x" * 5_001}, rules=RULES, by=identity("ines"), now=NOON)

    assert queries.task(text, identity("ines"), RULES).fields == {"comment": "x" * 5_001}


def test_a_half_finished_form_is_kept_for_its_marker_alone_and_gone_once_the_mark_is_given(attempt):
    (text,) = waiting(attempt)
    with database.commit_command():
        service.keep(text, {"points-a": "2", "comment": "So far"}, rules=RULES, by=identity("ines"), now=NOON)

    assert queries.task(text, identity("ines"), RULES).fields == {"points-a": "2", "comment": "So far"}
    assert queries.task(text, identity("sam"), RULES).fields == {}
    give(text, "ines", points(3, 1))
    assert queries.task(text, identity("ines"), RULES).fields == {}


def test_an_empty_text_gets_nothing_and_waits_for_nobody():
    papers.publish()
    attempt = sat(texts="")

    assert waiting(attempt) == []
    assert papers.outcome(attempt) is Outcome.PASS


def test_the_record_says_who_gave_what_and_what_followed(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 1, comment="Secret words"))
    give(text, "sam", points(3, 1))

    rows = db.session.execute(
        select(AuditRow.action, AuditRow.actor_id, AuditRow.facts).where(AuditRow.subject == f"attempt:{attempt}")
    ).all()
    acts = [(action, actor) for action, actor, _facts in rows]
    assert ("marked response", identity("ines")) in acts
    assert ("marked response", identity("sam")) in acts
    assert [facts["outcome"] for action, _actor, facts in rows if action == "made result from marks"] == ["pass"]
    assert "Secret" not in str(rows)


TWO = {(Domain.SAFETY, Level.APPLY): 3, (Domain.EVIDENCE, Level.ANALYSE): 2}


@pytest.fixture
def two_texts():
    papers.publish(papers.essay(1), papers.essay(2), cells=TWO)
    return sat()


def test_the_attempt_stays_withheld_until_the_last_text_is_marked(two_texts):
    first, second = waiting(two_texts)
    for marker in ("ines", "sam"):
        give(first, marker, points(3, 2))
    assert papers.outcome(two_texts) is Outcome.WITHHELD
    assert waiting(two_texts) == [second]
    assert papers.holds(two_texts)

    for marker in ("ines", "sam"):
        give(second, marker, points(0, 0))
    assert papers.outcome(two_texts) is Outcome.PASS
    assert papers.decision(two_texts).awarded == 4
    assert papers.holds(two_texts)
    assert len(letters()) == 1


def test_a_change_of_mind_that_ends_an_agreement_calls_the_third_person(two_texts):
    first, second = waiting(two_texts)
    for marker in ("ines", "sam"):
        give(first, marker, points(3, 2))

    assert give(first, "ines", points(0, 0, reason="Copied from the leaflet.")) is None

    assert set(waiting(two_texts)) == {first, second}
    assert first in papers.in_queue_of("ivo")
    assert papers.holds(two_texts)


def test_a_voided_attempt_leaves_the_queue(attempt):
    (text,) = waiting(attempt)
    with database.commit_command():
        invigilation.void(attempt, "A fire alarm", give_back=True, by=identity("ada"), site=exams.SITE, now=NOON)

    assert papers.in_queue_of("ines") == []
    with pytest.raises(service.NotYours):
        give(text, "ines", points(3, 2))


def late(attempt, position, value, *, seq=90):
    """Let one event arrive after the time, and have it accepted."""
    event = exams.event(seq, position, value=value, made_wall=0)
    exams.send(attempt, event, now=NOON + timedelta(hours=3))
    held = db.session.scalars(select(Held.id).where(Held.attempt_id == attempt, Held.ruling.is_(None))).all()
    with database.commit_command():
        return invigilation.rule_on_late(
            attempt, held, ruling=Ruling.ACCEPTED, by=identity("ada"), site=exams.SITE, now=NOON + timedelta(hours=4)
        )


def place_of_text(attempt):
    return next(slot.position for slot in exams.sheet(attempt).slots if not slot.item.options)


def test_late_words_wait_for_marks_of_their_own(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 2))
    give(text, "sam", points(3, 2))
    assert papers.outcome(attempt) is Outcome.PASS

    late(attempt, place_of_text(attempt), ["Other words came late."])

    assert papers.outcome(attempt) is Outcome.WITHHELD
    (newer,) = waiting(attempt)
    assert newer != text
    assert queries.task(newer, identity("ines"), RULES).response == ("Other words came late.",)
    assert papers.holds(attempt)


def test_marks_of_words_that_stay_the_same_hold_in_a_later_edition(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 2))
    give(text, "sam", points(3, 2))
    choice = next(slot.position for slot in exams.sheet(attempt).slots if slot.item.options)
    wrong = [place for place in (1, 2, 3, 4) if [place] != exams.key_places(attempt, choice)]

    late(attempt, choice, wrong[:1])

    assert papers.outcome(attempt) is not Outcome.WITHHELD
    assert papers.decision(attempt).awarded == 3
    assert papers.holds(attempt)


def test_half_of_the_marks_hold_on_when_other_answers_come_late(attempt):
    (text,) = waiting(attempt)
    give(text, "ines", points(3, 2))

    late(attempt, next(slot.position for slot in exams.sheet(attempt).slots if slot.item.options), [1])

    assert waiting(attempt) == [text]
    assert give(text, "sam", points(3, 2)) == 1


@pytest.fixture
def at_once(app):
    """A function: people give their marks at the same moment; returns the kinds of refusal."""

    def run(text, *names):
        acts = [partial(give, text, name, points(3, 1)) for name in names]
        done = racing.at_once(app, *acts, refusals=(service.MarkingError,))
        return [type(outcome) for outcome in done if isinstance(outcome, service.MarkingError)]

    return run


def test_two_at_once_take_the_two_seats(attempt, at_once):
    (text,) = waiting(attempt)
    db.session.remove()

    assert at_once(text, "ines", "sam") == []
    assert papers.outcome(attempt) is Outcome.PASS
    assert len(results.history(attempt)) == 2


def test_a_half_finished_form_kept_twice_at_the_same_moment_is_kept_once(app, attempt):
    (text,) = waiting(attempt)
    db.session.remove()

    def keep(comment):
        service.keep(text, {"comment": comment}, rules=RULES, by=identity("ines"), now=NOON)
        database.commit_step()

    racing.at_once(app, *[partial(keep, f"So far {number}") for number in range(4)], refusals=())

    assert db.session.scalar(select(func.count()).select_from(MarkDraft)) == 1


def test_of_three_at_once_one_is_too_many(attempt, at_once):
    (text,) = waiting(attempt)
    db.session.remove()

    assert at_once(text, "ines", "sam", "ivo") == [service.NotYours]
    assert db.session.scalar(select(func.count()).select_from(PersonMark)) == 2
    assert papers.holds(attempt)


def test_one_person_twice_at_once_gives_one_mark(attempt, at_once):
    (text,) = waiting(attempt)
    db.session.remove()

    assert at_once(text, "ines", "ines") == []
    assert db.session.scalar(select(func.count()).select_from(PersonMark)) == 1


def test_nobody_starts_again_while_an_attempt_waits_for_markers(attempt):
    locks = exams.standing("tara", NOON + timedelta(days=30)).locks

    assert [lock.why.name for lock in locks] == ["UNDECIDED"]


def test_grading_again_changes_nothing_of_what_waits(attempt):
    with database.commit_command():
        closing.grade(attempt, site=exams.SITE, now=NOON)

    assert len(waiting(attempt)) == 1
