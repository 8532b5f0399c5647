"""Two people at the site, through nginx: the administrator who opens it, and the trainee who sits the exam."""

import re
import secrets
import time
from dataclasses import dataclass, field

import pyotp

from deploy.rehearsal.machine import Failed, wait_until
from deploy.rehearsal.visitor import Page, Refused, Visitor

PASSWORD = secrets.token_urlsafe(12)
EXAM = "foundations"
TRIES = 100


def arrive(visitor: Visitor, link: str) -> Page:
    """Open an account by the link that ``person add`` printed, and return the first page inside."""
    page = visitor.get(link)
    return visitor.post(page.form("/invitation/"), {"password": PASSWORD})


def sign_in(visitor: Visitor, email: str) -> Page:
    """Sign in with the password, as a person does: the token of the form comes with it."""
    return visitor.post(visitor.get("/sign-in").form("/sign-in"), {"email": email, "password": PASSWORD})


def add_code_app(visitor: Visitor) -> None:
    """Do what the recipe asks of staff: add a code app before anything else."""
    page = visitor.post(visitor.get("/profile/code-app").form("/profile/code-app/begin"))
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.text)
    if secret is None:
        raise Failed("the code app's page shows no secret")
    done = visitor.post(page.form("/profile/code-app/add"), {"one_time_code": pyotp.TOTP(secret[1]).now()})
    if "recovery code" not in done.text.lower():
        raise Failed("adding a code app gave no recovery codes")


def setting_up(page: Page) -> str:
    """Return what the administrator's page says of setting up."""
    found = re.search(r"Setting up: (\d+ of \d+ done)", page.text)
    return found[1] if found else "complete"


def try_mail(visitor: Visitor) -> None:
    """Send the trial mail and wait until the worker sent it."""
    visitor.post(visitor.get("/admin").form("/admin/mail"))
    wait_until("the trial mail", lambda: "A trial mail went to" in visitor.get("/admin").text)


def publish(visitor: Visitor) -> None:
    """Add the exam that ships, and publish it."""
    visitor.post(visitor.get("/admin").form("/admin/exams"))
    address = f"/exams/{EXAM}/publish"
    page = visitor.post(visitor.get(address).form(address))
    if "is published" not in page.text:
        raise Failed("the exam was not published")


def enrol(visitor: Visitor, first_day: str, last_day: str, name: str) -> None:
    """Make a cohort and enrol somebody of this name."""
    days = {"name": "First cohort", "starts_on": first_day, "ends_on": last_day}
    cohort = visitor.post(visitor.get("/cohorts/new").form("/cohorts"), days).path
    found = visitor.get(f"{cohort}/enrol?name={name}")
    page = visitor.post(found.form(f"{cohort}/people/"))
    if "is enrolled" not in page.text:
        raise Failed("nobody was enrolled")


def read_module(visitor: Visitor, code: str, sections: tuple[str, ...], answers: dict[str, list[str]]) -> None:
    """Open every section of a module, each from the one before it, and answer its questions in passing."""
    page = visitor.get(f"/modules/{code}/sections/{sections[0]}")
    for section in sections:
        for form in page.forms(f"/modules/{code}/questions/"):
            name = form.action.rpartition("/")[2]
            visitor.submit(form, {f"question-{name}": answers[name]})
        page = visitor.post(page.form(f"/sections/{section}/read"))
    if page.path != f"/modules/{code}":
        raise Failed(f"the last section of {code} leads to {page.path}")


@dataclass
class Exam:
    """An attempt as the exam page's scripts drive it: what was acknowledged is kept, the rest is sent again."""

    visitor: Visitor
    client: str = field(default_factory=lambda: secrets.token_hex(16))
    acknowledged: dict[int, list[str]] = field(default_factory=dict)
    refusals: int = 0
    slowest: float = 0
    sequence: int = 0

    def start(self) -> int:
        """Start the attempt, open it on this device, and return its id."""
        page = self.visitor.get(f"/exam/{EXAM}")
        page = self.visitor.post(page.form(f"/exam/{EXAM}"), {"honour": "yes"})
        self.attempt = int(page.path.rpartition("/")[2])
        self.api = f"/api/attempts/{self.attempt}"
        self.token = page.form("/questions/").fields["csrf_token"]
        opened = self._send("device", {"client": self.client})
        self.epoch = opened["epoch"]
        return self.attempt

    def save(self, position: int, value: list[str]) -> None:
        """Save one answer; sent again, under the same number, until the site says it is stored."""
        self.sequence += 1
        event = {"seq": self.sequence, "slot": position, "kind": "answer", "value": value}
        body = {"client": self.client, "epoch": self.epoch, "waiting": 1, "events": [event]}
        began = time.monotonic()
        acks = self._send("events", body)["acks"]
        self.slowest = max(self.slowest, time.monotonic() - began)
        if not isinstance(acks, dict) or self.sequence not in acks.get("stored", []) + acks.get("dup", []):
            raise Failed(f"the answer to question {position} was neither stored nor known: {acks}")
        self.acknowledged[position] = value

    def stands(self) -> dict[int, list[str]]:
        """Return the answers as the server has them."""
        found = self.visitor.get(f"{self.api}/state").json()["answers"]
        assert isinstance(found, dict)
        return {int(position): value for position, value in found.items() if value}

    def submit(self) -> str:
        """Hand in, and return the heading of the result page."""
        self._send("submit", {"client": self.client, "last_seq": self.sequence})
        page = self.visitor.get(f"/exam/attempts/{self.attempt}/result")
        found = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
        if not page.path.endswith("/result") or found is None:
            raise Failed("there is no result page")
        return " ".join(found[1].split())

    def _send(self, act: str, body: object) -> dict[str, object]:
        """Send until the site answers: what a killed process had in hand comes back as an error of nginx."""
        for _ in range(TRIES):
            try:
                return self.visitor.send(f"{self.api}/{act}", body, token=self.token)
            except Refused as error:
                if error.status not in {0, 502, 504}:
                    raise
                self.refusals += 1
                time.sleep(0.2)
        raise Failed(f"{act} was refused {TRIES} times")
