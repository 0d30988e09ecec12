"""People and their chat identities in the database."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.engine import add_new
from adapters.store.in_loop import InLoop
from adapters.store.tables import identities, members
from core.errors import Conflict, Invalid, NotFound, Problem
from core.ids import BrandId, MemberId, WorkspaceId
from core.workspace import Away, Identity, MailWishes, Member, Posted, Role


def to_row(member: Member) -> dict[str, object]:
    """A member as its row."""
    return {
        "id": member.id,
        "workspace_id": member.workspace_id,
        "name": member.name,
        "role": member.role.value,
        "created_at": member.created_at,
        "email": member.email,
        "mail": _wishes_text(member.mail),
        "brand_roles": _roles_text(member),
        "left_at": member.left_at,
        "away": _away_text(member.away),
        "guarded": member.guarded,
    }


def from_row(row: Record) -> Member:
    """The member a row stands for."""
    return Member(
        id=MemberId(row["id"]),
        workspace_id=WorkspaceId(row["workspace_id"]),
        name=row["name"],
        role=Role(row["role"]),
        created_at=row["created_at"],
        email=row["email"],
        mail=_wishes_from(row["mail"]),
        brand_roles={BrandId(int(brand)): Role(role) for brand, role in json.loads(row["brand_roles"]).items()},
        left_at=row["left_at"],
        away=_away_from(row["away"]),
        guarded=row["guarded"],
    )


def _roles_text(member: Member) -> str:
    return json.dumps({str(brand): role.value for brand, role in member.brand_roles.items()})


def _away_text(away: Away | None) -> str:
    return json.dumps([away.until.isoformat(), away.deputy]) if away else ""


def _away_from(text: str) -> Away | None:
    if not text:
        return None
    until, deputy = json.loads(text)
    return Away(until=datetime.fromisoformat(until), deputy=None if deputy is None else MemberId(deputy))


def _wishes_text(wishes: MailWishes) -> str:
    at = wishes.digest_at
    return json.dumps(asdict(wishes) | {"digest_at": at.isoformat() if at else None})


def _wishes_from(text: str) -> MailWishes:
    raw = json.loads(text)
    if not raw:
        return MailWishes()
    at = raw["digest_at"]
    digest_at = datetime.fromisoformat(at) if at else None
    return MailWishes(**raw | {"posted": Posted(raw["posted"]), "digest_at": digest_at})


def identity_to_row(identity: Identity) -> dict[str, object]:
    """An identity as its row."""
    return {
        "front_end": identity.front_end,
        "remote_id": identity.remote_id,
        "member_id": identity.member_id,
    }


def _email_taken() -> Invalid:
    return Invalid(
        Problem(
            field="email",
            what="This e-mail address belongs to another member.",
            fix="Please use a different one.",
        )
    )


_WITH_MAIL = (
    select(members)
    .where(members.c.email != "", members.c.left_at.is_(None))
    .order_by(members.c.workspace_id, members.c.created_at, members.c.id)
)
_BY_ID = select(members).where(members.c.id == bindparam("id"))
_KNOWN_AS = (
    select(members)
    .join(identities, identities.c.member_id == members.c.id)
    .where(identities.c.front_end == bindparam("front_end"), identities.c.remote_id == bindparam("remote_id"))
)


class SqlMembers:
    """`core.store.Members` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, member: Member, *who: Identity) -> None:
        """Store a new member with identities.

        Raises:
            Invalid: the e-mail address belongs to another member.
            Conflict: an identity belongs to another member.
        """
        if not await add_new(self._connection, members, to_row(member)):
            raise _email_taken()
        for identity in who:
            await self.link(identity)

    async def link(self, identity: Identity) -> None:
        """Let a member be known on one more front-end.

        Raises:
            Conflict: that person is known there already.
        """
        if not await add_new(self._connection, identities, identity_to_row(identity)):
            raise Conflict("identity")

    async def identify(self, front_end: str, remote_id: str) -> Member | None:
        """The member behind an identity, or None for a stranger."""
        named = {"front_end": front_end, "remote_id": remote_id}
        row = (await self._connection.execute(_KNOWN_AS, named)).mappings().one_or_none()
        return None if row is None else from_row(row)

    async def get(self, member_id: MemberId) -> Member:
        """The member of that id.

        Raises:
            NotFound: there is none.
        """
        found = await self._connection.execute(_BY_ID, {"id": member_id})
        row = found.mappings().one_or_none()
        if row is None:
            raise NotFound
        return from_row(row)

    async def of(self, workspace_id: WorkspaceId) -> tuple[Member, ...]:
        """All members who have not left, oldest first."""
        here = (members.c.workspace_id == workspace_id, members.c.left_at.is_(None))
        wanted = select(members).where(*here).order_by(members.c.created_at, members.c.id)
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def with_mail(self) -> tuple[Member, ...]:
        """Those of all workspaces who have an address and have not left, workspace by workspace."""
        return tuple(map(from_row, (await self._connection.execute(_WITH_MAIL)).mappings()))

    async def identities(self, member_id: MemberId) -> tuple[Identity, ...]:
        """Who the member is on each front-end."""
        wanted = select(identities).where(identities.c.member_id == member_id).order_by(identities.c.front_end)
        rows = (await self._connection.execute(wanted)).mappings()
        return tuple(
            Identity(front_end=row["front_end"], remote_id=row["remote_id"], member_id=member_id) for row in rows
        )

    async def unlink(self, front_end: str, remote_id: str) -> None:
        """That person is a stranger there from now on."""
        here = (identities.c.front_end == front_end, identities.c.remote_id == remote_id)
        await self._connection.execute(identities.delete().where(*here))

    async def save(self, member: Member) -> None:
        """Write everything but the id, the workspace and when they came.

        Raises:
            Invalid: the e-mail address is taken.
        """
        row = to_row(member)
        kept = {name: value for name, value in row.items() if name not in ("id", "workspace_id", "created_at")}
        write = members.update().where(members.c.id == member.id).values(kept)
        try:
            async with self._connection.begin_nested():
                await self._connection.execute(write)
        except IntegrityError as error:
            raise _email_taken() from error

    async def remove(self, member_id: MemberId) -> None:
        """Delete the person with identities, approvals, forms and web sessions; what they wrote stays."""
        await self._connection.execute(members.delete().where(members.c.id == member_id))
