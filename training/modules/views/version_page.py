"""The page of a version of a module: what it says, what the linter finds, who decided what, what can be done next."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import render_template, url_for
from flask_login import current_user

from training import sources
from training.accounts import queries as accounts
from training.core.roles import Permission, allows
from training.modules import commenting as commenting_
from training.modules import subjects, versions
from training.modules.forms import CommentForm
from training.modules.reading import Reader
from training.modules.views import commenting
from training.reviews import asking, queries, requesting

if TYPE_CHECKING:
    from training.modules.models import ModuleVersion
    from training.reviews.asking import AskForm


def render(row: "ModuleVersion", form: CommentForm | None = None, *, ask: "AskForm | None" = None) -> str:
    """Return the page; ``form`` is a decision and ``ask`` a request as somebody filled it in."""
    said = versions.words(row.content)
    history = versions.history(row.code)
    ids = [each.id for each in history]
    approvals, signatures = versions.approvals(ids), versions.signatures(ids)
    deciders = [each.person_id for each in approvals] + [each.person_id for each in signatures.values()]
    asked = queries.asked_of(row.id)
    deciders += [person for person in (asked.by, *asked.named) if person is not None]
    used = versions.in_use().get(row.code)
    wrote = versions.wrote(row, current_user.id)
    can, able = _can(row, wrote=wrote), subjects.able(row)
    form = form or CommentForm(formdata=None)
    kept = {each.root.text for each in commenting_.of(row) if each.root.person_id == current_user.id}
    return render_template(
        "modules/version.html",
        row=row,
        module=said.module,
        reader=Reader(said.module, sources.register(), _address),
        sources=sources.register(),
        findings=versions.findings(row),
        history=history,
        used=next((each for each in history if each.id == used), None),
        approvals=approvals,
        signatures=signatures,
        names=names(history, deciders),
        wrote=wrote,
        can=can,
        form=form,
        typed=[("Comment", form.comment.data)] if form.comment.data not in kept else [],
        asked=asked,
        today=asking.today(),
        request_form=(ask or asking.form_of(able, fresh=True)) if can["submit"] else None,
        direct=(ask or asking.form_of(able, asked, fresh=True)) if can["direct"] else None,
        **commenting.of_version(row),
    )


def names(rows: Iterable["ModuleVersion"], others: Iterable[int] = ()) -> dict[int | None, str]:
    """Return the names of who made versions and of others, by id."""
    wanted = {row.loaded_by for row in rows if row.loaded_by} | set(others)
    people = accounts.people(wanted)
    found: dict[int | None, str] = {each: people[each].name if each in people else "Somebody" for each in wanted}
    return found | {None: "Loaded from files"}


def _can(row: "ModuleVersion", *, wrote: bool) -> dict[str, bool]:
    """Return which acts on a version the viewer finds as buttons; the service decides again."""
    leads = _may(Permission.SIGN_OFF)
    return {
        "write": _may(Permission.WRITE_MODULES),
        "submit": _may(Permission.WRITE_MODULES) and row.state == "draft",
        "review": _may(Permission.REVIEW_MODULES) and row.state == "in review" and not wrote,
        "direct": _may(Permission.CHANGE_REQUESTS)
        and row.state == "in review"
        and requesting.may_direct(row.id, current_user.id, wrote=wrote, lead=leads),
        "sign": leads and row.state == "approved" and not wrote,
    }


def _address(code: str, section: str) -> str:
    return url_for("modules.section", code=code, section=section)


def _may(permission: Permission) -> bool:
    return allows(current_user.roles, permission)
