"""Practice, from choosing to the last question: whose it is, what is asked, what comes again, what it says."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest

from tests.bank.bank import FIGURES, act, approved, load, saved
from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from tests.quiz import counting
from training import clock
from training import db as database
from training.accounts import queries as accounts
from training.bank.queries import stock, versions
from training.bank.service import using
from training.core.certainty import Certainty
from training.core.domains import Domain
from training.core.practising import NEW_A_DAY, Wish
from training.core.recalling import Ease, Review, remember
from training.quiz.practice import history, queries, service, stamps
from training.quiz.practice.models import PracticeAnswer

PLAIN = samples.draft("plain")
CHOICES = {"domains": "safety", "number": 10, "wish": "any"}
TARA = identity("tara")
TODAY = NOON.date()
SURE = {"certainty": "sure"}


def draft(number, **changes):
    """Return one more plain practice item; its option ``a`` is right."""
    return PLAIN | {"code": f"safety/sample/plain-{number}", "stem": f"Question number {number}?"} | changes


def pool_of(*drafts):
    for each in drafts:
        approved(saved(each))


def day(number):
    return NOON + timedelta(days=number)


def session(*, seed=1, now=NOON):
    with database.commit_command():
        return service.start_session(TARA, seed=seed, now=now)


def statements(look):
    """Return how many statements a look sends."""
    with counting.counted() as found:
        look()
    return len(found.statements)


def started(*, number=10, wish=Wish.ANY, domains=tuple(Domain), seed=1, who="tara"):
    with database.commit_command():
        return service.start(identity(who), domains=domains, number=number, wish=wish, seed=seed, now=NOON)


def answered(set_id, position, *, right=True, who="tara", certainty=Certainty.FAIRLY, seconds=None, now=NOON):
    """Answer a question and return whether the answer was kept."""
    question = queries.question(identity(who), set_id, position)
    key = question.item.key
    wrong = tuple(option for option in question.order if option not in key)[:1]
    with database.commit_command():
        return service.answer(
            identity(who), set_id, position, service.Given(key if right else wrong, certainty, seconds), now=now
        )


def place_of(set_id, position, *, right):
    """Return what the page posts for the right option, or for a wrong one."""
    question = queries.question(TARA, set_id, position)
    wanted = next(option for option in question.order if (option in question.item.key) is right)
    return str(question.order.index(wanted) + 1)


# The rules, through the service


@pytest.mark.usefixtures("context")
class TestASet:
    def test_asks_what_was_wanted(self):
        pool_of(*(draft(number) for number in range(4)))

        assert queries.summary(TARA, started(number=3)).asked == 3

    def test_asks_fewer_when_the_pool_is_small(self):
        pool_of(draft(1), draft(2))

        assert queries.summary(TARA, started(number=10)).asked == 2

    def test_is_refused_when_there_is_nothing(self):
        pool_of(draft(1))

        with pytest.raises(service.NothingToPractise):
            started(domains=(Domain.EVIDENCE,))
        with pytest.raises(service.NothingToPractise):
            started(wish=Wish.WRONG)

    def test_never_shows_an_item_of_the_exam(self):
        pool_of(draft(1), draft(2, pool="exam"))

        question = queries.question(TARA, started(), 1)
        assert question.item.header.code == "safety/sample/plain-1"
        assert question.last == 1

    def test_leaves_out_what_is_not_approved_or_was_withdrawn(self):
        saved(draft(1))
        pool_of(draft(2), draft(3))
        act(using.withdraw, versions.newest("safety/sample/plain-3").hash, "wrong key", by="ada")

        assert queries.summary(TARA, started()).asked == 1

    def test_keeps_its_wording_when_the_item_changes(self):
        pool_of(draft(1))
        set_id = started()
        version = queries.question(TARA, set_id, 1).version
        approved(saved(draft(1, stem="Reworded?"), base=version))

        assert queries.question(TARA, set_id, 1).item.stem == "Question number 1?"

    def test_asks_a_wrong_one_again_until_it_is_right(self):
        pool_of(draft(1))
        set_id = started()
        answered(set_id, 1, right=False)
        answered(set_id, 2, right=False)
        answered(set_id, 3, right=True)

        assert queries.summary(TARA, set_id) == queries.Summary(set_id, 1, 0, 1, None, answered=1)
        assert queries.question(TARA, set_id, 3).last == 3

    def test_keeps_the_first_answer_of_a_question(self):
        pool_of(draft(1))
        set_id = started()

        assert answered(set_id, 1, right=False)
        assert not answered(set_id, 1, right=True)
        assert queries.question(TARA, set_id, 1).share == 0
        assert queries.question(TARA, set_id, 1).last == 2

    def test_is_nobody_elses(self):
        pool_of(draft(1))
        set_id = started()
        tom = identity("tom")

        assert queries.question(tom, set_id, 1) is None
        assert queries.summary(tom, set_id) is None
        with database.commit_command():
            assert not service.answer(tom, set_id, 1, service.Given(("a",)), now=NOON)
        assert queries.question(TARA, set_id, 1).response is None


@pytest.mark.usefixtures("context")
def test_the_next_set_takes_new_questions_first_and_wrong_ones_on_request():
    pool_of(draft(1), draft(2))
    first = started(number=1)
    code = queries.question(TARA, first, 1).item.header.code
    answered(first, 1, right=False)

    assert queries.question(TARA, started(number=1, seed=2), 1).item.header.code != code
    assert queries.question(TARA, started(wish=Wish.WRONG), 1).item.header.code == code


@pytest.mark.usefixtures("context")
def test_progress_counts_the_first_answer_of_a_set():
    pool_of(draft(1), draft(2))
    set_id = started()
    answered(set_id, 1, right=False)
    (safety,) = queries.standing(TARA, today=TODAY).progress
    assert (safety.domain, safety.pool, safety.met, safety.mastery.count) == (Domain.SAFETY, 2, 1, 1)

    answered(set_id, 3, right=True)
    assert queries.standing(TARA, today=TODAY).progress == (safety,)
    assert queries.standing(identity("tom"), today=TODAY).progress[0].met == 0


@pytest.mark.usefixtures("context")
def test_part_of_a_multiple_response_comes_again():
    pool_of(samples.draft("two-of-five"))
    set_id = started()
    key = queries.question(TARA, set_id, 1).item.key
    with database.commit_command():
        service.answer(TARA, set_id, 1, service.Given(key[:1]), now=NOON)

    assert 0 < queries.question(TARA, set_id, 1).share < 1
    assert queries.question(TARA, set_id, 2).again


def test_two_tabs_answer_one_question_once(app):
    with app.app_context():
        pool_of(draft(1))
        set_id = started()
    kept = []

    def answer():
        with app.app_context():
            kept.append(answered(set_id, 1, right=False))

    tabs = [Thread(target=answer) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert sorted(kept) == [False, True]
    with app.app_context():
        assert queries.question(TARA, set_id, 1).last == 2


# The pages


@pytest.fixture
def tara(browser_of):
    return browser_of("tara")


@pytest.fixture
def set_id(app):
    """Tara's set of two plain questions."""
    with app.app_context():
        pool_of(draft(1), draft(2))
        return started()


