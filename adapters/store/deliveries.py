"""Where cards hang."""

from __future__ import annotations

import json

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.engine import insert_into
from adapters.store.in_loop import InLoop
from adapters.store.tables import batches, deliveries, delivery_messages, posts
from core.errors import NotFound
from core.ids import DeliveryId
from core.talk import Delivery

_KEPT = ("messages", "version", "tab", "behind")


def to_row(delivery: Delivery) -> dict[str, object]:
    """A delivery as its row."""
    return {
        "id": delivery.id,
        "front_end": delivery.front_end,
        "chat": delivery.chat,
        "kind": delivery.kind,
        "subject": delivery.subject,
        "post_id": delivery.subject if delivery.kind == "post" else None,
        "batch_id": delivery.subject if delivery.kind == "batch" else None,
        "messages": json.dumps(delivery.messages),
        "version": delivery.version,
        "tab": delivery.tab,
    }


def from_row(row: Record) -> Delivery:
    """The delivery a row stands for."""
    return Delivery(
        id=DeliveryId(row["id"]),
        front_end=row["front_end"],
        chat=row["chat"],
        kind=row["kind"],
        subject=row["subject"],
        messages=tuple(json.loads(row["messages"])),
        version=row["version"],
        tab=row["tab"],
    )


_DRAWN = (
    deliveries.update()
    .where(deliveries.c.id == bindparam("which"))
    .values(version=bindparam("shown"), behind=bindparam("late"), tab=bindparam("open"))
)
_NEWEST = {
    kind: select(table.c.version).where(table.c.id == bindparam("id")).with_for_update(key_share=True)
    for kind, table in (("post", posts), ("batch", batches))
}
_STALE = (
    select(deliveries)
    .where(literal_column("behind"), deliveries.c.front_end == bindparam("front_end"))
    .order_by(deliveries.c.id)
    .limit(bindparam("most"))
)


class SqlDeliveries:
    """`core.store.Deliveries` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def save(self, delivery: Delivery) -> None:
        """Write a new delivery or a new state of one.

        Raises:
            NotFound: the post or batch it shows is gone.
        """
        row = to_row(delivery) | {"behind": await self._newest(delivery) > delivery.version}
        write = insert_into(self._connection, deliveries).values(row)
        kept = {name: write.excluded[name] for name in _KEPT}
        await self._connection.execute(write.on_conflict_do_update(index_elements=["id"], set_=kept))
        await self._connection.execute(delivery_messages.delete().where(delivery_messages.c.delivery_id == delivery.id))
        place = {"front_end": delivery.front_end, "chat": delivery.chat, "delivery_id": delivery.id}
        for message in dict.fromkeys(delivery.messages):
            named = insert_into(self._connection, delivery_messages).values(place | {"message": message})
            await self._connection.execute(
                named.on_conflict_do_update(
                    index_elements=["front_end", "chat", "message"], set_={"delivery_id": delivery.id}
                )
            )

    async def drawn(self, delivery: Delivery) -> None:
        """It shows this version now, in the messages it had before.

        Raises:
            NotFound: the post or batch it shows is gone.
        """
        behind = await self._newest(delivery) > delivery.version
        shown = {"which": delivery.id, "shown": delivery.version, "late": behind, "open": delivery.tab}
        await self._connection.execute(_DRAWN, shown)

    async def at(self, front_end: str, chat: str, message: str) -> Delivery | None:
        """The delivery a message belongs to."""
        wanted = (
            select(deliveries)
            .join(delivery_messages, delivery_messages.c.delivery_id == deliveries.c.id)
            .where(
                delivery_messages.c.front_end == front_end,
                delivery_messages.c.chat == chat,
                delivery_messages.c.message == message,
            )
        )
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else from_row(row)

    async def stale(self, front_end: str, limit: int = 50) -> tuple[Delivery, ...]:
        """Cards of posts and batches that show an older version than the present one, oldest card first."""
        wanted = {"front_end": front_end, "most": limit}
        return tuple(map(from_row, (await self._connection.execute(_STALE, wanted)).mappings()))

    async def of(self, kind: str, subject: int) -> tuple[Delivery, ...]:
        """Every delivery of one card, newest first."""
        wanted = (
            select(deliveries)
            .where(deliveries.c.subject == subject, deliveries.c.kind == kind)
            .order_by(deliveries.c.id.desc())
        )
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def live(self, front_end: str) -> tuple[Delivery, ...]:
        """Status cards of the front-end, newest first."""
        wanted = (
            select(deliveries)
            .where(literal_column("deliveries.kind = 'status'"), deliveries.c.front_end == front_end)
            .order_by(deliveries.c.id.desc())
        )
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def forget(self, delivery: Delivery) -> None:
        """Delete it with the places of its messages."""
        await self._connection.execute(deliveries.delete().where(deliveries.c.id == delivery.id))

    async def _newest(self, delivery: Delivery) -> int:
        """The version a card could show now. The row is held, so a writer who raises it also sees the card."""
        held = _NEWEST.get(delivery.kind)
        if held is None:
            return delivery.version
        newest: int | None = (await self._connection.execute(held, {"id": delivery.subject})).scalar_one_or_none()
        if newest is None:
            raise NotFound
        return newest
