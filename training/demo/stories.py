"""What becomes of each person of the demonstration: one story a stage, told relative to today."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random

from training.accounts import service as accounts
from training.accounts.links import Site
from training.certificates import service as certificates_service
from training.core.certification import Reason
from training.core.eligibility import Need
from training.demo import acts
from training.demo.acts import Skill
from training.demo.cast import Actor
from training.demo.timeline import Story
from training.programmes import catalogue
from training.programmes.service import awards, cohorts
from training.programmes.statement import Issuer

EXAM = "foundations"
PROGRAMME = catalogue.programmes()["dry-needling-foundations"]
MODULES = tuple(asked.code for asked in PROGRAMME.requirements if asked.need == Need.MODULE)
MINUTES, A_DAY = 38, 4
"""Minutes credited for each module, and how many modules are read on one day."""
GOOD, NEARLY, WEAK, RASH = Skill(0.96), Skill(0.76), Skill(0.55), Skill(0.93, dangerous=True)
LEARNING = Skill(0.75)


@dataclass(frozen=True, slots=True)
class Stage:
    """What every story needs: who is who, what it takes to award, and today."""

    ids: Mapping[str, int]
    site: Site
    issuer: Issuer
    today: datetime

    def at(self, days: float) -> datetime:
        """Return the moment so many days before today."""
        return self.today - timedelta(days=days)


@dataclass
class Life:
    """One person's way through the programme, told act by act."""

    stage: Stage
    cohort: int
    actor: Actor
    chance: Random

    @property
    def id(self) -> int:
        """Return the person's id."""
        return self.stage.ids[self.actor.first]

    def enrolled(self, days: float) -> Iterator[datetime]:
        """Enrol, with the name on the certificate confirmed."""
        when = self.stage.at(days)
        yield when
        ada = self.stage.ids["ada"]
        self.enrolment = cohorts.enrol(self.cohort, self.id, by=ada, site=self.stage.site, now=when).id
        name = self.actor.certificate_name or self.actor.name
        accounts.confirm_certificate_name(self.id, name, now=when)

    def studied(self, days: float, codes: Sequence[str] = MODULES) -> Iterator[datetime]:
        """Read whole modules, some a day, on days in a row."""
        for day, first in enumerate(range(0, len(codes), A_DAY)):
            when = self.stage.at(days - day)
            yield when
            acts.read_modules(self.id, codes[first : first + A_DAY], minutes=MINUTES, now=when)

    def read(self, days: float, code: str) -> Iterator[datetime]:
        """Read one module, sign by sign and section by section."""
        when = self.stage.at(days)
        yield when
        acts.read_module(self.id, code, minutes=MINUTES, now=when)

    def sat(self, days: float, skill: Skill) -> Iterator[datetime]:
        """Sit the exam and hand it in."""
        when = self.stage.at(days)
        yield when
        attempt = acts.start(self.id, EXAM, chance=self.chance, now=when)
        yield when + timedelta(minutes=20)
        acts.answer(attempt, self.id, skill, chance=self.chance, upto=None, now=when + timedelta(minutes=20))
        yield when + timedelta(minutes=38)
        acts.hand_in(attempt, self.id, site=self.stage.site, now=when + timedelta(minutes=38))

    def rehearsed(self, days: float, skill: Skill) -> Iterator[datetime]:
        """Sit a mock exam and hand it in."""
        when = self.stage.at(days)
        yield when
        attempt = acts.rehearse(self.id, EXAM, chance=self.chance, now=when)
        yield when + timedelta(minutes=95)
        acts.answer(attempt, self.id, skill, chance=self.chance, upto=None, now=when + timedelta(minutes=95))
        acts.hand_in(attempt, self.id, site=self.stage.site, now=when + timedelta(minutes=95))

    def practised(self, days: float, number: int = 10) -> Iterator[datetime]:
        """Have supervised sessions entered and confirmed."""
        when = self.stage.at(days)
        yield when
        acts.supervise(self.id, self.stage.ids["sam"], number, now=when)

    def drilled(self, days: Sequence[float], skill: Skill) -> Iterator[datetime]:
        """Practise on some days what is due and a few new questions."""
        for ago in days:
            when = self.stage.at(ago)
            yield when
            acts.practise(self.id, skill, chance=self.chance, now=when)

    def entered(self, days: float, number: int) -> Iterator[datetime]:
        """Enter supervised sessions, which wait for the assessor."""
        when = self.stage.at(days)
        yield when
        acts.enter_sessions(self.id, self.stage.ids["sam"], number, first=10, now=when)

    def begun(self, days: float, steps: int) -> Iterator[datetime]:
        """Have a practical station begun; its form is half finished."""
        when = self.stage.at(days)
        yield when
        acts.begin_station(self.id, self.stage.ids["sam"], steps=steps, now=when)

    def observed(self, days: float) -> Iterator[datetime]:
        """Have both practical stations observed."""
        when = self.stage.at(days)
        yield when
        acts.observe(self.id, self.stage.ids["sam"], now=when)

    def taught(self, days: float) -> Iterator[datetime]:
        """Have the hours of two days in a room and of an evening online entered."""
        when = self.stage.at(days)
        yield when
        acts.teach(self.cohort, self.id, self.stage.ids["sam"], now=when)

    def left_early(self, days: float) -> Iterator[datetime]:
        """Have the last hours that were entered corrected."""
        when = self.stage.at(days)
        yield when
        acts.shorten(self.id, self.stage.ids["sam"], now=when)

    def awarded(self, days: float, award: str) -> Iterator[datetime]:
        """Be awarded a certificate; its number is kept in ``self.number``."""
        when = self.stage.at(days)
        yield when
        ada = self.stage.ids["ada"]
        self.number = awards.award(self.enrolment, award, by=ada, issuer=self.stage.issuer, now=when)

    def whole(self, days: float) -> Iterator[datetime]:
        """Do all that both awards ask, from ``days`` before today on."""
        yield from self.enrolled(days)
        yield from self.studied(days - 1)
        yield from self.sat(days - 5, GOOD)
        yield from self.taught(days - 15)
        yield from self.practised(days - 20)
        yield from self.observed(days - 22)


