"""Hundreds of slots over both clock changes while chat, mail server, database and writer fail at random.

`python -m tests.chaos.slots [--slots 500] [--seed 1]` prints what became of each slot and of each message.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random  # noqa: TID251  a seeded one, handed on

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from adapters.mail.smtp import Security, SmtpMailer
from adapters.writers.offline import OfflineWriter
from bot.cards.card import Card
from bot.cards.progress import badge_of
from bot.settings import Settings
from bot.wiring.app import App, heartbeat
from bot.wiring.build import build
from bot.wiring.tools import migrate
from core.access import Actor
from core.actions.set_up_brand import DEMO, FEED, Wishes
from core.errors import GreenlightError, OutcomeUnknown, Unavailable
from core.ids import ChatId, encode
from core.moves import PartState, PostState
from core.post import Post
from core.publication import Publication
from core.secret import Secret
from core.slot import Slot
from core.store import PostFilter
from core.workspace import Chat, Identity, Member, Posted
from core.writing import Brief, Draft
from tests.fakes.clock import ManualClock, NoWork
from tests.fakes.harsh import HarshFrontEnd
from tests.fakes.pictures import RememberedPictures
from tests.fakes.postmaster import Postmaster, a_postmaster

ZONE = "Europe/Lisbon"
CHANGES = (datetime(2026, 3, 26, 12, tzinfo=UTC), datetime(2026, 10, 22, 12, tzinfo=UTC))
"""Days before clocks go forward (29 March) and back (25 October)."""

TIMES = tuple(time(hour, 30) for hour in (1, 4, 7, 9, 11, 13, 15, 17, 20, 23))
"""Half past one is the hour that does not exist in spring and comes twice in autumn."""

FAILS = 0.15
MOST = 5000
ENDED = frozenset({PartState.LIVE, PartState.FAILED, PartState.MISSED, PartState.CANCELLED, PartState.REMOVED})


@dataclass(slots=True)
class Weather:
    """What fails now; `calm` and nothing does."""

    random: Random
    calm: bool = False
    failed: Counter[str] = field(default_factory=Counter)

    def strikes(self, what: str, chance: float = FAILS) -> bool:
        """Whether it fails this time."""
        if self.calm or self.random.random() >= chance:
            return False
        self.failed[what] += 1
        return True

    @contextmanager
    def lull(self) -> Iterator[None]:
        """Those who only watch are spared."""
        before, self.calm = self.calm, True
        try:
            yield
        finally:
            self.calm = before


class BadLine(HarshFrontEnd):
    """A chat whose line fails before or after a message arrived. `shown` is what each post's card said last."""

    def __init__(self, weather: Weather) -> None:
        super().__init__()
        self.weather = weather
        self.shown: dict[int, str] = {}

    async def send(self, chat: str, card: Card, *, tab: str = "", only: str = "") -> tuple[str, ...]:
        """Send it, or fail."""
        if self.weather.strikes("chat"):
            raise Unavailable("refused")
        ids = await super().send(chat, card, tab=tab, only=only)
        self._note(card)
        if self.weather.strikes("chat", FAILS / 3):
            raise OutcomeUnknown("timeout")
        return ids

    async def edit(self, chat: str, messages: tuple[str, ...], card: Card, *, tab: str = "") -> None:
        """Change it, or fail."""
        if self.weather.strikes("chat"):
            raise Unavailable("refused")
        await super().edit(chat, messages, card, tab=tab)
        self._note(card)

    def _note(self, card: Card) -> None:
        if card.kind == "post" and card.badge:
            self.shown[card.subject] = card.badge.word


