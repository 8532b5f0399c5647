"""Who may open a page. Every view carries `requires`, `signed_in` or `public`; a test lists them all."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

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
            if not current_user.is_authenticated:
                return _unauthorized()
            if not allows(current_user.roles, permission):
                abort(403)
            return view(*args, **kwargs)

        return _declared(guarded, permission)

    return decorate


def signed_in(view: View[P]) -> View[P]:
    """Let anybody in who is signed in: pages about oneself."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        return view(*args, **kwargs) if current_user.is_authenticated else _unauthorized()

    return _declared(guarded, SIGNED_IN)


def public(view: T) -> T:
    """Let everybody in, without an account."""
    return _declared(view, PUBLIC)


def _declared(view: T, access: str) -> T:
    setattr(view, "access", access)  # noqa: B010 - functions take attributes; type checkers do not know ours
    return view


def _unauthorized() -> ResponseReturnValue:
    return current_app.login_manager.unauthorized()  # type: ignore[attr-defined,no-any-return]
