"""The reference: a plain but whole exam: sign-in, CSRF, 30 questions of 300, ownership, a deadline, scoring."""

import os
import random
from datetime import UTC, datetime, timedelta

from flask import Flask, abort, redirect, render_template_string, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import func, insert, select
from werkzeug.security import check_password_hash

from bench import engine

QUESTIONS = 30
LOGIN = """<!doctype html><title>Sign in</title><form method=post action=/sign-in>
<input type=hidden name=csrf_token value="{{ csrf_token() }}"><input name=email><input name=password type=password>
<button>Sign in</button></form>"""
START = """<!doctype html><title>Exam</title><p>{{ name }}: {{ questions }} questions</p>
<form method=post action=/attempts>
<input type=hidden name=csrf_token value="{{ csrf_token() }}"><button>Start</button></form>"""
PAPER = """<!doctype html><html lang=en><head><title>Exam</title></head><body><h1>Exam</h1>
<p>Ends {{ attempt.deadline }}</p>
<form method=post action="/attempts/{{ attempt.id }}/submit">
<input type=hidden name=csrf_token value="{{ csrf_token() }}">
{% for question in questions %}<fieldset><legend>{{ loop.index }}. {{ question.text }}</legend>
{% for option in options[question.id] %}<label><input type=radio name="q{{ question.id }}" value="{{ option.id }}"
{% if chosen.get(question.id) == option.id %} checked{% endif %}> {{ option.text }}</label>{% endfor %}
</fieldset>{% endfor %}<button>Submit</button></form></body></html>"""
RESULT = "<!doctype html><title>Result</title><p>{{ attempt.score }} of {{ questions }}</p>"

app = Flask(__name__)
app.config.update(SECRET_KEY="bench" * 8, SQLALCHEMY_DATABASE_URI=os.environ["BENCH_DATABASE"])
db, csrf, manager = SQLAlchemy(app), CSRFProtect(app), LoginManager(app)
engine.prepare(app, db)


class Person(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80), unique=True)
    password_hash = db.Column(db.String(200))


class Question(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.Text)


class Option(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    question_id = db.Column(db.ForeignKey("question.id"), index=True)
    text = db.Column(db.Text)
    right = db.Column(db.Boolean)


class Attempt(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    person_id = db.Column(db.ForeignKey("person.id"), index=True)
    started_at = db.Column(db.DateTime)
    deadline = db.Column(db.DateTime)
    submitted_at = db.Column(db.DateTime)
    score = db.Column(db.Integer)


class Slot(db.Model):
    attempt_id = db.Column(db.ForeignKey("attempt.id"), primary_key=True)
    question_id = db.Column(db.ForeignKey("question.id"), primary_key=True)
    position = db.Column(db.Integer)


class Answer(db.Model):
    attempt_id = db.Column(db.ForeignKey("attempt.id"), primary_key=True)
    question_id = db.Column(db.Integer, primary_key=True)
    option_id = db.Column(db.ForeignKey("option.id"))
    saved_at = db.Column(db.DateTime)


manager.user_loader(lambda number: db.session.get(Person, int(number)))


def now():
    return datetime.now(UTC).replace(tzinfo=None)


def mine(number):
    attempt = db.session.get(Attempt, number)
    if attempt is None or attempt.person_id != current_user.id:
        abort(404)
    return attempt


@app.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    if request.method == "GET":
        return render_template_string(LOGIN)
    person = db.session.scalar(select(Person).where(Person.email == request.form["email"]))
    if person is None or not check_password_hash(person.password_hash, request.form["password"]):
        abort(403)
    login_user(person)
    return redirect("/exam")


@app.get("/exam")
@login_required
def exam():
    return render_template_string(START, name=current_user.email, questions=QUESTIONS)


@app.post("/attempts")
@login_required
def start():
    drawn = random.sample(db.session.scalars(select(Question.id)).all(), QUESTIONS)
    attempt = Attempt(person_id=current_user.id, started_at=now(), deadline=now() + timedelta(minutes=45))
    db.session.add(attempt)
    db.session.flush()
    number = attempt.id
    slots = [{"attempt_id": number, "question_id": one, "position": place} for place, one in enumerate(drawn)]
    db.session.execute(insert(Slot), slots)
    db.session.commit()
    return redirect(f"/attempts/{number}")


@app.get("/attempts/<int:number>")
@login_required
def paper(number):
    attempt = mine(number)
    drawn = select(Question.id, Question.text).join(Slot, Slot.question_id == Question.id)
    questions = db.session.execute(drawn.where(Slot.attempt_id == number).order_by(Slot.position)).all()
    wanted = select(Option).where(Option.question_id.in_([question.id for question in questions]))
    options = {}
    for option in db.session.scalars(wanted):
        options.setdefault(option.question_id, []).append(option)
    answers = select(Answer.question_id, Answer.option_id).where(Answer.attempt_id == number)
    chosen = dict(db.session.execute(answers).all())
    return render_template_string(PAPER, attempt=attempt, questions=questions, options=options, chosen=chosen)


@app.post("/attempts/<int:number>/answer")
@login_required
def answer(number):
    attempt, question, option = mine(number), int(request.form["question"]), int(request.form["option"])
    if attempt.submitted_at is not None or now() > attempt.deadline:
        return {"error": "over"}, 409
    owned = select(Option.id).join(Slot, Slot.question_id == Option.question_id)
    if not db.session.scalar(owned.where(Option.id == option, Slot.question_id == question, Slot.attempt_id == number)):
        abort(400)
    row = engine.insert(db, Answer).values(attempt_id=number, question_id=question, option_id=option, saved_at=now())
    newer = {"option_id": row.excluded.option_id, "saved_at": row.excluded.saved_at}
    db.session.execute(row.on_conflict_do_update(index_elements=["attempt_id", "question_id"], set_=newer))
    db.session.commit()
    return {"ok": True}


@app.post("/attempts/<int:number>/submit")
@login_required
def submit(number):
    attempt = mine(number)
    if attempt.submitted_at is None:
        right = select(func.count()).select_from(Answer).join(Option, Option.id == Answer.option_id)
        attempt.score = db.session.scalar(right.where(Answer.attempt_id == number, Option.right))
        attempt.submitted_at = now()
        db.session.commit()
    return redirect(f"/attempts/{number}/result")


@app.get("/attempts/<int:number>/result")
@login_required
def result(number):
    return render_template_string(RESULT, attempt=mine(number), questions=QUESTIONS)
