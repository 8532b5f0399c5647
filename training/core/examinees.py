"""How somebody who never was sits an exam: what they know, how fast they are, and when they do not look.

A question is answered right with the chance of the two-parameter model over a floor for guessing: ``floor + (1 -
floor) / (1 + exp(-slope (ability - difficulty)))`` (Birnbaum 1968). One with partial marks gives its mark that
expectation. Times are lognormal: the logarithm of the seconds is what the question asks, less the person's speed, and
chance (van der Linden 2006). Some places are guessed in a few seconds without a look, as real logs have it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log
from random import Random

from training.core.items import Item
from training.core.responses import Response

SECONDS = log(44)
"""The logarithm of the seconds that an average question takes an average person."""
DANGEROUS = 0.04
"""How likely a dangerous choice is beside a harmless wrong one for somebody who read the question."""
PROSE = (
    "I would stop, take the needle out and look at the patient first.",
    "It depends on the findings. I would write down what I saw and ask for advice.",
    "Not sure; I would follow the module's steps in order.",
)
"""What is written where people mark."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


class End(StrEnum):
    """How a sitting ends."""

    HANDED_IN = "handed in"
    TIME_UP = "time up"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Examinee:
    """Somebody who sits. ``ability`` is in logits, 0 for the borderline; ``speed`` in logarithms of seconds saved.

    The others are shares, 0-1: of questions answered ``unseen`` by a guess, of what is not known left ``open``, of
    answers ``changed``; and of the paper after which they only guess (``hurries_at``) or walk away (``leaves_at``), 1
    for never.
    """

    ability: float
    speed: float
    unseen: float = 0.01
    open: float = 0.03
    changed: float = 0.04
    hurries_at: float = 1.0
    leaves_at: float = 1.0


@dataclass(frozen=True, slots=True)
class Wrong:
    """A response that is not the key: what it earns (0-1), and how likely it is beside the others."""

    response: Response
    mark: float
    weight: float


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a question, whatever anybody believes of it; ``time`` is a logarithm of seconds."""

    difficulty: float
    slope: float
    floor: float
    time: float
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody did at one place: the response ``()`` where they left it, and one they gave ``before``."""

    seconds: int
    response: Response
    before: Response = ()
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """What somebody did at the places they reached, in order, and how it ended."""

    given: tuple[Given, ...]
    end: End


def somebody(chance: Random, *, mean: float, spread: float) -> Examinee:
    """Return somebody of a population whose abilities are normal, in logits over the standard.

    One in 25 guesses from somewhere on, one in 60 walks away; the able are a little faster.
    """
    ability = chance.gauss(mean, spread)
    hurries = chance.random() < 1 / 25
    leaves = chance.random() < 1 / 60
    return Examinee(
        ability=ability,
        speed=0.05 * (ability - mean) / max(spread, 0.1) + chance.gauss(0, 0.2),
        unseen=min(0.2, chance.expovariate(1 / 0.008)),
        open=min(0.5, chance.expovariate(1 / 0.04)),
        changed=min(0.2, chance.expovariate(1 / 0.03)),
        hurries_at=chance.uniform(0.6, 0.95) if hurries else 1.0,
        leaves_at=chance.uniform(0.1, 0.8) if leaves else 1.0,
    )


def truth(item: Item, share: float, chance: Random, *, error: float = 0.45) -> Truth:
    """Return what is true of an item of which ``share`` (0-1) of the borderline are believed to be right.

    The truth lies around that by ``error`` logits.
    """
    floor = min(0.5, float(item.guess))
    believed = min(0.97, max(share, floor + 0.03))
    known = min(0.99, max(0.01, (believed - floor) / (1 - floor)))
    difficulty = chance.gauss(-log(known / (1 - known)), error)
    longer = 0.35 if len(item.key) > 1 else 0.0
    return Truth(
        difficulty=difficulty,
        slope=exp(chance.gauss(0, 0.2)),
        floor=floor,
        time=SECONDS + longer + 0.1 * difficulty + chance.gauss(0, 0.25),
        wrong=wrong(item),
    )


def expected(of: Truth, ability: float) -> float:
    """Return the share of its points, 0-1, that somebody is expected to earn who looks at the question."""
    return of.floor + (1 - of.floor) / (1 + exp(-of.slope * (ability - of.difficulty)))


def wrong(item: Item) -> tuple[Wrong, ...]:
    """Return plausible responses to an item that do not earn all of it; what people mark is worth half for now."""
    found = []
    for response in dict.fromkeys(_others(item)):
        if not response or response == item.key or not item.fits(response):
            continue
        mark = item.mark(response)
        share = 0.5 if mark is None else float(mark.awarded / mark.possible)
        if mark is None or share < 1:
            found.append(Wrong(response, share, DANGEROUS if mark is not None and mark.dangerous else 1.0))
    return tuple(found)


