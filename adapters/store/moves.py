"""What the publisher writes about Parts: many moves in one transaction, each judged on its own.

All moves of a group travel as one JSON value, so a group of any size is one statement that is planned once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, TextClause, select, text
from sqlalchemy.exc import DataError, IntegrityError

from adapters.store.columns import in_utc, micros, storable
from adapters.store.engine import Engines
from adapters.store.outbox import write_letters
from adapters.store.publications import checkpoint_text
from adapters.store.tables import accounts, approvals, parts, posts, publications
from adapters.store.versions import touch_posts
from core.errors import Conflict
from core.moves import PartState, PostState
from core.payload import Checkpoint
from core.publication import Part
from core.queue import Move

_PATIENCE = 3  # times a lost deadlock is tried again

_FIELDS = {
    "id": "bigint",
    "attempt": "integer",
    "was": "text",
    "needs": "timestamptz",
    "at": "timestamptz",
    "publication_id": "bigint",
    "next_position": "integer",
    "next_fire_at": "timestamptz",
    "state": "text",
    "digest": "text",
    "fire_at": "timestamptz",
    "failures": "integer",
    "checkpoint": "text",
    "first_sent_at": "timestamptz",
    "sent_at": "timestamptz",
    "check_at": "timestamptz",
    "live_at": "timestamptz",
    "remote_id": "text",
    "url": "text",
    "reason": "text",
}
_KEEP_FIELDS = {
    "id": "bigint",
    "attempt": "integer",
    "owner": "text",
    "lease_until": "timestamptz",
    "checkpoint": "text",
}

# Owner and lease belong to claim and keep; a checkpoint is never lost, only replaced.
_MOVE = """
UPDATE parts
SET state = m.state, digest = m.digest, fire_at = m.fire_at, failures = m.failures,
    checkpoint = coalesce(m.checkpoint, parts.checkpoint),
    first_sent_at = m.first_sent_at, sent_at = m.sent_at, check_at = m.check_at, live_at = m.live_at,
    remote_id = m.remote_id, url = m.url, reason = m.reason
FROM {moves}
WHERE parts.id = m.id AND parts.attempt = m.attempt
  AND m.was LIKE '%|' || parts.state || '|%'
  AND (m.needs IS NULL OR parts.lease_until >= m.needs)
  AND (m.state <> 'sending' OR NOT EXISTS (
        SELECT 1 FROM parts AS other
        WHERE other.account_id = parts.account_id AND other.state = 'sending' AND other.id <> parts.id))
RETURNING parts.id, parts.post_id
"""
_EVENTS = """
INSERT INTO part_events (part_id, number, at, state, reason)
SELECT m.id, m.attempt, m.at, m.state, m.reason FROM {moves} ORDER BY m.id
"""
_NEXT = """
UPDATE parts
SET fire_at = m.next_fire_at
FROM {moves}
WHERE parts.publication_id = m.publication_id AND parts.position = m.next_position AND parts.state = 'scheduled'
  AND m.next_fire_at IS NOT NULL
"""
_KEEP = """
UPDATE parts
SET lease_until = m.lease_until, checkpoint = coalesce(m.checkpoint, parts.checkpoint)
FROM {moves}
WHERE parts.id = m.id AND parts.attempt = m.attempt AND parts.owner = m.owner AND parts.state = 'claimed'
RETURNING parts.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """A lease that shall last longer, with a checkpoint or without."""

    part: Part
    lease_until: datetime
    checkpoint: Checkpoint | None


