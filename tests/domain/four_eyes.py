"""One person with every role, and what four eyes are about: things of their own beside the same things of others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import LargeBinary, select

from tests.bank import bank
from tests.certificates.samples import THEORY
from tests.certificates.test_service import issue, suspend
from tests.conftest import NOON
from tests.items import samples
from tests.marking import papers, test_short_answers
from tests.modules import samples as reading
from tests.people import email, identity
from tests.practicals import work
from tests.programmes import teaching, world
from tests.quiz import exams
from training.accounts import service as accounts
from training.bank.service import reviewing
from training.certificates import service as certificates
from training.core.domains import Domain, Level
from training.core.roles import Role
from training.db import Base, commit_step, db
from training.modules import versions as modules
from training.programmes import roster
from training.programmes.service import rosters
from training.quiz import reporting, sittings

ACTOR = "ada"
TEXTS = "with-a-text"
ITEM = samples.draft("two-of-five") | {"enemies": []}
VOLATILE = {"rate_hit", "user_session"}
"""Tables that every request may write: how often somebody came, and when last."""


@dataclass(frozen=True, slots=True)
class Things:
    """What one person has that somebody else must decide about, by the words of the table."""

    person: int
    address: str
    invited: int
    """The account an invitation is sent to again: one's own, or one nobody has opened yet."""
    supervisor: int
    cohort: int
    place: int
    roster: int
    code: str
    """The exam that runs."""
    running: int
    problem: int
    answers: bytes
    """The file of answers that the running attempt's device saved."""
    sat: int
    late: int
    waiting: int
    certificate: str
    suspended: str
    renewed: str
    assessed: int
    """A recorded station, made by the actor where it is somebody else's."""
    taught: int
    taken: int
    """Hours, entered by the actor where they are somebody else's: to be corrected, and to be taken back."""
    entered: int
    """A session the actor entered, whoever is to confirm it."""
    session: int
    declined: int
    author: str
    """Who wrote the items and modules, whose codes hold this name."""
    reviewed: str
    approved: str
    module: str


def stage(folder: Path) -> tuple[Things, Things]:
    """Give Ada every role, and return what is hers and what is Tara's, written by Ines where it is content."""
    for role in Role:
        if role is not Role.ADMINISTRATOR:
            work.give_role(ACTOR, role)
    world.prepare()
    papers.publish(test_short_answers.question(), cells=test_short_answers.CELLS, code=TEXTS)
    exams.admit(ACTOR, code=TEXTS)
    return _things(ACTOR, ACTOR, folder), _things("tara", "ines", folder)


