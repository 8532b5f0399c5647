"""``deploy/try``: the production recipe whole, an exam through it, a process killed in it, and everything stopped."""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.rehearsal import checks, journeys, machine, programs, recipe, staging
from deploy.rehearsal.journeys import Exam
from deploy.rehearsal.machine import Failed
from deploy.rehearsal.visitor import Refused, Visitor

ADMINISTRATOR = ("ada@rehearsal.test", "Ada Administrator")
TRAINEE = ("tom@rehearsal.test", "Tom Trainee")
BEFORE_THE_KILL = 10
MISSING = 2


class Rehearsal:
    """One run: the folder, the ports, and everything that was started."""

    def __init__(self, place: Path, needed: programs.Programs, stack: ExitStack) -> None:
        self.place, self.needed, self.stack = place, needed, stack
        self.began = time.monotonic()
        self.upstream, self.secure, self.plain = (machine.free_port() for _ in range(3))
        self.address = f"https://localhost:{self.secure}"

    def say(self, words: str) -> None:
        print(f"{time.monotonic() - self.began:5.1f} s  {words}", flush=True)

    def run(self) -> None:
        """Do all of it; what does not hold raises."""
        self._database()
        links = self._fill()
        self._start()
        self._open_the_site(links)
        exam = self._sit_the_exam(links)
        self._look_back(exam)

    def _database(self) -> None:
        (self.place / "data").mkdir()
        machine.secret_key(self.place)
        url = self.stack.enter_context(machine.postgres(self.needed, self.place))
        self.environment = recipe.settings(self.place, address=self.address, database=url, port=self.upstream)
        refused = self._run(*recipe.command("needlewise.service"))
        checks.that(refused.returncode == 3, f"a server without tables starts: {refused.stderr}")
        self.say(f"PostgreSQL runs. A server without tables does not start: {refused.stderr.strip().splitlines()[-1]}")

    def _fill(self) -> dict[str, str]:
        """Run the operator's commands; return the links that open the accounts."""
        for command in ("db upgrade", "db check", "modules load", "bank load question_bank"):
            self._tell(command)
        links = {}
        for email, name, role in ((*ADMINISTRATOR, "administrator"), (*TRAINEE, "trainee")):
            links[email] = self._command("person", "add", email, name, "--role", role).splitlines()[-1]
        staging.add_staff(staging.site(self.environment))
        self.say("training person add: administrator, trainee; reviewers, a clinical lead and an assessor beside them")
        self.tokens = [link.rpartition("/")[2] for link in links.values()]
        return links

    def _command(self, *arguments: str) -> str:
        done = self._run(*arguments)
        checks.that(done.returncode == 0, f"training {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        return done.stdout.strip()

    def _run(self, *arguments: str) -> machine.Ended:
        return machine.training(*arguments, environment=self.environment, place=self.place)

    def _tell(self, command: str) -> None:
        self.say(f"training {command}: {self._command(*command.split()).splitlines()[0]}")

    def _start(self) -> None:
        program = [sys.executable, "-m", "training"]
        serve, work = (recipe.command(f"needlewise{unit}.service") for unit in ("", "-worker"))
        log = self.place / "site.log"
        self.server = self.stack.enter_context(machine.running([*program, *serve], self.environment, log))
        self.stack.enter_context(machine.running([*program, *work], self.environment, self.place / "worker.log"))
        ports = {"secure": self.secure, "plain": self.plain, "upstream": self.upstream}
        self.stack.enter_context(machine.nginx(self.needed, self.place, **ports))
        self.certificate = self.place / "fullchain.pem"
        machine.wait_until("readiness", self._ready)
        machine.wait_until("three server processes", lambda: len(self._processes()) == 3)
        self.say(f"The site answers at {self.address}: nginx, processes {self._processes()}, a worker. /readyz: ready")

    def _ready(self) -> bool:
        checks.that(self.server.poll() is None, "the server ended; its reason stands in site.log")
        try:
            return self._visitor().get("/readyz").json()["ready"] is True
        except Refused:
            return False

    def _visitor(self) -> Visitor:
        return Visitor(self.address, self.certificate)

    def _processes(self) -> list[int]:
        """Return the ids of the server processes: the children of the master that ``training serve`` started."""
        return [child for master in machine.processes_of(self.server.pid) for child in machine.processes_of(master)]

    def _open_the_site(self, links: dict[str, str]) -> None:
        for line in checks.front(self._visitor(), plain=self.plain):
            self.say(line)
        ada = self._visitor()
        page = journeys.arrive(ada, links[ADMINISTRATOR[0]])
        checks.that("code app" in page.text.lower(), "an administrator came in without a code app")
        journeys.add_code_app(ada)
        before = journeys.setting_up(ada.get("/admin"))
        signed = staging.review_and_sign(staging.site(self.environment))
        journeys.publish(ada)
        journeys.try_mail(ada)
        today = datetime.now(UTC).date()
        journeys.enrol(ada, today.isoformat(), (today + timedelta(days=90)).isoformat(), TRAINEE[1].split()[0])
        self.say(f"The administrator added a code app, as the recipe asks. Setting up at first: {before}")
        self.say(f"{signed} items approved by two reviewers and signed by the clinical lead, the exam published")
        self.say(f"A cohort made, the trainee enrolled. Setting up now: {journeys.setting_up(ada.get('/admin'))}")

    def _sit_the_exam(self, links: dict[str, str]) -> Exam:
        tom, app = self._visitor(), staging.site(self.environment)
        journeys.arrive(tom, links[TRAINEE[0]])
        tom = self._visitor()
        page = journeys.sign_in(tom, TRAINEE[0])
        checks.that(page.path == "/home", f"signing in led to {page.path}")
        with staging.asking(app):
            (code, sections), *others = staging.reading().items()
            answers = staging.checkpoints(code)
        staging.read(app, TRAINEE[0], [other for other, _sections in others])
        journeys.read_module(tom, code, sections, answers)
        self.say(
            f"The trainee signed in and read the {len(sections)} sections of {code}; {len(others)} more noted as read"
        )
        exam = Exam(tom)
        attempt = exam.start()
        with staging.asking(app):
            solution = staging.solution(attempt)
        for position in sorted(solution)[:BEFORE_THE_KILL]:
            exam.save(position, solution[position])
        self.say(f"The exam is started, {len(exam.acknowledged)} of {len(solution)} answers saved and acknowledged")
        killer = threading.Thread(target=self._kill_one)
        killer.start()
        for position in sorted(solution)[BEFORE_THE_KILL:]:
            exam.save(position, solution[position])
        killer.join()
        self._compare(exam)
        self.say(f"Submitted. The result page says: {exam.submit()}")
        return exam

    def _kill_one(self) -> None:
        before = self._processes()
        os.kill(before[0], signal.SIGKILL)
        self.killed = before[0]
        self.say(f"kill -9 {before[0]}, one of the server processes, while answers go on being saved")

    def _compare(self, exam: Exam) -> None:
        stored = exam.stands()
        checks.that(stored == exam.acknowledged, f"acknowledged {exam.acknowledged}, but stored {stored}")
        sent_again = f"{exam.refusals} requests were sent again, the slowest save took {exam.slowest:.2f} s"
        self.say(f"All {len(stored)} answers saved; every acknowledged answer is stored; {sent_again}")
        machine.wait_until("a process in place of the killed one", lambda: len(self._processes()) == 3)
        checks.that(self.killed not in self._processes(), "the killed process still runs")
        self.say(f"The master started another process: {self._processes()}")

    def _look_back(self, exam: Exam) -> None:
        for command in (f"attempt rescore {exam.attempt}", "audit verify", "db backup"):
            self._tell(command)
        names = [*ADMINISTRATOR, *TRAINEE, *(part for person in staging.STAFF for part in person[:2])]
        kept = ("site.log", "worker.log", "nginx/needlewise.log", "nginx/needlewise-errors.log", "nginx/error.log")
        logs = [self.place / name for name in kept]
        self.say(checks.logs(logs, [*names, journeys.PASSWORD, *self.tokens]))


def main() -> None:
    parser = argparse.ArgumentParser(prog="deploy/try", description=__doc__.partition("\n")[0])
    parser.add_argument("--keep", action="store_true", help="leave the folder behind, with every log")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    place = Path(tempfile.mkdtemp(prefix="needlewise-", dir="/tmp"))
    place.chmod(0o711)
    try:
        sys.exit(_rehearse(place))
    finally:
        if options.keep:
            print(f"Kept: {place}")
        else:
            shutil.rmtree(place, ignore_errors=True)


def _rehearse(place: Path) -> int:
    try:
        needed = programs.found(place / "unpacked")
    except programs.Missing as error:
        print(f"!! NOT TRIED: {error}", file=sys.stderr)
        return MISSING
    print(f"{needed.versions}; everything lives in {place}", flush=True)
    try:
        with ExitStack() as stack:
            one = Rehearsal(place, needed, stack)
            one.run()
    except (Failed, Refused, recipe.Unfitting) as error:
        print(f"!! FAILED: {error}", file=sys.stderr)
        checks.last_lines(place)
        return 1
    left = machine.processes_about(place)
    if left:
        print(f"!! FAILED: still running: {left}", file=sys.stderr)
        return 1
    one.say("Everything is stopped. All of it held.")
    return 0


if __name__ == "__main__":
    main()
