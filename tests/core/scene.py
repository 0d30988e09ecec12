"""A brand, its people and a platform made of paper, on a real store, with the hands of a clock to turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from adapters.media.films import FfmpegFilms
from adapters.media.photos import FittedPhotos
from core.access import Actor
from core.account import Account, Grant, Platform, SealedGrant
from core.actions.approve import Approve
from core.actions.publish_due import PublishDue
from core.actions.renew_grants import RenewGrants
from core.actions.settle import Settle
from core.desk import Desk
from core.errors import Reconnect
from core.fitting import Fitter
from core.freeze import plan
from core.ids import AccountId, PostId
from core.moves import PostState
from core.notice import Notice
from core.payload import Checkpoint
from core.post import Content, Post
from core.publication import Part, Publication
from core.queue import Attempt, Claim, Lease, Move, Queue
from core.secret import Secret
from core.store import Store
from core.workspace import Workspace
from tests.builders import (
    HOUR,
    NOON,
    a_brand,
    a_chat,
    a_member,
    a_post,
    a_workspace,
    an_account,
    an_identity,
)
from tests.core.hands import HandClock, Paper, a_desk
from tests.fakes.blobs import MemoryBlobs

LEASE = timedelta(seconds=120)
TOKEN = Secret("t0ken")


class PaperVault:
    """Opens the box it sealed for the account, and nothing else."""

    def seal(self, grant: Grant, row: str) -> SealedGrant:
        return SealedGrant(key="k1", box=f"{row}:{grant.access.reveal()}".encode())

    def open(self, sealed: SealedGrant, row: str) -> Grant:
        owner, _, token = sealed.box.decode().partition(":")
        if owner != row:
            raise Reconnect("sealed_for_another")
        return Grant(access=Secret(token))


def fitter() -> Fitter:
    """Fits pictures and films for platforms; nothing here has any."""
    blobs = MemoryBlobs()
    return Fitter(FittedPhotos(), blobs, FfmpegFilms(blobs, Path("nowhere")))


def nothing() -> None:
    """What happens between two calls when nothing does."""


@dataclass(slots=True)
class Watched:
    """The queue of the store. `after` runs behind each write of a move to that state, `behind_claim` behind a claim."""

    queue: Queue
    after: dict[str, Callable[[], None]] = field(default_factory=dict)
    behind_claim: Callable[[], None] = nothing

    async def upcoming(self, until: datetime) -> tuple[datetime, ...]:
        return await self.queue.upcoming(until)

    async def claim(self, now: datetime, *, owner: str, lease: timedelta, limit: int = 50) -> tuple[Lease, ...]:
        claims = await self.queue.claim(now, owner=owner, lease=lease, limit=limit)
        self.behind_claim()
        return claims

    async def keep(self, part: Part, *, lease_until: datetime, checkpoint: Checkpoint | None = None) -> bool:
        return await self.queue.keep(part, lease_until=lease_until, checkpoint=checkpoint)

    async def load(self, *leases: Lease) -> tuple[Claim, ...]:
        return await self.queue.load(*leases)

    async def record(self, move: Move) -> bool:
        done = await self.queue.record(move)
        self.after.get(move.result.state, nothing)()
        return done

    async def tell(self, *notices: Notice) -> None:
        await self.queue.tell(*notices)

    async def to_settle(self, now: datetime, *, again: datetime, limit: int = 50) -> tuple[Claim, ...]:
        return await self.queue.to_settle(now, again=again, limit=limit)

    async def stranded(self, before: datetime, limit: int = 50) -> tuple[Claim, ...]:
        return await self.queue.stranded(before, limit)

    async def late(self, before: datetime, limit: int = 50) -> tuple[Claim, ...]:
        return await self.queue.late(before, limit)

    async def hold_due(self, now: datetime) -> tuple[Part, ...]:
        return await self.queue.hold_due(now)

    async def owned(self, account_id: AccountId, remote_ids: Sequence[str]) -> frozenset[str]:
        return await self.queue.owned(account_id, remote_ids)

    async def timeline(self, post_id: PostId) -> tuple[Attempt, ...]:
        return await self.queue.timeline(post_id)


@dataclass(slots=True, kw_only=True)
class Scene:
    """Everything in one hand. `paper` is the platform, `account` the first place to publish."""

    store: Store
    queue: Watched
    clock: HandClock
    paper: Paper
    desk: Desk
    workspace: Workspace
    ana: Actor
    account: Account

    def publish(self, owner: str = "w1", *, lease: timedelta = LEASE) -> PublishDue:
        """A publisher in a process of that name."""
        return PublishDue(queue=self.queue, grants=self.grants, desk=self.desk, owner=owner, lease=lease)

    @property
    def grants(self) -> RenewGrants:
        """Whoever opens tokens; none of them ends here."""
        return RenewGrants(self.store, self.clock, self.desk.ids, PaperVault(), {})

    def settle(self) -> Settle:
        """Whoever looks at what is unclear."""
        return Settle(queue=self.queue, grants=self.grants, desk=self.desk)

    async def another_account(self, platform: Platform | None = None) -> Account:
        """One more place to publish."""
        account = with_grant(replace(self.account, id=an_account_id(), remote_id=f"r{an_account_id()}"))
        account = replace(account, platform=platform or account.platform)
        async with self.store.begin() as tx:
            await tx.accounts.add(account)
        return account

    async def approved(
        self, *accounts: Account, text: str = "Bread is out.", thread: tuple[str, ...] = (), instant: datetime = NOON
    ) -> Post:
        """A post that Ana approved for noon, an hour before, or right now when it is later than that."""
        content = Content(text=text, thread=thread)
        async with self.store.begin() as tx:
            brand = (await tx.brands.of(self.workspace.id))[0]
            post = a_post(brand, state=PostState.PENDING, content=content, instant=instant)
            await tx.posts.add(post)
            targets = accounts or (self.account,)
            await tx.publications.add(
                *(plan(post, account, self.desk.publishers, self.desk.ids) for account in targets)
            )
        return await Approve(store=self.store, desk=self.desk)(post.id, by=self.ana, seen=post.revision)

    async def due(self, *accounts: Account, text: str = "Bread is out.", thread: tuple[str, ...] = ()) -> Post:
        """A post that Ana approved and whose time has just come."""
        post = await self.approved(*accounts, text=text, thread=thread, instant=self.clock.now() + HOUR)
        self.clock.advance(HOUR)
        return post

    async def post(self, post: Post) -> Post:
        """The post as it is now."""
        async with self.store.read() as tx:
            return await tx.posts.get(post.id)

    async def publications(self, post: Post) -> tuple[Publication, ...]:
        """The publications of the post as they are now."""
        async with self.store.read() as tx:
            return await tx.publications.of(post.id)

    async def part(self, post: Post, index: int = 0) -> Part:
        """A Part of the post's first publication as it is now."""
        return (await self.publications(post))[0].parts[index]

    async def account_now(self) -> Account:
        """The account as it is now."""
        async with self.store.read() as tx:
            return await tx.accounts.get(self.account.id)

    async def told(self) -> list[Notice]:
        """What people heard since the last time this was asked, in order."""
        heard: list[Notice] = []
        async with self.store.begin() as tx:
            while letters := await tx.outbox.due("web", self.clock.now()):
                for letter in letters:
                    heard.append(letter.notice)
                    await tx.outbox.delivered(letter)
        return heard

    async def topics(self) -> list[str]:
        """The topics of what people heard since the last time."""
        return [notice.topic.value for notice in await self.told()]


def an_account_id() -> AccountId:
    """An id for one more account."""
    return an_account(a_brand(a_workspace())).id


def with_grant(account: Account) -> Account:
    """The account with tokens that open for it alone."""
    return replace(account, grant=PaperVault().seal(Grant(access=TOKEN), account.row))


async def a_scene(store: Store, queue: Queue) -> Scene:
    """Store a workspace with an owner, a web chat, a brand and an account; it is eleven o'clock."""
    workspace = a_workspace()
    ana = a_member(workspace)
    brand = a_brand(workspace)
    account = with_grant(an_account(brand, "paper"))
    async with store.begin() as tx:
        await tx.workspaces.add(workspace)
        await tx.members.add(ana, an_identity(ana))
        await tx.chats.add(a_chat(workspace))
        await tx.brands.add(brand)
        await tx.accounts.add(account)
    clock, paper = HandClock(NOON - HOUR), Paper()
    return Scene(
        store=store,
        queue=Watched(queue),
        clock=clock,
        paper=paper,
        desk=a_desk(paper, clock=clock),
        workspace=workspace,
        ana=Actor(member=ana, door="web"),
        account=account,
    )
