"""Static files under an address that carries their content; style sheets and exam scripts joined into one file each.

A page asks for `asset("mark.svg")`, `stylesheet("exam")` or `script("exam")`; the address holds the first digits of
the SHA-256 over all static files, so browsers may keep what they got for ever and modules find each other by relative
names. There is no build step: bundles are joined, and text is compressed, once when the site starts.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from training.web import scripts
from training.web.access import public

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}
FIRST = ("fonts/fonts.css", "css/tokens.css", "css/base.css", "css/layout.css")
SHARED = {"css/options.css", "css/answers.css", "css/dialog.css", "css/recording.css"}
"""Sheets of the exam page that other pages use too."""
PAGES = {
    "reading": ("css/figures.css", "css/reading.css", "css/interactive.css"),
    "exam": ("css/tokens.css", *sorted(SHARED), "css/exam.css"),
    "certificate": ("css/certificate.css",),
    "practice": ("css/practice.css",),
    "public": ("css/public.css",),
    "workbench": ("css/booklet.css", "css/coverage.css", "css/editor_preview.css", "css/plot.css"),
}
"""The sheets of each page type. ``exam`` stands alone; the others are added to ``site``."""
SCRIPTS = {"exam": "js/exam/start.js", "site": "js/site.js", "editor": "js/editor.js"}
"""The module each joined script begins with."""

bp = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Assets:
    """The static files and bundles of one running site, by name, and those worth it compressed."""

    content: dict[str, bytes]
    compressed: dict[str, bytes]
    digest: str

    def url(self, name: str) -> str:
        """Return the address of a file or bundle. Raises KeyError for an unknown name."""
        if name not in self.content:
            raise KeyError(name)
        return f"/static/{self.digest}/{name}"


def init_app(app: Flask, kept_elsewhere: Mapping[str, Path]) -> None:
    """Read all static files once and give templates `asset`, `stylesheet` and `script`.

    ``kept_elsewhere`` are folders of slices whose files are served under the name given with them.
    """
    assets = load(STATIC, kept_elsewhere)
    app.extensions["needlewise_assets"] = assets
    app.jinja_env.globals.update(asset=assets.url, stylesheet=lambda name: assets.url(f"bundle/{name}.css"))
    app.jinja_env.globals.update(script=lambda name: assets.url(f"bundle/{name}.js"))
    app.register_blueprint(bp)


def load(folder: Path, kept_elsewhere: Mapping[str, Path] | None = None) -> Assets:
    """Return every file under ``folder`` with a known suffix, those of other folders, and the bundles made of them."""
    content = _files(folder)
    for prefix, other in (kept_elsewhere or {}).items():
        content |= {f"{prefix}/{name}": data for name, data in _files(other).items()}
    alone = {part for parts in PAGES.values() for part in parts} - {*FIRST, *SHARED}
    rest = tuple(name for name in content if name.startswith("css/") and name not in {*FIRST, *alone, "css/print.css"})
    for name, parts in {**PAGES, "site": (*FIRST, *rest, "css/print.css")}.items():
        content[f"bundle/{name}.css"] = b"\n".join(content[part] for part in parts)
    for name, entry in SCRIPTS.items():
        content[f"bundle/{name}.js"] = scripts.joined(entry, content)
    digest = sha256(b"".join(name.encode() + sha256(data).digest() for name, data in content.items()))
    compressed = {
        name: gzip.compress(data, mtime=0)
        for name, data in content.items()
        if Path(name).suffix in {".css", ".js", ".svg"}
    }
    return Assets(content, compressed, digest.hexdigest()[:12])


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in TYPES
    }


def content(name: str) -> bytes:
    """Return a static file of the running site, for what must be served elsewhere. Raises KeyError."""
    assets: Assets = current_app.extensions["needlewise_assets"]
    return assets.content[name]


@bp.get("/static/<digest>/<path:name>")
@public
def file(digest: str, name: str) -> Response:
    """Serve one file for ever; under a stale address the file of today is served but not kept."""
    assets: Assets = current_app.extensions["needlewise_assets"]
    if name not in assets.content:
        abort(404)
    response = Response(content_type=TYPES[Path(name).suffix])
    if name in assets.compressed and request.accept_encodings["gzip"]:
        response.data = assets.compressed[name]
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.data = assets.content[name]
    response.headers["Vary"] = "Accept-Encoding"
    current = digest == assets.digest
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-cache"
    return response