def fresh(life: Life) -> Story:
    """Enrolled, nothing done."""
    yield from life.enrolled(2)


def ready_for_the_exam(life: Life) -> Story:
    """All modules read, a mock exam sat; hours entered, one of them corrected; sessions confirmed and waiting."""
    yield from life.enrolled(20)
    yield from life.studied(14, MODULES[:-1])
    yield from life.drilled((9.4, 8.4), LEARNING)
    yield from life.read(8, MODULES[-1])
    yield from life.drilled((7.4,), LEARNING)
    yield from life.rehearsed(7, NEARLY)
    yield from life.drilled((6.2,), LEARNING)
    yield from life.taught(6)
    yield from life.left_early(5)
    yield from life.drilled((4.9,), LEARNING)
    yield from life.practised(4, 3)
    yield from life.drilled((2.3,), LEARNING)
    yield from life.entered(1, 2)


def in_the_exam(life: Life) -> Story:
    """In the middle of it, with half as much time again."""
    yield from life.enrolled(21)
    when = life.stage.at(20)
    yield when
    note = "Half as much time again, by the occupational health letter of this autumn."
    accounts.accommodate(life.id, Fraction(3, 2), note, by=life.stage.ids["ada"], now=when)
    yield from life.studied(15)
    begun = life.stage.today - timedelta(minutes=12)
    yield begun
    attempt = acts.start(life.id, EXAM, chance=life.chance, now=begun)
    yield life.stage.today - timedelta(minutes=1)
    acts.answer(attempt, life.id, GOOD, chance=life.chance, upto=11, now=life.stage.today - timedelta(minutes=1))


def failed_and_waiting(life: Life) -> Story:
    """One attempt used; the next is possible in some days."""
    yield from life.enrolled(24)
    yield from life.studied(18)
    yield from life.sat(3, WEAK)
    yield from life.drilled((2.6,), WEAK)
    yield from life.entered(2, 3)
    yield from life.drilled((1.3,), LEARNING)


