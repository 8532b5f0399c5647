"""``training serve`` and ``training worker``."""

import contextlib
import errno
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from datetime import timedelta
from types import FrameType
from typing import NoReturn

import click

from training import clock
from training.cli import demo, site, work
from training.db import db
from training.jobs import service as jobs
from training.jobs.worker import Periodic, Worker
from training.settings import Settings

IDLE_SECONDS = 0.5
BEAT = timedelta(seconds=10)
GRACE_SECONDS = 15
"""How long requests in hand may take when the server ends."""


@click.command()
@click.option("--with-worker/--without-worker", default=True, help="Start a worker beside the server.")
def serve(with_worker: bool) -> None:  # noqa: FBT001 - click names it
    """Serve the site until Ctrl-C. The demo profile prepares its database and people first."""
    settings = site.settings()
    _refuse_taken_port(settings)
    app = site.site(settings)
    with app.app_context():
        if settings.demo:
            demo.prepare(settings)
        site.refuse_old_schema()
    children: list[subprocess.Popen[bytes]] = []
    _forward_signals(children)
    try:
        children.append(_start(*_gunicorn(settings)))
        if with_worker:
            children.append(_start("-m", "training", "worker"))
        _say_when_up(settings, children[0])
        _watch(children)
    finally:
        _end(children)


@click.command()
@click.option("--once", is_flag=True, help="Do what there is to do now, then end.")
def worker(once: bool) -> None:  # noqa: FBT001 - click names it
    """Work off jobs, mail and what is due, until Ctrl-C."""
    settings = site.settings()
    app = site.site(settings)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    with app.app_context():
        site.refuse_old_schema()
        name = f"worker-{uuid.uuid4().hex[:12]}"
        due = {"beat": Periodic(BEAT, lambda now: jobs.beat(name, now=now))} | work.periodic(settings)
        made = Worker(name, work.HANDLERS, due, clock.now)
        _work(made, stop, once=once)


def _work(made: Worker, stop: threading.Event, *, once: bool) -> None:
    while not stop.is_set():
        busy = made.step()
        db.session.remove()
        if not busy:
            if once:
                return
            stop.wait(IDLE_SECONDS)


def _refuse_taken_port(settings: Settings) -> None:
    """End the command when the address cannot be listened on; say which of the three reasons it is."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except PermissionError:
            _stop(2, f"Port {settings.port} is open to the system only. Use one from 1024 on, and a proxy in front.")
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                _stop(
                    4,
                    f"Port {settings.port} is taken. Choose another with NEEDLEWISE_PORT, or with make run PORT=8001.",
                )
            _stop(2, f"NEEDLEWISE_HOST is {settings.host}, which is no address of this machine ({error.strerror}).")


def _stop(code: int, message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def _address(host: str, port: int) -> str:
    """Return host and port as an address names them.

    >>> _address("::1", 8000)
    '[::1]:8000'
    """
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _gunicorn(settings: Settings) -> tuple[str, ...]:
    return (
        "-m",
        "gunicorn",
        "training.wsgi:app",
        "--config=python:training.cli.gunicorn_logging",
        f"--bind={_address(settings.host, settings.port)}",
        f"--workers={settings.processes}",
        "--worker-class=gthread",
        f"--threads={settings.threads}",
        f"--graceful-timeout={GRACE_SECONDS}",
        "--no-control-socket",
        "--preload",
        "--log-level=warning",
    )


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a child as the leader of a group of its own: Ctrl-C reaches this process only, which ends it in order."""
    return subprocess.Popen([sys.executable, *arguments], start_new_session=True)  # noqa: S603 - our own program


def _forward_signals(children: list[subprocess.Popen[bytes]]) -> None:
    """Let Ctrl-C, a stop by the system and a closed terminal end the children, then this process."""

    def end(_number: int, _frame: FrameType | None) -> None:
        _end(children)
        sys.exit(0)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)


def _say_when_up(settings: Settings, server: subprocess.Popen[bytes]) -> None:
    address = f"http://{_address(settings.host, settings.port)}/healthz"
    for _ in range(150):
        if server.poll() is not None:
            sys.exit("The server did not start; the reason stands above.")
        try:
            with urllib.request.urlopen(address, timeout=1):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    click.echo(f"Needlewise is running: {settings.base_url}")
    if settings.demo:
        click.echo(demo.accounts())
        click.echo("A year of simulated history is added by: make simulate (it may run beside this)")


def _watch(children: list[subprocess.Popen[bytes]]) -> None:
    """Wait until the server ends or the terminal is closed; start a worker that died again."""
    server, *workers = children
    terminal = select.poll()
    if sys.stderr.isatty():
        terminal.register(sys.stderr, 0)
    while server.poll() is None:
        if terminal.poll(0):  # only make was told that the terminal closed, and it waits for us
            sys.exit(0)
        for number, child in enumerate(workers, start=1):
            if child.poll() is not None:
                children[number] = workers[number - 1] = _start("-m", "training", "worker")
        time.sleep(1)
    sys.exit(server.returncode)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=GRACE_SECONDS + 5)
        with contextlib.suppress(ProcessLookupError):  # nobody of the group is left, as it should be
            os.killpg(child.pid, signal.SIGKILL)
