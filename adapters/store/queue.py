"""The publisher's side of the store.

The states stand in the statements themselves, never as parameters: so the small indexes on rows of one state
serve even a plan that is made once for all parameters, and a long history costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Executable, TextClause, bindparam, select, text

from adapters.store.claims import Claims
from adapters.store.columns import BIG, Instant
from adapters.store.engine import Engines
from adapters.store.moves import Keep, Moves
from adapters.store.outbox import write_letters
from adapters.store.publications import part_from_row
from adapters.store.tables import part_events, parts, publications
from adapters.store.together import Together
from adapters.store.versions import touch_posts
from core.ids import AccountId, PartId, PostId
from core.moves import PartState
from core.notice import Notice
from core.payload import Checkpoint
from core.publication import Part
from core.queue import Attempt, Claim, Lease, Move

_WELL = """(SELECT accounts.health FROM accounts WHERE accounts.id = parts.account_id)
    NOT IN ('broken', 'disconnected')"""
DUE = f"""
SELECT parts.id FROM parts
WHERE parts.state = 'scheduled' AND parts.fire_at <= :now AND {_WELL}
ORDER BY parts.fire_at LIMIT :most
"""
CLAIM = """
UPDATE parts SET state = 'claimed', attempt = attempt + 1, owner = :owner, lease_until = :until
WHERE id {due}
RETURNING id, post_id, attempt, fire_at
"""
UPCOMING = f"""
SELECT parts.fire_at AS at FROM parts WHERE parts.state = 'scheduled' AND parts.fire_at <= :until AND {_WELL}
UNION
SELECT parts.check_at AS at FROM parts WHERE parts.state IN ('checking', 'ask') AND parts.check_at <= :until
ORDER BY at
"""
UNSETTLED = """
SELECT parts.id, parts.post_id FROM parts
WHERE parts.state IN ('checking', 'ask') AND parts.check_at <= :now
ORDER BY parts.check_at LIMIT :most
"""
STRANDED = """
SELECT parts.id, parts.post_id FROM parts
WHERE parts.state IN ('claimed', 'sending') AND parts.lease_until < :before
ORDER BY parts.lease_until LIMIT :most
"""
# CROSS JOIN keeps SQLite from starting with the posts, of which there are many more than scheduled Parts.
LATE = """
SELECT parts.id, parts.post_id FROM parts CROSS JOIN posts
WHERE parts.state = 'scheduled' AND parts.fire_at IS NOT NULL
  AND posts.id = parts.post_id AND posts.instant < :before
  AND (parts.fire_at < :before OR parts.failures > 0)
ORDER BY posts.instant LIMIT :most
"""
HOLD = """
UPDATE parts
SET state = 'ask', check_at = :now, reason = 'restored', owner = '', lease_until = NULL
WHERE state IN ('claimed', 'sending', 'checking') OR (state = 'scheduled' AND (
    fire_at <= :now
    OR (fire_at IS NULL AND (SELECT posts.instant FROM posts WHERE posts.id = parts.post_id) <= :now)))
