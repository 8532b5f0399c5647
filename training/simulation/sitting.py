"""A whole sitting of a simulated person through the exam's real services: start, answers in batches, the end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from training.accounts.links import Site
from training.bank.queries import stock
from training.core import estimating, examinees
from training.core.examinees import End, Examinee, Given, Truth
from training.core.items import Item, Variable
from training.quiz import closing, devices, papers, recording, sittings, starting, wire
from training.quiz.queries import exams

CLIENT = "simulation"
AGENT = "Simulation"
ELSEWHERE = 0.8
"""The share of the borderline who are believed to be right where the exam does not ask a question."""
EACH = 60
"""Events of one batch: a device that is online sends far fewer at once, an offline one as many as this."""


@dataclass
class Truths:
    """What is true of the questions of an exam in one simulation: by its seed, whoever asks and in whatever order."""

    seed: int
    exam: str
    _shares: Mapping[str, float] = field(default_factory=dict)
    _known: dict[str, Truth] = field(default_factory=dict)

    def of(self, version: str, item: Item) -> Truth:
        """Return what is true of a question as it is asked; the numbers drawn for it change only what is wrong."""
        if version not in self._known:
            self._shares = self._shares or self._believed()
            share = self._shares.get(version, ELSEWHERE)
            self._known[version] = examinees.truth(item, share, Random(f"{self.seed}:{version}"))
        found = self._known[version]
        if isinstance(stock.versions([version])[version], Variable):
            return replace(found, wrong=examinees.wrong(item))
        return found

    def _believed(self) -> dict[str, float]:
        """Return the share of the borderline who are believed to be right, by the authors' estimates."""
        published = exams.published(self.exam)
        assert published is not None
        asked = published.specification
        drawn = {each.version: each.item for each in stock.pool(asked.pool, live=True)}
        fitting = {name: item for name, item in drawn.items() if asked.asks((item.header.domain, item.header.level))}
        return {name: reckoned.expected for name, reckoned in estimating.estimated(fitting, asked).items()}


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits what, when; ``chance`` decides the paper and what is answered."""

    person_id: int
    exam: str
    who: Examinee
    truths: Truths
    chance: Random
    site: Site
    now: datetime


def sit(desk: Desk) -> int:
    """Let somebody sit from start to end, all in the transaction being written, and return the attempt's id.

    Whoever walks away or runs out of time is closed by the clock. Raises what `starting.start` raises.
    """
    luck = starting.Chance(desk.chance.randrange(2**62), f"{desk.chance.getrandbits(256):064x}")
    attempt_id = starting.start(desk.person_id, desk.exam, honour=True, chance=luck, now=desk.now)
    opened = devices.open_on_device(attempt_id, desk.person_id, client=CLIENT, agent=AGENT, take=True, now=desk.now)
    row = sittings.attempt(attempt_id, desk.person_id)
    assert opened is not None
    assert row is not None
    assert opened.epoch is not None
    deadline_at, closes_at = row.deadline_at, row.closes_at
    sheet = sittings.sheet(row.paper_sha256)
    paper = [(slot.item, desk.truths.of(slot.version, slot.item)) for slot in sheet.slots]
    seconds = (deadline_at - desk.now).total_seconds() - 30
    sat = examinees.sit(desk.who, paper, seconds=seconds, chance=desk.chance)
    last, ended = _send(desk, attempt_id, opened.epoch, sheet, sat.given)
    if sat.end is End.HANDED_IN:
        closing.submit(attempt_id, desk.person_id, client=CLIENT, last_seq=last, site=desk.site, now=ended)
    else:
        closing.close_over(attempt_id, site=desk.site, now=closes_at)
    return attempt_id


def _send(
    desk: Desk, attempt_id: int, epoch: int, sheet: papers.Sheet, given: tuple[Given, ...]
) -> tuple[int, datetime]:
    """Send what was done in batches as a device does, and return the last number sent and when it was over."""
    events = list(_events(sheet, given, desk.now))
    at = desk.now
    for first in range(0, len(events), EACH):
        batch = events[first : first + EACH]
        at = batch[-1][0]
        body = {
            "client": CLIENT,
            "epoch": epoch,
            "waiting": 0,
            "sent_wall": _wall(at),
            "events": [event for _at, event in batch],
        }
        recording.record(attempt_id, desk.person_id, wire.batch(body), now=at)
    return len(events), at + timedelta(seconds=20)


def _events(
    sheet: papers.Sheet, given: tuple[Given, ...], begun: datetime
) -> Iterator[tuple[datetime, dict[str, object]]]:
    """Yield what a device would send, in order, each with the moment it was made."""
    seq, at = 0, begun
    for slot, done in zip(sheet.slots, given, strict=False):
        at += timedelta(seconds=done.seconds)
        told: list[tuple[str, object]] = []
        if done.before and done.before != done.response:
            told.append(("answer", list(slot.item.posted(done.before, slot.order))))
        if done.response:
            told.append(("answer", list(slot.item.posted(done.response, slot.order))))
        if done.flagged:
            told.append(("flag", None))
        for kind, value in [*told, ("seen", done.seconds)]:
            seq += 1
            yield at, {"seq": seq, "slot": slot.position, "kind": kind, "value": value, "made_wall": _wall(at)}


def _wall(at: datetime) -> int:
    return int(at.timestamp() * 1000)
