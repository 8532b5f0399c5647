"""The textbook floor: Flask, Flask-Login and Flask-SQLAlchemy as their manuals show them; a save, no exam."""

import os
from datetime import UTC, datetime

from flask import Flask, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy

from bench import engine

app = Flask(__name__)
app.config.update(SECRET_KEY="bench" * 8, SQLALCHEMY_DATABASE_URI=os.environ["BENCH_DATABASE"])
db, manager = SQLAlchemy(app), LoginManager(app)
engine.prepare(app, db)


class Person(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Attempt(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    person_id = db.Column(db.ForeignKey("person.id"), index=True)
    submitted_at = db.Column(db.DateTime)


class Answer(db.Model):
    attempt_id = db.Column(db.ForeignKey("attempt.id"), primary_key=True)
    slot = db.Column(db.Integer, primary_key=True)
    value = db.Column(db.String(200))
    saved_at = db.Column(db.DateTime)


manager.user_loader(lambda number: db.session.get(Person, int(number)))


@app.get("/sign-in/<int:number>")
def sign_in(number):
    login_user(db.session.get(Person, number))
    return {"ok": True}


@app.post("/api/attempts/<int:number>/events")
@login_required
def save(number):
    batch, attempt = request.get_json(), db.session.get(Attempt, number)
    if attempt is None or attempt.person_id != current_user.id or attempt.submitted_at is not None:
        return {"error": "not yours, or over"}, 409
    now = datetime.now(UTC)
    rows = [
        {"attempt_id": number, "slot": event["slot"], "value": ",".join(map(str, event["value"])), "saved_at": now}
        for event in batch["events"]
    ]
    insert = engine.insert(db, Answer).values(rows)
    newer = {"value": insert.excluded.value, "saved_at": insert.excluded.saved_at}
    db.session.execute(insert.on_conflict_do_update(index_elements=["attempt_id", "slot"], set_=newer))
    db.session.commit()
    acks = {"stored": [event["seq"] for event in batch["events"]], "dup": [], "held": [], "late": []}
    return {"acks": acks, "remaining_ms": 2_700_000, "epoch": 1, "state": "in progress", "at": now.isoformat()}
