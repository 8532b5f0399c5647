"""What the worker does: a handler for each kind of job, and what is due at intervals. One line each."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from training.accounts import upkeep as accounts
from training.accounts.links import Site
from training.bank import unsaved
from training.bank.service import applying, linting, queued, reminding
from training.certificates import service as certificates
from training.cli.study import study_sections
from training.jobs.worker import Handler, Periodic
from training.mail import service as mail
from training.mail.transports import transport
from training.modules import requesting as module_requests
from training.modules import unsaved as unsaved_modules
from training.programmes.service import awards, rosters
from training.quiz import closing
from training.settings import Settings

UNREACHABLE = timedelta(minutes=1)
"""How long mail rests while the server takes none; other work goes on meanwhile."""
_log = structlog.get_logger(__name__)

HANDLERS: dict[str, Handler] = {
    awards.KIND: awards.award_cohort,
    queued.KIND: partial(queued.read, sections=study_sections),
    applying.KIND: applying.apply,
}


def periodic(settings: Settings) -> dict[str, Periodic]:
    """Return what is due at intervals."""
    return {
        "mail": Periodic(timedelta(seconds=2), _send_mail(settings)),
        "spent sign-ins": Periodic(timedelta(hours=1), accounts.purge),
        "attempts": Periodic(timedelta(seconds=15), partial(closing.sweep, site=Site.of(settings))),
        "expiring certificates": Periodic(timedelta(hours=6), certificates.notice_expiring),
        "reviews of items due": Periodic(timedelta(hours=1), partial(reminding.remind, site=Site.of(settings))),
        "reviews of modules due": Periodic(timedelta(hours=1), partial(module_requests.remind, site=Site.of(settings))),
        "unread items": Periodic(timedelta(seconds=30), lambda _now: linting.read_more()),
        "unsaved items": Periodic(timedelta(hours=12), unsaved.forget),
        "unsaved modules": Periodic(timedelta(hours=12), unsaved_modules.forget),
        "old rosters": Periodic(timedelta(hours=12), rosters.forget),
    }


def _send_mail(settings: Settings) -> Callable[[datetime], object]:
    """Return the sending of what is due; while no server takes mail, it is tried once a minute."""
    way = transport(settings)

    def send(now: datetime) -> timedelta | None:
        try:
            mail.send_due(way, now=now)
        except mail.Unreachable as error:
            _log.warning("mail_server_unreachable", error=str(error))
            return UNREACHABLE
        return None

    return send
