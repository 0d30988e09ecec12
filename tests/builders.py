"""Nouns with sensible values: name only what a test is about, the rest is filled in.

Each noun gets a fresh id. Times lie around `NOON`, a Saturday.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count

from core.account import Account, Health, Platform, SealedGrant
from core.approval import ANYONE, Approval, Policy
from core.audit import Deed
from core.batch import Batch
from core.brand import Brand
from core.film import Film
from core.ids import (
    AccountId,
    ApprovalId,
    BatchId,
    BrandId,
    ChatId,
    DeliveryId,
    FormId,
    MemberId,
    PartId,
    PostId,
    PublicationId,
    WorkspaceId,
    encode,
)
from core.installation import Installation
from core.money import Charge, ChargeId, Usage
from core.moves import PartState, PostState
from core.note import Note, NoteId
from core.notice import Notice, Topic
from core.payload import Checkpoint, Media, Payload
from core.post import Content, Post
from core.publication import Part, Publication
from core.series import Evergreen, Rhythm, Series, SeriesId
from core.slot import Moment, moment_at
from core.source import ItemId, Source, SourceId, SourceItem, SourceKind
from core.talk import Delivery, OpenForm
from core.workspace import Chat, Identity, Member, Role, Settings, Workspace

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

_numbers = count(1_000_000_000_000)


def fresh_id() -> int:
    """A number no other noun of this test run has, as large as a real id."""
    return next(_numbers)


def a_workspace(name: str = "Corner Bakery", *, settings: Settings | None = None) -> Workspace:
    """A team."""
    return Workspace(id=WorkspaceId(fresh_id()), name=name, created_at=NOON, settings=settings or Settings())


def a_member(
    workspace: Workspace, name: str = "Ana", *, role: Role = Role.OWNER, email: str = "", created_at: datetime = NOON
) -> Member:
    """A person in the workspace."""
    return Member(
        id=MemberId(fresh_id()), workspace_id=workspace.id, name=name, role=role, created_at=created_at, email=email
    )


def an_installation(team: str) -> Installation:
    """A workspace of a chat app that has let us in."""
    sealed = SealedGrant(key="k1", box=b"box")
    return Installation(front_end="slack", team=team, name="One", sealed=sealed, at=NOON)


def an_identity(member: Member, front_end: str = "web", remote_id: str = "") -> Identity:
    """Who the member is on a front-end."""
    return Identity(front_end=front_end, remote_id=remote_id or f"u{fresh_id()}", member_id=member.id)


def a_chat(workspace: Workspace, front_end: str = "web", remote_id: str = "") -> Chat:
    """A place where the workspace is spoken to."""
    return Chat(
        id=ChatId(fresh_id()),
        workspace_id=workspace.id,
        front_end=front_end,
        remote_id=remote_id or f"c{fresh_id()}",
    )


def a_brand(
    workspace: Workspace,
    name: str = "Corner Bakery",
    *,
    slug: str = "",
    zone: str = "Europe/Lisbon",
    interests: tuple[str, ...] = ("sourdough bread", "slow mornings"),
    targets: tuple[AccountId, ...] = (),
    policy: Policy = ANYONE,
) -> Brand:
    """A voice and a plan."""
    return Brand(
        id=BrandId(fresh_id()),
        workspace_id=workspace.id,
        name=name,
        slug=slug or f"brand-{fresh_id()}",
        interests=interests,
        voice="We bake everything before sunrise.",
        zone=zone,
        targets=targets,
        policy=policy,
    )


def a_source(brand: Brand, url: str = "", *, kind: SourceKind = SourceKind.TEXT) -> Source:
    """Something the brand may draw on."""
    return Source(id=SourceId(fresh_id()), brand_id=brand.id, kind=kind, name="Our blog", url=url, added_at=NOON)


def an_item(source: Source, key: str = "", *, title: str = "How we bake", at: datetime | None = None) -> SourceItem:
    """One thing a source says."""
    return SourceItem(
        id=ItemId(fresh_id()),
        source_id=source.id,
        source=source.name,
        key=key or f"item-{fresh_id()}",
        title=title,
        text="The dough rests for a whole night.",
        at=at,
        found_at=NOON,
    )


def an_account(
    brand: Brand,
    platform: str = "feed",
    remote_id: str = "",
    *,
    health: Health = Health.OK,
    grant: SealedGrant | None = None,
) -> Account:
    """A connected account of the brand."""
    return Account(
        id=AccountId(fresh_id()),
        brand_id=brand.id,
        platform=Platform(platform),
        remote_id=remote_id or f"remote-{fresh_id()}",
        name="Bakery feed",
        health=health,
        grant=grant,
    )


def a_batch(brand: Brand, *, first: date = date(2026, 11, 22), created_at: datetime = NOON) -> Batch:
    """Seven days of the brand."""
    return Batch(
        id=BatchId(fresh_id()),
        brand_id=brand.id,
        first=first,
        last=first + timedelta(days=6),
        created_at=created_at,
    )


def a_moment(instant: datetime = NOON, zone: str = "Europe/Lisbon") -> Moment:
    """A planned time."""
    return moment_at(instant, zone)


def a_post(
    brand: Brand,
    *,
    batch: Batch | None = None,
    state: PostState = PostState.APPROVED,
    text: str = "The oven is on and the first loaves are out.",
    content: Content | None = None,
    instant: datetime = NOON,
    revision: int = 1,
    version: int = 1,
) -> Post:
    """A post of the brand, approved unless told otherwise."""
    return Post(
        id=PostId(fresh_id()),
        brand_id=brand.id,
        batch_id=batch.id if batch else None,
        state=state,
        content=content or Content(text=text, hashtags=("Sourdough",)),
        moment=a_moment(instant, brand.zone),
        origin="offline draft",
        created_at=NOON - HOUR,
        shape="tip",
        why="Because people asked.",
        revision=revision,
        version=version,
        approved_at=NOON - MINUTE if state is PostState.APPROVED else None,
    )


def an_approval(
    post: Post, member: Member, *, digest: str = "k1:abc", at: datetime = NOON, voided_at: datetime | None = None
) -> Approval:
    """The member's yes to the post."""
    return Approval(
        id=ApprovalId(fresh_id()),
        post_id=post.id,
        member_id=member.id,
        revision=post.revision,
        digest=digest,
        step=1,
        door="web",
        at=at,
        voided_at=voided_at,
        role=member.role_for(post.brand_id),
    )


