"""Words to people, until they are delivered."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import BIG, Instant, Record
from adapters.store.in_loop import InLoop
from adapters.store.tables import chats, identities, letters
from core.ids import BatchId, BrandId, MemberId, NoticeId, PartId, PostId, WorkspaceId
from core.notice import Letter, Notice, Topic

_ABOUT = ("workspace_id", "brand_id", "batch_id", "post_id", "part_id", "member_id")
_COPIED = (*_ABOUT, "topic", "at", "facts")


def notice_to_row(notice: Notice) -> dict[str, object]:
    """The columns of a letter that come from its notice."""
    return {
        "workspace_id": notice.workspace_id,
        "brand_id": notice.brand_id,
        "batch_id": notice.batch_id,
        "post_id": notice.post_id,
        "part_id": notice.part_id,
        "member_id": notice.member_id,
        "topic": notice.topic.value,
        "at": notice.at,
        "facts": json.dumps(dict(notice.facts)),
    }


def from_row(row: Record) -> Letter:
    """The letter a row stands for, with the name of its chat."""
    notice = Notice(
        topic=Topic(row["topic"]),
        workspace_id=WorkspaceId(row["workspace_id"]),
        at=row["at"],
        brand_id=None if row["brand_id"] is None else BrandId(row["brand_id"]),
        batch_id=None if row["batch_id"] is None else BatchId(row["batch_id"]),
        post_id=None if row["post_id"] is None else PostId(row["post_id"]),
        part_id=None if row["part_id"] is None else PartId(row["part_id"]),
        member_id=None if row["member_id"] is None else MemberId(row["member_id"]),
        facts=json.loads(row["facts"]),
    )
    return Letter(
        id=NoticeId(row["id"]),
        notice=notice,
        front_end=row["front_end"],
        chat=row["chat"],
        attempts=row["attempts"],
        try_at=row["try_at"],
        sent=row["sent"],
    )


_theirs = and_(
    identities.c.member_id == bindparam("member_id", type_=BIG),
    identities.c.front_end == chats.c.front_end,
    identities.c.remote_id == chats.c.remote_id,
)
_other = chats.alias()
_private = (
    select(_other.c.id)
    .join(
        identities,
        and_(identities.c.front_end == _other.c.front_end, identities.c.remote_id == _other.c.remote_id),
    )
    .where(
        identities.c.member_id == bindparam("member_id", type_=BIG),
        _other.c.workspace_id == bindparam("workspace_id", type_=BIG),
    )
)

# One letter for each chat of the workspace. A notice for one member goes to the private chats of that member
# and only where there is none to all: better heard by others than by nobody.
_FAN_OUT = letters.insert().from_select(
    ["chat_id", *_COPIED, "attempts", "try_at"],
    select(
        chats.c.id,
        *(bindparam(name, type_=letters.c[name].type) for name in _COPIED),
        literal(0),
        bindparam("at", type_=Instant),
    )
    .where(
        chats.c.workspace_id == bindparam("workspace_id", type_=BIG),
        or_(bindparam("member_id", type_=BIG).is_(None), exists().where(_theirs), ~exists(_private)),
    )
    .order_by(chats.c.id),
)

_later = letters.alias()
_first = select(func.min(_later.c.id)).where(_later.c.chat_id == chats.c.id).scalar_subquery()
_DUE = (
    select(letters, chats.c.front_end, chats.c.remote_id.label("chat"))
    .select_from(chats)
    .join(letters, letters.c.id == _first)
    .where(chats.c.front_end == bindparam("front_end"), letters.c.try_at <= bindparam("now", type_=Instant))
    .order_by(letters.c.id)
    .limit(bindparam("most"))
)


def write_letters(connection: Connection, notices: Iterable[Notice]) -> None:
    """Write one letter for each chat that shall hear of each notice, in order."""
    for notice in notices:
        connection.execute(_FAN_OUT, notice_to_row(notice))


class SqlOutbox:
    """`core.store.Outbox` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def tell(self, *notices: Notice) -> None:
        """Write one letter for each chat of the workspace, or for the private chats of the notice's member."""
        await self._connection.run_sync(write_letters, notices)

    async def due(self, front_end: str, now: datetime, limit: int = 50) -> tuple[Letter, ...]:
        """Letters to deliver through that front-end, oldest first; only the oldest waiting one of each chat counts."""
        found = await self._connection.execute(_DUE, {"front_end": front_end, "now": now, "most": limit})
        return tuple(map(from_row, found.mappings()))

    async def delivered(self, letter: Letter) -> None:
        """It arrived: forget it."""
        await self._connection.execute(letters.delete().where(letters.c.id == letter.id))

    async def put_off(self, letter: Letter, until: datetime, *, sent: int = 0) -> None:
        """Not delivered, or only its first `sent` messages: count the attempt and try again at `until`."""
        later = {"attempts": letters.c.attempts + 1, "try_at": until, "sent": sent}
        await self._connection.execute(letters.update().where(letters.c.id == letter.id).values(later))
