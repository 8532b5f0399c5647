"""Who may open what: every endpoint of the real URL map stands here with its access, and every id has a stranger.

A new endpoint, a lost one and one whose access changed all fail. Rules with a parameter want a case in
`tests/web/strangers.py` too.
"""

import pytest
from flask import url_for

from tests import people
from tests.conftest import NOON, build, settings_for
from tests.web.strangers import CASES, FOR_ANYBODY
from training import clock
from training.core.roles import GRANTS, Permission, Role, allows
from training.web.access import PUBLIC, SIGNED_IN

ACCESS: dict[str, str] = {
    "about.accessibility": PUBLIC,
    "about.privacy": PUBLIC,
    "about.start": PUBLIC,
    "about.welcome": PUBLIC,
    "accounts.check_code": PUBLIC,
    "accounts.code": PUBLIC,
    "accounts.confirm": SIGNED_IN,
    "accounts.confirmed": SIGNED_IN,
    "accounts.drop_kept_form": SIGNED_IN,
    "accounts.enter": PUBLIC,
    "accounts.enter_here": PUBLIC,
    "accounts.kept_form": SIGNED_IN,
    "accounts.sign_in": PUBLIC,
    "accounts.sign_out": PUBLIC,
    "accounts.token": PUBLIC,
    "administration.add_exams": Permission.SET_EXAM,
    "administration.home": Permission.SET_UP,
    "administration.try_mail": Permission.SET_UP,
    "assets.file": PUBLIC,
    "awards.ask": Permission.AWARD,
    "awards.give": Permission.AWARD,
    "awards.index": Permission.AWARD,
    "awards.queue": Permission.AWARD,
    "bank.comments.act": Permission.COMMENT_ITEMS,
    "bank.comments.say": Permission.COMMENT_ITEMS,
    "bank.change.apply": Permission.WRITE_ITEMS,
    "bank.change.choose": Permission.WRITE_ITEMS,
    "bank.change.plan": Permission.WRITE_ITEMS,
    "bank.change.run": Permission.WRITE_ITEMS,
    "bank.compare": Permission.SEE_BANK,
    "bank.comparing": Permission.SEE_BANK,
    "bank.cosmetic.ask": Permission.REVIEW_ITEMS,
    "bank.cosmetic.decide": Permission.REVIEW_ITEMS,
    "bank.desk.home": Permission.SEE_BANK,
    "bank.desk.read": Permission.COMMENT_ITEMS,
    "bank.cite.find": Permission.WRITE_ITEMS,
    "bank.edit.add_figure": Permission.WRITE_ITEMS,
    "bank.edit.choose": Permission.WRITE_ITEMS,
    "bank.edit.create": Permission.WRITE_ITEMS,
    "bank.edit.drop_figure": Permission.WRITE_ITEMS,
    "bank.edit.figures": Permission.WRITE_ITEMS,
    "bank.edit.form": Permission.WRITE_ITEMS,
    "bank.edit.new": Permission.WRITE_ITEMS,
    "bank.edit.preview": Permission.WRITE_ITEMS,
    "bank.edit.preview_page": Permission.WRITE_ITEMS,
    "bank.edit.save": Permission.WRITE_ITEMS,
    "bank.files.apply": Permission.IMPORT_ITEMS,
    "bank.files.choose": Permission.IMPORT_ITEMS,
    "bank.files.export": Permission.IMPORT_ITEMS,
    "bank.files.read": Permission.IMPORT_ITEMS,
    "bank.files.refused": Permission.IMPORT_ITEMS,
    "bank.files.run": Permission.IMPORT_ITEMS,
    "bank.files.upload": Permission.IMPORT_ITEMS,
    "bank.filters.delete": Permission.SEE_BANK,
    "bank.filters.index": Permission.SEE_BANK,
    "bank.filters.keep": Permission.SEE_BANK,
    "bank.filters.rename": Permission.SEE_BANK,
    "bank.index": Permission.SEE_BANK,
    "bank.booklet.page": Permission.SEE_BANK,
    "bank.planning.coverage_map": Permission.SEE_BANK,
    "bank.picture": Permission.SEE_BANK,
    "bank.retire.act": Permission.WITHDRAW_ITEMS,
    "bank.retire.ask": Permission.WITHDRAW_ITEMS,
    "bank.request.change": Permission.CHANGE_REQUESTS,
    "modules.comments.act": Permission.COMMENT_ITEMS,
    "modules.comments.say": Permission.COMMENT_ITEMS,
    "modules.comments.show": Permission.SEE_MODULE_VERSIONS,
    "modules.request.change": Permission.CHANGE_REQUESTS,
    "modules.request.withdraw": Permission.CHANGE_REQUESTS,
    "bank.request.withdraw": Permission.CHANGE_REQUESTS,
    "bank.review.answer": Permission.REVIEW_ITEMS,
    "bank.review.decide": Permission.REVIEW_ITEMS,
    "bank.review.look": Permission.WRITE_ITEMS,
    "bank.review.page": Permission.REVIEW_ITEMS,
    "bank.review.queue": Permission.REVIEW_ITEMS,
    "bank.review.reopen": Permission.WRITE_ITEMS,
    "bank.review.sign": Permission.SIGN_OFF,
    "bank.review.sign_queue": Permission.SIGN_OFF,
    "bank.review.submit": Permission.WRITE_ITEMS,
    "bank.review.withdraw": Permission.WITHDRAW_ITEMS,
    "bank.sheet.download": Permission.IMPORT_ITEMS,
    "bank.sheet.page": Permission.IMPORT_ITEMS,
    "bank.show": Permission.SEE_BANK,
    "bank.sources": SIGNED_IN,
    "bank.tend.ask": Permission.REVIEW_ITEMS,
    "bank.tend.check": Permission.REVIEW_ITEMS,
    "bank.tend.flag": Permission.FLAG_SOURCES,
    "bank.tend.source": Permission.SEE_BANK,
    "bank.unsaved.discard": Permission.WRITE_ITEMS,
    "bank.unsaved.keep": Permission.WRITE_ITEMS,
    "bank.version": Permission.SEE_BANK,
    "boards.choose": Permission.SEE_OWN_GAPS,
    "boards.index": Permission.SEE_OWN_GAPS,
    "certificates.index": Permission.SEE_OWN_CERTIFICATES,
    "certificates.show": Permission.SEE_OWN_CERTIFICATES,
    "check.ask": PUBLIC,
    "check.compare": PUBLIC,
    "check.download": PUBLIC,
    "check.show": PUBLIC,
    "cohorts.ask_withdraw": Permission.MANAGE_COHORTS,
    "cohorts.change": Permission.MANAGE_COHORTS,
    "cohorts.choose": Permission.MANAGE_COHORTS,
    "cohorts.create": Permission.MANAGE_COHORTS,
    "cohorts.edit": Permission.MANAGE_COHORTS,
    "cohorts.enrol": Permission.MANAGE_COHORTS,
    "cohorts.export": Permission.MANAGE_COHORTS,
    "cohorts.hours": Permission.MANAGE_COHORTS,
    "cohorts.index": Permission.MANAGE_COHORTS,
    "cohorts.new": Permission.MANAGE_COHORTS,
    "cohorts.place": Permission.MANAGE_COHORTS,
    "cohorts.show": Permission.MANAGE_COHORTS,
    "cohorts.withdraw": Permission.MANAGE_COHORTS,
    "cohorts.withdrawn": Permission.MANAGE_COHORTS,
    "calibration.activate": Permission.SET_EXAM,
    "calibration.index": Permission.SEE_BANK,
    "calibration.show": Permission.SEE_BANK,
    "fairness.sheet": Permission.SEE_BANK,
    "fairness.show": Permission.SEE_BANK,
    "exams.answer_file": Permission.MANAGE_ATTEMPTS,
    "exams.ask_extra_time": Permission.MANAGE_ATTEMPTS,
    "exams.ask_extra_time_for_all": Permission.MANAGE_ATTEMPTS,
    "exams.ask_publish": Permission.SET_EXAM,
    "exams.ask_void": Permission.MANAGE_ATTEMPTS,
    "exams.attempt": Permission.MONITOR_EXAM,
    "exams.close_problem": Permission.MANAGE_ATTEMPTS,
    "exams.create": Permission.SET_EXAM,
    "exams.extra_time": Permission.MANAGE_ATTEMPTS,
    "exams.extra_time_for_all": Permission.MANAGE_ATTEMPTS,
    "exams.index": Permission.MONITOR_EXAM,
    "exams.late": Permission.MANAGE_ATTEMPTS,
    "exams.monitor": Permission.MONITOR_EXAM,
    "exams.new": Permission.SET_EXAM,
    "exams.publish": Permission.SET_EXAM,
    "exams.save": Permission.SET_EXAM,
    "exams.show": Permission.MONITOR_EXAM,
    "exams.void": Permission.MANAGE_ATTEMPTS,
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
    "hours.ask_correct": Permission.ASSESS,
    "hours.ask_strike": Permission.ASSESS,
    "hours.correct": Permission.ASSESS,
    "hours.enter": Permission.ASSESS,
    "hours.index": Permission.ASSESS,
    "hours.new": Permission.ASSESS,
    "hours.person": Permission.SEE_PRACTICALS,
    "hours.strike": Permission.ASSESS,
    "jobs.cancel": Permission.AWARD,
    "jobs.index": Permission.SEE_JOBS,
    "jobs.progress": Permission.SEE_JOBS,
    "jobs.retry": Permission.AWARD,
    "jobs.show": Permission.SEE_JOBS,
    "mail.letter": PUBLIC,
    "mail.mailbox": PUBLIC,
    "mail.outbox": Permission.SEE_JOBS,
    "mail.retry": Permission.SET_UP,
    "marking.accept_answer": Permission.WRITE_ITEMS,
    "marking.figure": Permission.MARK_RESPONSES,
    "marking.give": Permission.MARK_RESPONSES,
    "marking.index": Permission.MARK_RESPONSES,
    "marking.own": Permission.SIT_EXAM,
    "marking.page": Permission.MARK_RESPONSES,
    "marking.waiting": Permission.MONITOR_EXAM,
    "media.picture": SIGNED_IN,
    "modules.answer": Permission.LEARN,
    "modules.began": Permission.LEARN,
    "modules.drill.show": Permission.LEARN,
    "modules.edit.change": Permission.WRITE_MODULES,
    "modules.edit.new": Permission.WRITE_MODULES,
    "modules.edit.part": Permission.WRITE_MODULES,
    "modules.edit.preview": Permission.WRITE_MODULES,
    "modules.edit.preview_page": Permission.WRITE_MODULES,
    "modules.edit.save": Permission.WRITE_MODULES,
    "modules.edit.show": Permission.WRITE_MODULES,
    "modules.edit.unsaved.discard": Permission.WRITE_MODULES,
    "modules.edit.unsaved.keep": Permission.WRITE_MODULES,
    "modules.index": Permission.LEARN,
    "modules.opened": Permission.LEARN,
    "modules.read": Permission.LEARN,
    "modules.references": Permission.LEARN,
    "modules.section": Permission.LEARN,
    "modules.show": Permission.LEARN,
    "modules.sign": Permission.SIGN_OFF,
    "modules.sign_off": Permission.SIGN_OFF,
    "modules.study": Permission.LEARN,
    "modules.versions.compare": Permission.SEE_MODULE_VERSIONS,
    "modules.versions.decide": Permission.REVIEW_MODULES,
    "modules.versions.index": Permission.SEE_MODULE_VERSIONS,
    "modules.summary": Permission.LEARN,
    "modules.versions.show": Permission.SEE_MODULE_VERSIONS,
    "modules.versions.submit": Permission.WRITE_MODULES,
    "modules.whole": Permission.LEARN,
    "packs.activate": Permission.MANAGE_PACKS,
    "packs.ask_activate": Permission.MANAGE_PACKS,
    "packs.ask_deactivate": Permission.MANAGE_PACKS,
    "packs.deactivate": Permission.MANAGE_PACKS,
    "packs.index": Permission.SEE_PACKS,
    "packs.load": Permission.MANAGE_PACKS,
    "packs.load_shipped": Permission.MANAGE_PACKS,
    "packs.show": Permission.SEE_PACKS,
    "password.accept": PUBLIC,
    "password.arriving": PUBLIC,
    "password.ask_link": PUBLIC,
    "password.ask_reset": PUBLIC,
    "password.forgot": PUBLIC,
    "password.invitation": PUBLIC,
    "password.link": PUBLIC,
    "password.mailed": PUBLIC,
    "password.reset": PUBLIC,
    "password.set_new": PUBLIC,
    "password.use_link": PUBLIC,
    "patterns.index": PUBLIC,
    "people.accommodate": Permission.MANAGE_PEOPLE,
    "people.block": Permission.MANAGE_PEOPLE,
    "people.decide_name": Permission.MANAGE_PEOPLE,
    "people.erase": Permission.MANAGE_PEOPLE,
    "people.erasing": Permission.MANAGE_PEOPLE,
    "people.index": Permission.MANAGE_PEOPLE,
    "people.invite": Permission.MANAGE_PEOPLE,
    "people.invite_again": Permission.MANAGE_PEOPLE,
    "people.new": Permission.MANAGE_PEOPLE,
    "people.remove_code_app": Permission.MANAGE_PEOPLE,
    "people.set_roles": Permission.MANAGE_PEOPLE,
    "people.show": Permission.MANAGE_PEOPLE,
    "people.sign_out": Permission.MANAGE_PEOPLE,
    "people.unblock": Permission.MANAGE_PEOPLE,
    "practicals.ask_strike": Permission.ASSESS,
    "practicals.begin": Permission.ASSESS,
    "practicals.check": Permission.ASSESS,
    "practicals.choose": Permission.ASSESS,
    "practicals.correct": Permission.ASSESS,
    "practicals.discard": Permission.ASSESS,
    "practicals.draft": Permission.ASSESS,
    "practicals.index": Permission.ASSESS,
    "practicals.person": Permission.SEE_PRACTICALS,
    "practicals.record": Permission.ASSESS,
    "practicals.save": Permission.ASSESS,
    "practicals.show": SIGNED_IN,
    "practicals.strike": Permission.ASSESS,
    "mocks.index": Permission.SIT_EXAM,
    "mocks.question": Permission.SIT_EXAM,
    "mocks.result": Permission.SIT_EXAM,
    "mocks.show": Permission.SIT_EXAM,
    "mocks.start": Permission.SIT_EXAM,
    "practice.answer": Permission.PRACTISE,
    "practice.done": Permission.PRACTISE,
    "practice.due": Permission.PRACTISE,
    "practice.figure": Permission.PRACTISE,
    "practice.index": Permission.PRACTISE,
    "practice.question": Permission.PRACTISE,
    "practice.start": Permission.PRACTISE,
    "practice.sureness": Permission.PRACTISE,
    "profile.ask_email": SIGNED_IN,
    "profile.certificate_name": SIGNED_IN,
    "profile.change_email": PUBLIC,
    "profile.change_password": SIGNED_IN,
    "profile.confirm_name": SIGNED_IN,
    "profile.download": SIGNED_IN,
    "profile.edit": SIGNED_IN,
    "profile.email": SIGNED_IN,
    "profile.end_others": SIGNED_IN,
    "profile.moving": PUBLIC,
    "profile.password": SIGNED_IN,
    "profile.save": SIGNED_IN,
    "profile.show": SIGNED_IN,
    "profile.wish_name": SIGNED_IN,
    "programmes.home": SIGNED_IN,
    "programmes.hours": SIGNED_IN,
    "programmes.show": SIGNED_IN,
    "quiz.attempt": Permission.SIT_EXAM,
    "quiz.check": Permission.SIT_EXAM,
    "quiz.figure": Permission.SIT_EXAM,
    "quiz.index": Permission.SIT_EXAM,
    "quiz.problem": Permission.SIT_EXAM,
    "quiz.receipt": Permission.SIT_EXAM,
    "quiz.report_problem": Permission.SIT_EXAM,
    "quiz.result": Permission.SIT_EXAM,
    "quiz.save": Permission.SIT_EXAM,
    "quiz.show": Permission.SIT_EXAM,
    "quiz.start": Permission.SIT_EXAM,
    "quiz.submit": Permission.SIT_EXAM,
    "quiz.worker": PUBLIC,
    "quiz_api.device": SIGNED_IN,
    "quiz_api.events": SIGNED_IN,
    "quiz_api.state": SIGNED_IN,
    "quiz_api.submit": SIGNED_IN,
    "register.ask": Permission.MANAGE_CERTIFICATES,
    "register.ask_name": Permission.MANAGE_CERTIFICATES,
    "register.ask_renewal": Permission.MANAGE_CERTIFICATES,
    "register.change": Permission.MANAGE_CERTIFICATES,
    "register.correct_name": Permission.MANAGE_CERTIFICATES,
    "register.index": Permission.SEE_CERTIFICATES,
    "register.renew": Permission.MANAGE_CERTIFICATES,
    "register.show": Permission.SEE_CERTIFICATES,
    "reports.audit": Permission.SEE_AUDIT,
    "rosters.apply": Permission.MANAGE_COHORTS,
    "rosters.new": Permission.MANAGE_COHORTS,
    "rosters.read": Permission.MANAGE_COHORTS,
    "rosters.show": Permission.MANAGE_COHORTS,
    "sample_quizzes.add": Permission.SHARE_SAMPLES,
    "sample_quizzes.again": Permission.SHARE_SAMPLES,
    "sample_quizzes.arrange": Permission.SHARE_SAMPLES,
    "sample_quizzes.ask_end": Permission.WITHDRAW_ITEMS,
    "sample_quizzes.ask_renew": Permission.SHARE_SAMPLES,
    "sample_quizzes.change": Permission.SHARE_SAMPLES,
    "sample_quizzes.choose": Permission.SHARE_SAMPLES,
    "sample_quizzes.create": Permission.SHARE_SAMPLES,
    "sample_quizzes.edit": Permission.SHARE_SAMPLES,
    "sample_quizzes.end": Permission.WITHDRAW_ITEMS,
    "sample_quizzes.index": Permission.SEE_BANK,
    "sample_quizzes.new": Permission.SHARE_SAMPLES,
    "sample_quizzes.renew": Permission.SHARE_SAMPLES,
    "sample_quizzes.show": Permission.SEE_BANK,
    "samples.answer": PUBLIC,
    "samples.check": PUBLIC,
    "samples.end": PUBLIC,
    "samples.figure": PUBLIC,
    "samples.question": PUBLIC,
    "samples.start": PUBLIC,
    "samples.whole": PUBLIC,
    "second_factor.begin": SIGNED_IN,
    "second_factor.confirm": SIGNED_IN,
    "second_factor.enrol": SIGNED_IN,
    "second_factor.remove": SIGNED_IN,
    "second_factor.renew": SIGNED_IN,
    "second_factor.show": SIGNED_IN,
    "sessions.ask_correct": Permission.LOG_SESSIONS,
    "sessions.ask_decline": Permission.ASSESS,
    "sessions.ask_strike": Permission.LOG_SESSIONS,
    "sessions.confirm": Permission.ASSESS,
    "sessions.correct": Permission.LOG_SESSIONS,
    "sessions.decline": Permission.ASSESS,
    "sessions.enter": Permission.LOG_SESSIONS,
    "sessions.index": Permission.LOG_SESSIONS,
    "sessions.new": Permission.LOG_SESSIONS,
    "sessions.queue": Permission.ASSESS,
    "sessions.strike": Permission.LOG_SESSIONS,
}

