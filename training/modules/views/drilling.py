"""The emergency drill: pages that follow one another by what was chosen; nothing of it is stored."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from training import sources
from training.core.roles import Permission
from training.modules import drill, reading
from training.web.access import requires

bp = Blueprint("drill", __name__)

CLOCKS = {"": "No clock", "slow": "Slow: ten times as long", "normal": "As a drill: 20 to 40 seconds a decision"}
"""The paces one can choose: WCAG 2.2.1 asks that time can be switched off, or made ten times as long."""
SLOWER = 10


@bp.get("/drill")
@requires(Permission.LEARN)
def show() -> ResponseReturnValue:
    """Show the beginning, a moment, or the end; the address says what was chosen so far."""
    clock = request.args.get("clock", "")
    clock = clock if clock in CLOCKS else ""
    way, answered = request.args.get("way"), "act" in request.args
    if way is None:
        return render_template("modules/drill_start.html", clocks=CLOCKS, lost=False)
    chosen = request.args.get("choice", "")
    way += (chosen.upper() if request.args.get("late") else chosen) if answered else ""
    try:
        walk = drill.walk(way)
    except drill.NoSuchWay:
        return render_template("modules/drill_start.html", clocks=CLOCKS, lost=True), 404
    if walk.now is None:
        whys = [why for step in walk.steps for why in (step.option.why, step.moment.best.why)]
        told, references = reading.cited(whys, sources.register())
        return render_template("modules/drill_end.html", walk=walk, told=told, references=references)
    seconds = {"normal": walk.now.seconds, "slow": walk.now.seconds * SLOWER}.get(clock)
    missing = answered and not chosen
    page = render_template(
        "modules/drill_moment.html", walk=walk, moment=walk.now, way=way, clock=clock, seconds=seconds, missing=missing
    )
    return (page, 422) if missing else page
