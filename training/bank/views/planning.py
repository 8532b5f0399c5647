"""How full the bank is and what to write next: pages for whoever writes items."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from training.bank import safety_points
from training.bank.queries import coverage
from training.bank.views import shown
from training.core.coverage import ITEMS_A_POINT, CellState, Fullness, Held, point_states, states
from training.core.domains import Domain, Level, Pool
from training.core.roles import Permission
from training.core.specification import Cell
from training.web.access import requires
from training.web.navigation import Link

MOST = 10
"""Cells that are named as those to write for next."""

STEPS = ("1", "2", "3", "4", "5", "")
"""Estimates of difficulty in order; the last is of items that have none."""

bp = Blueprint("planning", __name__)


@dataclass(frozen=True, slots=True)
class Summary:
    """A pool in numbers: what it holds in all, and how many of the cells that exams ask for stand where."""

    held: Held
    asked: int
    standing: dict[Fullness, int]


@bp.get("/bank/coverage")
@requires(Permission.SEE_BANK)
def coverage_map() -> str:
    """Show what each pool holds by domain and level, and the objectives of one cell when it is asked for."""
    wanted = shown.demand()
    cells = states(coverage.held(), wanted)
    pool = Pool(request.args["pool"]) if request.args.get("pool") in list(Pool) else Pool.EXAM
    opened = _cell(request.args.get("cell", ""))
    return render_template(
        "bank/coverage.html",
        pool=pool,
        other=next(each for each in Pool if each is not pool),
        pools=list(Pool),
        tab_links=[
            Link(f"{each.capitalize()} pool", url_for("bank.planning.coverage_map", pool=each), each is pool)
            for each in Pool
        ],
        cells=cells,
        summary=_summary([state for place, state in cells.items() if place[0] is pool]),
        domains=list(Domain),
        levels=list(Level),
        exams=wanted,
        next_cells=sorted((state for state in cells.values() if state.missing_twice), key=_urgency)[:MOST],
        points=point_states(safety_points.LIST, coverage.safety_points(pool)),
        items_a_point=ITEMS_A_POINT,
        spread=coverage.difficulties(pool),
        steps=STEPS,
        opened=opened,
        objectives=coverage.objectives(opened) if opened else [],
        may=shown.may,
    )


def _summary(cells: list[CellState]) -> Summary:
    asked = [state for state in cells if state.wanted]
    standing = {each: sum(state.fullness is each for state in asked) for each in Fullness}
    return Summary(sum((state.held for state in cells), Held()), len(asked), standing)


def _urgency(state: CellState) -> tuple[int, int, str, str, str]:
    """Return what orders cells by what they lack: first for one paper, then for two."""
    return (-state.missing_once, -state.missing_twice, state.pool, state.domain, state.level)


def _cell(name: str) -> Cell | None:
    """Return the cell that an address names as ``safety.apply``; None for none and for one that is not there."""
    domain, _, level = name.partition(".")
    return (Domain(domain), Level(level)) if domain in list(Domain) and level in list(Level) else None
