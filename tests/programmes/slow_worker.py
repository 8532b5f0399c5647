"""A worker of a process of its own, slow enough to be killed between two people."""

import time
from datetime import datetime
from pathlib import Path

from training.app import create_app
from training.jobs.worker import Run, Worker
from training.programmes.service import awards
from training.settings import Settings


class Slow(Run):
    """Waits after each person."""

    def advance(self) -> None:
        super().advance()
        time.sleep(0.4)


def work(url: str, folder: Path, name: str, now: datetime) -> None:
    """Do one job of the database at ``url``."""
    app = create_app(Settings(secret_key="x" * 40, database_url=url, data=folder, profile="demo"))
    with app.app_context():
        Worker(name, {awards.KIND: _award}, {}, lambda: now).step()


def _award(run: Run) -> None:
    run.__class__ = Slow
    awards.award_cohort(run)
