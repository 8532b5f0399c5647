"""Backups: one ZIP with the database, keys, pictures and mail, and a manifest with the SHA-256 of each part.

The database is copied by its own tool in one consistent snapshot (SQLite's backup API, ``pg_dump``) while the site
runs. Pictures and mail are only ever added, so copying them after the database loses nothing it names.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import DatabaseError

from training import schema
from training.settings import Settings

FOLDERS = ("keys", "media", "mail")
LOOSE = ("demo-secret-key",)
MANIFEST = "manifest.json"
DUMPS = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}


Say = Callable[[str], None]


class BackupError(Exception):
    """A backup could not be made or restored; the message says why and what to do."""


def make(target: Path, settings: Settings, engine: Engine, *, now: datetime, say: Say = lambda _words: None) -> Path:
    """Write a backup to ``target``, read it again to check it, and return the path. Raises BackupError.

    The folder of ``target`` must be there: where a disk of backups is not mounted, none is made in its place.
    ``say`` is told what is being done, since a large one takes minutes.
    """
    if target.exists():
        raise BackupError(f"{target} is there already. Name another file.")
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}. Make it or mount it, or name another file.")
    if schema.is_bare(engine):
        raise BackupError("The database has no tables, so there is nothing to back up. Is NEEDLEWISE_DATA right?")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            database = Path(folder) / _name(engine)
            say("Copying the database…")
            _dump(engine, database)
            say("Packing it with keys, pictures and mail…")
            unfinished = Path(folder) / "unfinished.zip"
            unfinished.touch(mode=0o600)
            _pack(unfinished, database, settings, schema.current(engine), now)
            say("Reading it again…")
            read(unfinished)
            with unfinished.open("rb") as file:
                os.fsync(file.fileno())
            unfinished.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"The backup could not be made: {error}. No file was left behind.") from error
    return target


def read(file: Path) -> dict[str, object]:
    """Return the manifest of a backup whose every part has the SHA-256 it names. Raises BackupError."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest: dict[str, object] = json.loads(archive.read(MANIFEST))
            parts = manifest["parts"]
            assert isinstance(parts, dict)
            for name, digest in parts.items():
                if not _is_ours(name):
                    raise BackupError(f"{file}: {name} is no part of a backup.")
                if _digest(archive, name) != digest:
                    raise BackupError(f"{file}: {name} is damaged. Use another backup.")
    except (zipfile.BadZipFile, KeyError, ValueError, AssertionError, OSError) as error:
        raise BackupError(f"{file} is not a backup of Needlewise or is damaged ({error}).") from error
    return manifest


def _is_ours(name: str) -> bool:
    """Return whether a part lies where backups put them, so that a forged one writes nowhere else."""
    path = PurePosixPath(name)
    known = path.parts[0] in FOLDERS or name in LOOSE or name in DUMPS.values()
    return known and ".." not in path.parts


def restore(file: Path, settings: Settings) -> dict[str, object]:
    """Restore a backup into an empty data folder and an empty database. Raises BackupError and writes nothing."""
    manifest = read(file)
    url = make_url(settings.database_url)
    wanted = DUMPS[url.get_backend_name()]
    parts = manifest["parts"]
    assert isinstance(parts, dict)
    if wanted not in parts:
        raise BackupError("The backup is of the other kind of database. Set NEEDLEWISE_DATABASE_URL to match it.")
    _refuse_in_use(settings)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=settings.data) as folder, zipfile.ZipFile(file) as archive:
            for name in parts:
                archive.extract(name, folder)
            _load(Path(folder) / wanted, settings)
            for name in parts:
                if name != wanted:
                    _place(Path(folder) / name, settings.data / name)
    except OSError as error:
        raise BackupError(f"The backup could not be restored whole: {error}. Empty the place and try again.") from error
    return manifest


