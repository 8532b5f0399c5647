"""What is measured of a running system: processor time of each step of a class, statements, and a rush."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from bench import processes
from bench.browser import Browser, Refused, Timing
from bench.systems import QUESTIONS

ENDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass
class Running:
    """A system that is being served, and whose processor time counts."""

    name: str
    trainee: Callable[[Browser, int], object]
    port: int
    roots: tuple[int, ...]
    trace: Path | None = None
    next_person: int = 1

    def people(self, count: int) -> list[int]:
        """Return the numbers of people who have done nothing yet."""
        first, self.next_person = self.next_person, self.next_person + count
        return list(range(first, first + count))


@dataclass
class Cost:
    """Processor milliseconds: of one save, and of a trainee's start, device and submission."""

    save: float = 0.0
    start: float = 0.0
    open: float = 0.0
    hand_in: float = 0.0


@dataclass
class Rush:
    """Everybody at the same instant: the saves' times in milliseconds, and what failed."""

    p50: float
    p99: float
    requests: int
    seconds: float
    failures: list[str] = field(default_factory=list)


@dataclass
class Count:
    """What one step sent to the database; statements hold BEGIN and COMMIT, ``work`` does not."""

    statements: int
    commits: int
    work: int


async def sit(system: Running, people: int, seed: int) -> Cost:
    """Let a class sit the exam one after the other, and return what each step cost the server."""
    timings: list[Timing] = []
    class_ = [_trainee(system, number, timings) for number in system.people(people)]
    chance = random.Random(seed)
    await _each(one.sign_in() for one in class_)
    start = await _spent(system, (one.start() for one in class_))
    opened = await _spent(system, (one.open() for one in class_))
    saves = (one.save(place, chance.randrange(4)) for one in class_ for place in range(QUESTIONS))
    save = await _spent(system, saves)
    hand_in = await _spent(system, (one.hand_in() for one in class_))
    _leave(class_)
    return Cost(save=save / people / QUESTIONS, start=start / people, open=opened / people, hand_in=hand_in / people)


async def rush(system: Running, people: int, saves: int) -> Rush:
    """Let everybody save some answers and hand in at once; sign-in and start were done before."""
    timings: list[Timing] = []
    class_ = [_trainee(system, number, timings) for number in system.people(people)]
    gate = asyncio.Semaphore(8)
    await asyncio.gather(*(_arrive(one, gate) for one in class_))
    timings.clear()
    loop = asyncio.get_running_loop()
    began = loop.time()
    ended = await asyncio.gather(*(_finish(one, saves) for one in class_), return_exceptions=True)
    seconds = loop.time() - began
    _leave(class_)
    times = sorted(1000 * timing.seconds for timing in timings)
    cuts = quantiles(times, n=100)
    return Rush(cuts[49], cuts[98], len(times), seconds, [repr(one) for one in ended if isinstance(one, Exception)])


async def counts(system: Running) -> dict[str, Count]:
    """Return what each step sends to the database, once everything is warm."""
    timings: list[Timing] = []
    found: dict[str, Count] = {}
    for number in system.people(2):  # the second is counted: caches are full by then
        one = _trainee(system, number, timings)
        await one.sign_in()
        found["start"] = await _counted(system, "start", one.start())
        found["open"] = await _counted(system, "open", one.open())
        await one.save(0, 0)
        found["save"] = await _counted(system, "save", one.save(0, 1))
        found["hand in"] = await _counted(system, "hand in", one.hand_in())
        _leave([one])
    return found


async def _counted(system: Running, name: str, step: Awaitable[None]) -> Count:
    assert system.trace is not None
    system.trace.write_text("")
    await step
    (system.trace.parent / f"{name}.sql").write_text(system.trace.read_text())
    lines = [line for line in system.trace.read_text().splitlines() if not line.startswith("PRAGMA")]
    work = [line for line in lines if not line.upper().startswith(ENDS)]
    return Count(len(lines), sum(line.upper().startswith("COMMIT") for line in lines), len(work))


async def _spent(system: Running, steps: Iterable[Awaitable[None]]) -> float:
    before = processes.cpu(*system.roots)
    await _each(steps)
    return 1000 * (processes.cpu(*system.roots) - before)


async def _each(steps: Iterable[Awaitable[None]]) -> None:
    for step in steps:
        await step


async def _arrive(one: object, gate: asyncio.Semaphore) -> None:
    async with gate:
        await one.sign_in()
        await one.start()
        await one.open()


async def _finish(one: object, saves: int) -> None:
    for place in range(saves):
        await one.save(place, place % 4)
    await one.hand_in()


def _trainee(system: Running, number: int, timings: list[Timing]) -> object:
    return system.trainee(Browser(system.port, timings), number)


def _leave(class_: list[object]) -> None:
    for one in class_:
        one.browser.close()


__all__ = ["Cost", "Count", "Refused", "Running", "Rush", "counts", "rush", "sit"]
