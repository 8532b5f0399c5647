"""Erasing a person from what was written about modules; that they wrote or decided stays, under a number."""

from sqlalchemy import delete

from training.db import db
from training.erasing import Erasing, scrub
from training.modules.models import ModuleUnsaved


def erase(erasing: Erasing) -> None:
    """Delete what a person typed and did not save; take their names out of what others wrote."""
    db.session.execute(delete(ModuleUnsaved).where(ModuleUnsaved.person_id == erasing.person_id))
    scrub(erasing, ModuleUnsaved.fields)
