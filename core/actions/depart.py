"""Leave a chat, take everything along, or be forgotten."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import date, datetime, time
from typing import Any

from core.access import Actor
from core.audit import AuditEntry
from core.clock import Clock
from core.errors import NotAllowed
from core.store import PostFilter, Store, Transaction
from core.workspace import Role

SESSION = "session"
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Depart:
    """What privacy asks for. What is public on a platform stays there: these are our rows only."""

    store: Store
    clock: Clock

    async def sign_out(self, front_end: str, person: str, chat: str, *, alone: bool, by: Actor) -> None:
        """Be a stranger on that front-end, and close the private chat there; in the web chat every session ends."""
        async with self.store.begin() as tx:
            await tx.audit.append(by.deed("signed_out", by.member.id, self.clock.now()))
            await tx.tickets.end(by.member.id, SESSION)
            if not alone:
                return
            await tx.members.unlink(front_end, person)
            here = await tx.chats.find(front_end, chat)
            if here is not None:
                await tx.chats.remove(here.id)

    async def export(self, *, by: Actor) -> str:
        """Everything the workspace holds, as JSON. Tokens and keys are not in it.

        Raises:
            NotAllowed: only owners take everything along.
        """
        if by.member.role is not Role.OWNER:
            raise NotAllowed("Only an owner can export everything.")
        async with self.store.begin() as tx:
            held = await _held(tx, by)
            await tx.audit.append(by.deed("exported", by.member.workspace_id, self.clock.now()))
        return json.dumps(held, ensure_ascii=False, indent=1)

    async def takes_all_along(self, *, by: Actor) -> bool:
        """Whether forgetting this member means forgetting the workspace: there is no other owner."""
        async with self.store.read() as tx:
            return await _is_last_owner(tx, by)

    async def forget(self, *, by: Actor) -> None:
        """Delete the member; the last owner takes the whole workspace along."""
        async with self.store.begin() as tx:
            if await _is_last_owner(tx, by):
                await tx.workspaces.remove(by.member.workspace_id)
                return
            for identity in await tx.members.identities(by.member.id):
                private = await tx.chats.find(identity.front_end, identity.remote_id)
                if private is not None and private.workspace_id == by.member.workspace_id:
                    await tx.chats.remove(private.id)
            await tx.audit.append(by.deed("was_forgotten", by.member.id, self.clock.now()))
            await tx.members.remove(by.member.id)


async def _is_last_owner(tx: Transaction, by: Actor) -> bool:
    others = [one for one in await tx.members.of(by.member.workspace_id) if one.id != by.member.id]
    return by.member.role is Role.OWNER and not any(one.role is Role.OWNER for one in others)


async def _held(tx: Transaction, by: Actor) -> dict[str, Any]:
    workspace_id = by.member.workspace_id
    members = await tx.members.of(workspace_id)
    brands = await tx.brands.of(workspace_id)
    return {
        "workspace": _plain(await tx.workspaces.get(workspace_id)),
        "members": [
            _plain(one) | {"identities": [_plain(who) for who in await tx.members.identities(one.id)]}
            for one in members
        ],
        "chats": [_plain(one) for one in await tx.chats.of(workspace_id)],
        "brands": [
            _plain(brand)
            | {
                "accounts": [_without(_plain(one), "grant") for one in await tx.accounts.of(brand.id)],
                "batches": [_plain(one) for one in await tx.batches.of(brand.id, limit=10_000)],
                "posts": [post async for post in _posts(tx, PostFilter(brand_id=brand.id, limit=_PAGE))],
                "sources": [_plain(one) for one in await tx.sources.of(brand.id)],
                "series": [_plain(one) for one in await tx.series.of(brand.id)],
                "evergreens": [_plain(one) for one in await tx.series.pool(brand.id)],
            }
            for brand in brands
        ],
        "audit": [_plain(entry) async for entry in _entries(tx, by)],
    }


async def _posts(tx: Transaction, wanted: PostFilter) -> AsyncIterator[dict[str, Any]]:
    while found := await tx.posts.find(wanted):
        for post in found:
            publications = [_plain(one) for one in await tx.publications.of(post.id)]
            approvals = [_plain(one) for one in await tx.approvals.of(post.id)]
            notes = [_plain(one) for one in await tx.notes.of(post.id)]
            yield _plain(post) | {"publications": publications, "approvals": approvals, "notes": notes}
        wanted = replace(wanted, offset=wanted.offset + _PAGE)


async def _entries(tx: Transaction, by: Actor) -> AsyncIterator[AuditEntry]:
    after = 0
    while found := await tx.audit.of(by.member.workspace_id, after=after):
        for entry in found:
            yield entry
        after = found[-1].number


def _without(raw: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key != name}


def _plain(value: Any) -> Any:
    """Values as JSON knows them: instants and times as ISO 8601, sets as sorted lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(one) for name, one in asdict(value).items()}
    match value:
        case dict():
            return {str(name): _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case frozenset() | set():
            return sorted(value)
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return value.hex()
    return value