RETURNING id
"""
_TIMES = ("now", "until", "before")


class SqlQueue:
    """`core.store.Queue`. Moves and leases of this process are written in groups, one commit for many."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._claims = Claims(postgres=engines.postgres)
        self._together: Together[Move | Keep] = Together(Moves(engines).write)
        self._claim = timed(CLAIM.format(due=_of_many(_passing_over(DUE, engines), engines)))
        self._unsettled = timed(_passing_over(UNSETTLED, engines))
        self._upcoming = timed(UPCOMING).columns(at=Instant)
        self._stranded = timed(STRANDED)
        self._late = timed(LATE)
        self._hold = timed(HOLD)

    async def upcoming(self, until: datetime) -> tuple[datetime, ...]:
        """The distinct instants up to `until` at which something becomes due, in order. Reads only."""
        async with self._engines.reading() as connection:
            found = await connection.execute(self._upcoming, {"until": until})
            return tuple(found.scalars())

    async def claim(self, now: datetime, *, owner: str, lease: timedelta, limit: int = 50) -> tuple[Lease, ...]:
        """Take Parts that are due, oldest first, never one that another process takes."""
        until = now + lease
        values = {"now": now, "owner": owner, "until": until, "most": limit}
        taken = await self._engines.write(lambda connection: connection.execute(self._claim, values).all())
        return tuple(
            Lease(part_id=part_id, post_id=post_id, attempt=attempt, owner=owner, until=until)
            for part_id, post_id, attempt, _ in sorted(taken, key=lambda row: (row[3], row[0]))
        )

    async def load(self, *leases: Lease) -> tuple[Claim, ...]:
        """What is leased, as the database has it now, in order; what is no longer held so is left out."""
        named = [(lease.part_id, lease.post_id) for lease in leases]
        async with self._engines.reading() as connection:
            claims = await connection.run_sync(self._claims.load, named)
        held = {lease.part_id: lease for lease in leases}
        return tuple(claim for claim in claims if _is_held(claim.part, held[claim.part.id]))

    async def keep(self, part: Part, *, lease_until: datetime, checkpoint: Checkpoint | None = None) -> bool:
        """Renew the lease of a claimed Part and store its checkpoint; False when it is no longer ours."""
        return await self._together.do(Keep(part=part, lease_until=lease_until, checkpoint=checkpoint))

    async def record(self, move: Move) -> bool:
        """Write one move with all that follows from it; False when it no longer fits and nothing was written."""
        return await self._together.do(move)

    async def tell(self, *notices: Notice) -> None:
        """Write letters that go with no move."""
        await self._engines.write(lambda connection: write_letters(connection, notices))

    async def to_settle(self, now: datetime, *, again: datetime, limit: int = 50) -> tuple[Claim, ...]:
        """Parts in `checking` or `ask` whose `check_at` has come, as they were; it is set to `again` for the others."""

        def settle(connection: Connection) -> tuple[Claim, ...]:
            claims = self._take(connection, self._unsettled, {"now": now, "most": limit})
            ids = [claim.part.id for claim in claims]
            connection.execute(parts.update().where(parts.c.id.in_(ids)).values(check_at=again))
            return claims

        return await self._engines.write(settle)

    async def stranded(self, before: datetime, limit: int = 50) -> tuple[Claim, ...]:
        """Parts left `claimed` or `sending` by a process whose lease ended before that instant. Reads only."""
        async with self._engines.reading() as connection:
            return await connection.run_sync(self._take, self._stranded, {"before": before, "most": limit})

    async def late(self, before: datetime, limit: int = 50) -> tuple[Claim, ...]:
        """Parts that missed their time; one sent again or following a late one counts from its `fire_at`."""
        async with self._engines.reading() as connection:
            return await connection.run_sync(self._take, self._late, {"before": before, "most": limit})

    async def hold_due(self, now: datetime) -> tuple[Part, ...]:
        """Put everything that was due by `now` or in flight into `ask`, after a backup was brought back."""
        return await self._engines.write(lambda connection: self._hold_all(connection, now))

    async def owned(self, account_id: AccountId, remote_ids: Sequence[str]) -> frozenset[str]:
        """Those of the remote ids that belong to a Part of this account already."""
        named = [remote_id for remote_id in remote_ids if remote_id]
        if not named:
            return frozenset()
        wanted = select(parts.c.remote_id).where(
            parts.c.account_id == account_id, text("parts.remote_id <> ''"), parts.c.remote_id.in_(named)
        )
        async with self._engines.reading() as connection:
            return frozenset((await connection.execute(wanted)).scalars())

    async def timeline(self, post_id: PostId) -> tuple[Attempt, ...]:
        """Every recorded move of the post's Parts, oldest first."""
        wanted = (
            select(part_events, parts.c.account_id)
            .join(parts, parts.c.id == part_events.c.part_id)
            .join(publications, publications.c.id == parts.c.publication_id)
            .where(publications.c.post_id == post_id)
            .order_by(part_events.c.id)
        )
        async with self._engines.reading() as connection:
            rows = (await connection.execute(wanted)).mappings().all()
        return tuple(
            Attempt(
                part_id=PartId(row["part_id"]),
                account_id=AccountId(row["account_id"]),
                number=row["number"],
                at=row["at"],
                state=PartState(row["state"]),
                reason=row["reason"],
            )
            for row in rows
        )

    async def finished(self) -> None:
        """Return when everything that was asked for is written."""
        await self._together.finished()

    def _hold_all(self, connection: Connection, now: datetime) -> tuple[Part, ...]:
        ids = connection.execute(self._hold, {"now": now}).scalars().all()
        if not ids:
            return ()
        rows = connection.execute(select(parts).where(parts.c.id.in_(ids)).order_by(parts.c.id)).mappings().all()
        events = [
            {
                "part_id": row["id"],
                "number": row["attempt"],
                "at": now,
                "state": row["state"],
                "reason": row["reason"],
            }
            for row in rows
        ]
        connection.execute(part_events.insert(), events)
        touch_posts(connection, {row["post_id"] for row in rows})
        return tuple(map(part_from_row, rows))

    def _take(self, connection: Connection, statement: Executable, values: Mapping[str, object]) -> tuple[Claim, ...]:
        rows = connection.execute(statement, values).all()
        return self._claims.load(connection, [(row[0], row[1]) for row in rows])


def _is_held(part: Part, lease: Lease) -> bool:
    held = part.state in (PartState.CLAIMED, PartState.SENDING)
    return held and part.attempt == lease.attempt and part.owner == lease.owner


def timed(sql: str) -> TextClause:
    """The statement with its parameters typed, so that instants reach the database in its own form."""
    known = {name: bindparam(name, type_=Instant()) for name in _TIMES}
    return text(sql).bindparams(
        *(parameter for name, parameter in known.items() if f":{name}" in sql),
        *((bindparam("most", type_=BIG),) if ":most" in sql else ()),
    )


def _passing_over(question: str, engines: Engines) -> str:
    """The question with its rows held; in PostgreSQL others pass over them, in SQLite only one writes at a time."""
    return f"{question} FOR NO KEY UPDATE OF parts SKIP LOCKED" if engines.postgres else question


def _of_many(question: str, engines: Engines) -> str:
    """One of the ids that a question answers. In PostgreSQL as an array, so that it is asked exactly once."""
    return f"= ANY(ARRAY({question}))" if engines.postgres else f"IN ({question})"
