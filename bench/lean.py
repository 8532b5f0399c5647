"""The lean floor: the same save as one statement that checks owner and state, no ORM, nobody loaded."""

import os
import sqlite3
from datetime import UTC, datetime
from threading import local

import psycopg
from flask import Flask, request, session

app = Flask(__name__)
app.secret_key = "bench" * 8
DATABASE = os.environ["BENCH_DATABASE"]
SAVE = """
INSERT INTO answer (attempt_id, slot, value, saved_at)
SELECT id, {0}, {0}, {0} FROM attempt WHERE id = {0} AND person_id = {0} AND submitted_at IS NULL
ON CONFLICT (attempt_id, slot) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at
"""
thread = local()


def connection():
    """Return this thread's own connection, which commits each statement."""
    if not hasattr(thread, "connection"):
        if DATABASE.startswith("sqlite"):
            thread.connection = sqlite3.connect(DATABASE.removeprefix("sqlite:///"), isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
                thread.connection.execute(f"PRAGMA {pragma}")
        else:
            thread.connection = psycopg.connect(DATABASE.replace("+psycopg", ""), autocommit=True)
    return thread.connection


@app.get("/sign-in/<int:number>")
def sign_in(number):
    session["person"] = number
    return {"ok": True}


@app.post("/api/attempts/<int:number>/events")
def save(number):
    batch, now = request.get_json(), datetime.now(UTC).isoformat(" ")
    statement = SAVE.format("?" if DATABASE.startswith("sqlite") else "%s")
    for event in batch["events"]:
        values = (event["slot"], ",".join(map(str, event["value"])), now, number, session.get("person"))
        if connection().execute(statement, values).rowcount != 1:
            return {"error": "not yours, or over"}, 409
    acks = {"stored": [event["seq"] for event in batch["events"]], "dup": [], "held": [], "late": []}
    return {"acks": acks, "remaining_ms": 2_700_000, "epoch": 1, "state": "in progress", "at": now}
