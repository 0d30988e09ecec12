"""One process of a seed: the real publisher loop over the real store, told over a pipe what to do.

Each line it reads is one order, each line it writes one answer or the news that a trap has sprung.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx

from adapters.clock import SystemIds
from adapters.http import open_client
from adapters.store.store import SqlStore, open_store
from adapters.vault import AesVault
from core.access import Actor
from core.account import Grant
from core.actions.answer import Answer
from core.actions.approve import Approve
from core.actions.publish_due import PublishDue
from core.actions.renew_grants import RenewGrants
from core.actions.settle import Settle
from core.actions.sweep import Sweep
from core.desk import Desk
from core.errors import Conflict, IllegalMove
from core.freeze import plan
from core.ids import PartId, PostId
from core.moves import PartState, PostState
from core.payload import Media
from core.post import Content
from core.publisher import Publisher
from core.secret import KeyRing, Secret
from core.store import PostFilter
from tests.builders import a_brand, a_chat, a_member, a_post, a_workspace, an_account, an_identity
from tests.chaos.clock import START, TwoClocks
from tests.chaos.plan import Plan, plan_for
from tests.chaos.watched import Saboteur, WatchedPublisher, WatchedQueue
from tests.chaos.weather import IMPATIENCE, VISIBLE_WITHIN
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.platform.case import Spoken
from tests.fakes.platform.publisher import Patience, TestPlatform
from tests.fakes.platform.stages import STAGES, Stage

DUE = START + timedelta(minutes=1)
KEYS = KeyRing(current="k1", keys={"k1": b"1" * 32})
PICTURE = b"not a real picture, but the far side does not mind"
FAR_AHEAD = timedelta(days=30)
FRONT_END = "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a seed happens: addresses, the clock's file and a folder for the traps that have sprung."""

    database: str
    platform: str
    clock: str
    sprung: str
    dialect: str = ""


def token_of(seed: int) -> str:
    """The key to the seed's account on the far side."""
    return f"token-{seed}"


def account_of(seed: int) -> str:
    """The seed's account on the far side."""
    return f"account-{seed}"


class Worker:
    """What the orders mean."""

    def __init__(self, plan: Plan, store: SqlStore, client: httpx.AsyncClient, place: Place, answers: int) -> None:
        self._plan = plan
        self._store = store
        self._clock = TwoClocks(Path(place.clock))
        self._saboteur = Saboteur(plan.traps, Path(place.sprung), self._clock, answers)
        self._blobs = MemoryBlobs()
        patience = timedelta(seconds=IMPATIENCE) if any(one.silent for one in plan.weather) else Patience().within
        account = account_of(plan.seed)
        here = Spoken(client=client, url=place.platform, account=account, blobs=self._blobs, clock=self._clock)
        self._stage = STAGES.get(plan.dialect, Stage(make=self._town(patience), extra=lambda at: {}))
        publisher = self._stage.make(here)
        self._extra = self._stage.extra(here)
        self._platform = publisher.platform
        watched = WatchedPublisher(publisher, self._saboteur, plan.slow)
        self._desk = Desk(publishers={self._platform: watched}, keys=KEYS, clock=self._clock, ids=SystemIds())
        queue = WatchedQueue(store.queue, self._saboteur)
        vault = AesVault(KEYS)
        self._vault = vault
        grants = RenewGrants(store, self._clock, SystemIds(), vault, {})
        self._publish = PublishDue(queue=queue, grants=grants, desk=self._desk, owner=f"process {os.getpid()}")
        self._settle = Settle(queue=queue, grants=grants, desk=self._desk)
        self._sweep = Sweep(store=store, queue=queue, clock=self._clock)
        self._answer = Answer(store=store, desk=self._desk, settle=self._settle)

    def _town(self, patience: timedelta) -> Callable[[Spoken], Publisher]:
        """The test platform, in the recovery class of the plan."""
        return lambda at: TestPlatform(
            recovery=self._plan.recovery,
            client=at.client,
            url=at.url,
            clock=at.clock,
            blobs=at.blobs,
            patience=Patience(within=patience),
            visible_within=timedelta(seconds=VISIBLE_WITHIN),
        )

    async def obey(self, order: dict[str, object]) -> dict[str, object]:
        """Do what is asked; those who look and those who are done say how things stand."""
        match order["do"]:
            case "open":
                await self._open()
            case "round":
                await self._blobs.put(PICTURE)
                await self._publish()
                await self._settle()
                await self._sweep()
            case "answer":
                await self._say(order)
            case "look":
                return await self._look()
            case "end":
                return await self._look() | await self._history()
        return {}

    async def _open(self) -> None:
        """Found the workspace, write the posts and approve them as a person would."""
        workspace = a_workspace()
        member, chat, brand = a_member(workspace), a_chat(workspace, FRONT_END), a_brand(workspace)
        account = an_account(brand, self._platform, account_of(self._plan.seed))
        account = replace(account, details=self._stage.details or {})
        grant = Grant(access=Secret(token_of(self._plan.seed)), extra=self._extra)
        mime = self._stage.mime if self._plan.dialect else "image/png"
        sha256 = await self._blobs.put(PICTURE)
        picture = Media(sha256=sha256, mime=mime, size=len(PICTURE), width=1080, height=1080, alt="A loaf", seconds=20)
        posts = [
            a_post(
                brand,
                state=PostState.PENDING,
                instant=DUE,
                content=Content(
                    text=f"Seed {self._plan.seed}, post {number}.",
                    media=(picture,) if self._plan.media else (),
                    thread=tuple(f"Post {number}, part {part}." for part in range(1, self._plan.parts)),
                ),
            )
            for number in range(self._plan.posts)
        ]
        async with self._store.begin() as tx:
            await tx.workspaces.add(workspace)
            await tx.members.add(member, an_identity(member, FRONT_END))
            await tx.chats.add(chat)
            await tx.brands.add(brand)
            await tx.accounts.add(replace(account, grant=self._vault.seal(grant, account.row)))
            await tx.posts.add(*posts)
            planned = (plan(post, account, self._desk.publishers, self._desk.ids) for post in posts)
            await tx.publications.add(*planned)
        for post in posts:
            actor = Actor(member=member, door=FRONT_END)
            await Approve(self._store, self._desk)(post.id, seen=post.revision, by=actor)

    async def _say(self, order: dict[str, object]) -> None:
        """The person's answer; when it was settled meanwhile, nothing is left to say."""
        post_id, part_id = PostId(int(str(order["post"]))), PartId(int(str(order["part"])))
        async with self._store.read() as tx:
            (workspace,) = await tx.workspaces.all()
            (member,) = await tx.members.of(workspace.id)
        by = Actor(member=member, door=FRONT_END)
        answers: dict[object, Callable[[], Awaitable[object]]] = {
            "there": lambda: self._answer.it_is_there(post_id, part_id, by=by),
            "leave": lambda: self._answer.leave_it(post_id, part_id, by=by),
            "again": lambda: self._answer.publish_again(post_id, part_id, by=by),
        }
        try:
            await self._saboteur.around("answer", answers[order["say"]]())
        except (Conflict, IllegalMove):
            return

    async def _look(self) -> dict[str, object]:
        now = self._clock.now()
        async with self._store.read() as tx:
            (workspace,) = await tx.workspaces.all()
            (brand,) = await tx.brands.of(workspace.id)
            posts = await tx.posts.find(PostFilter(brand_id=brand.id, limit=100))
            publications = await tx.publications.of(*(post.id for post in posts))
        coming = await self._store.queue.upcoming(now + FAR_AHEAD)
        parts = [
            {
                "post": publication.post_id,
                "part": part.id,
                "index": part.index,
                "text": part.payload.text,
                "state": part.state,
                "remote_id": part.remote_id,
                "reason": part.reason,
                "waits": part.fire_at is None,
            }
            for publication in publications
            for part in publication.parts
        ]
        sending = sum(part["state"] == PartState.SENDING for part in parts)
        return {
            "parts": parts,
            "next": min(((at - now).total_seconds() for at in coming), default=None),
            "sending": sending,
        }

    async def _history(self) -> dict[str, object]:
        """Every notice that waits for the people, and every recorded state of each Part."""
        notices = []
        async with self._store.begin() as tx:
            while letters := await tx.outbox.due(FRONT_END, self._clock.now() + FAR_AHEAD):
                for letter in letters:
                    notice = letter.notice
                    notices.append([notice.topic, notice.post_id, notice.part_id, notice.facts.get("count", "1")])
                    await tx.outbox.delivered(letter)
            (workspace,) = await tx.workspaces.all()
            (brand,) = await tx.brands.of(workspace.id)
            posts = await tx.posts.find(PostFilter(brand_id=brand.id, limit=100))
        events = [
            [line.part_id, line.state, line.reason]
            for post in posts
            for line in await self._store.queue.timeline(post.id)
        ]
        return {"notices": notices, "events": events}


