"""The compared systems as one trainee meets them: sign in, start, save an answer, hand in. A class a system."""

import re
import time

from bench.browser import Answer, Browser, Refused

PASSWORD = "slow needles, steady hands"
QUESTIONS = 30
CLIENT = "0123456789abcdef0123456789abcdef"


def email(number: int) -> str:
    """Return the address of a trainee; every trainee of the bench has the same password."""
    return f"trainee{number}@bench.test"


def batch(client: str, epoch: int, sequence: int, place: int, choice: int) -> dict[str, object]:
    """Return what the exam page sends for one answer."""
    event = {"seq": sequence, "slot": place + 1, "kind": "answer", "value": [choice + 1], **_made()}
    return {"client": client, "epoch": epoch, "events": [event], "waiting": 0, "sent_wall": _wall()}


def _made() -> dict[str, int]:
    return {"made_mono": int(1000 * time.monotonic()), "made_wall": _wall()}


def _wall() -> int:
    return int(1000 * time.time())


class Floor:
    """The textbook floor and the lean floor: a save with our payload, and no exam around it."""

    def __init__(self, browser: Browser, number: int) -> None:
        self.browser, self.number, self.sequence = browser, number, 0

    async def sign_in(self) -> None:
        await self.browser.get("sign in", f"/sign-in/{self.number}")

    async def start(self) -> None:
        """Start nothing: every person has an attempt."""

    async def open(self) -> None:
        """Open nothing: devices are not told apart."""

    async def save(self, place: int, choice: int) -> None:
        self.sequence += 1
        content = batch(CLIENT, 1, self.sequence, place, choice)
        await self.browser.send("save", f"/api/attempts/{self.number}/events", content)

    async def hand_in(self) -> None:
        """Hand in nothing."""


class Reference:
    """The reference through its forms."""

    def __init__(self, browser: Browser, number: int) -> None:
        self.browser, self.number = browser, number
        self.drawn: dict[str, list[str]] = {}

    async def sign_in(self) -> None:
        form = (await self.browser.get("sign in", "/sign-in")).form("/sign-in")
        self.home = await self.browser.post("sign in", form, email=email(self.number), password=PASSWORD)

    async def start(self) -> None:
        self.page = await self.browser.post("start", self.home.form("/attempts"))
        for question, option in re.findall(r'name="q(\d+)" value="(\d+)"', self.page.text):
            self.drawn.setdefault(question, []).append(option)
        if len(self.drawn) != QUESTIONS:
            raise Refused(f"{len(self.drawn)} questions on the reference's paper")

    async def open(self) -> None:
        """Open nothing: devices are not told apart."""

    async def save(self, place: int, choice: int) -> None:
        question, options = list(self.drawn.items())[place]
        form = self.page.form("submit")
        form.action = f"{self.page.path}/answer"
        await self.browser.post("save", form, question=question, option=options[choice])

    async def hand_in(self) -> None:
        await self.browser.post("hand in", self.page.form("submit"))


class Ours:
    """The product: its pages through their forms, its saves as its script sends them."""

    def __init__(self, browser: Browser, number: int) -> None:
        self.browser, self.number, self.sequence = browser, number, 0

    async def sign_in(self, questions: int = QUESTIONS) -> None:
        form = (await self.browser.get("sign in", "/sign-in")).form("/sign-in")
        await self.browser.post("sign in", form, email=email(self.number), password=PASSWORD)
        path = f"/exam/{exam(questions)}"
        self.form = (await self.browser.get("rules", path)).form(path)

    async def start(self) -> None:
        self.page = await self.browser.post("start", self.form, honour="yes")
        self.token = self.page.form("/questions/").fields["csrf_token"]
        self.api = f"/api/attempts/{self.page.path.rpartition('/')[2]}"

    async def open(self) -> None:
        answer = await self._send("open", "device", {"client": CLIENT})
        self.epoch = answer.json()["epoch"]

    async def save(self, place: int, choice: int) -> None:
        self.sequence += 1
        answer = await self._send("save", "events", batch(CLIENT, self.epoch, self.sequence, place, choice))
        if answer.json()["acks"].get("stored") != [self.sequence]:
            raise Refused(f"not stored: {answer.text}")

    async def hand_in(self) -> None:
        await self._send("hand in", "submit", {"client": CLIENT, "last_seq": self.sequence})
        result = await self.browser.get("result", f"{self.page.path}/result")
        if not result.path.endswith("/result"):
            raise Refused(f"no result, but {result.path}")

    async def _send(self, label: str, act: str, content: object) -> Answer:
        return await self.browser.send(label, f"{self.api}/{act}", content, X_CSRFToken=self.token)


def exam(questions: int) -> str:
    """Return the code of the product's exam of this length."""
    return f"bench-{questions}"
