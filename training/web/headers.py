"""The security headers of every answer."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
PAGE = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOUND = frozenset({"about.start", "about.welcome", "assets.file"})
"""What search engines may list: the page for strangers, and the files it is drawn with."""


def init_app(app: Flask, *, secure: bool) -> None:
    """Add the headers to each answer; a small JSON answer carries only what it needs."""

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if response.mimetype == "application/json":
            response.headers.setdefault("Cache-Control", "no-store")
            if request.method == "GET":
                response.headers.setdefault("X-Robots-Tag", "noindex")
            return response
        for name, value in PAGE.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.endpoint not in FOUND:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        if request.endpoint != "assets.file":
            response.headers.setdefault("Cache-Control", "no-store")
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