def test_choosing_starts_a_set(app, tara):
    with app.app_context():
        pool_of(draft(1))

    response = tara.post("/practice", data=CHOICES)

    assert response.status_code == 303
    assert "Question number 1?" in tara.get(response.location).text


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"domains": []}, "Choose at least one domain"),
        ({"number": "0"}, "from 1 to 40"),
        ({"number": "many"}, "from 1 to 40"),
        ({"wish": "wrong"}, "No question is left"),
        ({"wish": "easy"}, "Which"),
        ({"domains": "cooking"}, "Domains"),
    ],
)
def test_a_choice_that_cannot_be_says_what_to_do(app, tara, change, words):
    with app.app_context():
        pool_of(draft(1))

    response = tara.post("/practice", data=CHOICES | change)

    assert response.status_code == 422
    assert words in response.text


def test_only_domains_with_practice_questions_are_offered(app, tara):
    with app.app_context():
        pool_of(draft(1))

    text = tara.get("/practice?domain=evidence").text

    assert "Safety: contraindications" in text
    assert 'value="evidence"' not in text


def test_without_practice_questions_the_page_says_so(tara):
    assert "No practice questions yet" in tara.get("/practice").text


def test_the_page_before_the_answer_holds_no_key_and_no_reason(app, tara, set_id):
    text = tara.get(f"/practice/{set_id}/1").text

    with app.app_context():
        item = queries.question(TARA, set_id, 1).item
    assert item.header.code not in text
    assert all(option.rationale not in text for option in item.options)


def test_a_right_answer_says_why(app, tara, set_id):
    with app.app_context():
        right = place_of(set_id, 1, right=True)

    text = tara.post(f"/practice/{set_id}/1", data=SURE | {"answer": right}, follow_redirects=True).text

    assert "Question 1 of 2: right" in text
    assert "Your answer, right" in text
    assert "It comes again tomorrow" in text
    assert "/modules/" in text


