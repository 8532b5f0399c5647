"""Exams for tests: generated items that are signed, an exam of them, people who sit it."""

import hmac
import json
from collections import Counter
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from itertools import permutations, product

from sqlalchemy import insert, select, update

from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from tests.places import beginning
from training import db as database
from training import items
from training.accounts.links import Site
from training.accounts.models import Person
from training.bank.models import BankItem, ItemVersion, State
from training.bank.queries import gallery
from training.core.domains import Domain, Level
from training.core.items import figures
from training.core.specification import Specification
from training.db import db
from training.quiz import closing, devices, publishing, recording, service, sittings, starting, wire
from training.quiz.models import Paper
from training.quiz.queries import standings
from training.quiz.starting import Chance

SITE = Site("http://localhost:8000", "Test Institute", "Europe/London")
CODE = "foundations"
CLIENT = "device-of-a-test"
CELLS = list(product(Domain, Level))
_parsed = {}


def draft(number, domain, level, *, critical=False, **changes):
    """A single choice: ``a`` is the key, ``b`` dangerous where it is critical. SECRET marks what must not leak."""
    options = [
        {
            "id": name,
            "text": f"Choice {index} of question {number}",
            "rationale": f"SECRET RATIONALE {number} {name}",
            "sources": ["MITCHELL18"],
            **({"correct": True} if name == "a" else {}),
            **({"dangerous": True} if critical and name == "b" else {}),
        }
        for index, name in enumerate("abcd")
    ]
    return {
        "kind": "single_choice",
        "code": f"{domain}/secret-code/n{number}",
        "pool": "exam",
        "domain": str(domain),
        "level": str(level),
        "objective": f"SECRET OBJECTIVE {number}",
        "facts": ["S-1.1"],
        "sources": ["MITCHELL18"],
        "evidence": "S",
        "checked_on": date(2026, 11, 22),
        "review_by": date(2028, 11, 22),
        "author": "Needlewise content team",
        "module": "recognising-complications",
        "section": f"section-{number}",
        **({"safety_point": "C1"} if critical else {}),
        "stem": f"What does question {number} ask?",
        "options": options,
    } | changes


def generated(a_cell=2, cells=CELLS):
    """Drafts: some a cell, the first of each cell critical."""
    return [
        draft(100 * place + number, domain, level, critical=number == 0)
        for place, (domain, level) in enumerate(cells)
        for number in range(a_cell)
    ]


def sign(drafts):
    """Put drafts into the bank as signed versions, without the days that takes; returns their hashes."""
    if not drafts:
        return []
    made = [_columns(given) for given in drafts]
    rows = [{"code": given["code"], "pool": given["pool"], "created_at": NOON} for given in drafts]
    ids = db.session.scalars(insert(BankItem).returning(BankItem.id, sort_by_parameter_order=True), rows)
    versions = [{"item_id": row, "number": 1, **columns} for row, columns in zip(ids, made, strict=True)]
    db.session.execute(insert(ItemVersion), versions)
    db.session.commit()
    return [columns["hash"] for columns in made]


def reword_all(**changes):
    """Give every item of the bank a further signed version with other words, and retire the one before."""
    for row in db.session.scalars(select(ItemVersion).where(ItemVersion.number == 1)).all():
        row.state = State.RETIRED
        db.session.add(_signed(row.item_id, row.content | changes, number=2))
    db.session.commit()


def _signed(item_id, given, *, number):
    return ItemVersion(item_id=item_id, number=number, **deepcopy(_columns(given)))


def _columns(given):
    """Return what a signed version of a draft holds; one without pictures is parsed once, for most tests sign it."""
    key = repr(given)
    made = _parsed.get(key) or _parse(given)
    if not made["figures"]:
        _parsed[key] = made
    return {**made, "search_text": "", "state": State.SIGNED, "created_at": NOON, "changed_at": NOON}


def _parse(given):
    item, held = items.parse(given), gallery.figure_digests()
    shown = {name: held[name] for name in figures(item)}
    return {
        "hash": items.version(given, shown),
        "kind": item.kind,
        "domain": item.header.domain,
        "level": item.header.level,
        "critical": item.critical,
        "author": item.header.author,
        "content": item.draft(),
        "figures": shown,
    }


def withdraw_all():
    """Take every item of the bank out of drawing."""
    db.session.execute(update(ItemVersion).values(state=State.RETIRED))
    db.session.commit()


def kinds():
    """A sample of the kinds that choose several and that order, as signed drafts of the exam pool."""
    return [samples.draft(name) | {"pool": "exam", "enemies": []} for name in ("two-of-five", "five-steps")]


def every_kind():
    """The samples without figures and danger that give part marks, of every kind, as drafts of the exam pool."""
    plain = [draft for draft in samples.without_pictures() if not {"safety_point", "all_or_nothing"} & draft.keys()]
    return [draft | {"pool": "exam", "enemies": []} for draft in plain]


def exam_of_every_kind():
    """Publish and admit to an exam of every kind's sample."""
    drafts = every_kind()
    ready(spec=specification(cells(drafts), critical=0), drafts=drafts)


def cells(drafts):
    """The cells of an exam that asks exactly these drafts."""
    return dict(Counter((Domain(draft["domain"]), Level(draft["level"])) for draft in drafts))


