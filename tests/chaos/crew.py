"""The processes of a seed as those who order them about see them."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from tests.chaos.plan import Blow, Plan
from tests.chaos.worker import Place, serve

PATIENCE = 30.0
"""Real seconds for one round."""


class Hung(Exception):
    """A process neither answered nor died."""


class Mood(StrEnum):
    """What a process is doing. IDLE waits for an order; FROZEN stopped in the middle of one."""

    IDLE = "idle"
    BUSY = "busy"
    FROZEN = "frozen"
    DEAD = "dead"


@dataclass(slots=True)
class Hand:
    """One process: orders go in, answers and blows come out."""

    pid: int
    orders: int
    answers: int
    mood: Mood = Mood.IDLE
    blow: Blow | None = None
    _unread: bytes = b""
    told: dict[str, object] = field(default_factory=dict)

    def ask(self, what: str, **more: object) -> None:
        """Give an order; the answer comes later."""
        os.write(self.orders, json.dumps({"do": what, **more}).encode() + b"\n")
        self.mood = Mood.BUSY

    def lines(self) -> list[dict[str, object]]:
        """What it wrote since; at its end it is dead."""
        data = os.read(self.answers, 65536)
        if not data:
            self.bury()
            return []
        *whole, self._unread = (self._unread + data).split(b"\n")
        return [json.loads(line) for line in whole]

    def wait_until_frozen(self) -> None:
        """Return when the process really stands still."""
        os.waitpid(self.pid, os.WUNTRACED)
        self.mood = Mood.FROZEN

    def thaw(self) -> None:
        """Let it go on."""
        self.mood = Mood.BUSY
        os.kill(self.pid, signal.SIGCONT)

    def bury(self) -> None:
        """Make sure that it is gone, and forget it."""
        if self.mood is Mood.DEAD:
            return
        self.mood = Mood.DEAD
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.orders)
        os.close(self.answers)


def hire(plan: Plan, place: Place, databases: tuple[str, ...]) -> Hand:
    """Start a process: a fork of this one, which has everything imported, or for some seeds a really fresh one."""
    orders_out, orders_in = os.pipe()
    answers_out, answers_in = os.pipe()
    pid = os.fork()
    if pid:
        os.close(orders_out)
        os.close(answers_in)
        return Hand(pid=pid, orders=orders_in, answers=answers_out)
    try:
        os.close(orders_in)
        os.close(answers_out)
        if plan.fresh:
            for descriptor in (orders_out, answers_in):
                os.set_inheritable(descriptor, True)
            given = (plan.seed, ",".join(databases), json.dumps(asdict(place)), orders_out, answers_in)
            os.execv(sys.executable, [sys.executable, "-m", "tests.chaos.worker", *map(str, given)])
        serve(plan, place, orders_out, answers_in)
    finally:
        traceback.print_exc()
        os._exit(1)


@dataclass(slots=True)
class News:
    """What happened while processes were busy."""

    struck: list[tuple[str, Blow, Hand]] = field(default_factory=list)
    broke: list[str] = field(default_factory=list)


def gather(hands: Iterable[Hand]) -> News:
    """Wait until none of them is busy. Raises Hung."""
    news = News()
    while busy := {hand.answers: hand for hand in hands if hand.mood is Mood.BUSY}:
        ready, _, _ = select.select(list(busy), [], [], PATIENCE)
        if not ready:
            raise Hung
        for descriptor in ready:
            _hear(busy[descriptor], news)
    return news


def _hear(hand: Hand, news: News) -> None:
    lines = hand.lines()
    if hand.mood is Mood.DEAD and hand.blow is not Blow.KILL:
        news.broke.append("a process died by itself")
    for line in lines:
        if "done" in line:
            done = line["done"]
            assert isinstance(done, dict)
            hand.told, hand.mood = done, Mood.IDLE
        elif "broke" in line:
            news.broke.append(str(line["broke"]))
        else:
            struck = line["struck"]
            assert isinstance(struck, list)
            point, blow = str(struck[0]), Blow(struck[1])
            news.struck.append((point, blow, hand))
            hand.blow = blow
            if blow.freezes:
                hand.wait_until_frozen()
