"""A private PostgreSQL cluster in a temporary folder: a socket only, no port, gone after the tests."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg


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
        self.run(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def renewable(self, name: str, template: str) -> "Renewable":
        """Make a copy of ``template`` that can be made so again and again."""
        made = Renewable(self, name, template)
        made.copy()
        return made

    def run(self, *statements: str, database: str = "postgres") -> list[tuple]:
        """Run statements, each committed by itself; return the rows of the last one."""
        with psycopg.connect(host=str(self.folder), user="needlewise", dbname=database, autocommit=True) as connection:
            done = [connection.execute(statement) for statement in statements][-1]
            return done.fetchall() if done.description else []


TABLES = "SELECT relname, oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
FIRST = "template_rows"
AT_WORK = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
)


@dataclass
class Renewable:
    """A copy of a template whose rows are put back in a few milliseconds, which a new copy would take fifty for.

    Its tables are emptied and filled from copies in a schema of their own, by a function whose plans are kept; where a
    test made or dropped a table, the database is made anew. What `tests.places.Database` says holds for it.
    """

    cluster: Cluster
    name: str
    template: str
    kept: set[str] = field(default_factory=set)
    _tables: list[tuple] = field(default_factory=list)
    _control: psycopg.Connection | None = None

    def copy(self) -> None:
        """Make the database and the copies of its rows."""
        self.close()
        self.cluster.run(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
            f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"',
        )
        self._control = self._connected()
        self._tables = self._asked(TABLES)
        self.kept = set()
        self.keep(FIRST)

    def keep(self, name: str) -> None:
        """Keep the rows of now in a schema of that name, and how they are put back as a function of it."""
        tables = [table for table, _ in self._tables]
        full = [table for table in tables if self._asked(f'SELECT 1 FROM public."{table}" LIMIT 1')]
        self._control.execute(f"CREATE SCHEMA {name}")
        for table in full:
            self._control.execute(f'CREATE TABLE {name}."{table}" AS TABLE public."{table}"')
        sequences = self._asked("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        back = [
            "SET LOCAL session_replication_role = replica",  # no trigger, no foreign key: all rows go and come at once
            *(f'DELETE FROM public."{table}"' for table in tables),
            *(f'INSERT INTO public."{table}" SELECT * FROM {name}."{table}"' for table in full),
            *(f"PERFORM setval('public.{each}', {last or 1}, {last is not None})" for each, last in sequences),
        ]
        body = "; ".join(back)
        self._control.execute(f"CREATE FUNCTION {name}.back() RETURNS void LANGUAGE plpgsql AS $$BEGIN {body}; END$$")
        self.kept.add(name)

    def put_back(self, name: str | None) -> bool:
        """Put back what was kept, or the template; return whether connections were cut, of whoever was still busy."""
        try:
            cut = self._asked(AT_WORK) != [(0,)]
        except psycopg.OperationalError:  # a test took the database away
            self.close()
            self._control, cut = self._connected(), True
        if self._asked(TABLES) != self._tables:
            self.copy()
            cut = True
        self._control.execute(f"SELECT {name or FIRST}.back()")
        return cut

    def mark(self) -> int:
        """Return the number of the next transaction that writes, in the whole cluster."""
        return self._asked("SELECT txid_snapshot_xmax(txid_current_snapshot())")[0][0]

    def close(self) -> None:
        """Let go of the database."""
        if self._control is not None:
            self._control.close()

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.cluster.folder), user="needlewise", dbname=self.name, autocommit=True)

    def _asked(self, statement: str) -> list[tuple]:
        return self._control.execute(statement).fetchall()


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