def specification(cells=None, **changes):
    values = {
        "title": "Dry needling: foundations",
        "cells": cells or {(Domain.SAFETY, Level.APPLY): 3, (Domain.ANATOMY, Level.RECALL): 2},
        "critical": 1,
        "minutes": 45,
        "attempts": 3,
        "waiting_days": 7,
        "cut": Fraction(4, 5),
        "cut_reason": "Agreed by the authors until a standard is set.",
    }
    return Specification(**values | changes)


@beginning
def publish(spec=None, *, drafts=None, code=CODE):
    """Publish an exam over generated items."""
    if drafts is None:
        drafts = generated(6, [(Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)])
    sign(drafts)
    with database.commit_command():
        service.create(code, spec or specification(), by=identity("ada"), now=NOON)
        publishing.publish(code, revision=1, by=identity("ada"), now=NOON)


@beginning
def admit(*names, code=CODE):
    """Admit people whose names on the certificate are confirmed."""
    with database.commit_command():
        for name in names:
            service.admit(identity(name), code, by=identity("ada"), now=NOON)
        db.session.execute(
            update(Person)
            .where(Person.id.in_([identity(name) for name in names]))
            .values(certificate_name="A Name", certificate_name_confirmed_at=NOON)
        )


@beginning
def ready(*names, spec=None, drafts=None):
    """An exam that these people may start."""
    publish(spec, drafts=drafts)
    admit(*(names or ("tara",)))


def chance(seed=1):
    return Chance(seed=seed, secret=f"{seed:064x}")


@beginning
def start(name="tara", *, seed=1, now=NOON, code=CODE):
    with database.commit_command():
        return starting.start(identity(name), code, honour=True, chance=chance(seed), now=now)


def open_device(attempt, name="tara", *, client=CLIENT, take=False, now=NOON):
    with database.commit_command():
        return devices.open_on_device(attempt, identity(name), client=client, agent="Test", take=take, now=now)


def event(seq, slot=1, kind="answer", value=(1,), **more):
    return {"seq": seq, "slot": slot, "kind": kind, "value": list(value) if isinstance(value, tuple) else value, **more}


def send(attempt, *events, name="tara", client=CLIENT, epoch=1, now=NOON, **more):
    """Send events as a device does, and return the receipt."""
    batch = wire.batch({"client": client, "epoch": epoch, "events": list(events), **more})
    with database.commit_command():
        return recording.record(attempt, identity(name), batch, now=now)


def answer_file(attempt, *events, client=CLIENT):
    """The file that a device saves when it cannot send: what it holds, signed with the key it was given."""
    body = json.dumps({"attempt": attempt, "client": client, "epoch": 1, "events": list(events)})
    mac = hmac.new(bytes.fromhex(sittings.file_key(attempt)), body.encode(), sha256).hexdigest()
    return json.dumps({"body": body, "mac": mac}).encode()


def submit(attempt, name="tara", *, last_seq=0, client=CLIENT, now=NOON):
    with database.commit_command():
        return closing.submit(attempt, identity(name), client=client, last_seq=last_seq, site=SITE, now=now)


def sweep(now):
    return closing.sweep(now, site=SITE)


@contextmanager
def unmarkable(attempt):
    """Let a paper name scoring rules that this program does not have; use a seed of its own, since papers are held."""
    row = db.session.get(Paper, attempt)
    kept = row.content
    row.content = kept | {"rules": kept["rules"] | {"scoring": "99"}}
    db.session.commit()
    yield
    db.session.get(Paper, attempt).content = kept
    db.session.commit()


def sheet(attempt):
    return sittings.sheet(sittings.attempt(attempt).paper_sha256)


def said(attempt):
    """What the log of an attempt says now."""
    return sittings.said(sittings.log(attempt))


def key_places(attempt, position):
    """The places of the key on this paper, as a device sends them."""
    slot = sheet(attempt).slot(position)
    return tuple(slot.places(slot.item.key))


def dangerous_events(attempt):
    """One event: a dangerous answer to the first critical question of a paper, of whatever kind."""
    slot = next(slot for slot in sheet(attempt).slots if slot.item.critical)
    wanted = next(
        response
        for size in (1, len(slot.order))
        for response in permutations(slot.order, size)
        if slot.item.fits(response) and slot.item.mark(response).dangerous
    )
    return [event(1, slot.position, value=[int(place) for place in slot.places(wanted)])]


def right_events(attempt, count=None):
    """Events that answer the first questions right, all without ``count``."""
    positions = range(1, (len(sheet(attempt).slots) if count is None else count) + 1)
    return [event(number, number, value=key_places(attempt, number)) for number in positions]


@beginning
def sat(name="tara", *, right=None, seed=1, now=NOON):
    """A whole sitting with some questions right, graded; returns the attempt's id."""
    attempt = start(name, seed=seed, now=now)
    open_device(attempt, name, now=now)
    answers = right_events(attempt, right)
    send(attempt, *answers, name=name, now=now)
    submit(attempt, name, last_seq=len(answers), now=now + timedelta(minutes=20))
    return attempt


def standing(name="tara", now=NOON, code=CODE):
    return standings.standing(identity(name), code, now)