class Moves:
    """Writes moves and leases in groups."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._move = _statement(_MOVE, _FIELDS, postgres=engines.postgres)
        self._events = _statement(_EVENTS, _FIELDS, postgres=engines.postgres)
        self._next = _statement(_NEXT, _FIELDS, postgres=engines.postgres)
        self._keep = _statement(_KEEP, _KEEP_FIELDS, postgres=engines.postgres)

    async def write(self, jobs: Sequence[Move | Keep]) -> list[bool]:
        """Write what can be written in one transaction and say for each job whether it was.

        Where one job makes the database refuse the whole group, each is written by itself.

        Raises:
            Conflict: a deadlock with another process came back again and again; nothing was written.
        """
        try:
            return await self._patiently(lambda connection: self._write(connection, jobs))
        except IntegrityError:
            if len(jobs) == 1:
                return [False]
        except DataError:
            if len(jobs) == 1:
                raise
        return [answer for job in jobs for answer in await self.write([job])]

    async def _patiently(self, work: Callable[[Connection], list[bool]]) -> list[bool]:
        for _ in range(_PATIENCE):
            with suppress(Conflict):
                return await self._engines.write(work)
        return await self._engines.write(work)

    def _write(self, connection: Connection, jobs: Sequence[Move | Keep]) -> list[bool]:
        accepted: dict[int, bool] = {}
        for numbers in _rounds(jobs):
            keeps = {n: job for n in numbers if isinstance(job := jobs[n], Keep)}
            moves = {n: job for n in numbers if isinstance(job := jobs[n], Move)}
            kept = self._keep_all(connection, list(keeps.values()))
            accepted |= {n: job.part.id in kept for n, job in keeps.items()}
            moved = self._move_all(connection, list(moves.values()))
            accepted |= {n: job.result.id in moved for n, job in moves.items()}
        return [accepted[n] for n in range(len(jobs))]

    def _keep_all(self, connection: Connection, keeps: list[Keep]) -> set[int]:
        if not keeps:
            return set()
        rows = [
            {
                "id": keep.part.id,
                "attempt": keep.part.attempt,
                "owner": keep.part.owner,
                "lease_until": self._time(keep.lease_until),
                "checkpoint": checkpoint_text(keep.checkpoint),
            }
            for keep in keeps
        ]
        return set((connection.execute(self._keep, {"moves": json.dumps(rows)})).scalars())

    def _move_all(self, connection: Connection, moves: list[Move]) -> set[int]:
        if not moves:
            return set()
        rows = {move.result.id: self._row(move) for move in moves}
        changed = connection.execute(self._move, {"moves": json.dumps(list(rows.values()))})
        post_of: dict[int, int] = {row[0]: row[1] for row in changed}
        if not post_of:
            return set()
        turned = [row for part_id, row in rows.items() if part_id in post_of and row["was"] != f"|{row['state']}|"]
        if turned:
            connection.execute(self._events, {"moves": json.dumps(turned)})
        done = [move for move in moves if move.result.id in post_of]
        if any(move.next_fire_at is not None for move in done):
            following = json.dumps([row for part_id, row in rows.items() if part_id in post_of])
            connection.execute(self._next, {"moves": following})
        for move in done:
            _consequences(connection, move, post_of[move.result.id])
        touch_posts(connection, post_of.values())
        return set(post_of)

    def _row(self, move: Move) -> dict[str, object]:
        part = move.result
        return {
            "id": part.id,
            "attempt": move.attempt,
            "was": f"|{'|'.join(move.was)}|",
            "needs": self._time(move.needs_lease_until),
            "at": self._time(move.at),
            "publication_id": part.publication_id,
            "next_position": part.index + 1,
            "next_fire_at": self._time(move.next_fire_at),
            "state": part.state,
            "digest": part.digest,
            "fire_at": self._time(part.fire_at),
            "failures": part.failures,
            "checkpoint": checkpoint_text(part.checkpoint),
            "first_sent_at": self._time(part.first_sent_at),
            "sent_at": self._time(part.sent_at),
            "check_at": self._time(part.check_at),
            "live_at": self._time(part.live_at),
            "remote_id": storable(part.remote_id),
            "url": storable(part.url),
            "reason": storable(part.reason),
        }

    def _time(self, value: datetime | None) -> str | int | None:
        if value is None:
            return None
        return in_utc(value).isoformat() if self._engines.postgres else micros(value)


def _consequences(connection: Connection, move: Move, post_id: int) -> None:
    """What follows from a move that was accepted."""
    if move.account is not None:
        connection.execute(
            accounts.update()
            .where(accounts.c.id == move.account.id)
            .values(health=move.account.health.value, reason=move.account.reason)
        )
    if move.voids_approval:
        _void(connection, post_id, move.at)
    write_letters(connection, move.notices)


def _void(connection: Connection, post_id: int, at: datetime) -> None:
    """Take the post back to the people who decide: no approval counts, nothing more of it is scheduled."""
    connection.execute(
        posts.update()
        .where(posts.c.id == post_id, posts.c.state == PostState.APPROVED.value)
        .values(state=PostState.PENDING.value, approved_at=None)
    )
    connection.execute(
        approvals.update().where(approvals.c.post_id == post_id, approvals.c.voided_at.is_(None)).values(voided_at=at)
    )
    connection.execute(
        parts.update()
        .where(
            parts.c.publication_id.in_(select(publications.c.id).where(publications.c.post_id == post_id)),
            parts.c.state == PartState.SCHEDULED.value,
        )
        .values(state=PartState.PLANNED.value, digest="", fire_at=None)
    )


def _rounds(jobs: Sequence[Move | Keep]) -> list[list[int]]:
    """Number the jobs in rounds, no account twice in one: a statement sees only what stood before it."""
    rounds: list[list[int]] = []
    turns: dict[int, int] = {}
    for number, job in enumerate(jobs):
        account_id = job.result.account_id if isinstance(job, Move) else job.part.account_id
        turn = turns.get(account_id, 0)
        turns[account_id] = turn + 1
        if turn == len(rounds):
            rounds.append([])
        rounds[turn].append(number)
    return rounds


def _statement(sql: str, fields: dict[str, str], *, postgres: bool) -> TextClause:
    if postgres:
        typed = ", ".join(f"{name} {kind}" for name, kind in fields.items())
        return text(sql.format(moves=f"json_to_recordset(CAST(:moves AS json)) AS m({typed})"))
    columns = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in fields)
    return text(sql.format(moves=f"(SELECT {columns} FROM json_each(:moves)) AS m"))