def test_a_wrong_answer_says_why_and_adds_a_question(app, tara, set_id):
    with app.app_context():
        wrong = place_of(set_id, 1, right=False)

    text = tara.post(f"/practice/{set_id}/1", data=SURE | {"answer": wrong}, follow_redirects=True).text

    assert "Question 1 of 3: not right" in text
    assert "The question comes again" in text


@pytest.mark.any_database
@pytest.mark.parametrize("posted", [{}, {"answer": "9"}, {"answer": "a"}, {"answer": ["1", "1"]}])
def test_an_answer_that_is_none_is_asked_for_again(tara, set_id, posted):
    response = tara.post(f"/practice/{set_id}/1", data=SURE | posted)

    assert response.status_code == 422
    assert "Not checked yet" in response.text


def test_an_incomplete_answer_stays_on_the_page(app, tara):
    with app.app_context():
        pool_of(samples.draft("two-of-five"))
        set_id = started()

    response = tara.post(f"/practice/{set_id}/1", data=SURE | {"answer": "3"})

    assert "two or more" in response.text
    assert 'value="3" checked' in response.text


def test_keeping_the_order_shown_is_an_answer(app, tara):
    with app.app_context():
        pool_of(samples.draft("five-steps"))
        set_id = started()

    tara.post(f"/practice/{set_id}/1", data=SURE | {"answer": ["", "", "", "", "", "1 2 3 4 5"]})

    with app.app_context():
        question = queries.question(TARA, set_id, 1)
        assert question.response == question.order


def test_a_second_post_changes_nothing(app, tara, set_id):
    with app.app_context():
        right, wrong = place_of(set_id, 1, right=True), place_of(set_id, 1, right=False)
    tara.post(f"/practice/{set_id}/1", data=SURE | {"answer": wrong})

    response = tara.post(f"/practice/{set_id}/1", data=SURE | {"answer": right}, follow_redirects=True)

    assert "Question 1 of 3: not right" in response.text


def test_a_set_under_way_is_offered_again_and_a_finished_one_sums_up(app, tara, set_id):
    assert "A set is under way" in tara.get("/practice").text

    with app.app_context():
        answered(set_id, 1, right=False)
    assert "1 of 2 questions answered, 0 right at the first try." in tara.get("/practice").text
    with app.app_context():
        answered(set_id, 2)
        answered(set_id, 3)

    assert "A set is under way" not in tara.get("/practice").text
    text = tara.get(f"/practice/{set_id}").text
    assert "1 of 2 right at the first try" in text
    assert "1 question came again until you had it right" in text


def test_a_figure_is_shown_from_an_address_of_the_set(app, tara, browser_of):
    with app.app_context():
        load(draft(1, stem="![A chest](figure:chest.svg)\n\nWhat is it?"))
        approved(versions.newest("safety/sample/plain-1").hash)
        set_id = started()
    address = f"/media/practice/{set_id}/1/chest.svg"

    assert address in tara.get(f"/practice/{set_id}/1").text
    assert tara.get(address).data == FIGURES["figures/chest.svg"]
    assert tara.get(f"/media/practice/{set_id}/1/film.svg").status_code == 404
    assert browser_of("tom").get(address).status_code == 404


@pytest.mark.parametrize("path", ["/practice/{}", "/practice/{}/1", "/practice/999", "/practice/999/1"])
def test_a_stranger_finds_nothing(browser_of, set_id, path):
    assert browser_of("tom").get(path.format(set_id)).status_code == 404


def test_a_stranger_cannot_answer(browser_of, set_id):
    assert browser_of("tom").post(f"/practice/{set_id}/1", data=SURE | {"answer": "1"}).status_code == 404


def test_a_question_that_is_not_there_is_not_found(tara, set_id):
    assert tara.get(f"/practice/{set_id}/3").status_code == 404
    assert tara.post(f"/practice/{set_id}/3", data=SURE | {"answer": "1"}).status_code == 404


def test_whoever_writes_questions_does_not_practise_them(browser_of):
    assert browser_of("ines").get("/practice").status_code == 403


def test_an_answer_is_checked_only_with_how_sure_one_is(app, tara, set_id):
    with app.app_context():
        right = place_of(set_id, 1, right=True)

    for posted in ({"answer": right}, {"answer": right, "certainty": "very"}):
        page = tara.post(f"/practice/{set_id}/1", data=posted)

        assert page.status_code == 422
        assert "Say how sure you are" in page.text
        assert f'value="{right}" checked' in page.text


