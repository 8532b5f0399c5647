"""What becomes of each simulated person: a way through the programme, told act by act on the days of a year.

What is told follows from the seed and from what the services decided before. So a simulation that was interrupted is
told again from the start with its acts left out as far as they were done, and goes on there.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property, partial
from random import Random

from training import db as database
from training.accounts import queries as accounts
from training.accounts import service as accounts_service
from training.accounts.links import Site
from training.certificates import queries as certificates
from training.certificates import service as certificates_service
from training.core import examinees
from training.core.certainty import Certainty
from training.core.certification import Reason
from training.core.eligibility import Need
from training.core.examinees import Examinee
from training.core.scoring import Outcome
from training.core.simulated import ADDRESS
from training.demo import acts
from training.demo.timeline import Story
from training.modules import service as modules_service
from training.practicals import catalogue as practical_forms
from training.practicals import queries as practicals
from training.practicals.service import assessments, drafts, sessions
from training.programmes import catalogue
from training.programmes.queries import cohorts as cohort_queries
from training.programmes.service import awards, cohorts
from training.programmes.statement import Issuer
from training.quiz import invigilation, reporting, sittings, starting
from training.quiz.practice import queries as practice_queries
from training.quiz.practice import service as practice
from training.quiz.queries import exams, standings
from training.quiz.queries.standings import Sat
from training.simulation import names
from training.simulation.sitting import Desk, Truths, sit

PROGRAMME = catalogue.programmes()["dry-needling-foundations"]
MODULES = tuple(asked.code for asked in PROGRAMME.requirements if asked.need == Need.MODULE)
EXAM = next(asked.code for asked in PROGRAMME.requirements if asked.need == Need.EXAM)
PRACTICAL = next(asked.code for asked in PROGRAMME.requirements if asked.need == Need.PRACTICAL)
AWARDS = {award.code: award for award in PROGRAMME.awards}
SESSIONS, ATTEMPTS, FRIDAY = 10, 3, 4
RESULT_AFTER = timedelta(hours=4)
ZONES = ("Europe/London", "Europe/London", "Europe/Dublin", "Europe/Berlin")
MEAN, SPREAD = 1.05, 0.65
"""The abilities of those who sit, in logits over the standard: about two in three pass at their first attempt."""
LEARNT = 0.45
"""What reading again after a failed attempt is worth, in logits."""
PROBLEMS = (
    "Two of the options say nearly the same.",
    "The figure was slow to load.",
    "Is this about the side of the patient or of the practitioner?",
)
LEFT = ("A new post leaves no time for the course.", "Moved abroad.", "Will come back with a later cohort.")


@dataclass
class World:
    """What every life needs. While ``replaying``, acts are left out: they were done before an interruption."""

    run_id: int
    seed: int
    until: datetime
    site: Site
    issuer: Issuer
    password_hash: str
    staff: Mapping[str, int]
    truths: Truths
    replaying: bool = False

    def chance(self, *of: object) -> Random:
        """Return the chance of one thing: the same for the same seed, whatever else was asked before."""
        return Random(":".join(map(str, (self.seed, *of))))

    def act(self, when: datetime, work: Callable[[datetime], object]) -> Story:
        """Do something at a moment, unless it was done before an interruption."""
        yield when
        if not self.replaying:
            work(when)


@dataclass
class Intake:
    """A cohort: its place among the others of its simulation, and when it begins."""

    world: World
    number: int
    begins: datetime

    @property
    def name(self) -> str:
        """Return what the cohort is called."""
        return f"Simulated cohort {self.world.run_id}.{self.number}, {self.begins:%B %Y}"

    @cached_property
    def id(self) -> int:
        """Return the id of the cohort, once it was made."""
        return next(cohort.id for cohort in cohort_queries.every() if cohort.name == self.name)

    def made(self) -> Story:
        """Make the cohort."""
        yield from self.world.act(self.begins - timedelta(days=5), self._make)

    def _make(self, when: datetime) -> None:
        day = self.begins.date()
        ends, ada = day + timedelta(days=180), self.world.staff["ada"]
        cohorts.create(PROGRAMME, self.name, starts_on=day, ends_on=ends, by=ada, now=when)


@dataclass
class Life:
    """One person's way. ``number`` is their place among all of the simulation."""

    world: World
    intake: Intake
    number: int

    @property
    def code(self) -> str:
        """Return what stands for them in their address."""
        return f"s{self.world.run_id}-{self.number:04}"

    @cached_property
    def id(self) -> int:
        """Return the person's id, once they are there."""
        person = accounts.person_by_email(f"{self.code}{ADDRESS}")
        assert person is not None
        return person.id

    @cached_property
    def who(self) -> Examinee:
        """Return how they sit exams."""
        return examinees.somebody(self.chance("who"), mean=MEAN, spread=SPREAD)

    @property
    def enrolment(self) -> int:
        """Return the id of their place in the cohort."""
        place = cohort_queries.place(self.intake.id, self.id)
        assert place is not None
        return place.id

    def chance(self, *of: object) -> Random:
        """Return the chance of one thing in this life."""
        return self.world.chance(self.number, *of)

    def at(self, days: float, of: str) -> datetime:
        """Return a moment of a working day so many days after the cohort began."""
        chance = self.chance("at", of)
        day = self.intake.begins + timedelta(days=round(days))
        day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > FRIDAY else 0)
        return day.replace(hour=chance.randint(8, 16), minute=chance.randrange(60), second=chance.randrange(60))

    def lived(self) -> Story:
        """Come, read, sit, practise and be awarded, as far as they go."""
        chance = self.chance("life")
        never, stops, withdraws = chance.random() < 0.05, chance.random() < 0.08, chance.random() < 0.6
        read = 4 + 7 * chance.uniform(3, 8)
        yield from self.world.act(self.at(chance.uniform(-4, 1), "came"), self._come)
        if never:
            return
        yield from self._reads(4, read, chance.randrange(2, len(MODULES)) if stops else len(MODULES))
        if stops:
            if withdraws:
                yield from self.world.act(self.at(read + 30, "left"), self._withdraw)
            return
        yield from self.world.act(self.at(read - 2, "taught"), self._be_taught)
        first = read + chance.uniform(3, 20)
        yield from self._drills(read / 2, first)
        passed = yield from self._sits(first)
        if passed is None:
            return
        if chance.random() < 0.3:
            yield from self._awarded(passed + chance.uniform(4, 15), "theory")
        if chance.random() < 0.06:
            return
        done = yield from self._practises(passed + chance.uniform(10, 24))
        number = yield from self._awarded(done + chance.uniform(5, 20), "foundations")
        if number:
            yield from self._afterwards(number, done + 30)

    def _come(self, when: datetime) -> None:
        ada, name = self.world.staff["ada"], names.name(self.chance("name"))
        zone = self.chance("zone").choice(ZONES)
        person = accounts_service.add_simulated(name, number=self.code, by=ada, zone=zone, now=when)
        accounts_service.open_account(person.id, self.world.password_hash, now=when)
        cohorts.enrol(self.intake.id, person.id, by=ada, site=self.world.site, now=when)
        accounts_service.confirm_certificate_name(person.id, name, now=when)
        if self.chance("slower").random() < 0.05:
            note = "A quarter more time, by the letter of their doctor."
            accounts_service.accommodate(person.id, Fraction(5, 4), note, by=ada, now=when)

    def _reads(self, first: float, last: float, stops: int) -> Story:
        """Read modules on days between two, several on each."""
        chance, codes, turns = self.chance("reading"), list(MODULES[:stops]), []
        while codes:
            size = chance.randint(2, 5)
            turns.append((codes[:size], chance.randint(25, 45)))
            codes = codes[size:]
        for turn, (part, minutes) in enumerate(turns):
            when = self.at(first + (last - first) * turn / len(turns), f"read {turn}")
            yield from self.world.act(when + timedelta(hours=4), partial(self._read, part, minutes))

    def _read(self, codes: list[str], minutes: int, when: datetime) -> None:
        acts.read_modules(self.id, codes, minutes=minutes, now=when)

    def _withdraw(self, when: datetime) -> None:
        reason = self.chance("why").choice(LEFT)
        cohorts.withdraw(self.enrolment, reason, by=self.world.staff["ada"], site=self.world.site, now=when)

    def _be_taught(self, when: datetime) -> None:
        acts.teach(self.intake.id, self.id, self.world.staff["sam"], now=when)

    def _drills(self, first: float, last: float) -> Story:
        """Practise on some days before the exam; every other person does not."""
        chance = self.chance("drills")
        days = sorted(chance.uniform(first, last) for _ in range(chance.choice((0, 0, 1, 2, 4))))
        for turn, day in enumerate(days):
            yield from self.world.act(self.at(day, f"drill {turn}"), partial(self._drill, turn))

    def _drill(self, turn: int, when: datetime) -> None:
        """Answer what practice brings that day; a question answered wrong comes once more, and is right then."""
        chance, now = self.chance("drill", turn), when
        try:
            drill = practice.start_session(self.id, seed=chance.randrange(2**31), now=when)
        except practice.NothingToPractise:
            database.rollback()
            return
        position = 1
        while (question := practice_queries.question(self.id, drill, position)) is not None:
            truth = self.world.truths.of(question.version, question.item)
            said = examinees.answered(self.who, question.item, truth, chance=chance)
            response = question.item.key if question.again else said.response or question.item.key
            sure = _certainty(examinees.expected(truth, self.who.ability), chance)
            now += timedelta(seconds=said.seconds)
            given = practice.Given(response, sure, said.seconds)
            practice.answer(self.id, drill, position, given, now=now)
            position += 1

    def _sits(self, day: float) -> Generator[datetime, None, float | None]:
        """Sit up to three times; return the day of the pass, None without one."""
        for number in range(1, ATTEMPTS + 1):
            if number > 1:
                yield from self.world.act(self.at(day - 1, f"again {number}"), self._read_again)
            when = self.at(day, f"sat {number}")
            yield from self.world.act(when, partial(self._sit, number))
            yield when + RESULT_AFTER  # closing commits first, grading follows
            if self.chance("reports", number).random() < 0.04:
                yield from self.world.act(when + timedelta(days=2), partial(self._report, number, when))
            if self._outcome(when) is Outcome.PASS:
                return day
            chance = self.chance("after", number)
            if chance.random() < 0.15:
                return None
            day += self._waits() + chance.uniform(2, 21)
        return None

    def _waits(self) -> int:
        """Return the days that the exam asks to wait before another attempt."""
        exam = exams.published(EXAM)
        assert exam is not None
        return exam.specification.waiting_days

    def _sit(self, number: int, when: datetime) -> None:
        """Sit; where the exam cannot be started, for whatever reason, they do not."""
        who = replace(self.who, ability=self.who.ability + LEARNT * (number - 1))
        chance = self.chance("sat", number)
        try:
            sit(Desk(self.id, EXAM, who, self.world.truths, chance, self.world.site, when))
        except starting.Locked:
            database.rollback()

    def _read_again(self, when: datetime) -> None:
        """Open the sections that must be read again before the next attempt."""
        standing = standings.standing(self.id, EXAM, when)
        assert standing is not None
        asked = [section for lock in standing.locks for section in lock.sections]
        for code, section in asked:
            modules_service.open_section(self.id, code, section, now=when)

    def _outcome(self, when: datetime) -> Outcome | None:
        """Return what the attempt begun at a moment came to; None where none was, or it is not decided."""
        sat = self._sat(when)
        return sat.decision.outcome if sat and sat.decision else None

    def _sat(self, when: datetime) -> Sat | None:
        exam = exams.published(EXAM)
        assert exam is not None
        return next((sat for sat in standings.sat(exam.exam_id, self.id) if sat.started_at == when), None)

    def _report(self, number: int, sat_at: datetime, when: datetime) -> None:
        """Report a problem from a question of the attempt begun at ``sat_at``; most are dealt with two days later."""
        sat, chance = self._sat(sat_at), self.chance("report", number)
        if sat is None:
            return
        position, words = chance.randint(1, 40), chance.choice(PROBLEMS)
        during = sat_at + timedelta(minutes=position)
        reporting.report_problem(sat.id, self.id, position=position, words=words, now=during)
        if chance.random() < 0.85:
            problem = sittings.problems([sat.id])[0]
            invigilation.close_problem(problem.id, by=self.world.staff["ada"], now=when)

    def _awarded(self, day: float, award: str) -> Generator[datetime, None, str]:
        """Be awarded a certificate and return its number, blank where the award could not be given."""
        yield from self.world.act(self.at(day, f"award {award}"), partial(self._award, award))
        title = AWARDS[award].title
        held = certificates.of_people([self.id], now=self.world.until).get(self.id, ())
        return next((each.number for each in reversed(held) if each.facts.title == title), "")

    def _award(self, award: str, when: datetime) -> None:
        try:
            awards.award(self.enrolment, award, by=self.world.staff["ada"], issuer=self.world.issuer, now=when)
        except (awards.NotReady, awards.AlreadyAwarded):
            database.rollback()

    def _practises(self, day: float) -> Generator[datetime, None, float]:
        """Log supervised sessions and take the practical; return the day when both were done."""
        chance = self.chance("practice")
        yield from self.world.act(self.at(day, "sessions"), self._supervised)
        stations = day + chance.uniform(3, 21)
        for turn in range(2):
            yield from self.world.act(self.at(stations, f"stations {turn}"), partial(self._observed, turn))
            if self._is_seen():
                break
            stations += chance.uniform(10, 25)
        return stations

    def _supervised(self, when: datetime) -> None:
        """Enter sessions, of which the assessor confirms all, or declines one."""
        sam, chance = self.world.staff["sam"], self.chance("sessions")
        made = acts.enter_sessions(self.id, sam, SESSIONS + (chance.random() < 0.2), now=when - timedelta(days=1))
        if len(made) > SESSIONS:
            declined = "I was not there on that day."
            sessions.decline(made.pop(), declined, by=sam, url=f"{self.world.site.url}/", now=when)
        sessions.confirm(made, by=sam, url=f"{self.world.site.url}/", now=when)

    def _observed(self, turn: int, when: datetime) -> None:
        """Have the stations observed that were not passed; now and then a critical step is unsafe."""
        form, sam = practical_forms.forms()[PRACTICAL], self.world.staff["sam"]
        chance = self.chance("stations", turn)
        for region, (station, steps) in zip(acts.REGIONS, form.steps.items(), strict=False):
            marks = {step.number: 1 if chance.random() < 0.12 else 2 for step in steps}
            if station in self._passed_stations():
                continue
            unsafe = [step.number for step in steps if step.critical]
            if turn == 0 and unsafe and chance.random() < 0.07:
                marks[chance.choice(unsafe)] = 0
            draft = drafts.begin(self.id, form, station, by=sam, now=when)
            fields = acts.station_head(when, region) | {f"step-{step}": str(mark) for step, mark in marks.items()}
            revision = drafts.save(draft.id, fields, by=sam, revision=draft.revision, now=when)
            assessments.record(draft.id, form, by=sam, revision=revision, today=when.date(), now=when)

    def _passed_stations(self) -> frozenset[str]:
        rows = practicals.passed_stations([self.id], PRACTICAL).get(self.id, ())
        return frozenset(row.station for row in rows)

    def _is_seen(self) -> bool:
        return self._passed_stations() >= practical_forms.forms()[PRACTICAL].steps.keys()

    def _afterwards(self, number: str, day: float) -> Story:
        """Now and then a certificate is suspended, revoked, renewed or issued under another name."""
        lot, chance = self.chance("lot").random(), self.chance("afterwards")
        if lot < 0.04:
            yield from self.world.act(self.at(day, "suspended"), partial(self._suspend, number))
            if chance.random() < 0.6:
                yield from self.world.act(self.at(day + 21, "reinstated"), partial(self._reinstate, number))
        elif lot < 0.06:
            yield from self.world.act(self.at(day, "revoked"), partial(self._revoke, number))
        elif lot < 0.09:
            yield from self.world.act(self.at(day, "renewed"), partial(self._renew, number))
        elif lot < 0.11:
            yield from self.world.act(self.at(day, "named"), partial(self._rename, number))

    def _suspend(self, number: str, when: datetime) -> None:
        words, ada = "A complaint about records is being looked into.", self.world.staff["ada"]
        certificates_service.suspend(number, reason_class=Reason.REVIEW, reason=words, by=ada, now=when)

    def _reinstate(self, number: str, when: datetime) -> None:
        words, ada = "The complaint was found to be about somebody else.", self.world.staff["ada"]
        certificates_service.reinstate(number, reason_class=Reason.RESOLVED, reason=words, by=ada, now=when)

    def _revoke(self, number: str, when: datetime) -> None:
        words, ada = "The supervised sessions were entered for another person.", self.world.staff["ada"]
        certificates_service.revoke(number, reason_class=Reason.AWARD, reason=words, by=ada, now=when)

    def _renew(self, number: str, when: datetime) -> None:
        until, words = when.date() + timedelta(days=3 * 365), "Renewed with the employer's other certificates."
        certificates_service.renew(number, valid_until=until, reason=words, by=self.world.staff["ada"], now=when)

    def _rename(self, number: str, when: datetime) -> None:
        name, ada = names.name(self.chance("married")), self.world.staff["ada"]
        words = "Name changed by marriage."
        certificates_service.correct_name(number, holder=name, reason=words, by=ada, now=when)


def _certainty(known: float, chance: Random) -> Certainty:
    """Return how sure somebody says they are who is expected to earn ``known`` of a question, 0-1."""
    lot = chance.random()
    return Certainty.SURE if lot < known**2 else Certainty.FAIRLY if lot < known**0.5 else Certainty.GUESSED