@dataclass(frozen=True, slots=True)
class MoodyWriter:
    """A writer that is not always there."""

    weather: Weather
    writer: OfflineWriter = field(default_factory=OfflineWriter)
    origin: str = "moody draft"

    async def draft(self, brief: Brief) -> tuple[Draft, ...]:
        """Drafts, or none."""
        if self.weather.strikes("writer", 0.5):
            raise Unavailable("timeout")
        return await self.writer.draft(brief)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the slots: a verdict for each, those without, those nobody was told about, mails that arrived."""

    verdicts: Counter[str]
    open: tuple[str, ...]
    untold: tuple[str, ...]
    twice: int
    mails: int
    failed: Counter[str]

    @property
    def slots(self) -> int:
        """How many there were."""
        return sum(self.verdicts.values()) + len(self.open)

    @property
    def well(self) -> bool:
        """True when every slot has its verdict and its message."""
        return not self.open and not self.untold and not self.twice


@contextmanager
def moody_database(weather: Weather) -> Iterator[None]:
    """Commits of this process fail now and then, as on a disk that does."""

    def fail(_connection: object) -> None:
        if weather.strikes("database", 0.03):
            raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))

    event.listen(Engine, "commit", fail)
    try:
        yield
    finally:
        event.remove(Engine, "commit", fail)


@dataclass(slots=True)
class Town:
    """The product with everything around it in bad weather."""

    app: App
    clock: ManualClock
    weather: Weather
    line: BadLine
    tick: Callable[[], Awaitable[None]]
    owner: Member

    async def beat(self) -> None:
        """One heartbeat as the process has it: what fails ends that piece of work, and no other."""
        for work in (self.tick, self.app.messenger.deliver, self.app.office.deliver):
            await self.tried(work)

    async def tried(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do it, or not when the weather is against it."""
        try:
            await work()
        except* (OperationalError, GreenlightError):
            self.weather.failed["tries"] += 1

    async def wait(self, until: datetime) -> None:
        """Let time pass, stopping at every instant at which something is due."""
        while self.clock.now() < until:
            with self.weather.lull():
                due = [at for at in await self.app.queue.upcoming(until) if at > self.clock.now()]
            step = min([*due, until, self.clock.now() + timedelta(hours=2)])
            self.clock.advance(step - self.clock.now())
            await self.beat()

    async def decide(self) -> None:
        """What people do in a quiet moment: approve most, skip some, look at none now and then, answer questions."""
        by, random = Actor(member=self.owner, door="harsh"), self.weather.random
        with self.weather.lull():
            waiting, found = await self._waiting()
        for post in waiting:
            choice = random.random()
            if choice < 0.8:
                await self.tried(lambda post=post: self.app.actions.approve(post.id, seen=post.revision, by=by))  # type: ignore[misc]  # a default binds the loop's value
            elif choice < 0.9:
                await self.tried(lambda post=post: self.app.actions.set_aside.skip(post.id, by=by))  # type: ignore[misc]  # the same
        for post_id, part in [(one.post_id, part) for one in found for part in one.parts]:
            if part.state is PartState.ASK:
                await self.tried(lambda a=post_id, b=part.id: self.app.actions.answer.it_is_there(a, b, by=by))  # type: ignore[misc]  # the same

    async def _waiting(self) -> tuple[tuple[Post, ...], list[Publication]]:
        """Posts that wait for a decision, and publications with a question."""
        async with self.app.store.read() as tx:
            waiting = await tx.posts.find(PostFilter(states=(PostState.PENDING,), limit=MOST))
            asked = await tx.posts.find(PostFilter(part_states=(PartState.ASK,), limit=MOST))
            return waiting, [one for post in asked for one in await tx.publications.of(post.id)]


