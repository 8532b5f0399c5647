"""Making the demonstration: content, people and their history, once in an empty database."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from training import db as database
from training.accounts import passwords
from training.accounts import queries as accounts
from training.accounts import service as accounts_service
from training.accounts.links import Site
from training.audit import queries as audit_queries
from training.audit import service as audit
from training.bank.models import State
from training.bank.service import carrying, reviewing
from training.core.domains import Need
from training.demo import acts, boards, cast, editing, samples, stories
from training.demo.stories import Life, Stage
from training.demo.timeline import Story, play
from training.mail import service as mail
from training.modules import files as module_files
from training.modules import queries as modules
from training.modules import reviewing as module_reviewing
from training.modules import service as modules_service
from training.programmes import catalogue
from training.programmes.service import cohorts
from training.programmes.statement import Issuer
from training.quiz import publishing, shipped
from training.quiz import service as quiz

LONG_AGO = timedelta(days=1400)
SHARED_FOR = timedelta(days=20)
SEED = 20_261_122
BEGUN, MADE = "began demonstration", "made demonstration"
Say = Callable[[str], None]


def is_there() -> bool:
    """Return whether the demonstration was made in this database before, or begun."""
    return accounts.person_by_email(cast.accounts()[0].email) is not None


def is_half_made() -> bool:
    """Return whether making it was begun here and interrupted."""
    return audit_queries.last(BEGUN) is not None and audit_queries.last(MADE) is None


def make(bank_folder: Path, *, site: Site, issuer: Issuer, cost: passwords.Cost, say: Say, now: datetime) -> None:
    """Make all of it in an empty database, telling ``say`` what is being done. Takes some twenty seconds."""
    say("People…")
    _note(BEGUN, now - LONG_AGO)
    ids = _people(site, cost, now - LONG_AGO)
    say("Modules and items, reviewed and signed by demonstration people…")
    _content(bank_folder, ids, now - LONG_AGO)
    say("A cohort of forty ready to be awarded, and people at every stage…")
    _try_mail(ids["ada"], site, now - LONG_AGO)
    play(_stories(Stage(ids, site, issuer, now), now), until=now, acted=database.commit_step)
    samples.play(ids["ines"], seed=SEED, now=now - SHARED_FOR)
    editing.play(ids, now=now)
    boards.play(ids, today=now.astimezone(ZoneInfo(site.zone)).date(), now=now)
    _note(MADE, now)


def _note(action: str, when: datetime) -> None:
    database.begin_write()
    audit.record(action, actor=None, subject="site:demonstration", now=when)
    database.commit_step()


def _people(site: Site, cost: passwords.Cost, when: datetime) -> dict[str, int]:
    hashed = passwords.hash_of(cast.PASSWORD, cost)
    ids = {}
    for actor in cast.everybody():
        person = accounts_service.add(actor.email, actor.name, actor.roles, by=None, zone=actor.zone, now=when)
        accounts_service.open_account(person.id, hashed, now=when)
        ids[actor.first] = person.id
    database.commit_step()
    return ids


def _content(folder: Path, ids: dict[str, int], when: datetime) -> None:
    """Load what ships and let demonstration people approve and sign it through the product's own services."""
    modules_service.load(module_files.FOLDER, by=None, now=when)
    for module in modules.current():
        module_reviewing.approve(module.id, by=ids["ivo"], now=when)
        module_reviewing.sign(module.id, by=ids["lena"], now=when)
    sections = {
        version.module.code: [section.id for section in version.module.sections] for version in modules.current()
    }
    reading = carrying.read(folder, sections=sections)
    carrying.load(reading, by=ids["ines"], now=when)
    database.commit_step()
    reviewers = cycle((ids["ivo"], ids["rhea"]))
    for version in acts.versions_in(State.IN_REVIEW):
        acts.review(version, reviewers, now=when)
    database.commit_step()
    approved = acts.versions_in(State.APPROVED)
    reviewing.sign(approved, by=ids["lena"], now=when, confirmed=dict.fromkeys(approved, tuple(Need)))
    acts.read_news(ids["ines"], now=when)
    database.commit_step()
    for exam in shipped.exams():
        quiz.create(exam.code, exam.specification, by=ids["ada"], now=when)
        publishing.publish(exam.code, revision=1, by=ids["ada"], now=when)
    database.commit_step()


def _cohort(name: str, ids: Mapping[str, int], *, first: int, last: int, now: datetime) -> int:
    """Make a cohort that begins and ends so many days from today, and return its id."""
    made = cohorts.create(
        catalogue.programmes()["dry-needling-foundations"],
        name,
        starts_on=(now + timedelta(days=first)).date(),
        ends_on=(now + timedelta(days=last)).date(),
        by=ids["ada"],
        now=now - LONG_AGO,
    ).id
    database.commit_step()
    return made


def _stories(stage: Stage, now: datetime) -> Iterator[Story]:
    earlier = _cohort("Earlier cohorts", stage.ids, first=-1300, last=-90, now=now)
    summer = _cohort("Summer cohort", stage.ids, first=-100, last=-5, now=now)
    autumn = _cohort("Autumn cohort", stage.ids, first=-61, last=120, now=now)
    chance = Random(SEED)
    for actor in cast.HOLDERS:
        yield stories.OF_ACTORS[actor.first](Life(stage, earlier, actor, Random(chance.random())))
    for actor in cast.TRAINEES:
        cohort = earlier if actor.first == "vera" else autumn
        yield stories.OF_ACTORS[actor.first](Life(stage, cohort, actor, Random(chance.random())))
    for number, actor in enumerate(cast.crowd(), start=1):
        yield stories.one_of_the_forty(Life(stage, summer, actor, Random(chance.random())), number)
    for story, actor in zip(stories.OF_OTHERS, cast.others(), strict=True):
        yield story(Life(stage, autumn, actor, Random(chance.random())))
    yield stories.invited(Life(stage, autumn, cast.INVITED, Random(chance.random())))


def _try_mail(ada: int, site: Site, now: datetime) -> None:
    """Queue the trial mail that a fresh site is set up with."""
    context = {"institution": site.institution, "name": cast.named("ada").name, "site_url": site.url}
    mail.queue("trial", to=cast.named("ada").email, person_id=ada, context=context, dedupe=f"trial:{ada}:demo", now=now)
    database.commit_step()
