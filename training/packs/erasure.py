"""Erasing a person from packs: their choices go, and reasons name them no more."""

from sqlalchemy import delete

from training.db import db
from training.erasing import Erasing, scrub
from training.packs.models import PackActivation, PackChoice


def erase(erasing: Erasing) -> None:
    """Delete where somebody intends to practise; replace their name in why versions were active."""
    db.session.execute(delete(PackChoice).where(PackChoice.person_id == erasing.person_id))
    scrub(erasing, PackActivation.reason, PackActivation.ended_reason)
