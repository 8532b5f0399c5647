"""What several pages of the bank show: an item with its pictures, names of people, what the viewer may do."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from flask import current_app, url_for
from flask_login import current_user

from training import sources
from training.accounts import queries as accounts
from training.bank.queries import blind, comparing, gallery, stock, usage, versions
from training.bank.queries.lists import Filters
from training.bank.queries.usage import Stood, Use
from training.bank.readings import Known
from training.bank.service import reviewing
from training.core.coverage import Wanted
from training.core.items import Item, illustrated
from training.core.roles import Permission, allows
from training.reviews import asking, requesting

if TYPE_CHECKING:
    from training.bank.models import ItemVersion


def item(row: "ItemVersion") -> Item:
    """Return the item of a version, its figures at addresses that staff may open."""
    return with_pictures(stock.versions([row.hash])[row.hash], row.figures)


def with_pictures(item: Item, digests: Mapping[str, str]) -> Item:
    """Return an item with its figures at addresses that staff may open."""
    return illustrated(
        item, {name: url_for("bank.picture", digest=digest, name=name) for name, digest in digests.items()}
    )


def figure_url(name: str) -> str | None:
    """Return the address of a figure for staff, None when there is none of this name."""
    digest = gallery.figure_digests().get(name)
    return url_for("bank.picture", digest=digest, name=name) if digest else None


def known() -> Known:
    """Return what items may refer to on this site: the register, the modules loaded, what the bank holds."""
    return comparing.known(sources.register(), current_app.extensions["needlewise_sections"]())


def names(ids: Iterable[int | None]) -> dict[int | None, str]:
    """Return people's names by id; whoever is not known any more is "Somebody", None is the system."""
    wanted = set(ids)
    found = accounts.people(person for person in wanted if person is not None)
    named: dict[int | None, str] = {
        person: found[person].name if person in found else "Somebody" for person in wanted if person
    }
    return named | {None: "Loaded from files"}


def today() -> date:
    """Return today's date at the institution: what due days are compared with."""
    return asking.today()


def filters(values: Mapping[str, str]) -> Filters:
    """Return what a list is narrowed to by an address's values, today and by how items did in this site's exams.

    What the linter found may give a key away, so narrowing by it leaves out what the viewer is to answer first.
    """
    found = Filters.of(values, today=today(), usage=current_app.extensions["needlewise_usage"])
    return replace(found, without=blind.withheld(current_user.id)) if found.lint else found


def in_exams(hashes: Collection[str]) -> tuple[dict[str, Use], list[Stood]]:
    """Return how versions of an item did in this site's exams, by hash, and the exams they stood in."""
    extensions = current_app.extensions
    return usage.by_version(extensions["needlewise_usage"], hashes), extensions["needlewise_reuse"](hashes)


def demand() -> tuple[Wanted, ...]:
    """Return what this site's published exams want of each cell."""
    asked: tuple[Wanted, ...] = current_app.extensions["needlewise_demand"]()
    return asked


def may(permission: Permission) -> bool:
    """Return whether the viewer's roles grant a permission."""
    return allows(current_user.roles, permission)


def can(row: "ItemVersion") -> dict[str, bool]:
    """Return which acts on a version the viewer finds as buttons; the service decides again."""
    wrote = versions.wrote(row, current_user.id)
    in_use = row.state in ("approved", "signed") and row.withdrawn_at is None
    ended = row.withdrawn_at is not None or row.state == "retired"
    return {
        "edit": may(Permission.WRITE_ITEMS),
        "submit": may(Permission.WRITE_ITEMS) and row.state == "draft",
        "review": may(Permission.REVIEW_ITEMS)
        and row.state == "in review"
        and not wrote
        and not blind.looked(row.hash, current_user.id),
        "direct": row.state == "in review"
        and row.withdrawn_at is None
        and may(Permission.CHANGE_REQUESTS)
        and requesting.may_direct(row.hash, current_user.id, wrote=wrote, lead=may(Permission.SIGN_OFF)),
        "sign": may(Permission.SIGN_OFF) and row.state == "approved" and in_use and not wrote,
        "withdraw": may(Permission.WITHDRAW_ITEMS) and in_use,
        "retire": may(Permission.WITHDRAW_ITEMS),
        "check": may(Permission.REVIEW_ITEMS) and not wrote and not ended,
        "cosmetic": may(Permission.REVIEW_ITEMS) and row.state != "draft" and not wrote,
        "reopen": may(Permission.WRITE_ITEMS) and ended,
    }


def hides_key(row: "ItemVersion") -> bool:
    """Return whether the viewer is still to answer a version of this item before seeing its key."""
    return blind.hides(row, current_user.id)


def to_answer(row: "ItemVersion") -> "ItemVersion | None":
    """Return the version of an item that the viewer is to answer first, the newest of several; None for none."""
    found = [versions.version_of(each) for each in blind.versions_hidden(current_user.id, [row.item_id])]
    return max((each for each in found if each), key=lambda each: each.number, default=None)


def withholds(row: "ItemVersion") -> bool:
    """Return whether the editor withholds an item from the viewer, who was asked to review it and has not answered."""
    return bool(blind.withheld(current_user.id, [row.item_id]))


def approvals_text(row: "ItemVersion", given: int) -> str:
    """Return how many approvals a version has and needs, in words."""
    return f"{given} of {reviewing.needed(row)}"