@pytest.mark.usefixtures("context")
class TestWhatComesAgain:
    """The schedule, through the service."""

    def test_is_new_questions_first_a_few_a_day(self):
        pool_of(*(draft(number) for number in range(8)))
        set_id = session()

        assert queries.summary(TARA, set_id).asked == NEW_A_DAY
        for position in range(1, NEW_A_DAY + 1):
            answered(set_id, position)
        with pytest.raises(service.NothingToPractise):
            session()
        assert queries.summary(TARA, session(now=day(1))).asked == 8

    def test_is_what_is_due_by_the_day_of_the_person(self):
        pool_of(draft(1))
        evening = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
        with database.commit_command():
            accounts.person(TARA).zone = "Pacific/Auckland"
        answered(session(now=evening), 1, now=evening)

        assert queries.comes_on(TARA, "safety/sample/plain-1") == date(2026, 11, 24)

    def test_is_the_longest_overdue_first(self):
        pool_of(*(draft(number) for number in range(3)))
        first, second, third = (started(number=3, seed=7) for _ in range(3))
        for position, now in ((1, day(2)), (2, day(0)), (3, day(1))):
            answered(first, position, now=now)
        order = [queries.question(TARA, first, position).version for position in (2, 3, 1)]

        found = queries.session(TARA, today=day(30).date(), seed=1)

        assert list(found.due) == order
        assert {second, third}.isdisjoint(found.versions)

    def test_follows_from_the_log_alone(self):
        pool_of(draft(1))
        for number in (0, 1, 3, 14):
            answered(started(seed=number), 1, now=day(number), certainty=Certainty.FAIRLY)

        reviews = [Review(day(number).date(), Ease.GOOD) for number in (0, 1, 3, 14)]
        assert queries.comes_on(TARA, "safety/sample/plain-1") == remember(reviews).comes_on

    def test_keeps_one_review_of_a_question_answered_twice(self):
        pool_of(draft(1))
        set_id = started()
        answered(set_id, 1, right=False, certainty=Certainty.SURE)
        answered(set_id, 1, right=True)

        (entry,) = history.of_person(TARA)
        assert (entry.ease, entry.certainty) == (Ease.AGAIN, Certainty.SURE)
        assert queries.session(TARA, today=TODAY, seed=1).due

    def test_goes_on_with_the_item_when_its_wording_changes(self):
        pool_of(draft(1))
        set_id = started()
        answered(set_id, 1)
        approved(saved(draft(1, stem="Reworded?"), base=queries.question(TARA, set_id, 1).version))

        (due,) = queries.session(TARA, today=day(1).date(), seed=1).due
        assert stock.versions([due])[due].stem == "Reworded?"

    def test_leaves_out_what_was_withdrawn_and_what_only_people_mark(self):
        pool_of(draft(1), samples.draft("explain"))
        set_id = started(domains=(Domain.SAFETY,))
        answered(set_id, 1)
        act(using.withdraw, versions.newest("safety/sample/plain-1").hash, "wrong key", by="ada")

        found = queries.session(TARA, today=day(9).date(), seed=1)
        assert found.versions == ()

    @pytest.mark.parametrize(
        ("given", "ease"),
        [
            ({"right": False, "certainty": Certainty.SURE}, Ease.AGAIN),
            ({"certainty": Certainty.GUESSED, "seconds": 3}, Ease.HARD),
            ({"certainty": Certainty.SURE, "seconds": 100}, Ease.HARD),
            ({"certainty": Certainty.FAIRLY, "seconds": 3}, Ease.GOOD),
            ({"certainty": Certainty.SURE, "seconds": 3}, Ease.EASY),
            ({"certainty": Certainty.SURE, "seconds": 2000}, Ease.GOOD),
            ({"certainty": Certainty.SURE}, Ease.GOOD),
        ],
    )
    def test_follows_from_how_the_answer_went(self, given, ease):
        pool_of(draft(1))
        answered(started(), 1, **given)

        assert history.of_person(TARA)[0].ease is ease


@pytest.mark.usefixtures("context")
def test_how_sure_one_was_counts_the_first_answer_of_each_set():
    pool_of(draft(1), draft(2))
    first = started()
    answered(first, 1, right=False, certainty=Certainty.SURE)
    answered(first, 2, certainty=Certainty.GUESSED)
    answered(first, 3, certainty=Certainty.SURE)

    found = queries.sureness(TARA)

    assert [(level.count, level.right) for level in found.levels] == [(1, 0), (0, 0), (1, 1)]
    assert [(one.place, one.right_since) for one in found.sure_and_wrong] == [((first, 1), True)]
    assert [one.place for one in found.guessed_and_right] == [(first, 2)]
    assert queries.sureness(identity("tom")).levels[0].count == 0


