"""Servers started for the bench, and the processor time of a whole process tree."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A running server: its port, and its first process."""

    port: int
    process: int


@contextmanager
def serve(application: str, environment: dict[str, str], *, processes: int, threads: int) -> Iterator[Server]:
    """Run an application by gunicorn, as ``training serve`` does, until the block ends."""
    port = _free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", application, f"--bind=127.0.0.1:{port}", f"--workers={processes}"),
        *("--worker-class=gthread", f"--threads={threads}", "--no-control-socket", "--log-level=warning"),
        # many connections are held open at once by the rush, and none of them may be dropped between two requests
        *("--keep-alive=60", "--worker-connections=2000", "--backlog=2048"),
    ]
    with (
        tempfile.TemporaryFile() as said,  # what systems log costs them what it costs in use, and is not shown
        subprocess.Popen(command, env={**os.environ, **environment}, stdout=said, stderr=said) as process,
    ):
        try:
            _wait(port, process, said)
            yield Server(port, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def cpu(*roots: int) -> float:
    """Return the user and system seconds of the trees under ``roots``, of children that ended as well."""
    table = _table()
    wanted, found = list(roots), set()
    while wanted:
        one = wanted.pop()
        if one in table and one not in found:
            found.add(one)
            wanted += [child for child, (parent, _seconds) in table.items() if parent == one]
    return sum(table[one][1] for one in found)


def _table() -> dict[int, tuple[int, float]]:
    """Return parent and seconds of every process. Seconds of children that ended are counted with their parent."""
    table = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            table[int(entry.name)] = (int(after_name[1]), sum(int(ticks) for ticks in after_name[11:15]) / TICKS)
    return table


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            said.seek(0)
            raise SystemExit(f"A server of the bench did not start: {said.read().decode()[-2000:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("A server of the bench did not answer within 30 seconds.")
