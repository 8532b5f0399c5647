"""Collects what was measured and says it beside its goal."""

from dataclasses import dataclass, field

from bench.measure import Cost, Count, Rush
from bench.weight import Weight

WORK_GOALS = {"start": 20, "open": 20, "save": 3, "hand in": 15}
"""Most statements a step of the product may send, BEGIN and COMMIT not counted; the sign-in check is one of them."""
COMMIT_GOALS = {"start": 1, "open": 1, "save": 1, "hand in": 2}
BYTE_GOALS = {30: 25_000, 80: 60_000}
WARM_REQUESTS, COLD_REQUESTS, EVENT_BYTES = 5, 12, 400


@dataclass
class Report:
    """Lines in the order they were found, and the goals that were missed: those to be met, and the wider ones."""

    lines: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wider: list[str] = field(default_factory=list)

    def counts(self, name: str, found: dict[str, Count], held_to: tuple[int, int] | None) -> None:
        """Note statements and commits of a system; one that is held to a count has drifted when it differs."""
        for step, count in found.items():
            if count.statements:
                self._note(
                    f"{name}: {step}: {count.work} statements, {count.commits} commits ({count.statements} sent)"
                )
        save = found["save"]
        if held_to is not None:
            self._goal(
                f"{name}: a save sends {held_to[0]} and commits {held_to[1]}",
                (save.statements, save.commits) == held_to,
            )
            return
        for step, count in found.items():
            self._goal(f"{step}: at most {WORK_GOALS[step]} statements", count.work <= WORK_GOALS[step])
            self._goal(f"{step}: at most {COMMIT_GOALS[step]} commits", count.commits <= COMMIT_GOALS[step])

    def weight(self, questions: int, found: Weight) -> None:
        """Note what an exam page weighs."""
        self._note(
            f"exam page of {questions}: {found.page / 1000:.1f} kB, {found.all / 1000:.1f} kB with all it names;"
            f" {found.cold} requests cold, {found.warm} warm; a save {found.sent} bytes there, {found.received} back"
        )
        self._goal(
            f"page of {questions}: at most {BYTE_GOALS[questions] / 1000:.0f} kB", found.page <= BYTE_GOALS[questions]
        )
        self._goal(
            f"at most {COLD_REQUESTS} requests cold, {WARM_REQUESTS} warm", found.fits(COLD_REQUESTS, WARM_REQUESTS)
        )
        self._goal(f"a save: at most {EVENT_BYTES} bytes each way", max(found.sent, found.received) <= EVENT_BYTES)

    def ratio(self, database: str, what: str, value: float, goal: float | None = None, *, wider: bool = False) -> None:
        """Note a median ratio of processor times."""
        kind = "wider goal" if wider else "goal"
        self._note(f"{database}: {what}: {value:.2f} times" + (f" ({kind} ≤ {goal})" if goal else ""))
        if goal:
            self._goal(f"{database}: {what} ≤ {goal}, not {value:.2f}", value <= goal, wider=wider)

    def cost(self, database: str, name: str, cost: Cost) -> None:
        """Note the median processor times of a system, for the curious."""
        self._note(
            f"{database}: {name}: save {cost.save:.2f} ms, start {cost.start:.1f} ms, submit {cost.hand_in:.1f} ms"
        )

    def rush(self, database: str, ours: Rush, reference: Rush) -> None:
        """Note one rush of each."""
        for name, one in (("ours", ours), ("reference", reference)):
            self._note(
                f"{database}: rush, {name}: {one.requests} requests in {one.seconds:.1f} s,"
                f" p50 {one.p50:.0f} ms, p99 {one.p99:.0f} ms, {len(one.failures)} failed"
            )
        self._goal(f"{database}: rush without a failure {ours.failures[:1] or ''}", not ours.failures)
        self._goal(f"{database}: rush p99 ≤ 1.25 times the reference's", ours.p99 <= 1.25 * reference.p99, wider=True)
        self._goal(f"{database}: rush p99 ≤ 3 times p50", ours.p99 <= 3 * ours.p50, wider=True)

    def say(self) -> None:
        """Print what was missed, last: first the wider goals, which fail nothing."""
        if self.wider:
            print("\nMissed of the wider goals, which fail nothing:\n  " + "\n  ".join(self.wider), flush=True)
        met = "Every goal to be met is met."
        print(f"\n{met}" if not self.missed else "\nMissed:\n  " + "\n  ".join(self.missed), flush=True)

    def _note(self, line: str) -> None:
        self.lines.append(line)
        print(line, flush=True)

    def _goal(self, what: str, met: object, *, wider: bool = False) -> None:
        if not met:
            (self.wider if wider else self.missed).append(what)
