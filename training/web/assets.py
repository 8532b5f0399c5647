"""Static files under names that carry their content, and the style sheets joined into one file a page type.

A page asks for `asset("mark.svg")` or `stylesheet("exam")`; the address holds the first digits of the SHA-256 of the
bytes, so it may be kept by browsers for ever. There is no build step: bundles are joined when the site starts.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from training.web.access import public

STATIC = Path(__file__).parent / "static"
SITE = ("fonts/fonts.css", "css/tokens.css", "css/base.css", "css/layout.css")
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}

bp = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Assets:
    """The static files and bundles of one running site, by name."""

    content: dict[str, bytes]

    def url(self, name: str) -> str:
        """Return the address of a file or bundle. Raises KeyError for an unknown name."""
        return f"/static/{sha256(self.content[name]).hexdigest()[:10]}/{name}"


def init_app(app: Flask) -> None:
    """Read all static files once and give templates `asset` and `stylesheet`."""
    assets = load(STATIC)
    app.extensions["needlewise_assets"] = assets
    app.jinja_env.globals.update(asset=assets.url, stylesheet=lambda name: assets.url(f"bundle/{name}.css"))
    app.register_blueprint(bp)


def load(folder: Path) -> Assets:
    """Return every file under ``folder`` with a known suffix, and the bundles made of them."""
    content = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in TYPES
    }
    for name, parts in _bundles(content).items():
        content[f"bundle/{name}.css"] = b"\n".join(content[part] for part in parts if part in content)
    return Assets(content)


def _bundles(content: dict[str, bytes]) -> dict[str, tuple[str, ...]]:
    """Return the parts of each bundle: ``site`` holds the frame and every component, a page type its own sheet."""
    pages = {"reading", "exam", "certificate", "figures", "public", "tables"}
    components = tuple(
        name for name in content if name.startswith("css/") and name not in SITE and Path(name).stem not in pages
    )
    bundles = {page: (f"css/{page}.css",) for page in pages if f"css/{page}.css" in content}
    return bundles | {"site": SITE + components}


@bp.get("/static/<digest>/<path:name>")
@public
def file(digest: str, name: str) -> Response:
    """Serve one file for ever; a stale address still gets the file of today, but is not kept."""
    assets: Assets = current_app.extensions["needlewise_assets"]
    if name not in assets.content:
        abort(404)
    response = Response(assets.content[name], content_type=TYPES[Path(name).suffix])
    current = assets.url(name) == request.path
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-cache"
    return response
