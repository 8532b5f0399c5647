"""The application factory: the only module that knows every slice."""

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from training import clock
from training import db as database
from training.accounts import loader, manage
from training.accounts.views import about, door, password, profile, second_factor, sign_in
from training.audit import kept as kept_acts
from training.bank import erasure as bank_erasure
from training.bank import saved_filters, unsaved
from training.bank.forms import registry as item_forms
from training.bank.queries import subjects as item_subjects
from training.bank.views import citing
from training.bank.views import listing as bank
from training.bank.views import queueing as item_queue
from training.certificates import erasure as certificate_erasure
from training.certificates import manage as register
from training.certificates import queries as certificate_queries
from training.certificates import service as certificate_service
from training.certificates.views import check
from training.certificates.views import own as certificates
from training.erasing import Erasing
from training.jobs import health
from training.jobs import views as jobs
from training.mail import kept as kept_mails
from training.mail import views as mail
from training.marking import erasure as marking_erasure
from training.marking import views as marking
from training.media import views as media
from training.modules import erasure as module_erasure
from training.modules import interactives
from training.modules import kept as kept_reading
from training.modules import queries as module_queries
from training.modules import subjects as module_subjects
from training.modules.views import desk as module_desk
from training.modules.views import reading as modules
from training.packs import erasure as pack_erasure
from training.packs import kept as kept_choices
from training.packs.views import boards, packs
from training.practicals import erasure as practical_erasure
from training.practicals import kept as kept_practicals
from training.practicals.views import assess, sessions
from training.programmes import erasure as roster_erasure
from training.programmes import kept as kept_places
from training.programmes.views import admin, awards, cohorts, home, hours, rosters
from training.quiz import demand, item_use
from training.quiz import erasure as exam_erasure
from training.quiz import kept as kept_exams
from training.quiz import manage as exams
from training.quiz.calibration import erasure as calibration_erasure
from training.quiz.calibration import views as calibration
from training.quiz.fairness import views as fairness
from training.quiz.mocks import erasure as mock_erasure
from training.quiz.mocks import views as mocks
from training.quiz.practice import erasure as practice_erasure
from training.quiz.practice import kept as kept_practice
from training.quiz.practice import views as practice
from training.quiz.views import api as quiz_api
from training.quiz.views import exam
from training.reports import views as reports
from training.reviews import erasure as review_erasure
from training.reviews import queries as review_queries
from training.sample_quizzes import erasure as sample_erasure
from training.sample_quizzes import queries as sample_queries
from training.sample_quizzes.views import desk as sample_quizzes
from training.sample_quizzes.views import visitor as samples
from training.settings import Settings
from training.simulation import queries as simulations
from training.web import assets, errors, filters, frame, headers, numbers, patterns, requests, texts

HERE = Path(__file__).parent
BLUEPRINTS: tuple[Blueprint, ...] = (
    about.bp,
    admin.bp,
    assess.bp,
    awards.bp,
    boards.bp,
    certificates.bp,
    check.bp,
    bank.bp,
    exam.bp,
    exams.bp,
    calibration.bp,
    fairness.bp,
    quiz_api.bp,
    cohorts.bp,
    health.bp,
    home.bp,
    hours.bp,
    jobs.bp,
    mail.bp,
    marking.bp,
    media.bp,
    manage.bp,
    mocks.bp,
    modules.bp,
    packs.bp,
    password.bp,
    patterns.bp,
    profile.bp,
    register.bp,
    practice.bp,
    reports.bp,
    rosters.bp,
    sample_quizzes.bp,
    samples.bp,
    second_factor.bp,
    sessions.bp,
    sign_in.bp,
)
EXPORTERS: dict[str, Callable[[int], object]] = {
    "places": kept_places.of_person,
    "modules": kept_reading.of_person,
    "practice": kept_practice.of_person,
    "exams": kept_exams.of_person,
    "practicals": kept_practicals.of_person,
    "contact_hours": kept_places.hours_of_person,
    "certificates": certificate_queries.kept,
    "boards": kept_choices.of_person,
    "unsaved_items": unsaved.of_person,
    "item_filters": saved_filters.of_person,
    "sample_quizzes": sample_queries.kept,
    "mails": kept_mails.of_person,
    "record": kept_acts.of_person,
}
"""What each slice tells a person of themselves in the download of their data: a name and a function of their id."""
ERASERS: tuple[Callable[[Erasing], None], ...] = (
    certificate_erasure.erase,
    bank_erasure.erase,
    review_erasure.erase,
    module_erasure.erase,
    practical_erasure.erase,
    practice_erasure.erase,
    mock_erasure.erase,
    exam_erasure.erase,
    calibration_erasure.erase,
    marking_erasure.erase,
    sample_erasure.erase,
    roster_erasure.erase,
    pack_erasure.erase,
)
"""What each slice removes when a person is erased, in the same transaction; accounts, mail, jobs and record do already.

Scoring and media keep nothing that names anybody: a number, and what was done.
"""
SESSIONLESS = (check.compare, samples.answer, samples.check)
"""Views that take a form without a token: they look at nobody's session (docs/decisions/0023)."""
csrf = CSRFProtect()


