"""News about reviews: on the desk of whom it concerns, and by mail to those who want it so.

Nobody is told of their own act. News of one kind about one version stays one until it is read, and is mailed once;
what one act makes for one person is one mail.
"""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from training import db as database
from training.accounts import queries as accounts
from training.accounts.links import Site
from training.db import db, table_of
from training.mail import service as mail
from training.reviews import queries
from training.reviews.models import Notice, NoticeKind
from training.reviews.subjects import Subject, Subjects

SUBJECTS = {
    NoticeKind.ASKED: "A review is wanted",
    NoticeKind.CHANGES: "Changes are asked for",
    NoticeKind.APPROVED: "Approved",
    NoticeKind.SIGNED: "Signed",
    NoticeKind.COMMENTED: "Comments on what you wrote",
    NoticeKind.ANSWERED: "An answer to a comment",
    NoticeKind.DUE_SOON: "A review is due soon",
    NoticeKind.OVERDUE: "A review is overdue",
    NoticeKind.CHANGED: "A request for a review was changed",
    NoticeKind.FREED: "A review is no longer asked for",
}
SENTENCES = {
    NoticeKind.ASKED: "{} asks for a review of",
    NoticeKind.CHANGES: "{} asks for changes to",
    NoticeKind.APPROVED: "{} gave the last approval to",
    NoticeKind.SIGNED: "{} signed",
    NoticeKind.COMMENTED: "{} commented on",
    NoticeKind.ANSWERED: "{} answered a comment on",
    NoticeKind.DUE_SOON: "Your review is due soon:",
    NoticeKind.OVERDUE: "Your review is overdue:",
    NoticeKind.CHANGED: "{} changed the request for a review of",
    NoticeKind.FREED: "{} no longer asks for a review of",
}
"""What a notice says of whoever caused it, before what it is about."""
REMINDERS = (NoticeKind.DUE_SOON, NoticeKind.OVERDUE)
REVIEWS = (NoticeKind.ASKED, *REMINDERS)
"""What asks somebody for a review."""
NAMED = 10
"""How many versions a mail names; of the others it says how many."""


def tell(
    kind: NoticeKind,
    version: str,
    people: Iterable[int | None],
    *,
    by: int | None,
    now: datetime,
    due_on: date | None = None,
) -> None:
    """Put news about a version on the desks of people, not of who caused it. Call `training.db.begin_write` before.

    News that reminds of a day, ``due_on``, comes once for that day, whether it was read or not.
    """
    values = [
        {"person_id": person, "version": version, "kind": kind, "by_id": by, "at": now, "due_on": due_on}
        for person in sorted({person for person in people if person is not None} - {by})
    ]
    if values:
        dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
        db.session.flush()
        db.session.execute(dialect.insert(table_of(Notice)).on_conflict_do_nothing(), values)


def post(subjects: Subjects, *, by: int | None, site: Site, now: datetime) -> None:
    """Queue the mails for the news that an act just made, in its transaction; one for each person and kind.

    ``subjects`` names what the act was about; ``by`` is None for what the site itself tells.
    """
    made = queries.made(by, now)
    named = subjects({notice.version for notice in made})
    ours = [(notice, named[notice.version]) for notice in made if notice.version in named]
    people = accounts.people(notice.person_id for notice, _subject in ours)
    actor = accounts.person(by) if by is not None else None
    for (person_id, kind), group in groupby(ours, key=lambda each: (each[0].person_id, each[0].kind)):
        person, about = people[person_id], list(group)
        if person.review_mails and person.state == "active":
            context = {
                "name": person.name,
                "subject": SUBJECTS[kind],
                "sentence": SENTENCES[kind].format(actor.name if actor else "Somebody"),
                "items": _listed(about),
                "url": _url(site, kind, [subject for _notice, subject in about]),
                "profile_url": f"{site.url}/profile",
                "institution": site.institution,
            }
            dedupe = f"review-news:{about[0][0].id}"
            mail.queue("review-news", to=person.email, person_id=person_id, context=context, dedupe=dedupe, now=now)


def read(person_id: int, *, upto: int, now: datetime) -> None:
    """Take notices off the desk of a person, those up to the newest they have seen."""
    database.begin_write()
    theirs = (Notice.person_id == person_id, Notice.id <= upto, Notice.read_at.is_(None))
    db.session.execute(update(Notice).where(*theirs).values(read_at=now))


def end_asking(version: str, person_id: int | None, *, now: datetime) -> None:
    """Take the news that a review is wanted off the desk of who gave it; off all desks for None."""
    about = [Notice.version == version, Notice.kind.in_(REVIEWS), Notice.read_at.is_(None)]
    if person_id is not None:
        about.append(Notice.person_id == person_id)
    db.session.execute(update(Notice).where(*about).values(read_at=now))


def end_reminders(version: str, *, now: datetime) -> None:
    """Take reminders of a day that no longer counts off all desks."""
    about = (Notice.version == version, Notice.kind.in_(REMINDERS), Notice.read_at.is_(None))
    db.session.execute(update(Notice).where(*about).values(read_at=now))


def _listed(about: list[tuple[Notice, Subject]]) -> str:
    named = [f"{subject.name} ({_told(notice, subject)})" for notice, subject in about[:NAMED]]
    more = f" and {len(about) - NAMED} more" if len(about) > NAMED else ""
    return ", ".join(named) + more


def _told(notice: Notice, subject: Subject) -> str:
    day = f", wanted by {notice.due_on.day} {notice.due_on:%B %Y}" if notice.due_on else ""
    return f"version {subject.number}{day}"


def _url(site: Site, kind: NoticeKind, subjects: list[Subject]) -> str:
    if len(subjects) > 1:
        return f"{site.url}/bank/desk"
    return site.url + (subjects[0].review if kind in REVIEWS else subjects[0].page)