@pytest.mark.usefixtures("context")
def test_the_statements_do_not_grow_with_the_items_or_the_answers():
    pool_of(*(draft(number) for number in range(2)))
    looks = (
        lambda: queries.standing(TARA, today=TODAY),
        lambda: queries.sureness(TARA),
        lambda: queries.session(TARA, today=TODAY, seed=1),
    )
    answered(started(number=1), 1, right=False, certainty=Certainty.SURE)
    few = [statements(look) for look in looks]
    pool_of(*(draft(number) for number in range(2, 8)))
    for seed in range(2, 5):
        set_id = started(seed=seed)
        for position in range(1, 8):
            answered(set_id, position, right=position % 2, certainty=Certainty.SURE)

    assert [statements(look) for look in looks] == few


def test_what_is_due_starts_with_one_button(app, tara):
    with app.app_context():
        pool_of(draft(1), draft(2))
    assert "Begin with 2 new questions (about 1 minute)" in tara.get("/practice").text

    page = tara.post("/practice/due", follow_redirects=True)

    assert "Question 1 of 2" in page.text
    with app.app_context():
        set_id = queries.unfinished(TARA).set_id
        answered(set_id, 1, right=False, now=clock.now())
        answered(set_id, 2, now=clock.now())
    assert "Practise what is due (1, about 1 minute)" in tara.get("/practice").text
    with app.app_context():
        answered(set_id, 3, now=clock.now())
    assert "Nothing is due. The next 2 questions come back tomorrow" in tara.get("/practice").text
    assert tara.post("/practice/due").location == "/practice"


def test_the_time_taken_is_by_the_servers_clock_and_cannot_be_made_up(app, tara, set_id):
    with app.app_context():
        right = place_of(set_id, 1, right=True)
        shown = stamps.write(set_id, 1, now=clock.now() - timedelta(seconds=41), secret=app.secret_key)
    tara.post(f"/practice/{set_id}/1", data=SURE | {"answer": right, "shown": shown})
    tara.post(f"/practice/{set_id}/2", data=SURE | {"answer": right, "shown": shown})

    with app.app_context():
        kept = [row.seconds for row in database.db.session.query(PracticeAnswer).order_by(PracticeAnswer.position)]
    assert 41 <= kept[0] <= 50
    assert kept[1] is None


def test_how_sure_one_was_is_shown_back(app, tara, set_id):
    assert "Nothing to show yet" in tara.get("/practice/sureness").text
    with app.app_context():
        answered(set_id, 1, right=False, certainty=Certainty.SURE)
        answered(set_id, 2, certainty=Certainty.GUESSED)

    text = tara.get("/practice/sureness").text

    assert "You were sure and wrong on this one" in text
    assert "You guessed and were right on this one" in text
    assert f'href="/practice/{set_id}/1"' in text
    assert "0 of 1" in text


# What only people mark


@pytest.fixture
def text_set(app):
    with app.app_context():
        pool_of(samples.draft("explain"), draft(1))
        return started()


def place_of_text(app, set_id):
    with app.app_context():
        return next(n for n in (1, 2) if not queries.question(TARA, set_id, n).item.options)


def test_a_text_is_compared_with_the_model_answer_and_not_asked_again(app, tara, text_set):
    place = place_of_text(app, text_set)
    page = tara.post(f"/practice/{text_set}/{place}", data=SURE | {"answer": "Short."}, follow_redirects=True)
    text = page.get_data(as_text=True)

    assert "Compare your answer with the model answer" in text
    assert "<strong>not</strong> known for certain" in text
    assert f"Question {place} of 2" in text


def test_a_text_counts_neither_right_nor_wrong(app, tara, text_set):
    place = place_of_text(app, text_set)
    tara.post(f"/practice/{text_set}/{place}", data=SURE | {"answer": "Short."})
    with app.app_context():
        answered(text_set, 3 - place)
        summary = queries.summary(TARA, text_set)
        counted = {row.domain: row.mastery.count for row in queries.standing(TARA, today=TODAY).progress}

    assert (summary.asked, summary.first_right, summary.unmarked, summary.next_position) == (1, 1, 1, None)
    assert counted == {Domain.EVIDENCE: 0, Domain.SAFETY: 1}
    assert "1 answer you compared" in tara.get(f"/practice/{text_set}").get_data(as_text=True)
