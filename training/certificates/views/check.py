"""The public check: how a certificate stands, for anyone who has its number or its file.

No account, no cookie, no script. Looking writes nothing but the count of looks that keeps robots away.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training import clock
from training.certificates import guilloche, queries
from training.certificates.formats import pdf
from training.certificates.queries import Standing
from training.core.certification import Reason, Status, read_number
from training.web import addresses, limits
from training.web.access import public

bp = Blueprint("check", __name__, template_folder="../templates")

LOOKS = limits.Limit("certificate check", tries=60, per=timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state in large: an icon, a word and a sentence; ``tone`` only colours what they say."""

    tone: str
    icon: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing a file told: it is the certificate, ``other`` by its number, ``unknown`` by its SHA-256."""

    same: bool = False
    other: str = ""
    unknown: str = ""
    problem: str = ""


@bp.get("/check")
@public
def ask() -> ResponseReturnValue:
    """Show the field for a number, or go to the page of the number given."""
    typed = request.args.get("number", "").strip()
    if not typed:
        return render_template("check/ask.html", compared=Compared())
    number = read_number(typed)
    return redirect(url_for("check.show", number=number), 303) if number else _not_found(typed)


@bp.get("/check/<number>")
@public
def show(number: str) -> ResponseReturnValue:
    """Show how a certificate stands now."""
    now = _counted()
    standing = queries.standing(number, now=now)
    return _not_found(number) if standing is None else _page(standing, now)


@bp.get("/check/<number>/certificate.pdf")
@public
def download(number: str) -> ResponseReturnValue:
    """Give the bytes that were issued, whatever became of the certificate; 404 once its holder was erased."""
    now = _counted()
    standing = queries.standing(number, now=now) or abort(404)
    content = queries.pdf(standing.number) or abort(404)
    response = Response(content, mimetype=pdf.MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{standing.number}.pdf"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.post("/check/file")
@public
def compare() -> ResponseReturnValue:
    """Say whether a file is one that was issued: the certificate whose page asked, where one did.

    It changes nothing and keeps nothing, so it needs no token.
    """
    now = _counted()
    uploaded = request.files.get("file")
    content = uploaded.read() if uploaded else b""
    asked = queries.standing(request.form.get("number", ""), now=now)
    if not content:
        return _answer(asked, now, Compared(problem="Choose the PDF you were given, then compare.")), 422
    digest = sha256(content).hexdigest()
    found = queries.by_file(digest, now=now)
    if found is None:
        return _answer(asked, now, Compared(unknown=digest))
    if asked is not None and asked.number != found.number:
        return _answer(asked, now, Compared(other=found.number))
    return _page(found, now, Compared(same=True))


def _answer(asked: Standing | None, now: datetime, compared: Compared) -> str:
    """Return the page of the certificate that a file was compared with, else the one that asks for a certificate."""
    return render_template("check/ask.html", compared=compared) if asked is None else _page(asked, now, compared)


def verdict(standing: Standing) -> Verdict:
    """Return the state of a certificate in words; a demonstration's begin with what it is."""
    found = _verdict(standing)
    if standing.erased_at is not None:
        found = replace(found, sentence=f"{found.sentence} {_erased(standing, standing.erased_at)}")
    if not (standing.facts.demo or standing.facts.simulated):
        return found
    word = "Simulated" if standing.facts.simulated else "Demonstration"
    return replace(found, title=f"{word}: {found.title[0].lower()}{found.title[1:]}")


def _verdict(standing: Standing) -> Verdict:
    facts, since = standing.facts, pdf.day(standing.since.astimezone(_zone(standing)).date())
    last = pdf.day(facts.valid_until) if facts.valid_until else ""
    if standing.status is Status.VALID:
        until = f"It is valid until the end of {last}." if last else "It has no last day."
        return Verdict("good", "circle-check", "Valid today", f"{facts.institution} issued this certificate. {until}")
    if standing.status is Status.EXPIRED:
        also = " It was suspended then." if standing.suspended else ""
        return Verdict("warn", "clock", f"Expired at the end of {last}", f"This certificate is over.{also}")
    if standing.status is Status.SUSPENDED:
        sentence = f"Do not rely on it until the suspension is lifted. Reason: {standing.reason_class}."
        return Verdict("warn", "circle-dashed", f"Suspended since {since}", sentence)
    if standing.status is Status.REVOKED:
        sentence = f"{facts.institution} withdrew it for good. Reason: {standing.reason_class}."
        return Verdict("danger", "circle-x", f"Revoked on {since}", sentence)
    return Verdict("neutral", "refresh-cw", f"Replaced on {since}", _replacement(standing.reason_class))


def _erased(standing: Standing, at: datetime) -> str:
    on = pdf.day(at.astimezone(_zone(standing)).date())
    return f"The holder's data were erased at their request on {on}: no name and no file are kept here."


def _replacement(reason: Reason | None) -> str:
    return f"Another certificate took its place. Reason: {reason}. Ask for the new one, or open it below."


def _zone(standing: Standing) -> ZoneInfo:
    return ZoneInfo(standing.facts.zone)


def _page(standing: Standing, now: datetime, compared: Compared | None = None) -> str:
    return render_template(
        "check/show.html",
        standing=standing,
        facts=standing.facts,
        verdict=verdict(standing),
        paths=guilloche.paths(standing.facts_sha256),
        now=now,
        compared=compared or Compared(),
    )


def _not_found(typed: str) -> ResponseReturnValue:
    found = Verdict("warn", "circle-slash", "Not found", "This register has no certificate with this number.")
    return render_template("check/not_found.html", typed=typed[:80], verdict=found, now=clock.now()), 404


def _counted() -> datetime:
    """Count one look of this address and return the time; refuse the 61st in a minute."""
    now = clock.now()
    try:
        limits.take([limits.Bucket(LOOKS, addresses.of_request())], now=now)
    except limits.TooManyTries:
        abort(429)
    return now
