"""The programs the recipe needs from the machine: PostgreSQL's, nginx and openssl."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

REMEDIES = {
    "PostgreSQL": "apt-get install postgresql, or set PG_BIN to the folder of initdb",
    "nginx": "apt-get install nginx-light, or set NGINX to the program",
    "openssl": "apt-get install openssl",
}


class Missing(Exception):
    """A program is not on this machine; the text says which and how to get it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not on this machine. Remedy: {REMEDIES[name]}")


@dataclass(frozen=True)
class Programs:
    """Where the programs are."""

    postgres: Path
    nginx: Path
    openssl: Path

    @property
    def versions(self) -> str:
        """Return what they say they are."""
        postgres = _said(self.postgres / "postgres", "--version").split()[2]
        nginx = _said(self.nginx, "-v").rpartition("/")[2]
        return f"PostgreSQL {postgres}, nginx {nginx}"


def found(folder: Path | None = None) -> Programs:
    """Return the programs. nginx may be fetched into ``folder``, uninstalled. Raises Missing."""
    postgres = next((place for place in _postgres_places() if os.access(place / "initdb", os.X_OK)), None)
    if postgres is None:
        raise Missing("PostgreSQL")
    nginx = next((place for place in _nginx_places() if os.access(place, os.X_OK)), None)
    nginx = nginx or (_fetched_nginx(folder) if folder else None)
    if nginx is None:
        raise Missing("nginx")
    openssl = shutil.which("openssl")
    if openssl is None:
        raise Missing("openssl")
    return Programs(postgres, nginx, Path(openssl))


def _postgres_places() -> list[Path]:
    onpath = shutil.which("initdb")
    return [
        Path(os.environ.get("PG_BIN", "/nowhere")),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
        *([Path(onpath).resolve().parent] if onpath else []),
    ]


def _nginx_places() -> list[Path]:
    onpath = shutil.which("nginx")
    named = [Path(os.environ["NGINX"])] if "NGINX" in os.environ else []
    return [*named, *([Path(onpath)] if onpath else []), Path("/usr/sbin/nginx"), Path("/usr/local/sbin/nginx")]


def _fetched_nginx(folder: Path) -> Path | None:
    """Unpack Debian's package of nginx into ``folder``: nothing is installed and no service starts."""
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["apt-get", "download", "-q", "nginx"], cwd=folder, capture_output=True, check=False)
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg", "-x", str(package), str(folder)], check=True)
    program = folder / "usr/sbin/nginx"
    works = done.returncode == 0 and program.exists() and _said(program, "-v").startswith("nginx version")
    return program if works else None


def _said(program: Path, option: str) -> str:
    done = subprocess.run([str(program), option], capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip()