def a_film() -> Film:
    """A film as somebody sent it."""
    return Film(
        sha256="f" * 64,
        size=12_000_000,
        seconds=10.5,
        width=1080,
        height=1920,
        fps=29.97,
        video="hevc",
        audio="aac",
        pixels="yuv420p",
        still=some_media(),
        turned=True,
        done=0.4,
    )


def some_media(alt: str = "A loaf of bread") -> Media:
    """A picture that exists only by its hash."""
    return Media(sha256=f"{fresh_id():064x}", mime="image/png", size=1024, width=1080, height=1080, alt=alt)


def a_payload(text: str = "The oven is on.", *, media: tuple[Media, ...] = ()) -> Payload:
    """What would leave for a platform."""
    return Payload(text=text, tags=("Sourdough",), media=media, fields=(("visibility", "public"),))


def a_checkpoint(part_id: int, *, expires: datetime | None = None, **data: str) -> Checkpoint:
    """How far a Part has come."""
    return Checkpoint(key=encode(part_id), data=tuple(sorted(data.items())), expires=expires)


def a_publication(
    post: Post,
    account: Account,
    *,
    state: PartState = PartState.SCHEDULED,
    parts: int = 1,
    fire_at: datetime | None = NOON,
    digest: str = "k1:abc",
    payload: Payload | None = None,
) -> Publication:
    """The post on the account. Only the first Part has a time; the others wait for the one before."""
    publication_id = PublicationId(fresh_id())
    return Publication(
        id=publication_id,
        post_id=post.id,
        account_id=account.id,
        parts=tuple(
            Part(
                id=PartId(fresh_id()),
                publication_id=publication_id,
                account_id=account.id,
                index=index,
                state=state,
                payload=payload or a_payload(),
                digest=digest,
                fire_at=fire_at if index == 0 else None,
            )
            for index in range(parts)
        ),
    )


def a_notice(
    workspace: Workspace,
    topic: Topic = Topic.POST_LIVE,
    *,
    post: Post | None = None,
    member: Member | None = None,
    at: datetime = NOON,
    facts: Mapping[str, str] | None = None,
) -> Notice:
    """Something to tell the workspace, or one member of it."""
    return Notice(
        topic=topic,
        workspace_id=workspace.id,
        at=at,
        brand_id=post.brand_id if post else None,
        batch_id=post.batch_id if post else None,
        post_id=post.id if post else None,
        member_id=member.id if member else None,
        facts=facts or {},
    )


def a_deed(
    workspace: Workspace, what: str = "post_approved", *, member: Member | None = None, at: datetime = NOON
) -> Deed:
    """Something that was done."""
    return Deed(
        workspace_id=workspace.id,
        member_id=member.id if member else None,
        what=what,
        about=encode(fresh_id()),
        door="web",
        at=at,
    )


def a_delivery(
    kind: str, subject: int, chat: Chat, *, version: int = 1, messages: tuple[str, ...] = ("1", "2")
) -> Delivery:
    """A card that hangs in the chat."""
    return Delivery(
        id=DeliveryId(fresh_id()),
        front_end=chat.front_end,
        chat=chat.remote_id,
        kind=kind,
        subject=subject,
        messages=messages,
        version=version,
    )


def a_form(member: Member, chat: Chat, *, name: str = "brand", opened_at: datetime = NOON) -> OpenForm:
    """A question that waits for the member."""
    return OpenForm(
        id=FormId(fresh_id()),
        workspace_id=member.workspace_id,
        member_id=member.id,
        front_end=chat.front_end,
        chat=chat.remote_id,
        name=name,
        target="",
        opened_at=opened_at,
    )


def a_series(post: Post, *, rhythm: Rhythm = Rhythm.WEEKLY, times: int = 0) -> Series:
    """A series of that post."""
    return Series(
        id=SeriesId(fresh_id()),
        brand_id=post.brand_id,
        post_id=post.id,
        rhythm=rhythm,
        start=post.moment.local,
        zone=post.moment.zone,
        times=times,
    )


def an_evergreen(post: Post, *, last_out: datetime = NOON, days: int = 60) -> Evergreen:
    """That post in the pool."""
    return Evergreen(post_id=post.id, brand_id=post.brand_id, cool_down_days=days, last_out=last_out)


def a_note(post: Post, member: Member, text: str = "Is the price right?") -> Note:
    """A remark about that post."""
    return Note(id=NoteId(fresh_id()), post_id=post.id, member_id=member.id, author=member.name, text=text, at=NOON)


def a_charge(brand: Brand, *, micros: int | None = 100) -> Charge:
    """Build a charge nothing has come back for yet."""
    return Charge(
        id=ChargeId(fresh_id()),
        brand_id=brand.id,
        provider="openai",
        model="writer-1",
        purpose="post",
        usage=Usage(input_tokens=60, output_tokens=20, guessed=True),
        micros=micros,
        at=NOON,
    )
