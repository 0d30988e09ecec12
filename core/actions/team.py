"""Who is in the team, as what, and out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.access import Actor, Right, brand_for, must
from core.actions.depart import SESSION
from core.clock import Clock
from core.desk import touch_waiting
from core.errors import Invalid, NotFound, Problem
from core.ids import BrandId, MemberId, WorkspaceId, encode
from core.notice import Notice, Topic
from core.store import Store, Transaction
from core.workspace import Member, Role

_TICKETS = (SESSION, "enter", "join", "mail", "chat")


@dataclass(frozen=True, slots=True)
class Team:
    """Roles are given by owners of the workspace; a role for one brand stands over the one for all.

    There is always an owner. The log is written first: its writers take turns, so two owners who remove each other
    at the same moment do so one after the other.
    """

    store: Store
    clock: Clock

    async def change_role(
        self, member_id: MemberId, role: Role | None, *, brand_id: BrandId | None = None, by: Actor
    ) -> Member:
        """Give a member a role, everywhere or for one brand; there None takes the exception back.

        What was approved to the end goes out; where others are still waited for, a yes they gave as something else
        falls.

        Raises:
            NotAllowed, NotFound: only owners may, or there is no such member or brand here.
            Invalid: the last owner would be gone.
        """
        must(by, Right.OWN)
        now = self.clock.now()
        async with self.store.begin() as tx:
            member = await self._member(tx, member_id, by)
            where = (await brand_for(tx, brand_id, by)).name if brand_id is not None else ""
            changed = _with_role(member, role, brand_id)
            if changed == member:
                return member
            said = f"{changed.role_for(brand_id).value} {where}".strip()
            await tx.audit.append(by.deed("changed_role", member_id, now, detail=said))
            _must_keep_an_owner(changed if one.id == member_id else one for one in await tx.members.of(_team(by)))
            await tx.members.save(changed)
            await self._let_fall(tx, changed)
            facts = {"role": changed.role_for(brand_id).value, "brand": where, "who": by.member.name}
            await tx.outbox.tell(
                Notice(topic=Topic.ROLE_CHANGED, workspace_id=_team(by), at=now, member_id=member_id, facts=facts)
            )
        return changed

    async def remove(self, member_id: MemberId, *, by: Actor) -> Member:
        """Take a member out: a stranger in every chat from now on, with all sessions and links ended.

        What they wrote stays, and what was approved to the end goes out; where others are still waited for, their
        yes falls.

        Raises:
            NotAllowed, NotFound: only owners may, or there is no such member here.
            Invalid: it is the last owner.
        """
        must(by, Right.OWN)
        now = self.clock.now()
        async with self.store.begin() as tx:
            member = await self._member(tx, member_id, by)
            await tx.audit.append(by.deed("removed_member", member_id, now, detail=member.name))
            _must_keep_an_owner(one for one in await tx.members.of(_team(by)) if one.id != member_id)
            for identity in await tx.members.identities(member_id):
                await tx.members.unlink(identity.front_end, identity.remote_id)
                await self._close(tx, identity.front_end, identity.remote_id, by)
            await self._close(tx, "mail", encode(member_id), by)
            for purpose in _TICKETS:
                await tx.tickets.end(member_id, purpose)
            gone = replace(member, email="", role=Role.VIEWER, brand_roles={}, left_at=now)
            await tx.members.save(gone)
            await self._let_fall(tx, gone)
        return member

    async def _member(self, tx: Transaction, member_id: MemberId, by: Actor) -> Member:
        found = next((one for one in await tx.members.of(_team(by)) if one.id == member_id), None)
        if found is None:
            raise NotFound("member")
        return found

    async def _let_fall(self, tx: Transaction, member: Member) -> None:
        """A yes to a post that waits for others falls where its giver is something else for that brand now."""
        for one in await tx.approvals.partial(member.workspace_id):
            if member.id in one.people:
                post = await tx.posts.get(one.post_id)
                if one.instead_of is not None or member.role_for(post.brand_id) is not one.role:
                    await tx.approvals.void(post.id, self.clock.now(), of=one.member_id)
        for brand in await tx.brands.of(member.workspace_id):
            if not brand.policy.plain:
                await touch_waiting(tx, brand.id)

    async def _close(self, tx: Transaction, front_end: str, chat: str, by: Actor) -> None:
        """The chat a member had alone with us."""
        private = await tx.chats.find(front_end, chat)
        if private is not None and private.workspace_id == by.member.workspace_id:
            await tx.chats.remove(private.id)


def _team(by: Actor) -> WorkspaceId:
    return by.member.workspace_id


def _with_role(member: Member, role: Role | None, brand_id: BrandId | None) -> Member:
    if brand_id is None:
        return replace(member, role=role or member.role)
    others = {brand: one for brand, one in member.brand_roles.items() if brand != brand_id}
    return replace(member, brand_roles=others if role is None else {**others, brand_id: role})


def _must_keep_an_owner(members: Iterable[Member]) -> None:
    if not any(one.role is Role.OWNER for one in members):
        what = "That would leave nobody who owns this."
        raise Invalid(Problem(field="role", what=what, fix="Make somebody else an owner first."))
