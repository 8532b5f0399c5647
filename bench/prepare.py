"""Fills the databases of the compared systems, each in a process of its own: they read their settings when imported."""

import importlib

from sqlalchemy import insert
from werkzeug.security import generate_password_hash

from bench.systems import PASSWORD, email, exam
from tests import people as staff
from tests.quiz import exams
from training import clock, settings
from training import db as database
from training.accounts import passwords
from training.accounts.models import Person, PersonRole, PersonState
from training.app import create_app
from training.core.roles import Role
from training.db import Base, db
from training.quiz import publishing, service

ITEMS, OPTIONS = 300, 4
STEM = (
    "Question {0}: which of the following statements about item {0} and its siblings is the most accurate one? "
    "Read each option with care before you choose, since only one is right."
)
CHOICE = "Option {1} of item {0}: a plausible but not necessarily correct sentence"


def floor(people: int) -> None:
    module = importlib.import_module("bench.floor")
    with module.app.app_context():
        module.db.create_all()
        rows = range(1, people + 1)
        module.db.session.execute(insert(module.Person), [{"id": row} for row in rows])
        module.db.session.execute(insert(module.Attempt), [{"id": row, "person_id": row} for row in rows])
        module.db.session.commit()


def reference(people: int) -> None:
    module = importlib.import_module("bench.reference")
    password_hash = generate_password_hash(PASSWORD, "pbkdf2:sha256:1000")  # sign-in is not what is measured
    with module.app.app_context():
        module.db.create_all()
        persons = [{"id": row, "email": email(row), "password_hash": password_hash} for row in range(1, people + 1)]
        items = range(1, ITEMS + 1)
        choices = [
            {"question_id": item, "text": CHOICE.format(item, place), "right": place == 1}
            for item in items
            for place in range(1, OPTIONS + 1)
        ]
        module.db.session.execute(insert(module.Person), persons)
        module.db.session.execute(insert(module.Question), [{"id": item, "text": STEM.format(item)} for item in items])
        module.db.session.execute(insert(module.Option), choices)
        module.db.session.commit()


def ours(people: int) -> None:
    """Make the product's tables, its generated items, an exam of 30 and one of 80 questions, and the trainees."""
    app = create_app(settings.read())
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with database.commit_command():
            staff.add_all(clock.now())
        exams.sign([_worded(draft) for draft in exams.generated(ITEMS // len(exams.CELLS) + 1)])
        with database.commit_command():
            for questions in (30, 80):
                _publish(questions)
        with database.commit_command():
            _trainees(people)


def _worded(draft: dict) -> dict:
    """Return a generated item with words as long as the reference's."""
    number = draft["code"].rpartition("n")[2]
    for place, option in enumerate(draft["options"], start=1):
        option["text"] = CHOICE.format(number, place)
    return draft | {"stem": STEM.format(number)}


def _publish(questions: int) -> None:
    cells = {cell: questions // len(exams.CELLS) for cell in exams.CELLS}
    for cell in exams.CELLS[: questions % len(exams.CELLS)]:
        cells[cell] += 1
    given = exams.specification({cell: count for cell, count in cells.items() if count}, critical=3)
    ada = staff.identity("ada")
    service.create(exam(questions), given, by=ada, now=clock.now())
    publishing.publish(exam(questions), revision=1, by=ada, now=clock.now())


def _trainees(people: int) -> None:
    now, ada = clock.now(), staff.identity("ada")
    password_hash = passwords.hash_of(PASSWORD, passwords.Cost(memory_kib=8, time=1))
    database.begin_write()
    for number in range(1, people + 1):
        person = Person(email=email(number), name=f"Trainee {number}", zone="UTC", created_at=now)
        person.state, person.password_hash = PersonState.ACTIVE, password_hash
        person.certificate_name, person.certificate_name_confirmed_at = person.name, now
        person.role_rows = [PersonRole(role=Role.TRAINEE)]
        db.session.add(person)
        db.session.flush()
        for questions in (30, 80):
            service.admit(person.id, exam(questions), by=ada, now=now)


FILL = {"floor": floor, "lean": floor, "reference": reference, "ours": ours}
"""What fills the database of each system with so many people."""