def written() -> dict[str, object]:
    """Return everything the database holds but what every request may write."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in VOLATILE]
    return {table.name: _rows(table) for table in tables}


def _rows(table: object) -> list[tuple[object, ...]]:
    kept = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
    return sorted(db.session.execute(select(*kept)).all(), key=repr)


def _things(name: str, author: str, folder: Path) -> Things:
    own = name == ACTOR
    enrolled = _programme(name)
    return Things(
        person=identity(name),
        address=email(name),
        invited=identity(name) if own else _invited(),
        supervisor=identity(ACTOR) if own else identity("sam"),
        roster=_roster(name if own else "tom", f"{name}'s other cohort"),
        **enrolled,
        **_running(name, f"run-by-{name}"),
        **_sat(name),
        **_certificates(name),
        assessed=work.recorded(name, by="sam" if own else ACTOR),
        **_taught(enrolled["cohort"], name, by="sam" if own else ACTOR),
        entered=work.entered(ACTOR, "sam", key=name.ljust(32, "e")),
        session=work.entered(name, "sam" if own else ACTOR, key="c" * 32),
        declined=work.entered(name, "sam" if own else ACTOR, key="d" * 32),
        author=author,
        **_items(author),
        module=_modules(author, folder),
    )


def _invited() -> int:
    made = accounts.invite("zoe@demo.test", "Zoe", [Role.TRAINEE], by=identity("otto"), site=world.SITE, now=NOON).id
    commit_step()
    return made


def _roster(name: str, cohort: str) -> int:
    made = world.cohort(cohort)
    rows = roster.read(f"email;name\n{email(name)};Somebody\n".encode())
    run = rosters.store(made, "people.csv", rows, by=identity("otto"), now=NOON).id
    commit_step()
    return run


def _programme(name: str) -> Mapping[str, int]:
    """Enrol somebody who has done everything and wishes another name on certificates."""
    cohort = world.cohort(f"{name}'s cohort")
    made = world.cohorts.enrol(cohort, identity(name), by=identity("otto"), site=world.SITE, now=NOON).id
    world.ready(identity(name))
    accounts.ask_name(identity(name), "Another Name", "Married.", now=NOON)
    commit_step()
    return {"cohort": cohort, "place": made}


def _taught(cohort: int, name: str, *, by: str) -> Mapping[str, int]:
    (taught,) = teaching.entered(cohort, {name: 60}, by=by)
    (taken,) = teaching.entered(cohort, {name: 60}, by=by, kind="live-online", key="t" * 32)
    return {"taught": taught, "taken": taken}


def _running(name: str, code: str) -> Mapping[str, object]:
    """Start an exam that nobody else sits, with a problem reported and a file of answers saved on the device."""
    exams.publish(exams.specification({(Domain.SAFETY, Level.APPLY): 3}), drafts=[], code=code)
    exams.admit(name, code=code)
    attempt = exams.start(name, code=code)
    exams.open_device(attempt, name)
    reporting.report_problem(attempt, identity(name), position=1, words="Blurred.", now=NOON)
    commit_step()
    return {
        "code": code,
        "running": attempt,
        "problem": sittings.problems([attempt])[0].id,
        "answers": exams.answer_file(attempt, exams.event(1)),
    }


def _sat(name: str) -> Mapping[str, int]:
    """Sit an exam whose text waits for a marker, and answer once more after it was submitted."""
    attempt = papers.sat(name, texts=test_short_answers.UNSURE, code=TEXTS)
    exams.send(attempt, exams.event(90), name=name, now=NOON + timedelta(hours=1))
    (late,) = sittings.held(attempt)
    (waiting,) = papers.waiting(attempt)
    return {"sat": attempt, "late": late.id, "waiting": waiting}


def _certificates(name: str) -> Mapping[str, str]:
    made = {}
    for kept in ("certificate", "suspended", "renewed"):
        facts = replace(THEORY, number=certificates.new_number())
        made[kept] = issue(facts, award_key=f"{name}:{kept}", person_id=identity(name), by=identity("otto"))
    suspend(made["suspended"], by=identity("otto"))
    return made


def _items(author: str) -> Mapping[str, str]:
    """Write items to be approved, sent back and signed; return the hashes of the first and the last."""
    codes = {kept: f"safety/{author}/{kept}" for kept in ("reviewed", "returned", "approved")}
    made = {kept: bank.saved(ITEM | {"code": code}, by=author) for kept, code in codes.items()}
    for version in made.values():
        bank.act(reviewing.submit, version, by=author)
    _reworded(f"safety/{author}/reworded", author)
    return {"reviewed": made["reviewed"], "approved": bank.approved(made["approved"], by=("rhea",))}


def _reworded(code: str, author: str) -> None:
    """Write an item, have it signed, word it anew and have that approved."""
    first = bank.saved(ITEM | {"code": code}, by=author)
    bank.act(reviewing.submit, first, by=author)
    bank.act(reviewing.sign, [bank.approved(first, by=("rhea",))], by="lena")
    second = bank.saved(ITEM | {"code": code, "feedback": "Worded anew."}, base=first, by=author)
    bank.act(reviewing.submit, second, by=author)
    bank.approved(second, by=("rhea",))


def _modules(author: str, folder: Path) -> str:
    """Write modules to be approved, sent back and signed; return the version that is to be signed."""
    codes = [f"{author}-{kept}" for kept in ("reviewed", "returned", "approved")]
    for position, code in enumerate(codes, 1):
        reading.load(folder / code, NOON, by=identity(author), code=code, position=position)
    reading.approve(identity("rhea"), NOON, codes[-1])
    return modules.newest(codes[-1]).id