NOT_THEIRS = {403, 404}
SAMPLES = {
    "RowNumber": 1,
    "UnicodeConverter": "x",
    "CodeConverter": "safety/thorax/x",
    "PathConverter": "x",
    "UUIDConverter": "0" * 32,
}


@pytest.fixture
def noon(monkeypatch):
    """The pages are opened at noon of the tests' day, when the exam is open."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """Every rule of the site, by endpoint; an endpoint may have several."""
    folder = tmp_path_factory.mktemp("map")
    return list(build(settings_for(folder, f"sqlite:///{folder}/map.db")).url_map.iter_rules())


def test_every_endpoint_stands_in_the_table_and_says_what_it_says(app):
    declared = {name: getattr(view, "access", None) for name, view in app.view_functions.items()}

    assert declared == ACCESS


def test_every_permission_has_a_row():
    assert set(GRANTS) == set(Permission)


def test_an_administrator_may_manage_but_not_sit_or_sign():
    administrator = {Role.ADMINISTRATOR}

    assert allows(administrator, Permission.MANAGE_PEOPLE)
    assert not allows(administrator, Permission.SIT_EXAM)
    assert not allows(administrator, Permission.SIGN_OFF)
    assert not allows(administrator, Permission.ASSESS)


def test_a_reader_of_everything_changes_nothing(app):
    writing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and isinstance(ACCESS.get(rule.endpoint), Permission)
    }

    assert {name for name in writing if Role.AUDITOR in GRANTS[ACCESS[name]]} <= LEARNERS | OWN


LEARNERS = {name for name, access in ACCESS.items() if access == Permission.LEARN}
"""Everybody may learn; what is stored by it is the learner's own."""
OWN = {"bank.filters.delete", "bank.filters.keep", "bank.filters.rename"}
"""How somebody looks at a list is their own; the bank stays as it is."""


