"""How far simulations have come."""

from sqlalchemy import select

from training.db import db
from training.simulation.models import SimulationRun


def unfinished() -> SimulationRun | None:
    """Return the simulation that was begun and not finished."""
    return db.session.scalars(select(SimulationRun).where(SimulationRun.finished_at.is_(None))).one_or_none()


def last() -> SimulationRun | None:
    """Return the newest simulation."""
    return db.session.scalars(select(SimulationRun).order_by(SimulationRun.id.desc()).limit(1)).one_or_none()