def _place(part: Path, target: Path) -> None:
    """Move a restored file to its place, for its owner only: it may be a key or somebody's mail."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part.chmod(0o600)
    shutil.move(part, target)


def _name(engine: Engine) -> str:
    return DUMPS[engine.dialect.name]


def _dump(engine: Engine, target: Path) -> None:
    if engine.dialect.name == "sqlite":
        with sqlite3.connect(str(engine.url.database)) as source, sqlite3.connect(target) as copy:
            source.backup(copy)
            state = copy.execute("PRAGMA integrity_check").fetchone()[0]
        source.close()
        copy.close()
        if state != "ok":
            raise BackupError(f"The database is damaged: {state}")
        return
    _postgres("pg_dump", engine.url.render_as_string(hide_password=False), "--format=custom", f"--file={target}")


def _load(dump: Path, settings: Settings) -> None:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        place = Path(str(url.database))
        _remove(place)
        _place(dump, place)
        return
    address = url.render_as_string(hide_password=False)
    _postgres("pg_restore", address, "--no-owner", "--exit-on-error", "--single-transaction", str(dump))


def _postgres(program: str, url: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the database; the address goes in by the environment, so no list shows it."""
    binary = _binary(program)
    parts = make_url(url)
    environment = {
        **{name: os.fspath(value) for name, value in _locale().items()},
        "PGHOST": str(parts.query.get("host", parts.host or "localhost")),
        "PGPORT": str(parts.port or 5432),
        "PGUSER": parts.username or "",
        "PGPASSWORD": parts.password or "",
        "PGDATABASE": parts.database or "",
    }
    target = [f"--dbname={parts.database}"] if program == "pg_restore" else []
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [str(binary), *target, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[:500]}")


def _binary(program: str) -> Path:
    found = shutil.which(program)
    places = [Path(found)] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)
    if not places:
        raise BackupError(f"{program} is not on this machine. On Debian: apt-get install postgresql-client")
    return places[0]


def _locale() -> dict[str, str]:
    return {"LC_ALL": "C.UTF-8", "PATH": os.defpath}


def _pack(target: Path, database: Path, settings: Settings, revision: str | None, now: datetime) -> None:
    files = {database.name: database}
    for folder in FOLDERS:
        for path in sorted((settings.data / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                files[path.relative_to(settings.data).as_posix()] = path
    files |= {name: settings.data / name for name in LOOSE if (settings.data / name).exists()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in files.items():
            archive.write(path, name)
        manifest = {
            "made_at": now.isoformat(timespec="seconds"),
            "schema": revision,
            "files": len(files),
            "parts": {name: _digest(archive, name) for name in files},
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = sha256()
    with archive.open(name) as part:
        while block := part.read(2**20):
            digest.update(block)
    return digest.hexdigest()


def _refuse_in_use(settings: Settings) -> None:
    """Raise BackupError unless the database has no table and no folder of data holds a file."""
    engine = create_engine(settings.database_url)
    file = Path(str(engine.url.database)) if engine.dialect.name == "sqlite" else None
    logs = [log for log in _logs(file) if log.exists()] if file else []
    if file and logs and not file.exists():
        raise BackupError(f"{logs[0]} is left of another database. Restore into an empty data folder.")
    try:
        if file is None and not schema.is_empty(engine):
            raise BackupError("The database has tables already. Restore into an empty database.")
        if file and file.exists() and not schema.is_empty(engine):
            raise BackupError(f"{file} is there already and has tables. Restore into an empty data folder.")
    except DatabaseError as error:
        raise BackupError(f"Whether the database is empty cannot be told: {error.orig}.") from error
    finally:
        engine.dispose()
    taken = [name for name in FOLDERS if any((settings.data / name).glob("*"))]
    if taken:
        raise BackupError(f"{settings.data} holds {', '.join(taken)} already. Restore into an empty data folder.")


def _logs(database: Path) -> list[Path]:
    """Return the files that SQLite keeps beside a database: it would take their content for the database's."""
    return [database.with_name(database.name + ending) for ending in ("-wal", "-shm", "-journal")]


def _remove(database: Path) -> None:
    """Remove a database of SQLite, found empty, with its logs."""
    for path in (database, *_logs(database)):
        path.unlink(missing_ok=True)