@pytest.mark.parametrize("first", [*people.PEOPLE, None])
def test_each_permission_opens_for_its_roles_and_no_others(app, rules, first):
    browser = people.signed_in(app, first) if first else app.test_client()
    roles = people.PEOPLE[first][1] if first else set()
    plain = [rule for rule in rules if "GET" in rule.methods and not rule.arguments and rule.endpoint in ACCESS]

    answers = {rule.endpoint: browser.get(rule.rule) for rule in plain}

    assert {name: _refused(answer) for name, answer in answers.items()} == {
        name: _expected(ACCESS[name], roles) for name in answers
    }


def test_every_rule_with_a_parameter_has_a_stranger(rules):
    with_parameter = {rule.endpoint for rule in rules if rule.arguments}
    guarded = {name for name in with_parameter if _closed_to_trainees(name)}

    assert with_parameter - guarded == set(CASES) | set(FOR_ANYBODY)
    assert not set(CASES) & set(FOR_ANYBODY)


@pytest.mark.any_database
def test_a_trainee_is_refused_on_every_rule_of_the_staff(app, rules):
    tom = people.signed_in(app, "tom")
    staff = [rule for rule in rules if rule.arguments and _closed_to_trainees(rule.endpoint)]

    answers = {(rule.endpoint, method): _try(app, tom, rule, method, {}) for rule in staff for method in _methods(rule)}

    assert {key: code for key, code in answers.items() if code != 403} == {}


