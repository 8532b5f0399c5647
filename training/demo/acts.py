"""What people of the demonstration do, each through the product's own services and rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from training.accounts.links import Site
from training.bank import checklist
from training.bank.models import State
from training.bank.queries import lists, stock
from training.bank.queries.lists import Filters
from training.bank.service import reviewing
from training.core.certainty import Certainty
from training.core.domains import Pool
from training.core.items import Item
from training.core.responses import Response
from training.modules import queries as modules
from training.modules import service as modules_service
from training.modules import whole_reading
from training.modules.whole_reading import Sitting
from training.practicals import catalogue as practical_forms
from training.practicals.service import assessments, drafts, sessions
from training.programmes.queries import hours as queries_of_hours
from training.programmes.service import hours
from training.quiz import closing, devices, papers, recording, sittings, starting, wire
from training.quiz.mocks import service as mocks
from training.quiz.practice import queries as practice_queries
from training.quiz.practice import service as practice
from training.reviews import notices
from training.reviews import queries as review_queries

CLIENT = "demonstration"
REGIONS = ("upper-trapezius", "shoulder", "hip-gluteal", "leg-foot", "elbow-forearm")

SURENESS = {True: (55, 35, 10), False: (25, 45, 30)}
"""How often somebody says sure, fairly sure and guessed of an answer that is right, and of one that is not."""

TAUGHT = (
    (5, "live-online", 90, "Consent, records and what to do in an emergency", "Video call"),
    (2, "in-person", 390, "Palpation and superficial needling of the shoulder", "Teaching clinic, room 1"),
    (1, "in-person", 360, "Deep needling of the leg, draping and disposal", "Teaching clinic, room 1"),
)
"""What is taught live: days back, kind of hours, minutes, topic, place."""


@dataclass(frozen=True, slots=True)
class Skill:
    """How somebody answers: the share right, and whether one dangerous choice is among the wrong ones."""

    share: float
    dangerous: bool = False


def review(version: str, reviewers: Iterator[int], *, now: datetime) -> None:
    """Let reviewers answer and approve a version until it is approved."""
    for reviewer in reviewers:
        item, _order = stock.as_reviewed(version, reviewer)
        reviewing.answer_for_review(version, item.key, by=reviewer, now=now)
        if not reviewing.approve(version, all_agreed(item), by=reviewer, now=now):
            return


def all_agreed(item: Item) -> reviewing.Opinion:
    """Return the opinion of a reviewer who agrees to the whole checklist."""
    return reviewing.Opinion(checklist.all_ticked(critical=item.critical))


def read_news(person_id: int, *, now: datetime) -> None:
    """Let somebody read all that is on their desk."""
    newest = max((notice.id for notice in review_queries.notices(person_id)), default=0)
    notices.read(person_id, upto=newest, now=now)


def versions_in(state: State, pool: Pool | None = None) -> list[str]:
    """Return the hashes of all items, or of those of a pool, whose newest version is in a state."""
    return [row.hash for row in lists.selected(Filters(state=state, pool=pool.value if pool else ""))]


def read_module(person_id: int, code: str, *, minutes: int, now: datetime) -> None:
    """Read a whole module, answer its questions and be credited some minutes before ``now``."""
    version = modules.current_version(code)
    assert version is not None
    for minute in range(minutes + 1):
        modules_service.study_sign(person_id, code, now=now - timedelta(minutes=minutes - minute))
    for section in version.module.sections:
        modules_service.open_section(person_id, code, section.id, now=now)
    for checkpoint in version.module.checkpoints:
        modules_service.answer(person_id, code, checkpoint.id, checkpoint.asked.key, now=now)


def read_modules(person_id: int, codes: Iterable[str], *, minutes: int, now: datetime) -> None:
    """Have read whole modules one after the other, each for so many minutes, the last one until ``now``."""
    order = list(codes)
    pause = timedelta(minutes=minutes + 5)
    ends = [now - pause * left for left in reversed(range(len(order)))]
    whole_reading.note(person_id, [Sitting(code, minutes, end) for code, end in zip(order, ends, strict=True)])


def start(person_id: int, exam: str, *, chance: Random, now: datetime) -> int:
    """Start an attempt and return its id."""
    return starting.start(person_id, exam, honour=True, chance=_luck(chance), now=now)


def rehearse(person_id: int, exam: str, *, chance: Random, now: datetime) -> int:
    """Start a mock exam and return its id."""
    return mocks.start(person_id, exam, honour=True, chance=_luck(chance), now=now)


def _luck(chance: Random) -> starting.Chance:
    return starting.Chance(chance.randrange(2**62), f"{chance.getrandbits(256):064x}")


def answer(attempt_id: int, person_id: int, skill: Skill, *, chance: Random, upto: int | None, now: datetime) -> None:
    """Answer the first ``upto`` questions (all for None), looking at each for a while."""
    opened = devices.open_on_device(attempt_id, person_id, client=CLIENT, agent="Demonstration", take=True, now=now)
    row = sittings.attempt(attempt_id, person_id)
    assert opened is not None
    assert row is not None
    sheet = sittings.sheet(row.paper_sha256)
    events = list(_events(sheet, skill, chance, upto))
    body = {"client": CLIENT, "epoch": opened.epoch, "waiting": 0, "events": events}
    recording.record(attempt_id, person_id, wire.batch(body), now=now)


def hand_in(attempt_id: int, person_id: int, *, site: Site, now: datetime) -> None:
    """Submit an attempt."""
    closing.submit(attempt_id, person_id, client=CLIENT, last_seq=0, site=site, now=now)


def enter_sessions(person_id: int, assessor: int, number: int, *, first: int = 0, now: datetime) -> list[int]:
    """Enter sessions of the last days, which wait to be confirmed; ``first`` sets those of two calls apart."""
    made = []
    for count in range(number):
        held_on = (now - timedelta(days=number - count)).date()
        entry = sessions.Entry(
            held_on=held_on,
            minutes=60,
            place="Teaching clinic, room 2",
            region=REGIONS[count % len(REGIONS)],
            technique="superficial" if count % 2 else "deep",
            patients=2,
            remarks="",
            supervisor_id=assessor,
        )
        key = f"demo-{person_id}-{first + count}"
        made.append(sessions.enter(entry, person_id=person_id, key=key, now=now).id)
    return made


def supervise(person_id: int, assessor: int, number: int, *, now: datetime) -> None:
    """Enter sessions of the last days and have them confirmed."""
    made = enter_sessions(person_id, assessor, number, now=now)
    sessions.confirm(made, by=assessor, url="http://localhost/", now=now)


def teach(cohort: int, person_id: int, assessor: int, *, now: datetime) -> None:
    """Enter the hours of a person on two days in a room and an evening live online, all of them over by ``now``."""
    for back, kind, minutes, topic, place in TAUGHT:
        held = hours.Held((now - timedelta(days=back)).date(), kind, topic, place, "")
        signed = hours.Signed(assessor, f"demo-{person_id}-{back}", now)
        hours.enter(hours.Sheet(cohort, held, {person_id: minutes}), signed)


def shorten(person_id: int, assessor: int, *, now: datetime) -> None:
    """Correct the last hours of a person: they left at noon."""
    row = queries_of_hours.records_of(person_id)[0]
    held = hours.Held(row.held_on, row.kind, row.topic, row.place, "Left at noon for the clinic")
    correction = hours.Correction(row.id, held, 180, "The afternoon was counted too.")
    hours.correct(correction, hours.Signed(assessor, f"demo-{person_id}-again", now))


def begin_station(person_id: int, assessor: int, *, steps: int, now: datetime) -> None:
    """Have the first station begun and its form left half finished after some steps."""
    form = practical_forms.forms()["foundations-practical"]
    station, asked = next(iter(form.steps.items()))
    draft = drafts.begin(person_id, form, station, by=assessor, now=now)
    fields = station_head(now, REGIONS[0]) | {f"step-{step.number}": "2" for step in asked[:steps]}
    drafts.save(draft.id, fields, by=assessor, revision=draft.revision, now=now)


def observe(person_id: int, assessor: int, *, now: datetime) -> None:
    """Have both stations of the practical assessment observed and recorded."""
    form = practical_forms.forms()["foundations-practical"]
    for region, (station, steps) in zip(REGIONS, form.steps.items(), strict=False):
        draft = drafts.begin(person_id, form, station, by=assessor, now=now)
        fields = station_head(now, region) | {f"step-{step.number}": "2" for step in steps}
        revision = drafts.save(draft.id, fields, by=assessor, revision=draft.revision, now=now)
        assessments.record(draft.id, form, by=assessor, revision=revision, today=now.date(), now=now)


def practise(person_id: int, skill: Skill, *, chance: Random, now: datetime) -> None:
    """Practise what is due and the new questions of the day, those not right again until they are."""
    set_id = practice.start_session(person_id, seed=chance.getrandbits(32), now=now)
    position, moment = 1, now
    while (question := practice_queries.question(person_id, set_id, position)) is not None:
        right = question.again or chance.random() < skill.share
        response = question.item.key if right else _response(question.item, right=False) or question.item.key
        right = right or response == question.item.key
        seconds = chance.randint(8, 70)
        moment += timedelta(seconds=seconds + 20)
        certainty = chance.choices(list(Certainty), weights=SURENESS[right])[0]
        practice.answer(person_id, set_id, position, practice.Given(response, certainty, seconds), now=moment)
        position += 1


def station_head(now: datetime, region: str) -> dict[str, str]:
    """Return what the form of a station says before its steps."""
    return {
        "held_on": now.date().isoformat(),
        "place": "Teaching clinic, room 1",
        "patient": "simulated",
        "region": region,
        "remarks": "",
    }


def _events(sheet: papers.Sheet, skill: Skill, chance: Random, upto: int | None) -> Iterator[dict[str, object]]:
    shown = [(slot, slot.item) for slot in sheet.slots]
    wrong = set(chance.sample(range(len(shown)), round(len(shown) * (1 - skill.share))))
    critical = next((place for place, (_slot, item) in enumerate(shown) if _dangerous(item)), None)
    seq = 0
    for place, (slot, item) in enumerate(shown[:upto]):
        response = _response(item, right=place not in wrong)
        if skill.dangerous and place == critical:
            response = _dangerous(item) or response
        for kind, value in (
            ("seen", chance.randrange(20, 90)),
            ("answer", list(item.posted(response, slot.order))),
        ):
            seq += 1
            yield {"seq": seq, "slot": slot.position, "kind": kind, "value": value}


def _response(item: Item, *, right: bool) -> Response:
    """Return the key, or a wrong response that endangers nobody."""
    if right:
        return item.key
    harmless = [option for option in item.options if not option.correct and not option.dangerous]
    tried = [(option.id,) for option in harmless if item.fits((option.id,))] + [tuple(reversed(item.key))]
    marks = ((response, item.mark(response)) for response in tried)
    return next((response for response, mark in marks if mark and not mark.dangerous and mark.awarded < 1), ())


def _dangerous(item: Item) -> Response | None:
    """Return a response with a dangerous choice, None when the item has no single option like this."""
    return next(((option.id,) for option in item.options if option.dangerous), None)
