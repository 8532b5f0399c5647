"""The audit page: who did what, newest first."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from training.audit import queries as audit_queries
from training.core.roles import Permission
from training.reports import queries
from training.web import numbers
from training.web.access import requires

bp = Blueprint("reports", __name__, template_folder="templates")


@bp.get("/audit")
@requires(Permission.SEE_AUDIT)
def audit() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "").strip() for name in ("action", "subject", "actor")}
    acts = queries.acts(**wanted, before=request.args.get("before", type=numbers.row))
    return render_template(
        "reports/audit.html",
        acts=acts,
        wanted=wanted,
        actions=audit_queries.actions(),
        count=audit_queries.head()[0],
        older=acts[-1].seq if len(acts) == queries.PAGE else None,
    )
