"""The settings: one frozen object, read once from the environment, every problem named at once.

A value may also come from a file: ``NEEDLEWISE_SECRET_KEY_FILE`` names a file that holds the secret key.
docs/operator.md has the table; a test keeps it whole.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from email.utils import parseaddr
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from training.core.roles import Role

T = TypeVar("T")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SQLITE, POSTGRESQL = "sqlite:///", "postgresql+psycopg://"


class SettingsError(ValueError):
    """Some settings are missing or wrong; ``problems`` lists them all, one sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. Field names in capitals after ``NEEDLEWISE_`` name the variables."""

    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    data: Path = Path("instance")
    profile: str = "production"
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://localhost:8000"
    institution: str = "Needlewise"
    zone: str = "Europe/London"
    contact: str = ""
    mail: str = "file"
    mail_from: str = "Needlewise <no-reply@localhost>"
    smtp_url: str = field(default="", repr=False)
    require_totp_roles: frozenset[Role] = frozenset()
    trusted_proxies: int = 0
    processes: int = 1
    threads: int = 8
    upload_megabytes: int = 16
    review_days: int = 7
    marking_days: int = 14
    marking_tolerance: int = 10
    argon2_memory_kib: int = 19_456
    argon2_time: int = 2
    offline_exams: str = "on"
    log: str = "json"
    revision: str = ""
    testing: bool = False

    @property
    def demo(self) -> bool:
        """Return whether this is the demonstration: demo people, demo keys, loopback only."""
        return self.profile == "demo"

    @property
    def timezone(self) -> ZoneInfo:
        """Return the institution's zone."""
        return ZoneInfo(self.zone)

    @property
    def secure_cookies(self) -> bool:
        """Return whether the site is reached by https, so that cookies may be marked Secure."""
        return self.base_url.startswith("https://")


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of ``environment`` (the process's own by default).

    Raises SettingsError with every problem. The demo profile makes its own secret in the data folder; any other
    must be given one.
    """
    source = _Source(os.environ if environment is None else environment)
    profile = source.choice("profile", "production", ("demo", "production"))
    data = Path(source.text("data", "instance")).absolute()
    port = source.number("port", 8000, low=1, high=65_535)
    settings = Settings(
        profile=profile,
        data=data,
        port=port,
        secret_key=_secret(source, profile, data),
        database_url=_database(source, data),
        host=_host(source, profile),
        base_url=_base_url(source, port),
        institution=source.text("institution", "Needlewise Institute" if profile == "demo" else "Needlewise"),
        zone=source.zone("zone", "Europe/London"),
        contact=source.text("contact", "the course office"),
        mail=source.choice("mail", "file", ("console", "file", "smtp")),
        mail_from=_mail_from(source),
        smtp_url=source.text("smtp_url", ""),
        require_totp_roles=source.roles("require_totp_roles"),
        trusted_proxies=source.number("trusted_proxies", 0, low=0, high=5),
        processes=source.number("processes", 1, low=1, high=64),
        threads=source.number("threads", 8, low=1, high=64),
        upload_megabytes=source.number("upload_megabytes", 16, low=1, high=256),
        review_days=source.number("review_days", 7, low=1, high=365),
        marking_days=source.number("marking_days", 14, low=1, high=365),
        marking_tolerance=source.number("marking_tolerance", 10, low=0, high=50),
        argon2_memory_kib=source.number("argon2_memory_kib", 19_456, low=8, high=1_048_576),
        argon2_time=source.number("argon2_time", 2, low=1, high=20),
        offline_exams=source.choice("offline_exams", "on", ("off", "on")),
        log=source.choice("log", "quiet" if profile == "demo" else "json", ("json", "plain", "quiet")),
        revision=source.text("revision", ""),
    )
    source.check(
        settings.mail != "smtp" or _names_a_mail_server(settings.smtp_url),
        "NEEDLEWISE_SMTP_URL is needed to send by smtp: smtp://, smtps:// or smtp+starttls://user:password@host:port.",
    )
    source.check(
        settings.processes == 1 or not settings.database_url.startswith("sqlite"),
        "NEEDLEWISE_PROCESSES is more than 1, but SQLite has one writer. Use PostgreSQL, or threads.",
    )
    source.finish()
    return settings


class _Source:
    """Reads variables and collects what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._problems: list[str] = []
        self._known: set[str] = set()

    def text(self, name: str, default: str) -> str:
        """Return a variable, or the content of the file that ``…_FILE`` names; one left empty is not set."""
        variable = f"NEEDLEWISE_{name.upper()}"
        self._known |= {variable, f"{variable}_FILE"}
        path = self._environment.get(f"{variable}_FILE")
        if path is None:
            return self._environment.get(variable, "").strip() or default
        try:
            return Path(path).read_text(encoding="utf-8").strip() or default
        except (OSError, UnicodeDecodeError) as error:
            self._problems.append(f"{variable}_FILE names {path}, which cannot be read: {error}.")
            return default

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """Return one of ``allowed``."""
        value = self.text(name, default)
        self.check(value in allowed, f"NEEDLEWISE_{name.upper()} is {value!r}; use one of: {', '.join(allowed)}.")
        return value if value in allowed else default

    def zone(self, name: str, default: str) -> str:
        """Return the name of a time zone; a wrong one is answered with those that look like it."""
        value, known = self.text(name, default), available_timezones()
        near = get_close_matches(value, sorted(known), cutoff=0.5) or ["Europe/London"]
        self.check(
            value in known,
            f"NEEDLEWISE_{name.upper()} is {value!r}, which is no time zone; use a name such as {', '.join(near)}.",
        )
        return value if value in known else default

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        """Return a whole number between ``low`` and ``high``."""
        return self._converted(name, default, int, lambda value: low <= value <= high, f"a whole number {low}-{high}")

    def roles(self, name: str) -> frozenset[Role]:
        """Return roles written with commas between them."""
        return self._converted(
            name,
            frozenset(),
            lambda text: frozenset(Role(part.strip()) for part in text.split(",") if part.strip()),
            lambda _roles: True,
            "roles with commas between them: " + ", ".join(Role),
        )

    def check(self, holds: bool, problem: str) -> None:  # noqa: FBT001 - reads as a sentence
        """Note ``problem`` unless ``holds``."""
        if not holds:
            self._problems.append(problem)

    def finish(self) -> None:
        """Raise SettingsError when anything was wrong: a variable that nothing asked for is, since it was meant."""
        for variable in sorted(self._environment):
            if variable.startswith("NEEDLEWISE_") and variable not in self._known:
                known = {name.removeprefix("NEEDLEWISE_"): name for name in sorted(self._known)}
                near = get_close_matches(variable.removeprefix("NEEDLEWISE_"), known, n=1, cutoff=0.7)
                remedy = f"is it {known[near[0]]}?" if near else "the operator's page lists all; remove it."
                self._problems.append(f"{variable} is no setting: {remedy}")
        if self._problems:
            raise SettingsError(tuple(self._problems))

    def _converted(
        self, name: str, default: T, convert: Callable[[str], T], allowed: Callable[[T], bool], wanted: str
    ) -> T:
        text = self.text(name, "")
        if not text:
            return default
        try:
            value = convert(text)
        except ValueError:
            value = default
            self.check(False, f"NEEDLEWISE_{name.upper()} is {text!r}; it must be {wanted}.")  # noqa: FBT003
        else:
            self.check(allowed(value), f"NEEDLEWISE_{name.upper()} is {text!r}; it must be {wanted}.")
        return value


def _secret(source: _Source, profile: str, data: Path) -> str:
    given = source.text("secret_key", "")
    if profile == "demo":
        try:
            return given or _kept_secret(data / "demo-secret-key")
        except OSError as error:
            source.check(False, no_data_folder(data, error))  # noqa: FBT003
            return ""
    source.check(
        len(given) >= 32,
        "NEEDLEWISE_SECRET_KEY (or …_FILE) must hold at least 32 characters of chance in production.",
    )
    return given


def no_data_folder(data: Path, error: OSError) -> str:
    """Return what to say of a data folder that cannot be made or written."""
    reason = (error.strerror or str(error)).lower()
    return (
        f"NEEDLEWISE_DATA is {data}, where nothing can be stored: {reason}. "
        "Name a folder this user may write, such as make run DATA=…, or change its owner."
    )


def _kept_secret(path: Path) -> str:
    """Return the secret of the demo's data folder, made on its first start."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _host(source: _Source, profile: str) -> str:
    host = source.text("host", "127.0.0.1")
    source.check(
        profile != "demo" or host in LOOPBACK,
        f"NEEDLEWISE_HOST is {host}: the demonstration has published passwords and binds to 127.0.0.1 only.",
    )
    return host


def _base_url(source: _Source, port: int) -> str:
    value = source.text("base_url", f"http://localhost:{port}").rstrip("/")
    parts = _split(value)
    source.check(
        parts is not None and parts.scheme in {"http", "https"} and value == f"{parts.scheme}://{parts.netloc}",
        f"NEEDLEWISE_BASE_URL is {value!r}; it must be https:// or http:// and the name people use, without a path.",
    )
    return value


def _mail_from(source: _Source) -> str:
    value = source.text("mail_from", "Needlewise <no-reply@localhost>")
    address = parseaddr(value)[1]
    source.check(
        value.isprintable() and all(address.partition("@")) and " " not in address,
        f"NEEDLEWISE_MAIL_FROM is {value!r}; it must be an address, such as Needlewise <no-reply@example.org>.",
    )
    return value


def _names_a_mail_server(url: str) -> bool:
    parts = _split(url)
    return parts is not None and parts.scheme in {"smtp", "smtps", "smtp+starttls"}


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address that names a host, None where it has none, a blank or a port that is no number."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return None
    return parts if parts.hostname and " " not in url else None


def _database(source: _Source, data: Path) -> str:
    """Return the address of the database: ``postgresql://`` means psycopg 3, a path of SQLite becomes absolute."""
    given = source.text("database_url", "")
    if not given:
        source.check("?" not in str(data), f"NEEDLEWISE_DATA is {data}; SQLite needs a folder without question marks.")
        return f"{SQLITE}{data / 'needlewise.db'}"
    for scheme in ("postgres://", "postgresql://"):
        if given.startswith(scheme):
            given = POSTGRESQL + given.removeprefix(scheme)
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        url = make_url("none://")
    if url.drivername == "sqlite" and url.database and "?" not in given:
        return SQLITE + str(Path(url.database).absolute())
    source.check(
        given.startswith(POSTGRESQL) and url.drivername != "none",
        "NEEDLEWISE_DATABASE_URL must be postgresql://user:password@host:port/name, or sqlite:/// and the path of a "
        "file without question marks.",
    )
    return given


def shown(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return the name and value of each setting for people to read; secrets are left out."""
    return tuple(
        (f"NEEDLEWISE_{entry.name.upper()}", _readable(getattr(settings, entry.name)))
        for entry in fields(settings)
        if entry.repr and entry.name != "testing"
    )


def _readable(value: object) -> str:
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
