"""Jobs in every state, mails that went and did not go, and a record of acts."""

from tests import people
from training.audit import service as audit
from training.jobs import service as jobs
from training.jobs.models import JobState
from training.mail import service as mail


def fill(now):
    return _jobs(now) | _mail(now)


def _jobs(now):
    ada = people.identity("ada")
    made = [
        jobs.enqueue("award", {}, title=f"Award the {month} cohort", total=40, requested_by=ada, now=now).id
        for month in ("autumn", "winter", "spring")
    ]
    failed, running = jobs.claim("a worker", now=now), jobs.claim("another", now=now)
    jobs.note_failure(failed.id, step=3, subject="Ines Duarte", reason="The name holds a character no font has.")
    jobs.advance(failed.id, "a worker", done=4, now=now)
    jobs.finish(failed.id, "a worker", JobState.FAILED, now=now, error="the disk is full")
    jobs.advance(running.id, "another", done=13, now=now)
    return dict(zip(("failed_job", "running_job", "queued_job"), made, strict=True))


def _mail(now):
    context = {"institution": "Test Institute", "name": "Ada Nwosu", "site_url": "http://localhost:8000"}
    ada = people.identity("ada")
    for number in range(3):
        mail.queue("trial", to=people.email("ada"), person_id=ada, context=context, dedupe=f"{number}", now=now)
    mail.send_due(_refuse, now=now, limit=1)
    audit.record("mail queued again", actor=ada, subject="mail:1", now=now, facts={"tries": 1})
    return {"mail": 1}


def _refuse(_mail):
    raise OSError("the mail server does not answer")
