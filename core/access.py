"""Who may do what: every action asks here before it touches anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from core.audit import Deed
from core.brand import Brand
from core.errors import NotAllowed, NotFound
from core.ids import BatchId, BrandId, PostId, encode
from core.post import Post
from core.source import Source, SourceId
from core.store import Transaction
from core.workspace import Member, Role


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


class Right(Enum):
    """What somebody needs for a verb, from least to most. Who may do more may do less."""

    LOOK = "look"
    WRITE = "write"
    DECIDE = "decide"
    OWN = "own"

    def given_to(self, role: Role) -> bool:
        """Whether people of that role have it."""
        match self:
            case Right.LOOK:
                return True
            case Right.WRITE:
                return role.may_write
            case Right.DECIDE:
                return role.may_decide
        return role is Role.OWNER


_REFUSALS = {
    Right.WRITE: "You can look at everything here, but not change it.",
    Right.DECIDE: "Only an owner or approver can decide that.",
    Right.OWN: "Only an owner can do that.",
}


def must(by: Actor, right: Right, brand_id: BrandId | None = None) -> None:
    """Raise NotAllowed unless this person has the right, for that brand or for the workspace as a whole."""
    if not right.given_to(by.member.role_for(brand_id)):
        raise NotAllowed(_REFUSALS[right])


async def brand_for(tx: Transaction, brand_id: BrandId, by: Actor, *, may: Right = Right.LOOK) -> Brand:
    """The brand, if it belongs to this person's workspace and they have that right there.

    Raises:
        NotFound, NotAllowed: it does not, or they have not.
    """
    brand = await tx.brands.get(brand_id)
    if brand.workspace_id != by.member.workspace_id:
        raise NotFound("brand")
    must(by, may, brand_id)
    return brand


async def post_for(tx: Transaction, post_id: PostId, by: Actor, *, may: Right = Right.LOOK) -> tuple[Post, Brand]:
    """The post and its brand. Raises as `brand_for`."""
    post = await tx.posts.get(post_id)
    return post, await brand_for(tx, post.brand_id, by, may=may)


async def batch_brand_for(tx: Transaction, batch_id: BatchId, by: Actor, *, may: Right = Right.LOOK) -> Brand:
    """The brand of a batch. Raises as `brand_for`."""
    batch = await tx.batches.get(batch_id)
    return await brand_for(tx, batch.brand_id, by, may=may)


async def source_for(tx: Transaction, source_id: SourceId, by: Actor, *, may: Right = Right.LOOK) -> Source:
    """The source. Raises as `brand_for`."""
    source = await tx.sources.get(source_id)
    await brand_for(tx, source.brand_id, by, may=may)
    return source
