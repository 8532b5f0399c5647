"""A private PostgreSQL cluster in a temporary folder: a socket only, no port, gone after the tests."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

_numbers = count(1)


@dataclass(frozen=True)
class Cluster:
    """A running cluster."""

    folder: Path

    @property
    def process(self) -> int:
        """Return the id of the server's first process."""
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://needlewise@/{name}?host={self.folder}"

    def create(self, name: str) -> str:
        self._run(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def copy(self, template: str) -> str:
        name = f"test_{next(_numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user="needlewise", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


def binaries() -> Path | None:
    """Return the folder of initdb, from PG_BIN, Debian's place or the path; None when there is none."""
    places = [
        Path(os.environ.get("PG_BIN", "/nowhere")),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    ]
    found = shutil.which("initdb")
    places += [Path(found).resolve().parent] if found else []
    return next((place for place in places if os.access(place / "initdb", os.X_OK)), None)


@contextmanager
def cluster(folder: Path, *, durable: bool = False) -> Iterator[Cluster]:
    """Start a cluster and stop it at the end. As root it runs as postgres or nobody, since it refuses root.

    It is quick and forgets everything when the machine fails, unless it is to be ``durable``.
    """
    programs = binaries()
    assert programs is not None, "no PostgreSQL binaries; install postgresql or set PG_BIN"
    identity: dict[str, object] = {}
    home = Path("/tmp") / f"needlewise-pg-{os.getpid()}"  # a socket path must be short
    home.mkdir(mode=0o700)
    if os.geteuid() == 0:
        user = next(entry for entry in pwd.getpwall() if entry.pw_name in {"postgres", "nobody"})
        os.chown(home, user.pw_uid, user.pw_gid)
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    options = {"env": {"LC_ALL": "C.UTF-8", "HOME": str(home), "PATH": os.environ["PATH"]}, "cwd": home, **identity}
    data = home / "data"
    try:
        _call([programs / "initdb", "-D", data, "-A", "trust", "-U", "needlewise", "--no-sync", "-E", "UTF8"], options)
        careless = "" if durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        flags = f"-k {home} -c listen_addresses=''{careless}"
        _call([programs / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", flags, "start"], options)
        try:
            yield Cluster(home)
        finally:
            _call([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], options)
    finally:
        shutil.rmtree(home)


def _call(command: list[object], options: dict) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, **options)