def sit(who: Examinee, paper: Sequence[tuple[Item, Truth]], *, seconds: float, chance: Random) -> Sitting:
    """Return how somebody sits a paper for which they have so many ``seconds``."""
    given: list[Given] = []
    spent = 0.0
    for place, (item, of) in enumerate(paper):
        through = place / len(paper)
        if through >= who.leaves_at:
            return Sitting(tuple(given), End.LEFT)
        now = answered(who, item, of, guessing=through >= who.hurries_at, chance=chance)
        spent += now.seconds
        if spent > seconds:
            return Sitting(tuple(given), End.TIME_UP)
        given.append(now)
    return Sitting(tuple(given), End.HANDED_IN)


def answered(who: Examinee, item: Item, of: Truth, *, chance: Random, guessing: bool = False) -> Given:
    """Return what somebody does at one question; ``guessing`` without a look."""
    if guessing or chance.random() < who.unseen:
        choices = [*(each.response for each in of.wrong), item.key] if item.key else [(PROSE[2],)]
        return Given(chance.randint(2, 6), chance.choice(choices))
    seconds = max(4, round(exp(chance.gauss(of.time - who.speed, 0.4))))
    response = _response(who, item, of, chance)
    sure = response == item.key
    if response and of.wrong and chance.random() < who.changed:
        return Given(seconds + chance.randint(5, 40), response, before=_one(of.wrong, chance), flagged=not sure)
    return Given(seconds, response, flagged=not sure and chance.random() < 0.1)


def _response(who: Examinee, item: Item, of: Truth, chance: Random) -> Response:
    if not item.key:
        return () if chance.random() < who.open else (chance.choice(PROSE),)
    earned, partly = expected(of, who.ability), _mean(of.wrong)
    if not of.wrong or chance.random() < (earned - partly) / (1 - partly):
        return item.key
    if chance.random() < who.open:
        return ()
    worse = tuple(each for each in of.wrong if each.mark <= earned)
    little = _mean(worse)
    if worse and earned < partly and chance.random() > (earned - little) / (partly - little):
        return _one(worse, chance)
    return _one(of.wrong, chance)


def _mean(of: Sequence[Wrong]) -> float:
    """Return what wrong responses earn on average, as likely as they are; 0 for none."""
    total = sum(each.weight for each in of)
    return sum(each.mark * each.weight for each in of) / total if total else 0.0


def _one(of: Sequence[Wrong], chance: Random) -> Response:
    return chance.choices([each.response for each in of], [each.weight for each in of])[0]


def _others(item: Item) -> Iterator[Response]:
    """Yield responses that differ from the key in little: another option, one more or less, two places swapped."""
    key, ids = item.key, item.ids
    if not key:
        yield from ((text,) for text in PROSE)
    elif set(key) == set(ids):
        yield from ((*key[:place], key[place + 1], key[place], *key[place + 2 :]) for place in range(len(key) - 1))
        yield from ((*key[place:], *key[:place]) for place in range(1, len(key)))
        yield tuple(reversed(key))
    elif set(key) <= set(ids):
        others = [other for other in ids if other not in key]
        yield from (key[:place] + key[place + 1 :] for place in range(len(key)))
        yield from ((*key, other) for other in others)
        yield from ((*key[:place], other, *key[place + 1 :]) for place in range(len(key)) for other in others)
    else:
        instead = [tuple(_parts(part, ids)) for part in key]
        for place, found in enumerate(instead):
            yield from ((*key[:place], other, *key[place + 1 :]) for other in found)
        for wrong_ones in range(2, len(key) + 1):  # the first few parts wrong together
            yield tuple(found[0] if found and at < wrong_ones else key[at] for at, found in enumerate(instead))


def _parts(part: str, ids: Sequence[str]) -> Iterator[str]:
    """Yield what may stand in the place of one part of a key: another match or option, another point, other words."""
    name, equals, value = part.partition("=")
    if equals and part in ids:
        yield from (other for other in ids if other.startswith(f"{name}=") and other != part)
    elif equals and value in ids:
        yield from (f"{name}={other}" for other in ids if other != value)
    elif re.fullmatch(r"\d+,\d+", part):
        across, down = map(int, part.split(","))
        for right, under in ((160, 0), (-160, 0), (0, 160), (0, -160), (240, 240), (-240, -240)):
            if 0 <= across + right <= 1000 and 0 <= down + under <= 1000:
                yield f"{across + right},{down + under}"
    else:
        yield from (f"{name}={other}" if equals else other for other in _typed(value if equals else part))


def _typed(text: str) -> Iterator[str]:
    """Yield what else may be typed: half of a number, twice and ten times it, or words that say little."""
    found = _NUMBER.search(text)
    if found is None:
        yield from ("not sure", "muscle")
        return
    number = float(found[0].replace(",", "."))
    for other in (number * 2, number / 2, number * 10, number + 1):
        yield f"{text[: found.start()]}{other:g}{text[found.end() :]}"
