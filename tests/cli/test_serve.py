"""``training serve``: what it starts, what it starts again, and that all of it ends."""

import os
import pty
import signal
import socket
import time
import urllib.request
from pathlib import Path

import pytest

from deploy.rehearsal import machine, starting
from tests.cli import serving as serving_there
from tests.commands import run
from training.cli import server


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A production site on SQLite, with tables."""
    made = {
        "NEEDLEWISE_DATA": str(tmp_path_factory.mktemp("serve")),
        "NEEDLEWISE_SECRET_KEY": "x" * 40,
        "NEEDLEWISE_PORT": str(free_port()),
    }
    assert run(made, "db", "upgrade").returncode == 0
    return made


@pytest.fixture
def serving(environment, tmp_path):
    """The running command, as a terminal starts it: the leader of a group of its own."""
    log = tmp_path / "log"
    process = starting.start(serving_there.serve, environment=environment, said=log)
    machine.wait_until(
        "the site", lambda: (log.exists() and b"is running" in log.read_bytes()) or not process.is_alive()
    )
    yield process
    process.terminate()
    process.join(timeout=60)


def everything(process):
    """All processes that the process of this id started, however deep."""
    found, waiting = [], [process]
    while waiting:
        children = machine.processes_of(waiting.pop())
        found += children
        waiting += children
    return found


def alive(processes):
    return [one for one in processes if Path(f"/proc/{one}/stat").exists() and state(one) != "Z"]


def state(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_each_signal_that_stops_a_program_is_taken(monkeypatch):
    """What is done then is tried below with a running site, by some of them."""
    taken = {}
    monkeypatch.setattr(signal, "signal", taken.__setitem__)

    server._forward_signals([])

    assert set(taken) == {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    assert len(set(taken.values())) == 1


def test_a_running_site_keeps_its_port_replaces_what_is_killed_and_ends_whole(serving, environment):
    _refuses_another_at_the_same_port(environment)
    _starts_again_what_is_killed(serving, environment)
    started = everything(serving.pid)
    assert len(started) == 3

    os.kill(serving.pid, signal.SIGTERM)
    serving.join(timeout=30)

    assert alive(started) == []


def _refuses_another_at_the_same_port(environment):
    done = run(environment, "serve")

    assert done.returncode == 4
    assert f"Port {environment['NEEDLEWISE_PORT']} is taken" in done.stderr
    assert "Choose another with NEEDLEWISE_PORT" in done.stderr


def _starts_again_what_is_killed(serving, environment):
    site, worker = sorted(machine.processes_of(serving.pid), key=lambda one: bool(machine.processes_of(one)))[::-1]
    (child,) = machine.processes_of(site)
    for one in (child, worker):
        os.kill(one, signal.SIGKILL)

    machine.wait_until(
        "three that live", lambda: len(alive(everything(serving.pid))) == 3 and not alive([child, worker])
    )
    time.sleep(0.1)
    with urllib.request.urlopen(f"http://127.0.0.1:{environment['NEEDLEWISE_PORT']}/healthz", timeout=30) as answer:
        assert answer.status == 200


def test_ctrl_c_as_a_terminal_sends_it_ends_everything(serving):
    started = everything(serving.pid)

    os.killpg(serving.pid, signal.SIGINT)
    serving.join(timeout=30)

    assert serving.exitcode == 0
    assert alive(started) == []


def test_a_closed_terminal_ends_everything_though_nobody_is_told(environment, tmp_path):
    ours, theirs = pty.openpty()
    given = {"environment": environment, "said": tmp_path / "log"}
    process = starting.start(serving_there.serve_in, os.ttyname(theirs), **given)
    said = b""
    while b"is running" not in said:
        said += os.read(ours, 4096)
    os.close(theirs)
    started = everything(process.pid)
    assert len(started) == 3

    os.close(ours)
    process.join(timeout=30)

    assert process.exitcode == 0
    assert alive(started) == []
