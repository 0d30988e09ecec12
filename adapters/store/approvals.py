"""Approvals in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.in_loop import InLoop
from adapters.store.tables import approvals, brands, posts
from core.approval import Approval
from core.ids import ApprovalId, MemberId, PostId, WorkspaceId
from core.workspace import Role


def to_row(approval: Approval) -> dict[str, object]:
    """An approval as its row."""
    return {
        "id": approval.id,
        "post_id": approval.post_id,
        "member_id": approval.member_id,
        "revision": approval.revision,
        "digest": approval.digest,
        "step": approval.step,
        "door": approval.door,
        "at": approval.at,
        "voided_at": approval.voided_at,
        "role": approval.role.value if approval.role else "",
        "instead_of": approval.instead_of,
    }


def from_row(row: Record) -> Approval:
    """The approval a row stands for."""
    return Approval(
        id=ApprovalId(row["id"]),
        post_id=PostId(row["post_id"]),
        member_id=MemberId(row["member_id"]),
        revision=row["revision"],
        digest=row["digest"],
        step=row["step"],
        door=row["door"],
        at=row["at"],
        voided_at=row["voided_at"],
        role=Role(row["role"]) if row["role"] else None,
        instead_of=None if row["instead_of"] is None else MemberId(row["instead_of"]),
    )


_OF = select(approvals).where(approvals.c.post_id == bindparam("post")).order_by(approvals.c.at, approvals.c.id)
_ADD = approvals.insert()


class SqlApprovals:
    """`core.store.Approvals` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, *given: Approval) -> None:
        """Store new approvals."""
        if given:
            await self._connection.execute(_ADD, [to_row(approval) for approval in given])

    async def of(self, post_id: PostId) -> tuple[Approval, ...]:
        """All approvals of a post, voided ones included, oldest first."""
        return tuple(map(from_row, (await self._connection.execute(_OF, {"post": post_id})).mappings()))

    async def void(self, post_id: PostId, at: datetime, *, of: MemberId | None = None) -> None:
        """Mark every approval of the post, or those of one member, as no longer valid; earlier times stay."""
        write = approvals.update().where(approvals.c.post_id == post_id, approvals.c.voided_at.is_(None))
        theirs = write if of is None else write.where(approvals.c.member_id == of)
        await self._connection.execute(theirs.values(voided_at=at))

    async def partial(self, workspace_id: WorkspaceId) -> tuple[Approval, ...]:
        """Valid approvals of posts of that workspace that still wait for others, oldest first."""
        wanted = (
            select(approvals)
            .join(posts, posts.c.id == approvals.c.post_id)
            .join(brands, brands.c.id == posts.c.brand_id)
            .where(brands.c.workspace_id == workspace_id, text("posts.state = 'pending'"))
            .where(approvals.c.voided_at.is_(None))
            .order_by(approvals.c.at, approvals.c.id)
        )
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))