def serve(plan: Plan, place: Place, orders: int, answers: int) -> None:
    """Obey until nobody gives orders any more."""
    logging.basicConfig(level=logging.ERROR, handlers=[_Teller(answers)], force=True)
    asyncio.run(_serve(plan, place, orders, answers))


async def rehearse(plan: Plan, place: Place) -> None:
    """One round without anybody's orders."""
    async with _worker(plan, place, answers=-1) as worker:
        for what in ("open", "round", "end"):
            await worker.obey({"do": what})


async def _serve(plan: Plan, place: Place, orders: int, answers: int) -> None:
    async with _worker(plan, place, answers) as worker:
        with os.fdopen(orders, encoding="utf-8") as lines:
            for line in lines:
                result = await worker.obey(json.loads(line))
                os.write(answers, json.dumps({"done": result}).encode() + b"\n")


@asynccontextmanager
async def _worker(plan: Plan, place: Place, answers: int) -> AsyncIterator[Worker]:
    transport = httpx.AsyncHTTPTransport(verify=False)  # plain HTTP: no certificates to load
    silent = any(one.silent for one in plan.weather)
    async with (
        open_store(place.database) as store,
        open_client(
            version="chaos", silence=timedelta(seconds=IMPATIENCE if silent else 20), transport=transport
        ) as client,
    ):
        yield Worker(plan, store, client, place, answers)


class _Teller(logging.Handler):
    """What breaks inside is told to whoever judges."""

    def __init__(self, answers: int) -> None:
        super().__init__(logging.ERROR)
        self._answers = answers

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.exc_info and record.exc_info[0]:
            text += "\n" + "".join(traceback.format_exception(*record.exc_info))
        os.write(self._answers, json.dumps({"broke": text}).encode() + b"\n")


def main(arguments: list[str]) -> None:
    """`python -m tests.chaos.worker <seed> <databases> <place> <orders> <answers>`: a really fresh process."""
    seed, databases, place, orders, answers = arguments
    made = plan_for(int(seed), tuple(databases.split(",")), json.loads(place)["dialect"])
    serve(made, Place(**json.loads(place)), int(orders), int(answers))


if __name__ == "__main__":
    main(sys.argv[1:])