async def run(slots: int, seed: int, begin: datetime, folder: Path) -> Outcome:
    """Plan at least so many slots from that day on, let the weather rage, and look what became of them."""
    weather = Weather(Random(seed), calm=True)
    async with a_postmaster(None, offers_tls=False) as post, _town(folder, weather, begin, post) as town:
        with moody_database(weather):
            weather.calm = False
            end = begin + timedelta(days=slots // len(TIMES) + 1)
            while town.clock.now() < end:
                post.says.extend(["451 come back"] * weather.strikes("mail", 0.5))
                await town.decide()
                await town.wait(town.clock.now() + timedelta(hours=7))
            weather.calm = True
            for _ in range(4):
                await town.decide()
                await town.wait(town.clock.now() + timedelta(hours=7))
        return await _outcome(town, slots, end, post)


@asynccontextmanager
async def _town(folder: Path, weather: Weather, begin: datetime, post: Postmaster) -> AsyncIterator[Town]:
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(home=folder, public_url="http://127.0.0.1:8080")
    await migrate(settings)
    clock, line = ManualClock(begin), BadLine(weather)
    mailer = SmtpMailer(
        host="127.0.0.1",
        port=post.port,
        user="",
        password=Secret(""),
        security=Security.NONE,
        sender="Greenlight <post@example.org>",
        clock=clock,
    )
    async with build(
        settings,
        clock=clock,
        front_ends=(line,),
        pictures=RememberedPictures(),
        mailer=mailer,
        writer=MoodyWriter(weather),
    ) as app:
        owner = await app.actions.welcome.owner("harsh", "owner", "main", name="Ana")
        by = Actor(member=owner, door="harsh")
        wishes = Wishes(
            name="Padaria",
            interests=("bread",),
            voice="",
            zone=ZONE,
            slots=tuple(Slot(at=at) for at in TIMES),
            to=(FEED, DEMO),
        )
        async with app.store.begin() as tx:
            wished = replace(
                owner, email="ana@example.org", mail=replace(owner.mail, confirmed=True, posted=Posted.EACH)
            )
            await tx.members.save(wished)
            chat = Chat(
                id=ChatId(app.ids.new()),
                workspace_id=owner.workspace_id,
                front_end="mail",
                remote_id=encode(owner.id),
            )
            await tx.chats.add(chat)
            await tx.members.link(Identity(front_end="harsh", remote_id="again", member_id=owner.id))
            workspace = await tx.workspaces.get(owner.workspace_id)
            await tx.workspaces.save(replace(workspace, settings=replace(workspace.settings, batch_days=2)))
        brand = await app.actions.set_up_brand(wishes, by=by)
        await app.actions.draft_batch(brand.id)
        tick = heartbeat(app, NoWork())
        yield Town(app, clock, weather, line, tick, owner)


async def _outcome(town: Town, slots: int, end: datetime, post: Postmaster) -> Outcome:
    verdicts: Counter[str] = Counter()
    open_ones, untold = [], []
    async with town.app.store.read() as tx:
        posts = (await tx.posts.find(PostFilter(before=end + timedelta(days=1), limit=MOST)))[:slots]
        publications = {one.id: await tx.publications.of(one.id) for one in posts}
    for one in posts:
        verdict = _verdict(one, publications[one.id])
        if verdict:
            verdicts[verdict] += 1
        else:
            open_ones.append(f"{one.moment.local} {one.state}")
        if town.line.shown.get(one.id) != badge_of(one, publications[one.id]).word:
            untold.append(f"{one.moment.local} {verdict}: the chat says {town.line.shown.get(one.id)}")
    parts = [part for some in publications.values() for publication in some for part in publication.parts]
    live = [part.remote_id for part in parts if part.remote_id]
    return Outcome(
        verdicts=verdicts,
        open=tuple(open_ones),
        untold=tuple(untold),
        twice=len(live) - len(set(live)),
        mails=len(post.got),
        failed=town.weather.failed,
    )


def _verdict(post: Post, publications: tuple[Publication, ...]) -> str:
    if post.state in (PostState.SKIPPED, PostState.CANCELLED, PostState.LAPSED):
        return post.state.value
    states = {part.state for one in publications for part in one.parts}
    if post.state is not PostState.APPROVED or not states <= ENDED:
        return ""
    worst = (PartState.FAILED, PartState.MISSED, PartState.LIVE)
    return next(state for state in worst if state in states).value


def main(arguments: list[str]) -> int:
    """Run it over both clock changes and print the counts; 0 when every slot has its verdict and its message."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.slots", description=__doc__)
    parser.add_argument("--slots", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    well = True
    for number, begin in enumerate(CHANGES):
        with tempfile.TemporaryDirectory() as folder:
            done = asyncio.run(run(asked.slots // 2, asked.seed + number, begin, Path(folder)))
        verdicts = ", ".join(f"{count} {name}" for name, count in sorted(done.verdicts.items()))
        faults = ", ".join(f"{count} {name}" for name, count in sorted(done.failed.items()))
        print(f"from {begin:%d %b %Y}: {done.slots} slots: {verdicts}; {done.mails} mails; failed on purpose: {faults}")
        for line in (*done.open, *done.untold):
            print(f"  WRONG {line}")
        well = well and done.well
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
