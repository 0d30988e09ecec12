"""Who may do what: every action asks here before it touches anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.audit import Deed
from core.brand import Brand
from core.errors import NotAllowed, NotFound
from core.ids import BatchId, BrandId, PostId, encode
from core.post import Post
from core.source import Source, SourceId
from core.store import Transaction
from core.workspace import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A member acting through a door (the front-end's name)."""

    member: Member
    door: str

    def deed(self, what: str, about: int, at: datetime, detail: str = "") -> Deed:
        """What this person did, for the audit log."""
        return Deed(
            workspace_id=self.member.workspace_id,
            member_id=self.member.id,
            what=what,
            about=encode(about),
            door=self.door,
            at=at,
            detail=detail,
        )


def must_decide(by: Actor) -> None:
    """Raise NotAllowed unless this person may approve, skip and publish."""
    if not by.member.role.may_decide:
        raise NotAllowed("Only an owner or approver can decide that.")


def must_write(by: Actor) -> None:
    """Raise NotAllowed unless this person may draft and edit."""
    if not by.member.role.may_write:
        raise NotAllowed("You can look at everything here, but not change it.")


async def brand_for(tx: Transaction, brand_id: BrandId, by: Actor) -> Brand:
    """The brand, if it belongs to this person's workspace. Raises NotFound otherwise."""
    brand = await tx.brands.get(brand_id)
    if brand.workspace_id != by.member.workspace_id:
        raise NotFound("brand")
    return brand


async def post_for(tx: Transaction, post_id: PostId, by: Actor) -> tuple[Post, Brand]:
    """The post and its brand, if they belong to this person's workspace. Raises NotFound otherwise."""
    post = await tx.posts.get(post_id)
    return post, await brand_for(tx, post.brand_id, by)


async def batch_brand_for(tx: Transaction, batch_id: BatchId, by: Actor) -> Brand:
    """The brand of a batch, if it belongs to this person's workspace. Raises NotFound otherwise."""
    batch = await tx.batches.get(batch_id)
    return await brand_for(tx, batch.brand_id, by)


async def source_for(tx: Transaction, source_id: SourceId, by: Actor) -> Source:
    """The source, if it belongs to this person's workspace. Raises NotFound otherwise."""
    source = await tx.sources.get(source_id)
    await brand_for(tx, source.brand_id, by)
    return source
