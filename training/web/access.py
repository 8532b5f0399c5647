"""Who may open a page. Every view carries `requires`, `signed_in` or `public`; a test lists them all."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

from flask import abort, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training.core.roles import Permission, allows

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
T = TypeVar("T", bound=Callable[..., object])

PUBLIC = "public"
SIGNED_IN = "signed in"


def requires(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Let only people in whose name a role grants ``permission``; others see 403, strangers the sign-in page."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            stopped = door().stops(None)
            if stopped is not None:
                return stopped
            if not allows(current_user.roles, permission):
                abort(403)
            return view(*args, **kwargs)

        return _declared(guarded, permission)

    return decorate


def signed_in(view: View[P]) -> View[P]:
    """Let anybody in who is signed in: pages about oneself."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        stopped = door().stops(None)
        return view(*args, **kwargs) if stopped is None else stopped

    return _declared(guarded, SIGNED_IN)


def identified(person_of: Callable[[], int | None]) -> Callable[[Callable[..., ResponseReturnValue]], View[...]]:
    """Let anybody in who is signed in, known by id only: the exam's save, where a person is more than it needs.

    ``person_of`` says who it is, None for a stranger; the view gets the id as its first argument.
    """

    def decorate(view: Callable[..., ResponseReturnValue]) -> View[...]:
        @wraps(view)
        def guarded(*args: object, **kwargs: object) -> ResponseReturnValue:
            person_id = person_of()
            if person_id is None:
                return {"error": "signed out", "remedy": "Sign in again; nothing was lost."}, 401
            return view(person_id, *args, **kwargs)

        return _declared(guarded, SIGNED_IN)

    return decorate


def fresh(minutes: int) -> Callable[[View[P]], View[P]]:
    """Ask for the password again when it was last given longer ago: for acts that weigh much, never in an exam.

    Stands under `requires` or `signed_in`. A form sent meanwhile is kept and comes back filled.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            stopped = door().stops(timedelta(minutes=minutes))
            return view(*args, **kwargs) if stopped is None else stopped

        return guarded

    return decorate


class Door(Protocol):
    """Whoever knows sign-ins: says what to answer instead of the page, None to let somebody in."""

    def stops(self, confirmed_within: timedelta | None) -> ResponseReturnValue | None:
        """Return where to send a stranger, or somebody who must do something else first."""


def door() -> Door:
    """Return the door of this site; `training.accounts` hangs it."""
    found: Door = current_app.extensions["needlewise_door"]
    return found


def public(view: T) -> T:
    """Let everybody in, without an account."""
    return _declared(view, PUBLIC)


def _declared(view: T, access: str) -> T:
    setattr(view, "access", access)  # noqa: B010 - functions take attributes; type checkers do not know ours
    return view
