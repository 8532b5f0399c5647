"""Looking at sample quizzes, as staff and as visitors do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from random import Random

from sqlalchemy import Select, select

from training.bank.queries import practising
from training.bank.queries.practising import Stood
from training.core.certification import read_number
from training.core.items import Item
from training.core.layout import laid_out
from training.core.samples import Possible, Standing, clashes, standing
from training.db import db
from training.sample_quizzes.models import SampleQuestion, SampleQuiz


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item of a quiz: ``stood`` is how it stands now, ``number`` that of the version which was chosen."""

    place: int
    version: str
    number: int
    stood: Stood

    @property
    def replaced(self) -> bool:
        """Return whether visitors see another version than the one that was chosen."""
        return self.stood.absence is None and self.stood.version != self.version


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz as staff see it."""

    number: str
    link: str
    title: str
    introduction: str
    ends_on: date | None
    made_by: int
    made_at: datetime
    ended_at: datetime | None
    answers: int
    full_marks: int
    standing: Standing
    chosen: tuple[Chosen, ...]

    @property
    def shown(self) -> tuple[Chosen, ...]:
        """Return what visitors see of it."""
        return tuple(each for each in self.chosen if each.stood.absence is None)

    @property
    def absent(self) -> tuple[Chosen, ...]:
        """Return what visitors do not see any more."""
        return tuple(each for each in self.chosen if each.stood.absence is not None)

    @property
    def clashes(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of codes of which one gives the other away."""
        return clashes(possible_of(each.stood.item) for each in self.shown)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as visitors meet it, its numbers drawn and its choices in order: the same for everybody with the link.

    ``seal`` names this wording without telling anything of it, so that an answer is never marked against another.
    """

    place: int
    item: Item
    version: str
    order: tuple[str, ...]
    seal: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A quiz as visitors see it; without questions unless it is open."""

    id: int
    link: str
    title: str
    introduction: str
    ends_on: date | None
    standing: Standing
    questions: tuple[Question, ...]

    def at(self, place: int) -> Question | None:
        """Return the question of a place, None for one that is not shown."""
        return next((each for each in self.questions if each.place == place), None)

    def after(self, place: int) -> Question | None:
        """Return the question after that of a place, None after the last."""
        places = [each.place for each in self.questions]
        following = places.index(place) + 1 if place in places else len(places)
        return self.questions[following] if following < len(places) else None


def every(*, zone: str, now: datetime) -> list[Quiz]:
    """Return all quizzes, the newest first."""
    return _seen(select(SampleQuiz).order_by(SampleQuiz.made_at.desc(), SampleQuiz.id.desc()), zone=zone, now=now)


def quiz(number: str, *, zone: str, now: datetime) -> Quiz | None:
    """Return a quiz as staff see it, None for an unknown number."""
    found = _seen(select(SampleQuiz).where(SampleQuiz.number == number), zone=zone, now=now)
    return found[0] if found else None


def shared(link: str, *, zone: str, now: datetime) -> Shared | None:
    """Return what a link leads to, however it is typed; None for one that leads nowhere, or was renewed."""
    row = db.session.scalars(select(SampleQuiz).where(SampleQuiz.link == read_number(link))).one_or_none()
    if row is None:
        return None
    state = _standing(row, zone, now)
    questions = _questions(row) if state is Standing.OPEN else ()
    return Shared(row.id, row.link, row.title, row.introduction, row.ends_on, state, questions)


def newest_open(*, zone: str, now: datetime) -> str | None:
    """Return the link of the newest quiz that visitors find questions in, None when there is none."""
    return next(
        (each.link for each in every(zone=zone, now=now) if each.standing is Standing.OPEN and each.shown), None
    )


def kept(person_id: int) -> list[dict[str, object]]:
    """Return the quizzes a person made, for them to take away."""
    rows = db.session.scalars(select(SampleQuiz).where(SampleQuiz.made_by == person_id).order_by(SampleQuiz.id))
    return [
        {
            "title": row.title,
            "introduction": row.introduction,
            "last_day": row.ends_on.isoformat() if row.ends_on else None,
            "made_at": row.made_at.isoformat(),
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            "answers": row.answers,
        }
        for row in rows
    ]


def possible_of(item: Item) -> Possible:
    """Return what choosing needs to know of an item."""
    return Possible(item.header.code, frozenset(item.header.enemies))


def _questions(row: SampleQuiz) -> tuple[Question, ...]:
    chosen = _chosen([row.id]).get(row.id, ())
    return tuple(_question(row.link, each) for each in chosen if each.stood.absence is None)


def _question(link: str, chosen: Chosen) -> Question:
    named = f"{link}:{chosen.place}:{chosen.stood.version}"
    item, order = laid_out(chosen.stood.item, Random(named))  # noqa: S311 - an order, no secret
    return Question(chosen.place, item, chosen.stood.version, order, sha256(named.encode()).hexdigest()[:16])


def _seen(statement: Select[SampleQuiz], *, zone: str, now: datetime) -> list[Quiz]:
    rows = db.session.scalars(statement).all()
    chosen = _chosen([row.id for row in rows])
    return [_quiz(row, chosen.get(row.id, ()), _standing(row, zone, now)) for row in rows]


def _quiz(row: SampleQuiz, chosen: tuple[Chosen, ...], state: Standing) -> Quiz:
    return Quiz(
        number=row.number,
        link=row.link,
        title=row.title,
        introduction=row.introduction,
        ends_on=row.ends_on,
        made_by=row.made_by,
        made_at=row.made_at,
        ended_at=row.ended_at,
        answers=row.answers,
        full_marks=row.full_marks,
        standing=state,
        chosen=chosen,
    )


def _standing(row: SampleQuiz, zone: str, now: datetime) -> Standing:
    return standing(ends_on=row.ends_on, ended_at=row.ended_at, zone=zone, now=now)


def _chosen(quiz_ids: Iterable[int]) -> dict[int, tuple[Chosen, ...]]:
    rows = db.session.scalars(
        select(SampleQuestion)
        .where(SampleQuestion.quiz_id.in_(list(quiz_ids)))
        .order_by(SampleQuestion.quiz_id, SampleQuestion.position, SampleQuestion.place)
    ).all()
    stood = practising.standings({row.item_id for row in rows})
    numbers = practising.numbers_of(row.version for row in rows)
    found: dict[int, list[Chosen]] = {}
    for row in rows:
        chosen = Chosen(row.place, row.version, numbers[row.version], stood[row.item_id])
        found.setdefault(row.quiz_id, []).append(chosen)
    return {quiz_id: tuple(chosen) for quiz_id, chosen in found.items()}
