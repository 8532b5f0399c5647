"""What runs: a private PostgreSQL cluster, the server processes, the worker, nginx. All of it ends with the block."""

import grp
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from deploy.rehearsal import recipe, starting
from deploy.rehearsal.programs import Programs


class Failed(Exception):
    """Something of the recipe did not do what it should; the text says what, and which log to read."""


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres(programs: Programs, place: Path) -> Iterator[str]:
    """Run a private cluster, durable as PostgreSQL ships it, and yield the address of an empty database.

    It listens on a socket in its own folder only. PostgreSQL refuses root, so root starts it as somebody else.
    """
    home = place / "postgres"
    home.mkdir(mode=0o700)
    options: dict[str, object] = {"cwd": home, "env": {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}}
    if os.geteuid() == 0:
        user = _unprivileged("postgres")
        os.chown(home, user.pw_uid, user.pw_gid)
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data = home / "data"
    _call([programs.postgres / "initdb", "-D", data, "-A", "trust", "-U", "needlewise", "-E", "UTF8"], options)
    control = [programs.postgres / "pg_ctl", "-D", data, "-w"]
    flags = f"-k {home} -c listen_addresses=''"
    _call([*control, "-l", home / "log", "-o", flags, "start"], options)
    try:
        with psycopg.connect(host=str(home), user="needlewise", dbname="postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE needlewise")
        yield f"postgresql://needlewise@/needlewise?host={home}"
    finally:
        _call([*control, "-m", "fast", "stop"], options)


@contextmanager
def nginx(programs: Programs, place: Path, *, secure: int, plain: int, upstream: int) -> Iterator[None]:
    """Run nginx with the shipped site, a certificate made now, and folders of its own."""
    home = place / "nginx"
    home.mkdir()
    shutil.copy(recipe.DEPLOY / "nginx/unavailable.html", home)
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", *subject]
    _call([programs.openssl, *made, "-keyout", place / "privkey.pem", "-out", place / "fullchain.pem"], {})
    user = ""
    if os.geteuid() == 0:
        somebody = _unprivileged("www-data")
        user = f"user {somebody.pw_name} {grp.getgrgid(somebody.pw_gid).gr_name};"
    configuration = home / "nginx.conf"
    text = recipe.nginx(place, secure=secure, plain=plain, upstream=upstream, user=user)
    configuration.write_text(text, encoding="utf-8")
    command = [str(programs.nginx), "-p", str(home), "-e", str(home / "error.log"), "-c", str(configuration)]
    _call([*command, "-t"], {})
    with running(command, {}, place / "nginx/output") as process:
        _wait_for_port(secure, process)
        yield


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends, what it says in ``log``; it is asked to end, then made to."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, cwd=recipe.ROOT, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=45)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    returncode: int | None
    stdout: str
    stderr: str


def training(*arguments: str, environment: dict[str, str], place: Path) -> Ended:
    """Run a command of the product and return how it ended; what it says is written into ``place``."""
    said = place / "command.out"
    process = starting.command(*arguments, environment=environment, said=said)
    process.join()
    errors = said.with_suffix(".err")
    return Ended(process.exitcode, said.read_text(encoding="utf-8"), errors.read_text(encoding="utf-8"))


def secret_key(place: Path) -> None:
    """Write a secret key as the recipe wants it: readable by its owner only."""
    file = place / "secret-key"
    file.touch(mode=0o600)
    file.write_text(secrets.token_urlsafe(48), encoding="ascii")


def processes_of(parent: int) -> list[int]:
    """Return the ids of the processes a process started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(after_name[1]) == parent and after_name[0] != "Z":
                found.append(int(entry.name))
    return sorted(found)


def processes_about(place: Path) -> list[int]:
    """Return the processes that name a folder in their command or environment, this one apart."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                known = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            except OSError:
                continue
            if str(place).encode() in known:
                found.append(int(entry.name))
    return found


def wait_until(what: str, holds: Callable[[], object], *, seconds: float = 120) -> None:
    """Wait until a function returns something true. Raises Failed with ``what`` was waited for."""
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            raise Failed(f"{what} did not happen within {seconds:.0f} seconds")
        time.sleep(0.1)


def _wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        if process.poll() is not None:
            raise Failed("nginx ended at once; its reason stands in nginx/output and nginx/error.log")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_until(f"listening on port {port}", answers)


def _unprivileged(wanted: str) -> pwd.struct_passwd:
    """Return the user of this name, or nobody."""
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get(wanted) or known["nobody"]


def _call(command: list[object], options: dict[str, object]) -> None:
    done = subprocess.run(  # type: ignore[call-overload]
        [str(part) for part in command], capture_output=True, text=True, check=False, **options
    )
    if done.returncode:
        raise Failed(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
