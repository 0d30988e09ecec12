"""The port to everything that is remembered, noun by noun.

Writes happen inside `Store.begin()`, one short transaction that is never held across a network call.
Changes of state name the state they expect; a lost race raises `Conflict`, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.account import Platform
from core.accounts import Accounts
from core.approval import Approval
from core.ask import Asks
from core.audit import AuditEntry, Deed
from core.batch import Batch
from core.brand import Brand
from core.errors import Conflict as Conflict
from core.factor import Factors
from core.ids import AccountId, BatchId, BrandId, ChatId, MemberId, PostId, PublicationId, WorkspaceId
from core.installation import Installations
from core.money import Charges
from core.moves import PartState, PostState
from core.note import Notes
from core.post import Post
from core.publication import Publication
from core.series import AllSeries
from core.source import Sources
from core.talk import ChatMessages, Deliveries, Forms, Inbox, Outbox
from core.ticket import Tickets
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

    async def remove(self, workspace_id: WorkspaceId) -> None:
        """Delete it with its people, chats, brands and everything that hangs on them. No orphan row is left."""
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

    async def get(self, member_id: MemberId) -> Member:
        """Raises NotFound when there is none."""
        ...

    async def of(self, workspace_id: WorkspaceId) -> tuple[Member, ...]:
        """All members who have not left, oldest first."""
        ...

    async def with_mail(self) -> tuple[Member, ...]:
        """Those of all workspaces who have an address and have not left, workspace by workspace."""
        ...

    async def save(self, member: Member) -> None:
        """Write all but id, workspace and when they came. Raises Invalid when the address is taken."""
        ...

    async def identities(self, member_id: MemberId) -> tuple[Identity, ...]:
        """Who the member is on each front-end."""
        ...

    async def unlink(self, front_end: str, remote_id: str) -> None:
        """That person is a stranger there from now on. Repeating is harmless."""
        ...

    async def remove(self, member_id: MemberId) -> None:
        """Delete the person with identities, approvals, forms and web sessions; what they wrote stays."""
        ...


class Chats(Protocol):
    """Where a workspace is spoken to."""

    async def add(self, chat: Chat) -> None: ...

    async def find(self, front_end: str, remote_id: str) -> Chat | None: ...

    async def of(self, workspace_id: WorkspaceId) -> tuple[Chat, ...]: ...

    async def speak_of(self, chat_id: ChatId, brand_id: BrandId) -> None:
        """That brand is spoken of there from now on."""
        ...

    async def move(self, chat: Chat, remote_id: str) -> None:
        """Its front-end calls it so from now on. What hangs there is hung anew when it changes.

        Raises:
            Conflict: a chat of that name is known already.
        """
        ...

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

    async def save(self, brand: Brand) -> None:
        """Write everything but the budget, which a change by somebody else must not take back."""
        ...

    async def budget(self, brand_id: BrandId, micros: int | None) -> None:
        """Write what may be spent on models in a month, and nothing else."""
        ...

    async def remove(self, brand_id: BrandId) -> None:
        """Delete the brand and everything that hangs on it. No orphan row is left."""
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

    async def save(self, batch: Batch, *, was: Batch) -> None:
        """Write its times where the row still has the version of `was`; the version grows by one.

        Raises:
            Conflict: somebody changed the batch or a post of it in between.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFilter:
    """Which posts to list. Empty fields do not restrict. `words` must all occur in the text, ignoring case;
    `platform` wants a publication there.

    Planned times lie at or after `since` and before `before`. With `newest_first` the latest comes first.
    Posts that were deleted are never listed. `copied_from` wants copies of that post.
    """

    brand_id: BrandId | None = None
    batch_id: BatchId | None = None
    states: tuple[PostState, ...] = ()
    part_states: tuple[PartState, ...] = ()
    platform: Platform | None = None
    words: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None
    copied_from: PostId | None = None
    ids: tuple[PostId, ...] = ()
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

    async def revision(self, post_id: PostId, number: int) -> Post:
        """The post as it was in that revision: its content, time, origin and what came before it.

        Raises:
            NotFound: there is no such post or revision.
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

    async def void(self, post_id: PostId, at: datetime, *, of: MemberId | None = None) -> None:
        """Mark every approval of the post, or those of one member, as no longer valid."""
        ...

    async def partial(self, workspace_id: WorkspaceId) -> tuple[Approval, ...]:
        """Valid approvals of posts of that workspace that still wait for others, oldest first."""
        ...


class Publications(Protocol):
    """Posts on accounts, before and after the publisher has them."""

    async def add(self, *publications: Publication) -> None: ...

    async def of(self, *post_ids: PostId) -> tuple[Publication, ...]:
        """The publications of these posts with their Parts, oldest first."""
        ...

    async def last_live(self, brand_id: BrandId) -> Mapping[AccountId, datetime]:
        """When something last went live on each account of the brand; accounts without are left out."""
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

    async def newest(
        self, workspace_id: WorkspaceId, *, before: int | None = None, limit: int = 10
    ) -> tuple[AuditEntry, ...]:
        """The newest entries, or those numbered below `before`; newest first."""
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
    @property
    def sources(self) -> Sources: ...
    @property
    def series(self) -> AllSeries: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def asks(self) -> Asks: ...
    @property
    def factors(self) -> Factors: ...
    @property
    def installations(self) -> Installations: ...
    @property
    def charges(self) -> Charges: ...


class Store(Protocol):
    """Opens transactions."""

    def begin(self) -> AbstractAsyncContextManager[Transaction]:
        """A writing transaction: commits at the end of the block, rolls back when it raises."""
        ...

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        """A reading transaction: one consistent picture, writes are refused."""
        ...
