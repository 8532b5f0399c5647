"""A whole life on a site: everything the worlds of the pages hold of Tara, and every text that can name her."""

from tests.browser import worlds
from tests.marking import papers
from tests.people import email, identity
from tests.practicals import work
from tests.programmes import teaching, world
from tests.quiz import exams
from training import clock
from training import db as database
from training.accounts import kept_forms, service
from training.bank import unsaved
from training.bank.queries import versions
from training.bank.service import reviewing
from training.core.domains import Domain, Level
from training.db import db
from training.jobs import service as jobs
from training.jobs.models import Job
from training.mail import service as mails
from training.mail.transports import transport
from training.marking import service as marking
from training.packs import service as packs
from training.practicals.service import assessments, sessions
from training.programmes.service import cohorts
from training.programmes.service import hours as teaching_hours
from training.quiz import devices, invigilation, reporting
from training.quiz import service as quiz

TARA, ADA, SAM = identity("tara"), identity("ada"), identity("sam")
FORMER = "Tara Adeyemi"
WORDS = f"Tara Okafor, once {FORMER}, tara@demo.test, and <Tara Okafor>"


def lived(app, settings, known=None):
    """Fill a site with Tara's life, send its mails into files, and return its known ids: those of a site in use."""
    with app.app_context():
        known = known or worlds.full(app)
        now = clock.now()
        for part in (_account, _exam, _practical, _group, _boards, _marks, _work_of_others):
            with database.commit_command():
                part(known, now)
        mails.send_due(transport(settings), now=now, limit=200)
        _queued(known, now)
        return known


def _account(_known, now):
    service.update_profile(TARA, name=FORMER, zone="UTC", now=now)
    service.update_profile(TARA, name="Tara Okafor", zone="UTC", now=now)
    service.fix_certificate_name(TARA, now=now)
    service.ask_name(TARA, "Tara Okafor-Brandt", "Tara married", now=now)
    for person_id in (TARA, ADA):
        sent = kept_forms.Sent("/people/invite?name=Tara+Okafor", "/people", (("words", WORDS),), (f"{WORDS}.txt",))
        kept_forms.keep(sent, person_id=person_id, now=now)
        unsaved.keep("new:ordering", [["author", WORDS], ["stem", WORDS]], revision=0, by=person_id, now=now)


def _exam(known, now):
    opened = known["open_attempt"]
    devices.open_on_device(opened, TARA, client="tablet", agent="Tara Okafor's tablet", take=True, now=now)
    exams.send(opened, {"seq": 90, "slot": 1, "kind": "answer", "value": WORDS}, now=now)
    reporting.report_problem(opened, TARA, position=1, words=f"{WORDS} cannot read it.", now=now)
    invigilation.void(opened, f"{WORDS} felt ill.", give_back=True, by=ADA, site=exams.SITE, now=now)


def _practical(_known, now):
    seen = work.recorded(remarks=f"{WORDS} was calm.")
    assessments.strike(seen, f"{WORDS} was not there.", by=SAM, now=now)
    declined = work.entered(key="8" * 32)
    sessions.decline(declined, f"{WORDS} did not come.", by=SAM, url=work.URL, now=now)
    work.draft("tom", "superficial", filled=work.fields(remarks=f"{WORDS} watched."))


def _group(known, now):
    """A group in which she and somebody else were taught, that he left again."""
    group = known["cohort"]
    (place,) = world.enrolled(known["empty_cohort"], "tom")
    own = teaching.entered(group, {"tara": 60}, key="o" * 32, note="Left early.")
    teaching_hours.strike(own[0], "Was not there.", teaching_hours.Signed(SAM, "s" * 32, now))
    said = {"topic": "Palpation, Tara Okafor helped", "place": WORDS, "note": f"{WORDS} left early."}
    seen = teaching.entered(known["empty_cohort"], {"tom": 60}, **said)
    teaching_hours.strike(seen[0], f"It was {WORDS}.", teaching_hours.Signed(SAM, "t" * 32, now))
    cohorts.withdraw(place, f"Was mistaken for {WORDS}.", by=ADA, site=world.SITE, now=now)


def _boards(_known, now):
    """A pack that was active for a while, with her name in both reasons."""
    packs.activate("us-delaware-pt", 1, f"{WORDS} asked.", instead_of=None, by=ADA, now=now, today=now.date())
    packs.deactivate("us-delaware-pt", 1, f"{WORDS} found a mistake.", by=ADA, now=now)


def _marks(_known, now):
    """Marks on a text of hers: a mark with a change of mind, and a form that its marker did not finish."""
    cells = {(Domain.EVIDENCE, Level.ANALYSE): 1}
    exams.publish(exams.specification(cells, critical=0, title="A text"), drafts=[], code="a-text")
    quiz.admit(TARA, "a-text", by=ADA, now=now)
    (text,) = papers.waiting(papers.sat_texts("tara", code="a-text", now=now))
    papers.give(text, "ines", papers.points(3, 1, comment=f"{WORDS} is clear."), now=now)
    papers.give(text, "ines", papers.points(2, 1, comment=f"{WORDS} is brief.", reason=f"{WORDS} asked."), now=now)
    marking.keep(text, {"comment": WORDS}, rules=papers.RULES, by=SAM, now=now)


def _work_of_others(known, now):
    version = versions.newest(known["in_review"]).hash
    reviewing.ask_for_changes(version, f"{WORDS} says this is wrong.", by=identity("rhea"), now=now)


def _queued(known, now):
    """Leave a failed step and a job that name her."""
    with database.commit_command():
        database.begin_write()
        jobs.note_failure(known["failed_job"], step=4, subject=f"{FORMER}, {email('tara')}", reason=WORDS)
        db.session.get_one(Job, known["failed_job"]).error = WORDS
