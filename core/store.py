"""The port to everything that is remembered, noun by noun.

Writes happen inside `Store.begin()`, one short transaction that is never held across a network call.
Changes of state name the state they expect; a lost race raises `Conflict`, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.account import Account
from core.approval import Approval
from core.audit import AuditEntry, Deed
from core.batch import Batch
from core.brand import Brand
from core.errors import Conflict as Conflict
from core.ids import AccountId, BatchId, BrandId, ChatId, MemberId, PartId, PostId, PublicationId, WorkspaceId
from core.moves import PartState, PostState
from core.notice import Letter, Notice
from core.payload import Checkpoint
from core.post import Post
from core.publication import Part, Publication
from core.talk import Delivery, Event, OpenForm
from core.workspace import Chat, Identity, Member, Workspace


class Workspaces(Protocol):
    """Tenants, their members and their chats."""

    async def add(self, workspace: Workspace) -> None: ...

    async def get(self, workspace_id: WorkspaceId) -> Workspace:
        """Raises NotFound when there is none."""
        ...

    async def all(self) -> tuple[Workspace, ...]:
        """Every workspace, oldest first."""
        ...

    async def save(self, workspace: Workspace) -> None:
        """Write name and settings."""
        ...


class Members(Protocol):
    """People and who they are on each front-end."""

    async def add(self, member: Member, *identities: Identity) -> None:
        """Raises Invalid when the e-mail address belongs to another member."""
        ...

    async def link(self, identity: Identity) -> None:
        """Let a member be known on one more front-end. Raises Conflict when that person is known there already."""
        ...

    async def identify(self, front_end: str, remote_id: str) -> Member | None:
        """The member behind an identity, or None for a stranger."""
        ...

    async def of(self, workspace_id: WorkspaceId) -> tuple[Member, ...]:
        """All members, oldest first."""
        ...

    async def save(self, member: Member) -> None:
        """Write name, role and e-mail. Raises Invalid when the address is taken."""
        ...

    async def remove(self, member_id: MemberId) -> None:
        """Delete the person with identities, approvals, forms and web sessions; what they wrote stays."""
        ...


class Chats(Protocol):
    """Where a workspace is spoken to."""

    async def add(self, chat: Chat) -> None: ...

    async def find(self, front_end: str, remote_id: str) -> Chat | None: ...

    async def of(self, workspace_id: WorkspaceId) -> tuple[Chat, ...]: ...

    async def remove(self, chat_id: ChatId) -> None:
        """Delete it with its deliveries and waiting letters."""
        ...


class Brands(Protocol):
    """Voices and plans."""

    async def add(self, brand: Brand) -> None:
        """Raises Invalid when the slug is taken in the installation."""
        ...

    async def get(self, brand_id: BrandId) -> Brand:
        """Raises NotFound when there is none."""
        ...

    async def of(self, workspace_id: WorkspaceId) -> tuple[Brand, ...]:
        """All brands of a workspace, oldest first."""
        ...

    async def save(self, brand: Brand) -> None: ...

    async def remove(self, brand_id: BrandId) -> None:
        """Delete the brand and everything that hangs on it. No orphan row is left."""
        ...


class Accounts(Protocol):
    """Connected accounts of a brand."""

    async def add(self, account: Account) -> None:
        """Raises Conflict when the brand has this remote account already."""
        ...

    async def get(self, account_id: AccountId) -> Account:
        """Raises NotFound when there is none."""
        ...

    async def of(self, brand_id: BrandId) -> tuple[Account, ...]:
        """All accounts of a brand, oldest first."""
        ...

    async def save(self, account: Account) -> None:
        """Write name, health, reason and grant; platform and remote id never change."""
        ...


class Batches(Protocol):
    """Weeks."""

    async def add(self, batch: Batch) -> None:
        """Raises Conflict when the brand has a batch that starts on that day."""
        ...

    async def get(self, batch_id: BatchId) -> Batch:
        """Raises NotFound when there is none."""
        ...

    async def of(self, brand_id: BrandId, limit: int = 20) -> tuple[Batch, ...]:
        """The newest batches of a brand, newest first."""
        ...

    async def save(self, batch: Batch) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFilter:
    """Which posts to list. Empty fields do not restrict. `words` must all occur in the text, ignoring case.

    Planned times lie at or after `since` and before `before`. With `newest_first` the latest comes first.
    """

    brand_id: BrandId | None = None
    batch_id: BatchId | None = None
    states: tuple[PostState, ...] = ()
    part_states: tuple[PartState, ...] = ()
    words: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None
    newest_first: bool = False
    offset: int = 0
    limit: int = 10


class Posts(Protocol):
    """Ideas and decisions."""

    async def add(self, *posts: Post) -> None:
        """Store new posts with their first revision."""
        ...

    async def get(self, post_id: PostId) -> Post:
        """Raises NotFound when there is none."""
        ...

    async def save(self, post: Post, *, was: Post) -> None:
        """Write `post` where the row still has the state and version of `was`; a new revision is kept as history.

        The version of its batch grows with it.

        Raises:
            Conflict: somebody changed the post in between.
        """
        ...

    async def find(self, wanted: PostFilter) -> tuple[Post, ...]:
        """The posts that match, by planned time."""
        ...

    async def count(self, wanted: PostFilter) -> int:
        """How many match, ignoring offset and limit."""
        ...


class Approvals(Protocol):
    """Who said yes."""

    async def add(self, *approvals: Approval) -> None: ...

    async def of(self, post_id: PostId) -> tuple[Approval, ...]:
        """All approvals of a post, voided ones included, oldest first."""
        ...

    async def void(self, post_id: PostId, at: datetime) -> None:
        """Mark every approval of the post as no longer valid."""
        ...


class Publications(Protocol):
    """Posts on accounts, before and after the publisher has them."""

    async def add(self, *publications: Publication) -> None: ...

    async def of(self, *post_ids: PostId) -> tuple[Publication, ...]:
        """The publications of these posts with their Parts, oldest first."""
        ...

    async def get(self, publication_id: PublicationId) -> Publication:
        """Raises NotFound when there is none."""
        ...

    async def save(self, publication: Publication, *, was: Publication) -> None:
        """Write every Part where its row still has the state and attempt it has in `was`.

        Parts may be added or, while planned, left out. The version of the post grows.

        Raises:
            Conflict: a Part moved in between, for example because the publisher claimed it.
        """
        ...

    async def remove(self, publication_id: PublicationId) -> None:
        """Delete a publication all of whose Parts are planned or cancelled. Raises Conflict otherwise."""
        ...


class AuditLog(Protocol):
    """The chain of deeds."""

    async def append(self, *deeds: Deed) -> None:
        """Link the deeds to the chain of their workspace, in order. Writers of one workspace take turns."""
        ...

    async def of(self, workspace_id: WorkspaceId, *, after: int = 0, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """Entries numbered above `after`, in order."""
        ...


class Outbox(Protocol):
    """Words to people, kept until they are delivered."""

    async def tell(self, *notices: Notice) -> None:
        """Write one letter for each chat of the workspace."""
        ...

    async def due(self, front_end: str, now: datetime, limit: int = 50) -> tuple[Letter, ...]:
        """Letters to deliver through that front-end, oldest first; only the oldest waiting one of each chat counts."""
        ...

    async def delivered(self, letter: Letter) -> None: ...

    async def put_off(self, letter: Letter, until: datetime) -> None:
        """Not delivered: try again at `until`."""
        ...


class Inbox(Protocol):
    """Words from people: kept before they are acknowledged, each taken once, handled at least once."""

    async def take(self, event: Event) -> bool:
        """Keep the event; False when it was taken before."""
        ...

    async def done(self, front_end: str, event_id: str) -> None:
        """It was handled; its body is dropped, its id is remembered."""
        ...

    async def unhandled(self, front_end: str, before: datetime) -> tuple[Event, ...]:
        """Events taken before that instant and never handled (their process died), oldest first."""
        ...

    async def forget(self, before: datetime) -> None:
        """Drop handled events older than that."""
        ...


class Deliveries(Protocol):
    """Where cards hang."""

    async def save(self, delivery: Delivery) -> None:
        """Write a new delivery or a new state of one."""
        ...

    async def at(self, front_end: str, chat: str, message: str) -> Delivery | None:
        """The delivery a message belongs to."""
        ...

    async def stale(self, front_end: str, limit: int = 50) -> tuple[Delivery, ...]:
        """Cards of posts and batches that show an older version than the present one."""
        ...

    async def of(self, kind: str, subject: int) -> tuple[Delivery, ...]:
        """Every delivery of one card, newest first."""
        ...


class Forms(Protocol):
    """Half-answered questions; they survive a restart."""

    async def save(self, form: OpenForm) -> None: ...

    async def get(self, form_id: int) -> OpenForm | None: ...

    async def open_in(self, chat: str, member_id: MemberId) -> OpenForm | None:
        """The newest form that waits for this person in this chat."""
        ...

    async def close(self, form_id: int) -> None: ...


class Tickets(Protocol):
    """One-time links and web sessions, kept as SHA-256 of their token."""

    async def add(
        self, sha256: str, purpose: str, value: str, expires: datetime, *, member_id: MemberId | None = None
    ) -> None:
        """Keep a ticket. One that belongs to a member goes when the member goes."""
        ...

    async def use(self, sha256: str, purpose: str, now: datetime) -> str | None:
        """Take a one-time ticket: its value, or None when it is unknown, used or expired."""
        ...

    async def read(self, sha256: str, purpose: str, now: datetime) -> str | None:
        """The value of a ticket that may be used again (a session), or None."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One message of the local web chat. `seq` is higher than that of every earlier message and edit.

    `author` says who speaks, `body` is JSON of the front-end's own making.
    """

    id: int
    chat: str
    seq: int
    author: str
    body: str
    at: datetime
    edited_at: datetime | None = None


class ChatMessages(Protocol):
    """What was said in the local web chat. Adding or editing takes the next number of the installation."""

    async def add(self, chat: str, author: str, body: str, at: datetime) -> tuple[int, int]:
        """Keep a message and answer its id and its number."""
        ...

    async def edit(self, message_id: int, body: str, at: datetime) -> int:
        """Replace the body and answer the new number of the message. Raises NotFound when it is gone."""
        ...

    async def since(self, chat: str, seq: int, limit: int = 100) -> tuple[ChatMessage, ...]:
        """Messages written or edited after number `seq`, in order of their numbers; none is ever passed over."""
        ...

    async def recent(self, chat: str, limit: int = 50, before: int | None = None) -> tuple[ChatMessage, ...]:
        """The newest messages, or those older than the message with the id `before`; oldest first."""
        ...


class Pulse(Protocol):
    """When things last happened."""

    async def beat(self, name: str, at: datetime) -> None: ...

    async def last(self, name: str) -> datetime | None: ...


class Transaction(Protocol):
    """One unit of work over all nouns: everything in it is written, or nothing."""

    @property
    def workspaces(self) -> Workspaces: ...
    @property
    def members(self) -> Members: ...
    @property
    def chats(self) -> Chats: ...
    @property
    def brands(self) -> Brands: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def batches(self) -> Batches: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def approvals(self) -> Approvals: ...
    @property
    def publications(self) -> Publications: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def forms(self) -> Forms: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def chat_messages(self) -> ChatMessages: ...
    @property
    def pulse(self) -> Pulse: ...


class Store(Protocol):
    """Opens transactions."""

    def begin(self) -> AbstractAsyncContextManager[Transaction]:
        """A writing transaction: commits at the end of the block, rolls back when it raises."""
        ...

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        """A reading transaction: one consistent picture, writes are refused."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A Part the publisher holds until `part.lease_until`, with all it needs to decide."""

    part: Part
    publications: tuple[Publication, ...]
    post: Post
    account: Account
    workspace_id: WorkspaceId
    approvals: tuple[Approval, ...]

    @property
    def publication(self) -> Publication:
        """The publication the Part belongs to; `publications` are all of the post's."""
        return next(one for one in self.publications if one.id == self.part.publication_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One change of a Part by the publisher, written only where the row has `attempt` and a state of `was`.

    With `needs_lease_until` the row's lease must last at least that long, and no other Part of the same
    account may be `sending`. `result` is the Part as it shall stand. `notices` are written with it;
    `next_fire_at` lets the following Part of the publication go at that time, once this one is live.
    `account`, when set, is written with its new health. `voids_approval` takes the whole post back: its approvals
    are voided, it becomes `pending`, and its other Parts that are still `scheduled` become `planned` and unsealed.
    """

    was: frozenset[PartState]
    attempt: int
    result: Part
    at: datetime
    needs_lease_until: datetime | None = None
    notices: Sequence[Notice] = ()
    next_fire_at: datetime | None = None
    account: Account | None = None
    voids_approval: bool = False


class Queue(Protocol):
    """The publisher's side of the store. Every call is its own short transaction."""

    async def upcoming(self, until: datetime) -> tuple[datetime, ...]:
        """The distinct instants up to `until` at which something becomes due, in order. Reads only."""
        ...

    async def claim(self, now: datetime, *, owner: str, lease: timedelta, limit: int = 50) -> tuple[Claim, ...]:
        """Take Parts that are due (`scheduled`, `fire_at` ≤ now), oldest first, never one that another process takes.

        Parts of accounts that are broken or disconnected are left alone. Each becomes `claimed` with the next
        attempt number, the owner and a lease of that length.
        """
        ...

    async def keep(self, part: Part, *, lease_until: datetime, checkpoint: Checkpoint | None = None) -> bool:
        """Renew the lease of a claimed Part and store its checkpoint; False when it is no longer ours."""
        ...

    async def reload(self, part: Part) -> Claim | None:
        """The claim as the database has it now; None when the Part is no longer held under this attempt."""
        ...

    async def record(self, move: Move) -> bool:
        """Write one move with its attempt in the timeline, its notices and the post's new version, all or nothing.

        False when the row has moved on, the lease is too short or the account is busy: nothing is written.
        """
        ...

    async def to_settle(self, now: datetime, *, again: datetime, limit: int = 50) -> tuple[Claim, ...]:
        """Parts in `checking` or `ask` whose `check_at` has come, as they were; it is set to `again` for the others."""
        ...

    async def stranded(self, before: datetime, limit: int = 50) -> tuple[Claim, ...]:
        """Parts left `claimed` or `sending` by a process whose lease ended before that instant. Reads only."""
        ...

    async def late(self, before: datetime, limit: int = 50) -> tuple[Claim, ...]:
        """Parts that missed their time: `scheduled` with a `fire_at`, planned before that instant. Reads only.

        A Part that a person sent again, or that follows a late one, counts from its `fire_at`: it is late
        when that lies before the instant too, or when it has failed since.
        """
        ...

    async def hold_due(self, now: datetime) -> tuple[Part, ...]:
        """Put everything that was due by `now` or in flight into `ask`, after a backup was brought back.

        What the backup calls scheduled may have gone out since it was made, so only a person can tell. This is
        the one change outside the table of moves.
        """
        ...

    async def owned(self, account_id: AccountId, remote_ids: Sequence[str]) -> frozenset[str]:
        """Those of the remote ids that belong to a Part of this account already."""
        ...

    async def timeline(self, post_id: PostId) -> tuple[Attempt, ...]:
        """Every recorded move of the post's Parts, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One line of a post's timeline."""

    part_id: PartId
    account_id: AccountId
    number: int
    at: datetime
    state: PartState
    reason: str = ""
