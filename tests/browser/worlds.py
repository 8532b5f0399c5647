"""The two sites the pages are looked at in: one in use, one where nothing happened yet.

The site in use is filled through the services, as the product fills it, and says by name the ids that addresses need.
"""

from datetime import datetime

from flask import Flask

from tests import people
from tests.practicals import work
from training import clock
from training import db as database
from training.audit import service as audit
from training.jobs import service as jobs
from training.jobs.models import JobState
from training.mail import service as mail
from training.practicals.service import assessments, sessions

Known = dict[str, object]


def full(app: Flask) -> Known:
    """Fill a site and return its ids by name."""
    now = clock.now()
    known: Known = {}
    for part in (_jobs, _mail, _practicals):
        with database.commit_command():
            known |= part(now)
    return known


def empty(app: Flask) -> Known:
    """Leave a site as it is."""
    return {}


def _jobs(now: datetime) -> Known:
    ada = people.identity("ada")
    made = [
        jobs.enqueue("award", {}, title=f"Award the {month} cohort", total=40, requested_by=ada, now=now)
        for month in ("autumn", "winter", "spring")
    ]
    ids = [job.id for job in made]
    failed, running = jobs.claim("a worker", now=now), jobs.claim("another", now=now)
    jobs.note_failure(failed.id, step=3, subject="Ines Duarte", reason="The name holds a character no font has.")
    jobs.advance(failed.id, "a worker", done=4, now=now)
    jobs.finish(failed.id, "a worker", JobState.FAILED, now=now, error="the disk is full")
    jobs.advance(running.id, "another", done=13, now=now)
    return {"failed_job": ids[0], "running_job": ids[1], "queued_job": ids[2]}


def _mail(now: datetime) -> Known:
    context = {"institution": "Test Institute", "name": "Ada Nwosu", "site_url": "http://localhost:8000"}
    for number in range(3):
        mail.queue(
            "trial",
            to=people.email("ada"),
            person_id=people.identity("ada"),
            context=context,
            dedupe=f"{number}",
            now=now,
        )
    mail.send_due(_refuse, now=now, limit=1)
    audit.record("mail queued again", actor=people.identity("ada"), subject="mail:1", now=now, facts={"tries": 1})
    return {"mail": 1}


def _practicals(now: datetime) -> Known:
    """Stations of Tara and Tom at every stage, and sessions in every state."""
    recorded = work.recorded()
    struck = work.recorded(station="deep", region="thorax", step_2="0")
    assessments.strike(struck, "Entered for another person", by=people.identity("sam"), now=now)
    confirmed = work.confirmed(key="1" * 32)
    declined = work.entered(key="2" * 32)
    sessions.decline(declined, "I was not there", by=people.identity("sam"), url=work.URL, now=now)
    work.entered(key="3" * 32, minutes=45, correction=sessions.Correction(confirmed, "It was 45 minutes"))
    return {
        "station": recorded,
        "struck_station": struck,
        "session": work.entered(key="4" * 32),
        "draft": work.draft("tom")[0],
        "filled_draft": work.draft("tom", "deep", filled=work.fields(remarks="Calm throughout"))[0],
        "unsafe_draft": work.draft("tara", "deep", filled=work.fields(step_9="0"))[0],
    }


def _refuse(_mail: object) -> None:
    raise OSError("the mail server does not answer")