def failed_by_a_dangerous_choice(life: Life) -> Story:
    """Enough points, but one choice that endangers a patient."""
    yield from life.enrolled(30)
    yield from life.studied(22)
    yield from life.sat(9, RASH)


def lacks_the_practical(life: Life) -> Story:
    """Theory passed and sessions confirmed; the first station was begun, nothing is recorded yet."""
    yield from life.enrolled(60)
    yield from life.studied(55)
    yield from life.sat(40, GOOD)
    yield from life.awarded(38, "theory")
    yield from life.taught(20)
    yield from life.practised(6)
    yield from life.begun(1, 9)


def ready_to_be_awarded(life: Life) -> Story:
    """All done, nothing awarded."""
    yield from life.whole(50)


def holds_a_certificate(life: Life) -> Story:
    """Both certificates, valid."""
    yield from life.whole(90)
    yield from life.awarded(60, "theory")
    yield from life.awarded(55, "foundations")


def expired(life: Life) -> Story:
    """Hold a certificate from years ago."""
    yield from life.whole(1300)
    yield from life.awarded(1270, "foundations")


def suspended(life: Life) -> Story:
    """Suspended while something is looked into."""
    yield from life.whole(200)
    yield from life.awarded(170, "foundations")
    yield from _changed(life, 12, "suspend", Reason.REVIEW, "A complaint is being looked into.")


def revoked(life: Life) -> Story:
    """Revoked for good."""
    yield from life.whole(220)
    yield from life.awarded(190, "foundations")
    yield from _changed(life, 30, "revoke", Reason.AWARD, "The practical was recorded for somebody else.")


def replaced(life: Life) -> Story:
    """Have it replaced under a corrected name."""
    yield from life.whole(150)
    yield from life.awarded(120, "foundations")
    when = life.stage.at(15)
    yield when
    certificates_service.correct_name(
        life.number, holder="Hana Nováková", reason="Name changed by marriage.", by=life.stage.ids["ada"], now=when
    )


def one_of_the_forty(life: Life, number: int) -> Story:
    """Tell one of the forty who have done all that both awards ask."""
    yield from life.whole(95 - number * 0.5)


def lacks_sessions(life: Life) -> Story:
    """Theory passed, some sessions confirmed and some waiting."""
    yield from life.enrolled(50)
    yield from life.studied(48)
    yield from life.sat(30, GOOD)
    yield from life.practised(12, 6)
    yield from life.entered(1.5, 3)


def reads(life: Life) -> Story:
    """One module read."""
    yield from life.enrolled(25)
    yield from life.read(18, MODULES[0])


def invited(life: Life) -> Story:
    """Invited and enrolled, the account not opened yet."""
    stage, when = life.stage, life.stage.at(5)
    yield when
    ada, actor = stage.ids["ada"], life.actor
    person = accounts.invite(actor.email, actor.name, actor.roles, by=ada, site=stage.site, now=when)
    cohorts.enrol(life.cohort, person.id, by=ada, site=stage.site, now=when)


def _changed(life: Life, days: float, act: str, why: Reason, words: str) -> Iterator[datetime]:
    when = life.stage.at(days)
    yield when
    change = {"suspend": certificates_service.suspend, "revoke": certificates_service.revoke}[act]
    change(life.number, reason_class=why, reason=words, by=life.stage.ids["ada"], now=when)


OF_OTHERS = (
    lacks_sessions,
    lacks_sessions,
    failed_by_a_dangerous_choice,
    failed_and_waiting,
    failed_and_waiting,
    reads,
    reads,
    fresh,
)
"""What becomes of those on their way, in the order of `cast.others`."""

OF_ACTORS = {
    "tara": ready_for_the_exam,
    "finn": fresh,
    "maya": in_the_exam,
    "felix": failed_and_waiting,
    "nora": lacks_the_practical,
    "ravi": ready_to_be_awarded,
    "vera": holds_a_certificate,
    "emil": expired,
    "suki": suspended,
    "rolf": revoked,
    "hana": replaced,
}
