"""Fixtures every test may use: the site on a fresh copy of one prepared database, and people who are signed in.

``--database postgres`` runs the same tests on a private PostgreSQL cluster in a temporary folder.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from tests import people, postgres
from tests.checking import COMPILED, CheckingClient
from tests.places import PLACE, File, Place
from training import schema
from training.app import app_config, create_app
from training.audit import models as _audit_tables  # noqa: F401
from training.db import SAFE, Base, db
from training.settings import Settings

# Two runs share two cores; threads of the linear algebra that wait for each other would hold up both.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Examples are timed by two shared cores; a slow one says nothing about the code.
hypothesis_settings.register_profile("project", deadline=None)
hypothesis_settings.load_profile("project")

# What is logged is kept for a test that fails; colours and drawn tracebacks would take longer than what is told.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ]
)

BESIDE = {"content", "core", "items", "measurement"}
"""Folders whose tests only compute, most of them: these run beside the tests on PostgreSQL, if there are such."""
TESTS = Path(__file__).parent
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.addoption("--bare", choices=("here", "elsewhere"), help="whether tests that only compute run")


def pytest_collection_finish() -> None:
    """Look for garbage seldom, for tests are none, and not in what collecting made, for that stands to the end."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)  # importing the program set another


def pytest_sessionfinish() -> None:
    """Look once through what the tests left: pytest does so five times and Python once more."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run of what touches the database what the database decides: see decision 0029."""
    on_sqlite = config.getoption("--database") == "sqlite"
    bare_ones = (config.getoption("--bare") or ("here" if on_sqlite else "elsewhere")) == "here"
    wanted = [bare_ones if _is_bare(item) else on_sqlite or _is_decided(item) for item in items]
    config.hook.pytest_deselected(items=[item for item, runs in zip(items, wanted, strict=True) if not runs])
    items[:] = [item for item, runs in zip(items, wanted, strict=True) if runs]


def _is_bare(item: pytest.Item) -> bool:
    """Return whether a test only computes and may run beside those on PostgreSQL."""
    return Path(item.path).relative_to(TESTS).parts[0] in BESIDE and not _asks_the_database(item)


def _is_decided(item: pytest.Item) -> bool:
    return _asks_the_database(item) and item.get_closest_marker("any_database") is None


def _asks_the_database(item: pytest.Item) -> bool:
    return "cluster" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[postgres.Cluster | None]:
    """A private PostgreSQL cluster of this worker, or None when the run is on SQLite."""
    if request.config.getoption("--database") == "sqlite":
        yield None
        return
    with postgres.cluster(tmp_path_factory.mktemp("postgres")) as running:
        yield running


def settings_for(folder: Path, url: str) -> Settings:
    return Settings(
        secret_key="a secret of the tests, long enough to be one",
        database_url=url,
        data=folder,
        profile="demo",
        institution="Test Institute",
        contact="the course office",
        argon2_memory_kib=8,
        argon2_time=1,
        log="plain",
        testing=True,
    )


def build(settings: Settings) -> Flask:
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = CheckingClient
    if compiled := os.environ.get(COMPILED):
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(compiled)
    return app


def prepare(folder: Path, url: str) -> None:
    """Make the tables and one person a role in an empty database."""
    app = build(settings_for(folder, url))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with db.engine.begin() as connection:
            MigrationContext.configure(connection).stamp(ScriptDirectory(str(schema.FOLDER)), "head")
        people.add_all(NOON)
        db.session.commit()
        db.engine.dispose()


@pytest.fixture(scope="session")
def template(cluster, tmp_path_factory) -> str | Path:
    """The prepared database that tests begin from: tables, and one person a role."""
    folder = tmp_path_factory.mktemp("template")
    url = cluster.create("template_db") if cluster else f"sqlite:///{folder / 'template.db'}"
    prepare(folder, url)
    return "template_db" if cluster else folder / "template.db"


@pytest.fixture(scope="session")
def place(cluster, template, tmp_path_factory) -> Iterator[Place]:
    """The place of this worker's databases."""
    if cluster is None:
        file = tmp_path_factory.mktemp("database") / "test.db"
        yield Place(f"sqlite:///{file}", File(file, template))
        return
    site = cluster.renewable("site_db", template)
    yield Place(cluster.url("site_db"), site)
    site.close()


@pytest.fixture
def settings(place, tmp_path) -> Settings:
    """The settings of this test's own site, whose database is as the template was."""
    place.renew()
    return settings_for(tmp_path, place.url)


@pytest.fixture(scope="session")
def worker_app(place, tmp_path_factory) -> Iterator[Flask]:
    """The one application of this worker: making one costs more than most tests. See `moved`."""
    app = build(settings_for(tmp_path_factory.mktemp("nowhere"), place.url))
    app.extensions[PLACE] = place
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def unplugged(tmp_path_factory) -> Flask:
    """A site for tests of templates, which ask no database: they run once, not again on PostgreSQL."""
    return build(settings_for(tmp_path_factory.mktemp("unplugged"), "sqlite:////nowhere/none.db"))


@contextmanager
def moved(app: Flask, settings: Settings, *, lost: bool) -> Iterator[Flask]:
    """Let ``app`` run under other settings, and put back what a test changed on it.

    What a test hears from ``db.engine`` ends with the test: it gets an engine of its own before the worker's. Open
    connections are kept unless they are ``lost``.
    """
    config, extensions, views = dict(app.config), dict(app.extensions), dict(app.view_functions)
    app.config.update(app_config(settings), WTF_CSRF_ENABLED=False)
    app.extensions["needlewise_settings"] = settings
    with app.app_context():
        engine = db.engine
        if lost:
            engine.dispose()
        db.engines[None] = engine.execution_options()
    yield app
    with app.app_context():
        db.session.remove()
        db.engines[None] = engine
    app.config.clear()
    app.config.update(config)
    app.extensions.update(extensions)
    app.view_functions.update(views)


@pytest.fixture
def app(worker_app, place, settings) -> Iterator[Flask]:
    """The site of this test. A GET that writes a row fails the test."""
    with moved(worker_app, settings, lost=place.lost) as app:
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", _no_write_in_a_get)
        yield app


@pytest.fixture
def context(app) -> Iterator[None]:
    """An application context, for tests that call services and queries."""
    with app.app_context():
        yield


@pytest.fixture
def client(app) -> FlaskClient:
    """A stranger's browser."""
    return app.test_client()


@pytest.fixture
def browser_of(app):
    """A function: the browser of a person by first name, signed in; ``browser_of("tara").get("/")``."""
    return lambda name: people.signed_in(app, name)


def _no_write_in_a_get(_connection, _cursor, statement, _parameters, _context, _many) -> None:
    from flask import has_request_context, request

    if has_request_context() and request.method in SAFE and " rate_hit " not in statement:
        first = statement.lstrip().split(None, 1)[0].upper()
        assert first not in {"INSERT", "UPDATE", "DELETE"}, f"{request.method} {request.path} wrote: {statement}"
