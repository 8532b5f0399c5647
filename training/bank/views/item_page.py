"""The page of an item as one of its versions: the question, its key, who did what to it, and what can be done next."""

from itertools import pairwise
from typing import TYPE_CHECKING

from flask import render_template

from training import sources as register
from training.bank import checklist, checks
from training.bank.forms.item import field_id
from training.bank.forms.pages import ReasonForm
from training.bank.queries import cosmetic, due, ratings, sharing, succession, timeline, usage, versions, waiting
from training.bank.service import reviewing
from training.bank.service import sharing as cases
from training.bank.views import asking, commenting, shown, walking
from training.core.roles import Permission
from training.reviews import queries as review_queries
from training.sources import facts

if TYPE_CHECKING:
    from training.bank.models import ItemVersion
    from training.reviews.asking import AskForm

RECENT = 12
"""How many acts of its history a page shows unfolded."""


def render(row: "ItemVersion", ask: "AskForm | None" = None) -> str:
    """Return the page; ``ask`` is the request for review as somebody filled it in."""
    history = versions.history(row.item.code)
    hashes = [each.hash for each in history]
    approvals, sign_offs = versions.approvals(hashes), versions.sign_offs(hashes)
    asked = review_queries.asked_of(row.hash)
    people: list[int | None] = [each.person_id for each in approvals]
    people += [each.person_id for each in sign_offs]
    people += [person for each in history for person in (each.created_by, each.withdrawn_by)]
    after = succession.of(row.item_id)
    people += [each.person_id for each in after.retirements]
    checked = due.checks_of(hashes)
    people += [each.person_id for each in checked]
    edits = {each.version: each for each in reversed(cosmetic.said_of(hashes))}
    people += [each.person_id for each in edits.values()]
    events = timeline.of(row.item.code)
    people += [each.by for each in events]
    people += [person for each in events for request in (each.request, each.before) if request for person in request[1]]
    can = shown.can(row)
    uses, stood = shown.in_exams(hashes)
    item = shown.item(row)
    return render_template(
        "bank/item.html",
        row=row,
        sharers=sharing.of_case(sharing.case_of(row), without=row.item.code),
        most=cases.MOST,
        walk=walking.of(row.item.code),
        item=item,
        history=history,
        uses=uses,
        stood=stood,
        enough=usage.ENOUGH,
        succession=after,
        checked=checked,
        judged=list(ratings.of([row.hash]).get(row.hash, {}).values()),
        edits={version: each for version, each in edits.items() if each.cosmetic},
        before=cosmetic.in_use_before(row),
        due=due.reasons(history[:1], shown.today()).get(row.hash, ()),
        events=[(each, checklist.told(each.checklist)) for each in events],
        previous={after.number: before.number for after, before in pairwise(history)},
        recent=RECENT,
        approvals=approvals,
        told={each.id: checklist.told(each.checklist) for each in approvals},
        sign_offs={each.version: each for each in sign_offs},
        names=shown.names([*people, asked.by, *asked.named]),
        can=can,
        hidden=shown.hides_key(row),
        to_answer=shown.to_answer(row),
        checks=checks.of(row.content),
        field_id=field_id,
        sources=register.register(),
        facts=facts.behind(item.header.facts, item.header.sources),
        fact_words=facts.WORDS,
        reason=ReasonForm(formdata=None),
        asked=asked,
        **commenting.lines(row),
        today=shown.today(),
        ask=(ask or asking.form_of(row, fresh=True)) if can["submit"] else None,
        direct=(ask or asking.form_of(row, asked, fresh=True)) if can["direct"] else None,
        unsignable=row.state == "approved" and not waiting.who_may(Permission.SIGN_OFF, row),
        short=waiting.short_of(row, needed=reviewing.needed(row)) if row.state in ("draft", "in review") else 0,
    )
