"""Publications and their Parts in the database, as people change them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Cells, Record, from_micros, micros
from adapters.store.in_loop import InLoop
from adapters.store.tables import accounts, parts, publications
from adapters.store.versions import Raised, touch_posts
from core.errors import Conflict, NotFound
from core.ids import AccountId, BrandId, PartId, PostId, PublicationId
from core.moves import PartState
from core.payload import Checkpoint, Payload
from core.publication import Part, Publication

_FREE = (PartState.PLANNED, PartState.CANCELLED)


def part_to_row(part: Part, post_id: PostId) -> dict[str, object]:
    """A Part as its row."""
    return {
        "id": part.id,
        "publication_id": part.publication_id,
        "post_id": post_id,
        "account_id": part.account_id,
        "position": part.index,
        "state": part.state.value,
        "payload": part.payload.canonical(),
        "digest": part.digest,
        "fire_at": part.fire_at,
        "attempt": part.attempt,
        "failures": part.failures,
        "owner": part.owner,
        "lease_until": part.lease_until,
        "checkpoint": checkpoint_text(part.checkpoint),
        "first_sent_at": part.first_sent_at,
        "sent_at": part.sent_at,
        "check_at": part.check_at,
        "live_at": part.live_at,
        "remote_id": part.remote_id,
        "url": part.url,
        "reason": part.reason,
    }


def part_from_row(row: Record) -> Part:
    """The Part a row stands for."""
    return Part(
        id=PartId(row["id"]),
        publication_id=PublicationId(row["publication_id"]),
        account_id=AccountId(row["account_id"]),
        index=row["position"],
        state=PartState(row["state"]),
        payload=Payload.parse(row["payload"]),
        digest=row["digest"],
        fire_at=row["fire_at"],
        attempt=row["attempt"],
        failures=row["failures"],
        owner=row["owner"],
        lease_until=row["lease_until"],
        checkpoint=checkpoint_from(row["checkpoint"]),
        first_sent_at=row["first_sent_at"],
        sent_at=row["sent_at"],
        check_at=row["check_at"],
        live_at=row["live_at"],
        remote_id=row["remote_id"],
        url=row["url"],
        reason=row["reason"],
    )


def checkpoint_text(checkpoint: Checkpoint | None) -> str | None:
    """A checkpoint as JSON."""
    if checkpoint is None:
        return None
    expires = None if checkpoint.expires is None else micros(checkpoint.expires)
    return json.dumps([checkpoint.key, checkpoint.parents, checkpoint.data, expires])


def checkpoint_from(text: str | None) -> Checkpoint | None:
    """A checkpoint from JSON."""
    if text is None:
        return None
    key, parents, data, expires = json.loads(text)
    return Checkpoint(
        key=key,
        parents=tuple(parents),
        data=tuple((name, value) for name, value in data),
        expires=None if expires is None else from_micros(expires),
    )


def with_parts() -> Select[tuple[object, ...]]:
    """Every Part beside its publication, publications oldest first, Parts in order."""
    return (
        select(parts)
        .join(publications, publications.c.id == parts.c.publication_id)
        .order_by(publications.c.id, parts.c.position)
    )


def gathered(rows: list[Record]) -> tuple[Publication, ...]:
    """The publications that these rows of Parts, in order, stand for."""
    found = []
    for publication_id, group in groupby(rows, key=lambda row: row["publication_id"]):
        members = list(group)
        found.append(
            Publication(
                id=PublicationId(publication_id),
                post_id=PostId(members[0]["post_id"]),
                account_id=AccountId(members[0]["account_id"]),
                parts=tuple(map(part_from_row, members)),
            )
        )
    return tuple(found)


_OF_ONE = with_parts().where(publications.c.post_id == bindparam("post"))
_REPLACE = parts.update().where(
    parts.c.id == bindparam("was_id"),
    parts.c.state == bindparam("was_state"),
    parts.c.attempt == bindparam("was_attempt"),
)


class SqlPublications:
    """`core.store.Publications` over one connection. `raised` is shared with the posts of the transaction."""

    def __init__(self, connection: AsyncConnection | InLoop, raised: Raised) -> None:
        self._connection = connection
        self._raised = raised

    async def add(self, *new: Publication) -> None:
        """Store new publications with their Parts."""
        if not new:
            return
        rows = [{"id": one.id, "post_id": one.post_id, "account_id": one.account_id} for one in new]
        await self._connection.execute(publications.insert(), rows)
        rows_of_parts = [part_to_row(part, one.post_id) for one in new for part in one.parts]
        if rows_of_parts:
            await self._connection.execute(parts.insert(), rows_of_parts)

    async def of(self, *post_ids: PostId) -> tuple[Publication, ...]:
        """The publications of these posts with their Parts, oldest first."""
        if not post_ids:
            return ()
        if len(post_ids) == 1:
            found = await self._connection.execute(_OF_ONE, {"post": post_ids[0]})
        else:
            found = await self._connection.execute(with_parts().where(publications.c.post_id.in_(post_ids)))
        return gathered(list(found.mappings()))

    async def last_live(self, brand_id: BrandId) -> Mapping[AccountId, datetime]:
        """When something last went live on each account of the brand; accounts without are left out."""
        wanted = (
            select(parts.c.account_id, func.max(parts.c.live_at))
            .join(accounts, accounts.c.id == parts.c.account_id)
            .where(accounts.c.brand_id == brand_id, parts.c.live_at.is_not(None))
            .group_by(parts.c.account_id)
        )
        rows: Sequence[Cells] = (await self._connection.execute(wanted)).all()
        return {AccountId(row[0]): row[1] for row in rows}

    async def get(self, publication_id: PublicationId) -> Publication:
        """The publication of that id.

        Raises:
            NotFound: there is none.
        """
        wanted = with_parts().where(publications.c.id == publication_id)
        found = gathered(list((await self._connection.execute(wanted)).mappings()))
        if not found:
            raise NotFound
        return found[0]

    async def save(self, publication: Publication, *, was: Publication) -> None:
        """Write every Part where its row still has the state and attempt it has in `was`.

        Raises:
            Conflict: a Part moved in between, or one that was no longer planned is left out.
        """
        await self._touch(was.post_id)
        kept = {part.id: part for part in publication.parts}
        for before in was.parts:
            if before.id in kept:
                await self._replace(before, kept.pop(before.id), was.post_id)
            else:
                await self._leave_out(before)
        if kept:
            rows = [part_to_row(part, was.post_id) for part in kept.values()]
            await self._connection.execute(parts.insert(), rows)

    async def remove(self, publication_id: PublicationId) -> None:
        """Delete a publication all of whose Parts are planned or cancelled.

        Raises:
            Conflict: a Part has gone further.
        """
        owner = select(publications.c.post_id).where(publications.c.id == publication_id)
        post_id = (await self._connection.execute(owner)).scalar_one_or_none()
        if post_id is None:
            return
        await self._touch(PostId(post_id))
        locked = select(parts.c.state).where(parts.c.publication_id == publication_id).with_for_update()
        states = (await self._connection.execute(locked)).scalars()
        if any(state not in _FREE for state in states):
            raise Conflict
        await self._connection.execute(publications.delete().where(publications.c.id == publication_id))

    async def _replace(self, before: Part, after: Part, post_id: PostId) -> None:
        expected = {"was_id": before.id, "was_state": before.state.value, "was_attempt": before.attempt}
        if (await self._connection.execute(_REPLACE, part_to_row(after, post_id) | expected)).rowcount != 1:
            raise Conflict

    async def _leave_out(self, before: Part) -> None:
        unmoved = (parts.c.id == before.id, parts.c.state == before.state.value, parts.c.attempt == before.attempt)
        leave = parts.delete().where(parts.c.state == PartState.PLANNED.value, *unmoved)
        if (await self._connection.execute(leave)).rowcount != 1:
            raise Conflict

    async def _touch(self, post_id: PostId) -> None:
        if post_id not in self._raised.saved:
            await self._connection.run_sync(touch_posts, [post_id])
            self._raised.ahead[post_id] += 1
