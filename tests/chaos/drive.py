"""One seed from beginning to end: start processes, let time pass, answer as a careful person would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from core.moves import PartState
from tests.chaos.clock import TwoClocks
from tests.chaos.crew import Hand, Hung, Mood, gather, hire
from tests.chaos.plan import Blow, Dice, Plan
from tests.chaos.worker import DUE, Place, account_of, token_of
from tests.fakes.platform.network import Visible
from tests.fakes.platform.running import MANNERS, RunningPlatform

MOST_TURNS = 60
MOST_AGAIN = 2
_RESTLESS = frozenset({PartState.SCHEDULED, PartState.CLAIMED, PartState.SENDING, PartState.CHECKING, PartState.ASK})
_SPANS = (7.0, 65.0, 130.0, 400.0)

PartRow = Mapping[str, object]


@dataclass(slots=True)
class Course:
    """What happened: blows that fell, how long anybody stood frozen before the socket (true seconds), the end."""

    struck: list[tuple[str, Blow]] = field(default_factory=list)
    broke: list[str] = field(default_factory=list)
    frozen_at_the_socket: float = 0.0
    published_again: int = 0
    two_sending: bool = False
    restless: bool = False
    parts: tuple[PartRow, ...] = ()
    notices: tuple[list[object], ...] = ()
    events: tuple[list[object], ...] = ()
    ledger: tuple[Visible, ...] = ()


class Drive:
    """The one who runs a seed. Holds no event loop, thread or connection to the database."""

    def __init__(
        self, plan: Plan, place: Place, *, clock: TwoClocks, platform: RunningPlatform, databases: tuple[str, ...]
    ) -> None:
        self._plan = plan
        self._place = place
        self._clock = clock
        self._platform = platform
        self._databases = databases
        self._dice = Dice(-1 - plan.seed)
        self._hands: list[Hand] = []
        self._frozen_since: dict[int, tuple[str, float]] = {}
        self._parts: tuple[PartRow, ...] = ()
        self._next: float | None = None
        self.course = Course()

    def run(self) -> Course:
        """Go on until everything is at rest; answers what happened."""
        try:
            self._set_out()
            for turn in range(MOST_TURNS):
                self._round(turn)
                if self._at_rest() and not self._wake_the_last():
                    break
                self._let_time_pass(turn)
            else:
                self.course.restless = True
            self._finish()
        except Hung:
            self.course.broke.append("a process neither answered nor died")
        finally:
            for hand in self._hands:
                hand.bury()
            self._clear_up()
        return self.course

    def _set_out(self) -> None:
        plan = self._plan
        self._clock.reset()
        self._platform.join(account_of(plan.seed), token_of(plan.seed), MANNERS[plan.recovery])
        self._hands = [hire(plan, self._place, self._databases) for _ in range(plan.processes)]
        self._order([self._hands[0]], "open")
        for weather in plan.weather:
            self._platform.plan(token_of(plan.seed), *weather.faults)
            if weather.accepts:
                self._platform.change(token_of(plan.seed), accepts=True, late=30.0)
            if weather.shut:
                self._platform.shut()
        self._clock.advance(DUE - self._clock.now())

    def _round(self, turn: int) -> None:
        """Everybody publishes, settles and sweeps once, at the same time; then the people answer."""
        if turn in {weather.shut for weather in self._plan.weather if weather.shut}:
            self._platform.open()
        if not any(hand.mood is Mood.IDLE for hand in self._hands):
            self._hands.append(hire(self._plan, self._place, self._databases))
        self._order(self._idle(), "round")
        self._see()
        self._answer_asks()
        self._wake_some()

    def _order(self, hands: list[Hand], what: str, **more: object) -> None:
        for hand in hands:
            hand.ask(what, **more)
        self._gather()

    def _gather(self) -> None:
        news = gather(self._hands)
        self.course.broke += news.broke
        for point, blow, hand in news.struck:
            self.course.struck.append((point, blow))
            if blow.freezes:
                self._frozen_since[hand.pid] = (point, self._clock.elapsed())

    def _see(self) -> None:
        """Take the newest news of how things stand; a process without harm tells."""
        if not self._idle():
            self._hands.append(hire(self._plan, self._place, self._databases))
        teller = self._idle()[0]
        self._order([teller], "look")
        told = teller.told
        parts, coming = told["parts"], told["next"]
        assert isinstance(parts, list)
        self._parts = tuple(parts)
        self._next = float(str(coming)) if coming is not None else None
        if told["sending"] not in (0, 1):
            self.course.two_sending = True

    def _answer_asks(self) -> None:
        asking = [part for part in self._parts if part["state"] == PartState.ASK and not self._dice.one_in(3)]
        for part in asking:
            if not self._idle():
                self._hands.append(hire(self._plan, self._place, self._databases))
            said = self._careful_word(part)
            self._order([self._idle()[0]], "answer", post=part["post"], part=part["part"], say=said)
        if asking:
            self._see()

    def _careful_word(self, part: PartRow) -> str:
        """What a person says who has looked."""
        if any(line.text.startswith(str(part["text"])) for line in self._ledger()):
            return "there"
        if self._plan.again and self.course.published_again < MOST_AGAIN:
            self.course.published_again += 1
            return "again"
        return "leave"

    def _wake_some(self) -> None:
        """Let those go on whose time has come."""
        for hand in self._hands:
            if hand.mood is not Mood.FROZEN:
                continue
            stood = self._clock.elapsed() - self._frozen_since[hand.pid][1]
            if hand.blow is Blow.FREEZE_BRIEFLY:
                self._clock.advance(timedelta(seconds=10))
                self._wake(hand)
            elif hand.blow is Blow.FREEZE_PAST_LEASE and stood > 150:
                self._wake(hand)

    def _wake_the_last(self) -> bool:
        """Everybody else has concluded: let the frozen ones go on; False when there are none."""
        frozen = [hand for hand in self._hands if hand.mood is Mood.FROZEN]
        for hand in frozen:
            self._wake(hand)
        return bool(frozen)

    def _wake(self, hand: Hand) -> None:
        point, since = self._frozen_since.pop(hand.pid)
        if point == "reveal before":
            stood = self._clock.elapsed() - since
            self.course.frozen_at_the_socket = max(self.course.frozen_at_the_socket, stood)
        hand.thaw()
        self._gather()

    def _let_time_pass(self, turn: int) -> None:
        """To the next moment at which something becomes due, or further."""
        if self._next is not None and not self._dice.one_in(4):
            seconds = max(self._next, 0.0) + self._dice.pick((0.0, 1.0, 3.0))
        else:
            seconds = self._dice.pick(_SPANS)
        if turn > 8:
            seconds = max(seconds, 400.0)
        self._clock.advance(timedelta(seconds=min(seconds, 7200.0)))

    def _at_rest(self) -> bool:
        return not any(part["state"] in _RESTLESS and not self._stuck(part) for part in self._parts)

    def _stuck(self, part: PartRow) -> bool:
        """A Part that waits for one before it which came to nothing."""
        if part["state"] != PartState.SCHEDULED or not part["waits"]:
            return False
        before = (one for one in self._parts if one["post"] == part["post"])
        return any(
            int(str(one["index"])) < int(str(part["index"])) and one["state"] not in {*_RESTLESS, PartState.LIVE}
            for one in before
        )

    def _finish(self) -> None:
        if not self._idle():
            self._hands.append(hire(self._plan, self._place, self._databases))
        teller = self._idle()[0]
        self._order([teller], "end")
        parts, notices, events = (teller.told[name] for name in ("parts", "notices", "events"))
        assert isinstance(parts, list)
        assert isinstance(notices, list)
        assert isinstance(events, list)
        self.course.parts, self.course.notices, self.course.events = tuple(parts), tuple(notices), tuple(events)
        self.course.ledger = self._ledger()

    def _idle(self) -> list[Hand]:
        return [hand for hand in self._hands if hand.mood is Mood.IDLE]

    def _ledger(self) -> tuple[Visible, ...]:
        return self._platform.ledger(account_of(self._plan.seed))

    def _clear_up(self) -> None:
        """Drop connections that wait for ever, and open the door for the next seed."""
        if any(weather.silent or weather.shut for weather in self._plan.weather):
            self._platform.shut()
            self._platform.open()
