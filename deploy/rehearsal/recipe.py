"""The files of the recipe, read and fitted to a folder of this machine: nothing in them is written twice."""

import re
import shlex
from pathlib import Path

DEPLOY = Path(__file__).parents[1]
ROOT = DEPLOY.parent


class Unfitting(Exception):
    """A file of the recipe no longer holds what is to be fitted; the text says what."""


def settings(place: Path, *, address: str, database: str, port: int) -> dict[str, str]:
    """Return the settings of the shipped environment file, fitted: address, folders, database, mail to files."""
    lines = (DEPLOY / "environment").read_text(encoding="utf-8").splitlines()
    shipped = dict(shlex.split(line)[0].split("=", 1) for line in lines if line and not line.startswith("#"))
    fitted = {
        "NEEDLEWISE_BASE_URL": address,
        "NEEDLEWISE_SECRET_KEY_FILE": str(place / "secret-key"),
        "NEEDLEWISE_DATABASE_URL": database,
        "NEEDLEWISE_DATA": str(place / "data"),
        "NEEDLEWISE_PORT": str(port),
        "NEEDLEWISE_MAIL": "file",
    }
    strange = fitted.keys() - shipped.keys()
    if strange:
        raise Unfitting(f"deploy/environment no longer sets {', '.join(sorted(strange))}")
    return shipped | fitted


def command(unit: str) -> list[str]:
    """Return what a systemd unit starts, as arguments of ``training``."""
    text = (DEPLOY / "systemd" / unit).read_text(encoding="utf-8")
    found = re.search(r"^ExecStart=\S+/training (.+)$", text, re.MULTILINE)
    if found is None:
        raise Unfitting(f"deploy/systemd/{unit} starts no training command")
    return found[1].split()


def nginx(place: Path, *, secure: int, plain: int, upstream: int, user: str) -> str:
    """Return a whole nginx configuration around the shipped site, with folders and ports of its own."""
    site = (DEPLOY / "nginx/needlewise.conf").read_text(encoding="utf-8")
    for old, new in {
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2;",
        "return 301 https://$host$request_uri;": f"return 301 https://$host:{secure}$request_uri;",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{upstream};",
        "/etc/ssl/needlewise/": f"{place}/",
        "/var/cache/nginx/": f"{place}/nginx/",
        "/var/log/nginx/": f"{place}/nginx/",
        "needlewise.example.org": "localhost",
        "/srv/needlewise/deploy/nginx": f"{place}/nginx",
    }.items():
        if old not in site:
            raise Unfitting(f"deploy/nginx/needlewise.conf no longer holds {old.strip()!r}")
        site = site.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "\n".join(f"{kind}_temp_path {place}/nginx/{kind};" for kind in kinds)
    return (
        f"{user}\npid {place}/nginx/pid;\nerror_log {place}/nginx/error.log;\ndaemon off;\n"
        f"events {{ worker_connections 512; }}\n"
        f"http {{\naccess_log off;\n{folders}\ndefault_type text/html;\n{site}\n}}\n"
    )