@pytest.mark.any_database
@pytest.mark.parametrize("endpoint", CASES)
def test_a_stranger_does_not_find_what_is_not_theirs(app, context, noon, rules, endpoint):
    case = CASES[endpoint]
    codes = _try_all(app, people.signed_in(app, case.who), rules, case, endpoint)

    assert codes <= NOT_THEIRS


@pytest.mark.any_database
@pytest.mark.parametrize("endpoint", CASES)
def test_its_owner_does_so_the_case_is_a_case(app, context, noon, rules, endpoint):
    case = CASES[endpoint]
    codes = _try_all(app, people.signed_in(app, case.whose), rules, case, endpoint)

    assert not codes & NOT_THEIRS


@pytest.mark.any_database
@pytest.mark.parametrize("endpoint", CASES)
def test_nobody_finds_it_without_signing_in(app, context, noon, rules, endpoint):
    codes = _try_all(app, app.test_client(), rules, CASES[endpoint], endpoint)

    assert codes <= {303, 401}


def _try_all(app, browser, rules, case, endpoint):
    values = case.values()
    wanted = [rule for rule in rules if rule.endpoint == endpoint]
    return {_try(app, browser, rule, method, values, case.json) for rule in wanted for method in _methods(rule)}


def _closed_to_trainees(endpoint):
    access = ACCESS.get(endpoint)
    return isinstance(access, Permission) and Role.TRAINEE not in GRANTS[access]


def _methods(rule):
    return sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def _try(app, browser, rule, method, values, json=None):
    sample = {name: _sample(rule, name) for name in rule.arguments}
    with app.test_request_context():
        address = url_for(rule.endpoint, **(sample | {name: values[name] for name in rule.arguments & set(values)}))
    return browser.open(address, method=method, json=json if method == "POST" else None).status_code


def _sample(rule, name):
    converter = rule._converters[name]
    chosen = getattr(converter, "regex", "")
    kind = type(converter).__name__
    return chosen.strip("(?:)").split("|")[0] if kind == "AnyConverter" else SAMPLES[kind]


def _refused(answer):
    """Return what the door said: nothing, that a sign-in is wanted, or that no role opens this."""
    if answer.status_code == 401 or (answer.location or "").startswith("/sign-in?next="):
        return "sign in"
    return "role" if answer.status_code == 403 else None


def _expected(access, roles):
    if access == PUBLIC:
        return None
    if not roles:
        return "sign in"
    return None if access == SIGNED_IN or allows(roles, access) else "role"