def create_app(settings: Settings) -> Flask:
    """Return the site of ``settings``. Needs a database of the current schema only when a page is asked for."""
    app = requests.Site(__name__, template_folder="web/templates", static_folder=None)
    app.config.update(app_config(settings))
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    app.jinja_env.undefined = StrictUndefined
    database.init_app(app)
    csrf.init_app(app)
    for view in SESSIONLESS:
        csrf.exempt(view)
    requests.init_app(app, proxied=settings.trusted_proxies > 0)
    _sign_in(app)
    _item_templates(app)
    for part in (texts, numbers, errors, filters):
        part.init_app(app)
    assets.init_app(app, {"interactives": interactives.FOLDER})
    frame.init_app(app, settings)
    app.extensions.update(
        needlewise_sections=_study_sections,
        needlewise_usage=item_use.counted,
        needlewise_reuse=item_use.by_exam,
        needlewise_demand=demand.wanted,
        needlewise_sample=_sample_to_try,
        needlewise_simulated=loader.holds_simulated,
        needlewise_simulation=simulations.last,
        needlewise_news={"bank.desk.home": review_queries.unread},
        needlewise_subjects=(item_subjects.of, module_subjects.of),
        needlewise_reviews=(item_queue.of_viewer, module_desk.to_review),
        needlewise_question_forms=item_forms,
        needlewise_citing=citing,
        needlewise_module_desk=module_desk.of_viewer,
        needlewise_unprintable=certificate_service.unprintable_in_words,
        needlewise_exporters=EXPORTERS,
        needlewise_erasers=ERASERS,
    )
    door.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    headers.init_app(app, secure=settings.secure_cookies)
    return app


def _sample_to_try() -> str | None:
    """Return the link of a sample quiz for the start page; of the demonstration only: others choose whom to ask."""
    site = frame.settings()
    return sample_queries.newest_open(zone=site.zone, now=clock.now()) if site.demo else None


def _study_sections() -> dict[str, tuple[str, ...]] | None:
    """Return the sections of the modules as they read now; None before any module is loaded."""
    found = [version.module for version in module_queries.current()]
    return {module.code: tuple(section.id for section in module.sections) for module in found} or None


def app_config(settings: Settings) -> dict[str, object]:
    """Return what Flask and its extensions need of the settings."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "TESTING": settings.testing,
        "SESSION_COOKIE_NAME": f"needlewise_{settings.port}",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "REMEMBER_COOKIE_NAME": f"needlewise_stay_{settings.port}",
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.secure_cookies,
        "REMEMBER_COOKIE_DURATION": 14 * 24 * 3600,
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": settings.upload_megabytes * 2**20,
        "MAX_FORM_MEMORY_SIZE": settings.upload_megabytes * 2**20,
        "MAX_FORM_PARTS": 4000,
    }


def _sign_in(app: Flask) -> None:
    manager = LoginManager()
    manager.login_view = "accounts.sign_in"
    manager.session_protection = "basic"
    manager.init_app(app)
    loader.init_app(app, manager)


def _item_templates(app: Flask) -> None:
    """Let ``items/<kind>/answer.html`` and ``interactives/<name>/part.html`` be found in their folders."""
    kinds = PrefixLoader({
        "items": FileSystemLoader(HERE / "items"), "interactives": FileSystemLoader(interactives.FOLDER),
    })  # fmt: skip
    pages = FileSystemLoader(HERE / "web/templates")
    app.jinja_loader = ChoiceLoader([pages, kinds])
