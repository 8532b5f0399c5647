"""Debian's packages that tests need, installed where we may; everywhere else the caller names the remedy."""

import os
import shutil
import subprocess
from pathlib import Path


def install(*packages: str) -> bool:
    """Install packages, and say so; false when that is not possible: no apt-get, not root, or no such package."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {', '.join(packages)} with apt-get, for the tests…", flush=True)
    wanted = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    return runs(wanted, environment) or (runs(["apt-get", "update"]) and runs(wanted, environment))


def provide(program: str, package: str) -> None:
    """Install the package of a program that is not here; tests that go without it name the remedy themselves."""
    if not shutil.which(program):
        install(package)


def runs(command: list[str | Path], environment: dict[str, str] | None = None) -> bool:
    """Return whether a command ends well, within ten minutes."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env={**os.environ, **(environment or {})},
            capture_output=True,
            timeout=600,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
